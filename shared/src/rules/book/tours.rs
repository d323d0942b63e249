//! Fetching, housing and showing round of visitors (requirements §4.4).

use super::RuleClass::{Block, Deadline, Guidance, View};
use super::{RuleEntry, r};

pub(super) static RULES: &[RuleEntry] = &[
    r(
        52,
        Deadline,
        "S0 §3.1.4",
        [
            "司机每 5 分钟报一次位置、距离和预计到达（P-06），没有信号也记；15 分钟没有消息，提醒接待人打电话，通话留记录。行驶中不用输入；按直线距离算的标「估算」；位置只在途中保存。",
            "司機每 5 分鐘報一次位置、距離和預計到達（P-06），沒有信號也記；15 分鐘沒有消息，提醒接待人打電話，通話留記錄。行駛中不用輸入；按直線距離算的標「估算」；位置只在途中保存。",
            "A driver reports position, distance and arrival every 5 minutes (P-06), also without signal; after 15 silent minutes the host is reminded to phone, and the call is logged. Nothing is typed while driving; straight-line estimates are marked; positions are kept only while on the road.",
        ],
        "domain::visits::is_stale, trip_effects",
    ),
    r(
        53,
        Deadline,
        "S0 §3.1.4",
        [
            "会议室、水果、饮料、洗手间在客人到达前 30 分钟布置好（P-07）；到达时间按最新位置，没有就按计划。晚了提醒接待人和管理部。",
            "會議室、水果、飲料、洗手間在客人到達前 30 分鐘佈置好（P-07）；到達時間按最新位置，沒有就按計劃。晚了提醒接待人和管理部。",
            "Meeting room, fruit, drinks and washroom are ready 30 minutes before the guests (P-07), by the latest position, else as planned; late alerts host and ADMIN.",
        ],
        "domain::visits::keep_room, room_late",
    ),
    r(
        54,
        Guidance,
        "S0 §3.1.5; S3 §B1, F1",
        [
            "出门迎接，引到会客室，致意问候；记下到达时间和接待人。",
            "出門迎接，引到會客室，致意問候；記下到達時間和接待人。",
            "The host is at the door, leads to the reception room, greets; arrival time and host are stored.",
        ],
        "domain::visits::guides, greeting",
    ),
    r(
        55,
        View,
        "S0 §3.1.5",
        [
            "记下介绍了什么：规模、发展史、管理模式、产能、质量标准；放了 PPT，送了画册、纪念品（减库存）。",
            "記下介紹了什麼：規模、發展史、管理模式、產能、質量標準；放了 PPT，送了畫冊、紀念品（減庫存）。",
            "What was presented is recorded: scale, history, management, capacity, quality standard; PPT shown; catalogue and souvenir given, out of stock.",
        ],
        "domain::visits::presented, issue",
    ),
    r(
        57,
        Block,
        "S0 §3.1.6",
        [
            "住宿：先用协议酒店，不用要写理由；房间标准、随陪人员、业余活动、返程机（车）票、当地用车，每项要么订好要么「不需要」。",
            "住宿：先用協議酒店，不用要寫理由；房間標準、隨陪人員、業餘活動、返程機（車）票、當地用車，每項要麼訂好要麼「不需要」。",
            "Lodging: agreement hotels first, else a reason; room standard, escort, leisure, return ticket and local vehicle are each given or not needed.",
        ],
        "domain::visits::lodging_guard, is_booked",
    ),
    r(
        60,
        Guidance,
        "S0 §3.1.7; S3 §F6",
        [
            "送别记下时间、在场的人、欢迎再来。",
            "送別記下時間、在場的人、歡迎再來。",
            "The farewell records time, people present and the invitation to return.",
        ],
        "domain::visits::guides, farewell",
    ),
    r(
        62,
        Guidance,
        "S0 §3.1.8",
        [
            "接待言行：不亢不卑，有礼有节，展示实力、产能、质量和人。",
            "接待言行：不亢不卑，有禮有節，展示實力、產能、質量和人。",
            "Conduct: neither haughty nor humble; show strength, capacity, quality and people.",
        ],
        "domain::visits::guides",
    ),
];

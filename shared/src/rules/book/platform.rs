//! Platform (requirements §4.15).

use super::RuleClass::{Automatic, Block, Deadline};
use super::{RuleEntry, r};

pub(super) static RULES: &[RuleEntry] = &[
    r(
        277,
        Automatic,
        "S2 §一.3",
        [
            "审计只追加不修改：查看机密以上资料、修改、审批、导出、打印、登录、擦除设备都留记录。",
            "審計只追加不修改：查看機密以上資料、修改、審批、匯出、列印、登入、擦除設備都留記錄。",
            "Audit is append-only: viewing confidential data, changes, decisions, exports, prints, sign-ins and wiped devices are kept.",
        ],
        "domain::audit",
    ),
    r(
        282,
        Block,
        "[P]",
        [
            "标记为离线可做的工作，没有网络也能做完，包括重开应用。",
            "標記為離線可做的工作，沒有網絡也能做完，包括重開應用。",
            "Every offline job completes with no network, including restart of the app.",
        ],
        "sync::client",
    ),
    r(
        283,
        Automatic,
        "[P]",
        [
            "改动不会丢：关键字段同时改成两个值，两个都留，请负责人选；其他字段后改的为准，另一个值留在历史里。",
            "改動不會丟：關鍵字段同時改成兩個值，兩個都留，請負責人選；其他字段後改的為準，另一個值留在歷史裡。",
            "No lost update: two concurrent values of a critical field are both kept and the owner chooses; of other fields the later stands and the other stays in the history.",
        ],
        "sync::apply::field",
    ),
    r(
        284,
        Block,
        "[P] I-18",
        [
            "审批和签字绑定内容指纹；内容变了就失效，先到的有效决定为准。",
            "審批和簽字綁定內容指紋；內容變了就失效，先到的有效決定為準。",
            "Approvals and signatures bind a content hash; changed content invalidates; the first valid decision stands.",
        ],
        "sync::apply::step",
    ),
    r(
        285,
        Automatic,
        "[P]",
        [
            "离线先给临时号，同步后换正式号；两个号都能搜到。",
            "離線先給臨時號，同步後換正式號；兩個號都能搜到。",
            "Provisional number offline; final serial at sync; both searchable.",
        ],
        "sync::apply::create",
    ),
    r(
        286,
        Automatic,
        "[P]",
        [
            "事件时间按校准后的本机时间；偏差超过 2 分钟标出。",
            "事件時間按校準後的本機時間；偏差超過 2 分鐘標出。",
            "Event time is device time plus offset; more than 2 minutes off is flagged.",
        ],
        "sync::server::receive",
    ),
    r(
        287,
        Deadline,
        "[P]",
        [
            "有时限的规则都产生任务：用去 75% 时提醒负责人，到点再提醒，125% 报部门领导，200% 报上一级；空缺由代理岗位顶上。不急的提醒集中在 11:30 和 17:00（P-44）。",
            "有時限的規則都產生任務：用去 75% 時提醒負責人，到點再提醒，125% 報部門領導，200% 報上一級；空缺由代理崗位頂上。不急的提醒集中在 11:30 和 17:00（P-44）。",
            "Every rule with a deadline makes tasks: reminder at 75 % of the span, alert when due, department head at 125 %, next level at 200 %; stand-ins fill empty places. What can wait is bundled at 11:30 and 17:00 (P-44).",
        ],
        "domain::tasks::{clock, escalate}",
    ),
    r(
        288,
        Block,
        "S3 §H5.1.5",
        [
            "界面有简体中文（默认）、繁體中文、English；给客户的文字用约定的语言。",
            "介面有简体中文（預設）、繁體中文、English；給客戶的文字用約定的語言。",
            "The UI speaks 简体中文 (default), 繁體中文 and English; texts to customers are in the agreed language.",
        ],
        "language",
    ),
    r(
        290,
        Block,
        "[P]",
        [
            "手机 360、平板 1024、桌面 1280 各有布局；触屏上可点的不小于 44 像素；一只手能采集。",
            "手機 360、平板 1024、桌面 1280 各有佈局；觸屏上可點的不小於 44 像素；一隻手能採集。",
            "Layouts for 360 px phone, 1024 px tablet and 1280 px desktop; targets of at least 44 px on touch; one-hand capture.",
        ],
        "surface",
    ),
    r(
        301,
        Block,
        "[P]",
        [
            "第一次保存从不因空白被拒；缺的进待补，只挡下一步。",
            "第一次保存從不因空白被拒；缺的進待補，只擋下一步。",
            "The first save never refuses for an empty field; gaps wait in a list and stop only the next state.",
        ],
        "sync::apply::create",
    ),
];

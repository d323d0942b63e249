//! Customer archive and information (requirements §4.2).

use super::RuleClass::{Automatic, Block, Warning};
use super::{RuleEntry, r};

pub(super) static RULES: &[RuleEntry] = &[
    r(
        1,
        Block,
        "S3 §H5.1.1, E1; S2 §一.2a",
        [
            "客户资料完整：名称、类型、购买阶段、来源渠道、负责人、约定语言、地址，以及至少一位有姓名和电话或邮箱的联系人。少了也存，标为资料不全。",
            "客戶資料完整：名稱、類型、購買階段、來源渠道、負責人、約定語言、地址，以及至少一位有姓名和電話或郵箱的聯繫人。少了也存，標為資料不全。",
            "A complete customer has name, type, stage, source, owner, language, address and a contact with a name and a phone or e-mail. Anything less is saved as incomplete.",
        ],
        "domain::customers::completeness",
    ),
    r(
        3,
        Automatic,
        "S0 §3.1.1",
        [
            "新客户由系统判定：还没有确认的样品订单、订单或零售。不能手工改。",
            "新客戶由系統判定：還沒有確認的樣品訂單、訂單或零售。不能手工改。",
            "New customer is computed: no confirmed sample order, order or retail sale yet. It cannot be edited.",
        ],
        "domain::customers::is_new",
    ),
    r(
        5,
        Block,
        "S2 §一.2b",
        [
            "客户类型和购买阶段必填，并且每个客户列表都能按它们筛选。",
            "客戶類型和購買階段必填，並且每個客戶列表都能按它們篩選。",
            "Customer type and purchase stage are mandatory and filter every customer list.",
        ],
        "domain::customers::completeness",
    ),
    r(
        8,
        Warning,
        "S2 §一.2a",
        [
            "电话、邮箱或公司名相同：打开已有的、归入同一集团，或写明为什么不同。展会上先存，进待办；同步时也查。合并不丢下属资料。",
            "電話、郵箱或公司名相同：打開已有的、歸入同一集團，或寫明為什麼不同。展會上先存，進待辦；同步時也查。合併不丟下屬資料。",
            "Same phone, e-mail or company name: open the existing record, link as same group, or say why distinct. At the booth it waits in a list; also checked at sync. Merging keeps all children.",
        ],
        "domain::customers::propose_duplicates",
    ),
    r(
        9,
        Block,
        "S3 §H5.1.5, H5.3.6",
        [
            "给客户的每份文字用约定的语言和约定的数据格式；不同的，要有客户同意的记录。",
            "給客戶的每份文字用約定的語言和約定的資料格式；不同的，要有客戶同意的記錄。",
            "Every text to a customer is in the agreed language and data format; anything else needs the customer’s recorded consent.",
        ],
        "domain::notices::customer_notice_guard",
    ),
    r(
        10,
        Automatic,
        "S3 §E1, C1",
        [
            "往来时间线自动汇总购买、咨询、来访、投诉、回访等，不重复录入。",
            "往來時間線自動匯總購買、諮詢、來訪、投訴、回訪等，不重複錄入。",
            "The timeline gathers purchases, enquiries, visits, complaints, callbacks without re-entry.",
        ],
        "domain::customers::timeline",
    ),
];

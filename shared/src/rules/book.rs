//! The rules in force so far. One entry each: what it says, where it comes from, what enforces it.

/// Rule class (requirements, header).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RuleClass {
    /// Hard block of a step.
    Block,
    /// May pass with a recorded reason.
    Warning,
    /// Automatic.
    Automatic,
    /// Deadline.
    Deadline,
    /// View, report or statistic.
    View,
    /// Guidance.
    Guidance,
}

/// One rule.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleEntry {
    /// R-nnn.
    pub id: u16,
    /// Class.
    pub class: RuleClass,
    /// Source clause.
    pub clause: &'static str,
    /// The rule in 简体中文, 繁體中文, English.
    pub text: [&'static str; 3],
    /// The code that enforces it.
    pub enforced_by: &'static str,
    /// Where its tests stand: `shared` for those behind the off switch.
    pub tested_in: &'static str,
}

use RuleClass::{Automatic, Block, Deadline, Warning};

const fn r(
    id: u16,
    class: RuleClass,
    clause: &'static str,
    text: [&'static str; 3],
    enforced_by: &'static str,
) -> RuleEntry {
    RuleEntry {
        id,
        class,
        clause,
        text,
        enforced_by,
        tested_in: "shared",
    }
}

/// All rules in force, by id.
pub static BOOK: &[RuleEntry] = &[
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
    r(
        97,
        Block,
        "S0 §4.1",
        [
            "展会线索：姓名、公司或名片照片，一种联系方式或「未留」，意向，下一步。其余以后补。",
            "展會線索：姓名、公司或名片照片，一種聯繫方式或「未留」，意向，下一步。其餘以後補。",
            "Booth lead: name, company or card photo; one contact way or “not given”; interest; next step. The rest later.",
        ],
        "domain::exhibitions::capture_gaps",
    ),
    r(
        98,
        Deadline,
        "S0 §3.1.1, 4.1",
        [
            "线索要有跟进人；2 个工作日内首次跟进（P-14）；关闭要写结果。",
            "線索要有跟進人；2 個工作日內首次跟進（P-14）；關閉要寫結果。",
            "A lead gets an owner; first follow-up within 2 working days (P-14); closing needs an outcome.",
        ],
        "domain::exhibitions::lead_effects, lead_guard",
    ),
    r(
        99,
        Block,
        "S0 §4.1",
        [
            "展会平板离线存有日程、人员、产品、价目。",
            "展會平板離線存有日程、人員、產品、價目。",
            "The booth tablet holds programme, roster, products and price list offline.",
        ],
        "access::home",
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

/// The rule with this number.
pub fn rule(id: u16) -> Option<&'static RuleEntry> {
    BOOK.iter().find(|entry| entry.id == id)
}

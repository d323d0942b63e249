//! Factory visits and reception (requirements §4.4): the visit, its plan, what guests ask for and say.

use super::RuleClass::{Automatic, Block, Deadline, Warning};
use super::{RuleEntry, r};

pub(super) static RULES: &[RuleEntry] = &[
    r(
        45,
        Block,
        "S0 §3.1.3",
        [
            "来访汇报之前要知道：来意、来厂时间、车站/机场、来客人数、考察天数、食宿安排、车辆安排、其它行程需求（或「无」）。",
            "來訪匯報之前要知道：來意、來廠時間、車站/機場、來客人數、考察天數、食宿安排、車輛安排、其它行程需求（或「無」）。",
            "Before a visit is reported: purpose, arrival time, station or airport, number of guests, days, lodging, vehicle, other needs (or “none”).",
        ],
        "domain::visits::intake_gaps",
    ),
    r(
        46,
        Block,
        "S0 §3.1.3",
        [
            "书面请示汇报发给部门领导和总经理之后，接待方案才能提交；4 个工作小时内确认（P-04），不确认不挡事。",
            "書面請示匯報發給部門領導和總經理之後，接待方案才能提交；4 個工作小時內確認（P-04），不確認不擋事。",
            "The written report goes to the department head and the general manager before the plan is submitted; acknowledged within 4 working hours (P-04), which holds nothing up.",
        ],
        "domain::visits::report",
    ),
    r(
        47,
        Automatic,
        "S0 §3.1.3",
        [
            "汇报后自动派准备任务：工程部整理样品室、安排技术人员参加接待，生管部产线和仓库 5S，管理部后勤，业务备资料；来厂前一天完成，通知更晚的马上办；来厂时间改，期限都跟着改。",
            "匯報後自動派準備任務：工程部整理樣品室、安排技術人員參加接待，生管部產線和倉庫 5S，管理部後勤，業務備資料；來廠前一天完成，通知更晚的馬上辦；來廠時間改，期限都跟著改。",
            "The report brings the tasks of preparation: sample room and technical staff, 5S of lines and warehouse, hospitality, material; due the day before arrival, at once when announced later; a changed arrival moves them all.",
        ],
        "domain::visits::prepare",
    ),
    r(
        48,
        Deadline,
        "S0 §3.1.3",
        [
            "接待方案来厂前一天 18:00 前（P-05）由部门领导核准；熟客、特殊情况（写理由）不限这个时间，但关闭前仍要有核准的方案；逾期标红并上报总经理。",
            "接待方案來廠前一天 18:00 前（P-05）由部門領導核准；熟客、特殊情況（寫理由）不限這個時間，但關閉前仍要有核准的方案；逾期標紅並上報總經理。",
            "The department head approves the reception plan by 18:00 the day before arrival (P-05). Regular customers and special situations with a reason are exempt from the time, not from the plan; overdue goes to the general manager.",
        ],
        "domain::visits::PLAN_ROUTE, plan_deadline",
    ),
    r(
        49,
        Block,
        "S0 §3.1.3",
        [
            "接待方案逐项答复需要或不需要：画册、资料、样板、公司 PPT、翻译、水果、礼品、餐食；客人说外语，翻译预设需要，选不需要要写理由。",
            "接待方案逐項答覆需要或不需要：畫冊、資料、樣板、公司 PPT、翻譯、水果、禮品、餐食；客人說外語，翻譯預設需要，選不需要要寫理由。",
            "The plan answers needed or not for catalogue, documents, samples, slides, interpreter, fruit, gifts and meals. For guests of another language an interpreter is preset, and none needs a reason.",
        ],
        "domain::visits::plan_guard",
    ),
    r(
        50,
        Block,
        "S0 §3.1.3",
        [
            "水果、礼品、餐食每项写数量和金额，随方案核准；核准后加项目或合计变高要重新核准，减少不用；不耽误正在进行的接待。",
            "水果、禮品、餐食每項寫數量和金額，隨方案核准；核准後加項目或合計變高要重新核准，減少不用；不耽誤正在進行的接待。",
            "Fruit, gifts and meals carry quantity and amount and are approved with the plan. A further item or a higher total asks again, less does not; a visit under way is not held up.",
        ],
        "domain::visits::PLAN_ROUTE, plan_guard",
    ),
    r(
        51,
        Warning,
        "S0 §3.1.3 (I-13)",
        [
            "没有核准的方案或住宿预订，客人到了照样接待，系统记「未核准接待」；部门领导签字后来访才能关闭。免提前核准、验货、驻厂除外。",
            "沒有核准的方案或住宿預訂，客人到了照樣接待，系統記「未核准接待」；部門領導簽字後來訪才能關閉。免提前核准、驗貨、駐廠除外。",
            "Guests are received without an approved plan or booking as well; that opens an exception, which the department head signs before the visit closes. Not for exempt visits, inspectors and residents.",
        ],
        "domain::visits::visit_effects, closing_gaps",
    ),
    r(
        56,
        Block,
        "S0 §3.1.5",
        [
            "关闭前至少一处参观（样板、生产现场），或「客人不需要参观」。",
            "關閉前至少一處參觀（樣板、生產現場），或「客人不需要參觀」。",
            "Before closing at least one tour stop, or “guests wish no tour”.",
        ],
        "domain::visits::closing_gaps",
    ),
    r(
        58,
        Block,
        "S0 §3.1.8",
        [
            "客人的请求能办的当场办；办不了的向客人解释，并马上报部门领导，不管上报还是谢绝；领导的答复要告诉客人；时间长的转后续事项。有未了结的请求，来访不能关闭。",
            "客人的請求能辦的當場辦；辦不了的向客人解釋，並馬上報部門領導，不管上報還是謝絕；領導的答覆要告訴客人；時間長的轉後續事項。有未了結的請求，來訪不能關閉。",
            "A guest's request is solved on the spot, or explained to the guest and reported to the department head at once; the leader's answer is told to the guest; a long one becomes a follow-up. No visit closes with an open request.",
        ],
        "domain::visits::request_effects, closing_gaps",
    ),
    r(
        59,
        Block,
        "S0 §3.1.7",
        [
            "关闭要有公司印象和服务意见（或客人未表态），合作意向 A-D 和判断依据。",
            "關閉要有公司印象和服務意見（或客人未表態），合作意向 A-D 和判斷依據。",
            "Closing needs the impression of the company and the opinion of the service (or that the guest did not say), and the intention A-D with its reason.",
        ],
        "domain::visits::debrief_gaps",
    ),
    r(
        61,
        Automatic,
        "S0 §3.1.7, 3.1.9",
        [
            "考察中客人要的样板、报价、咨询，关闭时变成后续任务。",
            "考察中客人要的樣板、報價、諮詢，關閉時變成後續任務。",
            "Samples, quotes and enquiries wished for on the tour become follow-up tasks at closing.",
        ],
        "domain::visits::follow_ups",
    ),
    r(
        63,
        Automatic,
        "S0 §3.2.5, 3.2.6",
        [
            "考察、拜访、验货、驻厂用同一张单，类型决定要求：验货和驻厂须守 R-045 至 R-047、R-057、R-058，其余提供而不强制。",
            "考察、拜訪、驗貨、駐廠用同一張單，類型決定要求：驗貨和駐廠須守 R-045 至 R-047、R-057、R-058，其餘提供而不強制。",
            "One record serves tour, call, inspection and residence; the type selects what binds. For inspectors and residents R-045 to R-047, R-057 and R-058 bind, the rest is offered.",
        ],
        "domain::visits::binds",
    ),
];

//! Exhibitions (requirements §4.6).

use super::RuleClass::{Block, Deadline};
use super::{RuleEntry, r};

pub(super) static RULES: &[RuleEntry] = &[
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
];

//! Checklists (requirements §4.10, §5.1).

use super::RuleClass::{Automatic, Deadline};
use super::{RuleEntry, r};

pub(super) static RULES: &[RuleEntry] = &[
    r(
        210,
        Deadline,
        "S1 §二.1, 二.2, 二.3",
        [
            "检查表按岗位和周期来做：必填项都答了、否写了理由、签了名才能提交；过时没交的，报上一级领导。签字就是登录的人和时间，不用手画。",
            "檢查表按崗位和週期來做：必填項都答了、否寫了理由、簽了名才能提交；過時沒交的，報上一級領導。簽字就是登錄的人和時間，不用手畫。",
            "Checklists go by role and period: one is submitted when every mandatory item is answered, every “no” has its reason, and it is signed; what is missing after its time goes to the next leader. Staff sign as the signed-in user with the time, nothing is drawn.",
        ],
        "domain::checklists::submit_blocks, overdue",
    ),
    r(
        211,
        Automatic,
        "S1 §二.1.1(6) [P]",
        [
            "凭证在系统里的项目（比如昨日退换货已查看），打开那个列表才会打勾。",
            "憑證在系統裡的項目（比如昨日退換貨已查看），打開那個列表才會打勾。",
            "An item whose evidence is in the system (yesterday's returns looked through) ticks only by opening that list.",
        ],
        "domain::checklists::answer, open_list",
    ),
];

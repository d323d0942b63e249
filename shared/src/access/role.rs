//! Roles as data (requirements §2.2): highest level, compartments in sight, entities in hand.

use crate::entity::{Compartment, Level};
use Compartment as C;

/// One role of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Role {
    /// Stable code, as in requirements §2.2; label key `role-<code in lower case>`.
    pub code: &'static str,
    /// Highest data level it sees.
    pub level: Level,
    /// Compartments it reads (beside the reference data everybody has).
    pub reads: &'static [Compartment],
}

const BUSINESS: &[Compartment] = &[
    C::Customer,
    C::Visit,
    C::Case,
    C::Goods,
    C::Finance,
    C::Custody,
    C::People,
    C::Config,
];
const FRONT: &[Compartment] = &[C::Customer, C::Visit, C::Case, C::Goods, C::Finance];
const WORKS: &[Compartment] = &[C::Visit, C::Case, C::Goods];
const CARE: &[Compartment] = &[C::Customer, C::Case, C::Goods, C::Custody];
const NONE: &[Compartment] = &[];

const fn r(code: &'static str, level: Level, reads: &'static [Compartment]) -> Role {
    Role { code, level, reads }
}

/// Every role of requirements §2.2 that signs in.
pub const ROLES: &[Role] = &[
    r("GM", Level::L4, BUSINESS),
    r("VP_OPS", Level::L3, BUSINESS),
    r("STORE_MGR", Level::L3, BUSINESS),
    r("SALES_MGR", Level::L3, FRONT),
    r("SALES", Level::L3, FRONT),
    r("RECEPTION", Level::L2, &[C::Customer, C::Visit]),
    r("INTERPRETER", Level::L2, &[C::Customer, C::Visit]),
    r("DRIVER", Level::L1, NONE),
    r("ADMIN", Level::L2, &[C::Visit, C::Custody]),
    r("ENG", Level::L2, WORKS),
    r(
        "TECH",
        Level::L3,
        &[C::Customer, C::Visit, C::Case, C::Goods],
    ),
    r("RND", Level::L2, WORKS),
    r("PMC", Level::L2, WORKS),
    r("PROD", Level::L2, WORKS),
    r("QA", Level::L3, &[C::Customer, C::Visit, C::Case, C::Goods]),
    r("WAREHOUSE", Level::L2, &[C::Goods]),
    r("LOGISTICS", Level::L2, &[C::Case, C::Goods]),
    r("PURCHASING", Level::L3, &[C::Goods]),
    r(
        "FINANCE",
        Level::L4,
        &[C::Customer, C::Case, C::Goods, C::Finance],
    ),
    r("CS_MGR", Level::L3, CARE),
    r("CS_SUP", Level::L2, CARE),
    r("CS_AGENT", Level::L2, CARE),
    r("DEPT_SUP", Level::L2, &[C::Case, C::Goods]),
    r("DUTY_MGR", Level::L2, &[C::Case, C::Custody]),
    r("SECURITY", Level::L1, &[C::Custody]),
    r("SEC_SUP", Level::L1, &[C::Custody]),
    r("LP_SUP", Level::L1, &[C::Custody]),
    r("PLANNER", Level::L1, NONE),
    r("HQ_PLAN", Level::L2, NONE),
    r("ELECTRICIAN", Level::L1, NONE),
    r("AS_MGR", Level::L3, CARE),
    r("AS_GROUP", Level::L3, CARE),
    r("TECH_SUPPORT", Level::L2, &[C::Customer, C::Case, C::Goods]),
    r("COMPLAINT_TEAM", Level::L2, &[C::Customer, C::Case]),
    r("HR", Level::L4, &[C::People]),
    r("TRAINER", Level::L2, &[C::People]),
    r("EVALUATOR", Level::L1, NONE),
    r("DATA_CLERK", Level::L2, &[C::Customer]),
    r("SYS_ADMIN", Level::L2, &[C::Config]),
];

/// The role with this code.
pub fn role(code: &str) -> Option<&'static Role> {
    ROLES.iter().find(|role| role.code == code)
}

const SELLERS: &[&str] = &[
    "GM",
    "SALES_MGR",
    "SALES",
    "RECEPTION",
    "CS_MGR",
    "CS_SUP",
    "CS_AGENT",
    "AS_MGR",
    "DATA_CLERK",
    "STORE_MGR",
    "COMPLAINT_TEAM",
];
const BOOTH: &[&str] = &[
    "GM",
    "SALES_MGR",
    "SALES",
    "RECEPTION",
    "INTERPRETER",
    "ENG",
    "TECH",
    "PLANNER",
    "CS_MGR",
    "CS_AGENT",
    "AS_MGR",
    "DATA_CLERK",
    "STORE_MGR",
];
/// Who hands out a catalogue or a souvenir.
const STOCK: &[&str] = &[
    "GM",
    "SALES_MGR",
    "SALES",
    "RECEPTION",
    "ADMIN",
    "CS_MGR",
    "CS_AGENT",
    "STORE_MGR",
    "PLANNER",
];
/// Who writes what others work by.
const EDITORS: &[&str] = &[
    "SYS_ADMIN",
    "GM",
    "ADMIN",
    "SALES_MGR",
    "CS_MGR",
    "AS_MGR",
    "STORE_MGR",
    "QA",
    "HR",
    "TRAINER",
];
const EVERYBODY: &[&str] = &["*"];

/// Who receives guests, and who leads those who do.
const HOSTS: &[&str] = &[
    "GM",
    "VP_OPS",
    "STORE_MGR",
    "SALES_MGR",
    "SALES",
    "RECEPTION",
    "QA",
    "CS_MGR",
    "AS_MGR",
];
/// Who goes along on a tour and hears what guests ask for.
const TOUR: &[&str] = &[
    "GM",
    "VP_OPS",
    "STORE_MGR",
    "SALES_MGR",
    "SALES",
    "RECEPTION",
    "INTERPRETER",
    "ADMIN",
    "ENG",
    "TECH",
    "PMC",
    "PROD",
    "QA",
    "CS_MGR",
    "AS_MGR",
    "WAREHOUSE",
];

/// The roles that may create and edit an entity; `*` = every staff role.
pub fn writers(entity: &str) -> &'static [&'static str] {
    match entity {
        "org-unit" | "device" | "parameter" | "work-calendar" => &["SYS_ADMIN"],
        "user" => &["SYS_ADMIN", "HR"],
        "product" => &["SYS_ADMIN", "SALES_MGR", "ENG", "TECH", "RND", "QA"],
        "exhibition" => &["SALES_MGR", "SALES", "PLANNER", "GM"],
        "customer" | "contact" | "duplicate" => SELLERS,
        "lead" => BOOTH,
        "checklist-template" | "guidance-card" => EDITORS,
        "interaction" | "task" | "attachment" | "approval" | "internal-notice"
        | "checklist-run" | "audit-event" | "probe" => EVERYBODY,
        "customer-notice" => SELLERS,
        "visit" | "reception-plan" => HOSTS,
        "visit-request" | "visit-debrief" => TOUR,
        "delegation" => &["GM", "VP_OPS", "STORE_MGR"],
        "trip" => &["GM", "SALES_MGR", "SALES", "RECEPTION", "ADMIN", "DRIVER"],
        "hotel-agreement" => &["GM", "ADMIN"],
        "lodging" => &["GM", "SALES_MGR", "SALES", "RECEPTION", "ADMIN"],
        "gift-stock" => STOCK,
        "tour-stop" => TOUR,
        _ => &[],
    }
}

/// Whether a role only reports on records others make: it adds facts and takes steps, and neither makes
/// nor edits nor gives up nor lends one. A driver starts his trip, says where he is and arrives.
pub fn reports_only(role: &str, entity: &str) -> bool {
    matches!((role, entity), ("DRIVER", "trip"))
}

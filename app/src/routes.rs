//! Every address of the app. No search text and nothing personal stands in one: addresses are kept
//! by the browser's history, by proxies and by whoever gets a link.

use std::fmt;
use uuid::Uuid;

/// 资料: what the work leans on and has no screen of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Archive {
    /// 产品.
    Products,
    /// 酒店合作协议.
    HotelAgreements,
    /// 礼品/赠品库存.
    GiftStock,
    /// 检查表模板.
    ChecklistTemplates,
    /// 指引卡.
    GuidanceCards,
    /// 客户通报.
    CustomerNotices,
    /// 授权书.
    Delegations,
    /// 组织单元.
    OrgUnits,
    /// 展会: its list is [`Route::Exhibitions`].
    Exhibitions,
}

impl Archive {
    /// Those that are offered beside each other.
    pub const ALL: [Self; 8] = [
        Self::Products,
        Self::HotelAgreements,
        Self::GiftStock,
        Self::ChecklistTemplates,
        Self::GuidanceCards,
        Self::CustomerNotices,
        Self::Delegations,
        Self::OrgUnits,
    ];

    /// The key of the entity, which is its part of the address.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Products => "product",
            Self::HotelAgreements => "hotel-agreement",
            Self::GiftStock => "gift-stock",
            Self::ChecklistTemplates => "checklist-template",
            Self::GuidanceCards => "guidance-card",
            Self::CustomerNotices => "customer-notice",
            Self::Delegations => "delegation",
            Self::OrgUnits => "org-unit",
            Self::Exhibitions => "exhibition",
        }
    }

    const fn title_key(self) -> &'static str {
        match self {
            // The text of that key is the name of this software.
            Self::Products => "nav-products",
            other => other.key(),
        }
    }

    fn of(key: &str) -> Option<Self> {
        let all = Self::ALL.into_iter().chain([Self::Exhibitions]);
        all.into_iter().find(|sort| sort.key() == key)
    }

    /// The list a record of this sort belongs to.
    #[must_use]
    pub const fn list(self) -> Route {
        match self {
            Self::Exhibitions => Route::Exhibitions,
            other => Route::Records(other),
        }
    }
}

/// A screen and the record it shows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Route {
    /// 今日: what is due, and the start of the office.
    Home,
    /// Creating the organisation, once.
    Setup,
    /// Signing in with a server.
    SignIn,
    /// Unlocking the local data with the passphrase.
    Unlock,
    /// Capturing leads on the stand.
    Booth,
    /// All leads.
    Leads,
    /// One lead.
    Lead(Uuid),
    /// All customers.
    Customers,
    /// One customer.
    Customer(Uuid),
    /// Shows and their stands.
    Exhibitions,
    /// Visits to the works.
    Visits,
    /// One visit, as the office sees it.
    Visit(Uuid),
    /// The same on the day, in the host's hand.
    VisitToday(Uuid),
    /// Its programme, for the guests' eyes.
    VisitProgramme(Uuid),
    /// Its forms on paper.
    VisitPapers(Uuid),
    /// One trip, on the driver's phone.
    Trip(Uuid),
    /// One run through a checklist.
    Checklist(Uuid),
    /// What is to do.
    Tasks,
    /// What waits for a word, what I asked for, what was decided.
    Approvals,
    /// One approval.
    Approval(Uuid),
    /// What has its time, by month, week or day.
    Calendar,
    /// One notice to colleagues: who has acknowledged it, who not.
    Notice(Uuid),
    /// What waits, was returned or is in conflict.
    Outbox,
    /// Two records that may be one.
    Duplicate(Uuid),
    /// Language, look, passphrase.
    Settings,
    /// What this device holds and how safe it is.
    Storage,
    /// Users, roles, invitations, devices.
    Users,
    /// 参数: the numbers the rules work with.
    Parameters,
    /// One parameter, by its number.
    Parameter(u16),
    /// 工作日历: which days and hours count.
    Calendars,
    /// All records of a sort.
    Records(Archive),
    /// One of them.
    Record(Archive, Uuid),
    /// Who saw, took, printed, decided what.
    Audit,
    /// Version, licence.
    About,
    /// 制度对照: which rule comes from which clause and where it acts.
    Rules,
    /// One rule, by its number.
    Rule(u16),
    /// An address the app does not know.
    NotFound,
}

impl Route {
    /// Reads a path; what it does not know is [`Route::NotFound`].
    #[must_use]
    pub fn parse(path: &str) -> Self {
        let mut parts = path.trim_matches('/').split('/');
        let route = match (parts.next().unwrap_or_default(), parts.next()) {
            ("", None) => Some(Self::Home),
            ("setup", None) => Some(Self::Setup),
            ("signin", None) => Some(Self::SignIn),
            ("unlock", None) => Some(Self::Unlock),
            ("booth", None) => Some(Self::Booth),
            ("leads", None) => Some(Self::Leads),
            ("leads", Some(id)) => record(id).map(Self::Lead),
            ("customers", None) => Some(Self::Customers),
            ("customers", Some(id)) => record(id).map(Self::Customer),
            ("exhibitions", None) => Some(Self::Exhibitions),
            ("visits", None) => Some(Self::Visits),
            ("visits", Some(id)) => record(id).and_then(|id| match parts.next() {
                None => Some(Self::Visit(id)),
                Some("today") => Some(Self::VisitToday(id)),
                Some("programme") => Some(Self::VisitProgramme(id)),
                Some("papers") => Some(Self::VisitPapers(id)),
                Some(_) => None,
            }),
            ("trips", Some(id)) => record(id).map(Self::Trip),
            ("checklists", Some(id)) => record(id).map(Self::Checklist),
            ("tasks", None) => Some(Self::Tasks),
            ("calendar", None) => Some(Self::Calendar),
            ("approvals", None) => Some(Self::Approvals),
            ("approvals", Some(id)) => record(id).map(Self::Approval),
            ("notices", Some(id)) => record(id).map(Self::Notice),
            ("outbox", None) => Some(Self::Outbox),
            ("duplicates", Some(id)) => record(id).map(Self::Duplicate),
            ("settings", None) => Some(Self::Settings),
            ("settings", Some("storage")) => Some(Self::Storage),
            ("settings", Some("users")) => Some(Self::Users),
            ("settings", Some("audit")) => Some(Self::Audit),
            ("settings", Some("calendars")) => Some(Self::Calendars),
            ("settings", Some("parameters")) => match parts.next() {
                None => Some(Self::Parameters),
                Some(no) => parameter(no).map(Self::Parameter),
            },
            ("records", Some(key)) => Archive::of(key).and_then(|sort| match parts.next() {
                None => Some(Self::Records(sort)),
                Some(id) => record(id).map(|id| Self::Record(sort, id)),
            }),
            ("about", None) => Some(Self::About),
            ("rules", None) => Some(Self::Rules),
            ("rules", Some(no)) => rule(no).map(Self::Rule),
            _ => None,
        };
        route
            .filter(|_| parts.next().is_none())
            .unwrap_or(Self::NotFound)
    }

    /// The entry of the navigation this screen belongs to.
    #[must_use]
    pub const fn section(self) -> Self {
        match self {
            Self::Lead(_) => Self::Leads,
            Self::Customer(_) => Self::Customers,
            Self::Tasks | Self::Calendar | Self::Notice(_) => Self::Home,
            Self::Approval(_) => Self::Approvals,
            Self::Visit(_)
            | Self::VisitToday(_)
            | Self::VisitProgramme(_)
            | Self::VisitPapers(_)
            | Self::Trip(_) => Self::Visits,
            Self::Checklist(_) => Self::Home,
            Self::Duplicate(_) => Self::Outbox,
            Self::Storage
            | Self::Users
            | Self::Audit
            | Self::Parameters
            | Self::Parameter(_)
            | Self::Calendars
            | Self::Records(_)
            | Self::Record(..)
            | Self::About
            | Self::Rules
            | Self::Rule(_) => Self::Settings,
            other => other,
        }
    }

    /// The screen "back" leads to where the history has none: the one this screen is part of.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        Some(self.section()).filter(|section| *section != self)
    }

    /// The key of the screen's name.
    #[must_use]
    pub const fn title_key(self) -> &'static str {
        match self {
            Self::Home => "nav-home",
            Self::Setup => "nav-setup",
            Self::SignIn => "nav-signin",
            Self::Unlock => "nav-unlock",
            Self::Booth => "nav-booth",
            Self::Leads | Self::Lead(_) => "nav-leads",
            Self::Customers | Self::Customer(_) => "nav-customers",
            Self::Exhibitions => "nav-exhibitions",
            Self::Visits
            | Self::Visit(_)
            | Self::VisitToday(_)
            | Self::VisitProgramme(_)
            | Self::VisitPapers(_) => "nav-visits",
            Self::Trip(_) => "trip",
            Self::Checklist(_) => "checklist-run",
            Self::Tasks => "nav-tasks",
            Self::Calendar => "nav-calendar",
            Self::Approvals | Self::Approval(_) => "nav-approvals",
            Self::Notice(_) => "internal-notice",
            Self::Outbox => "nav-outbox",
            Self::Duplicate(_) => "duplicate",
            Self::Settings => "nav-settings",
            Self::Storage => "nav-storage",
            Self::Users => "nav-users",
            Self::Audit => "nav-audit",
            Self::Parameters | Self::Parameter(_) => "nav-parameters",
            Self::Calendars => "nav-calendars",
            Self::Records(sort) | Self::Record(sort, _) => sort.title_key(),
            Self::About => "nav-about",
            Self::Rules | Self::Rule(_) => "nav-rules",
            Self::NotFound => "nav-not-found",
        }
    }
}

/// The address; [`Route::parse`] reads it back.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => f.write_str("/"),
            Self::Setup => f.write_str("/setup"),
            Self::SignIn => f.write_str("/signin"),
            Self::Unlock => f.write_str("/unlock"),
            Self::Booth => f.write_str("/booth"),
            Self::Leads => f.write_str("/leads"),
            Self::Lead(id) => write!(f, "/leads/{id}"),
            Self::Customers => f.write_str("/customers"),
            Self::Customer(id) => write!(f, "/customers/{id}"),
            Self::Exhibitions => f.write_str("/exhibitions"),
            Self::Visits => f.write_str("/visits"),
            Self::Visit(id) => write!(f, "/visits/{id}"),
            Self::VisitToday(id) => write!(f, "/visits/{id}/today"),
            Self::VisitProgramme(id) => write!(f, "/visits/{id}/programme"),
            Self::VisitPapers(id) => write!(f, "/visits/{id}/papers"),
            Self::Trip(id) => write!(f, "/trips/{id}"),
            Self::Checklist(id) => write!(f, "/checklists/{id}"),
            Self::Tasks => f.write_str("/tasks"),
            Self::Calendar => f.write_str("/calendar"),
            Self::Approvals => f.write_str("/approvals"),
            Self::Approval(id) => write!(f, "/approvals/{id}"),
            Self::Notice(id) => write!(f, "/notices/{id}"),
            Self::Outbox => f.write_str("/outbox"),
            Self::Duplicate(id) => write!(f, "/duplicates/{id}"),
            Self::Settings => f.write_str("/settings"),
            Self::Storage => f.write_str("/settings/storage"),
            Self::Users => f.write_str("/settings/users"),
            Self::Audit => f.write_str("/settings/audit"),
            Self::Parameters => f.write_str("/settings/parameters"),
            Self::Parameter(no) => write!(f, "/settings/parameters/P-{no:02}"),
            Self::Calendars => f.write_str("/settings/calendars"),
            Self::Records(sort) => write!(f, "/records/{}", sort.key()),
            Self::Record(sort, id) => write!(f, "/records/{}/{id}", sort.key()),
            Self::About => f.write_str("/about"),
            Self::Rules => f.write_str("/rules"),
            Self::Rule(no) => write!(f, "/rules/R-{no:03}"),
            Self::NotFound => f.write_str("/not-found"),
        }
    }
}

/// A record's id as addresses write it: hyphenated, lower case, nothing else.
fn record(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text)
        .ok()
        .filter(|id| id.hyphenated().to_string() == text)
}

/// A parameter as the catalogue writes it: `P-05`.
fn parameter(text: &str) -> Option<u16> {
    let no = text.strip_prefix("P-")?.parse().ok()?;
    Some(no).filter(|no| format!("P-{no:02}") == text)
}

/// A rule as the book writes it: `R-098`.
fn rule(text: &str) -> Option<u16> {
    let no = text.strip_prefix("R-")?.parse().ok()?;
    Some(no).filter(|no| format!("R-{no:03}") == text)
}

#[cfg(test)]
mod tests {
    use super::{Archive, Route};
    use uuid::Uuid;

    #[test]
    fn addresses_read_back() {
        let id = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);
        let all = [
            Route::Home,
            Route::Setup,
            Route::SignIn,
            Route::Unlock,
            Route::Booth,
            Route::Leads,
            Route::Lead(id),
            Route::Customers,
            Route::Customer(id),
            Route::Exhibitions,
            Route::Visits,
            Route::Visit(id),
            Route::VisitToday(id),
            Route::VisitProgramme(id),
            Route::VisitPapers(id),
            Route::Trip(id),
            Route::Checklist(id),
            Route::Tasks,
            Route::Calendar,
            Route::Approvals,
            Route::Approval(id),
            Route::Notice(id),
            Route::Outbox,
            Route::Duplicate(id),
            Route::Settings,
            Route::Storage,
            Route::Users,
            Route::Audit,
            Route::Parameters,
            Route::Parameter(5),
            Route::Calendars,
            Route::Record(Archive::Exhibitions, id),
            Route::About,
            Route::Rules,
            Route::Rule(98),
            Route::NotFound,
        ];
        let archives = Archive::ALL.map(Route::Records);
        for route in all.into_iter().chain(archives) {
            assert_eq!(Route::parse(&route.to_string()), route);
            assert_eq!(route.section().parent(), None);
        }
    }

    #[test]
    fn strange_addresses_are_not_found() {
        for path in [
            "/leads/1",
            "/leads/王海峰",
            "/settings/x",
            "/setup/x",
            "/leads//",
            "/x",
            "/LEADS",
            "/rules/98",
            "/rules/R-98",
            "/settings/parameters/P-5",
            "/records",
            "/records/user",
            "/notices",
            "/leads/01920000-0000-7000-8000-00000000000G",
            "/leads/01920000000070008000000000000001",
            "/leads/01920000-0000-7000-8000-000000000001/edit",
        ] {
            let expected = if path == "/leads//" {
                Route::Leads
            } else {
                Route::NotFound
            };
            assert_eq!(Route::parse(path), expected, "{path}");
        }
    }
}

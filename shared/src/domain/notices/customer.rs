//! 客户通报: what the customer is told, in the language agreed with him, and what he answered.

use crate::choice;
use crate::domain::customers::{Channel, Contact, Customer};
use crate::domain::organisation::User;
use crate::entity::{
    Blob, Id, Instant, Kind, ListOf, Record, Ref, StateTable, Text, Transition, Value, Who,
};
use crate::language;
use crate::rules;
use crate::sync::{Look, Reason};
use shared_derive::Entity;

choice! {
    /// 类型 of a notice to a customer.
    pub enum CustomerNoticeKind: "customer-notice-kind" {
        Enquiry = 1 => "enquiry", Sample = 2 => "sample", Production = 3 => "production", Extension = 4 => "extension",
        Shipment = 5 => "shipment", Complaint = 6 => "complaint", Need = 7 => "need", Invitation = 8 => "invitation",
        Care = 9 => "care", Contact = 10 => "contact", Thanks = 11 => "thanks", Other = 12 => "other",
    }
}

choice! {
    /// 客户答复.
    pub enum Answer: "customer-answer" {
        None = 1 => "none", Read = 2 => "read", Agrees = 3 => "agrees", Declines = 4 => "declines", Differs = 5 => "differs",
    }
}

choice! {
    /// State of a notice to a customer.
    pub enum NoticeState: "customer-notice-state" { Draft = 1 => "draft", Sent = 2 => "sent", Answered = 3 => "answered" }
}

const SEND: u16 = 16;

/// 草稿→已发送→已答复; a further answer replaces the first and stays in the history.
pub(super) static STATES: StateTable = StateTable {
    states: NoticeState::SCHEMA,
    first: 1,
    transitions: &[
        Transition {
            no: SEND,
            key: "send",
            from: &[1],
            to: 2,
            who: Who::Owner,
            args: &[CustomerNotice::SENT_AT],
            needs: &[CustomerNotice::SENT_AT],
        },
        Transition {
            no: 17,
            key: "answer",
            from: &[2, 3],
            to: 3,
            who: Who::Owner,
            args: &[
                CustomerNotice::ANSWER,
                CustomerNotice::ANSWER_EVIDENCE,
                CustomerNotice::ANSWER_TEXT,
            ],
            needs: &[CustomerNotice::ANSWER],
        },
    ],
};

/// 客户通报.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 45, key = "customer-notice", prefix = "KT", compartment = Customer, level = L2, owner = sent_by, home = customer, title = subject, states = STATES)]
pub struct CustomerNotice {
    /// 类型.
    #[field(16, required, listed)]
    pub notice_kind: CustomerNoticeKind,
    /// 客户.
    #[field(17, required, indexed, listed)]
    pub customer: Ref<Customer>,
    /// 收件人.
    #[field(18, required)]
    pub contact: Ref<Contact>,
    /// 语言 of this text, BCP 47.
    #[field(19, required, listed, kind = FieldKind::Language)]
    pub language: Text,
    /// 称呼.
    #[field(20, required)]
    pub salutation: Text,
    /// 主题.
    #[field(21, required, search, listed)]
    pub subject: Text,
    /// 正文.
    #[field(22, required, kind = FieldKind::LongText)]
    pub body: Text,
    /// 渠道.
    #[field(23, required)]
    pub channel: Channel,
    /// 附件.
    #[field(24)]
    pub files: ListOf<Blob>,
    /// 发送人.
    #[field(25, required, listed)]
    pub sent_by: Ref<User>,
    /// 发送时间.
    #[field(26, leaving = 2, listed)]
    pub sent_at: Instant,
    /// 客户答复.
    #[field(27, leaving = 2)]
    pub answer: Answer,
    /// 答复凭证.
    #[field(28)]
    pub answer_evidence: Blob,
    /// What the customer answered, in words.
    #[field(29, kind = FieldKind::LongText)]
    pub answer_text: Text,
    /// 关联单据.
    #[field(30, indexed)]
    pub object: (Kind, Id),
    /// 客户同意用这种语言: who agreed and when, where the language differs from the agreed one.
    #[field(31, conditional)]
    pub language_consent: Text,
    /// 客户同意用这种格式, where an agreed data format was not used.
    #[field(32, conditional)]
    pub format_consent: Text,
    /// The agreed data format was used.
    #[field(33)]
    pub in_agreed_format: bool,
}

/// The language agreed with the person a text is for: the contact's, else the customer's.
pub fn agreed_language(
    look: &dyn Look,
    customer: Option<Id>,
    contact: Option<Id>,
) -> Option<String> {
    let of = |id: Option<Id>| Some(look.record(id?).known()?.into_shared());
    language::agreed_with(of(customer).as_deref(), of(contact).as_deref())
}

/// a text leaves in the language and the data format agreed with its reader, or with the
/// customer's recorded consent.
pub fn customer_notice_guard(look: &dyn Look, notice: &Record, arrow: &Transition) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if arrow.no != SEND || !rules::on(9) {
        return reasons;
    }
    let customer = notice.reference(CustomerNotice::CUSTOMER);
    let agreed = agreed_language(look, customer, notice.reference(CustomerNotice::CONTACT));
    let used = notice.text(CustomerNotice::LANGUAGE);
    let consented = |no: u16| !notice.text(no).trim().is_empty();
    if let Some(agreed) = agreed
        && !used.is_empty()
        && !same_language(&agreed, used)
        && !consented(CustomerNotice::LANGUAGE_CONSENT)
    {
        let mut reason = Reason::of_rule(9, "other-language").at(CustomerNotice::LANGUAGE);
        reason.args.push(agreed);
        reasons.push(reason);
    }
    let wants_format = customer
        .and_then(|id| look.record(id).known())
        .and_then(|record| record.choice(Customer::DATA_FORMAT))
        .is_some_and(|format| format > 1);
    let in_format = notice.get(CustomerNotice::IN_AGREED_FORMAT) == Some(&Value::Bool(true));
    let files = notice.get(CustomerNotice::FILES).is_some();
    if wants_format && files && !in_format && !consented(CustomerNotice::FORMAT_CONSENT) {
        reasons.push(Reason::of_rule(9, "other-format").at(CustomerNotice::IN_AGREED_FORMAT));
    }
    reasons
}

/// Two tags name one language; where both name a script, it must be the same (简体 is not 繁體).
fn same_language(a: &str, b: &str) -> bool {
    let parts = |tag: &str| {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        let language = parts.next().unwrap_or_default().to_owned();
        let script = parts.find(|part| part.len() == 4).map(str::to_owned);
        (language, script)
    };
    let ((a, a_script), (b, b_script)) = (parts(a), parts(b));
    a == b && (a_script.is_none() || b_script.is_none() || a_script == b_script)
}

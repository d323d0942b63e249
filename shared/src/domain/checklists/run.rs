//! 检查表记录: somebody goes through a checklist, alone or with a colleague on another phone.

use super::item::{CheckItem, Evidence, ITEM, part, spec};
use super::progress::{conflicts, submit_blocks};
use super::template::Template;
use crate::choice;
use crate::domain::organisation::User;
use crate::entity::{
    Binding, Day, FieldKind, FieldSpec, FieldType, Id, Instant, Kind, ListOf, Record, Ref,
    StateTable, Text, Transition, Value, Who, common,
};
use crate::language::Words;
use crate::sync::op::Fields;
use crate::sync::{Look, Reason};
use shared_derive::Entity;

choice! {
    /// 状态 of a run. 逾期 is a derived flag, see [`super::overdue`].
    pub enum RunState: "checklist-run-state" {
        Waiting = 1 => "waiting", Doing = 2 => "doing", Submitted = 3 => "submitted",
        Confirmed = 4 => "confirmed", Returned = 5 => "returned",
    }
}

choice! {
    /// 结果 of an item.
    pub enum Answer: "checklist-answer" { Yes = 1 => "yes", No = 2 => "no", NotApplicable = 3 => "not-applicable" }
}

const fn arrow(no: u16, key: &'static str, from: &'static [u32], to: u32, who: Who) -> Transition {
    Transition {
        no,
        key,
        from,
        to,
        who,
        args: &[],
        needs: &[],
    }
}

/// The life cycle of a run (requirements §3.0).
pub(super) static RUN_STATES: StateTable = StateTable {
    states: RunState::SCHEMA,
    first: 1,
    transitions: &[
        arrow(16, "start", &[1], 2, Who::Owner),
        Transition {
            args: &[ChecklistRun::SIGNATURE, ChecklistRun::REMARK],
            ..arrow(17, "submit", &[2], 3, Who::Owner)
        },
        arrow(18, "confirm", &[3], 4, Who::Head),
        Transition {
            args: &[ChecklistRun::RETURN_REASON],
            needs: &[ChecklistRun::RETURN_REASON],
            ..arrow(19, "return", &[3], 5, Who::Head)
        },
        arrow(20, "resume", &[5], 2, Who::Owner),
    ],
};

/// What a confirmation binds: the questions, the answers and who signed them.
pub const BINDS: &[Binding] = &[Binding {
    fields: &[
        ChecklistRun::ITEMS,
        ChecklistRun::RESULTS,
        ChecklistRun::SIGNATURE,
    ],
}];

/// Part numbers of a result.
pub(super) mod answered {
    pub(in super::super) const NO: u16 = 1;
    pub(in super::super) const ANSWER: u16 = 2;
    pub(in super::super) const REASON: u16 = 3;
    pub(in super::super) const PHOTOS: u16 = 4;
    pub(in super::super) const AT: u16 = 5;
    pub(in super::super) const BY: u16 = 6;
    pub(in super::super) const OPENED_AT: u16 = 7;
    pub(in super::super) const SIGNATURE: u16 = 8;
}

/// Parts of a result. Two people who answer one item differently are both kept, and so are two sets
/// of photos; who answered last is not worth a question.
pub const RESULT: &[FieldSpec] = &[
    spec(answered::NO, "no", FieldKind::Int),
    spec(
        answered::ANSWER,
        "answer",
        FieldKind::Choice(Answer::SCHEMA),
    )
    .critical(),
    spec(answered::REASON, "reason", FieldKind::LongText),
    spec(
        answered::PHOTOS,
        "photos",
        FieldKind::List(&FieldKind::Attachment),
    )
    .critical(),
    spec(answered::AT, "at", FieldKind::Instant),
    spec(answered::BY, "by", FieldKind::Ref(Kind(2))),
    spec(answered::OPENED_AT, "opened-at", FieldKind::Instant),
    spec(answered::SIGNATURE, "signature", FieldKind::Signature),
];

/// Parts of a return: why, the signature it set aside, who, when.
const RETURN: &[FieldSpec] = &[
    spec(1, "reason", FieldKind::LongText),
    spec(2, "signature", FieldKind::Signature),
    spec(3, "by", FieldKind::Ref(Kind(2))),
    spec(4, "at", FieldKind::Instant),
];

/// 检查表记录.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 27, key = "checklist-run", prefix = "JC", compartment = Visit, level = L2, owner = executor, home = of, title = name, states = RUN_STATES)]
pub struct ChecklistRun {
    /// 模板: the code, for example CK-14.
    #[field(16, required, search, listed)]
    pub template: Text,
    /// 名称 as the template had it, 简体中文.
    #[field(17, search, listed)]
    pub name: Text,
    /// 名称, 繁體中文.
    #[field(18, search)]
    pub name_hant: Text,
    /// 名称, English.
    #[field(19, search)]
    pub name_en: Text,
    /// 项目 as the template had them when the run was made: a later edit changes no run.
    #[field(20, required, critical, kind = FieldKind::List(&FieldKind::Group(ITEM)))]
    pub items: ListOf<Text>,
    /// The record it belongs to, for example a visit. The run lives where that record lives.
    #[field(21, indexed, listed)]
    pub of: (Kind, Id),
    /// 日期.
    #[field(22, required, critical, listed)]
    pub date: Day,
    /// 执行人.
    #[field(23, required, critical, indexed, listed)]
    pub executor: Ref<User>,
    /// 截止, exclusive.
    #[field(24, critical, listed)]
    pub due_at: Instant,
    /// 结果: for each answered item one, under [`super::result_id`].
    #[field(25, collection, kind = FieldKind::Items(RESULT))]
    pub results: Text,
    /// 签字; see [`super::sign`].
    #[field(26, conditional, critical, kind = FieldKind::Signature)]
    pub signature: Text,
    /// 备注.
    #[field(27, kind = FieldKind::LongText)]
    pub remark: Text,
    /// 退回原因, until the run is submitted anew.
    #[field(28, conditional, kind = FieldKind::LongText)]
    pub return_reason: Text,
    /// 退回记录: every return with the signature it set aside.
    #[field(29, fact, kind = FieldKind::Group(RETURN))]
    pub returns: Text,
}

/// The fields of a new run, for a create op or inside an effect (there with a derived id). `due` is
/// exclusive; nobody as executor leaves the run to be taken. The items are copied, so that editing
/// the template changes no run.
pub fn run_fields(
    template: &Template,
    of: Option<(Kind, Id)>,
    unit: Option<Id>,
    executor: Option<Id>,
    date: Day,
    due: Option<Instant>,
) -> Fields {
    let [hans, hant, english] = &template.name.texts;
    let items = template.items.iter().map(|item| {
        let mut parts = item.parts();
        parts.push((part::NO, Value::Int(item.no.into())));
        Value::Group(parts)
    });
    let user = |id| Value::Ref(Kind(2), id);
    let fields = vec![
        (
            common::UNIT,
            unit.map_or(Value::Empty, |id| Value::Ref(Kind(1), id)),
        ),
        (ChecklistRun::TEMPLATE, template.code.to_value()),
        (ChecklistRun::NAME, hans.to_value()),
        (ChecklistRun::NAME_HANT, hant.to_value()),
        (ChecklistRun::NAME_EN, english.to_value()),
        (ChecklistRun::ITEMS, Value::List(items.collect())),
        (ChecklistRun::OF, of.to_value()),
        (ChecklistRun::DATE, date.to_value()),
        (ChecklistRun::EXECUTOR, executor.map_or(Value::Empty, user)),
        (ChecklistRun::DUE_AT, due.to_value()),
    ];
    fields
        .into_iter()
        .filter(|(_, value)| !value.is_blank())
        .collect()
}

/// The items a run asks for, as they were when it was made.
pub fn run_items(run: &Record) -> Vec<CheckItem> {
    let items = run.get(ChecklistRun::ITEMS).map(Value::items);
    items
        .unwrap_or_default()
        .iter()
        .zip(1..)
        .map(|(item, place)| {
            let no = match item.part(part::NO) {
                Some(Value::Int(no)) => u16::try_from(*no).unwrap_or(place),
                _ => place,
            };
            CheckItem::read(no, |part| item.part(part))
        })
        .collect()
}

/// What a run is called.
pub fn run_name(run: &Record) -> Words {
    let names = [
        ChecklistRun::NAME,
        ChecklistRun::NAME_HANT,
        ChecklistRun::NAME_EN,
    ];
    Words {
        texts: names.map(|no| run.text(no).to_owned()),
    }
}

/// The item of a run with this number.
pub(super) fn item(run: &Record, no: u16) -> Option<CheckItem> {
    run_items(run).into_iter().find(|item| item.no == no)
}

/// Whether an item's evidence is a list to be opened.
pub(super) fn is_system(item: &CheckItem) -> bool {
    item.evidence == Evidence::System
}

/// What blocks a step of a run: submission, and confirming what two people answered
/// differently.
pub fn run_guard(_: &dyn Look, run: &Record, arrow: &Transition) -> Vec<Reason> {
    match RunState::from_no(arrow.to) {
        RunState::Submitted => submit_blocks(run),
        RunState::Confirmed => conflicts(run),
        _ => Vec::new(),
    }
}

/// A run is lent to whoever is to go through it, though it lives with another's record.
pub fn executor(run: &Record) -> Vec<Id> {
    run.reference(ChecklistRun::EXECUTOR).into_iter().collect()
}

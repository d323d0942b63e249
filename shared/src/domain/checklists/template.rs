//! 检查表模板. All are records: the server writes the seeded ones into a new organisation, which then edits
//! and retires them like its own.

use super::item::{CheckItem, ITEM};
use crate::choice;
use crate::entity::{Entity, Id, Record, Text, Value};
use crate::language::Words;
use crate::ordered;
use crate::sync::look::match_key;
use crate::sync::op::{Fields, NewItem};
use crate::sync::{Look, Lookup};
use shared_derive::Entity;

choice! {
    /// 周期: how often, or at what occasion, a checklist is gone through.
    pub enum Period: "checklist-period" {
        Daily = 1 => "daily", Weekly = 2 => "weekly", Monthly = 3 => "monthly",
        BeforeOpening = 4 => "before-opening", WhileOpen = 5 => "while-open",
        AfterClosing = 6 => "after-closing", Patrol = 7 => "patrol", Promotion = 8 => "promotion",
        Visit = 9 => "visit", Exhibition = 10 => "exhibition", Call = 11 => "call", Case = 12 => "case",
    }
}

/// 检查表模板. Of several with one code the newest that is in use and has items is gone through.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 26, key = "checklist-template", compartment = Reference, level = L1, title = name)]
pub struct ChecklistTemplate {
    /// 编号, for example CK-14.
    #[field(16, required, search, listed)]
    pub code: Text,
    /// 名称, 简体中文.
    #[field(17, required, search, listed)]
    pub name: Text,
    /// 名称, 繁體中文.
    #[field(18, search)]
    pub name_hant: Text,
    /// 名称, English.
    #[field(19, search)]
    pub name_en: Text,
    /// 执行岗位: a role code.
    #[field(20, required, listed)]
    pub role: Text,
    /// 周期.
    #[field(21, required, listed)]
    pub period: Period,
    /// 项目.
    #[field(22, required, collection, kind = FieldKind::Items(ITEM))]
    pub items: Text,
    /// 停用.
    #[field(23, listed)]
    pub retired: bool,
}

/// A checklist to go through.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Template {
    /// 编号.
    pub code: String,
    /// 名称.
    pub name: Words,
    /// 执行岗位: a role code.
    pub role: String,
    /// 周期.
    pub period: Period,
    /// 项目 in their order, numbered from 1.
    pub items: Vec<CheckItem>,
    /// Its record.
    pub record: Id,
}

const BY_CODE: u8 = b'k';

/// A template is found by its code, and all of them by the empty one.
pub fn template_keys(record: &Record) -> Vec<Vec<u8>> {
    let code = record.text(ChecklistTemplate::CODE).trim();
    vec![match_key(BY_CODE, code), match_key(BY_CODE, "")]
}

/// The template with this code: the newest one in use that has items.
pub fn template(look: &dyn Look, code: &str) -> Option<Template> {
    let code = code.trim();
    if code.is_empty() {
        return None;
    }
    // Ids grow with time: of two people's copies the newer counts, on every device.
    let ids = look.at(&match_key(BY_CODE, code)).ids;
    ids.into_iter().rev().find_map(|id| usable(look, id))
}

/// Every template there is, by code.
pub fn templates(look: &dyn Look) -> Vec<Template> {
    let mut all: Vec<Template> = Vec::new();
    for id in look.at(&match_key(BY_CODE, "")).ids {
        if let Some(template) = usable(look, id) {
            all.retain(|other| other.code != template.code);
            all.push(template);
        }
    }
    ordered::sort_by(&mut all, |a, b| a.code.cmp(&b.code));
    all
}

/// What creates a template like this one. The ids of the items follow from `record`, the id of the new one.
pub fn copy_of(template: &Template, record: Id) -> (Fields, Vec<NewItem>) {
    let [hans, hant, english] = template.name.texts.clone();
    let head = ChecklistTemplate {
        code: template.code.clone(),
        name: hans,
        name_hant: hant,
        name_en: english,
        role: template.role.clone(),
        period: template.period,
        ..ChecklistTemplate::default()
    };
    let items = template.items.iter().map(|item| NewItem {
        field: ChecklistTemplate::ITEMS,
        item: super::result_id(record, item.no),
        order: super::answer::order(item.no),
        fields: item.parts(),
    });
    let mut fields = head.fields();
    fields.retain(|(no, _)| *no != ChecklistTemplate::RETIRED);
    (fields, items.collect())
}

fn usable(look: &dyn Look, id: Id) -> Option<Template> {
    let Lookup::Known(record) = look.record(id) else {
        return None;
    };
    let retired = record.get(ChecklistTemplate::RETIRED) == Some(&Value::Bool(true));
    let template = read(&record);
    (!retired && !template.items.is_empty() && !template.code.is_empty()).then_some(template)
}

fn read(record: &Record) -> Template {
    let head = ChecklistTemplate::read(record);
    let items = record.live_items(ChecklistTemplate::ITEMS);
    let items = items.iter().map(|(_, item)| {
        let find = |no| item.cells.get(&no).and_then(|cell| cell.value());
        CheckItem::read(0, find)
    });
    let written = items.filter(|item| !item.text.is_empty());
    Template {
        code: head.code.trim().to_owned(),
        name: Words {
            texts: [head.name, head.name_hant, head.name_en],
        },
        role: head.role,
        period: head.period,
        items: written
            .zip(1..)
            .map(|(item, no)| CheckItem { no, ..item })
            .collect(),
        record: record.id,
    }
}

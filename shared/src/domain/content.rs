//! What a new organisation begins with (requirements §5): checklists and guidance cards, each as a record
//! to create. The server writes them once; then they are the organisation's own.

use super::checklists::{self, ChecklistTemplate};
use super::guidance::{self, GuidanceCard};
use crate::entity::{Entity, Id, Kind};
use crate::sync::op::{Fields, NewItem};

/// A record to create.
pub struct Seed {
    /// What it is.
    pub kind: Kind,
    /// The id it has in every organisation.
    pub id: Id,
    /// Its fields.
    pub fields: Fields,
    /// The items of its collections.
    pub items: Vec<NewItem>,
}

/// All of it.
pub fn content() -> impl Iterator<Item = Seed> {
    let lists = checklists::seeds().map(|(id, template)| {
        let (fields, items) = checklists::copy_of(&template, id);
        let kind = ChecklistTemplate::KIND;
        Seed {
            kind,
            id,
            fields,
            items,
        }
    });
    let cards = guidance::seeds().map(|(id, card)| Seed {
        kind: GuidanceCard::KIND,
        id,
        fields: card.fields(),
        items: Vec::new(),
    });
    lists.chain(cards)
}

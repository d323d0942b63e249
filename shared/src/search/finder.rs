//! Search over everything a device knows: an index per kind, made when it is first asked for and kept up
//! with every change from then on.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{Index, Tables, Text};
use crate::domain::{freshness, lenders, lends_to, search_text};
use crate::entity::{Id, Kind, Record};
use crate::sync::world::World;

/// Finds records of a [`World`]. It hears which records changed, and looks at them when it is next asked.
#[derive(Default)]
pub struct Finder {
    tables: Option<Arc<Tables>>,
    indexes: BTreeMap<Kind, Index<Id>>,
    changed: BTreeSet<Id>,
    /// Who lends its text to whom, both ways (see [`lends_to`]).
    lent_to: HashMap<Id, Id>,
    lent_by: HashMap<Id, BTreeSet<Id>>,
}

impl Finder {
    /// Takes note of records that changed, came or went.
    pub fn note(&mut self, records: &BTreeSet<Id>) {
        // Without an index there is nothing to keep up.
        if !self.indexes.is_empty() {
            self.changed.extend(records);
        }
    }

    /// Pinyin and 繁简 are known already.
    #[must_use]
    pub const fn has_tables(&self) -> bool {
        self.tables.is_some()
    }

    /// Takes the tables that came late.
    pub fn set_tables(&mut self, tables: Arc<Tables>) {
        for index in self.indexes.values_mut() {
            index.set_tables(Arc::clone(&tables));
        }
        self.tables = Some(tables);
    }

    /// All records of a kind that match every word of `query`, best first; of equals, the one changed last.
    pub fn find(&mut self, world: &World, kind: Kind, query: &str) -> Vec<Id> {
        self.catch_up(world);
        if !self.indexes.contains_key(&kind) {
            self.build(world, kind);
        }
        let index = self.indexes.get(&kind);
        index.map_or_else(Vec::new, |index| index.search(query, usize::MAX).keys)
    }

    fn build(&mut self, world: &World, kind: Kind) {
        for lender in lenders(kind).flat_map(|lender| world.of_kind(lender)) {
            self.lend(lender, world.get(lender).and_then(lends_to));
        }
        self.indexes.insert(kind, Index::new(self.tables.clone()));
        for id in world.of_kind(kind) {
            self.refresh(world, id);
        }
    }

    fn catch_up(&mut self, world: &World) {
        for id in core::mem::take(&mut self.changed) {
            self.refresh(world, id);
            let before = self.lent_to.get(&id).copied();
            let now = world.get(id).and_then(|record| self.borrower(record));
            self.lend(id, now);
            for borrower in [before, now].into_iter().flatten() {
                self.refresh(world, borrower);
            }
        }
    }

    /// Who is found by this record as well, if that is searched for at all.
    fn borrower(&self, record: &Record) -> Option<Id> {
        let mut searched = self.indexes.keys();
        let lends = searched.any(|kind| lenders(*kind).any(|lender| lender == record.kind));
        lends_to(record).filter(|_| lends)
    }

    fn lend(&mut self, lender: Id, borrower: Option<Id>) {
        let before = match borrower {
            Some(borrower) => self.lent_to.insert(lender, borrower),
            None => self.lent_to.remove(&lender),
        };
        if let Some(lenders) = before.and_then(|before| self.lent_by.get_mut(&before)) {
            lenders.remove(&lender);
        }
        if let Some(borrower) = borrower {
            self.lent_by.entry(borrower).or_default().insert(lender);
        }
    }

    /// Puts a record into the index of its kind, or takes one that is gone out of every index.
    fn refresh(&mut self, world: &World, id: Id) {
        let Some(record) = world.get(id) else {
            self.indexes
                .values_mut()
                .for_each(|index| index.remove(&id));
            return;
        };
        let Some(index) = self.indexes.get_mut(&record.kind) else {
            return;
        };
        let mut text = search_text(record);
        let lenders = self.lent_by.get(&id).into_iter().flatten();
        for lender in lenders.filter_map(|lender| world.get(*lender)) {
            let lent = search_text(lender);
            text.others.extend(lent.names);
            text.others.extend(lent.others);
        }
        let text = Text {
            names: &text.names,
            others: &text.others,
        };
        index.put(id, freshness(record), text);
    }
}

#[cfg(test)]
mod tests;

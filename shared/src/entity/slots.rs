//! The filled fields of a record or facet, by number. Copies share their slots until one of them is
//! changed: a device holds every field once, however many facets, records and views it is part of.

use std::sync::Arc;

use super::Slot;

/// Slots by field number.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Slots(Vec<(u16, Arc<Slot>)>);

impl Slots {
    /// No field is filled.
    pub fn new() -> Slots {
        Slots::default()
    }

    fn place(&self, no: u16) -> Result<usize, usize> {
        self.0.binary_search_by_key(&no, |(no, _)| *no)
    }

    /// The slot of a field.
    pub fn get(&self, no: &u16) -> Option<&Slot> {
        self.place(*no).ok().map(|at| &*self.0[at].1)
    }

    /// The slot of a field, to change.
    pub fn get_mut(&mut self, no: &u16) -> Option<&mut Slot> {
        let at = self.place(*no).ok()?;
        Some(Arc::make_mut(&mut self.0[at].1))
    }

    /// The slot of a field, to change; a new one if it was never filled.
    pub fn or_insert_with(&mut self, no: u16, new: impl FnOnce() -> Slot) -> &mut Slot {
        let at = self.place(no).unwrap_or_else(|at| {
            self.0.insert(at, (no, Arc::new(new())));
            at
        });
        Arc::make_mut(&mut self.0[at].1)
    }

    /// Fills a field, whatever stood there.
    pub fn insert(&mut self, no: u16, slot: Slot) {
        self.share(no, Arc::new(slot));
    }

    fn share(&mut self, no: u16, slot: Arc<Slot>) {
        match self.place(no) {
            Ok(at) => self.0[at].1 = slot,
            Err(at) => self.0.insert(at, (no, slot)),
        }
    }

    /// Takes a field out.
    pub fn remove(&mut self, no: &u16) -> Option<Slot> {
        let at = self.place(*no).ok()?;
        Some(Arc::unwrap_or_clone(self.0.remove(at).1))
    }

    /// Fills these fields too; of two slots for one field the new one counts.
    pub fn extend(&mut self, more: &Slots) {
        for (no, slot) in &more.0 {
            self.share(*no, Arc::clone(slot));
        }
    }

    /// Those whose number passes.
    pub fn only(&self, passes: impl Fn(u16) -> bool) -> Slots {
        let passed = self.0.iter().filter(|(no, _)| passes(*no));
        Slots(passed.cloned().collect())
    }

    /// How many fields are filled.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Not one field is filled.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Numbers and slots, by number.
    pub fn iter(&self) -> impl Iterator<Item = (&u16, &Slot)> {
        self.0.iter().map(|(no, slot)| (no, &**slot))
    }

    /// Slots by number.
    pub fn values(&self) -> impl Iterator<Item = &Slot> {
        self.0.iter().map(|(_, slot)| &**slot)
    }

    /// Slots by number, to change.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Slot> {
        self.0.iter_mut().map(|(_, slot)| Arc::make_mut(slot))
    }
}

impl FromIterator<(u16, Slot)> for Slots {
    fn from_iter<I: IntoIterator<Item = (u16, Slot)>>(slots: I) -> Slots {
        let mut all = Slots::new();
        for (no, slot) in slots {
            all.insert(no, slot);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(n: u8) -> Slot {
        Slot::Raw(vec![n])
    }

    #[test]
    fn a_change_to_a_copy_leaves_the_original() {
        let slots: Slots = [(3, raw(3)), (1, raw(1)), (2, raw(2))]
            .into_iter()
            .collect();
        let mut copy = slots.clone();
        *copy.or_insert_with(2, || raw(0)) = raw(20);
        copy.insert(1, raw(10));
        assert_eq!(copy.remove(&3), Some(raw(3)));
        assert_eq!(
            copy.values().cloned().collect::<Vec<_>>(),
            [raw(10), raw(20)]
        );
        assert_eq!(
            slots.values().cloned().collect::<Vec<_>>(),
            [raw(1), raw(2), raw(3)]
        );
    }

    #[test]
    fn of_two_slots_for_one_field_the_later_counts() {
        let mut slots: Slots = [(1, raw(1)), (2, raw(2))].into_iter().collect();
        slots.extend(&[(2, raw(20)), (0, raw(0))].into_iter().collect());
        assert_eq!(
            slots.values().cloned().collect::<Vec<_>>(),
            [raw(0), raw(1), raw(20)]
        );
        assert_eq!(
            slots.only(|no| no > 1),
            [(2, raw(20))].into_iter().collect()
        );
    }
}

//! Lines of a record (class C): which edit a removal must have seen.

use super::op::NewItem;
use super::server::{MemoryStore, Store, author};
use super::tests::{Device, NOW, house, id, server_op, user_fields};
use super::{Action, Verdict};
use crate::domain::organisation::{GrantScope, User};
use crate::domain::probe::Probe;
use crate::entity::{Entity, Record, Value};

const LINE: u8 = 70;

fn put(text: &str) -> Action {
    Action::PutItem(NewItem {
        field: Probe::LINES,
        item: id(LINE),
        order: "m".into(),
        fields: vec![(1, Value::Text(text.into()))],
    })
}

fn lines(store: &MemoryStore) -> usize {
    let rows = store.facets(id(60)).unwrap();
    let record = Record::from_facets(rows).unwrap();
    record.live_items(Probe::LINES).len()
}

/// V5: an edit whose value gave way to a later clock is an edit all the same.
#[test]
fn a_line_edited_unseen_stays_whatever_the_clocks_say() {
    for back in [0, 3_600_000] {
        let mut store = house();
        let manager = user_fields("周敏", "SALES_MGR", GrantScope::All);
        let ops = [
            server_op(90, User::KIND, id(3), manager),
            server_op(91, Probe::KIND, id(60), Vec::new()),
        ];
        author(&mut store, &ops, NOW).unwrap();
        let (mut remover, mut editor) = (Device::new(2, id(2)), Device::new(3, id(3)));
        remover.now = NOW + 10_000;
        remover.make(Probe::KIND, id(60), put("first"));
        remover.sync(&mut store);
        editor.now = NOW + 20_000 - back;
        editor.make(Probe::KIND, id(60), put("second"));
        editor.now = NOW + 20_000;
        let field = Probe::LINES;
        let item = id(LINE);
        let removal = remover.make(Probe::KIND, id(60), Action::RemoveItem { field, item });
        editor.sync(&mut store);
        remover.sync(&mut store);
        assert_eq!(remover.receipt(removal.id), Verdict::Merged, "{back}");
        assert_eq!(lines(&store), 1, "{back}");
    }
}

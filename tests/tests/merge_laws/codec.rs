//! Everything with canonical bytes reads back as it was, whatever bytes come no reader panics, and
//! what a reader accepts it writes back without loss.

use proptest::collection::vec;
use proptest::prelude::*;
use shared::entity::{Canonical, Cell, FacetRow, OpId, Record, Slot, Value, Version};
use shared::sync::slice::Slice;
use shared::sync::wire::{Cursor, Leave, Request, Response, SentRow};
use shared::sync::{Action, Op, Reason, Receipt};

use crate::any;

fn round<T: Canonical + PartialEq + std::fmt::Debug>(value: &T) {
    let bytes = value.to_bytes();
    let back = T::from_bytes(&bytes).expect("reads back");
    assert_eq!(&back, value);
    assert_eq!(back.to_bytes(), bytes);
}

proptest! {
    #[test]
    fn values_and_records_read_back(
        value in any::value(),
        cell in any::cell(),
        slot in any::slot(),
        record in any::record(),
        row in any::row(),
        reach in any::reach(),
    ) {
        round(&value);
        round(&cell);
        round(&slot);
        round(&record);
        round(&row);
        round(&reach);
    }

    #[test]
    fn ops_and_receipts_read_back(op in any::op(), action in any::action(), receipt in any::receipt()) {
        round(&op);
        round(&action);
        round(&receipt);
    }

    #[test]
    fn messages_read_back(
        request in any::request(),
        response in any::response(),
        slice in any::slice(),
        leave in any::leave(),
    ) {
        round(&request);
        round(&response);
        round(&slice);
        round(&leave);
    }

    /// Writers produce only what readers accept, whatever order the parts of a value come in.
    #[test]
    fn parts_in_any_order_have_one_form(parts in vec((any::<u16>(), any::value()), 0..6)) {
        let jumbled = Value::Group(parts.clone());
        let bytes = jumbled.to_bytes();
        let back = Value::from_bytes(&bytes).expect("a reader takes what a writer wrote");
        prop_assert_eq!(back.to_bytes(), bytes);
        for (no, _) in &parts {
            let last = parts.iter().rev().find(|(n, _)| n == no).map(|(_, value)| value);
            prop_assert_eq!(back.part(*no), last);
        }
    }

    /// A cut message is never taken for a whole one.
    #[test]
    fn a_truncated_message_is_refused(request in any::request(), response in any::response(), cut in 0.0..1.0f64) {
        let (request, response) = (request.to_bytes(), response.to_bytes());
        let at = |len: usize| (len as f64 * cut) as usize;
        prop_assert!(Request::from_bytes(&request[..at(request.len())]).is_err());
        prop_assert!(Response::from_bytes(&response[..at(response.len())]).is_err());
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in vec(any::<u8>(), 0..200)) {
        anything(&bytes);
    }

    /// Close to the real thing: a valid message with a few bytes changed.
    #[test]
    fn damaged_messages_never_panic(
        request in any::request(),
        response in any::response(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        for bytes in [request.to_bytes(), response.to_bytes()] {
            let mut bytes = bytes;
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            anything(&bytes);
        }
    }
}

/// Reads bytes as everything; what is accepted is kept without loss.
fn anything(bytes: &[u8]) {
    fn stable<T: Canonical + PartialEq + std::fmt::Debug>(bytes: &[u8]) {
        if let Ok(value) = T::from_bytes(bytes) {
            let again = T::from_bytes(&value.to_bytes()).expect("what was read can be read again");
            assert_eq!(again, value);
        }
    }
    stable::<Value>(bytes);
    stable::<Version>(bytes);
    stable::<Cell>(bytes);
    stable::<Slot>(bytes);
    stable::<Record>(bytes);
    stable::<FacetRow>(bytes);
    stable::<OpId>(bytes);
    stable::<Op>(bytes);
    stable::<Action>(bytes);
    stable::<Reason>(bytes);
    stable::<Receipt>(bytes);
    stable::<Slice>(bytes);
    stable::<Cursor>(bytes);
    stable::<SentRow>(bytes);
    stable::<Leave>(bytes);
    stable::<Request>(bytes);
    stable::<Response>(bytes);
}

/// Newer shapes of values, actions and slots are kept byte for byte.
#[test]
fn unknown_entries_survive_byte_for_byte() {
    let newer: [&[u8]; 6] = [
        &[0x82, 0x18, 0x63, 0x01],
        &[0x83, 0x18, 0x63, 0xa1, 0x01, 0x02, 0xf6],
        &[0x80],
        &[0xa1, 0x01, 0x82, 0x02, 0x03],
        &[0xf9, 0x3c, 0x00],
        &[0xd8, 0x20, 0x61, 0x78],
    ];
    for bytes in newer {
        let value = Value::from_bytes(bytes).unwrap();
        assert_eq!(value, Value::Raw(bytes.to_vec()));
        assert_eq!(value.to_bytes(), bytes);
        let inside = Value::List(vec![value.clone(), Value::Int(1)]);
        round(&inside);
    }
    for bytes in &newer[..2] {
        assert_eq!(Action::from_bytes(bytes).unwrap().to_bytes(), *bytes);
        assert_eq!(Slot::from_bytes(bytes).unwrap().to_bytes(), *bytes);
    }
}

//! Zone data on the wire and in records: `[name, first offset, [minutes since the change before, offset, …]]`.

use minicbor::Decoder;

use super::civil::Moment;
use super::zone::{Change, ZoneData};
use crate::entity::codec::{Enc, Written};
use crate::entity::{Canonical, DecodeError};

impl Canonical for ZoneData {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(3)?.str(self.name())?.i16(self.first())?;
        e.array(self.changes().len() as u64 * 2)?;
        let mut before = 0;
        for change in self.changes() {
            let minute = change.at.minute();
            e.i64(minute - before)?.i16(change.offset)?;
            before = minute;
        }
        Ok(())
    }

    fn read(d: &mut Decoder<'_>) -> Result<ZoneData, DecodeError> {
        expect(d, 3)?;
        let name = d.str()?;
        let first = d.i16()?;
        let length = d
            .array()?
            .filter(|length| length % 2 == 0)
            .ok_or_else(malformed)?;
        let mut changes = Vec::new();
        let mut minute = 0_i64;
        for _ in 0..length / 2 {
            minute = minute
                .checked_add(d.i64()?)
                .filter(in_reach)
                .ok_or_else(malformed)?;
            changes.push(Change {
                at: Moment::from_minute(minute),
                offset: d.i16()?,
            });
        }
        ZoneData::new(name, first, changes).map_err(|error| DecodeError(error.to_string()))
    }
}

fn expect(d: &mut Decoder<'_>, length: u64) -> Result<(), DecodeError> {
    if d.array()? == Some(length) {
        Ok(())
    } else {
        Err(malformed())
    }
}

/// Within 50,000 years of the epoch: arithmetic on it cannot overflow.
fn in_reach(minute: &i64) -> bool {
    minute.unsigned_abs() < 50_000 * 366 * 1440
}

fn malformed() -> DecodeError {
    DecodeError("not zone data".into())
}

//! The decoder beside the real crate's, one byte at a time as a detector feeds it.

use super::*;
use crate::{BIG5, EUC_JP, EUC_KR, GB18030, GBK, SHIFT_JIS};

const ENCODINGS: [(&Encoding, &whole::Encoding); 6] = [
    (&crate::GBK_INIT, &whole::GBK_INIT),
    (&crate::GB18030_INIT, &whole::GB18030_INIT),
    (&crate::BIG5_INIT, &whole::BIG5_INIT),
    (&crate::EUC_JP_INIT, &whole::EUC_JP_INIT),
    (&crate::EUC_KR_INIT, &whole::EUC_KR_INIT),
    (&crate::SHIFT_JIS_INIT, &whole::SHIFT_JIS_INIT),
];

/// Feeds the bytes to both; what one answers to each byte is what the other does.
fn same(ours: &'static Encoding, theirs: &'static whole::Encoding, bytes: &[u8]) {
    let mut left = ours.new_decoder_without_bom_handling();
    let mut right = theirs.new_decoder_without_bom_handling();
    let (mut units, mut expected) = ([0; 2], [0; 2]);
    for (at, byte) in bytes.iter().enumerate() {
        let (result, read, written) =
            left.decode_to_utf16_without_replacement(&[*byte], &mut units, false);
        let (wanted, wanted_read, wanted_written) =
            right.decode_to_utf16_without_replacement(&[*byte], &mut expected, false);
        let place = || format!("{} at {at} of {bytes:X?}", ours.name());
        assert_eq!(units[..written], expected[..wanted_written], "{}", place());
        match (result, wanted) {
            (DecoderResult::InputEmpty, whole::DecoderResult::InputEmpty) => {}
            (
                DecoderResult::Malformed(length, _),
                whole::DecoderResult::Malformed(wanted, after),
            ) => {
                // What the real one has to say again after an error in GB 18030 is asked by nobody.
                if after == 0 {
                    assert_eq!((length, read), (wanted, wanted_read), "{}", place());
                }
                left = ours.new_decoder_without_bom_handling();
                right = theirs.new_decoder_without_bom_handling();
            }
            other => panic!("{other:?}: {}", place()),
        }
    }
    let (result, ..) = left.decode_to_utf16_without_replacement(&[], &mut units, true);
    let (wanted, ..) = right.decode_to_utf16_without_replacement(&[], &mut expected, true);
    assert_eq!(
        result == DecoderResult::InputEmpty,
        wanted == whole::DecoderResult::InputEmpty,
        "{} at the end of {bytes:X?}",
        ours.name()
    );
}

#[test]
fn two_bytes_mean_what_they_always_meant() {
    for (ours, theirs) in ENCODINGS {
        for first in 0..=0xFF {
            for second in 0..=0xFF {
                same(ours, theirs, &[first, second, b'a']);
            }
        }
    }
}

#[test]
fn three_bytes_of_euc_jp_too() {
    let (ours, theirs) = ENCODINGS[3];
    for first in 0x80..=0xFF {
        for second in 0..=0xFF {
            same(ours, theirs, &[0x8F, first, second]);
        }
    }
}

#[test]
fn so_does_anything_else() {
    // Bytes as they come, more often those of two-byte characters.
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    for _ in 0..20_000 {
        let bytes: Vec<u8> = (0..12)
            .map(|_| match random() % 4 {
                0 => b"0123456789"[(random() % 10) as usize],
                1 => random() as u8,
                _ => 0x81 + (random() % 0x7E) as u8,
            })
            .collect();
        for (ours, theirs) in ENCODINGS {
            same(ours, theirs, &bytes);
        }
    }
}

#[test]
fn every_encoding_has_its_name() {
    for encoding in crate::encodings::ALL {
        assert_eq!(
            Encoding::for_label(encoding.name().as_bytes()),
            Some(*encoding)
        );
    }
    for (label, encoding) in [
        ("gb2312", GBK),
        ("GB18030", GB18030),
        ("big5-hkscs", BIG5),
        ("sjis", SHIFT_JIS),
        ("ks_c_5601-1987", EUC_KR),
        ("x-euc-jp", EUC_JP),
        ("us-ascii", crate::WINDOWS_1252),
        (" latin1 ", crate::WINDOWS_1252),
    ] {
        assert_eq!(
            Encoding::for_label(label.as_bytes()),
            Some(encoding),
            "{label}"
        );
    }
    assert_eq!(Encoding::for_label(b"no such label"), None);
}

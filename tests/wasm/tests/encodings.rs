//! Old encodings by the browser's decoders: the same texts the host's tests read.
#![cfg(target_arch = "wasm32")]

use shared::exchange::card::{decode_bytes, legacy_charset};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn bytes_are_recognised_and_read() {
    let cases: [(&str, &str, &[u8]); 7] = [
        (
            "gb18030",
            "广州灯饰厂 陈经理 13800138000",
            b"\xB9\xE3\xD6\xDD\xB5\xC6\xCA\xCE\xB3\xA7 \xB3\xC2\xBE\xAD\xC0\xED 13800138000",
        ),
        (
            "gb18030",
            "MECARD:N:㐂𠮷镕;ORG:喆公司;;",
            b"MECARD:N:\x819\xEF1\x954\xB25\xE9F;ORG:\x86\xB4\xB9\xAB\xCB\xBE;;",
        ),
        (
            "Big5",
            "BEGIN:VCARD\r\nN:陳;大文\r\nORG:香港照明有限公司\r\nTITLE:經理\r\nEND:VCARD",
            b"BEGIN:VCARD\r\nN:\xB3\xAF;\xA4j\xA4\xE5\r\nORG:\xAD\xBB\xB4\xE4\xB7\xD3\xA9\xFA\xA6\xB3\xAD\xAD\xA4\xBD\xA5q\r\nTITLE:\xB8g\xB2z\r\nEND:VCARD",
        ),
        (
            "Shift_JIS",
            "MECARD:N:田中,太郎;ORG:株式会社ライト;;",
            b"MECARD:N:\x93c\x92\x86,\x91\xBE\x98Y;ORG:\x8A\x94\x8E\xAE\x89\xEF\x8E\xD0\x83\x89\x83C\x83g;;",
        ),
        (
            "EUC-KR",
            "MECARD:N:김철수;ORG:한국조명;;",
            b"MECARD:N:\xB1\xE8\xC3\xB6\xBC\xF6;ORG:\xC7\xD1\xB1\xB9\xC1\xB6\xB8\xED;;",
        ),
        (
            "windows-1251",
            "MECARD:N:Иванов,Пётр;ORG:Свет;;",
            b"MECARD:N:\xC8\xE2\xE0\xED\xEE\xE2,\xCF\xB8\xF2\xF0;ORG:\xD1\xE2\xE5\xF2;;",
        ),
        (
            "windows-1252",
            "MECARD:N:Müller,Jörg;;",
            b"MECARD:N:M\xFCller,J\xF6rg;;",
        ),
    ];
    for (name, text, bytes) in cases {
        assert_eq!(legacy_charset(bytes), Some(name), "{text}");
        assert_eq!(decode_bytes(bytes, None), text);
        assert_eq!(decode_bytes(bytes, Some(name)), text, "by its label");
    }
}

#[wasm_bindgen_test]
fn what_is_no_text_of_an_encoding_is_not_read_as_one() {
    let gbk = b"\xC1\xAA\xCD\xA8";
    assert_eq!(decode_bytes(gbk, Some("GB2312")), "联通");
    assert_eq!(
        decode_bytes("王小明".as_bytes(), Some("no such label")),
        "王小明"
    );
    // Too short to tell: the browser guesses what the host guesses.
    assert_eq!(decode_bytes(b"\xE7\x8E\x8B\xE5\xB0", None), "çŽ‹å°");
    assert_eq!(legacy_charset(b"plain"), None);
}

//! Every encoding of the standard, under the names the real crate has for them.

use super::{Encoding, Kind, Pairs};

macro_rules! encodings {
    ($($init:ident $name:ident $label:literal $kind:expr;)*) => {
        $(
            #[doc = concat!("What [`", stringify!($name), "`] points to.")]
            pub static $init: Encoding = Encoding { name: $label, kind: $kind };
            #[doc = $label]
            pub static $name: &Encoding = &$init;
        )*
        pub(super) static ALL: &[&Encoding] = &[$(&$init),*];
    };
}

encodings! {
    UTF_8_INIT UTF_8 "UTF-8" Kind::Utf8;
    UTF_16LE_INIT UTF_16LE "UTF-16LE" Kind::Utf16;
    UTF_16BE_INIT UTF_16BE "UTF-16BE" Kind::Utf16;
    GBK_INIT GBK "GBK" Kind::Pairs(Pairs::Gb);
    GB18030_INIT GB18030 "gb18030" Kind::Pairs(Pairs::Gb);
    BIG5_INIT BIG5 "Big5" Kind::Pairs(Pairs::Big5);
    EUC_JP_INIT EUC_JP "EUC-JP" Kind::Pairs(Pairs::EucJp);
    SHIFT_JIS_INIT SHIFT_JIS "Shift_JIS" Kind::Pairs(Pairs::ShiftJis);
    EUC_KR_INIT EUC_KR "EUC-KR" Kind::Pairs(Pairs::EucKr);
    ISO_2022_JP_INIT ISO_2022_JP "ISO-2022-JP" Kind::Whole;
    IBM866_INIT IBM866 "IBM866" Kind::Single;
    ISO_8859_2_INIT ISO_8859_2 "ISO-8859-2" Kind::Single;
    ISO_8859_3_INIT ISO_8859_3 "ISO-8859-3" Kind::Single;
    ISO_8859_4_INIT ISO_8859_4 "ISO-8859-4" Kind::Single;
    ISO_8859_5_INIT ISO_8859_5 "ISO-8859-5" Kind::Single;
    ISO_8859_6_INIT ISO_8859_6 "ISO-8859-6" Kind::Single;
    ISO_8859_7_INIT ISO_8859_7 "ISO-8859-7" Kind::Single;
    ISO_8859_8_INIT ISO_8859_8 "ISO-8859-8" Kind::Single;
    ISO_8859_8_I_INIT ISO_8859_8_I "ISO-8859-8-I" Kind::Single;
    ISO_8859_10_INIT ISO_8859_10 "ISO-8859-10" Kind::Single;
    ISO_8859_13_INIT ISO_8859_13 "ISO-8859-13" Kind::Single;
    ISO_8859_14_INIT ISO_8859_14 "ISO-8859-14" Kind::Single;
    ISO_8859_15_INIT ISO_8859_15 "ISO-8859-15" Kind::Single;
    ISO_8859_16_INIT ISO_8859_16 "ISO-8859-16" Kind::Single;
    KOI8_R_INIT KOI8_R "KOI8-R" Kind::Single;
    KOI8_U_INIT KOI8_U "KOI8-U" Kind::Single;
    MACINTOSH_INIT MACINTOSH "macintosh" Kind::Single;
    WINDOWS_874_INIT WINDOWS_874 "windows-874" Kind::Single;
    WINDOWS_1250_INIT WINDOWS_1250 "windows-1250" Kind::Single;
    WINDOWS_1251_INIT WINDOWS_1251 "windows-1251" Kind::Single;
    WINDOWS_1252_INIT WINDOWS_1252 "windows-1252" Kind::Single;
    WINDOWS_1253_INIT WINDOWS_1253 "windows-1253" Kind::Single;
    WINDOWS_1254_INIT WINDOWS_1254 "windows-1254" Kind::Single;
    WINDOWS_1255_INIT WINDOWS_1255 "windows-1255" Kind::Single;
    WINDOWS_1256_INIT WINDOWS_1256 "windows-1256" Kind::Single;
    WINDOWS_1257_INIT WINDOWS_1257 "windows-1257" Kind::Single;
    WINDOWS_1258_INIT WINDOWS_1258 "windows-1258" Kind::Single;
    X_MAC_CYRILLIC_INIT X_MAC_CYRILLIC "x-mac-cyrillic" Kind::Single;
    X_USER_DEFINED_INIT X_USER_DEFINED "x-user-defined" Kind::Single;
}

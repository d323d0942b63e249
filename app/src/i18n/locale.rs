//! The languages of the product.

/// A language the whole product speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Locale {
    /// 简体中文, the default.
    #[default]
    ZhHans,
    /// 繁體中文.
    ZhHant,
    /// English.
    En,
}

impl Locale {
    /// Every language, in the order a menu lists them.
    pub const ALL: [Self; 3] = [Self::ZhHans, Self::ZhHant, Self::En];

    /// The BCP 47 tag: attribute `lang`, folder of the texts, argument of `Intl`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
            Self::En => "en",
        }
    }

    /// The language's name in itself; never translated.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::ZhHans => "简体中文",
            Self::ZhHant => "繁體中文",
            Self::En => "English",
        }
    }

    /// The language for a browser or user setting. Languages the product lacks get English, which
    /// more foreign colleagues read than Chinese; no setting at all gets the default.
    #[must_use]
    pub fn for_tag(tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split('-');
        match parts.next() {
            Some("zh") if parts.any(|p| matches!(p, "hant" | "tw" | "hk" | "mo")) => Self::ZhHant,
            Some("zh" | "") | None => Self::ZhHans,
            Some(_) => Self::En,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn settings_find_a_language() {
        for (tag, locale) in [
            ("zh-CN", Locale::ZhHans),
            ("zh", Locale::ZhHans),
            ("zh-Hant-HK", Locale::ZhHant),
            ("zh-TW", Locale::ZhHant),
            ("en-GB", Locale::En),
            ("de", Locale::En),
            ("", Locale::ZhHans),
        ] {
            assert_eq!(Locale::for_tag(tag), locale, "{tag}");
        }
        for locale in Locale::ALL {
            assert_eq!(Locale::for_tag(locale.tag()), locale);
        }
    }
}

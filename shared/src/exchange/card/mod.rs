//! A contact card: what a code, a `.vcf` file or a line of text says about a person or company.
//!
//! The type is always there. Reading one needs character tables and is behind the feature `cards`,
//! which only the reader worker and the tests switch on.

mod address;
#[cfg(feature = "cards")]
mod charset;
#[cfg(feature = "cards")]
mod link;
#[cfg(feature = "cards")]
mod mecard;
#[cfg(feature = "cards")]
mod plain;
#[cfg(feature = "cards")]
mod read;
#[cfg(feature = "cards")]
mod vcard;

pub use address::Address;
#[cfg(feature = "cards")]
pub use charset::{decode as decode_bytes, legacy_charset};
#[cfg(feature = "cards")]
pub use read::{Cards, read_bytes, read_text};

use minicbor::{Decode, Encode};

/// A contact card. Lists are in the order of the source, preferred entries first; nothing is
/// guessed that the source does not say, and `raw` always keeps the source itself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct Card {
    /// What kind of text the card was read from.
    #[n(0)]
    pub source: Source,
    /// Name of the person.
    #[n(1)]
    pub name: Name,
    /// Organisations, with the department where given.
    #[n(2)]
    pub companies: Vec<Company>,
    /// Job titles and roles.
    #[n(3)]
    pub titles: Vec<String>,
    /// Telephone numbers as written.
    #[n(4)]
    pub phones: Vec<Phone>,
    /// E-mail addresses as written.
    #[n(5)]
    pub emails: Vec<String>,
    /// Postal addresses.
    #[n(6)]
    pub addresses: Vec<Address>,
    /// Web addresses as written, those of messengers excepted.
    #[n(7)]
    pub websites: Vec<String>,
    /// Messenger accounts and links that open one.
    #[n(8)]
    pub messengers: Vec<Messenger>,
    /// Language tags, preferred first.
    #[n(9)]
    pub languages: Vec<String>,
    /// Remarks.
    #[n(10)]
    pub notes: Vec<String>,
    /// The text the card was read from, unchanged.
    #[n(11)]
    pub raw: String,
}

impl Card {
    /// Whether the card says who somebody is or how to reach them; otherwise only `raw` is of use.
    #[must_use]
    pub fn names_or_reaches_someone(&self) -> bool {
        !(self.name.is_empty()
            && self.companies.is_empty()
            && self.phones.is_empty()
            && self.emails.is_empty()
            && self.addresses.is_empty()
            && self.messengers.is_empty())
    }

    /// The card with pictures, sounds and keys taken out of `raw`, which are most of a file and
    /// nothing a lead keeps.
    #[cfg(feature = "cards")]
    #[must_use]
    pub fn without_media(self) -> Self {
        let is_vcard = matches!(
            self.source,
            Source::VCard21 | Source::VCard30 | Source::VCard40 | Source::VCardOther
        );
        let raw = if is_vcard {
            vcard::without_media(&self.raw)
        } else {
            self.raw
        };
        Self { raw, ..self }
    }

    /// Whether the card carries a person by name.
    #[must_use]
    pub fn carries_person(&self) -> bool {
        !self.name.is_empty()
    }
}

/// What kind of text a card was read from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode)]
#[cbor(index_only)]
pub enum Source {
    /// Text of no known form.
    #[default]
    #[n(0)]
    Text,
    /// vCard 2.1.
    #[n(1)]
    VCard21,
    /// vCard 3.0 (RFC 2426).
    #[n(2)]
    VCard30,
    /// vCard 4.0 (RFC 6350).
    #[n(3)]
    VCard40,
    /// A vCard that names no version, or one of no standard.
    #[n(4)]
    VCardOther,
    /// `MECARD:` of NTT DoCoMo, and `CARD:` as Chinese generators write it.
    #[n(5)]
    MeCard,
    /// `BIZCARD:`.
    #[n(6)]
    BizCard,
    /// `MEBKM:`, a bookmark.
    #[n(7)]
    Bookmark,
    /// `mailto:` or `MATMSG:`.
    #[n(8)]
    Mail,
    /// `tel:`, `sms:` or `smsto:`.
    #[n(9)]
    Call,
    /// A link into WeChat 微信.
    #[n(10)]
    WeChat,
    /// A link into WeCom 企业微信.
    #[n(11)]
    WeCom,
    /// A link into another messenger.
    #[n(12)]
    Messenger,
    /// Any other web address.
    #[n(13)]
    Link,
}

/// The parts of a person's name; all may be empty.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct Name {
    /// The whole name as it is shown.
    #[n(0)]
    pub display: String,
    /// Family name.
    #[n(1)]
    pub family: String,
    /// Given name.
    #[n(2)]
    pub given: String,
    /// Further given names.
    #[n(3)]
    pub middle: String,
    /// Title before the name.
    #[n(4)]
    pub prefix: String,
    /// Title or grade behind the name.
    #[n(5)]
    pub suffix: String,
    /// How the name is spoken, as written.
    #[n(6)]
    pub phonetic: String,
    /// Nicknames and further whole names.
    #[n(7)]
    pub others: Vec<String>,
}

impl Name {
    /// Whether no part says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.display, &self.family, &self.given, &self.middle]
            .iter()
            .all(|part| part.is_empty())
            && self.others.is_empty()
    }

    /// The whole name put together from its parts: 王小明, but Steve Kennedy.
    #[must_use]
    pub fn assembled(&self) -> String {
        let spoken_family_first = [&self.family, &self.given]
            .iter()
            .any(|part| part.chars().any(is_east_asian));
        if spoken_family_first {
            let latin = |part: &str| part.is_ascii() && !part.is_empty();
            let gap = if latin(&self.family) || latin(&self.given) {
                " "
            } else {
                ""
            };
            return join(&[&self.family, &self.middle, &self.given], gap);
        }
        join(
            &[
                &self.prefix,
                &self.given,
                &self.middle,
                &self.family,
                &self.suffix,
            ],
            " ",
        )
    }
}

/// An organisation on a card.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct Company {
    /// Name of the organisation.
    #[n(0)]
    pub name: String,
    /// Department or further units, outermost first.
    #[n(1)]
    pub department: String,
}

/// A telephone number on a card.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct Phone {
    /// What the number is for.
    #[n(0)]
    pub kind: PhoneKind,
    /// The number as written; an extension is spelled ` ext. 12`.
    #[n(1)]
    pub number: String,
    /// A label the sender chose, empty if none.
    #[n(2)]
    pub label: String,
}

/// What a telephone number is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode)]
#[cbor(index_only)]
pub enum PhoneKind {
    /// Not said.
    #[default]
    #[n(0)]
    Other,
    /// Mobile telephone.
    #[n(1)]
    Mobile,
    /// At work.
    #[n(2)]
    Work,
    /// At home.
    #[n(3)]
    Home,
    /// Fax machine.
    #[n(4)]
    Fax,
    /// Pager.
    #[n(5)]
    Pager,
}

/// An account of a messenger.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct Messenger {
    /// Name of the service, such as `WeChat`; empty if the card does not say.
    #[n(0)]
    pub service: String,
    /// Account name or the link that opens it.
    #[n(1)]
    pub handle: String,
}

/// Adds a trimmed text unless it is empty or there already.
#[cfg(feature = "cards")]
fn push_new(list: &mut Vec<String>, text: &str) {
    let text = text.trim();
    if !text.is_empty() && !list.iter().any(|known| known == text) {
        list.push(text.to_owned());
    }
}

/// Joins the parts that say something.
fn join(parts: &[&str], gap: &str) -> String {
    let mut joined = String::new();
    for part in parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
    {
        if !joined.is_empty() {
            joined.push_str(gap);
        }
        joined.push_str(part);
    }
    joined
}

/// Han, kana and hangul: scripts whose names and addresses run from the large to the small.
fn is_east_asian(letter: char) -> bool {
    matches!(letter, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_assembled_in_the_order_of_their_script() {
        let name = |family: &str, given: &str| Name {
            family: family.into(),
            given: given.into(),
            ..Name::default()
        };
        assert_eq!(name("王", "小明").assembled(), "王小明");
        assert_eq!(name("王", "Tom").assembled(), "王 Tom");
        assert_eq!(name("Kennedy", "Steve").assembled(), "Steve Kennedy");
        assert_eq!(name("", "Steve").assembled(), "Steve");
    }
}

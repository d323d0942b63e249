//! the product speaks 简体中文, 繁體中文 and English; texts to a customer are in the language
//! agreed with the customer (S3 §H5.1.5).

use crate::domain::customers::{Contact, Customer};
use crate::entity::Record;
use crate::rules;

/// A language of the product.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Language {
    /// 简体中文, the default.
    #[default]
    Hans,
    /// 繁體中文.
    Hant,
    /// English.
    English,
}

impl Language {
    /// All of them, in the order people choose from.
    pub const ALL: [Language; 3] = [Language::Hans, Language::Hant, Language::English];

    /// BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Hans => "zh-Hans",
            Language::Hant => "zh-Hant",
            Language::English => "en",
        }
    }

    /// The language of the product nearest to a BCP 47 tag: Chinese of Taiwan, Hong Kong and Macau is
    /// written traditionally; whoever speaks neither Chinese nor a tag at all is met in English.
    pub fn nearest(tag: &str) -> Language {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        let mut parts = tag.split('-');
        if parts.next() != Some("zh") {
            return Language::English;
        }
        let traditional = parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo"));
        if traditional {
            Language::Hant
        } else {
            Language::Hans
        }
    }
}

/// One text in the languages of the product.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    /// In the order of [`Language::ALL`]; empty = not written in this language.
    pub texts: [String; 3],
}

impl Words {
    /// The text in a language, else in 简体中文, else in whatever it was written in.
    pub fn text(&self, language: Language) -> &str {
        [language, Language::Hans]
            .iter()
            .map(|language| &self.texts[*language as usize])
            .chain(&self.texts)
            .find(|text| !text.trim().is_empty())
            .map_or("", String::as_str)
    }

    /// Written in no language.
    pub fn is_empty(&self) -> bool {
        self.text(Language::Hans).is_empty()
    }
}

/// The language tag for a text to a customer: the agreed one, else the product's own default.
pub fn agreed(customer: Option<&Record>, contact: Option<&Record>) -> String {
    agreed_with(customer, contact).unwrap_or_else(|| Language::default().tag().to_owned())
}

/// The language agreed with the person, else with the customer; `None` where nobody said.
pub fn agreed_with(customer: Option<&Record>, contact: Option<&Record>) -> Option<String> {
    let said = |record: Option<&Record>, no: u16| {
        let tag = record?.text(no).trim().to_owned();
        (!tag.is_empty() && rules::on(288)).then_some(tag)
    };
    said(contact, Contact::LANGUAGE).or_else(|| said(customer, Customer::LANGUAGE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Entity, Id, OpId, Value, Version};

    fn with(kind: crate::entity::Kind, no: u16, tag: &str) -> Record {
        let mut record = Record::new(kind, Id([1; 16]));
        let value = Value::Text(tag.into());
        record.put(
            no,
            Version {
                op: OpId::default(),
                seq: 1,
                hlc: Default::default(),
                value,
            },
        );
        record
    }

    #[test]
    fn r_288_a_text_to_a_customer_is_in_the_agreed_language() {
        let customer = with(Customer::KIND, Customer::LANGUAGE, "it");
        let contact = with(Contact::KIND, Contact::LANGUAGE, "de");
        assert_eq!(agreed(Some(&customer), Some(&contact)), "de");
        assert_eq!(agreed(Some(&customer), None), "it");
        assert_eq!(agreed(None, None), "zh-Hans");
    }

    #[test]
    fn a_text_not_written_in_a_language_is_read_in_another() {
        let mut words = Words::default();
        assert!(words.is_empty());
        words.texts[Language::English as usize] = "Lamp".into();
        assert_eq!(words.text(Language::Hans), "Lamp");
        words.texts[Language::Hans as usize] = "灯".into();
        assert_eq!(words.text(Language::Hant), "灯");
        assert_eq!(words.text(Language::English), "Lamp");
    }

    #[test]
    fn r_288_every_rule_is_written_in_all_three_languages() {
        for rule in crate::rules::book() {
            assert!(
                rule.text.iter().all(|text| text.len() > 10),
                "R-{:03}",
                rule.id
            );
        }
        assert_eq!(Language::nearest("zh-TW"), Language::Hant);
        assert_eq!(Language::nearest("zh_CN"), Language::Hans);
        assert_eq!(Language::nearest("fr"), Language::English);
    }
}

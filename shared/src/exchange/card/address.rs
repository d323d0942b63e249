//! Postal addresses on a card.

use minicbor::{Decode, Encode};

use super::{is_east_asian, join};

/// A postal address. Senders fill the parts very differently; [`Address::text`] is what to show.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct Address {
    /// Post office box.
    #[n(0)]
    pub post_box: String,
    /// Room, floor, suite.
    #[n(1)]
    pub extended: String,
    /// Street and number.
    #[n(2)]
    pub street: String,
    /// City.
    #[n(3)]
    pub city: String,
    /// Province or state.
    #[n(4)]
    pub region: String,
    /// Postal code.
    #[n(5)]
    pub postcode: String,
    /// Country.
    #[n(6)]
    pub country: String,
}

impl Address {
    /// An address that came as one text.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self {
            street: text.trim().to_owned(),
            ..Self::default()
        }
    }

    /// The whole address: in Chinese, Japanese and Korean from country to room without separators
    /// and with the postal code behind a blank, otherwise from room to country with commas.
    #[must_use]
    pub fn text(&self) -> String {
        let own_words = [&self.street, &self.city, &self.region, &self.extended];
        if own_words.iter().any(|part| part.chars().any(is_east_asian)) {
            let latin = own_words
                .iter()
                .any(|part| part.chars().any(|c| c.is_ascii_alphabetic()));
            let gap = if latin { " " } else { "" };
            let place = join(
                &[
                    &self.country,
                    &self.region,
                    &self.city,
                    &self.street,
                    &self.extended,
                    &self.post_box,
                ],
                gap,
            );
            return join(&[&place, &self.postcode], " ");
        }
        let parts = [
            &self.post_box,
            &self.extended,
            &self.street,
            &self.city,
            &self.region,
            &self.postcode,
            &self.country,
        ]
        .map(|part| part.trim().trim_end_matches(',').trim_end());
        join(&parts, ", ")
    }

    /// Whether no part says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn runs_in_the_order_of_its_script() {
        let address =
            |street: &str, city: &str, region: &str, postcode: &str, country: &str| Address {
                street: street.into(),
                city: city.into(),
                region: region.into(),
                postcode: postcode.into(),
                country: country.into(),
                ..Address::default()
            };
        assert_eq!(
            address("宝安区西乡街道12号", "深圳市", "广东省", "518000", "中国").text(),
            "中国广东省深圳市宝安区西乡街道12号 518000"
        );
        assert_eq!(
            address("222 Broadway,", "New York", "NY", "99999", "USA").text(),
            "222 Broadway, New York, NY, 99999, USA"
        );
        assert!(Address::default().is_empty());
        assert_eq!(Address::from_text(" 深圳 ").text(), "深圳");
    }
}

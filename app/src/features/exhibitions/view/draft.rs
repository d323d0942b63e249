//! What the person is typing and tapping, before it is a lead.

use leptos::prelude::*;

/// The fields of the form.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Name of the guest.
    pub name: RwSignal<String>,
    /// Company.
    pub company: RwSignal<String>,
    /// Phone, e-mail or whatever was given; several with commas between.
    pub reach: RwSignal<String>,
    /// The guest was asked and left nothing.
    pub left_none: RwSignal<bool>,
    /// Country.
    pub country: RwSignal<String>,
    /// Position and department.
    pub title: RwSignal<String>,
    /// Postal address.
    pub address: RwSignal<String>,
    /// Web addresses, with commas between.
    pub website: RwSignal<String>,
    /// Messenger accounts.
    pub messenger: RwSignal<String>,
    /// Language, BCP 47.
    pub language: RwSignal<String>,
    /// The code or card as it was read; never typed.
    pub raw: RwSignal<String>,
    /// Interest: `a` to `d`, empty for none.
    pub interest: RwSignal<String>,
    /// Keys of the products.
    pub products: RwSignal<Vec<String>>,
    /// Quantity, as said.
    pub quantity: RwSignal<String>,
    /// What the guest wants, in words.
    pub needs: RwSignal<String>,
    /// Next step: a value of `next-step`, empty for none.
    pub next: RwSignal<String>,
    /// The guest agreed to our keeping the details.
    pub consent: RwSignal<bool>,
}

impl Draft {
    /// The next step while nobody said another.
    pub const USUAL_NEXT: &'static str = "call";

    /// Nothing typed yet.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            name: RwSignal::default(),
            company: RwSignal::default(),
            reach: RwSignal::default(),
            left_none: RwSignal::new(false),
            country: RwSignal::default(),
            title: RwSignal::default(),
            address: RwSignal::default(),
            website: RwSignal::default(),
            messenger: RwSignal::default(),
            language: RwSignal::default(),
            raw: RwSignal::default(),
            interest: RwSignal::default(),
            products: RwSignal::default(),
            quantity: RwSignal::default(),
            needs: RwSignal::default(),
            next: RwSignal::new(Self::USUAL_NEXT.to_owned()),
            consent: RwSignal::new(false),
        }
    }

    /// Everything that is a text and empty at the start.
    #[must_use]
    pub const fn texts(&self) -> [RwSignal<String>; 13] {
        [
            self.name,
            self.company,
            self.reach,
            self.country,
            self.title,
            self.address,
            self.website,
            self.messenger,
            self.language,
            self.raw,
            self.interest,
            self.quantity,
            self.needs,
        ]
    }

    /// What a card carries besides what stands in the form at once.
    #[must_use]
    pub const fn rest_of_card(&self) -> [RwSignal<String>; 5] {
        [
            self.title,
            self.address,
            self.website,
            self.messenger,
            self.language,
        ]
    }

    /// Whether nothing was typed or tapped.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let usual = |next: &String| next.is_empty() || next == Self::USUAL_NEXT;
        self.texts()
            .iter()
            .all(|text| text.with_untracked(|text| text.trim().is_empty()))
            && self.products.with_untracked(Vec::is_empty)
            && self.next.with_untracked(usual)
            && !self.left_none.get_untracked()
            && !self.consent.get_untracked()
    }

    /// Back to nothing, for the next guest.
    pub fn clear(&self) {
        for text in self.texts() {
            text.set(String::new());
        }
        self.products.set(Vec::new());
        self.next.set(Self::USUAL_NEXT.to_owned());
        self.left_none.set(false);
        self.consent.set(false);
    }

    /// Makes the running computation follow every field.
    pub fn track(&self) {
        for text in self.texts() {
            text.track();
        }
        self.products.track();
        self.next.track();
        self.left_none.track();
        self.consent.track();
    }
}

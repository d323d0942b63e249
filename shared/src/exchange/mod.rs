//! Records to and from other formats: contact cards, CSV (design §2).

//! The registry of business rules R-nnn (design §8).

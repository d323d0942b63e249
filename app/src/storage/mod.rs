//! The encrypted device store: pages, delta frames, outbox, journal (design §6).

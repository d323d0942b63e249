//! Bespoke screens, one folder per business system (same names as `shared::domain`).

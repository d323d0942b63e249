//! Schema, values, records: what every entity is made of (design §3).

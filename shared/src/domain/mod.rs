//! One folder per business system: the entities and their rules (requirements §3, §4).

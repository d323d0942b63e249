//! `#[derive(Entity)]` and `#[derive(Choice)]`: one definition per entity (design §3).

//! Exhibitions and the leads captured there.

pub mod view;

//! This device: what it holds, how safe it is, how it is unlocked.

pub mod view;

//! The server: it lets people in, takes what their devices captured, merges it by the rules in
//! `shared`, and hands everybody what they may see. It holds no business rule of its own.
//!
//! Start at [`app`]: its routes are the table of contents. [`cli`] is the way in from the command line.

pub mod admin;
pub mod app;
pub mod auth;
pub mod blobs;
pub mod cli;
pub mod clock;
pub mod content;
pub mod data_folder;
pub mod demo;
pub mod error;
pub mod hex;
pub mod http;
pub mod jobs;
pub mod metrics;
mod openapi;
pub mod organisation;
pub mod organisation_key;
pub mod people;
pub mod random;
pub mod serve;
pub mod store;
pub mod sync;
pub mod telemetry;
pub mod tls;

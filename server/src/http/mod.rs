//! What every request passes through, whatever it asks for.

pub mod assets;
pub mod body;
pub mod edge;
mod embedded;
pub mod headers;
pub mod insecure;

//! How 待处理 looks. It takes everything by properties and knows no replica.

mod cases;

pub use cases::{ConflictCase, OutboxModel, OutboxView, ReturnedCase, WaitingLine};

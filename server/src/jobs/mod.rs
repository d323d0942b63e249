//! Work that no request asks for: backups, their way back, checks, tidying up, and reporting what is late.

pub mod backup;
pub mod escalation;
pub mod housekeeping;
pub mod restore;
pub mod verify;

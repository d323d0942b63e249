//! Work that no request asks for: backups, their way back, checks, and tidying up.

pub mod backup;
pub mod housekeeping;
pub mod restore;
pub mod verify;

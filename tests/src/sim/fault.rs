//! What goes wrong.

macro_rules! faults {
    ($($(#[$meta:meta])* $name:ident => $text:literal),+ $(,)?) => {
        /// A fault that can meet an op between its making and the check of its fate.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        #[repr(u8)]
        pub enum Fault {
            $($(#[$meta])* $name,)+
        }

        impl Fault {
            /// All faults, in the order of the table.
            pub const ALL: &'static [Fault] = &[$(Fault::$name),+];

            /// Name in the table.
            pub fn name(self) -> &'static str {
                match self {
                    $(Fault::$name => $text,)+
                }
            }
        }
    };
}

faults! {
    /// The request never arrives.
    Lost => "request lost",
    /// The answer never arrives.
    NoAnswer => "answer lost",
    /// The request arrives twice.
    Doubled => "request doubled",
    /// The request arrives minutes late, after newer ones.
    Delayed => "request late, out of order",
    /// The request is cut short.
    Truncated => "request truncated",
    /// The answer is cut short.
    AnswerTruncated => "answer truncated",
    /// A captive portal answers with a page.
    Html => "HTML for an answer",
    /// No network for a while.
    Offline => "offline",
    /// The tab is killed at a random step.
    TabKilled => "tab killed",
    /// The power goes: writes not yet flushed are lost.
    PowerCut => "power cut on the device",
    /// The device cannot store a page.
    DeviceFull => "device disk full",
    /// The server dies at a random commit.
    ServerCrash => "server crash",
    /// The server cannot write.
    ServerFull => "server disk full",
    /// The device's clock is off by up to 30 days.
    ClockSkew => "clock off by days",
    /// The device's clock jumps.
    ClockJump => "clock jumps",
    /// The device's clock stands still.
    ClockFrozen => "clock frozen",
    /// The device runs an older build.
    OldBuild => "older build",
    /// The device runs a newer build than the server.
    NewBuild => "newer build",
    /// The author's grants change, or the account is disabled.
    GrantChanged => "grants changed",
    /// The record goes to another owner.
    OwnerChanged => "owner changed",
    /// The record is lent, or lent no more.
    ShareChanged => "share changed",
    /// A malformed op, or one that makes a rule panic, travels in the same request.
    Poison => "poison op near",
    /// The device's database goes back to an older state; its journal does not.
    DatabaseRolledBack => "database rolled back",
    /// The whole profile goes back to an older state.
    ProfileRolledBack => "profile rolled back",
    /// Some pages of the database are unreadable.
    PagesLost => "pages lost",
    /// The database is gone; the journal is there.
    DatabaseWiped => "database wiped",
    /// Everything on the device is gone.
    DeviceWiped => "device wiped",
    /// The server comes back from its newest backup.
    Restored => "server restored",
    /// The server comes back from a backup older than what it promised to hold.
    RestoredOlder => "server restored, older",
    /// Nobody is signed in.
    Anonymous => "nobody signed in",
}

impl Fault {
    /// Its place in a set.
    pub fn bit(self) -> u32 {
        1 << (self as u8)
    }
}

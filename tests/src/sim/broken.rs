//! Deliberate defects. Each is a way to get the engine wrong; a simulator that does not catch it
//! within a thousand seeds proves nothing.

macro_rules! defects {
    ($($(#[$meta:meta])* $name:ident => $text:literal),+ $(,)?) => {
        /// One defect.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Broken {
            $($(#[$meta])* $name,)+
        }

        impl Broken {
            /// All of them.
            pub const ALL: &'static [Broken] = &[$(Broken::$name),+];

            /// Its name on the command line.
            pub fn name(self) -> &'static str {
                match self {
                    $(Broken::$name => $text,)+
                }
            }
        }
    };
}

defects! {
    /// Of two values of a critical field the one with the later clock wins.
    ClockDecides => "clock-decides",
    /// Receipts are written after the transaction that holds the effects.
    ReceiptOutside => "receipt-outside",
    /// A device rolled back in time is not told, and uses its numbers again.
    SeqReused => "seq-reused",
    /// A facet that leaves a bucket leaves no trace for those who held it.
    LeaveLost => "leave-lost",
    /// An op rebuilt from the journal gets the time of the rebuilding.
    ReplayReadsClock => "replay-reads-clock",
    /// Of two values of a critical field one is dropped.
    SiblingDropped => "sibling-dropped",
    /// An op that comes twice takes effect twice.
    DuplicateApplied => "duplicate-applied",
    /// The cursor is stored before the page it belongs to.
    CursorAhead => "cursor-ahead",
    /// An op leaves the screen with its receipt, whether or not its effects are there.
    ReceiptFirst => "receipt-first",
    /// The ops of a group travel and take effect one by one.
    GroupTorn => "group-torn",
    /// An op that was quarantined is thrown away.
    QuarantineLost => "quarantine-lost",
    /// Answered ops are forgotten before a backup holds them.
    ForgottenEarly => "forgotten-early",
}

impl Broken {
    /// The defect with this name.
    pub fn by_name(name: &str) -> Option<Broken> {
        Broken::ALL.iter().copied().find(|one| one.name() == name)
    }
}

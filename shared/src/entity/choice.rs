//! Choices: closed lists whose unknown numbers survive.

/// Declares a choice: an enum with wire numbers, an `Unknown` arm for a newer peer's values, its
/// [`ChoiceSchema`](super::ChoiceSchema) and its [`FieldType`](super::FieldType).
///
/// ```text
/// choice! {
///     /// 意向
///     pub enum Interest: "interest" { A = 1 => "a", B = 2 => "b" }
/// }
/// ```
#[macro_export]
macro_rules! choice {
    ($(#[$meta:meta])* pub enum $name:ident: $key:literal {
        $($(#[$vmeta:meta])* $variant:ident = $no:literal => $vkey:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum $name {
            $($(#[$vmeta])* #[doc = concat!("`", $vkey, "`, number ", stringify!($no), ".")] $variant,)+
            /// A number this build does not know; 0 = not chosen.
            Unknown(u32),
        }

        impl $name {
            /// The values in the order people see them.
            pub const SCHEMA: &'static $crate::entity::ChoiceSchema = &$crate::entity::ChoiceSchema {
                key: $key,
                values: &[$($crate::entity::Choice { no: $no, key: $vkey }),+],
            };

            /// All known values.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The wire number.
            pub fn no(self) -> u32 {
                match self {
                    $($name::$variant => $no,)+
                    $name::Unknown(no) => no,
                }
            }

            /// From the wire number.
            pub fn from_no(no: u32) -> $name {
                match no {
                    $($no => $name::$variant,)+
                    _ => $name::Unknown(no),
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                $name::Unknown(0)
            }
        }

        impl $crate::entity::FieldType for $name {
            const KIND: $crate::entity::FieldKind = $crate::entity::FieldKind::Choice($name::SCHEMA);

            fn from_value(value: &$crate::entity::Value) -> Option<Self> {
                value.choice().map($name::from_no)
            }

            fn to_value(&self) -> $crate::entity::Value {
                match self.no() {
                    0 => $crate::entity::Value::Empty,
                    no => $crate::entity::Value::Choice(no),
                }
            }
        }
    };
}

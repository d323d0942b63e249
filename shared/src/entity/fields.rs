//! The typed face of a record: what `#[derive(Entity)]` reads and writes.

use core::marker::PhantomData;

use super::{Currency, EntitySchema, FieldKind, Id, Instant, Kind, Record, Value};

/// A struct that stands for a record of one kind.
pub trait Entity: Sized {
    /// Its number. Apart from the table, so that tables may refer to each other in a circle.
    const KIND: Kind;
    /// Its table.
    const SCHEMA: &'static EntitySchema;

    /// The typed view of a record. Fields that are missing, in conflict or of another shape read
    /// as their default: a record is never refused for being incomplete.
    fn read(record: &Record) -> Self;

    /// The filled fields, by number, for a create or set op.
    fn fields(&self) -> Vec<(u16, Value)>;
}

/// A Rust type a field can have.
pub trait FieldType: Sized + Default {
    /// The default field kind of this type.
    const KIND: FieldKind;
    /// From a value of the right shape.
    fn from_value(value: &Value) -> Option<Self>;
    /// To a value; [`Value::Empty`] when there is nothing.
    fn to_value(&self) -> Value;
}

/// Text; the same as `String`.
pub type Text = String;

impl FieldType for String {
    const KIND: FieldKind = FieldKind::Text;

    fn from_value(value: &Value) -> Option<Self> {
        value.text().map(str::to_owned)
    }

    fn to_value(&self) -> Value {
        if self.is_empty() {
            Value::Empty
        } else {
            Value::Text(self.clone())
        }
    }
}

/// A reference to a record of the kind of `E`.
pub struct Ref<E> {
    /// Whom; nil = nobody.
    pub id: Id,
    kind: PhantomData<fn() -> E>,
}

impl<E> Ref<E> {
    /// A reference to `id`.
    pub fn to(id: Id) -> Ref<E> {
        Ref {
            id,
            kind: PhantomData,
        }
    }

    /// The id, unless it points nowhere.
    pub fn get(&self) -> Option<Id> {
        (!self.id.is_nil()).then_some(self.id)
    }
}

impl<E> Default for Ref<E> {
    fn default() -> Self {
        Ref::to(Id::NIL)
    }
}

impl<E> Clone for Ref<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Ref<E> {}

impl<E> PartialEq for Ref<E> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<E> core::fmt::Debug for Ref<E> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.id.fmt(f)
    }
}

impl<E: Entity> FieldType for Ref<E> {
    const KIND: FieldKind = FieldKind::Ref(E::KIND);

    fn from_value(value: &Value) -> Option<Self> {
        value.reference().map(Ref::to)
    }

    fn to_value(&self) -> Value {
        self.get()
            .map_or(Value::Empty, |id| Value::Ref(E::KIND, id))
    }
}

/// A reference to a record of any kind (a task's source).
impl FieldType for (Kind, Id) {
    const KIND: FieldKind = FieldKind::Ref(Kind(0));

    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Ref(kind, id) = value {
            Some((*kind, *id))
        } else {
            None
        }
    }

    fn to_value(&self) -> Value {
        if self.1.is_nil() {
            Value::Empty
        } else {
            Value::Ref(self.0, self.1)
        }
    }
}

/// A list replaced as a whole.
pub type ListOf<T> = Vec<T>;

impl<T: FieldType> FieldType for Vec<T> {
    const KIND: FieldKind = FieldKind::List(&T::KIND);

    fn from_value(value: &Value) -> Option<Self> {
        if let Value::List(items) = value {
            Some(items.iter().filter_map(T::from_value).collect())
        } else {
            None
        }
    }

    fn to_value(&self) -> Value {
        if self.is_empty() {
            Value::Empty
        } else {
            Value::List(self.iter().map(T::to_value).collect())
        }
    }
}

impl<T: FieldType> FieldType for Option<T> {
    const KIND: FieldKind = T::KIND;

    fn from_value(value: &Value) -> Option<Self> {
        T::from_value(value).map(Some)
    }

    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Empty, T::to_value)
    }
}

macro_rules! plain {
    ($type:ty, $kind:expr, $pattern:pat => $out:expr, $this:ident => $in:expr) => {
        impl FieldType for $type {
            const KIND: FieldKind = $kind;

            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    $pattern => Some($out),
                    _ => None,
                }
            }

            fn to_value(&self) -> Value {
                let $this = self;
                $in
            }
        }
    };
}

/// Minor units and currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Money {
    /// 分, cent.
    pub minor: i64,
    /// ISO 4217.
    pub currency: Currency,
}

impl Default for Money {
    fn default() -> Self {
        Money {
            minor: 0,
            currency: Currency(*b"CNY"),
        }
    }
}

/// A decimal number: `mantissa` × 10^−`scale`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Decimal {
    /// All digits.
    pub mantissa: i64,
    /// How many of them stand after the point.
    pub scale: u8,
}

/// A date: days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Day(pub i32);

/// The SHA-256 of a blob (empty = none).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Blob(pub Vec<u8>);

plain!(bool, FieldKind::Bool, Value::Bool(b) => *b, this => Value::Bool(*this));
plain!(i64, FieldKind::Int, Value::Int(n) => *n, this => Value::Int(*this));
plain!(Instant, FieldKind::Instant, Value::Instant(at) => at.clone(), this => if *this == Instant::default() { Value::Empty } else { Value::Instant(this.clone()) });
plain!(Day, FieldKind::Day, Value::Day(days) => Day(*days), this => Value::Day(this.0));
plain!(Decimal, FieldKind::Decimal, Value::Decimal(mantissa, scale) => Decimal { mantissa: *mantissa, scale: *scale }, this => Value::Decimal(this.mantissa, this.scale));
plain!(Money, FieldKind::Money, Value::Money(minor, currency) => Money { minor: *minor, currency: *currency }, this => Value::Money(this.minor, this.currency));
plain!(Blob, FieldKind::Attachment, Value::Bytes(bytes) => Blob(bytes.clone()), this => if this.0.is_empty() { Value::Empty } else { Value::Bytes(this.0.clone()) });

//! The member that a value was made of comes back, whatever stands beside it in its union.

use bindery_runtime::rt::{object, open_enum, union};
use bindery_runtime::{
    Date, Unexpected, UnknownValue, Value, from_slice, from_slice_strict, to_vec,
};
use proptest::prelude::*;

#[derive(Clone)]
enum Colour {
    Red,
    Blue,
    Unknown(UnknownValue),
}
open_enum! { Colour | Unknown { Red = "red", Blue = "blue" } }

#[derive(Clone)]
enum Size {
    Small,
    Large,
    Unknown(UnknownValue),
}
open_enum! { Size | Unknown { Small = "small", Large = "large" } }

/// Told by a required property.
#[derive(Clone, Default, PartialEq)]
struct Required {
    id: String,
    radius: f64,
    note: Option<String>,
    unexpected: Unexpected,
}
object! { Required { id = "id" required, radius = "radius" required, note = "note", } }

/// Told by a property that has one value.
#[derive(Clone, Default, PartialEq)]
struct Tagged {
    kind: String,
    id: Option<String>,
    note: Option<String>,
    unexpected: Unexpected,
}
object! { Tagged { kind = "kind" required, id = "id", note = "note", } }

/// The same but for the value.
#[derive(Clone, Default, PartialEq)]
struct Other {
    kind: String,
    id: Option<String>,
    note: Option<String>,
    unexpected: Unexpected,
}
object! { Other { kind = "kind" required, id = "id", note = "note", } }

/// Told by the kinds of its properties.
#[derive(Clone, Default, PartialEq)]
struct Kinds {
    id: i64,
    size: Option<Size>,
    on: Option<Date>,
    unexpected: Unexpected,
}
object! { Kinds { id = "id" required, size = "size", on = "on", } }

/// Told by nothing but the name of a property.
#[derive(Clone, Default, PartialEq)]
struct Named {
    weight: Option<f64>,
    unexpected: Unexpected,
}
object! { Named { weight = "weight", } }

/// A union of all these, in an order of its own.
macro_rules! order {
    ($name:ident: $($variant:ident)*) => {
        #[derive(Clone, PartialEq)]
        enum $name {
            $($variant(of!($variant)),)*
            Unknown(Value),
        }
        order! { @table $name [] $($variant)* }

        impl $name {
            fn member(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => stringify!($variant),)*
                    Self::Unknown(_) => "Unknown",
                }
            }
        }
    };
    (@table $name:ident [$($done:tt)*]) => { union! { $name | Unknown { $($done)* } } };
    (@table $name:ident [$($done:tt)*] Tagged $($rest:ident)*) => {
        order! { @table $name [$($done)* Tagged(Box<Tagged>) where "kind" is "tagged",] $($rest)* }
    };
    (@table $name:ident [$($done:tt)*] Other $($rest:ident)*) => {
        order! { @table $name [$($done)* Other(Box<Other>) where "kind" is "other",] $($rest)* }
    };
    (@table $name:ident [$($done:tt)*] Colours $($rest:ident)*) => {
        order! { @table $name [$($done)* Colours(Vec<Colour>),] $($rest)* }
    };
    (@table $name:ident [$($done:tt)*] Sizes $($rest:ident)*) => {
        order! { @table $name [$($done)* Sizes(Vec<Size>),] $($rest)* }
    };
    (@table $name:ident [$($done:tt)*] Integer $($rest:ident)*) => {
        order! { @table $name [$($done)* Integer(i64),] $($rest)* }
    };
    (@table $name:ident [$($done:tt)*] Number $($rest:ident)*) => {
        order! { @table $name [$($done)* Number(f64),] $($rest)* }
    };
    (@table $name:ident [$($done:tt)*] $next:ident $($rest:ident)*) => {
        order! { @table $name [$($done)* $next(Box<$next>),] $($rest)* }
    };
}

macro_rules! of {
    (Colours) => { Vec<Colour> };
    (Sizes) => { Vec<Size> };
    (Integer) => { i64 };
    (Number) => { f64 };
    ($name:ident) => { Box<$name> };
}

order! { Forth: Required Tagged Other Kinds Named Colours Sizes Integer Number }
order! { Back: Number Integer Sizes Colours Named Kinds Other Tagged Required }
order! { Mixed: Named Number Kinds Colours Tagged Sizes Required Integer Other }

fn text() -> impl Strategy<Value = String> {
    "[a-z]{0,6}"
}

fn colour() -> impl Strategy<Value = Colour> {
    prop_oneof![Just(Colour::Red), Just(Colour::Blue)]
}

fn size() -> impl Strategy<Value = Size> {
    prop_oneof![Just(Size::Small), Just(Size::Large)]
}

/// A value of any member, with the name of the member.
fn value() -> impl Strategy<Value = Forth> {
    let optional = || proptest::option::of(text());
    prop_oneof![
        (text(), -1e6..1e6, optional()).prop_map(|(id, radius, note)| {
            Forth::Required(Box::new(Required {
                id,
                radius,
                note,
                ..Required::default()
            }))
        }),
        (optional(), optional()).prop_map(|(id, note)| {
            let kind = "tagged".to_owned();
            Forth::Tagged(Box::new(Tagged {
                kind,
                id,
                note,
                ..Tagged::default()
            }))
        }),
        (optional(), optional()).prop_map(|(id, note)| {
            let kind = "other".to_owned();
            Forth::Other(Box::new(Other {
                kind,
                id,
                note,
                ..Other::default()
            }))
        }),
        (any::<i64>(), proptest::option::of(size()), any::<bool>()).prop_map(|(id, size, on)| {
            let on = on.then(|| "2024-02-29".parse().expect("a date"));
            Forth::Kinds(Box::new(Kinds {
                id,
                size,
                on,
                ..Kinds::default()
            }))
        }),
        (-1e6..1e6).prop_map(|weight| {
            let weight = Some(weight);
            Forth::Named(Box::new(Named {
                weight,
                ..Named::default()
            }))
        }),
        proptest::collection::vec(colour(), 1..5).prop_map(Forth::Colours),
        proptest::collection::vec(size(), 1..5).prop_map(Forth::Sizes),
        any::<i64>().prop_map(Forth::Integer),
        (0_i32..1_000_000).prop_map(|number| Forth::Number(f64::from(number) + 0.5)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_member_comes_back(value in value()) {
        let json = to_vec(&value);
        let shown = String::from_utf8_lossy(&json).into_owned();
        let forth: Forth = from_slice(&json).expect("a union takes anything");
        prop_assert!(forth == value, "{shown} became {}", forth.member());
        let strict: Forth = from_slice_strict(&json).expect("it fits");
        prop_assert_eq!(strict.member(), value.member());
        let back: Back = from_slice(&json).expect("a union takes anything");
        prop_assert_eq!(back.member(), value.member(), "{}", &shown);
        let mixed: Mixed = from_slice(&json).expect("a union takes anything");
        prop_assert_eq!(mixed.member(), value.member(), "{}", &shown);
        prop_assert_eq!(to_vec(&mixed), json);
    }
}

//! Models as the generator writes them.

#![allow(dead_code, missing_docs, unreachable_pub)]

use std::collections::BTreeMap;

use bindery_runtime::rt::*;

pub const BINDING: &str = "BS0123456789abcdefABCDEF0123456789";

#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct BindingSid([u8; 34]);
fixed_text! { BindingSid[34] = "^BS[0-9a-fA-F]{32}$" { "BS", ['0'-'9' 'a'-'f' 'A'-'F'; 32]; } }

#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct MessageSid([u8; 34]);
fixed_text! {
    MessageSid[34] = "^(SM|MM)[0-9a-fA-F]{32}$" {
        "SM", ['0'-'9' 'a'-'f' 'A'-'F'; 32];
        "MM", ['0'-'9' 'a'-'f' 'A'-'F'; 32];
    }
}

#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct AssistantId(Box<str>);
pattern_text! { AssistantId = "^aia_asst_.+$" { "\\A(?:aia_asst_[^\\n\\r\\u{2028}\\u{2029}]+)\\z" } }

#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Free(Box<str>);
pattern_text! { Free = "(?=x)y" }

#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Short(Box<str>);
pattern_text! { Short = "" length 1..=3 }

#[derive(Clone)]
#[non_exhaustive]
pub enum BindingType {
    Apn,
    Gcm,
    Unknown(UnknownValue),
}
open_enum! { BindingType | Unknown { Apn = "apn", Gcm = "gcm" } }

#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Priority {
    Low,
    Unknown(i64),
}
open_integer_enum! { Priority | Unknown { Low = 1 } }

#[derive(Clone, Default, PartialEq)]
pub struct Binding {
    pub sid: Option<BindingSid>,
    pub date_created: Option<DateTime>,
    pub identity: Option<String>,
    pub binding_type: Option<BindingType>,
    pub message_types: Option<Vec<String>>,
    pub unexpected: Unexpected,
}
object! {
    Binding {
        sid = "sid",
        date_created = "date_created",
        identity = "identity" sensitive,
        binding_type = "binding_type",
        message_types = "message_types",
    }
}

#[derive(Clone, Default, PartialEq)]
pub struct Meta {
    pub next_page_url: Option<String>,
    pub unexpected: Unexpected,
}
object! { Meta { next_page_url = "next_page_url", } }

#[derive(Clone, Default, PartialEq)]
pub struct Bindings {
    pub bindings: Option<Vec<Binding>>,
    pub meta: Option<Meta>,
    pub unexpected: Unexpected,
}
object! { Bindings { bindings = "bindings", meta = "meta", } }
paged! { Bindings { bindings: Binding = "bindings" } }

#[derive(Clone, PartialEq)]
pub struct Circle {
    pub sid: BindingSid,
    pub radius: f64,
    pub inner: Option<Box<Circle>>,
    pub additional_properties: BTreeMap<String, i64>,
    pub unexpected: Unexpected,
}
object! { Circle { sid = "sid", radius = "radius", inner = "inner", ..additional_properties, } }

#[derive(Clone, PartialEq)]
pub struct Circles {
    pub circles: Vec<Circle>,
    pub next: Option<String>,
    pub unexpected: Unexpected,
}
object! { Circles { circles = "circles", next = "next", } }
paged! { Circles { circles: Circle = "circles" } }

#[derive(Clone, Default, PartialEq)]
pub struct Square {
    pub side: Option<i64>,
    pub unexpected: Unexpected,
}
object! { Square { side = "side", } }

#[derive(Clone, Default, PartialEq)]
pub struct Nest {
    pub inner: Option<Box<Nest>>,
    pub unexpected: Unexpected,
}
object! { Nest { inner = "inner", } }

#[derive(Clone, Default, PartialEq)]
pub struct Patch {
    pub name: Field<String>,
    pub unexpected: Unexpected,
}
object! { Patch { name = "name", } }

#[derive(Clone, Default, PartialEq)]
pub struct Headers {
    pub access_control_allow_origin: Option<String>,
    pub access_control_allow_credentials: Option<bool>,
    pub unexpected: Unexpected,
}
object! {
    Headers {
        access_control_allow_origin = "Access-Control-Allow-Origin",
        access_control_allow_credentials = "Access-Control-Allow-Credentials",
    }
}

#[derive(Clone, PartialEq)]
pub enum Shape {
    Circle(Box<Circle>),
    Square(Square),
    Unknown(Value),
}
union! { Shape | Unknown { Circle(Box<Circle>), Square(Square) } }

#[derive(Clone, PartialEq)]
pub enum Tagged {
    Circle(Box<Circle>),
    Square(Box<Square>),
    Unknown(Value),
}
union! { Tagged | Unknown by "kind" { Circle(Box<Circle>) = "circle", Square(Box<Square>) = "square" | "quad" } }

#[derive(Clone, Debug, PartialEq)]
pub enum ByStatus {
    Ok(Square),
    NoContent,
}
responses! { ByStatus { 200 | 201 => Ok(Square), 204 => NoContent } }

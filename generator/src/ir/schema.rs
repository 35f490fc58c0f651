//! Schemas: what a value may be.

use super::{Enumeration, Text};
use crate::pointer::Pointer;

/// Names one of [`Ir::types`](super::Ir::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A schema where it is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// The kind of value.
    pub ty: Type,
    /// Whether null is a value of it too.
    pub nullable: bool,
    /// What a value of the kind must satisfy besides.
    pub rules: Rules,
    /// `default`, as JSON text.
    pub default: Option<String>,
    /// For a map of maps that is written as one dotted key a value: what the keys begin with,
    /// empty for its own name (format `prefixed-collapsible-map-…`).
    pub collapse: Option<String>,
}

impl Schema {
    /// A schema without any rule.
    #[must_use]
    pub fn plain(ty: Type) -> Self {
        Self {
            ty,
            nullable: false,
            rules: Rules::default(),
            default: None,
            collapse: None,
        }
    }
}

/// A kind of value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// `boolean`.
    Boolean,
    /// `integer` with format `int32`.
    Int32,
    /// `integer` with format `int64` or none.
    Int64,
    /// `integer` with format `uint64`: not of OpenAPI's registry, but common.
    Uint64,
    /// `number`.
    Number,
    /// `string`.
    String,
    /// `string` with format `date-time` (RFC 3339).
    DateTime,
    /// `string` with format `date-time-rfc-2822`.
    DateTimeRfc2822,
    /// `string` with format `date` (RFC 3339, full-date).
    Date,
    /// Any JSON value.
    Json,
    /// `string` with format `binary`: bytes that do not stand in JSON.
    Binary,
    /// `array`.
    Array(Box<Element>),
    /// `object` without properties: names to values.
    Map(Box<Element>),
    /// A type with a name of its own.
    Named(TypeId),
}

impl Type {
    /// Whether its values are sent as files of a multipart form: bytes, or a list of such.
    #[must_use]
    pub fn is_file(&self) -> bool {
        match self {
            Self::Binary => true,
            Self::Array(element) => element.ty == Self::Binary,
            _ => false,
        }
    }
}

/// What an array or a map holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Element {
    /// The kind of value.
    pub ty: Type,
    /// Whether null is a value of it too.
    pub nullable: bool,
}

/// Rules for a value beyond its kind (OpenAPI 3.0, section "Schema Object": properties taken from
/// JSON Schema). Bounds of numbers keep the document's own notation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// `minimum`, and whether it is excluded.
    pub minimum: Option<(Bound, bool)>,
    /// `maximum`, and whether it is excluded.
    pub maximum: Option<(Bound, bool)>,
    /// `multipleOf`.
    pub multiple_of: Option<Bound>,
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// Which properties are there together, or not.
    pub groups: Vec<Groups>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// The rules for each item of an array, and for each value of a map.
    pub each: Option<Box<Rules>>,
    /// Whether what breaks them must not show: it is personal, or a secret.
    pub personal: bool,
}

impl Rules {
    /// Whether any value keeps them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let personal = self.personal;
        *self
            == Self {
                personal,
                ..Self::default()
            }
    }

    /// These rules for each item or value.
    #[must_use]
    pub fn for_each(self) -> Option<Box<Self>> {
        (!self.is_empty()).then(|| Box::new(self))
    }
}

/// Groups of properties, of which an object has some as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups {
    /// How many of them.
    pub count: GroupCount,
    /// The names of the properties of each.
    pub names: Vec<Vec<String>>,
}

/// How many of some groups are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupCount {
    /// One or more (`anyOf`).
    Some,
    /// One and no second one (`oneOf`).
    One,
    /// One or none.
    AtMostOne,
    /// None (`not`).
    None,
}

/// A number that bounds another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// An integer of 64 bits, with or without a sign.
    Integer(i128),
    /// Another number.
    Number(f64),
}

/// A type with a name of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// Where the document defines it; the first place for a type that stands in several.
    pub pointer: Pointer,
    /// The component's name, for one of `components.schemas`.
    pub component: Option<String>,
    /// Every place without a component name at which the type stands, with what it is called there.
    pub uses: Vec<Use>,
    /// `description`, as it stands in the document.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// What the document calls the values of an enumeration and says of them, in the order of their texts.
    pub labels: Vec<(String, Label)>,
    /// What it is.
    pub shape: TypeShape,
}

/// What a document says of one value of an enumeration.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// What it is called.
    pub name: Option<String>,
    /// What it means, in Markdown.
    pub description: Option<String>,
}

/// A place at which an anonymous type stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// `title`, if the schema has one.
    pub title: Option<String>,
    /// What holds it: a component, an operation or the place that holds that.
    pub owner: String,
    /// The property or parameter, or what else the place is called.
    pub name: String,
    /// What the place is to its owner.
    pub role: Role,
}

/// What a place is to the operation or the schema that holds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A part that the document names, or that is named after such a part.
    #[default]
    Part,
    /// What an answer holds that is no error: it has no name but that of its operation.
    Answer,
    /// What a request holds: it has no name but that of its operation.
    Body,
    /// What a request holds in another media type.
    OtherBody,
    /// One of several schemas: what it is called says nothing without their owner.
    Member,
}

impl Role {
    /// Whether the place has no name of its own beside its operation's.
    #[must_use]
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Answer | Self::Body)
    }
}

/// What a type is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeShape {
    /// An object with declared properties.
    Object(Object),
    /// A closed list of values, which services open.
    Enumeration(Enumeration),
    /// A string with a pattern.
    Text(Text),
    /// `oneOf` or `anyOf`.
    Union(Union),
}

/// An object with declared properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// The properties.
    pub properties: Vec<Property>,
    /// What other properties may be.
    pub additional: Additional,
    /// The rules for each of those.
    pub additional_rules: Box<Rules>,
}

/// What properties that an object does not declare may be.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Additional {
    /// The document does not say.
    #[default]
    Unsaid,
    /// There are none.
    Closed,
    /// Values of this kind.
    Typed(Element),
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Its wire name.
    pub name: String,
    /// Where it stands.
    pub pointer: Pointer,
    /// `description`, as it stands in the document.
    pub description: Option<String>,
    /// Whether `required` lists it.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// In which direction it goes.
    pub access: Access,
    /// Whether it holds what must not show: personal data (`x-twilio.pii`) or a secret (`writeOnly`,
    /// format `password`).
    pub personal: bool,
    /// What its values are.
    pub schema: Schema,
}

/// In which direction a property goes (OpenAPI 3.0, section "Schema Object", `readOnly` and
/// `writeOnly`). What goes in one direction only is required in that direction only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// In both.
    #[default]
    Both,
    /// In answers only.
    Read,
    /// In requests only.
    Write,
}

/// `oneOf` or `anyOf`: one of several schemas.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The schemas.
    pub variants: Vec<UnionVariant>,
    /// How to tell which it is.
    pub discriminator: Option<Discriminator>,
}

/// One schema of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionVariant {
    /// What the document calls it, if anything.
    pub name: Option<String>,
    /// What its values are.
    pub element: Element,
    /// The discriminator's values that mean this variant.
    pub tags: Vec<String>,
    /// The properties that can have one value alone, with the text of that value.
    pub constants: Vec<(String, String)>,
    /// What its values must satisfy besides.
    pub rules: Rules,
}

/// OpenAPI 3.0, section "Discriminator Object".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// The property that tells.
    pub property: String,
}

//! Schemas: the allowed values.

use super::{Enumeration, Text};
use crate::pointer::Pointer;
use crate::replace::Selector;

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
    /// For a map of maps that is sent as dotted keys: the prefix of the keys, or empty for the name of the
    /// parameter (format `prefixed-collapsible-map-…`).
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
    /// `string` with format `byte`: bytes in base64 (RFC 4648, section 4).
    Base64,
    /// `string` with format `base64url`: bytes in base64url (RFC 4648, section 5).
    Base64Url,
    /// Any JSON value.
    Json,
    /// `string` with format `binary`: bytes outside JSON.
    Binary,
    /// `array`.
    Array(Box<Element>),
    /// `object` without properties: names to values.
    Map(Box<Element>),
    /// A named type.
    Named(TypeId),
    /// A kind of value for which the target has a type.
    Replaced(Box<Replaced>),
}

/// A kind of value for which the target has a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Replaced {
    /// The entry of the target.
    pub by: Selector,
    /// What the document says of the values, without the names of objects: those are any JSON.
    pub ty: Type,
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

/// The element type of an array or a map.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Element {
    /// The kind of value.
    pub ty: Type,
    /// Whether null is a value of it too.
    pub nullable: bool,
}

/// Rules for a value beyond its type (OpenAPI 3.0, section "Schema Object": properties taken from JSON
/// Schema). Numeric bounds keep the notation of the document.
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

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// Its place in the document; the first one if there are several.
    pub pointer: Pointer,
    /// The component's name, for one of `components.schemas`.
    pub component: Option<String>,
    /// All uses without a component name, with the names there.
    pub uses: Vec<Use>,
    /// `description`, unchanged.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The names and descriptions of enum values in the document, sorted by value.
    pub labels: Vec<(String, Label)>,
    /// What it is.
    pub shape: TypeShape,
}

/// The name and description of an enum value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// What it is called.
    pub name: Option<String>,
    /// What it means, in Markdown.
    pub description: Option<String>,
}

/// A use of an anonymous type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// `title`, if the schema has one.
    pub title: Option<String>,
    /// The parent: a component, an operation, or the parent's own use.
    pub owner: String,
    /// The property or parameter, or what else the place is called.
    pub name: String,
    /// What the place is to its owner.
    pub role: Role,
}

/// The role of a use in its operation or schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A part that the document names, or that is named after such a part.
    #[default]
    Part,
    /// The content of a successful response: it is named after its operation only.
    Answer,
    /// The content of a request: it is named after its operation only.
    Body,
    /// The content of a request in another media type.
    OtherBody,
    /// One of several schemas: its name means nothing without the parent.
    Member,
}

impl Role {
    /// Whether the use has no name besides that of its operation.
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
    /// There are no undeclared properties.
    Closed,
    /// Values of this kind.
    Typed(Element),
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Its wire name.
    pub name: String,
    /// Its place in the document.
    pub pointer: Pointer,
    /// `description`, unchanged.
    pub description: Option<String>,
    /// Whether `required` lists it.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// The direction in which the property is sent.
    pub access: Access,
    /// Whether the value must not be shown: personal data (`x-twilio.pii`) or a secret (`writeOnly`, format
    /// `password`).
    pub personal: bool,
    /// What its values are.
    pub schema: Schema,
}

/// The direction in which a property is sent (OpenAPI 3.0, section "Schema Object", `readOnly` and
/// `writeOnly`). A property with one direction is required only in that direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// In both.
    #[default]
    Both,
    /// Only in responses.
    Read,
    /// In requests only.
    Write,
}

/// `oneOf` or `anyOf`: one of several schemas.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The schemas.
    pub variants: Vec<UnionVariant>,
    /// How to determine the variant.
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
    /// The properties with only one allowed value, with the text of that value.
    pub constants: Vec<(String, String)>,
    /// What its values must satisfy besides.
    pub rules: Rules,
}

/// OpenAPI 3.0, section "Discriminator Object".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// The property that determines the variant.
    pub property: String,
}

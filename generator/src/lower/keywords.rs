//! One view of a schema's keywords, whichever of `openapiv3`'s shapes they were sorted into.

use std::collections::BTreeMap;

use openapiv3::{
    AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind, Type as Kind,
};

use crate::ir::{Access, Bound};
use crate::vendor;

/// The keywords of a schema that decide what its values are.
#[derive(Default)]
pub(super) struct Keywords<'a> {
    pub(super) kind: Option<&'a str>,
    /// Whether values must not show: personal data, passwords, and texts that services never give out.
    pub(super) personal: bool,
    pub(super) format: Option<String>,
    pub(super) pattern: Option<&'a str>,
    pub(super) values: Vec<serde_json::Value>,
    pub(super) minimum: Option<Bound>,
    pub(super) maximum: Option<Bound>,
    pub(super) exclusive_minimum: bool,
    pub(super) exclusive_maximum: bool,
    pub(super) multiple_of: Option<Bound>,
    pub(super) min_length: Option<usize>,
    pub(super) max_length: Option<usize>,
    pub(super) min_items: Option<usize>,
    pub(super) max_items: Option<usize>,
    pub(super) unique_items: bool,
    pub(super) properties: Vec<(&'a str, &'a ReferenceOr<Box<Schema>>)>,
    pub(super) required: &'a [String],
    pub(super) additional: Option<&'a AdditionalProperties>,
    pub(super) min_properties: Option<usize>,
    pub(super) max_properties: Option<usize>,
    pub(super) items: Option<&'a ReferenceOr<Box<Schema>>>,
    pub(super) one_of: &'a [ReferenceOr<Schema>],
    pub(super) any_of: &'a [ReferenceOr<Schema>],
    pub(super) all_of: &'a [ReferenceOr<Schema>],
    pub(super) not: Option<&'a ReferenceOr<Schema>>,
}

impl<'a> Keywords<'a> {
    pub(super) fn of(schema: &'a Schema) -> Self {
        let mut words = Self::of_shape(schema);
        let data = &schema.schema_data;
        let is_secret = words.format.as_deref() == Some("password") || data.write_only;
        words.personal = is_personal(&data.extensions)
            || is_secret && words.effective_kind() == Some("string")
            || matches!(words.items, Some(ReferenceOr::Item(items)) if Self::of(items).personal);
        words
    }

    fn of_shape(schema: &'a Schema) -> Self {
        match &schema.schema_kind {
            SchemaKind::Type(kind) => Self::of_kind(kind),
            SchemaKind::OneOf { one_of } => Self {
                one_of,
                ..Self::default()
            },
            SchemaKind::AllOf { all_of } => Self {
                all_of,
                ..Self::default()
            },
            SchemaKind::AnyOf { any_of } => Self {
                any_of,
                ..Self::default()
            },
            SchemaKind::Not { not } => Self {
                not: Some(not),
                ..Self::default()
            },
            SchemaKind::Any(any) => Self::of_any(any),
        }
    }

    fn of_kind(kind: &'a Kind) -> Self {
        match kind {
            Kind::String(string) => Self {
                kind: Some("string"),
                format: format_name(&string.format),
                pattern: string.pattern.as_deref(),
                values: string
                    .enumeration
                    .iter()
                    .map(|value| value.clone().into())
                    .collect(),
                min_length: string.min_length,
                max_length: string.max_length,
                ..Self::default()
            },
            Kind::Number(number) => Self {
                kind: Some("number"),
                format: format_name(&number.format),
                values: number
                    .enumeration
                    .iter()
                    .map(|value| value.map_or(serde_json::Value::Null, plain))
                    .collect(),
                minimum: number.minimum.map(Bound::Number),
                maximum: number.maximum.map(Bound::Number),
                exclusive_minimum: number.exclusive_minimum,
                exclusive_maximum: number.exclusive_maximum,
                multiple_of: number.multiple_of.map(Bound::Number),
                ..Self::default()
            },
            Kind::Integer(integer) => Self {
                kind: Some("integer"),
                format: format_name(&integer.format),
                values: integer
                    .enumeration
                    .iter()
                    .map(|value| (*value).into())
                    .collect(),
                minimum: integer.minimum.map(|bound| Bound::Integer(bound.into())),
                maximum: integer.maximum.map(|bound| Bound::Integer(bound.into())),
                exclusive_minimum: integer.exclusive_minimum,
                exclusive_maximum: integer.exclusive_maximum,
                multiple_of: integer
                    .multiple_of
                    .map(|bound| Bound::Integer(bound.into())),
                ..Self::default()
            },
            Kind::Object(object) => Self {
                kind: Some("object"),
                properties: object
                    .properties
                    .iter()
                    .map(|(name, p)| (name.as_str(), p))
                    .collect(),
                required: &object.required,
                additional: object.additional_properties.as_ref(),
                min_properties: object.min_properties,
                max_properties: object.max_properties,
                ..Self::default()
            },
            Kind::Array(array) => Self {
                kind: Some("array"),
                items: array.items.as_ref(),
                min_items: array.min_items,
                max_items: array.max_items,
                unique_items: array.unique_items,
                ..Self::default()
            },
            Kind::Boolean(boolean) => Self {
                kind: Some("boolean"),
                values: boolean
                    .enumeration
                    .iter()
                    .map(|value| (*value).into())
                    .collect(),
                ..Self::default()
            },
        }
    }

    fn of_any(any: &'a AnySchema) -> Self {
        let bound = |value: f64| match any.typ.as_deref() {
            Some("integer") if value.fract() == 0.0 && value.abs() < i64::MAX as f64 => {
                Bound::Integer(value as i128)
            }
            _ => Bound::Number(value),
        };
        Self {
            personal: false,
            kind: any.typ.as_deref(),
            format: any.format.clone(),
            pattern: any.pattern.as_deref(),
            values: any.enumeration.clone(),
            minimum: any.minimum.map(bound),
            maximum: any.maximum.map(bound),
            exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
            exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
            multiple_of: any.multiple_of.map(bound),
            min_length: any.min_length,
            max_length: any.max_length,
            min_items: any.min_items,
            max_items: any.max_items,
            unique_items: any.unique_items.unwrap_or_default(),
            properties: any
                .properties
                .iter()
                .map(|(name, p)| (name.as_str(), p))
                .collect(),
            required: &any.required,
            additional: any.additional_properties.as_ref(),
            min_properties: any.min_properties,
            max_properties: any.max_properties,
            items: any.items.as_ref(),
            one_of: &any.one_of,
            any_of: &any.any_of,
            all_of: &any.all_of,
            not: any.not.as_deref(),
        }
    }

    /// The kind that the schema names, or else the one that its keywords or its values have. A number with a
    /// format of integers is an integer.
    pub(super) fn effective_kind(&self) -> Option<&'a str> {
        if self.kind == Some("number") && self.integers().is_some() {
            return Some("integer");
        }
        self.kind.or_else(|| {
            if !self.properties.is_empty() || self.additional.is_some() {
                Some("object")
            } else if self.items.is_some() {
                Some("array")
            } else if self.pattern.is_some() {
                Some("string")
            } else {
                self.kind_of_values()
            }
        })
    }

    /// The kind of the listed values, null aside, if it is one.
    fn kind_of_values(&self) -> Option<&'static str> {
        match self.values_by_kind()[..] {
            [(kind, ..)] => Some(kind),
            _ => None,
        }
    }

    /// Whether the schema lists values of several kinds and says nothing else of what they are.
    pub(super) fn lists_kinds(&self) -> bool {
        let is_composed =
            !(self.one_of.is_empty() && self.any_of.is_empty() && self.all_of.is_empty());
        !is_composed && self.effective_kind().is_none() && self.values_by_kind().len() > 1
    }

    /// The listed values by their kind, null aside, each kind with the index of its first value; nothing if there are
    /// lists or objects among them. Integers beside other numbers are numbers.
    pub(super) fn values_by_kind(&self) -> Vec<(&'static str, usize, Vec<serde_json::Value>)> {
        let has_fractions = self.values.iter().any(|it| kind_of(it) == Some("number"));
        let mut kinds: Vec<(&str, usize, Vec<serde_json::Value>)> = Vec::new();
        for (index, value) in self.values.iter().enumerate() {
            let kind = match kind_of(value) {
                _ if value.is_null() => continue,
                Some("integer") if has_fractions => "number",
                Some(kind) => kind,
                None => return Vec::new(),
            };
            match kinds.iter_mut().find(|(known, ..)| *known == kind) {
                Some((_, _, values)) => values.push(value.clone()),
                None => kinds.push((kind, index, vec![value.clone()])),
            }
        }
        kinds
    }

    /// The least and the greatest integer of the format, if it is one of integers; the greatest `u64`
    /// is no `i64` (OpenAPI Format Registry).
    pub(super) fn integers(&self) -> Option<(i64, Option<i64>)> {
        Some(match self.format.as_deref()? {
            "int8" => (i8::MIN.into(), Some(i8::MAX.into())),
            "int16" => (i16::MIN.into(), Some(i16::MAX.into())),
            "int32" => (i32::MIN.into(), Some(i32::MAX.into())),
            "int64" => (i64::MIN, Some(i64::MAX)),
            "uint8" => (0, Some(u8::MAX.into())),
            "uint16" => (0, Some(u16::MAX.into())),
            "uint32" => (0, Some(u32::MAX.into())),
            "uint64" => (0, None),
            _ => return None,
        })
    }

    /// Whether the schema is of objects that have no properties but the declared ones.
    pub(super) fn is_closed(&self) -> bool {
        self.effective_kind() == Some("object")
            && self.values.is_empty()
            && matches!(self.additional, Some(AdditionalProperties::Any(false)))
    }

    /// Whether the schema says nothing of its values.
    pub(super) fn is_empty(&self) -> bool {
        self.effective_kind().is_none()
            && self.values.is_empty()
            && self.format.is_none()
            && self.required.is_empty()
            && self.one_of.is_empty()
            && self.any_of.is_empty()
            && self.all_of.is_empty()
            && self.not.is_none()
    }
}

/// The kind of a value that is no list, object or null.
fn kind_of(value: &serde_json::Value) -> Option<&'static str> {
    use serde_json::Value;
    match value {
        Value::String(_) => Some("string"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_i64() => Some("integer"),
        Value::Number(_) => Some("number"),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A number, as an integer if it is one.
fn plain(number: f64) -> serde_json::Value {
    if number.fract() == 0.0 && number.abs() < i64::MAX as f64 {
        (number as i64).into()
    } else {
        number.into()
    }
}

/// The name of a format as the document writes it.
fn format_name<T: serde::Serialize>(
    format: &openapiv3::VariantOrUnknownOrEmpty<T>,
) -> Option<String> {
    match format {
        openapiv3::VariantOrUnknownOrEmpty::Item(item) => serde_json::to_value(item)
            .ok()
            .and_then(|name| name.as_str().map(str::to_owned)),
        openapiv3::VariantOrUnknownOrEmpty::Unknown(name) => Some(name.clone()),
        openapiv3::VariantOrUnknownOrEmpty::Empty => None,
    }
}

/// Whether a schema's extensions mark it as personal data.
pub(super) fn is_personal(extensions: &indexmap::IndexMap<String, serde_json::Value>) -> bool {
    vendor::is_personal(extensions)
}

/// The direction in which a property is sent.
pub(super) fn access(data: &SchemaData) -> Access {
    match (data.read_only, data.write_only) {
        (true, false) => Access::Read,
        (false, true) => Access::Write,
        _ => Access::Both,
    }
}

/// A schema that says nothing.
pub(super) fn nothing() -> Schema {
    Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Any(AnySchema::default()),
    }
}

/// What a schema says besides what its values are.
pub(super) fn description(data: &SchemaData) -> Option<String> {
    data.description
        .clone()
        .or_else(|| data.title.clone().filter(|title| title.contains(' ')))
}

/// The values of a discriminator with the schemas that they mean, in an order that does not depend on the document's.
pub(super) fn mapping(source: &openapiv3::Discriminator) -> BTreeMap<&String, &String> {
    source.mapping.iter().collect()
}

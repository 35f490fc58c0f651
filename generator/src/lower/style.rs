//! Styles: which of them have a meaning for which kinds of values.

use openapiv3::{Parameter as Source, QueryStyle};

use super::Lowering;
use crate::diagnostic::Code;
use crate::ir::{Schema, Type, TypeShape};
use crate::pointer::Pointer;

/// Values as far as styles differ by them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primitive,
    Array,
    Object,
    /// It is not known before there is a value.
    Open,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Primitive => "a single value",
            Self::Array => "a list",
            Self::Object => "an object",
            Self::Open => "any value",
        }
    }
}

impl Lowering<'_, '_> {
    /// Says where the specification gives a style no meaning (OpenAPI 3.0, section "Style Values").
    pub(super) fn defined_style(&mut self, source: &Source, schema: &Schema, pointer: &Pointer) {
        let kind = self.kind(&schema.ty);
        let data = source.parameter_data_ref();
        let undefined = match source {
            Source::Query { style, .. } => match style {
                QueryStyle::SpaceDelimited => (kind != Kind::Array).then_some("spaceDelimited"),
                QueryStyle::PipeDelimited => (kind != Kind::Array).then_some("pipeDelimited"),
                QueryStyle::DeepObject => (kind != Kind::Object).then_some("deepObject"),
                QueryStyle::Form => None,
            },
            _ => None,
        };
        if let Some(style) = undefined.filter(|_| kind != Kind::Open) {
            let message = format!(
                "the style `{style}` is not defined for {}: the service may not expect how it is encoded",
                kind.name()
            );
            self.warn(
                Code::UndefinedStyle,
                pointer.join("style"),
                message,
                "remove `style`, unless the service supports this one",
            );
            return;
        }
        let deep = matches!(
            source,
            Source::Query {
                style: QueryStyle::DeepObject,
                ..
            }
        );
        if deep && data.explode == Some(false) {
            let message = "the style `deepObject` is not defined for `explode: false`: it is encoded as with `explode: true`";
            self.warn(
                Code::UndefinedStyle,
                pointer.join("explode"),
                message,
                "remove `explode`",
            );
        }
        if !deep && self.is_nested(&schema.ty) {
            let written = match source {
                Source::Header { .. } => {
                    "they are encoded as JSON, which cannot be sent if it contains a comma"
                }
                _ => "they are encoded as JSON",
            };
            let message = format!(
                "the specification does not define how to encode nested lists and objects: {written}"
            );
            self.warn(
                Code::UndefinedStyle,
                pointer.join("schema"),
                message,
                "use `content: application/json` instead of `schema` if the service expects JSON",
            );
        }
    }

    fn kind(&self, ty: &Type) -> Kind {
        match ty {
            Type::Array(_) => Kind::Array,
            Type::Map(_) => Kind::Object,
            Type::Json => Kind::Open,
            Type::Named(id) => match self.types[id.0].as_ref().map(|it| &it.shape) {
                Some(TypeShape::Object(_)) => Kind::Object,
                Some(TypeShape::Union(_)) | None => Kind::Open,
                Some(TypeShape::Enumeration(_) | TypeShape::Text(_)) => Kind::Primitive,
            },
            _ => Kind::Primitive,
        }
    }

    /// Whether a list or an object contains anything but single values.
    pub(super) fn is_nested(&self, ty: &Type) -> bool {
        let inside = |ty: &Type| matches!(self.kind(ty), Kind::Array | Kind::Object);
        match ty {
            Type::Array(element) | Type::Map(element) => inside(&element.ty),
            Type::Named(id) => match self.types[id.0].as_ref().map(|it| &it.shape) {
                Some(TypeShape::Object(object)) => object
                    .properties
                    .iter()
                    .any(|property| inside(&property.schema.ty)),
                _ => false,
            },
            _ => false,
        }
    }
}

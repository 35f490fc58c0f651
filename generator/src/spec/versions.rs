//! Keys and values of other versions of the specification, and what to write instead.

use super::shape::{Kind, Object, SCHEMA};

/// The help for a key that another version has at this place.
pub(super) fn key(object: &Object, key: &str) -> Option<String> {
    let instead = match (object.kind, object.name, key) {
        (Kind::Schema, _, _) => schema(key)?,
        (Kind::Response, _, "schema") => {
            "this is Swagger 2.0; in 3.0 write `schema` in `content`, below a media type"
        }
        (Kind::Parameter, _, "collectionFormat") => {
            "this is Swagger 2.0; in 3.0 write `style` and `explode`"
        }
        (Kind::Operation, _, "consumes" | "produces") => {
            "this is Swagger 2.0; in 3.0 media types are the keys of `content`"
        }
        (_, "an OpenAPI document", _) => document(key)?,
        (_, "`components`", "pathItems") => "it was added in OpenAPI 3.1 and has no effect in 3.0",
        (_, "`info`", "summary") => {
            "it was added in OpenAPI 3.1; in 3.0 write the text in `description`"
        }
        (_, "a license", "identifier") => "it was added in OpenAPI 3.1; in 3.0 write `url`",
        _ => return None,
    };
    Some(instead.to_owned())
}

fn schema(key: &str) -> Option<&'static str> {
    Some(match key {
        "const" => "it was added in OpenAPI 3.1; in 3.0 write `enum` with one value",
        "examples" => "it was added in OpenAPI 3.1; in 3.0 a schema has one `example`",
        "$defs" => "it was added in OpenAPI 3.1; in 3.0 put schemas below `components`",
        "prefixItems" => "it was added in OpenAPI 3.1; in 3.0 `items` is one schema for all items",
        "if"
        | "then"
        | "else"
        | "contains"
        | "minContains"
        | "maxContains"
        | "propertyNames"
        | "patternProperties"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "dependentRequired"
        | "dependentSchemas"
        | "contentEncoding"
        | "contentMediaType"
        | "contentSchema"
        | "$schema"
        | "$id"
        | "$anchor"
        | "$comment" => "it was added in OpenAPI 3.1 and has no effect in 3.0",
        _ => return None,
    })
}

fn document(key: &str) -> Option<&'static str> {
    Some(match key {
        "webhooks" | "jsonSchemaDialect" => "it was added in OpenAPI 3.1 and has no effect in 3.0",
        "definitions" => "this is Swagger 2.0; in 3.0 put schemas in `components.schemas`",
        "parameters" | "responses" => {
            "this is Swagger 2.0; in 3.0 put shared definitions in `components`"
        }
        "securityDefinitions" => "this is Swagger 2.0; in 3.0 write `components.securitySchemes`",
        "host" | "basePath" | "schemes" => {
            "this is Swagger 2.0; in 3.0 write `servers` with a `url`"
        }
        "consumes" | "produces" => {
            "this is Swagger 2.0; in 3.0 media types are the keys of `content`"
        }
        _ => return None,
    })
}

/// The help for a word that another version, or another language, has as a value of a key.
pub(super) fn word(key: &str, word: &str) -> Option<String> {
    let instead = match (key, word) {
        ("in", "body" | "formData") => {
            return Some(
                "this is Swagger 2.0; since 3.0 use the `requestBody` of the operation".to_owned(),
            );
        }
        ("type", "null") => "`nullable: true` beside the type of the other values",
        ("type", "file") => "`type: string` and `format: binary`",
        ("type", "int" | "int32" | "int64" | "long") => "`type: integer`",
        ("type", "float" | "double" | "decimal") => "`type: number`",
        ("type", "bool") => "`type: boolean`",
        ("type", "list" | "tuple" | "set") => "`type: array`",
        ("type", "map" | "dict" | "hash") => "`type: object` and `additionalProperties`",
        ("type", "str" | "text" | "uuid") => "`type: string`",
        ("type", "date" | "datetime" | "date-time") => "`type: string` with a `format`",
        ("type", "any") => "no `type`, which allows any value",
        _ => return None,
    };
    Some(format!("write {instead}"))
}

/// Whether a key of a parameter or header belongs below its `schema`, where Swagger 2.0 has none.
pub(super) fn belongs_to_schema(kind: Kind, key: &str) -> bool {
    matches!(kind, Kind::Parameter | Kind::Header)
        && SCHEMA.fields.iter().any(|field| field.name == key)
}

//! Keys and values that mean something in other versions of the specification, and what stands for them in 3.0.

use super::shape::{Kind, Object, SCHEMA};

/// The help for a key that another version has at this place.
pub(super) fn key(object: &Object, key: &str) -> Option<String> {
    let instead = match (object.kind, object.name, key) {
        (Kind::Schema, _, _) => schema(key)?,
        (Kind::Response, _, "schema") => {
            "Swagger 2.0 has it here; in 3.0 it stands in `content`, below a media type"
        }
        (Kind::Parameter, _, "collectionFormat") => {
            "this is Swagger 2.0; in 3.0 write `style` and `explode`"
        }
        (Kind::Operation, _, "consumes" | "produces") => {
            "this is Swagger 2.0; in 3.0 media types are the keys of `content`"
        }
        (_, "an OpenAPI document", _) => document(key)?,
        (_, "`components`", "pathItems") => "it came with OpenAPI 3.1 and has no effect in 3.0",
        (_, "`info`", "summary") => "it came with OpenAPI 3.1; in 3.0 write it into `description`",
        (_, "a license", "identifier") => "it came with OpenAPI 3.1; in 3.0 write `url`",
        _ => return None,
    };
    Some(instead.to_owned())
}

fn schema(key: &str) -> Option<&'static str> {
    Some(match key {
        "const" => "it came with OpenAPI 3.1; in 3.0 write `enum` with one value",
        "examples" => "it came with OpenAPI 3.1; in 3.0 a schema has one `example`",
        "$defs" => "it came with OpenAPI 3.1; in 3.0 put schemas below `components`",
        "prefixItems" => "it came with OpenAPI 3.1; in 3.0 `items` is one schema for all items",
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
        | "$comment" => "it came with OpenAPI 3.1 and has no effect in 3.0",
        _ => return None,
    })
}

fn document(key: &str) -> Option<&'static str> {
    Some(match key {
        "webhooks" | "jsonSchemaDialect" => "it came with OpenAPI 3.1 and has no effect in 3.0",
        "definitions" => "this is Swagger 2.0; in 3.0 schemas stand in `components.schemas`",
        "parameters" | "responses" => {
            "this is Swagger 2.0; in 3.0 shared definitions stand in `components`"
        }
        "securityDefinitions" => {
            "this is Swagger 2.0; in 3.0 they are called `components.securitySchemes`"
        }
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
                "this is Swagger 2.0; in 3.0 it is the `requestBody` of the operation".to_owned(),
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
        ("type", "any") => "no `type` at all: then any value is allowed",
        _ => return None,
    };
    Some(format!("in 3.0 write {instead}"))
}

/// Whether a key of a parameter or header belongs below its `schema`, where Swagger 2.0 has none.
pub(super) fn belongs_to_schema(kind: Kind, key: &str) -> bool {
    matches!(kind, Kind::Parameter | Kind::Header)
        && SCHEMA.fields.iter().any(|field| field.name == key)
}

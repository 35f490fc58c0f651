//! Keys that were added after OpenAPI 3.0 and that the 3.0 form cannot express: a key is either documentation
//! only, or a diagnostic reports its loss.

use serde_yaml::Value;

use crate::diagnostic::Code;

use super::super::shape::Object;
use super::Stage;

/// The effect of a key.
enum Fate {
    /// It is for readers of the document.
    Documentation,
    /// The generated crate does without it: what that means, and what can be done.
    Lost(Code, &'static str, &'static str),
}

use Fate::{Documentation, Lost};

const CALLER_CHECKS: &str = "check these values in your program if it matters";

const fn unchecked(message: &'static str) -> Fate {
    Lost(Code::UncheckedKeyword, message, CALLER_CHECKS)
}

/// Objects by their names in the table of shapes, with a key and its fate.
const KEYS: &[(&str, &str, Fate)] = &[
    ("an OpenAPI document", "jsonSchemaDialect", Documentation),
    ("an OpenAPI document", "$self", Documentation),
    ("`info`", "summary", Documentation),
    ("a license", "identifier", Documentation),
    ("a server", "name", Documentation),
    ("a tag", "summary", Documentation),
    ("a tag", "parent", Documentation),
    ("a tag", "kind", Documentation),
    ("a response", "summary", Documentation),
    ("a security scheme", "deprecated", Documentation),
    ("a security scheme", "oauth2MetadataUrl", Documentation),
    ("an example", "serializedValue", Documentation),
    (
        "`flows`",
        "deviceAuthorization",
        Lost(
            Code::SchemeAsBearer,
            "the device authorization flow is not supported: pass an access token",
            "pass the token with `Credentials::bearer`, or use a `CredentialsProvider` to renew it",
        ),
    ),
    (
        "a path item",
        "query",
        Lost(
            Code::NotGenerated,
            "nothing is generated for operations with the method QUERY",
            "send these requests with a separate HTTP client",
        ),
    ),
    (
        "a path item",
        "additionalOperations",
        Lost(
            Code::NotGenerated,
            "nothing is generated for `additionalOperations`",
            "send these requests with a separate HTTP client",
        ),
    ),
    (
        "a media type",
        "itemSchema",
        Lost(
            Code::NotGenerated,
            "`itemSchema` is not supported: the body is one text, not a stream of items",
            "parse the items from the text",
        ),
    ),
    ("a media type", "prefixEncoding", ENCODING_BY_POSITION),
    ("a media type", "itemEncoding", ENCODING_BY_POSITION),
    ("an encoding", "encoding", NESTED_ENCODING),
    ("an encoding", "prefixEncoding", NESTED_ENCODING),
    ("an encoding", "itemEncoding", NESTED_ENCODING),
    (
        "a discriminator",
        "defaultMapping",
        Lost(
            Code::DiscriminatorMapping,
            "`defaultMapping` is not supported: a value with an unknown discriminator is kept unchanged",
            "match these values with the variant `Unknown`",
        ),
    ),
    (
        "an XML object",
        "nodeType",
        Lost(
            Code::UncheckedKeyword,
            "`nodeType` has no effect: bodies are JSON",
            "send and receive XML as bytes",
        ),
    ),
    ("a schema", "$schema", Documentation),
    ("a schema", "$comment", Documentation),
    ("a schema", "$vocabulary", Documentation),
    ("a schema", "$id", Documentation),
    ("a schema", "$anchor", Documentation),
    ("a schema", "$dynamicAnchor", Documentation),
    ("a schema", "$recursiveAnchor", Documentation),
    (
        "a schema",
        "if",
        unchecked("`if` is not checked: only the rest of the schema applies"),
    ),
    ("a schema", "then", Documentation),
    ("a schema", "else", Documentation),
    (
        "a schema",
        "dependentRequired",
        unchecked("`dependentRequired` is not checked"),
    ),
    (
        "a schema",
        "dependentSchemas",
        unchecked("`dependentSchemas` is not checked"),
    ),
    (
        "a schema",
        "dependencies",
        unchecked("`dependencies` is not checked"),
    ),
    (
        "a schema",
        "propertyNames",
        unchecked("`propertyNames` is not checked"),
    ),
    (
        "a schema",
        "contains",
        unchecked("`contains` is not checked"),
    ),
    ("a schema", "minContains", Documentation),
    ("a schema", "maxContains", Documentation),
    (
        "a schema",
        "unevaluatedItems",
        unchecked("`unevaluatedItems` is not checked"),
    ),
    (
        "a schema",
        "additionalItems",
        unchecked("`additionalItems` is not checked"),
    ),
    (
        "a schema",
        "contentSchema",
        unchecked("`contentSchema` is not checked: the value is a string"),
    ),
];

const ENCODING_BY_POSITION: Fate = Lost(
    Code::EncodingIgnored,
    "encodings by position are not supported: parts have the names of properties",
    "send this body as bytes",
);
const NESTED_ENCODING: Fate = Lost(
    Code::EncodingIgnored,
    "encodings of nested bodies are not supported",
    "send this part as bytes",
);

impl Stage {
    /// Takes out the keys of an object that the canonical form does not have.
    pub(super) fn keys(&mut self, object: &Object, value: &mut Value) {
        let Value::Mapping(entries) = value else {
            return;
        };
        for (_, key, fate) in KEYS.iter().filter(|(name, ..)| *name == object.name) {
            if entries.contains_key(*key) {
                entries.shift_remove(*key);
                if let Lost(code, message, help) = fate {
                    self.told
                        .note(*code, self.origin.join(key), *message, *help);
                }
            }
        }
    }
}

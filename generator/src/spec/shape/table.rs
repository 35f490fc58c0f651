//! The objects of the specification ("OpenAPI Specification 3.0.3", section 4.7), in its order.

use super::Shape::{
    self, Any, Boolean, BooleanOrSchema, Count, List, Map, Number, OrReference, Text, Word,
};
use super::{Field, Kind, Object, Others};

const fn must(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: true,
    }
}

pub(super) const fn may(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: false,
    }
}

pub(super) const fn object(kind: Kind, name: &'static str, fields: &'static [Field]) -> Object {
    Object {
        kind,
        name,
        fields,
        others: Others::Unknown,
    }
}

pub(super) const fn one(object: &'static Object) -> Shape {
    Shape::Object(object)
}

pub(crate) static DOCUMENT: Object = object(
    Kind::Other,
    "an OpenAPI document",
    &[
        must("openapi", Text),
        must("info", one(&INFO)),
        may("servers", List(&one(&SERVER))),
        must("paths", one(&PATHS)),
        may("components", one(&COMPONENTS)),
        may("security", List(&Map(&List(&Text)))),
        may("tags", List(&one(&TAG))),
        may("externalDocs", one(&EXTERNAL_DOCS)),
    ],
);

static INFO: Object = object(
    Kind::Other,
    "`info`",
    &[
        must("title", Text),
        may("description", Text),
        may("termsOfService", Text),
        may("contact", one(&CONTACT)),
        may("license", one(&LICENSE)),
        must("version", Text),
    ],
);

static CONTACT: Object = object(
    Kind::Other,
    "a contact",
    &[may("name", Text), may("url", Text), may("email", Text)],
);

static LICENSE: Object = object(
    Kind::Other,
    "a license",
    &[must("name", Text), may("url", Text)],
);

static SERVER: Object = object(
    Kind::Other,
    "a server",
    &[
        must("url", Text),
        may("description", Text),
        may("variables", Map(&one(&SERVER_VARIABLE))),
    ],
);

static SERVER_VARIABLE: Object = object(
    Kind::Other,
    "a server variable",
    &[
        may("enum", List(&Text)),
        must("default", Text),
        may("description", Text),
    ],
);

static COMPONENTS: Object = object(
    Kind::Other,
    "`components`",
    &[
        may("schemas", Map(&OrReference(&SCHEMA))),
        may("responses", Map(&OrReference(&RESPONSE))),
        may("parameters", Map(&OrReference(&PARAMETER))),
        may("examples", Map(&OrReference(&EXAMPLE))),
        may("requestBodies", Map(&OrReference(&REQUEST_BODY))),
        may("headers", Map(&OrReference(&HEADER))),
        may("securitySchemes", Map(&OrReference(&SECURITY_SCHEME))),
        may("links", Map(&OrReference(&LINK))),
        may("callbacks", Map(&OrReference(&CALLBACK))),
    ],
);

static PATHS: Object = Object {
    kind: Kind::Other,
    name: "`paths`",
    fields: &[],
    others: Others::Paths,
};

pub(crate) static PATH_ITEM: Object = object(
    Kind::PathItem,
    "a path item",
    &[
        may("$ref", Text),
        may("summary", Text),
        may("description", Text),
        may("get", one(&OPERATION)),
        may("put", one(&OPERATION)),
        may("post", one(&OPERATION)),
        may("delete", one(&OPERATION)),
        may("options", one(&OPERATION)),
        may("head", one(&OPERATION)),
        may("patch", one(&OPERATION)),
        may("trace", one(&OPERATION)),
        may("servers", List(&one(&SERVER))),
        may("parameters", List(&OrReference(&PARAMETER))),
    ],
);

static OPERATION: Object = object(
    Kind::Operation,
    "an operation",
    &[
        may("tags", List(&Text)),
        may("summary", Text),
        may("description", Text),
        may("externalDocs", one(&EXTERNAL_DOCS)),
        may("operationId", Text),
        may("parameters", List(&OrReference(&PARAMETER))),
        may("requestBody", OrReference(&REQUEST_BODY)),
        must("responses", one(&RESPONSES)),
        may("callbacks", Map(&OrReference(&CALLBACK))),
        may("deprecated", Boolean),
        may("security", List(&Map(&List(&Text)))),
        may("servers", List(&one(&SERVER))),
    ],
);

static EXTERNAL_DOCS: Object = object(
    Kind::Other,
    "external documentation",
    &[may("description", Text), must("url", Text)],
);

/// All styles; which of them a place allows is a rule of parameters.
const STYLES: &[&str] = &[
    "matrix",
    "label",
    "form",
    "simple",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
];

pub(crate) static PARAMETER: Object = object(
    Kind::Parameter,
    "a parameter",
    &[
        must("name", Text),
        must("in", Word(&["query", "header", "path", "cookie"])),
        may("description", Text),
        may("required", Boolean),
        may("deprecated", Boolean),
        may("allowEmptyValue", Boolean),
        may("style", Word(STYLES)),
        may("explode", Boolean),
        may("allowReserved", Boolean),
        may("schema", OrReference(&SCHEMA)),
        may("example", Any),
        may("examples", Map(&OrReference(&EXAMPLE))),
        may("content", Map(&one(&MEDIA_TYPE))),
    ],
);

static REQUEST_BODY: Object = object(
    Kind::RequestBody,
    "a request body",
    &[
        may("description", Text),
        must("content", Map(&one(&MEDIA_TYPE))),
        may("required", Boolean),
    ],
);

pub(crate) static MEDIA_TYPE: Object = object(
    Kind::Other,
    "a media type",
    &[
        may("schema", OrReference(&SCHEMA)),
        may("example", Any),
        may("examples", Map(&OrReference(&EXAMPLE))),
        may("encoding", Map(&one(&ENCODING))),
    ],
);

static ENCODING: Object = object(
    Kind::Other,
    "an encoding",
    &[
        may("contentType", Text),
        may("headers", Map(&OrReference(&HEADER))),
        may(
            "style",
            Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
        ),
        may("explode", Boolean),
        may("allowReserved", Boolean),
    ],
);

static RESPONSES: Object = Object {
    kind: Kind::Other,
    name: "`responses`",
    fields: &[may("default", OrReference(&RESPONSE))],
    others: Others::Statuses,
};

pub(crate) static RESPONSE: Object = object(
    Kind::Response,
    "a response",
    &[
        must("description", Text),
        may("headers", Map(&OrReference(&HEADER))),
        may("content", Map(&one(&MEDIA_TYPE))),
        may("links", Map(&OrReference(&LINK))),
    ],
);

static CALLBACK: Object = Object {
    kind: Kind::Callback,
    name: "a callback",
    fields: &[],
    others: Others::Expressions,
};

static EXAMPLE: Object = object(
    Kind::Example,
    "an example",
    &[
        may("summary", Text),
        may("description", Text),
        may("value", Any),
        may("externalValue", Text),
    ],
);

static LINK: Object = object(
    Kind::Link,
    "a link",
    &[
        may("operationRef", Text),
        may("operationId", Text),
        may("parameters", Map(&Any)),
        may("requestBody", Any),
        may("description", Text),
        may("server", one(&SERVER)),
    ],
);

static HEADER: Object = object(
    Kind::Header,
    "a header",
    &[
        may("description", Text),
        may("required", Boolean),
        may("deprecated", Boolean),
        may("allowEmptyValue", Boolean),
        may("style", Word(&["simple"])),
        may("explode", Boolean),
        may("allowReserved", Boolean),
        may("schema", OrReference(&SCHEMA)),
        may("example", Any),
        may("examples", Map(&OrReference(&EXAMPLE))),
        may("content", Map(&one(&MEDIA_TYPE))),
    ],
);

static TAG: Object = object(
    Kind::Other,
    "a tag",
    &[
        must("name", Text),
        may("description", Text),
        may("externalDocs", one(&EXTERNAL_DOCS)),
    ],
);

/// The names of types (OpenAPI 3.0, "Schema Object", `type`).
const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object"];

pub(crate) static SCHEMA: Object = object(
    Kind::Schema,
    "a schema",
    &[
        may("title", Text),
        may("multipleOf", Number),
        may("maximum", Number),
        may("exclusiveMaximum", Boolean),
        may("minimum", Number),
        may("exclusiveMinimum", Boolean),
        may("maxLength", Count),
        may("minLength", Count),
        may("pattern", Text),
        may("maxItems", Count),
        may("minItems", Count),
        may("uniqueItems", Boolean),
        may("maxProperties", Count),
        may("minProperties", Count),
        may("required", List(&Text)),
        may("enum", List(&Any)),
        may("type", Word(TYPES)),
        may("allOf", List(&OrReference(&SCHEMA))),
        may("oneOf", List(&OrReference(&SCHEMA))),
        may("anyOf", List(&OrReference(&SCHEMA))),
        may("not", OrReference(&SCHEMA)),
        may("items", OrReference(&SCHEMA)),
        may("properties", Map(&OrReference(&SCHEMA))),
        may("additionalProperties", BooleanOrSchema),
        may("description", Text),
        may("format", Text),
        may("default", Any),
        may("nullable", Boolean),
        may("discriminator", one(&DISCRIMINATOR)),
        may("readOnly", Boolean),
        may("writeOnly", Boolean),
        may("xml", one(&XML)),
        may("externalDocs", one(&EXTERNAL_DOCS)),
        may("example", Any),
        may("deprecated", Boolean),
    ],
);

static DISCRIMINATOR: Object = object(
    Kind::Discriminator,
    "a discriminator",
    &[must("propertyName", Text), may("mapping", Map(&Text))],
);

static XML: Object = object(
    Kind::Other,
    "an XML object",
    &[
        may("name", Text),
        may("namespace", Text),
        may("prefix", Text),
        may("attribute", Boolean),
        may("wrapped", Boolean),
    ],
);

static SECURITY_SCHEME: Object = object(
    Kind::SecurityScheme,
    "a security scheme",
    &[
        must("type", Word(&["apiKey", "http", "oauth2", "openIdConnect"])),
        may("description", Text),
        may("name", Text),
        may("in", Word(&["query", "header", "cookie"])),
        may("scheme", Text),
        may("bearerFormat", Text),
        may("flows", one(&FLOWS)),
        may("openIdConnectUrl", Text),
    ],
);

static FLOWS: Object = object(
    Kind::Other,
    "`flows`",
    &[
        may("implicit", one(&IMPLICIT_FLOW)),
        may("password", one(&TOKEN_FLOW)),
        may("clientCredentials", one(&TOKEN_FLOW)),
        may("authorizationCode", one(&CODE_FLOW)),
    ],
);

static IMPLICIT_FLOW: Object = object(
    Kind::Other,
    "an implicit flow",
    &[
        must("authorizationUrl", Text),
        may("tokenUrl", Text),
        may("refreshUrl", Text),
        must("scopes", Map(&Text)),
    ],
);

static TOKEN_FLOW: Object = object(
    Kind::Other,
    "a flow",
    &[
        may("authorizationUrl", Text),
        must("tokenUrl", Text),
        may("refreshUrl", Text),
        must("scopes", Map(&Text)),
    ],
);

static CODE_FLOW: Object = object(
    Kind::Other,
    "an authorization code flow",
    &[
        must("authorizationUrl", Text),
        must("tokenUrl", Text),
        may("refreshUrl", Text),
        must("scopes", Map(&Text)),
    ],
);

//! The objects of Swagger 2.0 that can contain references ("OpenAPI Specification 2.0", "Schema"), with only the keys
//! that lead to those.

use super::Shape::{List, Map, OrReference};
use super::table::{SCHEMA, may, object, one};
use super::{Kind, Object};

pub(super) static DOCUMENT: Object = object(
    Kind::Other,
    "a Swagger document",
    &[
        may("paths", Map(&OrReference(&PATH_ITEM))),
        may("definitions", Map(&OrReference(&SCHEMA))),
        may("parameters", Map(&OrReference(&PARAMETER))),
        may("responses", Map(&OrReference(&RESPONSE))),
        may("securityDefinitions", Map(&OrReference(&SECURITY_SCHEME))),
    ],
);

static PATH_ITEM: Object = object(
    Kind::PathItem,
    "a path item",
    &[
        may("get", one(&OPERATION)),
        may("put", one(&OPERATION)),
        may("post", one(&OPERATION)),
        may("delete", one(&OPERATION)),
        may("options", one(&OPERATION)),
        may("head", one(&OPERATION)),
        may("patch", one(&OPERATION)),
        may("parameters", List(&OrReference(&PARAMETER))),
    ],
);

static OPERATION: Object = object(
    Kind::Operation,
    "an operation",
    &[
        may("parameters", List(&OrReference(&PARAMETER))),
        may("responses", Map(&OrReference(&RESPONSE))),
    ],
);

static PARAMETER: Object = object(
    Kind::Parameter,
    "a parameter",
    &[may("schema", OrReference(&SCHEMA))],
);

static RESPONSE: Object = object(
    Kind::Response,
    "a response",
    &[
        may("schema", OrReference(&SCHEMA)),
        may("headers", Map(&one(&HEADER))),
    ],
);

static HEADER: Object = object(Kind::Header, "a header", &[]);

static SECURITY_SCHEME: Object = object(Kind::SecurityScheme, "a security scheme", &[]);

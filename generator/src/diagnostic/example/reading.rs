//! Examples for reading a document. What does not begin with `!` follows the first lines of a document.

use super::{Example, rule, shown};

pub(super) const NOT_UTF8: Example = rule("RFC 8259, section 8.1; YAML 1.2, section 5.2");
pub(super) const SYNTAX: Example = shown(
    "YAML 1.2, chapter 6; RFC 8259",
    r"!paths: {
",
    r"!openapi: 3.0.3
info: {title: Pets, version: '1'}
paths: {}
",
);
pub(super) const DUPLICATE_KEY: Example = shown(
    "YAML 1.2, section 3.2.1.1",
    r"paths: {}
paths: {}
",
    r"paths: {}
",
);
pub(super) const KEY_NOT_STRING: Example = shown(
    "OpenAPI 3.0.3, \"Format\"",
    r"paths: {}
? [a]
: b
",
    r"paths: {}
",
);
pub(super) const TOO_DEEP: Example = rule("a bound of Bindery");
pub(super) const TOO_MANY_ALIASES: Example = rule("a bound of Bindery");
pub(super) const BAD_ALIAS: Example = shown(
    "YAML 1.2, section 7.1",
    r"paths: {}
tags: &tags [*tags]
",
    r"paths: {}
tags: [{name: a}]
",
);
pub(super) const EMPTY: Example = shown(
    "OpenAPI 3.0.3, \"OpenAPI Object\"",
    r"!# nothing
",
    r"!openapi: 3.0.3
info: {title: Pets, version: '1'}
paths: {}
",
);
pub(super) const NOT_AMAPPING: Example = shown(
    "OpenAPI 3.0.3, \"OpenAPI Object\"",
    r"!- openapi: 3.0.3
",
    r"!openapi: 3.0.3
info: {title: Pets, version: '1'}
paths: {}
",
);
pub(super) const UNSUPPORTED_VERSION: Example = shown(
    "OpenAPI 3.0.3, \"OpenAPI Object\", `openapi`",
    r"!openapi: 4.0.0
info: {title: Pets, version: '1'}
paths: {}
",
    r"!openapi: 3.0.3
info: {title: Pets, version: '1'}
paths: {}
",
);
pub(super) const SEVERAL_DOCUMENTS: Example = shown(
    "YAML 1.2, section 9.2",
    r"paths: {}
---
a: b
",
    r"paths: {}
",
);

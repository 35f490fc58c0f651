//! The examples, in the order of the codes. What does not begin with `!` follows the first lines of a document.

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
    r"!openapi: 3.1.0
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
pub(super) const MISSING_KEY: Example = shown(
    "OpenAPI 3.0.3, the keys that are marked REQUIRED",
    r"paths:
  /pets:
    get:
      parameters: [{in: query, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets:
    get:
      parameters: [{name: tag, in: query, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
);
pub(super) const WRONG_TYPE: Example = shown(
    "OpenAPI 3.0.3, the column \"Type\" of each object",
    r"paths:
  /pets:
    get:
      deprecated: 'true'
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets:
    get:
      deprecated: true
      responses: {'204': {description: Done}}
",
);
pub(super) const UNKNOWN_VALUE: Example = shown(
    "OpenAPI 3.0.3, \"Schema Object\", `type`",
    r"paths: {}
components:
  schemas:
    Pet: {type: strnig}
",
    r"paths: {}
components:
  schemas:
    Pet: {type: string}
",
);
pub(super) const UNRESOLVED_REFERENCE: Example = shown(
    "OpenAPI 3.0.3, \"Reference Object\"",
    r"paths: {}
components:
  schemas:
    Pet: {type: string}
    Pets: {type: array, items: {$ref: '#/components/schemas/Pt'}}
",
    r"paths: {}
components:
  schemas:
    Pet: {type: string}
    Pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
",
);
pub(super) const EXTERNAL_REFERENCE: Example = shown(
    "a bound of Bindery; OpenAPI 3.0.3, \"Reference Object\" allows it",
    r"paths: {}
components:
  schemas:
    Pet: {$ref: 'pet.yaml#/Pet'}
",
    r"paths: {}
components:
  schemas:
    Pet: {type: string}
",
);
pub(super) const REFERENCE_CYCLE: Example = shown(
    "OpenAPI 3.0.3, \"Reference Object\"",
    r"paths: {}
components:
  schemas:
    Pet: {$ref: '#/components/schemas/Pet'}
",
    r"paths: {}
components:
  schemas:
    Pet: {type: string}
",
);
pub(super) const REFERENCE_KIND: Example = shown(
    "OpenAPI 3.0.3, \"Components Object\"",
    r"paths: {}
components:
  schemas:
    Pet: {$ref: '#/components/parameters/Pet'}
  parameters:
    Pet: {name: pet, in: query, schema: {type: string}}
",
    r"paths: {}
components:
  schemas:
    Pet: {type: string}
  parameters:
    Pet: {name: pet, in: query, schema: {$ref: '#/components/schemas/Pet'}}
",
);
pub(super) const DUPLICATE_OPERATION_ID: Example = shown(
    "OpenAPI 3.0.3, \"Operation Object\", `operationId`",
    r"paths:
  /a:
    get:
      operationId: get
      responses: {'204': {description: Done}}
  /b:
    get:
      operationId: get
      responses: {'204': {description: Done}}
",
    r"paths:
  /a:
    get:
      operationId: getA
      responses: {'204': {description: Done}}
  /b:
    get:
      operationId: getB
      responses: {'204': {description: Done}}
",
);
pub(super) const UNDECLARED_PATH_PARAMETER: Example = shown(
    "OpenAPI 3.0.3, \"Path Templating\"",
    r"paths:
  /pets/{id}:
    get:
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
);
pub(super) const UNUSED_PATH_PARAMETER: Example = shown(
    "OpenAPI 3.0.3, \"Parameter Object\", `name`",
    r"paths:
  /pets:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
);
pub(super) const OPTIONAL_PATH_PARAMETER: Example = shown(
    "OpenAPI 3.0.3, \"Parameter Object\", `required`",
    r"paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
);
pub(super) const DUPLICATE_PARAMETER: Example = shown(
    "OpenAPI 3.0.3, \"Operation Object\", `parameters`",
    r"paths:
  /pets:
    get:
      parameters:
        - {name: a, in: query, schema: {type: string}}
        - {name: a, in: query, schema: {type: integer}}
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets:
    get:
      parameters:
        - {name: a, in: query, schema: {type: string}}
      responses: {'204': {description: Done}}
",
);
pub(super) const EMPTY_RANGE: Example = shown(
    "JSON Schema Validation, draft 5, section 5",
    r"paths: {}
components:
  schemas:
    Age: {type: integer, minimum: 9, maximum: 1}
",
    r"paths: {}
components:
  schemas:
    Age: {type: integer, minimum: 1, maximum: 9}
",
);
pub(super) const PATH_WITHOUT_SLASH: Example = shown(
    "OpenAPI 3.0.3, \"Paths Object\"",
    r"paths:
  pets:
    get:
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets:
    get:
      responses: {'204': {description: Done}}
",
);
pub(super) const BAD_PATH_TEMPLATE: Example = shown(
    "OpenAPI 3.0.3, \"Path Templating\"",
    r"paths:
  /pets/{id:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
);
pub(super) const BAD_STATUS_CODE: Example = shown(
    "OpenAPI 3.0.3, \"Responses Object\"",
    r"paths:
  /pets:
    get:
      summary: a
      responses: {ok: {description: Done}}
",
    r"paths:
  /pets:
    get:
      summary: a
      responses: {'204': {description: Done}}
",
);
pub(super) const REJECTED: Example = shown(
    "OpenAPI 3.0.3, \"Parameter Object\"",
    r"paths:
  /pets:
    get:
      parameters:
        - {name: a, in: query, schema: {type: string}, content: {}}
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets:
    get:
      parameters:
        - {name: a, in: query, schema: {type: string}}
      responses: {'204': {description: Done}}
",
);
pub(super) const REFERENCE_CHAIN: Example = rule("a bound of Bindery");
pub(super) const UNDECLARED_SECURITY_SCHEME: Example = shown(
    "OpenAPI 3.0.3, \"Security Requirement Object\"",
    r"paths:
  /pets:
    get:
      security: [{key: []}]
      responses: {'204': {description: Done}}
components:
  securitySchemes:
    kay: {type: http, scheme: basic}
",
    r"paths:
  /pets:
    get:
      security: [{key: []}]
      responses: {'204': {description: Done}}
components:
  securitySchemes:
    key: {type: http, scheme: basic}
",
);
pub(super) const ARRAY_WITHOUT_ITEMS: Example = shown(
    "OpenAPI 3.0.3, \"Schema Object\", `items`",
    r"paths: {}
components:
  schemas:
    Pets: {type: array}
",
    r"paths: {}
components:
  schemas:
    Pets: {type: array, items: {type: string}}
",
);
pub(super) const UNKNOWN_KEY: Example = shown(
    "OpenAPI 3.0.3, \"Specification Extensions\"",
    r"paths:
  /pets:
    get:
      sumary: Lists pets
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets:
    get:
      summary: Lists pets
      responses: {'204': {description: Done}}
",
);
pub(super) const AMBIGUOUS_PATHS: Example = shown(
    "OpenAPI 3.0.3, \"Paths Object\"",
    r"paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done}}
  /pets/{name}:
    get:
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
);
pub(super) const EMPTY_KEY: Example = shown(
    "OpenAPI 3.0.3, \"Format\"",
    r"paths:
  /pets:
    get:
      tags:
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets:
    get:
      tags: [pets]
      responses: {'204': {description: Done}}
",
);
pub(super) const INVALID_PATTERN: Example = shown(
    "OpenAPI 3.0.3, \"Schema Object\", `pattern`; ECMA-262",
    r"paths: {}
components:
  schemas:
    Code: {type: string, pattern: '^[a-z$'}
",
    r"paths: {}
components:
  schemas:
    Code: {type: string, pattern: '^[a-z]$'}
",
);
pub(super) const ENDLESS_SCHEMA: Example = shown(
    "a finite value needs an end",
    r"paths: {}
components:
  schemas:
    Pet: {type: array, items: {$ref: '#/components/schemas/Pet'}}
",
    r"paths: {}
components:
  schemas:
    Pet: {type: object, properties: {young: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
",
);
pub(super) const MIXED_COMPOSITION: Example = shown(
    "OpenAPI 3.0.3, \"Schema Object\", `allOf`",
    r"paths: {}
components:
  schemas:
    Pet: {allOf: [{type: string}, {type: integer}]}
",
    r"paths: {}
components:
  schemas:
    Pet: {allOf: [{type: string}]}
",
);
pub(super) const UNCHECKED_ENUM: Example = shown(
    "JSON Schema Validation, draft 5, section 5.20",
    r"paths: {}
components:
  schemas:
    Size: {enum: [1, large]}
",
    r"paths: {}
components:
  schemas:
    Size: {type: string, enum: [small, large]}
",
);
pub(super) const UNCHECKED_KEYWORD: Example = shown(
    "JSON Schema Validation, draft 5",
    r"paths: {}
components:
  schemas:
    Pet: {not: {type: string}}
",
    r"paths: {}
components:
  schemas:
    Pet: {type: integer}
",
);
pub(super) const UNCHECKED_PATTERN: Example = shown(
    "ECMA-262, \"Patterns\"",
    r"paths: {}
components:
  schemas:
    Code: {type: string, pattern: '^(a)\1$'}
",
    r"paths: {}
components:
  schemas:
    Code: {type: string, pattern: '^aa$'}
",
);
pub(super) const PATTERN_AGAINST_LENGTH: Example = shown(
    "JSON Schema Validation, draft 5, section 5.6",
    r"paths: {}
components:
  schemas:
    Code: {type: string, pattern: '^[a-f]{8}$', maxLength: 4}
",
    r"paths: {}
components:
  schemas:
    Code: {type: string, pattern: '^[a-f]{8}$', maxLength: 8}
",
);
pub(super) const REQUIRED_UNDECLARED: Example = shown(
    "JSON Schema Validation, draft 5, section 5.15",
    r"paths: {}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {nam: {type: string}}}
",
    r"paths: {}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}}}
",
);
pub(super) const FORM_WITHOUT_PROPERTIES: Example = shown(
    "OpenAPI 3.0.3, \"Media Type Object\"",
    r"paths:
  /pets:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded: {schema: {type: object}}
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}}
      responses: {'204': {description: Done}}
",
);
pub(super) const SCHEME_AS_BEARER: Example = shown(
    "OpenAPI 3.0.3, \"Security Scheme Object\"",
    r"paths:
  /pets:
    get:
      security: [{key: []}]
      responses: {'204': {description: Done}}
components:
  securitySchemes:
    key: {type: http, scheme: digest}
",
    r"paths:
  /pets:
    get:
      security: [{key: []}]
      responses: {'204': {description: Done}}
components:
  securitySchemes:
    key: {type: http, scheme: bearer}
",
);
pub(super) const NOT_GENERATED: Example = shown(
    "OpenAPI 3.0.3, \"Callback Object\"",
    r"paths:
  /pets:
    get:
      callbacks:
        done: {'{$url}': {post: {responses: {'204': {description: Done}}}}}
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets:
    get:
      summary: a
      responses: {'204': {description: Done}}
",
);
pub(super) const DISCRIMINATOR_MAPPING: Example = shown(
    "OpenAPI 3.0.3, \"Discriminator Object\"",
    r"paths: {}
components:
  schemas:
    A: {type: object, properties: {kind: {type: string}}}
    B: {type: object, properties: {kind: {type: string}}}
    C: {type: object, properties: {kind: {type: string}}}
    Any: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind, mapping: {c: C}}}
",
    r"paths: {}
components:
  schemas:
    A: {type: object, properties: {kind: {type: string}}}
    B: {type: object, properties: {kind: {type: string}}}
    Any: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind, mapping: {b: B}}}
",
);
pub(super) const IGNORED_HEADER: Example = shown(
    "OpenAPI 3.0.3, \"Parameter Object\", `name`",
    r"paths:
  /pets:
    get:
      parameters: [{name: Accept, in: header, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets:
    get:
      parameters: [{name: X-Tag, in: header, schema: {type: string}}]
      responses: {'204': {description: Done}}
",
);
pub(super) const MEDIA_TYPE_CHOSEN: Example = shown(
    "OpenAPI 3.0.3, \"Request Body Object\", `content`",
    r"paths:
  /pets:
    post:
      requestBody:
        content:
          application/json: {schema: {type: string}}
          text/plain: {schema: {type: string}}
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets:
    post:
      requestBody:
        content:
          application/json: {schema: {type: string}}
      responses: {'204': {description: Done}}
",
);
pub(super) const BAD_OVERRIDE: Example = rule("specs/codegen.toml, `names`");
pub(super) const ENDLESS_TYPE: Example = shown(
    "a finite value needs an end",
    r"paths: {}
components:
  schemas:
    Pet: {type: object, required: [young], properties: {young: {$ref: '#/components/schemas/Pet'}}}
",
    r"paths: {}
components:
  schemas:
    Pet: {type: object, properties: {young: {$ref: '#/components/schemas/Pet'}}}
",
);
pub(super) const RENAMED: Example = shown(
    "names are unique in Rust",
    r"paths: {}
components:
  schemas:
    pet: {type: object, properties: {a: {type: string}}}
    Pet: {type: object, properties: {b: {type: string}}}
",
    r"paths: {}
components:
  schemas:
    OldPet: {type: object, properties: {a: {type: string}}}
    Pet: {type: object, properties: {b: {type: string}}}
",
);
pub(super) const MANIFEST: Example = rule("specs/codegen.toml");

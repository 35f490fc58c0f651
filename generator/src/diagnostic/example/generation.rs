//! Examples for what is made of a document, its names and the manifest. What does not begin with `!` follows the first
//! lines of a document.

use super::{Example, rule, shown};

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
    "Bindery; a value must be finite",
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
    Size: {type: number, enum: [0.5, 1.5]}
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
pub(super) const FIXED_SERVER_VARIABLES: Example = shown(
    "OpenAPI 3.0.3, \"Server Object\", `variables`",
    r"paths: {}
servers:
  - url: https://{region}.example.com
    variables: {region: {default: eu}}
",
    r"paths: {}
servers:
  - url: https://eu.example.com
",
);
pub(super) const UNDEFINED_STYLE: Example = shown(
    "OpenAPI 3.0.3, \"Style Values\"",
    r"paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: kind, in: query, style: pipeDelimited, schema: {type: string}}]
      responses: {'200': {description: Pets}}
",
    r"paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: kind, in: query, schema: {type: string}}]
      responses: {'200': {description: Pets}}
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
pub(super) const CORS_HEADER: Example = shown(
    "Fetch, \"CORS protocol\", \"HTTP responses\"",
    r"paths:
  /pets:
    get:
      responses:
        '204':
          description: Done
          headers: {Access-Control-Allow-Origin: {schema: {type: string}}}
",
    r"paths:
  /pets:
    get:
      responses:
        '204':
          description: Done
          headers: {ETag: {schema: {type: string}}}
",
);
pub(super) const MEDIA_TYPE_CHOSEN: Example = shown(
    "OpenAPI 3.0.3, \"Response Object\", `content`",
    r"paths:
  /pets:
    get:
      responses:
        '200':
          description: The pet
          content:
            application/json: {schema: {type: string}}
            text/plain: {schema: {type: string}}
",
    r"paths:
  /pets:
    get:
      responses:
        '200':
          description: The pet
          content:
            application/json: {schema: {type: string}}
",
);
pub(super) const ENUM_REREAD: Example = shown(
    "OpenAPI 3.0.3, \"Schema Object\", `enum`",
    r"paths: {}
components:
  schemas:
    Level: {type: string, enum: [1, 2]}
",
    r"paths: {}
components:
  schemas:
    Level: {type: string, enum: ['1', '2']}
",
);
pub(super) const BAD_OVERRIDE: Example = rule("the manifest, `names`");
pub(super) const ENDLESS_TYPE: Example = shown(
    "Bindery; a value must be finite",
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
    "Rust Reference, \"Names\"",
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
pub(super) const MANIFEST: Example =
    rule("the keys of the manifest, which `bindery init` writes above the first crate");
pub(super) const LOCK: Example = rule("the lines that `generator/src/lock.rs` describes");
pub(super) const PAGES_HELD_BACK: Example =
    rule("a method returns the same type for as long as `names.lock` has it");
pub(super) const ENUM_SHARED: Example =
    rule("a place has the same type for as long as `names.lock` has it");
pub(super) const NULLS_HELD_BACK: Example =
    rule("a field keeps its type while `names.lock` has its model");
pub(super) const PATH_TYPES_DIFFER: Example = shown(
    "OpenAPI 3.0.3, \"Parameter Object\"",
    r"paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {'204': {description: Done}}
  /pets/{id}/owner:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: boolean}}]
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {'204': {description: Done}}
  /pets/{id}/owner:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {'204': {description: Done}}
",
);
pub(super) const UNMATCHED_ENTRY: Example =
    rule("the keys of the manifest, which `bindery init` writes above the first crate");
pub(super) const MISSING_DEPENDENCY: Example =
    rule("the keys of the manifest, which `bindery init` writes above the first crate");
pub(super) const ENCODING_IGNORED: Example = shown(
    "OpenAPI 3.0.3, \"Encoding Object\"",
    r"paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {names: {type: array, items: {type: string}}}}
            encoding: {names: {explode: false}}
      responses: {'200': {description: ''}}
",
    r"paths:
  /pets:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {names: {type: array, items: {type: string}}}}
            encoding: {names: {explode: false}}
      responses: {'200': {description: ''}}
",
);
pub(super) const WEBHOOK_PAYLOADS: Example = shown(
    "OpenAPI 3.1.1, \"OpenAPI Object\", `webhooks`",
    r"!openapi: 3.1.1
info: {title: Pets, version: '1'}
webhooks:
  petAdopted:
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}
",
    r"!openapi: 3.1.1
info: {title: Pets, version: '1'}
components:
  schemas:
    PetAdopted: {type: object, properties: {id: {type: string}}}
",
);
pub(super) const EARLIER_KEYWORD: Example = shown(
    "JSON Schema Validation 2020-12, section 6.1.1",
    r"!openapi: 3.1.1
info: {title: Pets, version: '1'}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string, nullable: true}}}
",
    r"!openapi: 3.1.1
info: {title: Pets, version: '1'}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: [string, 'null']}}}
",
);
pub(super) const ASSUMED_DEFAULT: Example = shown(
    "OpenAPI 2.0, \"Swagger Object\", `schemes`, `consumes` and `produces`",
    r"!swagger: '2.0'
info: {title: Pets, version: '1'}
host: api.example.com
paths: {}
",
    r"!swagger: '2.0'
info: {title: Pets, version: '1'}
host: api.example.com
schemes: [https]
paths: {}
",
);
pub(super) const LATER_KEYWORD: Example = shown(
    "OpenAPI 2.0, the keys of each object",
    r"!swagger: '2.0'
info: {title: Pets, version: '1'}
paths: {}
definitions:
  Pet: {type: object, properties: {name: {type: string, nullable: true}}}
",
    r"!swagger: '2.0'
info: {title: Pets, version: '1'}
paths: {}
definitions:
  Pet: {type: object, properties: {name: {type: string, x-nullable: true}}}
",
);
pub(super) const REFERENCE_DESCRIPTION: Example = shown(
    "OpenAPI 3.1.1, \"Reference Object\"",
    r"!openapi: 3.1.1
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      parameters: [{$ref: '#/components/parameters/Kind', description: Only such pets}]
components:
  parameters:
    Kind: {name: kind, in: query, schema: {type: string}}
",
    r"!openapi: 3.1.1
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      parameters: [{$ref: '#/components/parameters/Kind'}]
components:
  parameters:
    Kind: {name: kind, in: query, description: Only such pets, schema: {type: string}}
",
);
pub(super) const OVERLAY: Example = rule("Overlay Specification 1.0.0, \"Action Object\"");
pub(super) const UNNEEDED_OVERLAY: Example = rule("Overlay Specification 1.0.0, \"Action Object\"");

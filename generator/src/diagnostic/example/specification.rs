//! Examples for the rules of the specification. What does not begin with `!` follows the first lines of a document.

use super::{Example, rule, shown};

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
pub(super) const NOTHING_LEFT: Example = shown(
    "OpenAPI 3.0.3, \"Path Templating\"",
    r"paths:
  /pets/{id:
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
pub(super) const PATH_WITH_QUERY: Example = shown(
    "OpenAPI 3.0.3, \"Paths Object\"",
    r"paths:
  /pets?beta=true:
    get:
      responses: {'204': {description: Done}}
",
    r"paths:
  /pets:
    get:
      parameters: [{name: beta, in: query, required: true, schema: {type: boolean}}]
      responses: {'204': {description: Done}}
",
);

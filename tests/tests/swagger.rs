//! Swagger 2.0: a document makes the same crate and the same `names.lock` as its form in OpenAPI 3.0, and diagnostics
//! speak of what its author wrote.

use bindery::GeneratedCrate;
use bindery::diagnostic::{Diagnostics, Style};
use bindery::source::Source;
use bindery::target::{Filter, Target};
use bindery_tests::{places, unmarked};

const INFO: &str = "info: {title: T, version: '1'}\n";

/// What is said of a document, and its crate with the names that are kept.
fn generate(source: &Source, strict: bool) -> (Diagnostics, Option<String>) {
    let target = Target {
        crate_name: "kennel".into(),
        spec_name: "kennel.yaml".into(),
        strict,
        ..Target::default()
    };
    let outcome = bindery::generate(source, &target);
    let files = outcome.generated.map(|made| {
        let files = made.files.iter();
        let files = files.map(|file| format!("// {:?}\n{}", file.path, file.text));
        let lock = made.lock.text("kennel.yaml");
        files.chain([lock]).collect()
    });
    (outcome.diagnostics, files)
}

fn source(version: &str, rest: &str) -> Source {
    let text = format!("{version}\n{INFO}{rest}");
    Source::from_bytes("kennel.yaml", text.into_bytes())
}

fn crate_of(version: &str, rest: &str) -> String {
    let source = source(version, rest);
    let (diagnostics, files) = generate(&source, true);
    files.unwrap_or_else(|| panic!("{}", diagnostics.render(&source, Style::Plain)))
}

/// What the comparison is about, the document in 2.0, and in 3.0.
struct Pair(&'static str, &'static str, &'static str);

const PAIRS: &[Pair] = &[
    Pair(
        "a server",
        "host: a.example.com\nbasePath: /v1/\nschemes: [https]\npaths: {/p: {get: {responses: {200: {description: D}}}}}\n",
        "servers: [{url: 'https://a.example.com/v1'}]\npaths: {/p: {get: {responses: {200: {description: D}}}}}\n",
    ),
    Pair(
        "the safer scheme",
        "host: a.example.com:8080\nschemes: [http, https]\npaths: {}\ndefinitions: {A: {type: object, properties: {a: {type: string}}}}\n",
        "servers: [{url: 'https://a.example.com:8080'}, {url: 'http://a.example.com:8080'}]\npaths: {}\ncomponents: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\n",
    ),
    Pair(
        "a base path without a host",
        "basePath: /v1\npaths: {/p: {get: {responses: {200: {description: D}}}}}\n",
        "servers: [{url: /v1}]\npaths: {/p: {get: {responses: {200: {description: D}}}}}\n",
    ),
    Pair(
        "no schemes",
        "host: a.example.com\npaths: {/p: {get: {responses: {200: {description: D}}}}}\n",
        "servers: [{url: 'https://a.example.com'}]\npaths: {/p: {get: {responses: {200: {description: D}}}}}\n",
    ),
    Pair(
        "an operation with its own schemes",
        "host: a.example.com\nschemes: [https]\npaths: {/p: {get: {schemes: [http], responses: {200: {description: D}}}, put: {schemes: [http, https], responses: {200: {description: D}}}}}\n",
        "servers: [{url: 'https://a.example.com'}]\npaths: {/p: {get: {servers: [{url: 'http://a.example.com'}], responses: {200: {description: D}}}, put: {responses: {200: {description: D}}}}}\n",
    ),
    Pair(
        "a body and an answer",
        "consumes: [application/json]\nproduces: [application/json]\npaths: {/p: {put: {parameters: [{name: pet, in: body, required: true, description: The pet., schema: {$ref: '#/definitions/Pet'}}], responses: {200: {description: D, schema: {$ref: '#/definitions/Pet'}}}}}}\ndefinitions: {Pet: {type: object, required: [a], properties: {a: {type: string}}}}\n",
        "paths: {/p: {put: {requestBody: {required: true, description: The pet., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}, responses: {200: {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}}\ncomponents: {schemas: {Pet: {type: object, required: [a], properties: {a: {type: string}}}}}\n",
    ),
    Pair(
        "inline schemas",
        "paths: {/p: {put: {operationId: putP, parameters: [{name: pet, in: body, schema: {type: object, properties: {a: {type: object, properties: {b: {type: string}}}}}}], responses: {200: {description: D, schema: {type: array, items: {type: object, properties: {c: {type: string, enum: [x, y]}}}}}}}}}\n",
        "paths: {/p: {put: {operationId: putP, requestBody: {content: {application/json: {schema: {type: object, properties: {a: {type: object, properties: {b: {type: string}}}}}}}}, responses: {200: {description: D, content: {application/json: {schema: {type: array, items: {type: object, properties: {c: {type: string, enum: [x, y]}}}}}}}}}}}\n",
    ),
    Pair(
        "media types of an operation",
        "consumes: [application/json]\nproduces: [application/json]\npaths: {/p: {put: {consumes: [application/vnd.a+json, text/plain], produces: [text/csv], parameters: [{name: pet, in: body, schema: {type: string}}], responses: {200: {description: D, schema: {type: string}}, 204: {description: None}}}}}\n",
        "paths: {/p: {put: {requestBody: {content: {application/vnd.a+json: {schema: {type: string}}, text/plain: {schema: {type: string}}}}, responses: {200: {description: D, content: {text/csv: {schema: {type: string}}}}, 204: {description: None}}}}}\n",
    ),
    Pair(
        "media types of forms beside those of bodies",
        "consumes: [application/json, application/x-www-form-urlencoded]\npaths: {/p: {put: {parameters: [{name: pet, in: body, schema: {type: object, properties: {a: {type: string}}}}], responses: {204: {description: D}}}, post: {parameters: [{name: a, in: formData, type: string}], responses: {204: {description: D}}}}}\n",
        "paths: {/p: {put: {requestBody: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}, responses: {204: {description: D}}}, post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}}}}, responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "parameters with types",
        "paths: {'/p/{id}': {parameters: [{name: id, in: path, required: true, type: string, pattern: '^[a-z]+$', maxLength: 9}], get: {parameters: [{name: n, in: query, description: Words., type: integer, format: int32, minimum: 1, maximum: 10, default: 5}, {name: X-Mode, in: header, type: string, enum: [a, b], x-nullable: false}], responses: {204: {description: D}}}}}\n",
        "paths: {'/p/{id}': {parameters: [{name: id, in: path, required: true, schema: {type: string, pattern: '^[a-z]+$', maxLength: 9}}], get: {parameters: [{name: n, in: query, description: Words., schema: {type: integer, format: int32, minimum: 1, maximum: 10, default: 5}}, {name: X-Mode, in: header, schema: {type: string, enum: [a, b]}}], responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "lists in parameters",
        "paths: {'/p/{ids}': {get: {parameters: [{name: ids, in: path, required: true, type: array, items: {type: integer}}, {name: none, in: query, type: array, items: {type: string}}, {name: csv, in: query, type: array, collectionFormat: csv, items: {type: string}}, {name: ssv, in: query, type: array, collectionFormat: ssv, items: {type: string}}, {name: pipes, in: query, type: array, collectionFormat: pipes, items: {type: string}}, {name: multi, in: query, type: array, collectionFormat: multi, items: {type: string}}, {name: X-List, in: header, type: array, collectionFormat: csv, items: {type: string}}], responses: {204: {description: D}}}}}\n",
        "paths: {'/p/{ids}': {get: {parameters: [{name: ids, in: path, required: true, schema: {type: array, items: {type: integer}}}, {name: none, in: query, explode: false, schema: {type: array, items: {type: string}}}, {name: csv, in: query, style: form, explode: false, schema: {type: array, items: {type: string}}}, {name: ssv, in: query, style: spaceDelimited, explode: false, schema: {type: array, items: {type: string}}}, {name: pipes, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: string}}}, {name: multi, in: query, schema: {type: array, items: {type: string}}}, {name: X-List, in: header, schema: {type: array, items: {type: string}}}], responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "lists that 3.0 does not have",
        "paths: {'/p/{ids}': {get: {parameters: [{name: ids, in: path, required: true, type: array, collectionFormat: pipes, items: {type: integer}}, {name: tabs, in: query, type: array, collectionFormat: tsv, items: {type: string}}], responses: {204: {description: D, headers: {X-List: {type: array, collectionFormat: ssv, items: {type: string}}}}}}}}\n",
        "paths: {'/p/{ids}': {get: {parameters: [{name: ids, in: path, required: true, schema: {type: string}}, {name: tabs, in: query, schema: {type: string}}], responses: {204: {description: D, headers: {X-List: {schema: {type: string}}}}}}}}\n",
    ),
    Pair(
        "a form",
        "consumes: [application/x-www-form-urlencoded]\npaths: {/p: {post: {parameters: [{name: a, in: formData, required: true, type: string, description: Words., maxLength: 3}, {name: q, in: query, type: string}, {name: b, in: formData, type: array, items: {type: string}}, {name: c, in: formData, type: array, collectionFormat: multi, items: {type: integer}}, {name: d, in: formData, type: array, collectionFormat: pipes, items: {type: integer}}], responses: {204: {description: D}}}}}\n",
        "paths: {/p: {post: {parameters: [{name: q, in: query, schema: {type: string}}], requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [a], properties: {a: {type: string, description: Words., maxLength: 3}, b: {type: array, items: {type: string}}, c: {type: array, items: {type: integer}}, d: {type: array, items: {type: integer}}}}, encoding: {b: {style: form, explode: false}, d: {style: pipeDelimited, explode: false}}}}}, responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "a form without a media type",
        "paths: {/p: {post: {parameters: [{name: a, in: formData, type: string}], responses: {204: {description: D}}}}}\n",
        "paths: {/p: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}}}}, responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "a form with a file",
        "paths: {/p: {post: {consumes: [multipart/form-data], parameters: [{name: a, in: formData, required: true, type: file}, {name: b, in: formData, type: string}, {name: c, in: formData, type: array, collectionFormat: multi, items: {type: string}}], responses: {204: {description: D}}}}}\n",
        "paths: {/p: {post: {requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, required: [a], properties: {a: {type: string, format: binary}, b: {type: string}, c: {type: array, items: {type: string}}}}}}}, responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "a form in both media types",
        "consumes: [application/x-www-form-urlencoded, multipart/form-data]\npaths: {/p: {post: {operationId: postP, parameters: [{name: a, in: formData, type: string}], responses: {204: {description: D}}}}}\n",
        "paths: {/p: {post: {operationId: postP, requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}}, multipart/form-data: {schema: {type: object, properties: {a: {type: string}}}}}}, responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "form parameters of a path and of the document",
        "consumes: [application/x-www-form-urlencoded]\nparameters: {B: {name: b, in: formData, required: true, type: string}}\npaths: {/p: {parameters: [{name: a, in: formData, type: string}, {name: c, in: formData, type: string}], post: {parameters: [{$ref: '#/parameters/B'}, {name: c, in: formData, type: integer}], responses: {204: {description: D}}}}}\n",
        "paths: {/p: {post: {requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [b], properties: {b: {type: string}, c: {type: integer}, a: {type: string}}}}}}, responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "a body of a path",
        "consumes: [application/json]\npaths: {/p: {parameters: [{name: a, in: body, required: true, schema: {$ref: '#/definitions/A'}}], put: {responses: {204: {description: D}}}, post: {responses: {204: {description: D}}}}}\ndefinitions: {A: {type: object, properties: {a: {type: string}}}}\n",
        "paths: {/p: {put: {requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, responses: {204: {description: D}}}, post: {requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, responses: {204: {description: D}}}}}\ncomponents: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\n",
    ),
    Pair(
        "shared parameters",
        "consumes: [application/json]\nparameters: {N: {name: n, in: query, type: integer}, A: {name: a, in: body, required: true, schema: {type: object, properties: {a: {type: string}}}}, Again: {$ref: '#/parameters/A'}}\npaths: {/p: {put: {parameters: [{$ref: '#/parameters/A'}, {$ref: '#/parameters/N'}], responses: {204: {description: D}}}}}\n",
        "paths: {/p: {put: {parameters: [{$ref: '#/components/parameters/N'}], requestBody: {$ref: '#/components/requestBodies/A'}, responses: {204: {description: D}}}}}\ncomponents: {parameters: {N: {name: n, in: query, schema: {type: integer}}}, requestBodies: {A: {required: true, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}}\n",
    ),
    Pair(
        "a shared body with other media types",
        "consumes: [application/json]\nparameters: {A: {name: a, in: body, required: true, schema: {type: object, properties: {a: {type: string}}}}}\npaths: {/p: {put: {operationId: putP, parameters: [{$ref: '#/parameters/A'}], responses: {204: {description: D}}}, patch: {operationId: patchP, consumes: [application/merge-patch+json], parameters: [{$ref: '#/parameters/A'}], responses: {204: {description: D}}}}}\n",
        "paths: {/p: {put: {operationId: putP, requestBody: {$ref: '#/components/requestBodies/A'}, responses: {204: {description: D}}}, patch: {operationId: patchP, requestBody: {required: true, content: {application/merge-patch+json: {schema: {$ref: '#/components/requestBodies/A/content/application~1json/schema'}}}}, responses: {204: {description: D}}}}}\ncomponents: {requestBodies: {A: {required: true, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}}\n",
    ),
    Pair(
        "shared responses",
        "produces: [application/json, text/html]\nresponses: {Pet: {description: A pet., schema: {$ref: '#/definitions/Pet'}}, Failed: {description: F, schema: {type: object, properties: {a: {type: string}}}}, None: {description: N, headers: {X-A: {type: integer, description: Words.}}}}\npaths: {/p: {get: {produces: [application/json], responses: {200: {$ref: '#/responses/Pet'}, 404: {$ref: '#/responses/Failed'}, 204: {$ref: '#/responses/None'}}}, put: {responses: {204: {$ref: '#/responses/None'}, 404: {$ref: '#/responses/Failed'}}}}}\ndefinitions: {Pet: {type: object, properties: {a: {type: string}}}}\n",
        "paths: {/p: {get: {responses: {200: {$ref: '#/components/responses/Pet'}, 404: {description: F, content: {application/json: {schema: {$ref: '#/components/responses/Failed/content/application~1json/schema'}}}}, 204: {$ref: '#/components/responses/None'}}}, put: {responses: {204: {$ref: '#/components/responses/None'}, 404: {$ref: '#/components/responses/Failed'}}}}}\ncomponents: {responses: {Pet: {description: A pet., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}, Failed: {description: F, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}, text/html: {schema: {type: object, properties: {a: {type: string}}}}}}, None: {description: N, headers: {X-A: {description: Words., schema: {type: integer}}}}}, schemas: {Pet: {type: object, properties: {a: {type: string}}}}}\n",
    ),
    Pair(
        "files as answers",
        "produces: [application/json]\npaths: {/p: {get: {produces: [image/png, image/gif], responses: {200: {description: D, schema: {type: file}}}}, put: {responses: {200: {description: D, schema: {type: file}}}}}}\n",
        "paths: {/p: {get: {responses: {200: {description: D, content: {image/png: {schema: {type: string, format: binary}}, image/gif: {schema: {type: string, format: binary}}}}}}, put: {responses: {200: {description: D, content: {'*/*': {schema: {type: string, format: binary}}}}}}}}\n",
    ),
    Pair(
        "examples of answers",
        "produces: [application/json]\npaths: {/p: {get: {responses: {200: {description: D, schema: {type: object, properties: {a: {type: string}}}, examples: {application/json: {a: b}}}}}}}\n",
        "paths: {/p: {get: {responses: {200: {description: D, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}, example: {a: b}}}}}}}}\n",
    ),
    Pair(
        "a discriminator",
        "paths: {/p: {get: {responses: {200: {description: D, schema: {$ref: '#/definitions/Pet'}}}}}}\ndefinitions: {Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}, Cat: {allOf: [{$ref: '#/definitions/Pet'}, {type: object, properties: {claws: {type: integer}}}]}, Dog: {x-ms-discriminator-value: hound, allOf: [{$ref: '#/definitions/Pet'}, {type: object, properties: {bark: {type: string}}}]}}\n",
        "paths: {/p: {get: {responses: {200: {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}}\ncomponents: {schemas: {Pet: {type: object, discriminator: {propertyName: kind, mapping: {hound: '#/components/schemas/Dog'}}, required: [kind], properties: {kind: {type: string}}}, Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {claws: {type: integer}}}]}, Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {bark: {type: string}}}]}}}\n",
    ),
    Pair(
        "null",
        "paths: {}\ndefinitions: {A: {type: object, required: [a, b, c], properties: {a: {type: string, x-nullable: true}, b: {$ref: '#/definitions/B', x-nullable: true}, c: {type: [integer, 'null']}}}, B: {type: object, properties: {x: {type: string}}}}\n",
        "paths: {}\ncomponents: {schemas: {A: {type: object, required: [a, b, c], properties: {a: {type: string, nullable: true}, b: {$ref: '#/components/schemas/B', nullable: true}, c: {type: integer, nullable: true}}}, B: {type: object, properties: {x: {type: string}}}}}\n",
    ),
    Pair(
        "references into the document",
        "paths: {/p: {get: {operationId: getP, responses: {200: {description: D, schema: {type: object, properties: {a: {type: object, properties: {b: {type: string}}}}}}}}}, /q: {get: {operationId: getQ, responses: {200: {description: D, schema: {$ref: '#/paths/~1p/get/responses/200/schema/properties/a'}}}}}}\n",
        "paths: {/p: {get: {operationId: getP, responses: {200: {description: D, content: {application/json: {schema: {type: object, properties: {a: {type: object, properties: {b: {type: string}}}}}}}}}}}, /q: {get: {operationId: getQ, responses: {200: {description: D, content: {application/json: {schema: {$ref: '#/paths/~1p/get/responses/200/content/application~1json/schema/properties/a'}}}}}}}}\n",
    ),
    Pair(
        "security schemes",
        "securityDefinitions: {b: {type: basic, description: Words.}, k: {type: apiKey, in: query, name: key}, i: {type: oauth2, flow: implicit, authorizationUrl: 'https://a.b/a', scopes: {s: Words.}}, p: {type: oauth2, flow: password, tokenUrl: 'https://a.b/t', scopes: {}}, c: {type: oauth2, flow: application, tokenUrl: 'https://a.b/t', scopes: {}}, a: {type: oauth2, flow: accessCode, authorizationUrl: 'https://a.b/a', tokenUrl: 'https://a.b/t', scopes: {s: Words.}}}\nsecurity: [{b: []}]\npaths: {/p: {get: {security: [{k: []}, {i: [s]}], responses: {204: {description: D}}}, put: {security: [{p: []}, {c: []}, {a: [s]}], responses: {204: {description: D}}}, post: {responses: {204: {description: D}}}}}\n",
        "components: {securitySchemes: {b: {type: http, scheme: basic, description: Words.}, k: {type: apiKey, in: query, name: key}, i: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://a.b/a', scopes: {s: Words.}}}}, p: {type: oauth2, flows: {password: {tokenUrl: 'https://a.b/t', scopes: {}}}}, c: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a.b/t', scopes: {}}}}, a: {type: oauth2, flows: {authorizationCode: {authorizationUrl: 'https://a.b/a', tokenUrl: 'https://a.b/t', scopes: {s: Words.}}}}}}\nsecurity: [{b: []}]\npaths: {/p: {get: {security: [{k: []}, {i: [s]}], responses: {204: {description: D}}}, put: {security: [{p: []}, {c: []}, {a: [s]}], responses: {204: {description: D}}}, post: {responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "documentation and deprecation",
        "tags: [{name: t}]\nexternalDocs: {url: 'https://a.b'}\npaths: {/p: {get: {tags: [t], summary: Words., deprecated: true, externalDocs: {url: 'https://a.b'}, responses: {204: {description: D}}}}}\n",
        "tags: [{name: t}]\nexternalDocs: {url: 'https://a.b'}\npaths: {/p: {get: {tags: [t], summary: Words., deprecated: true, externalDocs: {url: 'https://a.b'}, responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "names of enum values",
        "paths: {/p: {get: {operationId: getP, parameters: [{name: a, in: query, type: string, enum: [x, y], x-enum-varnames: [First, Second]}], responses: {204: {description: D}}}}}\n",
        "paths: {/p: {get: {operationId: getP, parameters: [{name: a, in: query, schema: {type: string, enum: [x, y], x-enum-varnames: [First, Second]}}], responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "keys of 3.0",
        "paths: {/p: {put: {requestBody: {content: {application/json: {schema: {oneOf: [{$ref: '#/definitions/A'}, {$ref: '#/definitions/B'}]}}}}, parameters: [{name: q, in: query, schema: {type: integer}}], responses: {204: {description: D}}}}}\ndefinitions: {A: {type: object, properties: {a: {type: string, nullable: true}}}, B: {type: object, properties: {b: {type: string}}}}\n",
        "paths: {/p: {put: {requestBody: {content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}}}}, parameters: [{name: q, in: query, schema: {type: integer}}], responses: {204: {description: D}}}}}\ncomponents: {schemas: {A: {type: object, properties: {a: {type: string, nullable: true}}}, B: {type: object, properties: {b: {type: string}}}}}\n",
    ),
];

#[test]
fn a_document_makes_the_same_crate_as_in_3_0() {
    let mut wrong = String::new();
    for Pair(name, earlier, later) in PAIRS {
        let made = crate_of("swagger: '2.0'", earlier);
        let expected = crate_of("openapi: 3.0.3", later);
        if made != expected {
            let differs = |(line, other): &(&str, &str)| line != other;
            let first = made.lines().zip(expected.lines()).find(differs);
            wrong += &format!("{name}: {first:?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What is wrong, the document, and the same without the mistake.
const MISTAKES: &[Pair] = &[
    Pair(
        "the version is a number",
        "swagger: 2.0\npaths: {/p: {get: {responses: {204: {description: D}}}}}\n",
        "swagger: '2.0'\npaths: {/p: {get: {responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "two bodies",
        "swagger: '2.0'\npaths: {/p: {put: {parameters: [{name: a, in: body, schema: {type: string}}, {name: b, in: body, schema: {type: integer}}], responses: {204: {description: D}}}}}\n",
        "swagger: '2.0'\npaths: {/p: {put: {parameters: [{name: a, in: body, schema: {type: string}}], responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "a body and a form",
        "swagger: '2.0'\npaths: {/p: {put: {parameters: [{name: b, in: formData, type: string}, {name: a, in: body, schema: {type: string}}], responses: {204: {description: D}}}}}\n",
        "swagger: '2.0'\npaths: {/p: {put: {parameters: [{name: a, in: body, schema: {type: string}}], responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "a form and a body",
        "swagger: '2.0'\nconsumes: [multipart/form-data]\npaths: {/p: {put: {parameters: [{name: b, in: formData, type: string}, {name: a, in: body, schema: {type: string}}], responses: {204: {description: D}}}}}\n",
        "swagger: '2.0'\nconsumes: [multipart/form-data]\npaths: {/p: {put: {parameters: [{name: b, in: formData, type: string}], responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "no types",
        "swagger: '2.0'\npaths: {/p: {get: {parameters: [{name: a, in: query}, {name: b, in: query, items: {type: string}}], responses: {204: {description: D, headers: {X-A: {}}}}}}}\n",
        "swagger: '2.0'\npaths: {/p: {get: {parameters: [{name: a, in: query, type: string}, {name: b, in: query, type: array, items: {type: string}}], responses: {204: {description: D, headers: {X-A: {type: string}}}}}}}\n",
    ),
    Pair(
        "a body without a schema",
        "swagger: '2.0'\npaths: {/p: {put: {parameters: [{name: a, in: body, type: integer}], responses: {204: {description: D}}}, post: {parameters: [{name: a, in: body}], responses: {204: {description: D}}}}}\n",
        "swagger: '2.0'\npaths: {/p: {put: {parameters: [{name: a, in: body, schema: {type: integer}}], responses: {204: {description: D}}}, post: {parameters: [{name: a, in: body, schema: {}}], responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "no responses, and no description",
        "swagger: '2.0'\npaths: {/p: {get: {}, put: {responses: {204: {}}}}}\n",
        "swagger: '2.0'\npaths: {/p: {get: {responses: {}}, put: {responses: {204: {description: ''}}}}}\n",
    ),
    Pair(
        "a URL for the host",
        "swagger: '2.0'\nhost: http://a.example.com/v1\nbasePath: w\npaths: {/p: {get: {responses: {204: {description: D}}}}}\n",
        "swagger: '2.0'\nhost: a.example.com\nbasePath: /v1/w\nschemes: [http]\npaths: {/p: {get: {responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "a host that is none",
        "swagger: '2.0'\nhost: '{host}'\nbasePath: /v1\npaths: {/p: {get: {responses: {204: {description: D}}}}}\n",
        "swagger: '2.0'\nbasePath: /v1\npaths: {/p: {get: {responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "a file without multipart",
        "swagger: '2.0'\nconsumes: [application/json]\npaths: {/p: {post: {parameters: [{name: a, in: formData, type: file}], responses: {204: {description: D}}}}}\n",
        "swagger: '2.0'\nconsumes: [multipart/form-data]\npaths: {/p: {post: {parameters: [{name: a, in: formData, type: file}], responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "a form that is not consumed",
        "swagger: '2.0'\nconsumes: [application/json]\npaths: {/p: {post: {parameters: [{name: a, in: formData, type: string}], responses: {204: {description: D}}}}}\n",
        "swagger: '2.0'\nconsumes: [application/x-www-form-urlencoded]\npaths: {/p: {post: {parameters: [{name: a, in: formData, type: string}], responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "flows with the names of 3.0, and without one",
        "swagger: '2.0'\nsecurityDefinitions: {a: {type: oauth2, flow: clientCredentials, tokenUrl: 'https://a.b', scopes: {}}, b: {type: oauth2, authorizationUrl: 'https://a.b', scopes: {}}}\nsecurity: [{a: []}, {b: []}]\npaths: {/p: {get: {responses: {204: {description: D}}}}}\n",
        "swagger: '2.0'\nsecurityDefinitions: {a: {type: oauth2, flow: application, tokenUrl: 'https://a.b', scopes: {}}, b: {type: oauth2, flow: implicit, authorizationUrl: 'https://a.b', scopes: {}}}\nsecurity: [{a: []}, {b: []}]\npaths: {/p: {get: {responses: {204: {description: D}}}}}\n",
    ),
    Pair(
        "keywords of later versions",
        "swagger: '2.0'\npaths: {}\ndefinitions: {A: {type: object, properties: {a: {type: integer, exclusiveMinimum: 0}, f: {type: file}}}}\n",
        "swagger: '2.0'\npaths: {}\ndefinitions: {A: {type: object, properties: {a: {type: integer, minimum: 0, exclusiveMinimum: true}, f: {type: string, format: binary}}}}\n",
    ),
];

#[test]
fn a_mistake_costs_at_most_its_part() {
    let made = |text: &str| {
        let (version, rest) = text.split_once('\n').expect("the version has a line");
        let source = source(version, rest);
        let (diagnostics, files) = generate(&source, false);
        let report = diagnostics.render(&source, Style::Plain);
        (files.unwrap_or_else(|| panic!("{report}")), diagnostics)
    };
    let mut wrong = String::new();
    for Pair(name, mistaken, correct) in MISTAKES {
        let (found, diagnostics) = made(mistaken);
        let (expected, _) = made(correct);
        if found != expected {
            let differs = |(line, other): &(&str, &str)| line != other;
            let first = found.lines().zip(expected.lines()).find(differs);
            wrong += &format!("{name}: {first:?}\n");
        }
        if !diagnostics.iter().any(|it| it.taken_text().is_some()) {
            wrong += &format!("{name}: nothing is said\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

const DOGS: &str = "basePath: /v1
consumes: [application/json]
produces: [application/json]
paths:
  /dogs:
    get:
      operationId: listDogs
      tags: [dogs]
      parameters: [{$ref: '#/parameters/Limit'}]
      responses: {200: {description: Dogs., schema: {type: array, items: {$ref: '#/definitions/Dog'}}}}
    put:
      operationId: putDog
      parameters: [{$ref: '#/parameters/Dog'}]
      responses: {200: {$ref: '#/responses/Dog'}}
  /cats:
    post:
      operationId: addCat
      parameters: [{name: cat, in: body, schema: {$ref: '#/definitions/Cat'}}, {name: cat, in: body, schema: {}}]
      responses: {204: {description: Done.}}
parameters:
  Limit: {name: limit, in: query, type: integer}
  Dog: {name: dog, in: body, required: true, schema: {$ref: '#/definitions/Dog'}}
responses:
  Dog: {description: A dog., schema: {$ref: '#/definitions/Dog'}}
definitions:
  Dog: {type: object, properties: {name: {type: string}, friend: {$ref: '#/definitions/Cat'}}}
  Cat: {type: object, properties: {lives: {type: integer}}}
";

#[test]
fn what_a_filter_leaves_out_is_not_checked() {
    let only = |text: &str, strict| {
        let target = Target {
            crate_name: "kennel".into(),
            spec_name: "kennel.yaml".into(),
            strict,
            filter: Filter {
                tags: vec!["dogs".into()],
                ..Filter::default()
            },
            ..Target::default()
        };
        let outcome = bindery::generate(&source("swagger: '2.0'", text), &target);
        let text = |made: GeneratedCrate| made.files.into_iter().map(|file| file.text).collect();
        outcome.generated.map(text).unwrap_or_default()
    };
    let files: String = only(DOGS, true);
    assert!(files.contains("limit") && files.contains("struct Dog"));
    assert!(!files.contains("put_dog") && !files.contains("add_cat"));
    assert!(files.contains("struct Cat"), "`Dog` refers to it");
}

#[test]
fn overlays_change_the_document_as_it_is_written() {
    let overlay = "overlay: 1.0.0
info: {title: O, version: '1'}
actions:
  - {target: \"$.paths['/cats'].post.parameters[1]\", remove: true}
  - {target: $.definitions.Dog.properties, update: {age: {type: integer}}}
  - {target: $.parameters.Limit, update: {type: strnig}}
";
    let source =
        source("swagger: '2.0'", DOGS).with_overlays(vec![Source::new("fix.yaml", overlay)]);
    let (diagnostics, _) = generate(&source, true);
    let located = diagnostics.located(&source);
    let said: Vec<_> = located
        .iter()
        .map(|it| (it.diagnostic.message(), it.extent.start.line))
        .collect();
    assert_eq!(said, [("`strnig` is not a value of `type`", 6)]);

    let fixed = overlay.replace("strnig", "number");
    let written = DOGS
        .replace(", {name: cat, in: body, schema: {}}", "")
        .replace(
            "name: {type: string}, friend",
            "name: {type: string}, age: {type: integer}, friend",
        )
        .replace("in: query, type: integer", "in: query, type: number");
    let source = source_of(DOGS).with_overlays(vec![Source::new("fix.yaml", fixed)]);
    let (_, made) = generate(&source, true);
    let (_, expected) = generate(&source_of(&written), true);
    assert!(made.is_some());
    assert_eq!(made, expected);
}

fn source_of(rest: &str) -> Source {
    source("swagger: '2.0'", rest)
}

#[test]
fn a_document_in_several_files_is_read_as_one() {
    let one = DOGS.replace(", {name: cat, in: body, schema: {}}", "");
    let (paths, shared) = one.split_once("parameters:\n  Limit").expect("a section");
    let paths = ["parameters", "responses", "definitions"].iter().fold(
        paths.to_owned(),
        |text, section| {
            text.replace(
                &format!("'#/{section}/"),
                &format!("'shared/all.yaml#/{section}/"),
            )
        },
    );
    let all = format!("parameters:\n  Limit{shared}");
    let several = |all: &str| {
        let all = all.to_owned();
        source_of(&paths).with_files(move |path| {
            (path == "shared/all.yaml").then(|| Source::new(path, all.clone()))
        })
    };
    let (diagnostics, made) = generate(&several(&all), true);
    let (_, expected) = generate(&source_of(&one), true);
    assert!(made.is_some(), "{diagnostics:?}");
    assert_eq!(made, expected);

    let mistaken = several(&all.replace("in: query, type: integer", "in: query, type: strnig"));
    let (diagnostics, _) = generate(&mistaken, true);
    let report = diagnostics.render(&mistaken, Style::Plain);
    assert!(report.contains("shared/all.yaml:2:"), "{report}");
    assert!(report.contains("#/parameters/Limit/type"), "{report}");
}

/// What is between `«` and `»` is to be marked, and what is said of it.
const PLACES: &[(&str, &str, &str)] = &[
    (
        "a definition",
        "paths: {}\ndefinitions: {A: {properties: {a: {type: «strnig»}}}}\n",
        "#/definitions/A/properties/a/type",
    ),
    (
        "a type beside a parameter",
        "paths: {/p: {get: {parameters: [{name: a, in: query, type: array, items: {type: «strnig»}}], responses: {}}}}\n",
        "#/paths/~1p/get/parameters/0/items/type",
    ),
    (
        "a parameter behind a body",
        "consumes: [a/json]\npaths: {/p: {put: {parameters: [{name: a, in: body, schema: {}}, {name: b, in: query, type: «strnig»}], responses: {}}}}\n",
        "#/paths/~1p/put/parameters/1/type",
    ),
    (
        "a body",
        "consumes: [application/json]\npaths: {/p: {put: {parameters: [{name: b, in: query, type: string}, {name: a, in: body, schema: {type: «strnig»}}], responses: {}}}}\n",
        "#/paths/~1p/put/parameters/1/schema/type",
    ),
    (
        "a field of a form",
        "consumes: [multipart/form-data]\npaths: {/p: {parameters: [{name: c, in: formData, type: string}], put: {parameters: [{name: a, in: formData, type: «strnig»}], responses: {}}}}\n",
        "#/paths/~1p/put/parameters/0/type",
    ),
    (
        "a shared field of a form",
        "consumes: [multipart/form-data]\nparameters: {A: {name: a, in: formData, type: «strnig»}}\npaths: {/p: {put: {parameters: [{$ref: '#/parameters/A'}], responses: {}}}}\n",
        "#/parameters/A/type",
    ),
    (
        "an answer",
        "produces: [application/json]\npaths: {/p: {get: {responses: {'200': {description: D, schema: {type: «strnig»}}}}}}\n",
        "#/paths/~1p/get/responses/200/schema/type",
    ),
    (
        "a header of a shared answer",
        "responses: {R: {description: D, headers: {X-A: {type: «strnig»}}}}\npaths: {/p: {get: {responses: {'200': {$ref: '#/responses/R'}}}}}\n",
        "#/responses/R/headers/X-A/type",
    ),
    (
        "a media type",
        "produces: [«json»]\npaths: {/p: {get: {responses: {'200': {description: D, schema: {type: string}}}}}}\n",
        "#/produces/0",
    ),
    (
        "a reference to a parameter",
        "paths: {/p: {get: {parameters: [{$ref: «'#/parameters/Limt'»}], responses: {}}}}\nparameters: {Limit: {name: a, in: query, type: string}}\n",
        "did you mean `#/parameters/Limit`?",
    ),
    (
        "a scheme",
        "paths: {}\nsecurityDefinitions: {s: {type: oauth2, flow: application, tokenUrl: «1», scopes: {}}}\n",
        "#/securityDefinitions/s/tokenUrl",
    ),
    (
        "a discriminator",
        "paths: {}\ndefinitions: {A: {discriminator: «1»}}\n",
        "#/definitions/A/discriminator",
    ),
];

#[test]
fn places_are_where_the_author_wrote() {
    for (name, rest, said) in PLACES {
        let (text, expected) = unmarked(&format!("swagger: '2.0'\n{INFO}{rest}"));
        let source = Source::new("kennel.yaml", text);
        let (diagnostics, _) = generate(&source, true);
        let report = diagnostics.render(&source, Style::Plain);
        assert_eq!(
            places(&diagnostics, &source),
            [expected],
            "{name}: {report}"
        );
        assert!(report.contains(said), "{name}: {report}");
    }
}

//! Versions of OpenAPI: a document makes the same crate in each version that can say it, and diagnostics point to
//! what its author wrote, also where the node has moved on the way.

use bindery::diagnostic::{Diagnostics, Style};
use bindery::source::Source;
use bindery::target::Target;
use bindery_tests::{places, unmarked};

fn generate(source: &Source) -> (Diagnostics, Option<String>) {
    let target = Target {
        crate_name: "dialects".into(),
        spec_name: "dialects.yaml".into(),
        ..Target::default()
    };
    let outcome = bindery::generate(source, &target);
    let files = outcome.generated.map(|made| {
        let files = made.files.into_iter();
        files
            .map(|file| format!("// {:?}\n{}", file.path, file.text))
            .collect()
    });
    (outcome.diagnostics, files)
}

fn crate_of(version: &str, rest: &str) -> String {
    let text = format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\n{rest}");
    let source = Source::from_bytes("dialects.yaml", text.into_bytes());
    let (diagnostics, files) = generate(&source);
    files.unwrap_or_else(|| panic!("{}", diagnostics.render(&source, Style::Plain)))
}

/// A property `p` of a model that is sent and answered.
fn property(version: &str, schema: &str) -> String {
    let rest = "paths: {/p: {put: {operationId: putP, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/M'}}}}, \
         responses: {'200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/M'}}}}}}}}\n\
         components: {schemas: {M: {type: object, required: [q], properties: {p: SCHEMA, q: {type: string}}}, \
         A: {type: object, properties: {a: {type: string}}}, B: {type: object, properties: {b: {type: integer}}}, \
         L: {type: array, items: {type: string}}, C: {type: string, enum: [x, y]}}}\n";
    crate_of(version, &rest.replace("SCHEMA", schema))
}

/// What the comparison is about, a schema of OpenAPI 3.0, and the same in the words of 3.1.
const SCHEMAS: &[(&str, &str, &str)] = &[
    (
        "a type with null",
        "{type: string, nullable: true}",
        "{type: [string, 'null']}",
    ),
    (
        "null first",
        "{type: integer, nullable: true}",
        "{type: ['null', integer]}",
    ),
    (
        "a list with null",
        "{type: array, nullable: true, items: {type: string}}",
        "{type: [array, 'null'], items: {type: string}}",
    ),
    (
        "an object with null",
        "{type: object, nullable: true, properties: {x: {type: string}}}",
        "{type: [object, 'null'], properties: {x: {type: string}}}",
    ),
    (
        "an enum with null",
        "{type: string, nullable: true, enum: [a, b, null]}",
        "{type: [string, 'null'], enum: [a, b, null]}",
    ),
    ("a list of one type", "{type: string}", "{type: [string]}"),
    (
        "a reference or null, anyOf",
        "{nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}",
        "{anyOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}",
    ),
    (
        "a reference or null, oneOf",
        "{nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}",
        "{oneOf: [{type: 'null'}, {$ref: '#/components/schemas/A'}]}",
    ),
    (
        "an enum or null",
        "{nullable: true, allOf: [{$ref: '#/components/schemas/C'}]}",
        "{anyOf: [{$ref: '#/components/schemas/C'}, {type: 'null'}]}",
    ),
    (
        "a string or null",
        "{nullable: true, type: string}",
        "{anyOf: [{type: string}, {type: 'null'}]}",
    ),
    (
        "a description beside a reference",
        "{description: Words, allOf: [{$ref: '#/components/schemas/A'}]}",
        "{$ref: '#/components/schemas/A', description: Words}",
    ),
    (
        "a default beside a reference",
        "{default: x, allOf: [{$ref: '#/components/schemas/C'}]}",
        "{$ref: '#/components/schemas/C', default: x}",
    ),
    (
        "a length beside a reference",
        "{minItems: 1, allOf: [{$ref: '#/components/schemas/L'}]}",
        "{$ref: '#/components/schemas/L', minItems: 1}",
    ),
    (
        "nullable beside a reference",
        "{nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}",
        "{$ref: '#/components/schemas/A', nullable: true}",
    ),
    (
        "additional properties beside a reference",
        "{additionalProperties: false, allOf: [{$ref: '#/components/schemas/A'}]}",
        "{$ref: '#/components/schemas/A', additionalProperties: false}",
    ),
    (
        "required beside a reference",
        "{required: [a], allOf: [{$ref: '#/components/schemas/A'}]}",
        "{$ref: '#/components/schemas/A', required: [a]}",
    ),
    (
        "a constant text",
        "{type: string, enum: [on]}",
        "{type: string, const: on}",
    ),
    (
        "a constant integer",
        "{type: integer, enum: [7]}",
        "{type: integer, const: 7}",
    ),
    (
        "a constant boolean",
        "{type: boolean, enum: [true]}",
        "{type: boolean, const: true}",
    ),
    (
        "a choice between constants",
        "{type: string, enum: [a, b], x-enum-varnames: [First, null], x-enum-descriptions: [null, Words]}",
        "{oneOf: [{const: a, title: First}, {const: b, type: string, description: Words}]}",
    ),
    (
        "a choice between constants and null",
        "{type: integer, nullable: true, enum: [1, 2], x-enum-varnames: [One, Two]}",
        "{anyOf: [{const: 1, title: One}, {type: 'null'}, {const: 2, title: Two}]}",
    ),
    (
        "an exclusive minimum",
        "{type: integer, minimum: 0, exclusiveMinimum: true}",
        "{type: integer, exclusiveMinimum: 0}",
    ),
    (
        "an exclusive maximum that is stricter",
        "{type: integer, maximum: 5, exclusiveMaximum: true}",
        "{type: integer, exclusiveMaximum: 5, maximum: 9}",
    ),
    (
        "an exclusive maximum that is looser",
        "{type: integer, maximum: 5}",
        "{type: integer, exclusiveMaximum: 9, maximum: 5}",
    ),
    (
        "left over from 3.0",
        "{type: integer, minimum: 0, exclusiveMinimum: true, nullable: true}",
        "{type: integer, minimum: 0, exclusiveMinimum: true, nullable: true}",
    ),
    (
        "examples",
        "{type: string, example: a}",
        "{type: string, examples: [a, b]}",
    ),
    (
        "base64",
        "{type: string, format: byte}",
        "{type: string, contentEncoding: base64}",
    ),
    (
        "base64url",
        "{type: string, format: base64url}",
        "{type: string, contentEncoding: base64url}",
    ),
    (
        "two types",
        "{anyOf: [{type: string}, {type: integer}]}",
        "{type: [string, integer]}",
    ),
    (
        "two types and their keywords",
        "{anyOf: [{type: string, maxLength: 3}, {type: integer, format: int64, minimum: 2}]}",
        "{type: [string, integer], maxLength: 3, format: int64, minimum: 2}",
    ),
    (
        "a format of texts",
        "{anyOf: [{type: string, format: date}, {type: integer}]}",
        "{type: [string, integer], format: date}",
    ),
    (
        "two types and null",
        "{nullable: true, anyOf: [{type: string}, {type: boolean}]}",
        "{type: [string, boolean, 'null']}",
    ),
    (
        "values of two types",
        "{anyOf: [{type: string, enum: [a]}, {type: integer, enum: [1]}]}",
        "{type: [string, integer], enum: [a, 1]}",
    ),
    (
        "all types",
        "{}",
        "{type: [string, number, integer, boolean, array, object]}",
    ),
    ("any value", "{}", "true"),
    (
        "items of any value",
        "{type: array, items: {}}",
        "{type: array, items: true}",
    ),
    (
        "a map by one pattern",
        "{type: object, additionalProperties: {type: integer}}",
        "{type: object, patternProperties: {'^x-': {type: integer}}}",
    ),
    (
        "closed by unevaluatedProperties",
        "{type: object, additionalProperties: false, properties: {x: {type: string}}}",
        "{type: object, unevaluatedProperties: false, properties: {x: {type: string}}}",
    ),
    (
        "items by position",
        "{type: array, maxItems: 2, items: {anyOf: [{type: string}, {type: integer}]}}",
        "{type: array, prefixItems: [{type: string}, {type: integer}], items: false}",
    ),
    (
        "a comment beside a reference",
        "{$ref: '#/components/schemas/A'}",
        "{$ref: '#/components/schemas/A', $comment: words}",
    ),
];

#[test]
fn a_schema_makes_the_same_crate_in_each_version() {
    let mut wrong = String::new();
    for (name, earlier, later) in SCHEMAS {
        let expected = property("3.0.3", earlier);
        for version in ["3.1.0", "3.1.1", "3.2.0"] {
            if property(version, later) != expected {
                wrong += &format!("{name}, {version}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Whole documents: what the comparison is about, in 3.0, the version and the same in it.
const DOCUMENTS: &[(&str, &str, &str, &str)] = &[
    (
        "webhooks in an extension",
        "paths: {}\nx-webhooks: {a: {post: {requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: string, nullable: true}}}}}}}}, b: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}}}}\ncomponents: {schemas: {B: {type: object, properties: {x: {type: string}}}}}\n",
        "3.1.0",
        "webhooks: {a: {post: {requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: [string, 'null']}}}}}}}}, b: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}}}}\ncomponents: {schemas: {B: {type: object, properties: {x: {type: string}}}}}\n",
    ),
    (
        "schemas without paths",
        "paths: {}\ncomponents: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\n",
        "3.1.0",
        "components: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\n",
    ),
    (
        "an anchor",
        "paths: {}\ncomponents: {schemas: {A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}, B: {type: object, properties: {x: {type: string}}}}}\n",
        "3.1.0",
        "components: {schemas: {A: {type: object, properties: {b: {$ref: '#bee'}}}, B: {$anchor: bee, type: object, properties: {x: {type: string}}}}}\n",
    ),
    (
        "an identifier",
        "paths: {}\ncomponents: {schemas: {A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}, B: {type: object, properties: {x: {type: string}}}}}\n",
        "3.1.0",
        "components: {schemas: {A: {type: object, properties: {b: {$ref: 'https://a.b/bee'}}}, B: {$id: 'https://a.b/bee', type: object, properties: {x: {type: string}}}}}\n",
    ),
    (
        "a dynamic reference",
        "paths: {}\ncomponents: {schemas: {A: {type: object, properties: {next: {$ref: '#/components/schemas/A'}}}}}\n",
        "3.1.0",
        "components: {schemas: {A: {$dynamicAnchor: node, type: object, properties: {next: {$dynamicRef: '#node'}}}}}\n",
    ),
    (
        "a recursive reference",
        "paths: {}\ncomponents: {schemas: {A: {type: object, properties: {next: {$ref: '#/components/schemas/A'}}}}}\n",
        "3.1.0",
        "components: {schemas: {A: {$recursiveAnchor: true, type: object, properties: {next: {$recursiveRef: '#'}}}}}\n",
    ),
    (
        "definitions at the root",
        "paths: {}\ncomponents: {schemas: {A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}, B: {type: object, properties: {x: {type: string}}}}}\n",
        "3.1.0",
        "$defs: {B: {type: object, properties: {x: {type: string}}}}\ncomponents: {schemas: {A: {type: object, properties: {b: {$ref: '#/$defs/B'}}}}}\n",
    ),
    (
        "definitions inside",
        "paths: {}\ncomponents: {schemas: {A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}, B: {type: object, properties: {x: {$ref: '#/components/schemas/C'}}}, C: {type: object, properties: {y: {type: string}}}}}\n",
        "3.1.0",
        "components: {schemas: {A: {type: object, properties: {b: {$ref: '#/components/schemas/A/$defs/B'}}, $defs: {B: {type: object, properties: {x: {$ref: '#/components/schemas/A/$defs/B/$defs/C'}}, $defs: {C: {type: object, properties: {y: {type: string}}}}}}}}}\n",
    ),
    (
        "shared path items",
        "paths: {/p: {get: {operationId: getP, responses: {'204': {description: D}}}}}\n",
        "3.1.0",
        "paths: {/p: {$ref: '#/components/pathItems/P'}}\ncomponents: {pathItems: {P: {get: {operationId: getP, responses: {'204': {description: D}}}}}}\n",
    ),
    (
        "operations without responses",
        "paths: {/p: {delete: {operationId: deleteP, responses: {}}}}\n",
        "3.1.0",
        "paths: {/p: {delete: {operationId: deleteP}}}\n",
    ),
    (
        "client certificates",
        "paths: {/p: {get: {operationId: getP, security: [{}], responses: {'204': {description: D}}}}}\n",
        "3.1.0",
        "paths: {/p: {get: {operationId: getP, security: [{tls: []}], responses: {'204': {description: D}}}}}\ncomponents: {securitySchemes: {tls: {type: mutualTLS}}}\n",
    ),
    (
        "webhooks with one payload",
        "paths: {}\ncomponents: {schemas: {Adopted: {type: object, properties: {id: {type: string}}}}}\n",
        "3.1.0",
        "webhooks: {adopted: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Adopted'}}}}}}}\ncomponents: {schemas: {Adopted: {type: object, properties: {id: {type: string}}}}}\n",
    ),
    (
        "shared media types",
        "paths: {/p: {put: {operationId: putP, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}, responses: {'204': {description: D}}}}}\ncomponents: {schemas: {Pet: {type: object, properties: {a: {type: string}}}}}\n",
        "3.2.0",
        "paths: {/p: {put: {operationId: putP, requestBody: {content: {application/json: {$ref: '#/components/mediaTypes/Pet'}}}, responses: {'204': {description: D}}}}}\ncomponents: {mediaTypes: {Pet: {schema: {type: object, properties: {a: {type: string}}}, example: {a: b}}}}\n",
    ),
];

#[test]
fn a_document_makes_the_same_crate_in_each_version() {
    let mut wrong = String::new();
    for (name, earlier, version, later) in DOCUMENTS {
        let (expected, made) = (crate_of("3.0.3", earlier), crate_of(version, later));
        if made != expected {
            let differs = |(line, other): &(&str, &str)| line != other;
            let first = made.lines().zip(expected.lines()).find(differs);
            wrong += &format!("{name}: {first:?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_patch_level_of_a_version_does_not_count() {
    let rest = "paths: {}\n";
    let expected = crate_of("3.0.3", rest);
    for version in ["3.0.0", "3.0.4", "3.1.0", "3.1.2", "3.2.0", "'3.1'"] {
        assert_eq!(crate_of(version, rest), expected, "{version}");
    }
}

/// What is between `«` and `»` is to be marked.
const PLACES: &[(&str, &str)] = &[
    (
        "a definition",
        "components: {schemas: {A: {$defs: {B: {type: «strnig»}}}}}\n",
    ),
    (
        "a definition in a definition",
        "$defs: {A: {$defs: {B: {properties: {c: {type: «strnig»}}}}}}\n",
    ),
    (
        "a position of a list",
        "components: {schemas: {A: {type: array, maxItems: 1, prefixItems: [{type: «strnig»}]}}}\n",
    ),
    (
        "the items after the positions",
        "components: {schemas: {A: {type: array, prefixItems: [], items: {type: «strnig»}}}}\n",
    ),
    (
        "a type of a list",
        "components: {schemas: {A: {type: [string, «strnig»]}}}\n",
    ),
    (
        "a keyword beside a list of types",
        "components: {schemas: {A: {type: [string, integer], maxLength: «a»}}}\n",
    ),
    (
        "a target beside siblings",
        "components: {schemas: {A: {description: a, $ref: «'#/components/schemas/B'»}}}\n",
    ),
    (
        "a target in a definition",
        "components: {schemas: {A: {$defs: {B: {$ref: «'#/$defs/C'»}}}}}\n",
    ),
    (
        "a shared path item",
        "components: {pathItems: {P: {get: {operationId: «1», responses: {}}}}}\n",
    ),
    (
        "a shared media type",
        "paths: {/p: {get: {responses: {'200': {description: D, content: {a/b: {$ref: '#/components/mediaTypes/M'}}}}}}}\ncomponents: {mediaTypes: {M: {schema: {type: «strnig»}}}}\n",
    ),
    (
        "a key that no version has",
        "components: {schemas: {A: {«naem»: a}}}\n",
    ),
];

#[test]
fn places_are_where_the_author_wrote() {
    for (name, rest) in PLACES {
        let text = format!("openapi: 3.2.0\ninfo: {{title: T, version: '1'}}\n{rest}");
        let (plain, expected) = unmarked(&text);
        let source = Source::from_bytes("dialects.yaml", plain.into_bytes());
        let (diagnostics, _) = generate(&source);
        let found = places(&diagnostics, &source);
        assert_eq!(
            found,
            [expected],
            "{name}: {}",
            diagnostics.render(&source, Style::Plain)
        );
    }
}

//! Every fixed field of every object of OpenAPI 3.0.3 is honoured, diagnosed or documentation: none is dropped.
//!
//! Each field comes with two documents that differ in it alone. If it is honoured, the files differ; if it is
//! diagnosed, the report does. The table is complete: it holds the fields that `bindery` knows, which are those of
//! the specification.

use Fate::{Diagnosed, Documentation, Honoured};
use bindery::diagnostic::Style;
use bindery::source::Source;
use bindery::target::Target;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// The output says or does something else.
    Honoured,
    /// The report says that it has no effect, or which.
    Diagnosed,
    /// It is for readers of the document, or an example.
    Documentation,
}

/// Where a field stands in the document of a test: the text around it.
const PLACES: &[(&str, &str)] = &[
    (
        "schema",
        "paths: {}\ncomponents: {schemas: {S: {type: object, properties: {a: {@}}}}}",
    ),
    (
        "object",
        "paths: {}\ncomponents: {schemas: {S: {type: object, properties: {a: {type: string}}, @}}}",
    ),
    (
        "parameter",
        "paths: {/p: {get: {operationId: getP, parameters: [{name: a, in: query, schema: {type: array, items: {type: string}}, @}], responses: {'200': {description: D}}}}}",
    ),
    (
        "body",
        "paths: {/p: {post: {operationId: postP, requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}, @}}}, responses: {'200': {description: D}}}}}",
    ),
    (
        "operation",
        "paths: {/p: {get: {operationId: getP, responses: {'200': {description: D}}, @}}}\ncomponents: {securitySchemes: {s: {type: http, scheme: basic}}}",
    ),
    (
        "response",
        "paths: {/p: {get: {operationId: getP, responses: {'200': {description: D, @}}}}}",
    ),
    (
        "header",
        "paths: {/p: {get: {operationId: getP, responses: {'200': {description: D, headers: {X-A: {schema: {type: array, items: {type: string}}, @}}}}}}}",
    ),
    (
        "document",
        "paths: {/p: {get: {operationId: getP, responses: {'200': {description: D}}}}}\n@",
    ),
];

/// The place, the field as it is written there, and what becomes of it.
const FIELDS: &[(&str, &str, Fate)] = &[
    ("schema", "type: integer", Honoured),
    ("schema", "type: string, format: date-time", Honoured),
    ("schema", "type: string, pattern: '^a{3}$'", Honoured),
    ("schema", "type: string, enum: [a, b]", Honoured),
    ("schema", "nullable: true, type: string", Honoured),
    ("schema", "type: array, items: {type: string}", Honoured),
    ("schema", "properties: {b: {type: string}}", Honoured),
    (
        "schema",
        "additionalProperties: {type: string}, type: object",
        Honoured,
    ),
    ("schema", "allOf: [{type: string}]", Honoured),
    (
        "schema",
        "oneOf: [{type: string}, {type: integer}]",
        Honoured,
    ),
    (
        "schema",
        "anyOf: [{type: string}, {type: integer}]",
        Honoured,
    ),
    ("schema", "not: {type: string}", Diagnosed),
    ("schema", "description: Words", Honoured),
    ("schema", "deprecated: true", Honoured),
    ("schema", "title: A", Documentation),
    ("schema", "example: a", Documentation),
    (
        "schema",
        "externalDocs: {url: 'https://a.b'}",
        Documentation,
    ),
    ("schema", "xml: {name: b}", Diagnosed),
    ("object", "required: [a]", Honoured),
    ("object", "minProperties: 1", Diagnosed),
    ("object", "maxProperties: 1", Diagnosed),
    ("object", "discriminator: {propertyName: a}", Diagnosed),
    ("parameter", "required: true", Honoured),
    ("parameter", "deprecated: true", Honoured),
    ("parameter", "description: Words", Honoured),
    ("parameter", "style: pipeDelimited", Honoured),
    ("parameter", "explode: false", Honoured),
    ("parameter", "allowReserved: true", Honoured),
    ("parameter", "allowEmptyValue: true", Diagnosed),
    ("parameter", "example: [a]", Documentation),
    ("parameter", "examples: {a: {value: [a]}}", Documentation),
    (
        "body",
        "encoding: {a: {contentType: text/plain}}",
        Diagnosed,
    ),
    ("body", "example: {a: a}", Documentation),
    ("body", "examples: {a: {value: {a: a}}}", Documentation),
    ("operation", "tags: [t]", Documentation),
    ("operation", "summary: Words", Honoured),
    ("operation", "description: Words", Honoured),
    ("operation", "deprecated: true", Honoured),
    ("operation", "security: [{s: []}]", Honoured),
    ("operation", "servers: [{url: 'https://a.b'}]", Honoured),
    (
        "operation",
        "requestBody: {content: {application/json: {}}}",
        Honoured,
    ),
    (
        "operation",
        "callbacks: {c: {'{$url}': {get: {responses: {'200': {description: D}}}}}}",
        Diagnosed,
    ),
    (
        "operation",
        "externalDocs: {url: 'https://a.b'}",
        Documentation,
    ),
    (
        "response",
        "headers: {X-A: {schema: {type: string}}}",
        Honoured,
    ),
    (
        "response",
        "content: {application/json: {schema: {type: string}}}",
        Honoured,
    ),
    ("response", "links: {l: {operationId: getP}}", Diagnosed),
    ("header", "description: Words", Honoured),
    ("header", "deprecated: true", Honoured),
    ("header", "explode: true", Documentation),
    ("header", "style: simple", Documentation),
    ("document", "servers: [{url: 'https://a.b'}]", Honoured),
    (
        "document",
        "servers: [{url: 'https://{h}.b', variables: {h: {default: a}}}]",
        Honoured,
    ),
    (
        "document",
        "tags: [{name: t, description: Words}]",
        Documentation,
    ),
    (
        "document",
        "externalDocs: {url: 'https://a.b'}",
        Documentation,
    ),
];

fn made(document: &str) -> (String, String) {
    let text = format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{document}\n");
    let source = Source::new("field.yaml", text);
    let target = Target {
        crate_name: "field".into(),
        spec_name: "field.yaml".into(),
        ..Target::default()
    };
    let outcome = bindery::generate(&source, &target);
    let report = outcome.diagnostics.render(&source, Style::Plain);
    let files = outcome.generated.into_iter().flat_map(|made| made.files);
    (files.map(|file| file.text).collect(), report)
}

#[test]
fn nothing_is_dropped_silently() {
    let mut wrong = String::new();
    for (place, field, fate) in FIELDS {
        let around = PLACES.iter().find(|(name, _)| name == place);
        let (_, around) = around.expect("the table of places is complete");
        let (files_with, report_with) = made(&around.replace('@', field));
        let (files, report) = made(&around.replace(", @", "").replace('@', ""));
        assert!(!files.is_empty() && report.is_empty(), "{place}: {report}");
        let fits = match fate {
            Honoured => files_with != files && !report_with.contains("error"),
            Diagnosed => report_with != report,
            Documentation => report_with == report,
        };
        if !fits {
            wrong += &format!("{place}: `{field}` is not {fate:?}\n{report_with}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

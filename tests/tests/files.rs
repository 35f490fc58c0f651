//! A document in several files is what it would be in one.

use bindery::diagnostic::{Severity, Style};
use bindery::source::Source;
use bindery::target::Target;

/// The files of a document; the first is the one that is asked for.
type Files<'a> = &'a [(&'a str, &'a str)];

fn source(files: Files<'_>) -> Source {
    let (name, text) = files[0];
    Source::new(name, text).with_files(|path| {
        let found = files.iter().find(|(name, _)| *name == path);
        found.map(|(name, text)| Source::new(*name, *text))
    })
}

fn target() -> Target {
    Target {
        crate_name: "files".into(),
        spec_name: "api.yaml".into(),
        strict: true,
        ..Target::default()
    }
}

fn generated(source: &Source) -> Vec<(String, String)> {
    let outcome = bindery::generate(source, &target());
    let report = outcome.diagnostics.render(source, Style::Plain);
    let made = outcome.generated.unwrap_or_else(|| panic!("{report}"));
    let files = made.files.into_iter();
    files
        .map(|file| (file.path.display().to_string(), file.text))
        .collect()
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";

#[test]
fn files_are_read_as_one_document() {
    let api = format!(
        "{HEAD}paths:\n  /pets: {{$ref: paths/pets.yaml}}\n  /pets/{{id}}: {{$ref: 'paths/pets.yaml#/x-one'}}\n\
         components:\n  schemas:\n    Local: {{type: object, properties: {{pet: {{$ref: schemas/Pet.yaml}}}}}}\n"
    );
    let several: Files<'_> = &[
        ("api.yaml", &api),
        (
            "paths/pets.yaml",
            "get:\n  operationId: listPets\n  parameters: [{$ref: ../common.json#/limit}]\n  responses:\n    '200': \
             {description: D, content: {application/json: {schema: {type: array, items: {$ref: ../schemas/Pet.yaml}}}}}\n\
             x-one:\n  get:\n    operationId: getPet\n    parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n    \
             responses:\n      '200': {description: D, content: {application/json: {schema: {$ref: '../schemas/Pet.yaml'}}}}\n      \
             '404': {$ref: '#/x-gone'}\nx-gone: {description: D, content: {application/json: {schema: {$ref: '../api.yaml#/components/schemas/Local'}}}}\n",
        ),
        (
            "schemas/Pet.yaml",
            "type: object\nproperties:\n  parent: {$ref: Pet.yaml}\n  friends: {type: array, items: {$ref: '#'}}\n  \
             shape:\n    oneOf: [{$ref: 'shapes.yaml#/Round'}, {$ref: ./shapes.yaml#/Square}]\n    \
             discriminator: {propertyName: kind, mapping: {round: 'shapes.yaml#/Round', square: './shapes.yaml#/Square'}}\n",
        ),
        (
            "schemas/shapes.yaml",
            "Round: {type: object, properties: {kind: {type: string}, side: {$ref: '#/Square'}}}\n\
             Square: {type: object, properties: {kind: {type: string}, length: {type: integer}}}\n",
        ),
        (
            "common.json",
            "{\"limit\": {\"name\": \"limit\", \"in\": \"query\", \"schema\": {\"type\": \"integer\", \"maximum\": 5}}}",
        ),
    ];
    let one = format!(
        "{HEAD}paths:\n  /pets:\n    get:\n      operationId: listPets\n      parameters: [{{$ref: '#/components/parameters/limit'}}]\n      \
         responses:\n        '200': {{description: D, content: {{application/json: {{schema: {{type: array, items: {{$ref: '#/components/schemas/Pet'}}}}}}}}}}\n  \
         /pets/{{id}}:\n    get:\n      operationId: getPet\n      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]\n      \
         responses:\n        '200': {{description: D, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}\n        \
         '404': {{$ref: '#/components/responses/x-gone'}}\n\
         components:\n  parameters:\n    limit: {{name: limit, in: query, schema: {{type: integer, maximum: 5}}}}\n  \
         responses:\n    x-gone: {{description: D, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Local'}}}}}}}}\n  \
         schemas:\n    Local: {{type: object, properties: {{pet: {{$ref: '#/components/schemas/Pet'}}}}}}\n    \
         Pet:\n      type: object\n      properties:\n        parent: {{$ref: '#/components/schemas/Pet'}}\n        \
         friends: {{type: array, items: {{$ref: '#/components/schemas/Pet'}}}}\n        shape:\n          \
         oneOf: [{{$ref: '#/components/schemas/Round'}}, {{$ref: '#/components/schemas/Square'}}]\n          \
         discriminator: {{propertyName: kind, mapping: {{round: Round, square: Square}}}}\n    \
         Round: {{type: object, properties: {{kind: {{type: string}}, side: {{$ref: '#/components/schemas/Square'}}}}}}\n    \
         Square: {{type: object, properties: {{kind: {{type: string}}, length: {{type: integer}}}}}}\n"
    );
    let several = source(several);
    assert_eq!(several.files().len(), 4);
    assert_eq!(
        generated(&several),
        generated(&Source::new("api.yaml", one))
    );
}

#[test]
fn a_mistake_is_at_its_place_in_its_file() {
    let api = format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: a.yaml}}}}}}\n");
    let files: Files<'_> = &[
        ("api.yaml", &api),
        (
            "a.yaml",
            "type: object\nproperties:\n  b: {$ref: 'b.json#/B'}\n",
        ),
        ("b.json", "{\n  \"B\": {\"type\": \"strnig\"}\n}"),
    ];
    let source = source(files);
    let diagnostics = bindery::generate(&source, &target()).diagnostics;
    let located = diagnostics.located(&source);
    let [error] = located.as_slice() else {
        panic!("{}", diagnostics.render(&source, Style::Plain));
    };
    assert_eq!(
        (
            error.file,
            error.extent.start.line,
            error.extent.start.column
        ),
        ("b.json", 2, 17)
    );
    assert!(
        diagnostics
            .render(&source, Style::Plain)
            .contains("b.json:2:17")
    );
}

#[test]
fn a_file_that_is_not_there_and_one_on_another_server() {
    for (reference, word) in [
        ("nowhere.yaml#/A", "cannot be read"),
        ("a.yaml#/B", "cannot be read"),
        ("/etc/passwd", "cannot be read"),
        ("https://example.com/a.yaml#/A", "another server"),
    ] {
        let api =
            format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: '{reference}'}}}}}}\n");
        let source = source(&[("api.yaml", &api), ("a.yaml", "A: {type: string}\n")]);
        let diagnostics = bindery::generate(&source, &target()).diagnostics;
        let errors = diagnostics
            .iter()
            .filter(|it| it.severity() == Severity::Error);
        let said: Vec<_> = errors
            .map(|it| (it.code().as_str(), it.message()))
            .collect();
        assert!(
            matches!(said[..], [("E0205", message)] if message.contains(word)),
            "{said:?}"
        );
    }
}

#[test]
fn cycles_and_chains_of_files_end() {
    let api = format!(
        "{HEAD}paths: {{/a: {{$ref: a.yaml}}}}\ncomponents: {{schemas: {{A: {{$ref: b.yaml}}}}}}\n"
    );
    let source = source(&[
        ("api.yaml", &api),
        ("a.yaml", "{$ref: c.yaml}"),
        ("c.yaml", "{$ref: a.yaml}"),
        ("b.yaml", "{$ref: d.yaml}"),
        ("d.yaml", "{$ref: b.yaml}"),
    ]);
    assert!(bindery::generate(&source, &target()).generated.is_none());
}

#[test]
fn parts_of_one_name_are_told_apart_by_their_files() {
    let api = format!(
        "{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{type: object, properties: {{one: {{$ref: 'one.yaml#/Pet'}}, two: {{$ref: 'two.yaml#/Pet'}}}}}}}}}}\n"
    );
    let source = source(&[
        ("api.yaml", &api),
        (
            "one.yaml",
            "Pet: {type: object, properties: {a: {type: string}}}\n",
        ),
        (
            "two.yaml",
            "Pet: {type: object, properties: {b: {type: string}}}\n",
        ),
    ]);
    let text: String = generated(&source)
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    assert!(
        text.contains("pub struct Pet ") && text.contains("pub struct TwoPet "),
        "{text}"
    );
}

#[test]
fn a_document_may_name_its_own_file() {
    let schemas = |target: &str| {
        format!(
            "{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{type: object, properties: {{b: {{$ref: '{target}#/components/schemas/B'}}}}}}, B: {{type: object, properties: {{c: {{type: string}}}}}}}}}}\n"
        )
    };
    let plain = Source::new("api.yaml", schemas(""));
    for own in ["api.yaml", "./api.yaml"] {
        let source = source(&[("api.yaml", &schemas(own))]);
        assert_eq!(generated(&source), generated(&plain));
    }
}

//! Overlays change a document before it is read (Overlay Specification 1.0).

use bindery::diagnostic::{Diagnostics, Style};
use bindery::source::Source;
use bindery::target::Target;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";
const PETS: &str = "paths:\n  /pets:\n    get:\n      operationId: listPets\n      parameters:\n        - {name: old, in: query, schema: {type: string}}\n        \
                    - {name: kept, in: query, schema: {type: string}}\n      responses: {'200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}\n\
                    components:\n  schemas:\n    Pet: {type: object, properties: {name: {type: string}}}\n";

fn generate(source: &Source) -> (Diagnostics, Option<String>) {
    let target = Target {
        crate_name: "overlays".into(),
        spec_name: "api.yaml".into(),
        strict: true,
        ..Target::default()
    };
    let outcome = bindery::generate(source, &target);
    let files = outcome.generated.map(|made| made.files);
    let text = files.map(|files| files.into_iter().map(|file| file.text).collect());
    (outcome.diagnostics, text)
}

fn overlaid(document: &str, actions: &str) -> (Source, Diagnostics, Option<String>) {
    let overlay = format!("overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions:\n{actions}");
    let source = Source::new("api.yaml", format!("{HEAD}{document}"));
    let source = source.with_overlays(vec![Source::new("fix.yaml", overlay)]);
    let (diagnostics, text) = generate(&source);
    (source, diagnostics, text)
}

fn plain(document: &str) -> Option<String> {
    generate(&Source::new("api.yaml", format!("{HEAD}{document}"))).1
}

#[test]
fn a_document_is_as_if_it_had_been_written_so() {
    let (source, diagnostics, text) = overlaid(
        PETS,
        "  - {target: \"$.paths['/pets'].get.parameters[?@.name == 'old']\", remove: true}\n  \
         - {target: \"$.paths['/pets'].get.parameters\", update: {name: fresh, in: query, schema: {type: integer}}}\n  \
         - {target: $.components.schemas.Pet, update: {required: [name], properties: {age: {type: integer}}}}\n  \
         - {target: \"$.paths.*.get\", update: {summary: Lists pets.}}\n",
    );
    assert!(
        diagnostics.is_empty(),
        "{}",
        diagnostics.render(&source, Style::Plain)
    );
    let written = PETS
        .replace("        - {name: old, in: query, schema: {type: string}}\n", "")
        .replace(
            "{name: kept, in: query, schema: {type: string}}\n",
            "{name: kept, in: query, schema: {type: string}}\n        - {name: fresh, in: query, schema: {type: integer}}\n",
        )
        .replace("operationId: listPets", "operationId: listPets\n      summary: Lists pets.")
        .replace(
            "{type: object, properties: {name: {type: string}}}",
            "{type: object, properties: {name: {type: string}, age: {type: integer}}, required: [name]}",
        );
    assert_eq!(text, plain(&written));
    assert!(text.is_some());
}

#[test]
fn a_mistake_of_an_overlay_is_at_its_line() {
    let (source, diagnostics, _) = overlaid(
        PETS,
        "  - target: $.components.schemas.Pet\n    update:\n      properties:\n        age: {type: integr}\n",
    );
    let report = diagnostics.render(&source, Style::Plain);
    assert!(
        report.contains("E0203") && report.contains("fix.yaml:7:21"),
        "{report}"
    );
}

#[test]
fn what_is_behind_an_item_that_was_removed_keeps_its_place() {
    let (source, diagnostics, _) = overlaid(
        &PETS.replace("name: kept, in: query", "name: kept, in: qery"),
        "  - {target: \"$.paths['/pets'].get.parameters[0]\", remove: true}\n",
    );
    let report = diagnostics.render(&source, Style::Plain);
    assert!(report.contains("api.yaml:9:28"), "{report}");
}

#[test]
fn an_action_that_changes_nothing_is_told() {
    for action in [
        "  - {target: $.components.schemas.Cat, update: {description: D}}\n",
        "  - {target: $.components.schemas.Cat, remove: true}\n",
        "  - {target: $.components.schemas.Pet, update: {type: object}}\n",
    ] {
        let (source, diagnostics, text) = overlaid(PETS, action);
        let report = diagnostics.render(&source, Style::Plain);
        assert!(
            report.contains("W0502") && report.contains("fix.yaml:4:"),
            "{report}"
        );
        assert_eq!(text, plain(PETS));
    }
}

#[test]
fn what_is_no_overlay_is_an_error() {
    for (overlay, word) in [
        ("overlay: 1.0.0\n", "actions"),
        ("openapi: 3.0.3\n", "version 1"),
        ("overlay: 1.0.0\nactions: [{update: {}}]\n", "target"),
        ("overlay: 1.0.0\nactions: [{target: '$.['}]\n", "JSONPath"),
        (
            "overlay: 1.0.0\nactions: [{target: $.paths}]\n",
            "neither `update` nor",
        ),
        ("overlay: [\n", "YAML"),
    ] {
        let source = Source::new("api.yaml", format!("{HEAD}{PETS}"));
        let source = source.with_overlays(vec![Source::new("fix.yaml", overlay)]);
        let (diagnostics, text) = generate(&source);
        let report = diagnostics.render(&source, Style::Plain);
        assert!(
            text.is_none() && report.contains(word) && report.contains("fix.yaml:"),
            "{report}"
        );
    }
}

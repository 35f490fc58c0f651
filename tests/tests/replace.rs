//! Which schemas have the types of `[crate.replace]`, and what becomes of the rest of them.

use bindery::change::{Side, compare};
use bindery::diagnostic::Diagnostics;
use bindery::replace::{Replacement, Replacements, Selector, TypePath};
use bindery::source::Source;
use bindery::target::Target;
use bindery_tests::replaced;

fn document(property: &str) -> Source {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    Holder:\n      \
         type: object\n      properties:\n        held: {property}\n    Size: {{type: string, enum: [S, L]}}\n    \
         Id: {{type: string, format: uuid}}\n    Code: {{type: string, pattern: '^[0-9]{{1,20}}$'}}\n    \
         Money: {{type: object, properties: {{amount: {{type: integer}}}}}}\n"
    );
    Source::new("t.yaml", text)
}

fn target(replace: Replacements) -> Target {
    Target {
        crate_name: "t".to_owned(),
        spec_name: "t.yaml".to_owned(),
        strict: true,
        replace,
        ..Target::default()
    }
}

/// The type of the property `held`.
fn held(property: &str, replace: &Replacements) -> String {
    let outcome = bindery::generate(&document(property), &target(replace.clone()));
    let generated = outcome
        .generated
        .unwrap_or_else(|| panic!("{property}: {:?}", outcome.diagnostics));
    let models = generated
        .files
        .iter()
        .find(|file| file.path.ends_with("models.rs"));
    let text = &models.expect("there is a model").text;
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("pub held: "));
    line.expect("it has the field")
        .trim_end_matches(',')
        .to_owned()
}

#[test]
fn schemas_have_their_types_wherever_they_are_used() {
    let types = replaced::types();
    for (property, expected) in [
        (
            "{type: string, format: uuid}",
            "Option<rt::Custom<::uuid::Uuid>>",
        ),
        (
            "{type: [string, 'null'], format: uuid}",
            "Option<rt::Custom<::uuid::Uuid>>",
        ),
        (
            "{anyOf: [{type: string, format: uuid}, {type: 'null'}]}",
            "Option<rt::Custom<::uuid::Uuid>>",
        ),
        (
            "{allOf: [{type: string}, {format: uuid}]}",
            "Option<rt::Custom<::uuid::Uuid>>",
        ),
        (
            "{allOf: [{type: number}, {format: decimal}]}",
            "Option<rt::Custom<::rust_decimal::Decimal, rt::AsNumber>>",
        ),
        (
            "{allOf: [{format: uuid}, {description: D}]}",
            "Option<rt::Custom<::uuid::Uuid>>",
        ),
        (
            "{allOf: [{$ref: '#/components/schemas/Id'}, {maxLength: 36}]}",
            "Option<rt::Custom<::uuid::Uuid>>",
        ),
        (
            "{allOf: [{$ref: '#/components/schemas/Id'}, {type: string, pattern: '^1'}]}",
            "Option<rt::Custom<::uuid::Uuid>>",
        ),
        (
            "{$ref: '#/components/schemas/Id', description: D}",
            "Option<rt::Custom<::uuid::Uuid>>",
        ),
        (
            "{type: array, items: {type: [string, 'null'], format: uuid}}",
            "Option<Vec<Option<rt::Custom<::uuid::Uuid>>>>",
        ),
        (
            "{type: string, format: uuid, pattern: '^1'}",
            "Option<rt::Custom<::uuid::Uuid>>",
        ),
        // An enum keeps its own type, unless its name or its place is an entry.
        (
            "{type: string, format: uuid, enum: [a, b]}",
            "Option<HolderHeld>",
        ),
        (
            "{$ref: '#/components/schemas/Size'}",
            "Option<rt::Custom<::shop_types::Size>>",
        ),
        (
            "{type: number, format: decimal}",
            "Option<rt::Custom<::rust_decimal::Decimal, rt::AsNumber>>",
        ),
        (
            "{type: string, format: decimal}",
            "Option<rt::Custom<::rust_decimal::Decimal>>",
        ),
        (
            "{type: boolean, format: decimal}",
            "Option<rt::Custom<::rust_decimal::Decimal, rt::AsJson>>",
        ),
        (
            "{$ref: '#/components/schemas/Code'}",
            "Option<rt::Custom<u128>>",
        ),
        (
            "{$ref: '#/components/schemas/Money'}",
            "Option<rt::Custom<::shop_types::Money, rt::AsJson>>",
        ),
        // Another object that has its properties is another type.
        (
            "{allOf: [{$ref: '#/components/schemas/Money'}, {type: object, properties: {note: {type: string}}}]}",
            "Option<HolderHeld>",
        ),
    ] {
        let text = held(property, &types);
        assert_eq!(text.replace(",rt", ", rt"), expected, "{property}");
    }
}

/// A place may be a reference, whose target keeps its type elsewhere; the nearest entry counts.
#[test]
fn the_place_of_a_reference_has_a_type_of_its_own() {
    let mut types = replaced::types();
    let place = "#/components/schemas/Holder/properties/held".to_owned();
    let own = Replacement {
        ty: TypePath::new("own::Id").expect("a path"),
        ..types[&Selector::Format("uuid".to_owned())].clone()
    };
    types.insert(Selector::Pointer(place), own);
    for property in [
        "{$ref: '#/components/schemas/Id'}",
        "{type: string, format: uuid}",
        "{type: string}",
    ] {
        assert_eq!(
            held(property, &types),
            "Option<rt::Custom<::own::Id>>",
            "{property}"
        );
    }
    let text = held(
        "{anyOf: [{$ref: '#/components/schemas/Size'}, {type: 'null'}]}",
        &types,
    );
    assert_eq!(text, "Option<rt::Custom<::own::Id>>");
}

#[test]
fn another_type_is_a_breaking_change() {
    let source = document("{type: string, format: uuid}");
    let side = |replace| Side::read(&source, &target(replace), &mut Diagnostics::new());
    let (plain, typed) = (side(Replacements::new()), side(replaced::types()));
    let changes = compare(&plain.expect("a side"), &typed.expect("a side"));
    let told: Vec<_> = changes.findings.iter().map(|it| it.rule.id()).collect();
    assert!(told.contains(&"field-type-changed"), "{told:?}");
}

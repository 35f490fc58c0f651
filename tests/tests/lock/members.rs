//! Fields, variants and setters.

use super::*;

/// Names of the lock's members and of the sources, for a document with an object and an enum.
fn members(fields: &[&str], values: &[&str]) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|field| format!("{field}: {{type: string}}"))
        .collect();
    schemas(&[
        &format!(
            "All: {{type: object, properties: {{{}, kind: {{$ref: '#/components/schemas/Kind'}}}}}}",
            fields.join(", ")
        ),
        &format!("Kind: {{type: string, enum: [{}]}}", values.join(", ")),
    ])
}

#[test]
fn fields_keep_their_names() {
    let old = members(&["dateCreated", "DateCreated"], &["a"]);
    let before = lock(&old, None);
    assert_eq!(
        name(&before, Kind::Field, "All.dateCreated"),
        "date_created_2"
    );
    assert_eq!(
        name(&before, Kind::Field, "All.DateCreated"),
        "date_created"
    );
    assert_eq!(before.get(&Key::new(Kind::Field, "All.kind")), None);
    // A newcomer that comes first in the alphabet, and the rival alone.
    let new = members(&["DATECreated", "dateCreated", "DateCreated"], &["a"]);
    let after = kept(&old, &new);
    let sources = sources(&generated(&new, Some(&before)));
    assert!(sources.contains("date_created_2"));
    let alone = members(&["dateCreated"], &["a"]);
    let alone = lock(&alone, Some(&after));
    assert_eq!(
        name(&alone, Kind::Field, "All.dateCreated"),
        "date_created_2"
    );
}

#[test]
fn variants_keep_their_names() {
    let old = members(&["a"], &["in-progress", "in_progress"]);
    let new = members(&["a"], &["in progress", "in-progress", "in_progress"]);
    let after = kept(&old, &new);
    let names = ["Kind.in-progress", "Kind.in_progress", "Kind.in progress"];
    let names = names.map(|value| name(&after, Kind::Variant, value));
    assert_eq!(names[..2], ["InProgress", "InProgress2"]);
    assert_ne!(names[2], names[0]);
}

#[test]
fn the_open_variant_keeps_its_name() {
    let old = members(&["a"], &["on"]);
    let new = members(&["a"], &["on", "unknown"]);
    let before = lock(&old, None);
    let anew = lock(&new, None);
    assert_eq!(name(&anew, Kind::Variant, "Kind"), "Unrecognized");
    let after = lock(&new, Some(&before));
    assert_eq!(name(&after, Kind::Variant, "Kind"), "Unknown");
    assert_eq!(name(&after, Kind::Variant, "Kind.unknown"), "UnknownValue");
    // Where it had another name, it keeps that.
    assert_eq!(renamed(&anew, &lock(&old, Some(&anew))), [""; 0]);
    assert_eq!(
        name(&lock(&old, Some(&anew)), Kind::Variant, "Kind"),
        "Unrecognized"
    );
}

#[test]
fn setters_keep_their_names() {
    let both = format!("{OPTIONAL}, {{name: Q, in: query, schema: {{type: string}}}}");
    let third = format!("{{name: .q, in: query, schema: {{type: string}}}}, {both}");
    let old = operations(&[("/pets", "get", "ListPets", &both)]);
    let new = operations(&[("/pets", "get", "ListPets", &third)]);
    let after = kept(&old, &new);
    let names = ["Q", "q", ".q"].map(|wire| format!("GET /pets query {wire}"));
    let names = names.map(|value| name(&after, Kind::Parameter, &value).to_owned());
    assert_eq!(names[..2], ["q", "q_parameter"]);
    assert_ne!(names[2], names[0]);
}

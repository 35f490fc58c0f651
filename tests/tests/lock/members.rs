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

/// A model that responses have, and requests if they are named.
fn pet(is_sent: bool, more: &str) -> String {
    let body = "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}, ";
    format!(
        r#"
openapi: 3.0.3
info: {{title: Pets, version: "1"}}
servers: [{{url: https://api.example.com}}]
paths:
  /pets:
    get: {{operationId: listPets, responses: {{"200": {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}}}}}
    post: {{operationId: addPet, {} responses: {{"204": {{description: done}}}}}}
components:
  schemas:
    Pet: {{type: object, properties: {{name: {{type: string, nullable: true}}{more}}}}}
"#,
        if is_sent { body } else { "" },
    )
}

#[test]
fn a_model_that_requests_use_later_keeps_the_types_of_its_fields() {
    let before = lock(&pet(false, ""), None);
    let new = pet(true, "");
    let outcome = outcome(&new, Some(&before), |_| {});
    assert_eq!(codes(&outcome), [Code::NullsHeldBack]);
    let held = generated(&new, Some(&before));
    assert!(sources(&held).contains("pub name: Option<String>"));
    assert_eq!(held.lock.get(&Key::new(Kind::Nulls, "Pet")), None);
    // Where nothing was before, and where it is asked for, null can be sent.
    let wanted = ["Pet".to_owned()];
    let (fresh, unknown) = before.without(&wanted);
    assert!(unknown.is_empty());
    for earlier in [None, Some(&fresh)] {
        let anew = generated(&new, earlier);
        assert!(sources(&anew).contains("pub name: rt::Field<String>"));
        assert_eq!(name(&anew.lock, Kind::Nulls, "Pet"), "nulls");
    }
    // A model that was sent before has new properties that can be null.
    let sent = lock(&new, None);
    let more = pet(true, ", tag: {type: string, nullable: true}");
    assert!(sources(&generated(&more, Some(&sent))).contains("pub tag: rt::Field<String>"));
}

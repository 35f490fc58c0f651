//! Types: components, patterns and what is anonymous.

use super::*;

#[test]
fn a_component_keeps_its_name_when_a_rival_comes() {
    let note = "x.b_status: {type: object, properties: {a: {type: string}}}";
    let old = schemas(&[
        "All: {type: object, properties: {b: {$ref: '#/components/schemas/x.b_status'}}}",
        note,
    ]);
    let new = schemas(&[
        "All: {type: object, properties: {b: {$ref: '#/components/schemas/x.b_status'}, c: {$ref: '#/components/schemas/BStatus'}}}",
        note,
        "BStatus: {type: object, properties: {c: {type: integer}}}",
    ]);
    let after = kept(&old, &new);
    let incumbent = "#/components/schemas/x.b_status";
    assert_eq!(name(&after, Kind::Type, incumbent), "BStatus");
}

#[test]
fn a_pattern_keeps_its_name_when_a_plainer_place_comes() {
    let old = schemas(&[
        "All: {type: object, properties: {messaging_code: {type: string, pattern: '^M[0-9]{4}$'}}}",
    ]);
    let new = schemas(&[
        "All: {type: object, properties: {messaging_code: &p {type: string, pattern: '^M[0-9]{4}$'}, my_code: *p}}",
    ]);
    kept(&old, &new);
}

const PLACES: [&str; 3] = ["One.paint_color", "Two.paint_color", "Three.paint_color"];

/// A document with a property `paint_color` of three objects.
fn colors(colors: [&str; 3]) -> String {
    let [one, two, three] = colors;
    schemas(&[
        "All: {type: object, properties: {one: {$ref: '#/components/schemas/One'}, two: {$ref: '#/components/schemas/Two'}, three: {$ref: '#/components/schemas/Three'}}}",
        &format!("One: {{type: object, properties: {{paint_color: {one}}}}}"),
        &format!("Two: {{type: object, properties: {{paint_color: {two}}}}}"),
        &format!("Three: {{type: object, properties: {{paint_color: {three}}}}}"),
    ])
}

#[test]
fn an_enum_stays_one_when_a_place_has_another_value() {
    let two = "{type: string, enum: [red, blue]}";
    let three = "{type: string, enum: [red, blue, green]}";
    let before = lock(&colors([two; 3]), None);
    let new = colors([three, two, two]);
    let after = kept(&colors([two; 3]), &new);
    let called = name(&before, Kind::Site, PLACES[0]);
    let sources = sources(&generated(&new, Some(&before)));
    assert_eq!(sources.matches(&format!("pub enum {called} ")).count(), 1);
    assert!(sources.contains("Green,"));
    let said = outcome(&new, Some(&before), |_| {}).diagnostics;
    assert!(said.iter().any(|it| it.code() == Code::EnumShared));
    // They part when the lock is without them.
    let wanted = [called.to_owned()];
    let (fresh, unknown) = after.without(&wanted);
    assert!(unknown.is_empty());
    let parted = lock(&new, Some(&fresh));
    let [one, two, _] = PLACES.map(|place| name(&parted, Kind::Site, place));
    assert_ne!(one, two);
}

#[test]
fn a_type_keeps_its_name_when_it_becomes_a_component() {
    let inline = "{type: string, enum: [red, blue]}";
    let of = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    let old = colors([inline; 3]);
    let before = lock(&old, None);
    let called = name(&before, Kind::Site, PLACES[0]).to_owned();
    let with = |colors: String, names: &[&str]| {
        let names = names.iter().map(|name| format!("    {name}: {inline}\n"));
        colors + &names.collect::<String>()
    };
    // One component for all places, and one for each, whose values are no longer the same later.
    let one = with(
        colors([&of("paint"), &of("paint"), &of("paint")]),
        &["paint"],
    );
    let each = with(colors([&of("c"), &of("a"), &of("b")]), &["a", "b", "c"]);
    for (new, components) in [(&one, &["paint"][..]), (&each, &["a", "b", "c"][..])] {
        let after = lock(new, Some(&before));
        assert_eq!(renamed(&before, &after), [""; 0]);
        for component in components {
            let component = format!("#/components/schemas/{component}");
            assert_eq!(name(&after, Kind::Type, &component), called);
        }
        let sources = sources(&generated(new, Some(&before)));
        assert_eq!(sources.matches(&format!("pub enum {called} ")).count(), 1);
        let parted = new.replace(
            "    c: {type: string, enum: [red, ",
            "    c: {type: string, enum: [green, ",
        );
        assert_eq!(renamed(&after, &lock(&parted, Some(&after))), [""; 0]);
        // And back.
        let back = lock(&old, Some(&after));
        assert_eq!(renamed(&before, &back), [""; 0]);
        assert_eq!(
            PLACES.map(|place| name(&back, Kind::Site, place).to_owned()),
            [&*called; 3]
        );
    }
}

#[test]
fn a_pattern_keeps_its_name_when_it_becomes_a_component() {
    let inline = "{type: string, pattern: '^M[0-9]{4}$'}";
    let old = schemas(&[&format!(
        "All: {{type: object, properties: {{my_code: {inline}}}}}"
    )]);
    let new = schemas(&[
        "All: {type: object, properties: {my_code: {$ref: '#/components/schemas/message.code'}}}",
        &format!("message.code: {inline}"),
    ]);
    let before = lock(&old, None);
    let after = lock(&new, Some(&before));
    let component = name(&after, Kind::Type, "#/components/schemas/message.code");
    assert_eq!(component, name(&before, Kind::Pattern, "^M[0-9]{4}$"));
    assert_eq!(renamed(&before, &after), [""; 0]);
}

#[test]
fn a_type_that_splits_leaves_its_name_to_most_places() {
    let of = |kind: &str| format!("{{type: object, properties: {{a: {{type: {kind}}}}}}}");
    let text = of("string");
    let before = lock(&colors([&text; 3]), None);
    let called = name(&before, Kind::Site, PLACES[0]);
    let new = colors([&of("integer"), &text, &text]);
    let after = lock(&new, Some(&before));
    let names = PLACES.map(|place| name(&after, Kind::Site, place));
    assert_eq!(names[1..], [called; 2]);
    assert_ne!(names[0], called);
}

#[test]
fn types_that_become_one_keep_both_names() {
    let of = |kind: &str| format!("{{type: object, properties: {{a: {{type: {kind}}}}}}}");
    let (text, number) = (of("string"), of("integer"));
    let old = colors([&number, &text, &text]);
    let new = colors([&text, &text, &text]);
    let before = lock(&old, None);
    let after = kept(&old, &new);
    let [one, two, _] = PLACES.map(|place| name(&after, Kind::Site, place));
    assert_ne!(one, two);
    let sources = sources(&generated(&new, Some(&before)));
    assert!(sources.contains(&format!("pub type {one} = {two};")));
    // They can part again.
    assert_eq!(lock(&old, Some(&after)), before);
}

#[test]
fn a_gone_name_is_nobodys_until_its_owner_is_back() {
    let old = schemas(&[
        "All: {type: object, properties: {n: {$ref: '#/components/schemas/x.note'}}}",
        "x.note: {type: object, properties: {a: {type: string}}}",
    ]);
    let new = old.replace("x.note", "y.note");
    let before = lock(&old, None);
    let after = lock(&new, Some(&before));
    let (first, second) = ("#/components/schemas/x.note", "#/components/schemas/y.note");
    assert!(is_gone(&after, Kind::Type, first));
    assert_ne!(name(&after, Kind::Type, second), "Note");
    let back = lock(&old, Some(&after));
    assert_eq!(name(&back, Kind::Type, first), "Note");
    assert!(is_gone(&back, Kind::Type, second));
    let (fresh, _) = back.without(&["Note".to_owned()]);
    let free = lock(&new, Some(&fresh));
    assert_eq!(
        name(&free, Kind::Type, second),
        name(&after, Kind::Type, second)
    );
    assert_eq!(lock(&new, None).get(&Key::new(Kind::Type, first)), None);
}

#[test]
fn no_version_of_openapi_is_part_of_a_key() {
    let all = "All: {type: object, properties: {status: {type: string, enum: [a, b]}, code: {type: string, pattern: '^M[0-9]{4}$'}}}";
    let old = schemas(&[all]);
    let before = lock(&old, None);
    let new = old.replace("3.0.3", "3.1.0");
    assert_eq!(lock(&new, Some(&before)), before);
}

#[test]
fn a_type_keeps_its_name_when_the_operation_goes_that_met_it_first() {
    let levels = "components:\n  schemas:\n    Levels: {type: object, properties: {levels: {type: array, items: {type: string, enum: [word, segment]}}}}\n";
    let body = |media_type: &str| {
        format!(
            "requestBody: {{content: {{{media_type}: {{schema: {{$ref: '#/components/schemas/Levels'}}}}}}}}\n      responses"
        )
    };
    let with = |operation: &str, media_type: &str| {
        operations(&[(operation, "post", "CreateThing", "")])
            .replace("responses", &body(media_type))
    };
    let form = with("/a", "multipart/form-data");
    let json = with("/b", "application/json").replace("CreateThing", "StoreThing");
    let paths = json.split_once("paths:\n").expect("it has paths").1;
    let old = format!("{form}{paths}{levels}");
    let new = format!("{json}{levels}");
    let before = lock(&old, None);
    let place = "Levels.level";
    let after = lock(&new, Some(&before));
    assert_eq!(
        name(&after, Kind::Site, place),
        name(&before, Kind::Site, place)
    );
}

#[test]
fn places_with_one_title_are_told_apart() {
    let of = |value: &str| {
        format!(
            "{{title: choice, type: object, properties: {{kind: {{type: string, enum: [{value}, other]}}}}}}"
        )
    };
    let all = |places: &[&str]| {
        let places: Vec<String> = places
            .iter()
            .map(|place| format!("{place}: {}", of(place)))
            .collect();
        schemas(&[&format!(
            "All: {{type: object, properties: {{{}}}}}",
            places.join(", ")
        )])
    };
    let before = lock(&all(&["b", "c"]), None);
    let after = lock(&all(&["a", "b", "c"]), Some(&before));
    assert_eq!(renamed(&before, &after), [""; 0]);
    let place = "All c.kind";
    assert_eq!(
        name(&after, Kind::Site, place),
        name(&before, Kind::Site, place)
    );
    let back = lock(&all(&["c"]), Some(&after));
    assert_eq!(
        name(&back, Kind::Site, place),
        name(&before, Kind::Site, place)
    );
}

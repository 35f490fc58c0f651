//! Names that a lock holds stay when the document changes.
//!
//! Each test has two documents, the second with the lock of the first. What both have is called the same; that it
//! would not be without the lock shows that the test can fail.

use bindery::diagnostic::{Code, Diagnostics};
use bindery::lock::{FILE, Key, Kind, Lock};
use bindery::source::Source;
use bindery::target::Target;
use bindery::{GeneratedCrate, Outcome};
use serde_yaml::Value;

fn outcome(text: &str, earlier: Option<&Lock>, change: impl FnOnce(&mut Target)) -> Outcome {
    let mut target = Target {
        crate_name: "example".into(),
        spec_name: "example.yaml".into(),
        lock: earlier.cloned(),
        ..Target::default()
    };
    change(&mut target);
    bindery::generate(&Source::new("example.yaml", text), &target)
}

fn generated(text: &str, earlier: Option<&Lock>) -> GeneratedCrate {
    let outcome = outcome(text, earlier, |_| {});
    let said: Vec<&str> = outcome.diagnostics.iter().map(|it| it.message()).collect();
    outcome.generated.unwrap_or_else(|| panic!("{said:?}"))
}

fn sources(made: &GeneratedCrate) -> String {
    made.files.iter().map(|file| file.text.as_str()).collect()
}

/// The lock of a document, as it is read from the file that is written.
fn lock(text: &str, earlier: Option<&Lock>) -> Lock {
    let made = generated(text, earlier);
    let mut diagnostics = Diagnostics::new();
    let written = Source::new(FILE, made.lock.text("example.yaml"));
    let read = Lock::read(&written, &mut diagnostics);
    assert!(diagnostics.is_empty());
    assert_eq!(read, made.lock);
    let sources = sources(&made);
    for (key, locked) in read.iter().filter(|(_, locked)| !locked.gone) {
        let is_there = key.kind == Kind::Paging || sources.contains(&locked.name);
        assert!(is_there, "`{key}` is not called `{}`", locked.name);
    }
    // The same document again changes nothing.
    let again = generated(text, Some(&read));
    assert_eq!(again.lock, read);
    assert_eq!(self::sources(&again), sources);
    read
}

fn renamed(old: &Lock, new: &Lock) -> Vec<String> {
    let renamed = old.renamed(new).into_iter();
    let lines = renamed.map(|it| format!("{} {} {}", it.key, it.old, it.new));
    lines.collect()
}

/// The lock of the second document by that of the first: nothing is renamed that would be without it.
fn kept(old: &str, new: &str) -> Lock {
    let before = lock(old, None);
    assert_ne!(renamed(&before, &lock(new, None)), [""; 0]);
    let after = lock(new, Some(&before));
    assert_eq!(renamed(&before, &after), [""; 0]);
    after
}

fn name<'l>(lock: &'l Lock, kind: Kind, identity: &str) -> &'l str {
    let found = lock.get(&Key::new(kind, identity));
    let found = found.filter(|found| !found.gone);
    &found.unwrap_or_else(|| panic!("{}", lock.text(""))).name
}

fn is_gone(lock: &Lock, kind: Kind, identity: &str) -> bool {
    let found = lock.get(&Key::new(kind, identity));
    found.is_some_and(|found| found.gone)
}

/// A document with schemas, of which an operation returns `All`.
fn schemas(schemas: &[&str]) -> String {
    let all = "  /all:\n    get:\n      operationId: GetAll\n      responses:\n        '200':\n          description: ok\n          content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}\n";
    let schemas: Vec<String> = schemas.iter().map(|it| format!("    {it}\n")).collect();
    format!("{HEAD}{all}components:\n  schemas:\n{}", schemas.concat())
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\nservers: [{url: 'https://example.com'}]\npaths:\n";

/// A document with operations: path, method and id, and what else they have.
fn operations(operations: &[(&str, &str, &str, &str)]) -> String {
    let mut text = HEAD.to_owned();
    let mut last = "";
    for (path, method, id, rest) in operations {
        if *path != last {
            text += &format!("  {path}:\n");
        }
        last = path;
        let parameters: Vec<String> = path
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| {
                format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}")
            })
            .chain((!rest.is_empty()).then(|| (*rest).to_owned()))
            .collect();
        text += &format!(
            "    {method}:\n      operationId: {id}\n      parameters: [{}]\n      responses: {{'204': {{description: done}}}}\n",
            parameters.join(", ")
        );
    }
    text
}

const OPTIONAL: &str = "{name: q, in: query, schema: {type: string}}";

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
fn a_handle_keeps_its_name_when_a_sibling_comes() {
    let users = ("/v2/users", "get", "ListUsers", OPTIONAL);
    let old = operations(&[users]);
    let new = operations(&[("/v1/users", "get", "ListOldUsers", OPTIONAL), users]);
    let after = kept(&old, &new);
    assert_eq!(name(&after, Kind::Accessor, "/v2/users"), "users");
    assert_eq!(name(&after, Kind::Handle, "/v2/users"), "UsersHandle");
    assert_eq!(name(&after, Kind::Module, "/v2/users"), "users");
}

#[test]
fn items_keep_their_name_when_a_segment_comes() {
    let items = ("/users/{id}", "get", "FetchUser", "");
    let old = operations(&[items]);
    let new = operations(&[("/user", "get", "FetchMe", ""), items]);
    kept(&old, &new);
}

#[test]
fn a_method_keeps_its_name_when_another_verb_comes() {
    let put = ("/pets/{id}", "put", "UpdatePet", "");
    let old = operations(&[put]);
    let new = operations(&[("/pets/{id}", "post", "UpdatePetPart", ""), put]);
    let after = kept(&old, &new);
    assert_eq!(name(&after, Kind::Method, "PUT /pets/{}"), "update");
}

#[test]
fn a_method_keeps_its_name_when_a_handle_comes() {
    let activate = ("/pets", "post", "ActivatePets", "");
    let old = operations(&[activate]);
    let new = operations(&[activate, ("/pets/activate", "get", "FetchActivation", "")]);
    let after = kept(&old, &new);
    assert_eq!(name(&after, Kind::Method, "POST /pets"), "activate");
}

#[test]
fn the_id_of_an_operation_and_the_names_of_its_parameters_may_change() {
    let old = operations(&[("/pets/{id}", "get", "FetchPet", OPTIONAL)]);
    let new = operations(&[("/pets/{pet_id}", "get", "LoadOnePet", OPTIONAL)]);
    let after = kept(&old, &new);
    assert_eq!(name(&after, Kind::Request, "GET /pets/{}"), "FetchPet");
    assert_eq!(name(&after, Kind::Accessor, "/pets/{}"), "pet");
}

#[test]
fn a_request_keeps_its_name_when_a_component_has_it() {
    let with = |schemas: &str| {
        format!(
            "{}components:\n  schemas:\n{schemas}",
            operations(&[("/pets", "get", "ListPets", OPTIONAL)]).replace(
                "{description: done}",
                "{description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}}"
            )
        )
    };
    let old = with("    All: {type: object, properties: {a: {type: string}}}\n");
    let new = with(
        "    All: {type: object, properties: {a: {$ref: '#/components/schemas/ListPets'}}}\n    ListPets: {type: object, properties: {a: {type: string}}}\n",
    );
    let after = kept(&old, &new);
    assert_eq!(name(&after, Kind::Request, "GET /pets"), "ListPets");
}

/// A document with an operation whose body is a form of two required fields or JSON, and with schemas.
fn form(path: &str, schemas: &str) -> String {
    let field = "{type: string}";
    let form =
        format!("{{type: object, required: [a, b], properties: {{a: {field}, b: {field}}}}}");
    format!(
        "{HEAD}  {path}:\n    post:\n      operationId: CreateCall\n      requestBody:\n        required: true\n        content:\n          application/x-www-form-urlencoded: {{schema: {form}}}\n          application/json: {{schema: {{$ref: '#/components/schemas/All'}}}}\n      responses: {{'204': {{description: done}}}}\ncomponents:\n  schemas:\n    All: {form}\n{schemas}"
    )
}

#[test]
fn what_must_be_given_keeps_its_structs() {
    let rival =
        |name: &str| format!("    {name}: {{type: object, properties: {{c: {{type: string}}}}}}\n");
    let names = ["CreateCallArguments", "CreateCallContent", "NewAll"];
    let old = form("/calls", "");
    let all = names.map(|name| format!("z{name}: {{$ref: '#/components/schemas/{name}'}}"));
    let rivals = names.map(rival).concat();
    let new = form("/calls", &rivals).replacen(
        "properties: {a: {type: string}, b: {type: string}}}\n    CreateCall",
        &format!(
            "properties: {{a: {{type: string}}, b: {{type: string}}, {}}}}}\n    CreateCall",
            all.join(", ")
        ),
        1,
    );
    let after = kept(&old, &new);
    assert_eq!(name(&after, Kind::Arguments, "POST /calls"), names[0]);
    assert_eq!(name(&after, Kind::Content, "POST /calls"), names[1]);
    assert_eq!(name(&after, Kind::New, "All"), names[2]);
    assert_eq!(
        name(&after, Kind::Method, "POST /calls with"),
        "create_with"
    );
    for name in names {
        let component = format!("#/components/schemas/{name}");
        assert_ne!(self::name(&after, Kind::Type, &component), name);
    }
    // They move with their operation.
    let moved = lock(&form("/v2/calls", ""), Some(&lock(&old, None)));
    assert_eq!(name(&moved, Kind::Arguments, "POST /v2/calls"), names[0]);
    assert_eq!(name(&moved, Kind::Content, "POST /v2/calls"), names[1]);
}

#[test]
fn an_operation_that_moves_takes_its_request_along() {
    let old = operations(&[("/v1/pets", "get", "ListPets", OPTIONAL)]);
    let new = operations(&[("/v2/pets", "get", "ListPets", OPTIONAL)]);
    let after = lock(&new, Some(&lock(&old, None)));
    assert_eq!(name(&after, Kind::Request, "GET /v2/pets"), "ListPets");
    assert!(is_gone(&after, Kind::Method, "GET /v1/pets"));
}

#[test]
fn names_of_gone_operations_are_not_given_to_others() {
    let old = operations(&[
        ("/pets/{id}", "put", "UpdatePet", ""),
        ("/user", "get", "FetchMe", ""),
    ]);
    let new = operations(&[
        ("/pets/{id}", "patch", "UpdatePet", ""),
        ("/users/{id}", "get", "FetchUser", ""),
    ]);
    let after = lock(&new, Some(&lock(&old, None)));
    assert!(is_gone(&after, Kind::Method, "PUT /pets/{}"));
    assert_ne!(name(&after, Kind::Method, "PATCH /pets/{}"), "update");
    assert_ne!(name(&after, Kind::Accessor, "/users/{}"), "user");
}

#[test]
fn the_first_optional_parameter_renames_nothing() {
    let pets = ("/pets/{id}", "get", "FetchPet");
    let old = operations(&[(pets.0, pets.1, pets.2, "")]);
    let new = operations(&[(pets.0, pets.1, pets.2, OPTIONAL)]);
    let before = lock(&old, None);
    let after = lock(&new, Some(&before));
    assert_eq!(renamed(&before, &after), [""; 0]);
    assert_eq!(after.iter().count(), before.iter().count() + 1);
}

const HEADERS: &str = "{description: done, headers: {X-Rate-Limit: {schema: {type: integer}}, X-Rate-Left: {schema: {type: integer}}}}";

#[test]
fn headers_keep_their_model() {
    let old = operations(&[
        ("/a", "get", "FetchA", ""),
        ("/b", "get", "FetchB", ""),
        ("/c", "get", "FetchC", ""),
    ])
    .replace("{description: done}", HEADERS);
    let new = old.replacen("X-Rate-Left: {", "X-Rate-Reset: {", 1);
    let before = lock(&old, None);
    let after = kept_but(&before, &new, &["headers GET /a"]);
    let [a, b, c] =
        ["GET /a", "GET /b", "GET /c"].map(|operation| name(&after, Kind::Headers, operation));
    assert_eq!([b, c], [name(&before, Kind::Headers, "GET /a"); 2]);
    assert_ne!(a, b);
    // They are one again, and the name of its own stays.
    let back = lock(&old, Some(&after));
    assert_eq!(renamed(&after, &back), [""; 0]);
    let sources = sources(&generated(&old, Some(&after)));
    assert!(sources.contains(&format!("pub type {a} = {b};")));
}

/// The lock of a document that renames these alone.
fn kept_but(before: &Lock, new: &str, but: &[&str]) -> Lock {
    let after = lock(new, Some(before));
    let renamed = before.renamed(&after).into_iter();
    let renamed: Vec<String> = renamed.map(|it| it.key.to_string()).collect();
    assert_eq!(renamed, but);
    after
}

#[test]
fn what_a_mistake_leaves_out_is_not_gone() {
    let pets = ("/pets", "get", "ListPets", OPTIONAL);
    let old = operations(&[pets, ("/toys", "get", "ListToys", OPTIONAL)]);
    let new = old.replacen("name: q, in: query", "in: query", 1);
    let before = lock(&old, None);
    let made = generated(&new, Some(&before));
    assert_eq!(made.operations, 1, "an operation is left out");
    assert_eq!(made.lock, before);
    let without = operations(&[("/toys", "get", "ListToys", OPTIONAL)]);
    assert!(is_gone(
        &lock(&without, Some(&before)),
        Kind::Method,
        "GET /pets"
    ));
}

fn codes(outcome: &Outcome) -> Vec<Code> {
    outcome.diagnostics.iter().map(|it| it.code()).collect()
}

#[test]
fn a_locked_name_that_cannot_be_used_is_a_mistake() {
    let document = operations(&[
        ("/pets", "get", "ListPets", OPTIONAL),
        ("/toys", "get", "ListToys", OPTIONAL),
    ]);
    let before = lock(&document, None).text("example.yaml");
    for (old, new) in [
        // Every client has it.
        ("accessor /toys toys", "accessor /toys builder"),
        // It is a keyword that no mark makes a name.
        ("accessor /toys toys", "accessor /toys self"),
        // Another has it.
        ("accessor /toys toys", "accessor /toys pets"),
        ("handle /toys ToysHandle", "handle /toys PetsHandle"),
        ("handle /toys ToysHandle", "handle /toys Client"),
        ("module /toys toys", "module /toys pets"),
        ("method GET /toys list", "method GET /toys clone"),
    ] {
        let text = before.replace(old, new);
        assert_ne!(text, before);
        let read = Lock::read(&Source::new(FILE, text), &mut Diagnostics::new());
        let outcome = outcome(&document, Some(&read), |_| {});
        assert!(outcome.generated.is_none(), "{new}");
        assert_eq!(codes(&outcome), [Code::BadOverride], "{new}");
        let said = outcome.diagnostics.iter().next().expect("one is there");
        assert!(said.help_text().is_some(), "{new}");
    }
}

#[test]
fn the_manifest_may_give_the_name_of_what_is_gone() {
    let of = |pattern: &str| {
        schemas(&[&format!(
            "All: {{type: object, properties: {{code: {{type: string, pattern: '{pattern}'}}}}}}"
        )])
    };
    let (old, new) = ("^M[0-9]{4}$", "^M[0-9]{5}$");
    let named = |pattern: &str, earlier: Option<&Lock>| {
        let outcome = outcome(&of(pattern), earlier, |target| {
            let patterns = &mut target.names.patterns;
            patterns.insert(pattern.to_owned(), "Code".to_owned());
        });
        outcome.generated.expect("the name is free").lock
    };
    let before = named(old, None);
    let after = named(new, Some(&before));
    assert_eq!(name(&after, Kind::Pattern, new), "Code");
    assert_eq!(after.get(&Key::new(Kind::Pattern, old)), None);
    assert_eq!(named(new, Some(&after)), after);
}

#[test]
fn the_manifest_comes_before_the_lock() {
    let document = operations(&[
        ("/pets", "get", "ListPets", OPTIONAL),
        ("/toys", "get", "ListToys", OPTIONAL),
    ]);
    let before = lock(&document, None);
    let named = |name: &str| {
        outcome(&document, Some(&before), |target| {
            let handles = &mut target.names.handles;
            handles.insert("/pets".to_owned(), name.to_owned());
        })
    };
    let made = named("animals").generated.expect("the name is free");
    assert_eq!(name(&made.lock, Kind::Accessor, "/pets"), "animals");
    assert_eq!(codes(&named("toys")), [Code::BadOverride]);
    assert!(named("pets").generated.is_some());
}

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

/// A list whose answer names a link to the next page, or does not.
fn list(next: &str) -> String {
    format!(
        "{}components:\n  schemas:\n    List: {{type: object, properties: {{data: {{type: array, items: {{$ref: '#/components/schemas/Pet'}}}}{next}}}}}\n    Pet: {{type: object, properties: {{a: {{type: string}}}}}}\n",
        operations(&[("/pets", "get", "ListPets", "")]).replace(
            "{description: done}",
            "{description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/List'}}}}"
        ).replace("'204'", "'200'")
    )
}

#[test]
fn pages_that_are_found_later_do_not_change_what_is_returned() {
    let old = list("");
    let new = list(", next_page_uri: {type: string, nullable: true}");
    let pages = "GET /pets";
    let anew = lock(&new, None);
    assert_eq!(name(&anew, Kind::Paging, pages), "pages");
    let before = lock(&old, None);
    let after = lock(&new, Some(&before));
    assert_eq!(after.get(&Key::new(Kind::Paging, pages)), None);
    let outcome = outcome(&new, Some(&before), |_| {});
    assert_eq!(codes(&outcome), [Code::PagesHeldBack]);
    // It is asked for by the operation's key, and stays.
    let wanted = [pages.to_owned()];
    let (fresh, unknown) = after.without(&wanted);
    assert!(unknown.is_empty());
    let asked = lock(&new, Some(&fresh));
    assert_eq!(name(&asked, Kind::Paging, pages), "pages");
    assert_eq!(lock(&new, Some(&asked)), asked);
}

#[test]
fn its_own_lock_changes_nothing_of_a_document() {
    let folders = ["ok", "cases", "bad"].map(bindery_tests::fixtures);
    let mut compared = 0;
    for path in folders.concat() {
        if path.extension().is_some_and(|extension| extension == "rs") {
            continue;
        }
        let source = bindery_tests::source(&path);
        let mut target = bindery_tests::target(&path);
        target.strict = false;
        let Some(made) = bindery::generate(&source, &target).generated else {
            continue;
        };
        target.lock = Some(made.lock.clone());
        let again = bindery::generate(&source, &target);
        let said = again
            .diagnostics
            .iter()
            .map(|it| it.message())
            .collect::<Vec<_>>();
        let again = again
            .generated
            .unwrap_or_else(|| panic!("{path:?}: {said:?}"));
        assert_eq!(again.lock, made.lock, "{path:?}");
        assert_eq!(again.files, made.files, "{path:?}");
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
}

/// Turns round the order of the keys of every mapping.
fn reversed(value: Value) -> Value {
    match value {
        Value::Mapping(entries) => {
            let entries: Vec<(Value, Value)> = entries.into_iter().collect();
            let entries = entries.into_iter().rev();
            Value::Mapping(entries.map(|(key, it)| (key, reversed(it))).collect())
        }
        Value::Sequence(items) => items.into_iter().map(reversed).collect(),
        value => value,
    }
}

/// The order of media types has a meaning (the first needs no choice), so that a lock may have more afterwards.
#[test]
fn the_order_of_keys_renames_nothing() {
    let mut compared = 0;
    for path in bindery_tests::fixtures("ok") {
        let source = bindery_tests::source(&path);
        let mut target = bindery_tests::target(&path);
        let made = bindery::generate(&source, &target).generated;
        let made = made.expect("a fixture without mistakes");
        let Ok(value) = serde_yaml::from_str::<Value>(source.text()) else {
            continue;
        };
        let text = serde_yaml::to_string(&reversed(value)).expect("what was read is written");
        target.lock = Some(made.lock.clone());
        let turned = bindery::generate(&Source::new(source.name(), text), &target);
        let Some(turned) = turned.generated else {
            continue;
        };
        assert_eq!(renamed(&made.lock, &turned.lock), [""; 0], "{path:?}");
        compared += 1;
    }
    assert!(compared > 40, "{compared}");
}

#[test]
fn paths_that_differ_in_parameters_alone_are_told_apart() {
    let (id, name, tag) = (
        ("/pets/{id}", "get", "FetchPet", OPTIONAL),
        ("/pets/{name}", "get", "FindPet", OPTIONAL),
        ("/pets/{tag}", "get", "FetchTagged", OPTIONAL),
    );
    let before = lock(&operations(&[id, name]), None);
    let after = lock(&operations(&[tag, name, id]), Some(&before));
    assert_eq!(renamed(&before, &after), [""; 0]);
    let names = ["GET /pets/{}", "GET /pets/{name}", "GET /pets/{tag}"];
    let names = names.map(|place| self::name(&after, Kind::Request, place));
    assert_eq!(names, ["FetchPet", "FindPet", "FetchTagged"]);
}

/// The document without every second path.
fn half(mut document: Value) -> Value {
    if let Some(Value::Mapping(paths)) = document.get_mut("paths") {
        let kept = std::mem::take(paths).into_iter().step_by(2);
        *paths = kept.collect();
    }
    document
}

#[test]
fn paths_that_come_and_go_rename_nothing() {
    let (mut compared, mut without) = (0, 0);
    for path in bindery_tests::fixtures("ok") {
        let source = bindery_tests::source(&path);
        let Ok(whole) = serde_yaml::from_str::<Value>(source.text()) else {
            continue;
        };
        let texts = [half(whole.clone()), whole].map(|document| {
            let text = serde_yaml::to_string(&document);
            Source::new(source.name(), text.expect("what was read is written"))
        });
        let target = bindery_tests::target(&path);
        let made = |source: &Source, lock: Option<&Lock>| {
            let lock = lock.cloned();
            let target = Target {
                lock,
                ..target.clone()
            };
            let made = bindery::generate(source, &target).generated?;
            Some(made.lock)
        };
        let [some, all] = &texts;
        for (old, new) in [(some, all), (all, some)] {
            let (Some(before), Some(anew)) = (made(old, None), made(new, None)) else {
                continue;
            };
            without += before.renamed(&anew).len();
            let after = made(new, Some(&before)).expect("it is made without a lock");
            assert_eq!(renamed(&before, &after), [""; 0], "{path:?}");
            compared += 1;
        }
    }
    assert!(compared > 80 && without > 0, "{compared}, {without}");
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

//! Rules are checked before anything is sent, at every depth (JSON Schema Validation, draft 5, section 5).

use std::collections::BTreeMap;

use bindery_runtime::rt::{Api, object, rules};
use bindery_runtime::{
    Client, ClientBuilder, ErrorKind, FieldSlot, Location, Operation, Unexpected,
};

static API: Api = Api::new("rules", "1", "https://api.example.com");

bindery_runtime::rt::operation! {
    static TAGS {
        id: "PutTags",
        method: PUT,
        path: "/",
        parameters: [
            query "filter",
            query "owner" sensitive,
        ],
        body: json("application/json"),
        extras: [
            body_rules(rules![items(1, 2) each(rules![length(1, 3)])]),
        ],
    }
}

bindery_runtime::rt::operation! {
    static NOTE {
        id: "PutNote",
        method: PUT,
        path: "/",
        parameters: [],
        body: text("text/plain"),
        extras: [
            body_rules(rules![length(1, 3)]),
        ],
    }
}

bindery_runtime::rt::operation! {
    static PASSWORD {
        id: "PutPassword",
        method: PUT,
        path: "/",
        parameters: [],
        body: text("text/plain"),
        extras: [
            body_rules(rules![length(8, 80) sensitive()]),
        ],
    }
}

bindery_runtime::rt::operation! {
    static THING {
        id: "PutThing",
        method: PUT,
        path: "/",
        parameters: [],
        body: json("application/json"),
    }
}

#[derive(Clone, Default, PartialEq)]
struct Thing {
    tags: Vec<String>,
    secret: Vec<String>,
    counts: BTreeMap<String, i64>,
    unexpected: Unexpected,
}

object! {
    Thing {
        tags = "tags" [items(1, 2) each(rules![length(1, 3)])],
        secret = "secret" sensitive [each(rules![length(1, 3)])],
        ..counts [minimum(0)],
    }
}

fn thing() -> Thing {
    Thing {
        tags: vec!["a".to_owned()],
        ..Thing::default()
    }
}

/// Where each broken rule is said to be, and what is said of it.
fn broken(
    operation: &'static Operation,
    call: impl Fn(bindery_runtime::rt::RequestBuilder) -> bindery_runtime::rt::RequestBuilder,
) -> Vec<(Option<Location>, String, String)> {
    let client = ClientBuilder::<Client>::new(&API).build().unwrap();
    let Err(error) = call(client.scope().request(operation)).request() else {
        return Vec::new();
    };
    let violations = error.violations().iter();
    violations
        .map(|it| (it.location, it.parameter.clone(), it.problem.clone()))
        .collect()
}

fn in_body(operation: &'static Operation, body: &dyn FieldSlot) -> Vec<(String, String)> {
    let broken = broken(operation, |call| call.body(body)).into_iter();
    broken.map(|(_, path, problem)| (path, problem)).collect()
}

fn one(path: &str, problem: &str) -> Vec<(String, String)> {
    vec![(path.to_owned(), problem.to_owned())]
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[derive(Clone, Default, PartialEq)]
struct Owner {
    contact: Option<Thing>,
    passwords: Vec<String>,
    unexpected: Unexpected,
}

object! {
    Owner {
        contact = "contact" sensitive,
        passwords = "passwords" [each(rules![length(8, 80) sensitive()])],
    }
}

#[test]
fn what_is_personal_is_in_no_error() {
    let length = "it has 7 characters, but must have 8 to 80";
    let broken = broken(&PASSWORD, |call| call.text("hunter2"));
    assert_eq!((broken.len(), &*broken[0].2), (1, length));
    let owner = Owner {
        contact: Some(Thing {
            tags: texts(&["Alice"]),
            counts: BTreeMap::from([("Bob".to_owned(), -7)]),
            ..Thing::default()
        }),
        passwords: texts(&["hunter2"]),
        ..Owner::default()
    };
    assert_eq!(
        in_body(&THING, &owner),
        [
            (
                "contact.tags",
                "item 0: it has 5 characters, but must have 1 to 3"
            ),
            ("contact.a value", "it is below the minimum 0"),
            ("passwords", &*format!("item 0: {length}")),
        ]
        .map(|(path, problem)| (path.to_owned(), problem.to_owned()))
    );
}

bindery_runtime::rt::operation! {
    static DRAWING {
        id: "FetchDrawing",
        method: GET,
        path: "/",
        parameters: [],
        extras: [
            accept("image/\u{7}"),
        ],
    }
}

#[test]
fn media_types_that_are_none() {
    let client = ClientBuilder::<Client>::new(&API).build().unwrap();
    let error = client.scope().request(&DRAWING).request().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[test]
fn a_list_as_body() {
    assert!(in_body(&TAGS, &texts(&["a", "bcd"])).is_empty());
    assert_eq!(
        in_body(&TAGS, &texts(&[])),
        one("body", "it has 0 items, but must have 1 to 2")
    );
    assert_eq!(
        in_body(&TAGS, &texts(&["a", "bcde"])),
        one(
            "body",
            "item 1: \"bcde\" has 4 characters, but must have 1 to 3"
        )
    );
}

#[test]
fn a_text_as_body() {
    assert!(broken(&NOTE, |call| call.text("äöü")).is_empty());
    let problem = "\"abcd\" has 4 characters, but must have 1 to 3".to_owned();
    assert_eq!(
        broken(&NOTE, |call| call.text("abcd")),
        [(None, "body".to_owned(), problem)]
    );
    assert!(broken(&NOTE, |call| call.text("abcd").text("abc")).is_empty());
}

#[test]
fn items_and_undeclared_properties_of_an_object() {
    assert!(in_body(&THING, &thing()).is_empty());
    let mut wrong = thing();
    wrong.tags.push("abcd".to_owned());
    wrong.secret.push("hunter2".to_owned());
    wrong.counts.insert("n".to_owned(), -1);
    let expected = [
        (
            "tags",
            "item 1: \"abcd\" has 4 characters, but must have 1 to 3",
        ),
        (
            "secret",
            "item 0: it has 7 characters, but must have 1 to 3",
        ),
        ("n", "-1 is below the minimum 0"),
    ];
    assert_eq!(
        in_body(&THING, &wrong),
        expected.map(|(path, problem)| (path.to_owned(), problem.to_owned()))
    );
}

#[test]
fn an_object_as_parameter() {
    let body = texts(&["a"]);
    let mut wrong = thing();
    wrong.tags.clear();
    let place = (Some(Location::Query), "filter.tags".to_owned());
    let problem = "it has 0 items, but must have 1 to 2".to_owned();
    assert_eq!(
        broken(&TAGS, |call| call.query("filter", &wrong).body(&body)),
        [(place.0, place.1, problem)]
    );
    let mended = |call: bindery_runtime::rt::RequestBuilder| {
        call.query("filter", &wrong)
            .query("filter", &thing())
            .body(&body)
    };
    assert!(broken(&TAGS, mended).is_empty());
    let mut sensitive = thing();
    sensitive.tags = texts(&["Alice"]);
    let said = broken(&TAGS, |call| call.query("owner", &sensitive).body(&body));
    let problem = "item 0: it has 5 characters, but must have 1 to 3";
    assert_eq!((said.len(), &*said[0].2), (1, problem));
}

//! Places: the node itself, to the character, in every way that a document can be written.

use bindery::source::Source;
use bindery::target::Target;
use bindery_tests::{places, unmarked};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";

/// What is between `«` and `»` is to be marked.
const YAML: &[(&str, &str)] = &[
    (
        "a value in block style",
        "paths: {}\ncomponents:\n  schemas:\n    A:\n      type: «strnig»\n",
    ),
    (
        "a value in flow style",
        "paths: {}\ncomponents: {schemas: {A: {type: «strnig», title: a}}}\n",
    ),
    (
        "a quoted value",
        "paths: {}\ncomponents: {schemas: {A: {type: «'strnig'»}}}\n",
    ),
    (
        "a value after a quoted key",
        "paths: {}\ncomponents: {schemas: {A: {\"type\": «strnig»}}}\n",
    ),
    (
        "a value after text that is not ASCII",
        "paths: {}\ncomponents: {schemas: {Größe日本: {title: '😀', type: «strnig»}}}\n",
    ),
    ("a key", "«pets»: {}\npaths: {}\n"),
    (
        "an item in block style",
        "paths: {}\ncomponents:\n  schemas:\n    A:\n      required:\n        - a\n        - «2»\n      properties: {a: {}}\n",
    ),
    (
        "an item in flow style",
        "paths: {}\ncomponents: {schemas: {A: {required: [a, «2»], properties: {a: {}}}}}\n",
    ),
    (
        "what an anchor names",
        "paths: {}\ncomponents:\n  schemas:\n    A: &a {type: «strnig»}\n",
    ),
    (
        "an alias, where the value is wrong for its place",
        "paths: {}\ntags: [{name: &n t}]\ncomponents: {schemas: {A: {deprecated: «*n»}}}\n",
    ),
    (
        "a comment beside",
        "paths: {}\ncomponents:\n  schemas:\n    A:\n      type: «strnig» # a comment\n",
    ),
    (
        "an explicit key",
        "paths: {}\ncomponents:\n  schemas:\n    ? A\n    : type: «strnig»\n",
    ),
    (
        "a tab before a comment",
        "paths: {}\ncomponents: {schemas: {A: {type: «strnig»}}}\t# tab\n",
    ),
    ("a second key", "paths: {}\n«paths»: {}\n"),
    (
        "a key of a reference",
        "paths: {}\ncomponents: {schemas: {A: {$ref: «'#/components/schemas/B'»}}}\n",
    ),
];

fn check(name: &str, marked: &str) {
    let (text, expected) = unmarked(marked);
    let source = Source::from_bytes("places", text.into_bytes());
    let target = Target {
        crate_name: "places".into(),
        spec_name: "places".into(),
        strict: true,
        ..Target::default()
    };
    let outcome = bindery::generate(&source, &target);
    let found = places(&outcome.diagnostics, &source);
    assert_eq!(found, [expected], "{name}: {:?}", outcome.diagnostics);
}

#[test]
fn the_node_itself_is_marked() {
    for (name, rest) in YAML {
        let document = format!("{HEAD}{rest}");
        check(name, &document);
        check(&format!("{name}, CRLF"), &document.replace('\n', "\r\n"));
        check(
            &format!("{name}, with a byte order mark"),
            &format!("\u{feff}{document}"),
        );
        check(&format!("{name}, without a line end"), document.trim_end());
    }
}

#[test]
fn the_node_itself_is_marked_in_json() {
    let documents = [
        r#"{"openapi":"3.0.3","info":{"title":"T","version":«1»},"paths":{}}"#,
        r#"{"openapi":"3.0.3","info":{"title":"😀 \u00e9","version":«1»},"paths":{}}"#,
        "{\n  \"openapi\": \"3.0.3\",\n  \"info\": {\"title\": \"T\", \"version\": \"1\"},\n  \"paths\": {},\n  «\"pets\"»: 1\n}",
        "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"T\",\"version\":\"1\"},\"paths\":{},\n\"tags\":[{\"name\":\"a\"},{\"name\":«[]»}]}",
    ];
    for document in documents {
        check(document, document);
        check(document, &document.replace('\n', "\r\n"));
        check(document, &format!("\u{feff}{document}"));
    }
}

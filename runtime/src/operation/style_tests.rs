//! How parameters are written.

use serde_json::json;

use super::*;
use crate::operation::parameter::Row;

/// OpenAPI 3.0.4, Style Examples; RFC 6570, sections 3.2.2 to 3.2.8. Members come in the order of their names.
#[test]
fn paths() {
    let color = |style, explode| {
        let row = Row::path("color").style(style).explode(explode);
        row.parameter("color")
    };
    let (list, keys) = (
        json!(["blue", "black", "brown"]),
        json!({"B": 150, "G": 200, "R": 100}),
    );
    for (style, explode, value, expected) in [
        (Style::Simple, false, &list, "blue,black,brown"),
        (Style::Simple, false, &keys, "B,150,G,200,R,100"),
        (Style::Simple, true, &keys, "B=150,G=200,R=100"),
        (Style::Label, false, &list, ".blue,black,brown"),
        (Style::Label, true, &list, ".blue.black.brown"),
        (Style::Label, true, &keys, ".B=150.G=200.R=100"),
        (Style::Matrix, false, &list, ";color=blue,black,brown"),
        (
            Style::Matrix,
            true,
            &list,
            ";color=blue;color=black;color=brown",
        ),
        (Style::Matrix, false, &keys, ";color=B,150,G,200,R,100"),
        (Style::Matrix, true, &keys, ";B=150;G=200;R=100"),
        (Style::Matrix, false, &json!(""), ";color"),
        (
            Style::Simple,
            false,
            &json!("Hello World!/%"),
            "Hello%20World%21%2F%25",
        ),
    ] {
        assert_eq!(path(&color(style, explode), value), expected);
    }
}

const COLOR: Row = Row::query("color");

#[test]
fn queries() {
    let (list, keys) = (
        json!(["blue", "black", "brown"]),
        json!({"B": 150, "G": 200, "R": 100}),
    );
    for (style, explode, value, expected) in [
        (
            Style::Form,
            true,
            &list,
            "color=blue&color=black&color=brown",
        ),
        (Style::Form, false, &list, "color=blue,black,brown"),
        (Style::Form, true, &keys, "B=150&G=200&R=100"),
        (Style::Form, false, &keys, "color=B,150,G,200,R,100"),
        (
            Style::SpaceDelimited,
            false,
            &list,
            "color=blue%20black%20brown",
        ),
        (
            Style::PipeDelimited,
            false,
            &list,
            "color=blue%7Cblack%7Cbrown",
        ),
        (
            Style::DeepObject,
            true,
            &keys,
            "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
        ),
        (Style::Form, true, &json!(""), "color="),
        (Style::Form, true, &json!([]), ""),
        (
            Style::Form,
            true,
            &json!("a&b=c d+ä"),
            "color=a%26b%3Dc%20d%2B%C3%A4",
        ),
    ] {
        assert_eq!(
            pairs(
                &COLOR.style(style).explode(explode).parameter("color"),
                value
            )
            .join("&"),
            expected
        );
    }
    assert_eq!(
        pairs(
            &COLOR.allow_reserved().parameter("color"),
            &json!("/a?b#c&d e")
        ),
        ["color=/a?b%23c%26d%20e"]
    );
    assert_eq!(
        pairs(&COLOR.json().parameter("color"), &json!({"a": 1})),
        ["color=%7B%22a%22%3A1%7D"]
    );
}

/// RFC 6570, section 3.2.5: a dot is unreserved, so that an item with one would be two.
#[test]
fn dots_of_items_are_told_from_those_between_them() {
    let exploded = Row::path("color").style(Style::Label).explode(true);
    let exploded = exploded.parameter("color");
    assert_eq!(torn_by(&exploded, &json!(["a.b", "c"])), Some("a `.`"));
    assert_eq!(torn_by(&exploded, &json!({"a": "b.c"})), Some("a `.`"));
    assert_eq!(torn_by(&exploded, &json!(["a", "b"])), None);
    assert_eq!(torn_by(&exploded, &json!("a.b")), None);
    let joined = Row::path("color").style(Style::Label).parameter("color");
    assert_eq!(torn_by(&joined, &json!(["a.b", "c"])), None);
}

/// A comma that separates is no comma of an item (RFC 6570, section 3.2.1).
#[test]
fn commas_of_items_are_told_from_those_between_them() {
    let list = json!(["a,b", "c"]);
    let row = COLOR.explode(false);
    assert_eq!(pairs(&row.parameter("color"), &list), ["color=a%2Cb,c"]);
    let open = row.allow_reserved().parameter("color");
    assert_eq!(pairs(&open, &list), ["color=a%2Cb,c"]);
    assert_eq!(pairs(&open, &json!("a,b")), ["color=a,b"]);
    let cookie = Row::cookie("color").explode(false).parameter("color");
    assert_eq!(pairs(&cookie, &list), ["color=a%2Cb,c"]);
    assert_eq!(
        path(&Row::path("color").parameter("color"), &list),
        "a%2Cb,c"
    );
    let simple = Row::header("color").parameter("color");
    let written = |value| header(&simple, &value);
    assert_eq!(
        written(list),
        Err("an item contains a comma, which would split it in two")
    );
    assert_eq!(
        written(json!({"a": "b,c"})),
        Err("an item contains a comma, which would split it in two")
    );
    assert_eq!(
        written(json!([["a", "b"]])),
        Err("an item contains a comma, which would split it in two")
    );
    assert_eq!(written(json!("a,b")), Ok("a,b".to_owned()));
    assert_eq!(written(json!(["a", "b"])), Ok("a,b".to_owned()));
    assert_eq!(written(json!({"a=b": 1})), Ok("a=b,1".to_owned()));
    let exploded = Row::header("color").explode(true).parameter("color");
    assert_eq!(
        header(&exploded, &json!({"a=b": 1})),
        Err("a name contains `=`, which would end the name")
    );
    assert_eq!(
        header(&exploded, &json!({"a": "b="})),
        Ok("a=b=".to_owned())
    );
}

#[test]
fn deep_objects_and_arrays() {
    let row = COLOR.style(Style::DeepObject);
    let value = json!({"a": [{"b": 1}, "c d"], "e": {"f": {"g": true}}, "h": null, "i": []});
    let expected = [
        "color%5Ba%5D%5B0%5D%5Bb%5D=1",
        "color%5Ba%5D%5B1%5D=c%20d",
        "color%5Be%5D%5Bf%5D%5Bg%5D=true",
    ];
    assert_eq!(pairs(&row.parameter("color"), &value), expected);
    let field = Row::form("color")
        .style(Style::DeepObject)
        .parameter("color");
    assert_eq!(form(&field, &value), expected);
    assert_eq!(form(&field, &json!(["a"])), ["color%5B0%5D=a"]);
}

#[test]
fn forms() {
    let row = Row::form("AddOns");
    let field = row.parameter("AddOns");
    let owned = |pairs: &[(&str, &str)]| -> Vec<_> {
        pairs
            .iter()
            .map(|(a, b)| (a.to_string(), b.to_string()))
            .collect()
    };
    assert_eq!(
        fields(&field, &json!([true, 1.0])),
        owned(&[("AddOns", "true"), ("AddOns", "1")])
    );
    assert_eq!(
        fields(&field, &json!({"a": [1]})),
        owned(&[("AddOns", "{\"a\":[1]}")])
    );
    assert_eq!(form(&field, &json!("a b,&")), ["AddOns=a+b%2C%26"]);
    let map = json!({"lookup": {"key": "value", "deep": {"n": 1}}});
    assert_eq!(
        fields(&row.collapsible_map(&"AddOns").parameter("AddOns"), &map),
        owned(&[
            ("AddOns.lookup.deep.n", "1"),
            ("AddOns.lookup.key", "value")
        ])
    );
}

//! Models: reading, writing, tolerance, strictness.

mod common;

use std::hash::BuildHasher as _;

use bindery_runtime::rt::{object, union};
use bindery_runtime::{
    DateTime, ErrorKind, Field, FieldSlot, TextError, Unexpected, Value, from_slice,
    from_slice_strict, from_value, to_value, to_vec,
};
use common::*;
use serde_json::json;

/// Reads tolerantly and writes again: the document must be the same.
fn round_trip<T: FieldSlot>(json: &Value) -> T {
    let text = json.to_string();
    let read: T = from_slice(text.as_bytes()).unwrap();
    assert_eq!(to_value(&read), *json);
    let again: T = from_value(json).unwrap();
    assert_eq!(to_value(&again), *json);
    read
}

fn binding() -> Value {
    json!({
        "sid": BINDING,
        "date_created": "2016-10-21T11:37:03Z",
        "identity": "TestUser",
        "binding_type": "gcm",
        "message_types": ["removed_from_conversation", "new_message"],
    })
}

#[test]
fn what_is_documented_is_typed() {
    let read: Binding = round_trip(&binding());
    assert_eq!(read.sid.unwrap(), BINDING);
    assert_eq!(
        read.date_created,
        Some("2016-10-21T11:37:03Z".parse::<DateTime>().unwrap())
    );
    assert_eq!(read.binding_type, Some(BindingType::Gcm));
    assert_eq!(read.message_types.as_ref().unwrap().len(), 2);
    assert!(read.unexpected.is_empty());
    from_slice_strict::<Binding>(binding().to_string().as_bytes()).unwrap();
}

#[test]
fn what_does_not_fit_is_kept_and_written_back() {
    let json = json!({"sid": "BSxyz", "identity": 1, "new": {"a": [null]}, "binding_type": "twilsock", "message_types": ["a", 1]});
    let read: Binding = round_trip(&json);
    assert_eq!(read.sid, None);
    assert_eq!(read.unexpected.get("sid"), Some(&json!("BSxyz")));
    assert_eq!(read.unexpected.get("new"), Some(&json!({"a": [null]})));
    assert_eq!(read.unexpected.len(), 2);
    assert_eq!(read.identity.as_deref(), Some("1"));
    assert_eq!(read.message_types.as_ref().unwrap(), &["a", "1"]);
    assert_eq!(read.binding_type.as_ref().unwrap().as_str(), "twilsock");

    let mut mended = read;
    mended.sid = BINDING.parse().ok();
    assert_eq!(to_value(&mended)["sid"], BINDING);
}

#[test]
fn null_is_absence_in_answers() {
    let read: Binding = from_slice(br#"{"sid": null, "message_types": null}"#).unwrap();
    assert_eq!(read, Binding::default());
}

#[test]
fn strict_names_the_place_and_the_rule() {
    let json = json!({"bindings": [{"sid": "BSxyz"}]}).to_string();
    let error = from_slice_strict::<Bindings>(json.as_bytes()).unwrap_err();
    assert_eq!(
        (error.kind(), error.path()),
        (ErrorKind::Decode, Some("bindings[0].sid"))
    );
    assert!(error.to_string().contains("^BS[0-9a-fA-F]{32}$"), "{error}");
    let error = from_slice_strict::<Bindings>(br#"{"bindings": [{"is new": 1}]}"#).unwrap_err();
    assert_eq!(error.path(), Some(r#"bindings[0]["is new"]"#));
    let error =
        from_slice_strict::<Bindings>(br#"{"bindings": [{"identity": ["secret"]}]}"#).unwrap_err();
    assert_eq!(error.path(), Some("bindings[0].identity"));
    assert!(!error.to_string().contains("secret"), "{error}");
}

#[test]
fn a_misfit_in_a_required_field_goes_up_to_the_next_optional_one() {
    let json = json!({"sid": BINDING, "radius": 1.5, "inner": {"sid": null, "radius": 2}});
    let read: Circle = round_trip(&json);
    assert!(read.inner.is_none() && read.unexpected.get("inner").is_some());
    let error = from_value::<Circle>(&json!({"radius": 1})).unwrap_err();
    assert_eq!(error.to_string(), "sid: required, but missing");
    let filled = round_trip::<Circle>(&json!({"sid": BINDING}));
    assert_eq!(filled.radius, 0.0);
    let error = from_value::<Circle>(&json!({"sid": null, "radius": 1})).unwrap_err();
    assert_eq!(error.to_string(), "sid: expected a string, found null");
    for wrong in ["[]", "{", "", "1 2", "\"\u{0}\""] {
        assert_eq!(
            from_slice::<Circle>(wrong.as_bytes()).unwrap_err().kind(),
            ErrorKind::Decode
        );
    }
}

#[test]
fn integers_are_integers() {
    for value in [json!(1.0), json!("1"), json!("1.0"), json!("1e0")] {
        let read: Square = round_trip(&json!({"side": value}));
        assert_eq!((read.side, read.unexpected.len()), (Some(1), 0), "{value}");
    }
    for value in [json!(1.5), json!("one"), json!(u64::MAX), json!(1e30)] {
        let read: Square = round_trip(&json!({"side": value}));
        assert_eq!(read.unexpected.len(), 1, "{value}");
    }
    assert_eq!(
        round_trip::<Square>(&json!({"side": i64::MIN})).side,
        Some(i64::MIN)
    );
}

#[test]
fn numbers_of_single_precision_are_not_rounded_to_others() {
    for (value, wanted) in [
        (json!(0.1), Some(0.1)),
        (json!(16_777_216), Some(16_777_216.0)),
        (json!("0.1"), Some(0.1)),
        (json!(1e39), None),
        (json!(-1e39), None),
        (json!(1e-50), None),
        (json!(16_777_217), None),
    ] {
        assert_eq!(from_value::<f32>(&value).ok(), wanted, "{value}");
    }
}

#[test]
fn undeclared_properties_of_a_documented_type() {
    let json = json!({"sid": BINDING, "radius": 1, "extra": 3, "other": "x"});
    let read: Circle = round_trip(&json);
    assert_eq!(read.additional_properties.get("extra"), Some(&3));
    assert_eq!(read.unexpected, Unexpected::from([("other", "x")]));
}

#[test]
fn unions() {
    let circle = json!({"sid": BINDING, "radius": 2});
    assert!(matches!(round_trip::<Shape>(&circle), Shape::Circle(_)));
    assert!(matches!(
        round_trip::<Shape>(&json!({"side": 2})),
        Shape::Square(_)
    ));
    assert!(matches!(
        round_trip::<Shape>(&json!({"side": 2, "new": 1})),
        Shape::Square(_)
    ));
    assert!(matches!(
        round_trip::<Shape>(&json!([1])),
        Shape::Unknown(_)
    ));
    assert!(matches!(
        round_trip::<Tagged>(&json!({"kind": "square", "side": 1})),
        Tagged::Square(_)
    ));
    assert!(matches!(
        round_trip::<Tagged>(&json!({"kind": "star"})),
        Tagged::Unknown(_)
    ));
    let error = from_slice_strict::<Tagged>(br#"{"kind": "circle", "radius": 1}"#).unwrap_err();
    assert_eq!(error.path(), Some("sid"));
    assert_eq!(
        format!("{:?}", Shape::Unknown(json!({"a": "secret"}))),
        "Unknown(object)"
    );
}

#[test]
fn absent_null_and_value_differ_in_requests() {
    let patch = |name| Patch {
        name,
        ..Patch::default()
    };
    assert_eq!(to_vec(&patch(Field::Absent)), b"{}");
    assert_eq!(to_vec(&patch(Field::Null)), br#"{"name":null}"#);
    assert_eq!(
        to_vec(&patch(Field::Value("x".to_owned()))),
        br#"{"name":"x"}"#
    );
    assert_eq!(
        from_value::<Patch>(&json!({"name": null})).unwrap().name,
        Field::Null
    );
}

#[test]
fn deep_json_is_an_error() {
    let deep = |levels| format!("{}1{}", r#"{"inner":"#.repeat(levels), "}".repeat(levels));
    assert_eq!(
        from_slice::<Nest>(deep(10_000).as_bytes())
            .unwrap_err()
            .kind(),
        ErrorKind::Decode
    );
    assert!(from_slice::<Nest>(deep(100).as_bytes()).is_ok());
}

#[test]
fn debug_hides_personal_values() {
    let read: Binding =
        from_value(&json!({"sid": BINDING, "identity": "Ann", "new": "Ann"})).unwrap();
    let shown = format!("{read:?}");
    assert!(!shown.contains("Ann"), "{shown}");
    assert!(
        shown.contains("identity: [redacted]") && shown.contains(&format!("sid: \"{BINDING}\"")),
        "{shown}"
    );
    assert!(
        shown.contains("date_created: None") && shown.contains("unexpected: {\"new\": string}"),
        "{shown}"
    );
}

#[test]
fn serde_reads_and_writes_models() {
    let read: Binding = serde_json::from_value(binding()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), binding());
    let error = serde_json::from_str::<Circle>(r#"{"radius": 1}"#).unwrap_err();
    assert!(error.to_string().starts_with("sid: required"), "{error}");
}

#[test]
fn fixed_texts() {
    const CONSTANT: BindingSid = BindingSid::from_static(BINDING);
    assert_eq!(CONSTANT.as_str(), BINDING);
    assert_eq!(format!("{CONSTANT:?}"), format!("BindingSid({BINDING:?})"));
    assert_eq!(format!("{CONSTANT:>36}"), format!("  {BINDING}"));
    let parse = |text: &str| text.parse::<BindingSid>();
    for wrong in [
        "",
        "BS",
        &BINDING[1..],
        &format!("{BINDING}a"),
        &BINDING.replace("BS", "bs"),
        &BINDING.replace('4', "g"),
        &BINDING.replace("12", "é"),
    ] {
        let error: TextError = parse(wrong).unwrap_err();
        assert!(error.rule().contains("^BS[0-9a-fA-F]{32}$"), "{error}");
    }
    for byte in 0..=127_u8 {
        let text = format!("BS{}", char::from(byte).to_string().repeat(32));
        assert_eq!(parse(&text).is_ok(), byte.is_ascii_hexdigit(), "{text}");
    }
    assert!(
        "MM0123456789abcdefABCDEF0123456789"
            .parse::<MessageSid>()
            .is_ok()
    );
    assert!(
        "SX0123456789abcdefABCDEF0123456789"
            .parse::<MessageSid>()
            .is_err()
    );
}

#[test]
fn pattern_texts() {
    assert!("aia_asst_1".parse::<AssistantId>().is_ok());
    assert_eq!(
        "aia_asst_".parse::<AssistantId>().is_err(),
        cfg!(feature = "pattern")
    );
    assert!("anything".parse::<Free>().is_ok());
    assert_eq!(
        "".parse::<Short>().unwrap_err().rule(),
        "it has 0 characters, but must have 1 to 3"
    );
    assert!("äöü".parse::<Short>().is_ok() && "äöüß".parse::<Short>().is_err());
}

#[test]
fn open_enums() {
    // However a value came to be, it is equal to its text's.
    let values = [BindingType::Apn, "apn".into(), "x".into(), "x".into()];
    assert_eq!(values[0], values[1]);
    assert_eq!(values[2], values[3]);
    assert_ne!(values[1], values[2]);
    let hasher = std::hash::RandomState::new();
    let hashes = values.map(|value| hasher.hash_one(value));
    assert_eq!((hashes[0], hashes[2]), (hashes[1], hashes[3]));
    assert_eq!(BindingType::VALUES, [BindingType::Apn, BindingType::Gcm]);
    assert_eq!(BindingType::from("apn"), BindingType::Apn);
    assert!(BindingType::Apn.is_known() && !BindingType::from("x").is_known());
    assert_eq!(
        format!("{:?} {0}", BindingType::from("x")),
        "Unknown(\"x\") x"
    );
    assert_eq!(format!("{:?} {0}", BindingType::Apn), "Apn apn");
    assert_eq!(
        round_trip::<Vec<Priority>>(&json!([1, 7])),
        [Priority::Low, Priority::Unknown(7)]
    );
}

#[derive(Clone, PartialEq)]
enum Expression {
    Text(String),
    Not(Box<Not>),
    Both(Box<Both>),
    Unknown(Value),
}
union! { Expression | Unknown { Text(String), Not(Box<Not>), Both(Box<Both>) } }

#[derive(Clone, PartialEq)]
struct Not {
    of: Expression,
    unexpected: Unexpected,
}
object! { Not { of = "of", } }

#[derive(Clone, PartialEq)]
struct Both {
    of: Expression,
    and: Option<Expression>,
    unexpected: Unexpected,
}
object! { Both { of = "of", and = "and", } }

/// Each level fits two types, and the innermost none: every reading of all of them would take 4⁶⁰ tries.
#[test]
fn a_union_in_itself_is_read_in_bounded_time() {
    let mut json = json!(5);
    for _ in 0..60 {
        json = json!({ "of": json });
    }
    round_trip::<Expression>(&json);
    let shallow = json!({"of": {"of": "x", "extra": 1}});
    let Expression::Not(outer) = round_trip::<Expression>(&shallow) else {
        panic!("the first type that knows most of it");
    };
    assert!(matches!(&outer.of, Expression::Not(inner) if inner.unexpected.len() == 1));
}

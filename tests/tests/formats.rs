//! Models in formats other than JSON: those that say what each value is.

use serde_json::json;
use twilio_conversations::Binding;

/// A binding with a value of each kind: declared, of another kind, and undeclared.
fn binding() -> Binding {
    let sent = json!({
        "sid": "BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "binding_type": "carrier-pigeon",
        "message_types": ["added", 5, "removed"],
        "date_created": "2024-02-29T12:34:00.250Z",
        "url": null,
        "links": {"a": [1, 2.5, true]},
        "undeclared": {"b": "c"}
    });
    bindery_runtime::from_value(&sent).unwrap()
}

#[test]
fn cbor_gives_back_what_it_was_given() {
    let mut bytes = Vec::new();
    ciborium::into_writer(&binding(), &mut bytes).unwrap();
    // A map says how many entries it has (RFC 8949, section 3.1): major type 5 with a count.
    assert_eq!(bytes[0] >> 5, 5);
    assert_ne!(bytes[0], 0xbf, "the length is not known");
    let back: Binding = ciborium::from_reader(bytes.as_slice()).unwrap();
    assert_eq!(back, binding());
}

#[test]
fn message_pack_gives_back_what_it_was_given() {
    let bytes = rmp_serde::to_vec(&binding()).unwrap();
    let back: Binding = rmp_serde::from_slice(&bytes).unwrap();
    assert_eq!(back, binding());
    assert_eq!(
        bindery_runtime::to_value(&back),
        bindery_runtime::to_value(&binding())
    );
}

#[test]
fn a_format_that_does_not_say_what_a_value_is_cannot_be_read() {
    // It can be written, as the number of entries is known.
    let bytes = postcard::to_allocvec(&binding()).unwrap();
    assert!(postcard::from_bytes::<Binding>(&bytes).is_err());
}

//! What must hold for any bytes: of an answer, and of the values in a request. Fuzzing and the
//! property tests share it.

use std::sync::LazyLock;

use bindery_runtime::rt::Api;
use bindery_runtime::{Client, ClientBuilder, Value};
use twilio_conversations::ListServiceBindingResponse;

/// A document without the nulls of its objects: in a property that need not be there, null is
/// absence.
#[must_use]
pub fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                kept.map(|(name, value)| (name, without_nulls(value)))
                    .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

/// Whatever is read is written as it was, and read again is the same.
///
/// # Panics
///
/// If it is not.
pub fn an_answer_is_written_as_it_was(bytes: &[u8]) {
    let Ok(page) = bindery_runtime::from_slice::<ListServiceBindingResponse>(bytes) else {
        return;
    };
    let written = bindery_runtime::to_vec(&page);
    // A byte order mark is skipped, and what no value can hold is kept as its text.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(sent) = serde_json::from_slice::<Value>(bytes) else {
        let _ = bindery_runtime::to_vec(&page);
        return;
    };
    let again: Value = serde_json::from_slice(&written).expect("what a model writes is JSON");
    assert_eq!(without_nulls(again), without_nulls(sent));
    let read = bindery_runtime::from_slice::<ListServiceBindingResponse>(&written);
    assert_eq!(read.expect("what was written can be read"), page);
    let _ = format!("{page:?}");
}

static API: Api = Api::new("round-trips", "0", "https://api.example.com/base");

bindery_runtime::rt::operation! {
    static EVERYWHERE {
        id: "Everywhere",
        method: POST,
        path: "/things/{Name}/end",
        parameters: [
            path "Name",
            query "Query",
            query "Many",
            header "X-Header",
            form "Form.Field",
        ],
        body: form,
    }
}

/// Whatever stands in a request can be read out of it again, and nothing else is in it.
///
/// # Panics
///
/// If it is not.
pub fn a_request_says_what_it_was_given(text: &str) {
    static CLIENT: LazyLock<Client> = LazyLock::new(|| {
        ClientBuilder::new(&API)
            .build()
            .expect("the server's URL is one")
    });
    let text = text.to_owned();
    let many = vec![text.clone(), "second".to_owned()];
    let call = CLIENT
        .scope()
        .bind(&text)
        .request(&EVERYWHERE)
        .query("Query", &text)
        .query("Many", &many)
        .header("X-Header", &text)
        .form("Form.Field", &text);
    let Ok(request) = call.request() else {
        let refused = matches!(text.as_str(), "" | "." | "..")
            || text.chars().any(char::is_control)
            || text.trim() != text
            || !text.is_ascii();
        assert!(refused, "{text:?} is refused");
        return;
    };
    let url = request.url();
    assert_eq!(
        url.origin().ascii_serialization(),
        "https://api.example.com"
    );
    let segments: Vec<_> = url.path_segments().expect("a path").collect();
    assert_eq!(
        (segments.len(), segments[0], segments[3]),
        (4, "base", "end")
    );
    let name = percent_encoding::percent_decode_str(segments[2]).decode_utf8();
    assert_eq!(name.expect("UTF-8"), text);
    let expected = [("Query", &text), ("Many", &text), ("Many", &many[1])];
    let pairs: Vec<_> = url.query_pairs().collect();
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    assert_eq!(pairs, expected.map(|(name, value)| (name, value.as_str())));
    let fields: Vec<_> =
        url::form_urlencoded::parse(request.body().as_bytes().expect("it is in memory")).collect();
    assert_eq!(fields, [("Form.Field".into(), text.as_str().into())]);
}

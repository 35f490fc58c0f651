//! The character encodings of text (RFC 9110, section 8.3.2; the labels are those of the WHATWG's Encoding
//! Standard).

use encoding_rs::{Encoding, UTF_8};

/// Decodes text: by its byte order mark, else by the `charset` of its media type, else as UTF-8.
pub(crate) fn decode(media_type: Option<&str>, bytes: &[u8]) -> Result<String, String> {
    let encoding = match (Encoding::for_bom(bytes), media_type.and_then(charset)) {
        (Some((encoding, _)), _) => encoding,
        (None, Some(label)) => Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            format!(
                "text in the unknown charset {}",
                crate::model::text::excerpt(label)
            )
        })?,
        (None, None) => UTF_8,
    };
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    match malformed {
        true => Err(format!("not text in {}", encoding.name())),
        false => Ok(text.into_owned()),
    }
}

/// JSON that is not UTF-8, as UTF-8, if its media type names another encoding. JSON is always UTF-8 (RFC 8259, section
/// 8.1), but not all services know that.
pub(crate) fn json_as_utf8(media_type: &str, bytes: &[u8]) -> Option<String> {
    let encoding = Encoding::for_label(charset(media_type)?.as_bytes())?;
    let is_utf8 = encoding.is_ascii_compatible() && std::str::from_utf8(bytes).is_ok();
    match encoding == UTF_8 || is_utf8 {
        true => None,
        false => decode(Some(media_type), bytes).ok(),
    }
}

/// The `charset` parameter of a media type.
fn charset(media_type: &str) -> Option<&str> {
    let mut parameters = media_type.split(';').skip(1);
    parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim();
        let unquoted = value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'));
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then_some(unquoted.unwrap_or(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_its_encoding() {
        for (media_type, bytes, text) in [
            (None, "é€".as_bytes(), "é€"),
            (Some("text/plain"), "é".as_bytes(), "é"),
            (Some("text/plain; charset=ISO-8859-1"), b"\xe9", "é"),
            (
                Some("text/csv; header=present; Charset=\"windows-1252\""),
                b"\x80",
                "€",
            ),
            (Some("text/plain; charset=utf-8"), b"\xef\xbb\xbfa", "a"),
            (Some("text/plain; charset=latin1"), b"\xff\xfea\0", "a"),
            (Some("text/plain; charset=Shift_JIS"), b"\x82\xa0", "あ"),
        ] {
            assert_eq!(
                decode(media_type, bytes).as_deref(),
                Ok(text),
                "{media_type:?}"
            );
        }
    }

    #[test]
    fn json_is_utf8_unless_it_is_not() {
        let latin1 = "application/json; charset=ISO-8859-1";
        assert_eq!(json_as_utf8(latin1, b"\"\xe9\"").as_deref(), Some("\"é\""));
        assert_eq!(json_as_utf8(latin1, "\"é\"".as_bytes()), None);
        let utf16 = "application/json; charset=utf-16le";
        assert_eq!(json_as_utf8(utf16, b"1\0").as_deref(), Some("1"));
        assert_eq!(json_as_utf8("application/json", b"\xe9"), None);
        assert_eq!(
            json_as_utf8("application/json; charset=utf-8", b"\xe9"),
            None
        );
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let told = |media_type, bytes| decode(Some(media_type), bytes).unwrap_err();
        assert_eq!(told("text/plain", b"\xe9"), "not text in UTF-8");
        assert!(told("text/plain; charset=none", b"a").contains("unknown charset"));
    }
}

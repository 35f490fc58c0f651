//! Bytes that are a string in base64.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;

use crate::model::field_slot::{Absence, DecodeTarget, EncodeSource, Exactness, FieldSlot, Text};
use crate::model::text::{TextError, debug_text, excerpt};
use crate::model::time::{compared_by, text_traits};

/// How texts in an alphabet are decoded: strictly, or whatever their end looks like.
struct Codec {
    strict: GeneralPurpose,
    tolerant: GeneralPurpose,
}

impl Codec {
    const fn new(alphabet: &alphabet::Alphabet) -> Self {
        let strict = GeneralPurposeConfig::new();
        let tolerant = GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true);
        Self {
            strict: GeneralPurpose::new(alphabet, strict),
            tolerant: GeneralPurpose::new(alphabet, tolerant),
        }
    }
}

static STANDARD: Codec = Codec::new(&alphabet::STANDARD);
static URL_SAFE: Codec = Codec::new(&alphabet::URL_SAFE);

/// The form of a text.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Form {
    /// That of RFC 4648, which is also the form in requests.
    #[default]
    Exact,
    /// Without its padding, which the document allows.
    Unpadded,
    /// Another one, for this reason.
    Other(&'static str),
}

/// Decodes a text, in whatever form it is.
fn decode(
    text: &str,
    codec: &Codec,
    other: &Codec,
    may_lack_padding: bool,
) -> Option<(Bytes, Form)> {
    if let Ok(bytes) = codec.strict.decode(text) {
        return Some((bytes.into(), Form::Exact));
    }
    let compact: String = text.split_ascii_whitespace().collect();
    let (bytes, is_other) = match codec.tolerant.decode(&compact) {
        Ok(bytes) => (bytes, false),
        Err(_) => (other.tolerant.decode(&compact).ok()?, true),
    };
    let form = if compact.len() < text.len() {
        Form::Other("it has line breaks or spaces")
    } else if is_other {
        Form::Other("it has the characters of the other alphabet of RFC 4648")
    } else if codec.strict.encode(&bytes).trim_end_matches('=') != text.trim_end_matches('=') {
        Form::Other("its last character has bits that are not zero")
    } else if may_lack_padding && !text.ends_with('=') {
        Form::Unpadded
    } else {
        Form::Other("it has not the padding of RFC 4648")
    };
    Some((bytes.into(), form))
}

macro_rules! base64_text {
    ($(#[$doc:meta])* $name:ident, $declared:literal, $rule:literal, $codec:ident, $other:ident, $may_lack_padding:literal) => {
        $(#[$doc])*
        #[derive(Clone, Default)]
        pub struct $name {
            bytes: Bytes,
            form: Form,
        }

        impl $name {
            /// The bytes.
            pub fn into_bytes(self) -> Bytes {
                self.bytes
            }
        }

        impl Deref for $name {
            type Target = [u8];

            fn deref(&self) -> &[u8] {
                &self.bytes
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.bytes
            }
        }

        impl From<Bytes> for $name {
            fn from(bytes: Bytes) -> Self {
                Self { bytes, form: Form::Exact }
            }
        }

        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                Bytes::from(bytes).into()
            }
        }

        impl From<&[u8]> for $name {
            fn from(bytes: &[u8]) -> Self {
                Bytes::copy_from_slice(bytes).into()
            }
        }

        impl<const N: usize> From<&[u8; N]> for $name {
            fn from(bytes: &[u8; N]) -> Self {
                bytes.as_slice().into()
            }
        }

        impl<const N: usize> From<[u8; N]> for $name {
            fn from(bytes: [u8; N]) -> Self {
                bytes.as_slice().into()
            }
        }

        impl From<$name> for Bytes {
            fn from(value: $name) -> Self {
                value.bytes
            }
        }

        impl From<$name> for Vec<u8> {
            fn from(value: $name) -> Self {
                value.bytes.into()
            }
        }

        compared_by! { $name bytes }

        impl FromStr for $name {
            type Err = TextError;

            fn from_str(text: &str) -> Result<Self, TextError> {
                match decode(text, &$codec, &$other, $may_lack_padding) {
                    Some((bytes, form)) => Ok(Self { bytes, form }),
                    None => Err(TextError::new(stringify!($name), $rule, text)),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let text = $codec.strict.encode(&self.bytes);
                f.write_str(match self.form {
                    Form::Unpadded => text.trim_end_matches('='),
                    Form::Exact | Form::Other(_) => &text,
                })
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                debug_text(stringify!($name), &excerpt(&self.to_string()), f)
            }
        }

        impl FieldSlot for $name {
            fn blank() -> Self {
                Self::default()
            }
            fn take(&mut self, _: Option<Absence>) -> DecodeTarget<'_> {
                DecodeTarget::Text(self)
            }
            fn view(&self) -> EncodeSource<'_> {
                EncodeSource::Shown(self)
            }
        }

        impl Text for $name {
            fn parse(&mut self, text: &str) -> Result<(), TextError> {
                text.parse().map(|value| *self = value)
            }
            fn declared(&self) -> &'static str {
                $declared
            }
            fn exactness(&self) -> Exactness {
                match self.form {
                    Form::Exact | Form::Unpadded => Exactness::Exact,
                    Form::Other(reason) => Exactness::OtherForm(reason),
                }
            }
            fn clear(&mut self) -> bool {
                *self = Self::default();
                true
            }
        }

        text_traits! { $name }
    };
}

base64_text! {
    /// Bytes that are a string in base64 (RFC 4648, section 4): OpenAPI's `format: byte`, and `contentEncoding: base64`
    /// of JSON Schema.
    ///
    /// A text from a service may have line breaks, lack its padding, or have the alphabet of base64url. A model keeps
    /// and writes back such a text as it was read; a strict client refuses it. Two values are equal if their bytes are.
    Base64, "base64", "it is not base64 (RFC 4648, section 4)", STANDARD, URL_SAFE, false
}

base64_text! {
    /// Bytes that are a string in base64url (RFC 4648, section 5): `format: base64url` of OpenAPI's registry, and
    /// `contentEncoding: base64url`.
    ///
    /// A text from a service may lack its padding, which is written back as it was read. It may also have line breaks
    /// or the alphabet of base64. A model keeps and writes back such a text as it was read; a strict client refuses it.
    /// Two values are equal if their bytes are.
    Base64Url, "base64url", "it is not base64url (RFC 4648, section 5)", URL_SAFE, STANDARD, true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form<T: Text>(read: &T) -> bool {
        read.exactness() == Exactness::Exact
    }

    /// The vectors of RFC 4648, section 10.
    #[test]
    fn the_vectors_of_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            let read: Base64 = text.parse().unwrap();
            assert_eq!((&*read, form(&read)), (bytes.as_bytes(), true), "{text}");
            assert_eq!(Base64::from(bytes.as_bytes()).to_string(), text);
            assert_eq!(Base64Url::from(bytes.as_bytes()).to_string(), text);
        }
    }

    #[test]
    fn other_forms_are_read_and_told() {
        for text in ["-_8=", "+/8", "+/\r\n8=", " +/8=", "+/9=", "+_8=\n"] {
            let read: Option<Base64> = text.parse().ok();
            match text.contains('_') && text.contains('+') {
                // Both alphabets in one text are none.
                true => assert_eq!(read, None),
                false => {
                    let read = read.unwrap();
                    assert_eq!(
                        (&*read, form(&read)),
                        (&[0xfb, 0xff][..], false),
                        "{text:?}"
                    );
                    assert_eq!(read.to_string(), "+/8=");
                }
            }
        }
        for text in ["a", "a===", "Zg==Zg==", "Zg=", "é", "{}", "Zm9v=", "=Zm9v"] {
            let is_refused = text.parse::<Base64>().is_err();
            let is_lacking = text == "Zg=";
            assert_eq!(is_refused, !is_lacking, "{text}");
        }
    }

    #[test]
    fn base64url_may_lack_its_padding() {
        for (text, is_exact) in [
            ("-_8", true),
            ("-_8=", true),
            ("+/8=", false),
            ("-_9=", false),
        ] {
            let read: Base64Url = text.parse().unwrap();
            assert_eq!(
                (&*read, form(&read)),
                (&[0xfb, 0xff][..], is_exact),
                "{text}"
            );
        }
        assert_eq!("-_8".parse::<Base64Url>().unwrap().to_string(), "-_8");
        assert_eq!(Base64Url::from([0xfb, 0xff]).to_string(), "-_8=");
    }
}

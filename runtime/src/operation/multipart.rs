//! `multipart/form-data` (RFC 7578).

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

/// A file to upload.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    name: String,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
    content: Bytes,
}

impl File {
    /// Creates a file with this name and content. Its media type is the one that the document declares for
    /// its field, or else `application/octet-stream`.
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            media_type: None,
            headers: Vec::new(),
            content: content.into(),
        }
    }

    /// Sets the media type.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Adds a header to the part of the file (OpenAPI 3.0, Encoding Object, `headers`).
    ///
    /// It takes precedence over headers that the request sets for parts with this name, and is sent
    /// unchanged: the rules of the document apply only to headers that the request sets. The client sets
    /// `Content-Disposition` and `Content-Type`: adding one of them makes the request invalid.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn has_header(&self, name: &str) -> bool {
        let mut headers = self.headers.iter();
        headers.any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// Why the file cannot be sent.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        let media_type = self.media_type.as_deref().unwrap_or_default();
        if HeaderValue::from_str(media_type).is_err() {
            return Some("the media type of a file is not a valid header value");
        }
        let sound = |(name, value): &(String, String)| is_header(name, value);
        (!self.headers.iter().all(sound)).then_some("a header of a file cannot be sent")
    }
}

/// Whether a part can have this header in addition to those that the client sets.
pub(crate) fn is_header(name: &str, value: &str) -> bool {
    let set_here = ["content-disposition", "content-type"];
    HeaderName::from_bytes(name.as_bytes()).is_ok()
        && HeaderValue::from_str(value).is_ok()
        && !set_here.iter().any(|set| name.eq_ignore_ascii_case(set))
}

/// One part of the body.
pub(crate) struct Part<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) file_name: Option<&'a str>,
    /// `None` means `text/plain` (RFC 7578, section 4.4).
    pub(crate) media_type: Option<&'a str>,
    pub(crate) headers: Vec<(&'a str, &'a str)>,
    pub(crate) content: Bytes,
}

impl<'a> Part<'a> {
    /// A file with the name of its field.
    ///
    /// `declared` is the media type that the document declares for the field.
    pub(crate) fn file(name: &'a str, file: &'a File, declared: Option<&'a str>) -> Self {
        let media_type = file.media_type.as_deref().or(declared);
        Self {
            name: name.into(),
            file_name: Some(&file.name),
            media_type: Some(media_type.unwrap_or("application/octet-stream")),
            headers: file
                .headers
                .iter()
                .map(|(name, value)| (&**name, &**value))
                .collect(),
            content: file.content.clone(),
        }
    }

    /// The headers of the part, from its delimiter to the empty line.
    fn head(&self, boundary: &str) -> String {
        let mut head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
            quoted(&self.name)
        );
        if let Some(name) = self.file_name {
            head.push_str(&format!("; filename=\"{}\"", quoted(name)));
        }
        if let Some(media_type) = self.media_type {
            head.push_str(&format!("\r\nContent-Type: {media_type}"));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("\r\n{name}: {value}"));
        }
        head.push_str("\r\n\r\n");
        head
    }
}

/// The boundary of a multipart body: 128 random bits from the operating system, so content can contain it
/// only by guessing, and need not be searched for it.
#[derive(Clone, Debug)]
pub(crate) struct Boundary(Option<String>);

impl Boundary {
    pub(crate) fn draw() -> Self {
        let mut random = [0; 16];
        let drawn = getrandom::getrandom(&mut random).ok();
        Self(drawn.map(|()| format!("bindery-{:032x}", u128::from_le_bytes(random))))
    }

    /// `None` if the operating system provides no random numbers.
    pub(crate) fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// The body's media type, with its boundary.
pub(crate) fn media_type(boundary: &str) -> String {
    format!("multipart/form-data; boundary={boundary}")
}

/// The body in chunks. The content of a part is a separate chunk, which is not copied.
pub(crate) fn chunks(boundary: &str, parts: Vec<Part<'_>>) -> Vec<Bytes> {
    let mut chunks = Vec::with_capacity(3 * parts.len() + 1);
    for part in parts {
        chunks.push(part.head(boundary).into());
        chunks.push(part.content);
        chunks.push(Bytes::from_static(b"\r\n"));
    }
    chunks.push(format!("--{boundary}--\r\n").into());
    chunks
}

/// A name in quotes, as browsers write it (HTML, section 4.10.22.7).
fn quoted(name: &str) -> String {
    name.replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace('"', "%22")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_framed() {
        let file = File::new("x.txt", "hi")
            .media_type("text/plain")
            .header("X-Sum", "1");
        let other = File::new("y", "");
        let text = Part {
            name: "a\"b".into(),
            file_name: None,
            media_type: None,
            headers: Vec::new(),
            content: Bytes::from_static(b"--B--"),
        };
        let parts = vec![
            text,
            Part::file("f", &file, Some("image/png")),
            Part::file("g", &other, Some("image/png")),
        ];
        let expected = "--B\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\n--B--\r\n\
             --B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\n\
             Content-Type: text/plain\r\nX-Sum: 1\r\n\r\nhi\r\n\
             --B\r\nContent-Disposition: form-data; name=\"g\"; filename=\"y\"\r\n\
             Content-Type: image/png\r\n\r\n\r\n--B--\r\n";
        assert_eq!(chunks("B", parts).concat(), expected.as_bytes());
    }

    #[test]
    fn boundaries_differ_and_are_within_the_grammar() {
        let drawn = [Boundary::draw(), Boundary::draw()];
        let texts = drawn.each_ref().map(|it| it.as_str().unwrap());
        assert_ne!(texts[0], texts[1]);
        // RFC 2046, section 5.1.1: at most 70 characters.
        assert!(texts[0].len() <= 70);
        assert!(
            texts[0]
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        );
    }

    #[test]
    fn headers_that_the_client_sets_are_refused() {
        let file = |name: &str, value: &str| File::new("a", "").header(name, value);
        assert_eq!(file("X-A", "b").problem(), None);
        for (name, value) in [("content-type", "a/b"), ("X-A", "a\r\nb"), ("a b", "")] {
            assert!(file(name, value).problem().is_some(), "{name}");
        }
        assert!(File::new("a", "").media_type("a\n").problem().is_some());
    }
}

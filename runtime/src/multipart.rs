//! `multipart/form-data` (RFC 7578).

use bytes::Bytes;

/// A file to be uploaded.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    name: String,
    media_type: String,
    content: Bytes,
}

impl File {
    /// A file with this name and content, of type `application/octet-stream`.
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            media_type: "application/octet-stream".to_owned(),
            content: content.into(),
        }
    }

    /// Of this media type.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }

    /// Whether the media type can stand in a header.
    pub(crate) fn is_valid(&self) -> bool {
        http::HeaderValue::from_str(&self.media_type).is_ok()
    }
}

/// One field of the body.
pub(crate) enum Part {
    Text(String),
    File(File),
}

/// The body's media type, with its boundary, and the body.
pub(crate) fn multipart(parts: &[(String, Part)]) -> (String, Vec<u8>) {
    let boundary = boundary(parts);
    let mut body = Vec::new();
    for (name, part) in parts {
        body.extend_from_slice(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
                quoted(name)
            )
            .as_bytes(),
        );
        match part {
            Part::Text(text) => {
                body.extend_from_slice(b"\r\n\r\n");
                body.extend_from_slice(text.as_bytes());
            }
            Part::File(file) => {
                let head = format!(
                    "; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
                    quoted(&file.name),
                    file.media_type
                );
                body.extend_from_slice(head.as_bytes());
                body.extend_from_slice(&file.content);
            }
        }
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// The first boundary that no part has in it: no chance is involved, and equal requests are equal.
fn boundary(parts: &[(String, Part)]) -> String {
    let holds = |content: &[u8], boundary: &str| {
        content
            .windows(boundary.len())
            .any(|window| window == boundary.as_bytes())
    };
    let free = |boundary: &String| {
        !parts.iter().any(|(_, part)| match part {
            Part::Text(text) => text.contains(boundary.as_str()),
            Part::File(file) => holds(&file.content, boundary),
        })
    };
    (0_u64..)
        .map(|number| format!("part-boundary-{number:016}"))
        .find(free)
        .expect("a body does not hold every number")
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
    fn parts_are_framed_and_the_boundary_is_free() {
        let taken = "part-boundary-0000000000000000";
        let parts = [
            ("a\"b".to_owned(), Part::Text(taken.to_owned())),
            (
                "f".to_owned(),
                Part::File(File::new("x.txt", "hi").media_type("text/plain")),
            ),
        ];
        let (media_type, body) = multipart(&parts);
        assert_eq!(
            media_type,
            "multipart/form-data; boundary=part-boundary-0000000000000001"
        );
        let expected = format!(
            "--part-boundary-0000000000000001\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\n{taken}\r\n\
             --part-boundary-0000000000000001\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\n\
             Content-Type: text/plain\r\n\r\nhi\r\n--part-boundary-0000000000000001--\r\n"
        );
        assert_eq!(String::from_utf8(body).unwrap(), expected);
    }
}

//! When a request is well formed.

use bindery_runtime::Request;

use crate::CANARY;

/// What a request should be.
#[derive(Clone, Copy, Debug)]
pub struct Expected {
    /// The method.
    pub method: &'static str,
    /// The path as the document writes it, with its parameters in braces.
    pub path: &'static str,
    /// What was given for the query.
    pub query: &'static [Name],
    /// What was given for the form; the body is none if nothing is said of it.
    pub form: Option<&'static [Name]>,
    /// What was given as headers.
    pub headers: &'static [&'static str],
    /// Whether a body was given that is JSON.
    pub json: bool,
}

/// The names that one value has on the wire.
#[derive(Clone, Copy, Debug)]
pub enum Name {
    /// This one.
    Exact(&'static str),
    /// Any: the members of the value have names of their own.
    Any,
}

/// What is wrong with a request.
pub(crate) fn fault(request: &Request, expected: &Expected) -> Option<String> {
    let method = request.method().to_string();
    if method != expected.method {
        return Some(format!("the method is {method}"));
    }
    path(request, expected.path)
        .or_else(|| pairs(request, expected))
        .or_else(|| headers(request, expected))
        .or_else(|| body(request, expected))
        .or_else(|| secret(request))
        .map(|fault| format!("{fault}: {} {}", request.method(), request.url()))
}

/// All of a request, as text; boundaries of parts, which are random, are all the same.
pub(crate) fn text(request: &Request) -> String {
    let mut lines = format!("{} {}\n", request.method(), request.url());
    for (name, value) in request.headers() {
        lines += &format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes()));
    }
    lines += &String::from_utf8_lossy(content(request));
    match lines.split_once("boundary=") {
        Some((_, rest)) => {
            let boundary = rest
                .split(['\n', ';'])
                .next()
                .unwrap_or_default()
                .to_owned();
            lines.replace(&boundary, "boundary")
        }
        None => lines,
    }
}

fn path(request: &Request, template: &str) -> Option<String> {
    let path = request.url().path();
    if let Some(parameter) = parameters(template).find(|name| is_left(name, path)) {
        return Some(format!("{{{parameter}}} is left in the path"));
    }
    let (template, query) = template.split_once('?').unwrap_or((template, ""));
    let sent = request.url().query().unwrap_or_default();
    if !query.contains('{') && !sent.starts_with(query) {
        return Some(format!("the query of the path is not in {sent:?}"));
    }
    // The base URL may have a path of its own, which comes before.
    let mut segments = path.rsplit('/');
    for wanted in template.trim_start_matches('/').rsplit('/') {
        match segments.next() {
            Some(found) if wanted.contains('{') && !found.is_empty() => {}
            Some(found) if found == wanted => {}
            found => return Some(format!("{wanted:?} of the path became {found:?}")),
        }
    }
    None
}

/// The names of a template's parameters.
fn parameters(template: &str) -> impl Iterator<Item = &str> {
    let parts = template.split('{').skip(1);
    parts.filter_map(|part| part.split_once('}').map(|(name, _)| name))
}

/// Whether a path still has a parameter's name where its value should be. A value may have braces of its own.
fn is_left(name: &str, path: &str) -> bool {
    path.contains(&format!("{{{name}}}")) || path.contains(&format!("%7B{name}%7D"))
}

fn pairs(request: &Request, expected: &Expected) -> Option<String> {
    let query: Vec<_> = request
        .url()
        .query_pairs()
        .map(|(name, _)| name.into_owned())
        .collect();
    let form: Vec<_> = url::form_urlencoded::parse(content(request))
        .map(|(name, _)| name.into_owned())
        .collect();
    // A query behind the path comes first.
    let (path, _) = expected.path.split_once('#').unwrap_or((expected.path, ""));
    let fixed = path
        .split_once('?')
        .map_or(0, |(_, query)| query.split('&').count());
    let query = query.get(fixed..).unwrap_or_default();
    names("query", query, expected.query).or_else(|| names("form", &form, expected.form?))
}

fn content(request: &Request) -> &[u8] {
    request.body().as_bytes().map_or(&[], |body| body)
}

fn names(place: &str, found: &[String], given: &[Name]) -> Option<String> {
    // A part of an object or a list in the style `deepObject` is `name[part]`.
    let of = |name: &str, found: &str| {
        let rest = found.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
    };
    let is = |name: &Name, found: &str| match name {
        Name::Exact(name) => of(name, found),
        Name::Any => true,
    };
    let extra = found
        .iter()
        .find(|found| !given.iter().any(|name| is(name, found)));
    let missing = given.iter().find_map(|name| match name {
        Name::Exact(name) if !found.iter().any(|found| of(name, found)) => Some(*name),
        _ => None,
    });
    match (extra, missing) {
        (Some(extra), _) => Some(format!("{extra:?} is in the {place}, but was not given")),
        (None, Some(missing)) => Some(format!("{missing:?} was given, but is not in the {place}")),
        (None, None) => None,
    }
}

fn headers(request: &Request, expected: &Expected) -> Option<String> {
    let missing = expected
        .headers
        .iter()
        .find(|name| !request.headers().contains_key(**name))?;
    Some(format!("{missing:?} was given, but is no header"))
}

fn body(request: &Request, expected: &Expected) -> Option<String> {
    if !expected.json {
        return None;
    }
    let error = serde_json::from_slice::<serde_json::Value>(content(request)).err()?;
    Some(format!("the body is no JSON: {error}"))
}

fn secret(request: &Request) -> Option<String> {
    let url = request.url();
    let named = !url.username().is_empty() || url.password().is_some();
    let shown =
        request.to_string().contains(CANARY) || request.headers().contains_key("authorization");
    (named || shown).then(|| "there are credentials in it".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bindery_runtime::rt::Api;
    use bindery_runtime::{Client, ClientBuilder};

    static API: Api = Api::new("example", "1.0", "https://api.example.com/base");
    bindery_runtime::rt::operation! {
        static CREATE {
            id: "Create",
            method: POST,
            path: "/things/{Sid}",
            parameters: [
                path "Sid",
                query "Page",
                header "If-Match",
                form "Name",
            ],
            body: form,
        }
    }
    const EXPECTED: Expected = Expected {
        method: "POST",
        path: "/things/{Sid}",
        query: &[Name::Exact("Page")],
        form: Some(&[Name::Exact("Name")]),
        headers: &["If-Match"],
        json: false,
    };

    fn request(sid: &str) -> Request {
        let client: Client = ClientBuilder::new(&API)
            .transport(crate::Canned::default())
            .build()
            .unwrap();
        let call = client.scope().request(&CREATE).path("Sid", &sid.to_owned());
        let call = call
            .query("Page", &1_i64)
            .header("If-Match", &"*".to_owned());
        call.form("Name", &"x".to_owned()).request().unwrap()
    }

    #[test]
    fn well_formed() {
        assert_eq!(fault(&request("a/b"), &EXPECTED), None);
    }

    #[test]
    fn not_as_expected() {
        let faults = [
            Expected {
                method: "PUT",
                ..EXPECTED
            },
            Expected {
                path: "/others/{Sid}",
                ..EXPECTED
            },
            Expected {
                query: &[],
                ..EXPECTED
            },
            Expected {
                form: Some(&[Name::Exact("Name"), Name::Exact("Colour")]),
                ..EXPECTED
            },
            Expected {
                headers: &["If-None-Match"],
                ..EXPECTED
            },
            Expected {
                json: true,
                ..EXPECTED
            },
        ];
        let found = faults.map(|expected| fault(&request("a"), &expected).unwrap());
        let told = [
            "the method is POST",
            "\"others\" of the path became Some(\"things\")",
            "\"Page\" is in the query, but was not given",
            "\"Colour\" was given, but is not in the form",
            "\"If-None-Match\" was given, but is no header",
            "the body is no JSON",
        ];
        for (found, told) in found.iter().zip(told) {
            assert!(found.starts_with(told), "{found}");
        }
    }

    #[test]
    fn braces_and_secrets() {
        assert!(
            fault(&request("{Sid}"), &EXPECTED)
                .unwrap()
                .starts_with("{Sid} is left")
        );
        // A value may be a JSON object.
        assert_eq!(fault(&request(r#"{"Sid":{"a":"b"}}"#), &EXPECTED), None);
        assert!(
            fault(&request(CANARY), &EXPECTED)
                .unwrap()
                .starts_with("there are credentials")
        );
    }
}

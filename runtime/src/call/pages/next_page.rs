//! How a page refers to the next one.

use serde_json::Value;
use url::Url;

use crate::model::field_slot::{EncodeSource, FieldSlot};
use crate::model::object::with_sources;
use crate::operation::style::encoded;
use crate::operation::table::Paging;

/// How to get the next page.
#[derive(Clone, Debug)]
pub(crate) struct NextPage {
    text: String,
    /// The query parameter for the token; `None` if the text is a link.
    parameter: Option<&'static str>,
}

impl NextPage {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The URL of the next page, from the URL of this one.
    pub(crate) fn url(&self, page: &Url) -> Result<Url, String> {
        let Some(name) = self.parameter else {
            return page
                .join(&self.text)
                .map_err(|error| format!("the link to the next page is not a URL: {error}"));
        };
        let is_other = |pair: &&str| pair.split('=').next() != Some(&*encoded(name));
        let others = page
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty())
            .filter(is_other);
        let pair = format!("{}={}", encoded(name), encoded(&self.text));
        let pairs: Vec<&str> = others.chain([&*pair]).collect();
        let mut url = page.clone();
        url.set_query(Some(&pairs.join("&")));
        Ok(url)
    }
}

/// How a page refers to the next one; `None` if it is the last.
pub(crate) fn next_page(paging: &Paging, page: &dyn FieldSlot) -> Option<NextPage> {
    let (pointer, parameter) = match *paging {
        Paging::Link(pointer) => (pointer, None),
        Paging::Token { pointer, parameter } => (pointer, Some(parameter)),
    };
    let text = find(page, pointer).filter(|text| !text.is_empty())?;
    Some(NextPage { text, parameter })
}

/// The text at a JSON pointer, wherever the model keeps it.
fn find(place: &dyn FieldSlot, pointer: &str) -> Option<String> {
    match place.view().settled() {
        EncodeSource::Json(value) => scalar(value.pointer(pointer)?),
        EncodeSource::Custom(value) => scalar(value.json()?.pointer(pointer)?),
        EncodeSource::Object(object) => {
            let (name, rest) = step(pointer)?;
            let index = object.table().find(&name, 0);
            with_sources(object, |sources| {
                let declared = index.and_then(|index| find(sources.fields[index], rest));
                declared.or_else(|| scalar(sources.unexpected.get(&name)?.pointer(rest)?))
            })
        }
        EncodeSource::Str(text) if pointer.is_empty() => Some(text.to_owned()),
        EncodeSource::Shown(text) if pointer.is_empty() => Some(text.to_string()),
        EncodeSource::Int(number) if pointer.is_empty() => Some(number.to_string()),
        EncodeSource::Map(map) => {
            let (name, rest) = step(pointer)?;
            let mut found = None;
            map.visit(&mut |known, place| {
                if known == name {
                    found = find(place, rest);
                }
            });
            found
        }
        _ => None,
    }
}

/// The first token of a pointer, and the rest of the pointer.
fn step(pointer: &str) -> Option<(String, &str)> {
    let path = pointer.strip_prefix('/')?;
    let (name, rest) = path.split_at(path.find('/').unwrap_or(path.len()));
    Some((name.replace("~1", "/").replace("~0", "~"), rest))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn links_and_tokens() {
        let page = Url::parse("https://api.example/v1/Things?PageSize=2&PageToken=a").unwrap();
        let link = next_page(
            &Paging::Link("/meta/next"),
            &json!({"meta": {"next": "/v1/Things?Page=1"}}),
        )
        .unwrap();
        assert_eq!(
            link.url(&page).unwrap().as_str(),
            "https://api.example/v1/Things?Page=1"
        );
        let token = Paging::Token {
            pointer: "/next",
            parameter: "PageToken",
        };
        let next = next_page(&token, &json!({"next": "b&c"})).unwrap();
        assert_eq!(
            next.url(&page).unwrap().as_str(),
            "https://api.example/v1/Things?PageSize=2&PageToken=b%26c"
        );
        for last in [json!({"next": null}), json!({"next": ""}), json!({})] {
            assert!(next_page(&token, &last).is_none());
        }
    }
}

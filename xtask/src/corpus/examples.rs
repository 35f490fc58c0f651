//! The examples that a document gives.

use bindery::ir::{
    Ir, Operation, Property, Response, ResponseContent, Schema, Status, Type, TypeShape,
};
use bindery::pointer::Pointer;
use bindery::spec::{SpecDocument, Whereabouts};
use serde_json::Value;

/// How many references may follow each other before the end.
const CHAIN: usize = 64;

/// The examples of a document.
pub(crate) struct Examples {
    document: Value,
    whereabouts: Whereabouts,
}

/// An example of a response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    /// Where the document has it.
    pub(crate) at: String,
    pub(crate) status: u16,
    pub(crate) media_type: String,
    pub(crate) body: Value,
    /// Whether the body contradicts its schema as a whole.
    pub(crate) contradicts: bool,
}

impl Examples {
    /// Those of a document; none of one that JSON cannot say.
    pub(crate) fn new(document: &SpecDocument) -> Self {
        Self {
            document: serde_json::to_value(&document.value).unwrap_or_default(),
            whereabouts: document.whereabouts(),
        }
    }

    /// No examples.
    pub(crate) fn none() -> Self {
        Self {
            document: Value::Null,
            whereabouts: Whereabouts::default(),
        }
    }

    /// The examples of an operation's responses.
    pub(crate) fn answers(&self, ir: &Ir, operation: &Operation) -> Vec<Answer> {
        let mut statuses = operation.responses.iter().map(|it| it.status);
        let has_success = statuses.any(Status::is_success);
        let status = |status| match status {
            Status::Code(code) => code,
            Status::Range(first) => u16::from(first) * 100,
            // What the success is not is an error.
            Status::Default if has_success => 500,
            Status::Default => 200,
        };
        let answers = operation.responses.iter();
        answers
            .flat_map(|response| self.of_response(ir, response, status(response.status)))
            .collect()
    }

    fn of_response(&self, ir: &Ir, response: &Response, status: u16) -> Vec<Answer> {
        let Some(place) = self.whereabouts.now(&response.pointer) else {
            return Vec::new();
        };
        let base = place.join("content");
        let Some(Value::Object(contents)) = self.at(&base) else {
            return Vec::new();
        };
        let Some(media_type) = contents
            .keys()
            .find(|name| is_read(&response.content, name))
        else {
            return Vec::new();
        };
        let examples = self.of_media(&base.join(media_type));
        let answer = |(at, body): (Pointer, &Value)| {
            let body = as_json(media_type, body);
            Answer {
                at: at.to_string(),
                status,
                media_type: media_type.replace('*', "x"),
                // The body of an error is kept, whatever it is.
                contradicts: status < 400 && contradicts(ir, &response.content, &body),
                body,
            }
        };
        examples.into_iter().map(answer).collect()
    }

    /// `example` and `examples` of a media type, else what its schema has (OpenAPI 3.0, section
    /// "Media Type Object": the former override the latter).
    fn of_media(&self, media: &Pointer) -> Vec<(Pointer, &Value)> {
        let found = self.beside(media);
        if !found.is_empty() {
            return found;
        }
        let schema = self.follow(media.join("schema"));
        let example = schema.map(|schema| schema.join("example"));
        let example = example.and_then(|here| Some((here.clone(), self.at(&here)?)));
        example.into_iter().collect()
    }

    /// `example` and `examples` of a parameter or a media type.
    fn beside(&self, owner: &Pointer) -> Vec<(Pointer, &Value)> {
        let one = owner.join("example");
        let mut found: Vec<_> = self
            .at(&one)
            .map(|value| (one, value))
            .into_iter()
            .collect();
        let several = owner.join("examples");
        if let Some(Value::Object(examples)) = self.at(&several) {
            found.extend(examples.keys().filter_map(|name| {
                let here = self.follow(several.join(name))?.join("value");
                Some((here.clone(), self.at(&here)?))
            }));
        }
        found
    }

    /// The first example of a parameter or of a property.
    pub(crate) fn value(&self, property: &Property) -> Option<&Value> {
        let found = self.of_media(&self.whereabouts.now(&property.pointer)?);
        let (_, value) = found.into_iter().next()?;
        Some(value)
    }

    /// The first example of an operation's JSON body.
    pub(crate) fn body(&self, operation: &Operation, media_type: &str) -> Option<&Value> {
        let body = self.whereabouts.now(&operation.body.as_ref()?.pointer)?;
        let found = self.of_media(&body.join("content").join(media_type));
        let (_, value) = found.into_iter().next()?;
        Some(value)
    }

    fn at(&self, pointer: &Pointer) -> Option<&Value> {
        pointer
            .tokens()
            .try_fold(&self.document, |value, token| match value {
                Value::Array(items) => items.get(token.parse::<usize>().ok()?),
                value => value.get(token),
            })
    }

    /// Where the thing itself is, after all references.
    fn follow(&self, mut pointer: Pointer) -> Option<Pointer> {
        for _ in 0..CHAIN {
            match self.at(&pointer)?.get("$ref").and_then(Value::as_str) {
                Some(reference) => pointer = Pointer::from_fragment(reference).ok()?,
                None => return Some(pointer),
            }
        }
        None
    }
}

/// Whether the client decodes this media type of a response.
fn is_read(content: &ResponseContent, media_type: &str) -> bool {
    match content {
        ResponseContent::None => false,
        ResponseContent::Json(_) => media_type.to_ascii_lowercase().contains("json"),
        ResponseContent::Text | ResponseContent::Bytes => true,
    }
}

/// Whether a body is no object or no list, but must be.
fn contradicts(ir: &Ir, content: &ResponseContent, body: &Value) -> bool {
    let ResponseContent::Json(schema) = content else {
        return false;
    };
    let Schema { ty, nullable, .. } = &**schema;
    let is_object = match ty {
        Type::Map(_) => true,
        Type::Named(id) => matches!(ir.type_def(*id).shape, TypeShape::Object(_)),
        _ => false,
    };
    let is_list = matches!(ty, Type::Array(_));
    let is_other = is_object && !body.is_object() || is_list && !body.is_array();
    is_other && !(*nullable && body.is_null())
}

/// The body of an example. Many documents write a JSON example as a string.
fn as_json(media_type: &str, body: &Value) -> Value {
    let text = body.as_str().filter(|_| media_type.contains("json"));
    let text = text.filter(|text| text.trim_start().starts_with(['{', '[']));
    let parsed = text.and_then(|text| serde_json::from_str(text).ok());
    parsed.unwrap_or_else(|| body.clone())
}

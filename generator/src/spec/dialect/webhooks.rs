//! Webhooks: requests that the service sends. Their payloads become components, so that a receiver can decode
//! them (OpenAPI 3.1, "OpenAPI Object", `webhooks`).

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Code;
use crate::media_type::is_json;
use crate::pointer::Pointer;

use super::super::edit;
use super::super::reference;
use super::super::validate::text_keys;
use super::{Hoisted, Stage, mapping};

/// The component that is any of the payloads.
const ANY_PAYLOAD: &str = "WebhookPayload";

/// The keys of webhooks: since OpenAPI 3.1, and a common extension in 3.0.
const WEBHOOKS: &[&str] = &["webhooks", "x-webhooks"];

impl Stage {
    pub(super) fn webhooks(&mut self, entries: &mut Mapping) {
        let Some((key, webhooks)) = WEBHOOKS
            .iter()
            .find_map(|key| Some((*key, entries.shift_remove(*key)?)))
        else {
            return;
        };
        let root = Value::Mapping(std::mem::take(entries));
        let here = Pointer::root().join(key);
        let mut payloads = Vec::new();
        for (name, item) in webhooks.as_mapping().into_iter().flat_map(text_keys) {
            let Some((at, item)) = reference::follow(&root, here.join(name), item) else {
                continue;
            };
            for (method, operation) in item.as_mapping().into_iter().flat_map(text_keys) {
                let at = at.join_all([method, "requestBody"]);
                if let Some(body) = operation.get("requestBody")
                    && let Some((at, body)) = reference::follow(&root, at, body)
                {
                    payloads.extend(payload(name, &at, body));
                }
            }
        }
        if let Value::Mapping(rest) = root {
            *entries = rest;
        }
        self.told.note(
            Code::WebhookPayloads,
            here.clone(),
            "only the types of the payloads are generated: receive the requests in your program",
            "",
        );
        self.choice(payloads, here);
    }

    /// The payloads as components, and a union of them, so that a receiver can match what came.
    fn choice(&mut self, payloads: Vec<Hoisted>, here: Pointer) {
        let mut members = Vec::new();
        for payload in payloads {
            let target = match payload.schema.get("$ref") {
                Some(target) => target.clone(),
                None => payload.origin.to_fragment().into(),
            };
            let member = edit::only("$ref", target);
            if !members.contains(&member) {
                members.push(member);
            }
            if payload.schema.get("$ref").is_none() {
                self.hoisted.push(payload);
            }
        }
        if members.len() > 1 {
            self.hoisted.push(Hoisted {
                name: ANY_PAYLOAD.to_owned(),
                origin: here,
                schema: edit::only("anyOf", Value::Sequence(members)),
            });
        }
    }
}

/// The schema of a body that is JSON.
fn payload(webhook: &str, at: &Pointer, body: &Value) -> Option<Hoisted> {
    let (media_type, content) = mapping(body, "content").find(|(name, _)| is_json(name))?;
    Some(Hoisted {
        name: format!("{webhook}_payload"),
        origin: at.join_all(["content", media_type, "schema"]),
        schema: content.get("schema")?.clone(),
    })
}

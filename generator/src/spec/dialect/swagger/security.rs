//! `securityDefinitions` (OpenAPI 2.0, "Security Scheme Object").

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Place};

use super::super::super::edit;
use super::super::Stage;
use super::{later, text};

/// The flows by their names in 2.0 and in 3.0.
const FLOWS: &[(&str, &str)] = &[
    ("implicit", "implicit"),
    ("password", "password"),
    ("application", "clientCredentials"),
    ("accessCode", "authorizationCode"),
];

/// The keys that are part of the flow in 3.0.
const OF_FLOW: &[&str] = &["authorizationUrl", "tokenUrl", "scopes"];

impl Stage {
    pub(super) fn security_scheme(&mut self, value: &mut Value) {
        let Value::Mapping(entries) = value else {
            return;
        };
        self.later_keys(entries, later::SECURITY_SCHEME);
        match text(entries, "type") {
            Some("basic") => {
                entries.insert("type".into(), "http".into());
                entries.insert("scheme".into(), "basic".into());
                self.derived(["scheme"], ["type"]);
            }
            Some("oauth2") if !entries.contains_key("flows") => self.flow(entries),
            _ => {}
        }
    }

    fn flow(&mut self, entries: &mut Mapping) {
        let written = entries.shift_remove("flow");
        let word = written.as_ref().and_then(Value::as_str);
        let known = FLOWS
            .iter()
            .find(|(earlier, _)| word == Some(*earlier))
            .map(|(_, later)| *later);
        let flow = known.or_else(|| self.guessed(entries, word));
        let Some(flow) = flow else { return };
        let mut made = Mapping::new();
        for key in OF_FLOW {
            if let Some(value) = entries.shift_remove(*key) {
                made.insert((*key).into(), value);
                self.moved(["flows", flow, key], [*key]);
            }
        }
        self.derived(["flows"], ["flow"]);
        self.derived(["flows", flow], [] as [&str; 0]);
        entries.insert("flows".into(), edit::only(flow, Value::Mapping(made)));
    }

    /// The flow that a scheme must have by its name in 3.0, or by its URLs.
    fn guessed(&mut self, entries: &Mapping, word: Option<&str>) -> Option<&'static str> {
        let named = FLOWS.iter().find(|(_, later)| word == Some(*later));
        let has = |key: &str| entries.contains_key(key);
        let flow = match (named, has("authorizationUrl"), has("tokenUrl")) {
            (Some((_, later)), ..) => later,
            (None, true, true) => "authorizationCode",
            (None, true, false) => "implicit",
            (None, false, true) => "clientCredentials",
            (None, false, false) => return None,
        };
        const HELP: &str = "use one of `implicit`, `password`, `application`, `accessCode`";
        let taken = match flow {
            "authorizationCode" => "the flow is treated as `accessCode`",
            "implicit" => "the flow is treated as `implicit`",
            "password" => "the flow is treated as `password`",
            _ => "the flow is treated as `application`",
        };
        match word {
            Some(word) => self.mistake(
                Code::UnknownValue,
                self.origin.join("flow"),
                format!("`{word}` is not a value of `flow`"),
                HELP,
                taken,
            ),
            None => self.mistake(
                Code::MissingKey,
                Place::value(self.origin.clone()),
                "a security scheme of type `oauth2` has no `flow`",
                HELP,
                taken,
            ),
        }
        Some(flow)
    }
}

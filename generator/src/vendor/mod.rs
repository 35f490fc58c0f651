//! What single vendors mean by their documents beyond OpenAPI: each fact with its source, and nowhere else.
//!
//! A vendor is recognized by something that only the vendor writes: an extension or a format with its name,
//! the name of a security scheme, the domain of the servers. Other documents are not affected.

mod twilio;

use indexmap::IndexMap;
use serde_json::Value;

/// A format that no specification has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format<'f> {
    /// A date and time of RFC 2822, section 3.3.
    DateTimeRfc2822,
    /// A map of names to URLs.
    UriMap,
    /// A map of maps that is sent as one dotted key for each value, with the prefix of the keys; empty for
    /// the name of the parameter.
    CollapsibleMap {
        /// What the keys begin with.
        prefix: &'f str,
    },
}

impl<'f> Format<'f> {
    /// What a vendor means by a format.
    pub(crate) fn of(name: &'f str) -> Option<Self> {
        twilio::format(name)
    }
}

/// Whether extensions mark a value as personal.
pub(crate) fn is_personal(extensions: &IndexMap<String, Value>) -> bool {
    extensions.get(EXTENSION).is_some_and(|extension| {
        twilio::PERSONAL
            .iter()
            .any(|key| extension.get(key).is_some())
    })
}

/// The extension that can mark a value as personal.
pub(crate) const EXTENSION: &str = twilio::EXTENSION;

/// Whether the value of [`EXTENSION`] marks a value as personal data.
pub(crate) fn says_personal(extension: &serde_yaml::Value) -> bool {
    twilio::PERSONAL
        .iter()
        .any(|key| extension.get(key).is_some())
}

/// The name of the strings with a pattern, if the pattern alone determines it.
pub(crate) fn pattern_name(pattern: &str) -> Option<String> {
    twilio::sid_name(pattern)
}

/// Whether a host name has a region and an edge in it.
pub(crate) fn has_regions(host: &str) -> bool {
    twilio::has_regions(host)
}

/// The ends of the environment variables for a basic scheme of a known name, in the order in which they are
/// looked for.
pub(crate) fn credentials(scheme: &str) -> Option<&'static [(&'static str, &'static str)]> {
    (scheme == twilio::SCHEME).then_some(&twilio::CREDENTIALS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_hold_of_their_vendor_alone() {
        assert!(has_regions("api.twilio.com"));
        for host in ["api.github.com", "twilio.com.example", "nottwilio.com", ""] {
            assert!(!has_regions(host), "{host}");
        }
        assert!(credentials("accountSid_authToken").is_some());
        assert!(credentials("basic_auth").is_none());
        for format in ["date-time", "uri", "map", ""] {
            assert_eq!(Format::of(format), None, "{format}");
        }
    }
}

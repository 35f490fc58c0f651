//! Twilio: <https://github.com/twilio/twilio-oai>.

use super::Format;

/// Twilio's extension of OpenAPI.
pub(super) const EXTENSION: &str = "x-twilio";

/// The keys of the extension that mark personal data
/// (<https://www.twilio.com/docs/glossary/what-is-personally-identifiable-information-pii>).
pub(super) const PERSONAL: [&str; 1] = ["pii"];

/// The basic scheme of all documents of Twilio.
pub(super) const SCHEME: &str = "accountSid_authToken";

/// The variables of Twilio's own libraries: an API key comes before the token of the whole account
/// (<https://www.twilio.com/docs/iam/api-keys>).
pub(super) const CREDENTIALS: [(&str, &str); 2] =
    [("API_KEY", "API_SECRET"), ("ACCOUNT_SID", "AUTH_TOKEN")];

/// Hosts are `{product}.{edge}.{region}.twilio.com`
/// (<https://www.twilio.com/docs/global-infrastructure/understanding-edge-locations>).
pub(super) fn has_regions(host: &str) -> bool {
    host.ends_with(".twilio.com")
}

/// The formats of Twilio's documents: times of the API of 2010, links to subresources, and parameters that
/// Twilio's own libraries write by `prefixed_collapsible_map`.
pub(super) fn format(name: &str) -> Option<Format<'_>> {
    match name {
        "date-time-rfc-2822" => Some(Format::DateTimeRfc2822),
        "uri-map" => Some(Format::UriMap),
        name => {
            let prefix = name.strip_prefix("prefixed-collapsible-map")?;
            let prefix = prefix.trim_start_matches('-');
            Some(Format::CollapsibleMap { prefix })
        }
    }
}

//! The models of a page of bindings as they are mostly written: serde's derives, SIDs as strings that
//! a regex checks, dates of chrono. What this crate's own models are measured against.

#![expect(
    missing_docs,
    reason = "properties and values are those of the document"
)]

use std::fmt::Write as _;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use regex::Regex;
use serde::{Deserialize, Deserializer, de};

macro_rules! sids {
    ($($name:ident = $pattern:literal,)*) => {$(
        /// A string that the pattern matches.
        #[derive(Clone, Debug)]
        pub struct $name(pub String);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new($pattern).expect("a constant pattern"));
                let text = String::deserialize(deserializer)?;
                if PATTERN.is_match(&text) {
                    Ok(Self(text))
                } else {
                    Err(de::Error::custom("no SID"))
                }
            }
        }
    )*};
}

sids! {
    BindingSid = "^BS[0-9a-fA-F]{32}$",
    AccountSid = "^AC[0-9a-fA-F]{32}$",
    ServiceSid = "^IS[0-9a-fA-F]{32}$",
    CredentialSid = "^CR[0-9a-fA-F]{32}$",
}

/// How a binding is notified.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BindingType {
    Apn,
    Gcm,
    Fcm,
}

/// A binding.
#[derive(Clone, Debug, Deserialize)]
pub struct Binding {
    pub sid: Option<BindingSid>,
    pub account_sid: Option<AccountSid>,
    pub chat_service_sid: Option<ServiceSid>,
    pub credential_sid: Option<CredentialSid>,
    pub date_created: Option<DateTime<Utc>>,
    pub date_updated: Option<DateTime<Utc>>,
    pub endpoint: Option<String>,
    pub identity: Option<String>,
    pub binding_type: Option<BindingType>,
    pub message_types: Option<Vec<String>>,
    pub url: Option<String>,
}

/// Where a page stands.
#[derive(Clone, Debug, Deserialize)]
pub struct Meta {
    pub first_page_url: Option<String>,
    pub key: Option<String>,
    pub next_page_url: Option<String>,
    pub page: Option<i64>,
    pub page_size: Option<i64>,
    pub previous_page_url: Option<String>,
    pub url: Option<String>,
}

/// A page of bindings.
#[derive(Clone, Debug, Deserialize)]
pub struct Page {
    pub bindings: Option<Vec<Binding>>,
    pub meta: Option<Meta>,
}

const SERVICES: &str = "https://conversations.twilio.com/v1/Services";

/// A SID with digits that no branch predictor learns.
#[must_use]
pub fn sid(letters: &str, number: u64) -> String {
    let mixed = |salt: u64| {
        (number + salt)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29)
    };
    let (high, low) = (mixed(1), mixed(7).wrapping_mul(mixed(3) | 1));
    format!("{letters}{high:016x}{low:016x}")
}

/// A page of a hundred bindings, about 57 kB, in the order of the document's properties.
#[must_use]
pub fn page(next: Option<&str>) -> String {
    let (account, service) = (sid("AC", 1), sid("IS", 2));
    let mut text = String::from(r#"{"bindings":["#);
    for number in 0..100_u64 {
        let own = sid("BS", 10 + number);
        let kind = ["apn", "gcm", "fcm"][number as usize % 3];
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}{{"sid":"{own}","account_sid":"{account}","chat_service_sid":"{service}","credential_sid":"{}","date_created":"2016-10-21T11:37:03Z","date_updated":"2016-10-21T11:37:{:02}Z","endpoint":"endpoint-{number}","identity":"user-{number}","binding_type":"{kind}","message_types":["removed_from_conversation","new_message","added_to_conversation"],"url":"{SERVICES}/{service}/Bindings/{own}"}}"#,
            sid("CR", number % 5),
            number % 60,
        );
    }
    let first = format!("{SERVICES}/{service}/Bindings?PageSize=100&Page=0");
    let next = next.map_or_else(|| "null".to_owned(), |next| format!("{next:?}"));
    let _ = write!(
        text,
        r#"],"meta":{{"first_page_url":"{first}","key":"bindings","next_page_url":{next},"page":0,"page_size":100,"previous_page_url":null,"url":"{first}"}}}}"#,
    );
    text
}

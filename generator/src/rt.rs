//! The runtime items that generated code uses: every path, once.
//!
//! A generated module imports the runtime's module `rt`, which contains only items for generated code. An item that
//! the runtime renames or moves is one changed line here.

use std::fmt;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};

/// An item of the runtime: its path below its module `rt`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item(&'static str);

impl Item {
    /// A link of a doc comment, which shows the item's own name.
    pub(crate) fn link(self) -> String {
        let name = self.0.rsplit("::").next().unwrap_or(self.0);
        format!("[`{name}`]({self})")
    }
}

/// As generated source text has it: `rt::Response`.
impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rt::{}", self.0)
    }
}

impl ToTokens for Item {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(Ident::new("rt", Span::call_site()));
        for segment in self.0.split("::") {
            let segment = Ident::new(segment, Span::call_site());
            tokens.extend(quote! { ::#segment });
        }
    }
}

/// The version of the contract between generated code and the runtime: what this generator writes for. The
/// runtime refuses to compile with code of a version that it does not know (its macro `contract!`).
pub(crate) const CONTRACT: u32 = 2;

/// The crate whose module `rt` generated code imports.
pub(crate) fn runtime() -> TokenStream {
    quote! { bindery_runtime }
}

macro_rules! items {
    ($($(#[$meta:meta])* $name:ident = $path:literal;)*) => {
        $($(#[$meta])* pub(crate) const $name: Item = Item($path);)*
    };
}

// Values.
items! {
    AS_JSON = "AsJson";
    AS_NUMBER = "AsNumber";
    BASE64 = "Base64";
    BASE64_URL = "Base64Url";
    BYTES = "Bytes";
    CUSTOM = "Custom";
    DATE = "Date";
    DATE_TIME = "DateTime";
    DATE_TIME_RFC_2822 = "DateTimeRfc2822";
    FIELD = "Field";
    FILE = "File";
    FIELD_SLOT = "FieldSlot";
    LIST = "list";
    MAYBE = "maybe";
    STRINGS = "strings";
    TEXT = "Text";
    UNEXPECTED = "Unexpected";
    UNKNOWN_VALUE = "UnknownValue";
    VALUE = "Value";
}

// The client.
items! {
    API = "Api";
    CLIENT = "Client";
    CLIENT_BUILDER = "ClientBuilder";
    CREDENTIALS = "Credentials";
    ENVIRONMENT = "Environment";
    ENVIRONMENT_CREDENTIALS = "EnvironmentCredentials";
    ERROR = "Error";
    LOCATION = "Location";
    SCHEME = "Scheme";
    SCOPE = "Scope";
    TWILIO_REGIONAL = "vendor::twilio::Regional";
    TWILIO_REGIONS = "vendor::twilio::regions";
}

// Requests and what they give.
items! {
    CALL = "Call";
    CONTENT = "Content";
    REQUEST_BUILDER = "RequestBuilder";
    PAGE = "Page";
    PART_HEADER = "PartHeader";
    RESPONSE = "Response";
    STYLE = "Style";
}

// Macros for tables.
items! {
    ARGUMENTS = "arguments";
    FIXED_TEXT = "fixed_text";
    OBJECT = "object";
    OPEN_ENUM = "open_enum";
    OPEN_INTEGER_ENUM = "open_integer_enum";
    OPERATION = "operation";
    PAGED = "paged";
    PATTERN_TEXT = "pattern_text";
    REQUEST_METHODS = "request_methods";
    RESPONSES = "responses";
    RULES = "rules";
    UNION = "union";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_same_as_tokens_and_as_text() {
        for item in [RESPONSE, Item("one::Two")] {
            let tokens = item.to_token_stream().to_string();
            assert_eq!(tokens.replace(' ', ""), item.to_string());
        }
    }
}

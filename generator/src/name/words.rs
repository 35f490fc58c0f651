//! From the names of a document to words, and from words to the names of Rust.
//!
//! A name is split where a character is not alphanumeric and where its case changes, like in `heck`:
//! `HTTPServer` is `http server`, `v1beta2` is one word. Symbols would be lost; those that distinguish names
//! are spelled out ([`SYMBOLS`]).

use std::borrow::Cow;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// How the words of a name are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// A struct, enum or trait: `PageMeta`.
    Type,
    /// A variant: `TooManyRequests`.
    Variant,
    /// A field, function, method or argument: `date_created`.
    Field,
    /// A module: `conversations`.
    Module,
    /// A constant: `MAX_PAGE_SIZE`.
    Const,
}

/// Where a symbol is spelled out, although there are letters next to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the first letter and after the last one.
    Ends,
    /// Before the first letter.
    Start,
    /// After the last letter.
    End,
    /// Nowhere: only where a name has no letter at all.
    Alone,
}

/// The symbols, the longer ones first, with their words.
const SYMBOLS: [(&str, &str, At); 34] = [
    ("<=", "lte", At::Ends),
    (">=", "gte", At::Ends),
    ("<>", "ne", At::Ends),
    ("!=", "ne", At::Ends),
    ("==", "eq", At::Ends),
    ("&&", "and", At::Ends),
    ("||", "or", At::Ends),
    ("<", "lt", At::Ends),
    (">", "gt", At::Ends),
    ("=", "eq", At::Ends),
    ("+", "plus", At::Ends),
    ("-", "minus", At::Start),
    ("!", "not", At::Start),
    ("!", "bang", At::End),
    ("*", "star", At::Ends),
    ("%", "percent", At::Ends),
    ("&", "and", At::Ends),
    ("@", "at", At::Ends),
    ("#", "sharp", At::End),
    ("#", "hash", At::Alone),
    ("^", "caret", At::Alone),
    ("~", "tilde", At::Alone),
    ("|", "or", At::Alone),
    ("?", "question", At::Alone),
    ("$", "dollar", At::Alone),
    ("/", "slash", At::Alone),
    ("\\", "backslash", At::Alone),
    (".", "dot", At::Alone),
    (",", "comma", At::Alone),
    (":", "colon", At::Alone),
    (";", "semicolon", At::Alone),
    ("_", "underscore", At::Alone),
    ("-", "dash", At::Alone),
    (" ", "space", At::Alone),
];

/// Cuts a name into lower-case words, of which there is always one: `DateCreated<` is
/// `date created lt`, `-1` is `minus 1`.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let letters = |c: char| c.is_alphanumeric() && unicode_ident::is_xid_continue(c);
    let Some(first) = text.find(letters) else {
        return without_letters(text);
    };
    let last = text.rfind(letters).unwrap_or(first);
    let end = last + text[last..].chars().next().map_or(0, char::len_utf8);
    let mut words = spell(&text[..first], &[At::Ends, At::Start]);
    let inner = spell_offsets(&text[first..end]);
    for segment in inner.split(|c| !letters(c)) {
        // Most names are in this form already, and finding that out is less work than making it so.
        let snake = match is_plain(segment) {
            true => Cow::Borrowed(segment),
            false => Cow::Owned(segment.to_snake_case()),
        };
        words.extend(
            snake
                .split('_')
                .filter(|word| !word.is_empty())
                .map(str::to_owned),
        );
    }
    words.extend(spell(&text[end..], &[At::Ends, At::End]));
    words
}

/// Whether a text is of small letters of ASCII, digits and underscores: `heck` finds no case to change in it.
fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

/// Inside a name, only a plus before a digit is spelled out (`GMT+1` and `GMT-1`): a hyphen is usually just a
/// hyphen, as in `SHA-256`.
fn spell_offsets(text: &str) -> Cow<'_, str> {
    if !text.contains('+') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '+' && next.is_ascii_digit() => out.push_str(" plus "),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The words for a name that consists of symbols only.
fn without_letters(text: &str) -> Vec<String> {
    let trimmed = text.trim();
    if text.is_empty() {
        return vec!["empty".to_owned()];
    }
    let mut words = spell(if trimmed.is_empty() { " " } else { trimmed }, &[]);
    if words.is_empty() {
        words.extend(text.chars().map(|c| format!("u{:x}", u32::from(c))));
    }
    words
}

/// The words of the symbols that are spelled at these places, or of all of them if none is given.
fn spell(symbols: &str, places: &[At]) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = symbols;
    while let Some(c) = rest.chars().next() {
        let known = SYMBOLS.iter().find(|(symbol, _, at)| {
            rest.starts_with(symbol) && (places.is_empty() || places.contains(at))
        });
        match known {
            Some((symbol, word, _)) => {
                words.push((*word).to_owned());
                rest = &rest[symbol.len()..];
            }
            None => rest = &rest[c.len_utf8()..],
        }
    }
    words
}

/// Puts words together. The result is an identifier, if it is no keyword: a leading digit gets an
/// underscore, and so do digits that would run together (`1.5` is `_1_5`, and not `_15`).
#[must_use]
pub fn join(words: &[String], case: Case) -> String {
    let mut name = String::new();
    for word in words {
        let word = match case {
            Case::Type | Case::Variant => capitalised(word),
            Case::Field | Case::Module => Cow::Borrowed(word.as_str()),
            Case::Const => Cow::Owned(word.to_uppercase()),
        };
        let camel = matches!(case, Case::Type | Case::Variant);
        let digits =
            name.ends_with(|c: char| c.is_numeric()) && word.starts_with(|c: char| c.is_numeric());
        if !name.is_empty() && (!camel || digits) {
            name.push('_');
        }
        name.push_str(&word);
    }
    if !name.starts_with(unicode_ident::is_xid_start) {
        name.insert(0, '_');
    }
    name
}

/// A word as `heck` puts it into a name in camel case.
fn capitalised(word: &str) -> Cow<'_, str> {
    if !is_plain(word) || word.contains('_') {
        return Cow::Owned(word.to_upper_camel_case());
    }
    let mut word = word.to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Cow::Owned(word)
}

/// The name of a type.
#[must_use]
pub fn type_name(text: &str) -> String {
    join(&words(text), Case::Type)
}

/// The name of a variant.
#[must_use]
pub fn variant_name(text: &str) -> String {
    join(&words(text), Case::Variant)
}

/// The name of a field, a method or an argument.
#[must_use]
pub fn field_name(text: &str) -> String {
    join(&words(text), Case::Field)
}

/// The name of a module.
#[must_use]
pub fn module_name(text: &str) -> String {
    join(&words(text), Case::Module)
}

/// The name of a constant.
#[must_use]
pub fn const_name(text: &str) -> String {
    join(&words(text), Case::Const)
}

/// The name of a package: ASCII, in kebab case, and not a digit first.
#[must_use]
pub fn crate_name(text: &str) -> String {
    let ascii: String = text
        .chars()
        .map(|c| if c.is_ascii() { c } else { ' ' })
        .collect();
    if !ascii.contains(|c: char| c.is_ascii_alphanumeric()) {
        return "api-client".to_owned();
    }
    let name = words(&ascii).join("-");
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("api-{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::{
        capitalised, const_name, crate_name, field_name, module_name, type_name, variant_name,
        words,
    };

    proptest::proptest! {
        /// What is left out for plain names is what `heck` would not have changed.
        #[test]
        fn plain_names_are_cut_as_others(text in "_?[a-z0-9]([a-z0-9_]{0,12}|[A-Za-z0-9_]{0,12})") {
            let snake = heck::ToSnakeCase::to_snake_case(text.as_str());
            let expected: Vec<&str> = snake.split('_').filter(|word| !word.is_empty()).collect();
            proptest::prop_assert_eq!(words(&text), &expected[..]);
            for word in expected {
                let camel = heck::ToUpperCamelCase::to_upper_camel_case(word);
                proptest::prop_assert_eq!(capitalised(word), camel);
            }
        }
    }

    #[test]
    fn words_of_all_kinds() {
        for (text, expected) in [
            ("HTTPServer", "http server"),
            ("ChatServiceSid", "chat service sid"),
            ("v1beta2", "v1beta2"),
            ("Parameter7.Name", "parameter7 name"),
            (
                "conversations.v1.service-binding",
                "conversations v1 service binding",
            ),
            ("DateCreated", "date created"),
            ("DateCreated<", "date created lt"),
            ("DateCreated>", "date created gt"),
            ("DateCreated<=", "date created lte"),
            (">=5", "gte 5"),
            ("-1", "minus 1"),
            ("+1", "plus 1"),
            ("-created_at", "minus created at"),
            ("a-b-", "a b"),
            ("C++", "c plus plus"),
            ("C#", "c sharp"),
            ("#tag", "tag"),
            ("@type", "at type"),
            ("$ref", "ref"),
            ("filter[name]", "filter name"),
            ("~predicted-csat", "predicted csat"),
            ("Active (Now)", "active now"),
            ("UK:CRN", "uk crn"),
            ("text/*", "text star"),
            ("100%", "100 percent"),
            ("1.5", "1 5"),
            ("Etc/GMT+10", "etc gmt plus 10"),
            ("Etc/GMT-10", "etc gmt 10"),
            ("vnd.a+json", "vnd a json"),
            ("", "empty"),
            ("  ", "space"),
            ("_", "underscore"),
            ("-", "minus"),
            ("*", "star"),
            ("!=", "ne"),
            ("||", "or"),
            ("…", "u2026"),
            ("👍", "u1f44d"),
            ("straße", "straße"),
            ("Été", "été"),
            ("e\u{301}te", "e te"),
            ("顧客ID", "顧客id"),
            ("²x", "x"),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text:?}");
        }
    }

    #[test]
    fn names_in_every_case() {
        assert_eq!(type_name("list_service-binding"), "ListServiceBinding");
        assert_eq!(type_name("2fa settings"), "_2faSettings");
        assert_eq!(variant_name("7bit"), "_7bit");
        assert_eq!(variant_name("TLS 1.2"), "Tls1_2");
        assert_eq!(variant_name("1.5"), "_1_5");
        assert_eq!(variant_name("-1"), "Minus1");
        assert_eq!(variant_name("200"), "_200");
        assert_eq!(
            field_name("Bindings.Email.Address"),
            "bindings_email_address"
        );
        assert_eq!(field_name("1.5"), "_1_5");
        assert_eq!(
            module_name("ConversationsV1Binding"),
            "conversations_v1_binding"
        );
        assert_eq!(const_name("maxPageSize"), "MAX_PAGE_SIZE");
        assert_eq!(crate_name("Twilio - Accounts"), "twilio-accounts");
        assert_eq!(crate_name("2ch API"), "api-2ch-api");
        assert_eq!(crate_name("顧客"), "api-client");
    }
}

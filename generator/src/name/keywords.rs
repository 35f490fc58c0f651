//! Reserved words of Rust, and names that generated code should not use.

/// What can be done about a name that is a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyword {
    /// Valid as a raw identifier: `r#type`.
    Raw,
    /// It cannot, so that it needs another spelling: `self_`.
    NeverRaw,
}

/// The keywords of edition 2024 that cannot be raw.
const NEVER_RAW: [&str; 5] = ["Self", "_", "crate", "self", "super"];

/// The other keywords of edition 2024, in use and reserved; weak ones (`union`, `auto`, `raw`,
/// `safe`, `macro_rules`, `default`) are ordinary identifiers.
const RAW: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Whether a name is a keyword, and of which kind.
#[must_use]
pub fn keyword(name: &str) -> Option<Keyword> {
    if NEVER_RAW.contains(&name) {
        Some(Keyword::NeverRaw)
    } else if RAW.contains(&name) {
        Some(Keyword::Raw)
    } else {
        None
    }
}

/// The types, traits, variants and derives that every module of edition 2024 has without a `use`.
/// A generated type of such a name would hide what generated code and its readers rely on.
pub const RESERVED_TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// The primitive types, for scopes of lower-case names in which a type could be hidden.
pub const PRIMITIVES: &[&str] = &[
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16",
    "u32", "u64", "u8", "usize",
];

#[cfg(test)]
mod tests {
    use super::{Keyword, NEVER_RAW, PRIMITIVES, RAW, RESERVED_TYPES, keyword};

    #[test]
    fn the_tables_are_sorted() {
        for table in [&NEVER_RAW[..], &RAW, RESERVED_TYPES, PRIMITIVES] {
            assert!(table.is_sorted());
        }
    }

    #[test]
    fn keywords_of_all_kinds() {
        for name in ["type", "gen", "async", "yield", "try", "match", "abstract"] {
            assert_eq!(keyword(name), Some(Keyword::Raw), "{name}");
        }
        for name in ["self", "Self", "super", "crate", "_"] {
            assert_eq!(keyword(name), Some(Keyword::NeverRaw), "{name}");
        }
        for name in ["union", "auto", "default", "raw", "safe", "Type", "types"] {
            assert_eq!(keyword(name), None, "{name}");
        }
    }
}

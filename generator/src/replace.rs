//! Types that a target has for schemas, instead of those that Bindery would choose.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The types that replace those that Bindery would choose, by the schemas that they are for.
pub type Replacements = BTreeMap<Selector, Replacement>;

/// The schemas that a type is for. Of several that fit a schema, the first kind here counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Selector {
    /// The one at a JSON Pointer, written as a fragment (`#/components/…`).
    Pointer(String),
    /// The one of `components.schemas` with this name.
    Schema(String),
    /// Strings with this pattern.
    Pattern(String),
    /// Strings and numbers with this format that do not list their values.
    Format(String),
}

impl Selector {
    /// The list of the target that it is an entry of.
    #[must_use]
    pub fn list(&self) -> &'static str {
        match self {
            Self::Pointer(_) => "replace.pointers",
            Self::Schema(_) => "replace.schemas",
            Self::Pattern(_) => "replace.patterns",
            Self::Format(_) => "replace.formats",
        }
    }

    /// The entry.
    #[must_use]
    pub fn entry(&self) -> &str {
        match self {
            Self::Pointer(entry)
            | Self::Schema(entry)
            | Self::Pattern(entry)
            | Self::Format(entry) => entry,
        }
    }
}

/// A type that replaces another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The type.
    pub ty: TypePath,
    /// Whether serde reads and writes its values. Otherwise, `FromStr` and `Display` do for strings and numbers.
    pub by_serde: bool,
    /// A value for the examples in docs, as text that the type's `FromStr` reads.
    pub example: Option<String>,
    /// The package that has it.
    pub dependency: Option<Dependency>,
}

/// A dependency of a generated package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Its key in the table `dependencies`.
    pub name: String,
    /// Its line there: `uuid = "1"`.
    pub line: String,
}

/// The path of a Rust type, such as `uuid::Uuid` or `chrono::DateTime<chrono::Utc>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypePath(String);

impl TypePath {
    /// The type of a path that begins with the name of a package, with `std`, or is the name of a primitive type.
    ///
    /// # Errors
    ///
    /// If the text is no such path; the error says what is wrong.
    pub fn new(text: &str) -> Result<Self, &'static str> {
        let path: syn::TypePath =
            syn::parse_str(text).map_err(|_| "it is not the path of a Rust type")?;
        if path.qself.is_some() {
            return Err("a path that begins with `<` is not supported");
        }
        let first = path
            .path
            .segments
            .first()
            .map(|first| first.ident.to_string());
        match first.as_deref() {
            Some("crate" | "self" | "super" | "Self") => {
                Err("it must begin with the name of a package")
            }
            _ => Ok(Self(text.trim().to_owned())),
        }
    }

    /// Its last name, without arguments: `Uuid`.
    #[must_use]
    pub fn name(&self) -> &str {
        let path = self.0.split('<').next().unwrap_or_default();
        path.rsplit("::").next().unwrap_or_default().trim()
    }

    /// The path as generated code has it: no module of the crate can hide it.
    #[must_use]
    pub fn absolute(&self) -> String {
        let path = self.0.split('<').next().unwrap_or_default();
        match path.contains("::") && !path.starts_with("::") {
            true => format!("::{}", self.0),
            false => self.0.clone(),
        }
    }
}

impl fmt::Display for TypePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The dependencies of the types, each once.
#[must_use]
pub fn dependencies(replacements: &Replacements) -> Vec<&Dependency> {
    let mut names = BTreeSet::new();
    let all = replacements
        .values()
        .filter_map(|it| it.dependency.as_ref());
    all.filter(|it| names.insert(&it.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_type() {
        for (text, name, absolute) in [
            ("uuid::Uuid", "Uuid", "::uuid::Uuid"),
            ("::uuid::Uuid", "Uuid", "::uuid::Uuid"),
            (
                "chrono::DateTime<chrono::Utc>",
                "DateTime",
                "::chrono::DateTime<chrono::Utc>",
            ),
            ("u128", "u128", "u128"),
        ] {
            let path = TypePath::new(text).unwrap();
            assert_eq!((path.name(), &*path.absolute()), (name, absolute));
        }
        for text in [
            "",
            "1",
            "a::",
            "crate::A",
            "super::A",
            "&str",
            "<A as B>::C",
            "a; b",
            "(A, B)",
        ] {
            assert!(TypePath::new(text).is_err(), "{text}");
        }
    }
}

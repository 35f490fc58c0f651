//! The files of a crate next to its sources. They are created if they do not exist, and belong to their owner
//! afterwards.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bindery::replace::Dependency;

use crate::context::relative;

/// Disables rustfmt for generated text, which is already formatted by other rules.
const RUSTFMT: &str = "# What is below src/ is generated, and formatted by the generator.\ndisable_all_formatting = true\n";

/// Where a generated crate gets the runtime from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Runtime {
    /// A version from the registry, as Cargo writes requirements.
    Version(String),
    /// A folder.
    Path(PathBuf),
    /// A git repository, with a revision, a branch or a tag: the key and its value.
    Git {
        url: String,
        at: Option<(&'static str, String)>,
    },
}

impl Default for Runtime {
    /// The version that this program generates for.
    fn default() -> Self {
        Self::Version(env!("CARGO_PKG_VERSION").to_owned())
    }
}

impl Runtime {
    /// The keys of the dependency, in TOML.
    fn keys(&self, out: &Path) -> io::Result<String> {
        Ok(match self {
            Self::Version(version) => format!("version = {}", toml_string(version)),
            Self::Path(path) => format!(
                "version = {}, path = {}",
                toml_string(env!("CARGO_PKG_VERSION")),
                toml_string(&relative(out, path)?)
            ),
            Self::Git { url, at: None } => format!("git = {}", toml_string(url)),
            Self::Git {
                url,
                at: Some((key, value)),
            } => {
                format!("git = {}, {key} = {}", toml_string(url), toml_string(value))
            }
        })
    }
}

/// The missing files that a crate needs next to its sources, with their texts.
pub(crate) fn missing(
    out: &Path,
    name: &str,
    features: &[String],
    runtime: &Runtime,
    dependencies: &[&Dependency],
) -> io::Result<Vec<(&'static str, String)>> {
    let files = [
        (
            "Cargo.toml",
            cargo_toml(name, &runtime.keys(out)?, features, dependencies),
        ),
        ("rustfmt.toml", RUSTFMT.to_owned()),
    ];
    let absent = |path: &str| fs::symlink_metadata(out.join(path)).is_err();
    Ok(files.into_iter().filter(|(path, _)| absent(path)).collect())
}

fn cargo_toml(
    name: &str,
    runtime: &str,
    features: &[String],
    dependencies: &[&Dependency],
) -> String {
    let mut default = features.to_vec();
    default.push("hyper".to_owned());
    let default = toml_list(&default);
    let others: String = dependencies
        .iter()
        .map(|it| format!("{}\n", it.line))
        .collect();
    format!(
        r#"[package]
name = "{name}"
version = "0.1.0"
edition = "2024"
rust-version = "{rust_version}"
publish = false

[features]
default = {default}
# The same calls for programs without an async runtime: `.wait()`.
blocking = ["bindery-runtime/blocking"]
# Compressed responses.
gzip = ["bindery-runtime/gzip"]
# The HTTP transport.
hyper = ["bindery-runtime/hyper"]
# Checks strings of variable width against the document's patterns.
pattern = ["bindery-runtime/pattern"]
# A transport over a client of `reqwest`.
reqwest = ["bindery-runtime/reqwest"]
# A fake transport for tests: `runtime::testing`.
testing = ["bindery-runtime/testing"]
# Spans and events of the `tracing` crate.
tracing = ["bindery-runtime/tracing"]

[dependencies]
bindery-runtime = {{ {runtime}, default-features = false }}
{others}
[package.metadata.docs.rs]
all-features = true
"#,
        rust_version = env!("CARGO_PKG_RUST_VERSION"),
    )
}

/// A list of strings, in TOML.
pub fn toml_list(texts: &[String]) -> String {
    let quoted: Vec<_> = texts.iter().map(|text| toml_string(text)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A basic string of TOML (TOML 1.0, "String").
pub fn toml_string(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

/// Checks whether Cargo accepts a text as a package name; returns the rule that it breaks.
pub(crate) fn check_name(name: &str) -> Result<(), &'static str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Err("it must begin with a letter")
    } else if !name.chars().all(plain) {
        Err("only letters, digits, `-` and `_` are allowed")
    } else if RESERVED.contains(&name) {
        Err("it is reserved by Cargo or Rust")
    } else {
        Ok(())
    }
}

/// Keywords, and names that cargo refuses.
const RESERVED: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "build",
    "const",
    "continue",
    "core",
    "crate",
    "deps",
    "do",
    "dyn",
    "else",
    "enum",
    "examples",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "incremental",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc-macro",
    "proc_macro",
    "pub",
    "ref",
    "return",
    "self",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "union",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

/// The name of a crate from any text, such as the stem of a file.
pub fn name_from(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let name = words.join("-").to_ascii_lowercase();
    match check_name(&name) {
        Ok(()) => name,
        Err(_) => match name.as_str() {
            "" => "client".to_owned(),
            name => format!("api-{name}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (text, name) in [
            ("twilio_conversations_v1", "twilio-conversations-v1"),
            ("2ch", "api-2ch"),
            ("Test", "api-test"),
            ("…", "client"),
            ("a.b c", "a-b-c"),
        ] {
            assert_eq!(name_from(text), name);
            assert_eq!(check_name(name), Ok(()));
        }
    }

    #[test]
    fn manifest_is_toml() {
        let git = Runtime::Git {
            url: "https://example.com/a\"b".to_owned(),
            at: Some(("rev", "1f".to_owned())),
        };
        let keys = git.keys(Path::new("pets")).unwrap();
        let uuid = Dependency {
            name: "uuid".to_owned(),
            line: "uuid = \"1\"".to_owned(),
        };
        let text = cargo_toml("pets", &keys, &["pattern".into()], &[&uuid]);
        let table: toml::Table = text.parse().unwrap();
        let runtime = &table["dependencies"]["bindery-runtime"];
        assert_eq!(table["dependencies"]["uuid"].as_str(), Some("1"));
        assert_eq!(runtime["git"].as_str(), Some("https://example.com/a\"b"));
        assert_eq!(runtime["rev"].as_str(), Some("1f"));
        assert_eq!(table["features"]["default"][0].as_str(), Some("pattern"));
        assert_eq!(table["features"]["default"][1].as_str(), Some("hyper"));
    }
}

//! The files of a crate that `--spec` makes and that belong to its owner afterwards.

use std::fs;
use std::io;
use std::path::Path;

use crate::workspace;

/// Disables rustfmt for generated text, which is already formatted by other rules.
const RUSTFMT: &str = "# What is below src/ is generated, and formatted by the generator.\ndisable_all_formatting = true\n";

/// The missing files that a crate needs next to its sources, with their texts.
pub(crate) fn missing(
    out: &Path,
    name: &str,
    features: &[String],
) -> io::Result<Vec<(&'static str, String)>> {
    let runtime = workspace::relative(out, &workspace::root().join("runtime"))?;
    let files = [
        ("Cargo.toml", cargo_toml(name, &runtime, features)),
        ("rustfmt.toml", RUSTFMT.to_owned()),
    ];
    let absent = |path: &str| fs::symlink_metadata(out.join(path)).is_err();
    Ok(files.into_iter().filter(|(path, _)| absent(path)).collect())
}

fn cargo_toml(name: &str, runtime: &str, features: &[String]) -> String {
    let runtime = toml_string(runtime);
    let mut default = features.to_vec();
    default.push("hyper".to_owned());
    let default = toml_list(&default);
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
bindery-runtime = {{ path = {runtime}, default-features = false }}

# This package stands alone: remove the next line to make it a member of a workspace.
[workspace]
"#,
        rust_version = env!("CARGO_PKG_RUST_VERSION"),
    )
}

pub(crate) fn toml_list(texts: &[String]) -> String {
    let quoted: Vec<_> = texts.iter().map(|text| toml_string(text)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A basic string of TOML (TOML 1.0, "String").
pub(crate) fn toml_string(text: &str) -> String {
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
pub(crate) fn name_from(text: &str) -> String {
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
        let text = cargo_toml("pets", "../run\"time", &["pattern".into()]);
        let table: toml::Table = text.parse().unwrap();
        let runtime = &table["dependencies"]["bindery-runtime"];
        assert_eq!(runtime["path"].as_str(), Some("../run\"time"));
        assert_eq!(table["features"]["default"][0].as_str(), Some("pattern"));
        assert_eq!(table["features"]["default"][1].as_str(), Some("hyper"));
    }
}

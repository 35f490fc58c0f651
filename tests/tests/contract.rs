//! The contract between generated code and the runtime: crates that exist still compile when the runtime gains a
//! fact. `CONTRIBUTING.md` says how a version of the contract begins and ends.

use std::path::{Path, PathBuf};

use bindery::target::Target;
use bindery_tests::{check, fixtures, root, source, target};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{Attribute, Fields, Item, Visibility};

/// What only the runtime's own macros make, whose expansions are always of the same version as it is.
const MADE_BY_MACROS: &[&str] = &[
    "DecodeTargets",
    "EncodeSources",
    "Shape",
    "Table",
    "UnionTable",
];

/// What is complete as it is: its fields or variants are what it means.
const COMPLETE: &[&str] = &[
    // A name for a string, which users take apart.
    "Text", // An absent, a null and a present value are all that JSON knows.
    "Field",
];

/// Where `rt::Name { … }` or `rt::Name( … )` makes a value.
fn literals(tokens: TokenStream, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |token: Option<&TokenTree>, text: &str| {
        token.is_some_and(|token| token.to_string() == text)
    };
    for (index, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            literals(group.stream(), found);
        }
        let mut before = tokens[..index].iter().rev();
        let before = before.find(|token| !is(Some(token), "&"));
        // A return type, or the type of an implementation.
        let is_type = is(before, ">") || is(before, "for") || is(before, "impl");
        if !is(Some(token), "rt") || is_type {
            continue;
        }
        let mut end = index;
        while is(tokens.get(end + 1), ":") && is(tokens.get(end + 2), ":") {
            end += 3;
        }
        let name = tokens[end].to_string();
        let Some(TokenTree::Group(group)) = tokens.get(end + 1) else {
            continue;
        };
        let opens = matches!(group.delimiter(), Delimiter::Brace | Delimiter::Parenthesis);
        if opens && name.starts_with(char::is_uppercase) {
            found.push(format!("{name}{group}"));
        }
    }
}

#[test]
fn generated_code_has_no_literal_of_a_type_of_the_runtime() {
    let mut found = Vec::new();
    for path in fixtures("ok") {
        let made = bindery::generate(&source(&path), &target(&path)).generated;
        for file in &made.expect("no mistakes").files {
            if file.path.extension().is_some_and(|kind| kind == "rs") {
                literals(file.text.parse().expect("Rust"), &mut found);
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_literal_is_found() {
    let found = |text: &str| {
        let mut found = Vec::new();
        literals(text.parse().expect("tokens"), &mut found);
        found.len()
    };
    for literal in ["f(rt::Api { name: 1 })", "a! { b: &rt::Kind::Json(\"x\") }"] {
        assert_eq!(found(literal), 1, "{literal}");
    }
    for other in [
        "fn f() -> rt::Api { g() }",
        "fn f() -> &rt::Api { g() }",
        "impl From<rt::Client> for Client { }",
        "rt::object! { A { } }",
        "rt::Api::new(1)",
    ] {
        assert_eq!(found(other), 0, "{other}");
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn is_non_exhaustive(attributes: &[Attribute]) -> bool {
    let mut paths = attributes.iter().map(Attribute::path);
    paths.any(|path| path.is_ident("non_exhaustive"))
}

/// The name of a type whose next field or variant would break code outside the runtime.
fn closed(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) if matches!(item.vis, Visibility::Public(_)) => {
            let is_public = |field: &syn::Field| matches!(field.vis, Visibility::Public(_));
            let open = is_non_exhaustive(&item.attrs)
                || matches!(item.fields, Fields::Unit)
                || !item.fields.iter().all(is_public);
            (!open).then(|| item.ident.to_string())
        }
        Item::Enum(item) if matches!(item.vis, Visibility::Public(_)) => {
            let open = is_non_exhaustive(&item.attrs);
            (!open).then(|| item.ident.to_string())
        }
        _ => None,
    }
}

#[test]
fn public_types_of_the_runtime_can_gain_fields_and_variants() {
    let mut found = Vec::new();
    for path in sources(&root().join("runtime/src")) {
        let text = std::fs::read_to_string(&path).expect("a source");
        let file = syn::parse_file(&text).expect("Rust");
        found.extend(file.items.iter().filter_map(closed));
    }
    let known = |name: &String| {
        MADE_BY_MACROS.contains(&name.as_str()) || COMPLETE.contains(&name.as_str())
    };
    found.retain(|name| !known(name));
    found.sort();
    assert!(found.is_empty(), "{found:#?}");
}

/// The crates that were generated for each version that the runtime accepts, by their versions.
fn versions() -> Vec<(String, PathBuf)> {
    let folder = root().join("tests/fixtures/contract");
    let entries = std::fs::read_dir(folder).expect("the folder of the contract");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut versions: Vec<_> = paths
        .filter(|path| path.is_dir())
        .map(|path| {
            (
                path.file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
                path,
            )
        })
        .collect();
    versions.sort();
    versions
}

fn generated() -> Vec<bindery::sync::SourceFile> {
    let document = root().join("tests/fixtures/contract/document.yaml");
    let target = Target {
        crate_name: "contract".to_owned(),
        spec_name: "document.yaml".to_owned(),
        ..Target::default()
    };
    let made = bindery::generate(&source(&document), &target).generated;
    made.expect("no mistakes").files
}

/// The version that a crate states: `v2`.
fn stated(library: &str) -> String {
    let (_, rest) = library.split_once("contract!(").expect("a version");
    format!("v{}", rest.split(')').next().unwrap_or_default())
}

#[test]
fn crates_of_each_version_compile_with_this_runtime() {
    let crates = versions().into_iter().map(|(version, folder)| {
        let files = sources(&folder).into_iter().map(|path| {
            let text = std::fs::read_to_string(&path).expect("a source");
            (
                path.strip_prefix(&folder).expect("a path below").to_owned(),
                text,
            )
        });
        (format!("contract-{version}"), files.collect())
    });
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    check::compile(scratch, "contract", crates);
}

#[test]
fn the_newest_version_has_a_crate() {
    let files = generated();
    let library = files.iter().find(|file| file.path.ends_with("src/lib.rs"));
    let newest = stated(&library.expect("a library").text);
    let all = versions();
    let versions: Vec<&str> = all.iter().map(|(version, _)| version.as_str()).collect();
    assert!(
        versions.contains(&newest.as_str()),
        "{newest} is not among {versions:?}"
    );
    assert!(
        versions.len() <= 2,
        "the newest and the one before it: {versions:?}"
    );
    for (version, folder) in &all {
        let library = std::fs::read_to_string(folder.join("src/lib.rs")).expect("a library");
        assert_eq!(&stated(&library), version);
    }
}

/// What the crate has one of each of: a document that lost one would show less.
#[test]
fn the_crate_of_the_newest_version_has_one_of_each_kind() {
    let (_, folder) = versions().pop().expect("a version");
    let all: String = sources(&folder)
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a source"))
        .collect();
    for kind in [
        "rt::object!",
        "rt::union!",
        "rt::open_enum!",
        "rt::open_integer_enum!",
        "rt::fixed_text!",
        "rt::pattern_text!",
        "rt::paged!",
        "rt::responses!",
        "rt::operation!",
        "rt::rules!",
        "paging: link(",
        "paging: token(",
        "body: form",
        "body: multipart",
        "body: json(",
        "body: text(",
        "body: bytes(",
        "extras: [",
        "server(",
        "parts(",
        "accept(",
        "redirects(",
        "scopes(",
        "body_rules(",
        "rt::Content::new",
        "rt::Field<",
        "rt::Bytes",
        "rt::Text",
        "rt::File",
        "rt::DateTime",
        "rt::DateTimeRfc2822",
        "rt::Date>",
        "rt::Value",
        "rt::Style::",
        "Scheme::basic",
        "Scheme::bearer",
        "Scheme::api_key",
        "rt::Call<",
        "Scheme::client_credentials",
        "vendor::twilio",
        "rt::ItemStream",
        "rt::strings",
    ] {
        assert!(all.contains(kind), "no `{kind}`");
    }
}

/// The crate of the newest version is there; with `BEGIN_VERSION` set, it is written first.
#[test]
fn the_newest_version_has_its_crate() {
    let files = generated();
    let library = files.iter().find(|file| file.path.ends_with("src/lib.rs"));
    let version = stated(&library.expect("a library").text);
    let folder = root().join("tests/fixtures/contract").join(version);
    if std::env::var_os("BEGIN_VERSION").is_some() {
        assert!(!folder.exists(), "the crate of this version stays as it is");
        for file in files {
            let place = folder.join(file.path);
            std::fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
            std::fs::write(place, file.text).expect("a file");
        }
    }
    assert!(
        folder.join("src/lib.rs").exists(),
        "run this with BEGIN_VERSION=1"
    );
}

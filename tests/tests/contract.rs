//! The contract between generated code and the runtime: crates that exist still compile when the runtime gains a
//! fact.

use std::path::{Path, PathBuf};

use bindery_tests::{fixtures, root, source, target};
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

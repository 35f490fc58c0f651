//! Programs that use everything of a crate, compiled against a later one: what rustc refuses is what `diff` tells.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use bindery::sync::SourceFile;
use quote::ToTokens;
use syn::{Fields, FnArg, GenericArgument, ImplItem, Item, PathArguments, ReturnType, Type};
use syn::{TypeParamBound, Visibility};

/// What stands before the modules.
const HEAD: &str = "#![allow(warnings)]\nfn any<T>() -> T { loop {} }\nfn main() {}\n";

/// A program, and what its lines use.
pub(super) struct Consumer {
    lines: Vec<String>,
    /// What is used, by the index of the line.
    uses: BTreeMap<usize, Use>,
}

/// Something of a crate that a line of the program uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Use {
    /// The type whose part it is.
    pub(super) owner: String,
    /// The part; empty for the type itself.
    pub(super) part: String,
    /// All names that the line has.
    pub(super) words: BTreeSet<String>,
}

impl Consumer {
    /// A program that uses all that the files of a crate make public.
    pub(super) fn of(files: &[SourceFile]) -> Result<Self, syn::Error> {
        let lines = HEAD.lines().map(str::to_owned).collect();
        let mut consumer = Self {
            lines,
            uses: BTreeMap::new(),
        };
        for file in files {
            let module = file.path.file_stem().unwrap_or_default().to_string_lossy();
            if file.path.extension().is_some_and(|it| it == "rs") && module != "lib" {
                consumer.module(&module, &syn::parse_file(&file.text)?);
            }
        }
        Ok(consumer)
    }

    /// How many uses there are.
    pub(super) fn len(&self) -> usize {
        self.uses.len()
    }

    pub(super) fn text(&self) -> String {
        self.lines.join("\n") + "\n"
    }

    /// What a line uses that rustc refuses, by its number from 1; the line is taken out.
    pub(super) fn take(&mut self, number: usize) -> Option<Use> {
        let index = number.checked_sub(1)?;
        let used = self.uses.remove(&index);
        // A module that is gone is no use: what it had is.
        if used.is_some() || self.lines.get(index)?.starts_with("use ") {
            self.lines[index].clear();
        }
        used
    }

    fn module(&mut self, module: &str, file: &syn::File) {
        self.lines.push(format!("mod {module} {{ use super::any;"));
        for item in &file.items {
            if let Item::Use(item) = item {
                let text = item.to_token_stream().to_string();
                let text = text.replace("crate ::", "generated ::");
                let named = text.rsplit(' ').find(|it| it.len() > 1).unwrap_or_default();
                self.line("", named, text.clone());
            }
        }
        let path = match module {
            "client" => "generated::Client".to_owned(),
            _ => format!("generated::{module}::*"),
        };
        self.lines.push(format!("use {path};"));
        for item in &file.items {
            match item {
                Item::Struct(it) if is_public(&it.vis) => self.structure(it),
                Item::Enum(it) if is_public(&it.vis) => self.enumeration(it),
                Item::Type(it) if is_public(&it.vis) => self.alias(it),
                Item::Impl(it) if it.trait_.is_none() => self.methods(it),
                _ => {}
            }
        }
        self.lines.push("}".to_owned());
    }

    /// A line of its own that uses something.
    fn line(&mut self, owner: &str, part: &str, text: String) {
        let words = words(&text);
        let (owner, part) = (owner.to_owned(), part.to_owned());
        self.uses
            .insert(self.lines.len(), Use { owner, part, words });
        self.lines.push(text);
    }

    fn body(&mut self, owner: &str, part: &str, body: &str) {
        let name = format!("use_{}", self.lines.len());
        self.line(owner, part, format!("fn {name}() {{ {body} }}"));
    }

    fn ty(&mut self, name: &str, attributes: &[syn::Attribute]) {
        self.body(name, "", &format!("let _: {name} = any();"));
        for attribute in attributes.iter().filter(|it| it.path().is_ident("derive")) {
            let _ = attribute.parse_nested_meta(|meta| {
                let derive = meta.path.to_token_stream().to_string();
                let bound = match &*derive {
                    "Debug" => "std::fmt::Debug",
                    "Hash" => "std::hash::Hash",
                    other => other,
                };
                let body = format!("fn is<T: {bound}>() {{}} is::<{name}>();");
                self.body(name, &derive, &body);
                Ok(())
            });
        }
    }

    fn structure(&mut self, item: &syn::ItemStruct) {
        let name = item.ident.to_string();
        self.ty(&name, &item.attrs);
        let Fields::Named(fields) = &item.fields else {
            return;
        };
        let public: Vec<_> = fields
            .named
            .iter()
            .filter(|it| is_public(&it.vis))
            .collect();
        let mut literal = String::new();
        for field in &public {
            let ident = field.ident.to_token_stream().to_string();
            let ty = field.ty.to_token_stream();
            self.body(
                &name,
                &ident,
                &format!("let _: {ty} = any::<{name}>().{ident};"),
            );
            _ = write!(literal, "{ident}: any(), ");
        }
        let is_open = item
            .attrs
            .iter()
            .any(|it| it.path().is_ident("non_exhaustive"));
        if !is_open && !public.is_empty() && public.len() == fields.named.len() {
            self.body(&name, "", &format!("let _ = {name} {{ {literal}}};"));
        }
    }

    /// A name for a type. What has no optional parameters is sent as what has some is.
    fn alias(&mut self, item: &syn::ItemType) {
        let name = item.ident.to_string();
        self.ty(&name, &item.attrs);
        let of = item.ty.to_token_stream().to_string().replace(' ', "");
        if let Some(answer) = of.strip_prefix("rt::Call<") {
            let body = format!("let _: rt::Sending<{answer} = any::<{name}>().send();");
            self.body(&name, "send", &body);
        }
    }

    fn enumeration(&mut self, item: &syn::ItemEnum) {
        let name = item.ident.to_string();
        self.ty(&name, &item.attrs);
        for variant in &item.variants {
            let ident = &variant.ident;
            let body = match &variant.fields {
                Fields::Unnamed(held) => {
                    let ty = held.unnamed.first().map(|it| it.ty.to_token_stream());
                    format!(
                        "let _: {name} = {name}::{ident}(any::<{}>());",
                        ty.unwrap_or_default()
                    )
                }
                _ => format!("matches!(any::<{name}>(), {name}::{ident} {{ .. }});"),
            };
            self.body(&name, &ident.to_string(), &body);
        }
    }

    fn methods(&mut self, block: &syn::ItemImpl) {
        let owner = block.self_ty.to_token_stream().to_string();
        for item in &block.items {
            let ImplItem::Fn(method) = item else { continue };
            if !is_public(&method.vis) {
                continue;
            }
            let signature = &method.sig;
            let name = signature.ident.to_string();
            let mut given: Vec<String> = Vec::new();
            let mut called = format!("{owner}::{name}");
            for input in &signature.inputs {
                match input {
                    FnArg::Receiver(it) if it.to_token_stream().to_string().starts_with('&') => {
                        called = format!("any::<&{owner}>().{name}");
                    }
                    FnArg::Receiver(_) => called = format!("any::<{owner}>().{name}"),
                    FnArg::Typed(it) => given.push(format!("any::<{}>()", concrete(&it.ty))),
                }
            }
            let returned = match &signature.output {
                ReturnType::Type(_, ty) if !has_choice(ty) => concrete(ty),
                _ => "_".to_owned(),
            };
            let returned = returned.replace("Self", &owner);
            let body = format!("let _: {returned} = {called}({});", given.join(", "));
            self.body(&owner, &name, &body);
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether a type is for the function to choose.
fn has_choice(ty: &Type) -> bool {
    ty.to_token_stream().to_string().contains("impl ")
}

/// A type that callers would give where a function takes any that has some traits.
fn concrete(ty: &Type) -> String {
    match ty {
        Type::ImplTrait(it) => {
            let bound = it.bounds.iter().find_map(|bound| match bound {
                TypeParamBound::Trait(bound) => bound.path.segments.last(),
                _ => None,
            });
            let Some(bound) = bound else {
                return "String".to_owned();
            };
            match (bound.ident.to_string().as_str(), inner(&bound.arguments)) {
                ("IntoIterator", Some(item)) => format!("Vec<{item}>"),
                (_, Some(into)) => into,
                (_, None) => "String".to_owned(),
            }
        }
        Type::Path(path) => {
            let last = path.path.segments.last();
            match last.map(|it| (it, inner(&it.arguments))) {
                Some((it, Some(held))) if has_choice(ty) => format!("{}<{held}>", it.ident),
                _ => ty.to_token_stream().to_string(),
            }
        }
        _ => ty.to_token_stream().to_string(),
    }
}

/// The first type that a type is made of.
fn inner(arguments: &PathArguments) -> Option<String> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    arguments.args.iter().find_map(|it| match it {
        GenericArgument::Type(ty) => Some(concrete(ty)),
        GenericArgument::AssocType(it) => Some(concrete(&it.ty)),
        _ => None,
    })
}

/// The names in a text.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|it: char| !it.is_alphanumeric() && it != '_');
    words
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

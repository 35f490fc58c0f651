//! Programs that call operations of a generated crate: what its users compile.

use std::fmt::Write as _;
use std::path::Path;

use syn::{FnArg, ImplItem, Item, Type};

use super::peers::Kind;
use super::process::Failure;

/// A method that is an operation.
pub(super) struct Operation {
    /// The operation's identifier, as far as names agree: without case and underscores.
    pub(super) id: String,
    /// The path of the type whose method it is.
    owner: String,
    method: String,
    arguments: Vec<&'static str>,
}

/// The operations of a generated crate, read from its source.
pub(super) fn operations(kind: Kind, sources: &Path) -> Result<Vec<Operation>, Failure> {
    let mut operations = Vec::new();
    for (module, text) in modules(sources, "")? {
        operations.extend(of_module(kind, &module, &text)?);
    }
    operations.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(operations)
}

fn of_module(kind: Kind, module: &str, text: &str) -> Result<Vec<Operation>, Failure> {
    let file = syn::parse_file(text).map_err(|error| format!("{module}: {error}"))?;
    let mut operations = Vec::new();
    for item in &file.items {
        if let Item::Impl(block) = item
            && block.trait_.is_none()
            && let Some(owner) = owner(kind, module, &block.self_ty)
        {
            let found = methods(block).filter_map(|method| operation(kind, &owner, method));
            operations.extend(found);
        }
    }
    Ok(operations)
}

fn methods(block: &syn::ItemImpl) -> impl Iterator<Item = &syn::ImplItemFn> {
    block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) => Some(method),
        _ => None,
    })
}

fn owner(kind: Kind, module: &str, ty: &Type) -> Option<String> {
    let name = last(ty)?;
    Some(match (kind, &*name) {
        (_, "Client") => "Client".to_owned(),
        (Kind::OpenapiToRust, _) => name,
        _ => format!("{module}{name}"),
    })
}

/// Ours are methods that begin with the table of an operation, the others' are `async`.
fn operation(kind: Kind, owner: &str, method: &syn::ImplItemFn) -> Option<Operation> {
    let signature = &method.sig;
    let FnArg::Receiver(receiver) = signature.inputs.first()? else {
        return None;
    };
    let borrowed = quote::ToTokens::to_token_stream(receiver)
        .to_string()
        .starts_with('&');
    if !borrowed || !matches!(method.vis, syn::Visibility::Public(_)) {
        return None;
    }
    let id = match kind {
        Kind::Ours => table(method)?,
        _ if signature.asyncness.is_some() => signature.ident.to_string(),
        _ => return None,
    };
    let arguments = signature.inputs.iter().skip(1);
    Some(Operation {
        id: plain(&id),
        owner: owner.to_owned(),
        method: signature.ident.to_string(),
        arguments: arguments.map(argument).collect(),
    })
}

/// The name of the table in `….request(&NAME)…`.
fn table(method: &syn::ImplItemFn) -> Option<String> {
    let body = quote::ToTokens::to_token_stream(&method.block).to_string();
    let (_, table) = body.split_once("request (& ")?;
    table
        .split_once(')')
        .map(|(name, _)| name.trim().to_owned())
}

/// A value of any type; where the type is for the caller to choose, text.
fn argument(argument: &FnArg) -> &'static str {
    let FnArg::Typed(argument) = argument else {
        return "any()";
    };
    let text = quote::ToTokens::to_token_stream(&argument.ty).to_string();
    match text.as_str() {
        text if text.contains("IntoIterator") && text.matches("impl ").count() == 2 => {
            "any::<Vec<String>>()"
        }
        text if text.contains("IntoIterator") => "any::<Vec<_>>()",
        text if text.starts_with("Option") && text.contains("impl ") => "any::<Option<String>>()",
        text if text.contains("impl ") => "any::<String>()",
        _ => "any()",
    }
}

fn last(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// An identifier without case and underscores.
pub(super) fn plain(id: &str) -> String {
    id.replace('_', "").to_lowercase()
}

/// The modules of a crate: path and text.
fn modules(directory: &Path, path: &str) -> Result<Vec<(String, String)>, Failure> {
    let failed = |error| format!("{}: {error}", directory.display());
    let mut modules = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        let stem = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if file.is_dir() {
            modules.extend(modules_below(&file, path, &stem)?);
        } else if file.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&file).map_err(failed)?;
            let path = match &*stem {
                "lib" | "mod" => path.to_owned(),
                stem => format!("{path}{stem}::"),
            };
            modules.push((path, text));
        }
    }
    Ok(modules)
}

fn modules_below(
    directory: &Path,
    path: &str,
    stem: &str,
) -> Result<Vec<(String, String)>, Failure> {
    modules(directory, &format!("{path}{stem}::"))
}

/// The text of a program that calls each operation once, behind a pointer so that all are compiled.
pub(super) fn text<'a>(kind: Kind, operations: impl Iterator<Item = &'a Operation>) -> String {
    let mut text = String::from(
        r"use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;

type Call = Pin<Box<dyn Future<Output = bool>>>;

fn any<T>() -> T {
    black_box(None::<T>).expect(&String::new())
}

fn main() {
    for call in black_box(CALLS) {
        if std::env::args().len() > 9 {
            let waker = std::task::Waker::noop();
            let _ = call().as_mut().poll(&mut std::task::Context::from_waker(waker));
        }
    }
}

const CALLS: &[fn() -> Call] = &[
",
    );
    let send = if kind == Kind::Ours { ".send()" } else { "" };
    for operation in operations {
        let arguments = operation.arguments.join(", ");
        let Operation { owner, method, .. } = operation;
        let _ = writeln!(
            text,
            "    || Box::pin(async {{ any::<&generated::{owner}>().{method}({arguments}){send}.await.is_ok() }}),"
        );
    }
    text.push_str("];\n");
    text
}

#[cfg(test)]
mod tests {
    use bindery::source::Source;
    use bindery::target::Target;

    use super::*;

    const CALLS: &str = r#"
openapi: 3.0.3
info: { title: Calls, version: "1" }
servers: [{ url: "https://calls.example" }]
paths:
  /calls:
    post:
      operationId: createCall
      parameters:
        - { name: to, in: query, required: true, schema: { type: string } }
        - { name: from, in: query, required: true, schema: { type: string } }
        - { name: url, in: query, schema: { type: string } }
      responses: { "204": { description: None } }
  /calls/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    put:
      operationId: redirectCall
      parameters: [{ name: url, in: query, required: true, schema: { type: string } }]
      responses: { "204": { description: None } }
"#;

    #[test]
    fn every_operation_of_a_generated_crate_is_called() {
        let source = Source::new("calls.yaml", CALLS);
        let files = bindery::generate(&source, &Target::default()).generated;
        let files = files.unwrap().files;
        let mut found = files.iter().filter(|file| file.path.ends_with("calls.rs"));
        let text = &found.next().unwrap().text;
        let operations = of_module(Kind::Ours, "calls::", text).unwrap();
        let program = super::text(Kind::Ours, operations.iter());
        for call in [
            "any::<&generated::calls::CallsHandle>().create(any()).send()",
            "any::<&generated::calls::CallHandle>().put(any::<String>()).send()",
        ] {
            assert!(program.contains(call), "{call} is not in\n{program}");
        }
    }
}

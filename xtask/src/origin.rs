//! Where a generated type or an operation comes from.

use std::process::ExitCode;

use anstream::println;
use bindery::diagnostic::{Diagnostics, nearest};
use bindery::ir::{Ir, TypeDef, TypeShape};
use bindery::name::Ident;
use bindery::plan;
use bindery::target::Target;

use crate::report::MessageFormat;
use crate::{codegen, job, report};

/// A crate of the manifest, understood.
struct Understood {
    target: Target,
    ir: Ir,
    names: Vec<Ident>,
}

fn crates() -> Option<Vec<Understood>> {
    let entries = codegen::manifest_entries(MessageFormat::Human)?;
    let understood = entries.into_iter().map(|entry| {
        let source = job::read(&entry.spec)?;
        let mut diagnostics = Diagnostics::new();
        let understood = bindery::understand(&source, &entry.target, &mut diagnostics);
        if understood.is_none() {
            report::diagnostics(&source, &diagnostics, MessageFormat::Human);
        }
        let (ir, _) = understood?;
        let names = plan::type_names(&ir, &entry.target);
        Some(Understood {
            target: entry.target,
            ir,
            names,
        })
    });
    understood.collect()
}

/// Says where a type comes from, what named it and who uses it.
pub(crate) fn of_type(name: &str) -> ExitCode {
    let Some(crates) = crates() else {
        return ExitCode::FAILURE;
    };
    let mut known = Vec::new();
    for Understood { target, ir, names } in &crates {
        for (definition, ident) in ir.types.iter().zip(names) {
            if ident.as_str() == name {
                println!("{name}, {} of {}", kind(definition), target.crate_name);
                println!("  from   {} in {}", definition.pointer, target.spec_name);
                println!("  named  {}", named_by(definition, name, target));
                for used in used_by(definition) {
                    println!("  used   {used}");
                }
                return ExitCode::SUCCESS;
            }
            known.push(ident.as_str());
        }
    }
    not_found("type", name, &known)
}

fn kind(definition: &TypeDef) -> &'static str {
    match definition.shape {
        TypeShape::Object(_) => "a model",
        TypeShape::Enumeration(_) => "an enum",
        TypeShape::Text(_) => "a string with a pattern",
        TypeShape::Union(_) => "a union",
    }
}

fn named_by(definition: &TypeDef, name: &str, target: &Target) -> String {
    let place = definition.pointer.to_string();
    if target
        .names
        .types
        .get(&place)
        .is_some_and(|given| given == name)
    {
        return format!("by the manifest, for {place}");
    }
    if let TypeShape::Text(text) = &definition.shape
        && target
            .names
            .patterns
            .get(&text.pattern)
            .is_some_and(|given| given == name)
    {
        return format!("by the manifest, for the pattern {}", text.pattern);
    }
    let plain = |text: &str| bindery::name::type_name(text) == name;
    if let Some(component) = &definition.component {
        return match plain(component) {
            true => format!("after the component `{component}`"),
            false => format!("after the component `{component}`, in the form that is free"),
        };
    }
    let title = definition
        .uses
        .iter()
        .find_map(|used| used.title.as_ref().filter(|title| plain(title)));
    if let Some(title) = title {
        return format!("after its title `{title}`");
    }
    match definition.uses.iter().find(|used| plain(&used.name)) {
        Some(used) => format!("after `{}`, the commonest name of the places that hold it", used.name),
        None => "after what holds it and its name there, because the plain name is taken or says too little".into(),
    }
}

fn used_by(definition: &TypeDef) -> Vec<String> {
    let mut places: Vec<String> = definition
        .uses
        .iter()
        .map(|used| format!("`{}` of {}", used.name, used.owner))
        .collect();
    places.dedup();
    places
}

/// Says where an operation comes from and what it became.
pub(crate) fn of_operation(id: &str) -> ExitCode {
    let Some(crates) = crates() else {
        return ExitCode::FAILURE;
    };
    let mut ids = Vec::new();
    for Understood { target, ir, .. } in &crates {
        for operation in &ir.operations {
            if operation.id == id {
                let method = operation.method.as_str();
                println!("{id}, an operation of {}", target.crate_name);
                println!("  from   {} in {}", operation.pointer, target.spec_name);
                println!("  sends  {method} {}", operation.path.text);
                let named = match target.names.operations.get(id) {
                    Some(name) => format!("`{name}`, by the manifest"),
                    None => {
                        "after the verb of its id where that is enough, else the whole id".into()
                    }
                };
                println!("  named  {named}");
                return ExitCode::SUCCESS;
            }
            ids.push(operation.id.as_str());
        }
    }
    not_found("operation", id, &ids)
}

fn not_found(what: &str, name: &str, known: &[&str]) -> ExitCode {
    let near = nearest(name, known.iter().copied());
    let near = near.map(|near| format!("; did you mean `{near}`?"));
    report::error(format_args!(
        "no crate of the manifest has the {what} `{name}`{}",
        near.unwrap_or_default()
    ));
    ExitCode::FAILURE
}

//! Where a generated type or an operation comes from.

use std::process::ExitCode;

use anstream::println;
use bindery::diagnostic::{Diagnostics, Place, locate, nearest};
use bindery::ir::{Ir, TypeDef, TypeShape};
use bindery::lock::FILE;
use bindery::name::Ident;
use bindery::plan::{self, Argument, Plan};
use bindery::pointer::Pointer;
use bindery::source::Source;
use bindery::target::Target;

use crate::context::Context;
use crate::report::MessageFormat;
use crate::tree::Tree;
use crate::{manifest, read, report};

/// A crate of the manifest, understood.
struct Understood {
    source: Source,
    target: Target,
    ir: Ir,
    plan: Plan,
    names: Vec<Ident>,
}

impl Understood {
    /// A node, with its line and column.
    fn place(&self, pointer: &Pointer) -> String {
        let (file, extent) = locate(&self.source, &Place::key(pointer.clone()));
        let (line, column) = (extent.start.line, extent.start.column);
        format!("{file}:{line}:{column}, which is {pointer}")
    }

    /// How an operation is called.
    fn call(&self, id: &str) -> Option<String> {
        self.plan.handles().find_map(|handle| {
            let mut operations = handle.operations.iter();
            let operation = operations.find(|operation| operation.id == id)?;
            let list = |arguments: &[Argument]| {
                let idents: Vec<&str> = arguments.iter().map(|it| it.ident.bare()).collect();
                idents.join(", ")
            };
            let way = self.plan.way(handle);
            let way = way
                .iter()
                .map(|handle| format!(".{}({})", handle.accessor.bare(), list(&handle.arguments)));
            let way: String = way.collect();
            let arguments = match operation.arguments.ident() {
                Some(ident) => {
                    format!("{ident} {{ {} }}", list(operation.arguments.list()))
                }
                None => list(operation.arguments.list()),
            };
            Some(format!(
                "client{way}.{}({arguments})",
                operation.method_name.bare()
            ))
        })
    }
}

fn crates(context: &Context) -> Option<Vec<Understood>> {
    let tree = Tree::work(context);
    let entries = manifest::entries(&tree, MessageFormat::Human)?;
    let understood = entries.into_iter().map(|mut entry| {
        entry.target.lock = read::lock(&entry.out, &tree, MessageFormat::Human).ok()?;
        let source = read::told(read::entry(&entry, &tree))?;
        let mut diagnostics = Diagnostics::new();
        let understood = bindery::understand(&source, &entry.target, &mut diagnostics);
        if understood.is_none() {
            report::diagnostics(&source, &diagnostics, MessageFormat::Human);
        }
        let (ir, plan) = understood?;
        let names = plan::type_names(&ir, &entry.target);
        Some(Understood {
            source,
            target: entry.target,
            ir,
            plan,
            names,
        })
    });
    understood.collect()
}

/// Explains what has this name: an operation or a type.
pub(crate) fn of_name(context: &Context, name: &str) -> ExitCode {
    let Some(crates) = crates(context) else {
        return ExitCode::FAILURE;
    };
    let ids = || {
        crates
            .iter()
            .flat_map(|it| it.ir.operations.iter().map(|it| it.id.as_str()))
    };
    let types = || {
        crates
            .iter()
            .flat_map(|it| it.names.iter().map(Ident::as_str))
    };
    if ids().any(|id| id == name) {
        return of_operation(context, name);
    }
    if types().any(|ty| ty == name) {
        return of_type(context, name);
    }
    let known: Vec<&str> = ids().chain(types()).collect();
    not_found("type or operation", name, &known)
}

/// Says where a type comes from, what named it and who uses it.
pub(crate) fn of_type(context: &Context, name: &str) -> ExitCode {
    let Some(crates) = crates(context) else {
        return ExitCode::FAILURE;
    };
    let mut known = Vec::new();
    for understood in &crates {
        let Understood {
            target, ir, names, ..
        } = understood;
        let unlocked = Target {
            lock: None,
            ..target.clone()
        };
        let anew = plan::type_names(ir, &unlocked);
        for ((definition, ident), plain) in ir.types.iter().zip(names).zip(&anew) {
            let plain = plain.as_str();
            if ident.as_str() == name {
                println!("{name}, {} of {}", kind(definition), target.crate_name);
                println!("  from   {}", understood.place(&definition.pointer));
                println!("  named  {}", named_by(definition, name, plain, target));
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

/// The origin of a type's name. `plain` is its name without the lock.
fn named_by(definition: &TypeDef, name: &str, plain: &str, target: &Target) -> String {
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
    match &target.lock {
        Some(_) if plain != name => {
            format!("by the lock (`{FILE}`); without it, the name would be `{plain}`")
        }
        Some(_) => format!(
            "{}, and by the lock (`{FILE}`)",
            named_anew(definition, name)
        ),
        None => named_anew(definition, name),
    }
}

/// The origin of a name that is neither in the manifest nor in the lock.
fn named_anew(definition: &TypeDef, name: &str) -> String {
    let plain = |text: &str| bindery::name::type_name(text) == name;
    if let Some(component) = &definition.component {
        return match plain(component) {
            true => format!("after the component `{component}`"),
            false => format!("after the component `{component}`; the plain name is taken"),
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
        Some(used) => format!("after `{}`, the simplest name among its uses", used.name),
        None if matches!(definition.shape, TypeShape::Text(_)) => {
            "after its pattern, if that names what it identifies; otherwise after the type that contains it and its name there".into()
        }
        None => "after the type that contains it and its name there, because the plain name is taken or too general".into(),
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
pub(crate) fn of_operation(context: &Context, id: &str) -> ExitCode {
    let Some(crates) = crates(context) else {
        return ExitCode::FAILURE;
    };
    let mut ids = Vec::new();
    for understood in &crates {
        let Understood { target, ir, .. } = understood;
        for operation in &ir.operations {
            if operation.id == id {
                let method = operation.method.as_str();
                println!("{id}, an operation of {}", target.crate_name);
                println!("  from   {}", understood.place(&operation.pointer));
                println!("  sends  {method} {}", operation.path.text);
                let named = match target.names.operations.get(id) {
                    Some(name) => format!("`{name}`, by the manifest"),
                    None => {
                        "after the verb in its operationId, or else after its HTTP method".into()
                    }
                };
                println!("  named  {named}");
                if let Some(call) = understood.call(id) {
                    println!("  called {call}");
                }
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

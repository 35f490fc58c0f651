//! `init`: the first crate of a project.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::println;
use bindery::diagnostic::Diagnostics;
use bindery::source::Source;
use bindery::target::Target;

use crate::cargo_workspace::Workspace;
use crate::codegen::{self, crate_name};
use crate::context::{Context, MANIFESTS, absolute, relative, shown};
use crate::job::Ready;
use crate::package::{Runtime, toml_string};
use crate::report::{self, MessageFormat};
use crate::tree::Tree;
use crate::{manifest, package, read};

/// What `init` writes above the first crate: all keys of the manifest.
const REFERENCE: &str = include_str!("manifest_reference.toml");

/// Create a client crate, and a manifest that names it.
#[derive(clap::Args)]
pub struct Arguments {
    /// The OpenAPI document, as YAML or JSON
    #[arg(value_name = "SPEC")]
    spec: PathBuf,
    /// The directory of the crate [default: the name of the crate, next to the manifest]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the crate [default: from the name of the document or its title]
    #[arg(long, value_name = "CRATE", value_parser = crate_name)]
    name: Option<String>,
    /// Read referenced files below this directory [default: the directory of the document]
    #[arg(long, value_name = "DIR")]
    ref_root: Option<PathBuf>,
    /// Use the runtime in this directory [default: the registry]
    #[arg(long, value_name = "DIR")]
    runtime: Option<PathBuf>,
}

/// Runs the command. Nothing is written unless the crate can be generated.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> ExitCode {
    match init(context, arguments) {
        Some(()) => ExitCode::SUCCESS,
        None => {
            report::error("nothing was written");
            ExitCode::FAILURE
        }
    }
}

fn init(context: &Context, arguments: &Arguments) -> Option<()> {
    if arguments.spec == Path::new(read::STDIN) {
        report::error("the manifest must name a file: save the document next to it first");
        return None;
    }
    let manifest = match context.manifest() {
        Ok(manifest) => manifest.to_owned(),
        Err(_) => absolute(Path::new(MANIFESTS[0])),
    };
    let folder = manifest.parent()?;
    let root = arguments.ref_root.as_deref();
    let source = read::told(read::document(&arguments.spec, root, &Tree::work(context)))?;
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => name_of(&source, &arguments.spec),
    };
    let out = match &arguments.out {
        Some(out) => absolute(out),
        None => folder.join(&name),
    };
    let known = match manifest.is_file() {
        true => manifest::entries(&Tree::work(context), MessageFormat::Human)?,
        false => Vec::new(),
    };
    if let Some(other) = known
        .iter()
        .find(|it| it.target.crate_name == name || it.out == out)
    {
        report::error(format_args!(
            "{} has the crate `{}` in {} already: pass another `--name` and `--out`, or run `{} codegen`",
            shown(&manifest),
            other.target.crate_name,
            shown(&other.out),
            context.program(),
        ));
        return None;
    }
    let mut entry = codegen::entry_of(context, &arguments.spec, &out, Some(&name));
    entry.ref_root.clone_from(&arguments.ref_root);
    let runtime = arguments.runtime.as_deref().map(absolute);
    if let Some(runtime) = &runtime
        && !runtime.join("Cargo.toml").is_file()
    {
        report::error(format_args!("there is no package in `{}`", shown(runtime)));
        return None;
    }
    entry.runtime = runtime.clone().map(Runtime::Path);
    let from_manifest = |path: &Path| read::told(relative(folder, &absolute(path)).map_err(text));
    let mut addition = addition(
        &manifest,
        &name,
        &from_manifest(&arguments.spec)?,
        &from_manifest(&out)?,
    );
    if let Some(root) = &arguments.ref_root {
        addition += &format!("ref_root = {}\n", toml_string(&from_manifest(root)?));
    }
    if let Some(runtime) = &runtime {
        let runtime = toml_string(&from_manifest(runtime)?);
        addition += &format!("\n[crate.runtime]\npath = {runtime}\n");
    }
    let mut ready = Ready::prepare(context, entry, true, None, false, MessageFormat::Human)?;
    let staged = ready.stage()?;
    let before = read::told(append(&manifest, &addition))?;
    if let Err(error) = staged.commit() {
        report::error(error);
        read::told(restore(&manifest, before))?;
        return None;
    }
    println!(
        "created   {} ({} in all){}",
        shown(&out),
        report::count(ready.changes.written() + ready.created.len(), "file"),
        report::losses(ready.made.left_out)
    );
    println!("manifest  {}", shown(&manifest));
    join_workspace(&out);
    next_steps(context, &name, &out);
    Some(())
}

/// A name for the crate of a document: that of its file, or its title if every document could have that name.
fn name_of(source: &Source, spec: &Path) -> String {
    const GENERAL: [&str; 8] = [
        "api", "apis", "index", "openapi", "schema", "spec", "swagger", "v1",
    ];
    let stem = spec.file_stem().unwrap_or_default().to_string_lossy();
    let stem = package::name_from(&stem);
    let is_general = GENERAL.contains(&stem.trim_start_matches("api-"));
    if !is_general {
        return stem;
    }
    let document = bindery::spec::load(source, &Target::default(), &mut Diagnostics::new());
    document.map_or(stem, |it| package::name_from(&it.api.info.title))
}

/// What is written at the end of the manifest.
fn addition(manifest: &Path, name: &str, spec: &str, out: &str) -> String {
    let [name, spec, out] = [name, spec, out].map(toml_string);
    let entry = format!("[[crate]]\nname = {name}\nspec = {spec}\nout = {out}\n");
    match manifest.is_file() {
        true => format!("\n{entry}"),
        false => format!("{REFERENCE}\n{entry}"),
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Writes a text at the end of a file, and returns what was in it before, if it was there.
fn append(path: &Path, text: &str) -> Result<Option<String>, String> {
    let old = match fs::read_to_string(path) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(format!("cannot read `{}`: {error}", shown(path))),
    };
    write(path, &(old.clone().unwrap_or_default() + text))?;
    Ok(old)
}

/// Makes a file what it was.
fn restore(path: &Path, old: Option<String>) -> Result<(), String> {
    match old {
        Some(old) => write(path, &old),
        None => fs::remove_file(path)
            .map_err(|error| format!("cannot remove `{}`: {error}", shown(path))),
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("cannot write `{}`: {error}", shown(path)))
}

/// Makes the crate a member of the workspace that it is in; what is left to do by hand is printed.
fn join_workspace(out: &Path) {
    let Some(workspace) = Workspace::around(out).filter(Workspace::is_unlisted) else {
        return;
    };
    match workspace.join() {
        Ok(()) => println!("member    of {}", shown(&workspace.manifest)),
        Err(message) => report::note(message),
    }
}

fn next_steps(context: &Context, name: &str, out: &Path) {
    let program = context.program();
    let out = shown(out);
    println!(
        "\nNext:\n  cargo doc --open --manifest-path {out}/Cargo.toml    # begins with an example\n  \
         cargo add {name} --path {out}    # in the package that uses it\n\n\
         Check all of it in. When the document changes, run `{program} codegen`; in continuous integration, run \
         `{program} codegen --check`."
    );
}

#[cfg(test)]
mod tests {
    use super::REFERENCE;
    use crate::manifest;

    #[test]
    fn the_reference_is_a_manifest_with_all_keys() {
        let lines = REFERENCE.lines().filter_map(|line| line.strip_prefix("# "));
        let lines = lines.filter(|line| line.starts_with('[') || line.contains(" = "));
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        let (entries, diagnostics) = manifest::tests::parsed(&text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}\n{text}");
        assert_eq!(entries.len(), 1);
        for key in manifest::CRATE_KEYS {
            let is_there = [format!("{key} ="), format!("crate.{key}]")]
                .iter()
                .any(|it| text.contains(it));
            assert!(is_there, "`{key}` is not explained");
        }
    }
}

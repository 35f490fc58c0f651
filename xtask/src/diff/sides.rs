//! What is compared with what.

use std::path::Path;

use crate::manifest::Entry;
use crate::report::MessageFormat;
use crate::tree::Tree;
use crate::{codegen, workspace};

/// One document as it is read from a tree.
#[derive(Debug)]
pub(crate) struct Side {
    pub(crate) entry: Entry,
    pub(crate) tree: Tree,
    /// Whether it is a crate of the manifest, which can have a lock.
    pub(crate) is_listed: bool,
}

/// The two sides of a crate.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) name: String,
    /// None for a crate that is new.
    pub(crate) old: Option<Side>,
    /// None for a crate that is gone.
    pub(crate) new: Option<Side>,
}

/// What an argument names.
enum Named {
    /// One document.
    Document(Box<Side>),
    /// The crates of the manifest.
    Manifest(Tree),
}

/// The pairs that two arguments name.
pub(super) fn pairs(old: &str, new: Option<&str>) -> Result<Vec<Pair>, String> {
    let old = named(old)?;
    let new = match new {
        Some(new) => named(new)?,
        None => Named::Manifest(Tree::Work),
    };
    match (old, new) {
        (Named::Document(old), Named::Document(new)) => Ok(vec![Pair {
            name: new.entry.target.crate_name.clone(),
            old: Some(*old),
            new: Some(*new),
        }]),
        (Named::Manifest(old), Named::Manifest(new)) => joined(sides(&old)?, sides(&new)?),
        (Named::Document(old), Named::Manifest(tree)) => {
            let new = one_of(sides(&tree)?, &old)?;
            joined(vec![*old], vec![new])
        }
        (Named::Manifest(tree), Named::Document(new)) => {
            let old = one_of(sides(&tree)?, &new)?;
            joined(vec![old], vec![*new])
        }
    }
}

/// The sides of one crate of the manifest, from a tree to the files as they are.
pub(super) fn of_crate(out: &Path, tree: &Tree) -> Option<Pair> {
    let of = |tree: &Tree| sides(tree).ok()?.into_iter().find(|it| it.entry.out == out);
    let new = of(&Tree::Work)?;
    let old = of(tree);
    Some(Pair {
        name: new.entry.target.crate_name.clone(),
        old,
        new: Some(new),
    })
}

fn named(argument: &str) -> Result<Named, String> {
    let path = Path::new(argument);
    if path.is_file() {
        return Ok(Named::Document(Box::new(document(path, Tree::Work))));
    }
    if path.is_dir() {
        let out = workspace::absolute(path);
        let mut sides = sides(&Tree::Work)?.into_iter();
        let side = sides.find(|side| side.entry.out == out);
        let side = side.ok_or_else(|| {
            format!(
                "`{argument}` is not the `out` of a crate in `{}`",
                codegen::MANIFEST
            )
        })?;
        return Ok(Named::Document(Box::new(side)));
    }
    if let Some((revision, document_path)) = argument.split_once(':') {
        let tree = Tree::of_revision(revision).map_err(|said| wrong(argument, &said))?;
        return Ok(Named::Document(Box::new(document(
            Path::new(document_path),
            tree,
        ))));
    }
    match Tree::of_revision(argument) {
        Ok(tree) => Ok(Named::Manifest(tree)),
        Err(said) => Err(wrong(argument, &said)),
    }
}

fn wrong(argument: &str, said: &str) -> String {
    format!("`{argument}` is not a file, a folder or a revision: {said}")
}

/// A document: what the manifest says of it counts, if it names it.
fn document(path: &Path, tree: Tree) -> Side {
    let spec = workspace::absolute(path);
    let listed = codegen::manifest_at(&tree, MessageFormat::Human);
    let listed = listed.into_iter().flatten().find(|it| it.spec == spec);
    let is_listed = listed.is_some();
    let entry = listed.unwrap_or_else(|| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        codegen::entry_of(path, Path::new("."), Some(&name))
    });
    Side {
        entry,
        tree,
        is_listed,
    }
}

fn sides(tree: &Tree) -> Result<Vec<Side>, String> {
    let entries = codegen::manifest_at(tree, MessageFormat::Human)
        .ok_or_else(|| format!("`{}` was not read", codegen::MANIFEST))?;
    let of = |entry| Side {
        entry,
        tree: tree.clone(),
        is_listed: true,
    };
    Ok(entries.into_iter().map(of).collect())
}

/// The crate that a document belongs to.
fn one_of(sides: Vec<Side>, document: &Side) -> Result<Side, String> {
    let mut sides = sides.into_iter();
    let found = sides.find(|side| side.entry.spec == document.entry.spec);
    found.ok_or_else(|| {
        let spec = workspace::shown(&document.entry.spec);
        format!("`{spec}` is not a document of the manifest: pass both sides as documents")
    })
}

fn joined(old: Vec<Side>, new: Vec<Side>) -> Result<Vec<Pair>, String> {
    let mut old: Vec<_> = old.into_iter().map(Some).collect();
    let mut pairs = Vec::new();
    for side in new {
        let name = side.entry.target.crate_name.clone();
        let of_same = |it: &&mut Option<Side>| {
            it.as_ref()
                .is_some_and(|it| it.entry.target.crate_name == name)
        };
        let partner = old.iter_mut().find(of_same).and_then(Option::take);
        pairs.push(Pair {
            name,
            old: partner,
            new: Some(side),
        });
    }
    pairs.extend(old.into_iter().flatten().map(|side| Pair {
        name: side.entry.target.crate_name.clone(),
        old: Some(side),
        new: None,
    }));
    match pairs.is_empty() {
        true => Err("neither side has a crate in the manifest".to_owned()),
        false => Ok(pairs),
    }
}

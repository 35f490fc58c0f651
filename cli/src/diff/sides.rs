//! What is compared with what.

use std::path::Path;

use crate::context::{Context, absolute, shown};
use crate::manifest::Entry;
use crate::report::MessageFormat;
use crate::tree::Tree;
use crate::{codegen, manifest};

/// One document as it is read from a tree.
#[derive(Debug)]
pub(crate) struct Side<'c> {
    pub(crate) entry: Entry,
    pub(crate) tree: Tree<'c>,
    /// Whether it is a crate of the manifest, which can have a lock.
    pub(crate) is_listed: bool,
}

/// The two sides of a crate.
#[derive(Debug)]
pub(crate) struct Pair<'c> {
    pub(crate) name: String,
    /// None for a crate that is new.
    pub(crate) old: Option<Side<'c>>,
    /// None for a crate that is gone.
    pub(crate) new: Option<Side<'c>>,
}

/// What an argument names.
enum Named<'c> {
    /// One document.
    Document(Box<Side<'c>>),
    /// The crates of the manifest.
    Manifest(Tree<'c>),
}

/// The revision of the last commit.
pub(super) const HEAD: &str = "HEAD";

/// The pairs that two arguments name.
pub(super) fn pairs<'c>(
    context: &'c Context,
    old: &str,
    new: Option<&str>,
) -> Result<Vec<Pair<'c>>, String> {
    let new = match new {
        Some(new) => named(context, new)?,
        None => {
            context.manifest()?;
            let path = Path::new(old);
            if path.is_dir() {
                let head = head(context)?;
                let pair = of_crate(&absolute(path), &head).ok_or_else(|| not_listed(old))?;
                return Ok(vec![pair]);
            }
            Named::Manifest(Tree::work(context))
        }
    };
    let old = named(context, old)?;
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
pub(super) fn of_crate<'c>(out: &Path, tree: &Tree<'c>) -> Option<Pair<'c>> {
    let context = tree.context;
    let of = |tree: &Tree<'c>| sides(tree).ok()?.into_iter().find(|it| it.entry.out == out);
    let new = of(&Tree::work(context))?;
    let old = of(tree);
    Some(Pair {
        name: new.entry.target.crate_name.clone(),
        old,
        new: Some(new),
    })
}

fn named<'c>(context: &'c Context, argument: &str) -> Result<Named<'c>, String> {
    let path = Path::new(argument);
    if path.is_file() {
        return Ok(Named::Document(Box::new(document(
            path,
            Tree::work(context),
        ))));
    }
    if path.is_dir() {
        let out = absolute(path);
        let mut sides = sides(&Tree::work(context))?.into_iter();
        let side = sides.find(|side| side.entry.out == out);
        let side = side.ok_or_else(|| not_listed(argument))?;
        return Ok(Named::Document(Box::new(side)));
    }
    if let Some((revision, document_path)) = argument.split_once(':') {
        let tree = Tree::of_revision(context, revision).map_err(|said| wrong(argument, &said))?;
        return Ok(Named::Document(Box::new(document(
            Path::new(document_path),
            tree,
        ))));
    }
    if argument == HEAD {
        return head(context).map(Named::Manifest);
    }
    match Tree::of_revision(context, argument) {
        Ok(tree) => Ok(Named::Manifest(tree)),
        Err(said) => Err(wrong(argument, &said)),
    }
}

fn not_listed(folder: &str) -> String {
    format!("`{folder}` is not the `out` of a crate in the manifest")
}

/// The last commit.
fn head(context: &Context) -> Result<Tree<'_>, String> {
    Tree::of_revision(context, HEAD).map_err(|said| {
        format!("there is no commit to compare with ({said}): pass two documents, or make the first commit")
    })
}

fn wrong(argument: &str, said: &str) -> String {
    format!("`{argument}` is not a file, a folder or a revision: {said}")
}

/// A document: what the manifest says of it counts, if it names it.
fn document<'c>(path: &Path, tree: Tree<'c>) -> Side<'c> {
    let spec = absolute(path);
    let listed = manifest::entries(&tree, MessageFormat::Human);
    let listed = listed.into_iter().flatten().find(|it| it.spec == spec);
    let is_listed = listed.is_some();
    let entry = listed.unwrap_or_else(|| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        codegen::entry_of(tree.context, path, Path::new("."), Some(&name))
    });
    Side {
        entry,
        tree,
        is_listed,
    }
}

fn sides<'c>(tree: &Tree<'c>) -> Result<Vec<Side<'c>>, String> {
    let entries = manifest::entries(tree, MessageFormat::Human)
        .ok_or_else(|| "the manifest was not read".to_owned())?;
    let of = |entry| Side {
        entry,
        tree: tree.clone(),
        is_listed: true,
    };
    Ok(entries.into_iter().map(of).collect())
}

/// The crate that a document belongs to.
fn one_of<'c>(sides: Vec<Side<'c>>, document: &Side<'c>) -> Result<Side<'c>, String> {
    let mut sides = sides.into_iter();
    let found = sides.find(|side| side.entry.spec == document.entry.spec);
    found.ok_or_else(|| {
        let spec = shown(&document.entry.spec);
        format!("`{spec}` is not a document of the manifest: pass both sides as documents")
    })
}

fn joined<'c>(old: Vec<Side<'c>>, new: Vec<Side<'c>>) -> Result<Vec<Pair<'c>>, String> {
    let mut old: Vec<_> = old.into_iter().map(Some).collect();
    let mut pairs = Vec::new();
    for side in new {
        let name = side.entry.target.crate_name.clone();
        let of_same = |it: &&mut Option<Side<'c>>| {
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

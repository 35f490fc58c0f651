//! The Cargo workspace around a generated crate (The Cargo Book, "Workspaces").

use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use toml_edit::{Array, DocumentMut, value};

use crate::context::{absolute, relative, shown};

/// A workspace that a crate would be in.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// The `Cargo.toml` with the table `[workspace]`.
    pub(crate) manifest: PathBuf,
    /// The folder of the crate, relative to the workspace.
    member: String,
    table: toml::Table,
}

impl Workspace {
    /// The workspace around a folder, if there is one.
    pub(crate) fn around(out: &Path) -> Option<Self> {
        let out = absolute(out);
        out.ancestors().skip(1).find_map(|folder| {
            let manifest = folder.join("Cargo.toml");
            let table: toml::Table = std::fs::read_to_string(&manifest).ok()?.parse().ok()?;
            let table = table.get("workspace")?.as_table()?.clone();
            let member = relative(folder, &out).ok()?;
            Some(Self {
                manifest,
                member,
                table,
            })
        })
    }

    /// Whether Cargo refuses the crate: the workspace neither lists nor excludes it.
    pub(crate) fn is_unlisted(&self) -> bool {
        let paths = |key: &str| {
            let paths = self.table.get(key).and_then(toml::Value::as_array);
            paths.into_iter().flatten().filter_map(toml::Value::as_str)
        };
        let is_listed = paths("members").any(|path| self.matches(path.trim_end_matches('/')));
        let is_below = |path: &str| Path::new(&self.member).starts_with(path);
        !is_listed && !paths("exclude").any(is_below)
    }

    /// Whether a glob of `members` is for the crate.
    fn matches(&self, glob: &str) -> bool {
        let options = MatchOptions {
            require_literal_separator: true,
            ..MatchOptions::new()
        };
        Pattern::new(glob).is_ok_and(|glob| glob.matches_with(&self.member, options))
    }

    /// Adds the crate to the members.
    ///
    /// # Errors
    ///
    /// A message that names the file, and what to do by hand.
    pub(crate) fn join(&self) -> Result<(), String> {
        let failed = |error: &dyn std::fmt::Display| {
            let manifest = shown(&self.manifest);
            format!("cannot change `{manifest}`: {error}; {}", self.advice())
        };
        let text = std::fs::read_to_string(&self.manifest).map_err(|error| failed(&error))?;
        let mut document: DocumentMut = text.parse().map_err(|error| failed(&error))?;
        let members = document["workspace"]["members"].or_insert(value(Array::new()));
        let members = members.as_array_mut();
        let members = members.ok_or_else(|| failed(&"`members` is not an array"))?;
        members.push(&self.member);
        std::fs::write(&self.manifest, document.to_string()).map_err(|error| failed(&error))
    }

    /// What the owner of the workspace has to do.
    pub(crate) fn advice(&self) -> String {
        format!(
            "add \"{}\" to `members` of `[workspace]` in {}",
            self.member,
            shown(&self.manifest)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unlisted(workspace: &str, member: &str) -> bool {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Cargo.toml"), workspace).unwrap();
        let workspace = Workspace::around(&folder.path().join(member)).expect("a workspace");
        assert!(workspace.advice().contains(&format!("\"{member}\"")));
        workspace.is_unlisted()
    }

    #[test]
    fn members_are_found() {
        for (workspace, is_unlisted) in [
            ("[workspace]", true),
            ("[workspace]\nmembers = ['clients/pets']", false),
            ("[workspace]\nmembers = ['clients/*']", false),
            ("[workspace]\nmembers = ['*/p?ts/']", false),
            ("[workspace]\nmembers = ['*']", true),
            ("[workspace]\nexclude = ['clients']", false),
        ] {
            assert_eq!(
                unlisted(workspace, "clients/pets"),
                is_unlisted,
                "{workspace}"
            );
        }
    }

    #[test]
    fn a_crate_joins() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = folder.path().join("Cargo.toml");
        for (before, after) in [
            (
                "[workspace] # all\n",
                "[workspace] # all\nmembers = [\"pets\"]\n",
            ),
            (
                "[workspace]\nmembers = [\"a\"] # ours\n",
                "[workspace]\nmembers = [\"a\", \"pets\"] # ours\n",
            ),
        ] {
            std::fs::write(&manifest, before).unwrap();
            let workspace = Workspace::around(&folder.path().join("pets")).unwrap();
            workspace.join().unwrap();
            assert_eq!(std::fs::read_to_string(&manifest).unwrap(), after);
        }
    }

    #[test]
    fn a_package_is_no_workspace() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Cargo.toml"), "[package]\nname = 'a'").unwrap();
        // The folder of temporary files is in no workspace.
        assert!(Workspace::around(&folder.path().join("b")).is_none());
    }
}

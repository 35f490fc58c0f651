//! What changes in texts, in lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use bindery::sync::SourceFile;
use similar::{ChangeTag, TextDiff};

use crate::report::count;

/// What changes in the generated files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lines {
    pub(super) added: usize,
    pub(super) removed: usize,
    /// Those that are both, at different places.
    pub moved: usize,
    /// How many lines the newer files have.
    pub(super) all: usize,
}

/// How often each line was removed and added.
type Balance = BTreeMap<String, (usize, usize)>;

impl Lines {
    /// What changes between the files of two crates. The first line of each names the document, and does not count.
    pub fn of_files(old: &[SourceFile], new: &[SourceFile]) -> Self {
        let texts = |files: &[SourceFile]| -> BTreeMap<_, _> {
            let body = |text: &str| {
                text.split_once('\n')
                    .map_or("", |(_, rest)| rest)
                    .to_owned()
            };
            files
                .iter()
                .map(|file| (file.path.clone(), body(&file.text)))
                .collect()
        };
        let (old, new) = (texts(old), texts(new));
        let (mut lines, mut balance) = (Self::default(), Balance::new());
        let paths: BTreeSet<_> = old.keys().chain(new.keys()).collect();
        for path in paths {
            let text = |side: &BTreeMap<_, String>| side.get(path).cloned().unwrap_or_default();
            lines.add(&text(&old), &text(&new), &mut balance);
        }
        lines.settle(&balance)
    }

    /// What changes between two texts.
    pub fn of_texts(old: &str, new: &str) -> Self {
        let (mut lines, mut balance) = (Self::default(), Balance::new());
        lines.add(old, new, &mut balance);
        lines.settle(&balance)
    }

    /// How many lines are removed or added.
    pub fn changed(self) -> usize {
        self.added + self.removed
    }

    fn add(&mut self, old: &str, new: &str, balance: &mut Balance) {
        self.all += new.lines().count();
        if old == new {
            return;
        }
        for line in TextDiff::from_lines(old, new).iter_all_changes() {
            let (removed, added) = match line.tag() {
                ChangeTag::Equal => continue,
                ChangeTag::Delete => (1, 0),
                ChangeTag::Insert => (0, 1),
            };
            self.removed += removed;
            self.added += added;
            // Brackets alone move nowhere.
            let text = line.value().trim();
            if text.chars().any(char::is_alphanumeric) {
                let known = balance.entry(text.to_owned()).or_default();
                *known = (known.0 + removed, known.1 + added);
            }
        }
    }

    fn settle(mut self, balance: &Balance) -> Self {
        let moved = balance.values().map(|(removed, added)| *removed.min(added));
        self.moved = moved.sum();
        self
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            added,
            removed,
            moved,
            ..
        } = self;
        let added = count(*added, "line");
        write!(f, "{added} added, {removed} removed, {moved} of them moved")
    }
}

//! Tables of TOML that are read key by key, so that all mistakes are reported with their places.

use std::collections::BTreeMap;
use std::ops::Range;

use bindery::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table that is being read, key by key.
pub(crate) struct Table<'a, 'i, 'd> {
    entries: &'a DeTable<'i>,
    span: Range<usize>,
    name: &'static str,
    diagnostics: &'d mut Diagnostics,
}

impl<'a, 'i, 'd> Table<'a, 'i, 'd> {
    pub(crate) fn new(
        entries: &'a DeTable<'i>,
        span: Range<usize>,
        name: &'static str,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            entries,
            span,
            name,
            diagnostics,
        }
    }

    pub(crate) fn of(
        value: &'a Spanned<DeValue<'i>>,
        name: &'static str,
        diagnostics: &'d mut Diagnostics,
    ) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(entries) => Some(Self::new(entries, value.span(), name, diagnostics)),
            other => {
                let message = format!("{name} must be a table, found {}", other.type_str());
                diagnostics.push(Diagnostic::new(Code::Manifest, value.span(), message));
                None
            }
        }
    }

    pub(crate) fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.entries.get(key)
    }

    pub(crate) fn wrong(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = value.get_ref().type_str();
        let message = format!("`{key}` of {} must be {expected}, found {found}", self.name);
        self.diagnostics
            .push(Diagnostic::new(Code::Manifest, value.span(), message));
    }

    pub(crate) fn required(&mut self, key: &str, known: &[&str]) -> Option<(String, Range<usize>)> {
        let Some(value) = self.value(key) else {
            // A misspelt key is reported as such.
            let keys = self.entries.keys().map(|key| key.get_ref().as_ref());
            let unknown = keys.filter(|key| !known.contains(key));
            if nearest(key, unknown).is_none() {
                let message = format!("{} has no `{key}`", self.name);
                self.diagnostics.push(
                    Diagnostic::new(Code::Manifest, self.span.clone(), message)
                        .help(format!("add `{key} = \"…\"`")),
                );
            }
            return None;
        };
        self.text(key, value)
    }

    pub(crate) fn string(&mut self, key: &str) -> Option<(String, Range<usize>)> {
        let value = self.value(key)?;
        self.text(key, value)
    }

    fn text(&mut self, key: &str, value: &Spanned<DeValue<'i>>) -> Option<(String, Range<usize>)> {
        match value.get_ref().as_str() {
            Some(text) => Some((text.to_owned(), value.span())),
            None => {
                self.wrong(key, value, "a string");
                None
            }
        }
    }

    pub(crate) fn boolean(&mut self, key: &str) -> bool {
        let Some(value) = self.value(key) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(key, value, "`true` or `false`");
            false
        })
    }

    pub(crate) fn array(&mut self, key: &str) -> Vec<&'a Spanned<DeValue<'i>>> {
        match self.value(key).map(|value| (value, value.get_ref())) {
            None => Vec::new(),
            Some((_, DeValue::Array(items))) => items.iter().collect(),
            Some((value, _)) => {
                self.wrong(key, value, "an array");
                Vec::new()
            }
        }
    }

    pub(crate) fn list(&mut self, key: &str) -> Vec<(String, Range<usize>)> {
        let mut texts = Vec::new();
        for item in self.array(key) {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text.to_owned(), item.span())),
                None => self.wrong(key, item, "an array of strings"),
            }
        }
        texts
    }

    pub(crate) fn texts(&mut self, key: &str) -> BTreeMap<String, (String, Range<usize>)> {
        let mut texts = BTreeMap::new();
        match self.value(key).map(|value| (value, value.get_ref())) {
            None => {}
            Some((_, DeValue::Table(entries))) => {
                for (name, value) in entries {
                    match value.get_ref().as_str() {
                        Some(text) => {
                            let text = (text.to_owned(), name.span());
                            texts.insert(name.get_ref().to_string(), text);
                        }
                        None => self.wrong(key, value, "a table of strings"),
                    }
                }
            }
            Some((value, _)) => self.wrong(key, value, "a table"),
        }
        texts
    }

    /// The tables of a table, by their names, with the places of these.
    pub(crate) fn tables(
        &mut self,
        key: &str,
    ) -> Vec<(String, Range<usize>, &'a Spanned<DeValue<'i>>)> {
        match self.value(key).map(|value| (value, value.get_ref())) {
            None => Vec::new(),
            Some((_, DeValue::Table(entries))) => {
                let entries = entries.iter();
                let entries =
                    entries.map(|(name, it)| (name.get_ref().to_string(), name.span(), it));
                entries.collect()
            }
            Some((value, _)) => {
                self.wrong(key, value, "a table");
                Vec::new()
            }
        }
    }

    /// Reports the keys that nothing asks for.
    pub(crate) fn finish(self, known: &[&str]) {
        for key in self.entries.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let message = format!("`{name}` is not a key of {}", self.name);
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys are: {}", known.join(", ")),
            };
            self.diagnostics
                .push(Diagnostic::new(Code::Manifest, key.span(), message).help(help));
        }
    }
}

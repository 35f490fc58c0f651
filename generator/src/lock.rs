//! The names of a crate, in a file next to it: an item keeps its name when the document changes.
//!
//! One name is one line, and the lines are sorted, so that git merges the changes of several branches:
//!
//! ```text
//! accessor /v1/Services/{} service
//! field Message.DateCreated date_created_2
//! method GET /v1/Services list
//! pattern ^IS[0-9a-fA-F]{32}$ ServiceSid
//! site GET /v1/Services.status ServiceStatus
//! type #/components/schemas/message Message
//! gone type #/components/schemas/note Note
//! ```
//!
//! Between the kind and the name is the identity of the item in the document; [`Kind`] defines it. An
//! identity does not depend on order, on names of path parameters, or on the version of OpenAPI. Items that
//! the document no longer has stay as `gone`: no other item gets their names, and they get them back if they
//! return. Lines that begin with `//` are comments.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Source;
use crate::sync::HEADER_PREFIX;

/// The name of the file, in the directory of the crate.
pub const FILE: &str = "names.lock";

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The method that leads to a handle, by the path of the handle.
    Accessor,
    /// The struct of required arguments, by method and path. It is followed by a media type for one of
    /// several forms, or by the word `with` for the second method of an operation.
    Arguments,
    /// The enum of the media types of a body, by method and path.
    Content,
    /// A field, by the model's name and the wire name: only where its name is not the plain form of the wire name, or
    /// is that of several.
    Field,
    /// The fields of a form that is one of several media types, by method, path and media type.
    Form,
    /// The type of a handle, by the path of the handle.
    Handle,
    /// The model of response headers, by each operation that declares them.
    Headers,
    /// The method of an operation, by method and path.
    Method,
    /// The module of a resource, by its path.
    Module,
    /// The enum of the responses of an operation, by method and path.
    Outcome,
    /// The struct of what `new` of a model must be given, by the model's name.
    New,
    /// A model whose fields tell null and absent apart, by its name. Its name is the word `nulls`.
    Nulls,
    /// An operation that returns pages, by method and path. Its name is the word `pages`.
    Paging,
    /// What a caller gives to an operation, by method, path, place and wire name: only where a field would be here.
    Parameter,
    /// A string with a pattern, by the pattern.
    Pattern,
    /// The type of the requests of an operation, by method and path.
    Request,
    /// An anonymous type, by each of its uses.
    Site,
    /// A component, by its pointer.
    Type,
    /// A variant, by the enum's name and the value. Without a value, it is the variant for unknown values.
    Variant,
}

/// Every kind, with the first word of its lines.
const WORDS: [(Kind, &str); 19] = [
    (Kind::Accessor, "accessor"),
    (Kind::Arguments, "arguments"),
    (Kind::Content, "content"),
    (Kind::Field, "field"),
    (Kind::Form, "form"),
    (Kind::Handle, "handle"),
    (Kind::Headers, "headers"),
    (Kind::Method, "method"),
    (Kind::Module, "module"),
    (Kind::New, "new"),
    (Kind::Nulls, "nulls"),
    (Kind::Outcome, "outcome"),
    (Kind::Paging, "paging"),
    (Kind::Parameter, "parameter"),
    (Kind::Pattern, "pattern"),
    (Kind::Request, "request"),
    (Kind::Site, "site"),
    (Kind::Type, "type"),
    (Kind::Variant, "variant"),
];

impl Kind {
    /// The first word of the kind's lines.
    #[must_use]
    pub fn word(self) -> &'static str {
        let found = WORDS.iter().find(|(kind, _)| *kind == self);
        found.map_or("", |(_, word)| word)
    }
}

/// What a name belongs to, as the document identifies it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// What it is.
    pub kind: Kind,
    /// Which one: see [`Kind`].
    pub identity: String,
}

impl Key {
    /// The key of one thing.
    #[must_use]
    pub fn new(kind: Kind, identity: impl Into<String>) -> Self {
        Self {
            kind,
            identity: identity.into(),
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.kind.word(), written(&self.identity))
    }
}

/// The name of one [`Key`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// The name in Rust, without the mark of a raw identifier.
    pub name: String,
    /// Whether the document no longer has the item.
    pub gone: bool,
}

/// What has another name in a later lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// What it is.
    pub key: Key,
    /// Its name before.
    pub old: String,
    /// Its name after.
    pub new: String,
}

/// The names of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    entries: BTreeMap<Key, Locked>,
}

impl Lock {
    /// Reads a lock. What is wrong with a line is an error at the line.
    #[must_use]
    pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Self {
        let mut lock = Self::default();
        let mut start = 0;
        for whole in source.text().split_inclusive('\n') {
            let line = whole.trim_end();
            let span = start..start + line.len();
            start += whole.len();
            if line.is_empty() || line.starts_with("//") {
                continue;
            }
            if let Err((message, help)) = parse(line).and_then(|entry| lock.add(entry)) {
                diagnostics.push(Diagnostic::new(Code::Lock, span, message).help(help));
            }
        }
        lock
    }

    fn add(&mut self, (key, locked): (Key, Locked)) -> Result<(), Mistake> {
        let Some(earlier) = self.entries.get(&key) else {
            self.entries.insert(key, locked);
            return Ok(());
        };
        let message = match earlier.name == locked.name {
            true => format!("`{key}` has two lines"),
            false => format!(
                "`{key}` has two names, `{}` and `{}`",
                earlier.name, locked.name
            ),
        };
        let help = "keep the line with the name in the published crate, and remove the other";
        Err((message, help.to_owned()))
    }

    /// The text of the file, for the document that its header names.
    #[must_use]
    pub fn text(&self, spec_name: &str) -> String {
        let mut lines: Vec<String> = self.entries.iter().map(line).collect();
        lines.sort();
        let header = format!("{HEADER_PREFIX} `bindery codegen` from {spec_name}.");
        let lines = std::iter::once(header).chain(lines);
        lines.map(|line| line + "\n").collect()
    }

    /// What something is called or was called.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Locked> {
        self.entries.get(key)
    }

    /// Everything that has a name or had one.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Locked)> {
        self.entries.iter()
    }

    /// What has a name or had one, from a key on.
    pub(crate) fn from(&self, first: &Key) -> impl Iterator<Item = (&Key, &Locked)> {
        self.entries.range(first..)
    }

    /// What both locks have, and call differently.
    #[must_use]
    pub fn renamed(&self, later: &Self) -> Vec<Rename> {
        let there = self.entries.iter().filter(|(_, it)| !it.gone);
        let both = there.filter_map(|(key, old)| {
            let new = later.get(key).filter(|new| !new.gone)?;
            (old.name != new.name).then(|| Rename {
                key: key.clone(),
                old: old.name.clone(),
                new: new.name.clone(),
            })
        });
        both.collect()
    }

    /// The lock without some entries, each given by its kind and identity, its identity or its name; and which of
    /// them there are not.
    #[must_use]
    pub fn without(mut self, wanted: &[String]) -> (Self, Vec<&str>) {
        let mut unknown: Vec<&str> = wanted.iter().map(String::as_str).collect();
        self.entries.retain(|key, locked| {
            let said = key.to_string();
            let meets = |it: &str| it == said || it == key.identity || it == locked.name;
            unknown.retain(|it| !meets(it));
            !wanted.iter().any(|it| meets(it))
        });
        (self, unknown)
    }

    /// Notes what something is called.
    pub(crate) fn insert(&mut self, key: Key, name: &str) {
        let locked = Locked {
            name: name.to_owned(),
            gone: false,
        };
        self.entries.insert(key, locked);
    }

    /// Adds the other names of an earlier lock as `gone`, unless an error in the document may hide their
    /// items. A name that moved within its kind is left out.
    pub(crate) fn take_over(&mut self, earlier: &Self, movable: &[Kind], is_complete: bool) {
        let now = self.entries.iter();
        let moved = now.filter(|(key, _)| movable.contains(&key.kind));
        let moved = moved.map(|(key, locked)| (key.kind, locked.name.clone()));
        let moved: BTreeSet<(Kind, String)> = moved.collect();
        for (key, locked) in &earlier.entries {
            let is_there = self.entries.contains_key(key);
            if !is_there && moved.contains(&(key.kind, locked.name.clone())) {
                continue;
            }
            self.entries.entry(key.clone()).or_insert_with(|| Locked {
                name: locked.name.clone(),
                gone: locked.gone || is_complete,
            });
        }
    }
}

fn line((key, locked): (&Key, &Locked)) -> String {
    let gone = if locked.gone { "gone " } else { "" };
    format!("{gone}{key} {}", locked.name)
}

/// An identity on one line: as it is, or as a JSON string where it has control characters or looks like one.
fn written(identity: &str) -> String {
    let is_plain = !identity.contains(char::is_control)
        && !identity.starts_with('"')
        && identity.trim() == identity;
    match is_plain {
        true => identity.to_owned(),
        false => serde_json::Value::from(identity).to_string(),
    }
}

/// What is wrong with a line, and what to do about it.
type Mistake = (String, String);

fn parse(line: &str) -> Result<(Key, Locked), Mistake> {
    if ["<<<<<<<", "|||||||", "=======", ">>>>>>>"]
        .iter()
        .any(|mark| line.starts_with(mark))
    {
        let help = "keep the lines of both sides, and remove the conflict markers";
        return Err((
            "the line is a merge conflict marker".to_owned(),
            help.to_owned(),
        ));
    }
    let (gone, rest) = match line.strip_prefix("gone ") {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    let form = || {
        let help = "restore the line from git, or remove it to choose the name again";
        let message = format!("`{line}` is not `KIND IDENTITY NAME`");
        (message, help.to_owned())
    };
    let (word, rest) = rest.split_once(' ').ok_or_else(form)?;
    let (identity, name) = rest.rsplit_once(' ').ok_or_else(form)?;
    let Some((kind, _)) = WORDS.iter().find(|(_, known)| *known == word) else {
        let words: Vec<&str> = WORDS.iter().map(|(_, word)| *word).collect();
        let help = format!("the kinds are {}", words.join(", "));
        return Err((format!("`{word}` is not a kind of name"), help));
    };
    let identity = match identity.starts_with('"') {
        true => serde_json::from_str(identity).map_err(|_| form())?,
        false => identity.to_owned(),
    };
    let starts_well = name.starts_with(|c| c == '_' || unicode_ident::is_xid_start(c));
    if !starts_well || !name.chars().all(unicode_ident::is_xid_continue) {
        let help = "write the name in the generated crate, without `r#`, or remove the line to choose the name again";
        return Err((
            format!("`{name}` is not a Rust identifier"),
            help.to_owned(),
        ));
    }
    let name = name.to_owned();
    Ok((Key::new(*kind, identity), Locked { name, gone }))
}

#[cfg(test)]
mod tests {
    use super::{Key, Lock, WORDS};
    use crate::diagnostic::{Code, Diagnostics};
    use crate::source::Source;

    fn read(text: &str) -> (Lock, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let lock = Lock::read(&Source::new("names.lock", text), &mut diagnostics);
        (lock, diagnostics)
    }

    #[test]
    fn what_is_written_is_read() {
        let mut lock = Lock::default();
        for identity in ["^a b\\d$", "x\ny", "\"", " ", "", "#/components/schemas/a"] {
            for (kind, _) in WORDS {
                lock.insert(Key::new(kind, identity), "Name");
            }
        }
        let mut next = Lock::default();
        next.take_over(&lock, &[], true);
        assert!(next.iter().all(|(_, locked)| locked.gone));
        for lock in [lock, next] {
            let (again, diagnostics) = read(&lock.text("a.yaml"));
            assert!(diagnostics.is_empty());
            assert_eq!(again, lock);
        }
    }

    #[test]
    fn mistakes_are_told_at_their_line() {
        for text in [
            "type a",
            "typo a B",
            "type a 7",
            "type a r#type",
            "type a B\ntype a C\n",
            "type a B\r\ntype a B\r\n",
            "<<<<<<< HEAD\n",
            "type a B\ngone type a B\n",
            "pattern \"x B",
        ] {
            let (_, diagnostics) = read(&format!("type z Z\n{text}"));
            let codes: Vec<Code> = diagnostics.iter().map(|it| it.code()).collect();
            assert_eq!(codes, [Code::Lock], "{text}");
            let said = diagnostics.iter().next().expect("one is there");
            assert!(said.help_text().is_some(), "{text}");
        }
    }

    #[test]
    fn entries_are_dropped_by_kind_identity_or_name() {
        let (lock, _) = read("type a A\nmethod GET /a list\ngone type b B\n");
        let all = ["type a", "GET /a", "B", "C"].map(str::to_owned);
        let (left, unknown) = lock.without(&all);
        assert_eq!(left, Lock::default());
        assert_eq!(unknown, ["C"]);
    }
}

//! From the tree to plain values: expands aliases and merge keys, determines types, checks keys.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_yaml::mapping::Entry;
use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Source;

use super::scalar::scalar;
use super::syntax;
use super::texts;
use super::tree::{Kind, NodeId, Problem, ProblemKind, Tree, entries};

/// How deeply a document may be nested: as deeply as `serde` follows it.
pub(crate) const MAX_DEPTH: usize = 128;

/// Aliases may make this many nodes, and as many again as four times the nodes of the document.
const NODES_FROM_ALIASES: usize = 250_000;

/// Reads the text of a document into a value that has string keys only, none of them twice.
///
/// Keys are read as strings (`200:` is the key `"200"`): keys of an OpenAPI document are those of YAML's
/// Failsafe schema, which has only strings (OpenAPI 3.0, "Format").
///
/// Unless `strict`, both entries of a duplicate key are used as far as possible: mappings are merged, and the
/// last of other values is used, as in most JSON parsers.
pub(crate) fn read(source: &Source, strict: bool, diagnostics: &mut Diagnostics) -> Option<Value> {
    if let Some(offset) = source.not_utf8_at() {
        let end = source.text().len();
        let message = format!("byte {offset} of the file is not UTF-8");
        diagnostics.push(
            Diagnostic::new(Code::NotUtf8, end..end, message)
                .label("the text is valid up to here")
                .help("save the file in UTF-8"),
        );
        return None;
    }
    let mut tree = Tree::parse(source);
    if let Some(problem) = &tree.problem {
        diagnostics.push(report(source, problem, tree.open_bracket(source.text())));
        return None;
    }
    let Some(root) = tree.root.filter(|root| !is_blank(&tree, *root)) else {
        diagnostics.push(
            Diagnostic::new(Code::Empty, 0..0, "the document is empty")
                .help("begin the document with its version, as in `openapi: 3.0.3`"),
        );
        return None;
    };
    let mut builder = Builder {
        diagnostics,
        within: Vec::new(),
        budget: tree.nodes.len() * 4 + NODES_FROM_ALIASES,
        failed: false,
        strict,
        tree: &mut tree,
    };
    let value = builder.value(root);
    (!builder.failed).then_some(value)
}

fn is_blank(tree: &Tree, root: NodeId) -> bool {
    matches!(&tree.nodes[root].kind, Kind::Scalar { text, plain: true } if text.is_empty())
}

fn report(source: &Source, problem: &Problem, open: Option<usize>) -> Diagnostic {
    match &problem.kind {
        ProblemKind::TooDeep => too_deep(problem.span.clone()),
        ProblemKind::Syntax(message) => syntax::explain(source, problem.span.start, open, message),
        ProblemKind::SecondDocument => Diagnostic::new(
            Code::SeveralDocuments,
            problem.span.clone(),
            "the file contains more than one YAML document",
        )
        .label("the second one begins here")
        .help("move each OpenAPI document to a separate file"),
    }
}

fn too_deep(place: Range<usize>) -> Diagnostic {
    let message = format!("the document is nested more than {MAX_DEPTH} levels deep");
    Diagnostic::new(Code::TooDeep, place, message)
        .help("move inner schemas to `components` and refer to them with `$ref`")
}

struct Builder<'a> {
    tree: &'a mut Tree,
    diagnostics: &'a mut Diagnostics,
    /// The collections around the node at hand.
    within: Vec<NodeId>,
    budget: usize,
    failed: bool,
    strict: bool,
}

impl Builder<'_> {
    fn fail(&mut self, diagnostic: Diagnostic) -> Value {
        self.failed = true;
        self.diagnostics.push(diagnostic);
        Value::Null
    }

    fn value(&mut self, at: NodeId) -> Value {
        let place = self.tree.nodes[at].span.clone();
        let id = self.tree.target(at);
        if self.budget == 0 {
            if !self.failed {
                let message = "the aliases of this document expand beyond the limit";
                self.fail(
                    Diagnostic::new(Code::TooManyAliases, place, message)
                        .help("use `$ref` for parts that are used in many places"),
                );
            }
            return Value::Null;
        }
        self.budget -= 1;
        let is_open = || self.within.contains(&id);
        match &mut self.tree.nodes[id].kind {
            Kind::Scalar { .. } => {
                let (text, plain) = self.scalar(id).unwrap_or_default();
                scalar(text, plain)
            }
            Kind::Alias(_) => self.fail(
                Diagnostic::new(
                    Code::BadAlias,
                    place,
                    "there is no anchor for this alias above it",
                )
                .help("define it with `&name` above this line"),
            ),
            Kind::Sequence(_) | Kind::Mapping(_) if is_open() => self.fail(
                Diagnostic::new(
                    Code::BadAlias,
                    place,
                    "the alias is inside the value of its anchor",
                )
                .help("use `$ref` for a schema that contains itself"),
            ),
            Kind::Sequence(_) | Kind::Mapping(_) if self.within.len() >= MAX_DEPTH => {
                self.fail(too_deep(place))
            }
            Kind::Sequence(items) => {
                let items = std::mem::take(items);
                self.within.push(id);
                let values = items.iter().map(|item| self.value(*item)).collect();
                self.within.pop();
                self.put_back(id, Kind::Sequence(items));
                Value::Sequence(values)
            }
            Kind::Mapping(items) => {
                let items = std::mem::take(items);
                self.within.push(id);
                let mapping = self.mapping(&items);
                self.within.pop();
                self.put_back(id, Kind::Mapping(items));
                Value::Mapping(mapping)
            }
        }
    }

    /// The text of a scalar and whether it is plain; the tree gives the text away if nobody needs it again.
    fn scalar(&mut self, id: NodeId) -> Option<(String, bool)> {
        let needed = self.tree.has_aliases;
        match &mut self.tree.nodes[id].kind {
            Kind::Scalar { text, plain } if needed => Some((text.clone(), *plain)),
            Kind::Scalar { text, plain } => Some((std::mem::take(text), *plain)),
            _ => None,
        }
    }

    /// Gives a collection its items back, if an alias may name it.
    fn put_back(&mut self, id: NodeId, kind: Kind) {
        if self.tree.has_aliases {
            self.tree.nodes[id].kind = kind;
        }
    }

    fn mapping(&mut self, items: &[NodeId]) -> Mapping {
        let mut mapping = Mapping::with_capacity(items.len() / 2);
        let mut merges = Vec::new();
        // The keys that are in the mapping, in its order, and those that are there already.
        let mut keys = Vec::with_capacity(items.len() / 2);
        let mut repeated = Vec::new();
        let mut listed = Vec::new();
        for (key, value) in entries(items) {
            match self.scalar(self.tree.target(key)) {
                Some((text, true)) if text == "<<" => merges.push(value),
                Some((text, plain)) if !(plain && text.is_empty()) => {
                    match mapping.entry(Value::String(text)) {
                        Entry::Vacant(entry) => {
                            keys.push(key);
                            if entry.key().as_str() == Some("enum") {
                                listed = texts::of_items(self.tree, value);
                            }
                            entry.insert(self.value(value));
                        }
                        Entry::Occupied(mut entry) => {
                            repeated.push((entry.key().clone(), key));
                            if !self.strict {
                                let again = self.value(value);
                                unite(entry.get_mut(), again);
                            }
                        }
                    }
                }
                _ => {
                    let message = "a key of an OpenAPI document must be a string";
                    let place = self.tree.nodes[key].span.clone();
                    self.fail(
                        Diagnostic::new(Code::KeyNotString, place, message)
                            .help("write the key as a string, in quotes if necessary"),
                    );
                }
            }
        }
        if !repeated.is_empty() {
            self.repeated(&mapping, &keys, &repeated);
        }
        for merge in merges {
            self.merge(merge, &mut mapping);
        }
        self.diagnostics.extend(texts::keep(&mut mapping, listed));
        mapping
    }

    /// Reports the duplicate keys of a mapping.
    fn repeated(&mut self, mapping: &Mapping, keys: &[NodeId], repeated: &[(Value, NodeId)]) {
        let firsts: BTreeMap<Option<&str>, &NodeId> =
            mapping.keys().map(Value::as_str).zip(keys).collect();
        for (text, again) in repeated {
            let text = text.as_str();
            let span = |id: &NodeId| self.tree.nodes[*id].span.clone();
            let message = format!("duplicate key `{}`", text.unwrap_or_default());
            let mut diagnostic = Diagnostic::new(Code::DuplicateKey, span(again), message)
                .label("again here")
                .help("remove one of the two, or rename it");
            if let Some(first) = firsts.get(&text) {
                diagnostic = diagnostic.related(span(first), "first here");
            }
            if self.strict {
                self.fail(diagnostic);
            } else {
                let taken = "the two are merged; for keys in both, the last one applies";
                self.diagnostics.push(diagnostic.taken(taken));
            }
        }
    }

    /// `<<` adds the entries of one or more mappings that the mapping does not have itself.
    fn merge(&mut self, from: NodeId, into: &mut Mapping) {
        let merged = match self.value(from) {
            Value::Sequence(items) => items,
            one => vec![one],
        };
        for value in merged {
            if let Value::Mapping(mapping) = value {
                for (key, value) in mapping {
                    if !into.contains_key(&key) {
                        into.insert(key, value);
                    }
                }
            } else if !self.failed {
                let message = "the value of a merge key must be a mapping or a list of mappings";
                let place = self.tree.nodes[from].span.clone();
                self.fail(
                    Diagnostic::new(Code::BadAlias, place, message)
                        .help("write `<<: *name`, where `&name` is the anchor of a mapping"),
                );
            }
        }
    }
}

/// Adds the value of a duplicate key.
fn unite(first: &mut Value, again: Value) {
    match (first, again) {
        (Value::Mapping(first), Value::Mapping(again)) => {
            for (key, value) in again {
                match first.get_mut(&key) {
                    Some(known) => unite(known, value),
                    None => drop(first.insert(key, value)),
                }
            }
        }
        (first, again) => *first = again,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Value, Vec<Code>> {
        let mut diagnostics = Diagnostics::new();
        read(&Source::new("t.yaml", text), true, &mut diagnostics)
            .ok_or_else(|| diagnostics.iter().map(Diagnostic::code).collect())
    }

    #[test]
    fn scalars_are_read_as_serde_yaml_reads_them() {
        for text in [
            "~",
            "null",
            "true",
            "False",
            "yes",
            "12",
            "-3",
            "+4",
            "0x1F",
            "0o17",
            "1.5",
            "-1e3",
            ".5",
            "007",
            "1_000",
            "2020-01-01",
            "18446744073709551615",
            "-9223372036854775808",
            "'12'",
            "\"a\\u00e9\"",
            "1.2.3",
            "-",
            "e5",
            "12:30",
            ".inf",
            "!!str 12",
            "a: 1",
            "1e",
            "[1, 'b', c]",
            "|\n  a\n  b\n",
            ">-\n  a\n  b\n",
        ] {
            let expected: Value = serde_yaml::from_str(text).unwrap();
            assert_eq!(read_text(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn aliases_and_merge_keys_are_written_out() {
        let value = read_text("a: &a {x: 1, y: 2}\nb: *a\nc: {<<: *a, y: 3}\n").unwrap();
        assert_eq!(value["b"], value["a"]);
        assert_eq!(
            value["c"],
            serde_yaml::from_str::<Value>("{y: 3, x: 1}").unwrap()
        );
    }

    #[test]
    fn lines_of_quoted_texts_and_flow_collections_need_no_indentation() {
        for text in [
            "a:\n  b: \"one \t\n  two\"\n  c: 1\n",
            "a:\n  b: 'it''s\n  one' # words\n",
            "a:\n  b: \"x\\\"\n\n\n y\"\n",
            "a:\n  b: \"x\r\n  y\"\r\n",
            "a:\n  b: [x,\n  y, 'p\n q']\n",
            "a:\n  b: {x: 1,\n  y: 2}\n",
        ] {
            // libyaml's reading.
            let expected: Value = serde_yaml::from_str(text).unwrap();
            assert_eq!(read_text(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn a_comment_ends_with_its_line() {
        for text in ["a:\n  b: [x, # y\n  z,\n  w]\n", "a:\n  b: [x, # y\n  ]\n"] {
            let read = read_text(text).ok();
            let expected: Value = serde_yaml::from_str(text).unwrap();
            assert!(read.is_none_or(|read| read == expected), "{text}");
        }
    }

    #[test]
    fn a_closing_bracket_may_stand_at_the_column_of_its_key() {
        for text in [
            "a: {\n  b: {\n    c: [\n      1\n    ]\n  }\n}\n",
            "a: [\n  {b: 1}\n]\nc: {\n}\n",
            "a: {\r\n  b: {c: d}\r\n}\r\n",
            "a:\n  b: {\n    c: {d: e}\n  }\nf: |\n  {\n  }\n",
        ] {
            // libyaml's reading.
            let expected: Value = serde_yaml::from_str(text).unwrap();
            assert_eq!(read_text(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn keys_are_text() {
        let value = read_text("200: a\ntrue: b\n").unwrap();
        assert_eq!((&value["200"], &value["true"]), (&"a".into(), &"b".into()));
    }

    #[test]
    fn what_is_refused() {
        let deep = "[".repeat(10_000) + &"]".repeat(10_000);
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..9 {
            let items = vec![format!("*a{}", level - 1); 10].join(", ");
            bomb += &format!("a{level}: &a{level} [{items}]\n");
        }
        for (text, code) in [
            ("a: 1\na: 2\n", Code::DuplicateKey),
            ("200: 1\n'200': 2\n", Code::DuplicateKey),
            ("{\"a\": 1, \"a\": 2}", Code::DuplicateKey),
            ("[a]: 1\n", Code::KeyNotString),
            (": 1\n", Code::KeyNotString),
            ("a: &a [*a]\n", Code::BadAlias),
            ("<<: 1\n", Code::BadAlias),
            ("a: [\n", Code::Syntax),
            ("{\"a\": ]}", Code::Syntax),
            ("", Code::Empty),
            ("# nothing\n", Code::Empty),
            ("a: 1\n---\nb: 2\n", Code::SeveralDocuments),
            (&deep, Code::TooDeep),
            (&bomb, Code::TooManyAliases),
        ] {
            let start: String = text.chars().take(40).collect();
            assert_eq!(read_text(text), Err(vec![code]), "{start}");
        }
    }

    #[test]
    fn yaml_may_begin_with_a_brace() {
        let value = read_text("{a: 1, \"b\": [2,], # comment\n c: '3'}").unwrap();
        assert_eq!((&value["b"][0], &value["c"]), (&2.into(), &"3".into()));
        let json = Source::new("t.json", "{a: 1}");
        assert_eq!(read(&json, true, &mut Diagnostics::new()), None);
    }

    #[test]
    fn json_is_read_as_json() {
        let value =
            read_text("{\"a\":\"\\ud83d\\ude00\", \"b\": [1, -2.5e3, true, null]}").unwrap();
        assert_eq!(value["a"], Value::from("😀"));
        assert_eq!(
            value["b"],
            serde_yaml::from_str::<Value>("[1, -2500.0, true, null]").unwrap()
        );
    }
}

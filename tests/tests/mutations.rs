//! Single mistakes in valid documents: no panic, and the first error is where the mistake is.
//!
//! A document is written as JSON with one entry a line, so that a place is a line.

use std::collections::{BTreeMap, BTreeSet};

use bindery::diagnostic::{Code, Located, Severity, Style};
use bindery::pointer::Pointer;
use bindery::source::Source;
use bindery_tests::{fixtures, target};

/// A value whose mappings may have a key twice.
#[derive(Clone, PartialEq)]
enum Node {
    Scalar(serde_json::Value),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl From<serde_json::Value> for Node {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Array(items) => {
                Self::List(items.into_iter().map(Into::into).collect())
            }
            serde_json::Value::Object(entries) => Self::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| (key, value.into()))
                    .collect(),
            ),
            scalar => Self::Scalar(scalar),
        }
    }
}

impl Node {
    fn write(&self, at: &Pointer, text: &mut String, lines: &mut BTreeMap<Pointer, usize>) {
        lines
            .entry(at.clone())
            .or_insert(text.matches('\n').count() + 1);
        let (open, close, parts): (_, _, Vec<_>) = match self {
            Self::Scalar(value) => return text.push_str(&value.to_string()),
            Self::List(items) => {
                let parts = items.iter().enumerate();
                (
                    '[',
                    ']',
                    parts
                        .map(|(index, item)| (index.to_string(), None, item))
                        .collect(),
                )
            }
            Self::Map(entries) => {
                let key = |key: &String| Some(serde_json::Value::from(key.as_str()).to_string());
                (
                    '{',
                    '}',
                    entries
                        .iter()
                        .map(|(name, value)| (name.clone(), key(name), value))
                        .collect(),
                )
            }
        };
        text.push(open);
        for (index, (token, key, value)) in parts.iter().enumerate() {
            text.push_str(if index == 0 { "\n" } else { ",\n" });
            let at = at.join(token);
            lines.insert(at.clone(), text.matches('\n').count() + 1);
            if let Some(key) = key {
                text.push_str(key);
                text.push_str(": ");
            }
            value.write(&at, text, lines);
        }
        text.push('\n');
        text.push(close);
    }

    fn at(&self, pointer: &Pointer) -> Option<&Self> {
        pointer.tokens().try_fold(self, |node, token| match node {
            Self::Map(entries) => entries
                .iter()
                .find(|(key, _)| key == token)
                .map(|(_, value)| value),
            Self::List(items) => items.get(token.parse::<usize>().ok()?),
            Self::Scalar(_) => None,
        })
    }

    fn at_mut(&mut self, pointer: &Pointer) -> Option<&mut Self> {
        pointer.tokens().try_fold(self, |node, token| match node {
            Self::Map(entries) => entries
                .iter_mut()
                .find(|(key, _)| key == token)
                .map(|(_, value)| value),
            Self::List(items) => items.get_mut(token.parse::<usize>().ok()?),
            Self::Scalar(_) => None,
        })
    }

    fn all(&self, at: &Pointer, found: &mut Vec<Pointer>) {
        let mut below = |token: &str, node: &Self| {
            found.push(at.join(token));
            node.all(&at.join(token), found);
        };
        match self {
            Self::Scalar(_) => {}
            Self::List(items) => items
                .iter()
                .enumerate()
                .for_each(|(index, item)| below(&index.to_string(), item)),
            Self::Map(entries) => entries.iter().for_each(|(key, value)| below(key, value)),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mutation {
    Remove,
    Duplicate,
    Retype,
    Misspell,
    Swap,
}

const MUTATIONS: [Mutation; 5] = [
    Mutation::Remove,
    Mutation::Duplicate,
    Mutation::Retype,
    Mutation::Misspell,
    Mutation::Swap,
];

/// Makes the mistake; returns the places that are right to point at.
fn mutate(root: &mut Node, pointer: &Pointer, mutation: Mutation) -> Option<Vec<Pointer>> {
    let parent = pointer.parent()?;
    let token = pointer.last()?.to_owned();
    let places = vec![pointer.clone()];
    match mutation {
        Mutation::Retype => {
            let node = root.at_mut(pointer)?;
            *node = match node {
                Node::Scalar(serde_json::Value::Number(_)) => Node::Scalar("no number".into()),
                Node::Scalar(_) => Node::List(Vec::new()),
                Node::List(_) => Node::Map(Vec::new()),
                Node::Map(_) => Node::List(Vec::new()),
            };
            return Some(places);
        }
        Mutation::Misspell if matches!(root.at(pointer)?, Node::Scalar(value) if value.is_string()) =>
        {
            let Node::Scalar(value) = root.at_mut(pointer)? else {
                return None;
            };
            let misspelt = format!("{}x", value.as_str()?);
            *value = misspelt.into();
            return Some(places);
        }
        _ => {}
    }
    match root.at_mut(&parent)? {
        Node::Map(entries) => {
            let index = entries.iter().position(|(key, _)| *key == token)?;
            match mutation {
                Mutation::Remove => {
                    entries.remove(index);
                    Some(vec![parent])
                }
                Mutation::Duplicate => {
                    let entry = entries[index].clone();
                    entries.insert(index + 1, entry);
                    Some(places)
                }
                Mutation::Misspell => {
                    entries[index].0.push('x');
                    Some(vec![parent.join(&format!("{token}x")), parent])
                }
                Mutation::Swap => {
                    let other = (index + 1) % entries.len();
                    let (one, two) = (entries[index].1.clone(), entries[other].1.clone());
                    (entries[index].1, entries[other].1) = (two, one);
                    Some(vec![
                        parent.join(&entries[index].0),
                        parent.join(&entries[other].0),
                        parent,
                    ])
                }
                Mutation::Retype => None,
            }
        }
        Node::List(items) => {
            let index = token.parse::<usize>().ok()?;
            match mutation {
                Mutation::Remove => {
                    items.remove(index);
                    Some(vec![parent])
                }
                Mutation::Duplicate => {
                    let item = items[index].clone();
                    items.insert(index, item);
                    Some(vec![pointer.clone(), parent.index(index + 1)])
                }
                _ => None,
            }
        }
        Node::Scalar(_) => None,
    }
}

/// Whether the error is where the mistake is: on its line, within it, or related to it.
fn is_exact(
    located: &Located<'_>,
    mutation: Mutation,
    places: &[Pointer],
    lines: &BTreeMap<Pointer, usize>,
) -> bool {
    let at = |line: usize| places.iter().any(|place| lines.get(place) == Some(&line));
    // What was removed has no line; its parent's is the place, and nothing else below that.
    let within = mutation != Mutation::Remove
        && located
            .diagnostic
            .place()
            .pointer()
            .is_some_and(|pointer| pointer.starts_with(&places[0]));
    let mut related = located.related.iter();
    within || at(located.extent.start.line) || related.any(|(_, extent, _)| at(extent.start.line))
}

/// Rules that two places must agree on are reported at the other place, which the rule names.
fn is_where_the_rule_says(located: &Located<'_>, places: &[Pointer], root: &Node) -> bool {
    let pointer = located.diagnostic.place().pointer();
    match located.diagnostic.code() {
        Code::UnresolvedReference | Code::ReferenceKind | Code::ReferenceCycle => pointer
            .and_then(|pointer| match root.at(pointer)? {
                Node::Scalar(value) => Pointer::from_fragment(value.as_str()?).ok(),
                _ => None,
            })
            .is_some_and(|target| {
                places
                    .iter()
                    .any(|place| target.starts_with(place) || place.starts_with(&target))
            }),
        Code::UndeclaredPathParameter | Code::UnusedPathParameter | Code::OptionalPathParameter => {
            let path = |pointer: &Pointer| {
                pointer
                    .tokens()
                    .take(2)
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            let shared = |place: &Pointer| place.tokens().next() == Some("components");
            pointer.is_some_and(|pointer| {
                places
                    .iter()
                    .any(|place| path(place) == path(pointer) || shared(place))
            })
        }
        Code::UndeclaredSecurityScheme => places
            .iter()
            .any(|place| place.to_string().contains("securitySchemes") || place.len() < 2),
        _ => false,
    }
}

#[test]
fn single_mistakes_are_found_where_they_are() {
    let mut counts: BTreeMap<Mutation, [usize; 4]> = BTreeMap::new();
    let mut elsewhere: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for path in fixtures("ok") {
        let bytes = std::fs::read(&path).expect("a fixture can be read");
        let Ok(value) = serde_yaml::from_slice::<serde_json::Value>(&bytes) else {
            continue;
        };
        let original = Node::from(value);
        let mut pointers = Vec::new();
        original.all(&Pointer::root(), &mut pointers);
        let target = target(&path);
        for (number, pointer) in pointers.iter().step_by(2).enumerate() {
            // One of five at every second node: all five at every node would take minutes and repeat themselves.
            let mutation = MUTATIONS[number % MUTATIONS.len()];
            let mut root = original.clone();
            let Some(places) = mutate(&mut root, pointer, mutation).filter(|_| root != original)
            else {
                continue;
            };
            let (mut text, mut lines) = (String::new(), BTreeMap::new());
            root.write(&Pointer::root(), &mut text, &mut lines);
            if !seen.insert(text.clone()) {
                continue;
            }
            let source = Source::new("mutated.json", text);
            let outcome = bindery::generate(&source, &target);
            let count = counts.entry(mutation).or_default();
            count[0] += 1;
            let located = outcome.diagnostics.located(&source);
            let Some(first) = located
                .first()
                .filter(|first| first.diagnostic.severity() == Severity::Error)
            else {
                continue;
            };
            count[1] += 1;
            if is_exact(first, mutation, &places, &lines) {
                count[2] += 1;
            } else if is_where_the_rule_says(first, &places, &root) {
                count[3] += 1;
            } else {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let report = outcome.diagnostics.render(&source, Style::Plain);
                let report: String = report.lines().take(9).collect::<Vec<_>>().join("\n");
                elsewhere.push(format!("{name} {mutation:?} {pointer}\n{report}"));
            }
        }
    }
    let total = counts.values().fold([0; 4], |sum, count| {
        std::array::from_fn(|at| sum[at] + count[at])
    });
    for (mutation, [made, broke, exact, rule]) in &counts {
        println!(
            "{mutation:?}: {made} made, {broke} broke a rule, {exact} exact, {rule} where the rule says"
        );
    }
    let [made, broke, exact, rule] = total;
    let share = 100.0 * (exact + rule) as f64 / broke as f64;
    println!(
        "all: {made} made, {broke} broke a rule; {exact} at the mistake, {rule} where the rule says: {share:.1} %"
    );
    println!(
        "{}",
        elsewhere
            .iter()
            .take(12)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n\n")
    );
    assert!(made >= 2_000, "{made}");
    assert!(share > 95.0, "{share:.1} %\n{}", elsewhere.join("\n\n"));
}

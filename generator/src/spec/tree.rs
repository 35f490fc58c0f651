//! A document as a flat tree of nodes with the place of each.
//!
//! Both the values that the stages work on ([`super::yaml`]) and the lines and columns of messages
//! ([`super::position`]) are read from it, so the two cannot disagree. Nodes live in one list and refer to
//! each other by number: building and dropping the tree needs no recursion, however deep the document is,
//! and an alias costs one node, however large the thing it names.

use std::ops::Range;

use crate::source::{Format, Source};

use super::{events, json};

/// The number of a node in its tree.
pub(crate) type NodeId = usize;

/// The nodes of a document, as far as its syntax could be read.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) root: Option<NodeId>,
    pub(crate) problem: Option<Problem>,
    /// Whether a node may be meant in more than one place.
    pub(crate) has_aliases: bool,
    open: Vec<NodeId>,
}

/// How long the text of a node is, with all around it, in documents that are dense.
const BYTES_PER_NODE: usize = 16;

/// One node.
#[derive(Debug)]
pub(crate) struct Node {
    /// Its bytes in the text; of a collection in block style, from its first entry on.
    pub(crate) span: Range<usize>,
    pub(crate) kind: Kind,
}

/// What a node is.
#[derive(Debug)]
pub(crate) enum Kind {
    /// A scalar; `plain` when its type is to be told from its text.
    Scalar {
        text: String,
        plain: bool,
    },
    Sequence(Vec<NodeId>),
    /// Keys and values by turns.
    Mapping(Vec<NodeId>),
    /// The node that is meant, if there is one.
    Alias(Option<NodeId>),
}

/// Why the text could not be read to its end.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) span: Range<usize>,
    pub(crate) kind: ProblemKind,
}

impl Problem {
    /// A break of the grammar at a byte, in the words of a parser.
    ///
    /// Both parsers bound the nesting that they follow and report it among the breaks of the grammar.
    pub(super) fn at(byte: usize, message: &str) -> Self {
        let kind = if message.contains("recursion limit") {
            ProblemKind::TooDeep
        } else {
            ProblemKind::Syntax(message.to_owned())
        };
        Self {
            span: byte..byte,
            kind,
        }
    }
}

/// The kinds of problems.
#[derive(Debug)]
pub(crate) enum ProblemKind {
    /// The grammar is broken, in the parser's words.
    Syntax(String),
    /// The parser's own bound on nesting is reached.
    TooDeep,
    /// A second document begins.
    SecondDocument,
}

impl Tree {
    /// Reads a document; what could not be read is in [`Tree::problem`].
    ///
    /// What is no JSON after all is read as YAML, of which most of JSON is a part, unless the file is called JSON.
    pub(crate) fn parse(source: &Source) -> Self {
        if source.format() == Format::Yaml {
            return Self::read(source, events::read);
        }
        let json = Self::read(source, json::read);
        if json.problem.is_none() || source.name().ends_with(".json") {
            return json;
        }
        let yaml = Self::read(source, events::read);
        if yaml.problem.is_none() { yaml } else { json }
    }

    fn read(source: &Source, read: fn(&str, &mut Self) -> Result<(), Problem>) -> Self {
        let mut tree = Self {
            nodes: Vec::with_capacity(source.text().len() / BYTES_PER_NODE),
            ..Self::default()
        };
        tree.problem = read(source.text(), &mut tree).err();
        tree
    }

    /// The node itself, or what its alias names.
    pub(crate) fn target(&self, id: NodeId) -> NodeId {
        match self.nodes[id].kind {
            Kind::Alias(Some(target)) => target,
            _ => id,
        }
    }

    /// Where the innermost collection in flow style that was not closed begins.
    pub(super) fn open_bracket(&self, text: &str) -> Option<usize> {
        let start = self.nodes[*self.open.last()?].span.start;
        matches!(text.as_bytes().get(start), Some(b'{' | b'[')).then_some(start)
    }

    /// Adds a node to the innermost open collection, and opens it if it is one.
    pub(super) fn add(&mut self, span: Range<usize>, kind: Kind) -> NodeId {
        let id = self.nodes.len();
        match self.open.last() {
            Some(&parent) => {
                if let Kind::Sequence(items) | Kind::Mapping(items) = &mut self.nodes[parent].kind {
                    items.push(id);
                }
            }
            None => self.root = Some(id),
        }
        match kind {
            Kind::Sequence(_) | Kind::Mapping(_) => self.open.push(id),
            Kind::Alias(_) => self.has_aliases = true,
            Kind::Scalar { .. } => {}
        }
        self.nodes.push(Node { span, kind });
        id
    }

    /// Closes the innermost open collection.
    pub(super) fn close(&mut self, end: usize) {
        if let Some(id) = self.open.pop() {
            let span = &mut self.nodes[id].span;
            span.end = end.max(span.start);
        }
    }
}

/// The keys and values of a mapping.
pub(crate) fn entries(items: &[NodeId]) -> impl Iterator<Item = (NodeId, NodeId)> {
    items.chunks_exact(2).map(|pair| (pair[0], pair[1]))
}

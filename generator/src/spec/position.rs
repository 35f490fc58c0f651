//! From places to bytes and lines of the text, for printing only.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Part, Place};
use crate::pointer::Pointer;
use crate::source::Source;

use super::tree::{Kind, NodeId, Tree, entries};

/// The positions of the nodes in all files of a document. A file is parsed when a position in it is needed.
pub(crate) struct Files<'a> {
    source: &'a Source,
    positions: Vec<OnceCell<Positions>>,
}

impl<'a> Files<'a> {
    pub(crate) fn new(source: &'a Source) -> Self {
        let count = source.file_count();
        Self {
            source,
            positions: std::iter::repeat_with(OnceCell::new).take(count).collect(),
        }
    }

    /// A file and the positions in it.
    pub(crate) fn file(&self, number: u16) -> (&'a Source, &Positions) {
        let file = self.source.file(number);
        let number = usize::from(number).min(self.positions.len() - 1);
        (
            file,
            self.positions[number].get_or_init(|| Positions::new(file)),
        )
    }

    /// The file of a place, and the bytes to mark in it.
    pub(crate) fn span(&self, place: &Place) -> (u16, Range<usize>) {
        let file = place.file();
        (file, self.file(file).1.span(place))
    }
}

/// The positions of the nodes of a file in its text.
pub(crate) struct Positions {
    tree: Tree,
    line_starts: Vec<usize>,
    text_len: usize,
    single_line: Vec<usize>,
    /// The entries of the mappings that were looked into, by key.
    entries: RefCell<BTreeMap<NodeId, Entries>>,
}

/// The number of the key and of the value of each entry of a mapping.
type Entries = BTreeMap<String, (NodeId, NodeId)>;

impl Positions {
    /// Reads the document anew: nothing of this is kept while the stages work.
    pub(crate) fn new(source: &Source) -> Self {
        let text = source.text();
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let visible_ends = text.split_inclusive('\n').scan(0, |start, line| {
            let end = *start + line.trim_end().len();
            *start += line.len();
            Some(end)
        });
        Self {
            tree: Tree::parse(source),
            line_starts: std::iter::once(0).chain(ends).collect(),
            text_len: text.len(),
            single_line: visible_ends.collect(),
            entries: RefCell::default(),
        }
    }

    /// The line of a byte, counted from zero.
    pub(crate) fn line(&self, byte: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= byte) - 1
    }

    /// The first byte of a line; the end of the text for lines past it.
    pub(crate) fn line_start(&self, line: usize) -> usize {
        self.line_starts.get(line).copied().unwrap_or(self.text_len)
    }

    /// The bytes to mark for a place: within one line, so that a mark stays a mark.
    ///
    /// Where there is no node at a pointer, its nearest ancestor is marked.
    pub(crate) fn span(&self, place: &Place) -> Range<usize> {
        let span = match place {
            Place::Document => 0..0,
            Place::Span { start, end, .. } => *start..*end,
            Place::Node { pointer, part } => self.node_span(pointer, *part),
        };
        let start = span.start.min(self.text_len);
        let visible = self
            .single_line
            .get(self.line(start))
            .copied()
            .unwrap_or(start);
        start..span.end.min(visible).max(start)
    }

    fn node_span(&self, pointer: &Pointer, part: Part) -> Range<usize> {
        let Some(root) = self.tree.root else {
            return 0..0;
        };
        let mut key = None;
        let mut value = root;
        let mut found_all = true;
        for token in pointer.tokens() {
            match self.child(value, token) {
                Some((child_key, child)) => (key, value) = (child_key, child),
                None => {
                    found_all = false;
                    break;
                }
            }
        }
        let value_span = &self.tree.nodes[value].span;
        match (key, part) {
            (Some(key), Part::Key) => self.tree.nodes[key].span.clone(),
            (Some(key), Part::Value) if !found_all || self.is_tall(value) => {
                self.tree.nodes[key].span.clone()
            }
            _ => value_span.clone(),
        }
    }

    /// A collection of several lines is marked by its key: marking its first entry would point at that.
    fn is_tall(&self, id: NodeId) -> bool {
        let node = &self.tree.nodes[id];
        matches!(node.kind, Kind::Sequence(_) | Kind::Mapping(_))
            && self.line(node.span.start) != self.line(node.span.end)
    }

    fn child(&self, parent: NodeId, token: &str) -> Option<(Option<NodeId>, NodeId)> {
        let parent = self.tree.target(parent);
        match &self.tree.nodes[parent].kind {
            Kind::Sequence(items) => {
                let index: usize = token.parse().ok()?;
                items.get(index).map(|item| (None, *item))
            }
            Kind::Mapping(_) => {
                let (key, value) = self.entry(parent, token, MERGES_FOLLOWED)?;
                Some((Some(key), value))
            }
            Kind::Scalar { .. } | Kind::Alias(_) => None,
        }
    }

    fn entry(&self, mapping: NodeId, token: &str, merges: usize) -> Option<(NodeId, NodeId)> {
        let Kind::Mapping(items) = &self.tree.nodes[mapping].kind else {
            return None;
        };
        if let Some(own) = self.own_entry(mapping, items, token) {
            return Some(own);
        }
        let (_, merge) = self.own_entry(mapping, items, "<<")?;
        let merges = merges.checked_sub(1)?;
        let merged = self.merged(merge);
        merged
            .into_iter()
            .find_map(|mapping| self.entry(mapping, token, merges))
    }

    /// Finds an entry by an index that is made once: a report on a large mapping may ask for all of it.
    fn own_entry(
        &self,
        mapping: NodeId,
        items: &[NodeId],
        token: &str,
    ) -> Option<(NodeId, NodeId)> {
        let mut index = self.entries.borrow_mut();
        let index = index.entry(mapping).or_insert_with(|| {
            let mut index = Entries::new();
            for (key, value) in entries(items) {
                if let Kind::Scalar { text, .. } = &self.tree.nodes[self.tree.target(key)].kind {
                    index.entry(text.clone()).or_insert((key, value));
                }
            }
            index
        });
        index.get(token).copied()
    }

    fn merged(&self, value: NodeId) -> Vec<NodeId> {
        let target = self.tree.target(value);
        match &self.tree.nodes[target].kind {
            Kind::Sequence(items) => items.iter().map(|item| self.tree.target(*item)).collect(),
            _ => vec![target],
        }
    }
}

/// Merge keys may merge what has merge keys; a cycle must end.
const MERGES_FOLLOWED: usize = 32;

//! The table of what a crate has.

use std::collections::BTreeMap;

use super::Crate;
use crate::name::Ident;
use crate::plan::{Doc, Handle, docs};

/// How many rows the table has at most, unless the client alone gives out more handles.
const ROWS: usize = 40;

/// A row of the table.
struct Row<'a> {
    module: &'a Ident,
    way: Vec<&'a Handle>,
}

impl<'a> Crate<'a> {
    /// A table of the handles, with their paths and operations. If there are many, those that are far from the client
    /// are left out: the pages of the others lead to them.
    pub(super) fn contents(&self) -> Doc {
        let mut rows = self.rows();
        rows.retain(|row| !row.handle().operations.is_empty());
        let all = rows.len();
        if all == 0 {
            return Doc::new();
        }
        if all > ROWS {
            rows = self.rows();
            let depth = depth(&rows);
            rows.retain(|row| row.way.len() <= depth);
        }
        let left_out = all
            - rows
                .iter()
                .filter(|row| !row.handle().operations.is_empty())
                .count();
        let head = ["| On the client | Path | Operations |", "|---|---|---|"];
        let mut lines: Doc = head.map(str::to_owned).into();
        lines.extend(rows.iter().map(Row::line));
        if left_out > 0 {
            let sentence = format!(
                "{left_out} more with operations are below these: the page of each handle has the methods that lead to them."
            );
            docs::paragraph(&mut lines, sentence);
        }
        lines
    }

    /// All handles: each before those below it.
    fn rows(&self) -> Vec<Row<'a>> {
        let mut below: BTreeMap<Option<&Ident>, Vec<(&'a Ident, &'a Handle)>> = BTreeMap::new();
        for resource in self.resources {
            for handle in &resource.handles {
                let beside = below.entry(handle.parent.as_ref()).or_default();
                beside.push((&resource.module, handle));
            }
        }
        let mut rows: Vec<Row<'a>> = Vec::new();
        let row = |way: &[&'a Handle], (module, handle): &(&'a Ident, &'a Handle)| Row {
            module,
            way: way.iter().copied().chain([*handle]).collect(),
        };
        let first = below.get(&None).into_iter().flatten().rev();
        let mut waiting: Vec<Row<'a>> = first.map(|it| row(&[], it)).collect();
        while let Some(next) = waiting.pop() {
            let others = below.get(&Some(&next.handle().ident));
            waiting.extend(
                others
                    .into_iter()
                    .flatten()
                    .rev()
                    .map(|it| row(&next.way, it)),
            );
            rows.push(next);
        }
        rows
    }
}

/// How far from the client handles may be so that they are few.
fn depth(rows: &[Row<'_>]) -> usize {
    let fits = |depth: &usize| rows.iter().filter(|row| row.way.len() <= *depth).count() <= ROWS;
    (1..).take_while(fits).last().unwrap_or(1)
}

impl Row<'_> {
    fn handle(&self) -> &Handle {
        self.way[self.way.len() - 1]
    }

    fn line(&self) -> String {
        let handle = self.handle();
        let calls = self.way.iter().map(|handle| {
            let arguments = handle
                .arguments
                .iter()
                .map(|argument| argument.ident.bare());
            let arguments: Vec<&str> = arguments.collect();
            format!("{}({})", handle.accessor.bare(), arguments.join(", "))
        });
        let calls: Vec<String> = calls.collect();
        // In a link, `r#` would begin a fragment.
        let (module, ident) = (self.module.bare(), handle.ident.bare());
        let path = docs::code(&handle.path).replace('|', "\\|");
        let methods = handle.operations.iter().map(|operation| {
            let method = operation.method_name.bare();
            format!("[`{method}`]({module}::{ident}::{method})")
        });
        let methods: Vec<String> = methods.collect();
        format!(
            "| [`{}`]({module}::{ident}) | {path} | {} |",
            calls.join("."),
            methods.join(", ")
        )
    }
}

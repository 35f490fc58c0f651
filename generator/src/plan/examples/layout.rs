//! How an expression of an example is laid out: on one line where it fits, else as rustfmt would.

/// How wide a line of an example may be.
const WIDTH: usize = 88;

/// A piece of an expression: `open`, what is inside, separated by commas, and `close`.
#[derive(Clone, Debug)]
pub(super) struct Node {
    open: String,
    inside: Vec<Node>,
    close: String,
}

impl Node {
    /// A piece with nothing inside.
    pub(super) fn leaf(text: impl Into<String>) -> Self {
        Self::call(text, Vec::new(), "")
    }

    /// A call of a function or a macro: `open` ends with its bracket.
    pub(super) fn call(open: impl Into<String>, inside: Vec<Self>, close: &str) -> Self {
        Self {
            open: open.into(),
            inside,
            close: close.to_owned(),
        }
    }

    /// A struct with named fields.
    pub(super) fn structure(name: &str, fields: Vec<Self>) -> Self {
        Self::call(format!("{name} {{ "), fields, " }")
    }

    /// A field of a struct; a variable of its name needs no colon.
    pub(super) fn field(name: &str, value: Self) -> Self {
        match value.inside.is_empty() && value.open == name {
            true => value,
            false => value.after(&format!("{name}: ")),
        }
    }

    /// The piece with something before it.
    pub(super) fn after(self, text: &str) -> Self {
        Self {
            open: format!("{text}{}", self.open),
            ..self
        }
    }

    /// The piece with a call behind it.
    pub(super) fn then(self, call: &Self) -> Self {
        Self {
            close: format!("{}{}", self.close, call.flat()),
            ..self
        }
    }

    fn flat(&self) -> String {
        let inside: Vec<String> = self.inside.iter().map(Self::flat).collect();
        format!("{}{}{}", self.open, inside.join(", "), self.close)
    }

    /// The lines of the piece, each after so many spaces.
    fn lines(&self, indent: usize) -> Vec<String> {
        let pad = " ".repeat(indent);
        let flat = self.flat();
        if self.inside.is_empty() || indent + flat.len() <= WIDTH {
            return vec![format!("{pad}{flat}")];
        }
        if let ([only], false) = (self.inside.as_slice(), self.open.ends_with("{ ")) {
            let mut lines = only.clone().after(&self.open).lines(indent);
            append(&mut lines, &self.close);
            return lines;
        }
        let mut lines = vec![format!("{pad}{}", self.open.trim_end())];
        for piece in &self.inside {
            lines.extend(piece.lines(indent + 4));
            append(&mut lines, ",");
        }
        lines.push(format!("{pad}{}", self.close.trim_start()));
        lines
    }
}

fn append(lines: &mut [String], text: &str) {
    if let Some(last) = lines.last_mut() {
        last.push_str(text);
    }
}

/// An expression with what stands before and after it.
pub(super) fn statement(before: &str, node: Node) -> Vec<String> {
    let mut lines = node.after(before).lines(0);
    append(&mut lines, ";");
    lines
}

/// A chain of calls on what `before` ends with, and the calls without arguments that end it.
pub(super) fn chain(before: &str, calls: &[Node], end: &[&str]) -> Vec<String> {
    let flat: String = calls.iter().map(Node::flat).collect();
    let whole = format!("{before}{flat}{}", end.concat());
    if whole.len() <= WIDTH {
        return vec![whole];
    }
    let mut lines = vec![before.to_owned()];
    lines.extend(calls.iter().flat_map(|call| call.lines(4)));
    lines.extend(end.iter().map(|call| format!("    {call}")));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_one_line_and_the_rest_is_broken_as_rustfmt_does() {
        let fields = |count| {
            let names = (0..count).map(|field| Node::leaf(format!("field_{field}: 1")));
            Node::structure("NewPet", names.collect())
        };
        let create = |count| vec![Node::call(".create(", vec![fields(count)], ")")];
        let end = [".send()", ".await?;"];
        assert_eq!(
            chain("client", &create(2), &end),
            ["client.create(NewPet { field_0: 1, field_1: 1 }).send().await?;"]
        );
        let broken = chain("let made = client", &create(8), &end);
        assert_eq!(
            broken[..3],
            [
                "let made = client",
                "    .create(NewPet {",
                "        field_0: 1,"
            ]
        );
        assert_eq!(broken[10..], ["    })", "    .send()", "    .await?;"]);
    }

    #[test]
    fn a_variable_of_its_fields_name_has_no_colon() {
        let named = |value: &str| Node::field("to", Node::leaf(value)).flat();
        assert_eq!(named("to"), "to");
        assert_eq!(named("\"to\""), "to: \"to\"");
    }
}

//! From JSON text to the nodes of a tree.
//!
//! JSON is not read as YAML: `"\ud83d\ude00"` is one character in JSON and an error in YAML.
//! `serde_json` judges the grammar; what follows here may rely on it.

use serde::de::IgnoredAny;

use super::tree::{Kind, Problem, Tree};

/// Reads JSON into a tree.
pub(super) fn read(text: &str, tree: &mut Tree) -> Result<(), Problem> {
    check(text)?;
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b'{' => {
                tree.add(at..at + 1, Kind::Mapping(Vec::new()));
                at += 1;
            }
            b'[' => {
                tree.add(at..at + 1, Kind::Sequence(Vec::new()));
                at += 1;
            }
            b'}' | b']' => {
                at += 1;
                tree.close(at);
            }
            b'"' => {
                let span = at..string_end(text, at);
                at = span.end;
                let text = serde_json::from_str::<String>(&text[span.clone()])
                    .map_err(|error| syntax(span.start, &error))?;
                tree.add(span, Kind::Scalar { text, plain: false });
            }
            byte if byte.is_ascii_alphanumeric() || *byte == b'-' => {
                let span = at..literal_end(text, at);
                at = span.end;
                let text = text[span.clone()].to_owned();
                tree.add(span, Kind::Scalar { text, plain: true });
            }
            _ => at += 1,
        }
    }
    Ok(())
}

/// Judges the grammar. Depth is judged later, by the bound that YAML has too.
fn check(text: &str) -> Result<(), Problem> {
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => Ok(()),
        Err(error) => {
            let line = text
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1))
                .map(str::len)
                .sum::<usize>();
            let mut at = (line + error.column().saturating_sub(1)).min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            Err(syntax(at, &error))
        }
    }
}

fn syntax(at: usize, error: &serde_json::Error) -> Problem {
    let message = error.to_string();
    Problem::at(at, message.split(" at line ").next().unwrap_or_default())
}

fn string_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

fn literal_end(text: &str, start: usize) -> usize {
    let rest = &text.as_bytes()[start..];
    let literal = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
    start + rest.iter().take_while(|byte| literal(byte)).count()
}

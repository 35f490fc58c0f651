//! The shape of a translated pattern, seen through `regex-syntax`.

use super::{Run, Shape};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// The widest fixed shape.
const MAX_WIDTH: usize = 255;
/// The most alternatives of a fixed shape.
const MAX_ALTERNATIVES: usize = 64;
/// The most ranges of a class in a fixed shape.
const MAX_RANGES: usize = 4;
/// The largest expression to compile, in units of [`cost`]: `regex` refuses from about 280,000 on.
const MAX_COST: u64 = 150_000;

/// Chooses the best shape for an expression in the syntax of `regex`.
pub(super) fn of(rust: String) -> Shape {
    let hir = match ParserBuilder::new().nest_limit(100).build().parse(&rust) {
        Ok(hir) => hir,
        Err(error) => return unchecked(&explain(&error)),
    };
    let properties = hir.properties();
    if properties.minimum_len().is_none() {
        return unchecked("no string matches it");
    }
    if accepts_all(&hir) {
        return Shape::Any;
    }
    if let Some(fixed) = fixed(&hir) {
        return fixed;
    }
    if cost(&hir) > MAX_COST {
        return unchecked("its repetitions make it too large to be compiled");
    }
    Shape::Regex { rust }
}

/// A shape that is not checked, and why.
fn unchecked(reason: &str) -> Shape {
    Shape::Unchecked {
        reason: reason.to_owned(),
    }
}

/// Why `regex-syntax` refuses an expression.
fn explain(error: &regex_syntax::Error) -> String {
    let kind = match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => "unknown error".to_owned(),
    };
    format!("Rust's regular expressions do not accept it: {kind}")
}

/// Whether every text matches: an unanchored expression that matches nothing at all does so
/// everywhere, and an anchored one must repeat the class of all characters.
fn accepts_all(hir: &Hir) -> bool {
    let properties = hir.properties();
    if properties.look_set().is_empty() {
        return properties.minimum_len() == Some(0);
    }
    let HirKind::Concat(parts) = hir.kind() else {
        return matches!(hir.kind(), HirKind::Look(Look::Start | Look::End));
    };
    parts.iter().all(|part| match part.kind() {
        HirKind::Look(look) => matches!(look, Look::Start | Look::End),
        HirKind::Repetition(repetition) => repeats_everything(repetition),
        HirKind::Capture(capture) => {
            matches!(capture.sub.kind(), HirKind::Repetition(repetition) if repeats_everything(repetition))
        }
        _ => false,
    }) && parts.iter().any(|part| !matches!(part.kind(), HirKind::Look(_)))
}

/// Whether a repetition matches every text.
fn repeats_everything(repetition: &Repetition) -> bool {
    let all = match repetition.sub.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().len() == 1
                && class.ranges()[0].start() == '\0'
                && class.ranges()[0].end() == char::MAX
        }
        _ => false,
    };
    all && repetition.min == 0 && repetition.max.is_none()
}

/// The approximate size of the compiled expression: repetitions are unrolled, and a class outside ASCII needs
/// several states for each range.
fn cost(hir: &Hir) -> u64 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len() as u64,
        HirKind::Class(Class::Unicode(class)) if class.is_ascii() => 2,
        HirKind::Class(Class::Unicode(class)) => 6 * class.ranges().len() as u64 + 1,
        HirKind::Class(Class::Bytes(_)) => 2,
        HirKind::Repetition(repetition) => {
            let times = u64::from(repetition.max.unwrap_or(repetition.min.saturating_add(1)));
            cost(&repetition.sub)
                .saturating_add(1)
                .saturating_mul(times.max(1))
        }
        HirKind::Capture(capture) => cost(&capture.sub).saturating_add(2),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts
            .iter()
            .fold(0_u64, |sum, part| sum.saturating_add(cost(part))),
    }
}

/// A piece of an alternative, with the anchors still in it.
#[derive(Clone, PartialEq, Eq)]
enum Item {
    Start,
    End,
    Run(Run),
}

/// The fixed shape of an expression, if it has one.
fn fixed(hir: &Hir) -> Option<Shape> {
    let mut alternatives: Vec<Vec<Run>> = Vec::new();
    for items in expand(hir)? {
        let runs = between_anchors(items)?;
        if !alternatives.contains(&runs) {
            alternatives.push(runs);
        }
    }
    let width = alternatives.first().map(|runs| runs_width(runs))?;
    let same = alternatives.iter().all(|runs| runs_width(runs) == width);
    let few = alternatives.iter().flatten().all(|run| match run {
        Run::Literal(_) => true,
        Run::Class { ranges, .. } => ranges.len() <= MAX_RANGES,
    });
    (same && few && (1..=MAX_WIDTH).contains(&width)).then_some(Shape::Fixed {
        width,
        alternatives,
    })
}

/// The runs of an alternative that is anchored at both ends and nowhere else.
fn between_anchors(items: Vec<Item>) -> Option<Vec<Run>> {
    let begin = items
        .iter()
        .take_while(|item| **item == Item::Start)
        .count();
    let end = items
        .iter()
        .rev()
        .take_while(|item| **item == Item::End)
        .count();
    if begin == 0 || end == 0 {
        return None;
    }
    let inner = items.len().checked_sub(end)?;
    let mut runs = Vec::new();
    for item in items.get(begin..inner)? {
        match item {
            Item::Run(run) => push_run(&mut runs, run.clone()),
            Item::Start | Item::End => return None,
        }
    }
    Some(runs)
}

/// Appends a run, as part of the last one if they are alike.
fn push_run(runs: &mut Vec<Run>, run: Run) {
    match (runs.last_mut(), run) {
        (Some(Run::Literal(text)), Run::Literal(more)) => text.push_str(&more),
        (
            Some(Run::Class { ranges, count }),
            Run::Class {
                ranges: others,
                count: more,
            },
        ) if *ranges == others => {
            *count += more;
        }
        (_, run) => runs.push(run),
    }
}

/// The width of the runs in bytes.
fn runs_width(runs: &[Run]) -> usize {
    runs.iter().map(run_width).sum()
}

/// The width of a run in bytes.
fn run_width(run: &Run) -> usize {
    match run {
        Run::Literal(text) => text.len(),
        Run::Class { count, .. } => *count as usize,
    }
}

/// All that an expression can match, as sequences of runs; `None` if that is no short list.
fn expand(hir: &Hir) -> Option<Vec<Vec<Item>>> {
    match hir.kind() {
        HirKind::Empty => Some(vec![Vec::new()]),
        HirKind::Look(Look::Start) => Some(vec![vec![Item::Start]]),
        HirKind::Look(Look::End) => Some(vec![vec![Item::End]]),
        HirKind::Look(_) => None,
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0)
                .ok()
                .filter(|text| text.is_ascii())?;
            Some(vec![vec![Item::Run(Run::Literal(text.to_owned()))]])
        }
        HirKind::Class(class) => Some(vec![vec![Item::Run(Run::Class {
            ranges: ascii_ranges(class)?,
            count: 1,
        })]]),
        HirKind::Capture(capture) => expand(&capture.sub),
        HirKind::Repetition(repetition) => repeat(repetition),
        HirKind::Concat(parts) => parts.iter().try_fold(vec![Vec::new()], |heads, part| {
            product(&heads, &expand(part)?)
        }),
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(expand(part)?);
                if all.len() > MAX_ALTERNATIVES {
                    return None;
                }
            }
            Some(all)
        }
    }
}

/// The ranges of a class within ASCII.
fn ascii_ranges(class: &Class) -> Option<Vec<(u8, u8)>> {
    match class {
        Class::Unicode(class) if class.is_ascii() => class
            .ranges()
            .iter()
            .map(|range| {
                Some((
                    u8::try_from(range.start()).ok()?,
                    u8::try_from(range.end()).ok()?,
                ))
            })
            .collect(),
        Class::Unicode(_) | Class::Bytes(_) => None,
    }
}

/// What an exact repetition can match.
fn repeat(repetition: &Repetition) -> Option<Vec<Vec<Item>>> {
    let times = usize::try_from(repetition.min)
        .ok()
        .filter(|times| *times <= MAX_WIDTH)?;
    if repetition.max != Some(repetition.min) {
        return None;
    }
    let once = expand(&repetition.sub)?;
    if let [sequence] = once.as_slice()
        && let [Item::Run(Run::Class { ranges, count })] = sequence.as_slice()
    {
        let count = count.checked_mul(repetition.min)?;
        let run = Run::Class {
            ranges: ranges.clone(),
            count,
        };
        return (count as usize <= MAX_WIDTH).then(|| vec![vec![Item::Run(run)]]);
    }
    (0..times).try_fold(vec![Vec::new()], |heads, _| product(&heads, &once))
}

/// Every head followed by every tail, as long as they are few and short.
fn product(heads: &[Vec<Item>], tails: &[Vec<Item>]) -> Option<Vec<Vec<Item>>> {
    if heads.len().saturating_mul(tails.len()) > MAX_ALTERNATIVES {
        return None;
    }
    let mut all = Vec::with_capacity(heads.len() * tails.len());
    for head in heads {
        for tail in tails {
            let sequence: Vec<Item> = head.iter().chain(tail).cloned().collect();
            let width: usize = sequence.iter().map(item_width).sum();
            // An anchor takes no byte, but must not pile up either.
            if width > MAX_WIDTH || sequence.len() > 2 * MAX_WIDTH {
                return None;
            }
            all.push(sequence);
        }
    }
    Some(all)
}

/// The width of an item in bytes.
fn item_width(item: &Item) -> usize {
    match item {
        Item::Run(run) => run_width(run),
        Item::Start | Item::End => 0,
    }
}

//! Values that keep rules, as far as they are easily found.

use crate::ir::{Bound, GroupCount, Groups};
use crate::plan::{Count, Rule, Rules};

/// How long a text may be that is made to be long enough.
const LONGEST: u64 = 40;

/// How many items or properties are made at most.
const MOST: u64 = 3;

/// What a text is if it may be any.
const TEXT: &str = "example";

/// The rules for a value, without those that no value breaks.
pub(super) struct Limits<'r>(Vec<&'r Rule>);

impl<'r> Limits<'r> {
    pub(super) fn of(rules: &'r Rules) -> Self {
        let mut all = Vec::new();
        flatten(rules, &mut all);
        Self(all)
    }

    /// Whether any value keeps the rules.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rules for each item or value.
    pub(super) fn each(&self) -> Rules {
        let each = self.0.iter().filter_map(|rule| match rule {
            Rule::Each(rules) => Some(rules.0.clone()),
            _ => None,
        });
        Rules(each.flatten().collect())
    }

    /// An integer from the one to the other.
    pub(super) fn integer(&self, least: i128, greatest: i128) -> Option<i128> {
        let steps = || self.0.iter().filter_map(|rule| step(rule));
        let starts = self.0.iter().flat_map(|rule| bounds(rule));
        let near = starts.flat_map(|bound| {
            let whole = bound as i128;
            let multiples = steps().map(move |step| (bound / step).ceil() * step);
            let multiples = multiples.map(|multiple| multiple as i128);
            [whole, whole.saturating_add(1), whole.saturating_sub(1)]
                .into_iter()
                .chain(multiples)
        });
        let candidates = [1, 0]
            .into_iter()
            .chain(steps().map(|step| step as i128))
            .chain(near);
        let mut candidates = candidates.filter(|it| (least..=greatest).contains(it));
        candidates.find(|it| self.0.iter().all(|rule| keeps(*it as f64, rule)))
    }

    /// A number.
    pub(super) fn number(&self) -> Option<f64> {
        let steps = || self.0.iter().filter_map(|rule| step(rule));
        let starts: Vec<f64> = self.0.iter().flat_map(|rule| bounds(rule)).collect();
        let middle = starts.iter().sum::<f64>() / starts.len().max(1) as f64;
        let near = starts.iter().flat_map(|bound| {
            let multiples = steps().map(move |step| (bound / step).ceil() * step);
            [*bound, bound + 1.0, bound - 1.0]
                .into_iter()
                .chain(multiples)
        });
        let candidates = [1.0, 0.0, middle].into_iter().chain(steps()).chain(near);
        let mut candidates = candidates.filter(|it| it.is_finite() && it.abs() < 1e15);
        candidates.find(|it| self.0.iter().all(|rule| keeps(*it, rule)))
    }

    /// A text.
    pub(super) fn text(&self) -> Option<String> {
        let count = self.count(|rule| match rule {
            Rule::Length(count) => Some(*count),
            _ => None,
        });
        let length = length(count, TEXT.len() as u64, LONGEST)?;
        Some(TEXT.chars().cycle().take(length).collect())
    }

    /// Bytes whose text in base64 is not too short or too long, as a literal.
    pub(super) fn encoded(&self) -> Option<String> {
        let lengths = [TEXT.len()].into_iter().chain(0..=LONGEST as usize);
        let allowed = |length: &usize| self.allows_text(&"A".repeat(length.div_ceil(3) * 4));
        let length = lengths.into_iter().find(allowed)?;
        let text: String = TEXT.chars().cycle().take(length).collect();
        Some(format!("b{text:?}"))
    }

    /// Whether a text is not too short or too long.
    pub(super) fn allows_text(&self, text: &str) -> bool {
        let length = text.chars().count() as u64;
        self.0.iter().all(|rule| match rule {
            Rule::Length(count) => within(length, *count),
            _ => true,
        })
    }

    /// Whether an integer keeps the rules.
    pub(super) fn allows_integer(&self, number: i64) -> bool {
        self.0.iter().all(|rule| keeps(number as f64, rule))
    }

    /// How many items a list has, which are all equal.
    pub(super) fn items(&self) -> Option<usize> {
        let count = self.count(|rule| match rule {
            Rule::Items(count) => Some(*count),
            _ => None,
        });
        let items = length(count, 1, MOST)?;
        let unique = self.0.iter().any(|rule| **rule == Rule::UniqueItems);
        (items <= 1 || !unique).then_some(items)
    }

    /// How many properties a map has.
    pub(super) fn properties(&self) -> Option<usize> {
        let groups = self.0.iter().any(|rule| matches!(rule, Rule::Groups(_)));
        let count = self.count(|rule| match rule {
            Rule::Properties(count) => Some(*count),
            _ => None,
        });
        length(count, 1, MOST).filter(|_| !groups)
    }

    /// Whether an object may have these properties and no others.
    pub(super) fn allows_properties(&self, names: &[&str]) -> bool {
        self.0.iter().all(|rule| match rule {
            Rule::Properties(count) => within(names.len() as u64, *count),
            Rule::Groups(groups) => allows(groups, names),
            _ => true,
        })
    }

    /// The bounds of all counts of a kind.
    fn count(&self, of: impl Fn(&Rule) -> Option<Count>) -> Count {
        let all = self.0.iter().filter_map(|rule| of(rule));
        let any = Count {
            least: 0,
            greatest: None,
        };
        all.fold(any, |one, other| Count {
            least: one.least.max(other.least),
            greatest: one.greatest.into_iter().chain(other.greatest).min(),
        })
    }
}

fn flatten<'r>(rules: &'r Rules, all: &mut Vec<&'r Rule>) {
    for rule in &rules.0 {
        match rule {
            Rule::Also(more) => flatten(more, all),
            Rule::Sensitive => {}
            rule => all.push(rule),
        }
    }
}

/// The wanted length, or the nearest one that is allowed.
fn length(count: Count, wanted: u64, most: u64) -> Option<usize> {
    let length = wanted.max(count.least);
    let length = count.greatest.map_or(length, |it| length.min(it));
    let is_allowed = within(length, count) && length <= most.max(wanted);
    usize::try_from(length).ok().filter(|_| is_allowed)
}

fn within(length: u64, count: Count) -> bool {
    count.least <= length && count.greatest.is_none_or(|it| length <= it)
}

fn value(bound: Bound) -> f64 {
    match bound {
        Bound::Integer(bound) => bound as f64,
        Bound::Number(bound) => bound,
    }
}

/// The numbers at the ends of what a rule allows.
fn bounds(rule: &Rule) -> Vec<f64> {
    match rule {
        Rule::Range(least, greatest) => vec![value(*least), value(*greatest)],
        Rule::Minimum(bound, _) | Rule::Maximum(bound, _) => vec![value(*bound)],
        _ => Vec::new(),
    }
}

/// What a number must be a multiple of.
fn step(rule: &Rule) -> Option<f64> {
    match rule {
        Rule::MultipleOf(step) => Some(value(*step)).filter(|step| *step > 0.0),
        _ => None,
    }
}

fn keeps(number: f64, rule: &Rule) -> bool {
    match rule {
        Rule::Range(least, greatest) => (value(*least)..=value(*greatest)).contains(&number),
        Rule::Minimum(bound, false) => number >= value(*bound),
        Rule::Minimum(bound, true) => number > value(*bound),
        Rule::Maximum(bound, false) => number <= value(*bound),
        Rule::Maximum(bound, true) => number < value(*bound),
        Rule::MultipleOf(step) => (number / value(*step)).fract() == 0.0,
        _ => true,
    }
}

fn allows(groups: &Groups, names: &[&str]) -> bool {
    let whole = |group: &&Vec<String>| group.iter().all(|name| names.contains(&name.as_str()));
    let there = groups.names.iter().filter(whole).count();
    match groups.count {
        GroupCount::Some => there >= 1,
        GroupCount::One => there == 1,
        GroupCount::AtMostOne => there <= 1,
        GroupCount::None => there == 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(rules: Vec<Rule>) -> Option<i128> {
        Limits::of(&Rules(rules)).integer(i64::MIN.into(), i64::MAX.into())
    }

    fn count(least: u64, greatest: Option<u64>) -> Count {
        Count { least, greatest }
    }

    #[test]
    fn numbers_keep_their_bounds() {
        let whole = Bound::Integer;
        assert_eq!(integer(vec![]), Some(1));
        assert_eq!(integer(vec![Rule::Range(whole(10), whole(20))]), Some(10));
        assert_eq!(integer(vec![Rule::Maximum(whole(-5), true)]), Some(-6));
        let multiple = || Rule::MultipleOf(whole(15));
        assert_eq!(integer(vec![multiple()]), Some(0));
        assert_eq!(
            integer(vec![Rule::Minimum(whole(40), false), multiple()]),
            Some(45)
        );
        assert_eq!(
            integer(vec![Rule::Range(whole(31), whole(44)), multiple()]),
            None
        );
        let between = Rules(vec![
            Rule::Minimum(Bound::Number(0.0), true),
            Rule::Maximum(Bound::Number(0.5), true),
        ]);
        assert_eq!(Limits::of(&between).number(), Some(0.25));
        assert_eq!(Limits::of(&between).integer(0, 9), None);
    }

    #[test]
    fn texts_and_lists_have_a_length_that_is_allowed() {
        let text = |rule| Limits::of(&Rules(vec![rule])).text();
        assert_eq!(text(Rule::Sensitive).as_deref(), Some("example"));
        assert_eq!(text(Rule::Length(count(2, Some(2)))).as_deref(), Some("ex"));
        assert_eq!(
            text(Rule::Length(count(9, None))).as_deref(),
            Some("exampleex")
        );
        assert_eq!(text(Rule::Length(count(500, None))), None);
        let items = |rules: Vec<Rule>| Limits::of(&Rules(rules)).items();
        let two = || Rule::Items(count(2, None));
        assert_eq!(items(vec![]), Some(1));
        assert_eq!(items(vec![two()]), Some(2));
        assert_eq!(items(vec![Rule::Also(Rules(vec![two()]))]), Some(2));
        assert_eq!(items(vec![two(), Rule::UniqueItems]), None);
        assert_eq!(items(vec![Rule::Items(count(0, Some(0)))]), Some(0));
    }

    #[test]
    fn objects_have_the_properties_that_go_together() {
        let groups = |count| {
            let names = vec![vec!["a".to_owned(), "b".to_owned()], vec!["c".to_owned()]];
            Rules(vec![Rule::Groups(Groups { count, names })])
        };
        let one = groups(GroupCount::One);
        let one = Limits::of(&one);
        assert!(one.allows_properties(&["c", "d"]));
        assert!(!one.allows_properties(&["a"]));
        assert!(!one.allows_properties(&["a", "b", "c"]));
        let two = Rules(vec![Rule::Properties(count(2, None))]);
        assert!(!Limits::of(&two).allows_properties(&["a"]));
    }
}

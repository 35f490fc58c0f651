//! Rules for values, in the words of the runtime's tables.

use crate::ir::{self, Bound, Groups};

/// The rules for a value, in the order in which a table has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules(pub Vec<Rule>);

/// One rule of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Integers from the one to the other.
    Range(Bound, Bound),
    /// No number below, nor the bound itself where that is excluded.
    Minimum(Bound, bool),
    /// No number above, nor the bound itself where that is excluded.
    Maximum(Bound, bool),
    /// What breaks the rules must not show.
    Sensitive,
    /// Multiples of a number.
    MultipleOf(Bound),
    /// So many characters.
    Length(Count),
    /// So many items.
    Items(Count),
    /// So many properties.
    Properties(Count),
    /// Which properties are there together, or not.
    Groups(Groups),
    /// No two items are equal.
    UniqueItems,
    /// More rules for the same value.
    Also(Rules),
    /// The rules for each item or value.
    Each(Rules),
}

/// The least and the greatest count that is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The least.
    pub least: u64,
    /// The greatest, if there is one.
    pub greatest: Option<u64>,
}

impl Rules {
    /// The rules of a schema.
    pub(super) fn of(rules: &ir::Rules) -> Self {
        if rules.is_empty() {
            return Self::default();
        }
        let mut all = bounds(rules);
        all.extend(rules.personal.then_some(Rule::Sensitive));
        all.extend(rules.multiple_of.map(Rule::MultipleOf));
        all.extend(count(rules.min_length, rules.max_length).map(Rule::Length));
        all.extend(count(rules.min_items, rules.max_items).map(Rule::Items));
        all.extend(count(rules.min_properties, rules.max_properties).map(Rule::Properties));
        if let Some(first) = rules.groups.first() {
            all.push(Rule::Groups(first.clone()));
        }
        all.extend(rules.unique_items.then_some(Rule::UniqueItems));
        all.extend(rules.each.as_deref().map(|each| Rule::Each(Self::of(each))));
        // A table has one place for groups.
        let more = ir::Rules {
            groups: rules.groups.get(1..).unwrap_or_default().to_vec(),
            ..ir::Rules::default()
        };
        all.extend((!more.is_empty()).then(|| Rule::Also(Self::of(&more))));
        Self(all)
    }

    /// Whether any value keeps them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Two bounds of integers that are allowed themselves are one rule.
fn bounds(rules: &ir::Rules) -> Vec<Rule> {
    match (rules.minimum, rules.maximum) {
        (Some((least, false)), Some((greatest, false)))
            if is_signed(least) && is_signed(greatest) =>
        {
            vec![Rule::Range(least, greatest)]
        }
        (minimum, maximum) => {
            let minimum = minimum.map(|(bound, exclusive)| Rule::Minimum(bound, exclusive));
            let maximum = maximum.map(|(bound, exclusive)| Rule::Maximum(bound, exclusive));
            minimum.into_iter().chain(maximum).collect()
        }
    }
}

/// Whether a bound is an integer of 64 bits with a sign.
fn is_signed(bound: Bound) -> bool {
    matches!(bound, Bound::Integer(bound) if i64::try_from(bound).is_ok())
}

fn count(least: Option<u64>, greatest: Option<u64>) -> Option<Count> {
    let is_bound = least.is_some() || greatest.is_some();
    is_bound.then(|| Count {
        least: least.unwrap_or_default(),
        greatest,
    })
}

//! Rules for values.

use std::fmt;

/// What values are allowed (JSON Schema's validation keywords).
///
/// A rule is about values of its kind and about no other: a length about texts, a bound about numbers.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Rules {
    /// The least number, and whether it is excluded.
    pub minimum: Option<(Bound, bool)>,
    /// The greatest number, and whether it is excluded.
    pub maximum: Option<(Bound, bool)>,
    /// What the number is a multiple of.
    pub multiple_of: Option<Bound>,
    /// The least and the greatest number of characters.
    pub length: Option<(usize, usize)>,
    /// The least and the greatest number of items of an array.
    pub items: Option<(usize, usize)>,
    /// The least and the greatest number of properties of an object.
    pub properties: Option<(usize, usize)>,
    /// Which properties an object has together, or has not.
    pub groups: Option<Groups>,
    /// Whether the items of an array all differ.
    pub unique_items: bool,
    /// The rules for each item of an array, and for each value of an object.
    pub each: Option<&'static Rules>,
    /// Rules that the same value keeps to besides.
    pub also: Option<&'static Rules>,
    /// Whether what breaks them is kept out of errors.
    pub sensitive: bool,
}

/// Groups of properties, of which an object has some as a whole: `required` in the schemas of `anyOf` and
/// `oneOf` or of `not` (JSON Schema Validation, draft 5, sections 5.4.3 and 5.5).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Groups {
    /// The least and the greatest number of groups that are there.
    pub count: (usize, usize),
    /// The names of the properties of each group.
    pub names: &'static [&'static [&'static str]],
}

/// A bound for numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Bound {
    /// An integer.
    Integer(i64),
    /// An integer above those of `i64`.
    Unsigned(u64),
    /// Another number.
    Number(f64),
}

impl Bound {
    /// The integer that it is, or the number with a fraction, or too large for one of 64 bits.
    pub(crate) fn whole(self) -> Result<i128, f64> {
        match self {
            Self::Integer(limit) => Ok(limit.into()),
            Self::Unsigned(limit) => Ok(limit.into()),
            Self::Number(limit) => Err(limit),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(limit) => write!(f, "{limit}"),
            Self::Unsigned(limit) => write!(f, "{limit}"),
            Self::Number(limit) => write!(f, "{limit}"),
        }
    }
}

impl Rules {
    /// No rule.
    pub const NONE: Self = Self {
        minimum: None,
        maximum: None,
        multiple_of: None,
        length: None,
        items: None,
        properties: None,
        groups: None,
        unique_items: false,
        each: None,
        also: None,
        sensitive: false,
    };

    /// Integers from `minimum` to `maximum`.
    pub const fn range(self, minimum: i64, maximum: i64) -> Self {
        self.minimum(minimum).maximum(maximum)
    }

    /// Numbers from `minimum` on.
    pub const fn minimum(self, minimum: i64) -> Self {
        self.least(Bound::Integer(minimum), false)
    }

    /// Numbers up to `maximum`.
    pub const fn maximum(self, maximum: i64) -> Self {
        self.greatest(Bound::Integer(maximum), false)
    }

    /// Numbers above `minimum`.
    pub const fn exclusive_minimum(self, minimum: i64) -> Self {
        self.least(Bound::Integer(minimum), true)
    }

    /// Numbers below `maximum`.
    pub const fn exclusive_maximum(self, maximum: i64) -> Self {
        self.greatest(Bound::Integer(maximum), true)
    }

    /// Numbers from a bound on that is no integer, or above it.
    pub const fn minimum_number(self, minimum: f64, exclusive: bool) -> Self {
        self.least(Bound::Number(minimum), exclusive)
    }

    /// Numbers up to a bound that is no integer, or below it.
    pub const fn maximum_number(self, maximum: f64, exclusive: bool) -> Self {
        self.greatest(Bound::Number(maximum), exclusive)
    }

    /// Integers from a bound on that is above every `i64`, or above it.
    pub const fn minimum_unsigned(self, minimum: u64, exclusive: bool) -> Self {
        self.least(Bound::Unsigned(minimum), exclusive)
    }

    /// Integers up to a bound that is above every `i64`, or below it.
    pub const fn maximum_unsigned(self, maximum: u64, exclusive: bool) -> Self {
        self.greatest(Bound::Unsigned(maximum), exclusive)
    }

    const fn least(mut self, limit: Bound, exclusive: bool) -> Self {
        self.minimum = Some((limit, exclusive));
        self
    }

    const fn greatest(mut self, limit: Bound, exclusive: bool) -> Self {
        self.maximum = Some((limit, exclusive));
        self
    }

    /// Multiples of an integer.
    pub const fn multiple_of(mut self, divisor: i64) -> Self {
        self.multiple_of = Some(Bound::Integer(divisor));
        self
    }

    /// Multiples of a number that is no integer.
    pub const fn multiple_of_number(mut self, divisor: f64) -> Self {
        self.multiple_of = Some(Bound::Number(divisor));
        self
    }

    /// Texts of so many characters; `usize::MAX` for no upper bound.
    pub const fn length(mut self, least: usize, greatest: usize) -> Self {
        self.length = Some((least, greatest));
        self
    }

    /// Arrays of so many items; `usize::MAX` for no upper bound.
    pub const fn items(mut self, least: usize, greatest: usize) -> Self {
        self.items = Some((least, greatest));
        self
    }

    /// Objects of so many properties; `usize::MAX` for no upper bound.
    pub const fn properties(mut self, least: usize, greatest: usize) -> Self {
        self.properties = Some((least, greatest));
        self
    }

    /// Objects that have all properties of at least one of these groups (`anyOf`).
    pub const fn any_of(self, names: &'static [&'static [&'static str]]) -> Self {
        self.groups(1, usize::MAX, names)
    }

    /// Objects that have all properties of one of these groups, and of no second one (`oneOf`).
    pub const fn one_of(self, names: &'static [&'static [&'static str]]) -> Self {
        self.groups(1, 1, names)
    }

    /// Objects that have all properties of at most one of these groups.
    pub const fn at_most_one_of(self, names: &'static [&'static [&'static str]]) -> Self {
        self.groups(0, 1, names)
    }

    /// Objects that have all properties of none of these groups (`not`).
    pub const fn none_of(self, names: &'static [&'static [&'static str]]) -> Self {
        self.groups(0, 0, names)
    }

    const fn groups(
        mut self,
        least: usize,
        greatest: usize,
        names: &'static [&'static [&'static str]],
    ) -> Self {
        self.groups = Some(Groups {
            count: (least, greatest),
            names,
        });
        self
    }

    /// The items of an array all differ.
    pub const fn unique_items(mut self) -> Self {
        self.unique_items = true;
        self
    }

    /// What breaks them is kept out of errors.
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The same value keeps to other rules too.
    pub const fn also(mut self, rules: &'static Rules) -> Self {
        self.also = Some(rules);
        self
    }

    /// Each item of an array, and each value of an object, keeps to rules of its own.
    pub const fn each(mut self, rules: &'static Rules) -> Self {
        self.each = Some(rules);
        self
    }
}

/// Rules, one after the other, as a constant.
///
/// ```
/// use bindery_runtime::rt::{Rules, rules};
///
/// static TAGS: &Rules = rules![items(0, 10) each(rules![length(1, 20)])];
/// assert_eq!(TAGS.each.unwrap().length, Some((1, 20)));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! rules {
    ($($rule:ident($($argument:expr),* $(,)?))*) => {
        const { &$crate::rt::Rules::NONE$(.$rule($($argument),*))* }
    };
}

//! Rules for values.

use std::fmt;

/// The allowed values (JSON Schema's validation keywords).
///
/// A rule applies only to values of its kind: a length to strings, a bound to numbers.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Rules {
    /// The minimum, and whether it is exclusive.
    pub minimum: Option<(Bound, bool)>,
    /// The maximum, and whether it is exclusive.
    pub maximum: Option<(Bound, bool)>,
    /// The divisor of the number.
    pub multiple_of: Option<Bound>,
    /// The minimum and maximum number of characters.
    pub length: Option<(usize, usize)>,
    /// The minimum and maximum number of items of an array.
    pub items: Option<(usize, usize)>,
    /// The minimum and maximum number of properties of an object.
    pub properties: Option<(usize, usize)>,
    /// Which properties an object must or must not have together.
    pub groups: Option<Groups>,
    /// Whether the items of an array must be unique.
    pub unique_items: bool,
    /// The rules for each item of an array, and for each value of an object.
    pub each: Option<&'static Rules>,
    /// Further rules for the same value.
    pub also: Option<&'static Rules>,
    /// Whether errors must not contain the value.
    pub sensitive: bool,
}

/// Groups of properties. A group is present if all its properties are: `required` in the schemas of `anyOf`,
/// `oneOf` or `not` (JSON Schema Validation, draft 5, sections 5.4.3 and 5.5).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Groups {
    /// The minimum and maximum number of groups that are present.
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
    /// An integer greater than any `i64`.
    Unsigned(u64),
    /// Another number.
    Number(f64),
}

impl Bound {
    /// The bound as an integer; otherwise the number, which has a fraction or does not fit in 64 bits.
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

    /// Numbers of at least `minimum`.
    pub const fn minimum(self, minimum: i64) -> Self {
        self.least(Bound::Integer(minimum), false)
    }

    /// Numbers of at most `maximum`.
    pub const fn maximum(self, maximum: i64) -> Self {
        self.greatest(Bound::Integer(maximum), false)
    }

    /// Numbers greater than `minimum`.
    pub const fn exclusive_minimum(self, minimum: i64) -> Self {
        self.least(Bound::Integer(minimum), true)
    }

    /// Numbers less than `maximum`.
    pub const fn exclusive_maximum(self, maximum: i64) -> Self {
        self.greatest(Bound::Integer(maximum), true)
    }

    /// Numbers of at least, or greater than, a bound that is not an integer.
    pub const fn minimum_number(self, minimum: f64, exclusive: bool) -> Self {
        self.least(Bound::Number(minimum), exclusive)
    }

    /// Numbers of at most, or less than, a bound that is not an integer.
    pub const fn maximum_number(self, maximum: f64, exclusive: bool) -> Self {
        self.greatest(Bound::Number(maximum), exclusive)
    }

    /// Integers of at least, or greater than, a bound above every `i64`.
    pub const fn minimum_unsigned(self, minimum: u64, exclusive: bool) -> Self {
        self.least(Bound::Unsigned(minimum), exclusive)
    }

    /// Integers of at most, or less than, a bound above every `i64`.
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

    /// Multiples of a number that is not an integer.
    pub const fn multiple_of_number(mut self, divisor: f64) -> Self {
        self.multiple_of = Some(Bound::Number(divisor));
        self
    }

    /// Strings with this number of characters; `usize::MAX` for no upper bound.
    pub const fn length(mut self, least: usize, greatest: usize) -> Self {
        self.length = Some((least, greatest));
        self
    }

    /// Arrays with this number of items; `usize::MAX` for no upper bound.
    pub const fn items(mut self, least: usize, greatest: usize) -> Self {
        self.items = Some((least, greatest));
        self
    }

    /// Objects with this number of properties; `usize::MAX` for no upper bound.
    pub const fn properties(mut self, least: usize, greatest: usize) -> Self {
        self.properties = Some((least, greatest));
        self
    }

    /// Objects that have all properties of at least one of these groups (`anyOf`).
    pub const fn any_of(self, names: &'static [&'static [&'static str]]) -> Self {
        self.groups(1, usize::MAX, names)
    }

    /// Objects that have all properties of exactly one of these groups (`oneOf`).
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

    /// Arrays with unique items.
    pub const fn unique_items(mut self) -> Self {
        self.unique_items = true;
        self
    }

    /// Errors must not contain the value.
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Adds further rules for the same value.
    pub const fn also(mut self, rules: &'static Rules) -> Self {
        self.also = Some(rules);
        self
    }

    /// Sets the rules for each item of an array, and for each value of an object.
    pub const fn each(mut self, rules: &'static Rules) -> Self {
        self.each = Some(rules);
        self
    }
}

/// A sequence of rules as a constant.
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

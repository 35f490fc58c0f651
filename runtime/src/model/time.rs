//! Dates and times as APIs write them.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil;
use jiff::fmt::rfc2822::DateTimeParser;

use crate::model::field_slot::{Absence, DecodeTarget, EncodeSource, FieldSlot, Text};
use crate::model::text::TextError;

/// An instant in the format of RFC 2822: `Fri, 21 Oct 2016 11:37:03 +0000`.
///
/// Another format from a service (with an offset, without the day's name) is kept and written back. Two
/// values are equal if their instants are.
#[derive(Clone)]
pub struct DateTimeRfc2822 {
    instant: Timestamp,
    written: Option<Box<str>>,
}

/// The common parts of both types of instants.
macro_rules! instant {
    ($name:ident) => {
        impl From<$name> for Timestamp {
            fn from(value: $name) -> Self {
                value.timestamp()
            }
        }

        impl Deref for $name {
            type Target = Timestamp;

            fn deref(&self) -> &Timestamp {
                &self.instant
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        $crate::model::time::compared_by! { $name instant }
    };
}
pub(crate) use instant;

/// Equality, order and hash by one field: the others are the form of the same value.
macro_rules! compared_by {
    ($name:ident $field:ident) => {
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.$field == other.$field
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.$field.cmp(&other.$field)
            }
        }

        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.$field.hash(state);
            }
        }
    };
}
pub(crate) use compared_by;

/// The common parts of all dates and times.
macro_rules! text_traits {
    ($name:ident) => {
        impl TryFrom<&str> for $name {
            type Error = TextError;

            fn try_from(text: &str) -> Result<Self, TextError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }

        impl From<&$name> for String {
            fn from(value: &$name) -> Self {
                value.to_string()
            }
        }

        crate::rt::macros::shims! { $name }
    };
}
pub(crate) use text_traits;

impl DateTimeRfc2822 {
    /// The instant.
    pub const fn timestamp(&self) -> Timestamp {
        self.instant
    }
}

impl From<Timestamp> for DateTimeRfc2822 {
    fn from(instant: Timestamp) -> Self {
        Self {
            instant,
            written: None,
        }
    }
}

impl FromStr for DateTimeRfc2822 {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        let instant = DateTimeParser::new().parse_timestamp(text);
        let instant = instant.map_err(|_| {
            TextError::new("DateTimeRfc2822", "it is not a date-time of RFC 2822", text)
        })?;
        let mut read = Self::from(instant);
        if read.to_string() != text {
            read.written = Some(text.into());
        }
        Ok(read)
    }
}

impl fmt::Display for DateTimeRfc2822 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.written {
            Some(text) => f.write_str(text),
            None => write!(
                f,
                "{}",
                self.instant.strftime("%a, %d %b %Y %H:%M:%S +0000")
            ),
        }
    }
}

impl FieldSlot for DateTimeRfc2822 {
    fn blank() -> Self {
        Self::from(Timestamp::UNIX_EPOCH)
    }
    fn take(&mut self, _: Option<Absence>) -> DecodeTarget<'_> {
        DecodeTarget::Text(self)
    }
    fn view(&self) -> EncodeSource<'_> {
        match &self.written {
            Some(text) => EncodeSource::Str(text),
            None => EncodeSource::Shown(self),
        }
    }
}

impl Text for DateTimeRfc2822 {
    fn declared(&self) -> &'static str {
        "a date-time of RFC 2822"
    }
    fn parse(&mut self, text: &str) -> Result<(), TextError> {
        text.parse().map(|value| *self = value)
    }
}

instant! { DateTimeRfc2822 }
text_traits! { DateTimeRfc2822 }

/// A date in the format of RFC 3339: `2016-10-21`. OpenAPI's `date`.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Date(civil::Date);

impl Date {
    /// The date.
    pub const fn date(self) -> civil::Date {
        self.0
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self(date)
    }
}

impl From<Date> for civil::Date {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl Deref for Date {
    type Target = civil::Date;

    fn deref(&self) -> &civil::Date {
        &self.0
    }
}

impl FromStr for Date {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        let date = text
            .parse()
            .ok()
            .map(Self)
            .filter(|date| date.to_string() == text);
        date.ok_or_else(|| TextError::new("Date", "it is not a full-date of RFC 3339", text))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({})", self.0)
    }
}

impl FieldSlot for Date {
    fn blank() -> Self {
        Self(civil::Date::ZERO)
    }
    fn take(&mut self, _: Option<Absence>) -> DecodeTarget<'_> {
        DecodeTarget::Text(self)
    }
    fn view(&self) -> EncodeSource<'_> {
        EncodeSource::Shown(self)
    }
}

impl Text for Date {
    fn declared(&self) -> &'static str {
        "a date"
    }
    fn parse(&mut self, text: &str) -> Result<(), TextError> {
        text.parse().map(|value| *self = value)
    }
}

text_traits! { Date }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_2822_is_written_as_it_was_read() {
        for text in [
            "Fri, 21 Oct 2016 11:37:03 +0000",
            "21 Oct 2016 13:37:03 +0200",
        ] {
            let read = text.parse::<DateTimeRfc2822>().unwrap();
            assert_eq!(read.to_string(), text);
            assert_eq!(read.timestamp(), "2016-10-21T11:37:03Z".parse().unwrap());
        }
        let made = DateTimeRfc2822::from("2016-10-21T11:37:03Z".parse::<Timestamp>().unwrap());
        assert_eq!(made.to_string(), "Fri, 21 Oct 2016 11:37:03 +0000");
    }

    #[test]
    fn dates_are_full_dates() {
        assert_eq!(
            "2016-10-21".parse::<Date>().unwrap().to_string(),
            "2016-10-21"
        );
        for text in ["20161021", "2016-10-21T00:00:00", "2016-02-30", ""] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}

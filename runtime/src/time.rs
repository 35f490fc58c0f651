//! Dates and times as APIs write them.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil;

use crate::place::{Lack, Place, Slot, View};
use crate::text::TextError;

/// An instant, written as RFC 3339 asks: OpenAPI's `date-time`.
///
/// What a service wrote in another way (with an offset, with zeros after the seconds) is kept and
/// written back. Two are equal when the instants are.
#[derive(Clone)]
pub struct DateTime {
    instant: Timestamp,
    /// The text that was read, where it differs from the one that would be written.
    written: Option<Box<str>>,
}

/// An instant, written as RFC 2822 asks: `Fri, 21 Oct 2016 11:37:03 +0000`.
///
/// What a service wrote in another way (with an offset, without the day's name) is kept and written
/// back. Two are equal when the instants are.
#[derive(Clone)]
pub struct DateTimeRfc2822 {
    instant: Timestamp,
    written: Option<Box<str>>,
}

/// What both kinds of instants have.
macro_rules! instant {
    ($name:ident, $rule:literal, $parse:expr, $same:expr, $write:expr) => {
        impl $name {
            /// The instant.
            pub const fn timestamp(&self) -> Timestamp {
                self.instant
            }
        }

        impl From<Timestamp> for $name {
            fn from(instant: Timestamp) -> Self {
                Self {
                    instant,
                    written: None,
                }
            }
        }

        impl From<$name> for Timestamp {
            fn from(value: $name) -> Self {
                value.instant
            }
        }

        impl Deref for $name {
            type Target = Timestamp;

            fn deref(&self) -> &Timestamp {
                &self.instant
            }
        }

        impl FromStr for $name {
            type Err = TextError;

            fn from_str(text: &str) -> Result<Self, TextError> {
                let instant =
                    $parse(text).ok_or_else(|| TextError::new(stringify!($name), $rule, text))?;
                let mut read = Self {
                    instant,
                    written: None,
                };
                if !$same(text) && read.to_string() != text {
                    read.written = Some(text.into());
                }
                Ok(read)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match &self.written {
                    Some(text) => f.write_str(text),
                    None => $write(&self.instant, f),
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.instant == other.instant
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.instant.cmp(&other.instant)
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.instant.hash(state);
            }
        }

        impl Place for $name {
            fn blank() -> Self {
                Self::from(Timestamp::UNIX_EPOCH)
            }
            fn take(&mut self, _: Option<Lack>) -> Slot<'_> {
                Slot::Text(self)
            }
            fn view(&self) -> View<'_> {
                match &self.written {
                    Some(text) => View::Str(text),
                    None => View::Shown(self),
                }
            }
        }

        text_place! { $name }
    };
}

/// What all dates and times have.
macro_rules! text_place {
    ($name:ident) => {
        impl crate::place::Text for $name {
            fn parse(&mut self, text: &str) -> Result<(), TextError> {
                text.parse().map(|value| *self = value)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = TextError;

            fn try_from(text: &str) -> Result<Self, TextError> {
                text.parse()
            }
        }

        crate::__private::shims! { $name }
    };
}

instant!(
    DateTime,
    "it is not a date-time of RFC 3339",
    |text: &str| text.parse::<Timestamp>().ok(),
    is_plain,
    |instant: &Timestamp, f: &mut fmt::Formatter<'_>| fmt::Display::fmt(instant, f)
);

instant!(
    DateTimeRfc2822,
    "it is not a date-time of RFC 2822",
    |text: &str| jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(text)
        .ok(),
    |_: &str| false,
    |instant: &Timestamp, f: &mut fmt::Formatter<'_>| {
        write!(f, "{}", instant.strftime("%a, %d %b %Y %H:%M:%S +0000"))
    }
);

/// Whether a text that is a date-time has the form `2016-10-21T11:37:03Z`, which is what is written:
/// most texts need no comparison then.
fn is_plain(text: &str) -> bool {
    let form = b"0000-00-00T00:00:00Z";
    let bytes = text.as_bytes();
    let same = |(&byte, &form): (&u8, &u8)| {
        if form == b'0' {
            byte.is_ascii_digit()
        } else {
            byte == form
        }
    };
    // A leap second is read as the second before it.
    bytes.len() == form.len() && bytes.iter().zip(form).all(same) && &bytes[17..19] != b"60"
}

/// A day, written as RFC 3339 asks: `2016-10-21`. OpenAPI's `date`.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Date(civil::Date);

impl Date {
    /// The day.
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

impl Place for Date {
    fn blank() -> Self {
        Self(civil::Date::ZERO)
    }
    fn take(&mut self, _: Option<Lack>) -> Slot<'_> {
        Slot::Text(self)
    }
    fn view(&self) -> View<'_> {
        View::Shown(self)
    }
}

text_place! { Date }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times_are_written_as_they_were_read() {
        for text in [
            "2016-10-21T11:37:03Z",
            "2016-10-21T11:37:03.120Z",
            "2016-10-21T13:37:03+02:00",
            "2016-12-31T23:59:60Z",
        ] {
            assert_eq!(text.parse::<DateTime>().unwrap().to_string(), text);
        }
        let (one, other): (DateTime, DateTime) = (
            "2016-10-21T11:37:03Z".parse().unwrap(),
            "2016-10-21T13:37:03+02:00".parse().unwrap(),
        );
        assert_eq!(one, other);
        assert!("2016-10-21".parse::<DateTime>().is_err());
        assert!("2016-10-21T11:37:03".parse::<DateTime>().is_err());
    }

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

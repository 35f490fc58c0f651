//! Instants in the format of RFC 3339, and in similar formats that services use.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;

use crate::model::field_slot::{Absence, DecodeTarget, EncodeSource, Exactness, FieldSlot, Text};
use crate::model::text::TextError;
use crate::model::time::{instant, text_traits};

/// An instant in the format of RFC 3339, section 5.6: OpenAPI's `date-time`.
///
/// Similar formats from services are accepted: without an offset, UTC is assumed, and a date alone is the
/// beginning of the day. `Display` and `Serialize` write exactly the text that was read. A request is sent in
/// UTC with `Z`, for example `2016-10-21T11:37:03Z`, with a fraction of a second if it is not zero.
///
/// A fraction may have any number of digits, as in RFC 3339. The instant and `Display` have the first nine
/// (nanoseconds); a model from a response is encoded with all of them. `24:00:00`, the end of a day in ISO
/// 8601, is the beginning of the next day.
///
/// Instants range from `0000-01-01T00:00:00Z`, the earliest in RFC 3339, to `9999-12-30T22:00:00Z` and a
/// fraction, the latest [`Timestamp`]. Other instants are an error, including `9999-12-31T23:59:59Z`.
///
/// Two values are equal if their instants are, in whatever format.
#[derive(Clone, Copy)]
pub struct DateTime {
    instant: Timestamp,
    form: Form,
}

/// The format of an instant.
#[derive(Clone, Copy, Eq, PartialEq)]
struct Form {
    /// The number of digits of the fraction; [`NATURAL`] for as many as necessary.
    digits: u8,
    extent: Extent,
    separator: u8,
    offset: OffsetForm,
    /// The second is 60 (a leap second).
    leap: bool,
    /// The hour is 24.
    end_of_day: bool,
    /// The fraction has more digits than are kept.
    cut: bool,
}

const NATURAL: u8 = u8::MAX;

#[derive(Clone, Copy, Eq, PartialEq)]
enum Extent {
    Day,
    Minute,
    Second,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum OffsetForm {
    None,
    /// `Z` or `z`.
    Letter(u8),
    /// `+02:00`.
    Colon(Shift),
    /// `+0200`.
    Plain(Shift),
    /// `+02`.
    Hours(Shift),
}

/// Minutes east of Greenwich.
#[derive(Clone, Copy, Eq, PartialEq)]
struct Shift {
    west: bool,
    minutes: i16,
}

impl Shift {
    fn offset(self) -> Option<Offset> {
        let seconds = i32::from(self.minutes) * 60;
        Offset::from_seconds(if self.west { -seconds } else { seconds }).ok()
    }
}

impl Form {
    /// The format in requests.
    const SENT: Self = Self {
        digits: NATURAL,
        extent: Extent::Second,
        separator: b'T',
        offset: OffsetForm::Letter(b'Z'),
        leap: false,
        end_of_day: false,
        cut: false,
    };

    fn offset(self) -> Offset {
        match self.offset {
            OffsetForm::None | OffsetForm::Letter(_) => Offset::UTC,
            OffsetForm::Colon(shift) | OffsetForm::Plain(shift) | OffsetForm::Hours(shift) => {
                shift.offset().unwrap_or(Offset::UTC)
            }
        }
    }

    /// Why RFC 3339, section 5.6, does not allow this format. It lets applications write a space instead of
    /// `T`.
    fn flaw(self) -> Option<&'static str> {
        Some(match (self.extent, self.offset) {
            _ if self.end_of_day => "RFC 3339 has no hour 24",
            (Extent::Day, _) => "it has no time of day",
            (Extent::Minute, _) => "it has no seconds",
            (Extent::Second, OffsetForm::None) => "it has no offset",
            (Extent::Second, OffsetForm::Plain(_)) => "its offset has no colon",
            (Extent::Second, OffsetForm::Hours(_)) => "its offset has no minutes",
            (Extent::Second, OffsetForm::Letter(_) | OffsetForm::Colon(_)) => return None,
        })
    }
}

impl DateTime {
    /// The instant.
    pub const fn timestamp(&self) -> Timestamp {
        self.instant
    }

    /// The same instant in UTC, the format of requests.
    pub const fn in_utc(self) -> Self {
        Self {
            instant: self.instant,
            form: Form::SENT,
        }
    }
}

impl From<Timestamp> for DateTime {
    fn from(instant: Timestamp) -> Self {
        Self {
            instant,
            form: Form::SENT,
        }
    }
}

/// Parses a text from its beginning.
struct Cursor<'t>(&'t [u8]);

impl Cursor<'_> {
    fn number(&mut self, digits: usize) -> Option<i16> {
        let (read, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        read.iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + i16::from(byte - b'0'))
        })
    }

    fn byte(&mut self, any_of: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        any_of.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }

    fn day(&mut self) -> Option<civil::Date> {
        let year = self.number(4)?;
        self.byte(b"-")?;
        let month = self.number(2)?;
        self.byte(b"-")?;
        civil::Date::new(year, month as i8, self.number(2)? as i8).ok()
    }

    /// The time of day without its fraction; hour 24 becomes hour 0 and is recorded in the format.
    fn time(&mut self, form: &mut Form) -> Option<civil::Time> {
        let mut hour = self.number(2)?;
        form.end_of_day = hour == 24;
        hour = if form.end_of_day { 0 } else { hour };
        self.byte(b":")?;
        let minute = self.number(2)?;
        let mut second = 0;
        form.extent = Extent::Minute;
        if self.byte(b":").is_some() {
            form.extent = Extent::Second;
            second = self.number(2)?;
            form.leap = second == 60;
            second = if form.leap { 59 } else { second };
        }
        civil::Time::new(hour as i8, minute as i8, second as i8, 0).ok()
    }

    /// The nanoseconds of a fraction; further digits are dropped.
    fn fraction(&mut self, form: &mut Form) -> Option<i32> {
        form.digits = 0;
        if form.extent != Extent::Second || self.byte(b".").is_none() {
            return Some(0);
        }
        let mut nanoseconds = 0;
        while let Some(byte) = self.byte(b"0123456789") {
            form.cut = form.digits == 9;
            if !form.cut {
                form.digits += 1;
                nanoseconds = nanoseconds * 10 + i32::from(byte - b'0');
            }
        }
        (form.digits > 0).then(|| nanoseconds * 10_i32.pow(9 - u32::from(form.digits)))
    }

    fn offset(&mut self) -> Option<OffsetForm> {
        if self.0.is_empty() {
            return Some(OffsetForm::None);
        }
        if let Some(letter) = self.byte(b"Zz") {
            return Some(OffsetForm::Letter(letter));
        }
        let west = self.byte(b"+-")? == b'-';
        let hours = self.number(2)?;
        let shift = |minutes: i16| {
            (hours < 24 && minutes < 60).then_some(Shift {
                west,
                minutes: hours * 60 + minutes,
            })
        };
        Some(if self.0.is_empty() {
            OffsetForm::Hours(shift(0)?)
        } else if self.byte(b":").is_some() {
            OffsetForm::Colon(shift(self.number(2)?)?)
        } else {
            OffsetForm::Plain(shift(self.number(2)?)?)
        })
    }
}

/// The beginning of year 0 in UTC: RFC 3339 cannot express earlier instants.
const FIRST: i64 = -62_167_219_200;

/// A parsed instant with its format.
struct Written {
    time: civil::DateTime,
    nanoseconds: i32,
    form: Form,
}

impl Written {
    fn instant(&self) -> Result<Timestamp, &'static str> {
        let late =
            "it is after 9999-12-30T22:00:00.999999999Z, the latest instant that is supported";
        let offset = self.form.offset();
        let whole = match offset.to_timestamp(self.time) {
            Ok(whole) => whole.as_second(),
            Err(_) if self.time.year() > 0 => return Err(late),
            Err(_) => i64::MIN,
        };
        if whole < FIRST {
            return Err("it is before 0000-01-01T00:00:00Z, the earliest instant of RFC 3339");
        }
        Timestamp::new(whole, self.nanoseconds).map_err(|_| late)
    }
}

fn parse(text: &str) -> Option<Written> {
    let mut cursor = Cursor(text.as_bytes());
    let mut form = Form {
        digits: 0,
        extent: Extent::Day,
        separator: b'T',
        offset: OffsetForm::None,
        leap: false,
        end_of_day: false,
        cut: false,
    };
    let mut day = cursor.day()?;
    let (mut time, mut nanoseconds) = (civil::Time::midnight(), 0);
    if !cursor.0.is_empty() {
        form.separator = cursor.byte(b"Tt ")?;
        time = cursor.time(&mut form)?;
        nanoseconds = cursor.fraction(&mut form)?;
        form.offset = cursor.offset()?;
    }
    if form.end_of_day {
        let is_midnight = time == civil::Time::midnight() && !form.leap && nanoseconds == 0;
        day = is_midnight.then(|| day.tomorrow().ok())??;
    }
    if !cursor.0.is_empty() {
        return None;
    }
    Some(Written {
        time: day.to_datetime(time),
        nanoseconds,
        form,
    })
}

impl FromStr for DateTime {
    type Err = TextError;

    /// Parses the formats of RFC 3339, and those without an offset, without seconds, with a space instead of
    /// `T`, with an offset without its colon or minutes, with hour 24, and dates alone.
    fn from_str(text: &str) -> Result<Self, TextError> {
        let refused = |rule: &str| TextError::new("DateTime", rule, text);
        let written = parse(text).ok_or_else(|| refused("it is not a date-time of RFC 3339"))?;
        Ok(Self {
            instant: written.instant().map_err(refused)?,
            form: written.form,
        })
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = self.form;
        if form == Form::SENT {
            return fmt::Display::fmt(&self.instant, f);
        }
        let civil = form.offset().to_datetime(self.instant);
        let (day, hour) = match civil.date().yesterday() {
            Ok(before) if form.end_of_day => (before, 24),
            _ => (civil.date(), civil.hour()),
        };
        write!(f, "{day}")?;
        if form.extent == Extent::Day {
            return Ok(());
        }
        let separator = char::from(form.separator);
        write!(f, "{separator}{hour:02}:{:02}", civil.minute())?;
        if form.extent == Extent::Second {
            let second = if form.leap { 60 } else { civil.second() };
            write!(f, ":{second:02}")?;
        }
        if form.digits > 0 {
            let digits = usize::from(form.digits);
            let fraction = format!("{:09}", civil.subsec_nanosecond());
            write!(f, ".{}", &fraction[..digits.min(9)])?;
        }
        let sign = |shift: Shift| if shift.west { '-' } else { '+' };
        let parts = |shift: Shift| (shift.minutes / 60, shift.minutes % 60);
        match form.offset {
            OffsetForm::None => Ok(()),
            OffsetForm::Letter(letter) => write!(f, "{}", char::from(letter)),
            OffsetForm::Colon(shift) => {
                let (hours, minutes) = parts(shift);
                write!(f, "{}{hours:02}:{minutes:02}", sign(shift))
            }
            OffsetForm::Plain(shift) => {
                let (hours, minutes) = parts(shift);
                write!(f, "{}{hours:02}{minutes:02}", sign(shift))
            }
            OffsetForm::Hours(shift) => write!(f, "{}{:02}", sign(shift), parts(shift).0),
        }
    }
}

impl FieldSlot for DateTime {
    fn blank() -> Self {
        Self::from(Timestamp::UNIX_EPOCH)
    }
    fn take(&mut self, _: Option<Absence>) -> DecodeTarget<'_> {
        DecodeTarget::Text(self)
    }
    fn view(&self) -> EncodeSource<'_> {
        EncodeSource::DateTime(*self)
    }
}

impl Text for DateTime {
    fn parse(&mut self, text: &str) -> Result<(), TextError> {
        text.parse().map(|value| *self = value)
    }
    fn declared(&self) -> &'static str {
        "a date-time"
    }
    fn exactness(&self) -> Exactness {
        match self.form.flaw() {
            Some(flaw) => Exactness::OtherForm(flaw),
            None if self.form.cut => Exactness::Cut,
            None => Exactness::Exact,
        }
    }
}

instant! { DateTime }
text_traits! { DateTime }

#[cfg(test)]
#[path = "date_time_tests.rs"]
mod tests;

use super::*;

fn read(text: &str) -> DateTime {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn what_is_read_is_written_letter_by_letter() {
    for (text, instant) in [
        ("2016-10-21T11:37:03Z", "2016-10-21T11:37:03Z"),
        ("2016-10-21T11:37:03.120Z", "2016-10-21T11:37:03.12Z"),
        ("2016-10-21T11:37:03.000Z", "2016-10-21T11:37:03Z"),
        (
            "2016-10-21T11:37:03.123456789Z",
            "2016-10-21T11:37:03.123456789Z",
        ),
        ("2016-10-21T13:37:03+02:00", "2016-10-21T11:37:03Z"),
        ("2016-10-21T13:37:03+0200", "2016-10-21T11:37:03Z"),
        ("2016-10-21T13:37:03+02", "2016-10-21T11:37:03Z"),
        ("2016-10-21T11:37:03-00:00", "2016-10-21T11:37:03Z"),
        ("2016-10-21T06:07:03.5-05:30", "2016-10-21T11:37:03.5Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2016-10-21t11:37:03z", "2016-10-21T11:37:03Z"),
        ("2016-10-21 11:37:03", "2016-10-21T11:37:03Z"),
        ("2016-10-21T11:37", "2016-10-21T11:37:00Z"),
        ("2016-10-21", "2016-10-21T00:00:00Z"),
        ("2016-12-31T24:00:00Z", "2017-01-01T00:00:00Z"),
        ("2016-10-21 24:00", "2016-10-22T00:00:00Z"),
        ("2016-10-21T24:00:00.0+02:00", "2016-10-21T22:00:00Z"),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
    ] {
        assert_eq!(read(text).to_string(), text);
        assert_eq!(read(text).in_utc().to_string(), instant);
        assert_eq!(read(text), read(instant), "{text}");
    }
}

#[test]
fn what_cannot_be_written_again_is_not_read() {
    for text in [
        "",
        "2016",
        "2016-10-21T",
        "2016-10-21T11",
        "2016-10-21T11:37:03.Z",
        "2016-02-30",
        "2016-10-21T24:00:01Z",
        "2016-10-21T24:01:00Z",
        "2016-10-21T24:00:00.1Z",
        "2016-10-21T25:00:00Z",
        "2016-10-21T11:37:61Z",
        "2016-10-21T11:37:03+24:00",
        "2016-10-21T11:37:03,5Z",
        "2016-10-21T11:37:03 Z",
        "2016-10-21T11:37:03Z ",
        "20161021T113703Z",
        "-2016-10-21",
        "2016-1-2",
    ] {
        assert!(text.parse::<DateTime>().is_err(), "{text}");
    }
}

#[test]
fn instants_have_bounds() {
    for text in [
        "0000-01-01T00:00:00Z",
        "0000-01-01T02:00:00+02:00",
        "1969-12-31T23:59:59.5Z",
        "9999-12-30T22:00:00Z",
        "9999-12-31T00:00:00+02:00",
    ] {
        assert_eq!(read(text).to_string(), text);
    }
    for (text, reason) in [
        ("0000-01-01T00:00:00+12:00", "it is before 0000-01-01"),
        ("9999-12-31T23:59:59Z", "it is after 9999-12-30T22"),
        ("9999-12-31T23:59:59-12:00", "it is after 9999-12-30T22"),
        ("9999-12-31", "it is after 9999-12-30T22"),
    ] {
        let error = text.parse::<DateTime>().unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}

/// RFC 3339, section 5.6: `time-secfrac = "." 1*DIGIT`.
#[test]
fn fractions_have_any_number_of_digits() {
    let zeros = format!("2016-10-21T11:37:03.{}Z", "0".repeat(1_000));
    for (text, instant, exactness) in [
        (
            "2016-10-21T11:37:03.1234567899+02:00",
            "2016-10-21T09:37:03.123456789Z",
            Exactness::Cut,
        ),
        (&zeros, "2016-10-21T11:37:03Z", Exactness::Cut),
        (
            "2016-10-21T11:37:03.999999999Z",
            "2016-10-21T11:37:03.999999999Z",
            Exactness::Exact,
        ),
    ] {
        assert_eq!(read(text).in_utc().to_string(), instant);
        assert_eq!(read(text).exactness(), exactness, "{text}");
    }
}

#[test]
fn what_is_made_is_in_utc() {
    let made = DateTime::from(read("2016-10-21T13:37:03.500+02:00").timestamp());
    assert_eq!(made.to_string(), "2016-10-21T11:37:03.5Z");
    assert_eq!(String::from(made), "2016-10-21T11:37:03.5Z");
}

#[test]
fn other_forms_than_the_declared_one_are_told_apart() {
    for (text, reason) in [
        ("2016-10-21T11:37:03", "it has no offset"),
        ("2016-10-21T11:37Z", "it has no seconds"),
        ("2016-10-21T11:37:03+0200", "its offset has no colon"),
        ("2016-10-21T11:37:03+02", "its offset has no minutes"),
        ("2016-10-21T24:00:00Z", "RFC 3339 has no hour 24"),
        ("2016-10-21", "it has no time of day"),
    ] {
        let told = Exactness::OtherForm(reason);
        assert_eq!(read(text).exactness(), told, "{text}");
    }
    let exact = read("2016-10-21T11:37:03+02:00").exactness();
    assert_eq!(exact, Exactness::Exact);
}

use super::{Lengths, Run, Shape, analyse, with_lengths};
use proptest::prelude::*;

const HEX: [(u8, u8); 3] = [(b'0', b'9'), (b'A', b'F'), (b'a', b'f')];

fn shape(pattern: &str) -> Shape {
    analyse(pattern)
        .unwrap_or_else(|error| panic!("{pattern}: {error}"))
        .shape
}

fn literal(text: &str) -> Run {
    Run::Literal(text.to_owned())
}

fn class(ranges: &[(u8, u8)], count: u32) -> Run {
    Run::Class {
        ranges: ranges.to_vec(),
        count,
    }
}

/// Whether a text matches, by the engine or by the shape.
fn is_match(pattern: &str, text: &str) -> bool {
    match shape(pattern) {
        Shape::Regex { rust } => compile(&rust).is_match(text),
        other => other
            .matches(text)
            .unwrap_or_else(|| panic!("{pattern}: {other:?}")),
    }
}

fn compile(rust: &str) -> regex::Regex {
    regex::Regex::new(rust).unwrap_or_else(|error| panic!("{rust}: {error}"))
}

#[test]
fn a_sid_is_fixed() {
    let expected = Shape::Fixed {
        width: 34,
        alternatives: vec![vec![literal("IS"), class(&HEX, 32)]],
    };
    assert_eq!(shape("^IS[0-9a-fA-F]{32}$"), expected);
    assert_eq!(shape(r"^(?:I)S[\da-fA-F]{16}[a-f0-9A-F]{16}$"), expected);
    assert_eq!(
        expected.example().as_deref(),
        Some("IS00000000000000000000000000000000")
    );
}

#[test]
fn alternatives_are_expanded() {
    let Shape::Fixed {
        width,
        alternatives,
    } = shape("^(SM|MM)[0-9a-fA-F]{32}$")
    else {
        panic!("not fixed");
    };
    assert_eq!(width, 34);
    assert_eq!(
        alternatives,
        [
            vec![literal("SM"), class(&HEX, 32)],
            vec![literal("MM"), class(&HEX, 32)]
        ]
    );
    let codes: Vec<String> = (0..40_u8)
        .map(|n| format!("{}{}", (b'A' + n % 26) as char, n % 10))
        .collect();
    let many = shape(&format!("^({})[0-9a-f]{{32}}$", codes.join("|")));
    assert!(matches!(many, Shape::Fixed { width: 34, .. }), "{many:?}");
    for code in codes {
        assert_eq!(
            many.matches(&format!("{code}{}", "0a".repeat(16))),
            Some(true)
        );
    }
    for pattern in [
        "^a$|^b$",
        "^(a|b)$",
        "^(?:(x|y)z|ab)$",
        "^((a|b)(c|d)){2}$",
        "^[A-Z0-9]{6}$",
        "^a{3}$",
    ] {
        assert!(matches!(shape(pattern), Shape::Fixed { .. }), "{pattern}");
    }
}

#[test]
fn what_is_not_fixed() {
    for pattern in [
        "OR[0-9a-f]{32}",
        "^OR[0-9a-f]{32}",
        "OR[0-9a-f]{32}$",
        "^a|b$",
        "^a+$",
        "^a?$",
        "^(a|bc)$",
        "^ü$",
        "^[a-zü]{3}$",
        "^[acegi]$",
        "^a{256}$",
        "^$",
        "^([ab]{2}|c){7}$",
        r"^\S{3}$",
        "^.{3}$",
        "^a^b$",
        "^aia_asst_.+$",
        r"^\bab$",
    ] {
        assert!(
            matches!(shape(pattern), Shape::Regex { .. }),
            "{pattern}: {:?}",
            shape(pattern)
        );
    }
}

#[test]
fn what_is_no_constraint() {
    for pattern in [
        "",
        ".*",
        "a*",
        "(?:)",
        "a?|b",
        r"^[\s\S]*$",
        "^[^]*$",
        r"^[\d\D]*",
        "^",
        "x{0}",
    ] {
        assert_eq!(shape(pattern), Shape::Any, "{pattern}");
    }
    assert_ne!(shape("^.*$"), Shape::Any, "a line end does not match");
}

#[test]
fn what_rust_cannot_say() {
    for pattern in [
        "(?=a)b",
        "(?!a)",
        "(?<=a)b",
        "(?<!a)b",
        r"(a)\1",
        r"(?<n>a)\k<n>",
        r"^a\Z",
        r"\Aa",
        "(?i)abc",
        "(?i:a)b",
        "(?P<n>a)",
        "(?>a)",
        r"\B",
        r"\uD800",
        r"[\uD800-\uDFFF]",
        "/^a$/",
        "/^a$/i",
        "[]",
        "a[]",
        r"\p{Nonsense}",
        "(a{99999}){99999}",
        "(((a{255}){255}){255}){255}",
        "^.{60000}$",
        r"\p{L}{1000}",
    ] {
        assert!(
            matches!(shape(pattern), Shape::Unchecked { .. }),
            "{pattern}: {:?}",
            shape(pattern)
        );
    }
    let deep = format!("{}{}", "(?:a".repeat(500), ")".repeat(500));
    assert!(
        matches!(shape(&deep), Shape::Unchecked { .. }),
        "{:?}",
        shape(&deep)
    );
}

#[test]
fn mistakes_have_a_place() {
    for (pattern, offset) in [
        ("a(b", 1),
        ("ab)", 2),
        ("[a", 0),
        ("é[a", 1),
        ("*a", 0),
        ("a**", 2),
        ("^*", 1),
        ("(+)", 1),
        ("a{2}{3}", 4),
        ("a{3,2}", 1),
        ("[z-a]", 1),
        ("a\\", 1),
        ("(?<>a)", 3),
        ("(?<a", 3),
        ("(?", 1),
        ("(?*a)", 1),
        ("a|?", 2),
        ("{1}", 0),
        ("[a\\", 2),
        ("(?=a)(", 5),
    ] {
        let error = analyse(pattern).expect_err(pattern);
        assert_eq!(error.offset, offset, "{pattern}: {error}");
    }
}

#[test]
fn the_meaning_is_that_of_ecma() {
    for (pattern, yes, no) in [
        ("OR[0-9]", "xOR1x", "or1"),
        ("^a.b$", "a-b", "a\nb"),
        ("^a.b$", "a\u{85}b", "a\u{2028}b"),
        ("^a$", "a", "a\n"),
        (r"^\d+$", "42", "٤٢"),
        (r"^\w+$", "a_9", "é"),
        (r"^\W+$", "é", "a"),
        (r"^\s$", "\u{FEFF}", "\u{85}"),
        (r"^\s$", "\u{3000}", "x"),
        (r"^\S+$", "\u{85}", "\u{A0}"),
        (r"^[\s\d]+$", "1 2", "a"),
        (r"^[^\s\d]+$", "ab", "a1"),
        (r"^[\D]+$", "ab", "a1"),
        (r"^\x41\u0042\u{43}\cJ\0$", "ABC\n\0", "ABC"),
        (r"^\uD83D\uDE00$", "😀", "x"),
        (r"^[\uD83D\uDE00-\uD83D\uDE4F]$", "😀", "x"),
        (r"^a\/b\-c\_$", "a/b-c_", "ab"),
        ("^a{,5}$", "a{,5}", "aaa"),
        ("^{a}$", "{a}", "a"),
        ("^a]}$", "a]}", "a"),
        (r"^[\w-.]+$", "a-.", "a+"),
        ("^[-a]+$", "-a", "b"),
        ("^[a-]+$", "a-", "b"),
        (r"^[a&&b]+$", "a&b", "c"),
        (r"^[a~~b[]+$", "a~[", "c"),
        (r"^[\b]$", "\u{8}", "b"),
        (r"\bab\b", "x ab", "éxab"),
        (r"\bab\b", "éabé", "xab"),
        (r"^\101\8$", "A8", "101"),
        ("^(?<year>[0-9]{4,})$", "2024", "x"),
        ("^[^]x$", "\nx", "x"),
        (r"^\p{Lu}+$", "É", "é"),
        (r"^[\p{L}']+$", "é'", "1"),
        (
            "^BU[0-9a-f]{2}(,BU[0-9a-f]{2}){0,19}$",
            "BU0a,BU1b",
            "BU0a,",
        ),
        ("^a #b$", "a #b", "a"),
        ("^a+?$", "aa", ""),
        ("^\u{1F600}$", "😀", ""),
    ] {
        assert!(
            is_match(pattern, yes),
            "{pattern} should match {yes:?}: {:?}",
            shape(pattern)
        );
        assert!(
            !is_match(pattern, no),
            "{pattern} should not match {no:?}: {:?}",
            shape(pattern)
        );
    }
}

#[test]
fn a_regex_that_is_offered_compiles() {
    for pattern in [
        "^.{0,4096}$",
        r"^[^a]{1,1900}$",
        "^[a-z ]{1,49000}$",
        r"^(\p{L}[0-9]){1,14}$",
        r"^[\p{L}\p{N} ]{1,8}$",
        "^(é|ü){2999}$",
        "^[^a]{1,4000}$",
        "^é{0,49000}$",
        "^(ab?){0,24000}$",
        r"^\S{1,900}$",
        "^(a|b|c|[d-z]x){1,3000}$",
    ] {
        match shape(pattern) {
            Shape::Regex { rust } => drop(compile(&rust)),
            other => panic!("{pattern}: {other:?}"),
        }
    }
}

#[test]
fn lengths_beside_a_pattern() {
    let sid = shape("^IS[0-9a-f]{32}$");
    assert_eq!(with_lengths(&sid, Some(34), Some(34)), Lengths::Implied);
    assert_eq!(with_lengths(&sid, None, Some(64)), Lengths::Implied);
    assert_eq!(
        with_lengths(&sid, Some(35), None),
        Lengths::Contradiction { width: 34 }
    );
    assert_eq!(
        with_lengths(&sid, None, Some(33)),
        Lengths::Contradiction { width: 34 }
    );
    assert_eq!(
        with_lengths(&shape("^a+$"), Some(1), None),
        Lengths::Separate
    );
    assert_eq!(
        with_lengths(&shape("^a+$"), Some(0), None),
        Lengths::Implied
    );
}

/// A fixed pattern, and texts that nearly match it.
fn pieces() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        Just("A"),
        Just("z9"),
        Just("[0-9]"),
        Just("[0-9a-fA-F]"),
        Just("[xz]"),
        Just(r"\d"),
        Just("(?:AB|C[D-F])"),
        Just(r"\."),
        Just("(a|b)"),
        Just("[^\\x00-\\x40\\x7b-\\uffff\u{10000}-\u{10ffff}]"),
        Just("-")
    ];
    let piece = (
        atom,
        prop_oneof![4 => Just(String::new()), 1 => (1..4_u8).prop_map(|n| format!("{{{n}}}"))],
    )
        .prop_map(|(atom, times)| format!("{atom}{times}"));
    prop::collection::vec(piece, 1..4).prop_map(|pieces| format!("^{}$", pieces.concat()))
}

proptest! {
    #[test]
    fn fixed_agrees_with_the_engine(pattern in pieces(), seed in "[A-Fa-fxz0-9.\\-é]{0,9}", at in 0..9_usize, with in "[A-Fxz.\n]") {
        let shape = shape(&pattern);
        let engine = compile(&super::ecma::translate(&pattern).expect("it is valid").rust);
        let Some(example) = shape.example() else { return Ok(()) };
        prop_assert!(engine.is_match(&example));
        let mut near: Vec<char> = example.chars().collect();
        let place = at % near.len();
        near[place] = with.chars().next().expect("the strategy makes one");
        let near: String = near.into_iter().collect();
        for text in [&example, &near, &seed, &format!("{example}\n"), &format!("{near}{with}"), &example[1..].to_owned()] {
            prop_assert_eq!(shape.matches(text), Some(engine.is_match(text)), "{} {:?}", pattern, text);
        }
    }

    #[test]
    fn nothing_panics(pattern in r"[\[\](){}|*+?^$.\\a-c0-9,\-:=!<>uxkpPdé]{0,14}") {
        if let Ok(Shape::Regex { rust }) = analyse(&pattern).map(|pattern| pattern.shape) {
            compile(&rust);
        }
    }

    #[test]
    fn literals_stay_literal(text in r"[ -~\n\té]{1,12}") {
        let escape = |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) };
        let escaped: String = text.chars().map(escape).collect();
        for pattern in [format!("^{escaped}$"), format!("^[{escaped}]+$")] {
            prop_assert!(is_match(&pattern, &text));
        }
    }
}

use super::{markdown, summary};
use proptest::prelude::*;

#[test]
fn nasty_descriptions() {
    for (text, expected) in [
        ("", ""),
        ("  \n\t", ""),
        ("Plain.  \r\nTwo lines.\r", "Plain.\\\nTwo lines."),
        ("One\n\n\n\nTwo ", "One\n\nTwo"),
        ("```\nlet x = 1;\n```", "```text\nlet x = 1;\n```"),
        ("```rust,no_run\nx\n```", "```text\nx\n```"),
        (
            "~~~json\n{\n  \"a\": 1\n}",
            "```json\n{\n  \"a\": 1\n}\n```",
        ),
        ("````\n```\n````", "````text\n```\n````"),
        (
            "Say:\n\n    let x = 1;\n    y",
            "Say:\n\n```text\nlet x = 1;\ny\n```",
        ),
        ("    All of it\n    indented", "All of it indented"),
        ("Vec<String> and <Tag>", "Vec\\<String> and \\<Tag>"),
        (
            "<b>bold</b>, <i>it</i>,<br/>new, <code>a_b</code>",
            "**bold**, *it*,\\\nnew, `a_b`",
        ),
        (
            "See <a href=\"https://a.example/(x)\">the <b>page</b></a>.",
            "See [the **page**](https://a.example/%28x%29).",
        ),
        ("<p>One</p><ul><li>a</li><li>b</li></ul>", "One\n\n- a\n- b"),
        (
            "<pre><code>a <b>\n  c</code></pre>after",
            "```text\na\n  c\n```\n\nafter",
        ),
        ("a <!-- hidden --> b", "a b"),
        (
            "See [Option] and [`x`] and [a][b].",
            "See \\[Option\\] and \\[`x`\\] and \\[a\\]\\[b\\].",
        ),
        (
            "[a](https://b.example) [c](/docs) [d](#e) [f](Option)",
            "[a](https://b.example) c d f",
        ),
        (
            "![alt](https://b.example/i.png)",
            "[alt](https://b.example/i.png)",
        ),
        (
            "At https://a.example/x_y_z, or (http://b.example).",
            "At <https://a.example/x_y_z>, or (<http://b.example>).",
        ),
        (
            "<https://a.example> <x@y.example>",
            "<https://a.example> <x@y.example>",
        ),
        (
            "[https://a.example](https://a.example)",
            "<https://a.example>",
        ),
        (
            "a ` b * c _ d [ e < f ~~ g",
            "a \\` b \\* c \\_ d \\[ e \\< f \\~\\~ g",
        ),
        ("snake_case_name and _em_", "snake_case_name and *em*"),
        ("evil\u{202E}text\u{200B}\u{0}", "eviltext"),
        ("a */ b \"quote\" \\", "a \\*/ b \"quote\" \\\\"),
        (
            "| a | b |\n|---|:-:|\n| `x\\|y` | <br>z |",
            "| a | b |\n|---|:-:|\n| `x\\|y` | z |",
        ),
        (
            "- a\n  more\n- b\n    - c\n\n1) x\n2) y",
            "- a more\n- b\n  - c\n\n1. x\n2. y",
        ),
        ("- a\n\n  para\n- b", "- a\n\n  para\n\n- b"),
        ("> quoted\n> text", "> quoted text"),
        ("Title\n=====\ntext\n\n---", "# Title\n\ntext\n\n***"),
        (
            "1\\. no list\n\n\\- none\n\n\\# none",
            "1\\. no list\n\n\\- none\n\n\\# none",
        ),
        ("AT&amp;T &lt;x&gt; &copy;", "AT&T \\<x> ©"),
        ("&amp;lt;", "\\&lt;"),
    ] {
        assert_eq!(markdown(text), expected, "{text:?}");
    }
}

#[test]
fn long_lines_are_wrapped_and_stay_text() {
    let text = markdown(&"word - 1. # > + = ".repeat(40));
    assert!(text.lines().count() > 5);
    assert!(
        text.lines().all(|line| line.chars().count() <= 98),
        "{text}"
    );
    assert_eq!(markdown(&text), text);
    let code = markdown(&format!(
        "{} `a - b {}` end",
        "x ".repeat(45),
        "c ".repeat(10).trim()
    ));
    assert!(code.contains("\n`a - b c c"), "{code}");
}

#[test]
fn summaries_are_one_line() {
    assert_eq!(summary("One\ntwo.\n\nThree."), "One two.");
    assert_eq!(summary(""), "");
}

#[test]
fn depth_is_bounded() {
    for piece in [
        "> ",
        "- ",
        "[",
        "*a ",
        "<div>",
        "a` ",
        "<a href=x>",
        "| ",
        "&",
    ] {
        assert!(
            !markdown(&format!("{}x", piece.repeat(20_000))).is_empty(),
            "{piece}"
        );
    }
}

#[test]
fn a_tag_does_not_come_out_of_code() {
    let text = "``````<b> <b>0<b>```<b>``````<a href=x></a>```<b>```<b>";
    let markdown = markdown(text);
    let html = |event: &pulldown_cmark::Event<'_>| {
        matches!(
            event,
            pulldown_cmark::Event::Html(_) | pulldown_cmark::Event::InlineHtml(_)
        )
    };
    assert!(
        !pulldown_cmark::Parser::new(&markdown).any(|event| html(&event)),
        "{markdown}"
    );
}

proptest! {
    #[test]
    fn nothing_dangerous_is_left(text in "([ -~\n\t]|```|<b>|</a>|<a href=x>|    |https://a.b|\\[a\\]|é|\u{202E}){0,40}") {
        use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS;
        let markdown = markdown(&text);
        for line in markdown.lines() {
            prop_assert_eq!(line.trim_end(), line);
        }
        for event in Parser::new_ext(&markdown, options) {
            match event {
                Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => prop_assert!(false, "{:?} in {}", event, markdown),
                Event::Start(Tag::CodeBlock(kind)) => prop_assert!(
                    matches!(&kind, CodeBlockKind::Fenced(label) if !label.is_empty() && !label.contains("rust")), "{:?} in {}", kind, markdown
                ),
                Event::Start(Tag::Link { dest_url, .. }) => prop_assert!(dest_url.contains(':') || dest_url.contains('@'), "{} in {}", dest_url, markdown),
                _ => {}
            }
        }
    }
}

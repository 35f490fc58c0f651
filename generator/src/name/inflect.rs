//! A little English: the singular and the plural of one lower-case word.
//!
//! It is used only for names of types. An unknown word is changed by rule; a wrong guess gives an odd name,
//! never a wrong program.

/// Words that no rule covers: singular, plural.
const IRREGULAR: [(&str, &str); 26] = [
    ("alias", "aliases"),
    ("analysis", "analyses"),
    ("axis", "axes"),
    ("basis", "bases"),
    ("bus", "buses"),
    ("cache", "caches"),
    ("child", "children"),
    ("criterion", "criteria"),
    ("diagnosis", "diagnoses"),
    ("foot", "feet"),
    ("half", "halves"),
    ("hypothesis", "hypotheses"),
    ("index", "indices"),
    ("leaf", "leaves"),
    ("life", "lives"),
    ("man", "men"),
    ("matrix", "matrices"),
    ("movie", "movies"),
    ("person", "people"),
    ("quiz", "quizzes"),
    ("schema", "schemas"),
    ("self", "selves"),
    ("shelf", "shelves"),
    ("vertex", "vertices"),
    ("virus", "viruses"),
    ("woman", "women"),
];

/// Words that are the same in both numbers, or that are not counted.
const INVARIABLE: [&str; 31] = [
    "access",
    "as",
    "canvas",
    "chaos",
    "data",
    "dns",
    "equipment",
    "feedback",
    "gas",
    "https",
    "info",
    "information",
    "ios",
    "is",
    "kubernetes",
    "lens",
    "media",
    "metadata",
    "news",
    "pbs",
    "progress",
    "rss",
    "series",
    "sms",
    "software",
    "species",
    "this",
    "tls",
    "us",
    "was",
    "yes",
];

/// Endings of a singular that look like those of a plural.
const SINGULAR_ENDINGS: [&str; 4] = ["ss", "us", "is", "ics"];

/// The singular of a word; unchanged if it is singular already.
#[must_use]
pub fn singular(word: &str) -> String {
    if INVARIABLE.contains(&word) || SINGULAR_ENDINGS.iter().any(|ending| word.ends_with(ending)) {
        return word.to_owned();
    }
    if let Some((one, _)) = IRREGULAR
        .iter()
        .find(|(one, many)| *many == word || *one == word)
    {
        return (*one).to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies") {
        // `ties` and `dies` are too short for the rule of `entries`.
        let ending = if stem.len() > 1 { "y" } else { "ie" };
        return format!("{stem}{ending}");
    }
    let es = ["sses", "xes", "ches", "shes", "zzes", "uses", "iases"];
    if es.iter().any(|ending| word.ends_with(ending)) && !keeps_e(word) {
        return word[..word.len() - 2].to_owned();
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Whether the `e` before the final `s` belongs to the singular: `uses`, `causes`, `warehouses`.
fn keeps_e(word: &str) -> bool {
    let singulars = [
        "use", "cause", "clause", "pause", "house", "mouse", "axe", "ache", "niche", "fuse",
        "excuse", "phrase",
    ];
    word.strip_suffix('s')
        .is_some_and(|one| singulars.iter().any(|known| one.ends_with(known)))
        && !["statuses", "buses", "viruses", "bonuses", "focuses"].contains(&word)
}

/// The plural of a word; unchanged if it is plural already.
#[must_use]
pub fn plural(word: &str) -> String {
    if INVARIABLE.contains(&word) || word.ends_with("ics") || is_plural(word) {
        return word.to_owned();
    }
    if let Some((_, many)) = IRREGULAR.iter().find(|(one, _)| *one == word) {
        return (*many).to_owned();
    }
    let consonant_y = word
        .strip_suffix('y')
        .filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    if let Some(stem) = consonant_y.filter(|stem| !stem.is_empty()) {
        return format!("{stem}ies");
    }
    let hissing = ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|ending| word.ends_with(ending));
    format!("{word}{}", if hissing { "es" } else { "s" })
}

/// Whether a word is a plural that has another singular.
#[must_use]
pub fn is_plural(word: &str) -> bool {
    singular(word) != word
}

#[cfg(test)]
mod tests {
    use super::{is_plural, plural, singular};

    #[test]
    fn both_ways() {
        for (one, many) in [
            ("binding", "bindings"),
            ("address", "addresses"),
            ("status", "statuses"),
            ("policy", "policies"),
            ("key", "keys"),
            ("entity", "entities"),
            ("box", "boxes"),
            ("match", "matches"),
            ("push", "pushes"),
            ("house", "houses"),
            ("cause", "causes"),
            ("use", "uses"),
            ("case", "cases"),
            ("response", "responses"),
            ("service", "services"),
            ("message", "messages"),
            ("alias", "aliases"),
            ("child", "children"),
            ("person", "people"),
            ("cache", "caches"),
            ("purchase", "purchases"),
            ("tie", "ties"),
            ("bus", "buses"),
            ("process", "processes"),
            ("analysis", "analyses"),
            ("index", "indices"),
            ("release", "releases"),
        ] {
            assert_eq!(singular(many), one);
            assert_eq!(plural(one), many);
            assert_eq!(singular(one), one);
            assert_eq!(plural(many), many);
            assert!(is_plural(many) && !is_plural(one));
        }
    }

    #[test]
    fn words_of_one_form() {
        for word in [
            "media",
            "series",
            "news",
            "sms",
            "data",
            "metadata",
            "analytics",
            "s",
            "is",
            "",
        ] {
            assert_eq!(singular(word), word);
        }
        for word in ["media", "series", "sms", "news", "data", "analytics"] {
            assert_eq!(plural(word), word);
        }
    }
}

//! `[crate.replace]` of the manifest: Rust types for schemas, and the packages that have them.

use bindery::diagnostic::{Code, Diagnostic, Diagnostics};
use bindery::replace::{Dependency, Replacement, Replacements, Selector, TypePath, dependencies};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::manifest::{Entry, Places};
use crate::table::Table;

/// A table, and what its keys are.
type List = (&'static str, fn(String) -> Selector);

const LISTS: [List; 4] = [
    ("formats", Selector::Format),
    ("patterns", Selector::Pattern),
    ("schemas", Selector::Schema),
    ("pointers", Selector::Pointer),
];

/// The positions of dependencies, as entries of this list.
const DEPENDENCIES: &str = "replace.dependencies";

/// The keys of a type.
const KEYS: [&str; 4] = ["type", "with", "example", "dependency"];

/// Reads the table.
pub(crate) fn read(
    value: &Spanned<DeValue<'_>>,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) -> Replacements {
    let mut found = Replacements::new();
    let Some(mut table) = Table::of(value, "`replace`", diagnostics) else {
        return found;
    };
    let lists = LISTS.map(|(key, selector)| (selector, table.tables(key)));
    table.finish(&LISTS.map(|(key, _)| key));
    for (selector, entries) in lists {
        for (entry, place, value) in entries {
            let selector = selector(entry);
            places.insert((selector.list(), selector.entry().to_owned()), place);
            if let Some(replacement) = replacement(value, places, diagnostics) {
                found.insert(selector, replacement);
            }
        }
    }
    found
}

fn replacement(
    value: &Spanned<DeValue<'_>>,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) -> Option<Replacement> {
    let mut table = Table::of(value, "a type of `replace`", diagnostics)?;
    let ty = table.required("type", &KEYS);
    let with = table.string("with");
    let example = table.string("example");
    let dependency = table.string("dependency");
    table.finish(&KEYS);
    let mut wrong = |place, message, help| {
        diagnostics.push(Diagnostic::new(Code::Manifest, place, message).help(help));
    };
    let by_serde = match with.as_ref().map(|(with, place)| (with.as_str(), place)) {
        None | Some(("text", _)) => false,
        Some(("serde", _)) => true,
        Some((other, place)) => {
            let message = format!("`with` is `text` or `serde`, not `{other}`");
            let help =
                "`text` is for `FromStr` and `Display`, `serde` for `Deserialize` and `Serialize`";
            wrong(place.clone(), message, help.to_owned());
            false
        }
    };
    let dependency = dependency.and_then(|(line, place)| match self::dependency(&line) {
        Some(dependency) => {
            places.insert((DEPENDENCIES, dependency.name.clone()), place);
            Some(dependency)
        }
        None => {
            let message = format!("`{line}` is not a line of `[dependencies]`");
            wrong(
                place,
                message,
                "write it as in `Cargo.toml`: 'uuid = \"1\"'".to_owned(),
            );
            None
        }
    });
    let (text, place) = ty?;
    match TypePath::new(&text) {
        Ok(ty) => Some(Replacement {
            ty,
            by_serde,
            example: example.map(|(example, _)| example),
            dependency,
        }),
        Err(rule) => {
            let help = "write the path of a type: \"uuid::Uuid\"".to_owned();
            wrong(place, format!("`{text}` is not a type: {rule}"), help);
            None
        }
    }
}

/// A dependency, if the text is one line of TOML with one key.
fn dependency(line: &str) -> Option<Dependency> {
    let line = line.trim();
    let (table, errors) = DeTable::parse_recoverable(line);
    let mut keys = table.get_ref().keys();
    let name = keys.next()?.get_ref().to_string();
    let is_one = errors.is_empty() && keys.next().is_none() && !line.contains('\n');
    is_one.then(|| Dependency {
        name,
        line: line.to_owned(),
    })
}

/// The dependencies that a package with this `Cargo.toml` lacks, each with its diagnostic at its place in the manifest.
pub(crate) fn lacking(entry: &Entry, cargo_toml: &str) -> Vec<Diagnostic> {
    let (package, _) = DeTable::parse_recoverable(cargo_toml);
    let has = |name: &str| match package.get_ref().get("dependencies").map(Spanned::get_ref) {
        Some(DeValue::Table(table)) => table.contains_key(name),
        _ => false,
    };
    let needed = dependencies(&entry.target.replace).into_iter();
    let lacking = needed.filter(|it| !has(&it.name));
    let diagnostics = lacking.map(|Dependency { name, line }| {
        let place = entry.places.get(&(DEPENDENCIES, name.clone())).cloned();
        let file = entry.out.join("Cargo.toml");
        let file = crate::context::shown(&file);
        let message = format!("the package has no dependency `{name}`, whose types it uses");
        Diagnostic::new(Code::MissingDependency, place.unwrap_or_default(), message).help(format!(
            "add this line to `[dependencies]` of `{file}`: {line}"
        ))
    });
    diagnostics.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest;

    fn entries(replace: &str) -> (Vec<Entry>, Vec<String>) {
        let text = format!("[[crate]]\nname = 'a'\nspec = 'a.yaml'\nout = 'a'\n{replace}");
        let (entries, diagnostics) = manifest::tests::parsed(&text);
        let messages = diagnostics.iter().map(|it| it.message().to_owned());
        (entries, messages.collect())
    }

    #[test]
    fn types_are_read() {
        let (entries, messages) = entries(
            "[crate.replace]\nformats.uuid = { type = 'uuid::Uuid', dependency = 'uuid = \"1\"' }\n\
             schemas.Money = { type = 'shop::Money', with = 'serde', dependency = 'shop = { path = \"../shop\" }' }\n\
             patterns = { '^a$' = { type = 'shop::A', example = 'a' } }\n",
        );
        assert_eq!(messages, [""; 0]);
        let types = &entries[0].target.replace;
        let uuid = &types[&Selector::Format("uuid".to_owned())];
        assert_eq!((uuid.ty.name(), uuid.by_serde), ("Uuid", false));
        assert!(types[&Selector::Schema("Money".to_owned())].by_serde);
        let pattern = &types[&Selector::Pattern("^a$".to_owned())];
        assert_eq!(pattern.example.as_deref(), Some("a"));

        let package = "[dependencies]\nuuid = '1'\n";
        let helps: Vec<_> = lacking(&entries[0], package)
            .iter()
            .map(|it| (it.code(), it.message().to_owned()))
            .collect();
        let message = "the package has no dependency `shop`, whose types it uses".to_owned();
        assert_eq!(helps, [(Code::MissingDependency, message)]);
        assert_eq!(lacking(&entries[0], "").len(), 2);
    }

    #[test]
    fn all_mistakes_are_listed() {
        let (_, messages) = entries(
            "[crate.replace]\nformat = {}\npointers = 1\nschemas = { A = 'uuid::Uuid', B = {} }\n\
             formats = { a = { type = 'crate::A' }, b = { type = '1', with = 'json', dependency = 'uuid' } }\n",
        );
        let expected = [
            "`pointers` of `replace` must be a table, found integer",
            "`format` is not a key of `replace`",
            "`crate::A` is not a type: it must begin with the name of a package",
            "`with` is `text` or `serde`, not `json`",
            "`uuid` is not a line of `[dependencies]`",
            "`1` is not a type: it is not the path of a Rust type",
            "a type of `replace` must be a table, found string",
            "a type of `replace` has no `type`",
        ];
        assert_eq!(messages, expected);
    }
}

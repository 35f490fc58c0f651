//! The types that the case `replaced` has for schemas.

use crate::root;
use bindery::replace::{Dependency, Replacement, Replacements, Selector, TypePath, dependencies};

/// The dependencies of the types, as lines of a manifest.
#[must_use]
pub fn lines(types: &Replacements) -> String {
    let lines = dependencies(types).into_iter();
    lines.map(|it| format!("{}\n", it.line)).collect()
}

/// A type with the line of its dependency; that is empty for a type of the standard library.
fn replacement(path: &str, line: &str) -> Replacement {
    Replacement {
        ty: TypePath::new(path).expect("the path of a type"),
        by_serde: false,
        example: None,
        dependency: line.split_once(" =").map(|(name, _)| Dependency {
            name: name.to_owned(),
            line: line.to_owned(),
        }),
    }
}

/// The types, by the schemas that they are for.
///
/// # Panics
///
/// If the package of types is not there.
#[must_use]
pub fn types() -> Replacements {
    let uuid = r#"uuid = { version = "1", default-features = false, features = ["std"] }"#;
    let decimal =
        r#"rust_decimal = { version = "1", default-features = false, features = ["std"] }"#;
    let folder = root().join("tests/fixtures/shop_types").canonicalize();
    let shop = format!(
        "shop_types = {{ path = {:?} }}",
        folder.expect("the types are there")
    );
    let money = Replacement {
        by_serde: true,
        ..replacement("shop_types::Money", &shop)
    };
    let region = Replacement {
        by_serde: true,
        ..replacement("shop_types::Region", &shop)
    };
    let host = "#/components/schemas/Order/properties/host".to_owned();
    Replacements::from([
        (
            Selector::Format("uuid".to_owned()),
            replacement("uuid::Uuid", uuid),
        ),
        (
            Selector::Format("decimal".to_owned()),
            replacement("rust_decimal::Decimal", decimal),
        ),
        (
            Selector::Format("unix-time".to_owned()),
            replacement("shop_types::UnixTime", &shop),
        ),
        (
            Selector::Schema("Size".to_owned()),
            replacement("shop_types::Size", &shop),
        ),
        (Selector::Schema("Money".to_owned()), money),
        (Selector::Format("region".to_owned()), region),
        (
            Selector::Pattern("^[0-9]{1,20}$".to_owned()),
            replacement("u128", ""),
        ),
        (
            Selector::Pointer(host),
            replacement("std::net::Ipv4Addr", ""),
        ),
    ])
}

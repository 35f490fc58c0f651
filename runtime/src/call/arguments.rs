//! Structs of named arguments for functions of generated crates.

use std::fmt;

/// Implements `Debug` for a struct of arguments: one row for each field, with `sensitive` after a field whose
/// value must not be shown.
///
/// ```text
/// arguments! { CreateCallArguments { from, to sensitive, } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! arguments {
    ($name:ident { $($field:ident $($flag:ident)?,)* }) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::rt::macros::debug_arguments(
                    ::core::stringify!($name),
                    &[$((
                        ::core::stringify!($field),
                        $crate::rt::macros::shown!(&self.$field $(, $flag)?),
                    )),*],
                    f,
                )
            }
        }
    };
}

/// The value of a field, if it may be shown.
#[doc(hidden)]
#[macro_export]
macro_rules! __shown {
    ($value:expr) => {
        ::core::option::Option::Some($value as &dyn ::core::fmt::Debug)
    };
    ($value:expr, sensitive) => {
        ::core::option::Option::None
    };
}

/// `Debug` of a struct of arguments: shows only the name of a field without a value.
#[doc(hidden)]
pub fn debug_arguments(
    name: &str,
    fields: &[(&str, Option<&dyn fmt::Debug>)],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (field, value) in fields {
        let field = field.strip_prefix("r#").unwrap_or(field);
        match value {
            Some(value) => shown.field(field, value),
            None => shown.field(field, &format_args!("[redacted]")),
        };
    }
    shown.finish()
}

#[cfg(test)]
mod tests {
    struct CreateCallArguments {
        r#type: u8,
        to: String,
        tags: Vec<&'static str>,
    }

    crate::arguments! {
        CreateCallArguments {
            r#type,
            to sensitive,
            tags,
        }
    }

    #[test]
    fn what_is_sensitive_does_not_show() {
        let arguments = CreateCallArguments {
            r#type: 7,
            to: "+15550100".to_owned(),
            tags: vec!["a"],
        };
        assert_eq!(
            format!("{arguments:?}"),
            r#"CreateCallArguments { type: 7, to: [redacted], tags: ["a"] }"#
        );
        assert_eq!(arguments.to.len(), 9);
    }
}

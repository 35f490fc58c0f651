//! For each code: where its rule is written, and a document before and after the correction.
//!
//! A test makes every `before` give its code and every `after` none.

use super::Code;

/// Where a rule comes from, and what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The text that states the rule.
    pub source: &'static str,
    /// A document that breaks it, and the same put right; none where a document cannot show it in a few lines.
    pub documents: Option<(&'static str, &'static str)>,
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\n";

const fn rule(source: &'static str) -> Example {
    Example {
        source,
        documents: None,
    }
}

const fn shown(source: &'static str, before: &'static str, after: &'static str) -> Example {
    Example {
        source,
        documents: Some((before, after)),
    }
}

impl Example {
    /// A document of an example as a whole: most leave out their first lines.
    #[must_use]
    pub fn whole(document: &str) -> String {
        match document.strip_prefix('!') {
            Some(whole) => whole.to_owned(),
            None => format!("{HEAD}{document}"),
        }
    }
}

impl Code {
    /// Where the rule comes from, and what it looks like.
    #[must_use]
    pub const fn example(self) -> Example {
        match self {
            Self::NotUtf8 => table::NOT_UTF8,
            Self::Syntax => table::SYNTAX,
            Self::DuplicateKey => table::DUPLICATE_KEY,
            Self::KeyNotString => table::KEY_NOT_STRING,
            Self::TooDeep => table::TOO_DEEP,
            Self::TooManyAliases => table::TOO_MANY_ALIASES,
            Self::BadAlias => table::BAD_ALIAS,
            Self::Empty => table::EMPTY,
            Self::NotAMapping => table::NOT_AMAPPING,
            Self::UnsupportedVersion => table::UNSUPPORTED_VERSION,
            Self::SeveralDocuments => table::SEVERAL_DOCUMENTS,
            Self::MissingKey => table::MISSING_KEY,
            Self::WrongType => table::WRONG_TYPE,
            Self::UnknownValue => table::UNKNOWN_VALUE,
            Self::UnresolvedReference => table::UNRESOLVED_REFERENCE,
            Self::ExternalReference => table::EXTERNAL_REFERENCE,
            Self::ReferenceCycle => table::REFERENCE_CYCLE,
            Self::ReferenceKind => table::REFERENCE_KIND,
            Self::DuplicateOperationId => table::DUPLICATE_OPERATION_ID,
            Self::UndeclaredPathParameter => table::UNDECLARED_PATH_PARAMETER,
            Self::UnusedPathParameter => table::UNUSED_PATH_PARAMETER,
            Self::OptionalPathParameter => table::OPTIONAL_PATH_PARAMETER,
            Self::DuplicateParameter => table::DUPLICATE_PARAMETER,
            Self::EmptyRange => table::EMPTY_RANGE,
            Self::PathWithoutSlash => table::PATH_WITHOUT_SLASH,
            Self::BadPathTemplate => table::BAD_PATH_TEMPLATE,
            Self::BadStatusCode => table::BAD_STATUS_CODE,
            Self::Rejected => table::REJECTED,
            Self::ReferenceChain => table::REFERENCE_CHAIN,
            Self::UndeclaredSecurityScheme => table::UNDECLARED_SECURITY_SCHEME,
            Self::ArrayWithoutItems => table::ARRAY_WITHOUT_ITEMS,
            Self::UnknownKey => table::UNKNOWN_KEY,
            Self::AmbiguousPaths => table::AMBIGUOUS_PATHS,
            Self::EmptyKey => table::EMPTY_KEY,
            Self::InvalidPattern => table::INVALID_PATTERN,
            Self::EndlessSchema => table::ENDLESS_SCHEMA,
            Self::MixedComposition => table::MIXED_COMPOSITION,
            Self::UncheckedEnum => table::UNCHECKED_ENUM,
            Self::UncheckedKeyword => table::UNCHECKED_KEYWORD,
            Self::UncheckedPattern => table::UNCHECKED_PATTERN,
            Self::PatternAgainstLength => table::PATTERN_AGAINST_LENGTH,
            Self::RequiredUndeclared => table::REQUIRED_UNDECLARED,
            Self::FormWithoutProperties => table::FORM_WITHOUT_PROPERTIES,
            Self::SchemeAsBearer => table::SCHEME_AS_BEARER,
            Self::NotGenerated => table::NOT_GENERATED,
            Self::DiscriminatorMapping => table::DISCRIMINATOR_MAPPING,
            Self::IgnoredHeader => table::IGNORED_HEADER,
            Self::MediaTypeChosen => table::MEDIA_TYPE_CHOSEN,
            Self::BadOverride => table::BAD_OVERRIDE,
            Self::EndlessType => table::ENDLESS_TYPE,
            Self::Renamed => table::RENAMED,
            Self::Manifest => table::MANIFEST,
        }
    }
}

mod table;

//! For each code: the source of its rule, and a document before and after the correction.
//!
//! A test checks that each document `before` has the diagnostic and each document `after` has not.

mod generation;
mod reading;
mod specification;

use super::Code;

/// The source of a rule, and an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The text that states the rule.
    pub source: &'static str,
    /// A document that breaks the rule, and the corrected document. `None` if no short document shows it.
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
    /// The whole document: most examples omit the first lines.
    #[must_use]
    pub fn whole(document: &str) -> String {
        match document.strip_prefix('!') {
            Some(whole) => whole.to_owned(),
            None => format!("{HEAD}{document}"),
        }
    }
}

impl Code {
    /// The source of the rule, and an example.
    #[must_use]
    pub const fn example(self) -> Example {
        match self {
            Self::NotUtf8 => reading::NOT_UTF8,
            Self::Syntax => reading::SYNTAX,
            Self::DuplicateKey => reading::DUPLICATE_KEY,
            Self::KeyNotString => reading::KEY_NOT_STRING,
            Self::TooDeep => reading::TOO_DEEP,
            Self::TooManyAliases => reading::TOO_MANY_ALIASES,
            Self::BadAlias => reading::BAD_ALIAS,
            Self::Empty => reading::EMPTY,
            Self::NotAMapping => reading::NOT_AMAPPING,
            Self::UnsupportedVersion => reading::UNSUPPORTED_VERSION,
            Self::SeveralDocuments => reading::SEVERAL_DOCUMENTS,
            Self::MissingKey => specification::MISSING_KEY,
            Self::WrongType => specification::WRONG_TYPE,
            Self::UnknownValue => specification::UNKNOWN_VALUE,
            Self::UnresolvedReference => specification::UNRESOLVED_REFERENCE,
            Self::ExternalReference => specification::EXTERNAL_REFERENCE,
            Self::ReferenceCycle => specification::REFERENCE_CYCLE,
            Self::ReferenceKind => specification::REFERENCE_KIND,
            Self::DuplicateOperationId => specification::DUPLICATE_OPERATION_ID,
            Self::UndeclaredPathParameter => specification::UNDECLARED_PATH_PARAMETER,
            Self::UnusedPathParameter => specification::UNUSED_PATH_PARAMETER,
            Self::OptionalPathParameter => specification::OPTIONAL_PATH_PARAMETER,
            Self::DuplicateParameter => specification::DUPLICATE_PARAMETER,
            Self::EmptyRange => specification::EMPTY_RANGE,
            Self::PathWithoutSlash => specification::PATH_WITHOUT_SLASH,
            Self::BadPathTemplate => specification::BAD_PATH_TEMPLATE,
            Self::BadStatusCode => specification::BAD_STATUS_CODE,
            Self::Rejected => specification::REJECTED,
            Self::ReferenceChain => specification::REFERENCE_CHAIN,
            Self::UndeclaredSecurityScheme => specification::UNDECLARED_SECURITY_SCHEME,
            Self::NothingLeft => specification::NOTHING_LEFT,
            Self::ArrayWithoutItems => specification::ARRAY_WITHOUT_ITEMS,
            Self::UnknownKey => specification::UNKNOWN_KEY,
            Self::AmbiguousPaths => specification::AMBIGUOUS_PATHS,
            Self::EmptyKey => specification::EMPTY_KEY,
            Self::PathWithQuery => specification::PATH_WITH_QUERY,
            Self::InvalidPattern => generation::INVALID_PATTERN,
            Self::EndlessSchema => generation::ENDLESS_SCHEMA,
            Self::MixedComposition => generation::MIXED_COMPOSITION,
            Self::UncheckedEnum => generation::UNCHECKED_ENUM,
            Self::UncheckedKeyword => generation::UNCHECKED_KEYWORD,
            Self::UncheckedPattern => generation::UNCHECKED_PATTERN,
            Self::PatternAgainstLength => generation::PATTERN_AGAINST_LENGTH,
            Self::RequiredUndeclared => generation::REQUIRED_UNDECLARED,
            Self::FormWithoutProperties => generation::FORM_WITHOUT_PROPERTIES,
            Self::SchemeAsBearer => generation::SCHEME_AS_BEARER,
            Self::NotGenerated => generation::NOT_GENERATED,
            Self::EnumReread => generation::ENUM_REREAD,
            Self::DiscriminatorMapping => generation::DISCRIMINATOR_MAPPING,
            Self::FixedServerVariables => generation::FIXED_SERVER_VARIABLES,
            Self::UndefinedStyle => generation::UNDEFINED_STYLE,
            Self::EncodingIgnored => generation::ENCODING_IGNORED,
            Self::IgnoredHeader => generation::IGNORED_HEADER,
            Self::MediaTypeChosen => generation::MEDIA_TYPE_CHOSEN,
            Self::WebhookPayloads => generation::WEBHOOK_PAYLOADS,
            Self::EarlierKeyword => generation::EARLIER_KEYWORD,
            Self::ReferenceDescription => generation::REFERENCE_DESCRIPTION,
            Self::CorsHeader => generation::CORS_HEADER,
            Self::AssumedDefault => generation::ASSUMED_DEFAULT,
            Self::LaterKeyword => generation::LATER_KEYWORD,
            Self::BadOverride => generation::BAD_OVERRIDE,
            Self::EndlessType => generation::ENDLESS_TYPE,
            Self::Renamed => generation::RENAMED,
            Self::PagesHeldBack => generation::PAGES_HELD_BACK,
            Self::EnumShared => generation::ENUM_SHARED,
            Self::NullsHeldBack => generation::NULLS_HELD_BACK,
            Self::PathTypesDiffer => generation::PATH_TYPES_DIFFER,
            Self::Manifest => generation::MANIFEST,
            Self::Lock => generation::LOCK,
            Self::Overlay => generation::OVERLAY,
            Self::UnneededOverlay => generation::UNNEEDED_OVERLAY,
            Self::UnmatchedEntry => generation::UNMATCHED_ENTRY,
            Self::MissingDependency => generation::MISSING_DEPENDENCY,
        }
    }
}

//! The table of all diagnostics: codes, titles and explanations.

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $explanation:literal])+ $name:ident = $code:literal, $title:literal;)+) => {
        /// The stable code of a kind of diagnostic.
        ///
        /// Its first letter is its severity: `E` error, `W` warning, `N` note. An error that Bindery can correct or
        /// work around is reported as a warning. The first two digits are the stage that finds it: `01` reading, `02`
        /// the rules of the specification, `03` what the generator makes of it, `04` names and types, `05` the
        /// manifest. A code is never given to another meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $explanation])+ $name,)+
        }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code as it is printed, for example `E0204`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// A title of a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }

            /// The rule and its source.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$name => concat!($($explanation, "\n",)+),)+ }
            }
        }
    };
}

codes! {
    /// The file is not UTF-8, the encoding that JSON (RFC 8259, section 8.1) and YAML documents on the web use.
    NotUtf8 = "E0101", "not UTF-8";
    /// The text breaks the grammar of YAML 1.2 or JSON.
    Syntax = "E0102", "not YAML or JSON";
    /// A mapping has a duplicate key. Parsers disagree on which value counts, so neither is used
    /// (YAML 1.2, section 3.2.1.1; OpenAPI 3.0, "Format").
    DuplicateKey = "E0103", "duplicate key";
    /// Keys are scalar strings (OpenAPI 3.0, "Format": the YAML Failsafe schema).
    KeyNotString = "E0104", "key is not a string";
    /// The document is nested too deeply. The limit protects the stack.
    TooDeep = "E0105", "nested too deeply";
    /// With all aliases expanded, the document is many times its size. The limit protects memory.
    TooManyAliases = "E0106", "aliases expand too far";
    /// An alias has no anchor, an anchored value contains its own alias, or the value of a merge key is not a mapping.
    BadAlias = "E0107", "alias cannot be resolved";
    /// The file is empty.
    Empty = "E0108", "empty document";
    /// An OpenAPI document is a mapping (OpenAPI 3.0, "OpenAPI Object").
    NotAMapping = "E0109", "document is not a mapping";
    /// Bindery reads Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2.
    UnsupportedVersion = "E0110", "unsupported version";
    /// A file must contain a single YAML document.
    SeveralDocuments = "E0111", "more than one document";

    /// A key that the specification requires is missing.
    MissingKey = "E0201", "missing key";
    /// The specification requires another type of value here.
    WrongType = "E0202", "wrong type of value";
    /// The specification lists the allowed values.
    UnknownValue = "E0203", "value is not allowed";
    /// The target of a `$ref` is not in the document (OpenAPI 3.0, "Reference Object").
    UnresolvedReference = "E0204", "unresolved reference";
    /// A `$ref` points to a file that does not exist, or to another server. Paths are relative to the file with the
    /// reference (OpenAPI 3.0, "Relative References in URLs"). Bindery does not fetch files.
    ExternalReference = "E0205", "reference to another file";
    /// A `$ref` resolves to itself, so it has no target.
    ReferenceCycle = "E0206", "reference to itself";
    /// The target of a `$ref` is a component of the wrong kind.
    ReferenceKind = "E0207", "reference to the wrong kind of component";
    /// An `operationId` must be unique in the document (OpenAPI 3.0, "Operation Object").
    DuplicateOperationId = "E0208", "duplicate operationId";
    /// Each `{name}` in a path needs a path parameter with that name (OpenAPI 3.0, "Path Templating").
    UndeclaredPathParameter = "E0209", "path parameter is not declared";
    /// Each path parameter needs its `{name}` in the path (OpenAPI 3.0, "Parameter Object", `name`).
    UnusedPathParameter = "E0210", "path parameter is not in the path";
    /// A path parameter must have `required: true` (OpenAPI 3.0, "Parameter Object", `required`).
    OptionalPathParameter = "E0211", "path parameter is not required";
    /// A parameter must be unique by name and location (OpenAPI 3.0, "Operation Object", `parameters`).
    DuplicateParameter = "E0212", "duplicate parameter";
    /// The lower bound is above the upper bound, so no value is valid (JSON Schema Validation, draft 5).
    EmptyRange = "E0213", "bounds exclude every value";
    /// A path must begin with `/` (OpenAPI 3.0, "Paths Object").
    PathWithoutSlash = "E0214", "path does not begin with a slash";
    /// Braces in a path must be balanced and contain a name, and each name must be unique (OpenAPI 3.0, "Path
    /// Templating").
    BadPathTemplate = "E0215", "path template is malformed";
    /// The key of a response is a status code, a range such as `4XX`, or `default` (OpenAPI 3.0, "Responses Object").
    BadStatusCode = "E0216", "not a status code";
    /// The document breaks another rule of the specification.
    Rejected = "E0217", "not a valid OpenAPI document";
    /// A `$ref` points to another `$ref`, and so on, too many times. The limit bounds the time to resolve it.
    ReferenceChain = "E0218", "chain of references is too long";
    /// A security requirement must use the name of a scheme in `components.securitySchemes` (OpenAPI 3.0, "Security
    /// Requirement Object").
    UndeclaredSecurityScheme = "E0219", "security scheme is not declared";
    /// Every operation and every schema has an error, so all of them are left out.
    NothingLeft = "E0220", "nothing is left to generate";
    /// A schema of type `array` must have `items` (OpenAPI 3.0, "Schema Object", `items`).
    ArrayWithoutItems = "W0201", "array without items";
    /// OpenAPI does not define this key here, so it has no effect. The names of extensions begin with `x-`.
    UnknownKey = "W0202", "unknown key";
    /// Two paths differ only in the names of their parameters, so a server cannot distinguish them
    /// (OpenAPI 3.0, "Paths Object").
    AmbiguousPaths = "W0203", "paths differ only in parameter names";
    /// A key has no value. Bindery treats it as absent.
    EmptyKey = "W0204", "key without a value";
    /// A path must not contain a query or a fragment; use parameters with `in: query` (OpenAPI 3.0, "Paths Object").
    /// A fragment is never sent (RFC 9110, section 7.1).
    PathWithQuery = "W0205", "path with a query or a fragment";

    /// `pattern` is a regular expression of ECMA-262 (JSON Schema Validation, draft 5, section 5.2.3).
    InvalidPattern = "E0301", "invalid pattern";
    /// A schema contains itself, but not in a property of an object. Bindery uses any JSON value instead.
    EndlessSchema = "W0301", "schema contains itself";
    /// No Rust type matches this composition of schemas exactly. Bindery uses a wider type.
    MixedComposition = "W0302", "composition becomes a wider type";
    /// Bindery generates enums of strings and of integers: any other value of the `type` is taken as well.
    UncheckedEnum = "W0303", "enum is not checked";
    /// The generated code does not check this keyword.
    UncheckedKeyword = "W0304", "keyword is not checked";
    /// Rust regular expressions do not support this pattern, so values are not checked against it.
    UncheckedPattern = "W0305", "pattern is not checked";
    /// `minLength` or `maxLength` excludes every string that matches `pattern`, so no value is valid.
    PatternAgainstLength = "W0306", "pattern and length contradict each other";
    /// `required` lists a property that `properties` does not declare.
    RequiredUndeclared = "W0307", "required property is not declared";
    /// The fields of a form are the properties of its schema, but this schema has none.
    FormWithoutProperties = "W0308", "form without properties";
    /// Bindery does not support this flow or scheme. The caller passes an access token.
    SchemeAsBearer = "W0309", "caller passes the token";
    /// Bindery generates no code for this part of the document.
    NotGenerated = "W0310", "nothing is generated";
    /// The values of a discriminator name schemas of the union (OpenAPI 3.0, "Discriminator Object").
    DiscriminatorMapping = "W0311", "discriminator does not fit the union";
    /// The client has one base URL, so Bindery replaces server variables by their default values (OpenAPI 3.0, "Server
    /// Object", `variables`).
    FixedServerVariables = "W0312", "server variables are fixed";
    /// The specification does not define this style for this type of value, or for nested values
    /// (OpenAPI 3.0, "Style Values").
    UndefinedStyle = "W0313", "style is not defined here";
    /// `encoding` applies to declared fields only. Some of its keywords apply only to URL-encoded forms, others only to
    /// multipart bodies (OpenAPI 3.0, "Encoding Object"). `style` and `explode` apply to multipart bodies since OpenAPI 3.1.
    EncodingIgnored = "W0314", "encoding has no effect";
    /// Parameters named Accept, Content-Type and Authorization, and the response header Content-Type, have no
    /// effect (OpenAPI 3.0, "Parameter Object", "Response Object").
    IgnoredHeader = "N0301", "header parameter has no effect";
    /// A response has several media types. The client decodes those of one kind (JSON if there is any) and returns the
    /// others undecoded.
    MediaTypeChosen = "N0302", "several media types, one kind is decoded";
    /// A value of an `enum` does not have the type that `type` requires. Bindery converts it.
    EnumReread = "N0303", "value of an enum is converted";
    /// Bindery generates types for the payloads of webhooks. Your program receives the requests (OpenAPI 3.1, "OpenAPI
    /// Object", `webhooks`).
    WebhookPayloads = "N0304", "payloads of webhooks";
    /// The document is OpenAPI 3.1 or later and uses a keyword as in 3.0. Since 3.1, null is a type, and
    /// `exclusiveMinimum` and `exclusiveMaximum` are numbers (JSON Schema Validation, sections 6.1.1, 6.2.3 and 6.2.5).
    EarlierKeyword = "N0305", "keyword of OpenAPI 3.0";
    /// A reference, other than to a schema, has a description. The docs of the client use the description of the target
    /// instead (OpenAPI 3.1, "Reference Object").
    ReferenceDescription = "N0306", "description beside a reference";
    /// CORS headers tell browsers which responses a page may read (Fetch, "CORS protocol"); other clients do not need
    /// them. No generated type has them; `headers()` of a response returns all headers.
    CorsHeader = "N0307", "CORS headers are left out of types";
    /// Swagger 2.0 does not define what applies where `schemes`, `consumes` or `produces` is absent (OpenAPI 2.0, "Swagger
    /// Object"). Bindery assumes `https`, `application/json`, and `application/x-www-form-urlencoded` for forms without
    /// files.
    AssumedDefault = "N0308", "default is assumed";
    /// The document is Swagger 2.0 and uses a key of OpenAPI 3.0. Bindery reads it as in 3.0.
    LaterKeyword = "N0309", "keyword of OpenAPI 3.0 in Swagger 2.0";
    /// A name in the manifest or in `names.lock` is invalid or taken.
    BadOverride = "E0401", "name cannot be used";
    /// A type that requires a value of the same type has no finite value. Bindery makes the property optional.
    EndlessType = "W0401", "type requires itself";
    /// The preferred name is taken, so Bindery uses another.
    Renamed = "N0401", "renamed";
    /// `names.lock` records this operation without pages, but it could be paged now. Bindery keeps the return type of
    /// `send`.
    PagesHeldBack = "N0402", "list without pages";
    /// Schemas that shared an enum now list different values. Bindery keeps one enum with all their values.
    EnumShared = "N0403", "shared enum has different values";
    /// Requests use this model now. `names.lock` records it as a model of responses only, whose fields are `Option`, and
    /// Bindery keeps their types: a request cannot send null.
    NullsHeldBack = "N0404", "model of requests without null";
    /// Operations below the same part of a path declare different types for its parameter. The handle is for all of them
    /// and takes a string; each operation checks it against its own schema.
    PathTypesDiffer = "N0405", "path parameter has several types";

    /// The manifest (`bindery.toml` or `specs/codegen.toml`) is invalid.
    Manifest = "E0501", "invalid manifest";
    /// A line of `names.lock` is invalid, or repeats another.
    Lock = "E0503", "invalid names.lock";
    /// An overlay has a list of actions. The target of each action is a JSONPath (RFC 9535; Overlay Specification 1.0).
    Overlay = "E0502", "invalid overlay";
    /// An action of an overlay changes nothing: the document was already corrected, or the target has moved.
    UnneededOverlay = "W0502", "overlay changes nothing";
    /// An entry of the manifest matches nothing in the document, or nothing in the part that `filter` selects.
    UnmatchedEntry = "W0501", "manifest entry matches nothing";
    /// `[crate.replace]` has a type of a package that is no dependency of the generated one. A new `Cargo.toml`
    /// has it; Bindery does not change one that exists, which belongs to the owner of the package.
    MissingDependency = "W0503", "dependency is missing";
}

impl Code {
    /// The severity, from the first letter of the code.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self.as_str().as_bytes()[0] {
            b'E' => Severity::Error,
            b'W' => Severity::Warning,
            _ => Severity::Note,
        }
    }

    /// Parses a printed code, for example `E0204`. Returns `None` if there is no such code.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_well_formed() {
        let texts: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        for code in Code::ALL {
            let (letter, digits) = code.as_str().split_at(1);
            assert!("EWN".contains(letter) && digits.len() == 4, "{code:?}");
            assert!(digits.bytes().all(|digit| digit.is_ascii_digit()));
            assert_eq!(Code::parse(code.as_str()), Some(*code));
        }
    }
}

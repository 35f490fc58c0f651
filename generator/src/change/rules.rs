//! The rules: what each kind of change means for callers.

use super::surface::Kind;

/// How much a change asks of those who use the crate; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// What compiled still compiles, and does something else.
    Silent,
    /// Something that compiled does not compile any more.
    Major,
    /// There is something new.
    Minor,
    /// Nothing that callers write is concerned.
    Patch,
}

impl Level {
    /// Its name, as reports have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
        }
    }
}

/// Whether a program that was built before works with the service as it is now documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wire {
    /// It may fail.
    Breaking,
    /// It works.
    Compatible,
}

impl Wire {
    /// Its name, as reports have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Compatible => "compatible",
        }
    }
}

macro_rules! rules {
    ($($rule:ident $id:literal $level:ident $wire:ident $why:literal $instead:literal;)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = $why] $rule,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$rule,)*];

            /// Its stable name.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$rule => $id,)* }
            }

            /// How much it asks of callers.
            #[must_use]
            pub fn level(self) -> Level {
                match self { $(Self::$rule => Level::$level,)* }
            }

            /// What it means for programs that are already built.
            #[must_use]
            pub fn wire(self) -> Wire {
                match self { $(Self::$rule => Wire::$wire,)* }
            }

            /// Why it has its level.
            #[must_use]
            pub fn why(self) -> &'static str {
                match self { $(Self::$rule => $why,)* }
            }

            /// What callers do about it; empty where there is nothing to do.
            #[must_use]
            pub fn instead(self) -> &'static str {
                match self { $(Self::$rule => $instead,)* }
            }
        }
    };
}

rules! {
    ArgumentsExchanged "arguments-exchanged" Silent Compatible
        "Arguments of the same types mean something else at their places." "Check the order at every call.";
    UnionOrderChanged "union-order-changed" Silent Compatible
        "Of variants that fit a value equally well, the first one is taken." "Check which variant values are read as.";
    NameChanged "name-changed" Major Compatible
        "The document has the same element, under another Rust name." "Write the new name.";
    TypeRemoved "type-removed" Major Compatible "The type is gone." "Remove what names it.";
    TypeAdded "type-added" Minor Compatible "There is another type." "";
    TypeChanged "type-changed" Major Breaking "The type is of another kind." "Adapt what makes and reads its values.";
    ConstructorChanged "constructor-changed" Major Compatible
        "`new` takes other arguments, or is gone." "Give what `new` asks for now.";
    ConstructorAdded "constructor-added" Minor Compatible "There is a `new`, because a request has the model." "";
    FieldRemoved "field-removed" Major Breaking "The property is gone." "Remove what reads or sets it.";
    FieldAdded "field-added" Minor Compatible "There is another property; models can grow." "";
    FieldNowRequired "field-now-required" Major Breaking
        "The property is always there, so the field is no `Option`." "Remove the handling of `None`.";
    FieldNowOptional "field-now-optional" Major Compatible
        "The property can be absent or null, so the field is an `Option`." "Handle `None`.";
    FieldNowSent "field-now-sent" Major Compatible
        "A request has the model too, so absent and null are told apart." "Match the values of `Field`.";
    FieldBoxed "field-boxed" Major Compatible "The type holds itself, or does so no more." "Add or remove the box.";
    FieldTypeChanged "field-type-changed" Major Breaking "The property has values of another type." "Use the new type.";
    ValueRemoved "value-removed" Major Breaking "The document no longer has the value." "Remove what names the variant.";
    ValueAdded "value-added" Minor Compatible
        "There is another value; it was read as the variant for unknown ones before." "";
    VariantRemoved "variant-removed" Major Breaking "The union no longer has the schema." "Remove what names the variant.";
    VariantAdded "variant-added" Minor Compatible "The union has another schema." "";
    VariantTypeChanged "variant-type-changed" Major Breaking "The variant holds another type." "Use the new type.";
    HandleRemoved "handle-removed" Major Compatible
        "No operation is behind the handle any more." "Remove what leads to it.";
    OperationRemoved "operation-removed" Major Breaking "The operation is gone." "Remove the calls.";
    OperationAdded "operation-added" Minor Compatible "There is another operation." "";
    ReturnTypeChanged "return-type-changed" Major Breaking "The answer has another type." "Use the new type.";
    ParameterRemoved "parameter-removed" Major Breaking "The parameter is gone." "Do not give it.";
    ParameterAdded "parameter-added" Minor Compatible "There is another optional parameter." "";
    RequiredParameterAdded "required-parameter-added" Major Breaking "A request needs it." "Give it as an argument.";
    ParameterNowRequired "parameter-now-required" Major Breaking
        "A request needs it: the setter is an argument now." "Give it as an argument.";
    ParameterNowOptional "parameter-now-optional" Major Compatible
        "A request can do without it: the argument is a setter now." "Call the setter.";
    ParameterTypeChanged "parameter-type-changed" Major Breaking "The parameter has another type." "Give the new type.";
    ContentRemoved "content-removed" Major Breaking
        "The body can no longer be of this media type." "Send another one.";
    ContentAdded "content-added" Minor Compatible "The body can be of another media type too." "";
    ContentTypeChanged "content-type-changed" Major Breaking "The body of this media type has another type." "Give the new type.";
    StatusRemoved "status-removed" Major Breaking "The operation no longer answers with this status." "Remove what matches the variant.";
    StatusAdded "status-added" Minor Compatible "The operation answers with another status too." "";
    ValuesNarrowed "values-narrowed" Silent Breaking
        "The client checks values before it sends them, and refuses some that it took." "Check the values that you send.";
    ValuesWidened "values-widened" Patch Compatible "The client takes values that it refused." "";
    DefaultChanged "default-changed" Silent Compatible
        "The service takes another value where you give none." "Give the value that you rely on.";
    SecurityChanged "security-changed" Silent Breaking
        "The operation sends other credentials." "Check which credentials the client has.";
    ServerChanged "server-changed" Silent Breaking "Requests go to another server." "Check `base_url`.";
    PathChanged "path-changed" Patch Breaking "The operation has another path." "";
    BodyChanged "body-changed" Patch Breaking "The body has another media type." "";
    SerializationChanged "serialization-changed" Patch Breaking "The value is written in another style." "";
    TraitRemoved "trait-removed" Major Compatible
        "The type no longer implements a trait." "Do without it.";
    TraitAdded "trait-added" Minor Compatible "The type implements another trait." "";
    CredentialsChanged "credentials-changed" Major Breaking
        "The client is built from other credentials." "Pass what `Client::builder` and `Client::new` ask for now.";
    Deprecated "deprecated" Minor Compatible
        "The document advises against it, so the compiler warns." "Look for what replaces it.";
    Undeprecated "undeprecated" Patch Compatible "The document no longer advises against it." "";
}

/// The rule for something that is gone.
pub(super) fn removed(kind: Kind) -> Rule {
    match kind {
        Kind::Client => Rule::CredentialsChanged,
        Kind::Type => Rule::TypeRemoved,
        Kind::Constructor => Rule::ConstructorChanged,
        Kind::Field => Rule::FieldRemoved,
        Kind::Value => Rule::ValueRemoved,
        Kind::Variant => Rule::VariantRemoved,
        Kind::Handle => Rule::HandleRemoved,
        Kind::Operation | Kind::Request => Rule::OperationRemoved,
        Kind::Returns => Rule::ReturnTypeChanged,
        Kind::Arguments | Kind::Parameter => Rule::ParameterRemoved,
        Kind::Choice | Kind::Content => Rule::ContentRemoved,
        Kind::Status => Rule::StatusRemoved,
    }
}

/// The rule for something new.
pub(super) fn added(kind: Kind, required: bool) -> Rule {
    match kind {
        Kind::Client => Rule::CredentialsChanged,
        Kind::Type => Rule::TypeAdded,
        Kind::Constructor => Rule::ConstructorAdded,
        Kind::Field => Rule::FieldAdded,
        Kind::Value => Rule::ValueAdded,
        Kind::Variant => Rule::VariantAdded,
        Kind::Handle | Kind::Operation | Kind::Request => Rule::OperationAdded,
        Kind::Returns => Rule::ReturnTypeChanged,
        Kind::Parameter if required => Rule::RequiredParameterAdded,
        Kind::Arguments | Kind::Parameter => Rule::ParameterAdded,
        Kind::Choice | Kind::Content => Rule::ContentAdded,
        Kind::Status => Rule::StatusAdded,
    }
}

/// The rule for something whose type is another; none for a union that has other variants, which are told themselves.
pub(super) fn retyped(kind: Kind, old: &str, new: &str) -> Option<Rule> {
    let variants = |ty: &str| {
        let list = ty.strip_prefix("union ")?;
        let mut all: Vec<String> = list.split(" | ").map(str::to_owned).collect();
        all.sort();
        Some(all)
    };
    match (kind, variants(old), variants(new)) {
        (Kind::Type, Some(old), Some(new)) => (old == new).then_some(Rule::UnionOrderChanged),
        _ => Some(retyped_part(kind, old, new)),
    }
}

fn retyped_part(kind: Kind, old: &str, new: &str) -> Rule {
    let wrapped = |wrapper: &str, outer: &str, inner: &str| *outer == format!("{wrapper}<{inner}>");
    match kind {
        Kind::Client => Rule::CredentialsChanged,
        Kind::Type => Rule::TypeChanged,
        Kind::Constructor => Rule::ConstructorChanged,
        Kind::Variant => Rule::VariantTypeChanged,
        Kind::Request => Rule::NameChanged,
        Kind::Returns | Kind::Operation => Rule::ReturnTypeChanged,
        Kind::Handle | Kind::Arguments | Kind::Parameter => Rule::ParameterTypeChanged,
        Kind::Choice | Kind::Content => Rule::ContentTypeChanged,
        Kind::Status => Rule::ReturnTypeChanged,
        Kind::Field | Kind::Value if wrapped("Option", old, new) => Rule::FieldNowRequired,
        Kind::Field | Kind::Value if wrapped("Option", new, old) => Rule::FieldNowOptional,
        Kind::Field | Kind::Value if new.replace("Field<", "Option<") == old => Rule::FieldNowSent,
        Kind::Field | Kind::Value if unboxed(old) == unboxed(new) => Rule::FieldBoxed,
        Kind::Field | Kind::Value => Rule::FieldTypeChanged,
    }
}

fn unboxed(ty: &str) -> String {
    ty.replace("Box<", "").replace('>', "")
}

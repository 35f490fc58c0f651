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
        "An argument with the same type and position has another meaning." "Check the order at every call.";
    UnionOrderChanged "union-order-changed" Silent Compatible
        "If variants match a value equally well, the first one is used; their order has changed."
        "Check which variant your values become.";
    NameChanged "name-changed" Major Compatible
        "The same element of the document has another Rust name." "Use the new name.";
    TypeRemoved "type-removed" Major Compatible "The type is gone." "Remove the code that uses it.";
    TypeAdded "type-added" Minor Compatible "There is a new type." "";
    TypeChanged "type-changed" Major Breaking
        "The type has become another kind of type." "Adapt the code that creates and reads its values.";
    ConstructorChanged "constructor-changed" Major Compatible
        "`new` takes other arguments, or no longer exists." "Pass the new arguments.";
    ConstructorAdded "constructor-added" Minor Compatible "The model now has `new`, because requests use it." "";
    FieldRemoved "field-removed" Major Breaking "The property is gone." "Remove the code that reads or sets it.";
    FieldAdded "field-added" Minor Compatible "There is a new property; models are non-exhaustive." "";
    FieldNowRequired "field-now-required" Major Breaking
        "The property is always present, so the field is not an `Option`." "Remove the handling of `None`.";
    FieldNowOptional "field-now-optional" Major Compatible
        "The property can be absent or null, so the field is an `Option`." "Handle `None`.";
    FieldNowSent "field-now-sent" Major Compatible
        "Requests use the model too, so absent and null are distinct." "Match the values of `Field`.";
    FieldBoxed "field-boxed" Major Compatible
        "The type now contains itself, or no longer does." "Add or remove the box.";
    FieldTypeChanged "field-type-changed" Major Breaking "The property has values of another type." "Use the new type.";
    ValueRemoved "value-removed" Major Breaking
        "The document no longer lists the value." "Remove the code that uses the variant.";
    ValueAdded "value-added" Minor Compatible
        "There is a new value; until now it was read as the variant for unknown values." "";
    VariantRemoved "variant-removed" Major Breaking
        "The union no longer has the schema." "Remove the code that uses the variant.";
    VariantAdded "variant-added" Minor Compatible "The union has a new schema." "";
    VariantTypeChanged "variant-type-changed" Major Breaking "The variant contains another type." "Use the new type.";
    HandleRemoved "handle-removed" Major Compatible
        "The handle no longer leads to an operation." "Remove the calls of its accessor.";
    OperationRemoved "operation-removed" Major Breaking "The operation is gone." "Remove the calls.";
    OperationAdded "operation-added" Minor Compatible "There is a new operation." "";
    ReturnTypeChanged "return-type-changed" Major Breaking "The response has another type." "Use the new type.";
    ParameterRemoved "parameter-removed" Major Breaking
        "The parameter is gone." "Remove the argument or the setter call.";
    ParameterAdded "parameter-added" Minor Compatible "There is a new optional parameter." "";
    RequiredParameterAdded "required-parameter-added" Major Breaking "Requests require it." "Pass it as an argument.";
    ParameterNowRequired "parameter-now-required" Major Breaking
        "Requests require it: the setter has become an argument." "Pass it as an argument.";
    ParameterNowOptional "parameter-now-optional" Major Compatible
        "It is optional: the argument has become a setter." "Call the setter.";
    ParameterTypeChanged "parameter-type-changed" Major Breaking "The parameter has another type." "Pass the new type.";
    ContentRemoved "content-removed" Major Breaking
        "The operation no longer accepts a body of this media type." "Send another media type.";
    ContentAdded "content-added" Minor Compatible "The operation also accepts a body of another media type." "";
    ContentTypeChanged "content-type-changed" Major Breaking
        "The body of this media type has another type." "Pass the new type.";
    StatusRemoved "status-removed" Major Breaking
        "The operation no longer declares this status." "Remove the code that matches the variant.";
    StatusAdded "status-added" Minor Compatible "The operation declares a new status." "";
    ValuesNarrowed "values-narrowed" Silent Breaking
        "The client checks values before it sends them, and rejects some that it accepted before."
        "Check the values that you send.";
    ValuesWidened "values-widened" Patch Compatible "The client accepts values that it rejected before." "";
    DefaultChanged "default-changed" Silent Compatible
        "The default value of the service has changed." "Pass the value that you rely on.";
    SecurityChanged "security-changed" Silent Breaking
        "The operation sends other credentials." "Check the credentials of the client.";
    ServerChanged "server-changed" Silent Breaking "Requests go to another server." "Check `base_url`.";
    PathChanged "path-changed" Patch Breaking "The operation has another path." "";
    BodyChanged "body-changed" Patch Breaking "The body has another media type." "";
    SerializationChanged "serialization-changed" Patch Breaking "The value is encoded in another style." "";
    TraitRemoved "trait-removed" Major Compatible
        "The type no longer implements a trait." "Remove the code that relies on it.";
    TraitAdded "trait-added" Minor Compatible "The type implements another trait." "";
    CredentialsChanged "credentials-changed" Major Breaking
        "The client is built from other credentials."
        "Pass the credentials that `Client::builder` and `Client::new` now require.";
    Deprecated "deprecated" Minor Compatible
        "The document marks it as deprecated, so the compiler warns." "Look for its replacement.";
    Undeprecated "undeprecated" Patch Compatible "The document no longer marks it as deprecated." "";
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

/// The rule for an item with another type; `None` for a union whose variants changed, because these are
/// reported separately.
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

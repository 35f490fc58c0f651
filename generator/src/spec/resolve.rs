//! From references to the things that they name.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::{
    Callback, Components, Example, Header, Link, Parameter, PathItem, ReferenceOr, RequestBody,
    Response, Schema, SecurityScheme,
};
use serde::de::DeserializeOwned;

use crate::pointer::Pointer;

use super::{SpecDocument, reference};

/// Something that a reference can name.
pub trait Component: Clone + DeserializeOwned + 'static {
    /// The section of `components` for these objects, if there is one.
    fn section(
        components: &Components,
    ) -> Option<(&'static str, &IndexMap<String, ReferenceOr<Self>>)>;
}

macro_rules! components {
    ($($component:ty, $field:ident, $section:literal;)+) => {$(
        impl Component for $component {
            fn section(
                components: &Components,
            ) -> Option<(&'static str, &IndexMap<String, ReferenceOr<Self>>)> {
                Some(($section, &components.$field))
            }
        }
    )+};
}

components! {
    Callback, callbacks, "callbacks";
    Example, examples, "examples";
    Header, headers, "headers";
    Link, links, "links";
    Parameter, parameters, "parameters";
    RequestBody, request_bodies, "requestBodies";
    Response, responses, "responses";
    Schema, schemas, "schemas";
    SecurityScheme, security_schemes, "securitySchemes";
}

impl Component for PathItem {
    fn section(_: &Components) -> Option<(&'static str, &IndexMap<String, ReferenceOr<Self>>)> {
        None
    }
}

/// What a reference names.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved<'a, T: Clone> {
    /// Its place, after all references of the chain.
    pub pointer: Pointer,
    /// The object; owned if it is outside `components` and was parsed again.
    pub item: Cow<'a, T>,
}

impl SpecDocument {
    /// What a reference names, at the end of its chain; `None` when it leads nowhere, which loading excludes,
    /// or to a thing of another kind.
    #[must_use]
    pub fn resolve<T: Component>(&self, reference: &str) -> Option<Resolved<'_, T>> {
        let start = Pointer::from_fragment(reference).ok()?;
        let value = self.at(&start)?;
        let (pointer, _) = reference::follow(&self.value, start, value)?;
        self.resolve_at(&pointer)
    }

    /// An object, or the target of the reference at `here`.
    #[must_use]
    pub fn resolve_or<'a, T: Component>(
        &'a self,
        item: &'a ReferenceOr<T>,
        here: &Pointer,
    ) -> Option<Resolved<'a, T>> {
        match item {
            ReferenceOr::Item(item) => Some(Resolved {
                pointer: here.clone(),
                item: Cow::Borrowed(item),
            }),
            ReferenceOr::Reference { reference } => self.resolve(reference),
        }
    }

    /// The thing at a pointer, which is no reference.
    #[must_use]
    pub fn resolve_at<T: Component>(&self, pointer: &Pointer) -> Option<Resolved<'_, T>> {
        let item = match self.component(pointer) {
            Some(item) => Cow::Borrowed(item),
            None => Cow::Owned(serde_yaml::from_value(self.at(pointer)?.clone()).ok()?),
        };
        Some(Resolved {
            pointer: pointer.clone(),
            item,
        })
    }

    fn component<T: Component>(&self, pointer: &Pointer) -> Option<&T> {
        let (section, items) = T::section(self.api.components.as_ref()?)?;
        let tokens: Vec<_> = pointer.tokens().collect();
        let [first, second, name] = tokens[..] else {
            return None;
        };
        (first == "components" && second == section)
            .then(|| items.get(name)?.as_item())
            .flatten()
    }
}

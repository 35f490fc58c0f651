//! Pages of items.

use std::collections::VecDeque;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use http::StatusCode;
use http::header::HeaderMap;
use serde_json::Value;

use crate::call::pages::next_page::{NextPage, next_page};
use crate::error::Error;
use crate::message::raw_response::{FromResponse, RawResponse};
use crate::message::response::{NoHeaders, Response};
use crate::model::decode_error::DecodeError;
use crate::model::field_slot::FieldSlot;
use crate::model::mismatch::Mismatch;
use crate::model::notes::Rejection;

/// A model with a list of items; a response contains one page of the list.
pub trait Paged: FieldSlot {
    /// The items.
    type Item: FieldSlot;
    /// The name of the list in the document.
    const NAME: &'static str;
    /// The list.
    fn list(&self) -> &[Self::Item];
    /// The list; empty if it was absent.
    fn list_mut(&mut self) -> &mut Vec<Self::Item>;
}

/// A field that contains items.
#[doc(hidden)]
pub trait Items<T> {
    fn items(&self) -> &[T];
    fn items_mut(&mut self) -> &mut Vec<T>;
}

impl<T> Items<T> for Vec<T> {
    fn items(&self) -> &[T] {
        self
    }
    fn items_mut(&mut self) -> &mut Vec<T> {
        self
    }
}

impl<T> Items<T> for Option<Vec<T>> {
    fn items(&self) -> &[T] {
        self.as_deref().unwrap_or_default()
    }
    fn items_mut(&mut self) -> &mut Vec<T> {
        self.get_or_insert_default()
    }
}

/// Declares which field of a model contains the items of a page.
///
/// ```text
/// paged! { ListBindingsResponse { bindings: Binding = "bindings" } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! paged {
    ($name:ident { $field:ident: $item:ty = $wire:literal $(,)? }) => {
        impl $crate::Paged for $name {
            type Item = $item;
            const NAME: &'static str = $wire;

            fn list(&self) -> &[$item] {
                $crate::rt::macros::Items::items(&self.$field)
            }
            fn list_mut(&mut self) -> &mut ::std::vec::Vec<$item> {
                $crate::rt::macros::Items::items_mut(&mut self.$field)
            }
        }
    };
}

/// One page of a list. It dereferences to its body, like a [`Response`].
#[derive(Clone)]
pub struct Page<M: Paged, H = NoHeaders> {
    response: Response<M, H>,
}

/// What a page has besides its model.
pub(crate) struct Beside {
    rejected: Vec<Rejected>,
    next: Option<NextPage>,
}

/// An item of a page that does not match its schema.
#[derive(Clone)]
#[non_exhaustive]
pub struct Rejected {
    /// The index of the item in the page, from 0, among all items of the response.
    pub index: usize,
    /// The path to the error, for example `bindings[3].sid`.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
    /// The JSON of the item.
    pub json: Value,
    decode_error: DecodeError,
}

impl fmt::Debug for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejected")
            .field("path", &self.path)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

static NOTHING: Beside = Beside {
    rejected: Vec::new(),
    next: None,
};

impl<M: Paged, H> Page<M, H> {
    fn beside(&self) -> &Beside {
        self.response.beside().unwrap_or(&NOTHING)
    }

    /// The items that match their schema.
    pub fn items(&self) -> &[M::Item] {
        self.response.body().list()
    }

    /// The items that match their schema, without the rest of the page.
    pub fn into_items(mut self) -> Vec<M::Item> {
        std::mem::take(self.response.body_mut().list_mut())
    }

    /// The items that do not match their schema.
    pub fn rejected(&self) -> &[Rejected] {
        &self.beside().rejected
    }

    /// The values of the body that do not match the document, as in [`Response::mismatches`], including
    /// rejected items.
    pub fn mismatches(&self) -> &[Mismatch] {
        self.response.mismatches()
    }

    /// The number of values of the body that do not match the document.
    pub fn mismatch_count(&self) -> usize {
        self.response.mismatch_count()
    }

    /// The body; its list does not contain the rejected items.
    pub fn body(&self) -> &M {
        self.response.body()
    }

    /// The body; its list does not contain the rejected items.
    pub fn into_body(self) -> M {
        self.response.into_body()
    }

    /// The link or token for the next page; `None` on the last page.
    pub fn next(&self) -> Option<&str> {
        self.next_page().map(NextPage::text)
    }

    pub(crate) fn next_page(&self) -> Option<&NextPage> {
        self.beside().next.as_ref()
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The service's ID for the request; the service's support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        self.response.request_id()
    }

    /// The number of attempts, including this one.
    pub fn attempts(&self) -> u32 {
        self.response.attempts()
    }

    /// All items in the order of the response, with an error for each rejected one.
    pub(crate) fn into_results(mut self) -> VecDeque<Result<M::Item, Error>> {
        let items = std::mem::take(self.response.body_mut().list_mut());
        let mut items = items.into_iter().map(Ok);
        let all = self.rejected();
        let mut results = VecDeque::with_capacity(items.len() + all.len());
        for rejected in all {
            results.extend(items.by_ref().take(rejected.index - results.len()));
            results.push_back(Err(self
                .response
                .rejection(&rejected.decode_error, &rejected.json)));
        }
        results.extend(items);
        results
    }
}

/// The body; its list does not contain the rejected items.
impl<M: Paged, H> Deref for Page<M, H> {
    type Target = M;

    fn deref(&self) -> &M {
        self.body()
    }
}

impl<M: Paged, H: FieldSlot> Page<M, H> {
    /// The headers that the document declares.
    ///
    /// # Errors
    ///
    /// As for [`Response::declared_headers`].
    pub fn declared_headers(&self) -> Result<H, Error> {
        self.response.declared_headers()
    }
}

impl<M: Paged, H> FromResponse for Page<M, H> {
    #[inline]
    fn from_response(answer: RawResponse) -> Result<Self, Error> {
        let answer = read(M::boxed(), M::NAME, answer)?;
        Ok(Self {
            response: Response::new(answer),
        })
    }
}

/// Decodes a page without knowing its model: the rejected items, and how to get the next page.
fn read(
    mut body: Box<dyn FieldSlot>,
    list: &'static str,
    mut answer: RawResponse,
) -> Result<RawResponse, Error> {
    let rejected = answer.decode(&mut *body, Some(list))?;
    let rejected = rejected.into_iter().map(reject).collect();
    let paging = answer.parts().operation.paging;
    let next = paging.and_then(|paging| next_page(paging, &*body));
    answer.parts_mut().beside = Some(Arc::new(Beside { rejected, next }));
    Ok(answer.keep(body))
}

fn reject(rejection: Rejection) -> Rejected {
    let Rejection {
        decode_error,
        index,
        json,
    } = rejection;
    Rejected {
        index,
        path: decode_error.path(),
        reason: decode_error.reason.clone(),
        json,
        decode_error,
    }
}

impl<M: Paged + fmt::Debug, H> fmt::Debug for Page<M, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Page");
        shown
            .field("status", &self.status())
            .field("body", self.body());
        shown
            .field("rejected", &self.rejected())
            .finish_non_exhaustive()
    }
}

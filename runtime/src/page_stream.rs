//! The way from one page to the next.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::answer::{Answer, FromAnswer, NoHeaders};
use crate::call::Call;
use crate::error::{Error, ErrorKind};
use crate::next_page::NextPage;
use crate::page::{Page, Paged};
use crate::request::Request;
use crate::sending::AnswerFuture;

/// The way through the pages, for any model.
struct Walk {
    call: Call,
    request: Option<Request>,
    seen: BTreeSet<String>,
    state: State,
}

enum State {
    /// Nothing was sent yet.
    Start,
    Waiting(AnswerFuture),
    /// The next page was not asked for yet.
    Next(NextPage),
    Done,
}

impl Walk {
    fn new(call: Call) -> Self {
        Self {
            call,
            request: None,
            seen: BTreeSet::new(),
            state: State::Start,
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Answer, Error>>> {
        let request = match std::mem::replace(&mut self.state, State::Done) {
            State::Done => return Poll::Ready(None),
            State::Start => self.call.request(),
            State::Next(next) => self.follow(&next),
            State::Waiting(mut answer) => {
                let polled = answer.as_mut().poll(cx);
                if polled.is_pending() {
                    self.state = State::Waiting(answer);
                }
                return polled.map(Some);
            }
        };
        let request = match request {
            Ok(request) => request,
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        self.seen.insert(request.url().as_str().to_owned());
        self.request = Some(request.clone());
        let (client, operation) = (self.call.client().clone(), self.call.operation());
        self.state = State::Waiting(Box::pin(
            async move { client.execute(operation, request).await },
        ));
        self.poll(cx)
    }

    /// The request for the next page: to the client's own origin, and to none that was asked before.
    fn follow(&self, next: &NextPage) -> Result<Request, Error> {
        let failed =
            |message: String| Error::new(ErrorKind::Paging, message).of(self.call.operation());
        let Some(last) = &self.request else {
            return self.call.request();
        };
        let url = next.url(last.url()).map_err(failed)?;
        let own = self.call.client().base_url_of(self.call.operation())?;
        if url.origin() != own.origin() || !url.username().is_empty() || url.password().is_some() {
            let (theirs, own) = (
                url.origin().ascii_serialization(),
                own.origin().ascii_serialization(),
            );
            return Err(failed(format!(
                "the link to the next page leads to {theirs}, not to {own}; it was not followed"
            )));
        }
        if self.seen.contains(url.as_str()) {
            return Err(failed(
                "the link to the next page leads to a page that was there already".to_owned(),
            ));
        }
        Ok(last.at(url))
    }
}

/// The pages of a list, each asked for when it is wanted. A stream of [`futures_core`].
///
/// It ends after the last page, and after an error.
#[must_use = "nothing is sent before a page is asked for"]
pub struct PageStream<M, H = NoHeaders> {
    walk: Walk,
    model: PhantomData<fn() -> (M, H)>,
}

impl<M: Paged, H> PageStream<M, H> {
    pub(crate) fn new(call: Call) -> Self {
        Self {
            walk: Walk::new(call),
            model: PhantomData,
        }
    }

    /// The next page; none after the last.
    pub async fn next(&mut self) -> Option<Result<Page<M, H>, Error>> {
        std::future::poll_fn(|cx| self.poll_page(cx)).await
    }

    /// The next page; none after the last.
    ///
    /// # Errors
    ///
    /// Those of the operation, and [`Paging`](ErrorKind::Paging) if the way to the next page leads
    /// to another host or in a circle.
    pub async fn try_next(&mut self) -> Result<Option<Page<M, H>>, Error> {
        self.next().await.transpose()
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page<M, H>, Error>>> {
        let Some(answer) = ready!(self.walk.poll(cx)) else {
            return Poll::Ready(None);
        };
        let page: Result<Page<M, H>, Error> = answer.and_then(Page::from_answer);
        if let Ok(Page {
            next: Some(next), ..
        }) = &page
        {
            self.walk.state = State::Next(next.clone());
        }
        Poll::Ready(Some(page))
    }
}

impl<M: Paged, H> Stream for PageStream<M, H> {
    type Item = Result<Page<M, H>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(cx)
    }
}

impl<M, H> fmt::Debug for PageStream<M, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PageStream").field(&self.walk.call).finish()
    }
}

/// The items of all pages of a list, each page asked for when it is wanted. A stream of [`futures_core`].
///
/// An item that is not what the document says is an error, after which the next item comes. After
/// an error with a page it ends.
#[must_use = "nothing is sent before an item is asked for"]
pub struct ItemStream<M: Paged> {
    pages: PageStream<M>,
    items: VecDeque<Result<M::Item, Error>>,
}

impl<M: Paged> ItemStream<M> {
    pub(crate) fn new(call: Call) -> Self {
        Self {
            pages: PageStream::new(call),
            items: VecDeque::new(),
        }
    }

    /// The next item; none after the last.
    pub async fn next(&mut self) -> Option<Result<M::Item, Error>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    /// The next item; none after the last.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) for one item, with others to come; else those of [`PageStream::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<M::Item>, Error> {
        self.next().await.transpose()
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<M::Item, Error>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(item));
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => self.items = page.into_results(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<M: Paged> Unpin for ItemStream<M> {}

impl<M: Paged> Stream for ItemStream<M> {
    type Item = Result<M::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(cx)
    }
}

impl<M: Paged> fmt::Debug for ItemStream<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ItemStream")
            .field(&self.pages.walk.call)
            .finish()
    }
}

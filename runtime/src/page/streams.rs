//! The way from one page to the next.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::call::request_builder::RequestBuilder;
use crate::error::Error;
use crate::message::raw_response::FromResponse;
use crate::message::response::NoHeaders;
use crate::page::cursor::Cursor;
use crate::page::model::{Page, Paged};
use crate::page::pager::Pager;

/// The pages of a list, each asked for when it is wanted. A stream of [`futures_core`].
///
/// It ends after the last page, and after an error.
#[must_use = "nothing is sent before a page is asked for"]
pub struct PageStream<M, H = NoHeaders> {
    pager: Pager,
    model: PhantomData<fn() -> (M, H)>,
}

impl<M: Paged, H> PageStream<M, H> {
    pub(crate) fn new(builder: RequestBuilder) -> Self {
        Self {
            pager: Pager::new(builder),
            model: PhantomData,
        }
    }

    /// Asks for the next page as soon as one is there, and not when it is wanted.
    pub fn prefetch(mut self) -> Self {
        self.pager.prefetch = true;
        self
    }

    /// Begins at a page that an earlier walk with the same request came to.
    pub fn resume(mut self, cursor: &Cursor) -> Self {
        self.pager.start_at(cursor.page.clone());
        self
    }

    /// The page that would come next; none after the last page and after an error.
    pub fn cursor(&self) -> Option<Cursor> {
        self.pager.next_cursor()
    }

    /// The next page; none after the last.
    pub async fn next(&mut self) -> Option<Result<Page<M, H>, Error>> {
        std::future::poll_fn(|cx| self.poll_page(cx)).await
    }

    /// The next page; none after the last.
    ///
    /// # Errors
    ///
    /// Those of the operation, and [`Paging`](crate::ErrorKind::Paging) if the way to the next page leads
    /// to another host or in a circle.
    pub async fn try_next(&mut self) -> Result<Option<Page<M, H>>, Error> {
        self.next().await.transpose()
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page<M, H>, Error>>> {
        let Some(answer) = ready!(self.pager.poll(cx)) else {
            return Poll::Ready(None);
        };
        let page = answer.and_then(|answer| {
            let page = Page::<M, H>::from_response(answer)?;
            let empty = page.items().is_empty() && page.rejected().is_empty();
            self.pager.arrived(page.next_page(), empty);
            Ok(page)
        });
        self.pager.work(cx);
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
        f.debug_tuple("PageStream")
            .field(self.pager.builder())
            .finish()
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
    /// The page that the items are of, and how many were given or skipped.
    cursor: Cursor,
    /// How many items of the first page an earlier walk gave.
    skip: usize,
    /// How many items are still to be given.
    left: usize,
}

impl<M: Paged> ItemStream<M> {
    pub(crate) fn new(builder: RequestBuilder) -> Self {
        Self {
            pages: PageStream::new(builder),
            items: VecDeque::new(),
            cursor: Cursor::default(),
            skip: 0,
            left: usize::MAX,
        }
    }

    /// At most so many items, errors not counted; no page is asked for after the last of them.
    pub fn limit(mut self, items: usize) -> Self {
        self.left = items;
        self
    }

    /// Asks for the next page as soon as one is there. It is worked at whenever an item is asked for.
    pub fn prefetch(mut self) -> Self {
        self.pages = self.pages.prefetch();
        self
    }

    /// Goes on where an earlier walk with the same request stood. Items that were added to or taken
    /// from the page since then move the place.
    pub fn resume(mut self, cursor: &Cursor) -> Self {
        self.pages = self.pages.resume(cursor);
        self.cursor = cursor.clone();
        self.skip = cursor.items;
        self
    }

    /// After the item that was given last. After an error with a page it is at that page.
    pub fn cursor(&self) -> Cursor {
        self.cursor.clone()
    }

    /// The next item; none after the last.
    pub async fn next(&mut self) -> Option<Result<M::Item, Error>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    /// The next item; none after the last.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode) for one item, with others to come; else those of [`PageStream::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<M::Item>, Error> {
        self.next().await.transpose()
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<M::Item, Error>>> {
        loop {
            if self.left == 0 {
                self.items.clear();
                self.pages.pager.stop();
                return Poll::Ready(None);
            }
            if let Some(item) = self.items.pop_front() {
                self.cursor.items += 1;
                self.left -= usize::from(item.is_ok());
                if self.left > self.items.len() {
                    self.pages.pager.work(cx);
                }
                return Poll::Ready(Some(item));
            }
            match ready!(self.poll_page(cx)) {
                Some(Ok(())) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<(), Error>>> {
        // A page that is worked at ahead of time must not begin before this one's URL is known.
        let ahead = std::mem::take(&mut self.pages.pager.prefetch);
        let polled = self.pages.poll_page(cx);
        self.pages.pager.prefetch = ahead;
        let page = match ready!(polled) {
            Some(page) => page,
            None => return Poll::Ready(None),
        };
        let at = self.pages.pager.page();
        // Without a page that was asked for, the place is still after the item that was given last.
        if page.is_ok() || at.is_some() && at != self.cursor.page {
            self.cursor = Cursor {
                page: at,
                items: std::mem::take(&mut self.skip),
            };
        }
        Poll::Ready(Some(page.map(|page| {
            self.items = page.into_results();
            self.items.drain(..self.cursor.items.min(self.items.len()));
        })))
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
            .field(self.pages.pager.builder())
            .finish()
    }
}

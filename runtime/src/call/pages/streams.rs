//! Streams of pages and items.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::call::pages::cursor::Cursor;
use crate::call::pages::model::{Page, Paged};
use crate::call::pages::pager::Pager;
use crate::call::request_builder::RequestBuilder;
use crate::error::Error;
use crate::message::raw_response::FromResponse;
use crate::message::response::NoHeaders;

/// The pages of a list, each requested when it is needed. It implements `Stream` of [`futures_core`].
///
/// It ends after the last page, and after an error.
#[must_use = "no request is sent until a page is requested"]
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

    /// Requests the next page as soon as a page has arrived, instead of when it is needed.
    pub fn prefetch(mut self) -> Self {
        self.pager.prefetch = true;
        self
    }

    /// Starts at a page that an earlier stream of the same request reached.
    pub fn resume(mut self, cursor: &Cursor) -> Self {
        self.pager.start_at(cursor.page.clone());
        self
    }

    /// The position of the next page; `None` after the last page and after an error.
    pub fn cursor(&self) -> Option<Cursor> {
        self.pager.next_cursor()
    }

    /// Returns the next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Page<M, H>, Error>> {
        std::future::poll_fn(|cx| self.poll_page(cx)).await
    }

    /// Returns the next page; `None` after the last.
    ///
    /// # Errors
    ///
    /// Those of the operation, and [`Paging`](crate::ErrorKind::Paging) if a page links to another host or to
    /// an earlier page.
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

/// The items of all pages of a list, each page requested when it is needed. It implements `Stream` of
/// [`futures_core`].
///
/// An item that does not match its schema is an error; the stream then continues with the next item. The
/// stream ends after an error with a page.
#[must_use = "no request is sent until an item is requested"]
pub struct ItemStream<M: Paged> {
    pages: PageStream<M>,
    items: VecDeque<Result<M::Item, Error>>,
    /// The page of the items, and how many were returned or skipped.
    cursor: Cursor,
    /// How many items of the first page an earlier stream returned.
    skip: usize,
    /// How many items may still be returned.
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

    /// Maximum number of items, errors not counted; no page is requested after the last of them.
    pub fn limit(mut self, items: usize) -> Self {
        self.left = items;
        self
    }

    /// Requests the next page as soon as a page has arrived. It makes progress whenever an item is polled.
    pub fn prefetch(mut self) -> Self {
        self.pages = self.pages.prefetch();
        self
    }

    /// Continues at the position of an earlier stream of the same request. If items were added to the page or
    /// removed from it since then, the position shifts.
    pub fn resume(mut self, cursor: &Cursor) -> Self {
        self.pages = self.pages.resume(cursor);
        self.cursor = cursor.clone();
        self.skip = cursor.items;
        self
    }

    /// The position after the last returned item; after an error with a page, the position of that page.
    pub fn cursor(&self) -> Cursor {
        self.cursor.clone()
    }

    /// Returns the next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<M::Item, Error>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    /// Returns the next item; `None` after the last.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode) for a single item, with more to come; otherwise those of
    /// [`PageStream::try_next`].
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
        // A page that is requested ahead must not begin before this page's URL is known.
        let ahead = std::mem::take(&mut self.pages.pager.prefetch);
        let polled = self.pages.poll_page(cx);
        self.pages.pager.prefetch = ahead;
        let page = match ready!(polled) {
            Some(page) => page,
            None => return Poll::Ready(None),
        };
        let at = self.pages.pager.page();
        // Without a requested page, the position is still after the last returned item.
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

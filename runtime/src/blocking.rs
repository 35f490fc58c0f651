//! Blocking versions of the calls, for programs without an async runtime.

use std::fmt;
use std::sync::OnceLock;

use crate::call::pages::model::{Page, Paged};
use crate::call::pages::streams::{ItemStream, PageStream};
use crate::call::sending::Sending;
use crate::error::Error;
use crate::message::raw_response::FromResponse;

/// Runs a future to completion on this crate's own runtime, which has one thread and lives as long as the
/// program.
fn wait<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    static RUNTIME: OnceLock<std::io::Result<tokio::runtime::Runtime>> = OnceLock::new();
    if tokio::runtime::Handle::try_current().is_ok() {
        return Err(Error::configuration(
            "blocking call inside an async runtime: use the async API, or make the call on a thread from `std::thread`",
        ));
    }
    let runtime = RUNTIME.get_or_init(|| {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("bindery-blocking")
            .enable_all()
            .build()
    });
    match runtime {
        Ok(runtime) => Ok(runtime.block_on(future)),
        Err(error) => Err(Error::configuration(format!(
            "cannot start the thread for blocking calls: {error}"
        ))),
    }
}

impl<T: FromResponse> Sending<T> {
    /// Sends the request, and blocks the thread until the response has arrived.
    ///
    /// # Errors
    ///
    /// Those of the operation; [`Configuration`](crate::ErrorKind::Configuration) inside a Tokio runtime,
    /// including in `spawn_blocking`: such a thread cannot be distinguished from one that must not block.
    pub fn wait(self) -> Result<T, Error> {
        wait(self)?
    }
}

impl<M: Paged, H> PageStream<M, H> {
    /// Iterates over the pages. The thread blocks until each page has arrived.
    pub fn wait(self) -> BlockingPages<M, H> {
        BlockingPages(Some(self))
    }
}

impl<M: Paged> ItemStream<M> {
    /// Iterates over the items. The thread blocks while a page is requested.
    pub fn wait(self) -> BlockingItems<M> {
        BlockingItems(Some(self))
    }
}

/// The iterator that [`PageStream::wait`] returns.
#[must_use = "no request is sent until a page is requested"]
pub struct BlockingPages<M, H>(Option<PageStream<M, H>>);

impl<M: Paged, H> Iterator for BlockingPages<M, H> {
    type Item = Result<Page<M, H>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let pages = self.0.as_mut()?;
        match wait(pages.next()) {
            Ok(page) => page,
            Err(error) => {
                self.0 = None;
                Some(Err(error))
            }
        }
    }
}

impl<M, H> fmt::Debug for BlockingPages<M, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The iterator that [`ItemStream::wait`] returns.
#[must_use = "no request is sent until an item is requested"]
pub struct BlockingItems<M: Paged>(Option<ItemStream<M>>);

impl<M: Paged> BlockingItems<M> {
    /// The underlying stream, to read its cursor or to continue without blocking; `None` if blocking was not
    /// possible.
    pub fn into_inner(self) -> Option<ItemStream<M>> {
        self.0
    }
}

impl<M: Paged> Iterator for BlockingItems<M> {
    type Item = Result<M::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let items = self.0.as_mut()?;
        match wait(items.next()) {
            Ok(item) => item,
            Err(error) => {
                self.0 = None;
                Some(Err(error))
            }
        }
    }
}

impl<M: Paged> fmt::Debug for BlockingItems<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

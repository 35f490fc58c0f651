//! The same calls, for programs without an async runtime.

use std::fmt;
use std::sync::OnceLock;

use crate::call::sending::Sending;
use crate::error::Error;
use crate::message::raw_response::FromResponse;
use crate::page::model::{Page, Paged};
use crate::page::streams::{ItemStream, PageStream};

/// Waits for a future on this crate's own runtime, which has one thread and lives as long as the program.
fn wait<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    static RUNTIME: OnceLock<std::io::Result<tokio::runtime::Runtime>> = OnceLock::new();
    if tokio::runtime::Handle::try_current().is_ok() {
        return Err(Error::configuration(
            "a blocking call inside an async runtime would stop its other work; await it, or make the call in a thread of `std::thread`",
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
            "no thread for blocking calls: {error}"
        ))),
    }
}

impl<T: FromResponse> Sending<T> {
    /// Sends the request, and blocks the thread until the answer is there.
    ///
    /// # Errors
    ///
    /// Those of the operation; [`Configuration`](crate::ErrorKind::Configuration) inside a runtime of
    /// Tokio, in its `spawn_blocking` too: nothing tells such a thread from one that must not block.
    pub fn wait(self) -> Result<T, Error> {
        wait(self)?
    }
}

impl<M: Paged, H> PageStream<M, H> {
    /// The pages one after the other, each of which blocks the thread until it is there.
    pub fn wait(self) -> BlockingPages<M, H> {
        BlockingPages(Some(self))
    }
}

impl<M: Paged> ItemStream<M> {
    /// The items one after the other. The thread blocks while a page is on its way.
    pub fn wait(self) -> BlockingItems<M> {
        BlockingItems(Some(self))
    }
}

/// What [`PageStream::wait`] gives.
#[must_use = "nothing is sent before a page is asked for"]
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

/// What [`ItemStream::wait`] gives.
#[must_use = "nothing is sent before an item is asked for"]
pub struct BlockingItems<M: Paged>(Option<ItemStream<M>>);

impl<M: Paged> BlockingItems<M> {
    /// The stream, to see its position or to go on without blocking; none after a refusal.
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

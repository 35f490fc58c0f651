//! Follows pages, for any model.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::task::{Context, Poll};

use url::Url;

use crate::auth::credentials::remove_keys;
use crate::call::pages::cursor::Cursor;
use crate::call::pages::next_page::NextPage;
use crate::call::request_builder::RequestBuilder;
use crate::call::sending::ResponseFuture;
use crate::error::{Error, ErrorKind};
use crate::message::raw_response::RawResponse;
use crate::message::request::Request;

/// After this number of consecutive empty pages, the list ends with an error.
const EMPTY_PAGES: u32 = 100;

/// The position in a sequence of pages.
pub(crate) struct Pager {
    builder: RequestBuilder,
    /// Whether the next page is requested while this one is read.
    pub(crate) prefetch: bool,
    /// The last page that was requested.
    request: Option<Request>,
    /// Hashes of the URLs of the requested pages: there may be many pages.
    seen: BTreeSet<u64>,
    empty: u32,
    state: State,
}

enum State {
    /// Nothing has been sent yet.
    Start(Option<String>),
    Waiting(ResponseFuture),
    /// The response arrived before it was polled.
    Ready(Result<RawResponse, Error>),
    /// The next page has not been requested yet.
    Next(Url),
    Done,
}

impl Pager {
    pub(crate) fn new(builder: RequestBuilder) -> Self {
        Self {
            builder,
            prefetch: false,
            request: None,
            seen: BTreeSet::new(),
            empty: 0,
            state: State::Start(None),
        }
    }

    pub(crate) fn builder(&self) -> &RequestBuilder {
        &self.builder
    }

    /// Starts at a page.
    pub(crate) fn start_at(&mut self, page: Option<String>) {
        self.state = State::Start(page);
    }

    pub(crate) fn stop(&mut self) {
        self.state = State::Done;
    }

    /// The next response; `None` after the last page.
    pub(crate) fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<RawResponse, Error>>> {
        let request = match std::mem::replace(&mut self.state, State::Done) {
            State::Done => return Poll::Ready(None),
            State::Ready(answer) => return Poll::Ready(Some(answer)),
            State::Start(page) => self.first(page),
            State::Next(url) => self.follow(url),
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
        self.request = Some(request.at(request.url().clone()));
        let (client, operation) = (self.builder.client().clone(), self.builder.operation());
        let options = self.builder.options().clone();
        self.state = State::Waiting(Box::pin(async move {
            client.execute(operation, &request, &options).await
        }));
        self.poll(cx)
    }

    /// Makes progress on the next page without returning it.
    pub(crate) fn work(&mut self, cx: &mut Context<'_>) {
        let wanted = matches!(self.state, State::Next(_) | State::Waiting(_));
        if !self.prefetch || !wanted {
            return;
        }
        if let Poll::Ready(Some(answer)) = self.poll(cx) {
            self.state = State::Ready(answer);
        }
    }

    /// Records a page: how to get the next one, and whether this one was empty. An error in the link is
    /// returned after the page.
    pub(crate) fn arrived(&mut self, next: Option<&NextPage>, empty: bool) {
        let Some((next, last)) = next.zip(self.request.as_ref()) else {
            return;
        };
        self.empty = if empty { self.empty + 1 } else { 0 };
        let url = if self.empty == EMPTY_PAGES {
            Err(format!("{EMPTY_PAGES} consecutive pages are empty"))
        } else {
            next.url(last.url())
        };
        self.state = match url {
            Ok(url) => State::Next(self.plain(url)),
            Err(message) => State::Ready(Err(self.failed(message))),
        };
    }

    /// The URL of the last page that was requested.
    pub(crate) fn page(&self) -> Option<String> {
        match (&self.state, &self.request) {
            (State::Start(page), _) => page.clone(),
            (_, request) => request.as_ref().map(|request| request.url().to_string()),
        }
    }

    /// The position of the next page; `None` if there is none.
    pub(crate) fn next_cursor(&self) -> Option<Cursor> {
        let page = match &self.state {
            State::Start(page) => page.clone(),
            State::Next(url) => Some(url.to_string()),
            // It was requested, but not returned yet.
            State::Waiting(_) | State::Ready(_) => self.page(),
            State::Done => return None,
        };
        Some(Cursor { page, items: 0 })
    }

    fn first(&mut self, page: Option<String>) -> Result<Request, Error> {
        let request = self.builder.request()?;
        match page {
            None => {
                self.see(request.url());
                Ok(request)
            }
            Some(page) => {
                let url = Url::parse(&page);
                let url = url.map_err(|_| self.failed("the position is not a URL".to_owned()))?;
                self.follow(self.plain(url))
            }
        }
    }

    /// The URL of a page as it is requested and remembered: without its fragment, which is not sent, and
    /// without API keys, which are added when the request is sent.
    fn plain(&self, mut url: Url) -> Url {
        url.set_fragment(None);
        let schemes = self.builder.client().0.api.schemes;
        remove_keys(&mut url, self.builder.operation(), schemes);
        url
    }

    /// The request for a page: only to the client's own origin, and never twice for the same page.
    fn follow(&mut self, url: Url) -> Result<Request, Error> {
        let own = self
            .builder
            .client()
            .base_url_of(self.builder.operation())?;
        if url.origin() != own.origin() {
            let (theirs, own) = (
                url.origin().ascii_serialization(),
                own.origin().ascii_serialization(),
            );
            return Err(self.failed(format!(
                "the link to the next page has the origin {theirs} instead of {own}; it was not followed"
            )));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(self.failed(
                "the link to the next page contains credentials; it was not followed".to_owned(),
            ));
        }
        if !self.see(&url) {
            return Err(self.failed(
                "the link to the next page leads to a page that was already read".to_owned(),
            ));
        }
        match &self.request {
            Some(last) => Ok(last.at(url)),
            None => self.builder.request().map(|request| request.at(url)),
        }
    }

    /// Records a page; returns whether it is new.
    fn see(&mut self, url: &Url) -> bool {
        let mut hasher = DefaultHasher::new();
        url.as_str().hash(&mut hasher);
        self.seen.insert(hasher.finish())
    }

    fn failed(&self, message: String) -> Error {
        Error::new(ErrorKind::Paging, message).of(self.builder.operation())
    }
}

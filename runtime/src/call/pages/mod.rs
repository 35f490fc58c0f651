//! Lists: pages, links between pages, and streams of pages and items.
//!
//! A new paging style belongs in [`next_page`]. Nothing here knows an API.

pub(crate) mod cursor;
pub(crate) mod model;
pub(crate) mod next_page;
pub(crate) mod pager;
pub(crate) mod streams;

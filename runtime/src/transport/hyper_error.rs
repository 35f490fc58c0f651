//! What transports over hyper know about an error.

use std::error::Error;
use std::iter::successors;

type Cause<'a> = &'a (dyn Error + 'static);

/// The error and its causes, from the outermost.
pub(crate) fn causes<'a>(error: Cause<'a>) -> impl Iterator<Item = Cause<'a>> {
    successors(Some(error), |&cause| cause.source())
}

/// Whether hyper could not parse the response.
pub(crate) fn is_malformed(error: Cause<'_>) -> bool {
    let found = causes(error).find_map(|cause| cause.downcast_ref::<hyper::Error>());
    found.is_some_and(hyper::Error::is_parse)
}

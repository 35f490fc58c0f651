//! The methods that all request builders of generated crates have.

/// Implements the methods of a request builder besides its setters, and `IntoFuture`.
///
/// ```text
/// request_methods! { FetchBinding { response: Binding, FetchBindingHeaders, } }
/// request_methods! { ListBindings { page: ListBindingsResponse, } }
/// ```
///
/// `response` has the type of the body, `page` that of a model with a page of items; the type of declared
/// headers follows. The struct has one field, `builder: RequestBuilder`.
#[doc(hidden)]
#[macro_export]
macro_rules! request_methods {
    ($name:ident { response: $body:ty $(, $headers:ty)? $(,)? }) => {
        $crate::rt::macros::sent! { $name $crate::Response<$body $(, $headers)?> }
    };
    ($name:ident { page: $model:ty $(, $headers:ty)? $(,)? }) => {
        $crate::rt::macros::sent! { $name $crate::Page<$model $(, $headers)?> }

        impl $name {
            /// Streams the pages, starting with the one that this request asks for. Each page is one request.
            pub fn pages(self) -> $crate::PageStream<$model $(, $headers)?> {
                self.builder.pages()
            }

            /// Streams the items of all pages, starting with the one that this request asks for.
            pub fn stream(self) -> $crate::ItemStream<$model> {
                self.builder.stream()
            }
        }
    };
}

/// The methods that do not depend on paging.
#[doc(hidden)]
#[macro_export]
macro_rules! __sent {
    ($name:ident $output:ty) => {
        impl $name {
            /// Calls a setter if there is a value, for example `.maybe(size, ListBindings::page_size)`.
            pub fn maybe<V>(
                self,
                value: ::core::option::Option<V>,
                setter: impl FnOnce(Self, V) -> Self,
            ) -> Self {
                $crate::rt::maybe(self, value, setter)
            }

            /// Per-request overrides of the client's settings, such as retries and time limits.
            pub fn with(self, options: $crate::RequestOptions) -> Self {
                Self {
                    builder: self.builder.with(options),
                }
            }

            /// Builds the request without sending it. It has no credentials.
            ///
            /// # Errors
            ///
            /// If a value is invalid according to the document.
            pub fn request(&self) -> ::core::result::Result<$crate::Request, $crate::Error> {
                self.builder.request()
            }

            /// Sends the request when the future is awaited. `.await` without `send` does the same.
            pub fn send(self) -> $crate::Sending<$output> {
                self.builder.send()
            }

            /// Sends the request when the future is awaited, accepts every documented media type, and returns the
            /// response without decoding it.
            pub fn send_raw(self) -> $crate::Sending<$crate::RawResponse> {
                self.builder.send_raw()
            }
        }

        /// Sends the request, as `send` does.
        impl ::core::future::IntoFuture for $name {
            type Output = ::core::result::Result<$output, $crate::Error>;
            type IntoFuture = $crate::Sending<$output>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// Calls a setter if there is a value.
pub fn maybe<T, V>(request: T, value: Option<V>, setter: impl FnOnce(T, V) -> T) -> T {
    match value {
        Some(value) => setter(request, value),
        None => request,
    }
}

//! Twilio: the regions and edges of its servers.
//!
//! A host is `{product}.{edge}.{region}.twilio.com`
//! (<https://www.twilio.com/docs/global-infrastructure/understanding-edge-locations>).

use url::Url;

use crate::client::builder::ClientBuilder;
use crate::operation::api::Vendor;

const REGION: &str = "region";
const EDGE: &str = "edge";

/// The default region if only an edge is set.
const DEFAULT_REGION: &str = "us1";

/// A client of an API whose servers have regions and edges.
///
/// Only generated code implements it, for clients of Twilio's documents.
pub trait Regional {}

/// Twilio's facts beyond OpenAPI. The environment variables are those of the region and the edge.
#[doc(hidden)]
pub const fn regions(variables: &'static [&'static str; 2]) -> Vendor {
    Vendor::new(&[REGION, EDGE], variables, place)
}

/// Only for clients of Twilio's documents.
impl<C: Regional> ClientBuilder<C> {
    /// Sets the region that processes and stores the data, for example `au1`. It does not apply to a custom
    /// [`base_url`](Self::base_url).
    pub fn region(self, region: impl Into<String>) -> Self {
        self.vendor_setting(REGION, region.into())
    }

    /// Sets the edge, the location where requests enter Twilio's network, for example `sydney`; without a
    /// region, the region is `us1`. It does not apply to a custom [`base_url`](Self::base_url).
    pub fn edge(self, edge: impl Into<String>) -> Self {
        self.vendor_setting(EDGE, edge.into())
    }
}

/// The URL of a server in a region, through an edge: `first.rest` becomes `first.edge.region.rest`.
fn place(mut url: Url, setting: &dyn Fn(&str) -> Option<String>) -> Result<Url, String> {
    let edge = setting(EDGE);
    let region = setting(REGION).or_else(|| edge.as_ref().map(|_| DEFAULT_REGION.to_owned()));
    let Some(region) = region else { return Ok(url) };
    let is_label = |text: &str| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !text.is_empty() && text.bytes().all(is_part)
    };
    let mut labels = edge.iter().chain([&region]);
    if let Some(wrong) = labels.find(|label| !is_label(label)) {
        return Err(format!("{wrong:?} is not a valid region or edge"));
    }
    let host = url.domain().and_then(|host| host.split_once('.'));
    let (first, rest) =
        host.ok_or("the host name of the server has no dot, so a region cannot be added")?;
    let host = match &edge {
        Some(edge) => format!("{first}.{edge}.{region}.{rest}"),
        None => format!("{first}.{region}.{rest}"),
    };
    url.set_host(Some(&host))
        .map_err(|error| format!("the host {host:?} is invalid: {error}"))?;
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Client;
    use crate::operation::api::Api;
    use crate::transport::body::Body;
    use crate::transport::{Transport, TransportFuture, TransportLimits};

    struct Regions(Client);

    impl From<Client> for Regions {
        fn from(client: Client) -> Self {
            Self(client)
        }
    }

    impl Regional for Regions {}

    struct Silent;

    impl Transport for Silent {
        fn send(&self, _: http::Request<Body>, _: TransportLimits) -> TransportFuture<'_> {
            Box::pin(std::future::pending())
        }
    }

    static API: Api = Api::new("example", "1.0", "https://conversations.twilio.com")
        .vendor(regions(&["REGION", "EDGE"]));

    fn host(builder: ClientBuilder<Regions>) -> Result<String, String> {
        let client = builder.transport(Silent).build();
        let client = client.map_err(|error| error.to_string())?;
        Ok(client
            .0
            .base_url()
            .host_str()
            .unwrap_or_default()
            .to_owned())
    }

    #[test]
    fn regions_and_edges_are_in_the_host() {
        let new = || ClientBuilder::<Regions>::new(&API);
        for (builder, expected) in [
            (new(), "conversations.twilio.com"),
            (
                new().region("au1").edge("sydney"),
                "conversations.sydney.au1.twilio.com",
            ),
            (new().edge("sydney"), "conversations.sydney.us1.twilio.com"),
            (new().region("au1"), "conversations.au1.twilio.com"),
            (
                new().edge("sydney").base_url("http://127.0.0.1:9/x"),
                "127.0.0.1",
            ),
        ] {
            assert_eq!(host(builder).as_deref(), Ok(expected));
        }
        assert!(host(new().region("evil.example/")).is_err());
    }
}

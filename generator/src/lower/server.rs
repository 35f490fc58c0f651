//! Servers: where operations are.

use openapiv3::Server;

use super::Lowering;
use crate::diagnostic::{Code, Place};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    /// The document's server: the first that it names, else the one that most paths name.
    pub(super) fn server(&self) -> Option<String> {
        if let Some(server) = self.document.api.servers.first() {
            return url(server);
        }
        let mut counts: Vec<(String, usize)> = Vec::new();
        for item in self.document.api.paths.paths.values() {
            let Some(server) = item
                .as_item()
                .and_then(|item| item.servers.first())
                .and_then(url)
            else {
                continue;
            };
            match counts.iter_mut().find(|(url, _)| *url == server) {
                Some((_, count)) => *count += 1,
                None => counts.push((server, 1)),
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max()?;
        counts
            .into_iter()
            .find(|(_, count)| *count == most)
            .map(|(url, _)| url)
    }

    /// Reports the fixed variables, once for each server that is used.
    pub(super) fn server_variables(&mut self, taken: Option<&Server>, place: &Pointer) {
        let Some(server) = taken else { return };
        let variables = server.variables.iter().flatten();
        let fixed = variables.map(|(name, it)| format!("`{name}` is `{}`", it.default));
        let fixed = fixed.collect::<Vec<_>>().join(", ");
        if fixed.is_empty()
            || !self
                .fixed_servers
                .insert((server.url.clone(), fixed.clone()))
        {
            return;
        }
        let message = format!("the server variables have their default values: {fixed}");
        let place = place.join("servers").index(0).join("variables");
        self.warn(
            Code::FixedServerVariables,
            Place::key(place),
            message,
            "set `base_url` on the client to use another URL",
        );
    }

    /// The server of an operation, where it is not the document's.
    pub(super) fn own_server(&mut self, lists: [(&[Server], &Pointer); 2]) -> Option<String> {
        let own = lists.into_iter().find(|(servers, _)| !servers.is_empty());
        let (servers, place) = own?;
        self.server_variables(servers.first(), place);
        let server = url(servers.first()?)?;
        (Some(&server) != self.server().as_ref()).then_some(server)
    }
}

/// The URL of a server with the defaults of its variables, without a slash at the end
/// (OpenAPI 3.0, section "Server Object").
fn url(server: &Server) -> Option<String> {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    let url = url.trim_end_matches('/');
    (!url.is_empty()).then(|| url.to_owned())
}

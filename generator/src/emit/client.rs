//! The client, which gives out handles.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::doc;
use super::imports::Imports;
use super::request::{parameter_declaration, set};
use crate::ir::Location;
use crate::plan::{Client, EnvironmentCredentials, Plan, Resource, Scheme};
use crate::render::Block;

pub(super) fn blocks(plan: &Plan) -> Vec<Block> {
    let mut imports = Imports::new(plan, "client");
    imports.runtime(&[
        "Api",
        "ClientBuilder",
        "Credentials",
        "Environment",
        "Error",
    ]);
    let client = &plan.client;
    if !client.schemes.is_empty() {
        imports.runtime(&["Scheme"]);
    }
    if !client.credentials.is_empty() {
        imports.runtime(&["EnvironmentCredentials"]);
    }
    if client
        .schemes
        .iter()
        .any(|(_, scheme)| matches!(scheme, Scheme::ApiKey(..)))
    {
        imports.runtime(&["Location"]);
    }
    for argument in plan
        .resources
        .iter()
        .flat_map(|resource| &resource.arguments)
    {
        imports.ty(&argument.ty);
    }
    let mut blocks = vec![Block::Rust(doc::inner(&client.doc))];
    blocks.extend(imports.blocks());
    blocks.extend(handles(plan));
    blocks.push(Block::Rust(api(client)));
    blocks.push(Block::Rust(structure(client)));
    blocks.push(Block::Rust(methods(plan)));
    blocks.push(Block::Rust(quote! {
        impl From<bindery_runtime::Client> for Client {
            fn from(inner: bindery_runtime::Client) -> Self {
                Self { inner }
            }
        }
    }));
    blocks
}

fn handles(plan: &Plan) -> Option<Block> {
    let handles = plan.resources.iter().map(|resource| {
        let (module, ident) = (&resource.module, &resource.ident);
        quote! { use crate::#module::#ident; }
    });
    (!plan.resources.is_empty()).then(|| Block::Rust(handles.collect()))
}

fn api(client: &Client) -> TokenStream {
    let server = &client.server;
    let schemes = client.schemes.iter().map(|(name, scheme)| {
        let scheme = scheme_value(scheme);
        quote! { (#name, #scheme) }
    });
    let variable = |suffix: &str| format!("{}_{suffix}", client.environment);
    let (base_url, region, edge) = (variable("BASE_URL"), variable("REGION"), variable("EDGE"));
    let credentials = client.credentials.iter().map(credentials_value);
    quote! {
        static API: Api = Api {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            server: #server,
            schemes: &[#(#schemes),*],
            environment: Environment {
                base_url: #base_url,
                region: #region,
                edge: #edge,
                credentials: &[#(#credentials),*],
            },
        };
    }
}

fn scheme_value(scheme: &Scheme) -> TokenStream {
    match scheme {
        Scheme::Basic => quote! { Scheme::Basic },
        Scheme::Bearer => quote! { Scheme::Bearer },
        Scheme::ApiKey(location, name) => {
            let location = format_ident!("{}", location_name(*location));
            quote! { Scheme::ApiKey { location: Location::#location, name: #name } }
        }
        Scheme::ClientCredentials { token_url, scopes } => {
            quote! { Scheme::OAuth2ClientCredentials { token_url: #token_url, scopes: &[#(#scopes),*] } }
        }
    }
}

fn location_name(location: Location) -> &'static str {
    match location {
        Location::Path => "Path",
        Location::Query => "Query",
        Location::Header => "Header",
        Location::Cookie => "Cookie",
    }
}

fn credentials_value(credentials: &EnvironmentCredentials) -> TokenStream {
    match credentials {
        EnvironmentCredentials::Basic(user, password) => {
            quote! { EnvironmentCredentials::Basic(#user, #password) }
        }
        EnvironmentCredentials::Bearer(token) => quote! { EnvironmentCredentials::Bearer(#token) },
        EnvironmentCredentials::ApiKey(scheme, key) => {
            quote! { EnvironmentCredentials::ApiKey(#scheme, #key) }
        }
    }
}

fn structure(client: &Client) -> TokenStream {
    let docs = doc::outer(&client.doc);
    quote! {
        #docs
        ///
        /// Clones are cheap and share their connections.
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: bindery_runtime::Client,
        }
    }
}

fn methods(plan: &Plan) -> TokenStream {
    let environment = doc::outer(&environment_doc(&plan.client));
    let accessors = plan.resources.iter().map(accessor);
    quote! {
        impl Client {
            /// A client with these credentials and the defaults for everything else.
            ///
            /// # Errors
            ///
            /// If the document's server is no URL that a client can use.
            pub fn new(credentials: Credentials) -> Result<Self, Error> {
                Self::builder().credentials(credentials).build()
            }

            #environment
            pub fn from_env() -> Result<Self, Error> {
                Self::builder().environment()?.build()
            }

            /// Sets up a client step by step.
            pub fn builder() -> ClientBuilder<Self> {
                ClientBuilder::new(&API)
            }

            /// The runtime's client, which this one wraps.
            pub fn inner(&self) -> &bindery_runtime::Client {
                &self.inner
            }

            #(#accessors)*
        }
    }
}

fn environment_doc(client: &Client) -> Vec<String> {
    let mut lines = vec!["A client from the environment.".to_owned(), String::new()];
    for credentials in &client.credentials {
        lines.push(match credentials {
            EnvironmentCredentials::Basic(user, password) => {
                format!("- `{user}` and `{password}`: a user name and its password")
            }
            EnvironmentCredentials::Bearer(token) => format!("- `{token}`: a bearer token"),
            EnvironmentCredentials::ApiKey(scheme, key) => {
                format!("- `{key}`: the key for {}", crate::plan::code(scheme))
            }
        });
    }
    let prefix = &client.environment;
    lines.push(format!(
        "- `{prefix}_BASE_URL`: the server to call in place of the API's"
    ));
    lines.push(format!(
        "- `{prefix}_REGION` and `{prefix}_EDGE`: parts of the API's host name"
    ));
    lines.extend(
        [
            "",
            "# Errors",
            "",
            "If a variable is not of its form, or half of a pair is missing.",
        ]
        .map(str::to_owned),
    );
    lines
}

fn accessor(resource: &Resource) -> TokenStream {
    let docs = doc::outer(&resource.doc);
    let (accessor, module_type) = (&resource.accessor, &resource.ident);
    let parameters = resource.arguments.iter().map(parameter_declaration);
    let values = resource.arguments.iter().map(set);
    quote! {
        #docs
        pub fn #accessor(&self, #(#parameters),*) -> #module_type {
            #module_type::new(self.inner.scope()#(#values)*)
        }
    }
}

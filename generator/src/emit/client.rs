//! The client, which gives out handles.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::{Homes, Imports};
use super::{doc, handle};
use crate::ir::Location;
use crate::plan::{Client, Environment, EnvironmentCredentials, Plan, Regions, Scheme};
use crate::render::Block;
use crate::rt::{
    API, CLIENT, CLIENT_BUILDER, CREDENTIALS, ENVIRONMENT, ENVIRONMENT_CREDENTIALS, ERROR,
    LOCATION, SCHEME, TWILIO_REGIONAL, TWILIO_REGIONS,
};

pub(super) fn blocks(plan: &Plan, homes: &Homes<'_>) -> Vec<Block> {
    let mut imports = Imports::new(homes, "client");
    let client = &plan.client;
    for handle in homes.on_client() {
        handle::import(&mut imports, handle);
    }
    let mut blocks = vec![Block::Rust(doc::inner(&client.doc))];
    blocks.extend(imports.blocks());
    blocks.push(Block::Rust(api(client)));
    blocks.push(Block::Rust(structure(client)));
    blocks.push(Block::Rust(methods(client, homes)));
    blocks.push(Block::Rust(quote! {
        impl From<#CLIENT> for Client {
            fn from(inner: #CLIENT) -> Self {
                Self { inner }
            }
        }
    }));
    let regional = client.environment.regions.as_ref();
    blocks.extend(regional.map(|_| Block::Rust(quote! { impl #TWILIO_REGIONAL for Client {} })));
    blocks
}

fn api(client: &Client) -> TokenStream {
    let server = &client.server;
    let schemes = client.schemes.iter().map(|(name, scheme)| {
        let scheme = scheme_value(scheme);
        quote! { (#name, #scheme) }
    });
    let Environment {
        base_url,
        allow_http,
        regions,
    } = &client.environment;
    let vendor = regions.as_ref().map(|Regions { region, edge }| {
        quote! { .vendor(#TWILIO_REGIONS(&[#region, #edge])) }
    });
    let schemes = (!client.schemes.is_empty()).then(|| quote! { .schemes(&[#(#schemes),*]) });
    let credentials = client.credentials.iter().map(credentials_value);
    let credentials =
        (!client.credentials.is_empty()).then(|| quote! { .credentials(&[#(#credentials),*]) });
    quote! {
        static API: #API = #API::new(
            env!("CARGO_PKG_NAME"),
            env!("CARGO_PKG_VERSION"),
            #server,
        )
        #schemes
        .environment(#ENVIRONMENT::new(#base_url).allow_http(#allow_http)#credentials)
        #vendor;
    }
}

fn scheme_value(scheme: &Scheme) -> TokenStream {
    match scheme {
        Scheme::Basic => quote! { #SCHEME::basic() },
        Scheme::Bearer => quote! { #SCHEME::bearer() },
        Scheme::ApiKey(location, name) => {
            let location = format_ident!("{}", location_name(*location));
            quote! { #SCHEME::api_key(#LOCATION::#location, #name) }
        }
        Scheme::ClientCredentials { token_url, scopes } => {
            quote! { #SCHEME::client_credentials(#token_url, &[#(#scopes),*]) }
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
            quote! { #ENVIRONMENT_CREDENTIALS::basic(#user, #password) }
        }
        EnvironmentCredentials::Bearer(token) => {
            quote! { #ENVIRONMENT_CREDENTIALS::bearer(#token) }
        }
        EnvironmentCredentials::Client(id, secret) => {
            quote! { #ENVIRONMENT_CREDENTIALS::client(#id, #secret) }
        }
        EnvironmentCredentials::ApiKey(scheme, key) => {
            quote! { #ENVIRONMENT_CREDENTIALS::api_key(#scheme, #key) }
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
            inner: #CLIENT,
        }
    }
}

fn methods(client: &Client, homes: &Homes<'_>) -> TokenStream {
    let environment = doc::outer(&client.environment_doc);
    let constructor = constructor(client);
    let scope = quote! { self.inner.scope() };
    let handles = homes.on_client().iter();
    let accessors = handles.map(|handle| handle::accessor(handle, &scope));
    quote! {
        impl Client {
            #constructor

            #environment
            pub fn from_env() -> Result<Self, #ERROR> {
                Self::builder().environment()?.build()
            }

            /// Creates a builder. The guide [`production`](rt::production) lists all settings and
            /// their defaults.
            pub fn builder() -> #CLIENT_BUILDER<Self> {
                #CLIENT_BUILDER::new(&API)
            }

            /// Returns the wrapped runtime client.
            pub fn inner(&self) -> &#CLIENT {
                &self.inner
            }

            #(#accessors)*
        }
    }
}

fn constructor(client: &Client) -> TokenStream {
    let docs = doc::outer(&client.new_doc);
    if client.takes_credentials {
        quote! {
            #docs
            pub fn new(credentials: #CREDENTIALS) -> Result<Self, #ERROR> {
                Self::builder().credentials(credentials).build()
            }
        }
    } else {
        quote! {
            #docs
            pub fn new() -> Result<Self, #ERROR> {
                Self::builder().build()
            }
        }
    }
}

//! The client, which gives out handles.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::argument::{parameter_declaration, set};
use super::doc;
use super::imports::{Homes, Imports};
use crate::ir::Location;
use crate::plan::{
    Client, Doc, Environment, EnvironmentCredentials, Handle, Plan, Regions, Scheme,
};
use crate::render::Block;
use crate::rt::{
    API, CLIENT, CLIENT_BUILDER, CREDENTIALS, ENVIRONMENT, ENVIRONMENT_CREDENTIALS, ERROR,
    LOCATION, SCHEME, TWILIO_REGIONAL, TWILIO_REGIONS,
};

pub(super) fn blocks(plan: &Plan, homes: &Homes<'_>) -> Vec<Block> {
    let mut imports = Imports::new(homes, "client");
    let client = &plan.client;
    let holders = plan
        .resources
        .iter()
        .filter_map(|resource| resource.handle.as_ref());
    for argument in holders.flat_map(|handle| &handle.arguments) {
        imports.ty(&argument.ty);
    }
    let mut blocks = vec![Block::Rust(doc::inner(&client.doc))];
    blocks.extend(imports.blocks());
    blocks.extend(handles(plan));
    blocks.push(Block::Rust(api(client)));
    blocks.push(Block::Rust(structure(client)));
    blocks.push(Block::Rust(methods(plan)));
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

fn handles(plan: &Plan) -> Option<Block> {
    let handles: Vec<TokenStream> = plan
        .resources
        .iter()
        .filter_map(|resource| {
            let (module, ident) = (&resource.module, &resource.handle.as_ref()?.ident);
            Some(quote! { use crate::#module::#ident; })
        })
        .collect();
    (!handles.is_empty()).then(|| Block::Rust(handles.into_iter().collect()))
}

fn api(client: &Client) -> TokenStream {
    let server = &client.server;
    let schemes = client.schemes.iter().map(|(name, scheme)| {
        let scheme = scheme_value(scheme);
        quote! { (#name, #scheme) }
    });
    let Environment { base_url, regions } = &client.environment;
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
        .environment(#ENVIRONMENT::new(#base_url)#credentials)
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

fn methods(plan: &Plan) -> TokenStream {
    let environment = doc::outer(&plan.client.environment_doc);
    let constructor = constructor(&plan.client);
    let accessors = plan.resources.iter().filter_map(|resource| {
        resource
            .handle
            .as_ref()
            .map(|handle| accessor(&resource.doc, handle))
    });
    quote! {
        impl Client {
            #constructor

            #environment
            pub fn from_env() -> Result<Self, #ERROR> {
                Self::builder().environment()?.build()
            }

            /// Sets up a client step by step. Its settings and their defaults are in the guide
            /// [`production`](rt::production).
            pub fn builder() -> #CLIENT_BUILDER<Self> {
                #CLIENT_BUILDER::new(&API)
            }

            /// The runtime's client, which this one wraps.
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

fn accessor(doc: &Doc, handle: &Handle) -> TokenStream {
    let docs = doc::outer(doc);
    let (accessor, module_type) = (&handle.accessor, &handle.ident);
    let parameters = handle.arguments.iter().map(parameter_declaration);
    let values = handle.arguments.iter().map(set);
    quote! {
        #docs
        pub fn #accessor(&self, #(#parameters),*) -> #module_type {
            #module_type::new(self.inner.scope()#(#values)*)
        }
    }
}

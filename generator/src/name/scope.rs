//! Scopes: they make names unique, and create identifiers.

use super::keywords::{Keyword, keyword};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, TokenStreamExt as _};
use std::collections::BTreeMap;
use std::fmt;

/// An identifier that is valid in Rust and unique in the scope that made it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// The identifier as source text writes it: `r#type`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier without the mark of a raw one: `type`.
    #[must_use]
    pub fn bare(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let ident = match self.0.strip_prefix("r#") {
            Some(bare) => proc_macro2::Ident::new_raw(bare, Span::call_site()),
            None => proc_macro2::Ident::new(&self.0, Span::call_site()),
        };
        tokens.append(ident);
    }
}

/// What a scope grants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The identifier.
    pub ident: Ident,
    /// Whether it is another one than was wanted most. The marks that a keyword needs
    /// (`r#type`, `self_`) do not count.
    pub renamed: bool,
    /// Who has the name that was wanted most; `None` if it was free or is reserved.
    pub rival: Option<String>,
}

/// Why a scope does not grant a name that must not change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameError {
    /// It is not a name that Rust allows.
    NotAnIdentifier,
    /// The scope has that name already.
    Taken {
        /// Who has it; `None` if it is reserved.
        rival: Option<String>,
    },
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameError::NotAnIdentifier => f.write_str("not a Rust identifier"),
            NameError::Taken { rival: Some(rival) } => write!(f, "`{rival}` already has this name"),
            NameError::Taken { rival: None } => f.write_str("the name is reserved"),
        }
    }
}

impl std::error::Error for NameError {}

/// The names in a module, an enum or a struct.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// All used names, folded, with their owners; a reserved name has none.
    taken: BTreeMap<String, Option<String>>,
    /// Names that are kept for their previous owners, folded.
    held: BTreeMap<String, String>,
    /// Whether names that differ only in case are the same, as in many file systems.
    ignores_case: bool,
}

/// The names that cannot be files everywhere, and those that Cargo and rustc give a meaning.
const FILES: [&str; 29] = [
    "aux", "build", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "con", "lib", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    "main", "mod", "nul", "prn", "tests",
];

impl Scope {
    /// A scope that grants everything but the reserved names.
    #[must_use]
    pub fn new(reserved: &[&str]) -> Self {
        let mut scope = Self::default();
        scope.reserve(reserved);
        scope
    }

    /// A scope for modules, whose names are also those of files.
    #[must_use]
    pub fn modules(reserved: &[&str]) -> Self {
        let mut scope = Self {
            ignores_case: true,
            ..Self::default()
        };
        scope.reserve(&FILES);
        scope.reserve(reserved);
        scope
    }

    /// Keeps names from being granted.
    pub fn reserve(&mut self, names: &[&str]) {
        for name in names {
            let key = self.key(name);
            self.taken.entry(key).or_insert(None);
        }
    }

    /// Keeps a name for its previous owner: only [`claim_held`](Self::claim_held) returns it.
    pub fn hold(&mut self, owner: &str, name: &str) {
        let key = self.key(name);
        self.held.entry(key).or_insert_with(|| owner.to_owned());
    }

    /// Ends [`hold`](Self::hold).
    pub fn release(&mut self, name: &str) {
        let key = self.key(name);
        self.held.remove(&key);
    }

    /// Whether the name is in use, reserved or held.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        let key = self.key(name);
        self.taken.contains_key(&key) || self.held.contains_key(&key)
    }

    /// The owner of the name, or the one for whom it is held; `None` if it is free or reserved.
    #[must_use]
    pub fn owner(&self, name: &str) -> Option<&str> {
        let key = self.key(name);
        match self.taken.get(&key) {
            Some(owner) => owner.as_deref(),
            None => self.held.get(&key).map(String::as_str),
        }
    }

    /// Grants the first candidate that is free, else the first one with a number.
    /// The first candidate is also noted as the owner.
    pub fn claim(&mut self, candidates: &[String]) -> Claimed {
        let owner = candidates.first().cloned().unwrap_or_default();
        self.claim_for(&owner, candidates)
    }

    /// Grants the first candidate that is free, else the first one with a number, to an owner
    /// whom later claims may have to name: the name as the document has it.
    pub fn claim_for(&mut self, owner: &str, candidates: &[String]) -> Claimed {
        let mut names: Vec<String> = candidates.iter().map(|name| valid(name)).collect();
        if names.is_empty() {
            names.push(valid(""));
        }
        let rival = self.owner(&names[0]).map(str::to_owned);
        let free = names.iter().position(|name| !self.contains(name));
        let name = match free {
            Some(index) => names.swap_remove(index),
            None => self.numbered(&names[0]),
        };
        Claimed {
            ident: self.grant(owner, &name),
            renamed: free != Some(0),
            rival: rival.filter(|_| free != Some(0)),
        }
    }

    /// Grants this very name.
    ///
    /// # Errors
    /// [`NameError`] if the name is invalid, in use or held.
    pub fn claim_exact(&mut self, owner: &str, name: &str) -> Result<Ident, NameError> {
        if name == valid(name)
            && !self.taken.contains_key(&self.key(name))
            && let Some(rival) = self.held.get(&self.key(name))
        {
            let rival = Some(rival.clone());
            return Err(NameError::Taken { rival });
        }
        self.claim_held(owner, name)
    }

    /// Grants this very name to who had it before.
    ///
    /// # Errors
    /// [`NameError`] if the name is invalid or in use.
    pub fn claim_held(&mut self, owner: &str, name: &str) -> Result<Ident, NameError> {
        if name != valid(name) {
            return Err(NameError::NotAnIdentifier);
        }
        match self.taken.get(&self.key(name)) {
            Some(rival) => Err(NameError::Taken {
                rival: rival.clone(),
            }),
            None => Ok(self.grant(owner, name)),
        }
    }

    /// The first of `name_2`, `name_3` … that is free; `Name2`, `Name3` … in camel case, where rustc
    /// does not like underscores.
    fn numbered(&self, name: &str) -> String {
        let camel = is_camel(name);
        let name = if camel {
            name.trim_end_matches('_')
        } else {
            name
        };
        let bare = name.ends_with('_') || (camel && !name.ends_with(char::is_numeric));
        let separator = if bare { "" } else { "_" };
        (2_u64..)
            .map(|number| format!("{name}{separator}{number}"))
            .find(|name| !self.contains(name))
            .expect("a scope does not hold 2^64 names")
    }

    /// Takes a free and valid name.
    fn grant(&mut self, owner: &str, name: &str) -> Ident {
        self.taken.insert(self.key(name), Some(owner.to_owned()));
        match keyword(name) {
            Some(Keyword::Raw) => Ident(format!("r#{name}")),
            Some(Keyword::NeverRaw) | None => Ident(name.to_owned()),
        }
    }

    /// What a name is compared by.
    fn key(&self, name: &str) -> String {
        if self.ignores_case {
            name.to_lowercase()
        } else {
            name.to_owned()
        }
    }
}

/// Whether a name is in camel case, and not in that of fields or constants.
fn is_camel(name: &str) -> bool {
    let bare = name.trim_matches('_');
    let (has_lower, is_joined) = (bare.contains(char::is_lowercase), bare.contains('_'));
    if bare.contains(char::is_uppercase) {
        has_lower || !is_joined
    } else {
        // `_1m`, which stands for `1m`.
        has_lower && !is_joined && !bare.starts_with(char::is_lowercase)
    }
}

/// The name, changed no more than Rust asks for: `self` becomes `self_`, `7bit` becomes `_7bit`.
fn valid(name: &str) -> String {
    let bare = name.strip_prefix("r#").unwrap_or(name);
    let mut valid: String = bare
        .chars()
        .map(|c| {
            if unicode_ident::is_xid_continue(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    if !valid.starts_with(|c| c == '_' || unicode_ident::is_xid_start(c)) {
        valid.insert(0, '_');
    }
    if valid.chars().all(|c| c == '_') {
        valid = "unnamed".to_owned();
    }
    if keyword(&valid) == Some(Keyword::NeverRaw) {
        valid.push('_');
    }
    valid
}

#[cfg(test)]
mod tests {
    use super::{NameError, Scope};
    use proptest::prelude::*;
    use quote::ToTokens as _;

    fn claim(scope: &mut Scope, candidates: &[&str]) -> (String, bool) {
        let candidates: Vec<String> = candidates.iter().map(|name| (*name).to_owned()).collect();
        let claimed = scope.claim(&candidates);
        (claimed.ident.to_string(), claimed.renamed)
    }

    #[test]
    fn the_first_free_candidate_is_granted() {
        let mut scope = Scope::new(&["Option"]);
        assert_eq!(claim(&mut scope, &["Binding"]), ("Binding".into(), false));
        assert_eq!(
            claim(&mut scope, &["Binding", "UserBinding"]),
            ("UserBinding".into(), true)
        );
        assert_eq!(
            claim(&mut scope, &["Binding", "UserBinding"]),
            ("Binding2".into(), true)
        );
        assert_eq!(claim(&mut scope, &["Binding"]), ("Binding3".into(), true));
        assert_eq!(claim(&mut scope, &["Option"]), ("Option2".into(), true));
        assert_eq!(claim(&mut scope, &["Tls1_2"]), ("Tls1_2".into(), false));
        assert_eq!(claim(&mut scope, &["Tls1_2"]), ("Tls1_2_2".into(), true));
        assert_eq!(claim(&mut scope, &["MAX_SIZE"]), ("MAX_SIZE".into(), false));
        assert_eq!(
            claim(&mut scope, &["MAX_SIZE"]),
            ("MAX_SIZE_2".into(), true)
        );
        assert_eq!(claim(&mut scope, &["Vec_"]), ("Vec_".into(), false));
        assert_eq!(claim(&mut scope, &["Vec_"]), ("Vec2".into(), true));
    }

    #[test]
    fn keywords_are_marked() {
        let mut scope = Scope::new(&[]);
        assert_eq!(claim(&mut scope, &["type"]), ("r#type".into(), false));
        assert_eq!(claim(&mut scope, &["r#type"]), ("type_2".into(), true));
        assert_eq!(claim(&mut scope, &["self"]), ("self_".into(), false));
        assert_eq!(claim(&mut scope, &["self"]), ("self_2".into(), true));
        assert_eq!(claim(&mut scope, &["Self"]), ("Self_".into(), false));
        assert_eq!(claim(&mut scope, &["Self"]), ("Self2".into(), true));
        assert_eq!(claim(&mut scope, &["gen"]), ("r#gen".into(), false));
        assert_eq!(claim(&mut scope, &["_", ""]), ("unnamed".into(), false));
        assert_eq!(claim(&mut scope, &[]), ("unnamed_2".into(), true));
        assert_eq!(claim(&mut scope, &["7 bit"]), ("_7_bit".into(), false));
    }

    #[test]
    fn rivals_are_named() {
        let mut scope = Scope::new(&["Ok"]);
        scope.claim_for("date-created", &["date_created".into()]);
        let second = scope.claim_for("DateCreated", &["date_created".into()]);
        assert_eq!(second.rival.as_deref(), Some("date-created"));
        assert_eq!(scope.claim_for("ok", &["Ok".into()]).rival, None);
    }

    #[test]
    fn modules_are_files() {
        let mut scope = Scope::modules(&["client"]);
        assert_eq!(claim(&mut scope, &["Aux"]), ("Aux2".into(), true));
        assert_eq!(claim(&mut scope, &["Models"]), ("Models".into(), false));
        assert_eq!(
            claim(&mut scope, &["models", "models_a"]),
            ("models_a".into(), true)
        );
        assert_eq!(claim(&mut scope, &["client"]), ("client_2".into(), true));
    }

    #[test]
    fn a_name_that_is_held_is_granted_to_who_had_it() {
        let mut scope = Scope::new(&["Vec"]);
        scope.hold("a", "Note");
        scope.hold("b", "Vec");
        assert!(scope.contains("Note"));
        assert_eq!(claim(&mut scope, &["Note"]), ("Note2".into(), true));
        let rival = |rival: Option<&str>| NameError::Taken {
            rival: rival.map(str::to_owned),
        };
        assert_eq!(scope.claim_exact("c", "Note"), Err(rival(Some("a"))));
        assert_eq!(scope.claim_held("a", "Note").expect("free").bare(), "Note");
        assert_eq!(scope.claim_held("a", "Note"), Err(rival(Some("a"))));
        assert_eq!(scope.claim_held("b", "Vec"), Err(rival(None)));
        scope.hold("c", "Other");
        scope.release("Other");
        assert_eq!(claim(&mut scope, &["Other"]), ("Other".into(), false));
    }

    #[test]
    fn exact_names_are_granted_or_refused() {
        let mut scope = Scope::new(&["Vec"]);
        assert_eq!(
            scope
                .claim_exact("a", "ServiceSid")
                .expect("it is free")
                .as_str(),
            "ServiceSid"
        );
        let taken = NameError::Taken {
            rival: Some("a".into()),
        };
        assert_eq!(scope.claim_exact("b", "ServiceSid"), Err(taken));
        assert_eq!(
            scope.claim_exact("b", "Vec"),
            Err(NameError::Taken { rival: None })
        );
        for name in ["", "_", "a-b", "7", "Self", "r#type"] {
            assert_eq!(
                scope.claim_exact("b", name),
                Err(NameError::NotAnIdentifier),
                "{name}"
            );
        }
        assert_eq!(
            scope.claim_exact("b", "type").expect("it is free").bare(),
            "type"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_claimed_is_an_identifier(names in prop::collection::vec(".{0,6}|self|type|_|a", 1..8)) {
            let mut scope = Scope::new(&[]);
            let mut granted = Vec::new();
            for name in names {
                let ident = scope.claim(&[super::super::field_name(&name)]).ident;
                prop_assert_eq!(ident.to_token_stream().to_string(), ident.as_str());
                prop_assert!(!granted.contains(&ident));
                granted.push(ident);
                scope.claim(&[name]).ident.to_token_stream();
            }
        }
    }
}

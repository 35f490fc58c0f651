//! Values of examples: an expression for whatever an operation must be given.

use std::collections::{BTreeMap, BTreeSet};

use super::fitting::Limits;
use super::layout::Node;
use crate::name::{self, Ident, Scope};
use crate::pattern::{self, Shape};
use crate::plan::types::Planned;
use crate::plan::{CustomForm, Enum, Model, Rules, RustType, Text, TextForm, Union, Variants};

/// How many values an example may have at most. What needs more is a variable.
const MOST_VALUES: usize = 12;

/// How deep objects and choices may stand in each other.
const DEEPEST: usize = 3;

/// The rules of what any value keeps.
pub(super) static FREE: Rules = Rules(Vec::new());

/// The types of a crate, by name.
pub(in crate::plan) struct Types<'a> {
    pub(super) texts: BTreeMap<&'a Ident, &'a Text>,
    pub(super) enums: BTreeMap<&'a Ident, &'a Enum>,
    pub(super) models: BTreeMap<&'a Ident, &'a Model>,
    pub(super) unions: BTreeMap<&'a Ident, &'a Union>,
}

impl<'a> Types<'a> {
    pub(in crate::plan) fn of(planned: &'a Planned) -> Self {
        let (texts, enums) = (planned.texts.iter(), planned.enums.iter());
        let (models, unions) = (planned.models.iter(), planned.unions.iter());
        Self {
            texts: texts.map(|it| (&it.ident, it)).collect(),
            enums: enums.map(|it| (&it.ident, it)).collect(),
            models: models.map(|it| (&it.ident, it)).collect(),
            unions: unions.map(|it| (&it.ident, it)).collect(),
        }
    }
}

/// A value that is wanted.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'w> {
    /// What it is called where it is a variable.
    pub(super) name: &'w str,
    pub(super) ty: &'w RustType,
    /// What it must keep.
    pub(super) rules: &'w Rules,
    /// How many objects and choices it stands in.
    pub(super) depth: usize,
}

impl<'w> Wanted<'w> {
    fn of_type<'t>(self, ty: &'t RustType) -> Wanted<'t>
    where
        'w: 't,
    {
        Wanted { ty, ..self }
    }
}

/// Makes the values of one example.
#[derive(Clone)]
pub(super) struct Sampler<'a> {
    pub(super) types: &'a Types<'a>,
    /// How many values may still come.
    pub(super) left: usize,
    pub(super) names: Scope,
    /// The types of the crate that the example names.
    pub(super) used: BTreeSet<String>,
    /// What the example takes as given: the names and types of values that it does not make.
    pub(super) given: Vec<(Ident, String)>,
    /// What comes before the call.
    pub(super) before: Vec<String>,
}

impl<'a> Sampler<'a> {
    pub(super) fn new(types: &'a Types<'a>) -> Self {
        let reserved = [
            "client", "fake", "item", "items", "response", "error", "example",
        ];
        Self {
            types,
            left: MOST_VALUES,
            names: Scope::new(&reserved),
            used: BTreeSet::new(),
            given: Vec::new(),
            before: Vec::new(),
        }
    }

    /// A value of its type; a variable if none can be made that keeps its rules.
    pub(super) fn value(&mut self, wanted: Wanted<'_>) -> Node {
        self.left = self.left.saturating_sub(1);
        self.made(wanted)
            .unwrap_or_else(|| self.variable(wanted.name, wanted.ty))
    }

    /// A value that the example takes as given.
    pub(super) fn variable(&mut self, name: &str, ty: &RustType) -> Node {
        let ident = self.names.claim(&[name::field_name(name)]).ident;
        let node = Node::leaf(ident.as_str());
        let ty = self.type_text(ty);
        self.given.push((ident, ty));
        node
    }

    fn made(&mut self, wanted: Wanted<'_>) -> Option<Node> {
        let limits = Limits::of(wanted.rules);
        let integer =
            |least, greatest| Some(Node::leaf(limits.integer(least, greatest)?.to_string()));
        Some(match wanted.ty {
            RustType::Unit => Node::leaf("()"),
            RustType::Bool => Node::leaf("true"),
            RustType::I32 => integer(i32::MIN.into(), i32::MAX.into())?,
            RustType::I64 => integer(i64::MIN.into(), i64::MAX.into())?,
            RustType::U64 => integer(0, u64::MAX.into())?,
            RustType::F64 => Node::leaf(format!("{:?}", limits.number()?)),
            RustType::String => Node::leaf(format!("{:?}.to_owned()", limits.text()?)),
            RustType::DateTime => Node::leaf("\"2030-01-01T00:00:00Z\".parse()?"),
            RustType::DateTimeRfc2822 => Node::leaf("\"Tue, 01 Jan 2030 00:00:00 +0000\".parse()?"),
            RustType::Date => Node::leaf("\"2030-01-01\".parse()?"),
            RustType::Base64 | RustType::Base64Url => {
                let ty = self.type_text(wanted.ty);
                Node::leaf(format!("{ty}::from({})", limits.encoded()?))
            }
            RustType::Value => Node::leaf(format!("runtime::Value::from({:?})", limits.text()?)),
            RustType::Bytes => bytes(),
            RustType::Text => Node::leaf(format!("runtime::Text({:?}.to_owned())", limits.text()?)),
            RustType::Vec(item) => Node::call("vec![", self.items(wanted, item)?, "]"),
            RustType::Map(item) => Node::call("[", self.pairs(wanted, item)?, "].into()"),
            RustType::Option(inner) => self.within("Some(", wanted.of_type(inner))?,
            RustType::Boxed(inner) => self.within("Box::new(", wanted.of_type(inner))?,
            RustType::Field(inner) => {
                self.within("runtime::Field::Value(", wanted.of_type(inner))?
            }
            RustType::Named(ident) => self.named(ident, wanted, &limits)?,
            RustType::Custom(custom) => {
                let example = match (&custom.example, custom.form) {
                    (Some(example), _) => example.clone(),
                    (None, CustomForm::Number) => limits.integer(0, i32::MAX.into())?.to_string(),
                    (None, CustomForm::Text | CustomForm::Json) => return None,
                };
                let ty = self.type_text(wanted.ty);
                let is_allowed = custom.form != CustomForm::Text || limits.allows_text(&example);
                is_allowed.then(|| Node::leaf(format!("{example:?}.parse::<{ty}>()?")))?
            }
        })
    }

    fn within(&mut self, open: &str, wanted: Wanted<'_>) -> Option<Node> {
        Some(Node::call(open, vec![self.made(wanted)?], ")"))
    }

    /// The items of a list.
    pub(super) fn items(&mut self, wanted: Wanted<'_>, item: &RustType) -> Option<Vec<Node>> {
        let limits = Limits::of(wanted.rules);
        let rules = &limits.each();
        let name = &name::singular(wanted.name);
        let items = (0..limits.items()?).map(|_| {
            let item = Wanted {
                name,
                rules,
                ..wanted.of_type(item)
            };
            self.value(item)
        });
        Some(items.collect())
    }

    fn pairs(&mut self, wanted: Wanted<'_>, item: &RustType) -> Option<Vec<Node>> {
        let limits = Limits::of(wanted.rules);
        let rules = &limits.each();
        let pairs = (1..=limits.properties()?).map(|index| {
            let key = match index {
                1 => "key".to_owned(),
                index => format!("key{index}"),
            };
            let item = self.value(Wanted {
                rules,
                ..wanted.of_type(item)
            });
            Node::call(format!("({key:?}.to_owned(), "), vec![item], ")")
        });
        Some(pairs.collect())
    }

    fn named(&mut self, ident: &Ident, wanted: Wanted<'_>, limits: &Limits<'_>) -> Option<Node> {
        let types = self.types;
        if let Some(text) = types.texts.get(ident) {
            return self.text(text, limits);
        }
        if let Some(planned) = types.enums.get(ident) {
            return self.enumeration(planned, limits);
        }
        if wanted.depth >= DEEPEST || self.left == 0 {
            return None;
        }
        if let Some(model) = types.models.get(ident) {
            return self.model(model, limits, None, wanted.depth + 1);
        }
        self.union(types.unions.get(ident)?, limits, wanted)
    }

    fn text(&mut self, text: &Text, limits: &Limits<'_>) -> Option<Node> {
        let (width, alternatives) = match &text.form {
            TextForm::Fixed {
                width,
                alternatives,
            } => (*width, alternatives.clone()),
            TextForm::Regex { rust, lengths } => {
                let member = pattern::member(rust, lengths.0, lengths.1);
                let member = member.filter(|member| limits.allows_text(member))?;
                return Some(Node::leaf(format!("{member:?}.parse()?")));
            }
            TextForm::Unchecked { .. } => return None,
        };
        let shape = Shape::Fixed {
            width,
            alternatives,
        };
        let example = shape.example().filter(|it| limits.allows_text(it))?;
        self.used.insert(text.ident.to_string());
        let ident = &text.ident;
        Some(Node::leaf(format!("{ident}::from_static({example:?})")))
    }

    fn enumeration(&mut self, planned: &Enum, limits: &Limits<'_>) -> Option<Node> {
        let variant = match &planned.variants {
            Variants::Strings(variants) => {
                let mut variants = variants.iter();
                &variants.find(|(_, text)| limits.allows_text(text))?.0
            }
            Variants::Integers(variants) => {
                let mut variants = variants.iter();
                &variants.find(|(_, it)| limits.allows_integer(*it))?.0
            }
        };
        self.used.insert(planned.ident.to_string());
        Some(Node::leaf(format!("{}::{variant}", planned.ident)))
    }

    fn union(&mut self, union: &Union, limits: &Limits<'_>, wanted: Wanted<'_>) -> Option<Node> {
        if !limits.is_empty() {
            return None;
        }
        let variant = union.variants.first()?;
        let wanted = Wanted {
            rules: &variant.rules,
            // A variant may be the union again.
            depth: wanted.depth + 1,
            ..wanted.of_type(&variant.ty)
        };
        let tag = union.discriminator.as_deref().zip(variant.tags.first());
        let held = match (&variant.ty, tag) {
            (RustType::Boxed(inner), Some((property, tag))) => {
                let RustType::Named(ident) = &**inner else {
                    return None;
                };
                let model = self.types.models.get(ident)?;
                let limits = Limits::of(wanted.rules);
                let tag = Some((property, tag.as_str()));
                let model = self.model(model, &limits, tag, wanted.depth)?;
                Node::call("Box::new(", vec![model], ")")
            }
            _ => self.made(wanted)?,
        };
        self.used.insert(union.ident.to_string());
        let open = format!("{}::{}(", union.ident, variant.ident);
        Some(Node::call(open, vec![held], ")"))
    }

    /// A type as an example writes it.
    fn type_text(&mut self, ty: &RustType) -> String {
        let mut of = |around: &str, inner: &RustType| format!("{around}{}>", self.type_text(inner));
        match ty {
            RustType::Unit => "()".to_owned(),
            RustType::Bool => "bool".to_owned(),
            RustType::I32 => "i32".to_owned(),
            RustType::I64 => "i64".to_owned(),
            RustType::U64 => "u64".to_owned(),
            RustType::F64 => "f64".to_owned(),
            RustType::String => "String".to_owned(),
            RustType::DateTime => "runtime::DateTime".to_owned(),
            RustType::DateTimeRfc2822 => "runtime::DateTimeRfc2822".to_owned(),
            RustType::Date => "runtime::Date".to_owned(),
            RustType::Base64 => "runtime::Base64".to_owned(),
            RustType::Base64Url => "runtime::Base64Url".to_owned(),
            RustType::Value => "runtime::Value".to_owned(),
            RustType::Bytes => "runtime::Bytes".to_owned(),
            RustType::Text => "runtime::Text".to_owned(),
            RustType::Vec(inner) => of("Vec<", inner),
            RustType::Map(inner) => of("std::collections::BTreeMap<String, ", inner),
            RustType::Option(inner) => of("Option<", inner),
            RustType::Boxed(inner) => of("Box<", inner),
            RustType::Field(inner) => of("runtime::Field<", inner),
            RustType::Named(ident) => {
                self.used.insert(ident.to_string());
                ident.to_string()
            }
            RustType::Custom(custom) => match custom.form {
                CustomForm::Text => format!("runtime::Custom<{}>", custom.path),
                CustomForm::Number => {
                    format!("runtime::Custom<{}, runtime::AsNumber>", custom.path)
                }
                CustomForm::Json => format!("runtime::Custom<{}, runtime::AsJson>", custom.path),
            },
        }
    }
}

pub(super) fn bytes() -> Node {
    Node::leaf("runtime::Bytes::from(\"example\")")
}

pub(super) fn file() -> Node {
    Node::leaf("runtime::File::new(\"example.txt\", \"content\")")
}

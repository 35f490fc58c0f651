//! The example in the crate's documentation: a list if there is one, else the first operation
//! whose arguments can be made up.

use super::{
    Argument, Arguments, Doc, Enum, Handle, Operation, Resource, ReturnBody, RustType, Sink, Text,
    TextForm, Variants, calls,
};
use crate::name::{self, Ident};
use crate::pattern::Shape;

/// What an example is made from.
pub(super) struct Examples<'a> {
    pub(super) crate_name: &'a str,
    pub(super) texts: &'a [Text],
    pub(super) enums: &'a [Enum],
    pub(super) resources: &'a [Resource],
}

impl Examples<'_> {
    /// A code block that compiles; empty if no operation can be shown.
    pub(super) fn block(&self) -> Doc {
        let calls = || {
            let handles = self.resources.iter().flat_map(|it| &it.handles);
            handles.flat_map(|handle| {
                let operations = handle.operations.iter();
                operations
                    .filter(|operation| !operation.deprecated)
                    .map(move |operation| (handle, operation))
            })
        };
        let lists =
            calls().filter(|(_, operation)| matches!(operation.returns.body, ReturnBody::Page(_)));
        lists
            .chain(calls())
            .find_map(|(handle, operation)| self.example(handle, operation))
            .unwrap_or_default()
    }

    fn example(&self, handle: &Handle, operation: &Operation) -> Option<Doc> {
        let mut used = vec!["Client"];
        let mut call = Vec::new();
        for step in calls::way(self.resources, handle) {
            let held = self.expressions(&step.arguments, &mut used)?;
            call.push(format!("    .{}({held})", step.accessor));
        }
        call.extend(self.own_call(operation, &mut used)?);
        used.sort_unstable();
        used.dedup();
        let package = self.crate_name.replace('-', "_");
        let imported = match used.as_slice() {
            [one] => (*one).to_owned(),
            several => format!("{{{}}}", several.join(", ")),
        };
        let mut lines = vec![
            "```no_run".to_owned(),
            format!("use {package}::{imported};"),
            String::new(),
            format!("# async fn example() -> Result<(), {package}::Error> {{"),
            "let client = Client::from_env()?;".to_owned(),
        ];
        if matches!(operation.returns.body, ReturnBody::Page(_)) {
            let item = singular(handle.accessor.bare());
            lines.push("let mut items = client".to_owned());
            lines.extend(call);
            lines.push("    .stream();".to_owned());
            lines.push(format!(
                "while let Some({item}) = items.try_next().await? {{"
            ));
            lines.push(format!("    println!(\"{{{item}:?}}\");"));
            lines.push("}".to_owned());
        } else {
            lines.push("let response = client".to_owned());
            lines.extend(call);
            lines.push("    .send()".to_owned());
            lines.push("    .await?;".to_owned());
            lines.push("println!(\"{}\", response.status());".to_owned());
        }
        lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        Some(lines)
    }

    /// The lines that call the operation's method.
    fn own_call<'s>(
        &'s self,
        operation: &'s Operation,
        used: &mut Vec<&'s str>,
    ) -> Option<Vec<String>> {
        let method = &operation.method_name;
        let Arguments::Named(named) = &operation.arguments else {
            let own = self.expressions(operation.arguments.list(), used)?;
            return Some(vec![format!("    .{method}({own})")]);
        };
        let mut lines = vec![format!("    .{method}({} {{", named.ident)];
        for argument in &named.fields {
            let value = self.expression(argument, used)?;
            let owned = match argument.ty {
                RustType::String => ".to_owned()",
                _ => "",
            };
            lines.push(format!("        {}: {value}{owned},", argument.ident));
        }
        lines.push("    })".to_owned());
        used.push(named.ident.as_str());
        Some(lines)
    }

    fn expressions<'s>(
        &'s self,
        arguments: &[Argument],
        used: &mut Vec<&'s str>,
    ) -> Option<String> {
        let expressions: Option<Vec<String>> = arguments
            .iter()
            .map(|argument| self.expression(argument, used))
            .collect();
        Some(expressions?.join(", "))
    }

    fn expression<'s>(&'s self, argument: &Argument, used: &mut Vec<&'s str>) -> Option<String> {
        use Sink::{Body, Bytes, Content, Fields, File, Files, NullableBody, Text};
        if matches!(
            argument.sink,
            Body | Bytes | Content | Fields | File(_) | Files(_) | NullableBody | Text
        ) {
            return None;
        }
        Some(match &argument.ty {
            RustType::Bool => "true".to_owned(),
            RustType::I32 | RustType::I64 | RustType::U64 => "1".to_owned(),
            RustType::F64 => "1.0".to_owned(),
            RustType::String => "\"example\"".to_owned(),
            RustType::Named(ident) => self.named(ident, used)?,
            _ => return None,
        })
    }

    fn named<'s>(&'s self, ident: &Ident, used: &mut Vec<&'s str>) -> Option<String> {
        if let Some(text) = self.texts.iter().find(|text| &text.ident == ident) {
            let TextForm::Fixed {
                width,
                alternatives,
            } = &text.form
            else {
                return None;
            };
            let shape = Shape::Fixed {
                width: *width,
                alternatives: alternatives.clone(),
            };
            used.push(text.ident.as_str());
            return Some(format!(
                "{}::from_static({:?})",
                text.ident,
                shape.example()?
            ));
        }
        let planned = self.enums.iter().find(|planned| &planned.ident == ident)?;
        let first = match &planned.variants {
            Variants::Strings(variants) => &variants.first()?.0,
            Variants::Integers(variants) => &variants.first()?.0,
        };
        used.push(planned.ident.as_str());
        Some(format!("{}::{first}", planned.ident))
    }
}

/// What one item of a list is called; never a keyword.
fn singular(accessor: &str) -> String {
    let words: Vec<String> = accessor.split('_').map(str::to_owned).collect();
    let last = words
        .last()
        .map(|word| name::singular(word))
        .unwrap_or_default();
    if name::keyword(&last).is_some() || last.is_empty() || last == "item" || last == accessor {
        return "item".to_owned();
    }
    last
}

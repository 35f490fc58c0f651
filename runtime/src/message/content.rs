//! The body of a request that accepts several media types.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;

use crate::message::parameter_values::ParameterValues;
use crate::model::field_slot::FieldSlot;
use crate::operation::multipart::File;
use crate::operation::parameter::Location;
use crate::operation::table::Operation;

/// A body, with the table of the operation for its media type.
///
/// Generated types create it, one for each media type that the document declares.
#[derive(Clone)]
pub struct Content {
    pub(crate) operation: &'static Operation,
    pub(crate) given: ParameterValues,
}

impl Content {
    /// Creates an empty body, to be sent by this operation.
    pub fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            given: ParameterValues::default(),
        }
    }

    /// Sets a form field.
    pub fn form(mut self, name: &'static str, place: &dyn FieldSlot) -> Self {
        let operation = self.operation;
        self.given.give(operation, Location::Form, name, place);
        self
    }

    /// Adds a file to a multipart body; a field may have several.
    pub fn file(mut self, name: &'static str, file: File) -> Self {
        self.given.files.push((name.into(), file));
        self
    }

    /// Adds several files to a multipart body, all with the same field name.
    pub fn files(mut self, name: &'static str, files: impl IntoIterator<Item = File>) -> Self {
        let files = files.into_iter().map(|file| (Cow::Borrowed(name), file));
        self.given.files.extend(files);
        self
    }

    /// Adds a form field that the form allows but does not declare.
    pub fn extra_field(mut self, name: impl Into<String>, place: &dyn FieldSlot) -> Self {
        self.given.add_extra(name.into(), place);
        self
    }

    /// Adds a file to a multipart body with a field name that the form does not declare.
    pub fn extra_file(mut self, name: impl Into<String>, file: File) -> Self {
        self.given.files.push((name.into().into(), file));
        self
    }

    /// Sets a header of all parts with this name.
    pub fn part_header(
        mut self,
        part: &'static str,
        name: &'static str,
        place: &dyn FieldSlot,
    ) -> Self {
        self.given.set_part_header(part, name, place);
        self
    }

    /// Sets the form fields from the members of an object.
    pub fn fields(mut self, place: &dyn FieldSlot) -> Self {
        self.given.set_fields(self.operation, place);
        self
    }

    /// Sets the body, which is sent as JSON.
    pub fn body(mut self, place: &dyn FieldSlot) -> Self {
        self.given.set_json(self.operation, place);
        self
    }

    /// Sets the body, which is sent as JSON; `None` is sent as `null`.
    pub fn nullable_body(mut self, place: Option<&dyn FieldSlot>) -> Self {
        self.given.set_nullable(self.operation, place);
        self
    }

    /// Sets the body to these bytes.
    pub fn bytes(mut self, content: impl Into<Bytes>) -> Self {
        self.given.set_content(Some(content.into()), Vec::new());
        self
    }

    /// Sets the body to this text.
    pub fn text(mut self, content: impl Into<String>) -> Self {
        self.given.set_text(self.operation, content.into());
        self
    }
}

/// Shows only the operation: values may be sensitive.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({})", self.operation.id())
    }
}

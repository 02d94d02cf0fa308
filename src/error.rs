//! Diagnostics: what is wrong, where, and a way out.

use std::ops::Range;

/// A fault in an input text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, e.g. ``unknown activation `sigmod` ``.
    pub message: String,
    /// The bytes of the source that are at fault.
    pub span: Range<usize>,
    /// What stands there or was expected, beside the underlined text.
    pub label: String,
    /// A way out, e.g. ``did you mean `sigmoid`?``.
    pub help: Option<String>,
    /// Another place that matters, such as where a name was given first, and what it is.
    pub related: Option<(Range<usize>, String)>,
}

impl Diagnostic {
    /// A diagnostic with a message and a place.
    pub fn new(message: impl Into<String>, span: Range<usize>) -> Diagnostic {
        Diagnostic {
            message: message.into(),
            span,
            label: String::new(),
            help: None,
            related: None,
        }
    }

    /// Sets what is said beside the underlined text.
    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = label.into();
        self
    }

    /// Sets the way out.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

//! Bytes to lines and columns, for places that come in order.

/// A place that moves forward through a text.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Cursor<'a> {
        Cursor {
            text,
            at: 0,
            line: 1,
            column: 1,
        }
    }

    /// The line and the column of a byte at or after the last one asked for.
    pub fn place(&mut self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        if offset > self.at {
            let passed = &self.text[self.at..offset];
            match passed.rfind('\n') {
                Some(last) => {
                    self.line += passed.bytes().filter(|b| *b == b'\n').count();
                    self.column = passed[last + 1..].chars().count() + 1;
                }
                None => self.column += passed.chars().count(),
            }
            self.at = offset;
        }
        (self.line, self.column)
    }
}

/// The nearest start of a character at or before a byte.
pub(super) fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

//! Bytes to lines and columns, for places that come in order.

/// Where the characters of a formula stand, if its text is not one piece of its file: behind the
/// mark of a quotation, decoded from HTML. Each entry is a byte of the text and the line and the
/// column of that character; between them the text stands as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Places(pub Vec<(usize, (usize, usize))>);

impl Places {
    /// The line and the column of a byte of a text that starts at a place.
    pub fn of(&self, text: &str, start: (usize, usize), byte: usize) -> (usize, usize) {
        let after = self.0.partition_point(|(at, _)| *at <= byte);
        let known = after.checked_sub(1).map(|index| self.0[index]);
        let (from, (line, column)) = known.unwrap_or((0, start));
        let passed = text
            .get(from..byte)
            .unwrap_or(&text[from.min(text.len())..]);
        match passed.rfind('\n') {
            None => (line, column + passed.chars().count()),
            Some(last) => (
                line + passed.matches('\n').count(),
                passed[last + 1..].chars().count() + 1,
            ),
        }
    }
}

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

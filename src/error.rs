//! Diagnostics: what is wrong, where, and a way out.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};

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

    /// Sets another place that matters, and what it is.
    pub fn related(mut self, span: Range<usize>, what: impl Into<String>) -> Diagnostic {
        self.related = Some((span, what.into()));
        self
    }
}

/// The most characters of a source line that are shown.
const WIDTH: usize = 100;

/// How many characters of a long line are shown before the place in question.
const BEFORE: usize = 40;

/// Draws diagnostics for a terminal: file, line and column (counted in characters, from 1), the
/// text underlined, the label beside it, the way out below.
///
/// Control characters and characters that reorder or hide text are replaced by visible ones, so
/// that no source can steer the terminal; of long lines only the part in question is shown.
pub fn render(diagnostics: &[Diagnostic], file_name: &str, source: &str, color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let path = one_line(file_name);
    let mut text = String::new();
    for diagnostic in diagnostics {
        let excerpts = excerpts(diagnostic, source);
        let snippets = excerpts.iter().enumerate();
        let snippets = snippets.map(|(index, excerpt)| excerpt.snippet(index, &path));
        let message = one_line(&diagnostic.message);
        let mut group = Level::ERROR.primary_title(message).elements(snippets);
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(one_line(help)));
        }
        let mut drawn = renderer.render(&[group]);
        for (index, excerpt) in excerpts.iter().enumerate() {
            excerpt.correct_column(index, &path, &mut drawn);
        }
        text.push_str(&drawn);
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// The line of a diagnostic with the related place, or each in a line of its own.
fn excerpts(diagnostic: &Diagnostic, source: &str) -> Vec<Excerpt> {
    let mut main = Excerpt::new(source, &diagnostic.span);
    main.mark(
        AnnotationKind::Primary,
        source,
        &diagnostic.span,
        &diagnostic.label,
    );
    let Some((span, what)) = &diagnostic.related else {
        return vec![main];
    };
    if main.shows(span) {
        main.mark(AnnotationKind::Context, source, span, what);
        return vec![main];
    }
    let mut other = Excerpt::new(source, span);
    other.mark(AnnotationKind::Context, source, span, what);
    vec![main, other]
}

/// A line of the source, or the part of it that is shown, with what is underlined.
struct Excerpt {
    line: usize,
    column: usize,
    /// The bytes that are shown.
    shown: Range<usize>,
    cut_before: bool,
    /// The text as it is drawn.
    text: String,
    /// What is underlined, and where it starts in the text.
    marks: Vec<(usize, Annotation<'static>)>,
}

impl Excerpt {
    fn new(source: &str, span: &Range<usize>) -> Excerpt {
        let bytes = source.as_bytes();
        let start = boundary(source, span.start);
        let is_break = |b: &u8| matches!(b, b'\n' | b'\r');
        let line_start = bytes[..start].iter().rposition(is_break);
        let line_start = line_start.map_or(0, |at| at + 1);
        let line_end = bytes[start..].iter().position(is_break);
        let line_end = line_end.map_or(bytes.len(), |at| start + at);
        let breaks = bytes[..line_start]
            .iter()
            .enumerate()
            .filter(|(at, b)| **b == b'\n' || (**b == b'\r' && bytes.get(at + 1) != Some(&b'\n')));
        let line = breaks.count() + 1;
        let before = &source[line_start..start];
        let column = before.chars().count() + 1;
        // A short line is shown whole; a long one from a little before the place.
        let whole = source[line_start..line_end].chars().nth(WIDTH).is_none();
        let from = match before.char_indices().rev().nth(BEFORE - 1) {
            Some((at, _)) if !whole => line_start + at,
            _ => line_start,
        };
        let rest = source[from..line_end].char_indices().nth(WIDTH);
        let to = rest.map_or(line_end, |(at, _)| from + at);
        let dots = |cut: bool| if cut { "…" } else { "" };
        let text = [
            dots(from > line_start),
            &visible(&source[from..to]),
            dots(to < line_end),
        ]
        .concat();
        Excerpt {
            line,
            column,
            shown: from..to,
            cut_before: from > line_start,
            text,
            marks: Vec::new(),
        }
    }

    fn shows(&self, span: &Range<usize>) -> bool {
        self.shown.start <= span.start && span.end <= self.shown.end
    }

    /// Underlines a span of the source.
    fn mark(&mut self, kind: AnnotationKind, source: &str, span: &Range<usize>, label: &str) {
        let place = |at: usize| {
            let at = boundary(source, at).clamp(self.shown.start, self.shown.end);
            let before = visible(&source[self.shown.start..at]).len();
            before + if self.cut_before { '…'.len_utf8() } else { 0 }
        };
        let marked = place(span.start)..place(span.end.max(span.start));
        let annotation = kind.span(marked.clone()).label(one_line(label));
        self.marks.push((marked.start, annotation));
    }

    fn snippet(&self, index: usize, path: &str) -> Snippet<'static, Annotation<'static>> {
        let path = if self.cut_before {
            stand_in(index)
        } else {
            path.to_owned()
        };
        Snippet::source(self.text.clone())
            .path(path)
            .line_start(self.line)
            .annotations(self.marks.iter().map(|(_, mark)| mark.clone()))
    }

    /// Writes the column in the source in place of the one in the part that is shown.
    fn correct_column(&self, index: usize, path: &str, drawn: &mut String) {
        let (true, Some((at, _))) = (self.cut_before, self.marks.first()) else {
            return;
        };
        let column = self.text[..*at].chars().count() + 1;
        let written = format!("{}:{}:{column}", stand_in(index), self.line);
        *drawn = drawn.replace(&written, &format!("{path}:{}:{}", self.line, self.column));
    }
}

/// A path for an excerpt whose columns are not those of the source. It holds a character that no
/// text keeps ([`visible`]).
fn stand_in(index: usize) -> String {
    format!("\u{e000}{index}")
}

/// The nearest start of a character at or before a byte.
fn boundary(source: &str, at: usize) -> usize {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Visible text without tabs.
fn one_line(text: &str) -> String {
    visible(text).replace('\t', " ")
}

/// Text without characters that control the terminal, reorder text or show nothing: each is
/// replaced by one visible character. A tab stays.
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => c,
            '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
            '\u{7f}' => '␡',
            '\u{80}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{e000}'
            | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(source: &str, span: Range<usize>) -> String {
        let fault = Diagnostic::new("fault", span).label("here");
        render(&[fault], "file.net", source, false)
    }

    #[test]
    fn places_count_characters_from_one() {
        assert!(drawn("abc", 1..2).contains("--> file.net:1:2\n"));
        assert!(drawn("é\r\nωb\n", 6..7).contains("--> file.net:2:2\n"));
        assert!(drawn("a\rb\n\nc", 5..6).contains("--> file.net:4:1\n"));
        assert!(drawn("", 0..0).contains("--> file.net:1:1\n"));
        assert!(drawn("a\n", 2..2).contains("--> file.net:2:1\n"));
        assert!(drawn("a", 7..9).contains("--> file.net:1:2\n"));
    }

    #[test]
    fn of_a_long_line_only_a_part_is_drawn() {
        let source = format!("{}fault{}", "word ".repeat(50_000), " word".repeat(50_000));
        let text = drawn(&source, 250_000..250_005);
        assert!(text.contains("--> file.net:1:250001\n"), "{text}");
        assert!(text.contains("word fault word") && text.len() < 1000);
        let both = Diagnostic::new("fault", 250_000..250_005).related(400_000..400_001, "and here");
        let text = render(&[both], "file.net", &source, false);
        assert!(text.contains("file.net:1:400001\n"), "{text}");
    }

    #[test]
    fn no_control_character_reaches_the_terminal() {
        let source = "a\u{1b}[31m\0\u{7f}\u{9b}\u{202e}b";
        let fault = Diagnostic::new("\u{1b}]0;title", 0..1)
            .label("\u{8}")
            .help("\r");
        let text = render(&[fault], "\u{1b}.net", source, false);
        assert!(
            !text.contains(|c: char| c.is_control() && c != '\n'),
            "{text:?}"
        );
        assert!(!text.contains('\u{202e}'));
        let styled = render(&[Diagnostic::new("fault", 0..1)], "f", "a", true);
        assert!(styled.contains("\u{1b}["));
    }
}

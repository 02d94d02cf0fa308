//! HTML pages: the text that a reader sees, with the TeX that MathJax and KaTeX set, that stands in
//! scripts of type `math/tex`, in annotations of MathML and in the names of pictures.

mod config;
mod decode;

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{EndTag, StartTag, Token, Tokenizer};

use super::made::Made;
use super::page::{Beside, Flavour, Marks, Page, Span};
use super::{Document, scan};

/// Elements whose text is none of the page.
const HIDDEN: &[&str] = &[
    "script", "style", "pre", "code", "kbd", "samp", "textarea", "noscript", "template", "svg",
];

/// Classes of elements that show a formula once more.
const SHOWN: &[&str] = &[
    "katex-html",
    "MathJax",
    "MathJax_Preview",
    "MathJax_SVG",
    "MathJax_CHTML",
];

/// Elements that part text, and what parts it.
const PARTS: &[(&str, &str)] = &[
    ("p", "\n\n"),
    ("div", "\n\n"),
    ("section", "\n\n"),
    ("article", "\n\n"),
    ("blockquote", "\n\n"),
    ("figure", "\n\n"),
    ("figcaption", "\n\n"),
    ("table", "\n\n"),
    ("ul", "\n\n"),
    ("ol", "\n\n"),
    ("dl", "\n\n"),
    ("dt", "\n"),
    ("dd", "\n"),
    ("br", "\n"),
    ("tr", "\n"),
    ("td", "|"),
    ("th", "|"),
    ("li", "\n- "),
    ("h1", "\n\n# "),
    ("h2", "\n\n## "),
    ("h3", "\n\n### "),
    ("h4", "\n\n#### "),
    ("h5", "\n\n##### "),
    ("h6", "\n\n###### "),
];

/// Elements within a line, and their signs.
const SIGNS: &[(&str, &str)] = &[
    ("b", "**"),
    ("strong", "**"),
    ("em", "*"),
    ("i", "*"),
    ("sub", "_"),
    ("sup", "^"),
];

/// Finds the formulas of a page.
pub(super) fn read(text: &str, beside: Beside) -> Document {
    let mut walk = Walk {
        file: text,
        made: Made::default(),
        hidden: None,
        script: None,
        math: None,
        config: config::Config::default(),
    };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter).flatten() {
        walk.token(&token);
    }
    let dollars = walk.config.dollars || !walk.config.page;
    let mut beside = beside;
    beside.definitions += &walk.config.definitions;
    let marks = Marks {
        dollars,
        ..Marks::TEX
    };
    let mut made = walk.made;
    scan::read(Page {
        beside,
        ..Page::made(text, &mut made, Flavour::Markdown, marks)
    })
}

/// A formula of MathML: its text is that of its annotation.
struct Math {
    display: bool,
    /// Where the text of an annotation starts in the made text, while one is open.
    annotation: Option<usize>,
    /// Whether it has given a formula.
    given: bool,
    /// The text in an attribute, for want of an annotation.
    alternative: Option<Range<usize>>,
}

struct Walk<'a> {
    file: &'a str,
    made: Made,
    /// The element that hides what is in it, and how many of its kind are open.
    hidden: Option<(String, usize)>,
    /// The script that is open: its formula's start in the made text and whether it is a display.
    script: Option<(usize, bool)>,
    math: Option<Math>,
    config: config::Config,
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).to_ascii_lowercase()
}

impl Walk<'_> {
    fn token(&mut self, token: &Token<usize>) {
        match token {
            Token::StartTag(tag) => self.start(tag),
            Token::EndTag(tag) => self.end(tag),
            Token::String(text) => self.text(text.span.start..text.span.end),
            Token::Comment(comment) => self.comment(comment.span.start..comment.span.end),
            _ => {}
        }
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let name = name(&tag.name);
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth += usize::from(*hidden == name && !tag.self_closing);
            return;
        }
        let attribute = |wanted: &str| {
            let value = tag.attributes.get(wanted.as_bytes())?;
            Some(String::from_utf8_lossy(value).into_owned())
        };
        let class = attribute("class").unwrap_or_default();
        if self.math.is_some() {
            let encoding = attribute("encoding").unwrap_or_default();
            if name == "annotation"
                && encoding.to_ascii_lowercase().contains("tex")
                && let Some(math) = &mut self.math
            {
                math.annotation = Some(self.made.text.len());
            }
            return;
        }
        match &*name {
            "script" => return self.open_script(&attribute("type").unwrap_or_default()),
            "math" if !tag.self_closing => {
                let display = attribute("display").is_some_and(|d| d == "block");
                self.math = Some(Math {
                    display,
                    annotation: None,
                    given: false,
                    alternative: self.value(tag, "alttext"),
                });
            }
            "img" => self.picture(tag),
            _ => {}
        }
        self.config.page |= matches!(&*name, "html" | "head" | "body");
        let void = tag.self_closing || matches!(&*name, "br" | "img" | "hr" | "input" | "meta");
        let shown = class.split_whitespace().any(|c| SHOWN.contains(&c));
        if !void && (shown || HIDDEN.contains(&&*name)) {
            self.hidden = Some((name.clone(), 1));
        }
        self.sign(&name, tag.span.start..tag.span.end, true);
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let name = name(&tag.name);
        if let Some((hidden, depth)) = &mut self.hidden {
            if *hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        match &*name {
            "script" => {
                if let Some((start, display)) = self.script.take() {
                    self.formula(start, display);
                }
            }
            "annotation" => {
                if let Some(math) = &mut self.math
                    && let Some(start) = math.annotation.take()
                {
                    let first = !std::mem::replace(&mut math.given, true);
                    let display = math.display;
                    if first {
                        self.formula(start, display);
                    }
                }
            }
            "math" => {
                if let Some(math) = self.math.take()
                    && let (false, Some(value)) = (math.given, math.alternative)
                {
                    let start = self.made.text.len();
                    decode::copy(self.file, value, &mut self.made);
                    self.formula(start, math.display);
                }
            }
            _ if self.math.is_none() => self.sign(&name, tag.span.start..tag.span.end, false),
            _ => {}
        }
    }

    fn text(&mut self, range: Range<usize>) {
        if self.script.is_some() {
            self.made.copy(self.file, range);
        } else if self.hidden.is_some() {
            if self
                .hidden
                .as_ref()
                .is_some_and(|(name, _)| name == "script")
            {
                self.config.read(&self.file[range]);
            }
        } else if self
            .math
            .as_ref()
            .is_none_or(|math| math.annotation.is_some())
        {
            decode::copy(self.file, range, &mut self.made);
        }
    }

    /// A comment may say that a formula is to be ignored.
    fn comment(&mut self, range: Range<usize>) {
        let comment = &self.file[range.clone()];
        if self.hidden.is_none() && self.math.is_none() && comment.contains("equiff:") {
            self.made.copy(self.file, range);
        }
    }

    fn open_script(&mut self, kind: &str) {
        match kind.trim().to_ascii_lowercase().strip_prefix("math/tex") {
            Some(mode) => self.script = Some((self.made.text.len(), mode.contains("display"))),
            None => self.hidden = Some(("script".to_owned(), 1)),
        }
    }

    /// What has been put from a place of the made text on is a formula.
    fn formula(&mut self, start: usize, display: bool) {
        let end = self.made.text.len();
        let inner = unwrapped(&self.made.text, start..end);
        self.made.given.push(Span::new(start..end, inner, display));
    }

    /// The picture of a formula has it for a name.
    fn picture(&mut self, tag: &StartTag<usize>) {
        let Some(value) = self.value(tag, "alt") else {
            return;
        };
        let alt = self.file[value.clone()].trim();
        let marks = [("$$", true), ("$", false), ("\\(", false), ("\\[", true)];
        let Some((mark, display)) = marks.into_iter().find(|(mark, _)| alt.starts_with(mark))
        else {
            return;
        };
        if alt.len() > 2 * mark.len() {
            let blanks = self.file[value.clone()].find(mark).unwrap_or(0);
            let from = value.start + blanks;
            let inner = from + mark.len()..from + alt.len() - mark.len();
            let start = self.made.text.len();
            decode::copy(self.file, inner, &mut self.made);
            self.formula(start, display);
        }
    }

    /// The bytes of the value of an attribute.
    fn value(&self, tag: &StartTag<usize>, wanted: &str) -> Option<Range<usize>> {
        let span = tag.attributes.get(wanted.as_bytes())?.span;
        let end = span.end.min(tag.span.end);
        let written = self.file.get(span.start..end)?;
        let from = span.start + written.find('=')? + 1;
        let value = self.file.get(from..end)?;
        let trimmed = value.trim_start();
        let from = from + value.len() - trimmed.len();
        let quote = trimmed.chars().next().filter(|c| matches!(c, '"' | '\''));
        match quote {
            Some(quote) => {
                let rest = self.file.get(from + 1..tag.span.end)?;
                Some(from + 1..from + 1 + rest.find(quote)?)
            }
            None => Some(from..from + trimmed.trim_end_matches('>').len()),
        }
    }

    /// What a tag does with the text.
    fn sign(&mut self, name: &str, range: Range<usize>, start: bool) {
        if let Some((_, part)) = PARTS.iter().find(|(element, _)| *element == name) {
            let part = match *part {
                "|" => "",
                part if start => part,
                _ => "\n",
            };
            return self.made.part(part, range.start);
        }
        // A tag within a formula hides what it was: such a formula is none.
        let sign = SIGNS.iter().find(|(element, _)| *element == name);
        let sign = sign.map_or("", |(_, sign)| *sign);
        let from = self.made.text.len();
        let put = if start || sign.starts_with('*') {
            sign
        } else {
            ""
        };
        self.made
            .put(if put.is_empty() { "\u{200B}" } else { put }, range);
        self.made.masked.push(from..self.made.text.len());
    }
}

/// A formula without the group that only sets its style.
fn unwrapped(text: &str, range: Range<usize>) -> Range<usize> {
    let all = &text[range.clone()];
    let inner = all.trim();
    for style in ["{\\displaystyle", "{\\textstyle", "{\\scriptstyle"] {
        if let Some(rest) = inner.strip_prefix(style)
            && rest.ends_with('}')
            && rest.starts_with(|c: char| !c.is_ascii_alphabetic())
        {
            let start = range.start + (all.len() - all.trim_start().len()) + style.len();
            return start..start + rest.len() - 1;
        }
    }
    range
}

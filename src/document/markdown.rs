//! Markdown files: the parser says what is code, what is left is scanned for mathematics.
//!
//! Code that GitHub, GitLab, Pandoc and MyST take for mathematics is mathematics.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use super::page::{Beside, Flavour, Marks, Page, Span, merged};
use super::{Document, clean, scan};

/// Tags of templates (`{% math %}` of Liquid, `{{< math >}}` of Hugo) around code and formulas, and
/// whether they are formulas.
const TEMPLATES: &[(&str, bool)] = &[
    ("highlight", false),
    ("code", false),
    ("math", true),
    ("katex", true),
    ("latex", true),
];

/// How the text of a script begins that is a formula.
const SCRIPT: &str = "<script type=\"math/tex";

/// Finds the formulas of a Markdown text.
pub(super) fn read(text: &str, beside: Beside) -> Document {
    let Parts {
        masked,
        given,
        rows,
    } = parts(text, false);
    scan::read(Page {
        masked,
        given,
        rows,
        beside,
        ..Page::new(text, Flavour::Markdown, Marks::MARKDOWN)
    })
}

/// What the parser says of a text.
pub(super) struct Parts {
    /// What is no text, in order.
    pub masked: Vec<Range<usize>>,
    /// The formulas that are marked as code, in order.
    pub given: Vec<Span>,
    /// The rows of tables, in order.
    pub rows: Vec<Range<usize>>,
}

/// Reads a text with the parser; what stands between double backquotes is a formula, if those make
/// formulas.
pub(super) fn parts(text: &str, backquotes: bool) -> Parts {
    // Not the parser's own mathematics: that takes `$5 and `$ for a formula and the code after it
    // for text, and does not know `\(..\)`.
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let front = front_matter(text);
    let mut masked: Vec<Range<usize>> = Some(0..front).into_iter().collect();
    let mut given: Vec<Span> = Vec::new();
    let mut rows = Vec::new();
    for (event, range) in Parser::new_ext(&text[front..], options).into_offset_iter() {
        let range = range.start + front..range.end + front;
        if range.is_empty() {
            continue;
        }
        match event {
            Event::Code(_) => match inline(text, &range, backquotes) {
                Some(span) => given.push(span),
                None => masked.push(range),
            },
            Event::InlineHtml(_) if text[range.clone()].starts_with("<!--") => masked.push(range),
            Event::Start(Tag::TableRow | Tag::TableHead) => rows.push(range),
            // HTML may have formulas in it.
            Event::Start(Tag::HtmlBlock) => {
                let html = text[range.clone()].trim_start().as_bytes();
                let formula = html.starts_with(SCRIPT.as_bytes());
                let begins = |tag: &str| {
                    html.get(..tag.len())
                        .is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
                };
                let hidden = ["<!--", "<script", "<style", "<pre", "<textarea"]
                    .into_iter()
                    .any(begins);
                if hidden && !formula {
                    masked.push(range);
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                match is_math(&info).then(|| fenced(text, &range)) {
                    Some(span) => given.push(span),
                    None => masked.push(range),
                }
            }
            // A formula of several lines that a line of it makes a list or a heading is one all
            // the same; so code that is only indented is no code where a formula is open.
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))
                if !inside_formula(text, range.start) && !is_display(text, &range) =>
            {
                masked.push(range);
            }
            _ => {}
        }
    }
    colons(text, &mut given);
    templates(text, &mut masked, &mut given);
    let masked = merged(masked);
    scripts(text, &masked, &mut given);
    given.sort_by_key(|span| span.outer.start);
    for span in &mut given {
        span.clean = clean::markdown(text, span);
    }
    Parts {
        masked,
        given,
        rows,
    }
}

/// The length of the settings at the start of a text. The parser takes any text between two rules
/// for such.
fn front_matter(text: &str) -> usize {
    let mark = text.lines().next().unwrap_or("").trim_end();
    if mark != "---" && mark != "+++" {
        return 0;
    }
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let words = line.trim_end();
        if number > 0 && (words == mark || words == "...") {
            return at;
        }
    }
    0
}

/// The formula that a piece of code is: ``$`a = b`$`` and ``{math}`a = b` ``.
fn inline(text: &str, code: &Range<usize>, backquotes: bool) -> Option<Span> {
    let (before, behind) = (&text[..code.start], &text[code.end..]);
    let marks = text[code.clone()]
        .bytes()
        .take_while(|b| *b == b'`')
        .count();
    if code.len() < 2 * marks {
        return None;
    }
    let inner = code.start + marks..code.end - marks;
    if before.ends_with("{math}") {
        return Some(Span::new(code.start - 6..code.end, inner, false));
    }
    if backquotes && marks == 2 {
        return Some(Span::new(code.clone(), inner, false));
    }
    let opened = before.ends_with('$') && !before.ends_with("\\$");
    // Of `$$` one sign belongs to the other formula.
    let lone = !before.ends_with("$$") && !behind.starts_with("$$");
    (opened && behind.starts_with('$') && lone)
        .then(|| Span::new(code.start - 1..code.end + 1, inner, false))
}

/// Whether what stands behind a fence makes its text a formula.
fn is_math(info: &str) -> bool {
    let info = info.trim();
    let word = info.split_whitespace().next().unwrap_or("");
    word == "math" || word.starts_with("{math}") || word == "{.math}" || word == "{=math}"
}

/// The formula between two fences.
fn fenced(text: &str, range: &Range<usize>) -> Span {
    let all = &text[range.clone()];
    let start = all.find('\n').map_or(all.len(), |n| n + 1);
    let last = all
        .trim_end()
        .rfind('\n')
        .map_or(start, |n| n + 1)
        .max(start);
    let closes = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
        line.len() >= 3 && (line.bytes().all(|b| b == b'`') || line.bytes().all(|b| b == b'~'))
    };
    let end = match closes(&all[last..]) {
        true => last,
        false => all.len(),
    };
    let start = range.start + start;
    let inner = start + options(&text[start..range.start + end])..range.start + end;
    Span::new(range.clone(), inner, true)
}

/// The length of the options of a directive of MyST: lines `:label: x`, or a part between `---`.
fn options(body: &str) -> usize {
    if let Some(rest) = body.trim_start().strip_prefix("---\n")
        && let Some(end) = rest.find("\n---")
    {
        let behind = body.len() - rest.len() + end + 4;
        return behind + body[behind..].find('\n').map_or(0, |n| n + 1);
    }
    let option = |line: &str| {
        let line = line
            .trim_start_matches([' ', '\t', '>'])
            .strip_prefix(':')?;
        let name = &line[..line.find(':')?];
        name.bytes()
            .all(|b| b.is_ascii_alphabetic() || b == b'-')
            .then_some(())
    };
    let lines = body.split_inclusive('\n');
    lines
        .take_while(|line| option(line).is_some())
        .map(str::len)
        .sum()
}

/// The directives of MyST between colons: `:::{math}`.
fn colons(text: &str, given: &mut Vec<Span>) {
    const OPEN: &str = ":::{math}";
    let mut at = 0;
    while let Some(found) = text[at..].find(OPEN) {
        let start = at + found;
        let line = text[..start].rfind('\n').map_or(0, |n| n + 1);
        at = start + OPEN.len();
        let Some(first) = text[at..].find('\n').map(|n| at + n + 1) else {
            return;
        };
        let Some(last) = text[first..].find("\n:::").map(|n| first + n + 1) else {
            return;
        };
        let clear = !given
            .iter()
            .rev()
            .take(50)
            .any(|span| span.outer.start < last && span.outer.end > start);
        if text[line..start].trim_matches([' ', ':', '>']).is_empty() && clear {
            let inner = first + options(&text[first..last])..last;
            given.push(Span::new(start..last + 3, inner, true));
        }
        at = last + 3;
    }
}

/// What stands between the tags of templates.
fn templates(text: &str, masked: &mut Vec<Range<usize>>, given: &mut Vec<Span>) {
    for (open, close) in [("{%", "%}"), ("{{<", ">}}")] {
        // What has been opened: where, where its text starts, and whether it is a formula.
        let mut opened: Option<(usize, Range<usize>, bool)> = None;
        let mut at = 0;
        while let Some(start) = text[at..].find(open).map(|n| at + n) {
            let Some(end) = text[start + open.len()..].find(close) else {
                break;
            };
            let end = start + open.len() + end;
            at = end + close.len();
            let tag = text[start + open.len()..end].trim_matches([' ', '-']);
            let word = tag.split(' ').next().unwrap_or("");
            match &opened {
                Some((index, tag, math)) => {
                    let name = TEMPLATES[*index].0;
                    let ends = word == "/" && tag.len() > 1
                        || word.strip_prefix("end") == Some(name)
                        || word.strip_prefix('/') == Some(name);
                    if !ends {
                        continue;
                    }
                    if *math {
                        let display = text[tag.start..tag.end].contains("display");
                        let line = text[tag.end..].starts_with('\n');
                        let inner = tag.end..start;
                        given.push(Span::new(tag.start..at, inner, display || line));
                    } else {
                        masked.push(tag.start..at);
                    }
                    opened = None;
                }
                None => {
                    let known = TEMPLATES.iter().position(|(name, _)| *name == word);
                    opened = known.map(|index| (index, start..at, TEMPLATES[index].1));
                }
            }
        }
    }
}

/// Scripts of MathJax in a Markdown text.
fn scripts(text: &str, masked: &[Range<usize>], given: &mut Vec<Span>) {
    let mut at = 0;
    while let Some(start) = text[at..].find(SCRIPT).map(|n| at + n) {
        at = start + SCRIPT.len();
        let inner = text[at..].find('>').map(|n| at + n + 1);
        let end = text[at..].find("</script>").map(|n| at + n);
        let (Some(inner), Some(end)) = (inner, end) else {
            return;
        };
        let code = masked.partition_point(|mask| mask.end <= start);
        let hidden = masked.get(code).is_some_and(|mask| mask.start < start);
        if inner <= end && !hidden {
            let display = text[start..inner].contains("display");
            given.push(Span::new(start..end + 9, inner..end, display));
        }
        at = end;
    }
}

/// Whether an indented block continues a formula that a `$$` shortly before it opens.
fn inside_formula(text: &str, at: usize) -> bool {
    let from = super::place::floor(text, at.saturating_sub(2000));
    let before = &text[from..at];
    let paragraph = before.rfind("\n\n\n").map_or(before, |n| &before[n..]);
    paragraph.matches("$$").count() % 2 == 1
}

/// Whether an indented block is a display, or belongs to a note: `!!! note`.
fn is_display(text: &str, range: &Range<usize>) -> bool {
    let block = text[range.clone()].trim();
    let pairs = [
        ("$$", "$$"),
        ("\\[", "\\]"),
        ("\\\\[", "\\\\]"),
        ("\\begin{", "}"),
        ("[;", ";]"),
    ];
    let formula = |(open, close): (&str, &str)| {
        block.len() > open.len() + close.len() && block.starts_with(open) && block.ends_with(close)
    };
    if pairs.into_iter().any(formula) {
        return true;
    }
    let before = text[..range.start].lines().rev().take(50);
    let mut margin = before.filter(|line| line.starts_with(|c: char| !c.is_whitespace()));
    margin.next().is_some_and(|line| {
        ["!!!", "???", "=== \"", ":::"]
            .iter()
            .any(|mark| line.starts_with(mark))
    })
}

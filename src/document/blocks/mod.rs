//! The blocks of a text: sections, lists and their items, tables and their rows, theorems and proofs,
//! paragraphs. What a document assumes ends with the block in which it does so.

mod marked;
mod tex;

use std::ops::Range;

use super::page::Flavour;

/// What kind of block it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// The whole document.
    Document,
    /// A section, with its depth: 1 is the outermost.
    Section(u8),
    /// A list or a table: its items or rows stand beside each other.
    List,
    /// An item of a list, or a row of a table.
    Item,
    /// A theorem, a proof, an example, a slide: an environment with a name of its own.
    Environment,
    /// A paragraph; displays and the text around them that no full stop parts are one.
    Paragraph,
}

/// A block, and the one in which it stands; the document stands in itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The number of the block around it.
    pub parent: usize,
}

/// The blocks of a document; the first is the document itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blocks {
    all: Vec<Block>,
}

impl Default for Blocks {
    fn default() -> Blocks {
        Blocks {
            all: vec![Block {
                kind: BlockKind::Document,
                parent: 0,
            }],
        }
    }
}

impl Blocks {
    /// The block with this number.
    pub fn get(&self, block: usize) -> Block {
        let first = self.all[0];
        self.all.get(block).copied().unwrap_or(first)
    }

    /// Whether a block is, or stands in, another one.
    pub fn within(&self, block: usize, outer: usize) -> bool {
        self.chain(block).any(|b| b == outer)
    }

    /// A block and those around it, outwards.
    pub fn chain(&self, block: usize) -> impl Iterator<Item = usize> {
        let mut next = Some(block);
        std::iter::from_fn(move || {
            let here = next?;
            next = (here != 0).then(|| self.get(here).parent);
            Some(here)
        })
    }

    /// The nearest block around a place that is of one of some kinds, else the document.
    pub fn nearest(&self, block: usize, wanted: impl Fn(BlockKind) -> bool) -> usize {
        self.chain(block)
            .find(|b| wanted(self.get(*b).kind))
            .unwrap_or(0)
    }

    fn add(&mut self, kind: BlockKind, parent: usize) -> usize {
        self.all.push(Block { kind, parent });
        self.all.len() - 1
    }
}

/// Finds the blocks of a text, and for each of some places, which come in order, its block.
pub(super) fn read(
    text: &str,
    flavour: Flavour,
    formulas: &[Range<usize>],
    places: &[usize],
) -> (Blocks, Vec<usize>) {
    let mut builder = Builder {
        text,
        blocks: Blocks::default(),
        open: vec![(0, Opener::Document)],
        paragraph: None,
        formulas,
        next: 0,
        displayed: false,
        flavour,
        rules: Vec::new(),
    };
    let mut found = Vec::with_capacity(places.len());
    let mut rest = places.iter().copied().peekable();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        match flavour {
            Flavour::Tex => builder.tex(&range, &mut rest, &mut found),
            _ => builder.marked(&range, &mut rest, &mut found),
        }
    }
    while rest.next().is_some() {
        found.push(builder.here());
    }
    (builder.blocks, found)
}

/// What has opened a block, and so what closes it.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Opener {
    Document,
    Section(u8),
    Environment(String),
    Item,
    /// A list of Markdown, and its indentation.
    Marks(usize),
    Row,
    /// A table of Markdown.
    Bars,
    /// A part between colons of Pandoc and Quarto.
    Colons,
}

type Places<'p> = std::iter::Peekable<std::iter::Copied<std::slice::Iter<'p, usize>>>;

struct Builder<'a> {
    text: &'a str,
    blocks: Blocks,
    open: Vec<(usize, Opener)>,
    paragraph: Option<usize>,
    /// The formulas, in order: what looks like a mark in them is none.
    formulas: &'a [Range<usize>],
    next: usize,
    /// Whether the last line that is not empty ends a display.
    displayed: bool,
    flavour: Flavour,
    /// The signs under the titles of reStructuredText, and whether above them too, as they come:
    /// the first is of the outermost sections.
    rules: Vec<(char, bool)>,
}

impl Builder<'_> {
    /// The block of the place that has been reached.
    fn here(&mut self) -> usize {
        let parent = self.top();
        *self
            .paragraph
            .get_or_insert_with(|| self.blocks.add(BlockKind::Paragraph, parent))
    }

    fn top(&self) -> usize {
        self.open.last().map_or(0, |(block, _)| *block)
    }

    fn push(&mut self, kind: BlockKind, opener: Opener) {
        let parent = self.top();
        let block = self.blocks.add(kind, parent);
        self.open.push((block, opener));
        self.paragraph = None;
    }

    /// Closes the innermost block that is like this and those in it.
    fn close(&mut self, like: impl Fn(&Opener) -> bool) -> bool {
        let Some(at) = self.open.iter().rposition(|(_, opener)| like(opener)) else {
            return false;
        };
        self.open.truncate(at.max(1));
        self.paragraph = None;
        true
    }

    fn section(&mut self, depth: u8) {
        // A section ends whatever was left open.
        let outer = |opener: &Opener| match opener {
            Opener::Document => true,
            Opener::Section(other) => *other < depth,
            _ => false,
        };
        let keep = self.open.iter().rposition(|(_, opener)| outer(opener));
        self.open.truncate(keep.unwrap_or(0) + 1);
        self.push(BlockKind::Section(depth), Opener::Section(depth));
    }

    /// Whether a byte lies in a formula; bytes come in order.
    fn in_formula(&mut self, at: usize) -> bool {
        while self.formulas.get(self.next).is_some_and(|f| f.end <= at) {
            self.next += 1;
        }
        self.formulas.get(self.next).is_some_and(|f| f.start < at)
    }

    /// Whether a line that is not empty begins or ends with a display.
    fn is_display(&self, line: &str) -> bool {
        let line = line.trim();
        let begins = [
            "$$",
            "\\[",
            "\\begin{eq",
            "\\begin{al",
            "\\begin{ga",
            ".. math",
            "```{math",
        ];
        begins.iter().any(|mark| line.starts_with(mark))
            || ["$$", "\\]", "\\\\]"]
                .iter()
                .any(|mark| line.ends_with(mark))
            || line.starts_with("\\end{")
    }

    /// An empty line ends a paragraph, but not between a text and its display.
    fn blank(&mut self, after: usize) {
        let next = self.text[after..].lines().find(|l| !l.trim().is_empty());
        let display = self.displayed || next.is_some_and(|line| self.is_display(line));
        let upper = next.and_then(|line| line.trim_start().chars().next());
        // "... $$x$$ Now a new thought begins."
        let new = self.displayed
            && !next.is_some_and(|line| self.is_display(line))
            && upper.is_some_and(char::is_uppercase);
        if !display || new && self.ended(after) {
            self.paragraph = None;
        }
    }

    /// Whether the text before a place ends a sentence.
    fn ended(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end();
        let before = before.trim_end_matches(['$', ']', '\\', '}']);
        let before = match before.rfind("\\end{") {
            Some(mark) if before.len() - mark < 24 => &before[..mark],
            _ => before,
        };
        before.trim_end().ends_with(['.', '。'])
    }

    /// Gives the places up to a byte the block that is open.
    fn reach(&mut self, to: usize, places: &mut Places<'_>, found: &mut Vec<usize>) {
        while places.peek().is_some_and(|place| *place < to) {
            places.next();
            let here = self.here();
            found.push(here);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::marked::item;
    use super::*;

    /// The kinds of blocks around each `@` of a text, inwards, and the paragraph's number.
    fn around(flavour: Flavour, text: &str) -> Vec<(String, usize)> {
        let places: Vec<usize> = text.match_indices('@').map(|(at, _)| at).collect();
        let (blocks, found) = read(text, flavour, &[], &places);
        let letter = |kind: BlockKind| match kind {
            BlockKind::Document => 'd',
            BlockKind::Section(_) => 's',
            BlockKind::List => 'l',
            BlockKind::Item => 'i',
            BlockKind::Environment => 'e',
            BlockKind::Paragraph => 'p',
        };
        let path = |block: usize| {
            let all: Vec<usize> = blocks.chain(block).collect();
            all.iter()
                .rev()
                .map(|b| letter(blocks.get(*b).kind))
                .collect()
        };
        found.iter().map(|b| (path(*b), *b)).collect()
    }

    fn paths(flavour: Flavour, text: &str) -> Vec<String> {
        around(flavour, text)
            .into_iter()
            .map(|(path, _)| path)
            .collect()
    }

    #[test]
    fn markdown_has_sections_lists_and_tables() {
        let text = "@\n# A\n@ one\n\n@ two\n\n- @\n  @\n- @\n  - @\n\ntext @\n\n| a | @ |\n|---|---|\n| b | @ |\n## B\n@";
        assert_eq!(
            paths(Flavour::Markdown, text),
            [
                "dp", "dsp", "dsp", "dslip", "dslip", "dslip", "dslilip", "dsp", "dslip", "dslip",
                "dssp"
            ]
        );
    }

    #[test]
    fn tex_has_environments_and_items() {
        let text = "\\section{A}@\\begin{proof}@\\end{proof}\n@\\begin{itemize}\n\\item @\n\\item @\n\\end{itemize}\n\\subsection{B} @ \\section{C} @\\begin{tabular}{l}@\\\\ @\\end{tabular}";
        assert_eq!(
            paths(Flavour::Tex, text),
            [
                "dsp", "dsep", "dsp", "dslip", "dslip", "dssp", "dsp", "dslip", "dslip"
            ]
        );
    }

    #[test]
    fn a_display_belongs_to_the_text_around_it() {
        let text = "Let @ be\n\n$$\n@\n$$\n\nwhere @ holds. More.\n\nNew @.";
        let all: Vec<usize> = around(Flavour::Markdown, text)
            .iter()
            .map(|(_, b)| *b)
            .collect();
        assert!(
            all[0] == all[1] && all[1] == all[2] && all[2] != all[3],
            "{all:?}"
        );
    }

    #[test]
    fn marks_of_items() {
        assert_eq!(item("- x"), Some(1));
        assert_eq!(item("12. x"), Some(3));
        assert_eq!(item("(a) x"), Some(3));
        assert_eq!(item("-x"), None);
        assert_eq!(item("2020 x"), None);
    }
}

//! Commands and signs to nodes of the tree.

use std::sync::Arc;

use super::build::{Builder, Closer, Frame, Left};
use super::lexer::Kind;
use super::symbols::{self, Meaning, Side, Taker};
use super::tree::{Delimiter, Font, Gap, Node, Op, Over, Separator, Sign};
use crate::error::Diagnostic;
use crate::expr::Relation;

impl Builder<'_> {
    pub(super) fn symbol(&mut self, c: char, start: usize, end: usize) -> Result<(), Diagnostic> {
        let relation = |relation| Node::Sign(Sign::Relation(relation));
        let node = match c {
            '+' => Node::Op(Op::Plus),
            '-' | '−' | '–' | '—' => Node::Op(Op::Minus),
            '*' => Node::Op(Op::Star),
            '/' => Node::Op(Op::Slash),
            '=' => relation(Relation::Equal),
            '<' => relation(Relation::Less),
            '>' => relation(Relation::Greater),
            '!' => Node::Bang,
            '\'' | '’' => Node::Prime(1),
            ',' | '，' => Node::Separator(Separator::Comma),
            ';' => Node::Separator(Separator::Semicolon),
            ':' => Node::Separator(Separator::Colon),
            '.' => Node::Separator(Separator::Period),
            '|' => Node::Bar { double: false },
            '~' => {
                self.gap = Gap::Set;
                return Ok(());
            }
            '^' | '_' => {
                let gap = self.take_gap();
                self.stack.push(Frame::Pending {
                    taker: Taker::Script(c == '^'),
                    arguments: Vec::new(),
                    degree: None,
                    start,
                    gap,
                });
                return Ok(());
            }
            '&' => {
                self.cell(start, end);
                return Ok(());
            }
            '(' | '[' => {
                let gap = self.take_gap();
                if c == '['
                    && let Some(Frame::Pending {
                        taker: Taker::Root,
                        arguments,
                        degree: None,
                        ..
                    }) = self.stack.last()
                    && arguments.is_empty()
                {
                    self.open(Closer::Degree, start, gap);
                    return Ok(());
                }
                let open = if c == '(' {
                    Delimiter::Round
                } else {
                    Delimiter::Square
                };
                let mode = Left::No;
                self.open(Closer::Fence { open, mode }, start, gap);
                return Ok(());
            }
            ')' => {
                self.close_fence(Delimiter::Round, start, end);
                return Ok(());
            }
            ']' => {
                self.close_fence(Delimiter::Square, start, end);
                return Ok(());
            }
            _ => Node::Unknown(c.to_string().into()),
        };
        self.push(node, start, end);
        Ok(())
    }

    pub(super) fn command(
        &mut self,
        name: &Arc<str>,
        start: usize,
        end: usize,
    ) -> Result<(), Diagnostic> {
        match &**name {
            "\\" => {
                self.row(start, end);
                return Ok(());
            }
            "over" | "choose" | "atop" => {
                let over = match &**name {
                    "choose" => Over::Binomial,
                    "atop" => Over::Stack,
                    _ => Over::Fraction,
                };
                self.push(Node::Over(over), start, end);
                return Ok(());
            }
            "left" | "right" | "middle" => return self.sized(name, start, end),
            _ => {}
        }
        match symbols::command(name) {
            Meaning::Node(Node::Name { text, font }) => {
                let font = if font == Font::Plain {
                    self.font()
                } else {
                    font
                };
                // A Greek letter in an upright group is a name of its own.
                let operator = font == Font::Upright
                    && (text.len() > 1 || matches!(&*text, "E" | "P"))
                    && &*text != "and"
                    && !super::labels::is_function(&text)
                    && self.opens_group();
                self.push(Node::Name { text, font }, start, end);
                // `\Pr{X > t}`: the macro of a document that puts brackets.
                let known = matches!(&**name, "Pr" | "E" | "Var" | "Cov" | "Corr" | "Prob");
                let open = self.tokens.get(self.at).map(|next| &next.kind) == Some(&Kind::Open);
                if operator || known && open {
                    self.pending(Taker::Brackets(1), end);
                }
            }
            Meaning::Node(node) => self.push(node, start, end),
            Meaning::Takes(taker) => self.pending(taker, start),
            Meaning::Font(font) => self.pending(Taker::Font(font), start),
            Meaning::Switch(new) => {
                if let Some(Frame::List { font, .. }) = self.stack.last_mut() {
                    *font = new;
                }
                self.gap = self.gap.max(Gap::Blank);
            }
            Meaning::Space => self.gap = Gap::Set,
            Meaning::Delimiter(kind, side) => {
                if side == Side::Open {
                    let gap = self.take_gap();
                    let mode = Left::No;
                    self.open(Closer::Fence { open: kind, mode }, start, gap);
                } else {
                    self.close_fence(kind, start, end);
                }
            }
            Meaning::Unknown if name.chars().all(|c| c.is_ascii_alphabetic()) => {
                let font = Font::Upright;
                if !self.tree.unknown.contains(name) {
                    self.tree.unknown.push(name.clone());
                }
                // What is called `\norm` need not be one.
                let text = match super::labels::is_taken(name) {
                    true => format!("{name}_macro").into(),
                    false => name.clone(),
                };
                if !self.tree.unknown.contains(&text) {
                    self.tree.unknown.push(text.clone());
                }
                self.push(Node::Name { text, font }, start, end);
                let count = self.groups();
                if count > 0 {
                    self.pending(Taker::Brackets(count), end);
                }
            }
            Meaning::Unknown => self.push(Node::Unknown(format!("\\{name}").into()), start, end),
        }
        Ok(())
    }

    /// Whether a brace opens right here.
    fn opens_group(&self) -> bool {
        matches!(self.tokens.get(self.at), Some(token) if token.kind == Kind::Open && !token.gap)
    }

    /// How many groups in braces follow each other here.
    fn groups(&self) -> u8 {
        if !matches!(self.tokens.get(self.at), Some(token) if token.kind == Kind::Open) {
            return 0;
        }
        let mut count = 0;
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(self.at) {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > 0 {
                continue;
            }
            if token.kind != Kind::Close {
                break;
            }
            count += 1;
            let next = self.tokens.get(at + 1);
            if count == 9 || !matches!(next, Some(next) if next.kind == Kind::Open && !next.gap) {
                break;
            }
        }
        count
    }

    pub(super) fn pending(&mut self, taker: Taker, start: usize) {
        let gap = self.take_gap();
        self.stack.push(Frame::Pending {
            taker,
            arguments: Vec::new(),
            degree: None,
            start,
            gap,
        });
    }

    /// `\left(`, `\right.` and `\middle|`
    pub(super) fn sized(&mut self, name: &str, start: usize, end: usize) -> Result<(), Diagnostic> {
        let Some(token) = self.tokens.get(self.at) else {
            return Err(Diagnostic::new(
                format!("`\\{name}` has no bracket"),
                start..end,
            ));
        };
        self.at += 1;
        let delimiter = match &token.kind {
            Kind::Symbol(c) => match c {
                '(' | ')' => Delimiter::Round,
                '[' | ']' => Delimiter::Square,
                '|' => Delimiter::Bar,
                '.' => Delimiter::Null,
                '<' | '>' => Delimiter::Angle,
                '/' => {
                    self.push(Node::Op(Op::Slash), token.start, token.end);
                    return Ok(());
                }
                _ => {
                    return Err(Diagnostic::new(
                        format!("`\\{name}` before what is no bracket"),
                        start..token.end,
                    ));
                }
            },
            Kind::Command(command) => match symbols::command(command) {
                Meaning::Delimiter(kind, _) => kind,
                Meaning::Node(Node::Bar { double: true }) => Delimiter::DoubleBar,
                Meaning::Node(Node::Bar { double: false } | Node::Separator(Separator::Mid)) => {
                    Delimiter::Bar
                }
                _ => {
                    return Err(Diagnostic::new(
                        format!("`\\{name}` before what is no bracket"),
                        start..token.end,
                    ));
                }
            },
            _ => {
                return Err(Diagnostic::new(
                    format!("`\\{name}` before what is no bracket"),
                    start..token.end,
                ));
            }
        };
        match name {
            "left" => {
                let gap = self.take_gap();
                let closer = Closer::Fence {
                    open: delimiter,
                    mode: Left::Open,
                };
                self.open(closer, start, gap);
            }
            "right" => return self.close_strict(delimiter, start, token.end),
            _ => self.push(Node::Separator(Separator::Mid), start, token.end),
        }
        Ok(())
    }

    pub(super) fn begin_environment(&mut self, name: Arc<str>, start: usize) {
        let gap = self.take_gap();
        // The columns of an array.
        let spec = matches!(
            &*name,
            "array" | "tabular" | "alignat" | "alignedat" | "subarray" | "xalignat"
        );
        if let Some(next) = self.tokens.get(self.at)
            && next.kind == Kind::Symbol('[')
        {
            let length = self.tokens[self.at..]
                .iter()
                .take(6)
                .position(|token| token.kind == Kind::Symbol(']'));
            if let Some(length) = length
                && self.tokens[self.at + 1..self.at + length]
                    .iter()
                    .all(|token| matches!(token.kind, Kind::Letter('t' | 'b' | 'c')))
            {
                self.at += length + 1;
            }
        }
        if spec && self.tokens.get(self.at).map(|token| &token.kind) == Some(&Kind::Open) {
            let mut depth = 0_usize;
            while let Some(token) = self.tokens.get(self.at) {
                self.at += 1;
                match token.kind {
                    Kind::Open => depth += 1,
                    Kind::Close => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
        }
        self.begin(name, start, gap);
    }
}

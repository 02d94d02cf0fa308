//! Tokens to the tree of a formula, with an explicit stack: nesting is as deep as memory allows.

use std::sync::Arc;

use super::lexer::{Kind, Token};
use super::symbols::{self, Meaning, Side, Taker};
use super::tidy;
use super::tree::{Delimiter, Font, Gap, Grid, Id, Item, Node, Op, Separator, Sign, Tree};
use crate::error::Diagnostic;
use crate::expr::Relation;

/// What ends a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Closer {
    /// `}`
    Brace,
    /// A bracket; `strict` for `\left`.
    Fence { open: Delimiter, mode: Left },
    /// `]` after `\sqrt[`
    Degree,
    /// A cell of an environment.
    Cell,
}

/// How a bracket was opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Left {
    /// Without `\left`.
    No,
    /// With `\left`, to be closed by `\right`.
    Open,
    /// With `\left`, after which `\right.` left it to a later one to close.
    Loose,
}

enum Frame {
    List {
        closer: Closer,
        items: Vec<Item>,
        start: usize,
        end: usize,
        gap: Gap,
        font: Font,
    },
    Pending {
        taker: Taker,
        arguments: Vec<Id>,
        degree: Option<Id>,
        start: usize,
        gap: Gap,
    },
    Environment {
        name: Arc<str>,
        rows: Vec<Vec<Id>>,
        start: usize,
        gap: Gap,
    },
}

/// Builds the tree of a formula.
///
/// # Errors
/// Braces and environments that do not match.
pub(super) fn tree(tokens: &[Token], end: usize) -> Result<Tree, Diagnostic> {
    let mut builder = Builder {
        tree: Tree::default(),
        stack: Vec::new(),
        tokens,
        at: 0,
        gap: Gap::None,
        place: 0,
    };
    builder.begin("root".into(), 0, Gap::None);
    while let Some(token) = tokens.get(builder.at) {
        builder.at += 1;
        builder.place = token.start;
        if token.gap && builder.gap == Gap::None {
            builder.gap = Gap::Blank;
        }
        builder.token(token)?;
    }
    builder.finish(end)
}

struct Builder<'a> {
    tree: Tree,
    stack: Vec<Frame>,
    tokens: &'a [Token],
    at: usize,
    gap: Gap,
    place: usize,
}

impl Builder<'_> {
    fn take_gap(&mut self) -> Gap {
        std::mem::replace(&mut self.gap, Gap::None)
    }

    fn begin(&mut self, name: Arc<str>, start: usize, gap: Gap) {
        self.stack.push(Frame::Environment {
            name,
            rows: vec![Vec::new()],
            start,
            gap,
        });
        self.open(Closer::Cell, start, Gap::None);
    }

    fn open(&mut self, closer: Closer, start: usize, gap: Gap) {
        let font = self.font();
        self.stack.push(Frame::List {
            closer,
            items: Vec::new(),
            start,
            end: start,
            gap,
            font,
        });
    }

    /// The font of what comes next.
    fn font(&self) -> Font {
        for frame in self.stack.iter().rev() {
            match frame {
                Frame::Pending {
                    taker: Taker::Font(font),
                    ..
                } => return *font,
                Frame::List { font, .. } => return *font,
                Frame::Pending { .. } | Frame::Environment { .. } => {}
            }
        }
        Font::Plain
    }

    fn push(&mut self, node: Node, start: usize, end: usize) {
        let gap = self.take_gap();
        self.item(Item {
            node,
            start,
            end,
            gap,
        });
    }

    /// Gives a complete node to the command that waits for it, or to the open list.
    fn item(&mut self, item: Item) {
        let mut items = vec![item];
        loop {
            match self.stack.last_mut() {
                Some(Frame::Pending {
                    taker, arguments, ..
                }) if !items.is_empty() => {
                    // `x^47` raises to the power 4: an argument is one digit.
                    let mut rest = None;
                    if let [
                        Item {
                            node: Node::Number(text),
                            start,
                            end,
                            ..
                        },
                    ] = items.as_mut_slice()
                        && text.len() > 1
                    {
                        let after: Arc<str> = text[1..].into();
                        *text = text[..1].into();
                        rest = Some(Item {
                            node: Node::Number(after),
                            start: *start + 1,
                            end: *end,
                            gap: Gap::None,
                        });
                        *end = *start + 1;
                    }
                    let end = items.last().map_or(self.place, |item| item.end);
                    let taker = *taker;
                    let single = match items.as_slice() {
                        [
                            Item {
                                node: Node::Group(id),
                                ..
                            },
                        ] => Some(*id),
                        _ => None,
                    };
                    let id = match single {
                        Some(id) => id,
                        None => {
                            self.tree.lists.push(std::mem::take(&mut items));
                            self.tree.lists.len() - 1
                        }
                    };
                    arguments.push(id);
                    let complete = arguments.len() >= taker.count();
                    if complete {
                        items = self.complete(end);
                        self.deliver_rest(&mut items, rest);
                    } else if let Some(rest) = rest {
                        items = vec![rest];
                    } else {
                        return;
                    }
                }
                Some(Frame::List {
                    items: list, end, ..
                }) => {
                    if let Some(last) = items.last() {
                        *end = (*end).max(last.end);
                    }
                    for item in items {
                        tidy::push(list, item);
                    }
                    return;
                }
                _ => return,
            }
        }
    }

    /// Adds what is left of a number to a complete command, unless another waits for that.
    fn deliver_rest(&mut self, items: &mut Vec<Item>, rest: Option<Item>) {
        items.extend(rest);
    }

    /// Builds what the innermost command makes of its arguments.
    fn complete(&mut self, end: usize) -> Vec<Item> {
        let Some(Frame::Pending {
            taker,
            arguments,
            degree,
            start,
            gap,
        }) = self.stack.pop()
        else {
            return Vec::new();
        };
        let first = arguments[0];
        let node = match taker {
            Taker::Fraction => Node::Fraction(first, arguments[1]),
            Taker::Binomial => Node::Binomial(first, arguments[1]),
            Taker::Root => Node::Root {
                degree,
                body: first,
            },
            Taker::Script(up) => Node::Script { up, list: first },
            Taker::Accent(accent) => return self.accent(accent, first, start, end, gap),
            Taker::Plain => Node::Group(first),
            Taker::Brackets => Node::Fence {
                open: Delimiter::Round,
                close: Delimiter::Round,
                list: first,
            },
            Taker::Font(font) => return self.in_font(font, first, start, end, gap),
            Taker::Under => Node::Group(arguments[1]),
            Taker::Over => match self.tree.single(arguments[1]) {
                Some(Node::Sign(Sign::Relation(Relation::Equal)))
                    if tidy::says_definition(&self.tree, first) =>
                {
                    Node::Sign(Sign::Define)
                }
                Some(node) => node.clone(),
                None => Node::Group(arguments[1]),
            },
            Taker::Rows => Node::Group(first),
            Taker::Not => match self.tree.single(first) {
                Some(Node::Sign(Sign::Relation(relation))) => {
                    Node::Sign(Sign::Relation(relation.negated()))
                }
                Some(Node::Sign(_)) => Node::Sign(Sign::Other),
                _ => Node::Unreadable("`\\not` before what is no relation"),
            },
        };
        let item = Item {
            node,
            start,
            end,
            gap,
        };
        self.spliced(item)
    }

    /// What a node stands for in the list around it: the node of a group of one.
    fn spliced(&self, item: Item) -> Vec<Item> {
        tidy::spliced(&self.tree, item, self.followed_by_script())
    }

    fn followed_by_script(&self) -> bool {
        matches!(
            self.tokens.get(self.at).map(|token| &token.kind),
            Some(Kind::Symbol('^' | '_' | '\''))
        )
    }

    fn accent(
        &mut self,
        accent: &'static str,
        id: Id,
        start: usize,
        end: usize,
        gap: Gap,
    ) -> Vec<Item> {
        let list = &self.tree.lists[id];
        if let [
            Item {
                node: Node::Name { text, font },
                ..
            },
            scripts @ ..,
        ] = list.as_slice()
            && scripts
                .iter()
                .all(|item| matches!(item.node, Node::Script { up: false, .. }))
            && text.len() < 200
        {
            // An arrow makes a vector, a hat another name.
            let (text, font) = match accent {
                "vec" => (text.clone(), Font::Bold),
                _ => (format!("{text}_{accent}").into(), *font),
            };
            let mut items = vec![Item {
                node: Node::Name { text, font },
                start,
                end,
                gap,
            }];
            items.extend_from_slice(scripts);
            return items;
        }
        vec![Item {
            node: Node::Accent(accent, id),
            start,
            end,
            gap,
        }]
    }

    fn in_font(&mut self, font: Font, id: Id, start: usize, end: usize, gap: Gap) -> Vec<Item> {
        if font == Font::Upright
            && let Some(text) = tidy::spaced_name(&self.tree, id)
        {
            return vec![Item {
                node: Node::Name { text, font },
                start,
                end,
                gap,
            }];
        }
        let item = Item {
            node: Node::Group(id),
            start,
            end,
            gap,
        };
        self.spliced(item)
    }

    fn token(&mut self, token: &Token) -> Result<(), Diagnostic> {
        let (start, end) = (token.start, token.end);
        match &token.kind {
            Kind::Number(text) => self.push(Node::Number(text.clone()), start, end),
            Kind::Letter(c) => {
                let font = self.font();
                let text = c.to_string().into();
                self.push(Node::Name { text, font }, start, end);
            }
            Kind::Text(text) => self.push(Node::Text(text.clone()), start, end),
            Kind::Open => {
                let gap = self.take_gap();
                self.open(Closer::Brace, start, gap);
            }
            Kind::Close => return self.close_brace(start, end),
            Kind::Begin(name) => self.begin_environment(name.clone(), start),
            Kind::End(name) => return self.end_environment(name, start, end),
            Kind::Parameter(_) => self.push(
                Node::Unreadable("`#` stands for the argument of a macro"),
                start,
                end,
            ),
            Kind::Symbol(c) => return self.symbol(*c, start, end),
            Kind::Command(name) => return self.command(name, start, end),
        }
        Ok(())
    }

    fn begin_environment(&mut self, name: Arc<str>, start: usize) {
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

    fn symbol(&mut self, c: char, start: usize, end: usize) -> Result<(), Diagnostic> {
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

    fn command(&mut self, name: &Arc<str>, start: usize, end: usize) -> Result<(), Diagnostic> {
        match &**name {
            "\\" => {
                self.row(start, end);
                return Ok(());
            }
            "over" | "choose" | "atop" => {
                let binomial = &**name == "choose";
                self.push(Node::Over { binomial }, start, end);
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
                self.push(Node::Name { text, font }, start, end);
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
                let text = name.clone();
                self.push(Node::Name { text, font }, start, end);
                if self.tokens.get(self.at).map(|token| &token.kind) == Some(&Kind::Open) {
                    self.pending(Taker::Brackets, end);
                }
            }
            Meaning::Unknown => self.push(Node::Unknown(format!("\\{name}").into()), start, end),
        }
        Ok(())
    }

    fn pending(&mut self, taker: Taker, start: usize) {
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
    fn sized(&mut self, name: &str, start: usize, end: usize) -> Result<(), Diagnostic> {
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
}

mod closing {
    //! What closes: braces, brackets, cells, environments.

    use super::*;

    impl Builder<'_> {
        /// Commands that still wait for arguments where their list ends.
        fn abandon(&mut self) {
            while let Some(Frame::Pending { start, .. }) = self.stack.last() {
                let start = *start;
                self.stack.pop();
                if let Some(Frame::List { .. }) = self.stack.last() {
                    let node = Node::Unreadable("a command lacks its argument");
                    self.item(Item {
                        node,
                        start,
                        end: start + 1,
                        gap: Gap::None,
                    });
                    return;
                }
            }
        }

        /// Puts the contents of brackets that are never closed into the list around them.
        fn dissolve(&mut self) {
            let Some(Frame::List {
                closer,
                items,
                start,
                end,
                gap,
                ..
            }) = self.stack.pop()
            else {
                return;
            };
            let open = match closer {
                Closer::Fence { open, .. } => Some(open),
                _ => None,
            };
            // `\{` before the rows of a case distinction needs no other brace.
            if open == Some(Delimiter::Brace)
                && let [
                    Item {
                        node: Node::Grid { rows, .. },
                        ..
                    },
                    rest @ ..,
                ] = items.as_slice()
            {
                let node = Node::Grid {
                    kind: Grid::Cases,
                    rows: rows.clone(),
                };
                let rest = rest.to_vec();
                self.item(Item {
                    node,
                    start,
                    end,
                    gap,
                });
                rest.into_iter().for_each(|item| self.item(item));
                return;
            }
            self.item(Item {
                node: Node::Unreadable("a bracket is never closed"),
                start,
                end: start + 1,
                gap,
            });
            // What is in it cannot be read anyway; of very much not all is kept.
            if items.len() < 1000 {
                items.into_iter().for_each(|item| self.item(item));
            }
        }

        /// Ends the innermost list and everything in it that is not closed, if it is closed by
        /// what the test accepts.
        fn unwind(&mut self, wanted: impl Fn(Closer) -> bool) -> bool {
            let reachable = self
                .stack
                .iter()
                .rev()
                .find_map(|frame| match frame {
                    Frame::List { closer, .. } if wanted(*closer) => Some(true),
                    Frame::List {
                        closer: Closer::Fence { .. } | Closer::Degree,
                        ..
                    } => None,
                    Frame::List { .. } | Frame::Environment { .. } => Some(false),
                    Frame::Pending { .. } => None,
                })
                .unwrap_or(false);
            if !reachable {
                return false;
            }
            loop {
                self.abandon();
                match self.stack.last() {
                    Some(Frame::List { closer, .. }) if wanted(*closer) => return true,
                    Some(Frame::List { .. }) => self.dissolve(),
                    _ => return false,
                }
            }
        }

        /// Takes the innermost list off the stack and into the tree.
        fn closed(&mut self) -> (Id, Closer, usize, Gap) {
            match self.stack.pop() {
                Some(Frame::List {
                    closer,
                    items,
                    start,
                    gap,
                    font,
                    ..
                }) => {
                    let id = tidy::add(&mut self.tree, items, font);
                    (id, closer, start, gap)
                }
                _ => (self.tree.add(Vec::new()), Closer::Cell, 0, Gap::None),
            }
        }

        pub(super) fn close_brace(&mut self, start: usize, end: usize) -> Result<(), Diagnostic> {
            if !self.unwind(|closer| closer == Closer::Brace) {
                return Err(
                    Diagnostic::new("`}` closes no brace", start..end).label("no brace is open")
                );
            }
            let (id, _, start, gap) = self.closed();
            self.gap = Gap::None;
            let item = Item {
                node: Node::Group(id),
                start,
                end,
                gap,
            };
            if matches!(self.stack.last(), Some(Frame::Pending { .. })) {
                self.item(item);
            } else {
                for item in self.spliced(item) {
                    self.item(item);
                }
            }
            Ok(())
        }

        pub(super) fn close_fence(&mut self, close: Delimiter, start: usize, end: usize) {
            self.gap = Gap::None;
            let matches = |open: Delimiter| match close {
                // `(0, 1]` is a half-open interval.
                Delimiter::Round | Delimiter::Square => {
                    matches!(open, Delimiter::Round | Delimiter::Square)
                }
                _ => open == close,
            };
            let wanted = |closer: Closer| match closer {
                Closer::Fence { open, mode } => mode != Left::Open && matches(open),
                Closer::Degree => close == Delimiter::Square,
                _ => false,
            };
            self.abandon_in_fence();
            if !matches!(self.stack.last(), Some(Frame::List { closer, .. }) if wanted(*closer)) {
                self.push(Node::Unreadable("this closes no bracket"), start, end);
                return;
            }
            let (id, closer, start, gap) = self.closed();
            match closer {
                Closer::Fence { open, .. } => self.item(Item {
                    node: Node::Fence {
                        open,
                        close,
                        list: id,
                    },
                    start,
                    end,
                    gap,
                }),
                _ => {
                    if let Some(Frame::Pending { degree, .. }) = self.stack.last_mut() {
                        *degree = Some(id);
                    }
                }
            }
        }

        fn abandon_in_fence(&mut self) {
            let degree = matches!(
                self.stack.last(),
                Some(Frame::List {
                    closer: Closer::Degree,
                    ..
                })
            );
            if !degree {
                self.abandon();
            }
        }

        /// `\left[ .. \right.`: the bracket is closed in a later row.
        fn loosened(&mut self, close: Delimiter) -> bool {
            if close != Delimiter::Null {
                return false;
            }
            for frame in self.stack.iter_mut().rev() {
                match frame {
                    Frame::Pending { .. } => return false,
                    Frame::List {
                        closer: Closer::Fence { open, mode },
                        ..
                    } => match mode {
                        Left::Open if matches!(open, Delimiter::Round | Delimiter::Square) => {
                            *mode = Left::Loose;
                            return true;
                        }
                        Left::Loose => {}
                        _ => return false,
                    },
                    _ => return false,
                }
            }
            false
        }

        /// Whether `\right]` closes a bracket of an earlier row; `\left.` before it goes.
        fn closes_loose(&mut self, close: Delimiter) -> bool {
            if !matches!(close, Delimiter::Round | Delimiter::Square) {
                return false;
            }
            self.abandon_in_fence();
            let mut nulls = 0;
            for frame in self.stack.iter().rev() {
                match frame {
                    Frame::List {
                        closer:
                            Closer::Fence {
                                open: Delimiter::Null,
                                ..
                            },
                        ..
                    } => nulls += 1,
                    Frame::List {
                        closer:
                            Closer::Fence {
                                mode: Left::Loose, ..
                            },
                        ..
                    } => break,
                    _ => return false,
                }
            }
            for _ in 0..nulls {
                if let Some(Frame::List { items, .. }) = self.stack.pop() {
                    items.into_iter().for_each(|item| self.item(item));
                }
            }
            true
        }

        pub(super) fn close_strict(
            &mut self,
            close: Delimiter,
            start: usize,
            end: usize,
        ) -> Result<(), Diagnostic> {
            self.gap = Gap::None;
            if self.loosened(close) {
                return Ok(());
            }
            if self.closes_loose(close) {
                self.close_fence(close, start, end);
                return Ok(());
            }
            let strict = |closer: Closer| {
                matches!(
                    closer,
                    Closer::Fence {
                        mode: Left::Open,
                        ..
                    }
                )
            };
            if !self.unwind(strict) {
                // `\left[ .. \right. \\ \left. .. \right]` leaves the first bracket open.
                return Err(Diagnostic::new("`\\right` without `\\left`", start..end));
            }
            let open = match self.stack.last() {
                Some(Frame::List {
                    closer: Closer::Fence { open, .. },
                    ..
                }) => *open,
                _ => Delimiter::Null,
            };
            if open == Delimiter::Null && close != Delimiter::Bar {
                if let Some(Frame::List { items, .. }) = self.stack.pop() {
                    items.into_iter().for_each(|item| self.item(item));
                }
                if close != Delimiter::Null {
                    self.close_fence(close, start, end);
                }
                return Ok(());
            }
            let (list, _, start, gap) = self.closed();
            if open == Delimiter::Brace
                && close == Delimiter::Null
                && let [
                    Item {
                        node: Node::Grid { rows, .. },
                        ..
                    },
                ] = self.tree.lists[list].as_slice()
            {
                let node = Node::Grid {
                    kind: Grid::Cases,
                    rows: rows.clone(),
                };
                self.item(Item {
                    node,
                    start,
                    end,
                    gap,
                });
                return Ok(());
            }
            self.item(Item {
                node: Node::Fence { open, close, list },
                start,
                end,
                gap,
            });
            Ok(())
        }

        fn in_cell(&self) -> bool {
            let list = self.stack.iter().rev().find_map(|frame| match frame {
                Frame::List { closer, .. } => Some(*closer),
                _ => None,
            });
            list == Some(Closer::Cell)
        }

        /// `&`
        pub(super) fn cell(&mut self, start: usize, end: usize) {
            if !self.in_cell() {
                self.gap = Gap::Set;
                return;
            }
            self.abandon();
            self.gap = Gap::None;
            let (id, ..) = self.closed();
            if let Some(Frame::Environment { rows, .. }) = self.stack.last_mut()
                && let Some(row) = rows.last_mut()
            {
                row.push(id);
            }
            let _ = start;
            self.open(Closer::Cell, end, Gap::None);
        }

        /// `\\`
        pub(super) fn row(&mut self, start: usize, end: usize) {
            self.cell(start, end);
            if self.in_cell() {
                let depth = self.stack.len();
                if depth >= 2
                    && let Frame::Environment { rows, .. } = &mut self.stack[depth - 2]
                {
                    rows.push(Vec::new());
                }
            }
        }

        pub(super) fn end_environment(
            &mut self,
            name: &str,
            start: usize,
            end: usize,
        ) -> Result<(), Diagnostic> {
            self.gap = Gap::None;
            let cell = self.unwind(|closer| closer == Closer::Cell);
            let opened = match self.stack.iter().rev().nth(1) {
                Some(Frame::Environment { name, .. }) if cell => Some(name.clone()),
                _ => None,
            };
            if opened.as_deref() != Some(name) {
                return Err(Diagnostic::new(
                    format!("`\\end{{{name}}}` without its beginning"),
                    start..end,
                ));
            }
            let (id, ..) = self.closed();
            let Some(Frame::Environment {
                name,
                mut rows,
                start,
                gap,
            }) = self.stack.pop()
            else {
                return Ok(());
            };
            if let Some(row) = rows.last_mut() {
                row.push(id);
            }
            let node = match &*name {
                "cases" | "dcases" | "rcases" | "numcases" => Node::Grid {
                    kind: Grid::Cases,
                    rows,
                },
                "matrix" | "pmatrix" | "bmatrix" | "Bmatrix" | "vmatrix" | "Vmatrix"
                | "smallmatrix" | "array" | "tabular" | "subarray" => Node::Grid {
                    kind: Grid::Matrix,
                    rows,
                },
                _ => Node::Rows(tidy::join_rows(&mut self.tree, rows)),
            };
            let node = match (&*name, node) {
                ("vmatrix" | "Vmatrix", node) => {
                    let list = self.tree.add(vec![Item {
                        node,
                        start,
                        end,
                        gap: Gap::None,
                    }]);
                    Node::Fence {
                        open: Delimiter::Bar,
                        close: Delimiter::Bar,
                        list,
                    }
                }
                (_, node) => node,
            };
            self.item(Item {
                node,
                start,
                end,
                gap,
            });
            Ok(())
        }

        pub(super) fn finish(mut self, end: usize) -> Result<Tree, Diagnostic> {
            loop {
                self.abandon();
                match self.stack.last() {
                    Some(Frame::List {
                        closer: Closer::Brace,
                        start,
                        ..
                    }) => {
                        return Err(
                            Diagnostic::new("a brace is never closed", *start..*start + 1)
                                .label("opened here"),
                        );
                    }
                    Some(Frame::List {
                        closer: Closer::Cell,
                        ..
                    }) => {
                        let (id, ..) = self.closed();
                        let Some(Frame::Environment {
                            name,
                            mut rows,
                            start,
                            ..
                        }) = self.stack.pop()
                        else {
                            break;
                        };
                        if !self.stack.is_empty() {
                            return Err(Diagnostic::new(
                                format!("`\\begin{{{name}}}` without its end"),
                                start..(start + 6).min(end),
                            )
                            .label("opened here"));
                        }
                        if let Some(row) = rows.last_mut() {
                            row.push(id);
                        }
                        self.tree.rows = tidy::join_rows(&mut self.tree, rows);
                        break;
                    }
                    Some(Frame::List { .. }) => self.dissolve(),
                    _ => break,
                }
            }
            Ok(self.tree)
        }
    }
}

//! Tokens to the tree of a formula, with an explicit stack: nesting is as deep as memory allows.

use std::sync::Arc;

use super::lexer::{Kind, Token};
use super::symbols::Taker;
use super::tree::{Delimiter, Font, Gap, Id, Item, Node, Separator, Sign, Tree};
use super::{stacked, tidy};
use crate::error::Diagnostic;

/// What ends a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Closer {
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
pub(super) enum Left {
    /// Without `\left`.
    No,
    /// With `\left`, to be closed by `\right`.
    Open,
    /// With `\left`, after which `\right.` left it to a later one to close.
    Loose,
}

pub(super) enum Frame {
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

pub(super) struct Builder<'a> {
    pub tree: Tree,
    pub stack: Vec<Frame>,
    pub tokens: &'a [Token],
    pub at: usize,
    pub gap: Gap,
    pub place: usize,
}

impl Builder<'_> {
    pub(super) fn take_gap(&mut self) -> Gap {
        std::mem::replace(&mut self.gap, Gap::None)
    }

    pub(super) fn begin(&mut self, name: Arc<str>, start: usize, gap: Gap) {
        self.stack.push(Frame::Environment {
            name,
            rows: vec![Vec::new()],
            start,
            gap,
        });
        self.open(Closer::Cell, start, Gap::None);
    }

    pub(super) fn open(&mut self, closer: Closer, start: usize, gap: Gap) {
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
    pub(super) fn font(&self) -> Font {
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

    pub(super) fn push(&mut self, node: Node, start: usize, end: usize) {
        let gap = self.take_gap();
        self.item(Item {
            node,
            start,
            end,
            gap,
        });
    }

    /// Gives a complete node to the command that waits for it, or to the open list.
    pub(super) fn item(&mut self, item: Item) {
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
    pub(super) fn deliver_rest(&mut self, items: &mut Vec<Item>, rest: Option<Item>) {
        items.extend(rest);
    }

    /// Builds what the innermost command makes of its arguments.
    pub(super) fn complete(&mut self, end: usize) -> Vec<Item> {
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
            // `N^{\mathstrut}`
            Taker::Script(_) if self.tree.lists[first].is_empty() => return Vec::new(),
            Taker::Script(up) => Node::Script { up, list: first },
            Taker::Accent(accent) => return self.accent(accent, first, start, end, gap),
            Taker::Plain => Node::Group(first),
            Taker::Brackets(_) => Node::Fence {
                open: Delimiter::Round,
                close: Delimiter::Round,
                list: self.arguments(&arguments),
            },
            Taker::Arrow => Node::Sign(Sign::To("tends_to")),
            Taker::Font(font) => return self.in_font(font, first, start, end, gap),
            Taker::Under | Taker::Over => {
                let (label, base) = (first, arguments[1]);
                let mut items = stacked::stacked(&self.tree, label, base, taker == Taker::Over);
                if let Some(first) = items.first_mut() {
                    first.gap = gap;
                }
                return items;
            }
            Taker::Rows => Node::Group(first),
            Taker::Not => match self.tree.single(first) {
                Some(Node::Sign(Sign::Relation(relation))) => {
                    Node::Sign(Sign::Relation(relation.negated()))
                }
                Some(Node::Sign(sign)) => Node::Sign(Sign::Other(super::symbols::negated(*sign))),
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

    /// The list of several arguments.
    fn arguments(&mut self, arguments: &[Id]) -> Id {
        if let [only] = arguments {
            return *only;
        }
        let mut all: Vec<Item> = Vec::new();
        for id in arguments {
            let items = self.tree.lists[*id].clone();
            if let (Some(last), Some(first)) = (all.last(), items.first()) {
                let (start, end) = (last.end, first.start);
                let node = Node::Separator(Separator::Comma);
                all.push(Item {
                    node,
                    start,
                    end,
                    gap: Gap::None,
                });
            }
            all.extend(items);
        }
        self.tree.add(all)
    }

    /// What a node stands for in the list around it: the node of a group of one.
    pub(super) fn spliced(&self, item: Item) -> Vec<Item> {
        tidy::spliced(&self.tree, item, self.followed_by_script())
    }

    pub(super) fn followed_by_script(&self) -> bool {
        matches!(
            self.tokens.get(self.at).map(|token| &token.kind),
            Some(Kind::Symbol('^' | '_' | '\''))
        )
    }

    pub(super) fn accent(
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
            if accent != "vec" {
                self.tree.accented.push(id);
            }
            return items;
        }
        vec![Item {
            node: Node::Accent(accent, id),
            start,
            end,
            gap,
        }]
    }

    pub(super) fn in_font(
        &mut self,
        font: Font,
        id: Id,
        start: usize,
        end: usize,
        gap: Gap,
    ) -> Vec<Item> {
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

    pub(super) fn token(&mut self, token: &Token) -> Result<(), Diagnostic> {
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
}

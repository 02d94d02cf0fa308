//! Relations, conjunctions, "for each": formulas that are true or false.

use super::build::{Builder, Context, Level, Task};
use super::{Class, Item, Style};
use crate::expr::{Expr, Head, Relation};

impl Builder<'_> {
    /// Queues the items of a relation, a conjunction or "for each" side by side; says how many.
    pub(super) fn flat(&mut self, expr: Expr, context: Context) -> usize {
        let store = self.store;
        let args = store.args(expr);
        match store.head(expr) {
            Head::Relation(relation) => {
                self.lay(args[0], context.least(Level::Add));
                self.symbol(Class::Relation, relation_sign(*relation));
                self.lay(args[1], context.least(Level::Add));
                3
            }
            Head::And => self.conjunction(args, context),
            Head::Each => {
                let body = context.least(Level::Iff);
                let mut count = match store.head(args[3]) {
                    Head::Relation(_) | Head::And => self.flat(args[3], body),
                    _ => {
                        self.lay(args[3], body);
                        1
                    }
                };
                if context.style == Style::Linear {
                    self.symbol(Class::Words, " for ");
                } else {
                    self.mark(Item::Quad);
                    self.symbol(Class::Words, "for ");
                    count += 1;
                }
                self.lay(args[0], context.least(Level::Atom));
                self.symbol(Class::Relation, "=");
                self.lay(args[1], context.least(Level::Add));
                count += 4;
                if args[1] != args[2] {
                    for mark in [",", "…", ","] {
                        let class = match mark {
                            "," => Class::Punctuation,
                            _ => Class::Ordinary,
                        };
                        self.symbol(class, mark);
                    }
                    self.lay(args[2], context.least(Level::Add));
                    count += 4;
                }
                count
            }
            _ => 0,
        }
    }

    /// Queues conjuncts; those that share a middle become a chain: 0 < p < 1.
    fn conjunction(&mut self, parts: &[Expr], context: Context) -> usize {
        let store = self.store;
        let relation = |part: Expr| match (store.head(part), store.args(part)) {
            (Head::Relation(relation), [a, b]) => Some((*relation, *a, *b)),
            _ => None,
        };
        let mut count = 0;
        let mut before: Option<(Relation, Expr)> = None;
        for (i, part) in parts.iter().enumerate() {
            let current = relation(*part);
            if let (Some((first, middle)), Some((second, a, b))) = (before, current)
                && middle == a
                && chained(first, second)
            {
                self.symbol(Class::Relation, relation_sign(second));
                self.lay(b, context.least(Level::Add));
                count += 2;
            } else {
                if i > 0 {
                    self.symbol(Class::Words, " and ");
                    count += 1;
                }
                if current.is_some() {
                    count += self.flat(*part, context);
                } else {
                    self.lay(*part, context.least(Level::Not));
                    count += 1;
                }
            }
            before = current.map(|(relation, _, b)| (relation, b));
        }
        count
    }

    pub(super) fn words_between(&mut self, parts: &[Expr], words: &str, context: Context) {
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.symbol(Class::Words, words);
            }
            self.lay(*part, context);
        }
        self.queue.push(Task::Row(2 * parts.len() - 1));
    }
}

fn chained(first: Relation, second: Relation) -> bool {
    use Relation::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
    match (first, second) {
        (NotEqual, _) | (_, NotEqual) => false,
        (Less | LessEqual | Equal, Less | LessEqual | Equal) => true,
        (Greater | GreaterEqual | Equal, Greater | GreaterEqual | Equal) => true,
        _ => false,
    }
}

fn relation_sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "=",
        Relation::NotEqual => "≠",
        Relation::Less => "<",
        Relation::LessEqual => "≤",
        Relation::Greater => ">",
        Relation::GreaterEqual => "≥",
    }
}

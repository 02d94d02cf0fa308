//! The innermost parts of expressions: names, numbers, texts, and what stands in brackets.

use super::expressions::Reader;
use super::tokens::{Kind, text_of};
use super::tree::{Expr, Term};

impl Reader<'_> {
    pub(super) fn atom(&mut self) -> Option<Expr> {
        let start = self.start();
        let token = self.tokens.get(self.at)?;
        let text = text_of(self.source, token);
        self.at += 1;
        let term = match (token.kind, text) {
            (Kind::Number, _) => Term::Number(text.replace('_', "")),
            (Kind::Text, _) => self.texts(text),
            (Kind::Name, "for" | "in" | "else" | "if" | "and" | "or" | "lambda" | "yield") => {
                return None;
            }
            (Kind::Name, _) => Term::Name(text.to_owned()),
            (Kind::Sign, "(") => return self.bracketed(start),
            (Kind::Sign, "[") => {
                let items = self.items("]")?;
                match items.as_slice() {
                    [
                        Expr {
                            term: Term::Each(..),
                            ..
                        },
                    ] => return items.into_iter().next(),
                    _ => Term::List(items),
                }
            }
            (Kind::Sign, "{") => self.dictionary()?,
            _ => {
                self.at -= 1;
                return None;
            }
        };
        Some(self.make(term, start))
    }

    /// Texts that stand side by side are one.
    fn texts(&mut self, first: &str) -> Term {
        let mut all = first.to_owned();
        while let Some(next) = self.tokens.get(self.at).filter(|t| t.kind == Kind::Text) {
            all += text_of(self.source, next);
            self.at += 1;
        }
        Term::Text(all)
    }

    fn bracketed(&mut self, start: usize) -> Option<Expr> {
        let mut items = Vec::new();
        let mut tuple = false;
        while !self.next_is(")") {
            items.push(self.expression());
            if self.peek() == "for" {
                let item = items.pop()?;
                items.push(self.each(item)?);
            }
            match self.next_is(",") {
                true => tuple = true,
                false if self.peek() != ")" => return None,
                false => {}
            }
        }
        if items.len() == 1 && !tuple {
            let inner = items.pop()?;
            return Some(self.make(inner.term, start));
        }
        Some(self.make(Term::List(items), start))
    }

    fn dictionary(&mut self) -> Option<Term> {
        let mut all = Vec::new();
        let mut set = false;
        while !self.next_is("}") {
            if self.next_is("**") {
                self.expression();
                set = true;
            } else {
                let key = self.expression();
                match self.next_is(":") {
                    true => {
                        let value = self.expression();
                        all.push((key, value));
                    }
                    false => set = true,
                }
                if self.peek() == "for" {
                    self.skip();
                    set = true;
                }
            }
            if !self.next_is(",") && self.peek() != "}" {
                return None;
            }
        }
        Some(if set { Term::Other } else { Term::Dict(all) })
    }
}

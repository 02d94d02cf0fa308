//! Long constants of an activation, such as those of SELU, under names on the page for people.

use super::assemble::Letters;
use super::record::renamed;
use crate::expr::{Expr, Head, Store};
use crate::render::page::{Block, Text};

/// Numbers of so many characters get a name.
const LONG: usize = 12;

/// Numbers and what a page calls them.
#[derive(Debug, Default)]
pub struct Constants(Vec<(Expr, Expr)>);

impl Constants {
    /// Names the long numbers of a formula.
    pub fn of(store: &Store, body: Expr, letters: &mut Letters<'_>) -> Constants {
        let is_long = |e: &Expr| match store.head(*e) {
            Head::Number(n) => n.written().is_some_and(|text| text.len() >= LONG),
            _ => false,
        };
        let mut long: Vec<Expr> = Vec::new();
        for number in store.subterms(body).into_iter().filter(is_long) {
            if !long.contains(&number) {
                long.push(number);
            }
        }
        let wanted = ["lambda", "alpha", "kappa", "gamma"];
        let names = long.into_iter().zip(wanted);
        Constants(
            names
                .map(|(number, name)| (number, letters.pick(&[name])))
                .collect(),
        )
    }

    /// Puts the names in place of the numbers in what people are shown, and says what they are.
    pub fn abbreviate(&self, store: &Store, blocks: &mut Vec<Block>) {
        if self.0.is_empty() {
            return;
        }
        let put = |formula: Expr| self.put(store, formula);
        let text = |text: &mut Text| *text = renamed(text, put);
        for block in blocks.iter_mut() {
            match block {
                Block::Heading(_) => {}
                Block::Paragraph(paragraph) => text(paragraph),
                Block::Formulas(formulas) => formulas.iter_mut().for_each(|f| *f = put(*f)),
                Block::Derivation { first, lines } => {
                    *first = put(*first);
                    for line in lines {
                        line.shown = put(line.shown);
                        line.conditions.iter_mut().for_each(|c| *c = put(*c));
                        text(&mut line.reason);
                    }
                }
                Block::Dictionary(pairs) => {
                    for (left, right) in pairs {
                        text(left);
                        text(right);
                    }
                }
            }
        }
        let equations = self.0.iter().map(|(number, name)| store.eq(*name, *number));
        let equations: Vec<Expr> = equations.collect();
        blocks.insert(
            0,
            Block::Paragraph("The constants of the activation are".into()),
        );
        blocks.insert(1, Block::Formulas(equations));
    }

    fn put(&self, store: &Store, formula: Expr) -> Expr {
        store.fold(formula, |expr, node, args: &[Expr]| {
            match self.0.iter().find(|(number, _)| *number == expr) {
                Some((_, name)) => *name,
                None if node.args.as_slice() == args => expr,
                None => store.with_args(&node.head, args),
            }
        })
    }
}

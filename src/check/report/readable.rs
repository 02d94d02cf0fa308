//! Proofs as people read them: names that were made for terms are words with a number.

use crate::check::made;
use crate::expr::{Binding, Expr, Head, Store};
use crate::render::page::{Block, Line, Piece, Text};

/// Gives the made names in some blocks words, the same for the same.
pub fn blocks(store: &Store, blocks: &mut [Block]) {
    let mut known = Known::default();
    each(blocks, &mut |formula| known.see(store, *formula));
    if known.made.is_empty() {
        return;
    }
    let words = made::words(&known.made, |word| {
        known.others.iter().any(|name| name == word)
    });
    let binding: Binding = words
        .iter()
        .map(|(name, word)| (store.name(name), store.name(word)))
        .collect();
    each(blocks, &mut |formula| {
        let named = store.substitute(*formula, &binding);
        *formula = store.rebuild(named, |head, args| match head {
            Head::Apply(name) => {
                let (_, word) = words.iter().find(|(made, _)| *made == **name)?;
                Some(store.apply(word, args))
            }
            _ => None,
        });
    });
}

/// The names of some formulas, in the order in which they come.
#[derive(Default)]
struct Known {
    made: Vec<String>,
    others: Vec<String>,
}

impl Known {
    fn see(&mut self, store: &Store, formula: Expr) {
        for part in store.subterms(formula) {
            let name: &str = match store.head(part) {
                Head::Name(name) => name,
                Head::Apply(name) => name,
                _ => continue,
            };
            let list = match made::has(name) {
                true => &mut self.made,
                false => &mut self.others,
            };
            if !list.iter().any(|known| known == name) {
                list.push(name.to_owned());
            }
        }
    }
}

/// Calls something on every formula of some blocks.
fn each(blocks: &mut [Block], call: &mut dyn FnMut(&mut Expr)) {
    for block in blocks {
        match block {
            Block::Paragraph(text) => of_text(text, call),
            Block::Formulas(formulas) => formulas.iter_mut().for_each(&mut *call),
            Block::Derivation { first, lines } => {
                call(first);
                lines.iter_mut().for_each(|line| of_line(line, call));
            }
            _ => {}
        }
    }
}

fn of_line(line: &mut Line, call: &mut dyn FnMut(&mut Expr)) {
    call(&mut line.before);
    call(&mut line.after);
    call(&mut line.shown);
    line.conditions.iter_mut().for_each(&mut *call);
    of_text(&mut line.reason, call);
}

fn of_text(text: &mut Text, call: &mut dyn FnMut(&mut Expr)) {
    for piece in &mut text.0 {
        if let Piece::Math(formula) = piece {
            call(formula);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::plain;

    #[test]
    fn made_names_are_numbered_words() {
        let store = Store::new();
        let name = |text: &str| store.name(text);
        let a = name("max_ac86c0f789d2cda1");
        let b = store.apply("max_bc86c0f789d2cda1", &[name("x")]);
        let sum = store.add([a, b, name("max_1")].as_slice());
        let mut all = [
            Block::Paragraph(Text::default().math(sum)),
            Block::Formulas(vec![a]),
        ];
        blocks(&store, &mut all);
        let [Block::Paragraph(text), Block::Formulas(formulas)] = &all else {
            panic!("two blocks");
        };
        assert_eq!(text.0.len(), 1);
        let Piece::Math(sum) = text.0[0] else {
            panic!("a formula")
        };
        assert!(!plain(&store, sum).contains("c0f789d2cda1"));
        let alone = plain(&store, formulas[0]);
        assert!(
            ["the_max_1", "the_max_2"].contains(&alone.as_str()),
            "{alone}"
        );
    }
}

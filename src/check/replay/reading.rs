//! Whether the text of a claim reads as its record says.

use super::claim::Claim;
use super::fields::Record;
use super::rejected;
use crate::check::usual;
use crate::expr::{Expr, Head, Store};
use crate::kernel::arrange::Arranger;
use crate::latex;
use crate::parse;
use crate::proof::Fault;

impl Claim {
    /// Whether the claim's text is read so by itself. A formula that stands alone must be; one of a
    /// document may need what the document says.
    ///
    /// # Errors
    /// If the text of a claim that stands alone is read otherwise, or does not give what is given.
    pub fn is_of_its_text(&self, store: &Store, record: &Record<'_>) -> Result<bool, Fault> {
        let text = record.claim;
        let arranger = Arranger::default();
        let same = |a: Expr, b: Expr| a == b || arranger.same(store, a, b);
        let known = |given: &[Expr], fact: Expr| given.iter().any(|own| same(*own, fact));
        let alone = stands_alone(record.file);
        if let Ok(plain) = parse::claim(store, text)
            && same(plain.formula, self.reading)
        {
            if !alone {
                return Ok(true);
            }
            let mut given: Vec<Expr> = plain
                .given
                .iter()
                .flat_map(|g| store.conjuncts(*g))
                .collect();
            for formula in plain.given.iter().chain([&plain.formula]) {
                let (_, said) =
                    usual::written_out(store, usual::sigmoid(store, *formula), |_| false);
                given.extend(said);
            }
            let all = self.given.iter().flat_map(|g| store.conjuncts(*g));
            let mut all = all.filter(|fact| !is_about_matrices(store, *fact));
            return match all.find(|fact| !known(&given, *fact)) {
                None => Ok(true),
                // A text without its own conditions can be LaTeX, which has more ways to give them.
                Some(_) if text.contains('\\') => Ok(false),
                Some(_) => Err(rejected(
                    "what is given",
                    "the claim's text does not give it",
                )),
            };
        }
        if self.is_of_latex(store, text, same) {
            return Ok(true);
        }
        match alone {
            true => Err(rejected(
                "the reading",
                "the claim's text says something else",
            )),
            false => Ok(false),
        }
    }

    /// Whether LaTeX without a document is read so.
    fn is_of_latex(&self, store: &Store, text: &str, same: impl Fn(Expr, Expr) -> bool) -> bool {
        let Ok(reading) = latex::read(store, text, &latex::Scope::new()) else {
            return false;
        };
        let formulas: Option<Vec<Expr>> = reading
            .statements
            .iter()
            .map(|statement| statement.as_ref().ok().map(|statement| statement.formula))
            .collect();
        let stated = formulas.into_iter().flatten();
        let stated = stated.filter(|formula| store.head(*formula).is_formula());
        same(store.and(stated), self.reading)
    }
}

/// Whether claims of a file stand alone: those of the command line, of `.claim` and `.jsonl`.
fn stands_alone(file: &str) -> bool {
    file == "<text>" || file.ends_with(".claim") || file.ends_with(".jsonl")
}

/// Whether a formula speaks of matrices, which have no numbers.
pub(super) fn is_about_matrices(store: &Store, formula: Expr) -> bool {
    let parts = store.subterms(formula).into_iter();
    parts.into_iter().any(|part| {
        *store.head(part) == Head::Vector
            || crate::expr::is_of_matrices(store, part)
            || matches!(store.head(part), Head::Apply(name) if matches!(&**name, "mat" | "vector" | "matrix" | "list"))
    })
}

//! What is said of a suspect: the usual formula in the letters of the document, and the difference.

use super::edits::{Edit, FOREIGN, Kind};
use super::form::{Form, written};
use super::value::Names;
use crate::expr::{Expr, Head, Store};
use crate::render::plain;

/// A part is shown with what is around it until it is as long as this.
const SHORT: usize = 8;

/// The usual formula in the letters of a form, and the parts that differ: usual and edited.
pub fn of(store: &Store, usual: &Form, edit: &Edit, own: &Form, names: &Names) -> [String; 3] {
    let spell = |term: Expr| in_letters(&plain(store, term), usual, own, names);
    let mut path = edit.path.as_slice();
    loop {
        let (before, after) = (store.at(usual.root, path), store.at(edit.root, path));
        let (Some(before), Some(after)) = (before, after) else {
            return [spell(usual.root), spell(usual.root), spell(edit.root)];
        };
        let texts = [spell(before), spell(after)];
        let long = texts.iter().all(|text| text.chars().count() >= SHORT);
        let bare = matches!(
            store.head(before),
            Head::Neg | Head::Number(_) | Head::Name(_)
        );
        match path.split_last() {
            Some((_, above)) if !long || bare => path = above,
            _ => {
                let [before, after] = texts;
                return [spell(usual.root), before, after];
            }
        }
    }
}

/// The usual formula in the letters of a form.
pub fn usual(store: &Store, usual: &Form, own: &Form, names: &Names) -> String {
    in_letters(&plain(store, usual.root), usual, own, names)
}

/// A text of the usual formula in the letters of a form.
fn in_letters(text: &str, usual: &Form, own: &Form, names: &Names) -> String {
    written(text, &|word: &str| {
        let number = |prefix: &str| word.strip_prefix(prefix)?.parse::<usize>().ok();
        let place = |all: &[usize], wanted: usize| all.iter().position(|k| *k == wanted);
        if let Some(wanted) = number("fam") {
            return Some(match place(&names.families, wanted) {
                Some(k) => own.families.get(k)?.text.clone(),
                None if wanted == FOREIGN => "another letter".to_owned(),
                None => usual.families.get(wanted)?.text.clone(),
            });
        }
        if let Some(wanted) = number("ind") {
            let k = place(&names.indices, wanted).and_then(|k| own.indices.get(k));
            return k.or_else(|| usual.indices.get(wanted)).cloned();
        }
        let wanted = number("size")?;
        let k = place(&names.sizes, wanted).and_then(|k| own.sizes.get(k));
        k.or_else(|| usual.sizes.get(wanted)).cloned()
    })
}

/// The difference in words.
pub fn difference(kind: Kind, name: &str, usual: &str, here: &str) -> String {
    let what = match kind {
        Kind::Sign => "a sign differs",
        Kind::Bracket => "a bracket differs",
        Kind::Exponent => "an exponent or a root differs",
        Kind::Factor => "a factor differs",
        Kind::Term => "a term is missing",
        Kind::Function => "a function differs",
        Kind::Reciprocal => "numerator and denominator differ",
        Kind::Exchange => "two parts are exchanged",
        Kind::Letter => "a letter differs",
        Kind::Index => "an index or a bound differs",
    };
    format!("{what}: the usual {name} has {usual}, this one {here}")
}

//! Lowered, raised and bold characters, and which names cannot have lowered indices.

use rustc_hash::FxHashSet;

use super::memo::{Memo, fold};
use crate::expr::{Expr, Head, Store};

/// The character lowered.
pub fn lowered(c: char) -> Option<char> {
    lookup(
        "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊−₋=₌aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ",
        c,
    )
}

/// The character raised.
pub fn raised(c: char) -> Option<char> {
    lookup(
        "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺−⁻=⁼aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ\
         AᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁWᵂ",
        c,
    )
}

/// The bold character for a letter, where only a character can say that it is bold.
pub fn bold(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let letter = chars.next().filter(|_| chars.next().is_none())?;
    let (first, bold) = match letter {
        'A'..='Z' => ('A', 0x1D400),
        'a'..='z' => ('a', 0x1D41A),
        'Α'..='Ω' => ('Α', 0x1D6A8),
        'α'..='ω' => ('α', 0x1D6C2),
        _ => return None,
    };
    char::from_u32(bold + (u32::from(letter) - u32::from(first)))
}

/// The character after another in a table of pairs.
fn lookup(table: &str, c: char) -> Option<char> {
    let mut chars = table.chars();
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        if from == c {
            return Some(to);
        }
    }
    None
}

/// Finds the names some of whose entries cannot be written with lowered indices that read back:
/// one whole number, or letters. All entries of such a name have brackets, for the sake of
/// consistency.
#[derive(Debug, Default)]
pub struct Indices {
    seen: Memo<()>,
    /// Names with entries that need brackets.
    bracketed: FxHashSet<Expr>,
    /// Entries with several indices, and the indices that numbers may yet replace.
    several: Vec<(Expr, Vec<Expr>)>,
    counted: FxHashSet<Expr>,
}

impl Indices {
    /// Takes the entries of a formula into account; `expanded`: its sums are written out later.
    pub fn add(&mut self, store: &Store, formula: Expr, expanded: bool) {
        let Indices {
            seen,
            bracketed,
            several,
            counted,
        } = self;
        fold(store, formula, seen, |_, node, _: &[()]| match node.head {
            Head::Sum if expanded && store.small_integer(node.args[2]).is_some() => {
                counted.insert(node.args[0]);
            }
            Head::Entry => {
                let indices = &node.args[1..];
                let number = |index: &Expr| match store.head(*index) {
                    Head::Number(n) => n.written().is_none() && n.value().is_integer(),
                    _ => false,
                };
                let fits = match indices {
                    [one] if number(one) => true,
                    _ => indices.iter().all(|index| is_letter(store, *index)),
                };
                if !fits {
                    bracketed.insert(node.args[0]);
                } else if indices.len() > 1 {
                    several.push((node.args[0], indices.to_vec()));
                }
            }
            _ => {}
        });
    }

    /// The names whose entries have brackets.
    pub fn bracketed(mut self) -> FxHashSet<Expr> {
        for (name, indices) in self.several {
            if indices.iter().any(|index| self.counted.contains(index)) {
                self.bracketed.insert(name);
            }
        }
        self.bracketed
    }
}

/// Whether an index is a letter that can be lowered.
fn is_letter(store: &Store, index: Expr) -> bool {
    let Some(name) = store.name_text(index) else {
        return false;
    };
    let mut chars = name.chars();
    let letter = chars.next().and_then(lowered);
    letter.is_some() && chars.next().is_none()
}

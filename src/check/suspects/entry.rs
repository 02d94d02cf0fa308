//! What the library says of one usual formula.

/// What may differ as a whole without making another formula of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scale {
    /// Nothing.
    Exact,
    /// A positive factor that is no variable: 1/n, 1/2, another base of the logarithm.
    Positive,
    /// Any such factor, so that its negative is as usual: a likelihood and a loss.
    Any,
}

/// A usual formula of the field. All formulas are right sides in LaTeX.
#[derive(Debug)]
pub struct Entry {
    /// What it is, as it is named in a sentence behind "the usual".
    pub name: &'static str,
    /// The usual formula.
    pub usual: &'static str,
    /// Reliable variants: other ways to write it, and other things that bear the same name.
    pub also: &'static [&'static str],
    /// Words in small letters of which one stands nearby.
    pub called: &'static [&'static str],
    /// Left sides that say the same, without blanks: `\sigma(`. What begins with `^` stands at the
    /// start of the left side, what ends with `$` at its end.
    pub left: &'static [&'static str],
    /// Words of which one must stand nearby too; none if empty.
    pub needs: &'static [&'static str],
    /// Words nearby, or parts of the left side, that make it another thing.
    pub unless: &'static [&'static str],
    /// Parts of which the formula itself must have one; none if empty.
    pub within: &'static [&'static str],
    /// Parts of which the formula itself must have none.
    pub without: &'static [&'static str],
    /// What may differ as a whole.
    pub scale: Scale,
    /// Whether it is one of matrices.
    pub matrices: bool,
    /// Whether its letters, where they are the usual ones, have their usual roles.
    pub letters: bool,
    /// Whether its shape, in the usual letters, tells what it is where no word does.
    pub unmistakable: bool,
    /// Whether it is a derivative, which its left side has to be too.
    pub derivative: bool,
    /// Whether its left side has its first two letters as arguments, in this order: D(p, q).
    pub pair: bool,
    /// Whether its left side is a link, so that a mean there is meant by its inverse.
    pub link: bool,
    /// Why hardly a slip of it can be told from another usual formula; empty where several can.
    pub few: &'static str,
}

impl Entry {
    /// An entry of which nothing is said yet.
    pub const NEW: Entry = Entry {
        name: "",
        usual: "",
        also: &[],
        called: &[],
        left: &[],
        needs: &[],
        unless: &[],
        within: &[],
        without: &[],
        matrices: false,
        letters: false,
        unmistakable: false,
        scale: Scale::Exact,
        derivative: false,
        pair: false,
        link: false,
        few: "",
    };
}

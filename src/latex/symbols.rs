//! What LaTeX commands mean: letters, signs, functions, and those that mean nothing.

use super::tree::{Big, Delimiter, Font, Node, Op, Separator, Sign};
use crate::expr::Relation;

/// What a command does in the tree.
pub(super) enum Meaning {
    /// A node of its own.
    Node(Node),
    /// Takes arguments.
    Takes(Taker),
    /// A delimiter that opens or closes.
    Delimiter(Delimiter, Side),
    /// Sets the type of its argument.
    Font(Font),
    /// Sets the type of the rest of the group.
    Switch(Font),
    /// A space that is no more than that.
    Space,
    /// Anything else.
    Unknown,
}

/// Which side of a bracket a delimiter is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Open,
    Close,
}

/// A command with arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Taker {
    Fraction,
    Binomial,
    Root,
    Accent(&'static str),
    Font(Font),
    /// `^` or `_`
    Script(bool),
    /// `\overset{a}{b}`: b, unless it makes a definition.
    Over,
    /// `\underset{a}{b}`: b.
    Under,
    /// `\underbrace{a}`, `\boxed{a}`: a.
    Plain,
    /// The arguments of a command that nobody has defined.
    Brackets(u8),
    /// What is written over or under an arrow: `\xrightarrow{d}`.
    Arrow,
    /// `\substack{a}`, the rows of which are a list.
    Rows,
    /// `\not`
    Not,
}

impl Taker {
    /// How many arguments are taken.
    pub fn count(self) -> usize {
        match self {
            Taker::Fraction | Taker::Binomial | Taker::Over | Taker::Under => 2,
            Taker::Brackets(count) => usize::from(count),
            _ => 1,
        }
    }
}

fn name(text: &str, font: Font) -> Meaning {
    Meaning::Node(Node::Name {
        text: text.into(),
        font,
    })
}

fn sign(sign: Sign) -> Meaning {
    Meaning::Node(Node::Sign(sign))
}

fn relation(relation: Relation) -> Meaning {
    sign(Sign::Relation(relation))
}

/// The meaning of a command, given without its backslash.
pub(super) fn command(text: &str) -> Meaning {
    use Meaning::{Delimiter as Delim, Node as N, Space, Takes};
    use Relation::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
    match text {
        "frac" | "dfrac" | "tfrac" | "cfrac" | "sfrac" | "nicefrac" => Takes(Taker::Fraction),
        "binom" | "dbinom" | "tbinom" => Takes(Taker::Binomial),
        "sqrt" => Takes(Taker::Root),
        "hat" | "widehat" => Takes(Taker::Accent("hat")),
        "bar" | "overline" => Takes(Taker::Accent("bar")),
        "tilde" | "widetilde" => Takes(Taker::Accent("tilde")),
        "vec" | "overrightarrow" => Takes(Taker::Accent("vec")),
        "dot" => Takes(Taker::Accent("dot")),
        "ddot" => Takes(Taker::Accent("ddot")),
        "check" => Takes(Taker::Accent("check")),
        "breve" => Takes(Taker::Accent("breve")),
        "underline" | "boxed" | "cancel" | "bcancel" | "xcancel" | "fbox" | "underbrace"
        | "overbrace" | "mathop" | "mathrel" | "mathbin" | "mathord" | "mathopen" | "mathclose"
        | "mathpunct" | "mathinner" | "smash" | "ensuremath" | "textstyle" | "hbar" => match text {
            "hbar" => name("hbar", Font::Plain),
            "textstyle" => Space,
            _ => Takes(Taker::Plain),
        },
        "substack" => Takes(Taker::Rows),
        "overset" | "stackrel" => Takes(Taker::Over),
        "underset" => Takes(Taker::Under),
        "not" => Takes(Taker::Not),
        "mathbf" | "boldsymbol" | "bm" | "pmb" | "vb" | "mathbfit" => Meaning::Font(Font::Bold),
        "mathbb" | "mathds" => Meaning::Font(Font::Blackboard),
        "mathcal" | "mathscr" | "mathfrak" => Meaning::Font(Font::Script),
        "mathrm"
        | "operatorname"
        | "mathsf"
        | "mathtt"
        | "mathit"
        | "mathnormal"
        | "mathup"
        | "operatornamewithlimits" => Meaning::Font(Font::Upright),
        "rm" | "it" | "sf" | "tt" => Meaning::Switch(Font::Upright),
        "bf" | "bfseries" => Meaning::Switch(Font::Words),
        "cal" => Meaning::Switch(Font::Script),
        "ln" | "log" | "exp" | "sin" | "cos" | "tan" | "cot" | "sec" | "csc" | "sinh" | "cosh"
        | "tanh" | "coth" | "arcsin" | "arccos" | "arctan" | "arsinh" | "arcosh" | "artanh"
        | "arcsinh" | "arccosh" | "arctanh" | "asin" | "acos" | "atan" | "lg" | "max" | "min"
        | "sup" | "inf" | "argmax" | "argmin" | "arg" | "det" | "dim" | "ker" | "deg" | "gcd"
        | "erf" | "erfc" | "sgn" | "sign" | "logit" | "sigmoid" | "softmax" | "expit"
        | "softplus" | "relu" | "ReLU" | "Var" | "Cov" | "Corr" | "tr" | "Tr" | "diag" | "rank"
        | "trace" | "odds" | "E" | "Prob" => name(text, Font::Upright),
        "Pr" => name("P", Font::Upright),
        "P" | "S" => name(text, Font::Plain),
        "R" | "N" | "Z" | "IR" | "IN" | "IZ" | "RR" | "NN" | "ZZ" | "reals" => {
            let letter = &text.trim_start_matches('I')[..1];
            name(if letter == "r" { "R" } else { letter }, Font::Blackboard)
        }
        "lim" | "limsup" | "liminf" => N(Node::Big(Big::Limit)),
        "sum" => N(Node::Big(Big::Sum)),
        "prod" => N(Node::Big(Big::Product)),
        "bigcup" | "bigcap" | "bigoplus" | "bigotimes" | "bigvee" | "bigwedge" | "coprod" => {
            N(Node::Big(Big::Other))
        }
        "int" | "iint" | "iiint" | "oint" => N(Node::Big(Big::Integral)),
        "partial" | "pd" => N(Node::Partial),
        "nabla" | "triangledown" => N(Node::Nabla),
        "infty" => N(Node::Infinity),
        "dots" | "ldots" | "cdots" | "dotsc" | "dotsb" | "dotsm" | "vdots" | "ddots" => {
            N(Node::Dots)
        }
        "forall" => N(Node::ForAll),
        "exists" | "nexists" => N(Node::Exists),
        "pm" => N(Node::Op(Op::PlusMinus)),
        "mp" => N(Node::Op(Op::MinusPlus)),
        "colon" => N(Node::Separator(Separator::Colon)),
        "cdot" | "ast" | "bullet" | "circ" => match text {
            "circ" => N(Node::Op(Op::Ring)),
            "ast" => N(Node::Op(Op::Star)),
            _ => N(Node::Op(Op::Dot)),
        },
        "times" => N(Node::Op(Op::Times)),
        "div" | "slash" => N(Node::Op(Op::Slash)),
        "odot" | "otimes" | "oplus" | "cup" | "cap" | "setminus" | "ominus" => {
            N(Node::Op(Op::Other))
        }
        "prime" => N(Node::Prime(1)),
        "le" | "leq" | "leqslant" | "leqq" => relation(LessEqual),
        "ge" | "geq" | "geqslant" | "geqq" => relation(GreaterEqual),
        "lt" => relation(Less),
        "gt" => relation(Greater),
        "ne" | "neq" => relation(NotEqual),
        "eq" => relation(Equal),
        "equiv" => sign(Sign::Equivalent),
        "iff" | "Leftrightarrow" | "Longleftrightarrow" | "Updownarrow" => sign(Sign::Iff),
        "implies" | "Rightarrow" | "Longrightarrow" | "therefore" | "Downarrow" => {
            sign(Sign::Implies)
        }
        "impliedby" | "Leftarrow" | "Longleftarrow" | "because" | "Uparrow" => {
            sign(Sign::ImpliedBy)
        }
        "coloneqq" | "triangleq" | "coloneq" | "defeq" | "doteq" | "eqdef" => sign(Sign::Define),
        "sim" | "thicksim" => sign(Sign::Distributed),
        "approx" | "simeq" | "cong" | "approxeq" | "thickapprox" => sign(Sign::Approximate),
        "ll" | "gg" | "lesssim" | "gtrsim" | "succ" | "prec" | "succeq" | "preceq" | "perp"
        | "parallel" | "models" | "vdash" | "asymp" | "subset" | "subseteq" | "supset"
        | "supseteq" | "nless" | "ngtr" | "nleq" | "ngeq" | "nleqslant" | "ngeqslant" | "nsim"
        | "ncong" | "nmid" | "nparallel" | "nsubseteq" | "nsupseteq" | "nprec" | "nsucc"
        | "nRightarrow" | "nLeftarrow" | "nLeftrightarrow" | "gtrless" | "lessgtr" | "ni"
        | "owns" | "subsetneq" | "supsetneq" | "precsim" | "succsim" | "trianglelefteq"
        | "dashv" | "Vdash" | "vDash" | "bowtie" | "between" | "lnsim" | "gnsim" => {
            sign(Sign::Other)
        }
        "eqsim" | "fallingdotseq" | "risingdotseq" | "backsim" | "backsimeq" | "lessapprox"
        | "gtrapprox" => sign(Sign::Approximate),
        "propto" => sign(Sign::Proportional),
        "in" => sign(Sign::In),
        "notin" => sign(Sign::Other),
        "gets" | "leftarrow" | "longleftarrow" => sign(Sign::Assign),
        "xrightarrow" | "xleftarrow" | "xmapsto" | "xlongrightarrow" | "xRightarrow" => {
            Takes(Taker::Arrow)
        }
        "to" | "rightarrow" | "longrightarrow" | "mapsto" | "longmapsto" | "hookrightarrow"
        | "twoheadrightarrow" | "rightsquigarrow" | "leadsto" | "downarrow" | "uparrow"
        | "updownarrow" | "nearrow" | "searrow" | "rightarrowtail" | "rightleftharpoons" => {
            sign(Sign::To)
        }
        "leftrightarrow" | "longleftrightarrow" => sign(Sign::Correspond),
        "land" | "wedge" => N(Node::Separator(Separator::And)),
        "lor" | "vee" => N(Node::Separator(Separator::Or)),
        "neg" | "lnot" => N(Node::Unreadable("negation is not read in LaTeX")),
        "mid" => N(Node::Separator(Separator::Mid)),
        "vert" => N(Node::Bar { double: false }),
        "|" | "Vert" => N(Node::Bar { double: true }),
        "lvert" => Delim(Delimiter::Bar, Side::Open),
        "rvert" => Delim(Delimiter::Bar, Side::Close),
        "lVert" => Delim(Delimiter::DoubleBar, Side::Open),
        "rVert" => Delim(Delimiter::DoubleBar, Side::Close),
        "lbrack" => Delim(Delimiter::Square, Side::Open),
        "rbrack" => Delim(Delimiter::Square, Side::Close),
        "lparen" => Delim(Delimiter::Round, Side::Open),
        "rparen" => Delim(Delimiter::Round, Side::Close),
        "{" | "lbrace" => Delim(Delimiter::Brace, Side::Open),
        "}" | "rbrace" => Delim(Delimiter::Brace, Side::Close),
        "langle" => Delim(Delimiter::Angle, Side::Open),
        "rangle" => Delim(Delimiter::Angle, Side::Close),
        "lfloor" => Delim(Delimiter::Floor, Side::Open),
        "rfloor" => Delim(Delimiter::Floor, Side::Close),
        "lceil" => Delim(Delimiter::Ceiling, Side::Open),
        "rceil" => Delim(Delimiter::Ceiling, Side::Close),
        "llbracket" => Delim(Delimiter::Square, Side::Open),
        "rrbracket" => Delim(Delimiter::Square, Side::Close),
        "quad" | "qquad" => N(Node::Quad),
        "ell" => name("ell", Font::Plain),
        "top" | "intercal" => N(Node::Transpose),
        "star" | "dagger" | "ddagger" => name("star", Font::Plain),
        "dd" | "diff" => name("d", Font::Upright),
        "e" => name("e", Font::Plain),
        "_" => name("_", Font::Upright),
        "&" => name("and", Font::Upright),
        "%" => N(Node::Percent),
        "varepsilon" => name("epsilon", Font::Plain),
        "varphi" => name("phi", Font::Plain),
        "mu" | "nu" | "xi" | "pi" | "rho" | "tau" | "phi" | "chi" | "psi" | "eta" | "Xi" | "Pi"
        | "Phi" | "Psi" | "alpha" | "beta" | "gamma" | "delta" | "epsilon" | "zeta" | "theta"
        | "vartheta" | "iota" | "kappa" | "lambda" | "varpi" | "varrho" | "sigma" | "varsigma"
        | "upsilon" | "omega" | "Gamma" | "Delta" | "Theta" | "Lambda" | "Sigma" | "Upsilon"
        | "Omega" | "omicron" | "varkappa" | "aleph" | "imath" | "jmath" | "Re" | "Im" => {
            name(text, Font::Plain)
        }
        " " | "," | ";" | ":" | "!" | ">" | "/" | "thinspace" | "enspace" | "medspace"
        | "thickspace" | "negthinspace" | "enskip" | "hfill" => Space,
        _ => Meaning::Unknown,
    }
}

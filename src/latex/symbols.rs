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
        "odot" => N(Node::Op(Op::Other("hadamard"))),
        "otimes" => N(Node::Op(Op::Other("tensor"))),
        "oplus" => N(Node::Op(Op::Other("direct_sum"))),
        "ominus" => N(Node::Op(Op::Other("direct_difference"))),
        "cup" => N(Node::Op(Op::Other("union"))),
        "uplus" | "sqcup" => N(Node::Op(Op::Other("disjoint_union"))),
        "cap" => N(Node::Op(Op::Other("intersection"))),
        "setminus" | "smallsetminus" | "backslash" => N(Node::Op(Op::Other("without"))),
        "ltimes" | "rtimes" => N(Node::Op(Op::Other("semidirect"))),
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
        _ if other_relation(text).is_some() => {
            sign(Sign::Other(other_relation(text).unwrap_or_default()))
        }
        "eqsim" | "fallingdotseq" | "risingdotseq" | "backsim" | "backsimeq" | "lessapprox"
        | "gtrapprox" => sign(Sign::Approximate),
        "propto" => sign(Sign::Proportional),
        "in" => sign(Sign::In),
        "gets" | "leftarrow" | "longleftarrow" => sign(Sign::Assign),
        "xrightarrow" | "xleftarrow" | "xmapsto" | "xlongrightarrow" | "xRightarrow" => {
            Takes(Taker::Arrow)
        }
        "to" | "rightarrow" | "longrightarrow" | "hookrightarrow" | "twoheadrightarrow"
        | "rightsquigarrow" | "leadsto" | "downarrow" | "uparrow" | "updownarrow" | "nearrow"
        | "searrow" | "rightarrowtail" | "rightleftharpoons" => sign(Sign::To("tends_to")),
        "mapsto" | "longmapsto" => sign(Sign::To("maps_to")),
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
        "vartriangle" | "triangle" | "bigtriangleup" => name("Delta", Font::Plain),
        "varDelta" => name("Delta", Font::Plain),
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

/// Relations without a meaning among real numbers, and what they are called in a reading.
const OTHER_RELATIONS: &[(&str, &str)] = &[
    ("ll", "much_less"),
    ("gg", "much_greater"),
    ("lesssim", "about_less"),
    ("gtrsim", "about_greater"),
    ("precsim", "about_precedes"),
    ("succsim", "about_succeeds"),
    ("lnsim", "about_less"),
    ("gnsim", "about_greater"),
    ("succ", "succeeds"),
    ("prec", "precedes"),
    ("succeq", "succeeds_or_equals"),
    ("preceq", "precedes_or_equals"),
    ("perp", "orthogonal"),
    ("bot", "orthogonal"),
    ("parallel", "parallel"),
    ("models", "models"),
    ("vDash", "models"),
    ("vdash", "proves"),
    ("Vdash", "forces"),
    ("dashv", "proved_by"),
    ("asymp", "asymptotic"),
    ("subset", "subset"),
    ("subseteq", "subset_or_equal"),
    ("subsetneq", "proper_subset"),
    ("supset", "superset"),
    ("supseteq", "superset_or_equal"),
    ("supsetneq", "proper_superset"),
    ("nsubseteq", "no_subset_or_equal"),
    ("nsupseteq", "no_superset_or_equal"),
    ("nless", "not_less"),
    ("ngtr", "not_greater"),
    ("nleq", "not_less_or_equal"),
    ("ngeq", "not_greater_or_equal"),
    ("nleqslant", "not_less_or_equal"),
    ("ngeqslant", "not_greater_or_equal"),
    ("nsim", "not_distributed"),
    ("ncong", "not_congruent"),
    ("nmid", "divides_not"),
    ("nparallel", "not_parallel"),
    ("nprec", "precedes_not"),
    ("nsucc", "succeeds_not"),
    ("nRightarrow", "implies_not"),
    ("nLeftarrow", "implied_not"),
    ("nLeftrightarrow", "not_equivalent"),
    ("gtrless", "greater_or_less"),
    ("lessgtr", "less_or_greater"),
    ("ni", "contains"),
    ("owns", "contains"),
    ("notin", "not_in"),
    ("trianglelefteq", "normal_subgroup"),
    ("bowtie", "joins"),
    ("between", "between"),
];

fn other_relation(text: &str) -> Option<&'static str> {
    let found = OTHER_RELATIONS.iter().find(|(command, _)| *command == text);
    found.map(|(_, name)| *name)
}

/// What a sign other than a relation of numbers says with a stroke through it.
pub(super) fn negated(sign: Sign) -> &'static str {
    match sign {
        Sign::In => "not_in",
        Sign::Implies => "implies_not",
        Sign::ImpliedBy => "implied_not",
        Sign::Iff => "not_equivalent",
        Sign::To(_) => "tends_not_to",
        Sign::Distributed => "not_distributed",
        Sign::Approximate => "not_about_equal",
        Sign::Proportional => "not_proportional",
        Sign::Equivalent => "not_identical",
        Sign::Other("subset") => "no_subset",
        Sign::Other("subset_or_equal") => "no_subset_or_equal",
        Sign::Other("superset") => "no_superset",
        Sign::Other("superset_or_equal") => "no_superset_or_equal",
        Sign::Other("orthogonal") => "not_orthogonal",
        Sign::Other("parallel") => "not_parallel",
        _ => "relates_not",
    }
}

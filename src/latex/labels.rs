//! Names: which are functions, and what a label such as `{\text{blue}}` adds to a name.

use super::tree::{Id, Item, Node, Op, Separator, Sign, Tree};
use crate::expr::Relation;

/// Words that are functions wherever they stand.
const FUNCTIONS: &[&str] = &[
    "exp", "ln", "log", "lg", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh",
    "coth", "arcsin", "arccos", "arctan", "arsinh", "arcosh", "artanh", "arcsinh", "arccosh",
    "arctanh", "asin", "acos", "atan", "asinh", "acosh", "atanh", "erf", "sqrt", "sgn", "sign",
    "max", "min", "sup", "inf", "argmax", "argmin", "arg", "sigmoid", "logit", "expit", "abs",
    "det", "sech", "csch",
];

/// Functions whose value the language does not know, but which are no variables either.
const NAMED: &[&str] = &[
    "softmax", "softplus", "relu", "ReLU", "erfc", "Var", "Cov", "Corr", "tr", "Tr", "trace",
    "diag", "rank", "Ent", "mean", "var", "cov", "Prob", "probit", "cloglog", "swish", "gelu",
    "GELU", "SiLU", "odds", "class", "det",
];

/// Whether a word is a function that takes an operand without brackets too.
pub(super) fn is_function(text: &str) -> bool {
    FUNCTIONS.contains(&text)
}

/// Whether a word is the name of an operation of terms, which a macro may not mean.
pub(super) fn is_taken(text: &str) -> bool {
    const TAKEN: &[&str] = &[
        "norm",
        "length",
        "dot",
        "mean",
        "matmul",
        "inverse",
        "transpose",
        "eye",
        "vec",
        "bar",
        "hat",
        "tilde",
        "check",
        "breve",
        "given",
        "union",
        "intersection",
        "subset",
        "list",
        "binomial",
        "factorial",
        "floor",
        "ceil",
        "integer",
        "sum",
        "prod",
        "diff",
        "root",
    ];
    TAKEN.contains(&text)
}

/// Whether a run of letters is a word of mathematics.
pub(super) fn is_word(text: &str) -> bool {
    is_function(text) || NAMED.contains(&text)
}

/// Greek letters by which macros are called: `\bbeta`, `\thetahat`.
const GREEK: &[&str] = &[
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "theta", "iota", "kappa", "lambda",
    "sigma", "omega", "upsilon", "Gamma", "Delta", "Theta", "Lambda", "Sigma", "Omega", "Psi",
    "Phi", "psi", "phi", "rho", "tau", "chi", "eta",
];

/// Whether the name of a macro that nobody has defined is that of a letter with a font or an
/// accent.
pub(super) fn spells_letter(name: &str) -> bool {
    let accents = [
        "hat", "bar", "til", "tilde", "vec", "star", "dot", "b", "v", "t", "s",
    ];
    name.len() <= 2
        || GREEK.iter().any(|letter| {
            name.split_once(letter)
                .is_some_and(|(before, after)| before.len() <= 3 && after.len() <= 4)
        })
        || accents
            .iter()
            .any(|accent| name.strip_suffix(accent).is_some_and(|x| x.len() == 1))
        || ["bf", "bm", "bs", "mb", "vec", "mat", "hat", "bar", "cal"]
            .iter()
            .any(|font| name.strip_prefix(font).is_some_and(|x| x.len() == 1))
}

/// A text made of letters, digits and `_` only; `None` if nothing is left of it.
pub(super) fn identifier(text: &str) -> Option<String> {
    let mut name = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            name.push(c);
        } else if !name.ends_with('_') && !name.is_empty() {
            name.push('_');
        }
    }
    let trimmed = name.trim_end_matches('_').len();
    name.truncate(trimmed);
    (!name.is_empty()).then_some(name)
}

/// The nodes of a list as a part of a name, inner lists included; `None` if there is something
/// that no name can hold.
pub(super) fn text(tree: &Tree, items: &[Item]) -> Option<String> {
    enum Task<'a> {
        Items(&'a [Item]),
        List(Id),
    }
    let mut parts: Vec<String> = Vec::new();
    // Whether the last part is made of single letters, to which another may be added.
    let mut letters = false;
    let mut steps = 0;
    let mut stack = vec![Task::Items(items)];
    while let Some(task) = stack.pop() {
        steps += 1;
        if steps > 1000 {
            return None;
        }
        let items = match task {
            Task::Items(items) => items,
            Task::List(id) => &tree.lists[id],
        };
        let Some((first, rest)) = items.split_first() else {
            continue;
        };
        stack.push(Task::Items(rest));
        if parts.len() > 200 {
            return None;
        }
        let single = matches!(&first.node, Node::Name { text, .. } if text.len() == 1)
            && first.gap == super::tree::Gap::None;
        if let (true, true, Node::Name { text, .. }) = (single, letters, &first.node) {
            if let Some(last) = parts.last_mut() {
                last.push_str(text);
            }
            continue;
        }
        letters = matches!(&first.node, Node::Name { text, .. } if text.len() == 1);
        let mut word = |text: &str| parts.push(text.to_owned());
        match &first.node {
            Node::Number(text) => word(&text.replace('.', "p")),
            Node::Name { text, .. } => word(text),
            Node::Text(text) => word(&identifier(text)?),
            // E(X^2) is not E(X_2).
            Node::Script { up: true, list }
                if matches!(tree.single(*list), Some(Node::Number(_))) =>
            {
                word("pow");
                stack.push(Task::List(*list));
            }
            Node::Script { list, .. } | Node::Group(list) | Node::Fence { list, .. } => {
                stack.push(Task::List(*list));
            }
            Node::Fraction(a, b) => {
                word("over");
                stack.push(Task::List(*b));
                stack.push(Task::List(*a));
            }
            Node::Root { body, .. } => {
                word("root");
                stack.push(Task::List(*body));
            }
            Node::Accent(accent, list) => {
                word(accent);
                stack.push(Task::List(*list));
            }
            Node::Op(op) => match op {
                Op::Plus => word("plus"),
                Op::Minus => word("minus"),
                Op::Slash => word("over"),
                Op::Star => word("star"),
                Op::PlusMinus | Op::MinusPlus => word("pm"),
                _ => word("times"),
            },
            Node::Sign(sign) => word(match sign {
                Sign::Relation(relation) => match relation {
                    Relation::Equal => "eq",
                    Relation::NotEqual => "ne",
                    Relation::Less => "lt",
                    Relation::LessEqual => "le",
                    Relation::Greater => "gt",
                    Relation::GreaterEqual => "ge",
                },
                Sign::Distributed => "from",
                Sign::In => "in",
                Sign::To(_) => "to",
                _ => "rel",
            }),
            Node::Separator(Separator::Mid) => word("given"),
            Node::Separator(Separator::And) => word("and"),
            Node::Separator(Separator::Or) => word("or"),
            Node::Separator(_) | Node::Quad | Node::Align => {}
            Node::Prime(n) => word(&"prime".repeat(*n)),
            Node::Infinity => word("infinity"),
            Node::Dots => word("to"),
            Node::Big(_) => word("sum"),
            Node::Transpose => word("T"),
            Node::Percent => word("percent"),
            Node::Partial => word("d"),
            _ => return None,
        }
    }
    let name = parts.join("_");
    (!name.is_empty()).then_some(name)
}

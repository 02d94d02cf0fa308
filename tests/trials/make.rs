//! Claims at random, with what is known of their truth.

use fastrand::Rng;

use crate::rewrite::{BRANCH, PARTLY, Rewrite, SAME};
use crate::term::Term::{Add, Call, Div, If, Mul, Name, Neg, Number, Pow};
use crate::term::{Style, Term, add, call, cases, div, int, mul, neg, pow, square, sub};

/// What was done to make a claim.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Kind {
    /// Both sides have the same value and domain.
    True,
    /// Both sides have the same value wherever both have one.
    Partly,
    /// Equal on one side of a border.
    Branch,
    /// A true claim with one place changed.
    Changed,
}

/// Terms and how they are related.
#[derive(Clone, Debug)]
pub enum Statement {
    /// a = b
    Identity(Term, Term),
    /// a = b <=> c = d, and the variable with the term that solves the first equation.
    Equivalence([Term; 4], &'static str, Term),
}

/// A claim of the generator.
#[derive(Clone, Debug)]
pub struct Made {
    pub kind: Kind,
    pub statement: Statement,
    /// A condition: variable, relation, number.
    pub given: Vec<(&'static str, &'static str, i64)>,
}

impl Made {
    pub fn text(&self, style: Style) -> String {
        let t = |term: &Term| term.text(style);
        let mut text = match &self.statement {
            Statement::Identity(a, b) => format!("{} = {}", t(a), t(b)),
            Statement::Equivalence([a, b, c, d], ..) => {
                let sign = match style {
                    Style::Plain => "<=>",
                    Style::Latex => "\\iff",
                    Style::Unicode => "⇔",
                };
                format!("{} = {} {sign} {} = {}", t(a), t(b), t(c), t(d))
            }
        };
        for (name, relation, value) in &self.given {
            let relation = match (style, *relation) {
                (Style::Latex, ">=") => "\\ge",
                (Style::Unicode, ">=") => "≥",
                (_, other) => other,
            };
            let before = if style == Style::Plain {
                " for "
            } else {
                " \\text{ for } "
            };
            text += &format!("{before}{} {relation} {value}", t(&Name(name)));
        }
        text
    }

    /// The claim with each of its terms changed.
    pub fn map(&self, mut f: impl FnMut(&Term) -> Term) -> Made {
        let statement = match &self.statement {
            Statement::Identity(a, b) => Statement::Identity(f(a), f(b)),
            Statement::Equivalence(all, v, solution) => {
                Statement::Equivalence(all.each_ref().map(&mut f), v, f(solution))
            }
        };
        Made {
            statement,
            ..self.clone()
        }
    }
}

const NAMES: [&str; 3] = ["x", "y", "z"];

fn number(rng: &mut Rng) -> Term {
    match rng.u8(..6) {
        0 => Number(1, 2),
        1 => Number(3, 2),
        _ => int(rng.i64(1..6)),
    }
}

fn linear(rng: &mut Rng, names: &[&'static str]) -> Term {
    let x = Name(names[rng.usize(..names.len())]);
    match rng.u8(..6) {
        0 => add(x, number(rng)),
        1 => sub(x, number(rng)),
        2 => mul(number(rng), x),
        3 => add(mul(number(rng), x), number(rng)),
        4 => neg(x),
        _ => x,
    }
}

const INNER: [&str; 11] = [
    "exp", "sigmoid", "tanh", "abs", "sinh", "cosh", "sin", "cos", "Phi", "atan", "asinh",
];
const NARROW: [&str; 6] = ["log", "sqrt", "logit", "atanh", "acosh", "log10"];

/// A term of about the given depth.
fn term(rng: &mut Rng, names: &[&'static str], depth: u8) -> Term {
    if depth == 0 {
        return linear(rng, names);
    }
    let sub_term = |rng: &mut Rng| term(rng, names, depth - 1);
    match rng.u8(..14) {
        0 | 1 => add(sub_term(rng), sub_term(rng)),
        2 => mul(sub_term(rng), linear(rng, names)),
        3 => div(sub_term(rng), sub_term(rng)),
        4 => square(sub_term(rng)),
        5 => pow(sub_term(rng), int(3)),
        6..=9 => call(INNER[rng.usize(..INNER.len())], sub_term(rng)),
        10 | 11 => call(NARROW[rng.usize(..NARROW.len())], sub_term(rng)),
        12 => call("log", add(int(1), call("exp", sub_term(rng)))),
        _ => match rng.u8(..3) {
            0 => Call("max", vec![sub_term(rng), linear(rng, names)]),
            1 => Call("min", vec![linear(rng, names), sub_term(rng)]),
            _ => cases(
                if rng.bool() { ">=" } else { "<" },
                Name(names[0]),
                int(rng.i64(0..3)),
                sub_term(rng),
                linear(rng, names),
            ),
        },
    }
}

/// The term with one rewrite done somewhere.
fn rewritten(rng: &mut Rng, whole: &Term, rules: &[Rewrite]) -> Term {
    for _ in 0..8 {
        let paths = whole.paths();
        let path = &paths[rng.usize(..paths.len())];
        let part = whole.at(path);
        let rule = rules[rng.usize(..rules.len())];
        let mut results = rule(part);
        if results.is_empty() {
            continue;
        }
        let result = results.swap_remove(rng.usize(..results.len()));
        // The value of a guard is not the term's: x > 0 or undefined x.
        return whole.replaced(path, result);
    }
    whole.clone()
}

fn rewritten_often(rng: &mut Rng, whole: &Term, times: u8) -> Term {
    let mut new = whole.clone();
    for _ in 0..times {
        let next = rewritten(rng, &new, SAME);
        if next.size() <= 40 {
            new = next;
        }
    }
    new
}

/// The term with a small mistake.
fn changed(rng: &mut Rng, whole: &Term) -> Term {
    for _ in 0..20 {
        let paths = whole.paths();
        let path = &paths[rng.usize(..paths.len())];
        let part = whole.at(path).clone();
        let new = match (&part, rng.u8(..4)) {
            (Number(n, d), 0 | 1) => Number(n + 1, *d),
            (Number(n, 1), _) => int(-n),
            (Neg(u), _) => (**u).clone(),
            (Add(all), 0) => Add(all
                .iter()
                .take(all.len() - 1)
                .cloned()
                .chain([int(1)])
                .collect()),
            (Add(all), 1) => {
                let mut all = all.clone();
                let last = all.len() - 1;
                all[last] = neg(all[last].clone());
                Add(all)
            }
            // a(b + c) read as a b + c
            (Mul(all), _) if all.len() == 2 && matches!(all[1], Add(_)) => {
                let Add(terms) = &all[1] else { continue };
                let mut terms = terms.clone();
                terms[0] = mul(all[0].clone(), terms[0].clone());
                Add(terms)
            }
            (Mul(all), 0) => add(all[0].clone(), all[1].clone()),
            (Div(a, b), 0) => div((**b).clone(), (**a).clone()),
            (Div(a, b), 1) => sub((**a).clone(), (**b).clone()),
            (Pow(a, n), _) => pow((**a).clone(), add((**n).clone(), int(1))),
            (Call("exp", u), 0) => call("exp", neg(u[0].clone())),
            (Call("exp", u), 1) => call("sinh", u[0].clone()),
            (Call("log", u), 0 | 1) => call("log10", u[0].clone()),
            (Call("sigmoid", u), 0) => call("tanh", u[0].clone()),
            (Call("sigmoid", u), 1) => call("Phi", u[0].clone()),
            (Call("max", u), _) => Call("min", u.clone()),
            (Call("sin", u), _) => call("cos", u[0].clone()),
            (Call("sqrt", u), 0) => u[0].clone(),
            (If(">=", p), 0) => If("<", p.clone()),
            (If(relation, p), 1) => {
                let mut p = p.clone();
                p[1] = add(p[1].clone(), int(1));
                If(relation, p)
            }
            (Name(_), 0) => mul(int(2), part.clone()),
            (Name(_), 1) => neg(part.clone()),
            _ => continue,
        };
        return whole.replaced(path, new);
    }
    add(whole.clone(), Number(1, 1000))
}

/// An equation made from another one by doing the same to both sides, one-to-one and defined for
/// all numbers, or the inverse of what stands outside on one side.
fn both_sides(rng: &mut Rng, (a, b): (Term, Term), names: &[&'static str]) -> (Term, Term) {
    let inverse = |name: &str| {
        Some(match name {
            "exp" => "log",
            "sigmoid" => "logit",
            "tanh" => "atanh",
            "Phi" => "Phi_inv",
            "sinh" => "asinh",
            "asinh" => "sinh",
            _ => return None,
        })
    };
    if let Call(name, u) = &b
        && let Some(back) = inverse(name)
        && rng.u8(..4) > 0
    {
        return (call(back, a), u[0].clone());
    }
    match rng.u8(..7) {
        0 => {
            let more = linear(rng, names);
            (add(a, more.clone()), add(b, more))
        }
        1 => {
            let n = number(rng);
            (mul(n.clone(), a), mul(n, b))
        }
        2 => (neg(a), neg(b)),
        3 => {
            let f = ["exp", "sigmoid", "tanh", "sinh", "atan", "Phi"][rng.usize(..6)];
            (call(f, a), call(f, b))
        }
        4 => (pow(a, int(3)), pow(b, int(3))),
        5 => (b, a),
        _ => (sub(a, b), int(0)),
    }
}

/// One claim.
pub fn claim(rng: &mut Rng) -> Made {
    let names = &NAMES[..1 + rng.usize(..2)];
    let depth = 1 + rng.u8(..2);
    let start = term(rng, names, depth);
    let kind = [
        Kind::True,
        Kind::True,
        Kind::True,
        Kind::Partly,
        Kind::Branch,
        Kind::Changed,
        Kind::Changed,
    ][rng.usize(..7)];
    let mut given = Vec::new();
    let statement = if rng.u8(..3) > 0 {
        let times = 1 + rng.u8(..3);
        let mut end = rewritten_often(rng, &start, times);
        match kind {
            Kind::True => {}
            Kind::Partly => end = rewritten(rng, &end, PARTLY),
            Kind::Branch => end = rewritten(rng, &end, BRANCH),
            Kind::Changed => end = changed(rng, &end),
        }
        if kind != Kind::True && rng.u8(..4) == 0 {
            let relation = [">", ">=", "<"][rng.usize(..3)];
            given.push((names[0], relation, rng.i64(0..3)));
        }
        if rng.bool() {
            Statement::Identity(start, end)
        } else {
            Statement::Identity(end, start)
        }
    } else {
        let unknown = "p";
        let mut sides = [
            (Name(unknown), start.clone()),
            (Name(unknown), start.clone()),
        ];
        for k in [0, 1, 1] {
            let times = rng.u8(..2) + k as u8;
            for _ in 0..times {
                sides[k] = both_sides(rng, sides[k].clone(), names);
            }
        }
        let [(a, b), (c, d)] = sides;
        let mut all = [a, b, c, d];
        let which = rng.usize(..4);
        let chosen = &all[which];
        all[which] = match kind {
            Kind::True => rewritten(rng, chosen, SAME),
            Kind::Partly => rewritten(rng, chosen, PARTLY),
            Kind::Branch => rewritten(rng, chosen, BRANCH),
            Kind::Changed => changed(rng, chosen),
        };
        Statement::Equivalence(all, unknown, start)
    };
    Made {
        kind,
        statement,
        given,
    }
}

//! Rewrites that are certain: two terms with the same value at every point where one of them has
//! one (`SAME`), or with the same value wherever both have one (`PARTLY`), or on a half line only
//! (`BRANCH`). They are the tests' own and owe nothing to the rules of the checker.

use crate::term::Term::{Add, Call, Derivative, Div, Mul, Name, Neg, Number, Pow};
use crate::term::{Term, add, call, cases, div, half, int, mul, neg, pow, square, sub};

/// A rewrite: the results that it has for a term.
pub type Rewrite = fn(&Term) -> Vec<Term>;

fn one_of<'a>(term: &'a Term, name: &str) -> Option<&'a Term> {
    match term {
        Call(f, args) if *f == name && args.len() == 1 => args.first(),
        _ => None,
    }
}

fn exp(u: Term) -> Term {
    call("exp", u)
}

fn log(u: Term) -> Term {
    call("log", u)
}

fn one_plus(u: Term) -> Term {
    add(int(1), u)
}

/// Equal in value and domain.
pub const SAME: &[Rewrite] = &[
    sums,
    products,
    fractions,
    powers,
    sigmoids,
    hyperbolics,
    exponentials,
    logarithms,
    sizes,
    circles,
    inverses,
    normals,
    neutral,
    derivatives,
];

fn sums(term: &Term) -> Vec<Term> {
    let Add(all) = term else { return Vec::new() };
    let mut turned = all.clone();
    turned.rotate_left(1);
    let mut found = vec![
        Add(turned),
        neg(Add(all.iter().map(|t| neg(t.clone())).collect())),
    ];
    if let [first, rest @ ..] = all.as_slice()
        && rest.len() > 1
    {
        found.push(add(first.clone(), Add(rest.to_vec())));
    }
    found
}

fn products(term: &Term) -> Vec<Term> {
    let mut found = Vec::new();
    match term {
        Mul(all) => {
            let mut turned = all.clone();
            turned.rotate_left(1);
            found.push(Mul(turned));
            // Over the terms of a sum among the factors.
            if let Some(k) = all.iter().position(|f| matches!(f, Add(_)))
                && let Add(terms) = &all[k]
            {
                let with = |t: &Term| {
                    let mut factors = all.clone();
                    factors[k] = t.clone();
                    Mul(factors)
                };
                found.push(Add(terms.iter().map(with).collect()));
            }
        }
        Neg(u) => found.extend([mul(int(-1), (**u).clone()), sub(int(0), (**u).clone())]),
        // a² - b² = (a - b)(a + b)
        Add(all) => {
            if let [Pow(a, two), Neg(other)] = all.as_slice()
                && let Pow(b, too) = &**other
                && **two == int(2)
                && **too == int(2)
            {
                let (a, b) = ((**a).clone(), (**b).clone());
                found.push(mul(sub(a.clone(), b.clone()), add(a, b)));
            }
        }
        _ => {}
    }
    found
}

fn fractions(term: &Term) -> Vec<Term> {
    let Div(a, b) = term else { return Vec::new() };
    let (a, b) = ((**a).clone(), (**b).clone());
    let mut found = vec![
        mul(a.clone(), div(int(1), b.clone())),
        div(neg(a.clone()), neg(b.clone())),
        neg(div(neg(a.clone()), b.clone())),
        div(mul(int(3), a.clone()), mul(int(3), b.clone())),
        // (a + b)/b - 1
        sub(div(add(a.clone(), b.clone()), b.clone()), int(1)),
        mul(a.clone(), pow(b.clone(), int(-1))),
    ];
    if let Add(terms) = &a {
        found.push(Add(terms
            .iter()
            .map(|t| div(t.clone(), b.clone()))
            .collect()));
    }
    found
}

fn powers(term: &Term) -> Vec<Term> {
    let Pow(a, n) = term else { return Vec::new() };
    let (a, n) = ((**a).clone(), (**n).clone());
    let mut found = Vec::new();
    match n {
        Number(2, 1) => {
            found.extend([
                mul(a.clone(), a.clone()),
                square(neg(a.clone())),
                square(call("abs", a.clone())),
            ]);
            if let Add(terms) = &a
                && let [u, v] = terms.as_slice()
            {
                found.push(Add(vec![
                    square(u.clone()),
                    Mul(vec![int(2), u.clone(), v.clone()]),
                    square(v.clone()),
                ]));
            }
            if let Mul(factors) = &a {
                found.push(Mul(factors.iter().cloned().map(square).collect()));
            }
            if let Div(u, v) = &a {
                found.push(div(square((**u).clone()), square((**v).clone())));
            }
        }
        Number(3, 1) => found.extend([
            mul(a.clone(), square(a.clone())),
            neg(pow(neg(a.clone()), int(3))),
        ]),
        Number(-1, 1) => found.push(div(int(1), a)),
        Number(1, 2) => found.push(call("sqrt", a)),
        _ => {}
    }
    found
}

fn sigmoids(term: &Term) -> Vec<Term> {
    let mut found = Vec::new();
    if let Some(u) = one_of(term, "sigmoid") {
        let u = u.clone();
        found.extend([
            div(int(1), one_plus(exp(neg(u.clone())))),
            div(exp(u.clone()), one_plus(exp(u.clone()))),
            div(one_plus(call("tanh", div(u.clone(), int(2)))), int(2)),
            sub(int(1), call("sigmoid", neg(u.clone()))),
            exp(neg(log(one_plus(exp(neg(u.clone())))))),
            mul(exp(u.clone()), call("sigmoid", neg(u.clone()))),
            add(half(), mul(half(), call("tanh", mul(half(), u)))),
        ]);
    }
    if let Some(u) = one_of(term, "log") {
        if let Add(all) = u
            && let [one, e] = all.as_slice()
            && *one == int(1)
            && let Some(v) = one_of(e, "exp")
        {
            found.extend([
                neg(log(call("sigmoid", neg(v.clone())))),
                add(v.clone(), log(one_plus(exp(neg(v.clone()))))),
            ]);
        }
        if let Some(v) = one_of(u, "sigmoid") {
            found.extend([
                neg(log(one_plus(exp(neg(v.clone()))))),
                sub(v.clone(), log(one_plus(exp(v.clone())))),
            ]);
        }
    }
    found
}

fn hyperbolics(term: &Term) -> Vec<Term> {
    let (tanh, sinh, cosh) = (
        one_of(term, "tanh"),
        one_of(term, "sinh"),
        one_of(term, "cosh"),
    );
    let both = |u: &Term| (exp(u.clone()), exp(neg(u.clone())));
    let mut found = Vec::new();
    if let Some(u) = tanh {
        let (up, down) = both(u);
        let double = mul(int(2), u.clone());
        found.extend([
            sub(mul(int(2), call("sigmoid", double.clone())), int(1)),
            div(sub(up.clone(), down.clone()), add(up, down)),
            div(sub(exp(double.clone()), int(1)), add(exp(double), int(1))),
            div(call("sinh", u.clone()), call("cosh", u.clone())),
            neg(call("tanh", neg(u.clone()))),
        ]);
    }
    if let Some(u) = sinh {
        let (up, down) = both(u);
        found.extend([
            div(sub(up, down), int(2)),
            neg(call("sinh", neg(u.clone()))),
        ]);
    }
    if let Some(u) = cosh {
        let (up, down) = both(u);
        found.extend([div(add(up, down), int(2)), call("cosh", neg(u.clone()))]);
    }
    found
}

fn exponentials(term: &Term) -> Vec<Term> {
    let Some(u) = one_of(term, "exp") else {
        return Vec::new();
    };
    let mut found = vec![
        div(int(1), exp(neg(u.clone()))),
        square(exp(div(u.clone(), int(2)))),
        pow(Name("e"), u.clone()),
        mul(exp(add(u.clone(), int(1))), exp(int(-1))),
    ];
    match u {
        Add(all) => {
            let factors = all.iter().cloned().map(exp).collect();
            found.push(Mul(factors));
        }
        Neg(v) => found.push(div(int(1), exp((**v).clone()))),
        Mul(all) if all[0] == int(2) && all.len() == 2 => found.push(square(exp(all[1].clone()))),
        _ => {}
    }
    found
}

fn logarithms(term: &Term) -> Vec<Term> {
    let mut found = Vec::new();
    if let Some(u) = one_of(term, "log") {
        let u = u.clone();
        found.extend([
            neg(log(div(int(1), u.clone()))),
            sub(log(mul(int(2), u.clone())), log(int(2))),
            mul(int(2), log(call("sqrt", u.clone()))),
            mul(log(int(10)), call("log10", u.clone())),
        ]);
        match &u {
            Pow(v, two) if **two == int(2) => {
                found.push(mul(int(2), log(call("abs", (**v).clone()))));
            }
            Mul(all) if all.len() == 2 => {
                if let Some(v) = one_of(&all[0], "exp") {
                    found.push(add(v.clone(), log(all[1].clone())));
                }
            }
            _ => {}
        }
        if let Some(v) = one_of(&u, "exp") {
            found.push(v.clone());
        }
    }
    if let Some(u) = one_of(term, "logit") {
        let rest = sub(int(1), u.clone());
        found.extend([
            log(div(u.clone(), rest.clone())),
            sub(log(u.clone()), log(rest.clone())),
            neg(call("logit", rest)),
            neg(log(sub(div(int(1), u.clone()), int(1)))),
        ]);
    }
    found
}

fn sizes(term: &Term) -> Vec<Term> {
    let mut found = Vec::new();
    if let Some(u) = one_of(term, "abs") {
        let (u, less) = (u.clone(), neg(u.clone()));
        found.extend([
            call("abs", less.clone()),
            call("sqrt", square(u.clone())),
            Call("max", vec![u.clone(), less.clone()]),
            cases(">=", u.clone(), int(0), u.clone(), less.clone()),
            cases("<", u.clone(), int(0), less, u),
        ]);
    }
    if let Some(u) = one_of(term, "sqrt") {
        found.extend([
            mul(half(), call("sqrt", mul(int(4), u.clone()))),
            pow(u.clone(), half()),
        ]);
        if let Pow(v, two) = u
            && **two == int(2)
        {
            found.push(call("abs", (**v).clone()));
        }
        if let Some(v) = one_of(u, "exp") {
            found.push(exp(div(v.clone(), int(2))));
        }
    }
    if let Call(name @ ("max" | "min"), args) = term
        && let [a, b] = args.as_slice()
    {
        let gap = call("abs", sub(a.clone(), b.clone()));
        let signed = if *name == "max" { gap } else { neg(gap) };
        let other = if *name == "max" { "min" } else { "max" };
        let relation = if *name == "max" { ">=" } else { "<" };
        found.extend([
            Call(name, vec![b.clone(), a.clone()]),
            div(Add(vec![a.clone(), b.clone(), signed]), int(2)),
            neg(Call(other, vec![neg(a.clone()), neg(b.clone())])),
            cases(relation, a.clone(), b.clone(), a.clone(), b.clone()),
            Add(vec![
                a.clone(),
                b.clone(),
                neg(Call(other, vec![a.clone(), b.clone()])),
            ]),
        ]);
    }
    found
}

fn circles(term: &Term) -> Vec<Term> {
    let mut found = Vec::new();
    if let Some(u) = one_of(term, "sin") {
        found.push(neg(call("sin", neg(u.clone()))));
        if let Mul(all) = u
            && let [two, v] = all.as_slice()
            && *two == int(2)
        {
            found.push(Mul(vec![
                int(2),
                call("sin", v.clone()),
                call("cos", v.clone()),
            ]));
        }
    }
    if let Some(u) = one_of(term, "cos") {
        found.push(call("cos", neg(u.clone())));
        if let Mul(all) = u
            && let [two, v] = all.as_slice()
            && *two == int(2)
        {
            found.push(sub(int(1), mul(int(2), square(call("sin", v.clone())))));
        }
    }
    if let Some(u) = one_of(term, "atan") {
        found.push(neg(call("atan", neg(u.clone()))));
    }
    found
}

fn inverses(term: &Term) -> Vec<Term> {
    let one = |u: &Term| (add(int(1), u.clone()), sub(int(1), u.clone()));
    let mut found = Vec::new();
    if let Some(u) = one_of(term, "atanh") {
        let (up, down) = one(u);
        found.extend([
            div(log(div(up.clone(), down.clone())), int(2)),
            mul(half(), sub(log(up), log(down))),
        ]);
    }
    if let Some(u) = one_of(term, "asinh") {
        found.push(log(add(
            u.clone(),
            call("sqrt", add(square(u.clone()), int(1))),
        )));
    }
    if let Some(u) = one_of(term, "acosh") {
        found.push(log(add(
            u.clone(),
            call("sqrt", sub(square(u.clone()), int(1))),
        )));
    }
    found
}

fn normals(term: &Term) -> Vec<Term> {
    match one_of(term, "Phi") {
        Some(u) => vec![
            sub(int(1), call("Phi", neg(u.clone()))),
            div(
                one_plus(call("erf", div(u.clone(), call("sqrt", int(2))))),
                int(2),
            ),
        ],
        None => Vec::new(),
    }
}

/// What can be done to any term.
fn neutral(term: &Term) -> Vec<Term> {
    let u = term.clone();
    let mut found = vec![
        sub(add(u.clone(), int(3)), int(3)),
        div(mul(int(2), u.clone()), int(2)),
        log(exp(u.clone())),
        neg(neg(u.clone())),
        sub(mul(int(2), u.clone()), u.clone()),
        call("logit", call("sigmoid", u.clone())),
        call("atanh", call("tanh", u.clone())),
        call("Phi_inv", call("Phi", u.clone())),
        call("asinh", call("sinh", u.clone())),
        call("tan", call("atan", u.clone())),
        mul(
            u.clone(),
            add(
                square(call("sin", u.clone())),
                square(call("cos", u.clone())),
            ),
        ),
        add(
            Call("max", vec![u.clone(), int(0)]),
            Call("min", vec![u.clone(), int(0)]),
        ),
        mul(
            u.clone(),
            sub(
                square(call("cosh", u.clone())),
                square(call("sinh", u.clone())),
            ),
        ),
    ];
    if let Name(v) = term {
        found.push(div(Derivative(v, Box::new(square(u))), int(2)));
    }
    found
}

fn derivatives(term: &Term) -> Vec<Term> {
    let mut found = Vec::new();
    let named = |name: &str| match one_of(term, name) {
        Some(Name(v)) => Some((*v, Name(v))),
        _ => None,
    };
    if let Some((v, x)) = named("exp") {
        found.push(Derivative(v, Box::new(exp(x))));
    }
    if let Some((v, x)) = named("sigmoid") {
        found.push(Derivative(v, Box::new(log(one_plus(exp(x))))));
    }
    if let Some((v, x)) = named("cos") {
        found.push(Derivative(v, Box::new(call("sin", x))));
    }
    if let Some((v, x)) = named("tanh") {
        found.push(Derivative(v, Box::new(log(call("cosh", x)))));
    }
    if let Some((v, x)) = named("cosh") {
        found.push(Derivative(v, Box::new(call("sinh", x))));
    }
    found
}

/// Equal wherever both sides are defined.
pub const PARTLY: &[Rewrite] = &[narrower];

fn narrower(term: &Term) -> Vec<Term> {
    let u = term.clone();
    let mut found = vec![
        exp(log(u.clone())),
        square(call("sqrt", u.clone())),
        div(square(u.clone()), u.clone()),
        div(int(1), div(int(1), u.clone())),
        call("sigmoid", call("logit", u.clone())),
        call("tanh", call("atanh", u.clone())),
        call("sin", call("asin", u.clone())),
        call("Phi", call("Phi_inv", u.clone())),
        call("cosh", call("acosh", u.clone())),
        mul(pow(u.clone(), int(-1)), square(u.clone())),
        add(u.clone(), sub(log(u.clone()), log(u.clone()))),
        mul(
            u.clone(),
            div(sub(u.clone(), int(1)), sub(u.clone(), int(1))),
        ),
    ];
    if let Some(v) = one_of(term, "log")
        && let Mul(all) = v
    {
        found.push(Add(all.iter().cloned().map(log).collect()));
    }
    if let Some(v) = one_of(term, "log")
        && let Div(a, b) = v
    {
        found.push(sub(log((**a).clone()), log((**b).clone())));
    }
    found
}

/// Equal on one side of a border only.
pub const BRANCH: &[Rewrite] = &[one_sided];

fn one_sided(term: &Term) -> Vec<Term> {
    let u = term.clone();
    let from = |c: i64| sub(u.clone(), int(c));
    vec![
        call("abs", u.clone()),
        call("sqrt", square(u.clone())),
        Call("max", vec![u.clone(), int(0)]),
        // The border may be anywhere.
        add(call("abs", from(40)), int(40)),
        add(Call("max", vec![from(3), int(0)]), int(3)),
        sub(int(1000), call("abs", from(1000))),
        cases(">", u.clone(), int(-7), u.clone(), int(0)),
        add(div(call("abs", from(1)), call("sign", from(1))), int(1)),
        mul(u.clone(), call("sign", u.clone())),
    ]
}

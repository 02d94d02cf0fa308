//! Inverting an activation: `y = f(η)` solved for η, with the best form of the link.

use super::chain::{Chain, Progress, Stuck, tidy};
use super::polynomial;
use crate::expr::{Expr, Head, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::{Kernel, Step, ring};
use crate::render::page::{Level, Text};

/// `y = f(η) ⇔ g(y) = η`, proved under conditions.
pub struct Inversion<'k, 'a> {
    /// The chain from `y = f(η)` to `g(y) = η`.
    pub chain: Chain<'k, 'a>,
    /// g(y).
    pub link: Expr,
}

/// Solves `response = body` for the predictor, assuming conditions on parameters. Where the
/// link's usual formula in `response` is known, the result is brought into that form.
///
/// # Errors
/// [`Stuck`] where no inverse was found.
pub fn invert<'k, 'a>(
    kernel: &'k Kernel<'a>,
    response: Expr,
    predictor: Expr,
    body: Expr,
    given: &[Expr],
    usual: Option<Expr>,
) -> Progress<Inversion<'k, 'a>> {
    let store = kernel.store();
    let first = store.eq(response, body);
    let mut chain = solved(kernel, first, predictor, given, usual)?;
    let (_, _, link) = chain.equation(&[], predictor)?;
    chain.arrange(&[], store.eq(link, predictor))?;
    Ok(Inversion { chain, link })
}

/// The chain from an equation to `unknown = t`, where `t` has the usual form if it can be brought
/// into it, assuming conditions on parameters.
///
/// # Errors
/// [`Stuck`] where it was not solved.
pub fn solved<'k, 'a>(
    kernel: &'k Kernel<'a>,
    first: Expr,
    unknown: Expr,
    given: &[Expr],
    usual: Option<Expr>,
) -> Progress<Chain<'k, 'a>> {
    let store = kernel.store();
    let mut chain = Chain::new(kernel, first);
    chain.theorem = kernel.reflexive_under(first, given);
    match store.sides(first) {
        Some((other, side)) if side == unknown => {
            chain.arrange(&[], store.eq(unknown, other))?;
        }
        _ => chain.isolate(&[], unknown)?,
    }
    chain.settle(&[], unknown)?;
    if let Some(usual) = usual {
        // Without it the term is right all the same, only in another form.
        let _ = chain.attempt(|chain| chain.bring_to(unknown, usual));
    } else {
        let _ = chain.attempt(|chain| chain.shorten(unknown));
    }
    chain.finish(unknown)?;
    Ok(chain)
}

impl Chain<'_, '_> {
    /// Turns conditions beside `x = t` into conditions of the theorem, and drops those that both
    /// sides imply.
    fn finish(&mut self, unknown: Expr) -> Progress {
        let store = self.store();
        let (_, _, value) = self.equation(&[], unknown)?;
        let equation = store.eq(unknown, value);
        if self.current() != equation {
            let step = Step {
                rule: "assume".into(),
                path: Vec::new(),
                bindings: Default::default(),
                after: equation,
            };
            // The conditions that enter say why.
            self.take(step, Text::default(), Level::Standard)?;
        }
        for condition in self.theorem.conditions().to_vec() {
            let step = Step {
                rule: "discharge".into(),
                path: Vec::new(),
                bindings: [("c".to_owned(), condition)].into_iter().collect(),
                after: self.current(),
            };
            let reason = Text::default()
                .math(condition)
                .words(" holds wherever either side is true");
            let _ = self.take(step, reason, Level::Full);
        }
        Ok(())
    }

    /// Brings `x = t` into the form `x = usual`, by identities of functions and field algebra.
    fn bring_to(&mut self, unknown: Expr, usual: Expr) -> Progress {
        for expand in [
            &[][..],
            &["atanh-logarithm"],
            &["asinh-logarithm"],
            &["logit-definition"],
        ] {
            let done = self.attempt(|chain| {
                for rule in expand {
                    chain.expand(unknown, rule)?;
                }
                chain.meet(unknown, usual)
            });
            if done.is_ok() {
                return Ok(());
            }
        }
        Err(Stuck)
    }

    /// Writes the rational parts of the value of x as fractions in lowest numbers, where that is
    /// shorter.
    fn shorten(&mut self, unknown: Expr) -> Progress {
        let store = self.store();
        let (path, value) = self.value_of(unknown)?;
        let mut places = vec![Vec::new()];
        for part in store.subterms(value) {
            if matches!(store.head(part), Head::Call(_))
                && let Some(at) = position(store, value, |e| e == part)
            {
                places.extend((0..store.args(part).len()).map(|k| {
                    let mut at = at.clone();
                    at.push(k as u32);
                    at
                }));
            }
        }
        // Inner parts first: their places stay.
        places.sort_by_key(|at| std::cmp::Reverse(at.len()));
        for place in places {
            let mut at = path.clone();
            at.extend(place);
            let term = self.at(&at)?;
            if let Some(new) = odds(store, self.kernel.arranger(), term) {
                let _ = self.attempt(|c| c.algebra(&at, new, "simplify", Level::Standard));
                continue;
            }
            if let Some(new) = polynomial::lowest(store, self.kernel.arranger(), term)
                && store.subterms(new).len() < store.subterms(term).len()
            {
                let _ = self.attempt(|c| c.algebra(&at, new, "simplify", Level::Standard));
            }
        }
        Ok(())
    }

    fn value_of(&self, unknown: Expr) -> Progress<(Vec<u32>, Expr)> {
        let (mut path, _, value) = self.equation(&[], unknown)?;
        path.push(1);
        Ok((path, value))
    }

    /// Rewrites every call that a one-variable identity applies to.
    fn expand(&mut self, unknown: Expr, rule: &str) -> Progress {
        let function = rule.split('-').next().unwrap_or_default();
        let store = self.store();
        let mut any = false;
        for _ in 0..8 {
            let (path, value) = self.value_of(unknown)?;
            let Some(at) = position(
                store,
                value,
                |e| matches!(store.head(e), Head::Call(f) if f.name == function),
            ) else {
                break;
            };
            let mut whole = path.clone();
            whole.extend(at);
            let inner = store.args(self.at(&whole)?)[0];
            self.apply(rule, &whole, &[("a", inner)])?;
            any = true;
        }
        if any { Ok(()) } else { Err(Stuck) }
    }

    /// Makes the value of x the usual term.
    fn meet(&mut self, unknown: Expr, usual: Expr) -> Progress {
        let (path, value) = self.value_of(unknown)?;
        if value == usual {
            return Ok(());
        }
        if self
            .attempt(|chain| chain.relate_terms(&path, usual))
            .is_ok()
        {
            return Ok(());
        }
        let store = self.store();
        if *store.head(value) == Head::Piecewise {
            return self.without_cases(&path, usual);
        }
        // A sign or factor in front of a logarithm moves inside.
        self.attempt(|chain| {
            chain.normalise_factor(&path)?;
            let value = chain.at(&path)?;
            if let (Head::Neg, [inner]) = (store.head(value), store.args(value))
                && let (Head::Call(f), [argument]) = (store.head(*inner), store.args(*inner))
                && f.name == "log"
            {
                match (store.head(*argument), store.args(*argument)) {
                    (Head::Div, [a, b]) => {
                        let values = [("a", *a), ("b", *b)];
                        chain.apply("log-reciprocal-quotient", &path, &values)?;
                    }
                    _ => chain.apply("log-reciprocal", &path, &[("a", *argument)])?,
                }
            }
            chain.relate_terms(&path, usual)
        })
    }

    /// Writes a piecewise term by absolute values: the usual term's own cases are what is there.
    fn without_cases(&mut self, path: &[u32], usual: Expr) -> Progress {
        let store = self.store();
        let mut inner = None;
        let by_cases = store.rebuild(usual, |head, args| match (head, args) {
            (Head::Call(f), [a]) if f.name == "abs" => {
                inner = Some(*a);
                let guard = store.relate(crate::expr::Relation::GreaterEqual, *a, store.int(0));
                Some(store.make(Head::Piecewise, [guard, *a, store.neg(*a)].as_slice()))
            }
            _ => None,
        });
        let inner = inner.ok_or(Stuck)?;
        let lifted = tidy(store, self.kernel.lifted(by_cases).ok_or(Stuck)?);
        self.relate_terms(path, lifted)?;
        self.built_in("lift", path, by_cases, &[], "by cases".into(), Level::Full)?;
        let is_cases = |e: Expr| *store.head(e) == Head::Piecewise;
        while let Some(at) = position(store, self.at(path)?, is_cases) {
            let mut whole = path.to_vec();
            whole.extend(at);
            self.apply("abs-cases", &whole, &[("a", inner)])?;
        }
        Ok(())
    }

    /// Writes a rational multiple of one atom with a simplified factor: 2 * (1/2 * L) as L.
    fn normalise_factor(&mut self, path: &[u32]) -> Progress {
        let store = self.store();
        let value = self.at(path)?;
        let q = ring::quotient(store, self.kernel.arranger(), value).ok_or(Stuck)?;
        let Some(bottom) = q.bottom.as_constant() else {
            return Ok(());
        };
        if q.top.0.len() != 1 {
            return Ok(());
        }
        let scaled = ring::Polynomial::default().plus(&q.top, &bottom.recip());
        let new = polynomial::term(store, &scaled);
        if self.kernel.arranger().same(store, new, value) {
            return self.arrange(path, new);
        }
        // The atom keeps the form in which it stands.
        self.algebra(path, new, "simplify", Level::Standard)
    }

    /// Makes the term at a position the wanted one: equal by field algebra as a whole, or head by
    /// head and argument by argument.
    pub fn relate_terms(&mut self, path: &[u32], wanted: Expr) -> Progress {
        let store = self.store();
        let term = self.at(path)?;
        if term == wanted {
            return Ok(());
        }
        let arranger = self.kernel.arranger();
        if arranger.same(store, term, wanted) {
            return self.arrange(path, wanted);
        }
        if ring::equal(store, arranger, term, wanted) {
            let done =
                self.attempt(|chain| chain.algebra(path, wanted, "simplify", Level::Standard));
            if done.is_ok() {
                return Ok(());
            }
        }
        let (a, b) = (store.node(term), store.node(wanted));
        if a.head != b.head || a.args.len() != b.args.len() || a.head.binds() {
            // A difference of logarithms may be one logarithm, and the reverse.
            return Err(Stuck);
        }
        for (k, target) in b.args.iter().enumerate() {
            let mut below = path.to_vec();
            below.push(k as u32);
            if store.head(*target).is_formula() {
                if self.at(&below)? != *target {
                    return Err(Stuck);
                }
            } else {
                self.relate_terms(&below, *target)?;
            }
        }
        Ok(())
    }
}

/// The odds of a fraction, (a/b)/(1 - a/b), as one fraction: a/(b - a).
fn odds(store: &Store, arranger: &Arranger, term: Expr) -> Option<Expr> {
    let fraction = |e: Expr| match (store.head(e), store.args(e)) {
        (Head::Div, [a, b]) => Some((*a, *b)),
        _ => None,
    };
    let (share, rest) = fraction(term)?;
    let (top, bottom) = fraction(share)?;
    if !arranger.same(store, rest, store.sub(store.int(1), share)) {
        return None;
    }
    let difference = polynomial::lowest(store, arranger, store.sub(bottom, top))?;
    Some(store.div(top, difference))
}

/// The position of the first subterm that passes a test, outermost first.
pub fn position(store: &Store, root: Expr, test: impl Fn(Expr) -> bool) -> Option<Vec<u32>> {
    let mut stack = vec![(Vec::new(), root)];
    while let Some((path, expr)) = stack.pop() {
        if test(expr) {
            return Some(path);
        }
        if path.len() > 200 {
            continue;
        }
        for (k, arg) in store.args(expr).iter().enumerate().rev() {
            let mut below = path.clone();
            below.push(k as u32);
            stack.push((below, *arg));
        }
    }
    None
}

/// A term with its trivial parts removed.
pub fn tidied(store: &Store, term: Expr) -> Expr {
    tidy(store, term)
}

//! Solving an equation for an unknown: undo the outermost operation, again and again; where the
//! unknown occurs more than once, collect it first (linear, quadratic, under one root, or case by
//! case).
//!
//! Formulas are kept as conjunctions: the equation that is being solved, and conditions that
//! came up on the way. A position `prefix` names such a conjunction within the whole formula.

use num_traits::{Signed, Zero};

use super::chain::{Chain, Progress, Stuck, tidy};
use super::polynomial;
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::{Step, ring};
use crate::render::page::{Level, Text};

/// More moves than this are not made for one equation.
pub const MAX_MOVES: usize = 60;
/// Nor is an equation worked on that is longer than this when it is written out.
const MAX_SIZE: u64 = 100_000;

impl Chain<'_, '_> {
    /// Solves the equation at `prefix` for a name: it becomes `x = t`, with conditions beside it.
    ///
    /// # Errors
    /// [`Stuck`] where no way was found; the steps made so far remain.
    pub fn isolate(&mut self, prefix: &[u32], unknown: Expr) -> Progress {
        if too_deep(self.store(), self.at(prefix)?, unknown) {
            return Err(Stuck);
        }
        for _ in 0..MAX_MOVES {
            let (path, left, right) = self.equation(prefix, unknown)?;
            let store = self.store();
            if store.written_size(self.current()) > MAX_SIZE {
                return Err(Stuck);
            }
            if !store.contains(left, unknown) {
                let part = self.at(&path)?;
                let args = store.args(part);
                let flipped = store.eq(args[1], args[0]);
                self.arrange(&path, flipped)?;
                continue;
            }
            if store.contains(right, unknown) {
                if let (Head::Call(f), [inner]) = (store.head(left), store.args(left))
                    && f.name == "sqrt"
                {
                    let values = [("a", *inner), ("b", right)];
                    let plain = |equation: Expr| equation;
                    self.rewrite(
                        prefix,
                        &path,
                        "sqrt-invert",
                        &values,
                        Level::Standard,
                        plain,
                    )?;
                }
                self.collect(prefix, unknown)?;
                continue;
            }
            if left == unknown {
                return Ok(());
            }
            let holders = store
                .args(left)
                .iter()
                .filter(|arg| store.contains(**arg, unknown))
                .count();
            if *store.head(left) == Head::Piecewise {
                return self.cases(prefix, unknown);
            }
            if holders == 1 {
                let args = store.args(left);
                let at = args
                    .iter()
                    .position(|a| store.contains(*a, unknown))
                    .ok_or(Stuck)?;
                let mark = self.mark();
                if self.peel(prefix, &path, left, at, right).is_ok() {
                    continue;
                }
                self.back_to(&mark);
            }
            self.collect(prefix, unknown)?;
        }
        Err(Stuck)
    }

    /// The equation of the conjunction at `prefix` that holds the unknown: its position and sides.
    pub fn equation(&self, prefix: &[u32], unknown: Expr) -> Progress<(Vec<u32>, Expr, Expr)> {
        let store = self.store();
        let whole = self.at(prefix)?;
        if let Some((a, b)) = store.sides(whole) {
            return Ok((prefix.to_vec(), a, b));
        }
        if *store.head(whole) == Head::And {
            for (k, part) in store.args(whole).iter().enumerate() {
                if let Some((a, b)) = store.sides(*part)
                    && store.contains(*part, unknown)
                {
                    let mut path = prefix.to_vec();
                    path.push(k as u32);
                    return Ok((path, a, b));
                }
            }
        }
        Err(Stuck)
    }

    /// Applies a rule to the equation at `path`. Conditions that the rule adds are put behind the
    /// conjunction at `prefix`; `shape` may write the new equation in another arrangement.
    pub fn rewrite(
        &mut self,
        prefix: &[u32],
        path: &[u32],
        rule: &str,
        values: &[(&str, Expr)],
        level: Level,
        shape: impl FnOnce(Expr) -> Expr,
    ) -> Progress {
        let (step, result, reason) = self.proposed(rule, path, values)?;
        let after = self.with_equation(prefix, path, result, shape)?;
        self.take(Step { after, ..step }, reason, level)
    }

    /// The current formula with the equation at `path` replaced by an equation and conditions.
    fn with_equation(
        &self,
        prefix: &[u32],
        path: &[u32],
        result: Expr,
        shape: impl FnOnce(Expr) -> Expr,
    ) -> Progress<Expr> {
        let store = self.store();
        let parts = store.conjuncts(result);
        let (equation, conditions) = parts.split_first().ok_or(Stuck)?;
        let mut conjuncts = store.conjuncts(self.at(prefix)?);
        let at = path.get(prefix.len()).map_or(0, |k| *k as usize);
        *conjuncts.get_mut(at).ok_or(Stuck)? = shape(*equation);
        conjuncts.extend_from_slice(conditions);
        store
            .replace_at(self.current(), prefix, store.and(conjuncts))
            .ok_or(Stuck)
    }

    /// Undoes the outermost operation of `left`, whose child `at` alone holds the unknown.
    fn peel(
        &mut self,
        prefix: &[u32],
        path: &[u32],
        left: Expr,
        at: usize,
        right: Expr,
    ) -> Progress {
        let store = self.store();
        let args = store.args(left);
        let inner = args[at];
        let others: Vec<Expr> = args
            .iter()
            .enumerate()
            .filter(|(k, _)| *k != at)
            .map(|(_, arg)| *arg)
            .collect();
        let plain = |equation: Expr| equation;
        let standard = Level::Standard;
        match store.head(left) {
            Head::Add => {
                let other = store.add(others.as_slice());
                self.move_term(prefix, path, other, inner, right)
            }
            Head::Mul => {
                let other = store.mul(others.as_slice());
                self.divide(prefix, path, other, inner, right)
            }
            Head::Neg => self.rewrite(
                prefix,
                path,
                "negate",
                &[("a", inner), ("b", right)],
                standard,
                plain,
            ),
            Head::Div if at == 0 => {
                let values = [("b", inner), ("a", others[0]), ("c", right)];
                self.rewrite(prefix, path, "quotient-multiply", &values, standard, plain)?;
                self.expand_right(prefix, path)
            }
            Head::Div => {
                let values = [("b", inner), ("a", others[0]), ("c", right)];
                self.rewrite(
                    prefix,
                    path,
                    "quotient-reciprocal",
                    &values,
                    standard,
                    plain,
                )
            }
            Head::Pow if at == 0 => self.undo_power(prefix, path, inner, others[0], right),
            Head::Pow => {
                let values = [("a", others[0]), ("b", inner), ("c", right)];
                self.rewrite(prefix, path, "base-invert", &values, standard, plain)
            }
            Head::Call(f) if f.name == "root" => {
                let values = [("a", inner), ("n", others[0]), ("b", right)];
                self.rewrite(prefix, path, "root-invert", &values, standard, plain)
            }
            Head::Call(f) if others.is_empty() => {
                let rule = format!("{}-invert", f.name);
                let values = [("a", inner), ("b", right)];
                self.rewrite(prefix, path, &rule, &values, standard, plain)?;
                let is_call = |e: &Expr| matches!(store.head(*e), Head::Call(_));
                if f.name == "sigmoid" && store.subterms(right).iter().any(is_call) {
                    // Written out, the odds would hold a long term twice.
                    let mut side = path.to_vec();
                    side.push(1);
                    let _ = self.apply("logit-definition", &side, &[("a", right)]);
                    self.merge_last(2);
                }
                Ok(())
            }
            _ => Err(Stuck),
        }
    }

    /// `other + inner = right` becomes `inner = right - other`, a fraction where that is shorter.
    fn move_term(
        &mut self,
        prefix: &[u32],
        path: &[u32],
        other: Expr,
        inner: Expr,
        right: Expr,
    ) -> Progress {
        let store = self.store();
        // 1 - u = y gives u = 1 - y at once.
        if let (Head::Neg, [subtracted]) = (store.head(inner), store.args(inner)) {
            let values = [("a", other), ("b", *subtracted), ("c", right)];
            return self.rewrite(
                prefix,
                path,
                "difference-move",
                &values,
                Level::Standard,
                |equation| equation,
            );
        }
        let values = [("a", other), ("b", inner), ("c", right)];
        let (step, result, mut reason) = self.proposed("sum-move", path, &values)?;
        let negative = |e: Expr| matches!(store.head(e), Head::Neg).then(|| store.args(e)[0]);
        if let Some(positive) = negative(other) {
            reason = Text::from("add ").math(positive).words(" to both sides");
        }
        // Known terms in front of a subtracted quantity read better: 1 - p, not -p + 1.
        let shape = |equation: Expr| {
            let (a, b) = store.sides(equation).unwrap_or((inner, right));
            let terms = store.args(b);
            if *store.head(b) == Head::Add
                && negative(terms[0]).is_some()
                && let Some(k) = terms.iter().position(|t| negative(*t).is_none())
            {
                let mut terms = terms.to_vec();
                let first = terms.remove(k);
                terms.insert(0, first);
                return store.eq(a, store.add(terms.as_slice()));
            }
            equation
        };
        let after = self.with_equation(prefix, path, result, shape)?;
        self.take(Step { after, ..step }, reason, Level::Standard)?;
        // 1/p - 1 reads better as (1 - p)/p.
        let fraction = |e: Expr| match (store.head(e), store.args(e)) {
            (Head::Div, [a, b]) if store.literal(*b).is_none() => Some((*a, *b)),
            _ => None,
        };
        if let Some((top, bottom)) = fraction(right)
            && store.literal(other).is_some()
            && store.literal(top).is_some()
        {
            let product = store.mul([other, bottom].as_slice());
            let joined = store.div(tidy(store, store.sub(top, product)), bottom);
            let mut target = path.to_vec();
            target.push(1);
            let _ = self.algebra(
                &target,
                tidy(store, joined),
                "write as one fraction",
                Level::Standard,
            );
        }
        Ok(())
    }

    /// `factor * inner = right` becomes `inner = right / factor`.
    fn divide(
        &mut self,
        prefix: &[u32],
        path: &[u32],
        factor: Expr,
        inner: Expr,
        right: Expr,
    ) -> Progress {
        let store = self.store();
        let values = [("a", factor), ("b", inner), ("c", right)];
        let plain = |equation: Expr| equation;
        // Dividing by 1/2 is multiplying by 2.
        if let Some(value) = ring::constant(store, self.kernel.arranger(), factor)
            && !value.is_zero()
            && (value.numer().magnitude() == &1u32.into())
        {
            let inverse = polynomial::number(store, &value.recip());
            let product = tidy(store, store.mul([inverse, right].as_slice()));
            let new = store.eq(inner, product);
            let reason = Text::from("multiply both sides by ").math(inverse);
            let after = self.with_equation(prefix, path, new, plain)?;
            let bindings = [("k".to_owned(), inverse)].into_iter().collect();
            let step = Step {
                rule: "balance".into(),
                path: path.to_vec(),
                bindings,
                after,
            };
            self.take(step, reason, Level::Standard)?;
            return self.expand_right(prefix, path);
        }
        self.rewrite(
            prefix,
            path,
            "product-divide",
            &values,
            Level::Standard,
            plain,
        )
    }

    /// A constant times a fraction with the same constant below is cancelled.
    fn expand_right(&mut self, _prefix: &[u32], path: &[u32]) -> Progress {
        let store = self.store();
        let equation = self.at(path)?;
        let (_, right) = store.sides(equation).ok_or(Stuck)?;
        let mut target = path.to_vec();
        target.push(1);
        if let (Head::Mul, args) = (store.head(right), store.args(right))
            && let Some(q) = ring::quotient(store, self.kernel.arranger(), right)
            && q.bottom
                .as_constant()
                .is_some_and(|c| c == num_rational::BigRational::from_integer(1.into()))
            && args.iter().any(|arg| matches!(store.head(*arg), Head::Div))
        {
            let new = polynomial::term(store, &q.top);
            if q.top.0.len() <= 1 {
                let _ = self.algebra(&target, new, "cancel", Level::Full);
            }
        }
        Ok(())
    }

    /// `base ^ exponent = right`, by the rule that fits the exponent.
    fn undo_power(
        &mut self,
        prefix: &[u32],
        path: &[u32],
        base: Expr,
        exponent: Expr,
        right: Expr,
    ) -> Progress {
        let store = self.store();
        let square = store.small_integer(exponent) == Some(2);
        let rules: &[(&str, &str)] = &[
            ("square-invert", ""),
            ("power-invert-odd", "n"),
            ("power-invert-fraction", "r"),
            ("power-invert-root", "r"),
            ("power-invert-reciprocal-root", "r"),
            ("power-invert-even", "n"),
            ("power-invert-integer", "n"),
            ("power-invert-positive", "r"),
        ];
        for (rule, variable) in rules {
            if variable.is_empty() != square {
                continue;
            }
            let mut values = vec![("a", base), ("b", right)];
            if !variable.is_empty() {
                values.push((variable, exponent));
            }
            // b^(1/(1/2)) is b^2.
            let arranger = self.kernel.arranger();
            let shape = |equation: Expr| {
                let (a, b) = store.sides(equation).unwrap_or((base, right));
                match (store.head(b), store.args(b)) {
                    (Head::Pow, [below, power]) => {
                        let Some(value) = ring::constant(store, arranger, *power) else {
                            return equation;
                        };
                        let power = polynomial::number(store, &value);
                        store.eq(a, tidy(store, store.pow(*below, power)))
                    }
                    _ => equation,
                }
            };
            if self
                .rewrite(prefix, path, rule, &values, Level::Standard, shape)
                .is_ok()
            {
                let mut exponent = path.to_vec();
                // Beside a condition that the rule added, the equation stands first.
                if path.len() == prefix.len() && *store.head(self.at(prefix)?) == Head::And {
                    exponent.push(0);
                }
                exponent.extend([1, 1]);
                if let Ok(power) = self.at(&exponent)
                    && let Some(simpler) = polynomial::lowest(store, self.kernel.arranger(), power)
                    && store.subterms(simpler).len() < store.subterms(power).len()
                    && self
                        .algebra(&exponent, simpler, "simplify the exponent", Level::Full)
                        .is_ok()
                {
                    self.merge_last(2);
                }
                return Ok(());
            }
        }
        Err(Stuck)
    }

    /// Brings an equation in which the unknown occurs more than once into a form that can be
    /// undone: as a linear or quadratic equation in one part that holds it.
    fn collect(&mut self, prefix: &[u32], unknown: Expr) -> Progress {
        if self.make_piecewise(prefix, unknown).is_ok() {
            return self.cases(prefix, unknown);
        }
        let (path, left, right) = self.equation(prefix, unknown)?;
        let store = self.store();
        if self.exponentials(&path, unknown).is_ok() {
            return Ok(());
        }
        let arranger = self.kernel.arranger();
        let difference = ring::quotient(store, arranger, store.sub(left, right)).ok_or(Stuck)?;
        let mut atoms: Vec<Expr> = Vec::new();
        for (atom, _) in difference.top.0.keys().flatten() {
            if store.contains(*atom, unknown) && !atoms.contains(atom) {
                atoms.push(*atom);
            }
        }
        let mut bottom = polynomial::term(store, &difference.bottom);
        // The denominator as written shows better where it vanishes.
        if let (Head::Div, [_, written]) = (store.head(left), store.args(left))
            && ring::equal(store, arranger, bottom, *written)
        {
            bottom = *written;
        }
        let is_root = |e: &Expr| matches!(store.head(*e), Head::Call(f) if f.name == "sqrt");
        let atom = match atoms.as_slice() {
            [one] => *one,
            [a, b] if is_root(a) && !is_root(b) => *a,
            [a, b] if is_root(b) && !is_root(a) => *b,
            _ => {
                let mut left = path;
                left.push(0);
                return self.join_logarithms(&left, unknown);
            }
        };
        let parts = polynomial::coefficients(&difference.top, atom);
        match parts.as_slice() {
            [constant, slope] => self.linear(prefix, &path, atom, slope, constant, bottom),
            [constant, slope, square] if atoms.len() == 1 => {
                self.quadratic(prefix, &path, atom, [square, slope, constant], bottom)
            }
            _ => Err(Stuck),
        }
    }

    /// `slope * atom + constant = 0`, the equation's difference times `bottom`.
    fn linear(
        &mut self,
        prefix: &[u32],
        path: &[u32],
        atom: Expr,
        slope: &ring::Polynomial,
        constant: &ring::Polynomial,
        bottom: Expr,
    ) -> Progress {
        let store = self.store();
        let flip = slope.0.values().filter(|c| c.is_negative()).count() * 2 > slope.0.len();
        let minus = -num_rational::BigRational::from_integer(1.into());
        let negated = |p: &ring::Polynomial| ring::Polynomial::default().plus(p, &minus);
        let (slope, constant, factor) = if flip {
            (negated(slope), constant.clone(), store.neg(bottom))
        } else {
            (slope.clone(), negated(constant), bottom)
        };
        let slope_term = polynomial::term(store, &slope);
        let constant_term = polynomial::term(store, &constant);
        let product = tidy(store, store.mul([slope_term, atom].as_slice()));
        let new = store.eq(product, constant_term);
        let reason = Text::from("collect the terms with ").math(atom);
        let after = self.with_equation(prefix, path, new, |equation| equation)?;
        let bindings = [("k".to_owned(), tidy(store, factor))]
            .into_iter()
            .collect();
        let step = Step {
            rule: "balance".into(),
            path: path.to_vec(),
            bindings,
            after,
        };
        if after != self.current() {
            self.take(step, reason, Level::Standard)?;
        } else {
            return Err(Stuck);
        }
        if product != atom && store.literal(slope_term).is_none() {
            self.divide(prefix, path, slope_term, atom, constant_term)?;
        }
        Ok(())
    }

    /// `a * atom^2 + b * atom + c = 0`, the equation's difference times `bottom`.
    fn quadratic(
        &mut self,
        prefix: &[u32],
        path: &[u32],
        atom: Expr,
        [a, b, c]: [&ring::Polynomial; 3],
        bottom: Expr,
    ) -> Progress {
        let store = self.store();
        let minus = -num_rational::BigRational::from_integer(1.into());
        let one = num_rational::BigRational::from_integer(1.into());
        for sign in [one, minus] {
            let part = |p: &ring::Polynomial| {
                polynomial::term(store, &ring::Polynomial::default().plus(p, &sign))
            };
            let (a, b, c) = (part(a), part(b), part(c));
            let factor = if sign.is_negative() {
                store.neg(bottom)
            } else {
                bottom
            };
            let square = store.pow(atom, store.int(2));
            let sum = store.add(
                [
                    store.mul([a, square].as_slice()),
                    store.mul([b, atom].as_slice()),
                    c,
                ]
                .as_slice(),
            );
            let zero = store.int(0);
            let attempt = self.attempt(|chain| {
                let shown = store.eq(tidy(store, sum), zero);
                let after = chain.with_equation(prefix, path, shown, |equation| equation)?;
                let bindings = [("k".to_owned(), tidy(store, factor))]
                    .into_iter()
                    .collect();
                let step = Step {
                    rule: "balance".into(),
                    path: path.to_vec(),
                    bindings,
                    after,
                };
                let reason = Text::from("a quadratic equation in ").math(atom);
                chain.take(step, reason, Level::Standard)?;
                for rule in ["quadratic-positive-root", "quadratic-upper-root"] {
                    let values = [("a", a), ("b", b), ("c", c), ("u", atom)];
                    let open = chain.theorem.conditions().len();
                    let mark = chain.mark();
                    if chain
                        .rewrite(prefix, path, rule, &values, Level::Standard, |equation| {
                            equation
                        })
                        .is_ok()
                    {
                        // A branch must be chosen by proof, not by assumption.
                        if chain.theorem.conditions().len() == open {
                            return Ok(());
                        }
                        chain.back_to(&mark);
                    }
                }
                Err(Stuck)
            });
            if attempt.is_ok() {
                return self.simplify_root(path);
            }
        }
        Err(Stuck)
    }

    /// Reduces (2y + sqrt(4y² + 4))/2 to y + sqrt(y² + 1).
    fn simplify_root(&mut self, path: &[u32]) -> Progress {
        let store = self.store();
        let equation = self.at(path)?;
        let (left, right) = store.sides(equation).ok_or(Stuck)?;
        let arranger = self.kernel.arranger();
        let Some(q) = ring::quotient(store, arranger, right) else {
            return Ok(());
        };
        if let Some(scale) = q.bottom.as_constant() {
            let scaled = ring::Polynomial::default().plus(&q.top, &scale.recip());
            let new = polynomial::term(store, &scaled);
            let _ = left;
            let mut target = path.to_vec();
            target.push(1);
            let _ = self.algebra(&target, new, "simplify", Level::Full);
        }
        Ok(())
    }

    /// Rewrites sigmoid, tanh, sinh and cosh of the unknown by exponentials.
    fn exponentials(&mut self, path: &[u32], unknown: Expr) -> Progress {
        let store = self.store();
        let mut done = false;
        while let Some((at, rule, inner)) = self.find(path, unknown, |name| match name {
            "sigmoid" => Some("sigmoid-definition"),
            "tanh" => Some("tanh-exponential"),
            "sinh" => Some("sinh-exponential"),
            "cosh" => Some("cosh-exponential"),
            _ => None,
        })? {
            let _ = store;
            self.apply(rule, &at, &[("a", inner[0])])?;
            done = true;
        }
        if done { Ok(()) } else { Err(Stuck) }
    }

    /// The first call at or below a position that holds the unknown and has a rule: its position,
    /// the rule and its arguments.
    #[allow(clippy::type_complexity)]
    fn find(
        &self,
        path: &[u32],
        unknown: Expr,
        rule: impl Fn(&str) -> Option<&'static str>,
    ) -> Progress<Option<(Vec<u32>, &'static str, Vec<Expr>)>> {
        let store = self.store();
        let mut stack = vec![(path.to_vec(), self.at(path)?)];
        while let Some((at, expr)) = stack.pop() {
            if !self.kernel.arranger().spend(1) {
                return Err(Stuck);
            }
            if !store.contains(expr, unknown) {
                continue;
            }
            let args = store.args(expr);
            if let Head::Call(f) = store.head(expr)
                && let Some(rule) = rule(f.name)
            {
                return Ok(Some((at, rule, args.to_vec())));
            }
            if store.head(expr).binds() || stack.len() > 10_000 {
                continue;
            }
            for (k, arg) in args.iter().enumerate().rev() {
                let mut below = at.clone();
                below.push(k as u32);
                stack.push((below, *arg));
            }
        }
        Ok(None)
    }

    /// Writes absolute values, maxima, minima and signs of the unknown as cases, and takes a
    /// piecewise part to the outside of its side.
    fn make_piecewise(&mut self, prefix: &[u32], unknown: Expr) -> Progress {
        let store = self.store();
        let (path, ..) = self.equation(prefix, unknown)?;
        while let Some((at, rule, args)) = self.find(&path, unknown, |name| match name {
            "abs" => Some("abs-cases"),
            "max" => Some("max-cases"),
            "min" => Some("min-cases"),
            "sign" => Some("sign-cases"),
            _ => None,
        })? {
            // Cases within cases double what is written.
            if store.written_size(self.current()) > MAX_SIZE / 10 {
                return Err(Stuck);
            }
            match args.as_slice() {
                [a] => self.apply_at_level(rule, &at, &[("a", *a)], Level::Full)?,
                [a, b] => self.apply_at_level(rule, &at, &[("a", *a), ("b", *b)], Level::Full)?,
                _ => return Err(Stuck),
            }
        }
        let (path, left, right) = self.equation(prefix, unknown)?;
        for (side, term) in [(0u32, left), (1, right)] {
            if *store.head(term) == Head::Piecewise {
                return Ok(());
            }
            if let Some(lifted) = self.kernel.lifted(term) {
                let mut at = path.clone();
                at.push(side);
                let reason = Text::from("by cases");
                self.built_in("lift", &at, tidy(store, lifted), &[], reason, Level::Full)?;
                return Ok(());
            }
        }
        Err(Stuck)
    }
}

/// Whether a part stands within so many operations that no equation is solved for it.
pub fn too_deep(store: &Store, whole: Expr, part: Expr) -> bool {
    depth(store, whole, part).is_some_and(|depth| depth > MAX_MOVES)
}

/// The least number of operations around an occurrence of a part.
fn depth(store: &Store, whole: Expr, part: Expr) -> Option<usize> {
    store.fold(whole, |expr, _, depths: &[Option<usize>]| {
        match expr == part {
            true => Some(0),
            false => depths.iter().flatten().min().map(|depth| depth + 1),
        }
    })
}

/// Whether a relation is an order or `!=` between terms.
pub fn is_condition(relation: Relation) -> bool {
    relation != Relation::Equal
}

//! What a formula of the checker's language comes to at a point, by the contract's semantics and
//! the tests' own arithmetic.

use std::collections::HashMap;

use equiff::expr::{Binding, Expr, Head, Relation, Store};
use num_bigint::BigInt;
use num_rational::BigRational;

use crate::ball::{Arithmetic, Ball, SURE, Value, Zeroness};

/// Values of variables.
pub type Point = HashMap<Expr, Ball>;

/// What an expression comes to.
#[derive(Clone, Debug)]
pub enum Outcome {
    Term(Value),
    Truth(Truth),
}

/// A truth value as far as numbers tell it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Truth {
    True,
    /// An equation whose sides differ by less than any error that was made on purpose.
    Near,
    False,
    Unclear,
}

/// What a claim does at a point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seen {
    Holds,
    /// It holds, as far as some hundred bits tell.
    Near,
    Fails,
    /// Both sides undefined, or false.
    Empty,
    Unclear,
}

/// The evaluator.
pub struct Numbers {
    pub arithmetic: Arithmetic,
}

impl Numbers {
    pub fn new() -> Numbers {
        Numbers {
            arithmetic: Arithmetic::new(),
        }
    }

    pub fn term(&mut self, store: &Store, expr: Expr, point: &Point) -> Value {
        match self.outcome(store, expr, point) {
            Outcome::Term(value) => value,
            Outcome::Truth(_) => Value::Unclear,
        }
    }

    pub fn truth(&mut self, store: &Store, expr: Expr, point: &Point) -> Truth {
        match self.outcome(store, expr, point) {
            Outcome::Truth(truth) => truth,
            Outcome::Term(_) => Truth::Unclear,
        }
    }

    fn outcome(&mut self, store: &Store, expr: Expr, point: &Point) -> Outcome {
        store.fold(expr, |whole, node, args: &[Outcome]| {
            if let Some(value) = point.get(&whole) {
                return Outcome::Term(Value::Number(value.clone()));
            }
            self.node(store, whole, &node.head, args, point)
        })
    }

    fn node(
        &mut self,
        store: &Store,
        whole: Expr,
        head: &Head,
        args: &[Outcome],
        point: &Point,
    ) -> Outcome {
        let term = Outcome::Term;
        match head {
            Head::Number(number) => term(Value::Number(self.arithmetic.rational(number.value()))),
            Head::Name(name) if &**name == "pi" => term(self.arithmetic.pi()),
            Head::Name(name) if &**name == "e" => {
                let one = self.arithmetic.int(1);
                term(self.arithmetic.call("exp", &[one]))
            }
            Head::Sum | Head::Product | Head::Each => self.indexed(store, whole, head, point),
            Head::Derivative => term(self.derivative(store, whole, point)),
            Head::Piecewise => piecewise(args),
            Head::True => Outcome::Truth(Truth::True),
            Head::False => Outcome::Truth(Truth::False),
            Head::And | Head::Or | Head::Not | Head::Iff | Head::Implies => {
                let truths: Vec<Truth> = args
                    .iter()
                    .map(|arg| match arg {
                        Outcome::Truth(truth) => *truth,
                        Outcome::Term(_) => Truth::Unclear,
                    })
                    .collect();
                Outcome::Truth(connect(head, &truths))
            }
            Head::Relation(relation) => Outcome::Truth(match values(args) {
                Ok(balls) => self.compare(*relation, &balls[0], &balls[1]),
                Err(Value::Undefined) => Truth::False,
                Err(_) => Truth::Unclear,
            }),
            _ => term(match values(args) {
                Ok(balls) => self.compute(head, &balls),
                Err(value) => value,
            }),
        }
    }

    fn compute(&mut self, head: &Head, args: &[Ball]) -> Value {
        let arithmetic = &mut self.arithmetic;
        match (head, args) {
            (Head::Add | Head::Mul, [first, rest @ ..]) => {
                let mut all = first.clone();
                for next in rest {
                    let step = if *head == Head::Add {
                        arithmetic.add(&all, next)
                    } else {
                        arithmetic.mul(&all, next)
                    };
                    match step {
                        Value::Number(value) => all = value,
                        other => return other,
                    }
                }
                Value::Number(all)
            }
            (Head::Neg, [a]) => Value::Number(a.neg()),
            (Head::Div, [a, b]) => arithmetic.div(a, b),
            (Head::Pow, [a, b]) => arithmetic.pow(a, b),
            (Head::Call(function), args) => arithmetic.call(function.name, args),
            _ => Value::Unclear,
        }
    }

    fn compare(&mut self, relation: Relation, a: &Ball, b: &Ball) -> Truth {
        let Value::Number(gap) = self.arithmetic.add(a, &b.neg()) else {
            return Truth::Unclear;
        };
        let said = |truth: bool| if truth { Truth::True } else { Truth::False };
        match gap.sign() {
            Some(sign) => said(match relation {
                Relation::Equal => sign == 0,
                Relation::NotEqual => sign != 0,
                Relation::Less => sign < 0,
                Relation::LessEqual => sign <= 0,
                Relation::Greater => sign > 0,
                Relation::GreaterEqual => sign >= 0,
            }),
            None if gap.zero() == Zeroness::Near && relation == Relation::Equal => Truth::Near,
            None => Truth::Unclear,
        }
    }

    fn indexed(&mut self, store: &Store, whole: Expr, head: &Head, point: &Point) -> Outcome {
        let args = store.args(whole);
        let formula = *head == Head::Each;
        let unclear = if formula {
            Outcome::Truth(Truth::Unclear)
        } else {
            Outcome::Term(Value::Unclear)
        };
        let end = |this: &mut Numbers, e: Expr| match this.term(store, e, point) {
            Value::Number(ball) => ball.integer(),
            _ => None,
        };
        let (Some(lo), Some(hi)) = (end(self, args[1]), end(self, args[2])) else {
            return unclear;
        };
        if hi - lo > 60 {
            return unclear;
        }
        let mut parts = Vec::new();
        for k in lo..=hi {
            let binding: Binding = [(args[0], store.int(k))].into_iter().collect();
            let body = store.substitute(args[3], &binding);
            parts.push(self.outcome(store, body, point));
        }
        if formula {
            let truths: Vec<Truth> = parts
                .iter()
                .map(|part| match part {
                    Outcome::Truth(truth) => *truth,
                    Outcome::Term(_) => Truth::Unclear,
                })
                .collect();
            return Outcome::Truth(connect(&Head::And, &truths));
        }
        let product = *head == Head::Product;
        let mut all = vec![self.arithmetic.int(i64::from(product))];
        match values(&parts) {
            Ok(balls) => all.extend(balls),
            Err(value) => return Outcome::Term(value),
        }
        let head = if product { Head::Mul } else { Head::Add };
        Outcome::Term(self.compute(&head, &all))
    }

    /// A derivative by differences; unclear where the one from the left is not that from the
    /// right.
    fn derivative(&mut self, store: &Store, whole: Expr, point: &Point) -> Value {
        let args = store.args(whole);
        let (variable, body) = (args[0], args[3]);
        let Some(order @ 1..=2) = store.small_integer(args[2]) else {
            return Value::Unclear;
        };
        let Value::Number(place) = self.term(store, args[1], point) else {
            return Value::Unclear;
        };
        let width = BigRational::new(BigInt::from(1), BigInt::from(1) << 80);
        let step = self.arithmetic.rational(&width);
        let mut heights = Vec::new();
        for k in -2..=2 {
            let k = self.arithmetic.int(k);
            let Value::Number(shift) = self.arithmetic.mul(&k, &step) else {
                return Value::Unclear;
            };
            let Value::Number(near) = self.arithmetic.add(&place, &shift) else {
                return Value::Unclear;
            };
            let mut there = point.clone();
            there.insert(variable, near);
            match self.term(store, body, &there) {
                Value::Number(height) => heights.push(height),
                _ => return Value::Unclear,
            }
        }
        let one_sided = [[0, 1], [1, 2], [2, 3], [3, 4]].map(|[a, b]: [usize; 2]| {
            match self.arithmetic.add(&heights[b], &heights[a].neg()) {
                Value::Number(rise) => self.arithmetic.div(&rise, &step),
                other => other,
            }
        });
        let mut slopes = Vec::new();
        for slope in one_sided {
            match slope {
                Value::Number(slope) => slopes.push(slope),
                other => return other,
            }
        }
        // Smooth: neighbouring slopes are nearly the same.
        let spread = (slopes[0].to_f64() - slopes[3].to_f64()).abs();
        if spread.is_nan() || spread > 1e-8 * (1.0 + slopes[1].to_f64().abs()) {
            return Value::Unclear;
        }
        let two = self.arithmetic.int(2);
        let (a, b) = (slopes[1].clone(), slopes[2].clone());
        let combined = if order == 1 {
            match self.arithmetic.add(&a, &b) {
                Value::Number(sum) => self.arithmetic.div(&sum, &two),
                other => other,
            }
        } else {
            match self.arithmetic.add(&b, &a.neg()) {
                Value::Number(bend) => self.arithmetic.div(&bend, &step),
                other => other,
            }
        };
        match combined {
            // The error is the step's square times a derivative of higher order, which is
            // supposed not to be far larger than this one.
            Value::Number(ball) => {
                let size = ball.to_f64().abs().max(1.0).log2() as i64;
                Value::Number(ball.doubtful(SURE - 10 + 2 * size))
            }
            other => other,
        }
    }

    /// What a link with what is given does at a point.
    pub fn seen(&mut self, store: &Store, formula: Expr, given: &[Expr], point: &Point) -> Seen {
        for condition in given {
            match self.truth(store, *condition, point) {
                Truth::True | Truth::Near => {}
                Truth::False => return Seen::Empty,
                Truth::Unclear => return Seen::Unclear,
            }
        }
        let args = store.args(formula);
        match store.head(formula) {
            Head::And => {
                let parts: Vec<Seen> = args
                    .iter()
                    .map(|part| self.seen(store, *part, &[], point))
                    .collect();
                if parts.contains(&Seen::Fails) {
                    Seen::Fails
                } else if parts.contains(&Seen::Unclear) {
                    Seen::Unclear
                } else if parts.contains(&Seen::Near) {
                    Seen::Near
                } else if parts.contains(&Seen::Holds) {
                    Seen::Holds
                } else {
                    Seen::Empty
                }
            }
            Head::Relation(relation) => {
                let sides = [args[0], args[1]].map(|e| self.term(store, e, point));
                match (&sides[0], &sides[1]) {
                    (Value::Unclear, _) | (_, Value::Unclear) => Seen::Unclear,
                    (Value::Undefined, Value::Undefined) => Seen::Empty,
                    (Value::Number(a), Value::Number(b)) => match self.compare(*relation, a, b) {
                        Truth::True => Seen::Holds,
                        Truth::Near => Seen::Near,
                        Truth::False => Seen::Fails,
                        Truth::Unclear => Seen::Unclear,
                    },
                    _ if *relation == Relation::Equal => Seen::Fails,
                    _ => Seen::Empty,
                }
            }
            Head::Iff | Head::Implies => {
                let sides = [args[0], args[1]].map(|e| self.truth(store, e, point));
                let iff = *store.head(formula) == Head::Iff;
                let yes = |t: Truth| matches!(t, Truth::True | Truth::Near);
                match sides {
                    [Truth::Unclear, _] | [_, Truth::Unclear] => Seen::Unclear,
                    [Truth::False, Truth::False] => Seen::Empty,
                    [Truth::True, Truth::True] => Seen::Holds,
                    [a, b] if yes(a) && yes(b) => Seen::Near,
                    [Truth::False, _] if !iff => Seen::Empty,
                    _ => Seen::Fails,
                }
            }
            _ => match self.truth(store, formula, point) {
                Truth::True => Seen::Holds,
                Truth::Near => Seen::Near,
                Truth::False => Seen::Fails,
                Truth::Unclear => Seen::Unclear,
            },
        }
    }
}

/// All values, or what there is instead; undefined wins.
fn values(args: &[Outcome]) -> Result<Vec<Ball>, Value> {
    let mut balls = Vec::new();
    let mut unclear = false;
    for arg in args {
        match arg {
            Outcome::Term(Value::Number(ball)) => balls.push(ball.clone()),
            Outcome::Term(Value::Undefined) => return Err(Value::Undefined),
            _ => unclear = true,
        }
    }
    if unclear {
        Err(Value::Unclear)
    } else {
        Ok(balls)
    }
}

/// Guard and value in turns; only the branch that is taken need be defined.
fn piecewise(args: &[Outcome]) -> Outcome {
    let mut rest = args;
    loop {
        match rest {
            [Outcome::Truth(Truth::True), value, ..] => return value.clone(),
            [Outcome::Truth(Truth::False), _, more @ ..] => rest = more,
            [Outcome::Truth(_), ..] => return Outcome::Term(Value::Unclear),
            [last] => return last.clone(),
            _ => return Outcome::Term(Value::Undefined),
        }
    }
}

fn connect(head: &Head, args: &[Truth]) -> Truth {
    use Truth::{False, Near, True, Unclear};
    match (head, args) {
        (Head::And, _) if args.contains(&False) => False,
        (Head::Or, _) if args.contains(&True) => True,
        (Head::And | Head::Or, _) if args.contains(&Unclear) => Unclear,
        (Head::And | Head::Or, _) if args.contains(&Near) => Near,
        (Head::And, _) => True,
        (Head::Or, _) => False,
        (Head::Not, [True]) => False,
        (Head::Not, [False]) => True,
        (Head::Iff, [True, True] | [False, False]) => True,
        (Head::Iff, [True, False] | [False, True]) => False,
        (Head::Implies, [False, _] | [_, True]) => True,
        (Head::Implies, [True, False]) => False,
        _ => Unclear,
    }
}

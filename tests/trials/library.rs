//! Functions that are made of others, by their definitions.

use num_rational::BigRational;

use crate::ball::{Arithmetic, Ball, Value, Zeroness};

/// The value or return what there is instead.
macro_rules! number {
    ($value:expr) => {
        match $value {
            Value::Number(number) => number,
            other => return other,
        }
    };
}

impl Arithmetic {
    fn sub(&mut self, a: &Ball, b: &Ball) -> Value {
        self.add(a, &b.neg())
    }

    /// Where x must lie strictly between -1 and 1, or at an end where `closed`.
    fn within_one(&mut self, x: &Ball, closed: bool) -> Result<(), Value> {
        let one = self.int(1);
        for end in [self.sub(&one, x), self.add(&one, x)] {
            let Value::Number(gap) = end else {
                return Err(end);
            };
            match gap.sign() {
                Some(1) => {}
                Some(0) if closed => {}
                Some(_) => return Err(Value::Undefined),
                None => return Err(Value::Unclear),
            }
        }
        Ok(())
    }

    pub(crate) fn composed(&mut self, name: &str, x: &Ball) -> Value {
        let (one, two) = (self.int(1), self.int(2));
        match name {
            "sigmoid" => {
                let e = number!(self.call("exp", &[x.neg()]));
                let below = number!(self.add(&one, &e));
                self.div(&one, &below)
            }
            "logit" => {
                let rest = number!(self.sub(&one, x));
                let odds = match (x.sign(), rest.sign()) {
                    (Some(1), Some(1)) => number!(self.div(x, &rest)),
                    (Some(_), Some(_)) => return Value::Undefined,
                    _ => return Value::Unclear,
                };
                self.call("log", &[odds])
            }
            "tan" => {
                let s = number!(self.call("sin", std::slice::from_ref(x)));
                let c = number!(self.call("cos", std::slice::from_ref(x)));
                match c.zero() {
                    Zeroness::Not => self.div(&s, &c),
                    _ => Value::Unclear,
                }
            }
            "asin" | "acos" => {
                if let Err(value) = self.within_one(x, true) {
                    return value;
                }
                // asin x = atan(x/√(1 - x²)), acos x = π/2 - asin x.
                let pi = number!(self.pi());
                let quarter = number!(self.div(&pi, &two));
                let square = number!(self.mul(x, x));
                let rest = number!(self.sub(&one, &square));
                let arc = if rest.sign() == Some(0) {
                    if x.sign() == Some(1) {
                        quarter.clone()
                    } else {
                        quarter.neg()
                    }
                } else {
                    let root = number!(self.call("sqrt", &[rest]));
                    let slope = number!(self.div(x, &root));
                    number!(self.call("atan", &[slope]))
                };
                if name == "asin" {
                    Value::Number(arc)
                } else {
                    self.sub(&quarter, &arc)
                }
            }
            "acosh" => {
                let gap = number!(self.sub(x, &one));
                match gap.sign() {
                    Some(1) => {
                        let square = number!(self.mul(x, x));
                        let rest = number!(self.sub(&square, &one));
                        let root = number!(self.call("sqrt", &[rest]));
                        let sum = number!(self.add(x, &root));
                        self.call("log", &[sum])
                    }
                    Some(0) => Value::Number(self.int(0)),
                    Some(_) => Value::Undefined,
                    None => Value::Unclear,
                }
            }
            "atanh" => {
                if let Err(value) = self.within_one(x, false) {
                    return value;
                }
                let (up, down) = (number!(self.add(&one, x)), number!(self.sub(&one, x)));
                let quotient = number!(self.div(&up, &down));
                let log = number!(self.call("log", &[quotient]));
                self.div(&log, &two)
            }
            "Phi" => {
                let root = number!(self.call("sqrt", std::slice::from_ref(&two)));
                let scaled = number!(self.div(x, &root));
                let e = number!(self.call("erf", &[scaled]));
                let sum = number!(self.add(&one, &e));
                self.div(&sum, &two)
            }
            "Phi_inv" => self.phi_inverse(x),
            "max" | "min" => Value::Number(x.clone()),
            _ => Value::Unclear,
        }
    }

    pub(crate) fn several(&mut self, name: &str, args: &[Ball]) -> Value {
        match (name, args) {
            ("max" | "min", [first, rest @ ..]) => {
                let mut best = first.clone();
                for next in rest {
                    let gap = number!(self.sub(next, &best));
                    let wanted = if name == "max" { 1 } else { -1 };
                    match gap.sign() {
                        Some(s) if s == wanted => best = next.clone(),
                        Some(_) => {}
                        None if gap.zero() == Zeroness::Near => {}
                        None => return Value::Unclear,
                    }
                }
                Value::Number(best)
            }
            ("root", [x, n]) => {
                let Some(n) = n.integer().filter(|n| *n > 0) else {
                    return Value::Unclear;
                };
                let power = self.rational(&BigRational::new(1.into(), n.into()));
                match x.sign() {
                    Some(-1) if n % 2 == 1 => match self.pow(&x.neg(), &power) {
                        Value::Number(value) => Value::Number(value.neg()),
                        other => other,
                    },
                    Some(-1) => Value::Undefined,
                    Some(0) => Value::Number(self.int(0)),
                    Some(_) => self.pow(x, &power),
                    None => Value::Unclear,
                }
            }
            _ => Value::Unclear,
        }
    }

    /// 2/√π Σ (-1)ⁿ x²ⁿ⁺¹/(n! (2n + 1)), which loses as many bits as e^{x²} has.
    pub(crate) fn erf(&mut self, x: &Ball) -> Value {
        if x.to_f64().abs() > 7.0 {
            return Value::Unclear;
        }
        if x.sign() == Some(0) {
            return Value::Number(self.int(0));
        }
        let (square, size) = (number!(self.mul(x, x)).neg(), x.to_f64().powi(2));
        let (mut power, mut sum) = (x.clone(), x.clone());
        for n in 1..700 {
            power = number!(self.mul(&power, &square));
            power = number!(self.div(&power, &self.int(n)));
            let term = number!(self.div(&power, &self.int(2 * n + 1)));
            sum = number!(self.add(&sum, &term));
            if n as f64 > 2.0 * size && term.to_f64().abs() < 1e-80 {
                break;
            }
        }
        let pi = number!(self.pi());
        let root = number!(self.call("sqrt", &[pi]));
        let two = self.int(2);
        let twice = number!(self.mul(&two, &sum));
        match self.div(&twice, &root) {
            Value::Number(value) => Value::Number(value.doubtful(-250)),
            other => other,
        }
    }

    /// Newton's method for Φ(z) = p.
    fn phi_inverse(&mut self, p: &Ball) -> Value {
        let one = self.int(1);
        let rest = number!(self.sub(&one, p));
        match (p.sign(), rest.sign()) {
            (Some(1), Some(1)) => {}
            (Some(_), Some(_)) => return Value::Undefined,
            _ => return Value::Unclear,
        }
        let share = p.to_f64();
        if !(1e-8..=1.0 - 1e-8).contains(&share) {
            return Value::Unclear;
        }
        let (two, pi) = (self.int(2), number!(self.pi()));
        let circle = number!(self.mul(&two, &pi));
        let circle = number!(self.call("sqrt", &[circle]));
        let mut z = self.int(0);
        // Damped at first: the first steps from 0 overshoot for shares near 0 and 1.
        for round in 0..24 {
            let value = number!(self.call("Phi", std::slice::from_ref(&z)));
            let gap = number!(self.sub(p, &value));
            let square = number!(self.mul(&z, &z));
            let half = number!(self.div(&square, &two));
            let grown = number!(self.call("exp", &[half]));
            let scale = number!(self.mul(&circle, &grown));
            let mut step = number!(self.mul(&gap, &scale));
            if step.to_f64().abs() > 1.0 {
                let sign = i64::from(step.sign().unwrap_or(1));
                step = self.int(sign);
            }
            z = number!(self.add(&z, &step)).rounded();
            if round > 8 && step.to_f64().abs() < 1e-60 {
                return Value::Number(z.doubtful(-180));
            }
        }
        Value::Unclear
    }
}

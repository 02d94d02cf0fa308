//! Values of a form at points without a pattern, as machine numbers: enough to tell formulas apart,
//! and no proof of anything.

use num_traits::ToPrimitive;

use super::form::{Form, Role};
use crate::expr::{Expr, Head, Relation, Store};

/// Sums of more terms are not evaluated.
const MOST_TERMS: usize = 4_000;

/// A point at which forms are evaluated.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// Which point it is.
    pub seed: u64,
    /// The interval in which its values lie.
    pub range: (f64, f64),
    /// Whether what is undefined has a formal value, which is that of its parts alone.
    pub formal: bool,
}

/// What the numbers of a form stand for in another one.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// For each family the number of the one that it is taken for.
    pub families: Vec<usize>,
    /// The values of the free indices.
    pub indices: Vec<usize>,
    /// Which size each size is taken for.
    pub sizes: Vec<usize>,
}

impl Names {
    /// Each for itself.
    pub fn own(form: &Form) -> Names {
        Names {
            families: (0..form.families.len()).collect(),
            indices: (0..form.indices.len()).collect(),
            sizes: (0..form.sizes.len()).collect(),
        }
    }
}

/// The value of a term of a form; `None` where it has none.
pub fn value(store: &Store, form: &Form, names: &Names, root: Expr, point: Point) -> Option<f64> {
    let mut walk = Walk {
        store,
        form,
        names,
        point,
        bound: Vec::new(),
        left: MOST_TERMS,
    };
    walk.value(root).filter(|value| value.is_finite())
}

struct Walk<'a> {
    store: &'a Store,
    form: &'a Form,
    names: &'a Names,
    point: Point,
    bound: Vec<(Expr, f64)>,
    left: usize,
}

impl Walk<'_> {
    fn value(&mut self, term: Expr) -> Option<f64> {
        let store = self.store;
        let args = store.args(term);
        Some(match store.head(term) {
            Head::Number(number) => number.value().to_f64()?,
            Head::Name(name) => self.name(term, name)?,
            Head::Entry => {
                let mut indices = 0_u64;
                for index in &args[1..] {
                    let index = self.value(*index)?;
                    indices = indices
                        .wrapping_mul(31)
                        .wrapping_add((index * 8.0) as i64 as u64 + 1);
                }
                match self.form.roles.get(&args[0]) {
                    Some(Role::Family(number)) => self.draw(*number, indices),
                    _ => return None,
                }
            }
            Head::Add => {
                let mut sum = 0.0;
                for arg in args {
                    sum += self.value(*arg)?;
                }
                sum
            }
            Head::Mul => {
                let mut product = 1.0;
                for arg in args {
                    product *= self.value(*arg)?;
                }
                product
            }
            Head::Neg => -self.value(args[0])?,
            Head::Div => {
                let (a, b) = (self.value(args[0])?, self.value(args[1])?);
                (b != 0.0).then(|| a / b)?
            }
            Head::Pow => {
                let (base, exponent) = (self.value(args[0])?, self.value(args[1])?);
                let formal = || self.formal("power", &[base, exponent]);
                power(base, exponent).or_else(formal)?
            }
            Head::Call(function) => {
                let values: Option<Vec<f64>> = args.iter().map(|arg| self.value(*arg)).collect();
                {
                    let values = values?;
                    let known = call(function.name, &values).filter(|value| !value.is_nan());
                    known.or_else(|| self.formal(function.name, &values))?
                }
            }
            Head::Apply(name) => {
                let values: Option<Vec<f64>> = args.iter().map(|arg| self.value(*arg)).collect();
                match self.form.roles.get(&store.name(name)) {
                    Some(Role::Family(number)) => {
                        let bits = values?.iter().fold(7_u64, |all, value| {
                            all.wrapping_mul(0x100_0000_01b3)
                                .wrapping_add(value.to_bits())
                        });
                        self.draw(*number, bits)
                    }
                    _ => call(name, &values?)?,
                }
            }
            Head::Sum | Head::Product => self.over(term, args)?,
            Head::Piecewise => self.branch(args)?,
            _ => return None,
        })
    }

    fn name(&self, term: Expr, name: &str) -> Option<f64> {
        match name {
            "pi" => return Some(std::f64::consts::PI),
            "e" => return Some(std::f64::consts::E),
            _ => {}
        }
        if let Some((_, value)) = self.bound.iter().rev().find(|(index, _)| *index == term) {
            return Some(*value);
        }
        Some(match self.form.roles.get(&term)? {
            Role::Family(number) => self.draw(*number, 0),
            Role::Index(number) => *self.names.indices.get(*number)? as f64 + 1.0,
            Role::Size(number) => *self.names.sizes.get(*number)? as f64 * 3.0 + 3.0,
        })
    }

    /// A value without a pattern.
    fn draw(&self, family: usize, indices: u64) -> f64 {
        let family = self.names.families.get(family).map_or(family, |n| *n);
        let mut x = (family as u64 + 1)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .wrapping_add(indices.wrapping_mul(0xbf58_476d_1ce4_e5b9))
            .wrapping_add(self.point.seed.wrapping_mul(0x94d0_49bb_1331_11eb));
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^= x >> 31;
        let unit = (x >> 11) as f64 / (1_u64 << 53) as f64;
        self.point.range.0 + unit * (self.point.range.1 - self.point.range.0)
    }

    /// What stands for an undefined value: a number that only its arguments tell.
    fn formal(&self, name: &str, args: &[f64]) -> Option<f64> {
        let known = matches!(
            name,
            "power" | "log" | "log2" | "log10" | "sqrt" | "Phi_inv" | "logit"
        );
        if !self.point.formal || !known {
            return None;
        }
        let seed = args.iter().map(|arg| arg.abs().sqrt() + 0.377 * arg);
        Some(0.1 * name.len() as f64 + seed.sum::<f64>())
    }

    fn over(&mut self, term: Expr, args: &[Expr]) -> Option<f64> {
        let (lo, hi) = (self.value(args[1])?, self.value(args[2])?);
        let sum = *self.store.head(term) == Head::Sum;
        let mut result = if sum { 0.0 } else { 1.0 };
        let mut index = lo;
        while index <= hi {
            self.left = self.left.checked_sub(1)?;
            self.bound.push((args[0], index));
            let value = self.value(args[3]);
            self.bound.pop();
            match sum {
                true => result += value?,
                false => result *= value?,
            }
            index += 1.0;
        }
        Some(result)
    }

    fn branch(&mut self, args: &[Expr]) -> Option<f64> {
        for pair in args.chunks(2) {
            match pair {
                [condition, value] => {
                    if self.truth(*condition)? {
                        return self.value(*value);
                    }
                }
                [otherwise] => return self.value(*otherwise),
                _ => return None,
            }
        }
        None
    }

    fn truth(&mut self, formula: Expr) -> Option<bool> {
        let args = self.store.args(formula);
        match self.store.head(formula) {
            Head::Relation(relation) => {
                let (a, b) = (self.value(args[0])?, self.value(args[1])?);
                Some(match relation {
                    Relation::Equal => a == b,
                    Relation::NotEqual => a != b,
                    Relation::Less => a < b,
                    Relation::LessEqual => a <= b,
                    Relation::Greater => a > b,
                    Relation::GreaterEqual => a >= b,
                })
            }
            Head::And => {
                for arg in args {
                    if !self.truth(*arg)? {
                        return Some(false);
                    }
                }
                Some(true)
            }
            Head::Or => {
                for arg in args {
                    if self.truth(*arg)? {
                        return Some(true);
                    }
                }
                Some(false)
            }
            Head::Not => self.truth(args[0]).map(|truth| !truth),
            Head::True => Some(true),
            Head::False => Some(false),
            _ => None,
        }
    }
}

fn power(base: f64, exponent: f64) -> Option<f64> {
    let integer = exponent.fract() == 0.0;
    let defined = base > 0.0 || base < 0.0 && integer || base == 0.0 && exponent > 0.0;
    defined.then(|| base.powf(exponent))
}

fn call(name: &str, args: &[f64]) -> Option<f64> {
    match (name, args) {
        ("Gamma", [x]) => Some(gamma(*x)),
        ("factorial", [x]) => Some(gamma(x + 1.0)),
        ("binomial", [n, k]) => Some(gamma(n + 1.0) / (gamma(k + 1.0) * gamma(n - k + 1.0))),
        ("Beta", [a, b]) => Some(gamma(*a) * gamma(*b) / gamma(a + b)),
        _ => crate::eval::machine_call(name, args),
    }
}

/// The gamma function, by Lanczos' series.
fn gamma(x: f64) -> f64 {
    const G: f64 = 7.0;
    const SERIES: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        let sine = (std::f64::consts::PI * x).sin();
        return std::f64::consts::PI / (sine * gamma(1.0 - x));
    }
    let x = x - 1.0;
    let mut sum = SERIES[0];
    for (k, term) in SERIES.iter().enumerate().skip(1) {
        sum += term / (x + k as f64);
    }
    let t = x + G + 0.5;
    (2.0 * std::f64::consts::PI).sqrt() * t.powf(x + 0.5) * (-t).exp() * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gamma_function_gives_factorials() {
        for (n, expected) in [(1.0, 1.0), (5.0, 24.0), (0.5, 1.772_453_850_905_516)] {
            assert!((gamma(n) - expected).abs() < 1e-9, "{n}");
        }
    }
}

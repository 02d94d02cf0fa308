//! Products, powers and inverses of matrices, and what their names are.

use num_traits::ToPrimitive;

use super::matrices::Kind;
use super::reader::Reader;
use crate::expr::{Args, Expr, Head, Shapes, Store};

/// Capitals that count where nothing says otherwise: numbers of rows, of classes, of steps.
const COUNTS: &[&str] = &["N", "M", "K", "T"];

/// Powers up to this one are written as products.
const LONGEST_POWER: i64 = 8;

impl Reader<'_> {
    /// Whether factors have a matrix among them, and are no dot product like `\beta^T X`, in which
    /// a capital may be a vector.
    pub(super) fn multiplies_matrices(&self, factors: &[Expr]) -> bool {
        let store = self.store;
        if !factors.iter().any(|factor| self.is_matrix_term(*factor)) {
            return false;
        }
        let named = |expr: Expr| {
            let name = self.base_name(expr)?;
            name.split('_').next()
        };
        let certain =
            |expr: Expr| named(expr).is_none_or(|name| self.survey.certain_matrices.contains(name));
        let first = factors.iter().position(|factor| self.is_shaped(*factor));
        let [turned, other] = &factors[first.unwrap_or(0)..] else {
            return true;
        };
        match (store.head(*turned), store.args(*turned)) {
            (Head::Apply(name), [inner]) if &**name == "transpose" => {
                certain(*inner) && named(*inner).is_some()
                    || certain(*other) && named(*other).is_some()
                    || named(*inner).is_none() && self.is_matrix_term(*inner)
            }
            _ => true,
        }
    }

    /// Whether a term is a matrix, not a vector.
    pub(super) fn is_matrix_term(&self, expr: Expr) -> bool {
        let store = self.store;
        let mut stack = vec![expr];
        let mut steps = 0;
        while let Some(expr) = stack.pop() {
            steps += 1;
            if steps > 50 {
                return false;
            }
            match (store.head(expr), store.args(expr)) {
                (Head::Name(_), _) if self.is_matrix(expr) => return true,
                (Head::Apply(name), args) => match &**name {
                    "matmul" | "inverse" | "eye" => return true,
                    "transpose" => stack.extend(args),
                    _ => {}
                },
                (Head::Entry, [base, _]) if self.is_matrix(*base) => return true,
                (Head::Add | Head::Neg | Head::Mul, args) => stack.extend(args.iter().take(4)),
                _ => {}
            }
        }
        false
    }

    /// A product with a matrix among its factors: the numbers, then the matrices in their order.
    /// A name to the right of a matrix is a vector, or whatever else it may be: it stays there.
    pub(super) fn product_of_matrices(&self, factors: &[Expr]) -> Expr {
        let store = self.store;
        let (mut scalars, mut chain) = (Args::new(), Vec::new());
        for factor in factors {
            let shaped = self.is_shaped(*factor) || self.is_matrix_term(*factor);
            let number = store.free_names(*factor).is_empty();
            let begun = !chain.is_empty();
            if shaped
                || !number && (self.may_be_matrix(*factor) || begun && self.may_be_vector(*factor))
            {
                chain.push(*factor);
            } else {
                scalars.push(*factor);
            }
        }
        scalars.push(match chain.as_slice() {
            [one] => *one,
            _ => store.apply("matmul", &chain),
        });
        store.mul(scalars)
    }

    /// A capital beside matrices that does not count anything.
    fn may_be_matrix(&self, factor: Expr) -> bool {
        let name = self.store.name_text(factor).unwrap_or_default();
        name.starts_with(char::is_uppercase)
            && !COUNTS.contains(&name)
            && !self.scope.is_scalar(name)
    }

    /// A term to the right of a matrix that may be a vector.
    fn may_be_vector(&self, factor: Expr) -> bool {
        match self.store.head(factor) {
            Head::Name(name) => !self.scope.is_scalar(name) && !COUNTS.contains(&&**name),
            Head::Entry | Head::Call(_) | Head::Apply(_) | Head::Add | Head::Neg => true,
            _ => false,
        }
    }

    /// A power of a matrix; `None` where the base is none.
    pub(super) fn power_of_matrix(&self, base: Expr, exponent: Expr) -> Option<Expr> {
        let store = self.store;
        if matches!(store.head(base), Head::Entry) || !self.is_matrix_term(base) {
            return None;
        }
        let literal = store.literal(exponent).filter(|n| n.is_integer());
        let count = literal.and_then(|n| n.to_integer().to_i64());
        let inverse = |of: Expr| store.apply("inverse", &[of]);
        Some(match count {
            Some(1) => base,
            Some(-1) => inverse(base),
            Some(n) if n != 0 && n.abs() <= LONGEST_POWER => {
                let one = if n < 0 { inverse(base) } else { base };
                store.apply("matmul", &vec![one; usize::try_from(n.abs()).ok()?])
            }
            _ if self.is_minus_transpose(exponent) => store.apply("transpose", &[inverse(base)]),
            _ => store.apply("matrix_power", &[base, exponent]),
        })
    }

    /// `A^{-T}`
    fn is_minus_transpose(&self, exponent: Expr) -> bool {
        matches!((self.store.head(exponent), self.store.args(exponent)),
            (Head::Neg, [name]) if self.store.name_text(*name) == Some("T"))
    }

    /// What is known of the names of the formula, once it is read.
    pub(super) fn shapes(&self) -> Shapes {
        let store = self.store;
        let names = |set: &rustc_hash::FxHashSet<String>| {
            let mut names: Vec<&String> = set.iter().collect();
            names.sort_unstable();
            names.into_iter().map(|name| store.name(name)).collect()
        };
        Shapes {
            matrices: names(&self.survey.matrices),
            columns: names(&self.survey.vectors),
            facts: self.scope.matrix_facts.iter().map(|fact| fact.0).collect(),
        }
    }

    /// A formula with the identity matrix in the place of the letter I.
    pub(super) fn with_identity(&self, expr: Expr) -> Expr {
        let store = self.store;
        if !self.survey.identity {
            return expr;
        }
        store.rebuild(expr, |head, args| match head {
            Head::Name(name) if &**name == "I" => Some(store.apply("eye", &[store.name("I")])),
            Head::Name(name) => {
                let size = name.strip_prefix("I_")?;
                Some(store.apply("eye", &[store.name(size)]))
            }
            Head::Entry if is_identity(store, args[0]) => Some(store.apply("eye", &args[1..2])),
            // The letter stands in the brackets of what it has become.
            Head::Apply(name) if &**name == "eye" => None,
            _ => None,
        })
    }
}

/// What a term of matrices is: a matrix (or a vector) if it is a sum of multiples of products; a
/// number if it begins with a row.
pub(super) fn kind_of(store: &Store, term: Expr) -> Kind {
    let mut part = term;
    loop {
        let args = store.args(part);
        match store.head(part) {
            Head::Add | Head::Neg => part = args[0],
            Head::Mul | Head::Div => {
                match args
                    .iter()
                    .find(|arg| Shapes::default().matter(store, **arg))
                {
                    Some(factor) => part = *factor,
                    None => return Kind::Number,
                }
            }
            Head::Apply(name) => match (&**name, args) {
                ("matmul", [first, ..]) => match (store.head(*first), store.args(*first)) {
                    (Head::Apply(name), [of]) if &**name == "transpose" => {
                        let row = store
                            .name_text(*of)
                            .is_some_and(|name| !name.starts_with(char::is_uppercase));
                        return if row { Kind::Number } else { Kind::Matrix };
                    }
                    _ => return Kind::Matrix,
                },
                ("inverse" | "eye" | "transpose", _) => return Kind::Matrix,
                _ => return Kind::Number,
            },
            _ => return Kind::Number,
        }
    }
}

/// A norm beside matrices: its square is a product.
pub(super) fn norm(store: &Store, name: &str, of: Expr) -> Expr {
    match name {
        "norm_squared" | "length_squared" => {
            let turned = store.apply("transpose", &[of]);
            store.apply("matmul", &[turned, of])
        }
        "norm_1" => store.apply(name, &[of]),
        _ => store.apply("norm", &[of]),
    }
}

fn is_identity(store: &Store, base: Expr) -> bool {
    matches!((store.head(base), store.args(base)),
        (Head::Apply(name), [of]) if &**name == "eye" && store.name_text(*of) == Some("I"))
}

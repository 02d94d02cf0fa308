//! Matrices: what the normal form calls equal is equal for matrices of small whole numbers, computed
//! here by the definitions; what is altered is told apart.

use std::collections::BTreeMap;

use equiff::check::Verdict;
use equiff::check::reading::{Checked, Reader};
use equiff::document::Kind;
use equiff::expr::{Expr, Head, Store};
use equiff::kernel::matrix;
use equiff::parse;
use num_rational::BigRational;
use num_traits::{One, Zero};

type Number = BigRational;

/// Rows of entries.
#[derive(Clone, PartialEq, Debug)]
struct Matrix(Vec<Vec<Number>>);

fn whole(value: i64) -> Number {
    Number::from_integer(value.into())
}

impl Matrix {
    fn number(value: Number) -> Matrix {
        Matrix(vec![vec![value]])
    }

    fn identity(size: usize) -> Matrix {
        let entry = |i: usize, j: usize| whole(i64::from(i == j));
        Matrix(
            (0..size)
                .map(|i| (0..size).map(|j| entry(i, j)).collect())
                .collect(),
        )
    }

    fn rows(&self) -> usize {
        self.0.len()
    }

    fn columns(&self) -> usize {
        self.0[0].len()
    }

    fn is_number(&self) -> bool {
        self.rows() == 1 && self.columns() == 1
    }

    fn scaled(&self, by: &Number) -> Matrix {
        let row = |row: &Vec<Number>| row.iter().map(|x| x * by).collect();
        Matrix(self.0.iter().map(row).collect())
    }

    fn plus(&self, other: &Matrix) -> Option<Matrix> {
        if (self.rows(), self.columns()) != (other.rows(), other.columns()) {
            return None;
        }
        let row =
            |(a, b): (&Vec<Number>, &Vec<Number>)| a.iter().zip(b).map(|(x, y)| x + y).collect();
        Some(Matrix(self.0.iter().zip(&other.0).map(row).collect()))
    }

    fn times(&self, other: &Matrix) -> Option<Matrix> {
        if self.is_number() {
            return Some(other.scaled(&self.0[0][0]));
        }
        if other.is_number() {
            return Some(self.scaled(&other.0[0][0]));
        }
        if self.columns() != other.rows() {
            return None;
        }
        let entry = |i: usize, j: usize| {
            (0..other.rows())
                .map(|k| &self.0[i][k] * &other.0[k][j])
                .sum()
        };
        let row = |i: usize| (0..other.columns()).map(|j| entry(i, j)).collect();
        Some(Matrix((0..self.rows()).map(row).collect()))
    }

    fn transposed(&self) -> Matrix {
        let row = |j: usize| self.0.iter().map(|row| row[j].clone()).collect();
        Matrix((0..self.columns()).map(row).collect())
    }

    /// By Gauss and Jordan; with the determinant.
    fn inverted(&self) -> Option<(Matrix, Number)> {
        let size = self.rows();
        if size != self.columns() {
            return None;
        }
        let (mut left, mut right) = (self.clone(), Matrix::identity(size));
        let mut determinant = whole(1);
        for column in 0..size {
            let pivot = (column..size).find(|row| !left.0[*row][column].is_zero())?;
            if pivot != column {
                left.0.swap(pivot, column);
                right.0.swap(pivot, column);
                determinant = -determinant;
            }
            let by = left.0[column][column].clone();
            determinant *= &by;
            for side in [&mut left, &mut right] {
                side.0[column].iter_mut().for_each(|x| *x /= &by);
            }
            for row in (0..size).filter(|row| *row != column) {
                let factor = left.0[row][column].clone();
                for side in [&mut left, &mut right] {
                    let base = side.0[column].clone();
                    let pairs = side.0[row].iter_mut().zip(&base);
                    pairs.for_each(|(x, b)| *x -= &factor * b);
                }
            }
        }
        Some((right, determinant))
    }

    fn trace(&self) -> Option<Number> {
        (self.rows() == self.columns())
            .then(|| (0..self.rows()).map(|i| self.0[i][i].clone()).sum())
    }
}

type Values = BTreeMap<&'static str, Matrix>;

/// The value of a term by the definitions; `None` if it has none. `eye` has three rows.
fn value(store: &Store, term: Expr, values: &Values) -> Option<Matrix> {
    let args: Option<Vec<Matrix>> = match store.head(term) {
        Head::Apply(name) if &**name == "eye" => return Some(Matrix::identity(3)),
        _ => store
            .args(term)
            .iter()
            .map(|arg| value(store, *arg, values))
            .collect(),
    };
    let args = args?;
    let product = |all: &[Matrix]| {
        let mut all = all.iter().cloned();
        let first = all.next()?;
        all.try_fold(first, |a, b| a.times(&b))
    };
    match store.head(term) {
        Head::Number(number) => Some(Matrix::number(number.value().clone())),
        Head::Name(name) => values.get(&**name).cloned(),
        Head::Add => {
            let mut all = args.into_iter();
            let first = all.next()?;
            all.try_fold(first, |a, b| a.plus(&b))
        }
        Head::Neg => Some(args[0].scaled(&whole(-1))),
        Head::Mul => product(&args),
        Head::Div => {
            let by = args[1].0[0][0].clone();
            (args[1].is_number() && !by.is_zero()).then(|| args[0].scaled(&by.recip()))
        }
        Head::Apply(name) => match &**name {
            "matmul" => product(&args),
            "transpose" => Some(args[0].transposed()),
            "inverse" => Some(args[0].inverted()?.0),
            "tr" => Some(Matrix::number(args[0].trace()?)),
            "det" => {
                let square = args[0].rows() == args[0].columns();
                let value = args[0].inverted().map_or_else(Number::zero, |(_, d)| d);
                square.then(|| Matrix::number(value))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Small numbers without a pattern.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % 11).expect("small") - 5
    }

    fn matrix(&mut self, rows: usize, columns: usize) -> Matrix {
        Matrix(
            (0..rows)
                .map(|_| (0..columns).map(|_| whole(self.roll())).collect())
                .collect(),
        )
    }

    /// A, B, C with three rows and columns, X with four rows and three columns, vectors, a number.
    fn values(&mut self) -> Values {
        let shapes = [
            ("A", 3, 3),
            ("B", 3, 3),
            ("C", 3, 3),
            ("X", 4, 3),
            ("Y", 3, 4),
            ("u", 3, 1),
            ("v", 3, 1),
            ("y", 4, 1),
            ("a", 1, 1),
        ];
        let shapes = shapes.into_iter();
        shapes
            .map(|(name, rows, columns)| (name, self.matrix(rows, columns)))
            .collect()
    }
}

fn columns(store: &Store) -> Vec<Expr> {
    let column = |name: &str| store.eq(store.apply("cols", &[store.name(name)]), store.int(1));
    ["u", "v", "y"].map(column).to_vec()
}

const TRUE: &[&str] = &[
    "transpose(matmul(A, B)) = matmul(transpose(B), transpose(A))",
    "transpose(matmul(X, A, B)) = matmul(transpose(B), transpose(A), transpose(X))",
    "inverse(matmul(A, B, C)) = matmul(inverse(C), inverse(B), inverse(A))",
    "inverse(transpose(A)) = transpose(inverse(A))",
    "matmul(A + B, A + B) = matmul(A, A) + matmul(A, B) + matmul(B, A) + matmul(B, B)",
    "matmul(inverse(matmul(transpose(X), X)), transpose(X), X) = eye(3)",
    "matmul(transpose(y - matmul(X, u)), y - matmul(X, u)) = matmul(transpose(y), y) - 2*matmul(transpose(u), transpose(X), y) + matmul(transpose(u), transpose(X), X, u)",
    "matmul(transpose(u), A, v) = matmul(transpose(v), transpose(A), u)",
    "matmul(u, transpose(v), u) = matmul(transpose(v), u)*u",
    "tr(matmul(X, Y)) = tr(matmul(Y, X))",
    "tr(matmul(A, B, C)) = tr(matmul(C, A, B))",
    "tr(matmul(u, transpose(v))) = matmul(transpose(v), u)",
    "tr(matmul(A, B, inverse(A))) = tr(B)",
    "det(matmul(A, B)) = det(B)*det(A)",
    "det(inverse(matmul(A, B))) = 1/(det(A)*det(B))",
    "inverse(a*A) = 1/a*inverse(A)",
    "inverse(A) - inverse(B) = matmul(inverse(A), B - A, inverse(B))",
    "matmul(inverse(matmul(transpose(X), X) + a*eye(3)), matmul(transpose(X), X)) = eye(3) - a*inverse(matmul(transpose(X), X) + a*eye(3))",
    "inverse(A + matmul(B, C)) = inverse(A) - matmul(inverse(A), B, inverse(eye(3) + matmul(C, inverse(A), B)), C, inverse(A))",
    "inverse(eye(3) + A) = eye(3) - matmul(A, inverse(eye(3) + A))",
    "matmul(A, inverse(eye(3) + A)) = matmul(inverse(eye(3) + A), A)",
    "inverse(A + B) = matmul(inverse(A), inverse(inverse(A) + inverse(B)), inverse(B))",
];

#[test]
fn a_sign_is_kept_where_an_inverse_is_transposed() {
    let store = Store::new();
    for (text, holds) in [
        (
            "transpose(inverse(A - transpose(A))) = -inverse(A - transpose(A))",
            true,
        ),
        (
            "transpose(inverse(A - transpose(A))) = inverse(A - transpose(A))",
            false,
        ),
        (
            "transpose(inverse(A + transpose(A))) = inverse(A + transpose(A))",
            true,
        ),
        ("inverse(A - A) = inverse(A - A)", false),
        (
            "inverse(matmul(u, transpose(u))) = inverse(matmul(u, transpose(u)))",
            false,
        ),
    ] {
        let formula = parse::formula(&store, text).expect(text);
        let (a, b) = store.sides(formula).expect(text);
        let said = matrix::equal(&store, a, b, &columns(&store)).is_ok();
        assert_eq!(said, holds, "{text}");
    }
}

/// The formulas that differ from one by a small change somewhere.
fn altered(store: &Store, formula: Expr) -> Vec<Expr> {
    let mut all = Vec::new();
    for part in store.subterms(formula) {
        let mut new = Vec::new();
        match (store.head(part), store.args(part)) {
            (Head::Apply(name), [inner]) if matches!(&**name, "transpose" | "inverse") => {
                new.push(*inner)
            }
            (Head::Apply(name), args) if &**name == "matmul" => {
                let back: Vec<Expr> = args.iter().rev().copied().collect();
                new.push(store.apply("matmul", &back));
                new.push(store.apply("matmul", &args[1..]));
            }
            (Head::Name(name), _) if &**name == "A" => {
                new.extend([
                    store.name("B"),
                    store.apply("transpose", &[part]),
                    store.neg(part),
                ]);
            }
            (Head::Name(name), _) if &**name == "u" => new.push(store.name("v")),
            (Head::Neg, [inner]) => new.push(*inner),
            _ => {}
        }
        for other in new {
            // At every place where it stands, and on each side alone.
            let sides = store.sides(formula).expect("an equation");
            let binding = |side: Expr| {
                store.rebuild(side, |head, args| {
                    (store.with_args(head, args) == part).then_some(other)
                })
            };
            all.push(store.eq(binding(sides.0), sides.1));
            all.push(store.eq(sides.0, binding(sides.1)));
            all.push(store.eq(binding(sides.0), binding(sides.1)));
        }
    }
    all
}

/// Whether an equation holds for some values; `None` where a side has none.
fn holds(store: &Store, formula: Expr, values: &Values) -> Option<bool> {
    let (a, b) = store.sides(formula)?;
    Some(value(store, a, values)? == value(store, b, values)?)
}

#[test]
fn what_is_called_equal_is_equal() {
    let store = Store::new();
    let mut dice = Dice(1);
    let assignments: Vec<Values> = (0..4).map(|_| dice.values()).collect();
    let assumed = columns(&store);
    let (mut told_apart, mut equal) = (0, 0);
    for text in TRUE {
        let formula = parse::formula(&store, text).expect(text);
        let (a, b) = store.sides(formula).expect(text);
        assert_eq!(matrix::equal(&store, a, b, &assumed), Ok(()), "{text}");
        assert!(
            assignments
                .iter()
                .any(|v| holds(&store, formula, v) == Some(true)),
            "{text}"
        );
        for other in altered(&store, formula).into_iter().chain([formula]) {
            let (a, b) = store.sides(other).expect("an equation");
            let shown = equiff::render::plain(&store, other);
            let values: Vec<bool> = assignments
                .iter()
                .filter_map(|v| holds(&store, other, v))
                .collect();
            if values.is_empty() {
                continue;
            }
            match matrix::equal(&store, a, b, &assumed) {
                Ok(()) => {
                    equal += 1;
                    assert!(values.iter().all(|holds| *holds), "false: {shown}");
                }
                Err(_) => told_apart += usize::from(values.contains(&false)),
            }
        }
    }
    assert!(
        told_apart > 150 && equal > 30,
        "{told_apart} told apart, {equal} equal"
    );
}

#[test]
fn products_and_sums_are_equal_just_where_their_normal_forms_are() {
    let store = Store::new();
    let mut dice = Dice(7);
    let assignments: Vec<Values> = (0..3).map(|_| dice.values()).collect();
    let (a, b) = (store.name("A"), store.name("B"));
    let turned = |e: Expr| store.apply("transpose", &[e]);
    let product = |x: Expr, y: Expr| store.apply("matmul", &[x, y]);
    let mut terms = vec![a, b, turned(a)];
    for x in terms.clone() {
        for y in [a, b, turned(b)] {
            terms.push(product(x, y));
            terms.push(store.add([x, y].as_slice()));
            terms.push(turned(product(x, y)));
            terms.push(product(store.sub(x, y), a));
            terms.push(store.sub(product(x, a), product(y, a)));
        }
    }
    for (at, x) in terms.iter().enumerate() {
        for y in &terms[..at] {
            let formula = store.eq(*x, *y);
            let truth = assignments
                .iter()
                .all(|v| holds(&store, formula, v) == Some(true));
            let said = matrix::equal(&store, *x, *y, &[]).is_ok();
            assert_eq!(said, truth, "{}", equiff::render::plain(&store, formula));
        }
    }
    assert!(Number::one() != Number::zero());
}

fn verdicts(text: &str) -> Vec<Checked> {
    let all = Reader::document(Kind::Markdown, text).expect("a document");
    all.into_iter()
        .filter(|checked| checked.text.contains('='))
        .collect()
}

#[track_caller]
fn says(text: &str, verdict: Verdict) {
    let all = verdicts(text);
    let last = all.last().expect(text);
    assert_eq!(
        last.report.verdict, verdict,
        "{text}: {}",
        last.report.message
    );
}

#[test]
fn what_a_document_calls_matrices_does_not_commute() {
    for declared in [
        r"For matrices $A$ and $B$,",
        r"Let $A, B \in \mathbb{R}^{n\times n}$. Then",
        r"Let $A$ and $B$ be invertible. Then",
        r"Let $A$ be an $n \times n$ matrix and $B$ be a symmetric matrix. Then",
        r"设 $A$ 和 $B$ 是可逆矩阵。 则",
    ] {
        says(
            &format!("{declared} $(A+B)^2 = A^2 + 2AB + B^2$."),
            Verdict::Unknown,
        );
        says(
            &format!("{declared} $(AB)^{{-1}} = A^{{-1}}B^{{-1}}$."),
            Verdict::Unknown,
        );
        says(
            &format!("{declared} $(AB)^{{-1}} = B^{{-1}}A^{{-1}}$."),
            Verdict::Equivalent,
        );
        says(
            &format!("{declared} $(A+B)^2 = A^2 + AB + BA + B^2$."),
            Verdict::Equivalent,
        );
    }
    // Numbers are numbers.
    says(
        r"Let $A$ and $B$ be positive. Then $(A+B)^2 = A^2 + 2AB + B^2$.",
        Verdict::Equivalent,
    );
}

#[test]
fn least_squares() {
    let model = r"Let $\hat\beta = (X^TX)^{-1}X^Ty$ and $H = X(X^TX)^{-1}X^T$. ";
    for (claim, verdict) in [
        (r"Then $X^T(y - X\hat\beta) = 0$.", Verdict::Equivalent),
        (r"Then $X^TX\hat\beta = X^Ty$.", Verdict::Equivalent),
        (r"Then $H^2 = H$.", Verdict::Equivalent),
        (r"Then $HX = X$.", Verdict::Equivalent),
        (r"Then $XH = X$.", Verdict::Unknown),
        (r"Then $(I - H)^2 = I + H$.", Verdict::Unknown),
        (
            r"Hence $\|y - X\beta\|^2 = y^Ty - 2\beta^TX^Ty + \beta^TX^TX\beta$.",
            Verdict::Equivalent,
        ),
        (
            r"Hence $\|y - X\beta\|^2 = y^Ty + 2\beta^TX^Ty + \beta^TX^TX\beta$.",
            Verdict::Unknown,
        ),
    ] {
        says(&format!("{model}{claim}"), verdict);
    }
}

#[test]
fn vectors_stay_vectors() {
    says(
        r"Let $p = \sigma(\beta^T X)$. Then $\log\frac{p}{1-p} = \beta^T X$.",
        Verdict::Equivalent,
    );
    says(
        r"Let $p = \frac{1}{1+e^{-\mathbf{w}^\top\mathbf{x}}}$. Then $\log\frac{p}{1-p} = \sum_{j=1}^n w_j x_j$.",
        Verdict::Equivalent,
    );
}

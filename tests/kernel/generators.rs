//! Terms that agree in independent generators: what the algebra of the kernel must accept, and what
//! looks alike and is false somewhere.

use equiff::expr::Store;
use equiff::kernel::Kernel;

use super::{formula, step};

/// Whether `before` becomes `after` by algebra at a position.
fn accepted(before: &str, path: &[u32], after: &str) -> bool {
    let store = Store::new();
    let kernel = Kernel::new(&store);
    let theorem = kernel.reflexive(formula(&store, before));
    let step = step(&store, "algebra", path, &[], formula(&store, after));
    kernel.step(&theorem, &step).is_ok()
}

/// `y = left` and `y = right`, either way.
fn equal(left: &str, right: &str) -> bool {
    let side = |text: &str| format!("y = {text}");
    let (a, b) = (side(left), side(right));
    let (to, back) = (accepted(&a, &[1], &b), accepted(&b, &[1], &a));
    assert_eq!(to, back, "{left}, {right}");
    to
}

#[test]
fn equal_terms_agree() {
    let mut missed = Vec::new();
    for (left, right) in [
        ("1/n + 2/(n+1)", "(3*n+1)/(n*(n+1))"),
        ("(x-1)^(-2)", "1/(x^2 - 2*x + 1)"),
        ("exp(x/2)*exp(x/3)", "exp(5*x/6)"),
        ("log(1 + exp(z + 800)) - log(1 + exp(-z - 800))", "z + 800"),
        ("sqrt(8)", "2*sqrt(2)"),
        ("sqrt(3 + 2*sqrt(2))", "1 + sqrt(2)"),
        ("1/sqrt(x)", "sqrt(1/x)"),
        ("sqrt(x^2)", "abs(x)"),
        ("x^(1/2)*x^(1/3)", "x^(5/6)"),
        ("root(x, 3)^3", "x"),
        ("root(-8*x, 3)", "-2*root(x, 3)"),
        ("abs(a*b)", "abs(a)*abs(b)"),
        ("log(64)/log(4)", "3"),
        ("sin(x)^2 + cos(x)^2", "1"),
        ("sin(a)*cos(b)", "(sin(a+b) + sin(a-b))/2"),
        ("cos(pi/12)", "(sqrt(6) + sqrt(2))/4"),
        ("atan(sqrt(2) + 1)", "3*pi/8"),
        ("acos(x)", "pi/2 - asin(x)"),
        ("Phi(-x)", "1 - Phi(x)"),
        ("Phi_inv(1 - p)", "-Phi_inv(p)"),
        (
            "sum(j, 1, n, a[j] + c*b[j])",
            "sum(j, 1, n, a[j]) + c*sum(i, 1, n, b[i])",
        ),
        ("sum(j, 1, n, log(a[j]) + 1)", "n + sum(j, 1, n, log(a[j]))"),
        ("sum(j, 0, n-1, a[j+1])", "sum(j, 1, n, a[j])"),
        ("sum(j, 1, n, a[j])", "sum(j, 1, n-1, a[j]) + a[n]"),
        (
            "sum(i, 1, m, u[i]*sum(j, 1, n, V[i,j]*x[j]))",
            "sum(j, 1, n, x[j]*sum(i, 1, m, u[i]*V[i,j]))",
        ),
        ("f(x + 1) - f(1 + x) + f(x + 1)", "f(x + 1)"),
    ] {
        if !equal(left, right) {
            missed.push(left);
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn terms_that_differ_somewhere_do_not() {
    for (left, right) in [
        ("sqrt(x)^2", "x"),
        ("sqrt(x)*sqrt(x)", "x"),
        ("sqrt(x^2)", "x"),
        ("sqrt(x*z)", "sqrt(x)*sqrt(z)"),
        ("sqrt(x/z)", "sqrt(x)/sqrt(z)"),
        ("(x^2)^(1/2)", "x"),
        ("(x^3)^(1/3)", "x"),
        ("root(x, 3)", "x^(1/3)"),
        ("x^(1/2)*x^(-1/2)", "1"),
        ("x^0", "1"),
        ("a^(b+c)", "a^b*a^c"),
        ("a^(2*b)", "(a^b)^2"),
        ("a^b", "exp(b*log(a))"),
        ("(-2)^x", "-(2^x)"),
        ("exp(log(x))", "x"),
        ("log(x*z)", "log(x) + log(z)"),
        ("log(x^2)", "2*log(x)"),
        ("log(x^2*z)", "2*log(x) + log(z)"),
        ("log(abs(x)*z)", "log(x) + log(z)"),
        ("tan(x)*cos(x)", "sin(x)"),
        ("asin(sin(x))", "x"),
        ("sin(asin(x))", "x"),
        ("atan(x) + atan(1/x)", "pi/2"),
        ("acos(cos(x))", "x"),
        ("cos(x)/cos(x)", "1"),
        ("sin(x)^2 + cos(z)^2", "1"),
        ("Phi(Phi_inv(p))", "p"),
        ("abs(a + b)", "abs(a) + abs(b)"),
        ("abs(x)", "x"),
        ("f(x) - f(x)", "0"),
        ("f(x)/f(x)", "1"),
        // n may be 1, and then the first sum is empty but not without a last term.
        ("sum(j, 1, n-2, a[j]) + a[n-1]", "sum(j, 1, n-1, a[j])"),
        ("sum(j, 3, n, 1)", "n - 2"),
        (
            "sum(j, 1, n, log(a[j]))",
            "sum(j, 1, n, log(a[j]))*log(a[1])/log(a[1])",
        ),
        (
            "sum(j, 1, n, a[j]*b[j])",
            "sum(j, 1, n, a[j])*sum(j, 1, n, b[j])",
        ),
        (
            "sum(i, 1, n, sum(j, 1, i, a[i,j]))",
            "sum(j, 1, n, sum(i, 1, j, a[i,j]))",
        ),
        ("0*sum(j, 1, n, log(a[j]))", "0"),
    ] {
        assert!(!equal(left, right), "{left} = {right}");
    }
}

#[test]
fn only_a_size_is_a_positive_integer() {
    // k is any real number unless what is spoken of has a range up to k.
    assert!(!accepted("y = k", &[1], "y = sum(j, 1, k, 1)"));
    assert!(accepted("y = sum(j, 1, k, 1)", &[1], "y = k"));
    // An index is no size.
    let (before, after) = ("y = sum(k, -3, 3, sum(j, 1, k, 1))", "y = sum(k, -3, 3, k)");
    assert!(!accepted(before, &[1, 3], after));
    assert!(!accepted(before, &[1], after));
    // Nor is the outer k that an index hides.
    let (before, after) = (
        "y = k + sum(k, -3, 3, sum(j, 1, k, 1))",
        "y = sum(j, 1, k, 1) + sum(k, -3, 3, sum(j, 1, k, 1))",
    );
    assert!(!accepted(before, &[1], after));
}

#[test]
fn parts_beside_a_position_are_defined_there() {
    // Where log x is not defined, neither side is true.
    assert!(accepted(
        "y = log(x) + sqrt(x)^2",
        &[1, 1],
        "y = log(x) + x"
    ));
    // Its own surroundings tell nothing: before, log |x| would be defined for x < 0.
    let store = Store::new();
    let kernel = Kernel::new(&store);
    let theorem = kernel.reflexive(formula(&store, "y = log(abs(x))"));
    let choice = step(
        &store,
        "choose",
        &[1, 0],
        &[],
        formula(&store, "y = log(x)"),
    );
    assert!(kernel.step(&theorem, &choice).is_err());
    assert!(!accepted("y = sqrt(x)^2/z", &[1, 0], "y = x/z"));
    assert!(!accepted(
        "y = if(x > 0, sqrt(x), 1) + sqrt(x)^2",
        &[1, 1],
        "y = if(x > 0, sqrt(x), 1) + x"
    ));
}

//! Claims that grow beyond all bounds if they are taken literally: each ends in a true verdict or in
//! "unknown", within counted work and bounded memory. A hang would show as a test that does not
//! end.

use equiff::check::{self, Verdict};
use equiff::expr::Store;
use equiff::latex::{self, Scope};
use equiff::parse;

use Verdict::{Conditional, Equivalent, NoClaim, Refuted, Unknown};

/// f applied n times.
fn nested(n: usize, start: &str, f: impl Fn(&str) -> String) -> String {
    (0..n).fold(start.to_owned(), |inner, _| f(&inner))
}

fn joined(n: usize, sign: &str, part: impl Fn(usize) -> String) -> String {
    (0..n).map(part).collect::<Vec<_>>().join(sign)
}

/// Checks a claim whose verdict is the true one, or unknown.
fn ends(claim: &str, truth: Verdict) {
    let store = Store::new();
    let report = check::plain(&store, claim).expect("readable");
    let shown: String = claim.chars().take(80).collect();
    assert!(
        report.verdict == truth || report.verdict == Unknown,
        "{shown}: {:?}, it is {truth:?}: {}",
        report.verdict,
        report.message
    );
}

#[test]
fn towers() {
    let exp = |n: usize| nested(n, "x", |s| format!("exp({s})"));
    ends(&format!("{} = {} + 1", exp(20), exp(20)), Refuted);
    ends(&format!("{} = {}", exp(300), exp(301)), Refuted);
    let logs = nested(100, "y", |s| format!("log({s})"));
    ends(&format!("{} = y <=> x = {logs}", exp(100)), Equivalent);
    ends("2^2^2^2^2^2 = 2^2^2^2^2^2 + 1", Refuted);
    ends("2^2^2^2^2^2^2 = 3^3^3^3^3", Refuted);
    ends("x^2^2^2^2^2^2 = x", Refuted);
    ends("10^(10^10) = 10^(10^10) + 1", Refuted);
    ends("x + 10^(-10^10) = x", Refuted);
    ends("10^(-10^10) = 0", Refuted);
    ends("exp(exp(exp(10))) = exp(exp(exp(10))) + 1", Refuted);
    ends("exp(-exp(exp(10))) = 0", Refuted);
    ends(
        &format!("{} = x", nested(60, "x", |s| format!("x^({s})"))),
        Refuted,
    );
    ends(
        &format!("{} = x", nested(8, "x", |s| format!("({s})^({s})"))),
        Refuted,
    );
    ends("sin(10^(10^6)) = 0", Refuted);
    ends("sin(10^400) = 0", Refuted);
    ends("exp(10^400) = 0", Refuted);
}

#[test]
fn powers() {
    ends("(x+1)^1000 = x^1000 + 1", Refuted);
    ends("(x+1)^1000*(x+1) = (x+1)^1001", Equivalent);
    ends("x^(10^9) = x^(10^9-1)*x", Equivalent);
    ends("x^(10^9) = x", Refuted);
    ends("(x+y)^(10^9) = x^(10^9) + y^(10^9)", Refuted);
    ends("x^1000000000000000000 = x*x^999999999999999999", Equivalent);
    ends("x^(1000001/1000000) = x*x^(1/1000000)", Equivalent);
    ends("x^(1000001/1000000) = x", Refuted);
    ends("2^(1000001/1000000) = 2", Refuted);
    ends("x^1.00000000000000000000001 = x", Refuted);
    let squares = |one: &str| nested(40, "x", |s| format!("({s})^2{one}"));
    ends(&format!("{} = x", squares("+1")), Refuted);
    let turned = nested(40, "x", |s| format!("1+({s})^2"));
    ends(&format!("{} = {turned}", squares("+1")), Equivalent);
    let product = |sign: &str| joined(30, "*", |k| format!("(x_{k}{sign}1)"));
    ends(&format!("{} = {}", product("+"), product("-")), Refuted);
}

#[test]
fn depth() {
    let fraction = |n: usize| nested(n, "x", |s| format!("1/(1+{s})"));
    ends(&format!("{} = x", fraction(1000)), Refuted);
    let turned = nested(300, "x", |s| format!("1/({s}+1)"));
    ends(&format!("{} = {turned}", fraction(300)), Equivalent);
    ends(
        &format!("{}x{} = x", "(".repeat(20_000), ")".repeat(20_000)),
        Equivalent,
    );
    ends(&format!("{}x = x", "-".repeat(2001)), Refuted);
    let deep = |f: &str, n: usize| nested(n, "x", |s| format!("{f}({s})"));
    ends(&format!("{} = x", deep("sigmoid", 100)), Refuted);
    ends(&format!("{} = x", deep("Phi", 20)), Refuted);
    ends(&format!("{} = x", deep("log", 30)), Refuted);
    ends(&format!("{} = x", deep("sqrt", 500)), Refuted);
    let tanh = nested(25, "x", |s| format!("(2*sigmoid(2*{s})-1)"));
    ends(&format!("{} = {tanh}", deep("tanh", 25)), Equivalent);
}

/// 2ⁿ cases.
#[test]
fn cases() {
    let sum = |part: &dyn Fn(usize) -> String| joined(30, " + ", part);
    let (a, b) = (
        sum(&|k| format!("abs(x-{k})")),
        sum(&|k| format!("abs({k}-x)")),
    );
    ends(&format!("{a} = {b}"), Equivalent);
    let (a, b) = (
        sum(&|k| format!("abs(x_{k})")),
        sum(&|k| format!("max(x_{k},-x_{k})")),
    );
    ends(&format!("{a} = {b}"), Equivalent);
    let (a, b) = (
        sum(&|k| format!("if(x_{k} >= 0, x_{k}, 0)")),
        sum(&|k| format!("max(x_{k},0)")),
    );
    ends(&format!("{a} = {b}"), Equivalent);
    // x on [0, 1], where |x - 1| is 1 - x.
    let sizes = nested(20, "x", |s| format!("abs({s} - 1)"));
    ends(&format!("{sizes} = x"), Conditional);
    let pieces = nested(25, "x", |s| format!("if(x > {}, {s}, x)", s.len() % 17));
    ends(&format!("{pieces} = x"), Equivalent);
    let all = |sign: &str| joined(60, ",", |k| format!("{sign}x_{k}"));
    ends(
        &format!("max({}) = -min({})", all(""), all("-")),
        Equivalent,
    );
    let or = joined(12, " and ", |k| format!("(x_{k} > 0 or y_{k} > 0)"));
    ends(&format!("{or} <=> x_0 > 0"), Conditional);
    let many = joined(2000, " or ", |k| format!("x = {k}"));
    ends(&format!("{many} <=> x = 1"), Refuted);
}

#[test]
fn sums_and_products() {
    ends("sum(k, 1, 10^12, k) = 10^12*(10^12+1)/2", Equivalent);
    ends("sum(k, 1, 10^12, x) = 10^12*x", Equivalent);
    ends("sum(k, 1, 100000, k) = 5000050000", Equivalent);
    ends("sum(k, 1, 1000000, x/k) = x", Refuted);
    ends(
        "sum(i,1,100,sum(j,1,100,sum(k,1,100,sum(l,1,100,i*j*k*l*x)))) = x",
        Refuted,
    );
    ends("prod(k, 1, 10^6, k) = 0", Refuted);
    ends("prod(k, 1, 2000, k) = prod(k, 1, 1999, k)*2000", Equivalent);
    let fractions = joined(300, " + ", |k| format!("1/{}", k + 1));
    ends(&format!("{fractions} = 6"), Refuted);
    let poles = |turned: bool| {
        joined(60, " + ", |k| {
            format!("1/(x+{})", if turned { 59 - k } else { k })
        })
    };
    ends(&format!("{} = {}", poles(false), poles(true)), Equivalent);
    ends(&format!("{} = x", poles(false)), Refuted);
    let digits = "1".repeat(3000);
    let large = joined(40, " + ", |k| format!("{digits}*x/{}", k + 7));
    ends(&format!("{large} = x"), Refuted);
}

#[test]
fn many_variables() {
    let sum = |turned: bool| {
        joined(500, " + ", |k| {
            format!("x{}", if turned { 499 - k } else { k })
        })
    };
    ends(&format!("{} = {}", sum(false), sum(true)), Equivalent);
    ends(
        &format!("({})^2 = ({})^2", sum(false), sum(true)),
        Equivalent,
    );
    let product = |turned: bool| {
        joined(500, "*", |k| {
            format!("(x_{}+1)", if turned { 499 - k } else { k })
        })
    };
    ends(
        &format!("{} = {}", product(false), product(true)),
        Equivalent,
    );
    let squares = joined(100, " + ", |k| format!("x_{k}^2"));
    let all = joined(100, " + ", |k| format!("x_{k}"));
    ends(&format!("({all})^2 = {squares}"), Refuted);
    let given = joined(60, " and ", |k| format!("v{k} = v{}+1", k + 1));
    ends(&format!("v0 = v60 + 60 for {given}"), Equivalent);
    let given = joined(30, " and ", |k| format!("v{k} = v{}*v{0}", k + 1));
    ends(&format!("v0 = v30 + 1 for {given}"), Refuted);
}

#[test]
fn derivatives() {
    let again = |n: usize, f: &str| nested(n, f, |s| format!("diff({s}, x)"));
    ends(
        &format!("{} = 2^50*exp(2*x)", again(50, "exp(2*x)")),
        Equivalent,
    );
    ends(&format!("{} = 0", again(30, "sigmoid(x)")), Refuted);
    ends(
        &format!("{} = 0", again(30, "x^50*exp(x^2)*sin(x)")),
        Refuted,
    );
    let inner = |f: &str, n: usize| nested(n, "x", |s| format!("{f}({s})"));
    ends(&format!("diff({}, x) = 1", inner("exp", 50)), Refuted);
    ends(&format!("diff({}, x) = 1", inner("sigmoid", 50)), Refuted);
}

#[test]
fn chains() {
    let links = joined(2000, " = ", |k| format!("x + {k} - {k}"));
    ends(&links, Equivalent);
    let links = joined(500, " <=> ", |k| format!("x + {k} = {k}"));
    ends(&links, Equivalent);
    let links = joined(500, " < ", |k| format!("x + {k}"));
    ends(&links, Equivalent);
}

/// Macros that double, and their like.
#[test]
fn macros() {
    let mut text = String::from("\\newcommand{\\a}{x+x}");
    let letters: Vec<char> = ('a'..='z').collect();
    for pair in letters.windows(2) {
        text += &format!(
            "\\newcommand{{\\{}}}{{\\{}\\{}}}",
            pair[1], pair[0], pair[0]
        );
    }
    let store = Store::new();
    let read = |text: &str| latex::read(&store, text, &Scope::new()).is_ok();
    // An answer or a fault, but an end.
    let _ = read(&format!("{text}\\z = 1"));
    let _ = read("\\def\\a{\\a\\a}\\a = 1");
    let _ = read("\\def\\a{\\b}\\def\\b{\\a}\\a = 1");
    let _ = read(&format!(
        "{}x{} = x",
        "\\frac{1}{".repeat(3000),
        "}".repeat(3000)
    ));
    let _ = read(&format!(
        "{}x{} = x",
        "\\left(".repeat(3000),
        "\\right)".repeat(3000)
    ));
    let _ = read(&format!("x{} = 1", "^{2".repeat(3000)));
    let _ = read(&"\\sqrt".repeat(5000));
}

#[test]
fn far_out() {
    ends("Phi_inv(1/10^100) = 0", Refuted);
    ends("Phi(10^10) = 1", Refuted);
    ends("erf(1000000) = 1", Refuted);
    ends("atan(10^300) = pi/2", Refuted);
    ends("root(x, 1000000007) = x^(1/1000000007)", Conditional);
    ends("sum(k, 1, 1000000, 1/k) = x", NoClaim);
    // Not refuted for want of points beyond the border.
    ends("abs(x-1000) = x-1000", Conditional);
    ends("sqrt((x+y-10^6)^2) = x+y-10^6", Conditional);
    ends("p = abs(x-500) <=> p = x-500", Conditional);
    let _ = parse::claim(&Store::new(), &"9".repeat(100_000));
}

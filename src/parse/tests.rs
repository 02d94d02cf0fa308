//! Readings of plain formulas, written as prefix expressions, and their faults.

use super::*;
use crate::expr::{Expr, Head, Store};

/// A small expression in prefix notation.
fn prefix(s: &Store, e: Expr) -> String {
    let args: Vec<String> = s.args(e).iter().map(|a| prefix(s, *a)).collect();
    let head = match s.head(e) {
        Head::Number(n) => return n.written().map_or(n.value().to_string(), str::to_owned),
        Head::Name(name) => return name.to_string(),
        Head::Call(f) => f.name.to_owned(),
        Head::Apply(name) => format!("'{name}"),
        Head::Relation(r) => r.plain().to_owned(),
        Head::Add => "+".to_owned(),
        Head::Mul => "*".to_owned(),
        Head::Neg => "-".to_owned(),
        Head::Div => "/".to_owned(),
        Head::Pow => "^".to_owned(),
        head => format!("{head:?}").to_lowercase(),
    };
    format!("({head} {})", args.join(" "))
}

fn read(text: &str) -> String {
    let s = Store::new();
    match formula(&s, text) {
        Ok(e) => prefix(&s, e),
        Err(faults) => panic!("{text}: {faults:?}"),
    }
}

/// The messages of the faults in a text, with the text that each is about.
fn faults(text: &str) -> Vec<String> {
    match claim(&Store::new(), text) {
        Ok(_) => Vec::new(),
        Err(faults) => faults
            .iter()
            .map(|f| format!("{} [{}]", f.message, &text[f.span.clone()]))
            .collect(),
    }
}

#[test]
fn operators_bind_as_in_mathematics() {
    for (text, expected) in [
        ("a + b - c + 2", "(+ a b (- c) 2)"),
        ("(a + b) + c", "(+ (+ a b) c)"),
        ("a*b*c", "(* a b c)"),
        ("a*b/c", "(/ (* a b) c)"),
        ("a/b*c", "(* (/ a b) c)"),
        ("a/b/c", "(/ (/ a b) c)"),
        ("-a*b", "(- (* a b))"),
        ("-a + b", "(+ (- a) b)"),
        ("--a", "(- (- a))"),
        ("2*-3*c", "(* 2 (- 3) c)"),
        ("a/-b*c", "(* (/ a (- b)) c)"),
        ("-x^2", "(- (^ x 2))"),
        ("2^-3", "(^ 2 (- 3))"),
        ("2^-x^2*y", "(* (^ 2 (- (^ x 2))) y)"),
        ("a^b^c", "(^ a (^ b c))"),
        ("a**b", "(^ a b)"),
        ("a - (b - c)", "(+ a (- (+ b (- c))))"),
        ("+a", "a"),
        ("1/2x", "(* (/ 1 2) x)"),
        ("2x^2", "(* 2 (^ x 2))"),
        ("2(a+b)", "(* 2 (+ a b))"),
        ("2 exp(x)", "(* 2 (exp x))"),
        ("(a)(b)(c)", "(* a b c)"),
        ("x^2(1 - x)", "(* (^ x 2) (+ 1 (- x)))"),
        ("0.80 + 1.5e-3 + .5", "(+ 0.80 1.5e-3 .5)"),
        ("2e + 2e3", "(+ (* 2 e) 2e3)"),
        ("|x| + |a - |b||", "(+ (abs x) (abs (+ a (- (abs b)))))"),
        ("2|x|", "(* 2 (abs x))"),
        ("e^x", "(exp x)"),
        ("e^-x^2", "(exp (- (^ x 2)))"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn names_entries_and_calls() {
    for (text, expected) in [
        ("x_1", "(entry x 1)"),
        ("x[1]", "(entry x 1)"),
        ("x₁₂", "(entry x 12)"),
        ("beta_0", "(entry beta 0)"),
        ("x_blue_1", "(entry x_blue 1)"),
        ("x_01 + x_1_2", "(+ x_01 x_1_2)"),
        ("ω_blue·x_blue", "(* omega_blue x_blue)"),
        ("W[k, j-1]", "(entry W k (+ j (- 1)))"),
        ("wⱼ + Wₖⱼ", "(+ (entry w j) (entry W k j))"),
        (
            "sum(j, 1, n, w[j]*x[j])",
            "(sum j 1 n (* (entry w j) (entry x j)))",
        ),
        ("prod(j, 1, n, j)", "(product j 1 n j)"),
        ("if(z >= 0, z, a*z)", "(piecewise (>= z 0) z (* a z))"),
        ("if(z >= 0, z)", "(piecewise (>= z 0) z)"),
        (
            "if(a < 0, 1, a > 1, 2, 3)",
            "(piecewise (< a 0) 1 (> a 1) 2 3)",
        ),
        ("max(a, b, 0)", "(max a b 0)"),
        ("ln(x)", "(log x)"),
        ("log_2(x) + log₁₀(x)", "(+ (log2 x) (log10 x))"),
        ("root(x, 3)", "(root x 3)"),
        (
            "√x + √(x+1) + ∛(x)",
            "(+ (sqrt x) (sqrt (+ x 1)) (root x 3))",
        ),
        ("√2 π", "(* (sqrt 2) pi)"),
        ("relu(z)", "('relu z)"),
        ("σ(z)", "('sigma z)"),
        ("f(z)^2", "(^ ('f z) 2)"),
        ("sin²(x)", "(^ (sin x) 2)"),
        ("sin^2(x) + cos(x)^2", "(+ (^ (sin x) 2) (^ (cos x) 2))"),
        ("Φ⁻¹(p)", "(Phi_inv p)"),
        ("Phi^-1(p) + tan^(-1)(x)", "(+ (Phi_inv p) (atan x))"),
        ("x² − y⁻¹", "(+ (^ x 2) (- (^ y (- 1))))"),
        ("e⁻ᶻ", "(exp (- z))"),
        ("p̂ × 2 ÷ 3", "(/ (* p_hat 2) 3)"),
        ("[a, b, 1]", "(vector a b 1)"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn formulas_chain() {
    for (text, expected) in [
        ("a = b", "(= a b)"),
        ("0 < p < 1", "(and (< 0 p) (< p 1))"),
        ("a = b = c", "(and (= a b) (= b c))"),
        ("a ≤ b ∧ c ≠ d", "(and (<= a b) (!= c d))"),
        (
            "a < 1 or b < 1 and not c = 1",
            "(or (< a 1) (and (< b 1) (not (= c 1))))",
        ),
        ("a = 1 <=> b = 1", "(iff (= a 1) (= b 1))"),
        (
            "a = 1 <=> b = 1 => c = 1",
            "(and (iff (= a 1) (= b 1)) (implies (= b 1) (= c 1)))",
        ),
        ("integer(x) ⇔ true", "(iff (integer x) (true ))"),
        (
            "p[k] = 1 for k in 1..K-1",
            "(each k 1 (+ K (- 1)) (= (entry p k) 1))",
        ),
        ("x = 1.5..2", "ranges stand after `for`"),
    ] {
        if expected.starts_with('(') {
            assert_eq!(read(text), expected, "{text}");
        } else {
            assert!(!faults(text).is_empty());
        }
    }
}

#[test]
fn conditions_are_given() {
    let s = Store::new();
    for (text, statement, given) in [
        (
            "p = z^2 <=> sqrt(p) = z for z >= 0",
            "(iff (= p (^ z 2)) (= (sqrt p) z))",
            "(>= z 0)",
        ),
        (
            "x > 0 where 0 < x < 1, y > 0 and a = 1",
            "(> x 0)",
            "(< 0 x) (< x 1) (> y 0) (= a 1)",
        ),
        ("p = q, where q = 1", "(= p q)", "(= q 1)"),
        (
            "p[k] = q for k in 1..K, p[k] > 0, z > 0",
            "(each k 1 K (= (entry p k) q))",
            "(each k 1 K (> (entry p k) 0)) (> z 0)",
        ),
        (
            "p = 1 for k in 1..n and z > 0",
            "(each k 1 n (= p 1))",
            "(> z 0)",
        ),
    ] {
        let claim = claim(&s, text).unwrap();
        assert_eq!(prefix(&s, claim.formula), statement);
        let all: Vec<String> = claim.given.iter().map(|g| prefix(&s, *g)).collect();
        assert_eq!(all.join(" "), given);
    }
    assert_eq!(claim(&s, "h(x) := x^2").unwrap().nature, Nature::Definition);
    assert_eq!(
        claim(&s, "y ~ Bernoulli(p)").unwrap().nature,
        Nature::Distribution
    );
    assert!(formula(&s, "x = 1 where x > 0").is_err());
}

#[test]
fn faults_say_what_and_where() {
    for (text, expected) in [
        ("", "there is no formula []"),
        ("a +", "the formula ends too early []"),
        ("a + * b", "unexpected `*` [*]"),
        ("(a + b", "a bracket is never closed [(]"),
        ("(a + b]", "`]` closes a bracket of another kind []]"),
        ("a + b)", "`)` closes no bracket [)]"),
        ("a b", "there is no operator before `b` [b]"),
        ("x 2", "there is no operator before `2` [2]"),
        ("exp + 1", "`exp` is a function [exp]"),
        ("exp(x, y)", "`exp` takes 1 argument [exp(x, y)]"),
        ("root(x)", "`root` takes 2 arguments [root(x)]"),
        ("max()", "`max` takes at least 1 argument [max()]"),
        ("sum(j, n, x)", "`sum` takes 4 arguments [sum(j, n, x)]"),
        ("sum(x_1, 1, n, x)", "an index must be a plain name [x_1]"),
        ("nan + 1", "`nan` is not a real number [nan]"),
        ("x < ∞", "infinity is not a real number [∞]"),
        (
            "1e999999999",
            "numbers of more than 4000 digits are not supported [1e999999999]",
        ),
        ("1.2.3", "`1.2.3` is not a number [1.2.3]"),
        ("(a < b) + 1", "a sum needs a number [(a < b)]"),
        (
            "a and b = 1",
            "`and` needs a formula, which is true or false [a]",
        ),
        ("(a = b) = c", "a relation needs a number [(a = b)]"),
        (
            "if(a, b, c)",
            "the condition of `if` needs a formula, which is true or false [a]",
        ),
        ("log_3(x)", "unknown function `log_3` [log_3]"),
        ("e(x)", "`e` is no function [e]"),
        (
            "p^-1(1-p)",
            "`p^-1(...)` may be an inverse function or a power [p^-1(]",
        ),
        ("βx", "`βx` may be one name or a product [βx]"),
        ("√x^2", "a power after a root sign [^]"),
        ("a, b", "unexpected `,` [,]"),
        ("(a, b)", "a comma in brackets that are no call [,]"),
        ("1 + ... + n", "dots do not say what they stand for [...]"),
        (
            "x where y",
            "a condition needs a formula, which is true or false [y]",
        ),
        ("x_1[2]", "`x_1` has an index already [[]"),
        ("\\frac", "unexpected `\\` [\\]"),
    ] {
        assert_eq!(faults(text), [expected], "{text}");
    }
    assert_eq!(faults("exp(1, 2) + $ + sin()").len(), 1);
    assert_eq!(faults("exp(1, 2) + sin()").len(), 2);
}

#[test]
fn nesting_is_as_deep_as_memory_allows() {
    let s = Store::new();
    let n = 20_000;
    for text in [
        format!("{}x{}", "(".repeat(n), ")".repeat(n)),
        format!("{}x{}", "exp(".repeat(n), ")".repeat(n)),
        format!("{}x{}", "f(".repeat(n), ")".repeat(n)),
        format!("{}x{}", "if(x > ".repeat(n), ", x, x)".repeat(n)),
        format!("{}x{}", "w[".repeat(n), "]".repeat(n)),
        format!("{}x", "-".repeat(n)),
        format!("{}x = 1", "not ".repeat(n)),
        format!("a{}", "^a".repeat(n)),
        format!("a{}", "/a".repeat(n)),
        format!("a = 1{}", " <=> a = 1".repeat(n)),
        format!("a{}", " + a".repeat(n)),
        format!("{}x{}", "|(".repeat(n), ")|".repeat(n)),
        format!("{}x", "√".repeat(n)),
    ] {
        assert!(formula(&s, &text).is_ok(), "{}", &text[..40]);
    }
    for text in [
        "(".repeat(n),
        "sin(".repeat(n),
        ")".repeat(n),
        "(".repeat(n) + "]",
    ] {
        assert!(formula(&s, &text).is_err());
    }
}

#[test]
fn bytes_that_are_no_text_have_a_place() {
    assert_eq!(decode(b"inputs x"), Ok("inputs x"));
    let fault = decode(b"a\r\n\xc3\xa9\xff").unwrap_err();
    assert_eq!(
        fault.message,
        "the text is not UTF-8: byte 0xFF in line 2, column 2"
    );
    assert_eq!(fault.span, 5..8);
}

//! What is understood and is beyond real numbers: it is read as a term of its own, equal where it is
//! written equally, and nothing is claimed of it; and signs and words that are no factors.

use equiff::expr::{Expr, Store};
use equiff::latex::{self, Scope, Statement};
use equiff::render;

fn all(store: &Store, text: &str) -> Vec<Statement> {
    let reading = latex::read(store, text, &Scope::new()).unwrap();
    reading.statements.into_iter().map(Result::unwrap).collect()
}

fn read(text: &str) -> String {
    let store = Store::new();
    let parts = all(&store, text);
    let parts: Vec<String> = parts
        .iter()
        .map(|part| render::plain(&store, part.formula))
        .collect();
    parts.join("; ")
}

fn why(text: &str) -> String {
    let store = Store::new();
    let all = all(&store, text);
    let mut reasons = all.iter().filter_map(|part| part.beyond.as_deref());
    reasons.next().unwrap_or("a claim").to_owned()
}

#[test]
fn what_is_beyond_real_numbers_is_no_claim() {
    for (text, expected) in [
        (
            r"E = \infty",
            "it speaks of infinity, which is no real number",
        ),
        (
            r"A = \{x : x > c\}",
            "what stands in its brackets is no number",
        ),
        (
            r"a \odot b = c",
            "it has an operator that is none of numbers",
        ),
        (r"A \subset B", "its relation is none of numbers"),
        (r"X_n \to X", "its relation is none of numbers"),
        (r"n << N", "its relation is none of numbers"),
        (
            r"f(x) = x, \quad x \in S",
            "it speaks of a set that nobody has described",
        ),
        (r"\exists x: x > 0", "it says what exists"),
        (r"\foo y = z", "the macro `\\foo` is not defined here"),
        (
            r"= a + b",
            "a part of a formula: one of its sides stands elsewhere",
        ),
        (
            r"a + b =",
            "a part of a formula: one of its sides stands elsewhere",
        ),
        (
            r"f(\cdot) = 1",
            "a sign stands in it for what it is applied to",
        ),
        (
            r"y = \boxed{0}\boxed{1}",
            "numbers stand side by side in it without a sign",
        ),
        (r"Y = 1 | x", "a bar stands in it that is none of numbers"),
    ] {
        assert_eq!(why(text), expected, "{text}");
    }
}

#[test]
fn terms_of_their_own_are_as_they_are_written() {
    let store = Store::new();
    let side = |text: &str| -> Expr {
        let all = all(&store, text);
        store.sides(all[0].formula).unwrap().1
    };
    assert_eq!(side(r"A = \{x : x > c\}"), side(r"B = \{ x: x>c \}"));
    for (one, other) in [
        (r"A = \{x : x > c\}", r"A = \{x : x < c\}"),
        (r"A = \{x : x > c\}", r"A = \{x : x > d\}"),
        (r"A = B \cup C", r"A = B \cap C"),
        (r"A = \infty", r"A = -\infty"),
        (r"A = \sumin x y", r"A = \sumin x z"),
        (r"A = \int_B f(x) dx", r"A = \int_C f(x) dx"),
    ] {
        assert_ne!(side(one), side(other), "{one} {other}");
    }
    // The names that are free in it can be replaced.
    let set = side(r"A = \{x : x > c\}");
    assert!(store.free_names(set).contains(&store.name("c")));
    // What is integrated over has no name of its own.
    assert_eq!(side(r"A = \int f(x)\,dx"), side(r"A = \int f(t)\,dt"));
    assert_eq!(side(r"A = \int dx\, f(x)"), side(r"A = \int f(x)\,dx"));
    assert_eq!(
        side(r"A = \iint g(x,y)\,dx\,dy"),
        side(r"A = \iint g(u,v)\,du\,dv")
    );
}

#[test]
fn premises_do_not_come_of_what_is_not_read() {
    let store = Store::new();
    for text in [r"A \subset B", r"x = \infty", r"a \to b", r"= b"] {
        let part = all(&store, text).remove(0);
        assert!(part.links.is_empty() && part.given.is_empty(), "{text}");
    }
    // A name that has a new meaning loses the old one; a relation defines nothing.
    assert!(all(&store, r"A = \{x : x > 0\}")[0].definition.is_some());
    assert!(all(&store, r"A \subset B")[0].definition.is_none());
    assert!(
        all(&store, r"f(x) = x^2, \quad x \in S")[0]
            .definition
            .is_none()
    );
}

#[test]
fn signs_are_read_as_they_are_meant() {
    for (text, expected) in [
        (r"y | x \sim N(\mu)", "given(y, x) = N(mu)"),
        (r"a^{i,l} = b", "a[i, l] = b"),
        (r"\mathbf{x}^{(i)\top} = y", "transpose(x[i]) = y"),
        (r"\mathbf{A}^{-\top} = B", "transpose(inverse(A)) = B"),
        (
            r"a = (x - \mu)'\Sigma(x - \mu)",
            "a = matmul(transpose(x - mu), Sigma, x - mu)",
        ),
        (r"2\frac12 = c", "2 + 1/2 = c"),
        (r"1.67e-5 = c", "0.0000167 = c"),
        (r"\text{Prior mean } m = c", "m = c"),
        (r"\uncover<2->{a = b}", "a = b"),
        (r"a = b (\#eq:one)", "a = b"),
        (r"a = b^{\mathstrut}", "a = b"),
        (r"a = \mid b \mid", "a = abs(b)"),
        (r"a, b, c", "a; b; c"),
        (
            r"y = \begin{cases} 1 & \text{si } x > 0 \\ 0 & \text{sinon} \end{cases}",
            "y = if(x > 0, 1, 0)",
        ),
        (
            r"\textbf{w}^\top \textbf{x} = c",
            "sum(j, 1, n, w[j]*x[j]) = c",
        ),
        (r"\sum x_i = s", "SUM(x, i) = s"),
    ] {
        let read = read(text);
        let read = match read.find("sum_") {
            Some(at) => format!("{}SUM{}", &read[..at], &read[at + 20..]),
            None => read,
        };
        assert_eq!(read, expected, "{text}");
    }
}

//! Vectors in documents, entry by entry: norms, products and equations of them, and columns of
//! numbers. The expected verdicts are those of linear algebra.

use equiff::check::reading::{Checked, Reader};
use equiff::document::Kind;

fn last(text: &str) -> Checked {
    let mut all = Reader::document(Kind::Tex, text).expect("readable");
    all.pop().expect("a formula")
}

fn verdict(text: &str) -> &'static str {
    last(text).report.verdict.word()
}

#[test]
fn what_holds_of_vectors_is_proved() {
    for text in [
        r"$\mathbf{u} = \mathbf{0} \iff \|\mathbf u\| = 0$",
        r"$\|\mathbf u\|^2 = 0 \iff \mathbf u = 0$",
        r"$\|\vec v\| = 0 \iff \vec v = \vec 0$",
        r"$\mathbf v^T \mathbf v = 0 \iff \mathbf v = \mathbf 0$",
        r"$\|\mathbf v\|_1 = 0 \iff \mathbf v = \mathbf 0$",
        r"$\|\mathbf u - \mathbf v\| = 0 \iff \mathbf u = \mathbf v$",
        r"$\mathbf u \neq \mathbf 0 \implies \|\mathbf u\| > 0$",
        r"$\|k \mathbf u\| = |k| \|\mathbf u\|$",
        r"$\|k \mathbf u\|_1 = |k| \|\mathbf u\|_1$",
        r"$\|-3 \mathbf u\| = 3 \|\mathbf u\|$",
        r"$\left\|\frac{\mathbf u}{2}\right\| = \frac{\|\mathbf u\|}{2}$",
        r"$(k \mathbf u)^T \mathbf v = k\, \mathbf u^T \mathbf v$",
        r"$\mathbf u = \mathbf v \implies \mathbf a^T \mathbf u = \mathbf a^T \mathbf v$",
        r"$\mathbf u = \mathbf 0 \implies \mathbf a^T \mathbf u + b = b$",
        r"$\mathbf u = k \mathbf v \implies \|\mathbf u\| = |k| \|\mathbf v\|$",
        r"$\mathbf u = \mathbf v + \mathbf a \implies \|\mathbf u - \mathbf a\| = \|\mathbf v\|$",
        r"$\|\mathbf u\| = \sqrt{\mathbf u \cdot \mathbf u}$",
        r"$(\mathbf u + \mathbf v)^T (\mathbf u - \mathbf v) = \|\mathbf u\|^2 - \|\mathbf v\|^2$",
        r"$k(\mathbf u + \mathbf v) = k \mathbf u + k \mathbf v$",
        r"Let $v \in \mathbb{R}^d$. Then $\|v\| = 0 \iff v = 0$.",
        r"Let $\mathbf u = \mathbf 0$. Then $\mathbf a^T \mathbf u = 0$.",
        r"Let $u, v \in \mathbb{R}^d$. Then $\|u - v\| = 0 \iff u = v$.",
    ] {
        assert_eq!(verdict(text), "equivalent", "{text}");
    }
}

#[test]
fn what_is_false_of_vectors_is_never_proved() {
    for text in [
        r"$\|\mathbf u + \mathbf v\| = \|\mathbf u\| + \|\mathbf v\|$",
        r"$\|k \mathbf u\| = k \|\mathbf u\|$",
        r"$\|\mathbf u^T \mathbf v\| = \|\mathbf u\| \|\mathbf v\|$",
        r"$\mathbf u^T \mathbf v = 0 \iff \mathbf u = \mathbf 0$",
        r"$\|\mathbf u\| = \|\mathbf v\| \implies \mathbf u = \mathbf v$",
        r"$\|\mathbf u\| = 1 \iff \mathbf u = \mathbf 0$",
        r"$\mathbf u = \mathbf v \implies \mathbf a^T \mathbf u = \mathbf b^T \mathbf v$",
        r"$\mathbf a^T \mathbf u = \mathbf a^T \mathbf v \implies \mathbf u = \mathbf v$",
        r"$\mathbf u = k \mathbf v \implies \|\mathbf u\| = k \|\mathbf v\|$",
        r"$\|\mathbf u + 1\| = \|\mathbf u\| + 1$",
        r"$\|A \mathbf u\| = |A| \|\mathbf u\|$",
        r"Let $\mathbf u = \mathbf 0$. Then $\mathbf a^T \mathbf u = 1$.",
        // The vectors of a list are no numbers.
        r"$\mathbf u_i = \mathbf u \implies \mathbf u_i^T \mathbf v = \mathbf u + \mathbf v$",
    ] {
        assert_ne!(verdict(text), "equivalent", "{text}");
    }
    for text in [
        r"$\mathbf u^T \mathbf v = 0 \iff \mathbf u = \mathbf 0$",
        r"$\|\mathbf u\| = 1 \implies \mathbf u = \mathbf 0$",
    ] {
        assert_eq!(verdict(text), "refuted", "{text}");
    }
}

#[test]
fn what_is_given_of_a_vector_is_no_false_alarm() {
    for text in [
        r"Let $\mathbf u = \mathbf 0$. Then $\mathbf a^T \mathbf u = 0$.",
        r"Let $\mathbf u = \mathbf 1$. Then $\mathbf a^T \mathbf u = \sum_{j=1}^n a_j$.",
        r"Let $\mathbf u = \exp(\mathbf v)$. Then $\mathbf 1^T \mathbf u > 0$.",
    ] {
        assert_ne!(verdict(text), "refuted", "{text}");
    }
}

#[test]
fn columns_are_equal_entry_by_entry() {
    for text in [
        r"$3 \begin{bmatrix} a \\ b \end{bmatrix} = \begin{bmatrix} 3 a \\ 3 b \end{bmatrix}$",
        r"$\begin{pmatrix} a \\ b \\ c \end{pmatrix} + \begin{pmatrix} b \\ c \\ a \end{pmatrix}
          = \begin{pmatrix} a + b \\ b + c \\ c + a \end{pmatrix}$",
        r"$\begin{bmatrix} a & b \\ c & d \end{bmatrix} - \begin{bmatrix} a & 0 \\ 0 & d \end{bmatrix}
          = \begin{bmatrix} 0 & b \\ c & 0 \end{bmatrix}$",
        r"$\frac{1}{e^a + e^b} \begin{bmatrix} e^a \\ e^b \end{bmatrix}
          = \begin{bmatrix} \frac{1}{1 + e^{b - a}} \\ \frac{e^b}{e^a + e^b} \end{bmatrix}$",
    ] {
        assert_eq!(verdict(text), "equivalent", "{text}");
    }
    for text in [
        r"$\begin{bmatrix} a \\ b \end{bmatrix} = \begin{bmatrix} b \\ a \end{bmatrix}$",
        r"$2 \begin{bmatrix} a \\ b \end{bmatrix} = \begin{bmatrix} 2 a \\ b \end{bmatrix}$",
        // A row is no column, and a matrix times a column is no multiple of it.
        r"$\begin{bmatrix} a & b \end{bmatrix} = \begin{bmatrix} a \\ b \end{bmatrix}$",
        r"$A \begin{bmatrix} a \\ b \end{bmatrix} = \begin{bmatrix} A a \\ A b \end{bmatrix}$",
        r"$\begin{bmatrix} a \\ b \end{bmatrix} = \begin{bmatrix} a \\ b \\ 0 \end{bmatrix}$",
    ] {
        assert_ne!(verdict(text), "equivalent", "{text}");
    }
    // A point that is set is no claim.
    let text = r"So $\begin{pmatrix} a \\ b \end{pmatrix} = \begin{pmatrix} a_0 + 1 \\ b_0 \end{pmatrix}$.";
    assert_ne!(verdict(text), "refuted", "{text}");
}

#[test]
fn readings_are_of_entries() {
    for (text, reading) in [
        (
            r"$\mathbf u = \mathbf 0 \iff \|\mathbf u\| = 0$",
            "(u[j] = 0 for j in 1..n) <=> sqrt(sum(j, 1, n, u[j]^2)) = 0",
        ),
        (
            r"$\|k \mathbf u\| = |k| \|\mathbf u\|$",
            "sqrt(sum(j, 1, n, (k*u[j])^2)) = abs(k)*sqrt(sum(j, 1, n, u[j]^2))",
        ),
        (
            r"$\mathbf u \ne \mathbf v \iff \|\mathbf u - \mathbf v\| > 0$",
            "not (u[j] = v[j] for j in 1..n) <=> sqrt(sum(j, 1, n, (u[j] - v[j])^2)) > 0",
        ),
    ] {
        let reading_ = last(text).reading;
        assert_eq!(reading_, reading, "{text}");
        // What is shown can be read again.
        let store = equiff::expr::Store::new();
        let again = equiff::parse::formula(&store, &reading_).expect("readable");
        assert_eq!(equiff::render::plain(&store, again), reading);
    }
}

#[test]
fn sums_are_equal_term_by_term() {
    let labels = r"Let $s_i = \sigma(a_i)$ and $y_i \in \{0, 1\}$ for $i = 1, \dots, N$. Then ";
    for (text, word) in [
        (
            r"$\sum_{i=1}^N \log(s_i^{y_i} (1 - s_i)^{1 - y_i}) = \sum_{i=1}^N [y_i \log s_i + (1 - y_i) \log(1 - s_i)]$.",
            true,
        ),
        (r"$\sum_{i=1}^N y_i^2 = \sum_{i=1}^N y_i$.", true),
        (r"$\sum_{i=1}^N y_i^2 = \sum_{i=1}^N (1 - y_i)$.", false),
        (
            r"$\frac1N \sum_{i=1}^N \log(1 + e^{-(2 y_i - 1) a_i}) = \frac1N \sum_{i=1}^N [y_i \log s_i + (1 - y_i) \log(1 - s_i)]$.",
            false,
        ),
    ] {
        let found = verdict(&format!("{labels}{text}"));
        assert_eq!(found == "equivalent", word, "{text}: {found}");
    }
}

//! What a name is, decided once for a document: words, functions, levels, differentials, π and e.

use equiff::check::reading::Reader;
use equiff::document::Kind;

/// The verdict and the reading of each formula of a Markdown text.
fn told(text: &str) -> Vec<String> {
    let all = Reader::document(Kind::Markdown, text).expect("a document");
    let told = all.iter();
    told.map(|one| format!("{}: {}", one.report.verdict.word(), one.reading))
        .collect()
}

/// The reading of the last formula of a text.
fn last(text: &str) -> String {
    let all = told(text);
    let last = all.last().expect("a formula");
    last.split_once(": ").expect("a verdict").1.to_owned()
}

#[test]
fn letters_in_a_row_are_words_where_something_says_so() {
    for (text, reading) in [
        ("A perfect fit has $MSE=0$.", "MSE = 0"),
        ("$L = -2LL$", "L = -2*LL"),
        (r"$R^2 = 1 - \frac{RSS}{TSS}$", "R^2 = 1 - RSS/TSS"),
        (r"$J(\theta) = -lnL(\theta)$", "J(theta) = -log(L(theta))"),
        // Products stay products.
        (
            r"$\operatorname{tr}(ABC) = \operatorname{tr}(CAB)$",
            "tr(matmul(A, B, C)) = tr(matmul(C, A, B))",
        ),
        ("$(a+b)c = ac + bc$", "(a + b)*c = a*c + b*c"),
    ] {
        assert_eq!(last(text), reading, "{text}");
    }
    let code = told("$b = np.zeros(n,1)$");
    assert!(code[0].starts_with("unparsed"), "{code:?}");
}

#[test]
fn what_counts_layers_and_steps_is_no_power() {
    for (text, reading) in [
        (
            r"$a^l_j = \sigma(\sum_k w^l_{jk} a^{l-1}_k + b^l_j)$",
            "a[l, j] = sigmoid(sum(k, 1, n, w[l, j, k]*a[l - 1, k]) + b[l, j])",
        ),
        (
            r"$\beta^{k+1} = \beta^k + d_k$",
            "beta[k + 1] = beta[k] + d[k]",
        ),
        (r"$x^{n+1} = x \cdot x^n$", "x^(n + 1) = x*x^n"),
        ("$L^0 - L^* = 3$", "L_0 - L_star = 3"),
    ] {
        assert_eq!(last(text), reading, "{text}");
    }
}

#[test]
fn a_function_is_one_everywhere_but_not_inside_its_own_brackets() {
    for (text, reading) in [
        (
            r"$p_{ij}(m+n) = \sum_k p_{ij}(m) p_{kj}(n)$",
            "p(i, j, m + n) = sum(k, 1, K, p(i, j, m)*p(k, j, n))",
        ),
        (r"Here $G(10\%) = 1$.", "G(10/100) = 1"),
        ("$y = y(x)$", "y = y(x)"),
        (
            r"$\sigma(1-\sigma) = \sigma - \sigma^2$",
            "sigma*(1 - sigma) = sigma - sigma^2",
        ),
        (
            r"$E = \frac{1}{m}\sum_{k=1}^m E_k$",
            "E = 1/m*sum(k, 1, m, E_each[k])",
        ),
    ] {
        assert_eq!(last(text), reading, "{text}");
    }
}

#[test]
fn pi_and_e_are_letters_where_the_document_binds_them() {
    let odds = r"$\log\frac{\pi}{1-\pi} = \beta x$ and the density has $\frac{1}{\sqrt{2\pi}}$.";
    let all = told(odds);
    assert!(
        all[0].ends_with("log(pi_prob/(1 - pi_prob)) = beta*x"),
        "{all:?}"
    );
    assert!(all[1].ends_with("1/sqrt(2*pi)"), "{all:?}");
    let all = told(r"The residual is $e = y - \hat y$. Hence $e^2 = (y - \hat y)^2$.");
    assert_eq!(all[1], "equivalent: e_res^2 = (y - y_hat)^2");
    let all = told(r"$\pi = 4\arctan(1)$ and $\sin(\pi - x) = \sin x$");
    assert!(
        all.iter().all(|one| one.starts_with("equivalent")),
        "{all:?}"
    );
}

#[test]
fn a_known_thing_is_no_new_name() {
    // The derivative of the logistic function is σ(1 - σ).
    let all = told(r"Let $\sigma(z)=1/(1+e^{-z})$. Then $\sigma' = \sigma(1-\sigma)$.");
    assert!(all[1].starts_with("equivalent"), "{all:?}");
    let all = told(r"Let $\sigma(z)=1/(1+e^{-z})$. Then $\sigma' = \sigma(1+\sigma)$.");
    assert!(all[1].starts_with("refuted"), "{all:?}");
    let all = told(r"Let $L(w) = (w x - y)^2$. Then $\frac{\partial L}{\partial w} = 2x(wx - y)$.");
    assert!(all[1].starts_with("equivalent"), "{all:?}");
    let all = told(r"$W = W - \alpha dW$");
    assert!(all[0].ends_with("W = W - alpha*dW"), "{all:?}");
}

#[test]
fn digits_after_a_letter_and_in_a_subscript_are_indices_or_labels() {
    for (text, reading) in [
        ("$y = w1x1 + w2x2$", "y = w_1*x_1 + w_2*x_2"),
        ("$y = 2x + x_{i1}$", "y = 2*x + x[i, 1]"),
        // Potential outcomes: the name has one index elsewhere.
        (r"$Y_i = Y_{0i} + D_i$", "Y[i] = (Y_0)[i] + D[i]"),
        // A matrix: both are indices.
        (r"$w_{0j} = w_{ij} + w_{11}$", "w[0, j] = w[i, j] + w[1, 1]"),
        (r"$\gamma_{00} = \gamma_{10}$", "gamma[0, 0] = gamma[1, 0]"),
    ] {
        assert_eq!(last(text), reading, "{text}");
    }
}

#[test]
fn what_stands_above_names_is_told_from_powers() {
    for (text, reading) in [
        (r"$z^{(i)2} = 1$", "z[i]^2 = 1"),
        (
            r"$h^{(2)} = g^{(2)}(W^{(2)} h^{(1)} + b^{(2)})$",
            "h_2 = g(2, W_2*h_1 + b_2)",
        ),
        ("$f^{(2)}(x) = 2$", "diff(f(x), x, 2) = 2"),
    ] {
        assert_eq!(last(text), reading, "{text}");
    }
}

#[test]
fn stacks_expectations_and_unknown_macros_are_no_products_or_fractions() {
    let fraction = told(r"$x = {n \atop k} + 1$");
    assert!(fraction[0].starts_with("unparsed"), "{fraction:?}");
    assert_eq!(
        last(r"$\left({n \atop k}\right) = y$"),
        "binomial(n, k) = y"
    );
    let mean = last(r"$L = \mathbb{E}_{x \sim p} \log p(x)$");
    assert!(mean.starts_with("L = expectation_"), "{mean}");
    assert!(!last(r"$y = f \pa{x}$").contains('*'));
}

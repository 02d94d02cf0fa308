//! What a careful reader takes a document to say: what it assumes and what it asserts, how far that
//! reaches, and that nothing follows from what cannot hold together. The texts are written for these
//! tests; the expected verdicts are those of the contract.

use equiff::check::reading::{Checked, Reader};
use equiff::document::Kind;

fn read(text: &str) -> Vec<Checked> {
    Reader::document(Kind::Markdown, text).expect("readable")
}

/// The verdict on the formula that contains a text.
fn verdict(text: &str, part: &str) -> String {
    let all = read(text);
    let found = all.iter().rfind(|checked| checked.text.contains(part));
    let found = found.unwrap_or_else(|| panic!("{part} is not in {text}"));
    found.report.verdict.word().to_owned()
}

#[test]
fn what_is_set_or_supposed_is_no_claim() {
    for (text, part) in [
        ("Suppose $a + b = 3 c$. That is all.", "= 3 c"),
        ("The line $u x + v = 0$ divides the plane.", "= 0"),
        (
            "Setting the derivative to zero, $2 a - s = 0$, we go on.",
            "= 0",
        ),
        ("For example, $r = 7$.", "r = 7"),
        ("We minimise it subject to $\\sum_{j=1}^K v_j = 1$.", "= 1"),
        (
            "Is it true that $\\sqrt{a + b} = \\sqrt a + \\sqrt b$?",
            "sqrt",
        ),
        ("Each step sets $v = v - \\eta g$.", "v = v"),
        ("By convention $0 \\log 0 = 0$.", "log 0"),
        ("The estimate is $\\hat m = 4.2$.", "4.2"),
    ] {
        assert_eq!(verdict(text, part), "no-claim", "{text}");
    }
}

#[test]
fn what_is_concluded_is_a_claim() {
    for (text, part, word) in [
        ("Let $0 < q < 1$. Then $\\log q > 0$.", "log q", "refuted"),
        (
            "Let $0 < q < 1$. Then $\\log q < 0$.",
            "log q",
            "equivalent",
        ),
        (
            "Suppose $u > 2$. Hence $\\sqrt{u^2} = u$.",
            "sqrt",
            "equivalent",
        ),
        ("$\\tanh(u) = 2\\sigma(u) - 1$", "tanh", "refuted"),
        ("$\\tanh(u) = 2\\sigma(2u) - 1$", "tanh", "equivalent"),
        ("So $q = 1 - q$.", "q = 1", "refuted"),
        (
            "The model is $\\log\\frac{q}{1-q} = \\eta$, thus $q = \\frac{1}{1+e^{-\\eta}}$.",
            "e^{-\\eta}",
            "equivalent",
        ),
        (
            "The model is $\\log\\frac{q}{1-q} = \\eta$, thus $q = \\frac{1}{1-e^{-\\eta}}$.",
            "e^{-\\eta}",
            "refuted",
        ),
    ] {
        assert_eq!(verdict(text, part), word, "{text}");
    }
}

/// An assumption ends with the sentence, the item, the case in which it stands; a later one replaces
/// an earlier one that it cannot hold with.
#[test]
fn assumptions_end() {
    for (text, part, word) in [
        (
            "Let $u > 0$. Then $|u| = u$. Now let $u < 0$. Then $|u| = u + 4$.",
            "u + 4",
            "refuted",
        ),
        (
            "- Let $v > 0$. Then $|v| = v$.\n- Let $v < 0$. Then $|v| = 3v$.\n",
            "3v",
            "refuted",
        ),
        (
            "For example, let $s = 4$.\n\nAnother text. Then $\\sqrt{s^2} = 4$.",
            "sqrt",
            "unknown",
        ),
        (
            "- Identity link: $m = \\eta$\n- Log link: $\\log m = \\eta$\n",
            "log m",
            "no-claim",
        ),
    ] {
        assert_eq!(verdict(text, part), word, "{text}");
    }
    let all = read("If $u > 0$, then $|u| = u$. In general $|u| = u$.");
    let words: Vec<&str> = all.iter().map(|c| c.report.verdict.word()).collect();
    assert_eq!(words, ["no-claim", "equivalent", "conditional"]);
}

/// What a claim rests on is shown with values at which it holds; from what contradicts itself nothing
/// follows.
#[test]
fn premises_can_hold() {
    let all = read("Suppose $u > 2$. Hence $\\sqrt{u^2} = u$.");
    let last = all.last().expect("a claim");
    assert_eq!(last.given, [("u > 2".to_owned(), 1)]);
    let point = last.holds_at.as_ref().expect("values");
    assert_eq!(point.len(), 1, "{point:?}");
    let value: f64 = point[0].1.parse().expect("a number");
    assert!(point[0].0 == "u" && value > 2.0, "{point:?}");

    let text = "The case $p=1$ is one.\n\nThe case $1<p<2$ is two.\n\n$$\\sqrt{p} = p + 5$$\n";
    assert_ne!(verdict(text, "sqrt"), "equivalent");
    let all = Reader::document(Kind::Claims, "sqrt(x^2) = x where x > 2 and x < 1\n");
    let all = all.expect("readable");
    assert_eq!(
        all[0].report.verdict.word(),
        "unknown",
        "{:?}",
        all[0].report
    );
}

#[test]
fn definitions_are_in_force_for_their_whole_formula() {
    let text =
        "$$\\sigma(u) = \\frac{1}{1 + e^{u}} \\qquad \\sigma'(u) = \\sigma(u)(1 - \\sigma(u))$$";
    assert_eq!(verdict(text, "sigma"), "refuted");
    let text = "$$h(u) = a u^2, \\qquad a = 3$$\n\nThen $h'(u) = 6 u$.";
    assert_ne!(verdict(text, "6 u"), "refuted");
}

/// A chain is as good as the worst of its links; one that is not looked at is not said to hold.
#[test]
fn all_links_of_a_chain_count() {
    for (text, word) in [
        (
            "We get $\\sigma(u) = \\frac{1}{1+e^{-u}} = \\frac{e^u}{1+e^u}$.",
            "equivalent",
        ),
        (
            "We get $\\sigma(u) = \\frac{1}{1+e^{-u}} = \\frac{e^u}{1-e^u}$.",
            "refuted",
        ),
        ("We get $\\sigma(u) = \\frac{e^u}{1+e^u} = c$.", "no-claim"),
    ] {
        assert_eq!(verdict(text, "sigma"), word, "{text}");
    }
}

#[test]
fn numbers_are_read_as_printed() {
    for (text, word, rounded) in [
        ("The root is $\\sqrt{2} = 1.41$.", "equivalent", true),
        ("The root is $\\sqrt{2} = 1.42$.", "refuted", false),
        ("So $0.1 + 0.2 = 0.4$.", "refuted", false),
        ("So $0.1 + 0.2 = 0.3$.", "equivalent", false),
        (
            "Let $t = 0.5$ and $q = e^{t}$. Then $q = 1.65$.",
            "equivalent",
            true,
        ),
    ] {
        let all = read(text);
        let last = all.last().expect("a claim");
        assert_eq!(last.report.verdict.word(), word, "{text}");
        assert_eq!(last.rounded, rounded, "{text}");
    }
}

#[test]
fn what_is_denied_is_no_finding() {
    let all = read("A common mistake: $\\log(a + b) = \\log a + \\log b$ does not hold.");
    assert!(all[0].denied, "{:?}", all[0].report);
    assert_ne!(all[0].report.verdict.word(), "equivalent");
}

/// Where a doubt is left nothing is called false.
#[test]
fn what_may_be_said_in_words_is_no_falsehood() {
    for (text, part) in [
        // What c is may be said in words.
        ("So $c\\,\\sigma(u) = \\sigma(u)$.", "sigma"),
        // A mean.
        (
            "So $\\sum_{i=1}^n (v_i - \\bar v)^2 = \\sum_{i=1}^n v_i^2 - n\\bar v^2$.",
            "bar",
        ),
        // The brackets.
        ("So $\\log(q/1-q) = \\log q - \\log(1-q)$.", "log"),
        ("So $\\chi^2 = 7.99$.", "chi"),
    ] {
        let word = verdict(text, part);
        assert!(word != "refuted" && word != "equivalent", "{text}: {word}");
    }
}

#[test]
fn a_formula_that_begins_with_a_relation_goes_on_from_the_one_before() {
    for (text, part, expected) in [
        (
            "We have $$a = (x+1)^2$$\n\nwhich equals\n\n$$= x^2 + 2x + 1$$",
            "2x",
            "equivalent",
        ),
        (
            "We have $a = (x+1)^2$ $= x^2 + 2x + 2$.",
            "2x + 2",
            "refuted",
        ),
        (
            "We have $$\\begin{aligned} a &= (x+1)^2 \\end{aligned}$$\n\
             $$\\begin{aligned} &= x^2 + 2x + 1 \\\\ &= x (x + 2) + 1 \\end{aligned}$$",
            "(x + 2)",
            "equivalent",
        ),
        // What is supposed is so with all its sides.
        (
            "Suppose $a = (x+1)^2$ $= x^2 + 3x + 1$ holds.",
            "3x",
            "no-claim",
        ),
        // Other words, cells of a table, and relations that no chain has.
        (
            "We have $a = (x+1)^2$. The other one is larger, $= x^2 + 2$.",
            "x^2 + 2$".trim_end_matches('$'),
            "no-claim",
        ),
        ("| $a = b$ | $= b + 1$ |\n|--|--|\n", "b + 1", "no-claim"),
        ("Here $x > 2$ and so $< 1$.", "< 1", "no-claim"),
    ] {
        assert_eq!(verdict(text, part), expected, "{text}");
    }
    let all = read("We have $a = (x+1)^2$ $= x^2 + 2x + 1$.");
    assert_eq!(all[1].reading, "(x + 1)^2 = x^2 + 2*x + 1");
}

#[test]
fn what_is_unknown_says_what_stands_in_its_way() {
    for (text, part, words) in [
        (
            "Hence $\\log E[X] = m + \\log a$.",
            "log",
            "of which nothing is known here",
        ),
        (
            "Therefore $h(x) + 1 = 1 + h(x + 0 y) - 0 k(y) + k(x) - k(x + 1)$.",
            "h(x)",
            "nothing here says what the function",
        ),
    ] {
        let all = read(text);
        let found = all.iter().rfind(|checked| checked.text.contains(part));
        let report = &found.expect("a formula").report;
        if report.verdict.word() == "unknown" {
            assert!(report.message.contains(words), "{}", report.message);
        }
    }
    // Weights that add up to 1, which nobody says.
    let all = read("Hence $a_i \\sum_{k=1}^n y_k - y_i = a_i - y_i$.");
    assert_eq!(all[0].report.verdict.word(), "unknown");
}

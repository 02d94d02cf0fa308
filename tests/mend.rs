//! The nearest true formula of one that fails, what leaves a doubt and what does not, and indices
//! amiss in sums. The expected values are mathematics, worked out by hand.

use equiff::check::Verdict;
use equiff::check::reading::{Checked, Reader};
use equiff::document::Kind;

fn read(text: &str) -> Vec<Checked> {
    Reader::document(Kind::Markdown, text).expect("a document")
}

fn last(text: &str) -> Checked {
    read(text).pop().expect("a formula")
}

/// What is refuted, with the true formula one slip away.
#[test]
fn a_slip_of_the_pen_is_found() {
    for (text, right) in [
        (
            "Therefore $\\sigma'(z) = \\sigma(z)(1+\\sigma(z))$.",
            "\\sigma'(z) = \\sigma(z)(1-\\sigma(z))",
        ),
        (
            "Hence $\\frac{\\sigma(z)}{1-\\sigma(z)} = e^{-z}$.",
            "\\frac{\\sigma(z)}{1-\\sigma(z)} = e^{z}",
        ),
        (
            "With $p = \\sigma(z)$ we get $1 - p = \\frac{1}{1+e^{-z}}$.",
            "1 - p = \\frac{1}{1+e^{z}}",
        ),
        (
            "Thus $\\tanh(z) = \\sigma(2z) - 1$.",
            "\\tanh(z) = 2\\sigma(2z) - 1",
        ),
        (
            "So $(a + b)^2 = a^2 + ab + b^2$.",
            "(a + b)^2 = a^2 + 2ab + b^2",
        ),
        (
            "Let $f(x) = \\exp(-x^2/t)$. Then $\\log f(x) = -x^2/s$.",
            "\\log f(x) = -x^2/t",
        ),
    ] {
        let checked = last(text);
        assert_eq!(checked.report.verdict, Verdict::Refuted, "{text}");
        let fix = checked.fix.unwrap_or_else(|| panic!("no fix of {text}"));
        assert_eq!(fix.text, right, "{text}");
        // The whole text with the change holds.
        let mended = text.replace(&checked.text, &fix.text);
        assert_eq!(
            last(&mended).report.verdict,
            Verdict::Equivalent,
            "{mended}"
        );
    }
}

/// What is far from everything true has no fix, and what holds needs none.
#[test]
fn nothing_is_made_up() {
    let far = last("Hence $\\tanh(z) = z^3 + 7$.");
    assert_eq!(far.report.verdict, Verdict::Refuted);
    assert_eq!(far.fix, None);
    assert_eq!(last("Hence $\\sigma(z) = 1 - \\sigma(-z)$.").fix, None);
}

/// A row below a definition says something of what is defined; a letter that stands only there is a
/// slip where another letter makes it an identity.
#[test]
fn rows_below_a_definition_claim() {
    let right = "The density is\n\n\\begin{align}\nf(y; m) &= \\exp(-y^2/m) \\\\\n\\log f(y; m) &= \
                 -y^2/m\n\\end{align}\n";
    assert_eq!(last(right).report.verdict, Verdict::Equivalent);
    let wrong = right.replace("\\exp(-y^2/m)", "\\exp(-x^2/m)");
    let checked = last(&wrong);
    assert_eq!(checked.report.verdict, Verdict::Refuted);
    assert!(checked.fix.is_some());
    // Without such a letter it may be said in words what is meant.
    let open = right.replace("-y^2/m\n", "-y^2/m + c\n");
    assert_eq!(last(&open).report.verdict, Verdict::Unknown);
}

/// What holds for labels only may be meant of labels.
#[test]
fn labels_leave_a_doubt() {
    for (text, verdict) in [
        // e^{yz} / (1 + e^z) is σ((2y - 1)z) for y = 0 and y = 1, and not for y = 2.
        (
            "We obtain\n\n\\begin{align}\nP(y) &= \\frac{e^{yz}}{1 + e^z} \\\\\nP(y) &= \
             \\sigma((2y-1)z)\n\\end{align}\n",
            Verdict::Unknown,
        ),
        (
            "We obtain\n\n\\begin{align}\nP(y) &= \\frac{e^{yz}}{1 + e^z} \\\\\nP(y) &= \
             \\sigma((2y+1)z)\n\\end{align}\n",
            Verdict::Refuted,
        ),
    ] {
        assert_eq!(last(text).report.verdict, verdict, "{text}");
    }
}

/// Two things differ where the equation is not solved.
#[test]
fn what_differs_differs_somewhere() {
    let checked = last("Hence $\\frac{1}{1+e^{a-b}} \\neq \\frac{1}{1+e^{-b}}$.");
    assert_eq!(checked.report.verdict, Verdict::Conditional);
    assert_eq!(checked.conditions, ["a != 0"]);
}

/// "Hence" alone concludes from what is assumed, if no words state a number.
#[test]
fn conclusions_by_a_word_alone() {
    let text = "We assume $\\log\\frac{p}{1-p} = \\eta$. Hence\n\n$$\\frac{p}{1-p} = 7.$$\n";
    assert_eq!(last(text).report.verdict, Verdict::Refuted);
    let told = text.replace("We assume", "There were 7 to 1. We assume");
    assert_eq!(last(&told).report.verdict, Verdict::Unknown);
}

/// Sums over one index of terms with another, an index that stays behind, and empty sums.
#[test]
fn indices_amiss_are_suspects() {
    let suspect = |text: &str| last(text).suspect.map(|suspect| suspect.difference);
    for text in [
        "The loss is $L = \\sum_{j=1}^n -y_i \\log q_i$.",
        "So $\\sum_{i=1}^m h(x_i) = \\sum_{i=1}^m g(y_i) = y_i$.",
        "The product is $P(x) = \\prod_{k=1}^K = r(x)$.",
    ] {
        assert!(suspect(text).is_some(), "{text}");
    }
    for text in [
        "The loss is $L = \\sum_{j=1}^n -y_j \\log q_j$.",
        "The loss is $L_i = \\sum_{j=1}^n y_i$.",
        "So $\\sum_{i=1}^m h(x_i) = \\sum_{i=1}^m g(y_i) = m c$.",
        "The sum is $\\sum_{i=1}^n p = n p$.",
        "The sum is $S = \\sum_{i=1}^n x_i = x_1 + \\dots + x_i + \\dots + x_n$.",
        "The step is $\\mathlarger{\\sum_{q=1}^L} a_q = b$.",
    ] {
        assert_eq!(suspect(text), None, "{text}");
    }
}

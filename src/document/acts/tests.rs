//! What sentences do with their formulas: said by the grammar of the language, not by the code.

use super::shape;
use crate::document::acts::Reading;
use crate::document::{Kind, read};

/// What is read of each formula of a text that says something.
fn readings(kind: Kind, text: &str) -> Vec<Reading> {
    let document = read(kind, text).unwrap_or_default();
    let formulas = document.formulas.into_iter();
    formulas
        .filter(|found| shape::relates(&found.text))
        .map(|found| found.act)
        .collect()
}

/// Checks the acts of a Markdown text; a name with `?` for one of which nothing is sure.
#[track_caller]
fn acts(text: &str, expected: &str) {
    let found: Vec<String> = readings(Kind::Markdown, text)
        .into_iter()
        .map(|reading| {
            let doubt = if reading.sure { "" } else { "?" };
            let denied = if reading.denied { "-" } else { "" };
            format!("{denied}{:?}{doubt}", reading.act)
        })
        .collect();
    assert_eq!(found.join(" "), expected, "{text}");
}

#[test]
fn english_sentences_define_assume_and_assert() {
    acts("Let $a = b + c$. Then $b = a - c$.", "Define Assert");
    acts("If $x > 0$ then $y > 0$.", "Assume Assert");
    acts("For $x > 0$ we have $|x| = x$.", "Condition Assert");
    acts("Hence $|x| = x$ for $x > 0$.", "Assert Condition");
    acts("Suppose that we get $n = 12$.", "Assume");
    acts("Then $f = g$, where $g = h + 1$.", "Assert Define");
    acts(
        "The derivative of $f$ with respect to $x$ is $f'(x) = 2x$.",
        "Assert",
    );
    acts(
        "It follows that\n\n$$a = b$$\n\nand $c = d$.",
        "Assert Assert",
    );
    acts("If we expand the square, we get $a = b$.", "Assert");
}

#[test]
fn english_sentences_constrain_and_report() {
    acts(
        "The hyperplane $w x + b = 0$ splits the plane.",
        "Constrain",
    );
    acts("Minimize the cost subject to $x + y = 1$.", "Constrain");
    acts(
        "Setting the derivative to zero, we obtain\n\n$$2 a x + b = 0$$\n\nand solving for $x$ gives $x = -b/(2a)$.",
        "Constrain Assert",
    );
    acts("The probability that $X = 1$ is small.", "Constrain");
    acts("Is it true that $a + b = b + a$?", "Question");
    acts("For example, let $n = 10$.", "Exemplify");
    acts("We fit the model $y = a + b x$.", "Model");
}

#[test]
fn english_sentences_deny() {
    acts("It is not true that $(a+b)^2 = a^2 + b^2$.", "-None?");
    acts(
        "But $\\sqrt{a + b} = \\sqrt a + \\sqrt b$ does not hold.",
        "-None?",
    );
    acts(
        "The result is $a = b$ and not\n\n$$a = c$$",
        "Assert -None?",
    );
    acts(
        "Then\n\n$$a = b + c$$\n\nThis is wrong, it should be\n\n$$a = b - c$$",
        "-Assert Assert?",
    );
}

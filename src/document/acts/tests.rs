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

#[test]
fn other_languages_have_their_cues() {
    let german = "Es sei $a = b + c$ eine Funktion, die wir für die nächsten Schritte und auch später mit Gewinn benutzen. Dann gilt $b = a - c$. Wenn $x > 0$ ist, dann ist $y > 0$.";
    acts(german, "Define Assert Assume Assert");
    let spanish = "Sea $a = b + c$ una función que se usa en los pasos de la prueba. Entonces $b = a - c$. Si $x > 0$ entonces $y > 0$ para la clase.";
    acts(spanish, "Define Assert Assume Assert");
    let french = "Soit $a = b + c$ une fonction que nous utilisons dans la suite avec le reste. Donc $b = a - c$. Si $x > 0$ alors $y > 0$ pour la suite.";
    acts(french, "Define Assert Assume Assert");
    let chinese = "设$a = b + c$是一个在后面的步骤中使用的函数，它在所有的地方都有定义。所以$b = a - c$。如果$x > 0$，则$y > 0$。";
    acts(chinese, "Define Assert Assume Assert");
}

#[test]
fn words_say_facts_of_names() {
    use crate::document::acts::Fact;
    let facts = |text: &str| -> Vec<Vec<Fact>> {
        let document = read(Kind::Markdown, text).unwrap_or_default();
        document.formulas.into_iter().map(|f| f.facts).collect()
    };
    assert_eq!(
        facts("Let $n$ be a positive integer."),
        [[Fact::PositiveInteger]]
    );
    assert_eq!(
        facts("For positive numbers $a$ and $b$ it is the same."),
        [[Fact::Positive], [Fact::Positive]]
    );
    assert_eq!(
        facts("Let $A$ be a symmetric matrix."),
        [[Fact::Symmetric, Fact::Matrix]]
    );
    // What is concluded is no fact.
    assert!(facts("Hence $n$ is positive.").concat().is_empty());
    assert!(facts("Here $n$ is not positive.").concat().is_empty());
    assert!(facts("Here $n$ is large.").concat().is_empty());
}

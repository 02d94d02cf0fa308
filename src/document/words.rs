//! The words around a formula, and what they make of it.

/// What the words before a formula make it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// It says something.
    Statement,
    /// It is a condition of the formula before it in the same sentence: "for", "where", "if".
    Condition,
    /// It is a condition of what follows: "if", "let", "for all" at the start of a sentence.
    Given,
}

/// What words say of a name: "let n be a positive integer".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Domain {
    /// A whole number.
    Integer,
    /// A whole number above 0.
    PositiveInteger,
    /// Above 0.
    Positive,
    /// Not below 0.
    Nonnegative,
    /// Below 0.
    Negative,
    /// Any real number.
    Real,
    /// Between 0 and 1.
    Probability,
    /// Not 0.
    Nonzero,
}

/// Words that make the formula after them a condition.
const CONDITIONAL: &[&str] = &[
    "for", "where", "if", "when", "whenever", "with", "provided", "given", "assuming", "that",
    "all", "every", "any", "each", "let", "suppose", "assume", "as", "since",
];

/// The role of a formula with these words before it; `first` if no formula stands before it in
/// the sentence.
pub(super) fn role(before: &str, first: bool) -> Role {
    let sentence = before
        .rfind(['.', '?', '!', ';', ':'])
        .map_or(before, |at| &before[at + 1..]);
    let first = first || sentence.len() < before.len();
    let words: Vec<String> = sentence
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let Some(last) = words.last() else {
        return Role::Statement;
    };
    let conditional = match last.as_str() {
        "that" => matches!(
            words.len().checked_sub(2).map(|at| words[at].as_str()),
            Some("such" | "provided" | "suppose" | "assume" | "given" | "assuming")
        ),
        "all" | "every" | "any" | "each" => words.len() > 1 && words[words.len() - 2] == "for",
        "as" | "since" => false,
        // "for positive x", "where the mean p"
        word => CONDITIONAL.contains(&word),
    };
    match (conditional, first) {
        (false, _) => Role::Statement,
        (true, false) => Role::Condition,
        (true, true) => Role::Given,
    }
}

/// What the words after a name say of it.
pub(super) fn domain(before: &str, after: &str) -> Option<Domain> {
    let lower: String = after.chars().take(60).collect::<String>().to_lowercase();
    let rest = lower.trim_start();
    let rest = ["be ", "is ", "denote ", "are "]
        .iter()
        .find_map(|verb| rest.strip_prefix(verb))?;
    let rest = ["a ", "an ", "any ", "some "]
        .iter()
        .find_map(|article| rest.strip_prefix(article))
        .unwrap_or(rest);
    let starts = |text: &str| rest.starts_with(text);
    let said = if starts("positive integer") || starts("positive whole") || starts("natural number")
    {
        Domain::PositiveInteger
    } else if starts("integer") || starts("whole number") {
        Domain::Integer
    } else if starts("positive") {
        Domain::Positive
    } else if starts("nonnegative") || starts("non-negative") {
        Domain::Nonnegative
    } else if starts("negative") {
        Domain::Negative
    } else if starts("probability") {
        Domain::Probability
    } else if starts("nonzero") || starts("non-zero") {
        Domain::Nonzero
    } else if starts("real") {
        Domain::Real
    } else {
        return None;
    };
    // "is positive" of a formula says it is so; "let it be" gives it.
    let _ = before;
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_make_conditions() {
        assert_eq!(role(" for ", false), Role::Condition);
        assert_eq!(role(" where ", false), Role::Condition);
        assert_eq!(role(", provided that ", false), Role::Condition);
        assert_eq!(role("Let ", true), Role::Given);
        assert_eq!(role(". If ", false), Role::Given);
        assert_eq!(role(" is the same as ", false), Role::Statement);
        assert_eq!(role(" and ", false), Role::Statement);
        assert_eq!(
            domain("let ", " be a positive integer."),
            Some(Domain::PositiveInteger)
        );
        assert_eq!(domain("", " is positive"), Some(Domain::Positive));
        assert_eq!(domain("", " is large"), None);
    }
}

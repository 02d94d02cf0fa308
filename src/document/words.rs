//! The words around a formula, and what they make of it.

/// Words between two formulas of which the second goes on from the first: "which is", "and so".
const JOINING: &[&str] = &[
    "which",
    "equals",
    "equal",
    "is",
    "are",
    "so",
    "then",
    "hence",
    "thus",
    "therefore",
    "that",
    "this",
    "becomes",
    "simplifies",
    "reduces",
    "to",
    "again",
    "turn",
    "in",
    "further",
    "finally",
    "i.e",
    "ie",
    "also",
    "das",
    "ist",
    "gleich",
    "was",
    "somit",
    "damit",
    "folglich",
    "qui",
    "est",
    "égal",
    "égale",
    "à",
    "donc",
    "soit",
    "es",
    "igual",
    "que",
    "entonces",
    "luego",
    "即",
    "也就是",
    "等于",
    "所以",
    "从而",
    "因此",
    "进而",
];

/// Words that may stand beside those.
const BESIDE: &[&str] = &["and", "und", "et", "y"];

/// Whether nothing stands between two formulas but words with which the second goes on from the
/// first; `shown` if one of them is a display.
pub(super) fn continues(between: &str, shown: bool) -> bool {
    if between.len() > 120 || !shown && between.contains("\n\n") {
        return false;
    }
    let plain = between
        .replace("<br>", " ")
        .replace("<br/>", " ")
        .replace("\\\\", " ");
    let apart = |c: char| c.is_whitespace() || ",;:，；：".contains(c);
    let words: Vec<String> = plain
        .split(apart)
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let joins = |word: &String| JOINING.contains(&&**word);
    words
        .iter()
        .all(|word| joins(word) || BESIDE.contains(&&**word))
        && (words.is_empty() || words.iter().any(joins))
}

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

/// How a sentence brings in a formula that may be a definition or a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Nothing tells.
    Plain,
    /// "define", "let", "is called": it is one.
    Defines,
    /// "then", "so", "we get": it follows from what was said.
    Concludes,
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

impl Domain {
    /// The domain that a fact states, if it is one of a number.
    pub(super) fn of(fact: super::acts::Fact) -> Option<Domain> {
        use super::acts::Fact;
        Some(match fact {
            Fact::Integer => Domain::Integer,
            Fact::PositiveInteger => Domain::PositiveInteger,
            Fact::Positive => Domain::Positive,
            Fact::Nonnegative => Domain::Nonnegative,
            Fact::Negative => Domain::Negative,
            Fact::Probability => Domain::Probability,
            Fact::Nonzero => Domain::Nonzero,
            _ => return None,
        })
    }
}

/// Words that make the formula after them a condition.
const CONDITIONAL: &[&str] = &[
    "for", "where", "if", "when", "whenever", "with", "provided", "given", "assuming", "that",
    "all", "every", "any", "each", "let", "suppose", "assume", "unless", "at",
];

/// Words after which a condition holds to the end of the document.
const LASTING: &[&str] = &[
    "let", "suppose", "assume", "assuming", "where", "with", "given",
];

const DEFINING: &[&str] = &[
    "define",
    "defines",
    "defined",
    "definition",
    "let",
    "set",
    "put",
    "denote",
    "denotes",
    "denoted",
    "call",
    "called",
    "introduce",
    "write",
    "choose",
    "consider",
    "model",
];

const CONCLUDING: &[&str] = &[
    "then",
    "so",
    "hence",
    "thus",
    "therefore",
    "have",
    "get",
    "gets",
    "gives",
    "obtain",
    "obtains",
    "yields",
    "implies",
    "follows",
    "equivalently",
    "ie",
    "find",
    "see",
    "shows",
    "becomes",
    "simplifies",
    "equals",
    "conclude",
    "consequently",
    "because",
    "since",
    "means",
    "note",
    "rewrite",
    "rearranging",
    "solving",
    "identity",
    "satisfies",
];

/// The words of the last sentence of a text, in small letters.
fn last_words(before: &str) -> Vec<String> {
    let sentence = before
        .rfind(['.', '?', '!', ';', ':'])
        .filter(|at| !before[at + 1..].trim().is_empty())
        .map_or(before, |at| &before[at + 1..]);
    words(sentence)
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The role of a formula with these words before it, and whether it lasts beyond its sentence, as
/// after "let" or "where"; `first` if no formula stands before it in the sentence.
pub(super) fn role(before: &str, first: bool) -> (Role, bool) {
    let sentence = before
        .rfind(['.', '?', '!', ';', ':'])
        .map_or(before, |at| &before[at + 1..]);
    let first = first || sentence.len() < before.len();
    let words = words(sentence);
    let Some(last) = words.last() else {
        return (Role::Statement, true);
    };
    let previous = words.len().checked_sub(2).map(|at| words[at].as_str());
    let word = match last.as_str() {
        "that" => match previous {
            Some(word @ ("provided" | "suppose" | "assume" | "given" | "assuming")) => word,
            Some("such") => "if",
            _ => return (Role::Statement, true),
        },
        "all" | "every" | "any" | "each" if previous == Some("for") => "for",
        "all" | "every" | "any" | "each" => return (Role::Statement, true),
        // "for positive x", "where the mean p"
        word if CONDITIONAL.contains(&word) => word,
        _ => return (Role::Statement, true),
    };
    let role = if first { Role::Given } else { Role::Condition };
    (role, LASTING.contains(&word))
}

/// Whether only "and" stands between two formulas.
pub(super) fn goes_on(between: &str) -> bool {
    let between = between.trim_matches(|c: char| c.is_whitespace() || "$()\\".contains(c));
    matches!(between, "and" | "or" | "and also" | "and let" | "and that")
}

/// How the words before a formula bring it in.
pub(super) fn tone(before: &str) -> Tone {
    let words = last_words(before);
    // The nearest word that tells decides.
    for word in words.iter().rev().take(12) {
        if DEFINING.contains(&word.as_str()) {
            return Tone::Defines;
        }
        if CONCLUDING.contains(&word.as_str()) {
            return Tone::Concludes;
        }
    }
    Tone::Plain
}

/// Whether a sentence ends within the text between two formulas.
pub(super) fn ends_sentence(between: &str) -> bool {
    let mut rest = between.chars().peekable();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        let ends = matches!(c, '.' | '?' | '!');
        // "e.g.", "i.e.", "(2.1)" end none.
        let abbreviates = before.is_ascii_digit() || matches!(before, 'e' | 'g' | 'f') && c == '.';
        if ends
            && !abbreviates
            && rest
                .peek()
                .is_none_or(|next| next.is_whitespace() || *next == ')')
        {
            return true;
        }
        before = c;
    }
    between
        .lines()
        .skip(1)
        .map(str::trim_start)
        .any(|line| line.starts_with(['#', '*', '-']) || line.starts_with("\\item"))
        || between.contains("\\section")
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
        assert_eq!(role(" for ", false), (Role::Condition, false));
        assert_eq!(role(" where ", false), (Role::Condition, true));
        assert_eq!(role(", provided that ", false), (Role::Condition, false));
        assert_eq!(role("Let ", true), (Role::Given, true));
        assert_eq!(role(". If ", false), (Role::Given, false));
        assert_eq!(role("For all ", true), (Role::Given, false));
        assert_eq!(role(" is the same as ", false), (Role::Statement, true));
        assert_eq!(role(" and ", false), (Role::Statement, true));
        assert_eq!(tone("Now define "), Tone::Defines);
        assert_eq!(tone("Define it. Then "), Tone::Concludes);
        assert!(ends_sentence(" holds. But ") && !ends_sentence(", i.e. "));
        assert_eq!(
            domain("let ", " be a positive integer."),
            Some(Domain::PositiveInteger)
        );
        assert_eq!(domain("", " is positive"), Some(Domain::Positive));
        assert_eq!(domain("", " is large"), None);
    }
}

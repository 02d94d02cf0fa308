//! What the words beside formulas say of names.

use super::Table;

/// Words that say that π is a probability.
const PROBABILITIES: &[&str] = &[
    "probability",
    "probabilities",
    "proportion",
    "proportions",
    "prior",
    "priors",
    "weight",
    "weights",
    "policy",
    "prevalence",
    "odds",
    "chance",
    "概率",
    "probabilidad",
    "wahrscheinlichkeit",
    "probabilité",
];

/// Words that say that e is a residual or an error.
const RESIDUALS: &[&str] = &[
    "residual",
    "residuals",
    "error",
    "errors",
    "noise",
    "disturbance",
    "残差",
    "误差",
    "residuo",
    "residuos",
    "residuum",
    "fehler",
    "résidu",
    "résidus",
    "erreur",
];

impl Table {
    /// Takes up the words around a formula.
    pub(super) fn read_words(&mut self, text: &str, before: &str, after: &str) {
        for word in before
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic()))
        {
            *self.words.entry(word.to_owned()).or_default() += 1;
        }
        // The text after the last formula is before none.
        let _ = after;
        let near = |words: &[&str]| {
            let last: Vec<String> = before
                .split_whitespace()
                .rev()
                .take(4)
                .map(|word| {
                    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                    word.to_lowercase()
                })
                .collect();
            last.iter().any(|word| words.contains(&word.as_str()))
        };
        match text.trim() {
            r"\pi" if near(PROBABILITIES) => self.pi.named(),
            "e" if near(RESIDUALS) => self.e.named(),
            _ => {}
        }
    }

    /// How often a word stands in the text.
    pub(super) fn in_prose(&self, word: &str) -> u32 {
        self.words.get(word).copied().unwrap_or_default()
    }
}

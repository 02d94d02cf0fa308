//! Characters of Unicode and the commands that they stand for.

/// The command that a character of Unicode stands for.
pub(super) fn unicode(c: char) -> Option<&'static str> {
    Some(match c {
        '⇔' | '⟺' => "iff",
        '⇒' | '⟹' => "implies",
        '⇐' | '⟸' => "impliedby",
        '≤' | '⩽' => "le",
        '≥' | '⩾' => "ge",
        '≠' => "ne",
        '≡' => "equiv",
        '≔' => "coloneqq",
        '≈' | '≃' | '≅' => "approx",
        '∼' => "sim",
        '∝' => "propto",
        '∈' => "in",
        '∉' => "notin",
        '→' | '⟶' => "to",
        '↦' => "mapsto",
        '↔' => "leftrightarrow",
        '∧' => "land",
        '∨' => "lor",
        '¬' => "neg",
        '∞' => "infty",
        '∑' => "sum",
        '∏' => "prod",
        '∫' => "int",
        '√' => "sqrt",
        '∂' => "partial",
        '∇' => "nabla",
        '∀' => "forall",
        '∃' => "exists",
        '±' => "pm",
        '·' | '⋅' | '∙' => "cdot",
        '×' => "times",
        '÷' | '⁄' | '∕' => "div",
        '∗' => "ast",
        '∘' => "circ",
        '⊙' => "odot",
        '…' => "dots",
        '⋯' => "cdots",
        '′' => "prime",
        '∣' => "mid",
        '‖' | '∥' => "|",
        '⟨' => "langle",
        '⟩' => "rangle",
        '⌊' => "lfloor",
        '⌋' => "rfloor",
        '⌈' => "lceil",
        '⌉' => "rceil",
        'ℝ' => "R",
        'ℕ' => "N",
        'ℤ' => "Z",
        'ℓ' => "ell",
        '⊤' => "top",
        '∴' => "therefore",
        '∵' => "because",
        '\u{2003}' => "quad",
        _ => return None,
    })
}

/// The numbers of a fraction that is one character.
pub(super) fn fraction(c: char) -> Option<(char, char)> {
    crate::parse::fraction(c)
}

/// The accent command of a combining character.
pub(super) fn combining(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{302}' => "hat",
        '\u{303}' => "tilde",
        '\u{304}' | '\u{305}' => "bar",
        _ => return None,
    })
}

/// A letter with a hat, which formulas use: ŷ.
pub(super) fn precomposed(c: char) -> Option<(char, &'static str)> {
    Some(match c {
        'ŷ' => ('y', "hat"),
        'ŵ' => ('w', "hat"),
        'ẑ' => ('z', "hat"),
        'ȳ' => ('y', "bar"),
        _ => return None,
    })
}

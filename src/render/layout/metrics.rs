//! Widths of letters in Computer Modern at 10 pt, in tenths of a digit (half points), from the
//! metrics of cmmi10 and cmr10.

/// Italic a to z.
const LOWER: [u8; 26] = [
    11, 9, 9, 10, 9, 12, 10, 12, 7, 9, 11, 6, 18, 12, 10, 10, 10, 10, 9, 7, 11, 10, 15, 11, 11, 10,
];
/// Italic A to Z.
const UPPER: [u8; 26] = [
    15, 16, 16, 17, 16, 16, 16, 18, 10, 13, 18, 14, 22, 18, 16, 16, 16, 15, 13, 14, 16, 16, 22, 18,
    16, 15,
];
/// Upright `!` to `~`.
const UPRIGHT: [u8; 94] = [
    6, 10, 17, 10, 17, 16, 6, 8, 8, 10, 16, 6, 7, 6, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 6,
    6, 16, 16, 16, 9, 16, 15, 14, 14, 15, 14, 13, 16, 15, 7, 10, 16, 13, 18, 15, 16, 14, 16, 15,
    11, 14, 15, 15, 21, 15, 15, 12, 6, 10, 6, 10, 10, 6, 10, 11, 9, 11, 9, 6, 10, 11, 6, 6, 11, 6,
    17, 11, 10, 11, 11, 8, 8, 8, 11, 11, 14, 11, 11, 9, 10, 6, 10, 10,
];

/// The width of a letter of a formula.
pub(super) fn letter_width(letter: char) -> u32 {
    u32::from(match letter {
        'a'..='z' => LOWER[letter as usize - 'a' as usize],
        'A'..='Z' => UPPER[letter as usize - 'A' as usize],
        '0'..='9' => 10,
        'ω' | 'φ' | 'ψ' | 'χ' | 'α' => 14,
        'Γ'..='Ω' => 16,
        _ => 12,
    })
}

/// The width of upright text.
pub fn text_width(text: &str) -> u32 {
    let widths = text.chars().map(|c| match c {
        ' ' => 7,
        '!'..='~' => u32::from(UPRIGHT[c as usize - '!' as usize]),
        _ => 13,
    });
    widths.fold(0, u32::saturating_add)
}

/// The width of typewriter text.
pub fn word_width(text: &str) -> u32 {
    let count = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    count.saturating_mul(11)
}

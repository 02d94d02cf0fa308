//! Plain text: cleaning what users typed, and tables of aligned columns.

use unicode_width::UnicodeWidthStr;

/// The text on one line without control characters, so that it cannot steer a terminal; nor
/// does it hold private characters or marks that change the direction of text.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| {
            if matches!(c, '\n' | '\r' | '\t') {
                ' '
            } else {
                c
            }
        })
        .filter(|c| {
            !c.is_control()
                && !matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}')
                && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}')
                && !matches!(c, '\u{E000}'..='\u{F8FF}')
        })
        .collect()
}

/// The text with its first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Rows of cells as lines with aligned columns, two spaces between them.
pub fn table(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        })
        .collect();
    rows.iter()
        .map(|row| {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.extend(std::iter::repeat_n(
                    ' ',
                    width.saturating_sub(cell.width()) + 2,
                ));
            }
            line.truncate(line.trim_end().len());
            line
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_do_not_survive() {
        assert_eq!(clean("a\u{1b}[31mb\nc\u{202e}d"), "a[31mb cd");
    }

    #[test]
    fn columns_are_aligned() {
        let rows = [
            vec!["a".into(), "b".into()],
            vec!["logit".into(), "c".into()],
        ];
        assert_eq!(table(&rows), ["a      b", "logit  c"]);
    }
}

//! Comments that say that a formula is not to be checked: `% equiff: ignore REASON` in TeX,
//! `<!-- equiff: ignore REASON -->` in Markdown, `.. equiff: ignore REASON` in reStructuredText,
//! `# equiff: ignore REASON` in plain text.

use std::ops::Range;

use super::scan::Scanner;

/// The reason that a comment gives for `equiff: ignore`.
pub fn ignore_reason(comment: &str) -> Option<String> {
    let at = comment.find("equiff:")?;
    let rest = comment[at + 7..].trim_start().strip_prefix("ignore")?;
    let rest = rest.split("-->").next().unwrap_or(rest);
    let rest = rest.lines().next().unwrap_or("");
    Some(rest.trim().to_owned())
}

impl Scanner<'_> {
    /// Takes up an `equiff: ignore` in a comment.
    pub(super) fn comment(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        if text.len() < 2000
            && (text.starts_with(['%', '#']) || text.starts_with("<!--") || text.starts_with(".. "))
            && let Some(reason) = ignore_reason(text)
        {
            let line = self.text[..range.start].rfind('\n').map_or(0, |n| n + 1);
            let alone = self.text[line..range.start].trim().is_empty();
            self.ignores.push((range.start, alone, reason));
        }
    }

    pub(super) fn comments_inside(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        let mut from = 0;
        while let Some(at) = text[from..].find("equiff:") {
            let place = from + at;
            let line = text[..place].rfind('\n').map_or(0, |n| n + 1);
            if let Some(percent) = text[line..place].find('%') {
                let end = text[place..].find('\n').map_or(text.len(), |n| place + n);
                if let Some(reason) = ignore_reason(&text[line + percent..end]) {
                    self.ignores
                        .push((range.start + line + percent, false, reason));
                }
            }
            from = place + 7;
        }
    }
}

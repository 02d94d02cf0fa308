//! The titles under which a formula stands, and the text before it.

use std::sync::Arc;

/// The titles that are open at a place.
#[derive(Default)]
pub(super) struct Titles {
    open: Vec<(u8, String)>,
    shown: Arc<str>,
}

/// Commands with a title in braces, and their depths.
const COMMANDS: [(&str, u8); 8] = [
    ("\\chapter", 1),
    ("\\section", 2),
    ("\\subsection", 3),
    ("\\subsubsection", 4),
    ("\\paragraph", 5),
    ("\\frametitle", 5),
    ("\\begin{frame}", 5),
    ("\\caption", 6),
];

/// Titles are cut after so many bytes.
const LONGEST: usize = 120;

impl Titles {
    /// Takes up the titles of the text between two formulas, and gives the last two that are open.
    pub fn after(&mut self, text: &str) -> Arc<str> {
        let before = self.open.len();
        let mut changed = false;
        let mut last = "";
        for line in text.lines() {
            let line = line.trim();
            if let Some((depth, title)) = title(line, last) {
                self.open.retain(|(other, _)| *other < depth);
                self.open.push((depth, cut(title).to_owned()));
                changed = true;
            }
            last = line;
        }
        if changed || before != self.open.len() {
            let from = self.open.len().saturating_sub(2);
            let parts: Vec<&str> = self.open[from..].iter().map(|(_, t)| t.as_str()).collect();
            self.shown = parts.join("; ").into();
        }
        self.shown.clone()
    }
}

fn cut(title: &str) -> &str {
    &title[..super::place::floor(title, title.len().min(LONGEST))]
}

/// The title that a line is, or the one before it, and its depth.
fn title<'t>(line: &'t str, last: &'t str) -> Option<(u8, &'t str)> {
    let bare = line.trim_start_matches('#');
    let depth = line.len() - bare.len();
    if (1..=6).contains(&depth) && bare.starts_with(' ') {
        return Some((depth as u8, bare.trim()));
    }
    let rule = line.chars().next().filter(|c| "=-~^*".contains(*c));
    if let Some(rule) = rule
        && line.len() > 2
        && line.chars().all(|c| c == rule)
        && !last.is_empty()
        && last.len() < LONGEST
    {
        let depth = "=-~^*".find(rule).unwrap_or(0);
        return Some((depth as u8 + 1, last));
    }
    COMMANDS.iter().find_map(|(command, depth)| {
        let at = line.find(command)?;
        let rest = line[at + command.len()..].trim_start_matches('*');
        let rest = rest.strip_prefix('{')?;
        let end = rest.rfind('}').unwrap_or(rest.len());
        Some((*depth, &rest[..end]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_two_titles_count() {
        let mut titles = Titles::default();
        assert_eq!(&*titles.after("# A\n\ntext\n\n## B\n"), "A; B");
        assert_eq!(&*titles.after("more"), "A; B");
        assert_eq!(&*titles.after("### C\n\n## D\n"), "A; D");
        assert_eq!(&*titles.after("\\section{Odds} x"), "A; Odds");
    }
}

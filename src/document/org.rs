//! Org files: headings with stars, blocks of code, comments.

use super::made::Made;
use super::page::{Beside, Flavour, Marks, Page};
use super::{Document, scan};

/// Blocks whose text is code.
const CODE: &[&str] = &["src", "example", "comment", "export html", "export ascii"];

/// Finds the formulas of an Org file.
pub(super) fn read(text: &str, beside: Beside) -> Document {
    let mut made = Made::default();
    let mut hidden: Option<String> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let small = line.trim().to_ascii_lowercase();
        let from = made.text.len();
        let stars = line.bytes().take_while(|b| *b == b'*').count();
        if let Some(end) = &hidden {
            if small == *end {
                hidden = None;
            }
            made.copy(text, range);
            made.masked.push(from..made.text.len());
            continue;
        }
        if stars > 0 && line[stars..].starts_with(' ') {
            made.put(&"#".repeat(stars.min(6)), range.start..range.start + stars);
            made.copy(text, range.start + stars..range.end);
            continue;
        }
        hidden = opens(&small);
        // A line of settings is no text, but a header of LaTeX may define macros.
        let setting = small.starts_with("#+") && !small.starts_with("#+latex");
        let comment = small == "#" || small.starts_with("# ");
        if comment {
            let kept = match small.contains("equiff:") {
                true => format!("<!-- {} -->\n", line.trim()),
                false => "\n".to_owned(),
            };
            made.put(&kept, range);
            continue;
        }
        made.copy(text, range);
        if hidden.is_some() || setting {
            made.masked.push(from..made.text.len());
        }
    }
    scan::read(Page {
        beside,
        ..Page::made(text, &mut made, Flavour::Markdown, Marks::TEX)
    })
}

/// The line that ends what a line opens.
fn opens(line: &str) -> Option<String> {
    if line == ":properties:" || line == ":logbook:" {
        return Some(":end:".to_owned());
    }
    let block = line.strip_prefix("#+begin_")?;
    let name = block.split(' ').next().unwrap_or("");
    let code = CODE.iter().any(|code| {
        block
            .strip_prefix(code)
            .is_some_and(|r| !r.starts_with(char::is_alphanumeric))
    });
    code.then(|| format!("#+end_{name}"))
}

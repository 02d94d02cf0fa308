//! What the scripts of a page say of its mathematics: whether dollar signs mark it, and macros.

/// What scripts say.
#[derive(Default)]
pub(super) struct Config {
    /// Whether the text is a page of its own, with scripts where it needs them.
    pub page: bool,
    /// Whether they make dollar signs marks of formulas.
    pub dollars: bool,
    /// The macros that they define, as TeX does.
    pub definitions: String,
}

/// The longest script that is looked at.
const LONGEST: usize = 100_000;

impl Config {
    /// Takes up what a script says.
    pub fn read(&mut self, script: &str) {
        let maths = ["MathJax", "katex", "renderMath", "delimiters", "tex2jax"];
        if script.len() > LONGEST || !maths.iter().any(|mark| script.contains(mark)) {
            return;
        }
        self.dollars |= ["'$'", "\"$\""].iter().any(|mark| script.contains(mark));
        let starts = ["macros:", "Macros:", "macros\":", "macros':"];
        for start in starts {
            let Some(at) = script.find(start) else {
                continue;
            };
            let rest = script[at + start.len()..].trim_start();
            if let Some(body) = rest.strip_prefix('{') {
                self.macros(body);
            }
        }
    }

    /// The entries of an object of macros: `R: "\\mathbb{R}"`, `pa: ["\\left(#1\\right)", 1]`.
    fn macros(&mut self, body: &str) {
        let mut rest = body;
        for _ in 0..500 {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            let Some((name, after)) = rest.split_once(':') else {
                return;
            };
            let name = name.trim().trim_matches(['"', '\'', '\\']);
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphabetic()) {
                return;
            }
            let after = after.trim_start();
            let (listed, after) = match after.strip_prefix('[') {
                Some(inner) => (true, inner.trim_start()),
                None => (false, after),
            };
            let Some((value, mut behind)) = string(after) else {
                return;
            };
            let mut count = 0;
            if listed {
                let Some((numbers, next)) = behind.split_once(']') else {
                    return;
                };
                count = numbers.trim_matches([',', ' ', '\n']).parse().unwrap_or(0);
                behind = next;
            }
            if count <= 9 {
                let parameters = if count > 0 {
                    format!("[{count}]")
                } else {
                    String::new()
                };
                self.definitions += &format!("\\newcommand{{\\{name}}}{parameters}{{{value}}}\n");
            }
            rest = behind;
        }
    }
}

/// A string of JavaScript at the start of a text, and what stands behind it.
fn string(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut value = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if std::mem::take(&mut escaped) => value.push(c),
            '\\' => escaped = true,
            _ if c == quote => return Some((value, &text[at + 1..])),
            _ => value.push(c),
        }
    }
    None
}

//! Environments that are formulas or no text, the macros that stand for their beginnings and ends,
//! and the definitions of macros.

use rustc_hash::FxHashMap;

use super::page::Flavour;
use super::place::floor;
use super::scan::Scanner;

/// Environments that are formulas.
const MATHS: &[&str] = &[
    "equation",
    "align",
    "gather",
    "multline",
    "eqnarray",
    "displaymath",
    "math",
    "flalign",
    "alignat",
    "xalignat",
    "dmath",
    "IEEEeqnarray",
];

/// Environments that are no text.
const VERBATIM: &[&str] = &[
    "verbatim",
    "Verbatim",
    "BVerbatim",
    "lstlisting",
    "minted",
    "comment",
    "filecontents",
    "alltt",
    "tikzpicture",
    "Schunk",
    "Sinput",
    "Soutput",
];

/// Commands that define, and how many groups follow them.
const DEFINERS: &[(&str, usize)] = &[
    ("newcommand", 2),
    ("renewcommand", 2),
    ("providecommand", 2),
    ("def", 1),
    ("gdef", 1),
    ("DeclareMathOperator", 2),
    ("DeclarePairedDelimiter", 3),
    ("DeclareRobustCommand", 2),
    ("newenvironment", 3),
    ("renewenvironment", 3),
];

/// Pairs of macros that documents use for displays, often from a style file that is not at hand.
const USUAL: &[(&str, &str)] = &[
    ("be", "ee"),
    ("beq", "eeq"),
    ("bea", "eea"),
    ("beqa", "eeqa"),
    ("beqn", "eeqn"),
    ("beqa", "eeqa"),
];

/// Macros and environments of a document that stand for the beginnings and ends of displays.
#[derive(Clone, Debug, Default)]
pub(super) struct Wrappers {
    /// The environment that a macro begins.
    opens: FxHashMap<String, String>,
    /// The macros that end an environment.
    closes: FxHashMap<String, Vec<String>>,
    /// The environments that begin and end one that is known, and whether they take an argument.
    environments: FxHashMap<String, bool>,
    /// The macros that the document has defined as something else.
    others: FxHashMap<String, ()>,
}

impl Wrappers {
    /// Takes up those of another file.
    pub fn extend(&mut self, other: Wrappers) {
        self.opens.extend(other.opens);
        self.environments.extend(other.environments);
        self.others.extend(other.others);
        for (environment, names) in other.closes {
            self.closes.entry(environment).or_default().extend(names);
        }
    }

    /// Takes up a definition, as it is written.
    pub fn learn(&mut self, definition: &str) {
        let groups = groups(definition);
        let Some(body) = groups.last() else { return };
        if definition.contains("newenvironment") {
            if let [name, .., begin, _] = &groups[..]
                && environment_of(begin, "\\begin{").is_some()
            {
                let argument = begin.contains("#1");
                self.environments.insert((*name).to_owned(), argument);
            }
            return;
        }
        let after = definition[1..].find('\\').map(|at| &definition[at + 2..]);
        let name: String = after
            .unwrap_or_default()
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        let begins = environment_of(body, "\\begin{");
        let ends = environment_of(body, "\\end{");
        match (begins, ends) {
            (Some(environment), None) => {
                self.opens.insert(name, environment.to_owned());
            }
            (None, Some(environment)) => {
                let names = self.closes.entry(environment.to_owned()).or_default();
                if !names.contains(&name) && names.len() < 8 {
                    names.push(name);
                }
            }
            _ => {
                self.others.insert(name, ());
            }
        }
    }
}

/// The environment of formulas that a body of a macro begins or ends.
fn environment_of<'a>(body: &'a str, mark: &str) -> Option<&'a str> {
    body.match_indices(mark).find_map(|(at, _)| {
        let rest = &body[at + mark.len()..];
        let name = &rest[..rest.find('}')?];
        MATHS.contains(&name.trim_end_matches('*')).then_some(name)
    })
}

/// The groups of a definition, without their braces.
fn groups(text: &str) -> Vec<&str> {
    let mut groups = Vec::new();
    let (mut depth, mut start, mut escaped) = (0_usize, 0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if std::mem::take(&mut escaped) => {}
            b'\\' => escaped = true,
            b'{' => {
                if depth == 0 {
                    start = at + 1;
                }
                depth += 1;
            }
            b'}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    groups.push(&text[start..at]);
                }
            }
            _ => {}
        }
    }
    groups
}

impl Scanner<'_> {
    pub(super) fn environment(&mut self, at: usize, after: usize) -> usize {
        let rest = &self.text[after..];
        let Some(name) = rest
            .strip_prefix('{')
            .and_then(|rest| rest.get(..rest.find('}')?.min(40)))
        else {
            return after;
        };
        let (name, start) = (name.to_owned(), after + name.len() + 2);
        let plain = name.trim_end_matches('*');
        let verbatim = VERBATIM.contains(&plain) && self.flavour == Flavour::Tex;
        let wrapper = self.beside.wrappers.environments.get(&name).copied();
        let math = self.page.marks.others && (MATHS.contains(&plain) || wrapper.is_some());
        if !verbatim && !math {
            return start.min(self.text.len());
        }
        let close = format!("\\end{{{name}}}");
        let Some(end) = self.find(&close, start) else {
            return start.min(self.text.len());
        };
        let outer = at..end + close.len();
        if verbatim {
            return outer.end;
        }
        // The columns of `IEEEeqnarray` and the arguments of an environment of the document are no
        // part of the formula.
        let argument = wrapper.or((plain == "IEEEeqnarray").then_some(true));
        match argument {
            None => self.push(outer.clone(), outer, plain != "math"),
            Some(takes) => {
                let inner = &self.text[start..end];
                let group = match inner.starts_with('{') && takes {
                    true => inner.find('}').map_or(0, |close| close + 1),
                    false => 0,
                };
                self.push(outer, start + group..end, true)
            }
        }
    }

    /// A formula between two macros that begin and end a display; `None` if the command of this
    /// name begins none.
    pub(super) fn wrapped(&mut self, name: &str, at: usize, after: usize) -> Option<usize> {
        if !self.page.marks.others {
            return None;
        }
        let wrappers = &self.beside.wrappers;
        let marks: Vec<String> = match wrappers.opens.get(name) {
            Some(environment) => {
                let macros = wrappers.closes.get(environment).into_iter().flatten();
                let mut marks: Vec<String> = macros.map(|name| format!("\\{name}")).collect();
                marks.push(format!("\\end{{{environment}}}"));
                marks
            }
            None => {
                let (_, close) = USUAL.iter().find(|(open, _)| *open == name)?;
                if wrappers.others.contains_key(name) || self.flavour != Flavour::Tex {
                    return None;
                }
                vec![format!("\\{close}")]
            }
        };
        let ends = marks
            .iter()
            .filter_map(|mark| Some((self.whole(mark, after)?, mark.len())));
        let (end, length) = ends.collect::<Vec<_>>().into_iter().min()?;
        Some(self.push(at..end + length, after..end, true))
    }

    /// The place of a command that no letter makes another one.
    fn whole(&mut self, mark: &str, from: usize) -> Option<usize> {
        let mut from = from;
        for _ in 0..100 {
            let at = self.find(mark, from)?;
            let behind = at + mark.len();
            let next = self.text.as_bytes().get(behind);
            if mark.ends_with('}') || !next.is_some_and(u8::is_ascii_alphabetic) {
                return Some(at);
            }
            from = behind;
        }
        None
    }

    /// A definition of a macro: its body is no formula of the text.
    ///
    /// `None` if the command of this name defines nothing.
    pub(super) fn definition(&mut self, name: &str, at: usize, after: usize) -> Option<usize> {
        let (_, wanted) = DEFINERS.iter().find(|(definer, _)| *definer == name)?;
        let bytes = self.text.as_bytes();
        if at < self.no_definition {
            return Some(after);
        }
        let limit = bytes.len().min(after + 4000);
        let mut end = after;
        let mut depth = 0_usize;
        let mut groups = 0;
        let mut escaped = false;
        while end < limit {
            match bytes[end] {
                _ if std::mem::take(&mut escaped) => {}
                b'\\' => escaped = true,
                b'{' => depth += 1,
                b'}' if depth > 0 => {
                    depth -= 1;
                    groups += usize::from(depth == 0);
                    // `\newcommand\foo{..}` has one group.
                    let bare = self.text[after..end].trim_start().starts_with('\\');
                    if groups >= wanted - usize::from(bare && *wanted > 1) {
                        end += 1;
                        let definition = &self.text[at..floor(self.text, end)];
                        self.beside.wrappers.learn(definition);
                        self.definitions.push_str(definition);
                        self.definitions.push('\n');
                        return Some(end);
                    }
                }
                b'\n' if depth == 0 && groups == 0 && bytes.get(end + 1) == Some(&b'\n') => break,
                _ => {}
            }
            end += 1;
        }
        self.no_definition = end;
        Some(after)
    }
}

//! The shape of the source: which folder may know which, who prints, who may panic.
//!
//! Reads the `crate::` paths of every source file, without its comments and its test module.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every module, and those that it may know. A module knows only modules above it.
const MODULES: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("expr", &[]),
    ("laws", &[]),
    ("rules", &[]),
    ("eval", &["expr"]),
    ("links", &["expr"]),
    ("activations", &["expr", "links"]),
    ("catalog", &["activations", "links"]),
    ("families", &["catalog", "links"]),
    ("network", &["activations", "expr", "links"]),
    (
        "parse",
        &[
            "activations",
            "catalog",
            "error",
            "expr",
            "links",
            "network",
        ],
    ),
    // Rules are read by the formula reader, so that is trusted as well.
    ("kernel", &["error", "expr", "laws", "parse", "rules"]),
    ("decide", &["expr", "kernel", "laws"]),
    ("languages", &[]),
    ("render", &["expr", "languages"]),
    ("latex", &["error", "expr", "parse", "render"]),
    ("document", &["error", "latex", "parse"]),
    (
        "derive",
        &[
            "activations",
            "catalog",
            "eval",
            "expr",
            "kernel",
            "links",
            "network",
            "parse",
            "render",
        ],
    ),
    (
        "description",
        &["catalog", "expr", "links", "network", "render"],
    ),
    (
        "glm",
        &[
            "catalog", "derive", "error", "expr", "families", "latex", "links", "network", "parse",
            "render",
        ],
    ),
    (
        "draw",
        &[
            "derive",
            "eval",
            "expr",
            "kernel",
            "languages",
            "links",
            "network",
            "parse",
            "render",
        ],
    ),
    (
        "models",
        &[
            "catalog", "derive", "error", "eval", "expr", "families", "glm", "links", "network",
            "parse", "render",
        ],
    ),
    (
        "proof",
        &["derive", "expr", "kernel", "links", "parse", "render"],
    ),
    (
        "check",
        &[
            "catalog",
            "decide",
            "derive",
            "document",
            "error",
            "eval",
            "expr",
            "kernel",
            "languages",
            "latex",
            "laws",
            "parse",
            "proof",
            "render",
            "rules",
        ],
    ),
    (
        "statistics",
        &[
            "check", "derive", "eval", "expr", "families", "kernel", "links", "render",
        ],
    ),
];

/// A source file: its name under `src`, its lines of code, and its first line.
struct File {
    name: String,
    lines: Vec<(usize, String)>,
    first: String,
}

impl File {
    /// The module it belongs to: the folder, or the file at the top.
    fn module(&self) -> &str {
        let end = self.name.find(['/', '.']).unwrap_or(self.name.len());
        &self.name[..end]
    }
}

/// All source files without comments and test modules, which end a file.
fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).expect("under the root");
            let name = name.to_str().expect("an ASCII name").replace('\\', "/");
            if !name.ends_with(".rs") || name.ends_with("tests.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file");
            let lines = text.lines().enumerate();
            let lines = lines.take_while(|(_, line)| !line.starts_with("#[cfg(test)]"));
            let code = lines.map(|(at, line)| (at + 1, line.to_owned()));
            files.push(File {
                name,
                lines: code
                    .filter(|(_, line)| !line.trim_start().starts_with("//"))
                    .collect(),
                first: text.lines().next().unwrap_or_default().to_owned(),
            });
        }
    }
    assert!(files.len() > 100, "{} source files", files.len());
    files
}

/// The modules that a line of code names: `crate::expr::Expr`, `use crate::{check, derive};`.
fn named(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for part in line.split("crate::").skip(1) {
        let ends = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
        match part.strip_prefix('{') {
            Some(list) => {
                let list = &list[..list.find('}').expect("a list of modules on one line")];
                found.extend(list.split(',').map(|item| {
                    let item = item.trim();
                    &item[..item.find(ends).unwrap_or(item.len())]
                }));
            }
            None => found.push(&part[..part.find(ends).unwrap_or(part.len())]),
        }
    }
    found
}

#[test]
fn modules_know_only_those_above_them() {
    let mut above = BTreeSet::new();
    for (module, known) in MODULES {
        for one in *known {
            assert!(above.contains(one), "{module} may not know {one}");
        }
        assert!(above.insert(*module), "{module} is there twice");
    }
    let allowed: BTreeMap<&str, &[&str]> = MODULES.iter().copied().collect();
    let mut edges = 0;
    for file in files() {
        let module = file.module();
        if matches!(module, "lib" | "main" | "cli") {
            continue;
        }
        let Some(allowed) = allowed.get(module) else {
            panic!("src/{} belongs to no module of the table", file.name);
        };
        for (at, line) in &file.lines {
            for known in named(line) {
                edges += 1;
                assert!(
                    known == module || allowed.contains(&known),
                    "src/{}:{at}: {module} may not know {known}",
                    file.name
                );
            }
        }
    }
    assert!(edges > 200, "only {edges} paths were read");
}

#[test]
fn the_library_neither_prints_nor_exits() {
    let signs = [
        "println!",
        "print!(",
        "eprintln!",
        "eprint!(",
        "dbg!(",
        "process::exit",
        "io::stdout",
        "io::stderr",
        "std::env",
    ];
    refuse(&signs, |file| !matches!(file.module(), "main" | "cli"));
}

#[test]
fn nothing_panics_on_purpose() {
    let signs = [
        ".unwrap()",
        "panic!(",
        "unreachable!(",
        "todo!(",
        "unimplemented!(",
    ];
    refuse(&signs, |_| true);
    // Where input is read, not even what cannot happen is taken for granted.
    let readers = [
        "parse", "latex", "document", "derive", "check", "proof", "eval", "models", "main", "cli",
    ];
    refuse(&[".expect("], |file| readers.contains(&file.module()));
}

/// No line of the chosen files holds one of the signs.
fn refuse(signs: &[&str], chosen: impl Fn(&File) -> bool) {
    let mut read = 0;
    for file in files().iter().filter(|file| chosen(file)) {
        for (at, line) in &file.lines {
            read += 1;
            for sign in signs {
                assert!(!line.contains(sign), "src/{}:{at}: {line}", file.name);
            }
        }
    }
    assert!(read > 1000, "only {read} lines were read");
}

#[test]
fn every_file_says_what_it_is() {
    for file in files() {
        assert!(file.first.starts_with("//! "), "src/{}", file.name);
    }
}

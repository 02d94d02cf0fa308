//! What identifies a finding: its file, its words and its verdict, not its line.

use crate::check::reading::Checked;

/// The fingerprint of a claim: it stays when the claim moves within its file or its blanks change,
/// and changes when its words or its verdict do.
pub fn of(file: &str, checked: &Checked) -> String {
    let mut hash = Hash::new();
    hash.add(name(file).as_bytes());
    let words = checked.text.split_whitespace();
    words.for_each(|word| hash.add(word.as_bytes()));
    // The same formula can hold several statements.
    hash.add(checked.reading.as_bytes());
    hash.add(checked.report.verdict.word().as_bytes());
    if let Some(suspect) = &checked.suspect {
        hash.add(suspect.name.as_bytes());
    }
    format!("{:016x}", hash.0)
}

/// The name of a file however it is given: `./a.md` is `a.md`, `a\b.md` on Windows `a/b.md`.
pub fn name(file: &str) -> String {
    let mut name = match std::path::MAIN_SEPARATOR {
        '/' => file.to_owned(),
        other => file.replace(other, "/"),
    };
    while let Some(rest) = name.strip_prefix("./") {
        name = rest.to_owned();
    }
    name
}

/// FNV-1a: the same on every machine and in every version.
struct Hash(u64);

impl Hash {
    fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        // A byte that no text has ends each part.
        for byte in bytes.iter().chain(&[0xff]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

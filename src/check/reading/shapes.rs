//! Which names a document says are matrices, and what it says of them: "let A and B be invertible
//! matrices", "the design matrix X", `A, B \in \mathbb{R}^{n\times n}`.
//!
//! What is said counts from its sentence on: "(AB)^T = B^T A^T for matrices A and B".

use crate::document::{Found, Notation};
use crate::expr::{Expr, Store};
use crate::latex::{self, Kind, Scope};

/// The word in the languages of the corpora.
const MATRIX: &[&str] = &[
    "matrix", "matrices", "matrixes", "matrizen", "matrice", "matriz", "矩阵",
];

/// Words after which a clause says what the names before it are.
const VERBS: &[&str] = &[
    "be", "is", "are", "denote", "denotes", "being", "sei", "seien", "ist", "sind", "est", "sont",
    "es", "son", "sea", "sean",
];

/// What only matrices are, of names with a capital.
const ALONE: &[&str] = &[
    "invertible",
    "nonsingular",
    "non-singular",
    "positive definite",
    "positive-definite",
    "positive semidefinite",
    "positive semi-definite",
    "positive-semidefinite",
    "negative definite",
    "idempotent",
    "full rank",
    "full column rank",
    "invertierbar",
    "inversible",
    "可逆",
    "正定",
];

/// Words that say that the clause is about something else.
const OTHERS: &[&str] = &[
    "function",
    "map",
    "link",
    "transformation",
    "random",
    "variable",
    "event",
    "confusion",
];

/// What is said of names, and where.
struct Said {
    sentence: usize,
    line: usize,
    names: Vec<String>,
    traits: Vec<Trait>,
}

/// What is said of a matrix beyond its being one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Trait {
    Symmetric,
    Orthogonal,
    Idempotent,
}

/// What a document says of matrices, in the order of its sentences.
#[derive(Default)]
pub(super) struct Declared {
    said: Vec<Said>,
    next: usize,
}

impl Declared {
    /// Looks through the formulas of a document and the words around them.
    pub fn of(formulas: &[Found], scope: &Scope) -> Declared {
        let mut said = Vec::new();
        let mut at = 0;
        while at < formulas.len() {
            let found = &formulas[at];
            if found.notation != Notation::Latex {
                at += 1;
                continue;
            }
            let members = latex::declarations(&found.text, scope);
            let matrices = members
                .into_iter()
                .filter(|(_, kind)| *kind == Kind::Matrix);
            said.extend(at_place(
                found,
                matrices.map(|(name, _)| name).collect(),
                &[],
            ));
            let (names, length) = listed(&formulas[at..], scope);
            if length == 0 {
                at += 1;
                continue;
            }
            let rest = &formulas[at..];
            if let Some(clause) = said_of(&rest[..length], rest.get(length), &names) {
                said.extend(at_place(found, names, &traits(&clause, length)));
            }
            at += length;
        }
        Declared { said, next: 0 }
    }

    /// Takes up what is said up to a sentence.
    pub fn enter(&mut self, store: &Store, scope: &mut Scope, sentence: usize) {
        while let Some(said) = self
            .said
            .get(self.next)
            .filter(|said| said.sentence <= sentence)
        {
            for name in &said.names {
                scope.declare_matrix(name);
                for one in &said.traits {
                    for fact in one.facts(store, store.name(name)) {
                        scope.say_of_matrices(fact, said.line);
                    }
                }
            }
            self.next += 1;
        }
    }
}

impl Trait {
    /// The trait as formulas.
    fn facts(self, store: &Store, name: Expr) -> Vec<Expr> {
        let turned = store.apply("transpose", &[name]);
        let product = |a: Expr, b: Expr| store.apply("matmul", &[a, b]);
        let identity = store.apply("eye", &[store.name("I")]);
        match self {
            Trait::Symmetric => vec![store.eq(turned, name)],
            Trait::Orthogonal => vec![
                store.eq(product(turned, name), identity),
                store.eq(product(name, turned), identity),
            ],
            Trait::Idempotent => vec![store.eq(product(name, name), name)],
        }
    }
}

fn at_place(found: &Found, names: Vec<String>, traits: &[Trait]) -> Option<Said> {
    (!names.is_empty()).then(|| Said {
        sentence: found.sentence,
        line: found.line,
        names,
        traits: traits.to_vec(),
    })
}

/// The names of a list of formulas, "A, B and C", and how many formulas it takes.
fn listed(formulas: &[Found], scope: &Scope) -> (Vec<String>, usize) {
    let mut names = Vec::new();
    let mut length = 0;
    for found in formulas {
        let Some(more) = latex::names_alone(&found.text, scope) else {
            // What the list seemed to go on with is something else.
            return (names, length);
        };
        // Small letters that are called matrices are vectors elsewhere; T is a transpose or a time.
        let capital = |name: &String| name.starts_with(char::is_uppercase) && name != "T";
        if !more.iter().all(capital) {
            return (names, length);
        }
        names.extend(more);
        length += 1;
        let between = found
            .after
            .trim_matches(|c: char| c.is_whitespace() || "$()\\,，、".contains(c));
        if !matches!(
            between,
            "" | "and" | "or" | "und" | "et" | "y" | "和" | "与"
        ) || found.after.trim().is_empty()
        {
            break;
        }
    }
    (names, length)
}

/// The clause that says of a list of names that they are matrices, if one does.
fn said_of(list: &[Found], next: Option<&Found>, names: &[String]) -> Option<String> {
    let (first, last) = (list.first()?, list.last()?);
    let about_others = |clause: &str| OTHERS.iter().any(|word| clause.contains(word));
    // "the design matrix X", "for invertible matrices A and B"
    let before = last_clause(&first.before);
    let word = before.split_whitespace().next_back().unwrap_or_default();
    if MATRIX
        .iter()
        .any(|matrix| word == *matrix || word.ends_with("矩阵") && *matrix == "矩阵")
        && !about_others(&before)
    {
        return Some(before);
    }
    // "A is an n × n matrix": a formula stands in the clause.
    let mut after = first_clause(&last.after);
    if let Some(next) = next
        && last.after.trim().len() < 30
        && (next.text.contains("\\times") || next.text.contains('×'))
    {
        after = format!("{} {}", after, first_clause(&next.after));
    }
    let verb = after.split_whitespace().next().unwrap_or_default();
    let chinese = after.starts_with(['是', '为']);
    if !(VERBS.contains(&verb) || chinese) || about_others(&after) {
        return None;
    }
    let words: Vec<&str> = after
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .collect();
    let named = words.iter().any(|word| MATRIX.contains(word)) || after.contains("矩阵");
    let capital = names
        .iter()
        .all(|name| name.starts_with(char::is_uppercase));
    let alone = capital && ALONE.iter().any(|word| after.contains(word));
    // "the entries of the matrix" says what is in it; "is a column of the matrix A" too.
    let of_matrix = [
        "entr",
        "element",
        "column",
        "row",
        "size",
        "eigenvalue",
        "eigenvector",
        "determinant",
        "trace",
        "rank",
        "coefficient",
        "inverse link",
    ]
    .iter()
    .any(|word| after.contains(word));
    (alone || named && (!of_matrix || capital)).then_some(after)
}

/// What a clause says of the matrices that it names.
fn traits(clause: &str, several: usize) -> Vec<Trait> {
    let says = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    let mut all = Vec::new();
    let denied = says(&[
        "not ",
        "non-sym",
        "nonsym",
        "asymm",
        "skew",
        "anti",
        "if ",
        "necessarily",
    ]);
    if denied {
        return all;
    }
    if says(&[
        "symmetric",
        "covariance",
        "symmetrisch",
        "symétrique",
        "simétrica",
        "对称",
    ]) {
        all.push(Trait::Symmetric);
    }
    if says(&["orthogonal mat", "orthogonal $"])
        || several == 1 && says(&["orthogonal"]) && says(MATRIX)
    {
        all.push(Trait::Orthogonal);
    }
    if says(&["idempotent"]) {
        all.push(Trait::Idempotent);
    }
    all
}

/// The words after the last mark of a text, in small letters.
fn last_clause(text: &str) -> String {
    let from = text.rfind(['.', ';', ':', '?', '!', '。']).map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    text[from..].to_lowercase()
}

/// The words before the first mark of a text, in small letters.
fn first_clause(text: &str) -> String {
    let to = text
        .find(['.', ';', ':', ',', '?', '!', '。', '，'])
        .unwrap_or(text.len());
    text[..to].trim_start().to_lowercase()
}

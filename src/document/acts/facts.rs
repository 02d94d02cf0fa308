//! What words say of a name: "let n be a positive integer", "positive numbers a and b".

use std::sync::LazyLock;

use super::words::{self, Token};
use super::{Act, Context, Reading};

/// A fact that words say of a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Fact {
    /// A whole number.
    Integer,
    /// A whole number above 0.
    PositiveInteger,
    /// Above 0.
    Positive,
    /// Not below 0.
    Nonnegative,
    /// Below 0.
    Negative,
    /// Any real number.
    Real,
    /// Between 0 and 1.
    Probability,
    /// Not 0.
    Nonzero,
    /// A vector.
    Vector,
    /// A matrix.
    Matrix,
    /// A matrix with as many rows as columns.
    Square,
    /// A matrix that is its own transpose.
    Symmetric,
    /// A matrix with an inverse.
    Invertible,
    /// A matrix whose transpose is its inverse.
    Orthogonal,
    /// A matrix with zeros beside its diagonal.
    Diagonal,
    /// A matrix whose quadratic form is positive.
    PositiveDefinite,
    /// The mean of what bears the same letter.
    Mean,
}

/// The facts of a language: words that may stand before them, verbs, and the facts by their words.
struct Table {
    code: &'static str,
    small: &'static str,
    verbs: &'static str,
    facts: &'static [(Fact, &'static str)],
}

const TABLES: &[Table] = &[
    Table {
        code: "en",
        small: "a|an|any|some|the|all|both|each|every|strictly|fixed|given|arbitrary|unknown|two|three|known|always|n|d|p|k|by|and|,",
        verbs: "be|is|are|denote|denotes|is always|are always|is assumed to be|are assumed to be|lies|lie",
        facts: &[
            (
                Fact::PositiveInteger,
                "positive integer|positive integers|positive whole number|natural number|natural numbers|positive natural number",
            ),
            (Fact::Integer, "integer|integers|whole number|whole numbers"),
            (
                Fact::Positive,
                "positive|positive number|positive numbers|positive real|positive reals|positive real number|positive real numbers|positive constant|positive constants|positive scalar",
            ),
            (
                Fact::Nonnegative,
                "nonnegative|non negative|nonnegative number|nonnegative numbers|variance|standard deviation",
            ),
            (Fact::Negative, "negative|negative number|negative numbers"),
            (
                Fact::Real,
                "real|real number|real numbers|reals|scalar|scalars|number|numbers",
            ),
            (
                Fact::Probability,
                "probability|probabilities|between 0 and 1|between zero and one",
            ),
            (
                Fact::Nonzero,
                "nonzero|non zero|nonzero number|nonzero constant",
            ),
            (
                Fact::Vector,
                "vector|vectors|column vector|column vectors|row vector|unit vector",
            ),
            (Fact::Matrix, "matrix|matrices"),
            (Fact::Square, "square"),
            (Fact::Symmetric, "symmetric"),
            (
                Fact::Invertible,
                "invertible|nonsingular|non singular|regular",
            ),
            (Fact::Orthogonal, "orthogonal|orthonormal"),
            (Fact::Diagonal, "diagonal"),
            (
                Fact::PositiveDefinite,
                "positive definite|positive-definite",
            ),
            (
                Fact::Mean,
                "mean|sample mean|average|mean of|average of|sample mean of",
            ),
        ],
    },
    Table {
        code: "de",
        small: "ein|eine|einen|einem|einer|der|die|das|den|alle|beide|beliebige|feste|und|,",
        verbs: "ist|sind|sei|seien|bezeichne|liegt|liegen",
        facts: &[
            (
                Fact::PositiveInteger,
                "natürliche zahl|natürliche zahlen|positive ganze zahl|positive ganze zahlen",
            ),
            (Fact::Integer, "ganze zahl|ganze zahlen|ganzzahlig"),
            (
                Fact::Positive,
                "positiv|positive zahl|positive zahlen|positive|positives|positiven|positive reelle zahl|positive reelle zahlen|positive konstante",
            ),
            (
                Fact::Nonnegative,
                "nichtnegativ|nicht negativ|nichtnegative|varianz|standardabweichung",
            ),
            (
                Fact::Negative,
                "negativ|negative zahl|negative zahlen|negative|negatives",
            ),
            (
                Fact::Real,
                "reell|reelle zahl|reelle zahlen|zahl|zahlen|skalar",
            ),
            (
                Fact::Probability,
                "wahrscheinlichkeit|wahrscheinlichkeiten|zwischen 0 und 1|zwischen null und eins",
            ),
            (Fact::Vector, "vektor|vektoren|spaltenvektor"),
            (Fact::Matrix, "matrix|matrizen"),
            (Fact::Square, "quadratische|quadratisch"),
            (Fact::Symmetric, "symmetrische|symmetrisch"),
            (
                Fact::Invertible,
                "invertierbare|invertierbar|reguläre|regulär",
            ),
            (Fact::Orthogonal, "orthogonale|orthogonal"),
            (Fact::Diagonal, "diagonalmatrix"),
            (Fact::PositiveDefinite, "positiv definite|positiv definit"),
            (
                Fact::Mean,
                "mittelwert|durchschnitt|mittelwert von|arithmetische mittel",
            ),
        ],
    },
    Table {
        code: "es",
        small: "un|una|unos|unas|el|la|los|las|todo|todos|ambos|y|,",
        verbs: "es|son|sea|sean|denota|está|están",
        facts: &[
            (
                Fact::PositiveInteger,
                "entero positivo|enteros positivos|número natural|números naturales",
            ),
            (
                Fact::Integer,
                "entero|enteros|número entero|números enteros",
            ),
            (
                Fact::Positive,
                "positivo|positiva|positivos|positivas|número positivo|números positivos|número real positivo|números reales positivos|constante positiva",
            ),
            (
                Fact::Nonnegative,
                "no negativo|no negativa|no negativos|varianza|desviación estándar",
            ),
            (
                Fact::Negative,
                "negativo|negativa|negativos|número negativo|números negativos",
            ),
            (
                Fact::Real,
                "real|reales|número real|números reales|escalar|número|números",
            ),
            (
                Fact::Probability,
                "probabilidad|probabilidades|entre 0 y 1|entre cero y uno",
            ),
            (Fact::Vector, "vector|vectores|vector columna"),
            (Fact::Matrix, "matriz|matrices"),
            (Fact::Square, "cuadrada|cuadradas"),
            (Fact::Symmetric, "simétrica|simétricas"),
            (Fact::Invertible, "invertible|invertibles"),
            (Fact::Orthogonal, "ortogonal|ortogonales"),
            (Fact::Diagonal, "diagonal"),
            (
                Fact::PositiveDefinite,
                "definida positiva|definidas positivas",
            ),
            (
                Fact::Mean,
                "media|media muestral|promedio|media de|promedio de",
            ),
        ],
    },
    Table {
        code: "fr",
        small: "un|une|des|le|la|les|l|tout|tous|deux|et|,",
        verbs: "est|sont|soit|soient|désigne|est toujours",
        facts: &[
            (
                Fact::PositiveInteger,
                "entier strictement positif|entiers strictement positifs|entier naturel non nul",
            ),
            (
                Fact::Integer,
                "entier|entiers|nombre entier|nombres entiers",
            ),
            (
                Fact::Positive,
                "strictement positif|strictement positive|strictement positifs|nombre strictement positif|réel strictement positif|réels strictement positifs",
            ),
            (
                Fact::Nonnegative,
                "positif ou nul|variance|écart type|positif|positive|positifs|positives|réel positif|réels positifs|nombres positifs",
            ),
            (Fact::Negative, "strictement négatif|strictement négative"),
            (
                Fact::Real,
                "réel|réels|nombre réel|nombres réels|scalaire|nombre|nombres",
            ),
            (
                Fact::Probability,
                "probabilité|probabilités|entre 0 et 1|compris entre 0 et 1",
            ),
            (Fact::Nonzero, "non nul|non nuls|non nulle"),
            (Fact::Vector, "vecteur|vecteurs|vecteur colonne"),
            (Fact::Matrix, "matrice|matrices"),
            (Fact::Square, "carrée|carrées"),
            (Fact::Symmetric, "symétrique|symétriques"),
            (Fact::Invertible, "inversible|inversibles"),
            (Fact::Orthogonal, "orthogonale|orthogonales"),
            (Fact::Diagonal, "diagonale"),
            (
                Fact::PositiveDefinite,
                "définie positive|définies positives",
            ),
            (
                Fact::Mean,
                "moyenne|moyenne empirique|moyenne de|moyenne des",
            ),
        ],
    },
    Table {
        code: "zh",
        small: "一个|两个|任意|任意的|的|个|,|和",
        verbs: "是|为|均为|都是|都为|表示|分别为|分别是",
        facts: &[
            (Fact::PositiveInteger, "正整数|自然数"),
            (Fact::Integer, "整数"),
            (Fact::Positive, "正数|正实数|正的|正常数"),
            (Fact::Nonnegative, "非负|非负数|非负实数|方差|标准差"),
            (Fact::Negative, "负数|负的"),
            (Fact::Real, "实数|标量|数"),
            (Fact::Probability, "概率"),
            (Fact::Nonzero, "非零|非零常数|不为零"),
            (Fact::Vector, "向量|列向量|行向量"),
            (Fact::Matrix, "矩阵"),
            (Fact::Square, "方阵"),
            (Fact::Symmetric, "对称"),
            (Fact::Invertible, "可逆"),
            (Fact::Orthogonal, "正交"),
            (Fact::Diagonal, "对角"),
            (Fact::PositiveDefinite, "正定"),
            (Fact::Mean, "均值|平均值|样本均值"),
        ],
    },
];

/// Phrases of a table as words, longer ones first.
struct Compiled {
    code: &'static str,
    small: Vec<Vec<String>>,
    verbs: Vec<Vec<String>>,
    facts: Vec<(Vec<String>, Fact)>,
}

static COMPILED: LazyLock<Vec<Compiled>> = LazyLock::new(|| TABLES.iter().map(compile).collect());

fn phrases(text: &str) -> Vec<Vec<String>> {
    let mut phrases: Vec<Vec<String>> = text
        .split('|')
        .map(|phrase| words::tokens(phrase).into_iter().map(|t| t.text).collect())
        .collect();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    phrases
}

fn compile(table: &Table) -> Compiled {
    let mut facts: Vec<(Vec<String>, Fact)> = table
        .facts
        .iter()
        .flat_map(|(fact, text)| phrases(text).into_iter().map(|phrase| (phrase, *fact)))
        .collect();
    facts.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    Compiled {
        code: table.code,
        small: phrases(table.small),
        verbs: phrases(table.verbs),
        facts,
    }
}

/// How many tokens the first of some phrases takes at the start of a text.
fn starts(tokens: &[Token], phrases: &[Vec<String>]) -> Option<usize> {
    phrases
        .iter()
        .find(|phrase| matches(tokens, phrase))
        .map(Vec::len)
}

fn matches(tokens: &[Token], phrase: &[String]) -> bool {
    !phrase.is_empty()
        && tokens.len() >= phrase.len()
        && phrase
            .iter()
            .zip(tokens)
            .all(|(word, token)| *word == token.text)
}

/// The facts that a run of words begins with, and how many tokens it takes.
fn run(tokens: &[Token], table: &Compiled) -> (Vec<Fact>, usize) {
    let mut facts = Vec::new();
    let mut at = 0;
    let mut end = 0;
    while at < tokens.len() && facts.len() < 6 {
        let rest = &tokens[at..];
        if let Some((phrase, fact)) = table.facts.iter().find(|(phrase, _)| matches(rest, phrase)) {
            at += phrase.len();
            end = at;
            facts.push(*fact);
        } else if let Some(length) = starts(rest, &table.small) {
            // Behind a fact a new phrase may begin that is of another name.
            if !facts.is_empty() && (rest[0].is(',') || at > end) {
                break;
            }
            at += length;
        } else {
            break;
        }
    }
    (facts, end)
}

/// What the words around a name say of it; nothing where they conclude it.
pub(in crate::document) fn of(context: &Context, reading: &Reading) -> Vec<Fact> {
    let table = COMPILED
        .iter()
        .find(|table| table.code == context.language)
        .or(COMPILED.first());
    let (Some(table), false) = (table, super::shape::relates(&context.formula)) else {
        return Vec::new();
    };
    let before = words::tokens(&context.before);
    let after = words::tokens(&context.after);
    let mut facts = said_before(&before, table);
    if reading.act != Act::Assert {
        facts.extend(said_after(&after, table));
    }
    let mean = context.formula.contains("\\bar") || context.formula.contains("\\overline");
    let mut kept: Vec<Fact> = Vec::new();
    for fact in facts {
        if !kept.contains(&fact) && (fact != Fact::Mean || mean) {
            kept.push(fact);
        }
    }
    kept
}

/// "positive numbers a and b": the words directly before the first of the names.
fn said_before(before: &[Token], table: &Compiled) -> Vec<Fact> {
    let end = before
        .iter()
        .rposition(|token| {
            !token.is(words::NAME)
                && !token.is(',')
                && starts(std::slice::from_ref(token), &table.small).is_none_or(|n| n != 1)
        })
        .map_or(0, |at| at + 1);
    let words = &before[..end];
    (words.len().saturating_sub(4)..words.len())
        .map(|from| (run(&words[from..], table), from))
        .find(|((facts, length), from)| !facts.is_empty() && from + length == words.len())
        .map(|((facts, _), _)| facts)
        .unwrap_or_default()
}

/// "a and b are positive": the words behind the last of the names.
fn said_after(after: &[Token], table: &Compiled) -> Vec<Fact> {
    let joins = |token: &Token| {
        token.is(words::NAME)
            || token.is(',')
            || matches!(
                token.text.as_str(),
                "and" | "und" | "y" | "et" | "\u{548C}" | "\u{4E0E}"
            )
    };
    let start = after
        .iter()
        .position(|token| !joins(token))
        .unwrap_or(after.len());
    let rest = &after[start..];
    let verb = starts(rest, &table.verbs);
    // "x, a positive number": without a verb an article has to stand there.
    let article = starts(rest, &table.small).is_some();
    if verb.is_none() && !article {
        return Vec::new();
    }
    let rest = &rest[verb.unwrap_or(0)..];
    run(rest, table).0
}

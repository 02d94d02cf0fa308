//! Words: letters side by side that are one name, and words between formulas.

use super::labels;
use super::tree::{Delimiter, Font, Gap, Item, Node, Separator};

/// What a word between formulas does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// Conditions follow: for, where, if.
    Condition,
    And,
    Or,
    Iff,
    Implies,
    /// Another statement follows: then, hence.
    Statement,
    Otherwise,
    /// A remark that says nothing of the formula: by, from.
    Remark,
    /// A word that changes what the formula says in a way that is not read: unless, for some, not.
    Unread,
    /// Between two hypotheses.
    Versus,
}

/// Words that turn a formula into another statement. Who leaves them out reads the contrary of
/// what is written.
const TURNING: &[&str] = &[
    "unless",
    "except",
    "excluding",
    "impossible",
    "false",
    "wrong",
    "incorrect",
    "not",
    "never",
    "no",
    "none",
    "nor",
    "neither",
    "cannot",
    "fails",
    "fail",
    "failed",
    "doesn't",
    "isn't",
    "aren't",
    "don't",
    "can't",
    "nowhere",
    "nothing",
    "versus",
    "vs",
    "exists",
    "exist",
    "there",
    "some",
    "contradiction",
    "absurd",
    "undefined",
    "mistake",
    "almost",
    "approximately",
    "roughly",
    "instead",
    "rather",
    "without",
    "nicht",
    "kein",
    "keine",
    "nie",
    "falsch",
    "unmöglich",
    "außer",
    "gibt",
    "ohne",
    "pas",
    "jamais",
    "sauf",
    "faux",
    "aucun",
    "aucune",
    "sans",
    "ningún",
    "ninguna",
    "nunca",
    "falso",
    "imposible",
    "salvo",
    "existe",
];

/// Words with which a text begins that is no name.
const BEGINNINGS: &[&str] = &[
    "unless",
    "except",
    "impossible",
    "not",
    "never",
    "cannot",
    "versus",
    "vs",
    "fails",
    "fail",
    "doesn't",
    "isn't",
    "does",
    "do",
    "is",
    "are",
    "has",
    "have",
    "for",
    "there",
    "but",
    "if",
    "when",
    "whenever",
    "where",
    "which",
    "and",
    "or",
    "with",
    "holds",
    "only",
    "neither",
    "nor",
    "almost",
    "nicht",
    "ist",
    "gilt",
    "es",
    "für",
    "außer",
    "n'est",
    "ne",
    "sauf",
    "il",
    "si",
    "salvo",
    "existe",
    "hay",
];

/// Whether a text has a word, or a Chinese phrase, that turns what stands beside it.
pub(super) fn turns(text: &str) -> bool {
    let lower = text.to_lowercase().replace('’', "'");
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.any(|word| TURNING.contains(&word))
        || ["不", "没有", "非", "存在", "除非"]
            .iter()
            .any(|word| lower.contains(word))
}

/// The class of a word between formulas; `None` for one that may be a name.
pub(super) fn class(text: &str) -> Option<Class> {
    let lower = text.trim().to_lowercase();
    let word = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if word.is_empty() {
        return Some(Class::Remark);
    }
    let first = word.split_whitespace().next().unwrap_or_default();
    Some(match word {
        "and" | "and also" | "but" | "as well as" => Class::And,
        "or" => Class::Or,
        "versus" | "vs" | "against" => Class::Versus,
        "only if" => Class::Implies,
        "if and only if" | "iff" | "is equivalent to" | "exactly when" | "precisely when" => {
            Class::Iff
        }
        "implies" | "implies that" | "so that" => Class::Implies,
        "otherwise" | "else" | "elsewhere" => Class::Otherwise,
        "then" | "hence" | "thus" | "so" | "therefore" | "we have" | "that is" | "i.e"
        | "then we have" | "we get" | "which gives" | "gives" => Class::Statement,
        _ if BEGINNINGS.contains(&first) && turns(word) => Class::Unread,
        _ if !word.is_ascii() && turns(word) && word.chars().count() > 1 => Class::Unread,
        _ => match first {
            "since" | "because" | "for" | "where" | "if" | "when" | "whenever" | "with"
            | "provided" | "given" | "assuming" | "such" | "subject" | "on" | "let" | "suppose"
            | "s.t" | "st" | "as" | "while" | "in" => Class::Condition,
            "and" if word.len() > 4 => class(word.strip_prefix("and")?)?,
            "by" | "from" | "using" | "see" | "def" | "definition" | "eq" | "which" | "is"
            | "are" | "the" | "this" | "here" | "note" | "shape" | "by definition" => Class::Remark,
            "si" | "sí" | "wenn" | "falls" | "für" | "pour" | "para" | "où" | "wo" | "quand"
            | "cuando" | "donde" | "avec" | "con" | "mit" | "当" | "若" | "如果" | "其中" => {
                Class::Condition
            }
            "sinon" | "sonst" | "andernfalls" | "autrement" | "ansonsten" | "否则" | "其他"
            | "其它" => Class::Otherwise,
            "i.i.d" | "iid" | "i.i.d." | "independent" | "independently" => Class::Remark,
            _ if lower.starts_with('(') => Class::Remark,
            // A label.
            _ if lower.trim_end().ends_with(':') && !turns(word) => Class::Statement,
            _ => return None,
        },
    })
}

/// A single letter of the Latin alphabet, or what joins letters of a word.
fn letter(item: &Item) -> Option<(&str, Font)> {
    match &item.node {
        Node::Name { text, font } if text.len() == 1 => Some((text, *font)),
        // Letters of other scripts are words wherever they stand together.
        Node::Name { text, .. } if !text.is_ascii() && text.chars().count() == 1 => {
            Some((text, Font::Upright))
        }
        _ => None,
    }
}

/// Joins letters to words: in upright type always, else where they spell a known word.
pub(super) fn merge(items: Vec<Item>, font: Font) -> Vec<Item> {
    let mut merged: Vec<Item> = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        let Some((_, first)) = letter(&items[at]) else {
            let digits_after_word = font == Font::Upright
                && items[at].gap == Gap::None
                && matches!(items[at].node, Node::Number(_));
            if digits_after_word
                && let Some(last) = merged.last_mut()
                && let (Node::Name { text, .. }, Node::Number(digits)) =
                    (&mut last.node, &items[at].node)
                && text.chars().all(|c| c.is_alphanumeric() || c == '_')
            {
                *text = format!("{text}{digits}").into();
                last.end = items[at].end;
            } else {
                merged.push(items[at].clone());
            }
            at += 1;
            continue;
        };
        let upright = first == Font::Upright;
        let most = if upright { Gap::Blank } else { Gap::None };
        let mut end = at + 1;
        while let Some(item) = items.get(end)
            && item.gap <= most
            && letter(item).is_some_and(|(_, font)| font == first)
        {
            end += 1;
        }
        let run = &items[at..end];
        if run.len() < 2 {
            if let Some(length) = such_that(&items[at..]) {
                merged.push(Item {
                    node: Node::Text("such that".into()),
                    ..items[at].clone()
                });
                at += length;
                continue;
            }
            merged.push(items[at].clone());
        } else if upright {
            merged.push(word(run));
        } else if matches!(first, Font::Plain | Font::Words) {
            plain_run(run, items.get(end), &mut merged);
        } else if first == Font::Script || first == Font::Blackboard {
            merged.push(word(run));
        } else {
            merged.extend_from_slice(run);
        }
        at = end;
    }
    merged
}

/// The length of `s.t.` where that stands.
fn such_that(items: &[Item]) -> Option<usize> {
    let is = |index: usize, wanted: &str| match items.get(index).map(|item| &item.node) {
        Some(Node::Name { text, .. }) => &**text == wanted,
        Some(Node::Separator(Separator::Period)) => wanted == ".",
        _ => false,
    };
    let found = is(0, "s") && is(1, ".") && is(2, "t") && is(3, ".");
    found.then(|| {
        4 + usize::from(matches!(
            items.get(4).map(|i| &i.node),
            Some(Node::Separator(Separator::Comma))
        ))
    })
}

fn word(run: &[Item]) -> Item {
    let text: String = run
        .iter()
        .filter_map(|item| letter(item))
        .map(|l| l.0)
        .collect();
    Item {
        node: Node::Name {
            text: text.into(),
            font: Font::Upright,
        },
        start: run[0].start,
        end: run[run.len() - 1].end,
        gap: run[0].gap,
    }
}

/// Letters in italic type: a word if they spell one, else a product.
fn plain_run(run: &[Item], next: Option<&Item>, merged: &mut Vec<Item>) {
    let text: String = run
        .iter()
        .filter_map(|item| letter(item))
        .map(|l| l.0)
        .collect();
    let bracket = next.is_some_and(|item| {
        matches!(
            item.node,
            Node::Fence {
                open: Delimiter::Round | Delimiter::Square,
                ..
            }
        )
    });
    if matches!(
        text.as_str(),
        "for" | "and" | "where" | "otherwise" | "if" | "when" | "unless" | "versus" | "iff"
    ) || (text == "or" && run[0].gap == Gap::Set)
    {
        merged.push(Item {
            node: Node::Text(text.into()),
            ..word(run)
        });
        return;
    }
    let vowel = text.contains(|c: char| "aeiouAEIOU".contains(c));
    let capitals = text.bytes().all(|b| b.is_ascii_uppercase());
    let named = labels::is_word(&text)
        || (text.len() >= 4 && vowel)
        || (text.len() >= 3 && bracket && vowel)
        || (text.len() == 2
            && bracket
            && capitals
            && (text == "SE" || !text.ends_with(['P', 'E'])));
    if named {
        merged.push(word(run));
        return;
    }
    // `xlog(x)`: a known function at the end, before its operand.
    for (at, _) in text.char_indices().skip(1) {
        if labels::is_function(&text[at..])
            && text.len() - at >= 2
            && (bracket || text.len() - at >= 3)
        {
            merged.extend_from_slice(&run[..at]);
            merged.push(word(&run[at..]));
            return;
        }
    }
    merged.extend_from_slice(run);
}

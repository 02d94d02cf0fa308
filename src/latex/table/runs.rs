//! Letters in a row: a word, a function and its argument, code, or a product.

use super::Table;
use crate::latex::labels;
use crate::latex::tree::{Delimiter, Font, Gap, Item, Node, Separator, Tree};

/// Words that formulas of the field hold, too short to be told by their form.
const WORDS: &[&str] = &[
    "net", "out", "sum", "err", "obs", "old", "new", "set", "avg", "std", "age", "sex", "loss",
    "true", "alt", "neu", "tot", "reg", "pred", "inp", "hid", "lin", "cost", "acc", "gain",
];

/// Abbreviations of two letters.
const PAIRS: &[&str] = &[
    "LL", "LR", "TP", "TN", "FP", "FN", "SE", "CV", "KL", "ML", "CE", "OR", "RR", "SS", "df", "CI",
    "IG",
];

/// Longer ones, whose letters may have a meaning of their own.
const ABBREVIATIONS: &[&str] = &[
    "MSE", "RMSE", "MAE", "RSS", "TSS", "ESS", "SSE", "SST", "SSR", "AIC", "BIC", "MAP", "MLE",
    "ELBO", "AUC", "ROC", "OLS", "WLS", "GLM", "LLR", "LRT", "TPR", "FPR", "NLL",
];

/// Functions that are typed without a backslash in front of their argument.
const PREFIXES: &[&str] = &["ln", "log", "exp", "sin", "cos", "tan"];

/// What letters in a row are.
enum Taken {
    Product,
    Word,
    /// A function from here to there, the letters around it by themselves.
    Function(usize, usize),
}

impl Table {
    /// Joins letters in a row where they are one thing.
    pub(in crate::latex) fn join(&self, tree: &mut Tree) {
        let mut raised = vec![false; tree.lists.len()];
        for list in &tree.lists {
            for item in list {
                if let Node::Script { up: true, list } = item.node {
                    raised[list] = true;
                }
            }
        }
        for (list, raised) in tree.lists.iter_mut().zip(raised) {
            if list.iter().any(is_blank) {
                list.retain(|item| !is_blank(item));
            }
            if list.len() > 1 {
                let items = std::mem::take(list);
                *list = self.joined(&items, raised);
            }
        }
        self.tell_numbers(tree);
    }

    fn joined(&self, items: &[Item], raised: bool) -> Vec<Item> {
        let mut all: Vec<Item> = Vec::with_capacity(items.len());
        let mut at = 0;
        while at < items.len() {
            let end = run_end(items, at);
            if is_code(items, at, end.max(at + 1)) {
                all.push(Item {
                    node: Node::Unreadable("this is code, not a formula"),
                    ..items[at].clone()
                });
                at = end.max(at + 1);
                continue;
            }
            if end < at + 2 {
                all.push(items[at].clone());
                at += 1;
                continue;
            }
            let run = &items[at..end];
            let text = letters(run);
            let fills = raised && run.len() == items.len();
            match self.taken(
                &text,
                [at.checked_sub(1), Some(end)].map(|i| items.get(i?)),
                fills,
            ) {
                Taken::Product => all.extend_from_slice(run),
                Taken::Word => all.push(word(run)),
                Taken::Function(from, to) => {
                    all.extend_from_slice(&run[..from]);
                    all.push(word(&run[from..to]));
                    all.extend_from_slice(&run[to..]);
                }
            }
            at = end;
        }
        all
    }

    fn taken(&self, text: &str, [before, next]: [Option<&Item>; 2], fills: bool) -> Taken {
        if let Some((from, to)) = self.function_in(text) {
            return Taken::Function(from, to);
        }
        if fills && text.len() > 2 && !self.all_alone(text) {
            return Taken::Word;
        }
        let capitals = text.bytes().all(|b| b.is_ascii_uppercase());
        let small = text.bytes().all(|b| b.is_ascii_lowercase());
        let transposed = matches!(
            next.map(|item| &item.node),
            Some(Node::Script { up: true, .. })
        );
        let known = match text.len() {
            2 if capitals && transposed => false,
            2 if self.any_shaped(text) => false,
            // `-2LL`: nobody writes a square so.
            2 if PAIRS.contains(&text) && text[..1] == text[1..] && follows_number(before) => true,
            2 if PAIRS.contains(&text) => self.in_prose(text) > 0 || !self.all_alone(text),
            2 => capitals && self.in_prose(text) > 1 && !self.all_alone(text),
            _ if capitals => {
                self.in_prose(text) > 0
                    || ABBREVIATIONS.contains(&text)
                    || !transposed && !self.any_alone(text) && !self.is_permuted(text)
            }
            _ if WORDS.contains(&text) => true,
            _ if small => self.in_prose(text) > 1 && !self.all_alone(text) && has_vowel(text),
            _ => false,
        };
        if known { Taken::Word } else { Taken::Product }
    }

    /// `lnL`, `logX`, `ylogp`: a function among single letters.
    fn function_in(&self, text: &str) -> Option<(usize, usize)> {
        if labels::is_word(text) {
            return None;
        }
        PREFIXES.iter().find_map(|function| {
            let from = text.find(function)?;
            let to = from + function.len();
            let around = from <= 1 && text.len() - to == 1;
            (around && !self.all_alone(function)).then_some((from, to))
        })
    }

    /// Whether every letter of a word stands by itself somewhere.
    fn all_alone(&self, text: &str) -> bool {
        let mut buffer = [0; 4];
        text.chars().all(|c| {
            let letter: &str = c.encode_utf8(&mut buffer);
            self.lone_letter(letter)
        })
    }

    /// Whether a letter of a word stands by itself somewhere.
    fn any_alone(&self, text: &str) -> bool {
        let mut buffer = [0; 4];
        text.chars()
            .any(|c| self.lone_letter(c.encode_utf8(&mut buffer)))
    }

    /// Whether the same letters stand in another order somewhere: `tr(ABC) = tr(CAB)`.
    fn is_permuted(&self, text: &str) -> bool {
        self.rows
            .get(&sorted(text))
            .is_some_and(|all| all.len() > 1)
    }

    /// Whether a letter of a word is seen as a matrix or a vector, in bold type.
    fn any_shaped(&self, text: &str) -> bool {
        let mut buffer = [0; 4];
        text.chars().any(|c| {
            let letter: &str = c.encode_utf8(&mut buffer);
            self.facts(letter).is_some_and(|facts| facts.bold > 0)
        })
    }

    /// Whether a letter stands alone somewhere: not only within letters in a row.
    fn lone_letter(&self, letter: &str) -> bool {
        self.alone.contains(letter)
    }

    /// Takes up the letters that stand by themselves.
    pub(super) fn gather_alone(&mut self, list: &[Item]) {
        let mut at = 0;
        while at < list.len() {
            let end = run_end(list, at);
            if end > at + 2 {
                let text = letters(&list[at..end]);
                self.rows.entry(sorted(&text)).or_default().insert(text);
            }
            if end == at + 1
                && let Node::Name { text, .. } = &list[at].node
            {
                self.alone.insert(text.to_string());
            }
            at = end.max(at + 1);
        }
    }
}

/// Where the run of letters that starts here ends; at the start itself if none does.
fn run_end(items: &[Item], start: usize) -> usize {
    let letter = |item: &Item| {
        matches!(&item.node, Node::Name { text, font: Font::Plain }
            if text.len() == 1 && text.is_ascii())
    };
    if !items.get(start).is_some_and(letter) {
        return start;
    }
    let mut end = start + 1;
    while let Some(item) = items.get(end)
        && letter(item)
        && item.gap == Gap::None
        && (item.start == items[end - 1].end || item.start == items[end - 1].start)
    {
        end += 1;
    }
    end
}

fn letters(run: &[Item]) -> String {
    run.iter()
        .filter_map(|item| match &item.node {
            Node::Name { text, .. } => Some(&**text),
            _ => None,
        })
        .collect()
}

fn word(run: &[Item]) -> Item {
    Item {
        node: Node::Name {
            text: letters(run).into(),
            font: Font::Upright,
        },
        start: run[0].start,
        end: run[run.len() - 1].end,
        gap: run[0].gap,
    }
}

fn sorted(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes.sort_unstable();
    String::from_utf8(bytes).unwrap_or_default()
}

fn follows_number(before: Option<&Item>) -> bool {
    before.is_some_and(|item| matches!(item.node, Node::Number(_)))
}

fn has_vowel(text: &str) -> bool {
    text.contains(|c: char| "aeiou".contains(c))
}

/// `\text{ }` is a space.
fn is_blank(item: &Item) -> bool {
    matches!(&item.node, Node::Text(text) if text.trim().is_empty())
}

/// `np.zeros(n)`: a point between words, without spaces, and brackets or nothing after it.
fn is_code(items: &[Item], start: usize, end: usize) -> bool {
    let tight = |index: usize| items.get(index).is_some_and(|item| item.gap == Gap::None);
    let node = |index: usize| items.get(index).map(|item| &item.node);
    let plain = |index: usize| match node(index) {
        Some(Node::Name { text, .. }) => text.is_ascii() && !text.contains('_'),
        _ => false,
    };
    let long = match node(end + 1) {
        Some(Node::Name { text, .. }) => {
            text.len() > 2 && plain(end + 1) || run_end(items, end + 1) > end + 3
        }
        _ => false,
    };
    let point = node(end) == Some(&Node::Separator(Separator::Period));
    let function =
        matches!(node(end + 1), Some(Node::Name { text, .. }) if labels::is_function(text));
    let called = (end + 1..items.len()).take(12).any(|index| {
        matches!(
            node(index),
            Some(Node::Fence {
                open: Delimiter::Round,
                ..
            })
        )
    });
    let bare = run_end(items, end + 1).max(end + 2) >= items.len();
    plain(start) && point && tight(end) && tight(end + 1) && long && (called || bare) && !function
}

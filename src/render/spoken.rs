//! Formulas in spoken words: "log of p over 1 minus p, end fraction, equals b plus w x".
//!
//! What has several parts is said to end, so that no two formulas have the same words. These are the
//! texts for readers of a page whose programs do not speak MathML.

use super::frame::Row;
use super::layout::{Accent, BigOperator, Bracket, Class, GREEK, Id, Item, Layout, Pen, Times};
use super::page::Link;
use super::pieces::Piece;
use super::text;
use super::words::Word;
use crate::languages::Language;

/// Formulas wider than this are not spoken: nobody would listen to the end.
const WIDEST: u32 = 4000;

/// An item in words; none if it is too long.
pub fn spoken(layout: &Layout, id: Id, language: &'static Language) -> Option<String> {
    spoken_pieces(layout, &[Piece::Item(id)], language)
}

/// Pieces of a formula in words; none if they are too long.
pub fn spoken_pieces(
    layout: &Layout,
    pieces: &[Piece],
    language: &'static Language,
) -> Option<String> {
    let width: u32 = pieces.iter().map(|piece| piece.width(layout)).sum();
    if width > WIDEST {
        return None;
    }
    let mut out = String::new();
    let say = |layout: &_, id, pen: &mut Pen<'_>| spell(layout, id, language, pen);
    for piece in pieces {
        match piece {
            Piece::Item(id) => layout.write(*id, &mut out, join, say),
            Piece::Open(bracket, _) => join(&mut out, language.say(brackets(*bracket).0)),
            Piece::Close(bracket, _) => join(&mut out, language.say(brackets(*bracket).1)),
            // The base has been said.
            Piece::Scripts(id) => layout.write_scripts(*id, &mut out, join, "", say),
            Piece::None => {}
        }
    }
    out.truncate(out.trim_end_matches(',').len());
    Some(out)
}

/// The rows of a frame with their reasons, one after another; none if a row is too long.
pub fn spoken_rows(layout: &Layout, rows: &[Row], language: &'static Language) -> Option<String> {
    let mut all = String::new();
    // Whether the row before ends in its formula.
    let mut bare = false;
    for row in rows {
        if row.starts || row.between {
            join(&mut all, ";");
        }
        join(
            &mut all,
            language.say(match row.link {
                Some(Link::Iff) => "is equivalent to",
                Some(Link::Implies) => "implies",
                Some(Link::Equal) if row.left.is_none() => "equals",
                _ => "",
            }),
        );
        let left = row.left.map(Piece::Item).into_iter();
        let pieces: Vec<Piece> = left.chain(row.right.iter().copied()).collect();
        join(&mut all, &spoken_pieces(layout, &pieces, language)?);
        if !row.reason.is_empty() && (bare || !pieces.is_empty()) {
            join(&mut all, ",");
        }
        bare = row.reason.is_empty();
        for word in &row.reason {
            match word {
                Word::Words(words) | Word::Code(words) => join(&mut all, words),
                Word::Math(formula) => {
                    join(&mut all, &spoken(layout, formula.root, language)?);
                }
                Word::Part(pieces) => join(&mut all, &spoken_pieces(layout, pieces, language)?),
            }
        }
    }
    Some(all.trim_start_matches([';', ' ']).to_owned())
}

/// Appends words, with the space between.
fn join(out: &mut String, words: &str) {
    let mut words = words.trim();
    if words.starts_with([',', ';', '.', ':']) {
        // A pause is not doubled, and a longer one takes its place.
        out.truncate(out.trim_end_matches(',').len());
        if out.ends_with(';') {
            words = words.trim_start_matches([',', ';']).trim_start();
        }
    } else if !words.is_empty() && !out.is_empty() {
        out.push(' ');
    }
    out.push_str(words);
}

/// An item, and the words that it ends there if it has several parts.
fn ended(layout: &Layout, id: Id, end: &'static str, pen: &mut Pen<'_>) {
    pen.item(id);
    if is_compound(layout, id) {
        pen.text(end);
    }
}

fn spell(layout: &Layout, id: Id, language: &'static Language, pen: &mut Pen<'_>) {
    let say = |words: &'static str| language.say(words);
    match layout.item(id) {
        Item::Row(span) => row(layout, layout.children(span), language, pen),
        Item::Symbol(class, text) => pen.text(symbol(class, layout.text(text), language)),
        Item::Times(Times::Dot) => pen.text(say("times")),
        Item::Times(_) => {}
        Item::Application => pen.text(say("of")),
        Item::Quad => pen.text(","),
        Item::Fraction(above, below) => {
            if is_compound(layout, above) {
                pen.text(say("the fraction"));
            }
            pen.item(above);
            pen.text(say("over"));
            ended(layout, below, say(", end fraction,"), pen);
        }
        Item::Script { base, below, above } => {
            pen.item(base);
            if let Some(below) = below {
                pen.text(say("sub"));
                ended(layout, below, say(", end sub,"), pen);
            }
            if let Some(above) = above {
                power(layout, above, language, pen);
            }
        }
        Item::Fence { bracket, body, .. } => {
            let (open, close) = brackets(bracket);
            pen.text(say(open));
            pen.item(body);
            pen.text(say(close));
        }
        Item::Root { degree, body } => {
            match degree {
                None => pen.text(say("the square root of")),
                Some(degree) => {
                    pen.text(say("the root of degree"));
                    pen.item(degree);
                    pen.text(say("of"));
                }
            }
            ended(layout, body, say(", end root,"), pen);
        }
        Item::Accent(accent, base) => {
            pen.item(base);
            pen.text(say(match accent {
                Accent::Hat => "hat",
                Accent::Bar => "bar",
                Accent::Tilde => "tilde",
            }));
        }
        Item::Marked(_, body) => pen.item(body),
        Item::Operator {
            operator,
            lower,
            upper,
            ..
        } => {
            pen.text(say(match operator {
                BigOperator::Sum => "the sum from",
                BigOperator::Product => "the product from",
            }));
            pen.item(lower);
            pen.text(say("up to"));
            pen.item(upper);
            pen.text(say("of"));
        }
        Item::Cases { parts, .. } => listed(say("cases:"), layout.children(parts), 2, pen),
        Item::Column(span) => listed(say("the column"), layout.children(span), 1, pen),
    }
}

/// Items side by side; the brackets of a function's only argument are heard in "of".
fn row(layout: &Layout, ids: &[Id], language: &'static Language, pen: &mut Pen<'_>) {
    let mut ids = ids.iter().copied().peekable();
    while let Some(id) = ids.next() {
        if layout.item(id) != Item::Application {
            pen.item(id);
            continue;
        }
        pen.text(language.say("of"));
        let argument = ids.peek().map(|next| layout.item(*next));
        if let Some(Item::Fence { body, .. }) = argument
            && !matches!(layout.item(body), Item::Row(_))
        {
            ids.next();
            pen.item(body);
        }
    }
}

fn listed(before: &'static str, ids: &[Id], columns: usize, pen: &mut Pen<'_>) {
    pen.text(before);
    for (k, row) in ids.chunks(columns).enumerate() {
        if k > 0 {
            pen.text(";");
        }
        pen.items(row);
    }
    pen.text(",");
}

fn power(layout: &Layout, above: Id, language: &'static Language, pen: &mut Pen<'_>) {
    let text = |id: Id| match layout.item(id) {
        Item::Symbol(_, text) => layout.text(text).to_owned(),
        Item::Row(span) => {
            let parts = layout.children(span).iter();
            let parts = parts.map(|part| match layout.item(*part) {
                Item::Symbol(_, text) => layout.text(text),
                _ => "?",
            });
            parts.collect()
        }
        _ => String::new(),
    };
    let named = match text(above).as_str() {
        "2" => "squared",
        "3" => "cubed",
        "⊤" => "transposed",
        "−1" => "to the minus 1",
        _ => "",
    };
    if !named.is_empty() {
        return pen.text(language.say(named));
    }
    pen.text(language.say("to the power"));
    ended(layout, above, language.say(", end power,"), pen);
}

/// Whether the end of an item is not heard by itself.
fn is_compound(layout: &Layout, id: Id) -> bool {
    match layout.item(id) {
        Item::Row(span) => layout.children(span).len() > 1,
        Item::Fraction(..) | Item::Script { .. } => true,
        Item::Marked(_, body) => is_compound(layout, body),
        _ => false,
    }
}

fn brackets(bracket: Bracket) -> (&'static str, &'static str) {
    match bracket {
        Bracket::Round => ("open bracket", "close bracket"),
        Bracket::Square => ("open square bracket", "close square bracket"),
        Bracket::Bar => ("the absolute value of", ", end absolute value,"),
    }
}

/// Signs and what they are called.
const SIGNS: &[(&str, &str)] = &[
    ("=", "equals"),
    ("≠", "is not equal to"),
    ("<", "is less than"),
    (">", "is greater than"),
    ("≤", "is at most"),
    ("≥", "is at least"),
    ("≈", "is about"),
    ("⟺", "is equivalent to"),
    ("⟹", "implies"),
    ("+", "plus"),
    ("−", "minus"),
    ("·", "times"),
    ("/", "over"),
    ("⋯", "and so on,"),
    ("…", "and so on"),
    ("∈", "in"),
    ("ℤ", "the integers"),
    ("∂", "partial d"),
];

fn symbol(class: Class, sign: &str, language: &'static Language) -> String {
    let found = SIGNS.iter().find(|(known, _)| *known == sign);
    if let Some((_, words)) = found {
        return language.say(words).to_owned();
    }
    let letter = |known: &&(&str, &str)| known.1 == sign;
    match (class, GREEK.iter().find(letter)) {
        (_, Some((name, _))) if name.starts_with(char::is_uppercase) => {
            format!("{} {}", language.say("capital"), name.to_lowercase())
        }
        (_, Some((name, _))) => (*name).to_owned(),
        _ => text::clean(sign),
    }
}

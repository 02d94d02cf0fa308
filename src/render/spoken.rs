//! Formulas in spoken words: "log of p over 1 minus p, end fraction, equals b plus w x".
//!
//! What ends is said to end where its extent could be mistaken. These are the texts for readers of
//! a page whose programs do not speak MathML.

use super::layout::{Accent, BigOperator, Bracket, Class, GREEK, Id, Item, Layout, Pen, Times};
use super::pieces::Piece;
use super::text;
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

/// Appends words, with the space between.
fn join(out: &mut String, words: &str) {
    let words = words.trim();
    let closes = words.starts_with([',', ';']);
    if !words.is_empty() && !out.is_empty() && !closes {
        out.push(' ');
    }
    // A pause is not doubled.
    let words = if closes && out.ends_with(',') {
        ""
    } else {
        words
    };
    out.push_str(words);
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
            pen.item(below);
            if is_compound(layout, below) {
                pen.text(say(", end fraction,"));
            }
        }
        Item::Script { base, below, above } => {
            pen.item(base);
            if let Some(below) = below {
                pen.text(say("sub"));
                pen.item(below);
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
            pen.item(body);
            if is_compound(layout, body) {
                pen.text(say(", end root,"));
            }
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
            && !is_compound(layout, body)
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
    pen.item(above);
    if is_compound(layout, above) || matches!(layout.item(above), Item::Script { .. }) {
        pen.text(language.say(", end power,"));
    }
}

/// Whether the end of an item is not heard by itself.
fn is_compound(layout: &Layout, id: Id) -> bool {
    match layout.item(id) {
        Item::Row(span) => layout.children(span).iter().any(|part| {
            let signs = [Class::Binary, Class::Prefix, Class::Slash, Class::Relation];
            match layout.item(*part) {
                Item::Symbol(class, text) => {
                    let words = class == Class::Words || class == Class::Punctuation;
                    signs.contains(&class) || words && !layout.text(text).trim().is_empty()
                }
                Item::Times(Times::Dot) | Item::Operator { .. } => true,
                _ => false,
            }
        }),
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

//! Text of HTML with its entities decoded, and its places kept.

use std::ops::Range;

use html5gum::{Token, Tokenizer};

use crate::document::made::Made;

/// The longest entity.
const LONGEST: usize = 40;

/// Takes over a part of a file, decoded.
pub(super) fn copy(file: &str, range: Range<usize>, made: &mut Made) {
    let Some(text) = file.get(range.clone()) else {
        return;
    };
    let (mut at, mut copied) = (0, 0);
    while let Some(found) = text[at..].find('&') {
        at += found;
        let Some((meant, length)) = entity(&text[at..]) else {
            at += 1;
            continue;
        };
        made.copy(file, range.start + copied..range.start + at);
        let place = range.start + at..range.start + at + length;
        made.put(if meant == "\u{a0}" { " " } else { &meant }, place);
        at += length;
        copied = at;
    }
    made.copy(file, range.start + copied..range.end);
}

/// The entity at the start of a text: what it means and how long it is.
fn entity(text: &str) -> Option<(String, usize)> {
    let name = text[1..].bytes().take(LONGEST);
    let length = 1 + name
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#')
        .count();
    // `a &= b` has none; without its semicolon only what must be one is one.
    let closed = text.as_bytes().get(length) == Some(&b';');
    let length = length + usize::from(closed);
    if length < 3 {
        return None;
    }
    let written = &text[..length];
    let mut meant = String::new();
    for token in Tokenizer::new(written).flatten() {
        if let Token::String(text) = token {
            meant += &String::from_utf8_lossy(&text);
        }
    }
    (meant != written).then_some((meant, length))
}

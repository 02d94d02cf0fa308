//! Numbers as they are set: thousands in groups, and a comma where a decimal point is meant.
//!
//! `10\,000`, `10{,}000`, `1 000` and `10,000` are one number, `0{,}5` and `0,5` are a half. What
//! may also be a list (`[0,1]`, `x_{1,2}`) is left to the list.

/// Whether a place has this many digits and no more.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// What stands between groups of digits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    /// A thin space, or one of the source.
    Space,
    /// `{,}`
    BracedComma,
    /// `{.}`
    BracedPoint,
    /// `,`
    Comma,
}

const SEPARATORS: [(&str, Between); 12] = [
    (r"\,", Between::Space),
    (r"\;", Between::Space),
    (r"\:", Between::Space),
    (r"\ ", Between::Space),
    (r"\!", Between::Space),
    ("{\\,}", Between::Space),
    ("~", Between::Space),
    (" ", Between::Space),
    ("\u{202f}", Between::Space),
    ("{,}", Between::BracedComma),
    ("{.}", Between::BracedPoint),
    (",", Between::Comma),
];

/// The separator at the start of a text, if digits follow: what it is, its length, and how many
/// digits.
fn separator(rest: &str) -> Option<(Between, usize, usize)> {
    let (sign, between) = SEPARATORS.iter().find(|(sign, _)| rest.starts_with(sign))?;
    let count = digits(&rest[sign.len()..]);
    (count > 0).then_some((*between, sign.len(), count))
}

/// The number whose first digits stand at a place of a text, if it goes on after them: its digits
/// and its end. `listed` says how many brackets are open in which a comma separates.
pub(super) fn grouped(
    source: &str,
    start: usize,
    end: usize,
    listed: usize,
) -> Option<(String, usize)> {
    let first = &source[start..end];
    let (between, length, count) = separator(&source[end..])?;
    let after = end + length + count;
    if first.is_empty() {
        return None;
    }
    let decimal = || {
        let fraction = &source[end + length..after];
        // `0,5,1` is a list.
        let ends = !matches!(
            separator(&source[after..]),
            Some((next, ..)) if next == between
        );
        ends.then(|| (format!("{first}.{fraction}"), after))
    };
    match between {
        Between::BracedPoint => decimal(),
        Between::BracedComma if is_decimal(source, first, count) => decimal(),
        Between::Comma if listed > 0 => None,
        // `y = 0,1` and `j = 0,1,\dots` are lists.
        Between::Comma if first == "0" && &source[end + length..after] != "1" => {
            let in_list = source[..start].ends_with(',') || source[after..].starts_with(',');
            decimal().filter(|_| !in_list)
        }
        Between::Comma => thousands(source, start, end, between).filter(|(digits, _)| {
            // `1,234` may be a decimal or a list; `10,000` is neither.
            digits.ends_with("000")
        }),
        _ => thousands(source, start, end, between),
    }
}

/// Whether `{,}` is a decimal comma: no three digits follow, here or elsewhere in the formula.
fn is_decimal(source: &str, first: &str, count: usize) -> bool {
    let elsewhere = source.match_indices("{,}").any(|(at, sign)| {
        let count = digits(&source[at + sign.len()..]);
        let before = source[..at].bytes().rev();
        let lead: Vec<u8> = before.take_while(u8::is_ascii_digit).collect();
        count > 0 && (count != 3 || lead == b"0")
    });
    count != 3 || first == "0" || elsewhere
}

/// Groups of three digits.
fn thousands(source: &str, start: usize, end: usize, between: Between) -> Option<(String, usize)> {
    let first = &source[start..end];
    if first.len() > 3 || first.starts_with('0') {
        return None;
    }
    let mut text = first.to_owned();
    let mut at = end;
    while let Some((next, length, 3)) = separator(&source[at..])
        && next == between
    {
        text.push_str(&source[at + length..at + length + 3]);
        at += length + 3;
    }
    // `1 000 0` is no number that is set so.
    let broken = matches!(separator(&source[at..]), Some((next, ..)) if next == between);
    if at == end || broken {
        return None;
    }
    // Decimals.
    let rest = &source[at..];
    if let Some(rest) = rest.strip_prefix('.')
        && digits(rest) > 0
    {
        let count = digits(rest);
        text.push('.');
        text.push_str(&rest[..count]);
        at += 1 + count;
    }
    Some((text, at))
}

/// `1.67e-5`: a decimal with a power of ten behind it, as machines print it; its digits and where
/// it ends. `2e-5` may be twice e less five.
pub(super) fn scientific(source: &str, digits: &str, at: usize) -> Option<(String, usize)> {
    let (whole, decimals) = digits.split_once('.')?;
    let rest = source[at..].strip_prefix(['e', 'E'])?;
    let (negative, power) = match rest.strip_prefix('-') {
        Some(power) => (true, power),
        None => (false, rest.strip_prefix('+')?),
    };
    let length = power
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(power.len());
    let next = power[length..].chars().next();
    let shift: usize = power[..length].parse().ok().filter(|shift| *shift <= 400)?;
    if next.is_some_and(|c| c.is_alphanumeric() || c == '.' || c == '^') {
        return None;
    }
    let end = source.len() - power.len() + length;
    let shifted = if negative {
        let padded = format!("{}{whole}", "0".repeat(shift + 1));
        let cut = padded.len() - shift;
        format!("{}.{}{decimals}", &padded[..cut], &padded[cut..])
    } else {
        let padded = format!("{decimals}{}", "0".repeat(shift));
        format!("{whole}{}.{}", &padded[..shift], &padded[shift..])
    };
    let trimmed = shifted.trim_start_matches('0').trim_end_matches('.');
    let lead = if trimmed.is_empty() || trimmed.starts_with('.') {
        "0"
    } else {
        ""
    };
    Some((format!("{lead}{trimmed}"), end))
}

//! Bayes' rule with its events exchanged, and Jensen's inequality the wrong way round.

use super::cues::Context;
use super::pieces::Piece;
use super::{Suspect, squashed};

/// What is wrong with a theorem in a formula.
pub fn find(text: &str, pieces: &[Piece], context: &Context) -> Option<Suspect> {
    let rule = pieces.iter().find_map(|piece| bayes(text, piece));
    rule.or_else(|| jensen(text, pieces, context))
}

/// A probability: its event and what is given.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Probability {
    event: String,
    given: Option<String>,
}

/// The text in which all signs for a probability are P, and all bars one.
fn prepared(text: &str) -> String {
    let mut text = squashed(text);
    for (from, to) in [
        ("\\mathbb{P}", "P"),
        ("\\mathbb{Pr}", "P"),
        ("\\Pr", "P"),
        ("{Pr}", "P"),
        ("{P}", "P"),
        ("\\mid", "|"),
        ("\\vert", "|"),
        ("\\given", "|"),
        ("\\dfrac", "\\frac"),
        ("\\tfrac", "\\frac"),
        ("\\cdot", ""),
        ("\\times", ""),
        ("*", ""),
        ("~", ""),
    ] {
        text = text.replace(from, to);
    }
    text.trim_end_matches(['.', ',', ';']).to_owned()
}

/// A product of probabilities.
fn product(text: &str) -> Option<Vec<Probability>> {
    let mut all = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let inner = rest
            .strip_prefix("P(")
            .or_else(|| rest.strip_prefix("p("))?;
        let end = closing(inner, '(', ')')?;
        let (event, given) = match inner[..end].split_once('|') {
            Some((event, given)) => (event, Some(given.to_owned())),
            None => (&inner[..end], None),
        };
        let event = event.to_owned();
        all.push(Probability { event, given });
        rest = &inner[end + 1..];
    }
    (!all.is_empty() && all.len() < 4).then_some(all)
}

/// Where the bracket is closed that stands before a text.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            match depth {
                0 => return Some(at),
                _ => depth -= 1,
            }
        }
    }
    None
}

/// P(A|B) = P(B|A) P(A)/P(B), with other events at some place.
fn bayes(text: &str, piece: &Piece) -> Option<Suspect> {
    if !piece.equal || piece.left == piece.span {
        return None;
    }
    let left = product(&prepared(&text[piece.left.clone()]))?;
    let [
        Probability {
            event: a,
            given: Some(b),
        },
    ] = left.as_slice()
    else {
        return None;
    };
    let own = prepared(&text[piece.span.clone()]);
    let above = own.strip_prefix("\\frac{")?;
    let end = closing(above, '{', '}')?;
    let below = above[end + 1..].strip_prefix('{')?.strip_suffix('}')?;
    let above = product(&above[..end])?;
    let below = product(below)?;
    let [one, other] = above.as_slice() else {
        return None;
    };
    let (likelihood, prior) = match (&one.given, &other.given) {
        (Some(_), None) => (one, other),
        (None, Some(_)) => (other, one),
        _ => return None,
    };
    let [evidence] = below.as_slice() else {
        return None;
    };
    let given = likelihood.given.as_ref()?;
    let events = [&likelihood.event, given, &prior.event, &evidence.event];
    let known = events.iter().all(|event| *event == a || *event == b);
    let usual = events == [b, a, a, b];
    let trivial = (&likelihood.event, given) == (a, b) && prior == evidence;
    if !known || usual || trivial || evidence.given.is_some() || a == b {
        return None;
    }
    let usual = format!("P({b} | {a})*P({a})/P({b})").replace(['\\', '{', '}'], "");
    Some(Suspect {
        difference: format!("two parts are exchanged: the usual Bayes' rule has {usual}"),
        usual,
        name: "Bayes' rule".to_owned(),
        span: piece.span.clone(),
    })
}

/// A side of Jensen's inequality.
#[derive(PartialEq, Eq, Debug)]
struct Expectation {
    function: String,
    /// Whether the function is taken of the mean, and not the mean of the function.
    outside: bool,
    variable: String,
}

fn expectation(text: &str) -> Option<Expectation> {
    let text = text
        .replace("\\mathbb{E}", "E")
        .replace("\\E", "E")
        .replace("{E}", "E");
    let (head, inner) = applied(&text)?;
    let (next, variable) = applied(inner)?;
    let variable = variable.to_owned();
    let function = |name: &str| {
        let known = [
            "\\log", "\\ln", "\\exp", "\\phi", "\\varphi", "\\psi", "f", "g", "h",
        ];
        known.contains(&name).then(|| name.to_owned())
    };
    match (head, next) {
        ("E", name) => Some(Expectation {
            function: function(name)?,
            outside: false,
            variable,
        }),
        (name, "E") => Some(Expectation {
            function: function(name)?,
            outside: true,
            variable,
        }),
        _ => None,
    }
}

/// The function and its argument of a text that is its value; `\log E[X]` is one too.
fn applied(text: &str) -> Option<(&str, &str)> {
    for name in ["\\log", "\\ln"] {
        if let Some(rest) = text.strip_prefix(name)
            && !rest.starts_with(['(', '['])
        {
            return Some((name, rest));
        }
    }
    let open = text.find(['(', '['])?;
    let inner = text[open + 1..].strip_suffix([')', ']'])?;
    let close = if text[open..].starts_with('(') {
        ')'
    } else {
        ']'
    };
    let (begin, _) = if close == ')' { ('(', ')') } else { ('[', ']') };
    let whole = closing(&text[open + 1..], begin, close)? == inner.len();
    whole.then_some((&text[..open], inner))
}

fn jensen(text: &str, pieces: &[Piece], context: &Context) -> Option<Suspect> {
    let [one, other] = pieces else { return None };
    let between = text.get(one.span.end..other.span.start)?;
    let less = ["\\le", "<"].iter().any(|sign| between.contains(sign));
    let greater = ["\\ge", ">"].iter().any(|sign| between.contains(sign));
    if less == greater {
        return None;
    }
    let side = |piece: &Piece| expectation(&squashed(&text[piece.span.clone()]));
    let (a, b) = (side(one)?, side(other)?);
    if a.function != b.function || a.variable != b.variable || a.outside == b.outside {
        return None;
    }
    let convex = match a.function.as_str() {
        "\\log" | "\\ln" => false,
        "\\exp" => true,
        _ => match (
            context.says_any(&["convex"]),
            context.says_any(&["concave"]),
        ) {
            (true, false) => true,
            (false, true) => false,
            _ => return None,
        },
    };
    // The function of the mean is at most the mean of a convex function.
    let usual_less = a.outside == convex;
    if usual_less == less {
        return None;
    }
    let name = a.function.replace('\\', "");
    let variable = a.variable.replace(['\\', '{', '}'], "");
    let sign = if convex { "<=" } else { ">=" };
    let usual = format!("{name}(E({variable})) {sign} E({name}({variable}))");
    let kind = if convex { "convex" } else { "concave" };
    Some(Suspect {
        difference: format!("a sign differs: Jensen's inequality of a {kind} function is {usual}"),
        usual,
        name: "Jensen's inequality".to_owned(),
        span: one.span.start..other.span.end,
    })
}

//! Tables of coefficients: broom's `term,estimate`, statsmodels' `params.to_csv()`, and JSON.

use serde_json::Value;

/// The columns that hold names, by their titles.
const NAMES: &[&str] = &[
    "term",
    "variable",
    "name",
    "feature",
    "coefficient",
    "predictor",
    "parameter",
    "",
];

/// The columns that hold numbers, by their titles.
const NUMBERS: &[&str] = &[
    "estimate",
    "coef",
    "coef.",
    "value",
    "b",
    "beta",
    "0",
    "params",
    "estimates",
    "x",
];

/// The columns that say of which category a row is.
const CATEGORIES: &[&str] = &["y.level", "response", "y_level", "class", "outcome"];

/// A table as `--coefficients` takes it: `NAME=NUMBER,…`, a row a category with `;` between them.
///
/// # Errors
/// One sentence: what is missing.
pub fn coefficients(text: &str) -> Result<String, String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    match text.starts_with('{') {
        true => json(text),
        false => csv(text),
    }
}

fn csv(text: &str) -> Result<String, String> {
    let separator = if text.lines().next().is_some_and(|line| line.contains('\t')) {
        '\t'
    } else {
        ','
    };
    let mut rows = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| cells(line, separator));
    let first = rows.next().ok_or("the table of coefficients is empty")?;
    let title = |names: &[&str], skipped: Option<usize>| {
        let found = names.iter().find_map(|name| {
            first
                .iter()
                .position(|cell| cell.trim().to_lowercase() == *name)
        });
        found.filter(|at| Some(*at) != skipped)
    };
    let number = |cell: &str| cell.trim().parse::<f64>().is_ok_and(f64::is_finite);
    let headless =
        first.len() >= 2 && !number(&first[0]) && number(&first[1]) && first[1].trim() != "0";
    let (names, numbers) = match headless {
        true => (0, 1),
        false => {
            let names = title(NAMES, None);
            let numbers = title(NUMBERS, names);
            // Without titles that are known: names first, then numbers.
            (
                names.unwrap_or(0),
                numbers.unwrap_or(names.map_or(1, |at| at + 1)),
            )
        }
    };
    let category = if headless {
        None
    } else {
        title(CATEGORIES, Some(names))
    };
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    let own = if headless {
        vec![first.clone()]
    } else {
        Vec::new()
    };
    for row in own.into_iter().chain(rows) {
        let (Some(name), Some(value)) = (row.get(names), row.get(numbers)) else {
            return Err("a row of the table of coefficients is shorter than its titles".to_owned());
        };
        // Columns that the fit left out have no number.
        if matches!(value.trim(), "NA" | "NaN" | "nan" | "") {
            continue;
        }
        if !number(value) {
            return Err(format!(
                "`{}` is no number: a table of coefficients has a column of names (`term`) and one of numbers (`estimate`)",
                value.trim().escape_debug()
            ));
        }
        let of = category
            .and_then(|at| row.get(at))
            .cloned()
            .unwrap_or_default();
        let pair = format!("{}={}", name.trim(), value.trim());
        match all.iter_mut().find(|(known, _)| *known == of) {
            Some((_, pairs)) => pairs.push(pair),
            None => all.push((of, vec![pair])),
        }
    }
    joined(all.into_iter().map(|(_, pairs)| pairs).collect())
}

fn joined(rows: Vec<Vec<String>>) -> Result<String, String> {
    if rows.iter().all(Vec::is_empty) {
        return Err("the table of coefficients has no numbers".to_owned());
    }
    let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    Ok(rows.join(";"))
}

/// The cells of a line; quotes hold them together.
fn cells(line: &str, separator: char) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    for c in line.trim_end_matches('\r').chars() {
        match c {
            '"' => quoted = !quoted,
            c if c == separator && !quoted => all.push(String::new()),
            c => {
                if let Some(last) = all.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    all
}

/// Names and numbers in JSON: an object of them, or what scikit-learn calls its coefficients.
fn json(text: &str) -> Result<String, String> {
    let value: Value = serde_json::from_str(text)
        .map_err(|fault| format!("the JSON of the coefficients is damaged: {fault}"))?;
    let object = value
        .as_object()
        .ok_or("the JSON of coefficients is no object of names and numbers")?;
    let get = |names: &[&str]| names.iter().find_map(|name| object.get(*name));
    let Some(coefficients) = get(&["coef_", "coef", "coefficients"]) else {
        let pairs = object.iter().map(|(name, value)| match value {
            Value::Number(number) => Ok(format!("{name}={number}")),
            _ => Err(format!(
                "the coefficient `{}` is no number",
                name.escape_debug()
            )),
        });
        return joined(vec![pairs.collect::<Result<Vec<String>, String>>()?]);
    };
    if let Some(object) = coefficients.as_object() {
        let pairs = object.iter().map(|(name, value)| format!("{name}={value}"));
        let intercept =
            get(&["intercept_", "intercept"]).map(|value| format!("(Intercept)={value}"));
        return joined(vec![intercept.into_iter().chain(pairs).collect()]);
    }
    let names =
        get(&["feature_names_in_", "feature_names", "features", "names"]).and_then(Value::as_array);
    let names =
        names.ok_or("the JSON of coefficients has no names for them: add `feature_names`")?;
    let list = coefficients
        .as_array()
        .ok_or("the JSON of coefficients has no list of them")?;
    let rows: Vec<&Vec<Value>> = match list.iter().all(Value::is_array) {
        true => list.iter().filter_map(Value::as_array).collect(),
        false => vec![list],
    };
    let intercepts: Vec<&Value> = match get(&["intercept_", "intercept"]) {
        Some(Value::Array(all)) => all.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let mut all = Vec::new();
    for (k, row) in rows.iter().enumerate() {
        if row.len() != names.len() {
            return Err(format!(
                "the JSON has {} names and {} coefficients",
                names.len(),
                row.len()
            ));
        }
        let mut pairs: Vec<String> = intercepts
            .get(k)
            .map(|value| format!("(Intercept)={value}"))
            .into_iter()
            .collect();
        let named = names.iter().zip(row.iter());
        pairs.extend(
            named.map(|(name, value)| format!("{}={value}", name.as_str().unwrap_or_default())),
        );
        all.push(pairs);
    }
    joined(all)
}

/// A column's name without what differs between programs: `(Intercept)` for `const`, `fb` for
/// `C(f)[T.b]` and `factor(f)b`.
pub(super) fn plain(name: &str) -> String {
    let name = name.trim().trim_matches('`');
    if matches!(
        name,
        "Intercept" | "const" | "_cons" | "intercept" | "(Intercept)" | "Constant"
    ) {
        return "(Intercept)".to_owned();
    }
    let parts: Vec<String> = split(name).into_iter().map(part).collect();
    parts.join(":")
}

/// The parts of an interaction: colons in brackets are no signs.
fn split(name: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    name.split(|c: char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ':' && depth == 0
    })
    .collect()
}

fn part(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '`')
        .collect();
    let name = name.replace("**", "^").replace("np.", "");
    // `f[T.b]`
    let (base, level) = match name
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once('['))
    {
        Some((base, level)) => {
            let level = level
                .strip_prefix("T.")
                .or_else(|| level.strip_prefix("S."))
                .unwrap_or(level);
            (base.to_owned(), level.to_owned())
        }
        None => (name, String::new()),
    };
    for call in ["C(", "factor(", "as.factor("] {
        if let Some((inner, rest)) = base
            .strip_prefix(call)
            .and_then(|rest| rest.split_once(')'))
        {
            let column = inner.split(',').next().unwrap_or(inner);
            return format!("{column}{rest}{level}");
        }
    }
    base + &level
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_as_programs_write_them() {
        let broom = "term,estimate,std.error\n(Intercept),18.9,7.4\nwt,-8.08,3.07\n";
        assert_eq!(
            coefficients(broom).as_deref(),
            Ok("(Intercept)=18.9,wt=-8.08")
        );
        let statsmodels = ",0\nIntercept,1.5\nx,-2e-1\n";
        assert_eq!(
            coefficients(statsmodels).as_deref(),
            Ok("Intercept=1.5,x=-2e-1")
        );
        let headless = "const,1.5\nx,2\n";
        assert_eq!(coefficients(headless).as_deref(), Ok("const=1.5,x=2"));
        let several = "y.level,term,estimate\nb,(Intercept),1\nb,x,2\nc,(Intercept),3\nc,x,4\n";
        assert_eq!(
            coefficients(several).as_deref(),
            Ok("(Intercept)=1,x=2;(Intercept)=3,x=4")
        );
        let json =
            r#"{"intercept_": [0.5], "coef_": [[1.0, -2.0]], "feature_names_in_": ["a", "b"]}"#;
        assert_eq!(
            coefficients(json).as_deref(),
            Ok("(Intercept)=0.5,a=1.0,b=-2.0")
        );
        assert!(coefficients("term,estimate\nx,abc\n").is_err());
    }

    #[test]
    fn columns_by_their_names_in_programs() {
        for (a, b) in [
            ("const", "(Intercept)"),
            ("C(f)[T.b]", "fb"),
            ("f[T.b]:x", "fb:x"),
            ("factor(cyl)6", "cyl6"),
            ("np.log(x)", "log(x)"),
            ("I(x ** 2)", "I(x^2)"),
        ] {
            assert_eq!(plain(a), plain(b), "{a}");
        }
    }
}

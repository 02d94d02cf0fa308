//! Families and links as R, statsmodels and Julia spell them.

use crate::models::source::run::values::{Made, Value, last};

/// A family's name and a link's, as `--family` and `--link` take them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Family {
    pub name: String,
    pub link: Option<String>,
}

/// A link by the name that statsmodels gives it.
pub fn link(name: &str, power: Option<f64>) -> Option<String> {
    let plain: String = name
        .chars()
        .filter(|c| *c != '_')
        .flat_map(char::to_lowercase)
        .collect();
    let text = match plain.as_str() {
        "logit" => "logit",
        "probit" => "probit",
        "cloglog" => "cloglog",
        "loglog" => "loglog",
        "log" => "log",
        "identity" => "identity",
        "inversepower" => "inverse",
        "inversesquared" => "inverse_squared",
        "sqrt" => "sqrt",
        "cauchy" | "cauchit" => "cauchit",
        "logc" | "logcomplement" => "logc",
        "power" => {
            let power = power.unwrap_or(1.0);
            return match power {
                1.0 => Some("identity".to_owned()),
                0.0 => Some("log".to_owned()),
                0.5 => Some("sqrt".to_owned()),
                -1.0 => Some("inverse".to_owned()),
                _ if power > 0.0 => Some(format!("power({power})")),
                _ => None,
            };
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// A family by the name that statsmodels gives its class.
pub fn family(name: &str) -> Option<&'static str> {
    Some(match name {
        "Binomial" => "binomial",
        "Poisson" => "poisson",
        "Gaussian" => "gaussian",
        "Gamma" => "gamma",
        "InverseGaussian" => "inverse gaussian",
        "NegativeBinomial" => "negative binomial",
        _ => return None,
    })
}

/// The family that an object of statsmodels is; what is wrong with it otherwise.
pub fn of_value(value: &Value) -> Result<Family, &'static str> {
    let made = match value {
        Value::Made(made) => made.clone(),
        Value::Path(path) => {
            let name = family(last(path)).ok_or("this family is none that equiff knows")?;
            return Ok(Family {
                name: name.to_owned(),
                link: None,
            });
        }
        _ => return Err("it is not known what this family is"),
    };
    let name = family(made.name()).ok_or("this family is none that equiff knows")?;
    let link = match made.argument(0, &["link"]) {
        None | Some(Value::None) => None,
        Some(value) => Some(link_of(value).ok_or("this link is none that equiff knows")?),
    };
    Ok(Family {
        name: name.to_owned(),
        link,
    })
}

fn link_of(value: &Value) -> Option<String> {
    match value {
        // Older programs give the class.
        Value::Path(path) => link(last(path), None),
        Value::Made(made) => link(made.name(), power(made)?),
        _ => None,
    }
}

/// The power of a link that has one; nothing where it is not known.
fn power(made: &Made) -> Option<Option<f64>> {
    match made.argument(0, &["power"]) {
        None => Some(None),
        Some(value) => value.number().map(Some),
    }
}

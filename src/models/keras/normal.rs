//! Layers that scale and shift each value.

use serde_json::Value;

use super::super::Fault;
use super::super::graph::Op;
use super::layers::Layer;
use super::wiring::Wiring;

impl Wiring<'_> {
    /// The only axis that a normalization acts along is the last one of vectors.
    fn along_last(&self, layer: &Layer, input: usize) -> Result<(), Fault> {
        let rank = self.shapes[input].len() as i64;
        let axis = match layer.config.get("axis") {
            Some(Value::Array(all)) if all.len() == 1 => all[0].as_i64(),
            Some(Value::Array(_)) => None,
            Some(axis) => axis.as_i64(),
            None => Some(-1),
        };
        match axis {
            Some(axis) if axis == -1 || axis == rank => self.flat(layer, input),
            _ => Err(layer.fault("normalizes along another axis than the last")),
        }
    }

    pub fn batch_normalization(&mut self, layer: &Layer, input: usize) -> Result<usize, Fault> {
        self.along_last(layer, input)?;
        let shape = self.shapes[input].clone();
        if !self.weights.any() {
            self.note("Batch normalization is affine when the model is used; the weights stand for what it makes of them.");
            return Ok(self.same(layer, input, shape));
        }
        let on = |key: &str| {
            layer
                .config
                .get(key)
                .and_then(Value::as_bool)
                .unwrap_or(true)
        };
        let mut number = 0;
        let mut next = |name: &str, on: bool| -> Result<Option<Vec<f64>>, Fault> {
            if !on {
                return Ok(None);
            }
            let tensor = self.weights.get(layer.place, name, number);
            number += 1;
            let tensor = tensor.ok_or_else(|| layer.fault("has no numbers in the file"))?;
            Ok(Some(tensor.values.clone()))
        };
        let gamma = next("gamma", on("scale"))?;
        let beta = next("beta", on("center"))?;
        let mean = next("moving_mean", true)?.unwrap_or_default();
        let variance = next("moving_variance", true)?.unwrap_or_default();
        let epsilon = layer
            .config
            .get("epsilon")
            .and_then(Value::as_f64)
            .unwrap_or(1e-3);
        let width = mean.len();
        let lists = [gamma.as_ref(), beta.as_ref(), Some(&variance)];
        if width == 0 || lists.iter().flatten().any(|list| list.len() != width) {
            return Err(layer.fault("has lists of different lengths"));
        }
        let factors: Vec<f64> = (0..width)
            .map(|i| gamma.as_ref().map_or(1.0, |g| g[i]) / (variance[i] + epsilon).sqrt())
            .collect();
        let shift = (0..width)
            .map(|i| beta.as_ref().map_or(0.0, |b| b[i]) - mean[i] * factors[i])
            .collect();
        self.note(
            "Batch normalization is affine when the model is used; it is folded into the weights.",
        );
        Ok(self.push(
            &layer.name,
            Op::Scale { factors, shift },
            vec![input],
            shape,
        ))
    }

    pub fn normalization(&mut self, layer: &Layer, input: usize) -> Result<usize, Fault> {
        let shape = self.shapes[input].clone();
        let scalar = layer.config.get("axis").is_some_and(Value::is_null);
        if !scalar {
            self.along_last(layer, input)?;
        }
        let given = |key: &str, number: usize| {
            let list = layer.config.get(key).filter(|list| !list.is_null());
            match list {
                Some(list) => numbers(list),
                None => self
                    .weights
                    .get(layer.place, key, number)
                    .map(|tensor| tensor.values.clone()),
            }
        };
        let (mean, variance) = match (given("mean", 0), given("variance", 1)) {
            (Some(mean), Some(variance)) if mean.len() == variance.len() && !mean.is_empty() => {
                (mean, variance)
            }
            _ if !self.weights.any() => {
                self.note("The normalization of the inputs is affine; the weights stand for what it makes of them.");
                return Ok(self.same(layer, input, shape));
            }
            _ => return Err(layer.fault("has no mean and variance in the file")),
        };
        // As Keras: never a division by less than its epsilon.
        let deviations = variance.iter().map(|value| value.sqrt().max(1e-7));
        let invert = layer.config.get("invert").and_then(Value::as_bool) == Some(true);
        let pairs: Vec<(f64, f64)> = mean.into_iter().zip(deviations).collect();
        let (factors, shift) = match invert {
            true => pairs
                .iter()
                .map(|(mean, deviation)| (*deviation, *mean))
                .unzip(),
            false => pairs
                .iter()
                .map(|(mean, deviation)| (1.0 / deviation, -mean / deviation))
                .unzip(),
        };
        self.note("The normalization of the inputs is affine; it is folded into the weights.");
        Ok(self.push(
            &layer.name,
            Op::Scale { factors, shift },
            vec![input],
            shape,
        ))
    }

    pub fn rescaling(&mut self, layer: &Layer, input: usize) -> Result<usize, Fault> {
        let list = |key: &str, default: f64| match layer.config.get(key) {
            None | Some(Value::Null) => Some(vec![default]),
            Some(value) => numbers(value),
        };
        let (Some(factors), Some(shift)) = (list("scale", 1.0), list("offset", 0.0)) else {
            return Err(layer.fault("has a scale or an offset that is no number"));
        };
        let shape = self.shapes[input].clone();
        if factors.len().max(shift.len()) > 1 {
            self.flat(layer, input)?;
        }
        Ok(self.push(
            &layer.name,
            Op::Scale { factors, shift },
            vec![input],
            shape,
        ))
    }
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(all) => open.extend(all.iter().rev()),
            // As Keras writes arrays: an object around the list.
            Value::Object(object) => open.push(object.get("config")?.get("value")?),
            value => found.push(value.as_f64()?),
        }
    }
    Some(found)
}

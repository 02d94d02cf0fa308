//! PMML, checked by hand.

use super::read;

fn value(text: &str, point: &[f64]) -> (Vec<f64>, Vec<String>) {
    let model = read("model.pmml", text.as_bytes()).unwrap_or_else(|why| panic!("{why}"));
    let derivation = model.derivation();
    (model.value(&derivation, point), model.notes)
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-12, "{a} is not {b}");
}

#[test]
fn a_regression_with_powers_products_and_categories() {
    let text = r#"<?xml version="1.0"?>
<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4"><Header/>
<DataDictionary><DataField name="wt" optype="continuous" dataType="double"/></DataDictionary>
<RegressionModel functionName="regression" normalizationMethod="exp">
<MiningSchema><MiningField name="mpg" usageType="target"/><MiningField name="wt"/></MiningSchema>
<RegressionTable intercept="0.5">
<NumericPredictor name="wt" coefficient="-0.25"/>
<NumericPredictor name="wt" exponent="2" coefficient="0.125"/>
<CategoricalPredictor name="gear" value="four" coefficient="1.5"/>
<PredictorTerm coefficient="2"><FieldRef field="wt"/><FieldRef field="hp"/></PredictorTerm>
</RegressionTable></RegressionModel></PMML>"#;
    let (values, notes) = value(text, &[0.5, 0.25, 1.0, 0.75]);
    close(values[0], (0.5 - 0.125 + 0.03125 + 1.5 + 1.5_f64).exp());
    assert!(
        notes
            .iter()
            .any(|note| note.contains("1 where gear is “four”")),
        "{notes:?}"
    );
}

#[test]
fn fields_that_are_linear_in_others_are_put_in() {
    let text = r#"<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4">
<TransformationDictionary><DerivedField name="scaled(x)" optype="continuous" dataType="double">
<Apply function="/"><Apply function="-"><FieldRef field="x"/><Constant>3</Constant></Apply><Constant>2</Constant></Apply></DerivedField>
<DerivedField name="n" optype="continuous" dataType="double"><NormContinuous field="u"><LinearNorm orig="1" norm="0"/><LinearNorm orig="5" norm="2"/></NormContinuous></DerivedField>
</TransformationDictionary>
<RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>
<RegressionTable intercept="1"><NumericPredictor name="scaled(x)" coefficient="4"/><NumericPredictor name="n" coefficient="2"/></RegressionTable>
</RegressionModel></PMML>"#;
    let (values, _) = value(text, &[5.0, 3.0]);
    close(values[0], 1.0 + 4.0 + 2.0);
}

#[test]
fn a_softmax_of_two_classes_with_a_baseline_is_logistic_regression() {
    let text = r#"<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4">
<RegressionModel functionName="classification" normalizationMethod="softmax" targetFieldName="am">
<MiningSchema><MiningField name="x"/></MiningSchema>
<RegressionTable intercept="-1" targetCategory="1"><NumericPredictor name="x" coefficient="2"/></RegressionTable>
<RegressionTable intercept="0" targetCategory="0"/></RegressionModel></PMML>"#;
    let (values, notes) = value(text, &[0.75]);
    close(values[0], 1.0 / (1.0 + (-0.5_f64).exp()));
    assert!(
        notes.iter().any(|note| note.contains("am is “1”")),
        "{notes:?}"
    );
}

#[test]
fn a_general_regression_with_factors_and_a_link() {
    let text = r#"<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4">
<GeneralRegressionModel targetVariableName="y" modelType="generalizedLinear" functionName="regression" linkFunction="cloglog" distribution="binomial">
<ParameterList><Parameter name="p0" label="Intercept"/><Parameter name="p1"/><Parameter name="p2"/></ParameterList>
<FactorList><Predictor name="sex"/></FactorList><CovariateList><Predictor name="age"/></CovariateList>
<PPMatrix><PPCell value="m" predictorName="sex" parameterName="p1"/><PPCell value="1" predictorName="age" parameterName="p2"/><PPCell value="m" predictorName="sex" parameterName="p2"/></PPMatrix>
<ParamMatrix><PCell parameterName="p0" beta="0.5"/><PCell parameterName="p1" beta="-1"/><PCell parameterName="p2" beta="0.25"/></ParamMatrix>
</GeneralRegressionModel></PMML>"#;
    let (values, _) = value(text, &[1.0, 2.0]);
    close(values[0], 1.0 - (-(0.5 - 1.0 + 0.5_f64).exp()).exp());
}

#[test]
fn a_multinomial_model_has_its_reference_last() {
    let text = r#"<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4">
<GeneralRegressionModel targetVariableName="s" modelType="multinomialLogistic" functionName="classification" targetReferenceCategory="c">
<ParameterList><Parameter name="p0"/><Parameter name="p1"/></ParameterList><CovariateList><Predictor name="x"/></CovariateList>
<PPMatrix><PPCell value="1" predictorName="x" parameterName="p1"/></PPMatrix>
<ParamMatrix><PCell targetCategory="a" parameterName="p0" beta="0.5"/><PCell targetCategory="a" parameterName="p1" beta="1"/>
<PCell targetCategory="b" parameterName="p0" beta="-0.5"/><PCell targetCategory="b" parameterName="p1" beta="2"/></ParamMatrix>
</GeneralRegressionModel></PMML>"#;
    let (values, _) = value(text, &[0.25]);
    let (a, b) = (0.75_f64.exp(), 0.0_f64.exp());
    close(values[0], a / (a + b + 1.0));
    close(values[2], 1.0 / (a + b + 1.0));
}

#[test]
fn what_is_not_read_is_named() {
    let text = r#"<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4"><TreeModel functionName="regression"/></PMML>"#;
    let why = read("model.pmml", text.as_bytes()).err().unwrap();
    assert!(why.contains("TreeModel"), "{why}");
    let text = r#"<PMML version="4.4"><RegressionModel functionName="regression"><RegressionTable intercept="x"/></RegressionModel></PMML>"#;
    assert!(read("model.pmml", text.as_bytes()).is_err());
}

//! What names mean that a program does not define: fragments come without their imports.

/// Modules by the names that they are usually given.
const MODULES: &[(&str, &str)] = &[
    ("tf", "tensorflow"),
    ("tensorflow", "tensorflow"),
    ("keras", "keras"),
    ("layers", "keras.layers"),
    ("torch", "torch"),
    ("nn", "torch.nn"),
    ("F", "torch.nn.functional"),
    ("sm", "statsmodels.api"),
    ("smf", "statsmodels.formula.api"),
    ("np", "numpy"),
    ("pd", "pandas"),
    ("OrderedDict", "collections.OrderedDict"),
];

/// Python's own functions that are followed.
const OWN: &[&str] = &[
    "range",
    "len",
    "super",
    "zip",
    "enumerate",
    "list",
    "tuple",
    "int",
    "float",
    "print",
    "dict",
    "str",
    "min",
    "max",
    "isinstance",
    "getattr",
    "hasattr",
    "reversed",
    "sum",
    "bool",
    "object",
];

/// Names of Keras that stand alone in fragments.
const KERAS: &[&str] = &[
    "Sequential",
    "Dense",
    "Input",
    "InputLayer",
    "Activation",
    "Dropout",
    "Model",
    "Flatten",
    "BatchNormalization",
    "Normalization",
    "Rescaling",
    "Concatenate",
    "Add",
    "LSTM",
    "GRU",
    "SimpleRNN",
    "Conv1D",
    "Conv2D",
    "MaxPooling2D",
    "Embedding",
    "LeakyReLU",
    "ReLU",
    "Softmax",
];

/// Names of PyTorch that stand alone in fragments.
const TORCH: &[&str] = &["Linear", "Sigmoid", "Tanh", "LogSoftmax", "BatchNorm1d"];

/// Names of scikit-learn that stand alone in fragments.
const SKLEARN: &[&str] = &[
    "LogisticRegression",
    "LogisticRegressionCV",
    "LinearRegression",
    "Ridge",
    "RidgeCV",
    "Lasso",
    "LassoCV",
    "ElasticNet",
    "ElasticNetCV",
    "PoissonRegressor",
    "GammaRegressor",
    "TweedieRegressor",
    "SGDClassifier",
    "SGDRegressor",
    "MLPClassifier",
    "MLPRegressor",
    "StandardScaler",
    "MinMaxScaler",
    "make_pipeline",
    "Pipeline",
    "RidgeClassifier",
    "LinearSVC",
    "Perceptron",
    "BayesianRidge",
    "HuberRegressor",
];

/// What a name means that nothing defines.
pub fn usual(name: &str, torch: bool, stars: &[String]) -> Option<String> {
    if let Some((_, path)) = MODULES.iter().find(|(own, _)| *own == name) {
        return Some((*path).to_owned());
    }
    if OWN.contains(&name) {
        return Some(format!("builtins.{name}"));
    }
    if SKLEARN.contains(&name) {
        return Some(format!("sklearn.{name}"));
    }
    if !name.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    if KERAS.contains(&name) && !torch {
        return Some(format!("keras.layers.{name}"));
    }
    if TORCH.contains(&name) || torch && KERAS.contains(&name) {
        return Some(format!("torch.nn.{name}"));
    }
    let star = stars.iter().find(|module| {
        module.contains("layers") || module.contains("nn") || module.starts_with("sklearn")
    });
    star.map(|module| format!("{module}.{name}"))
}

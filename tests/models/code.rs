//! Source code as people write it: what is read out of it, and what is refused with a clear word.

use equiff::derive;
use equiff::expr::Store;
use equiff::models::{self, Fault, Form};
use equiff::network::{Inputs, Network, Size};
use equiff::render::page::Verdict;

/// What a program should be.
enum Right {
    /// A network: its verdict, its link, its inputs and its outputs.
    Network(Verdict, &'static str, &'static str, &'static str),
    /// A formula: it, its family and its link as they are spelt.
    Formula(&'static str, &'static str, Option<&'static str>),
    /// A fault: words of its message, and the text that it points to.
    Fault(&'static str, &'static str),
}

use Right::{Fault as Refused, Formula as Says, Network as Net};

fn size(size: &Size) -> String {
    match size {
        Size::Number(n) => n.to_string(),
        Size::Symbol(name) => name.clone(),
    }
}

fn judge(name: &str, text: &str, right: &Right) -> Result<(), String> {
    let store = Store::new();
    let loaded = match (models::read(&store, name, text.as_bytes()), right) {
        (Err(Fault::Diagnostics(all)), Refused(words, at)) => {
            let [one] = all.as_slice() else {
                return Err(format!("{} faults", all.len()));
            };
            let shown = text.get(one.span.clone()).unwrap_or_default();
            return match one.message.contains(words) && shown.contains(at) && one.help.is_some() {
                true => Ok(()),
                false => Err(format!("{} at {shown:?}, help {:?}", one.message, one.help)),
            };
        }
        (Err(fault), _) => return Err(format!("{fault:?}")),
        (Ok(None), _) => return Err("no source code".to_owned()),
        (Ok(Some(loaded)), _) => loaded,
    };
    let graph = match (&loaded.model, right) {
        (Form::Formula(own), Says(formula, family, link)) => {
            let found = (
                own.formula.as_str(),
                own.family.as_deref(),
                own.link.as_deref(),
            );
            return match found == (*formula, Some(*family), *link) {
                true => Ok(()),
                false => Err(format!("{found:?}")),
            };
        }
        (Form::Graph(graph), Net(..)) => graph,
        (Form::Graph(_), _) => return Err("a network was read".to_owned()),
        (Form::Formula(own), _) => return Err(format!("{own:?}")),
    };
    let Net(verdict, link, inputs, outputs) = right else {
        return Err("unexpected".to_owned());
    };
    let network = graph
        .network(&store)
        .map_err(|fault| format!("{fault:?}"))?;
    let Network::Layers {
        inputs: own,
        layers,
        ..
    } = &network
    else {
        return Err("an equation".to_owned());
    };
    let own = match own {
        Inputs::Named(names) => names.join(","),
        Inputs::Indexed { size: count, .. } => size(count),
    };
    let units = layers
        .last()
        .map_or_else(String::new, |layer| size(&layer.units));
    let derivation = derive::derive(&store, &network);
    let found = derivation
        .page
        .link
        .as_ref()
        .map_or("", |link| link.name.as_str());
    let same = derivation.page.verdict == *verdict
        && (found == *link || *verdict == Verdict::NotAGlm)
        && own == *inputs
        && units == *outputs;
    match same {
        true => Ok(()),
        false => Err(format!(
            "{:?}, link {found:?}, inputs {own}, outputs {units}",
            derivation.page.verdict
        )),
    }
}

fn all(name: &str, rows: &[(&str, Right)]) {
    let mut wrong = String::new();
    for (text, right) in rows {
        if let Err(found) = judge(name, text, right) {
            wrong += &format!("{text}\n--> {found}\n\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

const GLM: Verdict = Verdict::Equivalent;
const NOT: Verdict = Verdict::NotAGlm;
const SOFTMAX: &str = "baseline-category logit";

#[test]
fn keras() {
    all(
        "model.py",
        &[
            (
                "from keras.models import Sequential\nfrom keras.layers import Dense\nmodel = Sequential()\nmodel.add(Dense(16, input_shape=(32,), activation='softmax'))\n",
                Net(GLM, SOFTMAX, "32", "16"),
            ),
            (
                "import keras\nfrom keras import layers\nmodel = keras.Sequential([keras.Input(shape=(4,)), layers.Dense(1, activation='sigmoid')])\n",
                Net(GLM, "logit", "4", "1"),
            ),
            (
                "from tensorflow import keras\nmodel = keras.models.Sequential()\nmodel.add(keras.layers.Dense(1, input_dim=8))\nmodel.add(keras.layers.Activation('sigmoid'))\n",
                Net(GLM, "logit", "8", "1"),
            ),
            (
                "import tensorflow as tf\nmodel = tf.keras.Sequential([\n  tf.keras.layers.Flatten(input_shape=(28, 28)),\n  tf.keras.layers.Dense(10, activation=tf.nn.softmax)\n])\nmodel.compile(optimizer='adam', loss='sparse_categorical_crossentropy')\nmodel.fit(x_train, y_train, epochs=5)\n",
                Net(GLM, SOFTMAX, "784", "10"),
            ),
            (
                "import tensorflow as tf\nmodel = tf.keras.models.Sequential([\n  tf.keras.layers.Flatten(input_shape=(28, 28)),\n  tf.keras.layers.Dense(128, activation='relu'),\n  tf.keras.layers.Dropout(0.2),\n  tf.keras.layers.Dense(10)\n])\nloss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)\n",
                Net(NOT, "", "784", "10"),
            ),
            (
                "from keras import layers, models\nn_features = 10\ninputs = layers.Input(shape=(n_features,))\nx = layers.Dense(5)(inputs)\nx = layers.Dropout(0.5)(x)\nout = layers.Dense(1, activation='exponential')(x)\nmodel = models.Model(inputs=inputs, outputs=out)\n",
                Net(GLM, "log", "10", "1"),
            ),
            (
                "import tensorflow as tf\na = tf.keras.Input(shape=(3,))\nb = tf.keras.layers.Dense(3)(a)\nc = tf.keras.layers.Add()([a, b])\np = tf.keras.layers.Dense(1, activation='sigmoid')(c)\nm = tf.keras.Model(a, p)\n",
                Net(GLM, "logit", "3", "1"),
            ),
            (
                "import keras\nnormalizer = keras.layers.Normalization(axis=-1)\nnormalizer.adapt(train_features)\nlinear_model = keras.Sequential([normalizer, keras.layers.Dense(units=1)])\n",
                Net(GLM, "identity", "n", "1"),
            ),
            (
                "from tensorflow.keras.models import Sequential\nfrom tensorflow.keras.layers import Dense, BatchNormalization\ndef build_model(n_in, units=1):\n    m = Sequential()\n    m.add(BatchNormalization(input_shape=(n_in,)))\n    m.add(Dense(units, use_bias=False, activation='sigmoid'))\n    return m\nmodel = build_model(6)\n",
                Net(GLM, "logit", "6", "1"),
            ),
            (
                "def create_model():\n    model = Sequential()\n    model.add(Dense(1, input_dim=5, activation='softplus'))\n    model.compile(loss='poisson', optimizer='adam')\n    return model\nestimator = KerasRegressor(build_fn=create_model)\n",
                Net(GLM, "inverse softplus", "5", "1"),
            ),
            (
                "from keras.layers import *\nfrom keras.models import *\nmodel = Sequential([Dense(3, input_shape=(2,)), LeakyReLU(0.1)])\n",
                Net(GLM, "inverse leaky ReLU", "2", "3"),
            ),
            (
                "import keras\nclass Model(keras.Model):\n    def __init__(self):\n        super().__init__()\n        self.d = keras.layers.Dense(1, activation='sigmoid')\n    def call(self, inputs, training=None):\n        return self.d(inputs)\nmodel = Model()\n",
                Net(GLM, "logit", "n", "1"),
            ),
            (
                "import keras\nmodel = keras.Sequential()\nfor units in [4, 3]:\n    model.add(keras.layers.Dense(units))\nmodel.add(keras.layers.Dense(1, activation='sigmoid'))\nmodel.build((None, 7))\n",
                Net(GLM, "logit", "7", "1"),
            ),
            (
                "import keras\nx = keras.Input((2,))\ny = keras.layers.Rescaling(1./255)(x)\ny = keras.layers.Dense(1, activation='tanh')(y)\nmodel = keras.Model(x, y)\n",
                Net(GLM, "atanh", "2", "1"),
            ),
            (
                "import tensorflow as tf\nmodel = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=[1], activation=lambda t: tf.exp(t))])\n",
                Net(GLM, "log", "x", "1"),
            ),
            // What is refused.
            (
                "import keras\nmodel = keras.Sequential([keras.layers.LSTM(8, input_shape=(5, 2)), keras.layers.Dense(1)])\n",
                Refused("is no layer that equiff reads", "LSTM(8"),
            ),
            (
                "import keras\nfrom keras.layers import Conv2D, Flatten, Dense\nm = keras.Sequential()\nm.add(Conv2D(8, 3, input_shape=(28, 28, 1)))\nm.add(Flatten())\nm.add(Dense(10, activation='softmax'))\n",
                Refused("is no layer that equiff reads", "Conv2D(8"),
            ),
            (
                "import keras\nm = keras.Sequential([keras.layers.Dense(4, input_shape=(28, 28)), keras.layers.Dense(1)])\n",
                Refused("several axes", "Dense(4"),
            ),
            (
                "import keras\nm = keras.Sequential([keras.layers.Dense(1, input_dim=3, activation='sigmod')])\n",
                Refused("no activation is called `sigmod`", "Dense(1"),
            ),
            (
                "import keras\nx = keras.Input((4,))\nd = keras.layers.Dense(4)\nm = keras.Model(x, d(d(x)))\n",
                Refused("applied twice", "Dense(4)"),
            ),
            (
                "import keras\nx = keras.Input((4, 8))\na = keras.layers.MultiHeadAttention(2, 4)(x, x)\nm = keras.Model(x, keras.layers.Dense(1)(a))\n",
                Refused("is no layer that equiff reads", "MultiHeadAttention"),
            ),
            (
                "import keras\nm = keras.Sequential()\nfor _ in range(n_hidden):\n    m.add(keras.layers.Dense(8))\nm.add(keras.layers.Dense(1))\n",
                Refused("how often this loop runs", "for _"),
            ),
            (
                "import keras\na = keras.Sequential([keras.layers.Dense(1, input_dim=3)])\nb = keras.Sequential([keras.layers.Dense(2, input_dim=3)])\n",
                Refused("several models", "Dense(2"),
            ),
            (
                "import pandas as pd\nd = pd.read_csv('x.csv')\n",
                Refused("no model was found", "import"),
            ),
            (
                "import keras\nm = keras.Sequential([keras.layers.Dense(1, input_dim=3)\n",
                Refused("a bracket is never closed", "("),
            ),
        ],
    );
}

#[test]
fn pytorch() {
    all(
        "model.py",
        &[
            (
                "import torch.nn as nn\nmodel = nn.Sequential(nn.Linear(32, 16), nn.Softmax(dim=1))\n",
                Net(GLM, SOFTMAX, "32", "16"),
            ),
            (
                "import torch\nfrom torch import nn\nmodel = nn.Linear(3, 1)\nopt = torch.optim.SGD(model.parameters(), lr=0.1)\nfor t in range(100):\n    loss = nn.functional.mse_loss(model(x), y)\n",
                Net(GLM, "identity", "3", "1"),
            ),
            (
                "import torch\nimport torch.nn as nn\nclass LogReg(nn.Module):\n    def __init__(self, n_in):\n        super().__init__()\n        self.linear = nn.Linear(n_in, 1)\n    def forward(self, x):\n        return torch.sigmoid(self.linear(x))\nmodel = LogReg(4)\n",
                Net(GLM, "logit", "4", "1"),
            ),
            (
                "import torch.nn as nn\nclass Net(nn.Module):\n    def __init__(self):\n        super(Net, self).__init__()\n        self.fc = nn.Linear(784, 10)\n    def forward(self, x):\n        x = x.view(-1, 784)\n        return self.fc(x)\nloss_fn = nn.CrossEntropyLoss()\n",
                Net(GLM, SOFTMAX, "784", "10"),
            ),
            (
                "import torch.nn as nn\nimport torch.nn.functional as F\nclass MLP(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = nn.Linear(4, 3)\n        self.b = nn.Linear(3, 1)\n    def forward(self, x):\n        h = F.relu(self.a(x))\n        return F.sigmoid(self.b(h))\n",
                Net(NOT, "", "4", "1"),
            ),
            (
                "import torch.nn as nn\nclass M(nn.Module):\n    def __init__(self, d, k):\n        super().__init__()\n        self.net = nn.Sequential(nn.Flatten(), nn.Linear(d, k), nn.LogSoftmax(dim=-1))\n    def forward(self, x):\n        return self.net(x)\n",
                Net(GLM, SOFTMAX, "d", "K"),
            ),
            (
                "import torch.nn as nn\nclass M(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.lin = nn.Linear(5, 1, bias=False)\n    def forward(self, x):\n        return self.lin(x).sigmoid().squeeze(-1)\nm = M().to('cuda')\nm.eval()\n",
                Net(GLM, "logit", "5", "1"),
            ),
            (
                "import torch.nn as nn\nm = nn.Sequential(nn.Linear(5, 1))\ncrit = nn.BCEWithLogitsLoss()\n",
                Net(GLM, "logit", "5", "1"),
            ),
            (
                "import torch.nn as nn\nm = nn.Sequential(nn.Linear(5, 1))\ncrit = nn.PoissonNLLLoss()\n",
                Net(GLM, "log", "5", "1"),
            ),
            (
                "import torch\nclass P(torch.nn.Module):\n    def __init__(self, n):\n        super().__init__()\n        self.l1 = torch.nn.Linear(n, 8)\n        self.l2 = torch.nn.Linear(8, 1)\n    def forward(self, x):\n        return torch.exp(self.l2(self.l1(x)))\nmodel = P(n=20)\n",
                Net(GLM, "log", "20", "1"),
            ),
            (
                "import torch\nimport torch.nn as nn\nclass Probit(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(2, 1)\n        self.normal = torch.distributions.Normal(0, 1)\n    def forward(self, x):\n        return self.normal.cdf(self.fc(x))\nm = Probit()\n",
                Net(GLM, "probit", "2", "1"),
            ),
            (
                "import torch.nn as nn\nlayers = []\nfor i in range(2):\n    layers.append(nn.Linear(4, 4))\nlayers.append(nn.Linear(4, 1))\nmodel = nn.Sequential(*layers)\n",
                Net(GLM, "identity", "4", "1"),
            ),
            (
                "import torch.nn as nn\nfrom collections import OrderedDict\nm = nn.Sequential(OrderedDict([('fc', nn.Linear(4, 2)), ('act', nn.Tanh())]))\n",
                Net(GLM, "atanh", "4", "2"),
            ),
            (
                "import torch\nimport torch.nn as nn\nclass R(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.w = nn.Parameter(torch.randn(3, 1))\n        self.b = nn.Parameter(torch.zeros(1))\n    def forward(self, x):\n        return torch.sigmoid(x @ self.w + self.b)\nm = R()\n",
                Net(GLM, "logit", "3", "1"),
            ),
            (
                "import torch.nn as nn\nclass Skip(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = nn.Linear(3, 3)\n        self.bn = nn.BatchNorm1d(3)\n        self.out = nn.Linear(3, 1)\n    def forward(self, x):\n        x = x + self.a(x)\n        x = self.bn(x)\n        return self.out(x)\nm = Skip()\n",
                Net(GLM, "identity", "3", "1"),
            ),
            (
                "nn.Sequential(nn.Linear(4, 1), nn.Sigmoid())",
                Net(GLM, "logit", "4", "1"),
            ),
            // What is refused.
            (
                "import torch.nn as nn\nclass M(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.rnn = nn.LSTM(4, 8)\n        self.fc = nn.Linear(8, 1)\n    def forward(self, x):\n        out, _ = self.rnn(x)\n        return self.fc(out)\nm = M()\n",
                Refused("is no layer that equiff reads", "LSTM(4, 8)"),
            ),
            (
                "import torch.nn as nn\nm = nn.Sequential(nn.Conv2d(1, 8, 3), nn.Flatten(), nn.Linear(8, 1))\n",
                Refused("is no layer that equiff reads", "Conv2d(1"),
            ),
            (
                "import torch.nn as nn\nm = nn.Sequential(nn.Linear(4, 8), nn.LayerNorm(8), nn.Linear(8, 1))\n",
                Refused("is no layer that equiff reads", "LayerNorm(8)"),
            ),
            (
                "import torch.nn as nn\nm = nn.Sequential(nn.Linear(4, 8), nn.Linear(7, 1))\n",
                Refused("another number", "Linear(7"),
            ),
            (
                "import torch\nimport torch.nn as nn\nclass A(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(4, 1)\n    def forward(self, x):\n        if torch.rand(1) > 0.5:\n            x = x * 2\n        return self.fc(x)\nm = A()\n",
                Refused("whether this condition holds", "if torch"),
            ),
            (
                "import torch\nimport torch.nn as nn\nclass A(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.q = nn.Linear(4, 4)\n        self.k = nn.Linear(4, 4)\n    def forward(self, x):\n        return torch.softmax(self.q(x) @ self.k(x).transpose(-2, -1), dim=-1)\nm = A()\n",
                Refused("", "transpose"),
            ),
        ],
    );
}

#[test]
fn scikit_learn() {
    all(
        "model.py",
        &[
            (
                "from sklearn.linear_model import LogisticRegression\nclf = LogisticRegression(penalty=None)\nclf.fit(X[['age', 'dose']], y)\n",
                Net(GLM, "logit", "age,dose", "1"),
            ),
            (
                "from sklearn.linear_model import LinearRegression\nX = df[['a', 'b', 'c']]\ny = df['y']\nreg = LinearRegression().fit(X, y)\n",
                Net(GLM, "identity", "a,b,c", "1"),
            ),
            (
                "from sklearn.linear_model import PoissonRegressor\nfrom sklearn.model_selection import train_test_split\nX_train, X_test, y_train, y_test = train_test_split(df[['u', 'v']], df['n'], test_size=0.2)\nm = PoissonRegressor(alpha=0)\nm.fit(X_train, y_train)\n",
                Net(GLM, "log", "u,v", "1"),
            ),
            (
                "from sklearn.linear_model import TweedieRegressor\nm = TweedieRegressor(power=1.5, link='log')\n",
                Net(GLM, "log", "n", "1"),
            ),
            (
                "from sklearn.linear_model import TweedieRegressor\nm = TweedieRegressor(power=0)\n",
                Net(GLM, "identity", "n", "1"),
            ),
            (
                "from sklearn.linear_model import GammaRegressor\nm = GammaRegressor(fit_intercept=False)\n",
                Net(GLM, "log", "n", "1"),
            ),
            (
                "from sklearn.linear_model import SGDClassifier\nm = SGDClassifier(loss='log_loss')\n",
                Net(GLM, "logit", "n", "1"),
            ),
            (
                "from sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing import StandardScaler\nfrom sklearn.linear_model import LogisticRegression\npipe = make_pipeline(StandardScaler(), LogisticRegression())\npipe.fit(df[['x1', 'x2']], df['y'])\n",
                Net(GLM, "logit", "x1,x2", "1"),
            ),
            (
                "from sklearn.pipeline import Pipeline\nfrom sklearn.preprocessing import StandardScaler\nfrom sklearn.linear_model import Ridge\npipe = Pipeline([('scale', StandardScaler()), ('ridge', Ridge(alpha=1.0))])\n",
                Net(GLM, "identity", "n", "1"),
            ),
            (
                "from sklearn.datasets import load_iris\nfrom sklearn.linear_model import LogisticRegression\nX, y = load_iris(return_X_y=True)\nclf = LogisticRegression(max_iter=1000).fit(X, y)\n",
                Net(GLM, SOFTMAX, "n", "K"),
            ),
            (
                "from sklearn.model_selection import GridSearchCV\nfrom sklearn.linear_model import LogisticRegression\ngs = GridSearchCV(LogisticRegression(), {'C': [1, 10]})\n",
                Net(GLM, "logit", "n", "1"),
            ),
            (
                "from sklearn.neural_network import MLPClassifier\nm = MLPClassifier(hidden_layer_sizes=(5,), activation='identity')\nm.fit(df[['a', 'b']], y)\n",
                Net(GLM, "logit", "a,b", "1"),
            ),
            (
                "from sklearn.neural_network import MLPRegressor\nm = MLPRegressor(hidden_layer_sizes=(3,), activation='relu')\nm.fit(df[['a', 'b']], y)\n",
                Net(NOT, "", "a,b", "1"),
            ),
            (
                "from sklearn.linear_model import Lasso\nm = Lasso(alpha=0.1)\n",
                Net(GLM, "identity", "n", "1"),
            ),
            (
                "from sklearn.ensemble import RandomForestClassifier\nm = RandomForestClassifier(100)\n",
                Refused("is no generalized linear model", "RandomForest"),
            ),
            (
                "from sklearn.svm import LinearSVC\nm = LinearSVC()\n",
                Refused("is no generalized linear model", "LinearSVC"),
            ),
            (
                "from sklearn.linear_model import SGDClassifier\nm = SGDClassifier()\n",
                Refused("no generalized linear model", "SGDClassifier"),
            ),
            (
                "from sklearn.ensemble import VotingClassifier\nfrom sklearn.linear_model import LogisticRegression\nm = VotingClassifier([('a', LogisticRegression())])\n",
                Refused("is no generalized linear model", "Voting"),
            ),
        ],
    );
}

#[test]
fn statsmodels() {
    all(
        "fit.py",
        &[
            (
                "import statsmodels.api as sm\nimport statsmodels.formula.api as smf\nm = smf.glm('y ~ x1 + x2', data=df, family=sm.families.Binomial(link=sm.families.links.Probit())).fit()\n",
                Says("y ~ x1 + x2", "binomial", Some("probit")),
            ),
            (
                "import statsmodels.formula.api as smf\nm = smf.ols(formula='y ~ np.log(x) + I(z**2)', data=df).fit()\nprint(m.summary())\n",
                Says("y ~ log(x) + I(z^2)", "gaussian", None),
            ),
            (
                "import statsmodels.formula.api as smf\nresult = smf.logit('admit ~ gre + gpa + C(rank)', df).fit()\n",
                Says("admit ~ gre + gpa + factor(rank)", "binomial", None),
            ),
            (
                "import statsmodels.formula.api as smf\nresult = smf.poisson('n ~ x - 1', df, offset=df['logt']).fit()\n",
                Says("n ~ x - 1 + offset(logt)", "poisson", None),
            ),
            (
                "import statsmodels.api as sm\nX = sm.add_constant(df[['a', 'b']])\nres = sm.GLM(df['y'], X, family=sm.families.Gamma(sm.families.links.Log())).fit()\n",
                Says("y ~ a + b", "gamma", Some("log")),
            ),
            (
                "import statsmodels.api as sm\nres = sm.Logit(y, df[['a', 'b']]).fit()\n",
                Says("y ~ 0 + a + b", "binomial", None),
            ),
            (
                "import statsmodels.api as sm\nX = sm.add_constant(X)\nres = sm.OLS(y, X).fit()\n",
                Net(GLM, "identity", "n", "1"),
            ),
            (
                "import statsmodels.api as sm\nres = sm.GLM.from_formula('y ~ x', df, family=sm.families.Poisson()).fit()\n",
                Says("y ~ x", "poisson", None),
            ),
            (
                "import statsmodels.formula.api as smf\nres = smf.mnlogit('kind ~ a + b', df).fit()\n",
                Net(GLM, SOFTMAX, "a,b", "K"),
            ),
            (
                "import statsmodels.api as sm\nimport statsmodels.formula.api as smf\nres = smf.glm('y ~ x', df, family=sm.families.Tweedie()).fit()\n",
                Refused("none that equiff knows", "smf.glm"),
            ),
            (
                "import statsmodels.formula.api as smf\nres = smf.poisson('n ~ x', df, exposure=t).fit()\n",
                Refused("exposure", "smf.poisson"),
            ),
        ],
    );
}

#[test]
fn r() {
    all(
        "fit.R",
        &[
            (
                "fit <- glm(am ~ wt + hp, family = binomial(link = \"probit\"), data = mtcars)\nsummary(fit)\n",
                Says("am ~ wt + hp", "binomial(link = \"probit\")", None),
            ),
            (
                "m1 = glm(count ~ treatment*time + offset(log(n)), data = d,\n         family = poisson)\n",
                Says("count ~ treatment*time + offset(log(n))", "poisson", None),
            ),
            (
                "library(MASS)\nm <- glm.nb(n ~ x, data = d)\n",
                Says("n ~ x", "negative binomial", None),
            ),
            (
                "summary(lm(mpg ~ wt + I(wt^2), mtcars))",
                Says("mpg ~ wt + I(wt^2)", "gaussian", None),
            ),
            (
                "f <- y ~ a + b\nfit <- glm(f, quasipoisson, data = d)\n",
                Says("y ~ a + b", "quasipoisson", None),
            ),
            (
                "d$g <- factor(d$g, levels = c('lo', 'hi'))\nfit <- glm(d$y ~ d$g, family = binomial)\n",
                Says("y ~ g", "binomial", None),
            ),
            (
                "fit <- mtcars |> subset(cyl > 4) |> lm(mpg ~ wt, data = _)\n",
                Says("mpg ~ wt", "gaussian", None),
            ),
            (
                "m <- glm(y ~ x, family = stats::Gamma(link = 'log'), offset = log(t))\n",
                Says("y ~ x + offset(log(t))", "stats::Gamma(link = 'log')", None),
            ),
            (
                "fit <- nnet::multinom(kind ~ a + b, data = d)\n",
                Net(GLM, SOFTMAX, "a,b", "K"),
            ),
            (
                "library(glmnet)\ncv <- cv.glmnet(x, y, family = 'binomial')\n",
                Net(GLM, "logit", "n", "1"),
            ),
            (
                "fit <- function(d) {\n  glm(y ~ x, data = d, family = binomial)\n}\n",
                Says("y ~ x", "binomial", None),
            ),
            (
                "m <- MASS::polr(rating ~ x, data = d)\n",
                Refused("ordinal model", "polr(rating"),
            ),
            (
                "m <- lme4::glmer(y ~ x + (1 | g), family = binomial)\n",
                Refused("random effects", "glmer"),
            ),
            (
                "d$g <- factor(d$g)\nm <- lm(y ~ g, data = d)\n",
                Refused("levels of the factor `g`", "factor(d$g)"),
            ),
            (
                "a <- lm(y ~ x)\nb <- lm(y ~ x + z)\nanova(a, b)\n",
                Refused("several models", "lm(y ~ x + z)"),
            ),
            (
                "x <- c(1, 2)\nplot(x)\n",
                Refused("no model was found", "x <-"),
            ),
        ],
    );
}

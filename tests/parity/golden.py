"""Writes the golden numbers of tests/parity/golden/ with PyTorch (1.13, Debian's python3-torch):

    python3 tests/parity/golden.py           writes them
    python3 tests/parity/golden.py --check   fails unless the files hold what would be written

Why safetensors: exact bits, small, and Gradus reads them with its own nn/checkpoint.h. Why inputs
are stored: both sides start from the same bits. Inputs are whole multiples of 1/256, which float
and double hold exactly, so one copy serves both precisions; they are drawn by Python alone, from
a seed made of the name of the case, so a new case changes no other one. Noise is not an input:
shared.py repeats Gradus' own generator. Results depend in their last bits on PyTorch's version
and on the processor, so --check compares inputs exactly and results as test_parity.cpp does.

A new op: one line here, in the order of the lines of that name in tests/autograd/op_catalogue.h.
A new layer, loss or distribution: one line here and one in test_parity.cpp.
"""
import math
import pathlib
import random
import sys

from shared import (PRECISIONS, TOLERANCES, Rng, decode_safetensors, encode_safetensors, error_of,
                    torch)
import torch.nn.functional as F
from torch import distributions as D
from torch import nn

FOLDER = pathlib.Path(__file__).parent / "golden"


# How inputs are drawn: f(shape, random) -> numbers.

def between(low, high):
    return lambda shape, r: [low + (high - low) * r.random() for _ in range(math.prod(shape))]


def both_signs(low, high):
    size = between(low, high)
    return lambda shape, r: [x * r.choice([-1, 1]) for x in size(shape, r)]


def distinct(shape, r):
    """No two alike: what is largest does not depend on rounding."""
    n = math.prod(shape)
    return [i / 8 - 1 for i in r.sample(range(n), n)]


def off_grid(offset):
    return lambda shape, r: [offset + r.randrange(9) / 4 for _ in range(math.prod(shape))]


ANY, POSITIVE, NONZERO, UNIT = between(-2, 2), between(0.5, 2), both_signs(0.3, 2), between(0, 1)


def draw(shape, generator, r):
    numbers = [round(256 * x) / 256 for x in generator(shape, r)]
    return torch.tensor(numbers, dtype=torch.float32).reshape(shape)


# Functions: their value and their VJPs, for a random cotangent.

class Functions:
    """Golden numbers of functions; f(inputs...) -> tensor, or f(inputs..., rng) with noise."""

    def __init__(self):
        self.tensors, self.lines = {}, {}

    def op(self, name, f, *inputs):
        """The next line of that name in the op catalogue."""
        line = self.lines[name] = self.lines.get(name, -1) + 1
        self.case(f"{name}.{line}", f, *inputs)

    def case(self, name, f, *inputs, noise=False):
        """An input is a pair (shape, generator), or a shape alone for any numbers."""
        r = random.Random(name)
        given = [draw(*i, r) if i and callable(i[-1]) else draw(i, ANY, r) for i in inputs]
        for i, x in enumerate(given):
            self.tensors[f"{name}/in/{i}"] = x
        cotangent = None
        for precision, dtype in PRECISIONS.items():
            leaves = [x.to(dtype, copy=True).requires_grad_() for x in given]
            y = f(*leaves, *([Rng(7)] if noise else []))
            if cotangent is None:
                cotangent = draw(tuple(y.shape), both_signs(0.25, 1), r)
                self.tensors[f"{name}/cotangent"] = cotangent
            self.tensors[f"{name}/{precision}/y"] = y
            vjps = torch.autograd.grad(y, leaves, cotangent.to(dtype))
            for i, g in enumerate(vjps):
                self.tensors[f"{name}/{precision}/d{i}"] = g


def condition(shape):
    """1 and 0 in turns of three, like the op catalogue."""
    return (torch.arange(math.prod(shape)) % 3 == 1).reshape(shape)


def positions(shape, n):
    return (2 * torch.arange(math.prod(shape)) % n).reshape(shape)


def scatter_add(x, axis, index, shape):
    return torch.zeros(shape, dtype=x.dtype).scatter_add(axis, index, x)


def ops():
    c = Functions()
    # Elementwise. The second shape broadcasts.
    a, b = (2, 3), ((2, 1, 3), (4, 1))
    c.op("neg", lambda x: -x, a)
    c.op("exp", torch.exp, a)
    c.op("log", torch.log, (a, POSITIVE))
    c.op("log1p", torch.log1p, (a, between(-0.5, 2)))
    c.op("sqrt", torch.sqrt, (a, POSITIVE))
    c.op("abs", torch.abs, (a, NONZERO))
    c.op("tanh", torch.tanh, a)
    c.op("sigmoid", torch.sigmoid, a)
    c.op("softplus", F.softplus, a)
    c.op("relu", torch.relu, (a, NONZERO))
    c.op("where_positive", lambda x: torch.where(-x > 0, x, torch.zeros_like(x)), (a, NONZERO))
    c.op("leaky_relu", lambda x: F.leaky_relu(x, 0.25), (a, NONZERO))
    c.op("elu", lambda x: F.elu(x, 1.5), (a, NONZERO))
    c.op("normal_cdf", torch.special.ndtr, a)
    c.op("gelu", F.gelu, a)
    c.op("square", torch.square, a)
    c.op("clamp", lambda x: x.clamp(-1, 1), (a, both_signs(0.1, 0.9)))
    c.op("clamp", lambda x: x.clamp(-1, 1), (a, both_signs(1.1, 2)))
    c.op("add", torch.add, *b)
    c.op("sub", torch.sub, *b)
    c.op("mul", torch.mul, *b)
    c.op("div", torch.div, b[0], (b[1], NONZERO))
    c.op("pow", torch.pow, (b[0], POSITIVE), b[1])
    c.op("maximum", torch.maximum, (b[0], off_grid(-1)), (b[1], off_grid(-0.875)))
    c.op("where", lambda x, y: torch.where(condition((2, 4, 3)), x, y), *b)
    c.op("bernoulli_log_prob",
         lambda l, x: -F.binary_cross_entropy_with_logits(*torch.broadcast_tensors(l, x),
                                                          reduction="none"),
         b[0], (b[1], between(0.1, 0.9)))

    # Shape.
    c.op("reshape", lambda x: x.reshape(3, 4), (2, 6))
    c.op("reshape", lambda x: x.reshape(()), (1, 1, 1))
    c.op("transpose", lambda x: x.transpose(-2, -1), (2, 3, 2))
    c.op("transpose", lambda x: x.transpose(0, -1), (2, 3, 4))
    c.op("broadcast_to", lambda x: x.expand(2, 3, 4), (2, 1, 4))
    c.op("sum_to", lambda x: x.sum_to_size(3, 1), (2, 3, 4))
    c.op("sum_to", lambda x: x.sum(), (2, 1, 3))
    c.op("concat", lambda *x: torch.cat(x, 0), (2, 2), (1, 2), (3, 2))
    c.op("concat", lambda *x: torch.cat(x, -1), (2, 3), (2, 1))
    c.op("slice", lambda x: x[1:3], (5, 1, 2))
    c.op("slice", lambda x: x[..., -2:-1], (2, 2, 3))
    c.op("gather", lambda x: torch.gather(x, 0, positions((5, 2), 3)), (3, 2))
    c.op("gather", lambda x: torch.gather(x, -1, positions((2, 1), 3)), (4, 3))
    c.op("scatter_add", lambda x: scatter_add(x, 0, positions((4, 2), 3), (3, 2)), (4, 2))
    c.op("scatter_add", lambda x: scatter_add(x, -1, positions((2, 5), 4), (2, 4)), (2, 5))

    # Reductions.
    a = (2, 3, 4)
    c.op("sum", lambda x: x.sum(), a)
    c.op("sum", lambda x: x.sum(0), a)
    c.op("sum", lambda x: x.sum((0, 2), keepdim=True), a)
    c.op("sum", lambda x: x.sum((1, -1)), a)
    c.op("sum", lambda x: x.sum((0, 1, 2), keepdim=True), a)
    c.op("mean", lambda x: x.mean(), a)
    c.op("mean", lambda x: x.mean(0), a)
    c.op("mean", lambda x: x.mean((0, 1), keepdim=True), a)
    c.op("mean", lambda x: x.mean((0, -1)), a)
    c.op("max", lambda x: x.max(), (a, distinct))
    c.op("max", lambda x: x.max(1).values, (a, distinct))
    c.op("max", lambda x: x.amax((0, -1), keepdim=True), (a, distinct))
    c.op("logsumexp", lambda x: x.logsumexp((0, 1, 2)), a)
    c.op("logsumexp", lambda x: x.logsumexp(1), a)
    c.op("logsumexp", lambda x: x.logsumexp((0, -1), keepdim=True), a)
    c.op("log_softmax", lambda x: F.log_softmax(x, -1), a)
    c.op("log_softmax", lambda x: F.log_softmax(x, 0), (2, 3))

    # Products.
    c.op("matmul", torch.matmul, (2, 3), (3, 4))
    c.op("matmul", torch.matmul, (2, 1, 2, 3), (3, 3, 2))
    c.op("linear", F.linear, (2, 2, 3), (2, 3), (2,))

    # Convolution. The adjoints are what torch.nn.grad has under these names.
    strided, halving = dict(stride=(2, 1), padding=(1, 0)), dict(stride=2, padding=1)
    doubling = dict(stride=(3, 2), padding=(0, 1), output_padding=(2, 1))
    images = (2, 2, 4, 5)

    def columns(x):  # ours are [C kh kw, B OH OW]
        return x.permute(1, 0, 2).reshape(x.shape[1], -1)

    def fold(x):
        return F.fold(x.reshape(12, 2, 4).permute(1, 0, 2), (3, 3), (3, 2), **strided)

    c.op("unfold", lambda x: columns(F.unfold(x, (3, 2), **strided)), images)
    c.op("unfold", lambda x: columns(F.unfold(x, 1)), images)
    c.op("fold", fold, (12, 8))
    c.op("conv2d", F.conv2d, (2, 2, 3, 3), (3, 2, 2, 2), (3,))
    c.op("conv2d", lambda x, w, b: F.conv2d(x, w, b, **strided), (2, 1, 4, 3), (2, 1, 3, 2), (2,))
    c.op("conv2d_input",
         lambda y, w, b: torch.nn.grad.conv2d_input((2, 1, 4, 3), w, y, **strided) +
         b.reshape(-1, 1, 1), (2, 2, 2, 2), (2, 1, 3, 2), (1,))
    c.op("conv2d_weight", lambda x, y: torch.nn.grad.conv2d_weight(x, (2, 1, 3, 2), y, **strided),
         (2, 1, 4, 3), (2, 2, 2, 2))
    c.op("sum_of_channels", lambda x: x.sum((0, 2, 3)), images)
    c.op("conv_transpose2d", lambda x, w, b: F.conv_transpose2d(x, w, b, **halving),
         (2, 2, 2, 2), (2, 2, 4, 4), (2,))
    c.op("conv_transpose2d", lambda x, w, b: F.conv_transpose2d(x, w, b, **doubling),
         (2, 1, 2, 1), (1, 2, 2, 3), (2,))
    c.op("max_pool2d", lambda x: F.max_pool2d(x, (3, 2), **strided), (images, distinct))
    c.op("max_pool2d", lambda x: F.max_pool2d(x, 2, **halving), (images, distinct))
    c.op("avg_pool2d", lambda x: F.avg_pool2d(x, (3, 2), **strided), images)
    c.op("avg_pool2d", lambda x: F.avg_pool2d(x, 2, **halving), images)
    return c.tensors


def layers():
    """Inputs: x, then the parameters in the order of visiting."""
    c = Functions()
    a, images = (3, 4), (2, 2, 5, 4)

    def dropout(x, rng):  # PyTorch's own would toss other coins
        keep = 0.75
        kept = rng.split(0).uniform(x.shape, x.dtype) < keep
        return x * kept / keep

    def mlp(activation):
        def f(x, w0, b0, w1, b1):
            return F.linear(activation(F.linear(x, w0, b0)), w1, b1)
        return f

    dense = ((3, 4), (5, 4), (5,), (2, 5), (2,))
    c.case("Linear", F.linear, (3, 4), (2, 4), (2,))
    c.case("Relu", nn.ReLU(), (a, NONZERO))
    c.case("LeakyRelu", nn.LeakyReLU(), (a, NONZERO))
    c.case("Elu", nn.ELU(), (a, NONZERO))
    c.case("Gelu", nn.GELU(), a)
    c.case("Softplus", nn.Softplus(), a)
    c.case("Tanh", nn.Tanh(), a)
    c.case("Sigmoid", nn.Sigmoid(), a)
    c.case("Dropout", dropout, (5, 7), noise=True)
    c.case("LayerNorm", lambda x, w, b: F.layer_norm(x, (4,), w, b), (2, 3, 4), (4,), (4,))
    c.case("Sequential", mlp(torch.tanh), *dense)
    c.case("Gated", lambda x, w, b, v, c: F.linear(x, w, b) * torch.sigmoid(F.linear(x, v, c)),
           (3, 4), (2, 4), (2,), (2, 4), (2,))
    c.case("Mlp relu", mlp(torch.relu), *dense)
    c.case("Mlp tanh", mlp(torch.tanh), *dense)
    c.case("Mlp elu", mlp(F.elu), *dense)
    c.case("Mlp gelu", mlp(F.gelu), *dense)
    c.case("Mlp softplus", mlp(F.softplus), *dense)
    c.case("Conv2d", lambda x, w, b: F.conv2d(x, w, b, stride=(2, 1), padding=(1, 0)),
           images, (3, 2, 3, 2), (3,))
    c.case("ConvTranspose2d",
           lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1),
           images, (2, 3, 3, 3), (3,))
    c.case("MaxPool2d", nn.MaxPool2d((2, 3)), (images, distinct))
    c.case("AvgPool2d", nn.AvgPool2d((2, 3)), images)
    c.case("Flatten", nn.Flatten(), images)
    c.case("Unflatten", nn.Unflatten(1, (2, 3)), (2, 6))
    return c.tensors


def normal(mean, log_var):
    return D.Normal(mean, torch.exp(0.5 * log_var))


def coins(logits):  # grey values between 0 and 1 are allowed here
    return D.Bernoulli(logits=logits, validate_args=False)


def probability():
    """Losses, distributions, likelihoods; one number per row."""
    c = Functions()
    a = (3, 4)
    labels = torch.tensor([2, 0, 3])

    def rows(x):
        return x.flatten(1).sum(1)

    def learned(y):  # smallest standard deviation 0.05
        mean, v = y.chunk(2, -1)
        floor = 2 * math.log(0.05)
        return mean, floor + F.softplus(v - floor)

    c.case("sum_per_row", rows, (2, 3, 4))
    c.case("squared_error", lambda p, t: rows(F.mse_loss(p, t, reduction="none")), a, a)
    c.case("mse", lambda p, t: F.mse_loss(p, t, reduction="none").mean(1), a, a)
    c.case("cross_entropy", lambda l: F.cross_entropy(l, labels, reduction="none"), a)
    c.case("bernoulli_log_prob_per_row",
           lambda l, x: -rows(F.binary_cross_entropy_with_logits(l, x, reduction="none")),
           (2, 2, 3), ((2, 2, 3), UNIT))
    for name, shape in ("each", a), ("one", ()), ("column", (4,)):
        c.case(f"gaussian_log_prob {name}",
               lambda m, v, x: rows(normal(m, v).log_prob(x)), a, shape, a)
    c.case("Normal stddev", lambda m, v: normal(m, v).stddev + 0 * m, a, a)
    c.case("Normal sample",
           lambda m, v, rng: m + normal(m, v).stddev * rng.normal(m.shape, m.dtype), a, a,
           noise=True)
    c.case("Normal log_prob", lambda m, v, x: rows(normal(m, v).log_prob(x)), a, a, a)
    c.case("Bernoulli mean", lambda l: coins(l).mean, a)
    c.case("Bernoulli sample",  # no derivative leads through a coin: 0 * l
           lambda l, rng: (rng.uniform(l.shape, l.dtype) < coins(l).mean) + 0 * l, a, noise=True)
    c.case("Bernoulli log_prob", lambda l, x: rows(coins(l).log_prob(x)), a, (a, UNIT))
    c.case("kl_to_standard_normal",
           lambda m, v: rows(D.kl_divergence(normal(m, v), normal(0 * m, 0 * v))), a, a)
    c.case("kl Normal",
           lambda m, v, n, w: rows(D.kl_divergence(normal(m, v), normal(n, w))), a, a, a, a)
    c.case("kl Bernoulli", lambda q, p: rows(D.kl_divergence(coins(q), coins(p))), a, a)

    def likelihood(name, shape, log_prob, mean):
        c.case(name, lambda y, x: rows(log_prob(y, x)), shape, (a, UNIT))
        c.case(f"{name} mean", lambda y: mean(y) + 0, shape)  # + 0: a value of its own

    def bernoulli(y, x):
        return coins(y).log_prob(x)

    def continuous(logits):
        return D.ContinuousBernoulli(logits=logits, validate_args=False)

    c.case("ContinuousBernoulli log_prob", lambda l, x: rows(continuous(l).log_prob(x)),
           (a, NONZERO), (a, UNIT))
    c.case("ContinuousBernoulli mean", lambda l: continuous(l).mean, (a, NONZERO))
    c.case("standard_normal_log_prob", lambda z: rows(normal(0 * z, 0 * z).log_prob(z)), a)
    c.case("repeat_rows", lambda x: x.repeat(3, 1), a)
    c.case("ContinuousBernoulliLikelihood",
           lambda y, x: rows(continuous(y).log_prob(x)), (a, NONZERO), (a, UNIT))
    likelihood("SharedGaussianLikelihood", a,
               lambda y, x: D.Normal(y, math.exp(-1)).log_prob(x), lambda y: y)
    likelihood("BernoulliLikelihood", a, bernoulli, torch.sigmoid)
    likelihood("AnyLikelihood", a, bernoulli, torch.sigmoid)
    likelihood("GaussianLikelihood", a, lambda y, x: D.Normal(y, 0.5).log_prob(x), lambda y: y)
    likelihood("GaussianLikelihood 0.3", a, lambda y, x: D.Normal(y, 0.3).log_prob(x), lambda y: y)
    likelihood("LearnedGaussianLikelihood", (3, 8),
               lambda y, x: normal(*learned(y)).log_prob(x), lambda y: learned(y)[0])
    return c.tensors


# Training.

def optimizers():
    """Parameters [11] after 20 steps with given gradients."""
    tensors = {}
    steps, n = 20, 11

    def case(name, make, limit=None):
        r = random.Random(name)
        initial = draw((n,), ANY, r)
        gradients = draw((steps, n), ANY, r)
        tensors.update({f"{name}/initial": initial, f"{name}/gradients": gradients})
        for precision, dtype in PRECISIONS.items():
            x = initial.to(dtype, copy=True).requires_grad_()
            optimizer = make([x])
            for g in gradients.to(dtype):
                norm = torch.linalg.vector_norm(g)
                # Not clip_grad_norm_, which adds 1e-6 to the norm.
                x.grad = g * (limit / norm) if limit and norm > limit else g.clone()
                optimizer.step()
            tensors[f"{name}/{precision}/final"] = x

    o = torch.optim
    case("Sgd", lambda p: o.SGD(p, lr=1e-2))
    case("Sgd momentum", lambda p: o.SGD(p, lr=1e-2, momentum=0.9))
    case("Sgd nesterov", lambda p: o.SGD(p, lr=0.05, momentum=0.8, nesterov=True))
    case("Sgd clipped", lambda p: o.SGD(p, lr=0.1), limit=3.5)
    case("RmsProp", lambda p: o.RMSprop(p, lr=1e-3, alpha=0.99, eps=1e-8))
    case("RmsProp options", lambda p: o.RMSprop(p, lr=0.05, alpha=0.9, eps=0.01))
    case("Adam", lambda p: o.Adam(p))
    case("Adam options", lambda p: o.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=0.01))
    case("Adam weight_decay", lambda p: o.AdamW(p, lr=0.05, weight_decay=0.1))
    case("AdamW", lambda p: o.AdamW(p))
    case("AdamW options",
         lambda p: o.AdamW(p, lr=0.05, betas=(0.8, 0.95), eps=0.01, weight_decay=0.2))
    return tensors


def mlp(sizes, activation):
    layers = [nn.Linear(sizes[0], sizes[1])]
    for i, o in zip(sizes[1:], sizes[2:]):
        layers += [activation, nn.Linear(i, o)]
    return nn.Sequential(*layers)


def conv_encoder():
    return nn.Sequential(nn.Unflatten(1, (1, 8, 8)),
                         nn.Conv2d(1, 3, 4, stride=2, padding=1), nn.ReLU(),
                         nn.Conv2d(3, 4, 4, stride=2, padding=1), nn.ReLU(),
                         nn.Flatten(), nn.Linear(16, 6))


def conv_decoder():
    return nn.Sequential(nn.Linear(3, 16), nn.Unflatten(1, (4, 2, 2)), nn.ReLU(),
                         nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1), nn.ReLU(),
                         nn.ConvTranspose2d(3, 1, 4, stride=2, padding=1), nn.Flatten())


def training(name, encoder, decoder, log_prob, pixels):
    """Ten steps of Adam on -ELBO; everything of the first, losses of all, parameters at the end."""
    batch, latent, steps, r = 6, 3, 10, random.Random(name)
    model = nn.ModuleDict({"encoder": encoder, "decoder": decoder})
    images = draw((batch, pixels), UNIT, r)
    initial = {path: draw(tuple(p.shape), between(-0.4, 0.4), r)
               for path, p in model.named_parameters()}
    tensors = {"images": images, **{f"initial/{path}": p for path, p in initial.items()}}
    for precision, dtype in PRECISIONS.items():
        def result(key, t):
            tensors[f"{precision}/{key}"] = t.detach().clone()

        model.to(dtype).load_state_dict(initial)
        adam, rng = torch.optim.Adam(model.parameters(), lr=1e-3), Rng(7)
        x, losses, noises = images.to(dtype), [], []
        for step in range(steps):
            mean, log_var = model["encoder"](x).chunk(2, 1)
            noises.append(rng.normal((batch, latent), dtype))
            z = mean + torch.exp(0.5 * log_var) * noises[-1]
            reconstruction = log_prob(model["decoder"](z), x).sum(1)
            prior = D.Normal(torch.zeros_like(mean), torch.ones_like(mean))
            kl = D.kl_divergence(normal(mean, log_var), prior).sum(1)
            loss = -(reconstruction - kl).mean()
            adam.zero_grad()
            loss.backward()
            losses.append(loss.detach())
            if step == 0:
                result("reconstruction", reconstruction)
                result("kl", kl)
                for path, p in model.named_parameters():
                    result(f"gradient/{path}", p.grad)
            adam.step()
        result("noise", torch.stack(noises))
        result("losses", torch.stack(losses))
        for path, p in model.named_parameters():
            result(f"final/{path}", p)
    return {f"{name}/{key}": t for key, t in tensors.items()}


def models():
    def bernoulli(y, x):
        return coins(y).log_prob(x)

    def gaussian(y, x):
        return D.Normal(y, 0.3).log_prob(x)

    return {
        **training("mlp_vae", mlp([20, 12, 9, 6], nn.ReLU()), mlp([3, 9, 12, 20], nn.ReLU()),
                   bernoulli, 20),
        **training("gaussian_vae", mlp([20, 12, 6], nn.Tanh()), mlp([3, 12, 20], nn.Tanh()),
                   gaussian, 20),
        **training("conv_vae", conv_encoder(), conv_decoder(), bernoulli, 64),
    }


FILES = {"ops": ops, "layers": layers, "probability": probability, "optimizers": optimizers,
         "models": models}


def differences(name, committed, written):
    """What is wrong with a committed file."""
    if committed.keys() != written.keys():
        return [f"{name}: has not the tensors that would be written: "
                f"{sorted(committed.keys() ^ written.keys())[:5]}..."]
    wrong = []
    for key, expected in written.items():
        found = committed[key]
        if found.dtype != expected.dtype or found.shape != expected.shape:
            wrong.append(f"{name}: {key} is {found.dtype} {list(found.shape)}")
        elif "/f32/" in key or "/f64/" in key:
            error = error_of(found, expected)
            if not error <= TOLERANCES[expected.dtype]:
                wrong.append(f"{name}: {key} differs by {error:.1e}")
        elif not torch.equal(found, expected):
            wrong.append(f"{name}: {key} is another input")
    return wrong


def main():
    torch.set_num_threads(1)
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    wrong = []
    for name, make in FILES.items():
        path, content = FOLDER / f"{name}.safetensors", encode_safetensors(make())
        if not sys.argv[1:]:
            FOLDER.mkdir(exist_ok=True)
            path.write_bytes(content)
            print(f"{path.name}: {len(content)} bytes")
        elif not path.exists():
            wrong.append(f"{path.name} is missing")
        else:
            wrong += differences(path.name, decode_safetensors(path.read_bytes()),
                                 decode_safetensors(content))
    if wrong:
        sys.exit("\n".join(wrong) + "\nwrite them anew: python3 tests/parity/golden.py")


main()

"""Reads trained runs with PyTorch and works out their ELBO anew:

    python3 tests/parity/elbo_from_model.py RUN...

RUN is a folder of `vae train` in which parity_run has left reference.safetensors: the test images
and what Gradus says about each. Of Gradus, this script has model.safetensors and config.json, no
code. The noise of the evaluation is drawn by shared.py's Philox, so that the sampled bound is the
same one, and not just as large on average.
"""
import json
import math
import pathlib
import sys

from shared import TOLERANCES, Rng, error_of, read_safetensors, torch
from torch import distributions as D
from torch import nn

ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "elu": nn.ELU, "gelu": nn.GELU,
               "softplus": nn.Softplus}


def network(sizes, activation, parameters, prefix):
    """Linear layers with one activation between them; names are those of our file."""
    layers = [nn.Linear(sizes[0], sizes[1])]
    for before, after in zip(sizes[1:], sizes[2:]):
        layers += [ACTIVATIONS[activation](), nn.Linear(before, after)]
    model = nn.Sequential(*layers)
    model.load_state_dict({name[len(prefix):]: t for name, t in parameters.items()
                           if name.startswith(prefix)})
    return model


def log_likelihood(y, x, config):
    """log p(x|z), y being what the decoder gave for z."""
    if config["likelihood"] == "bernoulli":
        p = D.Bernoulli(logits=y, validate_args=False)  # for grey values, too
    elif config["stddev"]:
        p = D.Normal(y, config["stddev"])
    else:
        mean, v = y.chunk(2, 1)
        floor = 2 * math.log(0.05)  # the variance is floor + exp(v), as logarithms
        p = D.Normal(mean, torch.exp(0.5 * (floor + nn.functional.softplus(v - floor))))
    return p.log_prob(x).sum(1)


def evaluation_noise(count, config):
    """What `vae evaluate` draws: batch by batch, from stream 2 of the seed."""
    rng, size = Rng(config["seed"]).split(2), config["batch"]
    return torch.cat([rng.normal((min(size, count - begin), config["latent"]), torch.float32)
                      for begin in range(0, count, size)])


@torch.no_grad()
def elbo_of(run, images):
    config = json.loads((run / "config.json").read_text())
    parameters = read_safetensors(run / "model.safetensors")
    pixels, hidden, latent = images.shape[1], config["hidden"], config["latent"]
    outputs = pixels if config["likelihood"] == "bernoulli" or config["stddev"] else 2 * pixels
    encoder = network([pixels, *hidden, 2 * latent], config["activation"], parameters, "encoder.")
    decoder = network([latent, *hidden[::-1], outputs], config["activation"], parameters,
                      "decoder.")
    mean, log_var = encoder(images).chunk(2, 1)
    q = D.Normal(mean, torch.exp(0.5 * log_var))
    prior = D.Normal(torch.zeros_like(mean), torch.ones_like(mean))
    noise = evaluation_noise(len(images), config)
    return {"noise": noise,
            "kl": D.kl_divergence(q, prior).sum(1),
            "reconstruction": log_likelihood(decoder(q.loc + q.scale * noise), images, config),
            "reconstruction_at_mean": log_likelihood(decoder(mean), images, config)}


def main():
    ok = True
    for run in map(pathlib.Path, sys.argv[1:]):
        reference = read_safetensors(run / "reference.safetensors")
        parts = elbo_of(run, reference["images"])
        elbo = parts["reconstruction"] - parts["kl"]
        parts["means"] = torch.stack([elbo, parts["reconstruction"], parts["kl"]]).double().mean(1)
        print(f"{run}: ELBO {parts['means'][0]:.4f} nats per image, by Gradus "
              f"{reference['means'][0]:.4f}")
        for name, ours in reference.items():
            if name == "images":
                continue
            error = error_of(ours, parts[name])
            right = ours.shape == parts[name].shape and error <= TOLERANCES[torch.float32]
            ok = ok and right
            print(f"  {name:<23} relative error {error:.1e}{'' if right else '  TOO LARGE'}")
    sys.exit(0 if ok and sys.argv[1:] else 1)


main()

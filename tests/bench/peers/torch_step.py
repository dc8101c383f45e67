"""The PyTorch twin of bench_step's models: one process, started and questioned by bench_step.

It says "ready <version>" (or "missing <reason>"), then answers each line "steps N" with the
milliseconds that one training step took, and, when its input ends, says its peak memory in MiB.
A step: the next batch out of a tensor in memory, forward, -ELBO, backward, Adam.
"""
import argparse
import resource
import sys
import time

try:
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError as error:
    print(f"missing {error}", flush=True)
    sys.exit(0)


class FlatAdam:
    """Adam on one row of numbers: a few long operations instead of many short ones."""

    def __init__(self, parameters, lr):
        self.parameters = list(parameters)
        self.flat = torch.empty(sum(p.numel() for p in self.parameters))
        self.gradient, self.mean, self.square, self.change = (
            torch.zeros_like(self.flat) for _ in range(4))
        self.lr, self.steps = lr, 0
        begin = 0
        for p in self.parameters:
            view = self.flat[begin:begin + p.numel()].view(p.shape)
            view.copy_(p.data)
            p.data = view
            begin += p.numel()

    def zero_grad(self, set_to_none):
        for p in self.parameters:
            p.grad = None

    @torch.no_grad()
    def step(self):
        self.steps += 1
        g, m, s, d = self.gradient, self.mean, self.square, self.change
        torch.cat([p.grad.reshape(-1) for p in self.parameters], out=g)
        m.lerp_(g, 0.1)
        s.mul_(0.999).addcmul_(g, g, value=0.001)
        torch.sqrt(s, out=d)
        d.mul_((1 - 0.999 ** self.steps) ** -0.5).add_(1e-8)
        self.flat.addcdiv_(m, d, value=-self.lr / (1 - 0.9 ** self.steps))


def make_adam(kind, parameters):
    if kind == "flat":
        return FlatAdam(parameters, 1e-3)
    if kind == "fused":  # on CPUs only from PyTorch 2.4 on
        return torch.optim.Adam(parameters, lr=1e-3, fused=True)
    return torch.optim.Adam(parameters, lr=1e-3, foreach=kind == "foreach")


def dense(sizes, activation):
    layers = []
    for i, (before, after) in enumerate(zip(sizes, sizes[1:])):
        if i:
            layers.append(nn.Tanh() if activation == "tanh" else nn.ReLU(inplace=True))
        layers.append(nn.Linear(before, after))
    return nn.Sequential(*layers)


def convolutional(latent):
    encoder = nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 32, 4, stride=2, padding=1), nn.ReLU(inplace=True),
        nn.Conv2d(32, 64, 4, stride=2, padding=1), nn.ReLU(inplace=True),
        nn.Flatten(), nn.Linear(64 * 7 * 7, 256), nn.ReLU(inplace=True),
        nn.Linear(256, 2 * latent))
    decoder = nn.Sequential(
        nn.Linear(latent, 256), nn.ReLU(inplace=True),
        nn.Linear(256, 64 * 7 * 7), nn.ReLU(inplace=True), nn.Unflatten(1, (64, 7, 7)),
        nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1), nn.ReLU(inplace=True),
        nn.ConvTranspose2d(32, 1, 4, stride=2, padding=1), nn.Flatten())
    return encoder, decoder


def make_trainer(o):
    if o.kind == "conv":
        encoder, decoder = convolutional(o.latent)
    else:
        encoder = dense([784] + o.hidden + [2 * o.latent], o.activation)
        decoder = dense([o.latent] + o.hidden[::-1] + [784], o.activation)
    if o.conv == "channels_last":
        encoder.to(memory_format=torch.channels_last)
        decoder.to(memory_format=torch.channels_last)
    adam = make_adam(o.adam, list(encoder.parameters()) + list(decoder.parameters()))
    images, taken = torch.rand(o.batches * o.batch, 784), 0

    def step():
        nonlocal taken
        x = images[taken * o.batch:(taken + 1) * o.batch]
        taken = (taken + 1) % o.batches
        mean, log_var = encoder(x).chunk(2, 1)
        z = mean + torch.exp(0.5 * log_var) * torch.randn_like(mean)
        loss = F.binary_cross_entropy_with_logits(decoder(z), x, reduction="sum")
        loss = loss + 0.5 * (mean * mean + log_var.exp() - 1 - log_var).sum()
        adam.zero_grad(set_to_none=True)
        (loss / o.batch).backward()
        adam.step()

    return step


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kind", choices=["dense", "conv"])
    parser.add_argument("--hidden", type=lambda text: [int(n) for n in text.split(",") if n])
    parser.add_argument("--latent", type=int)
    parser.add_argument("--activation", choices=["relu", "tanh"])
    parser.add_argument("--batch", type=int)
    parser.add_argument("--batches", type=int)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--adam", choices=["loop", "foreach", "flat", "fused"])
    parser.add_argument("--conv", choices=["mkldnn", "channels_last", "native"])
    o = parser.parse_args()
    torch.set_num_threads(o.threads)
    if o.conv == "native":
        torch._C._set_mkldnn_enabled(False)
    step = make_trainer(o)
    print(f"ready PyTorch {torch.__version__}", flush=True)
    for line in sys.stdin:
        count = int(line.split()[1])
        start = time.perf_counter()
        for _ in range(count):
            step()
        print(1e3 * (time.perf_counter() - start) / count, flush=True)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)


main()

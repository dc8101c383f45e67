"""The training step of bench_conv with PyTorch, in several set-ups, measured alternately.

    MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=4294967296 python3 torch_conv.py

Without these variables PyTorch hands its memory back to the system after each step and faults it in
again in the next one, which costs it a quarter of the time.
"""
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH, LATENT, ROUNDS, STEPS = 128, 16, 8, 6


def make_step(channels_last, mkldnn):
    layout = torch.channels_last if channels_last else torch.contiguous_format
    half = dict(stride=2, padding=1)
    encoder = nn.Sequential(
        nn.Conv2d(1, 32, 4, **half), nn.ReLU(), nn.Conv2d(32, 64, 4, **half), nn.ReLU(),
        nn.Flatten(), nn.Linear(3136, 256), nn.ReLU(), nn.Linear(256, 2 * LATENT))
    decoder = nn.Sequential(
        nn.Linear(LATENT, 256), nn.ReLU(), nn.Linear(256, 3136), nn.ReLU(),
        nn.Unflatten(1, (64, 7, 7)), nn.ConvTranspose2d(64, 32, 4, **half), nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 4, **half))
    model = nn.ModuleList([encoder, decoder]).to(memory_format=layout)
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)
    images = (torch.rand(BATCH, 1, 28, 28) < 0.2).float().contiguous(memory_format=layout)

    def step():
        with torch.backends.mkldnn.flags(enabled=mkldnn):
            adam.zero_grad(set_to_none=True)
            mean, log_var = encoder(images).chunk(2, dim=1)
            z = mean + torch.exp(0.5 * log_var) * torch.randn_like(mean)
            nll = F.binary_cross_entropy_with_logits(decoder(z), images, reduction="sum")
            kl = 0.5 * (mean * mean + log_var.exp() - 1 - log_var).sum()
            ((nll + kl) / BATCH).backward()
            adam.step()

    return step


def main():
    torch.set_num_threads(2)
    torch.manual_seed(1)
    variants = {
        f"mkldnn {'on' if mkldnn else 'off'}, {'channels last' if last else 'channels first'}":
            (make_step(last, mkldnn), [])
        for mkldnn in (True, False) for last in (False, True)
    }
    for round_ in range(ROUNDS):
        for step, times in variants.values():
            for i in range(STEPS):
                start = time.perf_counter()
                step()
                if round_ > 0 and i > 0:  # the first steps find cold caches
                    times.append(1e3 * (time.perf_counter() - start))
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads, ms a step")
    for name, (_, times) in variants.items():
        print(f"{name:28}  median {statistics.median(times):6.1f}  best {min(times):6.1f}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The twin of bench_tape in PyTorch: what autograd costs an op, eager and scripted, on one thread.

Prints the median nanoseconds per op: forward, backward, both.
"""

import statistics
import time

import torch

OPS, REPETITIONS = 1000, 100


def products_and_sigmoids(x: torch.Tensor) -> torch.Tensor:
    y = x
    for i in range(1000):
        y = torch.sigmoid(y) if i % 2 else y * x
    return y


def biases(x: torch.Tensor) -> torch.Tensor:
    bias = x.detach()[:1]
    y = x
    for _ in range(1000):
        y = y + bias
    return y


def measure(name, value, chain):
    forward, backward, both = [], [], []
    for _ in range(REPETITIONS):
        x = value.clone().requires_grad_()
        start = time.perf_counter_ns()
        y = chain(x)
        middle = time.perf_counter_ns()
        y.backward(torch.ones_like(y))
        end = time.perf_counter_ns()
        forward.append((middle - start) / OPS)
        backward.append((end - middle) / OPS)
        both.append((end - start) / OPS)
    columns = (statistics.median(times) for times in (forward, backward, both))
    print(f"{name:44}" + "".join(f" {t:8.0f}" for t in columns))


def main():
    torch.set_num_threads(1)
    chains = [
        ("y * x and sigmoid(y) in turn, scalars", torch.tensor(0.5), products_and_sigmoids),
        ("y * x and sigmoid(y) in turn, 16 elements", torch.full((16,), 0.5), products_and_sigmoids),
        ("y + bias, [4, 4] and [1, 4]", torch.full((4, 4), 0.5), biases),
    ]
    for kind, prepare in (("eager", lambda f: f), ("scripted", torch.jit.script)):
        print(f"{OPS} ops, float, 1 thread, PyTorch {torch.__version__} {kind}\n")
        print(f"{'median ns an op':44} {'forward':>8} {'backward':>8} {'both':>8}")
        for name, value, chain in chains:
            measure(name, value, prepare(chain))
        print()


main()

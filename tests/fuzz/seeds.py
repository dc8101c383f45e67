#!/usr/bin/env python3
"""Writes the inputs that the fuzzers start from: python3 tests/fuzz/seeds.py

Each is a small file as the readers expect it, or a well-known way to be wrong. The inputs named
found-* are not made here: fuzzers found them, and each broke a reader once."""
import gzip
import json
import pathlib
import struct

corpus = pathlib.Path(__file__).parent / "corpus"


def write(target, name, data):
    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def idx(*header, data=b""):
    return struct.pack(f">{len(header)}I", *header) + data


idx_files = {
    "images": idx(0x803, 1, 28, 28, data=bytes(i % 256 for i in range(784))),
    "images_cut": idx(0x803, 2, 28, 28, data=bytes(784)),
    "images_terabytes": idx(0x803, 0xFFFFFFFF, 28, 28),
    "images_other_size": idx(0x803, 1, 32, 32, data=bytes(1024)),
    "labels": idx(0x801, 1, data=b"\x03"),
    "labels_terabytes": idx(0x801, 0xFFFFFFFF),
    "labels_wrong": idx(0x801, 1, data=b"\xff"),
    "empty": b"",
}
for name, data in idx_files.items():
    write("idx", name, data)
    write("gz", name, gzip.compress(data, mtime=0))
write("gz", "bomb", gzip.compress(idx(0x803, 1000000, 28, 28, data=bytes(1 << 20)), mtime=0))
write("gz", "cut", gzip.compress(idx_files["images"], mtime=0)[:-6])
write("gz", "two_members", gzip.compress(idx_files["labels"][:5], mtime=0)
      + gzip.compress(idx_files["labels"][5:], mtime=0))


def safetensors(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def tensor(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


linear = {"weight": tensor("F32", [1, 2], 0, 8), "bias": tensor("F32", [1], 8, 12)}
state = {"__metadata__": {"epoch": "2", "rng": "1 2", "optimizer.steps": "3"},
         "optimizer.first.weight": tensor("F64", [1], 0, 8),
         "optimizer.second.weight": tensor("I64", [1], 8, 16)}
write("safetensors", "linear", safetensors(linear, bytes(12)))
write("safetensors", "state", safetensors(state, bytes(16)))
write("safetensors", "empty_tensor", safetensors({"weight": tensor("F32", [0, 3], 0, 0)}))
write("safetensors", "overlap", safetensors({"a": tensor("F32", [2], 0, 8),
                                             "b": tensor("F32", [2], 4, 12)}, bytes(12)))
write("safetensors", "terabytes", safetensors({"a": tensor("F64", [1 << 20, 1 << 20], 0, 1 << 43)}))
write("safetensors", "overflow", safetensors({"a": tensor("F64", [1 << 32, 1 << 32], 0, 0)}))
write("safetensors", "long_header", struct.pack("<Q", 1 << 62) + b"{}")
write("safetensors", "twice", safetensors(b'{"a":1,"a":2}'))

options = {"data": "digits", "train_images": 60000, "test_images": 10000, "validation": 0,
           "model": "vae", "hidden": [400, 20], "latent": 20, "activation": "relu",
           "likelihood": "bernoulli", "stddev": None, "beta": 1.0, "epochs": 10, "batch": 128,
           "lr": 0.001, "optimizer": "adam", "binarize": "none", "seed": 1}
write("config", "defaults", json.dumps(options))
write("config", "gaussian", json.dumps(options | {"likelihood": "gaussian", "stddev": 0.5}))
write("config", "fraction", json.dumps(options | {"latent": 2.5}))
write("config", "negative_seed", json.dumps(options | {"seed": -1}))
write("config", "deep", "[" * 1000)

header = "epoch,split,elbo,reconstruction,kl,seconds\n"
write("metrics", "two_epochs", header + "1,train,-200.5,-190.25,10.25,1.5\n1,test,-199,-189,10,0.1\n"
      "2,train,-150,-135,15,1.4\n2,test,-149,-134,15,0.1\n")
write("metrics", "not_finite", header + "1,train,nan,inf,-inf,0\n")
write("metrics", "fraction", header + "1.5,train,1,1,0,0\n")
write("metrics", "cut", header + "1,train,-2")

lines = {
    "train": ["train", "--data", "digits", "--hidden", "512,512", "--latent", "2", "--out", "runs/a"],
    "resume": ["train", "--resume", "--epochs", "20", "--out", "runs/a", "--threads", "2"],
    "gaussian": ["train", "--likelihood=gaussian", "--stddev=0.5", "--lr", "1e-4", "--beta", "4"],
    "sample": ["sample", "runs/a", "--count", "9", "--seed", "3", "--picture", "a.png"],
    "interpolate": ["interpolate", "runs/a", "--from", "3", "--to", "8", "--steps", "5"],
    "help": ["train", "--help"],
    "wrong": ["train", "--latent", "99999999999999999999", "--hidden", "1,,x"],
}
for name, words in lines.items():
    write("command_line", name, "\n".join(words) + "\n")

"""What golden.py and elbo_from_model.py share: safetensors files, Gradus' random numbers written a
second time, and how two tensors are compared.
"""
import json
import math
import struct

import torch

DTYPES = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64}
PRECISIONS = {"f32": torch.float32, "f64": torch.float64}
# The largest error, relative to the largest magnitude in the expected tensor.
TOLERANCES = {torch.float32: 1e-5, torch.float64: 1e-12}


def encode_safetensors(tensors):
    """The length of the header (8 bytes, little-endian), the header (JSON), the data in a row."""
    names = {dtype: name for name, dtype in DTYPES.items()}
    header, data = {}, b""
    for name, t in sorted(tensors.items()):
        one = bytes(t.detach().contiguous().reshape(-1).numpy())
        header[name] = {"dtype": names[t.dtype], "shape": list(t.shape),
                        "data_offsets": [len(data), len(data) + len(one)]}
        data += one
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # so that the data begin at a multiple of 8
    return struct.pack("<Q", len(text)) + text + data


def decode_safetensors(content):
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8:8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        one = bytearray(content[8 + length + begin:8 + length + end])  # a copy: may be written
        dtype = DTYPES[entry["dtype"]]
        flat = torch.frombuffer(one, dtype=dtype) if one else torch.empty(0, dtype=dtype)
        tensors[name] = flat.reshape(entry["shape"])
    return tensors


def read_safetensors(path):
    with open(path, "rb") as file:
        return decode_safetensors(file.read())


def philox(counter, key):
    """Philox 4x32-10 (Salmon, Moraes, Dror, Shaw 2011)."""
    mask = 0xFFFFFFFF
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [b >> 32 ^ c[1] ^ k[0], b & mask, a >> 32 ^ c[3] ^ k[1], a & mask]
        k = [k[0] + 0x9E3779B9 & mask, k[1] + 0xBB67AE85 & mask]
    return c


class Rng:
    """The Rng of tensor/rng.h, and the tensors that are filled from it."""

    def __init__(self, seed):
        self.seed, self.position = seed, 0

    def words(self, counter_high, counter):
        low, high = counter & 0xFFFFFFFF, counter >> 32
        return philox([low, high, counter_high, 0], [self.seed & 0xFFFFFFFF, self.seed >> 32])

    def split(self, stream):
        words = self.words(1, stream)
        return Rng(words[0] << 32 | words[1])

    def units(self, count, dtype):
        """At least `count` numbers in [0, 1), block by block: 24 bits of a word, or 53 of two."""
        numbers = []
        while len(numbers) < count:
            w = self.words(0, self.position)
            self.position += 1
            if dtype == torch.float32:
                numbers += [(word >> 8) * 2.0 ** -24 for word in w]
            else:
                numbers += [(w[i] << 21 ^ w[i + 1] >> 11) * 2.0 ** -53 for i in (0, 2)]
        return numbers

    def uniform(self, shape, dtype):
        count = math.prod(shape)
        return torch.tensor(self.units(count, dtype)[:count], dtype=dtype).reshape(shape)

    def normal(self, shape, dtype):
        """Box and Muller (1958), computed in double and rounded once."""
        count, numbers = math.prod(shape), []
        units = iter(self.units(count, dtype))
        for u, v in zip(units, units):
            radius = math.sqrt(-2 * math.log(1 - u))
            numbers += [radius * math.cos(2 * math.pi * v), radius * math.sin(2 * math.pi * v)]
        return torch.tensor(numbers[:count], dtype=dtype).reshape(shape)


def error_of(received, expected):
    """The largest difference, as a share of the largest magnitude that is expected."""
    if received.numel() == 0:
        return 0.0
    difference = (received.double() - expected.double()).abs().max().item()
    largest = expected.double().abs().max().item()
    return difference / largest if largest > 0 else (0.0 if difference == 0 else math.inf)

"""Named random streams that all descend from one seed."""

import hashlib

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """A generator that depends on `seed` and `name` only, not on the order of calls.

    The name is hashed (SHA-256, four 32-bit words) into the spawn key of a SeedSequence, so a
    new department takes a new name and leaves the draws of all others as they were.
    Raises ValueError for a negative seed or an empty name.
    """
    if seed < 0:
        raise ValueError(f"The sample city wants a seed of 0 or more, got {seed}.")
    if not name:
        raise ValueError("A random stream has no name. Give each use its own, as 'police/place'.")
    digest = hashlib.sha256(name.encode("utf-8")).digest()
    words = tuple(int.from_bytes(digest[i : i + 4], "big") for i in range(0, 16, 4))
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=words)))

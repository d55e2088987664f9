"""Splitting a whole into parts, the same way every time (pure)."""

import hashlib
from collections.abc import Sequence


def spread(total: int, keys: Sequence[str]) -> list[int]:
    """`total` things over the keys: one each, the rest by weights that the keys' hashes give.

    Raises ValueError when there are fewer things than keys.
    """
    if total < len(keys):
        raise ValueError(f"{total} things cannot give one to each of {len(keys)}")
    weights = [3 + hashlib.sha256(key.encode()).digest()[0] % 4 for key in keys]
    rest = total - len(keys)
    exact = [rest * weight / sum(weights) for weight in weights]
    counts = [1 + int(value) for value in exact]
    order = sorted(range(len(keys)), key=lambda i: (int(exact[i]) - exact[i], keys[i]))
    for index in order[: total - sum(counts)]:
        counts[index] += 1
    return counts

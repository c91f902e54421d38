"""Large arrays of zeros whose memory is there at once.

NumPy asks for huge pages for large arrays. Where memory is fragmented, the system first moves what is there to make
some: for the arrays of twenty million parties that takes longer than to solve them. Small pages that are all asked
for in one call do not.
"""

from __future__ import annotations

import mmap
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

LARGE: Final = 1 << 25
"""Bytes from which memory is asked for in one call, where the system has one for that (Linux)."""


def zeros(count: int, kind: Any) -> NDArray[Any]:
    """So many zeros.

    >>> zeros(3, np.int32).tolist(), int(zeros(LARGE, np.uint8).sum())
    ([0, 0, 0], 0)
    """
    size = count * np.dtype(kind).itemsize
    if size < LARGE or not hasattr(mmap, "MAP_POPULATE"):
        return np.zeros(count, kind)
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE
    return np.frombuffer(mmap.mmap(-1, size, flags=flags), kind)

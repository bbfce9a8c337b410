"""The arrays that the loops work on, and the numbers they share with their callers."""

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]

FIELDS = 5  # of a vector: title, lead, body, names, bigrams
UNIT = 32_767  # a field's vector of length 1, before it is rounded
NEAREST = 3  # members of a story that the average is taken over
ONE = 1 << 20  # a cosine of 1: cosines are counted in these parts, so that their sums are exact

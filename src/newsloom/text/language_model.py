"""py3langid's model, unpacked once: processes map it, and share its pages, instead of unpacking.

The package brings it compressed; unpacking takes half a second and 100 MB in every process. What
is asked for lies unpacked in a file of 55 MB in a folder for caches, which may be emptied at any
time. Where that can't be written, each process unpacks for itself.
"""

import copy
import json
import mmap
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import py3langid.langid as package
import xxhash
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier

_LAYOUT = "newsloom 1"
_ALIGNED = 64  # bytes
_HEAD = 8  # bytes that say how long the list of arrays is

Arrays = dict[str, NDArray[Any]]


def load(groups: Mapping[str, str], folder: Path) -> Arrays:
    """What :func:`identifier` needs for each group of languages, parted by blanks.

    From ``folder``; it is unpacked there when it is not yet, or is damaged.
    """
    model = Path(package.__file__).parent / MODEL_FILE
    asked = xxhash.xxh3_64(json.dumps([_LAYOUT, sorted(groups.items())]).encode())
    asked.update(model.read_bytes())
    path = folder / f"language-{asked.hexdigest()}.bin"
    with suppress(OSError, ValueError):
        return _mapped(path)
    arrays = _unpacked(groups)
    with suppress(OSError, ValueError):
        _keep(path, arrays)
        return _mapped(path)
    return arrays


def identifier(arrays: Arrays, group: str) -> LanguageIdentifier:
    """Tells the languages of one group apart, with probabilities."""
    return LanguageIdentifier(
        arrays[f"{group} weights"],
        arrays[f"{group} prior"],
        arrays[f"{group} languages"].tolist(),
        arrays["next"].data,
        arrays["output"].tolist(),
        norm_probs=True,
        tk_row=arrays["row"].tolist(),
    )


def _unpacked(groups: Mapping[str, str]) -> Arrays:
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    arrays = {
        "next": np.asarray(model.tk_nextmove),
        "row": np.asarray(model.tk_row),
        "output": np.asarray(model.tk_output, np.int32),
    }
    for group, languages in groups.items():
        one = copy.copy(model)
        one.set_languages(languages.split())
        # By rows, of which a text needs a few hundred.
        arrays[f"{group} weights"] = np.ascontiguousarray(one.nb_ptc)
        arrays[f"{group} prior"] = one.nb_pc
        arrays[f"{group} languages"] = np.array(one.nb_classes)
    return arrays


def _mapped(path: Path) -> Arrays:
    """The arrays of a file. ValueError when they are not all there."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    at = _HEAD + int.from_bytes(data[:_HEAD], "little")
    arrays: Arrays = {}
    for name, kind, shape in json.loads(data[_HEAD:at]):
        at += -at % _ALIGNED
        dtype = np.dtype(kind)
        size = int(np.prod(shape))
        arrays[name] = np.frombuffer(data, dtype, size, at).reshape(shape)
        at += size * dtype.itemsize
    return arrays


def _keep(path: Path, arrays: Arrays) -> None:
    """Write the file as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = [(name, one.dtype.str, one.shape) for name, one in arrays.items()]
    head = json.dumps(names).encode()
    written, unfinished = tempfile.mkstemp(".part", path.stem, path.parent)
    try:
        with os.fdopen(written, "wb") as file:
            file.write(len(head).to_bytes(_HEAD, "little") + head)
            for one in arrays.values():
                file.write(bytes(-file.tell() % _ALIGNED))
                file.write(np.ascontiguousarray(one).data)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise

"""Unpacking: every encoding we ask for, whole or not at all, in bounded memory."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from newsloom.sources.encoding import ACCEPT_ENCODING, Damaged, TooLarge, decoded

TEXT = "Die Brücke bei Aldmoor bleibt geschlossen. ".encode() * 400
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


def test_what_is_asked_for_is_what_can_be_read() -> None:
    assert set(ACCEPT_ENCODING.split(", ")) == set(PACKED)


@pytest.mark.parametrize("name", PACKED)
def test_an_encoding_is_read_whole_or_not_at_all(name: str) -> None:
    packed = PACKED[name](TEXT)
    assert decoded(packed, name, len(TEXT)) == TEXT
    assert decoded(packed, name.upper(), 10**6) == TEXT
    for cut in (1, len(packed) // 2, len(packed) - 1):
        with pytest.raises(Damaged):
            decoded(packed[:-cut] if name != "gzip" else packed[: max(3, cut)], name, 10**6)
    with pytest.raises(TooLarge):
        decoded(packed, name, len(TEXT) - 1)


@pytest.mark.parametrize("name", PACKED)
def test_a_bomb_costs_what_may_be_read_and_no_more(name: str) -> None:
    bomb = PACKED[name](b"\0" * 100_000_000)
    assert len(bomb) < 200_000
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            decoded(bomb, name, 1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_parts_follow_each_other_up_to_a_number(name: str) -> None:
    pack = PACKED[name]
    assert decoded(pack(b"one ") + pack(b"two"), name, 100) == b"one two"
    with pytest.raises(Damaged):
        decoded(pack(b"") * 100_000, name, 10**6)


def test_layers_come_off_in_turn_and_a_plain_body_stays() -> None:
    assert decoded(brotli.compress(gzip.compress(TEXT)), "gzip, br", 10**6) == TEXT
    assert decoded(zlib.compress(TEXT)[2:-4], "deflate", 10**6) == TEXT
    assert decoded(TEXT, "gzip", 10**6) == TEXT
    assert decoded(b"", "br", 10) == b""
    assert decoded(TEXT, None, 10) == TEXT
    assert decoded(gzip.compress(b"a") + b"trailing", "gzip", 10) == b"a"


@pytest.mark.parametrize("encoding", ["compress", "br, br, br, br", "rot13"])
def test_what_was_not_asked_for_is_not_guessed(encoding: str) -> None:
    with pytest.raises(Damaged):
        decoded(b"\x01\x02", encoding, 100)

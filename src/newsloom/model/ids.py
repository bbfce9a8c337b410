"""Content-derived identifiers: the same facts give the same id on every machine."""

import hashlib

import msgspec

_encoder = msgspec.json.Encoder(order="sorted")


def content_id(prefix: str, *parts: object) -> str:
    """A stable id: ``prefix`` and 24 hex digits (96 bits) of SHA-256 over the parts.

    Parts are JSON-encoded, so ``("a", "bc")`` and ``("ab", "c")`` differ.
    """
    return prefix + hashlib.sha256(_encoder.encode(parts)).hexdigest()[:24]


def bytes_hash(data: bytes) -> str:
    """SHA-256 of bytes as hex."""
    return hashlib.sha256(data).hexdigest()


def text_hash(text: str) -> str:
    """SHA-256 of a text as hex; two texts are the same only when every code point is."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

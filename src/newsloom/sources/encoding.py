"""Unpacking answers: gzip, deflate, Brotli, Zstandard, in bounded memory, whole or not at all.

The fetcher and the reader of archives do it themselves because libraries take a gzip stream that
ends in the middle for a whole one: half an article would be stored as its new version.
"""

import zlib

import brotli
import zstandard

from newsloom.model.errors import NewsloomError

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
_GZIP = b"\x1f\x8b"
_MOST_LAYERS = 3
_MOST_WINDOW = 8 * 1024 * 1024  # bytes; RFC 9659: what a Zstandard encoder may ask for on the web
_PIECE = 65_536
_MOST_MEMBERS = 100  # each costs a copy of what follows it


class Damaged(NewsloomError):
    """The body is not what its Content-Encoding says, or ends in the middle."""


class TooLarge(NewsloomError):
    """The body holds more bytes than it may."""


def decoded(body: bytes, encoding: str | None, limit: int) -> bytes:
    """A body without its Content-Encoding: at most ``limit`` bytes, also in between.

    Raises Damaged or TooLarge.
    """
    layers = [name.strip().lower() for name in (encoding or "").split(",")]
    layers = [name for name in layers if name not in ("", "identity")]
    if len(layers) > _MOST_LAYERS:
        raise Damaged(f"packed {len(layers)} times")
    for name in reversed(layers):
        if not body:
            return body
        body = _unpacked(body, name, limit)
        if len(body) > limit:
            raise TooLarge(f"unpacks to more than {limit} bytes")
    return body


def _unpacked(body: bytes, name: str, limit: int) -> bytes:
    try:
        if name in ("gzip", "x-gzip"):
            # Said to be packed, but plain: some servers forget one half of a change.
            return _gzip(body, limit) if body.startswith(_GZIP) else body
        if name == "deflate":
            raw = body[0] & 0xF != 8  # without the zlib header that RFC 9110 asks for
            return _inflated(zlib.decompressobj(-15 if raw else 15), body, limit)[0]
        if name == "br":
            return _brotli(body, limit)
        if name == "zstd":
            return _zstd(body, limit)
    except (zlib.error, brotli.error, zstandard.ZstdError) as problem:
        raise Damaged(f"cannot be unpacked as {name}: {problem}") from problem
    raise Damaged(f"packed as {name[:40]!r}, which was not asked for")


def _inflated(stream: "zlib._Decompress", body: bytes, limit: int) -> tuple[bytes, bytes]:
    """What one stream holds (of one byte too many at most), and what follows it."""
    found = stream.decompress(body, limit + 1)
    if not stream.eof and len(found) <= limit:
        raise Damaged("the packed body ends in the middle")
    return found, stream.unused_data


def _gzip(body: bytes, limit: int) -> bytes:
    """All members of a gzip file; what follows them and is none is left out."""
    parts: list[bytes] = []
    size = 0
    while body.startswith(_GZIP) and size <= limit:
        _count(len(parts))
        part, body = _inflated(zlib.decompressobj(31), body, limit - size)
        size += len(part)
        parts.append(part)
    return b"".join(parts)


def _count(members: int) -> None:
    if members > _MOST_MEMBERS:
        raise Damaged(f"packed in more than {_MOST_MEMBERS} parts")


def _brotli(body: bytes, limit: int) -> bytes:
    stream = brotli.Decompressor()
    parts, size = [], 0
    while size <= limit:
        part = stream.process(body, output_buffer_limit=_PIECE)
        body = b""
        parts.append(part)
        size += len(part)
        if stream.is_finished():
            return b"".join(parts)
        if stream.can_accept_more_data():
            raise Damaged("the packed body ends in the middle")
    return b"".join(parts)


def _zstd(body: bytes, limit: int) -> bytes:
    packed = zstandard.ZstdDecompressor(max_window_size=_MOST_WINDOW)
    parts: list[bytes] = []
    size = frames = 0
    while body and size <= limit:
        _count(frames := frames + 1)
        stream = packed.decompressobj()
        for start in range(0, len(body), 256):  # a block of 4 bytes may stand for 128 KiB
            part = stream.decompress(body[start : start + 256])
            parts.append(part)
            size += len(part)
            if stream.eof or size > limit:
                break
        if not stream.eof and size <= limit:
            raise Damaged("the packed body ends in the middle")
        body = stream.unused_data + body[start + 256 :]
    return b"".join(parts)

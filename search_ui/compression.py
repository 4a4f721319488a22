"""Answers compressed (gzip, RFC 1952) for clients that take them so: texts shrink to a fifth.

Compressing what is secret beside what a stranger chooses would give it away by its length (BREACH,
2013). Nothing here is secret: an answer holds what the index says to everybody, and no token.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from flask import Response, request

from search_ui.headers import vary

TYPES: Final = frozenset(
    {
        "text/html", "text/css", "text/javascript", "application/json", "application/x-ndjson",
        "application/problem+json", "application/atom+xml", "application/x-suggestions+json",
        "application/opensearchdescription+xml", "image/svg+xml",
    }
)  # fmt: skip
LEAST: Final = 1_000
"""Bytes: shorter answers fit into a packet as they are."""
_MOST: Final = 8 * 2**20
"""Bytes of an answer that is compressed in one go, some 80 ms; larger ones are sent as they are."""
_LEVEL: Final = 4
"""0.09 ms for a page of hits, a fifth of its size; 6 takes a third longer for 4% less."""
_LEVEL_OF_STREAMS: Final = 1
_GZIP: Final = 16 + zlib.MAX_WBITS


def accepted() -> bool:
    """Whether the client of the current request takes gzip."""
    said = request.environ.get("HTTP_ACCEPT_ENCODING")
    return bool(said) and request.accept_encodings.quality("gzip") > 0


def packed(body: bytes) -> bytes:
    """A whole body, compressed; the same bytes each time."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return packer.compress(body) + packer.flush()


def unpacked(body: bytes) -> bytes:
    """What ``packed`` made this of."""
    return zlib.decompress(body, _GZIP)


def is_worth_it(length: int) -> bool:
    """Whether a body of so many bytes is compressed."""
    return LEAST <= length <= _MOST


def compress(response: Response) -> Response:
    """Compress what is left to be: answers that are neither short, nor compressed, nor a part of a
    file, nor a file that was indexed."""
    if response.mimetype not in TYPES or response.status_code not in {200, 304, 400, 404}:
        return response
    whole = response.status_code != 304 and not response.is_streamed
    if whole and not is_worth_it(response.calculate_content_length() or LEAST):
        return response  # short ones are the same for everybody
    vary(response, "Accept-Encoding")
    if "Content-Encoding" in response.headers or response.status_code == 304 or not accepted():
        return response
    if response.direct_passthrough and not (request.endpoint or "").endswith(".static"):
        return response
    if response.is_streamed and not response.direct_passthrough:
        response.response = _stream(response.iter_encoded())
        response.headers.pop("Content-Length", None)
    else:
        response.direct_passthrough = False
        response.set_data(packed(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    tag, weak = response.get_etag()
    if tag is not None and not weak:
        response.set_etag(tag, weak=True)  # the bytes are others
    return response


def _stream(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts of a long answer, compressed as they come. Where they end early, the end that says
    that all is there is missing."""
    packer = zlib.compressobj(_LEVEL_OF_STREAMS, zlib.DEFLATED, _GZIP)
    for part in parts:
        if data := packer.compress(part):
            yield data
    yield packer.flush()

"""Response headers that keep a page from doing what it was not written to do."""

from __future__ import annotations

from typing import Final

from flask import Response

POLICY: Final[str] = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy (CSP level 3): everything from this site, nothing inline."""

HEADERS: Final[dict[str, str]] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_NAMES: Final = frozenset(name.lower() for name in HEADERS)


def vary(response: Response, *names: str) -> None:
    """Say that an answer depends on these headers of the request, too."""
    known = response.headers.get("Vary", "")
    said = {name.strip().lower() for name in known.split(",")}
    missing = [name for name in names if name.lower() not in said]
    if missing:
        response.headers["Vary"] = ", ".join(filter(None, (known, *missing)))


def harden(response: Response) -> Response:
    """Add the headers, leaving those a view has set itself."""
    known = {name.lower() for name in response.headers.keys()}  # noqa: SIM118  # iterating gives pairs
    if not known.issuperset(_NAMES):
        missing = ((name, value) for name, value in HEADERS.items() if name.lower() not in known)
        for name, value in missing:
            response.headers.add(name, value)
    return response

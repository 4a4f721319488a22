"""``.eml`` (RFC 5322) and ``.msg``: a letter is a document, what is attached to it others."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import datetime
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import Final

from indexer.readers.containers.member import ENCRYPTED, Member, blocks
from indexer.readers.html import text_of
from indexer.readers.raw import RawText, Refused, unix_lines

_HEADS: Final = (("Từ", "From"), ("Gửi", "To"), ("Đồng gửi", "Cc"))
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENVELOPED: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNATURES: Final = frozenset({"application/pkcs7-signature", "application/pgp-signature"})
_SUFFIXES: Final = {
    "application/pdf": ".pdf",
    "message/rfc822": ".eml",
    "text/html": ".html",
    "text/plain": ".txt",
}
_LONGEST: Final = 2_000
"""Code points of one head: who a letter went to may be hundreds."""


def read_mail(path: Path) -> RawText:
    """The head of a letter, then what it says: its plain text, or else its page.

    Raises:
        Refused: it is encrypted, or no letter.
    """
    message = _message(path)
    signed = _parameter(message, "smime-type") == "signed-data"
    if message.get_content_type() in _ENVELOPED and not signed:
        raise Refused(ENCRYPTED, "Mở thư rồi lưu lại không mã hóa.")
    subject = head(message, "Subject")
    day = sent(message)
    lines = [f"Chủ đề: {subject}"] if subject else []
    lines += [f"{name}: {said}" for name, key in _HEADS if (said := head(message, key))]
    lines += [f"Ngày: {day:%d/%m/%Y %H:%M}"] if day else []
    body = _body(message).strip("\n")
    if not lines and not body:
        raise Refused("không phải thư, hoặc thư trống")
    text = "\n".join(lines) + "\n\n" + body + "\n"
    stated = {"title": subject} if subject else {}
    if day:
        stated["date"] = day.date().isoformat()
    return RawText(text, None, subject or None, stated=stated)


def mail_members(path: Path) -> Iterator[Member]:
    """What is attached. Pictures that stand in the text (logos of signatures) are passed over."""
    for number, part in enumerate(_attached(_message(path)), 1):
        name = _name(part) or f"đính kèm {number}{_SUFFIXES.get(part.get_content_type(), '')}"
        yield Member(name, partial(_bytes, part))


def head(message: Message, name: str) -> str:
    """A head in words, whatever is wrong with it."""
    value = message.get(name)
    if value is None:
        return ""
    raw = str(value)
    try:
        said = str(make_header(decode_header(raw)))
    except (LookupError, UnicodeError, ValueError):
        said = raw
    if any("\udc80" <= letter <= "\udcff" for letter in said):  # bytes without an encoding
        said = _decoded(said.encode("utf-8", "surrogateescape"), None)
    return " ".join(said.split())[:_LONGEST]


def sent(message: Message) -> datetime | None:
    """When, if that can be understood."""
    try:
        return parsedate_to_datetime(str(message.get("Date", "")))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _message(path: Path) -> Message:
    data = path.read_bytes()
    if data.startswith(_OLE):
        from indexer.readers.containers.outlook import message_of

        return message_of(data)
    return email.message_from_bytes(data, policy=email.policy.compat32)


def _parts(message: Message) -> Iterator[Message]:
    """The parts that are no frames, letters inside whole."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _parts(part)


def _is_body(part: Message) -> bool:
    return (
        part.get_content_type() in {"text/plain", "text/html"}
        and part.get_content_disposition() != "attachment"
        and not _name(part)
    )


def _body(message: Message) -> str:
    """What a letter says: its parts of text in order, of several forms of one the plainest."""
    if message.get_content_type() == "multipart/alternative" and message.is_multipart():
        forms = [part for part in message.get_payload() if isinstance(part, Message)]
        said = [text for form in forms if (text := _body(form)).strip()]
        return said[0] if said else ""
    if message.is_multipart() and message.get_content_type() != "message/rfc822":
        inner = [_body(part) for part in message.get_payload() if isinstance(part, Message)]
        return "\n\n".join(text for text in inner if text.strip())
    if not _is_body(message):
        return ""
    text = _decoded(_payload(message), message.get_content_charset())
    return text_of(text) if message.get_content_type() == "text/html" else unix_lines(text)


def _attached(message: Message) -> Iterator[Message]:
    for part in _parts(message):
        inline = part.get_content_disposition() == "inline" or part.get("Content-ID")
        picture = part.get_content_maintype() == "image" and inline
        signature = part.get_content_type() in _SIGNATURES
        if part is not message and not (_is_body(part) or picture or signature):
            yield part


def _name(part: Message) -> str:
    try:
        found = part.get_filename()
    except (LookupError, UnicodeError, ValueError, TypeError):
        return ""
    if not found and part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        subject = head(inner, "Subject") if isinstance(inner, Message) else ""
        return f"{subject.replace('/', '-')}.eml" if subject else ""
    carrier = Message()
    carrier["X"] = found or ""
    return head(carrier, "X")


def _bytes(part: Message) -> Iterator[bytes]:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        return blocks(inner.as_bytes() if isinstance(inner, Message) else b"")
    return blocks(_payload(part))


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _decoded(data: bytes, charset: str | None) -> str:
    from indexer.readers.encodings import decode

    try:
        if charset and charset.lower() not in {"us-ascii", "ascii"}:
            return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        pass
    return decode(data).text


def _parameter(message: Message, name: str) -> str:
    value = message.get_param(name)
    return value.lower() if isinstance(value, str) else ""

"""``.msg`` as Outlook saves it, turned into the letter that it was ([MS-OXMSG]).

The streams of a compound file are named after properties: ``__substg1.0_0037001F`` is the subject
(0x0037) as UTF-16 (0x001F). ``olefile`` reads the compound file; what stands in it is read here.
"""

from __future__ import annotations

import io
import struct
from datetime import datetime, timedelta, timezone
from email.message import Message
from email.utils import format_datetime
from typing import Any, Final

from indexer.core.said import Said
from indexer.readers.encodings import decode
from indexer.readers.raw import NotInstalled, Refused

_SUBJECT, _BODY, _HTML = 0x0037, 0x1000, 0x1013
_SENDER, _SENDER_MAIL, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_TO, _CC = 0x0E04, 0x0E03
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_DATA, _FILE_NAME, _LONG_FILE_NAME, _SHOWN_NAME = 0x3701, 0x3704, 0x3707, 0x3001
_CONTENT_ID, _MIME = 0x3712, 0x370E
_UTF16, _BYTES, _ANSI = "001F", "0102", "001E"
_INNER: Final = "__substg1.0_3701000D"
"""The folder of an attached letter."""
_PROPERTIES: Final = "__properties_version1.0"
_ATTACHMENT: Final = "__attach_version1.0_"
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=timezone.utc)
_DEEPEST: Final = 5
_MOST: Final = 500
"""Attachments."""


def message_of(data: bytes) -> Message:
    """The letter in a ``.msg`` file.

    Raises:
        Refused: it is none, or damaged.
        NotInstalled: olefile is missing.
    """
    try:
        import olefile
    except ImportError as error:
        raise NotInstalled(
            Said("cần thư viện olefile mà máy chưa cài"),
            Said("Cài: pip install 'khoan[archives]', hoặc lưu thư thành .eml."),
        ) from error
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            if not file.exists(_PROPERTIES):
                raise Refused("không phải thư Outlook", "Mở rồi lưu lại cho đúng loại.")
            return _letter(file, (), 0)
    except (OSError, struct.error, IndexError, ValueError, TypeError, RecursionError) as error:
        raise Refused("tệp .msg hỏng", "Lưu lại thư từ Outlook.") from error


def _letter(file: Any, place: tuple[str, ...], depth: int) -> Message:
    message = Message()
    sender = " ".join(filter(None, (_text(file, place, _SENDER), _address(file, place))))
    heads = {"Subject": _text(file, place, _SUBJECT), "From": sender}
    heads |= {"To": _text(file, place, _TO), "Cc": _text(file, place, _CC)}
    for name, said in heads.items():
        if said:
            message[name] = " ".join(said.replace("\0", "").split())
    if sent := _sent(file, place, 32 if not place else 24):
        message["Date"] = format_datetime(sent)
    message["Content-Type"] = "multipart/mixed"
    message.set_payload([])
    if text := _text(file, place, _BODY):
        message.attach(_part("text/plain; charset=utf-8", text.encode("utf-8", "replace")))
    elif page := _bytes(file, place, _HTML):
        message.attach(_part("text/html; charset=utf-8", decode(page).text.encode()))
    for folder in _attachments(file, place):
        if (part := _attached(file, (*place, folder), depth)) is not None:
            message.attach(part)
    return message


def _attachments(file: Any, place: tuple[str, ...]) -> list[str]:
    found = {
        entry[len(place)]
        for entry in file.listdir(streams=True, storages=True)
        if len(entry) > len(place)
        and tuple(entry[: len(place)]) == place
        and entry[len(place)].startswith(_ATTACHMENT)
    }
    return sorted(found)[:_MOST]


def _attached(file: Any, place: tuple[str, ...], depth: int) -> Message | None:
    names = (_LONG_FILE_NAME, _FILE_NAME, _SHOWN_NAME)
    name = next(filter(None, (_text(file, place, one) for one in names)), "")
    if file.exists([*place, _INNER]):
        if depth >= _DEEPEST:
            return None
        inner = Message()
        inner["Content-Type"] = "message/rfc822"
        inner.set_payload([_letter(file, (*place, _INNER), depth + 1)])
        return inner
    part = _part(_kind(_text(file, place, _MIME)), _bytes(file, place, _DATA))
    part.add_header("Content-Disposition", "attachment", filename=name.replace("\0", ""))
    if content_id := _text(file, place, _CONTENT_ID):
        part["Content-ID"] = " ".join(content_id.split())
    return part


def _kind(stated: str) -> str:
    main, _, sub = stated.lower().partition("/")
    known = main in {"image", "application", "text", "audio", "video"}
    plain = sub.replace("-", "").replace(".", "").replace("+", "").isalnum()
    return f"{main}/{sub}" if known and plain else "application/octet-stream"


def _part(kind: str, data: bytes) -> Message:
    part = Message()
    part["Content-Type"] = kind
    part["Content-Transfer-Encoding"] = "8bit"
    part.set_payload(data.decode("ascii", "surrogateescape"))
    return part


def _stream(file: Any, place: tuple[str, ...], number: int, kind: str) -> bytes:
    name = [*place, f"__substg1.0_{number:04X}{kind}"]
    if not file.exists(name):
        return b""
    with file.openstream(name) as stream:
        return bytes(stream.read())


def _bytes(file: Any, place: tuple[str, ...], number: int) -> bytes:
    if data := _stream(file, place, number, _BYTES):
        return data
    return _text(file, place, number).encode("utf-8", "replace")


def _text(file: Any, place: tuple[str, ...], number: int) -> str:
    if wide := _stream(file, place, number, _UTF16):
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    data = _stream(file, place, number, _ANSI)
    return decode(data.rstrip(b"\0")).text if data else ""


def _address(file: Any, place: tuple[str, ...]) -> str:
    found = _text(file, place, _SENDER_SMTP) or _text(file, place, _SENDER_MAIL)
    return f"<{found}>" if "@" in found else ""


def _sent(file: Any, place: tuple[str, ...], header: int) -> datetime | None:
    """When it was sent, else when it came: rows of 16 bytes behind a header."""
    name = [*place, _PROPERTIES]
    if not file.exists(name):
        return None
    with file.openstream(name) as stream:
        data = stream.read()
    found: dict[int, int] = {}
    for at in range(header, len(data) - 15, 16):
        tag, _, value = struct.unpack_from("<IIQ", data, at)
        if tag & 0xFFFF == 0x0040:  # PtypTime
            found[tag >> 16] = value
    for number in (_SUBMITTED, _DELIVERED):
        if number in found:
            try:
                return _EPOCH + timedelta(microseconds=found[number] // 10)
            except OverflowError:
                return None
    return None

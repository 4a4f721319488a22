"""LibreOffice, for what only it reads: files of Word and PowerPoint before 2007, and RTF.

It is a large program that reads hundreds of formats, and some of them fetch what they refer to. It
gets what these bytes were checked to be, and nothing that is only called so.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

from indexer.core.said import Said
from indexer.readers.content import OLD_SLIDES, OLD_WORD, RTF, for_libreoffice
from indexer.readers.raw import PROCESS, NotInstalled, Refused

_MADE: Final = {OLD_WORD: "docx", RTF: "docx", OLD_SLIDES: "odp"}
"""What it reads -> what it makes of it, which a reader of ours reads."""
_SAVED: Final = {OLD_WORD: "docx", RTF: "docx", OLD_SLIDES: "pptx"}
"""What it reads -> what people are advised to save it as."""
_PROGRAM: Final = {OLD_WORD: "Word", RTF: "RTF", OLD_SLIDES: "PowerPoint"}
MAX_SECONDS: Final = 90.0
"""For one file, LibreOffice's own start included."""

PROGRAMS: Final = ("soffice", "libreoffice")
"""Looked for on the PATH, in this order."""
_DEAD_PROXY: Final = {
    **{f"{kind}_proxy": "http://127.0.0.1:9" for kind in ("http", "https", "ftp", "all")},
    "no_proxy": "",
}
"""A proxy where nobody listens, for libraries that ask the environment."""
_SETTINGS: Final = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
        "MacroSecurityLevel": "3",
    },
    "org.openoffice.Office.Calc/Content/Update": {"Link": "2"},  # never
    "org.openoffice.Inet/Settings": {  # a proxy on a port where nobody listens
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
"""Of LibreOffice: it runs nothing that stands in a file, and fetches nothing that a file names."""


@contextmanager
def converted(path: Path, *kinds: str) -> Iterator[Path]:
    """The .docx or .odp file that LibreOffice makes of a file, for a while.

    Args:
        kinds: what the file must be by its content (``indexer.readers.content``).

    Raises:
        Refused: it is something else; LibreOffice is not installed, cannot read it, or takes too
            long.
    """
    data = path.read_bytes()
    kind = for_libreoffice(data)
    if kind is None or kind not in kinds:
        raise Refused(
            Said("không phải tệp %(program)s", program=_PROGRAM[kinds[0]]),
            Said("Xem lại đuôi tệp, hoặc mở rồi lưu thành .%(made)s.", made=_SAVED[kinds[0]]),
        )
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise NotInstalled(
            Said("tệp %(suffix)s cần LibreOffice mà máy chưa cài", suffix=kind),
            Said(
                "Cài LibreOffice, hoặc lưu tệp thành .%(made)s.",
                made=_SAVED[kind],
            ),
        )
    with tempfile.TemporaryDirectory(prefix="khoan-") as folder:
        yield _converted(program, data, kind, Path(folder))


def _converted(program: str, data: bytes, kind: str, folder: Path) -> Path:
    """The file that LibreOffice makes of ``data`` in ``folder``."""
    # A name of ours: no option can be read from it, and no other format.
    source = folder / f"in{kind}"
    source.write_bytes(data)
    _write_settings(folder / "profile" / "user")
    command = [
        *_without_network(), program, "--headless", "--norestore", "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",  # ours alone: no macros trusted
        "--convert-to", _MADE[kind], "--outdir", str(folder), str(source),
    ]  # fmt: skip
    # The program is what the user installed, its arguments are ours.
    process = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, **_DEAD_PROXY, "TMPDIR": str(folder), "HOME": str(folder)},
    )
    (folder / PROCESS).write_text(str(process.pid), encoding="ascii")
    try:
        process.wait(MAX_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Refused(Said("LibreOffice đọc quá %(most)d giây", most=MAX_SECONDS)) from error
    finally:
        _end(process)
    made = folder / f"in.{_MADE[kind]}"
    if not made.is_file():
        raise Refused(
            "LibreOffice không đọc được", "Tệp có hỏng, hay đặt mật khẩu không? Mở rồi lưu lại."
        )
    return made


def _write_settings(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, properties in _SETTINGS.items()
        for name, value in properties.items()
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items '
        f'xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n',
        encoding="utf-8",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the program and what it started, whatever of it still runs."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


@cache
def _without_network() -> tuple[str, ...]:
    """What to begin a command with so that it has no network, where the system allows that to
    this user; else nothing, and settings and proxies have to do."""
    program = shutil.which("unshare")
    for options in (("--net",), ("--net", "--map-root-user")) if program else ():
        command = (program, *options, "--")
        tried = subprocess.run((*command, "true"), capture_output=True, check=False)  # noqa: S603
        if tried.returncode == 0:
            return command
    return ()

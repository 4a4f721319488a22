"""``.doc`` and ``.rtf``: Word before 2007, through LibreOffice, which makes a .docx file of it.

LibreOffice is a large program that reads hundreds of formats, and some of them fetch what they
refer to. It gets what these bytes were checked to be, and nothing that is only called ``.doc``.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from indexer.core.said import Said
from indexer.readers.content import is_for_libreoffice
from indexer.readers.raw import PROCESS, RawText, Refused
from indexer.readers.word import read_word

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
    "org.openoffice.Inet/Settings": {  # a proxy on a port where nobody listens
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
"""Of LibreOffice: it runs nothing that stands in a file, and fetches nothing that a file names."""


def read_old_word(path: Path) -> RawText:
    """The text, as ``read_word`` gives it for the file that LibreOffice makes of it.

    Raises:
        Refused: LibreOffice is not installed, cannot read the file, or takes too long.
    """
    data = path.read_bytes()
    if not is_for_libreoffice(data):
        raise Refused("không phải tệp Word", "Xem lại đuôi tệp, hoặc mở rồi lưu thành .docx.")
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise Refused(
            "tệp .doc cần LibreOffice mà máy chưa cài",
            "Cài LibreOffice, hoặc lưu tệp thành .docx.",
        )
    with tempfile.TemporaryDirectory(prefix="khoan-") as folder:
        return read_word(_converted(program, data, Path(folder)))


def _converted(program: str, data: bytes, folder: Path) -> Path:
    """The .docx file that LibreOffice makes of ``data`` in ``folder``."""
    # A name of ours: no option can be read from it, and no other format.
    source = folder / ("in.rtf" if data.startswith(b"{") else "in.doc")
    source.write_bytes(data)
    _write_settings(folder / "profile" / "user")
    command = [
        *_without_network(), program, "--headless", "--norestore", "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",  # ours alone: no macros trusted
        "--convert-to", "docx", "--outdir", str(folder), str(source),
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
    made = folder / "in.docx"
    if not made.is_file():
        raise Refused("LibreOffice không đọc được", "Có đúng là tệp Word không?")
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

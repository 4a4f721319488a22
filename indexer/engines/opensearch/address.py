"""Where an index is: ``//h1:9200,h2:9200/name``, the part of an address after its scheme."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from indexer.core.errors import IndexUnsupported

PORT: Final = 9200
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
"""What OpenSearch takes for a name, without the dots that our own aliases are built with."""
_HOST: Final = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?")


class Host(NamedTuple):
    name: str
    port: int


class Address(NamedTuple):
    hosts: tuple[Host, ...]
    """Any of them answers for the whole cluster."""
    name: str
    """Of the index."""
    tls: bool

    def __str__(self) -> str:
        hosts = ",".join(f"{host.name}:{host.port}" for host in self.hosts)
        return f"opensearch{'s' * self.tls}://{hosts}/{self.name}"


def parse(rest: str, *, tls: bool) -> Address:
    """An address, without its scheme.

    Raises:
        IndexUnsupported: it is none; says what one looks like. It never repeats a password.
    """
    given, slash, name = rest.removeprefix("//").partition("/")
    hosts = [_HOST.fullmatch(host) for host in given.split(",")]
    if "@" in given:
        raise IndexUnsupported(
            "Địa chỉ chỉ mục không được có tên và mật khẩu.",
            "Đặt KHOAN_OPENSEARCH_USER và KHOAN_OPENSEARCH_PASSWORD thay vào đó.",
        )
    if not (rest.startswith("//") and slash and all(hosts) and _NAME.fullmatch(name)):
        raise IndexUnsupported(
            "Địa chỉ chỉ mục «%(rest)s» không đúng dạng.",
            "Viết như opensearch://h1:9200,h2:9200/khoan; tên gồm chữ thường, số, - và _.",
            rest=rest,
        )
    found = [Host(host["name"], int(host["port"] or PORT)) for host in hosts if host]
    return Address(tuple(found), name, tls)

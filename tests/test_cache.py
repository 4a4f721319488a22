"""Decoded postings are made once, whoever asks."""

from __future__ import annotations

import platform
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from indexer.postings.searcher.cache import ByteCache


def test_threads_that_ask_together_get_what_one_of_them_made() -> None:
    cache, together, made = ByteCache(1000), Barrier(4), []

    def make() -> tuple[object, int]:
        made.append(object())
        return made[-1], 10

    def ask(_: int) -> object:
        together.wait()
        return cache.get("a", make)

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(ask, range(4)))
    assert got == made * 4


def test_a_value_may_be_made_of_another() -> None:
    cache = ByteCache(1000)
    assert cache.get("a", lambda: (cache.get("b", lambda: (1, 10)) + 1, 10)) == 2


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="asks glibc")
@pytest.mark.parametrize("setting", ["give_back(0)", "give_back(10**9)", "reuse()"])
def test_glibc_accepts_the_settings(setting: str) -> None:
    command = f"from indexer.core.malloc import give_back, reuse; print({setting})"
    run = [sys.executable, "-c", command]
    ran = subprocess.run(run, check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "True"

"""pyvi's word model, read from the pyvi package and evaluated here.

The model is a linear-chain CRF with two labels, saved by sklearn-crfsuite. Importing it the
usual way loads scikit-learn (0.8 s, 120 MB); its pickle is only a wrapper around a CRFsuite
file, whose weights python-crfsuite writes out as text. All features belong to single tokens or
to membership of two word lists, so the weights can be stored per token, and the best labelling of
two labels needs one running number (Viterbi; Rabiner 1989, section III.B). Labels are the same
as pyvi's, four to five times as fast, and nothing is shared that a thread could spoil.
"""

from __future__ import annotations

import importlib.util
import os
import pickle
import re
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

_FEATURE: Final = re.compile(r"^  \(0\) (.*?) --> ([BI])_W: (-?[\d.]+)$", re.MULTILINE | re.DOTALL)
_TRANSITION: Final = re.compile(r"^  \(1\) ([BI])_W --> ([BI])_W: (-?[\d.]+)$", re.MULTILINE)
_CACHED_TOKENS: Final = 100_000


class _Token(NamedTuple):
    """What a token adds to the score of I_W minus that of B_W, and whom it pairs with."""

    own: float
    as_previous: float
    as_next: float
    lower: str
    followers: frozenset[str]
    """Words that make a two-syllable dictionary word after this one."""
    third: dict[str, frozenset[str]]
    """Second syllable -> third syllables of three-syllable dictionary words."""


class Model:
    """Labels token sequences. Safe to share between threads: its only state is a cache."""

    def __init__(self, dump: str, words: Sequence[str]) -> None:
        """``dump`` is CRFsuite's text form of the model, ``words`` pyvi's dictionary."""
        self._weights = _differences(dump)
        self._transitions = {
            (before, after): float(weight) for before, after, weight in _TRANSITION.findall(dump)
        }
        self._pairs, self._triples = _dictionary(words)
        self._tokens: dict[str, _Token] = {}

    def label(self, tokens: Sequence[str]) -> list[bool]:
        """For each token whether it continues the word of the token before it (I_W)."""
        if not tokens:
            return []
        deltas = self._deltas([self._token(token) for token in tokens])
        return self._viterbi(deltas)

    def _deltas(self, known: Sequence[_Token]) -> list[float]:
        """Per token the score of I_W minus that of B_W, transitions apart."""
        weight = self._weights.get
        pair_before = weight("-1:word.bi_gram()", 0.0)
        pair_after = weight("+1:word.bi_gram()", 0.0)
        triple_before = weight("-2:word.tri_gram()", 0.0)
        triple_after = weight("+2:word.tri_gram()", 0.0)
        deltas = [token.own for token in known]
        for index in range(1, len(known)):
            before, token = known[index - 1], known[index]
            deltas[index] += before.as_previous
            deltas[index - 1] += token.as_next
            if token.lower in before.followers:
                deltas[index] += pair_before
                deltas[index - 1] += pair_after
            if index > 1:
                first = known[index - 2]
                if first.third and token.lower in first.third.get(before.lower, ()):
                    deltas[index] += triple_before
                    deltas[index - 2] += triple_after
        return deltas

    def _viterbi(self, deltas: Sequence[float]) -> list[bool]:
        begin_begin = self._transitions["B", "B"]
        begin_inside = self._transitions["B", "I"]
        inside_begin = self._transitions["I", "B"]
        inside_inside = self._transitions["I", "I"]
        lead = deltas[0]  # best score ending in I_W minus best score ending in B_W
        from_inside = bytearray()  # bit 0: a B_W here comes after an I_W; bit 1: an I_W does
        for delta in deltas[1:]:
            to_begin, to_inside = lead + inside_begin, lead + inside_inside
            begin_back, inside_back = to_begin > begin_begin, to_inside > begin_inside
            from_inside.append(begin_back + 2 * inside_back)
            lead = (
                (to_inside if inside_back else begin_inside)
                - (to_begin if begin_back else begin_begin)
                + delta
            )
        inside = lead > 0
        labels = [inside]
        for back in reversed(from_inside):
            inside = bool(back & (2 if inside else 1))
            labels.append(inside)
        labels.reverse()
        return labels

    def _token(self, token: str) -> _Token:
        known = self._tokens.get(token)
        if known is None:
            if len(self._tokens) >= _CACHED_TOKENS:
                self._tokens.clear()
            known = self._tokens[token] = self._weigh(token)
        return known

    def _weigh(self, token: str) -> _Token:
        lower = token.lower()
        weight = self._weights.get

        def shape(prefix: str) -> float:
            total = weight(f"{prefix}word.lower():{lower}", 0.0)
            if token.isupper():
                total += weight(f"{prefix}word.isupper()", 0.0)
            if token.istitle():
                total += weight(f"{prefix}word.istitle()", 0.0)
            return total

        own = shape("") + weight("bias", 0.0)
        if token.isdigit():
            own += weight("word.isdigit()", 0.0)
        return _Token(
            own,
            shape("-1:"),
            shape("+1:"),
            lower,
            self._pairs.get(lower, frozenset()),
            self._triples.get(lower, {}),
        )


@lru_cache(maxsize=1)
def model() -> Model:
    """pyvi's model, loaded on first use (about 0.05 s)."""
    folder = _pyvi_models()
    with (folder / "pyvi3.pkl").open("rb") as file:
        wrapper = _Wrapper(file).load()
    words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
    return Model(_dump(wrapper.state["modelfile"].state["__FILE_RESOURCE_DATA__"]), words)


def _pyvi_models() -> Path:
    spec = importlib.util.find_spec("pyvi")  # finds the package without running it
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pyvi is not installed: pip install pyvi")
    return Path(spec.submodule_search_locations[0]) / "models"


def _dump(crfsuite: bytes) -> str:
    from pycrfsuite import Tagger

    tagger = Tagger()
    tagger.open_inmemory(crfsuite)
    if hasattr(os, "memfd_create") and Path("/proc/self/fd").exists():
        # No file on a disk, which might be full, and which a killed process would leave.
        with open(os.memfd_create("model"), "rb") as memory:  # noqa: PTH123  # it has no path
            tagger.dump(f"/proc/self/fd/{memory.fileno()}")
            return memory.read().decode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.txt"
        tagger.dump(str(path))
        return path.read_text(encoding="utf-8")


class _Shell:
    """Stands in for a class of scikit-learn's world whose behaviour is not needed."""

    def __init__(self, *_: object) -> None:
        self.state: dict[str, _Shell] = {}

    def __setstate__(self, state: dict[str, _Shell]) -> None:
        self.state = state


class _Wrapper(pickle.Unpickler):
    """Opens pyvi's pickle while running none of the code it names but bytes decoding."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) == ("_codecs", "encode"):
            return super().find_class(module, name)
        return _Shell


def _differences(dump: str) -> dict[str, float]:
    """Feature -> its weight for I_W minus its weight for B_W."""
    weights: dict[str, float] = {}
    for feature, label, weight in _FEATURE.findall(dump):
        signed = float(weight) if label == "I" else -float(weight)
        weights[feature] = weights.get(feature, 0.0) + signed
    return weights


def _dictionary(
    words: Sequence[str],
) -> tuple[dict[str, frozenset[str]], dict[str, dict[str, frozenset[str]]]]:
    pairs: dict[str, set[str]] = {}
    triples: dict[str, dict[str, set[str]]] = {}
    for word in words:
        match word.split(" "):
            case [first, second]:
                pairs.setdefault(first, set()).add(second)
            case [first, second, third]:
                triples.setdefault(first, {}).setdefault(second, set()).add(third)
    return (
        {first: frozenset(seconds) for first, seconds in pairs.items()},
        {
            first: {second: frozenset(thirds) for second, thirds in rest.items()}
            for first, rest in triples.items()
        },
    )

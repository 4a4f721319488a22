"""Another spelling of a query: keystrokes decoded, typing errors corrected, accents restored.

A suggestion is offered, never forced. What is offered is drawn from the index's own syllables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from analyzers.analysis import Analysis, analyze
from analyzers.fold import fold
from analyzers.keystrokes import decoded, plausible
from analyzers.normalize import compose
from analyzers.token import Token
from analyzers.tones import spelled, tone_key
from indexer.suggesting import glued, slips
from indexer.suggesting.restoring import read_accents, restored
from indexer.suggesting.term_counts import Counts

MAX_SYLLABLES: Final = 60
"""Of a query that is looked at; the rest is left as it is."""
MAX_LETTERS: Final = 14
"""Of a word that is looked at for typing errors."""
_LETTERS: Final = "abcdeghiklmnopqrstuvxy"


def suggest(text: str, counts: Counts, analysis: Analysis | None = None) -> str | None:
    """The query as it may have been intended, or ``None`` where it is fine as it is.

    Numbers of documents, dates and abbreviations are left as they are.

    Args:
        text: the query.
        analysis: its analysis, where that is at hand.
    """
    typed_text = text
    analysis = analysis or analyze(text, words=False)
    named = {at for found in analysis.references for at in range(found.first, found.last)}
    tokens = [token for at, token in enumerate(analysis.syllables) if at not in named]
    tokens = tokens[:MAX_SYLLABLES]
    if not tokens:
        return None
    known = counts.known([fold(token.text) for token in tokens])
    typed = _keystrokes(tokens, known, counts)
    if typed:
        return replaced(text, typed)
    corrected = _corrected(tokens, known, counts)
    if corrected:
        if _unknown(tokens, known, [token for token, _ in corrected]):
            return None  # half corrected would mislead
        text = replaced(text, corrected)
        analysis = analyze(text, words=False)
    if taken := _slips(analysis, counts):
        text = replaced(text, taken)
        analysis = analyze(text, words=False)
    if not any(_accented(token.text) for token in analysis.syllables):
        text = _with_accents(text, analysis, counts) or text
    return text if text != typed_text else None


def _unknown(tokens: Sequence[Token], known: Sequence[int], but: Sequence[Token]) -> bool:
    """Whether the index does not know some other word that looks like a mistyped one."""
    return any(
        not count
        and token not in but
        and token.text.isalpha()
        and _may_be_mistyped(fold(token.text))
        for token, count in zip(tokens, known, strict=True)
    )


def _slips(analysis: Analysis, counts: Counts) -> list[tuple[Token, str]]:
    """Words that were taken for others that sound alike; see ``slips``."""
    if analysis.references or any(
        token.position != at for at, token in enumerate(analysis.syllables)
    ):
        return []  # numbers and abbreviations: what stands beside what is another question
    tokens = analysis.syllables
    found = slips.meant([token.text for token in tokens], counts)
    return [(tokens[at], cased(tokens[at].text, spelled(key))) for at, key in found.items()]


def _accented(word: str) -> bool:
    return tone_key(word) != fold(word)


# Keystrokes


def _keystrokes(
    tokens: Sequence[Token], known: Sequence[int], counts: Counts
) -> list[tuple[Token, str]]:
    """Every word read as Telex or VNI, where at least one can only be that."""
    read = [
        decoded(token.text) if not count or not plausible(fold(token.text)) else None
        for token, count in zip(tokens, known, strict=True)
    ]
    return [
        (token, cased(token.text, word))
        for token, word in zip(tokens, read, strict=True)
        if word and tone_key(word) in {form for form, _ in counts.forms(fold(word))}
    ]


# Typing errors


def _corrected(
    tokens: Sequence[Token], known: Sequence[int], counts: Counts
) -> list[tuple[Token, str]]:
    """The words that the index does not know, with ones that it does in their place."""
    folded = [fold(token.text) for token in tokens]
    accented = any(_accented(token.text) for token in tokens)
    corrected: list[tuple[Token, str]] = []
    for at, count in enumerate(known):
        if count or not folded[at].isalpha():
            continue
        before = folded[at - 1] if at else ""
        after = folded[at + 1] if at + 1 < len(folded) else ""
        written = _apart(tokens[at].text, counts)
        if written is None and _may_be_mistyped(folded[at]):
            written = _nearest(folded[at], before, after, counts)
        if written and accented and written == _folded(written):
            written = _restored_between(written, tokens, at, counts)
        if written:
            corrected.append((tokens[at], cased(tokens[at].text, written)))
    return corrected


def _folded(text: str) -> str:
    """Each of some words without accents."""
    return " ".join(map(fold, text.split()))


def _restored_between(words: str, tokens: Sequence[Token], at: int, counts: Counts) -> str:
    """Words with the accents that suit what stands on both sides of them."""
    sides = (tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None)
    folded = words.split()
    first = 1 if sides[0] else 0
    known = {}
    if sides[0]:
        known[0] = tone_key(sides[0].text)
    if sides[1]:
        known[first + len(folded)] = tone_key(sides[1].text)
    sequence = [fold(sides[0].text)] if sides[0] else []
    sequence += [*folded, *([fold(sides[1].text)] if sides[1] else [])]
    keys = restored(sequence, counts, known)[first : first + len(folded)]
    return " ".join(spelled(key) for key in keys)


def _apart(word: str, counts: Counts) -> str | None:
    """A run of letters with blanks between its syllables, accents as they were typed."""
    shown = compose(word)
    pieces = glued.apart(shown.lower() if shown.isascii() else _letters(shown), counts)
    if pieces is None:
        return None
    cut = []
    start = 0
    for piece in pieces:
        cut.append(shown[start : start + len(piece)])
        start += len(piece)
    return " ".join(cut).lower()


def _letters(word: str) -> str:
    """Each letter without accents: a final y stays."""
    return "".join(map(fold, word))


def _may_be_mistyped(word: str) -> bool:
    """Words without a vowel are abbreviations."""
    return 2 < len(word) <= MAX_LETTERS and any(letter in "aeiouy" for letter in word)


def _nearest(word: str, before: str, after: str, counts: Counts) -> str | None:
    """A known syllable one keystroke away, or two known ones without the blank between them: the
    one that stands most often beside its neighbours."""
    near = sorted(_one_keystroke_away(word) | slips.confusable(word))
    exists = [other for other, count in zip(near, counts.known(near), strict=True) if count]
    cut = [(word[:at], word[at:]) for at in range(1, len(word))]
    halves = [pair for pair in cut if plausible(pair[0]) and plausible(pair[1])]
    options = [(other,) for other in exists] + halves
    if not options:
        return None
    chains = [[part for part in (before, *option, after) if part] for option in options]
    pairs = ["_".join(pair) for chain in chains for pair in pairwise(chain)]
    together = dict(zip(pairs, counts.folded_pairs(pairs), strict=True))
    alone = dict(zip(exists, counts.known(exists), strict=True))

    def worth(index: int) -> tuple[int, int]:
        chain, option = chains[index], options[index]
        counted = [together["_".join(pair)] for pair in pairwise(chain)]
        if len(option) == 2 and not together["_".join(option)]:
            return (-1, 0)
        return (sum(1 for count in counted if count), sum(counted) or alone.get(option[0], 0))

    best = max(range(len(options)), key=worth)
    return " ".join(options[best]) if worth(best)[0] >= 0 else None


def _one_keystroke_away(word: str) -> set[str]:
    """One letter left out, put in, changed or swapped with its neighbour (Damerau 1964)."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {left + right[1:] for left, right in cuts if right}
    near |= {left + letter + right for left, right in cuts for letter in _LETTERS}
    near |= {left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS}
    near |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    return {other for other in near - {word} if plausible(other)}


# Accents


def _with_accents(text: str, analysis: Analysis, counts: Counts) -> str | None:
    """The text with its accents; abbreviations help, written out, to find what their neighbours
    are, and stay as they are. ``None`` where another reading is nearly as likely."""
    canonical: dict[int, tuple[str, str]] = {}
    columns = zip(
        analysis.folded.positions, analysis.folded.texts, analysis.exact.texts, strict=True
    )
    for position, plain, accented in columns:
        canonical.setdefault(position, (plain, accented))
    sequence = [canonical[position] for position in sorted(canonical)]
    known = {at: exact for at, (plain, exact) in enumerate(sequence) if plain != exact}
    folded = [plain for plain, _ in sequence]
    own = {
        token.position: token
        for token in analysis.syllables
        if sequence[token.position][0] == fold(token.text) and token.position not in known
    }
    keys, doubtful = read_accents(folded, counts, known)
    if not doubtful.isdisjoint(own):
        return None
    return replaced(text, [(token, _shown(token.text, keys[at])) for at, token in own.items()])


# Showing


def _shown(typed: str, key: str) -> str:
    """The key spelled out; the word as it was typed where nothing is restored."""
    return typed if key == tone_key(typed) else cased(typed, spelled(key))


def cased(typed: str, word: str) -> str:
    """The word with the capitals of what was typed."""
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word


def replaced(text: str, words: Iterable[tuple[Token, str]]) -> str:
    """The text with other words in place of some of its tokens, which are in order."""
    pieces: list[str] = []
    at = 0
    for token, word in words:
        pieces += [text[at : token.span.start], word]
        at = token.span.end
    return "".join(pieces) + text[at:]

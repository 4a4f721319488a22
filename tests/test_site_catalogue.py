"""The English catalogue has all that the site says, and is compiled."""

import gettext
import io

import catalogue
import pytest

CATALOGUE = catalogue.catalogue()


@pytest.mark.parametrize("text", sorted(catalogue.wanted()))
def test_every_text_has_an_english_translation(text: str) -> None:
    message = CATALOGUE.get(text)
    translation = message.string if message else ""
    assert translation
    assert all([translation] if isinstance(translation, str) else translation)


@pytest.mark.parametrize("text", sorted(catalogue.wanted()))
def test_a_translation_fills_in_the_same_values(text: str) -> None:
    message = CATALOGUE.get(text)
    assert message is not None
    assert not list(message.check())


def test_what_is_compiled_is_what_is_written() -> None:
    compiled = gettext.GNUTranslations(io.BytesIO(catalogue.PO.with_suffix(".mo").read_bytes()))
    singular = {m.id: m.string for m in CATALOGUE if m.id and isinstance(m.id, str)}
    assert {text: compiled.gettext(text) for text in singular} == singular

"""What every report says, whatever it is of: what no figure tells, what is not modelled, what its words mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interface.catalogue import told as told_of
from interface.naming import capital
from interface.report.document import Block, Paragraph, Points, Section, told
from interface.words import Language, say
from scenarios.catalogue import load_catalogue


def ended(sentence: str, language: Language) -> str:
    """Return a title as a sentence."""
    return capital(sentence) + ("" if sentence.endswith((".", "。")) else "。" if language == "zh" else ".")


def sections_of(sections: Mapping[str, Sequence[Block]], language: Language) -> list[Section]:
    """Return sections with their titles, in their order."""
    return [Section(key, say(f"report_{key}", language), blocks) for key, blocks in sections.items()]


def not_identified(language: Language) -> Points:
    """Return what no published figure tells, whatever the draws."""
    return Points([("", told(f"report_unknown_{key}", language)) for key in ("effects", "net", "selection")])


def not_modelled(language: Language) -> Paragraph:
    """Return what is not weighed at all."""
    join = "、" if language == "zh" else ", "
    left_out = join.join(told_of(thing, "title", language) for thing in load_catalogue().not_modelled)
    return Paragraph(told("page_not_modelled_about", language, list=left_out))


def words_used(keys: Sequence[str], language: Language) -> Points:
    """Return what words of a report mean, by their keys."""
    return Points([(say(f"report_word_{key}", language), told(f"report_word_{key}_about", language)) for key in keys])

"""Answers that an organisation published in a document of its own: reads and checks a file of them.

A file is one JSON object. `evidence` names each thing once, under a key; an answer cites it by that key:

    {"organisation": slug, "source_title": …, "source_url": …,
     "evidence": {key: {"kind": …, "title": …, "dated": as stated, "dated_on": the day or null}},
     "answers": [{"report": slug, "number": …, "account": …, "remarks": …,
                  "cites": [{"evidence": key, "where": page or paragraph}], "waits_on": [slug]}]}

Nothing here writes to the database. `remarks` are our words about the organisation’s.
"""

import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from govuk.text import clean_lines
from recommendations.models import NPCCDependency, Organisation, Recommendation
from responses.models import Citation, Evidence, Update

KEYS = {"organisation", "source_title", "source_url", "evidence", "answers"}
EVIDENCE_KEYS = {"kind", "title", "dated", "dated_on"}
ANSWER_KEYS = {"report", "number", "account", "remarks", "cites", "waits_on"}
CITATION_KEYS = {"evidence", "where"}


class Unusable(Exception):
    """A file that cannot be kept; its text says where and why, in a sentence."""


@dataclass(frozen=True)
class Answer:
    """One answer of the document; `cites` are pairs of an evidence key and the page or paragraph."""

    recommendation: Recommendation
    account: str
    remarks: str
    cites: list[tuple[str, str]]
    waits_on: list[NPCCDependency]


@dataclass(frozen=True)
class Document:
    """What one organisation published; `evidence` holds the fields of each thing under its key."""

    organisation: Organisation
    source_title: str
    source_url: str
    evidence: dict[str, dict]
    answers: list[Answer]


def read(path):
    """The Document in the file at `path`, or Unusable."""
    whole = _object(_parsed(path), KEYS, path.name)
    evidence = _evidence(whole["evidence"], path.name)
    answers = [
        _answer(entry, evidence, f"{path.name}, answer {place}")
        for place, entry in enumerate(_list(whole, "answers", path.name), start=1)
    ]
    asked = [answer.recommendation for answer in answers]
    _once([f"recommendation {one.number} of “{one.report}”" for one in asked], path.name, "answers")
    return Document(
        organisation=_named(Organisation, "organisation", whole["organisation"], path.name),
        source_title=_fit(Update, "source_title", whole["source_title"], path.name, required=True),
        source_url=_fit(Update, "source_url", whole["source_url"], path.name),
        evidence=evidence,
        answers=answers,
    )


def _parsed(path):
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as problem:
        raise Unusable(f"{path.name}: the file cannot be read.") from problem
    except UnicodeDecodeError as problem:
        raise Unusable(f"{path.name}: the file is not UTF-8 text.") from problem
    except json.JSONDecodeError as problem:
        raise Unusable(
            f"{path.name}: the file is not JSON from line {problem.lineno} on."
        ) from problem
    except (
        ValueError,
        RecursionError,
    ) as problem:  # an endless number, or lists in lists without end
        raise Unusable(f"{path.name}: the file is not JSON that can be read.") from problem


def _evidence(things, where):
    """The fields of each thing, checked. Two keys for one thing would cite it twice."""
    if not isinstance(things, dict):
        raise Unusable(f"{where}: “evidence” must be an object.")
    evidence = {key: _thing(thing, f"{where}, evidence “{key}”") for key, thing in things.items()}
    _once(
        [f"“{thing['title']}” {thing['dated']}".strip() for thing in evidence.values()],
        where,
        "names",
    )
    return evidence


def _thing(thing, where):
    _object(thing, EVIDENCE_KEYS, where)
    day = thing["dated_on"]
    return {
        "kind": _fit(Evidence, "kind", thing["kind"], where, required=True),
        "title": _fit(Evidence, "title", thing["title"], where, required=True),
        "dated": _fit(Evidence, "dated", thing["dated"], where),
        "dated_on": None if day is None else _fit(Evidence, "dated_on", day, where, required=True),
    }


def _answer(entry, evidence, where):
    _object(entry, ANSWER_KEYS, where)
    cites = [_citation(citation, evidence, where) for citation in _list(entry, "cites", where)]
    waits_on = [
        _named(NPCCDependency, "NPCC dependency", slug, where)
        for slug in _list(entry, "waits_on", where)
    ]
    _once([f"evidence “{key}”" for key, _ in cites], where, "cites")
    return Answer(
        recommendation=_recommendation(entry, where),
        account=_fit(Update, "account", entry["account"], where, required=True),
        remarks=_text(entry["remarks"], "remarks", where),
        cites=cites,
        waits_on=waits_on,
    )


def _recommendation(entry, where):
    report, number = (
        _text(entry["report"], "report", where),
        _text(entry["number"], "number", where),
    )
    asked = Recommendation.objects.filter(report__slug=report).select_related("report")
    try:
        return asked.get(number=number)
    except Recommendation.DoesNotExist as problem:
        known = (
            f"“{report}” has no recommendation {number}"
            if asked.exists()
            else f"there is no report “{report}”"
        )
        raise Unusable(f"{where}: {known}.") from problem


def _citation(citation, evidence, where):
    _object(citation, CITATION_KEYS, where)
    key = _text(citation["evidence"], "evidence", where)
    if key not in evidence:
        raise Unusable(f"{where}: there is no evidence “{key}” in this file.")
    return key, _fit(Citation, "where", citation["where"], where)


def _named(model, noun, slug, where):
    try:
        return model.objects.get(slug=_text(slug, noun, where))
    except model.DoesNotExist as problem:
        raise Unusable(f"{where}: there is no {noun} “{slug}”.") from problem


def _object(value, keys, where):
    """`value`, which is an object with these keys and no others: a misspelt one would be lost without a word."""
    if not isinstance(value, dict):
        raise Unusable(f"{where}: this must be an object.")
    for key in sorted(keys ^ set(value)):
        raise Unusable(f"{where}: “{key}” is {'missing' if key in keys else 'not known here'}.")
    return value


def _list(value, key, where):
    if not isinstance(value[key], list):
        raise Unusable(f"{where}: “{key}” must be a list.")
    return value[key]


def _once(things, where, verb):
    seen = set()
    for thing in things:
        if thing in seen:
            raise Unusable(f"{where}: it {verb} {thing} twice.")
        seen.add(thing)


def _fit(model, name, value, where, *, required=False):
    """`value` as the field of `model` holds it."""
    value = _text(value, name, where)
    if not value.strip():
        if required:
            raise Unusable(f"{where}: “{name}” is empty.")
        return ""
    try:
        return model._meta.get_field(name).clean(value, None)
    except ValidationError as problem:
        raise Unusable(f"{where}: “{name}” does not fit. {' '.join(problem.messages)}") from problem


def _text(value, name, where):
    """`value`, if it is text that a database can hold: no NUL and no half of a character."""
    if not isinstance(value, str):
        raise Unusable(f"{where}: “{name}” must be text.")
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise Unusable(f"{where}: “{name}” has a character that cannot be kept.")
    return clean_lines(value)

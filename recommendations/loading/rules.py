"""What must hold between entries, and between an entry and the rows that are there. Sentences, no writing."""

from ..models import (
    Addressee,
    AddresseeGroup,
    Deadline,
    NPCCDependency,
    Organisation,
    Recommendation,
    Report,
    SubRecommendation,
    Tie,
)
from ..models.deadline import counted_from
from ..models.facts import Certainty
from .checking import FIELDS, describe, shown

CHAINS = {Organisation: "successor", Recommendation: "carried_into", SubRecommendation: "parent"}
"""Fields that point at a row of the same model, and must not lead back to it."""

MOST_COUNTED = 3_650

UNIQUE = {"name": "is called that already", "force": "holds that force to account already"}


def faults(entry, there):
    """A sentence for everything wrong with `entry` beside `there`: what there will be when all is done."""
    yield from _unknown(entry, there)
    yield from RULES.get(entry.model, _nothing)(entry, there)
    if _leads_back(entry, there):
        yield f'"{CHAINS[entry.model]}" leads back to this entry.'


def clashes(there):
    """Pairs (entry, sentence) for rows that cannot both have what only one can have."""
    yield from _same_place(there)
    for name, sentence in UNIQUE.items():
        holders = {}
        for key in there.keys(Organisation):
            holders.setdefault(there.value(Organisation, key, name), []).append(key)
        holders.pop(None, None)
        for value, keys in holders.items():
            yield from _clash(
                there, keys, f"{shown(value if name == 'name' else value[0])} ({name})", sentence
            )


def _same_place(there):
    """Recommendations of one report with one `order`: pages would show them as the database likes."""
    places = {}
    for key in there.keys(Recommendation):
        if there.has(Recommendation, key):
            places.setdefault((key[0], there.value(Recommendation, key, "order")), []).append(key)
    for (_, order), keys in places.items():
        for key in keys if order is not None and len(keys) > 1 else ():
            other = next(one for one in keys if one != key)
            if entry := there.entries[Recommendation].get(key):
                yield (
                    entry,
                    f"The place {order} is that of {describe(Recommendation, other)} too (order).",
                )


def _clash(there, keys, value, sentence):
    for key in keys if len(keys) > 1 else ():
        other = next(one for one in keys if one != key)
        if entry := there.entries[Organisation].get(key):
            yield entry, f"{value}: {describe(Organisation, other)} {sentence}."


def _nothing(entry, there):
    return ()


def _unknown(entry, there):
    """References to rows that neither the files nor the database hold."""
    for name, field in FIELDS[entry.model].items():
        value = entry.values.get(name)
        if field.remote_field and value:
            for key in sorted(value) if field.many_to_many else [value]:
                if not there.has(field.related_model, key):
                    yield f"There is no {describe(field.related_model, key)} ({name}).{_known(field, there)}"


def _known(field, there):
    """The groups, where one is not known: they are few, and their short names are nobody's first guess."""
    if field.related_model is not AddresseeGroup:
        return ""
    return f" It can be {', '.join(slug for (slug,) in there.keys(AddresseeGroup))}."


def _leads_back(entry, there):
    name = CHAINS.get(entry.model)
    seen, key = set(), entry.values.get(name)
    while key and key != entry.key and key not in seen:
        seen.add(key)
        key = there.value(entry.model, key, name)
    return key is not None and key == entry.key


def _organisation(entry, there):
    first, last, force = (entry.values.get(name) for name in ("first_on", "last_on", "force"))
    if first and last and last < first:
        yield "The last day is before the first day."
    if force and entry.values.get("kind") != Organisation.Kind.LOCAL_POLICING_BODY:
        yield "Only a local policing body has a force."
    if force and there.value(Organisation, force, "kind") not in (
        None,
        Organisation.Kind.POLICE_FORCE,
    ):
        yield f'"force" names {describe(Organisation, force)}, which is not a police force.'


def _report(entry, there):
    submitted, published = entry.values.get("submitted_on"), entry.values.get("published_on")
    if submitted and published and submitted > published:
        yield "The report is published before it is submitted."
    for body in sorted(entry.values.get("designated_bodies", ())):
        if there.value(Organisation, body, "kind") not in (None, Organisation.Kind.DESIGNATED_BODY):
            yield f'"designated_bodies" names {describe(Organisation, body)}, which is not a designated body.'


def _recommendation(entry, there):
    values, held = entry.values, Recommendation.TextHeld
    due_on = values.get("due_on")
    published = there.value(Report, values.get("report"), "published_on")
    if due_on and not values.get("due_in_words", "faulty"):
        yield "There is a deadline, and no words that say where it comes from (due_in_words)."
    if due_on and published and due_on < published:
        yield f"The deadline, {due_on}, is before the report is published, {published} (due_on)."
    if values.get("due_at_once") and due_on:
        yield "It is due immediately, so that it has no other day (due_on)."
    if values.get("due_at_once") and values.get("due_in_words") == "":
        yield "It is due immediately. Say so in words, too (due_in_words)."
    if entry.key and not _names_addressees(entry, there):
        yield (
            "It asks nobody. Add an addressee, or say that whom it asks is not known: "
            '"addressees_certainty": "not_found".'
        )
    if values.get("text") and values.get("text_held") == held.NOT_HELD:
        yield 'There is text, and "text_held" says that none is held.'
    if values.get("text") == "" and values.get("text_held") in (held.VERBATIM, held.SUMMARY):
        yield 'There is no text. Say so with "text_held": "not_held".'


def _names_addressees(entry, there):
    """Whether somebody is asked, or the file says that we do not know whom.

    Without this a recommendation that nobody answers looked complete: "0 asked".
    """
    if entry.values.get("addressees_certainty", Certainty.NOT_FOUND) == Certainty.NOT_FOUND:
        return True
    return entry.key in there.addressed


def _deadline(entry, there):
    values = entry.values
    if not {"rule", "amount", "due_on", "recommendation"} <= values.keys():
        return
    rule, amount, due_on = values["rule"], values["amount"], values["due_on"]
    is_counted = rule in (Deadline.Rule.DAYS, Deadline.Rule.MONTHS)
    if is_counted and amount and amount > MOST_COUNTED:
        yield f"A deadline has {MOST_COUNTED:,} days or months at most (amount)."
        return
    if is_counted and not amount:
        yield f"A deadline in {rule} says how many (amount)."
    if not is_counted and amount is not None:
        yield "Only a deadline in days or months has an amount (amount)."
    if rule == Deadline.Rule.DAY and not due_on:
        yield "A deadline on a day has that day (due_on)."
    if values.get("group") and values.get("organisation"):
        yield "It is for a group and for an organisation. Make two entries of it."
    published_on = there.value(Report, values["recommendation"][:1], "published_on")
    if is_counted and amount and due_on and published_on:
        counted_on = counted_from(published_on, rule, amount)
        if counted_on != due_on:
            yield f"{amount} {rule} from publication is {counted_on}, not {due_on} (due_on)."


def _part(entry, there):
    recommendation, parent = entry.values.get("recommendation"), entry.values.get("parent")
    if recommendation and parent and parent[:2] != recommendation:
        yield f"The parent belongs to another recommendation: {describe(SubRecommendation, parent)}."


def _tie(entry, there):
    if entry.key and entry.key[:2] == entry.key[2:4]:
        yield "A recommendation cannot be tied to itself."


def _dependency(entry, there):
    if not {"state", "settled_on", "awaited_since"} <= entry.values.keys():
        return
    settled, awaited = entry.values["settled_on"], entry.values["awaited_since"]
    if (entry.values["state"] == NPCCDependency.State.SETTLED) != bool(settled):
        yield "A settled dependency has the day it was settled on, and no other has one (settled_on)."
    if settled and awaited and settled < awaited:
        yield "The dependency is settled before it is awaited (settled_on)."


def _addressee(entry, there):
    group, organisation = entry.values.get("group"), entry.values.get("organisation")
    if not group and not organisation and {"group", "organisation"} <= entry.values.keys():
        yield "It names nobody. Give a group or an organisation."
    if group and organisation:
        yield "It names a group and an organisation. Make two entries of it."


RULES = {
    Addressee: _addressee,
    Organisation: _organisation,
    Report: _report,
    Recommendation: _recommendation,
    Deadline: _deadline,
    SubRecommendation: _part,
    Tie: _tie,
    NPCCDependency: _dependency,
}

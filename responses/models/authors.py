"""Who wrote what is to be signed, read from the Events."""

from django.db.models import Q

from ..verbs import Effect, Subject, about, with_effect
from .event import Event
from .evidence import Citation


def writers(response):
    """The keys of all who wrote words, parts or evidence of the draft since the last sign-off, however little.

    The draft only names who saved it last: a colleague's one blank let a chief officer sign their own words.
    A sign-off that was recalled does not count: its words were signed for and taken back.
    """
    people, since = _writers_of_words(response)
    return frozenset(people | _writers_of_evidence(response, since))


def _writers_of_words(response):
    """Who wrote, and the number of the sign-off after which they did."""
    writing, signing, recalling = (
        with_effect(effect) for effect in (Effect.WRITES, Effect.SIGNS, Effect.RECALLS)
    )
    events = Event.objects.filter(response=response, verb__in=[*writing, *signing, *recalling])

    people, since = set(), 0
    before_sign_off = (set(), 0)
    for verb, number, person in events.order_by("number").values_list("verb", "number", "by"):
        if verb in writing:
            people.add(person)
        elif verb in signing:
            before_sign_off = (people, since)
            people, since = set(), number
        else:
            people, since = before_sign_off[0] | people, before_sign_off[1]
    return people, since


def _writers_of_evidence(response, since):
    """Who added, changed, showed or withdrew the evidence that the draft cites."""
    cited = list(
        Citation.objects.filter(draft__response=response).values_list("evidence", flat=True)
    )
    if not cited:
        return set()
    of_cited = Q(after__evidence__in=cited) | Q(before__evidence__in=cited)
    events = Event.objects.filter(
        of_cited, chain=response.organisation_id, number__gt=since, verb__in=about(Subject.EVIDENCE)
    )
    return set(events.exclude(by=None).values_list("by", flat=True))

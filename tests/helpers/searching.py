"""What tests of the search share: how they ask, and things that can be found."""

from django.urls import reverse
from django.utils import timezone

from accounts.access import PUBLIC
from responses.models import ColleagueNote
from search import finding, kinds, words
from tests.factories import (
    CitationFactory,
    DependencyFactory,
    EvidenceFactory,
    UpdateFactory,
    UserFactory,
)

LETTERS = "aAbBéÉïßøŁñçÆζΖжЖ٣"
PARTS = [
    " ",
    "-",
    "_",
    "’",
    "'",
    '"',
    "\n",
    "😀",
    "½",
    "²",
    ".",
    ",",
    "/",
    "\u00a0",
    "\u2028",
    "(",
    "%",
    "\\",
]


def note(text, response):
    return ColleagueNote.objects.create(
        response=response, text=text, by=UserFactory(), at=timezone.now()
    )


def find(typed, access=PUBLIC, report=None):
    """What is found, without the kinds of which nothing is."""
    found = finding.find(words.read(typed), access, report)
    return {kind: keys for kind, keys in found.items() if keys}


def show(client, **query):
    page = client.get(reverse("search:search"), query)
    assert page.status_code == 200
    return page


def cite(update, **evidence):
    thing = EvidenceFactory(organisation=update.response.organisation, title="canary", **evidence)
    return CitationFactory(update=update, evidence=thing).evidence


def one_of_each(asked):
    asked.text = "canary"
    asked.save()
    dependency = DependencyFactory(title="canary")
    dependency.recommendations.add(asked)
    update = UpdateFactory(account="canary", published=True, response__recommendation=asked)
    keys = [asked.pk, dependency.pk, update.pk, cite(update).pk, note("canary", update.response).pk]
    return {kind: [key] for kind, key in zip(kinds.KINDS, keys, strict=True)}


def random_text(dice, length):
    runs = ["".join(dice.choices(LETTERS + "12", k=dice.randint(1, 2))) for _ in range(length)]
    return "".join(run + dice.choice(PARTS) for run in runs)

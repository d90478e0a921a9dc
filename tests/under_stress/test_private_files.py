"""No page that everybody may ask for shows a private file, whatever was done in whatever order."""

import os
import random

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.access import access_of
from files import intake
from responses import actions
from responses.models import Citation, Evidence, ForceResponse, Update
from responses.workflow import Refused
from tests.factories import ForceResponseFactory
from tests.helpers.files import upload
from tests.helpers.soak import length

STEPS = 20


@pytest.fixture
def hands(force, lead, chief):
    """What people of one force can do with two files and two answers."""
    return Hands(force, lead, chief)


class Hands:
    def __init__(self, force, lead, chief):
        self.lead = {"by": lead, "access": access_of(lead)}
        self.chief = {"by": chief, "access": access_of(chief)}
        self.answers = ForceResponseFactory.create_batch(2, organisation=force)
        for answer in self.answers:
            words = {"account": "It is done.", "position": "accepted", "progress": "complete"}
            actions.save_draft(answer, version=0, **words, **self.lead)
        self.files = [self._add(number) for number in range(2)]

    def _add(self, number):
        file = intake.receive(upload(f"CANARY-{number}.txt", b"CANARY-%d of the force" % number))
        (evidence,) = actions.add_files(self.answers[0], [file], kind="plan", **self.lead)
        return evidence

    def cite(self, answer, evidence):
        actions.cite(answer, evidence, **self.lead)

    def send(self, answer, evidence):
        version = ForceResponse.objects.get(pk=answer.pk).version
        asked = actions.take_step("ask", answer, version=version, **self.lead)
        sent = actions.take_step("send", answer, version=asked.version, **self.chief)
        ForceResponse.objects.filter(pk=sent.pk).update(stage="drafting")  # so that more can follow

    def publish(self, answer, evidence):
        for update in Update.objects.filter(response=answer, published_at=None)[:1]:
            actions.publish(update, **self.lead)

    def unpublish(self, answer, evidence):
        for update in Update.objects.filter(response=answer, published_at__isnull=False)[:1]:
            actions.unpublish(update, reason="Too early.", **self.lead)

    def make_public(self, answer, evidence):
        actions.show_evidence(evidence, is_public=True, looked_at=evidence.findings, **self.lead)

    def make_private(self, answer, evidence):
        actions.show_evidence(evidence, is_public=False, **self.lead)

    def withdraw(self, answer, evidence):
        actions.withdraw_evidence(evidence, reason="It was the wrong file.", **self.lead)

    def remove(self, answer, evidence):
        for citation in Citation.objects.filter(draft__response=answer, evidence=evidence)[:1]:
            actions.remove_citation(citation, **self.lead)


# How often each is tried: most sequences publish something, and some of it is private.
ACTS = {
    Hands.cite: 4,
    Hands.send: 5,
    Hands.publish: 6,
    Hands.unpublish: 1,
    Hands.make_public: 2,
    Hands.make_private: 2,
    Hands.withdraw: 1,
    Hands.remove: 1,
}


def run(hands, dice):
    """A sequence of what people do; what the rules refuse is part of it."""
    for _ in range(STEPS):
        act = dice.choices(list(ACTS), weights=ACTS.values())[0]
        try:
            act(hands, dice.choice(hands.answers), dice.choice(hands.files))
        except Refused:
            continue


def public_responses(hands):
    """All that a stranger gets: pages of what was asked, of the force, search, and the files."""
    stranger = Client()
    force = hands.answers[0].organisation
    asked = [answer.recommendation for answer in hands.answers]
    addresses = [
        *[recommendation.get_absolute_url() for recommendation in asked],
        *[recommendation.report.get_absolute_url() for recommendation in asked],
        reverse("progress:organisation", args=[force.slug]),
        reverse("progress:changes"),
        reverse("search:search") + "?q=CANARY",
    ]
    for evidence in hands.files:
        addresses.append(reverse("responses:evidence_item", args=[evidence.pk]))
        addresses.append(reverse("responses:evidence_file", args=[evidence.pk]))
    return {address: stranger.get(address).getvalue().decode() for address in addresses}


def is_public(evidence):
    """The rule in its own words, from the rows: not the query that the site asks."""
    evidence = Evidence.objects.get(pk=evidence.pk)
    if not evidence.is_public or evidence.withdrawn_at:
        return False
    citations = Citation.objects.filter(evidence=evidence).select_related("update")
    return any(citation.update and citation.update.published_at for citation in citations)


def check(hands):
    shown = public_responses(hands)
    for number, evidence in enumerate(hands.files):
        leaks = [address for address in shown if f"CANARY-{number}" in shown[address]]
        if is_public(evidence):
            assert leaks, "public evidence is shown"
        else:
            assert not leaks


def search_for_canaries(hands, rounds):
    for round_ in range(rounds):
        dice = random.Random(f"{os.environ.get('SEED', '')}{round_}")  # noqa: S311  which acts, no secret
        try:
            with transaction.atomic():
                run(hands, dice)
                check(hands)
                raise Undone
        except Undone:
            continue


class Undone(Exception):
    """Takes the database back to where it began, so that each sequence starts from the same rows."""


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.django_db
def test_no_private_file_gets_out_whatever_is_done_in_whatever_order(hands):
    search_for_canaries(hands, length(25, soak=1000))

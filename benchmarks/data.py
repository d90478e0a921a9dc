"""A register of a given size, the same for one seed on either engine. Everything in it is invented."""

import datetime
import random

from django.core.management import call_command
from django.utils import timezone

from accounts.models import Membership, User
from recommendations.models import Addressee, Opening, Organisation, Recommendation, Report
from responses import immutable
from responses.models import Draft, Event, ForceResponse, Update
from responses.vocabulary import Position, Progress, Stage

SEED = 20240601
# recommendations, organisations, events of each answer
SCALES = {"S": (8, 43, 5), "M": (1_000, 43, 5), "L": (10_000, 50, 4)}
OF_A_REPORT = 8
BATCH = 5_000
MOMENT = timezone.make_aware(datetime.datetime(2021, 3, 18, 12))
VERBS = ["save_draft", "ask", "send", "publish", "confirm"]
WORDS = ["officer", "victim", "pathway", "policy", "training", "bulletin", "referral", "consent", "partner", "review"]


def build(scale):
    """Fill an empty, migrated database; returns the reviewer who reads the pages."""
    recommendations, organisations, events = SCALES[scale]
    chance = random.Random(SEED)  # noqa: S311  rows, not secrets
    immutable.unguard()
    reviewer, lead = _people()
    bodies = _organisations(organisations, lead)
    asked = _recommendations(recommendations)
    for start in range(0, len(asked), 100):
        _answers(asked[start : start + 100], bodies, lead, chance, events)
    immutable.guard()
    return reviewer


def _people():
    inspectorate = Organisation.objects.create(kind="inspectorate", name="HMICFRS", slug="hmicfrs")
    reviewer = User.objects.create(email="reviewer@bench.example", name="Reviewer (benchmark)")
    Membership.objects.create(user=reviewer, organisation=inspectorate, role=Membership.Role.REVIEWER)
    return reviewer, User.objects.create(email="lead@bench.example", name="Lead (benchmark)")


def _organisations(count, lead):
    bodies = Organisation.objects.bulk_create(
        Organisation(
            kind="police_force", name=f"Force {n:02}", slug=f"force-{n}", group="chief_constables", region="R"
        )
        for n in range(count)
    )
    Membership.objects.create(user=lead, organisation=bodies[0], role=Membership.Role.LEAD)
    return bodies


def _recommendations(count):
    reports = Report.objects.bulk_create(
        Report(title=f"Report {n}", slug=f"report-{n}", published_on=datetime.date(2014, 1, 1) + datetime.timedelta(n))
        for n in range((count + OF_A_REPORT - 1) // OF_A_REPORT)
    )
    Opening.objects.bulk_create(Opening(report=report, at=MOMENT) for report in reports)
    asked = Recommendation.objects.bulk_create(
        Recommendation(
            report=reports[n // OF_A_REPORT],
            number=str(n % OF_A_REPORT + 1),
            order=n % OF_A_REPORT,
            addressed_to="To chief constables",
            text="Do this, and say what was done.",
            due_on=datetime.date(2021, 6, 17) if n % 2 else None,
            due_in_words="Six months from publication." if n % 2 else "None stated",
        )
        for n in range(count)
    )
    Addressee.objects.bulk_create(Addressee(recommendation=one, group="chief_constables") for one in asked)
    return asked


def _answers(asked, bodies, lead, chance, events):
    answers = ForceResponse.objects.bulk_create(
        (ForceResponse(recommendation=one, organisation=body) for one in asked for body in bodies), batch_size=BATCH
    )
    said = [answer for answer in answers if chance.random() < 0.8]
    updates = Update.objects.bulk_create((_update(answer, lead, chance) for answer in said), batch_size=BATCH)
    for update in updates:
        update.response.latest = update
        update.response.published = update if update.published_at else None
        update.response.stage = chance.choice([Stage.DRAFTING, Stage.SENT, Stage.CONFIRMED])
    for answer in answers:
        answer.version = events
    ForceResponse.objects.bulk_update(answers, ["latest", "published", "stage", "version"], batch_size=BATCH // 10)
    Draft.objects.bulk_create(
        (Draft(response=answer, account=_text(chance), saved_by=lead) for answer in said), batch_size=BATCH
    )
    _events(answers, lead, events)


def _update(answer, lead, chance):
    return Update(
        response=answer,
        number=1,
        account=_text(chance),
        position=chance.choice(Position.values),
        progress=chance.choice(Progress.values),
        recorded_at=MOMENT,
        reported_on=datetime.date(2021, 1, 1) + datetime.timedelta(chance.randrange(400)),
        sent_by=lead,
        signed_off_by=lead,
        source=Update.Source.TYPED,
        published_at=MOMENT if chance.random() < 0.7 else None,
    )


def _text(chance):
    return " ".join(chance.choices(WORDS, k=110))


PLACES = {}


def _events(answers, lead, count):
    """The events of each answer in its organisation's chain, with their real hashes."""
    made = []
    for answer in answers:
        for verb in VERBS[:count]:
            number, last = PLACES.get(answer.organisation_id, (0, ""))
            event = Event(
                chain=answer.organisation_id,
                organisation_id=answer.organisation_id,
                number=number + 1,
                response=answer,
                verb=verb,
                at=MOMENT,
                by=lead,
                previous_hash=last,
            )
            event.hash = event.digest()
            PLACES[answer.organisation_id] = (event.number, event.hash)
            made.append(event)
    Event.objects.bulk_create(made, batch_size=BATCH)


def empty():
    """Migrate, and leave nothing of a run before."""
    PLACES.clear()
    call_command("migrate", verbosity=0)
    immutable.unguard()
    call_command("flush", interactive=False, verbosity=0)
    call_command("createcachetable")

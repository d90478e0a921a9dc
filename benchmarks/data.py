"""A register of a given size, the same for one seed on either engine. Everything in it is invented."""

import datetime
import itertools
import json
import random

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Membership, User
from recommendations.models import Addressee, Opening, Organisation, Recommendation, Report
from responses.history import immutable, standings
from responses.models import Citation, Draft, Event, Evidence, ForceResponse, Update
from responses.vocabulary import Position, Progress, Stage
from responses.workflow import STEPS

SEED = 20240601
# recommendations, organisations, events of each answer
SCALES = {"S": (8, 43, 5), "M": (1_000, 43, 5), "L": (10_000, 50, 4)}
OF_A_REPORT = 8
BATCH = 5_000
MOMENT = timezone.make_aware(datetime.datetime(2021, 3, 18, 12))
VERBS = ["save_draft", "ask", "send", "publish", "confirm"]
POLICING = [
    "officer",
    "victim",
    "pathway",
    "policy",
    "training",
    "bulletin",
    "referral",
    "consent",
    "partner",
    "review",
]
# Most texts hold the first words and few the last, as in any language; none is in a dictionary.
WORDS = POLICING + [
    "".join(syllables)
    for syllables in itertools.product("bdfklmnprst", "aeiou", "bdfglmnprstvxz", "aeiou")
]
WEIGHTS = list(itertools.accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))
RARE, RARE_ANSWERS = "kestrelmark", 40  # a word of so many answers, whatever the scale
EVIDENCE_EVERY = 3
OUR_PEOPLE = "@bench.example"
ROWS_A_STATEMENT = 500
PLACES = {}  # of each chain: its last number and hash


@transaction.atomic
def build(scale):
    """Fill an empty, migrated database; returns the reviewer who reads the pages."""
    recommendations, organisations, events = SCALES[scale]
    chance = random.Random(SEED)  # noqa: S311  rows, not secrets
    immutable.unguard()
    reviewer, lead = _people()
    bodies = _organisations(organisations, lead)
    asked = _recommendations(recommendations)
    keys, rare_every = itertools.count(1), max(recommendations * organisations // RARE_ANSWERS, 1)
    for start in range(0, len(asked), 100):
        _answers(asked[start : start + 100], bodies, lead, keys, chance, events, rare_every)
    _reset_keys()
    immutable.guard()
    return reviewer


def is_in_use():
    """Whether there is anything that a run before this one did not make."""
    has_others = User.objects.exclude(email__endswith=OUR_PEOPLE).exists()
    is_ours = User.objects.filter(email__endswith=OUR_PEOPLE).exists()
    return has_others or (Report.objects.exists() and not is_ours)


def settle():
    """What `prepare` does to the tables, and PostgreSQL by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _people():
    inspectorate = Organisation.objects.create(kind="inspectorate", name="HMICFRS", slug="hmicfrs")
    reviewer = User.objects.create(email="reviewer@bench.example", name="Reviewer (benchmark)")
    Membership.objects.create(
        user=reviewer, organisation=inspectorate, role=Membership.Role.REVIEWER
    )
    return reviewer, User.objects.create(email="lead@bench.example", name="Lead (benchmark)")


def _organisations(count, lead):
    bodies = Organisation.objects.bulk_create(
        Organisation(
            kind="police_force",
            name=f"Force {n:02}",
            slug=f"force-{n}",
            group_id="chief_constables",
            region="R",
        )
        for n in range(count)
    )
    Membership.objects.create(user=lead, organisation=bodies[0], role=Membership.Role.LEAD)
    body = Organisation.objects.create(
        kind="local_policing_body", name="Commissioner", slug="commissioner", force=bodies[0]
    )
    scrutineer = User.objects.create(email="scrutiny@bench.example", name="Scrutiny (benchmark)")
    Membership.objects.create(user=scrutineer, organisation=body, role=Membership.Role.SCRUTINY)
    return bodies


def _recommendations(count):
    reports = Report.objects.bulk_create(
        Report(
            title=f"Report {n}",
            slug=f"report-{n}",
            published_on=datetime.date(2014, 1, 1) + datetime.timedelta(n),
        )
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
    Addressee.objects.bulk_create(
        Addressee(recommendation=recommendation, group_id="chief_constables")
        for recommendation in asked
    )
    return asked


def _answers(asked, bodies, lead, keys, chance, events, rare_every):
    """An answer and its update have one key, so that each row is written once, pointers and all."""
    pairs = [(recommendation, body) for recommendation in asked for body in bodies]
    drawn = [
        _answer(recommendation, body, next(keys), chance, events) for recommendation, body in pairs
    ]
    answers = [answer for answer, _ in drawn]
    updates = [
        _update(answer, says, lead, chance, rare_every)
        for answer, says in drawn
        if answer.latest_id
    ]
    ForceResponse.objects.bulk_create(answers, batch_size=BATCH)
    Update.objects.bulk_create(updates, batch_size=BATCH)
    Draft.objects.bulk_create(
        (
            Draft(response=update.response, account=update.account, saved_by=lead)
            for update in updates
        ),
        batch_size=BATCH,
    )
    standings.refresh([answer.pk for answer in answers])
    _evidence(updates[::EVIDENCE_EVERY])
    _events(answers, lead, events)


def _answer(recommendation, body, key, chance, events):
    """An answer, and what its update says if it has one."""
    latest = key if chance.random() < 0.8 else None
    published = latest if chance.random() < 0.7 else None
    day = datetime.date(2021, 1, 1) + datetime.timedelta(chance.randrange(400))
    says = {
        "reported_on": day,
        "position": chance.choice(Position.values),
        "progress": chance.choice(Progress.values),
    }
    answer = ForceResponse(
        pk=key,
        recommendation=recommendation,
        organisation=body,
        latest_id=latest,
        published_id=published,
        stage=chance.choice([Stage.DRAFTING, Stage.SENT, Stage.CONFIRMED])
        if latest
        else Stage.DRAFTING,
        version=events,
    )
    return answer, says


def _evidence(updates):
    shown = Evidence.objects.bulk_create(
        (
            Evidence(
                organisation_id=update.response.organisation_id,
                kind=Evidence.Kind.POLICY,
                title=" ".join(update.account.split()[:6]),
                is_public=update.pk % 2 == 0,
            )
            for update in updates
        ),
        batch_size=BATCH,
    )
    Citation.objects.bulk_create(
        (
            Citation(evidence=evidence, update=update)
            for evidence, update in zip(shown, updates, strict=True)
        ),
        batch_size=BATCH,
    )


def _update(answer, says, lead, chance, rare_every):
    return Update(
        pk=answer.pk,
        response=answer,
        number=1,
        account=_text(chance, is_rare=answer.pk % rare_every == 0),
        recorded_at=MOMENT,
        sent_by=lead,
        signed_off_by=lead,
        source=Update.Source.TYPED,
        published_at=MOMENT if answer.published_id else None,
        **says,
    )


def _text(chance, is_rare):
    words = " ".join(chance.choices(WORDS, cum_weights=WEIGHTS, k=110))
    return f"{words} {RARE}" if is_rare else words


def _events(answers, lead, count):
    """The events of each answer in its organisation's chain, with their real hashes."""
    event = Event(at=MOMENT, by=lead)
    columns = [field.column for field in Event._meta.concrete_fields if not field.primary_key]
    _insert(Event, columns, (_values(event, columns) for _ in _each_event(event, answers, count)))


def _each_event(event, answers, count):
    """`event`, once for each that there is to be; an object of its own for each takes twice as long."""
    for answer in answers:
        chain = event.chain = event.organisation_id = answer.organisation_id
        event.response_id = answer.pk
        for event.verb in VERBS[:count]:
            event.after = {"stage": STEPS[event.verb].target} if event.verb in STEPS else {}
            number, event.previous_hash = PLACES.get(chain, (0, ""))
            event.number = number + 1
            event.hash = event.digest()
            PLACES[chain] = event.number, event.hash
            yield event


def _values(event, columns):
    values = [getattr(event, column) for column in columns]
    return [json.dumps(value) if isinstance(value, dict) else value for value in values]


def _insert(model, columns, rows):
    """Rows of plain values, many to a statement: the ORM takes ten times as long for millions."""
    one = f"({', '.join(['%s'] * len(columns))})"
    head = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES "  # noqa: S608  our own names
    with connection.cursor() as cursor:
        while batch := list(itertools.islice(rows, ROWS_A_STATEMENT)):
            cursor.execute(
                head + ", ".join([one] * len(batch)), [value for row in batch for value in row]
            )


def _reset_keys():
    """Let the next rows have the keys after those that were given here."""
    statements = connection.ops.sequence_reset_sql(no_style(), [ForceResponse, Update])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def empty():
    """Migrate, and leave nothing of a run before. A database that anybody else uses is refused."""
    PLACES.clear()
    call_command("migrate", verbosity=0)
    if is_in_use():
        raise SystemExit(
            f"{connection.settings_dict['NAME']} holds people or reports that no benchmark made. "
            "Benchmarks delete everything in their database: give them an empty one of their own."
        )
    immutable.unguard()
    call_command("flush", interactive=False, verbosity=0)
    call_command("createcachetable")

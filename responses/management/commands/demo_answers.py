from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from accounts.access import Access
from accounts.models import Membership, User
from recommendations.models import AddresseeGroup

from ... import actions
from ...models import ForceResponse
from ...vocabulary import Position, Progress

ACCOUNT = (
    "Invented answer for the demo, number {number}. A bulletin was issued in March 2021 and officers were briefed. "
    "Nothing here was said by {organisation}."
)
# What the demo lets organisations say, in turn: how far the answer gets, its position and its progress.
STORIES = [
    (("ask", "send", "publish"), Position.ACCEPTED, Progress.IN_PROGRESS),
    ((), Position.NOT_STATED, Progress.NOT_STATED),
    (("ask", "send", "publish", "confirm"), Position.ACCEPTED, Progress.COMPLETE),
    (("ask", "send"), Position.DEFERRED, Progress.NOT_STARTED),
    (("ask",), Position.ACCEPTED_IN_PART, Progress.AWAITING_ALLOCATION),
    (("ask", "send", "publish", "return"), Position.NOT_ACCEPTED, Progress.NOT_STARTED),
    ((), Position.NOT_STATED, Progress.NOT_STATED),
]


class Command(BaseCommand):
    help = (
        "Fill the demo with answers that are plainly invented. Refused outside demo mode. "
        "A second run adds nothing."
    )

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Invented answers are for demo mode alone.")
        answers = list(self._silent())
        for number, answer in enumerate(answers):
            tell_story(answer, number)
        self.stdout.write(f"{len(answers)} recommendations got a story, silence among them.")

    def _silent(self):
        """What chief constables were asked, where nothing was begun; all of it, or after a first run none."""
        begun = Q(draft__isnull=False) | Q(latest__isnull=False)
        if ForceResponse.objects.filter(draft__account__startswith=ACCOUNT[:20]).exists():
            return []
        rows = ForceResponse.objects.exclude(begun).select_related("organisation", "recommendation")
        return rows.filter(organisation__group=AddresseeGroup.CHIEF_CONSTABLES).order_by(
            "recommendation", "organisation"
        )


def tell_story(answer, number):
    """Take one answer as far as its story goes, through the same actions as anybody."""
    steps, position, progress = STORIES[(number * 5 + number // 43) % len(STORIES)]
    if not steps:
        return
    lead, chief, reviewer = _people(answer.organisation)
    with _signing_for(chief["by"], answer.organisation):
        _tell(answer, number, steps, position, progress, lead, chief, reviewer)


@contextmanager
def _signing_for(person, organisation):
    """Let the demo's chief officer belong to this force meanwhile: nobody is asked to sign where nobody can."""
    role = {"organisation": organisation, "role": Membership.Role.CHIEF_OFFICER}
    membership, is_new = Membership.objects.get_or_create(user=person, **role)
    try:
        yield
    finally:
        if is_new:
            membership.delete()


def _tell(answer, number, steps, position, progress, lead, chief, reviewer):
    words = {
        "account": ACCOUNT.format(number=number, organisation=answer.organisation),
        "position": position,
        "progress": progress,
    }
    answer = actions.save_draft(answer, **lead, version=answer.version, **words)
    for step in steps:
        if step == "publish":
            actions.publish(answer.latest, by=chief["by"], access=chief["access"])
            answer.refresh_from_db()
            continue
        person = {"ask": lead, "send": chief}.get(step, reviewer)
        reason = "Invented for the demo: name the evidence." if step == "return" else ""
        answer = actions.take_step(step, answer, **person, version=answer.version, reason=reason)


def _people(organisation):
    """The demo's lead, chief officer and reviewer, each as if they belonged to `organisation`."""
    users = {user.email.split("@")[0]: user for user in User.objects.filter(is_demo=True)}
    own = frozenset({organisation.pk})
    lead, chief, reviewer = users["other-lead"], users["other-chief"], users["reviewer"]
    return (
        {"by": lead, "access": Access(user_id=lead.pk, leads=own, reads=own)},
        {"by": chief, "access": Access(user_id=chief.pk, signs=own, reads=own)},
        {"by": reviewer, "access": Access(user_id=reviewer.pk, reviews=True)},
    )

"""What the pages count, once more: from the plain rows, one after another, and with none of the app's queries."""

import datetime

from recommendations.models import Opening, Report
from responses.models import Event, ForceResponse, Update
from responses.vocabulary import Whereabouts
from tests.every_page.figures.rows import AXES, TODAY

# By their name in an address.
FIGURES = {
    "asked": lambda answer: True,
    "answered": lambda answer: answer.seen,
    "silent": lambda answer: not answer.seen,
    "overdue": lambda answer: answer.timeliness == "overdue",
    "late": lambda answer: answer.timeliness == "late",
    "deferred": lambda answer: answer.position == "deferred" or answer.progress == "waiting",
    "confirmed": lambda answer: answer.state == "confirmed",
}
FILTERS = {
    "report": lambda answer, slug: answer.report.slug == slug,
    "whereabouts": lambda answer, word: answer.whereabouts == word,
    "organisation": lambda answer, slug: answer.organisation.slug == slug,
    "region": lambda answer, region: answer.organisation.region == region,
    "group": lambda answer, group: answer.organisation.group_id == group,
    **{axis: lambda answer, word, axis=axis: getattr(answer, axis) == word for axis in AXES},
    "waits_on": lambda answer, slug: slug in [position.slug for position in answer.waits_on],
    "without_waiting": lambda answer, _: all(position.is_over for position in answer.waits_on),
    "lead": lambda answer, words: answer.seen and words.lower() in answer.seen.lead.lower(),
    "figure": lambda answer, name: FIGURES[name](answer),
    "published": lambda answer, _: not answer.is_reviewer,
    "recommendation": lambda answer, number: answer.asked.number == number,
    "answered_from": lambda answer, day: answer.answered_on and str(answer.answered_on) >= day,
    "answered_to": lambda answer, day: answer.answered_on and str(answer.answered_on) <= day,
    "due_from": lambda answer, day: answer.asked.due_on and str(answer.asked.due_on) >= day,
    "due_to": lambda answer, day: answer.asked.due_on and str(answer.asked.due_on) <= day,
    "undated": lambda answer, _: answer.seen and not answer.answered_on,
}


def day(date):
    return f"{date.day} {date:%B %Y}" if date else "Not stated"


class Answer:
    """An answer as somebody reads it who has `updates` in sight, the first one first."""

    def __init__(self, response, updates, is_reviewer):
        self.response, self.organisation, self.asked = (
            response,
            response.organisation,
            response.recommendation,
        )
        self.report, self.name, self.is_reviewer = (
            self.asked.report,
            self.organisation.name,
            is_reviewer,
        )
        self.seen = updates[-1] if updates else None
        self.answered_on = updates[0].reported_on if updates else None
        self.position, self.progress = (
            (self.seen.position, self.seen.progress) if updates else ("", "")
        )
        self.waits_on = list(self.seen.waits_on_dependencies.all()) if updates else []
        self.state, self.assurance, self.timeliness = (
            self._state(),
            self._assurance(),
            self._timeliness(),
        )
        self.whereabouts = self._whereabouts(updates)

    def _state(self):
        if not self.seen or not self.is_reviewer:
            return "answered" if self.seen else "silent"
        with_whom = {
            "drafting": "with_organisation",
            "awaiting_sign_off": "with_organisation",
            "sent": "with_hmicfrs",
        }
        return with_whom.get(self.response.stage, self.response.stage)

    def _whereabouts(self, updates):
        """The reports of these worlds collect their answers here from the first day."""
        if not updates:
            return "awaited"
        return "here" if any(update.published_at for update in updates) else "sent"

    def _assurance(self):
        if not self.seen:
            return ""
        if self.is_reviewer and any(
            decision.kind == "confirm" for decision in self.seen.decisions.all()
        ):
            return "confirmed"
        comments = [
            said for said in self.seen.comments.all() if self.is_reviewer or said.published_at
        ]
        if any(said.assures for said in comments):
            return "assured"
        return "signed_off" if self.seen.signed_off_by_id else "self_reported"

    def _timeliness(self):
        due_on = self.asked.due_on
        if not due_on:
            return "no_deadline"
        if not self.seen:
            return "overdue" if due_on < TODAY else "due"
        if not self.answered_on:
            return "undated"
        return "on_time" if self.answered_on <= due_on else "late"

    def _coverage(self):
        said = {label for label, words in self.seen.sub_answers.items() if words.strip()}
        parts = list(self.asked.sub_recommendations.all())
        inner = {
            part.pk: {each.label for each in parts if each.parent_id == part.pk} for part in parts
        }
        tops = [part for part in parts if not part.parent_id]
        done = [
            part
            for part in tops
            if part.label in said or (inner[part.pk] and inner[part.pk] <= said)
        ]
        return f"{len(done)} of {len(tops)}" if tops else "No parts"

    def word(self, measure):
        if measure == "coverage":
            return self._coverage() if self.seen else "No response here"
        if measure == "whereabouts":
            return Whereabouts(self.whereabouts).label
        value = getattr(self, measure)
        return AXES[measure](value).label if value else "No response here"

    def listed(self):
        """Its row of the page of answers."""
        words = [self.word("position"), self.word("progress")] if self.seen else ["–"]
        said_on = day(self.answered_on) if self.seen else "–"
        where = f"{self.report.title}: {self.asked.number}"
        return [self.name, where, self.word("state"), *words, self.word("timeliness"), said_on]

    def registered(self):
        """Its words on a page of the register, which says the day of what is published last."""
        if not self.seen:
            return ["No response here", self.word("timeliness"), "–"]
        words = [self.word(axis) for axis in ("position", "progress", "timeliness")]
        return [*words, day(self.seen.reported_on)]

    def exported(self):
        words = [self.word(axis) if getattr(self, axis) else "" for axis in AXES]
        where = [self.report.title, self.asked.number, self.name, self.organisation.region]
        response = Whereabouts(self.whereabouts).label
        return [*where, str(self.asked.due_on or ""), *words, response, str(self.answered_on or "")]


def read(is_reviewer, only_open=True):
    """Every answer, newest report first, as a reviewer reads it or as everybody does."""
    updates = Update.objects.prefetch_related(
        "waits_on_dependencies", "comments", "decisions"
    ).order_by("number")
    in_sight = [update for update in updates if is_reviewer or update.published_at]
    opened = {opening.report_id for opening in Opening.objects.all()}
    answers = [
        Answer(
            response,
            [update for update in in_sight if update.response_id == response.pk],
            is_reviewer,
        )
        for response in ForceResponse.objects.select_related(
            "organisation", "recommendation__report"
        )
        if response.recommendation.report_id in opened or not only_open
    ]
    return sorted(
        answers,
        key=lambda each: (-each.report.published_on.toordinal(), each.asked.order, each.name),
    )


def counted(answers):
    return [answer for answer in answers if answer.organisation.kind != "unnamed"]


def narrowed(answers, query):
    return [
        answer
        for answer in answers
        if all(FILTERS[name](answer, value) for name, value in query.items())
    ]


def figures(answers, names=FIGURES):
    return {name: len(narrowed(answers, {"figure": name})) for name in names}


def open_reports():
    return [
        report for report in Report.objects.order_by("-published_on") if hasattr(report, "opening")
    ]


def grouped(answers, key):
    """Those that have the same `key`, in the order of the first."""
    groups = {}
    for each in answers:
        groups.setdefault(key(each), []).append(each)
    return groups


def share(answers):
    return f"{figures(answers)['answered']} of {len(answers)}"


def days_of(answer):
    """How many days it was held, with HMICFRS and waiting for the NPCC, counted one by one."""
    events = Event.objects.filter(response=answer.response).order_by("number")
    turns = [(event.at.date(), event.after["stage"]) for event in events]
    updates = [
        (update.reported_on or update.recorded_at.date(), list(update.waits_on_dependencies.all()))
        for update in Update.objects.filter(response=answer.response).order_by("number")
    ]
    days = {"held": 0, "hmicfrs": 0, "npcc": 0}
    for number in range((TODAY - answer.report.published_on).days):
        today = answer.report.published_on + datetime.timedelta(number)
        stage = ([stage for then, stage in turns if then <= today] or ["drafting"])[-1]
        awaited = ([positions for then, positions in updates if then <= today] or [[]])[-1]
        if stage == "sent":
            days["hmicfrs"] += 1
        elif stage in ("drafting", "awaiting_sign_off"):
            days[
                "npcc" if any(_is_awaited(position, today) for position in awaited) else "held"
            ] += 1
    return days


def _is_awaited(position, today):
    return not position.is_over or (position.settled_on is not None and today < position.settled_on)

"""What is read side by side: the answers to one recommendation, and one organisation beside its group."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.urls import reverse

from .. import workflow
from ..models import Decision, ForceResponse
from ..vocabulary import Stage
from . import reviews
from .contents import Contents, contents_of_each


@dataclass(frozen=True)
class Text:
    """The very same words, once; `answers` are those that say them, by name."""

    contents: Contents
    answers: list[ForceResponse]

    @property
    def coverage(self):
        return self.contents.coverage


def answers_to(recommendation, access):
    """What was sent last by each organisation, by name, with all that the desk shows of it. Drafts are not read."""
    rows = (
        reviews.sent(access)
        .filter(recommendation=recommendation)
        .select_related("organisation", "latest__signed_off_by", "claimed_by")
        .prefetch_related(
            Prefetch(
                "latest__decisions", Decision.objects.select_related("by").order_by("-at", "-pk")
            ),
            "latest__comments",
        )
        .order_by("organisation__name", "pk")
    )
    answers = list(rows)
    for answer in answers:
        answer.recommendation = recommendation

    updates = [(answer, answer.latest) for answer in answers]
    for contents in contents_of_each(updates):
        contents.response.contents = contents
    return answers


def texts(answers):
    """`answers` as Texts, in the order of the first that says each."""
    by_words = {}
    for answer in answers:
        words = (answer.latest.account, *sorted(answer.latest.sub_answers.items()))
        by_words.setdefault(words, []).append(answer)
    return [Text(same[0].contents, same) for same in by_words.values()]


def with_choices(texts, access, address):
    """The same Texts, whose answers have `choices`: (what it is called, where it is done, its key).

    `desk.js` follows the link whose key is pressed.

    `waits` says whether this person is to decide, and `why_not` why they never can.
    Whoever decides comes back to the desk at `address`, at the next answer that is to be decided.
    """
    answers = [answer for text in texts for answer in text.answers]
    for answer in answers:
        answer.why_not = workflow.why_not_review(answer, access)
        answer.waits = not answer.why_not and answer.stage == Stage.SENT
    for place, answer in enumerate(answers):
        query = urlencode(
            {"next": _at(address, _next(answers, place)), "back": _at(address, answer)}
        )
        answer.choices = [
            choice
            for step in _open_steps(answer, access)
            for choice in _choices(answer, step, query)
        ]
    return texts


def _choices(answer, step, query):
    address = f"{reverse('responses:step', args=[answer.pk, step.name])}?{query}"
    yield step.label, address, step.verb.key
    if step.verb.key_to_quote:
        yield f"Quote and {step.name}", f"{address}&quote=on", step.verb.key_to_quote


def _open_steps(answer, access):
    return [step for step in workflow.open_steps(answer, access) if step.who == workflow.REVIEWER]


def _next(answers, place):
    """The next that waits for this person, from the top again after the last; else the one below."""
    others = answers[place + 1 :] + answers[:place]
    return next(
        (answer for answer in others if answer.waits), (answers[place + 1 :] or [answers[place]])[0]
    )


def _at(address, answer):
    return f"{address}#answer-{answer.pk}"

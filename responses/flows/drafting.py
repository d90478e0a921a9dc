"""Writing a draft: the form of the answer, that of its parts, or both on one page."""

from .. import actions, workflow
from ..forms.answers import AnswerForm, SubAnswersForm
from ..models import Draft, ForceResponse
from ..queries.contents import contents_of
from .outcome import MISTAKEN, STALE, Outcome, done, showing

FIELDS = ["account", "position", "progress", "lead", "target_on", "sub_answers"]
RELATIONS = ["waits_on_dependencies", "waits_on_recommendations"]
COMPARE = "Compare both texts, change yours where it needs it, and save again."
SAVED = "Draft saved. Only your organisation sees it."


def kinds_for(response):
    """The forms of the whole draft. The parts have one where the recommendation has any."""
    return [AnswerForm, SubAnswersForm] if response.recommendation.parts else [AnswerForm]


def write(response, kinds, typed, *, by, access):
    """Show the forms of `kinds`, or save what was `typed` in them as the draft, in one Event.

    Somebody else may have saved since the page was opened. Then nothing is saved and nothing is lost: the forms
    come back with what was typed, beside what the other person saved.
    """
    forms = _forms(response, kinds, typed)
    if typed is None or not all(form.is_valid() for form in forms):
        return showing(response, forms)

    try:
        actions.save_draft(response, by=by, access=access, **_typed_in(forms))
    except workflow.Stale as stale:
        return _conflict(response, kinds, typed, stale)
    except workflow.Refused as refused:
        forms[0].add_error(None, str(refused))
        return Outcome(response, forms, MISTAKEN)
    return done(response, SAVED)


def _forms(response, kinds, typed):
    initial = _starting_point(response)
    return [kind(typed, initial=initial, response=response) for kind in kinds]


def _starting_point(response):
    """What the forms begin with: the draft, or else what was sent or published last."""
    draft = getattr(response, "draft", None)
    words = draft or response.latest or Draft()
    initial = {name: getattr(words, name) for name in FIELDS}
    if words.pk:
        initial |= {name: getattr(words, name).all() for name in RELATIONS}
    return initial | {"version": response.version}


def _typed_in(forms):
    answer = {}
    for form in forms:
        answer |= form.words()
    return answer


def _conflict(response, kinds, typed, stale):
    """The next save begins from what is there now."""
    now = ForceResponse.objects.select_related(
        "organisation", "recommendation__report", "draft__saved_by", "latest", "published"
    ).get(pk=response.pk)
    typed = typed.copy()
    typed["version"] = now.version
    forms = _forms(now, kinds, typed)
    forms[0].add_error(None, f"{stale} {COMPARE}")
    return Outcome(now, forms, STALE, theirs=contents_of(now, getattr(now, "draft", None)))

"""Writing a draft: the form of the answer, that of its parts, or both on one page."""

from django import forms as django_forms

from .. import actions, workflow
from ..forms.answers import AnswerForm, SubAnswersForm
from ..forms.conflicts import ConflictForm
from ..history import drafts
from ..history.differences import differences
from ..models import Draft, Event, ForceResponse
from ..queries.contents import contents_of
from ..vocabulary import Position, Progress
from .outcome import MISTAKEN, STALE, Clashing, Outcome, done, showing

CHOOSE = "Choose which to keep below, then save again. Nothing is saved yet."
SAVED = "Draft saved. Only your organisation sees it."


def kinds_for(response):
    """The forms of the whole draft. The parts have one where the recommendation has any."""
    return [AnswerForm, SubAnswersForm] if response.recommendation.parts else [AnswerForm]


def write(response, kinds, typed, *, by, access):
    """Show the forms of `kinds`, or save what was `typed` in them as the draft, in one Event.

    Somebody else may have saved since the page was opened. What only one of the two changed is taken
    without a question. Where both changed a field nothing is saved and nothing is lost: the forms come
    back with what was typed, and ask for each such field whose words stay.
    """
    forms = _forms(response, kinds, typed)
    conflict = _chosen_in(forms, typed, response)
    if typed is None or not all(form.is_valid() for form in [*forms, *conflict]):
        return _again(response, forms, conflict)

    taken = conflict[0].taken() if conflict else set()
    began_at = forms[0].cleaned_data["version"]
    try:
        response = actions.save_draft(response, by=by, access=access, **_typed_in(forms, taken))
    except workflow.Clash as clash:
        return _clash(response, kinds, typed, clash)
    except workflow.Stale as stale:
        return _stale(response, kinds, typed, stale)
    except workflow.Refused as refused:
        forms[0].add_error(None, str(refused))
        return Outcome(response, forms, MISTAKEN)
    return done(response, _saved(response, by, began_at))


def _forms(response, kinds, typed):
    initial = _starting_point(response)
    return [kind(typed, initial=initial, response=response) for kind in kinds]


def _starting_point(response):
    """What the forms begin with: the draft, or else what was sent or published last."""
    draft = getattr(response, "draft", None)
    words = draft or response.latest or Draft()
    initial = {name: getattr(words, name) for name in drafts.WRITTEN}
    if words.pk:
        initial |= {name: getattr(words, name).all() for name in drafts.WAITS}
    return initial | {"version": response.version}


def _typed_in(forms, taken):
    """What to save: all that was typed, but for the fields where somebody else's words stay."""
    answer = {}
    for form in forms:
        answer |= form.words(without=taken)
    return answer


def _saved(response, by, began_at):
    """What the page says, with what colleagues saved while the form was open and this save has kept."""
    events = Event.objects.filter(response=response).order_by("number").select_related("by")
    others = [event for event in events[began_at:] if event.by != by and event.verb in drafts.VERBS]
    if not others:
        return SAVED
    names = sorted({event.by.name for event in others})
    return f"{SAVED} {' and '.join(names)} saved changes while you were writing. We kept those too."


def _stale(response, kinds, typed, stale):
    """A form of no version that this answer ever had: nothing can be merged."""
    now = _now(response)
    typed = typed.copy()
    typed["version"] = now.version
    forms = _forms(now, kinds, typed)
    forms[0].add_error(None, f"{stale} Compare both texts, and save again.")
    return Outcome(now, forms, STALE, theirs=contents_of(now, getattr(now, "draft", None)))


def _clash(response, kinds, typed, clash):
    """The forms again, at the version that is there now, with a question for each field that both changed."""
    mine = drafts.plain_facts(_typed_in(_valid(_forms(response, kinds, typed)), set()))
    base = drafts.at_version(response, int(typed["version"]))
    now = _now(response)
    to_save, _ = drafts.merge(base, mine, drafts.facts_of(now.draft))

    typed = typed.copy()
    typed["version"] = now.version
    fresh = _forms(now, kinds, None)
    for form in fresh:
        for field in form.draft_fields():
            if field not in to_save and field not in clash.fields:
                _type_in(typed, form[form.name_of(field)])

    forms = _forms(now, kinds, typed)
    forms[0].add_error(None, f"{clash} {CHOOSE}")
    names = [form.name_of(field) for form in forms for field in clash.fields if form.name_of(field)]
    return _again(now, forms, [_conflict_form(forms, names, None, now)], status=STALE)


def _valid(forms):
    for form in forms:
        form.full_clean()
    return forms


def _now(response):
    return ForceResponse.objects.select_related(
        "organisation", "recommendation__report", "draft__saved_by", "latest", "published"
    ).get(pk=response.pk)


def _type_in(typed, field):
    """Let `typed` say of a field what its form begins with, as a browser would send it."""
    value = field.value()
    widget = field.field.widget
    if isinstance(widget, django_forms.MultiWidget):
        for number, part in enumerate(widget.decompress(value)):
            typed[f"{field.html_name}_{number}"] = str(part)
    elif isinstance(widget, django_forms.CheckboxSelectMultiple):
        typed.setlist(field.html_name, value or [])
    else:
        typed[field.html_name] = value


def _chosen_in(forms, typed, response):
    """The form with the choices between two people's words, in a list; an empty one where nothing was asked."""
    if typed is None or "clashing" not in typed:
        return []
    of_draft = {form.name_of(field) for form in forms for field in form.draft_fields()}
    names = [name for name in typed.getlist("clashing") if name in of_draft]
    if not names:
        return []
    typed = typed.copy()
    typed.setlist("clashing", names)
    return [_conflict_form(forms, names, typed, response)]


def _conflict_form(forms, names, typed, response):
    fields = [form[name] for form in forms for name in names if name in form.fields]
    draft = getattr(response, "draft", None)
    return ConflictForm(
        typed, fields_of_draft=fields, saved_by=draft.saved_by.name if draft else "a colleague"
    )


def _again(response, forms, conflict, status=None):
    """The forms as they are, with the questions of `conflict` beside both people's words."""
    outcome = showing(response, [*forms, *conflict])
    outcome.forms = forms
    if conflict:
        outcome.status = status or outcome.status
        outcome.conflict = conflict[0]
        outcome.theirs = contents_of(response, getattr(response, "draft", None))
        outcome.clashes = list(_clashes(response, forms, conflict[0]))
    return outcome


def _clashes(response, forms, conflict):
    """Both people's words of each field, in words, with the differences from theirs to mine marked."""
    theirs = drafts.by_field(drafts.facts_of(getattr(response, "draft", None)))
    mine = drafts.by_field(drafts.plain_facts(_typed_in(_valid_only(forms), set())))
    for form in forms:
        for field in form.draft_fields():
            name = form.name_of(field)
            if name in conflict.names:
                text = in_words(field, theirs.get(field, ""))
                pieces = differences(text, in_words(field, mine.get(field, "")))
                yield Clashing(form[name].label, text, pieces, conflict.question(name))


def _valid_only(forms):
    return [form for form in forms if not form.errors or set(form.errors) == {"__all__"}]


def in_words(field, fact):
    """A fact of a draft as people read it."""
    name, _ = field
    if name == "position":
        return Position(fact).label if fact else ""
    if name == "progress":
        return Progress(fact).label if fact else ""
    if isinstance(fact, list):
        return "\n".join(fact)
    return fact or ""

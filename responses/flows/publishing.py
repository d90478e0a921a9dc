"""Publishing an update, and unpublishing it with a reason."""

from .. import actions, notices, verbs
from ..forms.steps import ReasonForm
from .outcome import done, showing


def publish(update, *, by, access):
    actions.publish(update, by=by, access=access)
    return done(update.response, notices.banner("publish", update.response, update=update.number))


def unpublish(update, typed, *, by, access):
    """Show the form that asks why, or unpublish."""
    form = ReasonForm(typed)
    if typed is None or not form.is_valid():
        return showing(update.response, [form])

    actions.unpublish(update, by=by, access=access, **form.cleaned_data)
    return done(update.response, verbs.banner_for("unpublish", update=update.number))

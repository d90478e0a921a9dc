"""Saying who judges an answer."""

from .. import actions, verbs
from .outcome import done


def claim(response, reviewer, *, by, access):
    """Let colleagues see that `reviewer` judges it, or nobody when it is None."""
    actions.claim(response, by=by, access=access, reviewer=reviewer)
    verb = "claim" if reviewer else "release"
    return done(response, verbs.banner_for(verb, reviewer=reviewer))

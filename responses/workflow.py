"""Which step comes next, who takes it, and why not now. Nothing here reads or writes the database."""

from .vocabulary import Stage


class Refused(Exception):
    """A step that cannot be taken; its text is the reason, in a sentence."""


class Stale(Refused):
    """Somebody saved the same thing in between."""


def why_not_edit(response, access):
    """Why this person cannot write this answer now, or nothing."""
    if response.organisation_id not in access.leads:
        return "Only a lead of the organisation that was asked can write its answer."
    if response.stage != Stage.DRAFTING:
        return f"This answer is “{Stage(response.stage).label}”, so it cannot be changed."
    return None

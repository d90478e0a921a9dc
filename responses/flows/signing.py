"""What somebody who signs was shown, kept in the form itself, so that what changed since can be marked."""

from django.core import signing

from ..history.comparing import Fact, changes
from ..queries.facts import facts_of, fingerprint, latest_update, says_the_same, shown_facts

SALT = "responses.sign-off"
UNKNOWN = "We cannot tell what you were shown. Nothing was sent. Read the answer, then go on."
CHANGED = "This answer changed after you opened the page. Nothing was sent. Read what changed, then go on."
SAME = (
    "Somebody worked on this answer, and it says the same. Nothing was sent. Read it, then go on."
)


def token_for(response, contents):
    """What is shown, signed by the server: a form gives it back to say what its reader saw."""
    listed = [[fact.key, fact.name, fact.text] for fact in _shown(contents)]
    return signing.dumps([response.pk, listed], salt=SALT, compress=True)


def facts_in(token, response):
    """What was shown, or None for a token that this site did not make for this answer."""
    try:
        key, listed = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if key != response.pk:
        return None
    return [Fact(*values) for values in listed]


def changes_since(token, response, contents):
    """What changed since it was shown, as rows, and the sentence for the top of the page."""
    shown = facts_in(token, response)
    if shown is None:
        return [], UNKNOWN
    rows = changes(shown, _shown(contents))
    return rows, CHANGED if rows else SAME


def fingerprint_in(token, response):
    return fingerprint(facts_in(token, response) or [])


def changed_since_last_update(contents):
    """What the answer says otherwise than the update before it, or None where there was none."""
    update = latest_update(contents.response)
    if update is None:
        return None
    return changes(facts_of(update), facts_of(contents))


def is_unchanged(contents):
    """Whether sending now would say again what was sent last."""
    return contents is not None and says_the_same(contents, latest_update(contents.response))


def _shown(contents):
    return shown_facts(contents) if contents else []

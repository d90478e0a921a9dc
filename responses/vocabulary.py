"""The words of an answer: four axes kept apart, and whose turn it is. Imports nothing of ours."""

from django.db.models import TextChoices


class Position(TextChoices):
    """What the organisation says of the recommendation."""

    NOT_STATED = "not_stated", "Not stated"
    ACCEPTED = "accepted", "Accepted"
    ACCEPTED_IN_PART = "accepted_in_part", "Accepted in part"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
    DEFERRED = "deferred", "Deferred to a national lead"


class Progress(TextChoices):
    """How far the organisation says it is."""

    NOT_STATED = "not_stated", "Not stated"
    NOT_STARTED = "not_started", "Not started"
    AWAITING_ALLOCATION = "awaiting_allocation", "Awaiting allocation"
    IN_PROGRESS = "in_progress", "In progress"
    WAITING = "waiting", "Waiting on a dependency"
    COMPLETE = "complete", "Complete"


class Assurance(TextChoices):
    """Who says so."""

    SELF_REPORTED = "self_reported", "Self-reported"
    SIGNED_OFF = "signed_off", "Signed off in force"
    ASSURED = "assured", "Assured by the policing body"
    CONFIRMED = "confirmed", "Confirmed by the inspectorate"


class Timeliness(TextChoices):
    """Computed from dates, never typed."""

    NO_DEADLINE = "no_deadline", "No date set"
    DUE_NOW = "due_now", "Due now"
    DUE = "due", "Due"
    PASSED = "passed", "Date passed"
    OVERDUE = "overdue", "Overdue"
    ON_TIME = "on_time", "Answered on time"
    LATE = "late", "Answered late"
    UNDATED = "undated", "Answered, day not stated"


class Whereabouts(TextChoices):
    """Where an organisation’s response is, as far as this register knows.

    “None found” needs somebody who looked. Until then nobody is called silent, let alone overdue.
    """

    HERE = "here", "Published here"
    SENT = "sent", "Sent to HMICFRS"
    ELSEWHERE = "elsewhere", "Published elsewhere"
    FOR_ALL = "for_all", "Answered for all"
    NONE_FOUND = "none_found", "None found"
    AWAITED = "awaited", "No response here"
    NOT_LOOKED = "not_looked", "Not looked for yet"


class Stage(TextChoices):
    """Where an answer is on its way, and so whose turn it is."""

    DRAFTING = "drafting", "With the organisation"
    AWAITING_SIGN_OFF = "awaiting_sign_off", "With the chief officer"
    SENT = "sent", "With HMICFRS"
    CONFIRMED = "confirmed", "Confirmed"
    CLOSED = "closed", "Closed"


class State(TextChoices):
    """Whose turn it is, as far as others may know."""

    SILENT = "silent", "No response here"
    ANSWERED = "answered", "Published"
    WITH_ORGANISATION = "with_organisation", "With the organisation"
    WITH_HMICFRS = "with_hmicfrs", "With HMICFRS"
    CONFIRMED = "confirmed", "Confirmed"
    CLOSED = "closed", "Closed"


class Closure(TextChoices):
    """Why HMICFRS closes an answer that it does not confirm."""

    ALTERNATIVE = "alternative", "Alternative accepted"
    NOT_ACCEPTED = "not_accepted", "Not accepted by the organisation"
    SUPERSEDED = "superseded", "Superseded"
    NO_LONGER_APPLICABLE = "no_longer_applicable", "No longer applicable"

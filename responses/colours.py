"""Which colour goes with which word. Looks are chosen by value, never by the text of a label."""

from recommendations.models import NPCCDependency

from .vocabulary import (
    Assurance,
    Position,
    Progress,
    Stage,
    State,
    Timeliness,
    Whereabouts,
)

DependencyState = NPCCDependency.State
AXES = {
    "position": Position,
    "progress": Progress,
    "assurance": Assurance,
    "timeliness": Timeliness,
    "stage": Stage,
    "state": State,
    "whereabouts": Whereabouts,
    "dependency": DependencyState,
}
# Red is for what is late alone. “Not accepted” is an answer like any other, and silence blames nobody.
COLOURS = {
    Position: {
        Position.NOT_STATED: "grey",
        Position.ACCEPTED: "green",
        Position.ACCEPTED_IN_PART: "teal",
        Position.NOT_ACCEPTED: "purple",
        Position.DEFERRED: "yellow",
    },
    Progress: {
        Progress.NOT_STATED: "grey",
        Progress.NOT_STARTED: "grey",
        Progress.AWAITING_ALLOCATION: "grey",
        Progress.IN_PROGRESS: "blue",
        Progress.WAITING: "yellow",
        Progress.COMPLETE: "green",
    },
    Assurance: {
        Assurance.SELF_REPORTED: "grey",
        Assurance.SIGNED_OFF: "blue",
        Assurance.ASSURED: "teal",
        Assurance.CONFIRMED: "green",
    },
    Timeliness: {
        Timeliness.NO_DEADLINE: "grey",
        Timeliness.DUE_NOW: "yellow",
        Timeliness.DUE: "blue",
        Timeliness.PASSED: "grey",
        Timeliness.OVERDUE: "red",
        Timeliness.ON_TIME: "green",
        Timeliness.LATE: "orange",
        Timeliness.UNDATED: "grey",
    },
    Stage: {
        Stage.DRAFTING: "grey",
        Stage.AWAITING_SIGN_OFF: "yellow",
        Stage.SENT: "blue",
        Stage.CONFIRMED: "green",
        Stage.CLOSED: "grey",
    },
    State: {
        State.SILENT: "none",
        State.ANSWERED: "green",
        State.WITH_ORGANISATION: "yellow",
        State.WITH_HMICFRS: "blue",
        State.CONFIRMED: "green",
        State.CLOSED: "grey",
    },
    Whereabouts: {
        Whereabouts.HERE: "green",
        Whereabouts.SENT: "blue",
        Whereabouts.ELSEWHERE: "teal",
        Whereabouts.FOR_ALL: "teal",
        Whereabouts.NONE_FOUND: "none",
        Whereabouts.AWAITED: "none",
        Whereabouts.NOT_LOOKED: "grey",
    },
    DependencyState: {
        DependencyState.AWAITED: "yellow",
        DependencyState.IN_DEVELOPMENT: "blue",
        DependencyState.SETTLED: "green",
        DependencyState.WITHDRAWN: "grey",
    },
}


def look(axis):
    """The (value, label, colour) of each word of one of the AXES."""
    words = AXES[axis]
    return [(member.value, member.label, COLOURS[words][member]) for member in words]

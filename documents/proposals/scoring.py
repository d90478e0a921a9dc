"""How well a reading agrees with what a person expected of a document: the comparison, document by
document.

Words are compared as `text.folded` has them. `either` gives several values that are right for a
field, `allowed` proposals that are neither missed nor wrong, `instead` whole lists that are as
right as the first.
"""

from dataclasses import dataclass, field

from ..language.text import folded

FIELDS = ("recommendation", "part", "words", "said_on", "position", "progress")


@dataclass
class Score:
    name: str
    right: int = 0
    missed: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    not_pointed_out: list = field(default_factory=list)
    pointed_out_wrongly: list = field(default_factory=list)
    nothing: str = ""  # what is wrong with saying, or not saying, that there is nothing

    @property
    def is_perfect(self):
        faults = (
            self.missed
            or self.wrong
            or self.not_pointed_out
            or self.pointed_out_wrongly
            or self.nothing
        )
        return not faults


def score(run, answer):
    """The Score of `answer`, in the format of `read_answers --json`, for one expected `run`."""
    lists = [_expected(run["proposals"], run.get("either", []))]
    lists += [_expected(proposals, []) for proposals in run.get("instead", [])]
    allowed = _expected(run.get("allowed", []), [])
    best = min((_compared(run["file"], wanted, allowed, answer) for wanted in lists), key=_faults)
    is_instead = (
        bool(run.get("instead")) and answer["proposals"] and not best.missed and not best.wrong
    )
    best.nothing = _nothing(run["nothing"], answer, is_instead)
    tags = {oddity.partition(":")[0] for oddity in answer["oddities"]}
    best.not_pointed_out = [one["tag"] for one in run["oddities"] if one["tag"] not in tags]
    best.pointed_out_wrongly = [one["tag"] for one in run.get("must_not", []) if one["tag"] in tags]
    return best


def _faults(one):
    return len(one.missed) + len(one.wrong)


def _expected(proposals, either):
    """For each proposal the values that are right for each field."""
    expected = [{name: [proposal[name]] for name in FIELDS} for proposal in proposals]
    for alternative in either:
        expected[alternative["proposal"]][alternative["field"]] = alternative["values"]
    return expected


def _compared(name, wanted, allowed, answer):
    result = Score(name)
    left = list(wanted)
    for proposal in answer["proposals"]:
        match = next((one for one in left if _agrees(one, proposal)), None)
        if match is not None:
            left.remove(match)
            result.right += 1
        elif not any(_agrees(one, proposal) for one in allowed):
            result.wrong.append(proposal)
    result.missed = left
    return result


def _agrees(expected, proposal):
    return all(
        folded(proposal[name]) in [folded(value) for value in values]
        if name == "words"
        else proposal[name] in values
        for name, values in expected.items()
    )


def _nothing(wanted, answer, is_instead):
    if wanted is True and not is_instead and (answer["proposals"] or not answer["nothing"]):
        return "it should say that there is nothing, and propose nothing"
    if (wanted is False or is_instead) and answer["nothing"]:
        return "it should not say that there is nothing"
    return ""


def totals(scores):
    """(recall, precision) over all documents."""
    right = sum(one.right for one in scores)
    wanted = right + sum(len(one.missed) for one in scores)
    given = right + sum(len(one.wrong) for one in scores)
    return (right / wanted if wanted else 1.0), (right / given if given else 1.0)

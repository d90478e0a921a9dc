"""Events in words. No sentence holds the words of a draft or the name of evidence, whoever reads it."""

from collections import defaultdict

from .vocabulary import Closure

# By the verb of an event. What stands in braces is one of the facts that `tell` lets through.
SENTENCES = {
    "load": "Fixtures loaded",
    "open_report": "Report opened for answers",
    "read_from_document": "Update {update} read from a document: {source}",
    "save_draft": "Draft changed: {changed}",
    "cite": "Evidence cited in the draft",
    "remove_citation": "Citation taken out of the draft",
    "add_evidence": "Evidence added",
    "show_evidence": "Evidence shown to everybody, or no longer",
    "withdraw_evidence": "Evidence withdrawn",
    "scan": "Evidence scanned for malware",
    "ask": "Chief officer asked for sign-off",
    "take_back": "Taken back from the chief officer",
    "send_back": "Sent back by the chief officer",
    "send": "Update {update} signed off and sent to HMICFRS",
    "agree_plan": "Plan of update {update} agreed",
    "confirm": "Implementation confirmed on update {update}",
    "close": "Closed on update {update}: {closed_because}",
    "return": "Update {update} returned",
    "reopen": "Reopened",
    "start": "New update started",
    "publish": "Update {update} published",
    "unpublish": "Update {update} taken back from publication",
    "comment": "Policing body’s comment on update {update}",
    "claim": "Claimed for {reviewer}",
    "release": "Released: no reviewer judges it",
    "note": "Note left for colleagues",
    "settle": "Dependency settled",
    "withdraw_dependency": "Dependency withdrawn",
    "reopen_dependency": "Dependency awaited again",
}
TOLD = ["update", "source", "reviewer"]
FIELDS = {"sub_answers": "answers to sub-recommendations", "target_on": "target date"}


def tell(event):
    """What happened, in a sentence without its full stop; who did it and when stands beside it."""
    said = event.before | event.after
    facts = {name: said[name] for name in TOLD if name in said}
    facts["changed"] = ", ".join(FIELDS.get(name, name.replace("_", " ")) for name in sorted(event.after))
    if said.get("closed_because"):
        facts["closed_because"] = Closure(said["closed_because"]).label.lower()
    return SENTENCES[event.verb].format_map(defaultdict(lambda: "not stated", facts))

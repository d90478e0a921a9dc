"""Whose words, and about which report: by the names that documents use."""

import re

from .text import bare

OURS, OTHER, NONE = "ours", "other", "none"
# Things that are numbered and answered like recommendations, and are none of a super-complaint report.
NO_REPORT = re.compile(
    r"\b(areas? for improvement|afis?|causes? of concern|learning points?|peel|coroners?"
    r"|prevention of future deaths|regulation 28"
    r"|action \d+|actions for|hmic value for money|audit recommendation|inspection|value for "
    r"money|serious case review|inquest"
    r"|internal audit|paper to the board|recommendations? (of|in) this (paper|report to))\b",
    re.IGNORECASE,
)
JOINT = re.compile(r"\bjoint(ly)?\b|\bon behalf of both\b|\bcyd\b", re.IGNORECASE)
KINDS = [
    ("apcc", r"\bapcc\b|association of police and crime"),
    ("npcc", r"\bnpcc\b|national police chiefs|\bthe council\b"),
    (
        "local_policing_body",
        r"commissioners?(’s|'s|s’)?\b|\bpccs?\b|policing body|\bmayors?\b|\bmopac\b|\bpfccs?\b"
        r"|police authority|comisiynydd",
    ),
    ("home_office", r"\bhome office\b|\bgovernment\b|\bministers?\b|home secretary"),
    ("moj", r"\bministry of justice\b|\bmoj\b"),
    ("college", r"\bcollege\b"),
    ("cps", r"\bcps\b|crown prosecution"),
    (
        "police_force",
        r"\bforces?(’s|'s)?\b|constabulary|chief constable|\bpolice\b|heddlu|chief officer",
    ),
]
FOR_ALL = re.compile(
    r"\b(on behalf of|joint (answer|response|reply) (for|of|on behalf of)|answers? for"
    r"|respon\w+ for|representing)\s+(all\b|the\s+)?[^.]{0,20}"
    r"\b(\d{2}|all|forty-\w+|every|england)\b[^.]{0,40}\b(forces?|commissioners?|constabular"
    r"|chief constables?|bodies|pccs)",
    re.IGNORECASE,
)


class Names:
    """The names of one register, ready to be looked for."""

    def __init__(self, register):
        self.register = register
        self.ours = register.report.names
        others = {name: other for other in register.other_reports for name in other.names}
        self.others = {name: other for name, other in others.items() if name not in self.ours}

    def scope(self, text):
        """Whether `text`, a title or the source of a row, names our report, another one, or what is no report."""
        words = f" {bare(text)} "
        if any(f" {name} " in words for name in self.ours):
            return OURS
        if any(f" {name} " in words for name in self.others):
            return OTHER
        return NONE if NO_REPORT.search(text) else ""

    def other_report(self, text):
        words = f" {bare(text)} "
        return next(
            (other.title for name, other in self.others.items() if f" {name} " in words), ""
        )

    def whose(self, text):
        """Who speaks under a label or a head: own, other, joint, or nobody in particular."""
        if JOINT.search(text):
            return "joint"
        kind = next((kind for kind, rule in KINDS if re.search(rule, text, re.IGNORECASE)), "")
        if not kind:
            return ""
        organisation = self.register.organisation
        if organisation.kind == "unnamed":
            return "own" if kind == "police_force" else "other"
        if organisation.kind in ("police_force", "local_policing_body"):
            return "own" if kind == organisation.kind else "other"
        own = kind == organisation.group or any(
            bare(kind) in bare(name) for name in organisation.names
        )
        return (
            "own"
            if own or re.search(dict(KINDS)[kind], " ".join(organisation.names), re.IGNORECASE)
            else "other"
        )

    def is_publication(self, iso):
        """Whether a day is that on which a report was published: of it, not of its answer."""
        reports = [self.register.report, *self.register.other_reports]
        return any(
            report.published_on and report.published_on.isoformat() == iso for report in reports
        )

    def is_body(self, text):
        """Whether `text` is the name of somebody who answers: “Midshire Police”, “Chief Constable’s Office”."""
        return bool(
            re.search(
                r"\b(police|constabulary|commissioner|constable|council|office|mayor|heddlu)\b",
                text,
                re.IGNORECASE,
            )
        )

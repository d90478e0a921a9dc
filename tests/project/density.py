"""How dense the code is, app by app: `python -m tests.project.density` prints the table.

`--tighten` lowers each limit in density.json to what is true now; it raises none.

Short functions are no aim of this project: what counts is whether somebody reads a line once. So this
counts what makes people read twice: long lines, two assignments on one line, nested comprehensions,
if-expressions, missing comments, and names that name nothing.
"""

import ast
import io
import json
import sys
import tokenize
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Path(__file__).with_name("density.json")
MORE_IS_BETTER = {"comments / 100"}
# Good enough: what is better than this may vary. Taken from six houses that are pleasant to read.
GOALS = {
    "long lines %": 2.0,
    "tuple = / 1,000": 2.0,
    "comprehensions / 1,000": 20.0,
    "if-expressions / 1,000": 12.0,
    "comments / 100": 3.0,
    "vague names %": 1.0,
}
APPS = [
    "accounts",
    "benchmarks",
    "documents",
    "files",
    "govuk",
    "outbox",
    "progress",
    "recommendations",
    "responses",
    "search",
    "supercomplaint",
    "tests",
]
WIDTH = 100
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# Names of what was done to a thing, or pronouns for it. None says which noun of the domain it is.
VAGUE = {
    *[
        "asked",
        "counted",
        "done",
        "drawn",
        "each",
        "found",
        "kept",
        "kind",
        "one",
        "other",
        "others",
    ],
    *["own", "place", "rows", "said", "thing", "things", "there", "told", "what", "who", "words"],
}


@dataclass
class Density:
    """Counts of one app. Rates are per 1,000 lines, but for comments: per 100."""

    lines: int = 0
    long_lines: int = 0
    tuple_assignments: int = 0
    comprehensions: int = 0
    if_expressions: int = 0
    comments: int = 0
    names: int = 0
    vague_names: int = 0

    def __add__(self, other):
        sums = {}
        for field in fields(self):
            sums[field.name] = getattr(self, field.name) + getattr(other, field.name)
        return Density(**sums)

    def rates(self):
        """What is compared and printed: rates, so that an app may grow."""
        return {
            "long lines %": _rate(self.long_lines, self.lines, 100),
            "tuple = / 1,000": _rate(self.tuple_assignments, self.lines, 1000),
            "comprehensions / 1,000": _rate(self.comprehensions, self.lines, 1000),
            "if-expressions / 1,000": _rate(self.if_expressions, self.lines, 1000),
            "comments / 100": _rate(self.comments, self.lines, 100),
            "vague names %": _rate(self.vague_names, self.names, 100),
        }


def _rate(count, of, per):
    return round(per * count / of, 1) if of else 0.0


def of_source(source):
    """The density of one file."""
    density = Density()
    lines = source.splitlines()
    density.lines = len(lines)
    density.long_lines = sum(len(line) > WIDTH for line in lines)
    density.comments = _comments(source)
    for node in ast.walk(ast.parse(source)):
        density.comprehensions += isinstance(node, COMPREHENSIONS)
        density.if_expressions += isinstance(node, ast.IfExp)
        density.tuple_assignments += _is_tuple_assignment(node)
        for name in _names(node):
            density.names += 1
            density.vague_names += name in VAGUE
    return density


def _comments(source):
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return sum(token.type == tokenize.COMMENT for token in tokens)


def _is_tuple_assignment(node):
    """Two assignments written as one: a tuple on both sides of `=`, unless it swaps."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Tuple):
        return False

    target = node.targets[0]
    if not isinstance(target, ast.Tuple):
        return False

    left = {ast.unparse(element) for element in target.elts}
    right = {ast.unparse(element) for element in node.value.elts}
    return left != right


def _names(node):
    """The names that a node gives: variables and parameters."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg


def of_app(app, root=ROOT):
    """The density of all files of an app, its migrations left out: they are written once and not read."""
    density = Density()
    for path in sorted((root / app).rglob("*.py")):
        if "migrations" not in path.parts:
            density += of_source(path.read_text())
    return density


def worse(limits, rates):
    """The figures of an app that are past their limits, with both numbers."""
    faults = {}
    for figure, limit in limits.items():
        rate = rates[figure]
        lenient = min if figure in MORE_IS_BETTER else max
        limit = lenient(limit, GOALS[figure])
        is_worse = rate < limit if figure in MORE_IS_BETTER else rate > limit
        if is_worse:
            faults[figure] = f"{rate}, and the limit is {limit}"
    return faults


def tighten():
    """Lower each limit to today's figure. A figure that got worse keeps its limit, and its test fails."""
    limits = json.loads(LIMITS.read_text()) if LIMITS.exists() else {}
    for app in APPS:
        rates = of_app(app).rates()
        stored = limits.setdefault(app, rates)
        for figure, rate in rates.items():
            better = max if figure in MORE_IS_BETTER else min
            stored[figure] = better(stored[figure], rate)
    LIMITS.write_text(json.dumps(limits, indent=2) + "\n")


def table():
    """The figures of all apps as lines of text, and of all but the tests together."""
    densities = {app: of_app(app) for app in APPS}
    house = Density()
    for app, density in densities.items():
        if app != "tests":
            house += density
    densities["all but tests"] = house

    columns = list(house.rates())
    yield f"{'':16}{'lines':>8}" + "".join(f"{column:>24}" for column in columns)
    for app, density in densities.items():
        rates = density.rates().values()
        yield f"{app:16}{density.lines:>8}" + "".join(f"{rate:>24}" for rate in rates)


if __name__ == "__main__":
    if "--tighten" in sys.argv:
        tighten()
    print(*table(), sep="\n")

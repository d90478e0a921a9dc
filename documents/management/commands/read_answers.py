import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from recommendations.models import Organisation, Report

from ... import reading
from ...proposals import making as proposals
from ...proposals import register, scoring


class Command(BaseCommand):
    help = "Say which words of a published document answer which recommendation. Reads alone: nothing is changed."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--report", metavar="SLUG")
        parser.add_argument("--organisation", metavar="SLUG")
        parser.add_argument(
            "--json", action="store_true", help="Print the proposals as one JSON object."
        )
        parser.add_argument(
            "--folder", type=Path, metavar="DIR", help="Read every document that --expect names."
        )
        parser.add_argument(
            "--expect",
            type=Path,
            metavar="FILE",
            help="What each document holds; prints recall and precision.",
        )

    def handle(self, *, file, report, organisation, folder, expect, **options):
        if folder and expect:
            self._score(folder, expect)
            return
        if not (file and report and organisation):
            raise CommandError(
                "Give a FILE with --report and --organisation, or --folder with --expect."
            )
        found = proposals.of(reading.read(file.name, _bytes(file)), _register(report, organisation))
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        else:
            self._tell(found)

    def _tell(self, found):
        for one in found.proposals:
            stated = ", ".join(filter(None, [one.position, one.progress, one.said_on]))
            name = (
                one.part
                if "." in one.part
                else f"{one.recommendation}{one.part and f'({one.part})'}"
            )
            self.stdout.write(
                f"{name}: {one.words}\n  ({stated or 'nothing stated'}; {one.because}; {one.place})"
            )
        for line in filter(None, [found.nothing, *map(str, found.oddities)]):
            self.stdout.write(line)

    def _score(self, folder, expect):
        expected = json.loads(_bytes(expect))
        names = {}
        for name, slug in expected.get("stands_for", {}).items():
            names.setdefault(slug, []).append(name)
        readings = {}
        scores = []
        for run in expected["runs"]:
            name = run["file"]
            if name not in readings:
                readings[name] = reading.read(name, _bytes(folder / name))
            held = _register(run["report"], run["organisation"]).called(
                *names.get(run["organisation"], [])
            )
            scores.append(scoring.score(run, proposals.of(readings[name], held).as_json()))
        self._print(scores)

    def _print(self, scores):
        for one in scores:
            if not one.is_perfect:
                self.stdout.write(f"{one.name}: {_faults(one)}")
        recall, precision = scoring.totals(scores)
        perfect = sum(one.is_perfect for one in scores)
        missing = sum(len(one.not_pointed_out) for one in scores)
        self.stdout.write(
            f"Recall {recall:.3f}, precision {precision:.3f}; {perfect} of {len(scores)} documents without a fault."
        )
        self.stdout.write(f"Oddities not pointed out: {missing}.")


def _faults(one):
    faults = [
        f"{len(one.missed)} missed" if one.missed else "",
        f"{len(one.wrong)} wrong" if one.wrong else "",
        f"not pointed out: {', '.join(one.not_pointed_out)}" if one.not_pointed_out else "",
        f"wrongly pointed out: {', '.join(one.pointed_out_wrongly)}"
        if one.pointed_out_wrongly
        else "",
        one.nothing,
    ]
    return "; ".join(filter(None, faults))


def _register(report, organisation):
    try:
        return register.of(
            Report.objects.get(slug=report), Organisation.objects.get(slug=organisation)
        )
    except Report.DoesNotExist as fault:
        raise CommandError(f"There is no report “{report}”.") from fault
    except Organisation.DoesNotExist as fault:
        raise CommandError(f"There is no organisation “{organisation}”.") from fault


def _bytes(path):
    try:
        return path.read_bytes()
    except OSError as fault:
        raise CommandError(f"{path} cannot be read.") from fault

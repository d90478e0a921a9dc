"""`python -m benchmarks --scale S,M`: ratios, query counts and page weights for the engine in use, in one table.

The floor of a page is an empty page for the same person, and the page's own statements by a bare cursor.
"""

import argparse
import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supercomplaint.settings")
PLAIN = "public: matrix"  # what the most expensive page of a visitor is compared with


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="S,M", help="S, M and L, with commas")
    parser.add_argument("--seconds", type=float, default=1.5, help="for each page")
    parser.add_argument(
        "--built", action="store_true", help="measure the database as it is, for one scale"
    )
    options = parser.parse_args()

    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.DEBUG = False
    print(f"\n{connection.vendor}, load {os.getloadavg()[0]:.1f}\n")
    print(
        "| page | scale | empty ms | rows ms | page ms | page / floor | by medians | queries | kB |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    scales = options.scale.split(",")
    measured = {}
    for scale in scales:
        measured[scale] = _run(scale, options)

    smallest = scales[0]
    largest = scales[-1]
    _most_expensive(measured[largest], largest)
    _growth(measured[smallest], measured[largest], f"{largest} / {smallest}")


def _run(scale, options):
    from .cases import cases
    from .data import build, empty, settle
    from .measure import measure

    start = time.perf_counter()
    if not options.built:
        empty()
        build(scale)
        settle()
    seconds_to_build = time.perf_counter() - start

    measured = {}
    for case in cases():
        figures = measure(case, options.seconds)
        measured[case.name] = figures
        print(_line(figures, scale), flush=True)
    print(f"| (built in {seconds_to_build:.0f} s) | {scale} | | | | | | | |", flush=True)
    return measured


def _line(figures, scale):
    cells = [
        figures.name,
        scale,
        f"{figures.empty:.1f}",
        f"{figures.rows:.2f}",
        f"{figures.page:.1f}",
        f"{figures.ratio:.2f}",
        f"{figures.median_ratio:.2f}",
        str(figures.queries),
        f"{figures.size / 1000:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def _most_expensive(measured, scale):
    public = {}
    for name, figures in measured.items():
        if name.startswith("public"):
            public[name] = figures.page
    name = max(public, key=public.get)
    times = public[name] / public[PLAIN]
    print(f"\nThe most expensive for a visitor at {scale}: {name}, {times:.1f} times {PLAIN}.")


def _growth(small, large, label):
    if small is large:
        return

    print(f"\n| page | {label} | queries |\n|---|---|---|")
    for name, figures in large.items():
        queries = "the same"
        if figures.queries != small[name].queries:
            queries = f"{small[name].queries} and {figures.queries}"
        print(f"| {name} | {figures.page / small[name].page:.2f} | {queries} |")


main()

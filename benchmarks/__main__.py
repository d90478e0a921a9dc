"""`python -m benchmarks --scale S,M`: ratios, query counts and page weights for the engine in use, in one table.

The floor of a page is an empty page for the same person, and the page's own statements by a bare cursor.
"""

import argparse
import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supercomplaint.settings")
PLAIN = "public: matrix"  # what the dearest page that a stranger may ask for is compared with


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="S,M", help="S, M and L, with commas")
    parser.add_argument("--seconds", type=float, default=1.5, help="for each page")
    parser.add_argument("--built", action="store_true", help="measure the database as it is, for one scale")
    options = parser.parse_args()

    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.DEBUG = False
    print(f"\n{connection.vendor}, load {os.getloadavg()[0]:.1f}\n")
    print("| page | scale | empty ms | rows ms | page ms | page / floor | by medians | queries | kB |")
    print("|---|---|---|---|---|---|---|---|---|")
    scales = options.scale.split(",")
    measured = {scale: _run(scale, options) for scale in scales}
    _dearest(measured[scales[-1]], scales[-1])
    _growth(measured[scales[0]], measured[scales[-1]], f"{scales[-1]} / {scales[0]}")


def _run(scale, options):
    from .cases import cases
    from .data import build, empty, settle
    from .measure import measure

    start = time.perf_counter()
    if not options.built:
        empty()
        build(scale)
        settle()
    built, measured = time.perf_counter() - start, {}
    for case in cases():
        at = measured[case.name] = measure(case, options.seconds)
        numbers = f"{at.empty:.1f} | {at.rows:.2f} | {at.page:.1f} | {at.ratio:.2f} | {at.median_ratio:.2f}"
        print(f"| {at.name} | {scale} | {numbers} | {at.queries} | {at.size / 1000:.0f} |", flush=True)
    print(f"| (built in {built:.0f} s) | {scale} | | | | | | | |", flush=True)
    return measured


def _dearest(measured, scale):
    public = {name: at.page for name, at in measured.items() if name.startswith("public")}
    name = max(public, key=public.get)
    print(f"\nThe dearest for a stranger at {scale}: {name}, {public[name] / public[PLAIN]:.1f} times {PLAIN}.")


def _growth(small, large, label):
    if small is large:
        return
    print(f"\n| page | {label} | queries |\n|---|---|---|")
    for name, at in large.items():
        queries = "the same" if at.queries == small[name].queries else f"{small[name].queries} and {at.queries}"
        print(f"| {name} | {at.page / small[name].page:.2f} | {queries} |")


main()

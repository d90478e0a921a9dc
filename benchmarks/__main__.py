"""`python -m benchmarks --scale S,M`: one table of ratios, query counts and page weights for the engine in use."""

import argparse
import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supercomplaint.settings")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="S,M", help="S, M and L, with commas")
    parser.add_argument("--seconds", type=float, default=3, help="for each page")
    options = parser.parse_args()

    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.DEBUG = False
    print(f"\n{connection.vendor}, load {os.getloadavg()[0]:.1f}\n")
    print("| page | scale | empty ms | rows ms | page ms | page / floor | by medians | queries | HTML kB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for scale in options.scale.split(","):
        _run(scale, options.seconds)


def _run(scale, seconds):
    from .cases import cases
    from .data import build, empty
    from .measure import measure

    start = time.perf_counter()
    empty()
    reader = build(scale)
    built = time.perf_counter() - start
    for case in cases():
        at = measure(case, reader, seconds)
        numbers = f"{at.empty:.1f} | {at.raw:.2f} | {at.page:.1f} | {at.ratio:.2f} | {at.median_ratio:.2f}"
        print(f"| {at.name} | {scale} | {numbers} | {at.queries} | {at.size / 1000:.0f} |", flush=True)
    print(f"| (built in {built:.0f} s) | {scale} | | | | | | | |", flush=True)


main()

"""Long proofs have two lengths: a short one in `make test`, the whole in `make soak`."""

import os

SOAK = os.environ.get("SOAK") == "true"


def length(short, *, soak):
    """How many examples or rounds a proof takes."""
    return soak if SOAK else short

"""Neutral sentences that a reviewer may start from when an answer goes back."""

CANNED_REASONS = [
    "Say which specialist organisations were consulted.",
    "Say what was done, by whom and by when.",
    "Name the evidence that shows this, with its date.",
    "Answer each sub-recommendation.",
    "Say what the organisation does until the national position is settled.",
]

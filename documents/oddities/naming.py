"""How a sentence names a proposal."""


def name_of(proposal):
    part = proposal.part
    if not part:
        return f"Recommendation {proposal.recommendation}"
    # “7.1” names its recommendation itself; “(a)” does not.
    return (
        f"Recommendation {part}"
        if "." in part
        else f"Recommendation {proposal.recommendation}({part})"
    )

"""Who may read documents in, and for whom. Reads no database."""


def why_not_read_in(access, organisation=None):
    """A sentence where this person may not, or nothing."""
    if access.administers or (organisation is None and access.leads):
        return ""
    if organisation is not None and organisation.pk in access.leads:
        return ""
    return "Only an admin, or a lead of the organisation, reads its published answers in."

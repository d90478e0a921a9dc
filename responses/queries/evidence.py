"""What an organisation holds already: the same file, link or reference is recognised."""

from django.db.models import Prefetch

from ..models import Citation, Evidence


def held_file(organisation, sha256):
    """The evidence with these very bytes, withdrawn or not, or nothing."""
    return Evidence.objects.filter(organisation=organisation, sha256=sha256).first()


def held_thing(organisation, *, url, title, dated):
    """The link with this address, or the reference with this title and date, or nothing.

    What was withdrawn is not recognised: a link can be named again, and says then what it is now.
    """
    things = Evidence.objects.filter(organisation=organisation, file="", withdrawn_at=None)
    if url:
        return things.filter(url=url).first()
    return things.filter(url="", title=title, dated=dated).first()


def differences(evidence, facts):
    """Those of the typed `facts` that are not what is held, by name."""
    return {name: value for name, value in facts.items() if getattr(evidence, name) != value}


def with_citations(evidence):
    """Each with `shown_citations`: for its own organisation, which may know of all of them."""
    answer = ["response__recommendation__report", "response__organisation"]
    related = [f"{words}__{name}" for words in ("draft", "update") for name in answer]
    citations = Citation.objects.select_related(*related).order_by("pk")
    return evidence.prefetch_related(Prefetch("citations", citations, to_attr="shown_citations"))

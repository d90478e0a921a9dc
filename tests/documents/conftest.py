"""The register as the fixtures hold it, read once; and documents read against it without a database."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from documents import readers
from documents.proposals import making as proposals
from documents.proposals import register
from recommendations.models import Organisation, Report

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
ANSWERING = [
    *("cheshire", "cheshire-policing-body", "northamptonshire", "northamptonshire-policing-body"),
    *("west-mercia", "dyfed-powys", "constabulary-not-named", "npcc", "apcc", "home-office", "btp"),
]


@pytest.fixture(scope="session")
def registers(django_db_setup, django_db_blocker):
    """The Register of each report for each organisation that answers in a sample."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", FIXTURES / "organisations.json", verbosity=0)
        for path in sorted((FIXTURES / "reports").glob("*.json")):
            call_command("loaddata", path, verbosity=0)
        call_command("loaddata", FIXTURES / "npcc_dependencies.json", verbosity=0)
        organisations = Organisation.objects.filter(slug__in=ANSWERING)
        held = {
            (report.slug, organisation.slug): register.of(report, organisation)
            for report in Report.objects.all()
            for organisation in organisations
        }
        transaction.set_rollback(True)
    return held


@pytest.fixture
def propose(registers):
    """What is proposed for a document given as text or bytes."""

    def propose(
        document, name="answers.txt", report="safe-to-share", organisation="cheshire", called=()
    ):
        data = document.encode() if isinstance(document, str) else document
        held = registers[report, organisation].called("Exampleshire Constabulary", *called)
        return proposals.of(readers.read(name, data), held)

    return propose

"""Rows of the versions before this one, brought up to date."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

APP = "recommendations"


@pytest.fixture
def old(transactional_db):
    """The models as they were at a migration of this app. Afterwards the newest ones are back."""

    def at(name):
        call_command("migrate", APP, name, verbosity=0)
        return models_at([(APP, name)])

    yield at
    call_command("migrate", verbosity=0)


def newest():
    call_command("migrate", verbosity=0)
    return models_at(MigrationExecutor(connection).loader.graph.leaf_nodes())


def models_at(targets):
    return MigrationExecutor(connection).loader.project_state(targets).apps


def test_groups_that_were_words_become_rows(old):
    apps = old("0003_number_as_it_stands_in_an_address")
    make = apps.get_model(APP, "Organisation").objects.create
    make(name="Kent", slug="kent", kind="police_force", group="chief_constables")
    make(name="Liberty", slug="liberty", kind="designated_body", group="")
    report = apps.get_model(APP, "Report").objects.create(
        title="R", slug="r", published_on="2020-12-17"
    )
    asked = apps.get_model(APP, "Recommendation").objects.create(
        report=report, number="1", order=1, text="Do."
    )
    apps.get_model(APP, "Addressee").objects.create(recommendation=asked, group="all_recipients")

    apps = newest()

    organisations = apps.get_model(APP, "Organisation").objects.order_by("slug")
    assert list(organisations.values_list("slug", "group", "group__name")) == [
        ("kent", "chief_constables", "Chief constables"),
        ("liberty", None, None),
    ]
    addressees = apps.get_model(APP, "Addressee").objects.values_list("group", "organisation")
    assert list(addressees) == [("all_recipients", None)]


def test_immediately_is_due_at_once_and_policing_bodies_are_in_the_region_of_their_force(old):
    apps = old("0005_addressee_is_a_row")
    make = apps.get_model(APP, "Organisation").objects.create
    kent = make(name="Kent", slug="kent", kind="police_force", region="South East")
    make(name="Body of Kent", slug="kent-body", kind="local_policing_body", force=kent)
    report = apps.get_model(APP, "Report").objects.create(
        title="R", slug="r", published_on="2020-12-17"
    )
    recommendations = apps.get_model(APP, "Recommendation").objects
    for number, words in enumerate(["Immediately", "None stated"], 1):
        recommendations.create(
            report=report, number=number, order=number, text="Do.", due_in_words=words
        )

    apps = newest()

    due = (
        apps.get_model(APP, "Recommendation")
        .objects.order_by("order")
        .values_list("number", "due_at_once")
    )
    assert list(due) == [("1", True), ("2", False)]
    regions = apps.get_model(APP, "Organisation").objects.values_list("slug", "region")
    assert dict(regions) == {"kent": "South East", "kent-body": "South East"}
    assert apps.get_model(APP, "Report").objects.get().collected_here_from is None

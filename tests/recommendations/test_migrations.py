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
    report = apps.get_model(APP, "Report").objects.create(title="R", slug="r", published_on="2020-12-17")
    asked = apps.get_model(APP, "Recommendation").objects.create(report=report, number="1", order=1, text="Do.")
    apps.get_model(APP, "Addressee").objects.create(recommendation=asked, group="all_recipients")

    apps = newest()

    organisations = apps.get_model(APP, "Organisation").objects.order_by("slug")
    assert list(organisations.values_list("slug", "group", "group__name")) == [
        ("kent", "chief_constables", "Chief constables"),
        ("liberty", None, None),
    ]
    addressees = apps.get_model(APP, "Addressee").objects.values_list("group", "organisation")
    assert list(addressees) == [("all_recipients", None)]

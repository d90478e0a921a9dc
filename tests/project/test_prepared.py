"""What is prepared gives the rows that its queryset gives, and is put together once."""

import threading

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from responses.models import Event, ForceResponse, Update
from supercomplaint.prepared import prepared
from tests.factories import UpdateFactory

pytestmark = pytest.mark.django_db
COLUMNS = ["number", "recorded_at", "reported_on", "sub_answers", "signed_off_by__name", "published_at"]


def updates(response):
    return Update.objects.filter(response=response).order_by("-number")


def models(response):
    rows = Update.objects.filter(response=response).select_related("response__organisation", "signed_off_by")
    return rows.annotate(is_last=Exists(ForceResponse.objects.filter(latest=OuterRef("pk")))).order_by("number")[:2]


@pytest.mark.parametrize(
    "rows",
    [
        lambda response: updates(response).values_list(*COLUMNS),
        lambda response: updates(response).values_list(*COLUMNS, named=True),
        lambda response: updates(response).values_list("recorded_at", flat=True),
        lambda response: updates(response).values(*COLUMNS),
        lambda response: updates(response).prefetch_related("citations"),
        models,
    ],
)
def test_rows_are_those_of_the_queryset_in_its_order_and_its_types(rows):
    update = UpdateFactory(typed=True, sub_answers={"a": "Yes", "b": ["é", None]})
    UpdateFactory(response=update.response, number=2, published_at=None)
    UpdateFactory()
    ask = prepared(rows)

    for response in (update.response_id, update.response_id + 1, 0):
        assert ask(response) == list(rows(response))
    assert len(ask(update.response_id)) == 2


def test_models_come_with_all_that_was_selected_with_them(django_assert_num_queries):
    update = UpdateFactory(typed=True, sub_answers={"a": "Yes"})
    ask = prepared(models)
    with django_assert_num_queries(1):
        (found,) = ask(update.response_id)
        found.response.organisation.name, found.signed_off_by.name  # noqa: B018  read, to see that it is there

    (expected,) = models(update.response_id)
    for name in ("is_last", "sub_answers", "recorded_at", "reported_on", "response", "signed_off_by"):
        assert getattr(found, name) == getattr(expected, name)
    assert found.response.organisation.name == update.response.organisation.name


def test_the_queryset_is_put_together_once():
    made = []

    @prepared
    def ask(response):
        made.append(response)
        return updates(response)

    with CaptureQueriesContext(connection) as queries:
        ask(1), ask(2), ask(3)

    assert (len(made), len(queries)) == (1, 3)
    assert ask.__name__ == "ask"


def test_keys_go_where_they_belong_and_constants_stay():
    update = UpdateFactory(number=3)

    @prepared
    def ask(number, response):
        return Update.objects.filter(response=response, number__gte=number, source="document")

    assert [row.pk for row in ask(3, update.response_id)] == [update.pk]
    assert ask(4, update.response_id) == ask(3, update.response_id + 1) == []


def test_annotations_and_no_keys_at_all():
    update = UpdateFactory()
    ask = prepared(
        lambda: ForceResponse.objects.annotate(
            has=Exists(Update.objects.filter(response=OuterRef("pk"))), events_in_all=Exists(Event.objects.all())
        ).values_list("has", "pk", "events_in_all")
    )

    assert ask() == [(True, update.response_id, False)]


def test_what_django_sees_to_be_empty_asks_nothing():
    ask = prepared(lambda response: updates(response).filter(response__organisation__in=[]))
    with CaptureQueriesContext(connection) as queries:
        assert ask(1) == []
    assert not queries


def test_a_key_that_is_not_compared_as_it_is_is_refused():
    with pytest.raises(ValueError, match="does not compare"):
        prepared(lambda response: updates(-response))(1)


def test_another_thread_has_its_own_connection():
    ask, seen = prepared(updates), []
    ask(0)

    def elsewhere():
        with CaptureQueriesContext(connection) as queries:
            try:
                ask(0)
            finally:
                seen.append(len(queries))
                connection.close()

    if connection.vendor == "postgresql":
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        assert seen == [1]

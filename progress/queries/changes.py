"""What changed, in words: for reviewers what passed between organisations and them, for everybody what is public."""

import datetime

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from govuk.filters import FilterForm
from govuk.forms import DateField
from recommendations.fields import ReportField
from recommendations.models import NPCCDependency, Organisation
from responses import verbs
from responses.models import Event
from responses.models.event import REGISTER
from responses.verbs import Subject, public_sentence_for, sentence_for

from ..limits import MOST_EVENTS

EARLIEST_YEAR = 2000


class Newest(Paginator):
    """Counts no further than MOST_EVENTS: the feed is as long as the register is old."""

    @cached_property
    def count(self):
        return counted(self.object_list)


class ChangesFilters(FilterForm):
    """The filters of the feed."""

    report = ReportField(empty_label="All reports")
    organisation = forms.ModelChoiceField(
        Organisation.objects.exclude(kind=Organisation.Kind.DESIGNATED_BODY).order_by("name"),
        to_field_name="slug",
        required=False,
        empty_label="All organisations",
    )
    date = DateField(label="Since", help_text="For example, 24 11 2026.", required=False)
    unread = forms.BooleanField(label="Only what you have not read", required=False)

    def __init__(self, query, *, signed_in):
        self.signed_in = signed_in
        super().__init__(query)

    def offer(self):
        if not self.signed_in:
            del self.fields["unread"]

    def narrow(self, events, seen_at):
        """`events` with every filter of the address."""
        report = self.chosen("report")
        organisation = self.chosen("organisation")
        if organisation:
            events = events.filter(chain=organisation.pk)
        if day := self.chosen("date"):
            midnight = datetime.datetime.combine(day, datetime.time.min)
            events = events.filter(at__gte=timezone.make_aware(midnight))
        if self.chosen("unread"):
            events = unread(events, seen_at)
        if report:
            return Event.objects.filter(pk__in=_newest_of_report(report, events))
        if organisation:
            return Event.objects.filter(pk__in=_newest_of_chain(events))
        return events


def _newest_of_chain(events):
    """The keys of the newest of `events`, all of one chain: walked from its end."""
    return list(events.order_by("-number").values_list("pk", flat=True)[:MOST_EVENTS])


def _newest_of_report(report, events):
    """The keys of the newest of `events` that are of one report: of its answers, and in the register's own chain. Each
    part finds its own by an index, which no OR of them does.
    """
    dependencies = NPCCDependency.objects.filter(recommendations__report=report).values("pk")
    of_answers = events.filter(response__recommendation__report=report)
    of_register = events.filter(
        Q(verb__in=verbs.about(Subject.REPORT), after__report=report.slug)
        | Q(dependency__in=dependencies),
        chain=REGISTER,
    )
    keys = [part.order_by().values_list("pk", flat=True) for part in (of_answers, of_register)]
    return list(keys[0].union(keys[1]).order_by("-pk")[:MOST_EVENTS])


class ReadForm(forms.Form):
    """Up to which moment somebody read."""

    until = forms.DateTimeField()

    def clean_until(self):
        """The first days of the first year are beyond what a database holds in another time zone."""
        if self.cleaned_data["until"].year < EARLIEST_YEAR:
            raise forms.ValidationError("Nothing changed that early.")
        return self.cleaned_data["until"]


def in_sight(access, opened):
    """The events that this person may read of here; `opened` are the slugs of the open reports."""
    if not access.reviews:
        return Event.objects.filter(_public(opened))
    seen = Event.objects.visible_to(access)
    of_dependencies = Event.objects.filter(verb__in=verbs.about(Subject.DEPENDENCY))
    return seen if access.administers else seen | of_dependencies


def _public(opened):
    answers = Q(
        verb__in=verbs.public(Subject.ANSWER),
        response__recommendation__report__opening__isnull=False,
    )
    reports = Q(
        chain=REGISTER,
        verb__in=verbs.public(Subject.REPORT),
        after__report__in=list(opened),
    )
    return answers | reports | Q(verb__in=verbs.public(Subject.DEPENDENCY))


def counted(events):
    """How many, MOST_EVENTS at the most."""
    return events[:MOST_EVENTS].count()


def unread(events, seen_at):
    """Those after `seen_at`; all of them for somebody who never read any."""
    return events.filter(at__gt=seen_at) if seen_at else events


def newest_first(events):
    """By their key: an event is never written before another that is older."""
    return (
        events.select_related(
            "by", "dependency", "response__organisation", "response__recommendation__report"
        )
        .defer("response__recommendation__text")
        .order_by("-pk")
    )


def in_words(event, access, opened):
    """Set `event.words`, and `event.place` and `event.address`: what it is about, and where that is read."""
    event.words = sentence_for(event) if access.reviews else public_sentence_for(event)
    event.place, event.address = _place(event, access, opened)
    return event


def _place(event, access, opened):
    if event.dependency:
        return f"{event.dependency} (NPCC)", event.dependency.get_absolute_url()
    if event.response:
        return _place_of_answer(event.response, access)
    if (slug := event.after.get("report")) in opened:
        return opened[slug], reverse("progress:report", args=[slug])
    return "", ""


def _place_of_answer(response, access):
    asked = response.recommendation
    organisation = response.organisation
    place = f"{organisation}, recommendation {asked.number}, {asked.report}"
    if access.reviews and response.latest_id:
        return place, reverse("responses:case", args=[response.pk])
    return place, f"{asked.get_absolute_url()}#{organisation.slug}"

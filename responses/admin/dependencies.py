"""NPCC dependencies, and the pages that record what became of one. Each first says whom it reaches."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from govuk.forms import LinesField
from govuk.wording import count, day
from recommendations.models import NPCCDependency
from supercomplaint.admin import LookedAfterByAdmins

from .. import actions, notices, workflow
from ..forms.reviews import not_in_the_future
from ..models import ForceResponse

State = NPCCDependency.State


class SettleForm(forms.Form):
    settled_on = forms.DateField(
        label="Settled on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the day it was settled"},
    )
    outcome = LinesField(
        label="What the position is",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    outcome_url = forms.URLField(
        label="Where it is published",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text="Its address.",
    )

    def __init__(self, *args, dependency, **kwargs):
        super().__init__(*args, **kwargs)
        self.dependency = dependency

    def clean_settled_on(self):
        settled_on, awaited_since = self.cleaned_data["settled_on"], self.dependency.awaited_since
        if awaited_since and settled_on < awaited_since:
            raise forms.ValidationError(
                f"It is awaited since {day(awaited_since)}: enter that day or a later one"
            )
        return not_in_the_future(settled_on)

    def clean(self):
        super().clean()
        if not self.errors and not (
            self.cleaned_data["outcome"].strip() or self.cleaned_data["outcome_url"]
        ):
            self.add_error("outcome", "Say what the position is, or where it is published")


class BecauseForm(forms.Form):
    reason = LinesField(
        label="Reason",
        help_text="It is kept in the history.",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the reason"},
    )

    def __init__(self, *args, dependency, **kwargs):
        super().__init__(*args, **kwargs)


@dataclass(frozen=True)
class Move:
    """One thing that an admin records of a dependency; its `name` stands in the address."""

    name: str
    verb: str
    label: str
    sources: tuple[State, ...]
    form: type[forms.Form]
    act: Callable

    @property
    def url_name(self):
        return f"recommendations_npccdependency_{self.name}"


MOVES = [
    Move(
        "settle",
        "settle",
        "Record that it is settled",
        (State.AWAITED, State.IN_DEVELOPMENT, State.WITHDRAWN),
        SettleForm,
        actions.settle,
    ),
    Move(
        "withdraw",
        "withdraw_dependency",
        "Withdraw",
        (State.AWAITED, State.IN_DEVELOPMENT),
        BecauseForm,
        actions.withdraw_dependency,
    ),
    Move(
        "await-again",
        "reopen_dependency",
        "Await again",
        (State.SETTLED, State.WITHDRAWN),
        BecauseForm,
        actions.reopen_dependency,
    ),
]


@admin.register(NPCCDependency)
class NPCCDependencyAdmin(LookedAfterByAdmins):
    """What became of one that is there already is recorded on pages of its own: people are told of it."""

    list_display = [
        "title",
        "state",
        "portfolio",
        "lead",
        "awaited_since",
        "expected_on",
        "settled_on",
    ]
    list_filter = ["state", "portfolio"]
    search_fields = ["title", "slug", "portfolio", "lead", "background"]
    autocomplete_fields = ["recommendations"]
    prepopulated_fields = {"slug": ["title"]}

    def has_delete_permission(self, request, dependency=None):
        """Answers say that they wait for it: it is withdrawn, never deleted."""
        return False

    def get_readonly_fields(self, request, dependency=None):
        return ["state", "settled_on", "outcome", "outcome_url"] if dependency else []

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.move_view))
        return [
            *(
                path(f"<key:pk>/{move.name}/", view, {"move": move}, name=move.url_name)
                for move in MOVES
            ),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["moves"] = [
            (move, reverse(f"admin:{move.url_name}", args=[obj.pk]))
            for move in MOVES
            if obj and obj.state in move.sources
        ]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def move_view(self, request, pk, move):
        if not request.access.administers:
            raise PermissionDenied("Only an admin records what became of a dependency.")
        dependency = get_object_or_404(NPCCDependency, pk=pk)
        form = move.form(request.POST if request.method == "POST" else None, dependency=dependency)
        if form.is_valid():
            try:
                move.act(dependency, by=request.user, access=request.access, **form.cleaned_data)
            except workflow.Refused as refused:
                form.add_error(None, str(refused))
            else:
                return self._done(request, dependency, move)
        return TemplateResponse(
            request,
            "admin/recommendations/npccdependency/move.html",
            self.admin_site.each_context(request) | _page(dependency, move, form),
            status=422 if form.errors else 200,
        )

    def _done(self, request, dependency, move):
        self.log_change(request, dependency, move.label)
        messages.success(request, notices.banner(move.verb, dependency))
        return redirect("admin:recommendations_npccdependency_change", dependency.pk)


def _page(dependency, move, form):
    reached = _reached(dependency)
    return {
        "title": f"{move.label}: {dependency}",
        "opts": NPCCDependency._meta,
        "dependency": dependency,
        "move": move,
        "form": form,
        "reached": reached,
        "sentence": _whom_it_tells(reached, len(notices.leads_waiting_for(dependency))),
    }


def _reached(dependency):
    """The organisations whose answers wait for `dependency`, each with how many do and how many leads are told."""
    waiting = ForceResponse.objects.waiting_for(dependency).values(
        "organisation", "organisation__name"
    )
    rows = list(waiting.annotate(answers=Count("pk", distinct=True)).order_by("organisation__name"))
    leads = Membership.objects.filter(role=Membership.Role.LEAD, user__is_active=True)
    counted = (
        leads.filter(organisation__in=[row["organisation"] for row in rows])
        .order_by()
        .values("organisation")
    )
    by_organisation = dict(
        counted.annotate(people=Count("user")).values_list("organisation", "people")
    )
    return [row | {"leads": by_organisation.get(row["organisation"], 0)} for row in rows]


def _whom_it_tells(reached, leads):
    answers = sum(row["answers"] for row in reached)
    if not answers:
        return "We will email nobody: no answer waits for it."
    waits = "waits" if answers == 1 else "wait"
    return (
        f"We will email {count(leads, 'lead')}: {count(answers, 'answer')} "
        f"of {count(len(reached), 'organisation')} {waits} for it."
    )

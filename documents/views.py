"""Documents that somebody gives, their proposals beside the source, and the confirmation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import pluralize
from django.views.decorators.http import require_http_methods

from responses.workflow import Refused

from . import actions, confirming
from .forms import AddForm
from .models import PublishedDocument
from .rules import why_not_read_in

MISTAKEN = 422
MOST_LISTED = 50


@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    if reason := why_not_read_in(request.access):
        raise PermissionDenied(reason)

    form = AddForm(request.POST or None, request.FILES or None, access=request.access)
    if request.method == "POST" and form.is_valid():
        name, data = form.document()
        about = {key: form.cleaned_data[key] for key in ("source_url", "retrieved_on")}
        document, is_new = actions.keep(
            form.cleaned_data["report"],
            form.cleaned_data["organisation"],
            name=name,
            data=data,
            by=request.user,
            access=request.access,
            **about,
        )
        if not is_new:
            messages.info(request, "This document was given before. Nothing was changed.")
        return redirect(document)

    documents = PublishedDocument.objects.visible_to(request.access).without_content()
    context = {
        "form": form,
        "documents": documents.select_related("report", "organisation")[:MOST_LISTED],
    }
    is_mistaken = request.method == "POST"
    return render(request, "documents/add.html", context, status=MISTAKEN if is_mistaken else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def document(request, pk):
    visible = PublishedDocument.objects.visible_to(request.access).select_related(
        "report", "organisation"
    )
    document = get_object_or_404(visible.defer("original"), pk=pk)

    typed = request.POST if request.method == "POST" else None
    confirmation = confirming.of(document, typed)
    if typed is not None and confirmation.is_valid:
        return _confirm(request, confirmation)

    context = {"document": document, "confirmation": confirmation}
    return render(
        request, "documents/document.html", context, status=MISTAKEN if typed is not None else 200
    )


def _confirm(request, confirmation):
    document = confirmation.document
    try:
        kept = actions.confirm(
            document, confirmation.decisions(), by=request.user, access=request.access
        )
    except Refused as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(
            request,
            f"{kept} answer{pluralize(kept)} saved as published, with this document as source.",
        )
    return redirect(document)

"""How a person adds files: chosen on one page, described on the next."""

from django.urls import reverse

from responses.models import PendingFile


def evidence_tab(response, way=""):
    return reverse("responses:evidence", args=[response.pk]) + (way and f"?add={way}")


def describing(response):
    return reverse("responses:evidence_describe", args=[response.pk])


def upload_files(client, response, *files, **more):
    fields = {"files": list(files), "end": "end", **more}
    return client.post(evidence_tab(response, "files"), fields)


def described(response, **typed):
    """What is posted for every file that waits: as it is offered, but for what is `typed`."""
    fields = {}
    for file in PendingFile.objects.filter(response=response):
        row = {"title": file.file_name, "kind": "policy", "audience": "private", **typed}
        fields |= {f"file{file.pk}-{name}": value for name, value in row.items()}
    return fields


def send_files(client, response, *files, **typed):
    """Add files and describe each; the answer of the last page that was reached."""
    page = upload_files(client, response, *files)
    if page.status_code != 302 or page.url != describing(response):
        return page
    return client.post(page.url, described(response, **typed))

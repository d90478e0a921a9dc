"""One form for each view that takes one, filled in as a person would, for the row that it is about."""

from django.core.files.uploadedfile import SimpleUploadedFile

from responses.flows import signing
from responses.models import ForceResponse
from responses.queries.contents import would_be_sent
from tests.factories import PASSWORD
from tests.helpers.files import upload


def filled(world, cell):
    """What this person posts to the view of `cell`, or nothing where no form was made for it."""
    make = FORMS.get(cell.view)
    if cell.view == "responses:several":
        return _several(world, cell.person)
    if cell.view == "documents:add":
        return _document(world, cell.person)
    if cell.view == "responses:evidence_cite":
        answer = world.answers.get((cell.owner, "draft"))
        return {"places": [f"{answer.pk}:"] if answer else [], "where": "page 9"}
    if cell.view in OF_A_FORCE:
        return OF_A_FORCE[cell.view](world.forces["B" if cell.person.endswith("_b") else "A"])
    return make(world, world.answers.get((cell.owner, cell.state))) if make else None


def _version(response):
    return ForceResponse.objects.get(pk=response.pk).version if response else 0


def _answer(world, response):
    return {
        "version": _version(response),
        "position": "accepted",
        "progress": "complete",
        "account": "It is done.",
    }


def _parts(world, response):
    part = response and response.recommendation.sub_recommendations.get()
    return {"version": _version(response), f"part_{part.pk if part else 0}": "This part is done."}


def _several(world, person):
    answer = world.answers["B" if person.endswith("_b") else "A", "draft"]
    chosen = f"{answer.pk}:{_version(answer)}"
    return {
        "chosen_answers": chosen,
        "position": "accepted",
        "progress": "complete",
        "account_how": "replace",
        "account": "It is done.",
        "confirmed": "yes",
    }


def _document(world, person):
    force = world.forces["B" if person.endswith("_b") else "A"]
    return {
        "report": world.report.pk,
        "organisation": force.pk,
        "text": "Recommendation 1\nForce response\nDone.\n",
    }


def _step(**words):
    return lambda world, response: {"version": _version(response), **words}


def _file(force):
    lines = f"organisation,report,address\n{force.slug},the-report,https://www.force.police.uk/answer/\n"
    return {"file": SimpleUploadedFile("published.csv", lines.encode())}


# By the force of the person who posts them.
OF_A_FORCE = {
    "responses:elsewhere": lambda force: {
        "organisation": force.pk,
        "address": "https://www.force.police.uk/",
    },
    "responses:looked": lambda force: {"look-organisation": force.pk, "look-place": "Its site."},
    "responses:elsewhere_file": _file,
}


def _restore(world, response):
    return {"version": _version(response), "number": 1}


FORMS = {
    **dict.fromkeys(OF_A_FORCE),
    "responses:elsewhere_check": lambda world, response: {"is_there": "no"},
    "responses:elsewhere_remove": lambda world, response: {"reason": "It answers another report."},
    "progress:changes_read": lambda world, response: {"until": "2021-07-01 12:00:00"},
    "account_settings": lambda world, response: {"emails": "digest"},
    "account_login": lambda world, response: {
        "login": world.users["nobody"].email,
        "password": PASSWORD,
    },
    "account_reset_password": lambda world, response: {"email": world.users["nobody"].email},
    "documents:document": lambda world, response: {
        "p0-decision": "accept",
        "p0-recommendation": world.report.recommendations.get(number="1").pk,
        "p0-first": 2,
        "p0-last": 2,
        "p0-position": "accepted",
        "p0-progress": "not_stated",
    },
    "responses:edit": _answer,
    "responses:sub_answers": _parts,
    "responses:versions": _restore,
    "responses:evidence": lambda world, response: {"title": "A bulletin", "kind": "bulletin"},
    "responses:evidence#reference": lambda world, response: {
        "title": "A bulletin",
        "kind": "bulletin",
    },
    "responses:step#ask": _step(),
    "responses:step#send": lambda world, response: {
        "version": _version(response),
        "declared": "on",
        "shown": signing.token_for(response, would_be_sent(response)) if response else "",
    },
    "responses:step#return": _step(reason="Say which organisations."),
    "responses:step#unheard-of": _step(reason="Why not."),
    "responses:publish": lambda world, response: {},
    "responses:unpublish": lambda world, response: {"reason": "It was published too early."},
    "responses:evidence_withdraw": lambda world, response: {"reason": "It was the wrong file."},
    "responses:evidence_show": lambda world, response: {"is_public": "yes"},
    "responses:evidence_describe": lambda world, response: {},
    "responses:evidence_edit": lambda world, response: {"title": "Another", "kind": "plan"},
    "responses:evidence_replace": lambda world, response: {"files": upload("newer.txt", b"Newer.")},
    "responses:evidence_restore": lambda world, response: {"reason": "It was the right file."},
    "responses:citation_edit": lambda world, response: {"where": "page 9"},
    "responses:citation_remove": lambda world, response: {},
    "responses:queue": lambda world, response: {"answers": [world.answers["B", "sent"].pk]},
    "responses:claim": lambda world, response: {"reviewer": world.users["staff_reviewer"].pk},
    "responses:note": lambda world, response: {"text": "Look at the second part."},
    "responses:comment": lambda world, response: {
        "text": "We are content.",
        "said_on_0": "1",
        "said_on_1": "7",
        "said_on_2": "2021",
    },
    "admin:responses_forceresponse_draft": lambda world, response: (
        _answer(world, response) | _parts(world, response)
    ),
    "admin:responses_forceresponse_evidence#reference": lambda world, response: {
        "title": "A law",
        "kind": "policy",
    },
    "admin:responses_forceresponse_step#ask": _step(),
    "admin:responses_forceresponse_step#return": _step(reason="Say which organisations."),
    "admin:responses_update_unpublish": lambda world, response: {
        "reason": "It was published too early."
    },
    "admin:recommendations_npccdependency_settle": lambda world, response: {
        "settled_on": "2022-01-01",
        "outcome": "Do so.",
    },
    "admin:recommendations_npccdependency_withdraw": lambda world, response: {
        "reason": "Nobody wants it."
    },
    "admin:recommendations_npccdependency_await-again": lambda world, response: {
        "reason": "It was too early."
    },
}

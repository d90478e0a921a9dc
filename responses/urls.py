from django.urls import path

from .views import (
    answers,
    comments,
    desk,
    elsewhere,
    evidence,
    reviews,
    several,
    steps,
    updates,
    versions,
    work,
)

app_name = "responses"
urlpatterns = [
    # an organisation's own work
    path("your-work/", work.home, name="home"),
    path("your-work/several/", several.several, name="several"),
    path("your-work/several/undo/", several.undo, name="several_undo"),
    path("responses/<key:pk>/", work.response, name="response"),
    path("responses/<key:pk>/history/", work.history, name="history"),
    path("responses/<key:pk>/versions/", versions.versions, name="versions"),
    path("responses/<key:pk>/edit/", answers.edit, name="edit"),
    path("responses/<key:pk>/sub-recommendations/", answers.sub_answers, name="sub_answers"),
    path("responses/<key:pk>/check/", answers.check, name="check"),
    path("responses/<key:pk>/steps/<slug:name>/", steps.step, name="step"),
    path("responses/<key:pk>/sent/", steps.sent, name="sent"),
    path("responses/<key:pk>/compare/", updates.compare, name="compare"),
    path("updates/<key:pk>/publish/", updates.publish, name="publish"),
    path("updates/<key:pk>/unpublish/", updates.unpublish, name="unpublish"),
    # evidence
    path("your-work/evidence/", evidence.library, name="library"),
    path("responses/<key:pk>/evidence/", evidence.of_response, name="evidence"),
    path("responses/<key:pk>/evidence/describe/", evidence.describe, name="evidence_describe"),
    path("evidence/<key:pk>/", evidence.item, name="evidence_item"),
    path("evidence/<key:pk>/file/", evidence.download, name="evidence_file"),
    path("evidence/<key:pk>/show/", evidence.show, name="evidence_show"),
    path("evidence/<key:pk>/withdraw/", evidence.withdraw, name="evidence_withdraw"),
    path("evidence/<key:pk>/restore/", evidence.restore, name="evidence_restore"),
    path("evidence/<key:pk>/edit/", evidence.edit, name="evidence_edit"),
    path("evidence/<key:pk>/replace/", evidence.replace, name="evidence_replace"),
    path("evidence/<key:pk>/cite/", evidence.cite_in_answers, name="evidence_cite"),
    path("citations/<key:pk>/edit/", evidence.edit_citation, name="citation_edit"),
    path("citations/<key:pk>/remove/", evidence.remove_citation, name="citation_remove"),
    # published elsewhere
    path("elsewhere/", elsewhere.elsewhere, name="elsewhere"),
    path("elsewhere/looked/", elsewhere.looked, name="looked"),
    path("elsewhere/file/", elsewhere.from_file, name="elsewhere_file"),
    path("elsewhere/<key:pk>/check/", elsewhere.check, name="elsewhere_check"),
    path("elsewhere/<key:pk>/remove/", elsewhere.remove, name="elsewhere_remove"),
    # HMICFRS and policing bodies
    path("review/", reviews.queue, name="queue"),
    path("review/desk/<slug:slug>/<number:number>/", desk.desk, name="desk"),
    path("review/<key:pk>/", reviews.case, name="case"),
    path("review/<key:pk>/claim/", reviews.claim, name="claim"),
    path("review/<key:pk>/note/", reviews.note, name="note"),
    path("scrutiny/", comments.sent_by_force, name="scrutiny"),
    path("scrutiny/<key:pk>/", comments.comment, name="comment"),
]

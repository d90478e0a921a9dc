from django.urls import path

from .views import answer, changes, desk, evidence, progress, register, review, scrutiny, search, steps, updates, work

app_name = "responses"
urlpatterns = [
    # what everybody reads
    path("", register.reports, name="register"),
    path("reports/<slug:slug>/", register.report, name="report"),
    path("reports/<slug:slug>/<number:number>/", register.recommendation, name="recommendation"),
    path("organisations/", register.organisations, name="organisations"),
    path("organisations/<slug:slug>/", register.organisation, name="organisation"),
    path("npcc-dependencies/", register.dependencies, name="dependencies"),
    path("npcc-dependencies/<slug:slug>/", register.dependency, name="dependency"),
    path("search/", search.search, name="search"),
    path("progress/", progress.matrix, name="progress"),
    path("progress/overview/", progress.overview, name="overview"),
    path("progress/answers/", progress.answers, name="answers"),
    path("progress/answers.csv-metadata.json", progress.export_metadata, name="export_metadata"),
    path("progress/answers.<export:kind>", progress.export, name="export"),
    path("progress/organisations/<slug:slug>/", desk.force, name="force"),
    path("progress/changes/", changes.changes, name="changes"),
    path("progress/changes/read/", changes.read, name="changes_read"),
    # an organisation's own work
    path("your-work/", work.home, name="home"),
    path("your-work/several/", work.several, name="several"),
    path("responses/<key:pk>/", work.response, name="response"),
    path("responses/<key:pk>/history/", work.history, name="history"),
    path("responses/<key:pk>/edit/", answer.edit, name="edit"),
    path("responses/<key:pk>/sub-recommendations/", answer.sub_answers, name="sub_answers"),
    path("responses/<key:pk>/check/", answer.check, name="check"),
    path("responses/<key:pk>/steps/<slug:name>/", steps.step, name="step"),
    path("responses/<key:pk>/sent/", steps.sent, name="sent"),
    path("responses/<key:pk>/compare/", updates.compare, name="compare"),
    path("updates/<key:pk>/publish/", updates.publish, name="publish"),
    path("updates/<key:pk>/unpublish/", updates.unpublish, name="unpublish"),
    # evidence
    path("your-work/evidence/", evidence.library, name="library"),
    path("responses/<key:pk>/evidence/", evidence.of_response, name="evidence"),
    path("evidence/<key:pk>/", evidence.item, name="evidence_item"),
    path("evidence/<key:pk>/file/", evidence.download, name="evidence_file"),
    path("evidence/<key:pk>/show/", evidence.show, name="evidence_show"),
    path("evidence/<key:pk>/withdraw/", evidence.withdraw, name="evidence_withdraw"),
    path("citations/<key:pk>/remove/", evidence.remove_citation, name="citation_remove"),
    # HMICFRS and policing bodies
    path("review/", review.queue, name="queue"),
    path("review/desk/<slug:slug>/<number:number>/", desk.desk, name="desk"),
    path("review/<key:pk>/", review.case, name="case"),
    path("review/<key:pk>/claim/", review.claim, name="claim"),
    path("review/<key:pk>/note/", review.note, name="note"),
    path("scrutiny/", scrutiny.sent_by_force, name="scrutiny"),
    path("scrutiny/<key:pk>/", scrutiny.comment, name="comment"),
]

"""What each page answers to each kind of person: the one table that every address of the site is held against.

A line names a view (and after # which of its forms), the rows that it is asked for, the states that the line
is about, the method, and one outcome for each kind of person. POST is a form that is filled in. What no line says:

- HEAD answers as GET does.
- EMPTY is a POST with no more than a token: BAD where the filled form is DONE, or else answered as that is.
  `WHOLE_WHEN_EMPTY` names the forms that are whole without anything typed.
- A method that has no line is NOT_ALLOWED; who is signed out is sent to sign in first, but on pages that are `OPEN`.
- A row that is missing answers as a row does that this person may not see.
"""

from dataclasses import dataclass, field
from itertools import product

from tests.every_page.access.world import OUT, STAFF

NOBODYS = "nobody’s"
SIGNED_IN = "out      stranger lead     chief    viewer   body     reviewer admin"
PAGES = """
responses:home            -        *         GET  SIGN_IN  OK       OK       OK       OK       OK       OK       OK
responses:several         -        *         GET  SIGN_IN  NO       OK       NO       NO       NO       NO       NO
responses:several         -        *         POST SIGN_IN  NO       DONE     NO       NO       NO       NO       NO
responses:several_undo    -        *         POST SIGN_IN  NO       MOVED    NO       NO       NO       NO       NO
responses:library         -        *         GET  SIGN_IN  OK       OK       OK       OK       OK       OK       OK
responses:queue           -        *         GET  SIGN_IN  NO       NO       NO       NO       NO       OK       NO
responses:queue           -        *         POST SIGN_IN  NO       NO       NO       NO       NO       DONE     NO
responses:desk            recommendation there,silent GET SIGN_IN NO NO       NO       NO       NO       OK       NO
responses:desk            recommendation unopened,missing GET SIGN_IN NO NO   NO       NO       NO       GONE     NO
progress:changes_read    -        *         POST SIGN_IN  DONE     DONE     DONE     DONE     DONE     DONE     DONE
progress:changes_read    -        *         EMPTY SIGN_IN MOVED    MOVED    MOVED    MOVED    MOVED    MOVED    MOVED
responses:scrutiny        -        *         GET  SIGN_IN  NO       NO       NO       NO       OK       NO       NO

responses:elsewhere       -        *         GET  SIGN_IN  NO       OK       NO       NO       NO       NO       OK
responses:elsewhere       -        *         POST SIGN_IN  NO       DONE     NO       NO       NO       NO       DONE
responses:looked          -        *         POST SIGN_IN  NO       DONE     NO       NO       NO       NO       DONE
responses:elsewhere_file  -        *         GET  SIGN_IN  NO       OK       NO       NO       NO       NO       OK
responses:elsewhere_file  -        *         POST SIGN_IN  NO       DONE     NO       NO       NO       NO       DONE
responses:elsewhere_check elsewhere there    POST SIGN_IN  NO       DONE     NO       NO       NO       NO       DONE
responses:elsewhere_check elsewhere missing  POST,EMPTY SIGN_IN GONE GONE    GONE     GONE     GONE     GONE     GONE
responses:elsewhere_remove elsewhere there   GET  SIGN_IN  NO       OK       NO       NO       NO       NO       OK
responses:elsewhere_remove elsewhere there   POST SIGN_IN  NO       DONE     NO       NO       NO       NO       DONE
responses:elsewhere_remove elsewhere missing GET  SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:elsewhere_remove elsewhere missing POST SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
documents:add             -        *         GET  SIGN_IN  NO       OK       NO       NO       NO       NO       OK
documents:add             -        *         POST SIGN_IN  NO       DONE     NO       NO       NO       NO       DONE
documents:document        document proposed  GET  SIGN_IN  GONE     OK       GONE     GONE     GONE     GONE     OK
documents:document        document proposed  POST SIGN_IN  GONE     DONE     GONE     GONE     GONE     GONE     DONE

responses:response        answer   draft     GET  SIGN_IN  GONE     OK       OK       OK       GONE     GONE     MOVED
responses:response        answer   asked     GET  SIGN_IN  GONE     OK       OK       OK       GONE     GONE     MOVED
responses:response        answer   sent      GET  SIGN_IN  GONE     OK       OK       OK       MOVED    MOVED    MOVED
responses:response        answer   published GET  SIGN_IN  GONE     OK       OK       OK       MOVED    MOVED    MOVED
responses:history         answer   *         GET  SIGN_IN  GONE     OK       OK       OK       GONE     GONE     GONE
responses:versions        answer   *         GET  SIGN_IN  GONE     OK       OK       OK       GONE     GONE     GONE
responses:versions        answer   draft     POST SIGN_IN  GONE     MOVED    NO       NO       GONE     GONE     GONE
responses:versions        answer   draft     EMPTY SIGN_IN GONE     BAD      NO       NO       GONE     GONE     GONE
responses:versions        answer   asked     POST SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:versions        answer   sent      POST SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:versions        answer   published POST SIGN_IN  GONE     DONE     NO       NO       GONE     GONE     GONE
responses:check           answer   *         GET  SIGN_IN  GONE     OK       OK       OK       GONE     GONE     GONE
responses:edit            answer   draft     GET  SIGN_IN  GONE     OK       NO       NO       GONE     GONE     GONE
responses:edit            answer   draft     POST SIGN_IN  GONE     DONE     NO       NO       GONE     GONE     GONE
responses:edit            answer   asked     GET  SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:edit            answer   asked     POST SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:edit            answer   sent      GET  SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:edit            answer   sent      POST SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:edit            answer   published GET  SIGN_IN  GONE     OK       NO       NO       GONE     GONE     GONE
responses:edit            answer   published POST SIGN_IN  GONE     DONE     NO       NO       GONE     GONE     GONE
responses:sub_answers     answer   *         GET  SIGN_IN  GONE     OK       OK       OK       GONE     GONE     GONE
responses:sub_answers     answer   draft     POST SIGN_IN  GONE     DONE     NO       NO       GONE     GONE     GONE
responses:sub_answers     answer   asked     POST SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:sub_answers     answer   sent      POST SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:sub_answers     answer   published POST SIGN_IN  GONE     DONE     NO       NO       GONE     GONE     GONE
responses:evidence        answer   *         GET  SIGN_IN  GONE     OK       OK       OK       GONE     GONE     GONE
responses:evidence        answer   draft     POST SIGN_IN  GONE     GONE     NO       NO       GONE     GONE     GONE
responses:evidence        answer   asked     POST SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:evidence        answer   sent      POST SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:evidence        answer   published POST SIGN_IN  GONE     GONE     NO       NO       GONE     GONE     GONE
responses:evidence#reference answer  *         GET  SIGN_IN  GONE     OK       OK       OK       GONE     GONE     GONE
responses:evidence#reference answer  draft     POST SIGN_IN  GONE     DONE     NO       NO       GONE     GONE     GONE
responses:evidence#reference answer  asked     POST SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:evidence#reference answer  sent      POST SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:evidence#reference answer  published POST SIGN_IN  GONE     DONE     NO       NO       GONE     GONE     GONE

responses:step#ask        answer   draft     GET  SIGN_IN  GONE     OK       NO       NO       GONE     GONE     NO
responses:step#ask        answer   draft     POST SIGN_IN  GONE     DONE     NO       NO       GONE     GONE     NO
responses:step#ask        answer   asked     GET  SIGN_IN  GONE     NO       NO       NO       GONE     GONE     NO
responses:step#ask        answer   asked     POST SIGN_IN  GONE     MOVED    MOVED    MOVED    GONE     GONE     MOVED
responses:step#ask        answer   sent      GET  SIGN_IN  GONE     NO       NO       NO       NO       NO       NO
responses:step#ask        answer   sent      POST SIGN_IN  GONE     MOVED    MOVED    MOVED    MOVED    MOVED    MOVED
responses:step#ask        answer   published GET  SIGN_IN  GONE     OK       NO       NO       NO       NO       NO
responses:step#ask        answer   published POST SIGN_IN  GONE     DONE     NO       NO       NO       NO       NO
responses:step#send       answer   draft     GET  SIGN_IN  GONE     NO       NO       NO       GONE     GONE     NO
responses:step#send       answer   draft     POST SIGN_IN  GONE     MOVED    MOVED    MOVED    GONE     GONE     MOVED
responses:step#send       answer   asked     GET  SIGN_IN  GONE     NO       OK       NO       GONE     GONE     NO
responses:step#send       answer   asked     POST SIGN_IN  GONE     NO       DONE     NO       GONE     GONE     NO
responses:step#send       answer   sent      GET  SIGN_IN  GONE     NO       NO       NO       NO       NO       NO
responses:step#send       answer   sent      POST SIGN_IN  GONE     MOVED    MOVED    MOVED    MOVED    MOVED    MOVED
responses:step#send       answer   published GET  SIGN_IN  GONE     NO       NO       NO       NO       NO       NO
responses:step#send       answer   published POST SIGN_IN  GONE     MOVED    MOVED    MOVED    MOVED    MOVED    MOVED
responses:step#return     answer   draft     GET  SIGN_IN  GONE     NO       NO       NO       GONE     GONE     NO
responses:step#return     answer   draft     POST SIGN_IN  GONE     MOVED    MOVED    MOVED    GONE     GONE     MOVED
responses:step#return     answer   asked     GET  SIGN_IN  GONE     NO       NO       NO       GONE     GONE     NO
responses:step#return     answer   asked     POST SIGN_IN  GONE     MOVED    MOVED    MOVED    GONE     GONE     MOVED
responses:step#return     answer   sent      GET  SIGN_IN  GONE     NO       NO       NO       NO       OK       NO
responses:step#return     answer   sent      POST SIGN_IN  GONE     NO       NO       NO       NO       DONE     NO
responses:step#return     answer   published GET  SIGN_IN  GONE     NO       NO       NO       NO       NO       NO
responses:step#return     answer   published POST SIGN_IN  GONE     MOVED    MOVED    MOVED    MOVED    MOVED    MOVED
responses:step#unheard-of answer   *         GET  SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:step#unheard-of answer   *         POST SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:sent            answer   draft     GET  SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:sent            answer   asked     GET  SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:sent            answer   sent      GET  SIGN_IN  GONE     OK       OK       OK       OK       OK       OK
responses:sent            answer   published GET  SIGN_IN  GONE     OK       OK       OK       OK       OK       OK
responses:compare         answer   draft     GET  SIGN_IN  GONE     OK       OK       OK       GONE     GONE     OK
responses:compare         answer   asked     GET  SIGN_IN  GONE     OK       OK       OK       GONE     GONE     OK
responses:compare         answer   sent      GET  SIGN_IN  GONE     OK       OK       OK       OK       OK       OK
responses:compare         answer   published GET  SIGN_IN  GONE     OK       OK       OK       OK       OK       OK
responses:publish         update   *         GET  SIGN_IN  GONE     OK       OK       NO       GONE     GONE     GONE
responses:publish         update   sent      POST SIGN_IN  GONE     DONE     DONE     NO       GONE     GONE     GONE
responses:publish         update   published POST SIGN_IN  GONE     MOVED    MOVED    NO       GONE     GONE     GONE
responses:unpublish       update   sent      POST SIGN_IN  GONE     MOVED    MOVED    NO       GONE     GONE     GONE
responses:unpublish       update   sent      EMPTY SIGN_IN GONE     BAD      BAD      NO       GONE     GONE     GONE
responses:unpublish       update   *         GET  SIGN_IN  GONE     OK       OK       NO       GONE     GONE     GONE
responses:unpublish       update   published POST SIGN_IN  GONE     DONE     DONE     NO       GONE     GONE     GONE

responses:evidence_item   evidence unsent    GET  SIGN_IN  GONE     OK       OK       OK       GONE     GONE     GONE
responses:evidence_item   evidence sent      GET  SIGN_IN  GONE     OK       OK       OK       OK       OK       OK
responses:evidence_item   evidence public    GET  OK       OK       OK       OK       OK       OK       OK       OK
responses:evidence_item   evidence missing   GET  SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:evidence_file   evidence unsent    GET  SIGN_IN  GONE     OK       OK       OK       GONE     GONE     GONE
responses:evidence_file   evidence sent      GET  SIGN_IN  GONE     OK       OK       OK       OK       OK       OK
responses:evidence_file   evidence public    GET  OK       OK       OK       OK       OK       OK       OK       OK
responses:evidence_file   evidence missing   GET  SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:evidence_withdraw evidence unsent  GET  SIGN_IN  GONE     OK       NO       NO       GONE     GONE     GONE
responses:evidence_withdraw evidence unsent  POST SIGN_IN  GONE     DONE     NO       NO       GONE     GONE     GONE
responses:evidence_withdraw evidence sent    GET  SIGN_IN  GONE     OK       NO       NO       NO       NO       NO
responses:evidence_withdraw evidence sent    POST SIGN_IN  GONE     DONE     NO       NO       NO       NO       NO
responses:evidence_withdraw evidence public  GET  SIGN_IN  NO       OK       NO       NO       NO       NO       NO
responses:evidence_withdraw evidence public  POST SIGN_IN  NO       DONE     NO       NO       NO       NO       NO
responses:evidence_withdraw evidence missing GET  SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:evidence_withdraw evidence missing POST SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:evidence_show   evidence unsent    GET  SIGN_IN  GONE     OK       NO       NO       GONE     GONE     GONE
responses:evidence_show   evidence unsent    POST SIGN_IN  GONE     DONE     NO       NO       GONE     GONE     GONE
responses:evidence_show   evidence sent      GET  SIGN_IN  GONE     OK       NO       NO       NO       NO       NO
responses:evidence_show   evidence sent      POST SIGN_IN  GONE     DONE     NO       NO       NO       NO       NO
responses:evidence_show   evidence public    GET  SIGN_IN  NO       OK       NO       NO       NO       NO       NO
responses:evidence_show   evidence public    POST SIGN_IN  NO       MOVED    NO       NO       NO       NO       NO
responses:evidence_show   evidence public    EMPTY SIGN_IN NO       BAD      NO       NO       NO       NO       NO
responses:evidence_show evidence missing GET,POST,EMPTY SIGN_IN GONE GONE GONE GONE GONE GONE GONE
responses:evidence_describe answer draft GET,POST SIGN_IN GONE MOVED NO NO GONE GONE GONE
responses:evidence_describe answer asked GET,POST SIGN_IN GONE NO NO NO GONE GONE GONE
responses:evidence_describe answer sent GET,POST SIGN_IN GONE NO NO NO GONE GONE GONE
responses:evidence_describe answer published GET,POST SIGN_IN GONE MOVED NO NO GONE GONE GONE
responses:evidence_edit evidence unsent GET SIGN_IN GONE OK NO NO GONE GONE GONE
responses:evidence_edit evidence unsent POST SIGN_IN GONE DONE NO NO GONE GONE GONE
responses:evidence_edit evidence sent GET SIGN_IN GONE OK NO NO NO NO NO
responses:evidence_edit evidence sent POST SIGN_IN GONE DONE NO NO NO NO NO
responses:evidence_edit evidence public GET SIGN_IN NO OK NO NO NO NO NO
responses:evidence_edit evidence public POST SIGN_IN NO DONE NO NO NO NO NO
responses:evidence_edit evidence missing GET,POST SIGN_IN GONE GONE GONE GONE GONE GONE GONE
responses:evidence_cite evidence unsent GET SIGN_IN GONE OK NO NO GONE GONE GONE
responses:evidence_cite evidence unsent POST SIGN_IN GONE DONE NO NO GONE GONE GONE
responses:evidence_cite evidence sent GET SIGN_IN GONE OK NO NO NO NO NO
responses:evidence_cite evidence sent POST SIGN_IN GONE DONE NO NO NO NO NO
responses:evidence_cite evidence public GET SIGN_IN NO OK NO NO NO NO NO
responses:evidence_cite evidence public POST SIGN_IN NO DONE NO NO NO NO NO
responses:evidence_cite evidence missing GET,POST SIGN_IN GONE GONE GONE GONE GONE GONE GONE
responses:evidence_replace evidence unsent GET SIGN_IN GONE OK NO NO GONE GONE GONE
responses:evidence_replace evidence unsent POST SIGN_IN GONE DONE NO NO GONE GONE GONE
responses:evidence_replace evidence sent GET SIGN_IN GONE OK NO NO NO NO NO
responses:evidence_replace evidence sent POST SIGN_IN GONE DONE NO NO NO NO NO
responses:evidence_replace evidence public GET SIGN_IN NO OK NO NO NO NO NO
responses:evidence_replace evidence public POST SIGN_IN NO DONE NO NO NO NO NO
responses:evidence_replace evidence missing GET,POST SIGN_IN GONE GONE GONE GONE GONE GONE GONE
responses:evidence_restore evidence unsent GET SIGN_IN GONE NO NO NO GONE GONE GONE
responses:evidence_restore evidence unsent POST SIGN_IN GONE NO NO NO GONE GONE GONE
responses:evidence_restore evidence sent GET SIGN_IN GONE NO NO NO NO NO NO
responses:evidence_restore evidence sent POST SIGN_IN GONE NO NO NO NO NO NO
responses:evidence_restore evidence public GET SIGN_IN NO NO NO NO NO NO NO
responses:evidence_restore evidence public POST SIGN_IN NO NO NO NO NO NO NO
responses:evidence_restore evidence missing GET,POST SIGN_IN GONE GONE GONE GONE GONE GONE GONE
responses:citation_edit citation draft GET SIGN_IN GONE OK NO NO GONE GONE GONE
responses:citation_edit citation draft POST SIGN_IN GONE DONE NO NO GONE GONE GONE
responses:citation_edit citation asked GET,POST SIGN_IN GONE NO NO NO GONE GONE GONE
responses:citation_edit citation sent GET,POST SIGN_IN GONE GONE GONE GONE GONE GONE GONE
responses:citation_remove citation draft     POST SIGN_IN  GONE     DONE     NO       NO       GONE     GONE     GONE
responses:citation_remove citation asked     POST SIGN_IN  GONE     NO       NO       NO       GONE     GONE     GONE
responses:citation_remove citation sent      POST SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE

responses:case            answer   draft     GET  SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:case            answer   asked     GET  SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:case            answer   sent      GET  SIGN_IN  GONE     NO       NO       NO       NO       OK       NO
responses:case            answer   published GET  SIGN_IN  GONE     NO       NO       NO       NO       OK       NO
responses:claim           answer   draft     POST SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:claim           answer   asked     POST SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:claim           answer   sent      POST SIGN_IN  GONE     NO       NO       NO       NO       DONE     NO
responses:claim           answer   published POST SIGN_IN  GONE     NO       NO       NO       NO       DONE     NO
responses:claim           answer   draft,asked EMPTY SIGN_IN GONE GONE  GONE     GONE     GONE     GONE         GONE
responses:claim           answer   sent,published EMPTY SIGN_IN GONE NO NO    NO       NO       DONE|MOVED   NO
responses:note            answer   draft     POST SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:note            answer   asked     POST SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:note            answer   sent      POST SIGN_IN  GONE     NO       NO       NO       NO       DONE     NO
responses:note            answer   published POST SIGN_IN  GONE     NO       NO       NO       NO       DONE     NO
responses:comment         answer   draft     GET  SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:comment         answer   draft     POST SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:comment         answer   asked     GET  SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:comment         answer   asked     POST SIGN_IN  GONE     GONE     GONE     GONE     GONE     GONE     GONE
responses:comment         answer   sent      GET  SIGN_IN  GONE     NO       NO       NO       OK       NO       NO
responses:comment         answer   sent      POST SIGN_IN  GONE     NO       NO       NO       DONE     NO       NO
responses:comment         answer   published GET  SIGN_IN  GONE     NO       NO       NO       OK       NO       NO
responses:comment         answer   published POST SIGN_IN  GONE     NO       NO       NO       DONE     NO       NO
"""
ADMIN_SITE = "out      person   staff    admin"
ADMIN_PAGES = """
admin:index                     -       *       GET,POST         SIGN_IN SIGN_IN OK    OK
admin:app_list                  app     there   GET,POST         SIGN_IN SIGN_IN OK    OK
admin:login                     -       *       GET,POST         SIGN_IN NO      MOVED MOVED
admin:logout                    -       *       POST             SIGN_IN MOVED   MOVED MOVED
admin:logout                    -       *       GET,OTHER        SIGN_IN MOVED   NOT_ALLOWED NOT_ALLOWED
admin:logout                    -       *       OPTIONS          SIGN_IN MOVED   OK    OK
admin:password_change           -       *       GET,POST         SIGN_IN SIGN_IN OK    OK
admin:password_change           -       *       PATCH,DELETE     SIGN_IN SIGN_IN NOT_ALLOWED NOT_ALLOWED
admin:password_change_done      -       *       GET,OPTIONS      SIGN_IN SIGN_IN OK    OK
admin:password_change_done      -       *       POST,OTHER       SIGN_IN SIGN_IN NOT_ALLOWED NOT_ALLOWED
admin:autocomplete              -       *       GET              SIGN_IN SIGN_IN NO    NO
admin:autocomplete              -       *       OPTIONS          SIGN_IN SIGN_IN OK    OK
admin:autocomplete              -       *       POST,OTHER       SIGN_IN SIGN_IN NOT_ALLOWED NOT_ALLOWED
admin:jsi18n                    -       *       GET,OPTIONS      SIGN_IN SIGN_IN OK    OK
admin:jsi18n                    -       *       POST,OTHER       SIGN_IN SIGN_IN NOT_ALLOWED NOT_ALLOWED
admin:view_on_site              onsite  there   GET,POST         SIGN_IN GONE    GONE  MOVED
admin:view_on_site              onsite  missing GET,POST         SIGN_IN GONE    GONE  GONE
admin/(?P<url>.*)$              any     there   GET,POST         SIGN_IN SIGN_IN GONE  GONE
admin:auth_user_password_change user_id there   GET,POST         SIGN_IN SIGN_IN NO    OK
admin:auth_user_password_change user_id missing GET,POST         SIGN_IN SIGN_IN NO    GONE
admin:recommendations_npccdependency_settle      dependency_key there   GET      SIGN_IN SIGN_IN NO OK
admin:recommendations_npccdependency_settle      dependency_key there   POST     SIGN_IN SIGN_IN NO DONE
admin:recommendations_npccdependency_settle      dependency_key missing GET,POST SIGN_IN SIGN_IN NO GONE
admin:recommendations_npccdependency_withdraw    dependency_key there   GET      SIGN_IN SIGN_IN NO OK
admin:recommendations_npccdependency_withdraw    dependency_key there   POST     SIGN_IN SIGN_IN NO DONE
admin:recommendations_npccdependency_withdraw    dependency_key missing GET,POST SIGN_IN SIGN_IN NO GONE
admin:recommendations_npccdependency_await-again dependency_key there   GET      SIGN_IN SIGN_IN NO OK
admin:recommendations_npccdependency_await-again dependency_key there   POST     SIGN_IN SIGN_IN NO BAD
admin:recommendations_npccdependency_await-again dependency_key missing GET,POST SIGN_IN SIGN_IN NO GONE
admin:recommendations_reportfile_load            file_key       there   GET      SIGN_IN SIGN_IN NO OK
admin:recommendations_reportfile_load            file_key       there   POST     SIGN_IN SIGN_IN NO BAD
admin:recommendations_reportfile_load            file_key       missing GET,POST SIGN_IN SIGN_IN NO GONE
"""
ADMIN_PAGES_OF_A_MODEL = """
admin:{name}_changelist         -       *       GET,POST SIGN_IN  SIGN_IN  NO    OK
admin:{name}_add                -       *       GET,POST SIGN_IN  SIGN_IN  NO    {add}
admin:{name}_change             {name}  there   GET      SIGN_IN  SIGN_IN  NO    OK
admin:{name}_change             {name}  there   POST     SIGN_IN  SIGN_IN  NO    {change}
admin:{name}_change             {name}  missing GET      SIGN_IN  SIGN_IN  NO    MOVED
admin:{name}_change             {name}  missing POST     SIGN_IN  SIGN_IN  NO    {change_missing}
admin:{name}_history            {name}  there   GET,POST SIGN_IN  SIGN_IN  NO    OK
admin:{name}_history            {name}  missing GET,POST SIGN_IN  SIGN_IN  NO    MOVED
admin:{name}_delete             {name}  there   GET      SIGN_IN  SIGN_IN  NO    {delete}
admin:{name}_delete             {name}  there   EMPTY    SIGN_IN  SIGN_IN  NO    {deleted}
admin:{name}_delete             {name}  there   POST     SIGN_IN  SIGN_IN  NO    {deleted}
admin:{name}_delete             {name}  missing GET,POST SIGN_IN  SIGN_IN  NO    {delete_missing}
admin/{path}/<path:object_id>/  {name}  *       GET,POST SIGN_IN  SIGN_IN  MOVED MOVED
"""
WORK_SITE = "out      person   stranger lead     reviewer admin"
WORK_PAGES_OF_A_MODEL = """
admin:responses_{name}_changelist - * GET SIGN_IN SIGN_IN OK OK OK OK
admin:responses_{name}_changelist - * POST,OTHER SIGN_IN SIGN_IN NO NO NO NO
admin:responses_{name}_add                 -                *     GET,POST     SIGN_IN SIGN_IN NO    NO    NO    NO
admin/responses/{name}/<path:object_id>/   responses_{name} *     GET,POST     SIGN_IN SIGN_IN MOVED MOVED MOVED MOVED
admin:responses_{name}_change responses_{name} {sent} GET SIGN_IN SIGN_IN GONE OK OK OK
admin:responses_{name}_change responses_{name} {sent} POST SIGN_IN SIGN_IN GONE NO NO NO
admin:responses_{name}_change responses_{name} {unsent} GET SIGN_IN SIGN_IN GONE OK GONE {unread}
admin:responses_{name}_change responses_{name} {unsent} POST SIGN_IN SIGN_IN GONE NO GONE {gone}
admin:responses_{name}_change responses_{name} {judged} GET SIGN_IN SIGN_IN GONE GONE OK OK
admin:responses_{name}_change responses_{name} {judged} POST SIGN_IN SIGN_IN GONE GONE NO NO
admin:responses_{name}_history responses_{name} {sent} GET,POST SIGN_IN SIGN_IN GONE {log} {log} {log}
admin:responses_{name}_history responses_{name} {unsent} GET,POST SIGN_IN SIGN_IN GONE {log} GONE {unsent_log}
admin:responses_{name}_history responses_{name} {judged} GET,POST SIGN_IN SIGN_IN GONE GONE {log} {log}
admin:responses_{name}_delete responses_{name} {sent} GET,POST SIGN_IN SIGN_IN GONE NO NO NO
admin:responses_{name}_delete responses_{name} {unsent} GET,POST SIGN_IN SIGN_IN GONE NO GONE {gone}
admin:responses_{name}_delete responses_{name} {judged} GET,POST SIGN_IN SIGN_IN GONE GONE NO NO
"""
# What an admin reads of what was not sent: that there is an answer and an event, and no evidence.
NAMED = {"unread": "OK", "gone": "NO"}
UNREAD = {"unread": "GONE", "gone": "GONE", "unsent_log": "GONE"}
WORK_MODELS = [
    {
        "name": "forceresponse",
        "sent": "sent,published",
        "unsent": "draft,asked",
        "judged": "none",
        "log": "MOVED",
        "unsent_log": "MOVED",
        **NAMED,
    },
    {
        "name": "update",
        "sent": "sent,published",
        "unsent": "none",
        "judged": "none",
        "log": "OK",
        "unsent_log": "OK",
        **NAMED,
    },
    {
        "name": "evidence",
        "sent": "sent,public",
        "unsent": "unsent",
        "judged": "none",
        "log": "OK",
        **UNREAD,
    },
    {
        "name": "event",
        "sent": "sent",
        "unsent": "draft",
        "judged": "note",
        "log": "OK",
        "unsent_log": "OK",
        **NAMED,
    },
]
WORK_PAGES = """
admin:responses_forceresponse_draft    answer draft           GET      SIGN_IN SIGN_IN GONE  OK    GONE  NO
admin:responses_forceresponse_draft    answer draft           POST     SIGN_IN SIGN_IN GONE  DONE  GONE  NO
admin:responses_forceresponse_draft    answer asked           GET,POST SIGN_IN SIGN_IN GONE  NO    GONE  NO
admin:responses_forceresponse_draft    answer sent            GET,POST SIGN_IN SIGN_IN GONE  NO    NO    NO
admin:responses_forceresponse_draft    answer published       GET      SIGN_IN SIGN_IN GONE  OK    NO    NO
admin:responses_forceresponse_draft    answer published       POST     SIGN_IN SIGN_IN GONE  DONE  NO    NO
admin:responses_forceresponse_evidence#reference answer draft     GET      SIGN_IN SIGN_IN GONE  OK    GONE  NO
admin:responses_forceresponse_evidence#reference answer draft     POST     SIGN_IN SIGN_IN GONE  DONE  GONE  NO
admin:responses_forceresponse_evidence#reference answer asked     GET,POST SIGN_IN SIGN_IN GONE  NO    GONE  NO
admin:responses_forceresponse_evidence#reference answer sent      GET,POST SIGN_IN SIGN_IN GONE  NO    NO    NO
admin:responses_forceresponse_evidence#reference answer published GET      SIGN_IN SIGN_IN GONE  OK    NO    NO
admin:responses_forceresponse_evidence#reference answer published POST     SIGN_IN SIGN_IN GONE  DONE  NO    NO
admin:responses_forceresponse_remove_citation citation_of draft   POST     SIGN_IN SIGN_IN GONE  DONE  GONE  GONE
admin:responses_forceresponse_remove_citation citation_of asked   POST     SIGN_IN SIGN_IN GONE  NO    GONE  GONE
admin:responses_forceresponse_remove_citation citation_of sent    POST     SIGN_IN SIGN_IN GONE  GONE  GONE  GONE
admin:responses_forceresponse_step#ask    answer draft         GET      SIGN_IN SIGN_IN GONE  OK    GONE  NO
admin:responses_forceresponse_step#ask    answer draft         POST     SIGN_IN SIGN_IN GONE  DONE  GONE  NO
admin:responses_forceresponse_step#ask    answer asked         GET      SIGN_IN SIGN_IN GONE  NO    GONE  NO
admin:responses_forceresponse_step#ask    answer asked         POST     SIGN_IN SIGN_IN GONE  MOVED GONE  MOVED
admin:responses_forceresponse_step#ask    answer sent          GET      SIGN_IN SIGN_IN GONE  NO    NO    NO
admin:responses_forceresponse_step#ask    answer sent          POST     SIGN_IN SIGN_IN GONE  MOVED MOVED MOVED
admin:responses_forceresponse_step#ask    answer published     GET      SIGN_IN SIGN_IN GONE  OK    NO    NO
admin:responses_forceresponse_step#ask    answer published     POST     SIGN_IN SIGN_IN GONE  DONE  NO    NO
admin:responses_forceresponse_step#return answer draft,asked   GET      SIGN_IN SIGN_IN GONE  NO    GONE  NO
admin:responses_forceresponse_step#return answer draft,asked   POST     SIGN_IN SIGN_IN GONE  MOVED GONE  MOVED
admin:responses_forceresponse_step#return answer sent          GET      SIGN_IN SIGN_IN GONE  NO    OK    NO
admin:responses_forceresponse_step#return answer sent          POST     SIGN_IN SIGN_IN GONE  NO    DONE  NO
admin:responses_forceresponse_step#return answer published     GET      SIGN_IN SIGN_IN GONE  NO    NO    NO
admin:responses_forceresponse_step#return answer published     POST     SIGN_IN SIGN_IN GONE  MOVED MOVED MOVED
admin:responses_forceresponse_claim       answer draft,asked   POST     SIGN_IN SIGN_IN GONE  NO    GONE  NO
admin:responses_forceresponse_claim       answer sent,published POST    SIGN_IN SIGN_IN GONE  NO    DONE  NO
admin:responses_update_publish            update *             GET      SIGN_IN SIGN_IN GONE  OK    NO    NO
admin:responses_update_publish            update sent          POST     SIGN_IN SIGN_IN GONE  DONE  NO    NO
admin:responses_update_publish            update published     POST     SIGN_IN SIGN_IN GONE  MOVED NO    NO
admin:responses_update_unpublish          update *             GET      SIGN_IN SIGN_IN GONE  OK    NO    NO
admin:responses_update_unpublish          update sent          EMPTY    SIGN_IN SIGN_IN GONE  BAD   NO    NO
admin:responses_update_unpublish          update sent          POST     SIGN_IN SIGN_IN GONE  MOVED NO    NO
admin:responses_update_unpublish          update published     POST     SIGN_IN SIGN_IN GONE  DONE  NO    NO
"""
# Asking for what is not there leads an admin back, with a message. What hangs on something else is not deleted.
LOOKED_AFTER = {
    "add": "OK",
    "change": "OK",
    "change_missing": "MOVED",
    "delete": "OK",
    "deleted": "OK",
    "delete_missing": "MOVED",
}
MODELS = {
    "accounts_user": {"delete": "NO", "deleted": "NO", "delete_missing": "NO"},
    "recommendations_organisation": {},
    "recommendations_recommendation": {},
    "recommendations_addressee": {"deleted": "DONE"},
    "recommendations_addresseegroup": {},
    "recommendations_subrecommendation": {"deleted": "DONE"},
    "recommendations_note": {"deleted": "DONE"},
    "recommendations_tie": {"deleted": "DONE"},
    "recommendations_npccdependency": {"delete": "NO", "deleted": "NO", "delete_missing": "NO"},
    "recommendations_reportfile": {"change": "NO", "change_missing": "NO", "deleted": "DONE"},
    "recommendations_report": {},
    "outbox_message": {
        "add": "NO",
        "change": "NO",
        "change_missing": "NO",
        "delete": "NO",
        "deleted": "NO",
        "delete_missing": "NO",
    },
}
ACCOUNT = "out      in"
ACCOUNT_PAGES = """
account_login                        - * GET,OPTIONS         OK          MOVED
account_login                        - * POST                DONE        MOVED
account_login                        - * EMPTY,PUT           OK          MOVED
account_login                        - * PATCH,DELETE        NOT_ALLOWED MOVED
account_logout                       - * GET                 MOVED       OK
account_logout                       - * POST                MOVED       MOVED
account_logout                       - * OPTIONS             OK          OK
account_inactive                     - * GET,OPTIONS         OK          OK
account_signup                       - * GET,POST,OTHER      OK          MOVED
account_reauthenticate               - * GET,POST,OPTIONS    SIGN_IN     OK
account_reauthenticate               - * PUT                 SIGN_IN     OK
account_settings                     - * GET                 SIGN_IN     OK
account_settings                     - * EMPTY               SIGN_IN     BAD
account_settings                     - * POST                SIGN_IN     DONE
account_change_password              - * GET,POST,OPTIONS    SIGN_IN     OK
account_change_password              - * PUT                 SIGN_IN     OK
account_set_password                 - * GET,POST,OTHER      SIGN_IN     MOVED
account_reset_password               - * GET,OPTIONS         OK          OK
account_reset_password               - * POST                MOVED       MOVED
account_reset_password               - * EMPTY,PUT           OK          OK
account_reset_password_done          - * GET,OPTIONS         OK          OK
account_reset_password_from_key      reset_key there GET,POST,OTHER OK   OK
account_reset_password_from_key_done - * GET,OPTIONS         OK          OK
account_confirm_login_code           - * GET,POST,OTHER      SIGN_IN     MOVED
unsaved                              - * GET                 SIGN_IN     OK
unsaved_keep                         - * POST                BAD         BAD
unsaved_discard                      unsaved_key there POST  SIGN_IN     GONE
unsaved_discard                      unsaved_key there GET,PUT SIGN_IN   NOT_ALLOWED
account_session                      - * GET                 OK          OK
account_session                      - * HEAD                NOT_ALLOWED NOT_ALLOWED
mfa_index                            - * GET,OPTIONS         SIGN_IN     OK
mfa_authenticate                     - * GET,POST,OTHER      SIGN_IN     MOVED
mfa_reauthenticate                   - * GET,POST,OTHER      SIGN_IN     MOVED
mfa_activate_totp                    - * GET,POST,OTHER      SIGN_IN     MOVED
mfa_deactivate_totp                  - * GET,POST,OTHER      SIGN_IN     GONE
mfa_view_recovery_codes              - * GET                 SIGN_IN     GONE
mfa_view_recovery_codes              - * OPTIONS             SIGN_IN     OK
mfa_generate_recovery_codes          - * GET,POST,OTHER      SIGN_IN     MOVED
mfa_download_recovery_codes          - * GET,POST,OTHER      SIGN_IN     GONE
mfa_list_webauthn                    - * GET,OPTIONS         SIGN_IN     OK
mfa_add_webauthn                     - * GET,POST,OTHER      SIGN_IN     MOVED
mfa_reauthenticate_webauthn          - * GET,POST,OTHER      SIGN_IN     MOVED
mfa_login_webauthn                   - * GET,POST,OTHER      SIGN_IN     MOVED
mfa_edit_webauthn                    unsaved_key there GET,POST,OTHER SIGN_IN MOVED
mfa_remove_webauthn                  unsaved_key there GET,POST,OTHER SIGN_IN MOVED
account_stay                         - * POST                SIGN_IN     OK
account_stay                         - * GET,PUT             SIGN_IN     NOT_ALLOWED
"""
EVERYBODY = "out      in"
OPEN_PAGES = """
progress:reports        -              *        GET     OK       OK
search:search          -              *        GET     OK       OK
progress:changes         -              *        GET     OK       OK
progress:force           organisation   *        GET     OK       OK
progress:force           organisation   missing  GET     GONE     GONE
progress:matrix        -              *        GET     OK       OK
progress:answers         -              *        GET     OK       OK
progress:overview        -              *        GET     OK       OK
progress:export          export         *        GET     OK       OK
progress:export_metadata -              *        GET     OK       OK
progress:report          report         there    GET     OK       OK
progress:report          report         unopened,missing   GET     GONE     GONE
progress:recommendation  recommendation there,silent    GET     OK       OK
progress:recommendation  recommendation unopened,missing   GET     GONE     GONE
progress:organisations   -              *        GET     OK       OK
progress:organisation    organisation   *        GET     OK       OK
progress:organisation    organisation   missing  GET     GONE     GONE
progress:dependencies    -              *        GET     OK       OK
progress:dependency      dependency     there    GET     OK       OK
progress:dependency      dependency     missing  GET     GONE     GONE
accessibility             -              *        GET         OK       OK
privacy                   -              *        GET         OK       OK
cookies                   -              *        GET         OK       OK
contact                   -              *        GET         OK       OK
robots                    -              *        GET         OK       OK
security_txt              -              *        GET         GONE     GONE
healthz                   -              *        GET         OK       OK
readyz                    -              *        GET         OK       OK
progress:sitemap          -              *        GET         OK       OK
"""


@dataclass
class Policy:
    """What one view answers. `lines` are by state and method; `columns` are the kinds of person."""

    view: str
    kind: str
    columns: list
    lines: dict = field(default_factory=dict)

    def says(self, state, method, person, owner=""):
        """The declared outcome, or None where no line is about this method."""
        line = self.lines.get((state, method))
        if line is None and state == "missing":
            line = next((line for (_, of), line in self.lines.items() if of == method), None)
            owner = NOBODYS
        line = line or self.lines.get(("*", method))
        return line and line[_column(self.columns, person, owner)]


def _column(columns, person, owner):
    if person in OUT:
        return columns.index("out")
    if "in" in columns:
        return columns.index("in")
    if "person" in columns and person != "admin" and person not in STAFF:
        return columns.index("person")
    if "staff" in columns:
        return columns.index("admin" if person == "admin" else "staff")
    return columns.index(_relation(person, owner))


def _relation(person, owner):
    """What `person` is to a row of the force `owner`, or to a page that is about no row."""
    plain = person.removeprefix("staff_")
    role, _, letter = plain.partition("_")
    if plain in ("reviewer", "admin"):
        return "stranger" if owner == NOBODYS else plain
    if plain == "policing_body":
        return "body" if owner in ("", "A") else "stranger"
    return role if role != "nobody" and owner in ("", letter.upper()) else "stranger"


def read(header, table):
    policies = {}
    for line in filter(None, map(str.split, table.splitlines())):
        view, kind, state, method, *outcomes = line
        policy = policies.setdefault(view, Policy(view, kind, header.split()))
        for each in product(state.split(","), method.split(",")):
            policy.lines[each] = outcomes
    return policies


OF_MODELS = "".join(
    ADMIN_PAGES_OF_A_MODEL.format(
        name=name, path=name.replace("_", "/", 1), **(LOOKED_AFTER | differs)
    )
    for name, differs in MODELS.items()
)
OF_WORK = "".join(WORK_PAGES_OF_A_MODEL.format(**model) for model in WORK_MODELS)
POLICY = (
    read(SIGNED_IN, PAGES)
    | read(EVERYBODY, OPEN_PAGES)
    | read(ACCOUNT, ACCOUNT_PAGES)
    | read(ADMIN_SITE, ADMIN_PAGES + OF_MODELS)
    | read(WORK_SITE, WORK_PAGES + OF_WORK)
)
OPEN = {*read(EVERYBODY, OPEN_PAGES), "responses:evidence_item", "responses:evidence_file"}


def is_asked_to_sign_in(view, person):
    """Whether somebody without an account is, whatever the method."""
    policy = POLICY[view]
    asked = policy.says("*", "GET", person) == "SIGN_IN" or policy.columns != ACCOUNT.split()
    if view.startswith("admin"):
        return person in OUT or (person not in STAFF and person != "admin")
    return person in OUT and view not in OPEN and asked


# Forms that are whole without anything typed.
WHOLE_WHEN_EMPTY = {
    "responses:citation_edit",
    "responses:publish",
    "responses:citation_remove",
    "responses:claim",
    "responses:elsewhere_check",
    "admin:responses_update_publish",
    "admin:responses_forceresponse_remove_citation",
    "admin:responses_forceresponse_claim",
}
# Pages of ours that name GET and POST, and so refuse HEAD.
WITHOUT_HEAD = {
    "account_settings",
    "responses:elsewhere",
    "responses:elsewhere_file",
    "responses:elsewhere_remove",
    "responses:several",
    "responses:queue",
    "responses:edit",
    "responses:sub_answers",
    "responses:step",
    "responses:publish",
    "responses:unpublish",
    "responses:comment",
}
# The same on the admin site. Its other pages, which are Django’s, answer any method but POST as GET.
NAME_THEIR_METHODS = {
    "admin:responses_forceresponse_draft",
    "admin:responses_forceresponse_evidence",
    "admin:responses_forceresponse_remove_citation",
    "admin:responses_forceresponse_step",
    "admin:responses_forceresponse_claim",
    "admin:responses_update_publish",
    "admin:responses_update_unpublish",
    "admin:recommendations_npccdependency_settle",
    "admin:recommendations_npccdependency_withdraw",
    "admin:recommendations_npccdependency_await-again",
    "admin:recommendations_reportfile_load",
}

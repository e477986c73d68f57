from django.urls import URLPattern, URLResolver, path, register_converter

from disputes.views import (
    archive,
    behalf,
    calls,
    casefile,
    clock,
    counsel,
    documents,
    emergencies,
    emergency_desk,
    engagements,
    enterprise,
    exports,
    guidance_intake,
    importing,
    intake,
    opinions,
    outcomes,
    papers,
    playbook,
    playbooks,
    rating,
    readers,
    triage,
    upgrade,
)


class ReferenceConverter:
    """`GD-2026-000123`; anything else is no case and gives 404."""

    regex = r"GD-\d{4}-\d{6,7}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "case")

urlpatterns: list[URLPattern | URLResolver] = [
    path("playbooks/", playbooks.index, name="playbooks"),
    path("playbooks/<slug:code>/", playbooks.playbook, name="playbook"),
    path("emergency/new/", emergencies.new, name="emergency_new"),
    path("emergency/code/", emergencies.code, name="emergency_code"),
    path("emergency/take-over/", emergencies.take_over, name="emergency_take_over"),
    path("emergency/card/<slug:kind>/", emergencies.card, name="emergency_card"),
    path("emergency/receipt/<str:token>/", emergencies.receipt, name="emergency_receipt"),
    path("emergency/receipt/<str:token>/confirm/", emergencies.confirm, name="emergency_confirm"),
    path("emergency/receipt/<str:token>/reply/", emergencies.reply, name="emergency_reply"),
    path("emergency/receipt/<str:token>/take-over/", emergencies.begin_take_over, name="emergency_begin_take_over"),
    path("cases/", enterprise.my_cases, name="cases"),
    path("cases/new/", intake.new_case, name="case_new"),
    path("cases/new/guidance/", guidance_intake.new_guidance, name="guidance_new"),
    path("cases/drafts/<uuid:pk>/steps/<int:step>/", guidance_intake.guidance_step, name="guidance_step"),
    path("cases/drafts/<uuid:pk>/", intake.draft, name="draft"),
    path("cases/drafts/<uuid:draft>/documents/", documents.draft_documents, name="draft_documents"),
    path("cases/drafts/<uuid:draft>/documents/<uuid:pk>/", documents.draft_document, name="draft_document"),
    path("cases/<case:reference>/", enterprise.case_page, name="case"),
    path("cases/<case:reference>/receipt/", enterprise.receipt, name="case_receipt"),
    path("cases/<case:reference>/readers/", readers.case_readers, name="case_readers"),
    path("cases/<case:reference>/documents/", casefile.case_file, name="case_documents"),
    path("cases/<case:reference>/documents/<uuid:pk>/evidence/", casefile.document_evidence, name="document_evidence"),
    path("cases/<case:reference>/documents/<uuid:pk>/replace/", casefile.document_replace, name="document_replace"),
    path("cases/<case:reference>/documents/<uuid:pk>/", documents.case_document, name="case_document"),
    path("cases/<case:reference>/forms/<uuid:pk>/", papers.form_page, name="case_form"),
    path("cases/<case:reference>/forms/<uuid:pk>.<slug:ending>", papers.form_file, name="case_form_file"),
    path("cases/<case:reference>/opinions/", opinions.latest, name="opinions"),
    path("cases/<case:reference>/opinions/start/", opinions.start, name="opinion_start"),
    path("cases/<case:reference>/opinions/<int:number>/", opinions.opinion_page, name="opinion"),
    path("cases/<case:reference>/opinions/<int:number>/edit/", opinions.edit, name="opinion_edit"),
    path("cases/<case:reference>/opinions/<int:number>/autosave/", opinions.autosave, name="opinion_autosave"),
    path("cases/<case:reference>/opinions/<int:number>/citations/", opinions.citations, name="opinion_citations"),
    path("cases/<case:reference>/opinions/<int:number>/from/<int:other>/", opinions.compare, name="opinion_compare"),
    path("cases/<case:reference>/opinions/<int:number>/<slug:name>/", opinions.act, name="opinion_act"),
    path("cases/<case:reference>/clock/", clock.case_clock, name="case_clock"),
    path("cases/rate/<str:secret>/", rating.rate, name="case_rate"),
    path("cases/rated/", rating.rated, name="case_rated"),
    path("cases/<case:reference>/outcome/", outcomes.outcome_page, name="outcome"),
    path("cases/<case:reference>/losses/new/", outcomes.loss_new, name="loss_new"),
    path("cases/<case:reference>/losses/<int:pk>/", outcomes.loss_page, name="loss"),
    path("cases/<case:reference>/losses/<int:pk>/correct/", outcomes.loss_correct, name="loss_correct"),
    path("cases/<case:reference>/losses/<int:pk>/<slug:name>/", outcomes.loss_act, name="loss_act"),
    path("cases/<case:reference>/exports/", exports.export_list, name="case_exports"),
    path("cases/<case:reference>/exports/new/", exports.export_new, name="case_export_new"),
    path("cases/<case:reference>/exports/<int:number>/", exports.export_page, name="case_export"),
    path("cases/<case:reference>/exports/<int:number>/edit/", exports.export_edit, name="case_export_edit"),
    path("cases/<case:reference>/exports/<int:number>/package.zip", exports.export_package, name="case_export_package"),
    path(
        "cases/<case:reference>/exports/<int:number>/questions/", exports.export_questions, name="case_export_questions"
    ),
    path(
        "cases/<case:reference>/exports/<int:number>/questions/<int:item>/",
        exports.export_questions,
        name="case_export_item",
    ),
    path("cases/<case:reference>/exports/<int:number>/<slug:name>/", exports.export_act, name="case_export_act"),
    path("cases/<case:reference>/counsel/", counsel.case_counsel, name="case_counsel"),
    path("cases/<case:reference>/playbook/", playbook.case_playbook, name="case_playbook"),
    path("cases/<case:reference>/upgrade/", upgrade.case_upgrade, name="case_upgrade"),
    path("cases/<case:reference>/company/", emergency_desk.company, name="case_company"),
    path("cases/<case:reference>/<slug:act>/", enterprise.case_act, name="case_act"),
    path("triage/", triage.queue, name="triage"),
    path("triage/emergencies/", emergency_desk.waiting, name="triage_emergencies"),
    path("triage/emergencies/<uuid:pk>/<slug:act>/", emergency_desk.decide, name="triage_emergency"),
    path("triage/import/", importing.import_page, name="triage_import"),
    path("triage/import/template.xlsx", importing.template_file, name="triage_import_template"),
    path("triage/new/", behalf.file_for_caller, name="triage_new"),
    path("triage/phone/", behalf.phone, name="triage_phone"),
    path("triage/<case:reference>/upgrade/", upgrade.triage_upgrade, name="triage_upgrade"),
    path("triage/<case:reference>/", triage.case_page, name="triage_case"),
    path("triage/<case:reference>/clock/", clock.triage_clock, name="triage_clock"),
    path("triage/<case:reference>/private-link/", emergency_desk.new_link, name="emergency_new_link"),
    path("triage/<case:reference>/call/", calls.duty_call, name="duty_call"),
    path("triage/<case:reference>/archive.zip", archive.bundle, name="case_bundle"),
    path("triage/<case:reference>/hold/", archive.hold, name="case_hold"),
    path("triage/<case:reference>/citations/", triage.citations, name="triage_citations"),
    path("triage/<case:reference>/experts/", engagements.candidates, name="triage_experts"),
    path("triage/<case:reference>/experts/<int:pk>/", engagements.invite, name="triage_expert_invite"),
    path("triage/<case:reference>/engagements/<int:pk>/end/", engagements.end, name="triage_engagement_end"),
    path("engagements/<int:pk>/", engagements.engagement, name="engagement"),
    path("engagements/<int:pk>/<slug:act>/", engagements.engagement_act, name="engagement_act"),
    path("triage/<case:reference>/<slug:act>/", triage.case_act, name="triage_act"),
]

from django.urls import URLPattern, URLResolver, path, re_path

from experts.views import gaps, own, pool, sheets
from experts.views.acts import SPECS

urlpatterns: list[URLPattern | URLResolver] = [
    path("experts/", pool.pool_list, name="expert_pool"),
    path("experts/new/", pool.expert_new, name="expert_new"),
    path("experts/gaps/", gaps.gaps, name="expert_gaps"),
    path("experts/import/", sheets.upload, name="expert_import"),
    path("experts/import/template.csv", sheets.template, name="expert_template"),
    path("experts/import/<uuid:pk>/", sheets.sheet, name="expert_sheet"),
    path("experts/<int:pk>/", pool.expert_page, name="expert"),
    path("experts/<int:pk>/edit/", pool.expert_edit, name="expert_edit"),
    re_path(rf"^experts/(?P<pk>\d{{1,18}})/(?P<act>{'|'.join(SPECS)})/$", pool.expert_act, name="expert_act"),
    path("engagements/", own.engagements, name="engagements"),
    path("engagements/edit/", own.own_edit, name="own_record"),
    path("engagements/availability/", own.availability, name="own_availability"),
]

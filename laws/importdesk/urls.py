from django.urls import URLPattern, URLResolver, path

from laws.importdesk import source_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("editorial/imports/", views.desk, name="imports"),
    path("editorial/imports/<int:pk>/", views.run, name="import_run"),
    path("editorial/imports/<int:pk>/progress/", views.progress, name="import_progress"),
    path("editorial/imports/<int:pk>/stop/", views.stop, name="import_stop"),
    path("editorial/imports/<int:pk>/report.csv", views.report_csv, name="import_report_csv"),
    path("editorial/imports/<int:pk>/report.jsonl", views.report_json, name="import_report_json"),
    path("editorial/imports/sources/", source_views.sources, name="law_sources"),
    path("editorial/imports/sources/<slug:code>/", source_views.source, name="law_source"),
]

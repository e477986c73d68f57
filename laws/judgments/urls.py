from django.urls import URLPattern, URLResolver, path

from laws.judgments import desk, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("judgments/", views.index, name="judgments"),
    path("judgments/<slug:code>/", views.judgment, name="judgment"),
    path("editorial/judgments/", desk.desk, name="judgment_desk"),
    path("editorial/judgments/new/", desk.new, name="judgment_new"),
    path("editorial/judgments/proposals/<int:number>/", desk.proposal, name="judgment_proposal"),
    path("editorial/judgments/<slug:code>/correct/", desk.correct, name="judgment_correct"),
]

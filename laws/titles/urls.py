from django.urls import URLPattern, URLResolver, path

from laws.titles import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("editorial/titles/", views.desk, name="title_desk"),
    path("editorial/titles/mine/", views.mine, name="title_mine"),
    path("editorial/titles/<int:number>/", views.review, name="title_review"),
]

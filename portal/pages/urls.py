from django.urls import URLPattern, URLResolver, path

from portal.pages import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
]

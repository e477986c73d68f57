from django.urls import URLPattern, URLResolver, path

from portal.notices import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("_/mail/", views.mail_list, name="mail_list"),
    path("_/mail/<slug:name>/", views.mail_detail, name="mail_detail"),
    path("_/mail/<slug:name>/html/", views.mail_html, name="mail_html"),
]

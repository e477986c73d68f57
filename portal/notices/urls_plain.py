from django.urls import URLPattern, URLResolver, path

from portal.notices.views import mailbox

urlpatterns: list[URLPattern | URLResolver] = [
    path("_/mail/", mailbox.mail_list, name="mail_list"),
    path("_/mail/<slug:name>/", mailbox.mail_detail, name="mail_detail"),
    path("_/mail/<slug:name>/html/", mailbox.mail_html, name="mail_html"),
]

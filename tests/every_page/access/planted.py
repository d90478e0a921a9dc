"""The URLconf with two faults planted in it: a page that nobody declared, and one that asks for a row of anybody."""

from django.http import HttpResponse
from django.urls import path

from responses.models import ForceResponse
from supercomplaint.urls import urlpatterns as real


def undeclared(request):
    return HttpResponse("Hello")


def unscoped(request, pk):
    return HttpResponse(ForceResponse.objects.get(pk=pk).draft.account)


urlpatterns = [
    *real,
    path("planted/undeclared/", undeclared, name="undeclared"),
    path("planted/unscoped/<key:pk>/", unscoped, name="unscoped"),
]

"""The pages that a search engine may show, in the form it asks for."""

from django.contrib.sitemaps import Sitemap

from recommendations.models import Organisation, Recommendation, Report


class Reports(Sitemap):
    def items(self):
        return Report.objects.open().order_by("pk")


class Recommendations(Sitemap):
    def items(self):
        return (
            Recommendation.objects.filter(report__in=Report.objects.open())
            .select_related("report")
            .order_by("pk")
        )


class Organisations(Sitemap):
    def items(self):
        return Organisation.objects.order_by("pk")


SITEMAPS = {"reports": Reports, "recommendations": Recommendations, "organisations": Organisations}

from django.db import models


class AddresseeGroupQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class AddresseeGroup(models.Model):
    """Whom recommendations are addressed to as a group. An organisation is in one group, or in none.

    Its slug is its key, so that files, addresses and filters name a group the same way as its rows do.
    """

    CHIEF_CONSTABLES = "chief_constables"
    POLICING_BODIES = "policing_bodies"
    HOME_OFFICE = "home_office"
    NPCC = "npcc"
    APCC = "apcc"
    COLLEGE = "college"
    CPS = "cps"
    ALL_RECIPIENTS = "all_recipients"
    MINISTRY_OF_JUSTICE = "ministry_of_justice"
    IOPC = "iopc"
    HMICFRS = "hmicfrs"

    slug = models.SlugField("short name", max_length=30, primary_key=True)
    name = models.CharField(max_length=120, unique=True)
    order = models.PositiveIntegerField(default=100, help_text="Its place in lists.")

    objects = AddresseeGroupQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

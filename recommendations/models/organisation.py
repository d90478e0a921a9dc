from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .addressee_group import AddresseeGroup


class OrganisationQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def active_on(self, day):
        """Those that existed on `day`. A first or last day that is not held does not shut anybody out."""
        begun = Q(first_on=None) | Q(first_on__lte=day)
        return self.filter(begun, Q(last_on=None) | Q(last_on__gte=day))


class Organisation(models.Model):
    """A body that is asked, that judges, or that complains."""

    class Kind(models.TextChoices):
        POLICE_FORCE = "police_force", "Police force"
        LOCAL_POLICING_BODY = "local_policing_body", "Local policing body"
        NATIONAL_BODY = "national_body", "National body"
        INSPECTORATE = "inspectorate", "Inspectorate"
        DESIGNATED_BODY = "designated_body", "Designated body"
        UNNAMED = "unnamed", "Not named in its source"

    kind = models.CharField(max_length=30, choices=Kind)
    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    group = models.ForeignKey(
        AddresseeGroup,
        verbose_name="addressed as",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        limit_choices_to=~Q(slug=AddresseeGroup.ALL_RECIPIENTS),
        help_text="Recommendations to this group ask this organisation. Leave empty if none does.",
    )
    force = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="policing_body",
        limit_choices_to={"kind": Kind.POLICE_FORCE},
        help_text="For a local policing body: the force it holds to account.",
    )
    ons_code = models.CharField("ONS code", max_length=9, blank=True)
    police_uk_slug = models.SlugField("data.police.uk name", max_length=40, blank=True)
    nation = models.CharField(max_length=30, blank=True)
    region = models.CharField("NPCC region (unverified)", max_length=40, blank=True)
    first_on = models.DateField("first day", null=True, blank=True, help_text="Empty if not held.")
    last_on = models.DateField(
        "last day", null=True, blank=True, help_text="Empty while it exists."
    )
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    note = models.CharField(max_length=300, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="organisation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(force=None) | Q(kind="local_policing_body"),
                name="only_a_policing_body_has_a_force",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("id")),
                name="organisation_does_not_succeed_itself",
            ),
            models.CheckConstraint(
                condition=~Q(group="all_recipients"), name="organisation_group_is_one_body"
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("progress:organisation", args=[self.slug])

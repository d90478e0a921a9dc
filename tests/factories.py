"""The smallest valid row of each model; nothing random. Traits are states."""

import dataclasses
import datetime
import functools
import hashlib

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Membership, User
from documents import readers
from documents.models import PublishedDocument
from recommendations import models as asked
from responses import models as answered
from responses.history import standings
from responses.history.chain import point

PASSWORD = "correct horse battery"


@functools.cache
def hashed_password():
    """Once: the hashing is made to be slow."""
    return make_password(PASSWORD)


class AddresseeGroupFactory(DjangoModelFactory):
    class Meta:
        model = asked.AddresseeGroup

    slug = factory.Sequence("group_{}".format)
    name = factory.Sequence("Group {}".format)


class OfAGroupFactory(DjangoModelFactory):
    """Takes a group by its short name, and "" for none, as tests name it."""

    class Meta:
        abstract = True

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        group = kwargs.pop("group")
        slug = group.pk if isinstance(group, asked.AddresseeGroup) else group
        return {"group_id": slug or None, **kwargs}


class OrganisationFactory(OfAGroupFactory):
    class Meta:
        model = asked.Organisation

    kind = asked.Organisation.Kind.POLICE_FORCE
    name = factory.Sequence("Force {}".format)
    slug = factory.Sequence("force-{}".format)
    group = asked.AddresseeGroup.CHIEF_CONSTABLES


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = asked.Report
        skip_postgeneration_save = True

    class Params:
        opened = factory.Trait(
            opening=factory.RelatedFactory("tests.factories.OpeningFactory", "report")
        )

    title = factory.Sequence("Report {}".format)
    slug = factory.Sequence("report-{}".format)
    published_on = datetime.date(2020, 12, 17)
    # Answers are collected here, so that silence counts from the first day.
    collected_here_from = datetime.date(2020, 12, 17)


class OpeningFactory(DjangoModelFactory):
    class Meta:
        model = asked.Opening

    at = factory.LazyFunction(timezone.now)


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = asked.Recommendation

    class Params:
        due = factory.Trait(
            due_on=datetime.date(2021, 6, 17), due_in_words="Six months from publication."
        )

    report = factory.SubFactory(ReportFactory, opened=True)
    number = factory.Sequence("{}".format)
    order = factory.Sequence(int)
    addressed_to = "To chief constables"
    text = "Do this."


class AddresseeFactory(OfAGroupFactory):
    class Meta:
        model = asked.Addressee

    class Params:
        to_one = factory.Trait(group="", organisation=factory.SubFactory(OrganisationFactory))

    recommendation = factory.SubFactory(RecommendationFactory)
    group = asked.AddresseeGroup.CHIEF_CONSTABLES


class SubRecommendationFactory(DjangoModelFactory):
    class Meta:
        model = asked.SubRecommendation

    recommendation = factory.SubFactory(RecommendationFactory)
    label = factory.Sequence("a{}".format)
    order = factory.Sequence(int)
    text = "ensure this;"


class NoteFactory(DjangoModelFactory):
    class Meta:
        model = asked.Note

    recommendation = factory.SubFactory(RecommendationFactory)
    order = factory.Sequence(int)
    text = "This only applies here."


class TieFactory(DjangoModelFactory):
    class Meta:
        model = asked.Tie

    from_recommendation = factory.SubFactory(RecommendationFactory)
    to_recommendation = factory.SubFactory(RecommendationFactory)
    kind = asked.Tie.Kind.REFERS_TO


class DependencyFactory(DjangoModelFactory):
    class Meta:
        model = asked.NPCCDependency

    class Params:
        settled = factory.Trait(state="settled", settled_on=datetime.date(2022, 1, 1))

    title = factory.Sequence("Position {}".format)
    slug = factory.Sequence("position-{}".format)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("person{}@police.example".format)
    name = factory.Sequence("Person {}".format)
    password = factory.LazyFunction(hashed_password)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Membership.Role.LEAD


class ForceResponseFactory(DjangoModelFactory):
    class Meta:
        model = answered.ForceResponse
        skip_postgeneration_save = True

    recommendation = factory.SubFactory(RecommendationFactory)
    organisation = factory.SubFactory(OrganisationFactory)

    @factory.post_generation
    def stand(response, create, extracted, **kwargs):
        standings.refresh([response.pk])


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = answered.Draft

    response = factory.SubFactory(ForceResponseFactory)
    account = "We are training them."
    saved_by = factory.SubFactory(UserFactory)


class UpdateFactory(DjangoModelFactory):
    """Read from a document unless `typed`. Sets the response's pointers and standings as the actions do."""

    class Meta:
        model = answered.Update
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(published_at=factory.LazyFunction(timezone.now))
        typed = factory.Trait(
            source=answered.Update.Source.TYPED,
            source_title="",
            signed_off_by=factory.SubFactory(UserFactory),
            reported_on=datetime.date(2021, 5, 1),
        )

    response = factory.SubFactory(ForceResponseFactory)
    number = 1
    account = "We trained them."
    recorded_at = factory.LazyFunction(timezone.now)
    source = answered.Update.Source.DOCUMENT
    source_title = "An answer"

    @factory.post_generation
    def pointers(update, create, extracted, **kwargs):
        point(update.response)
        update.response.save()
        standings.refresh([update.response_id])


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = answered.Evidence

    organisation = factory.SubFactory(OrganisationFactory)
    kind = answered.Evidence.Kind.BULLETIN
    title = factory.Sequence("Bulletin {}".format)


class CitationFactory(DjangoModelFactory):
    class Meta:
        model = answered.Citation

    evidence = factory.SubFactory(EvidenceFactory)
    update = factory.SubFactory(UpdateFactory)


class PublishedDocumentFactory(DjangoModelFactory):
    """One answer to recommendation 1, read and not confirmed yet."""

    class Meta:
        model = PublishedDocument

    class Params:
        text = "Recommendation 1\nForce response\nWe accept this recommendation.\n"

    report = factory.SubFactory(ReportFactory, opened=True)
    organisation = factory.SubFactory(OrganisationFactory)
    name = "answers.txt"
    original = factory.LazyAttribute(lambda self: self.text.encode())
    sha256 = factory.LazyAttribute(lambda self: hashlib.sha256(self.original).hexdigest())
    version = 1
    read = factory.LazyAttribute(
        lambda self: dataclasses.asdict(readers.read(self.name, self.original))
    )
    added_by = factory.SubFactory(UserFactory)
    added_at = factory.LazyFunction(timezone.now)

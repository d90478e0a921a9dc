"""Rows of every kind as chance has them, straight in the tables: what a page counts is counted by hand beside it."""

import datetime

from recommendations.models import NPCCDependency, Opening
from responses.history import standings
from responses.history.chain import point
from responses.models import Comment, Decision, Event, ForceResponse, Update
from responses.vocabulary import Assurance, Position, Progress, Stage, State, Timeliness
from tests.factories import (
    DependencyFactory,
    DraftFactory,
    MembershipFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    SubRecommendationFactory,
    UserFactory,
)

TODAY = datetime.date(2022, 1, 1)
NOON = datetime.time(12, tzinfo=datetime.UTC)
AXES = {
    "state": State,
    "position": Position,
    "progress": Progress,
    "assurance": Assurance,
    "timeliness": Timeliness,
}
FORCE = ("police_force", "chief_constables")
PLACES = [
    ("Kent", *FORCE, "South East"),
    ("Essex", *FORCE, "Eastern"),
    ("Dorset", *FORCE, "South West"),
    ("Transport", *FORCE, ""),
    ("Mayor", "local_policing_body", "policing_bodies", "South East"),
    ("Ministry", "national_body", "home_office", ""),
    ("Guild", "national_body", "", ""),
]


class World:
    """`chance` is a random.Random; the same makes the same."""

    def __init__(self, chance):
        self.chance, self.pick = chance, chance.choice
        self.organisations = [
            OrganisationFactory(name=name, slug=name.lower(), kind=kind, group=group, region=region)
            for name, kind, group, region in chance.sample(PLACES, self.pick([5, 4, 3, 2]))
        ]
        self.unnamed = OrganisationFactory(
            name="Not named", slug="not-named", kind="unnamed", group=""
        )
        inspectorate = OrganisationFactory(
            name="HMICFRS", slug="hmicfrs", kind="inspectorate", group=""
        )
        self.people = {
            "reviewer": MembershipFactory(organisation=inspectorate, role="reviewer").user,
            "lead": MembershipFactory(organisation=self.organisations[0]).user,
            "admin": UserFactory(is_superuser=True, is_staff=True),
        }
        self.positions = [self.position(number) for number in range(3)]
        for number in range(self.pick([3, 2, 1])):
            self.report(number)
        standings.refresh_all(ForceResponse.objects.all())

    def some(self, *things):
        return [thing for thing in things if self.pick([False, True])]

    def day(self):
        return TODAY - datetime.timedelta(self.pick([0, 1, 100, 101, 198, 199, 300, 301, 350]))

    def moment(self):
        return datetime.datetime.combine(self.day(), NOON)

    def position(self, number):
        state = self.pick(NPCCDependency.State.values)
        settled_on = self.day() if state == "settled" else None
        return DependencyFactory(
            title=f"Position {number}",
            slug=f"position-{number}",
            state=state,
            settled_on=settled_on,
        )

    def report(self, number):
        day = datetime.date(2021, 1, 1) + datetime.timedelta(40 * number + self.pick([0, 1, 7]))
        report = ReportFactory(title=f"Report {number}", slug=f"report-{number}", published_on=day)
        if self.pick([True, True, True, False]):
            Opening.objects.create(report=report, at=self.moment())
        for place in range(self.pick([3, 2, 4, 1, 0])):
            due = self.pick(
                [
                    datetime.date(2021, 6, 17),
                    None,
                    TODAY,
                    datetime.date(2022, 6, 1),
                    datetime.date(2021, 9, 1),
                ]
            )
            self.recommendation(
                report=report, number=f"{place + 1}", order=place, due_on=due, due_in_words="Soon."
            )

    def recommendation(self, **printed):
        asked = RecommendationFactory(**printed)
        tops = {
            label: SubRecommendationFactory(recommendation=asked, label=label)
            for label in self.some("a", "b")
        }
        for label in self.some("b.i", "b.ii") if "b" in tops else []:
            SubRecommendationFactory(recommendation=asked, label=label, parent=tops["b"])
        for organisation in [*self.organisations, self.unnamed]:
            if self.pick([True, True, True, False]):
                self.answer(asked, organisation)

    def answer(self, asked, organisation):
        answer = ForceResponse.objects.create(recommendation=asked, organisation=organisation)
        updates = [self.update(answer, number) for number in range(1, self.pick([2, 3, 1, 4, 1]))]
        point(answer)
        answer.stage = self.pick(Stage.values if updates else Stage.values[:2])
        answer.claimed_by = self.pick([None, self.people["reviewer"], self.people["admin"]])
        answer.returned_because = (
            self.pick(["", "Which one?"]) if answer.stage == "drafting" else ""
        )
        answer.save()
        self.turns(answer)
        if self.pick([False, False, True]):
            DraftFactory(
                response=answer,
                position="deferred",
                progress="waiting",
                saved_by=self.people["lead"],
            )

    def turns(self, answer):
        """What the days are counted from that it was with one or another."""
        chain = answer.organisation_id
        said = {
            "chain": chain,
            "organisation": answer.organisation,
            "response": answer,
            "verb": "send",
            "hash": "a",
        }
        for moment in sorted({self.moment() for _ in range(self.pick([0, 0, 1, 2, 3]))}):
            number = Event.objects.filter(chain=chain).count() + 1
            before = "a" if number > 1 else ""
            after = {"stage": self.pick(Stage.values)}
            Event.objects.create(
                number=number, previous_hash=before, at=moment, after=after, **said
            )

    def update(self, answer, number):
        typed = self.pick([True, False])
        update = Update.objects.create(
            source_title="An answer",
            response=answer,
            number=number,
            account=self.pick(["We trained them.", "We wait."]),
            position=self.pick(Position.values),
            progress=self.pick(Progress.values),
            lead=self.pick(["", "Head of crime", "100% DCC"]),
            sub_answers={
                label: self.pick(["Done.", " "]) for label in self.some("a", "b", "b.i", "b.ii")
            },
            reported_on=self.day() if typed or self.pick([True, False]) else None,
            recorded_at=self.moment(),
            signed_off_by=self.people["admin"] if typed else None,
            source="typed" if typed else "document",
            published_at=self.pick([self.moment(), None]),
        )
        update.waits_on_dependencies.set(self.some(*self.positions))
        self.judge(update)
        return update

    def judge(self, update):
        said = {"update": update, "by": self.people["admin"], "at": self.moment()}
        if kind := self.pick(["", "", "confirm", "return"]):
            Decision.objects.create(kind=kind, reason="Which one?", **said)
        if self.pick([True, False]):
            said |= {"organisation": self.organisations[0], "said_on": TODAY, "text": "We say."}
            is_published = self.pick([self.moment(), None])
            Comment.objects.create(
                assures=self.pick([True, False]), published_at=is_published, **said
            )

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.template.defaultfilters import pluralize

from responses.actions import add_reference, record_published_answer

from ...loading import answers_file


class Command(BaseCommand):
    help = "Keep answers that organisations published in documents of their own. A file loaded again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            type=Path,
            help="responses/answers_file.py says how.",
        )

    @transaction.atomic
    def handle(self, *, files, **options):
        try:
            documents = [answers_file.read(file) for file in files]
        except answers_file.Unusable as problem:
            raise CommandError(str(problem)) from problem
        answers = [update for document in documents for update in keep(document)]
        kept = sum(update is not None for update in answers)
        self.stdout.write(
            f"{kept} answer{pluralize(kept)} kept, {len(answers) - kept} already there."
        )


def keep(document):
    """Keep a answers_file.Document: an Update for each answer, or None for one that was there."""
    evidence = {
        key: add_reference(document.organisation, **thing, is_public=True)
        for key, thing in document.evidence.items()
    }
    return [
        record_published_answer(
            answer.recommendation,
            document.organisation,
            account=answer.account,
            source_title=document.source_title,
            source_url=document.source_url,
            remarks=answer.remarks,
            citations=[(evidence[key], where) for key, where in answer.cites],
            waits_on=answer.waits_on,
        )
        for answer in document.answers
    ]

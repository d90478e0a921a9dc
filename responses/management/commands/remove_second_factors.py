from django.core.management.base import BaseCommand, CommandError

from accounts.models import User

from ...actions.people import remove_second_factors


class Command(BaseCommand):
    help = "Let somebody who lost their phone, keys and recovery codes begin anew. It leaves an Event and tells them."

    def add_arguments(self, parser):
        parser.add_argument("email", help="of the person who lost them")
        parser.add_argument(
            "--by", required=True, help="email address of the admin who checked who they are"
        )

    def handle(self, *, email, by, **options):
        person = _person(email)
        admin = _person(by)
        if not admin.is_superuser:
            raise CommandError(f"{by} is not an admin.")
        removed = remove_second_factors(person, by=admin)
        self.stdout.write(f"Removed {removed}. {person} adds a new one when they sign in next.")


def _person(email):
    try:
        return User.objects.get_by_natural_key(email)
    except User.DoesNotExist as missing:
        raise CommandError(f"Nobody here has the address {email}.") from missing

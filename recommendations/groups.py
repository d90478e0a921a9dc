"""The groups that police super-complaint reports address. Admins add others; these are always there."""

from .models import AddresseeGroup

NAMES = {
    AddresseeGroup.CHIEF_CONSTABLES: "Chief constables",
    AddresseeGroup.POLICING_BODIES: "Police and crime commissioners (or equivalents)",
    AddresseeGroup.HOME_OFFICE: "Home Office",
    AddresseeGroup.MINISTRY_OF_JUSTICE: "Ministry of Justice",
    AddresseeGroup.NPCC: "National Police Chiefs’ Council",
    AddresseeGroup.APCC: "Association of Police and Crime Commissioners",
    AddresseeGroup.COLLEGE: "College of Policing",
    AddresseeGroup.CPS: "Crown Prosecution Service",
    AddresseeGroup.IOPC: "Independent Office for Police Conduct",
    AddresseeGroup.HMICFRS: "HM Inspectorate of Constabulary and Fire & Rescue Services",
    AddresseeGroup.ALL_RECIPIENTS: "All recipients of the report’s recommendations",
}


def add_missing(apps=None, using="default", **signal):
    """Add the groups that are not there. Called after each migration, and after a database was emptied.

    A database that stands at an older migration has no table of groups yet.
    """
    model = AddresseeGroup
    if apps is not None:
        try:
            model = apps.get_model("recommendations", "AddresseeGroup")
        except LookupError:
            return
    rows = [
        model(slug=slug, name=name, order=order)
        for order, (slug, name) in enumerate(NAMES.items(), 1)
    ]
    model.objects.using(using).bulk_create(rows, ignore_conflicts=True)

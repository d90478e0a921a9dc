from django.contrib.admin.apps import AdminConfig


class SiteAdminConfig(AdminConfig):
    """The admin app of Django, with our own site in place of its default one."""

    default_site = "supercomplaint.admin.site.SuperComplaintAdminSite"

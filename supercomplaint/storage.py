from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Static files under names that change with their content, JavaScript imports included."""

    support_js_module_import_aggregation = True

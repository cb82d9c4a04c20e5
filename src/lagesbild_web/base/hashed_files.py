"""Static files named by their content, so that browsers may keep them for ever and never mix two versions."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise's storage, which here also names what scripts import from each other."""

    support_js_module_import_aggregation = True

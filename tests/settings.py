"""The settings of the tests: those of the site, as on a developer's own machine.

pytest reads them from pyproject.toml, so that `pytest tests/responses/test_workflow.py` needs nothing
from the environment.
"""

import os

os.environ["DEBUG"] = "true"
os.environ.pop("DEMO", None)  # a test that wants demo accounts says so itself

from supercomplaint.settings import *  # noqa: F403  the environment has to be ready before

# Tests sign people in without a page. Those about second factors ask for them.
SECOND_FACTOR_ROLES = []
STEP_UP_SECONDS = 0

# A real hash takes 0.3 s on purpose. Tests that sign people in ask for hundreds, and none asks how
# long one takes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

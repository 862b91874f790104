# SPDX-License-Identifier: MIT
"""Which of a test's cases are run, where each takes long."""

import os


def share(cases):
    """Every n-th of the cases as $STEMMA_TEST_SHARE says, always the same; all of them with STEMMA_LONG=1."""
    step = 1 if os.environ.get("STEMMA_LONG") == "1" else int(os.environ.get("STEMMA_TEST_SHARE", "1"))
    return list(cases)[::step]

"""What every test shares: how hard property tests try, set by HYPOTHESIS_PROFILE (dev unless set, ci in the gate)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_SLOW_IS_FINE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)

# The same examples in every run: a failure is there for everybody, or for nobody.
settings.register_profile(
    "dev", max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile("ci", parent=settings.get_profile("dev"), max_examples=60)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

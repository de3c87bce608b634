"""Hypothesis profiles: quick by default, thorough with HYPOTHESIS_PROFILE=thorough."""

import os

from hypothesis import HealthCheck, settings

_calm = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile("quick", max_examples=25, deadline=None, suppress_health_check=_calm)
settings.register_profile("thorough", max_examples=200, deadline=None, suppress_health_check=_calm)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

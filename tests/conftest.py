"""Hypothesis profiles: quick and alike on every run by default; `thorough` and `brief` with HYPOTHESIS_PROFILE.

`brief` is for the second and third Python of CI: the draws of `quick` were judged on the first.
"""

import os
import signal

from hypothesis import HealthCheck, Phase, settings

_calm = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
_phases = [
    Phase.explicit,
    Phase.reuse,
    Phase.generate,
    Phase.shrink,
]  # explaining traces every line, which takes minutes
settings.register_profile(
    "quick", max_examples=25, deadline=None, derandomize=True, suppress_health_check=_calm, phases=_phases
)
settings.register_profile(
    "brief", max_examples=5, deadline=None, derandomize=True, suppress_health_check=_calm, phases=_phases
)
settings.register_profile("thorough", max_examples=200, deadline=None, suppress_health_check=_calm, phases=_phases)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# A shell that runs the tests behind a command of its own (`pytest &` in a script) has them ignore Ctrl-C, and all that they
# start as well; the tests of what it ends have to hear it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

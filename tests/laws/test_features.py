"""The table of formats and features: what a format cannot carry it refuses, and never drops."""

import pytest

from lobkit.errors import WriteError
from lobkit.exchange import FORMATS
from tests.laws.features import FEATURES, carries, cell


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize("form", [form for form in FORMATS.values() if form.serialize], ids=lambda form: form.name)
def test_a_feature_is_carried_or_refused(form, feature):
    """Lossless formats carry every feature; the sheet carries one publication, whole, and refuses the rest; others tell."""
    things = FEATURES[feature]
    if not form.lossless:
        assert cell(form, things) in ("yes", "lost", "refused")
        assert cell(form, things) != "yes" or carries(form, things)
    elif form.root is not None and [type(one).__name__ for one in things] != [form.root]:
        with pytest.raises(WriteError):
            "".join(form.serialize(things))
    else:
        assert carries(form, things)

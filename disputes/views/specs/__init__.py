"""Every act that a page asks for with one form.

A new group of acts: a module here, its table merged below, its acts named in `views/acts.py`.
"""

from disputes.acts import Act
from disputes.views.specs.base import Spec
from disputes.views.specs.common import COMMON
from disputes.views.specs.correcting import CORRECTING
from disputes.views.specs.guidance import GUIDANCE
from disputes.views.specs.papers import PAPERS

SPECS: dict[Act, Spec] = {**COMMON, **CORRECTING, **GUIDANCE, **PAPERS}

__all__ = ["SPECS", "Spec"]

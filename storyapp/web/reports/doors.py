"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.rules.people import Capability
from storyapp.web.common.access import Door, by_method, in_programme

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "reports.reports": by_method(get=in_programme(Capability.READ_REPORTS), post=in_programme(Capability.REPORT)),
    "reports.report": in_programme(Capability.READ_REPORTS),
    "reports.download": in_programme(Capability.READ_REPORTS),
    "reports.coded_file": in_programme(Capability.REPORT),
    "reports.build_again": in_programme(Capability.REPORT),
    "reports.make_anew": in_programme(Capability.REPORT),
    "reports.recalls": in_programme(Capability.CALL_BACK),
    "reports.call_back": in_programme(Capability.CALL_BACK),
}

"""Who takes part, and what each role may do."""

from enum import Enum


class Capability(Enum):
    """One thing that a role may do; doors are opened by capabilities, never by role names."""

    SEE_PROGRAMME = "see_programme"
    SET_UP = "set_up"
    MANAGE_PEOPLE = "manage_people"
    INVITE_TELLERS = "invite_tellers"
    COLLECT = "collect"
    READ_STORIES = "read_stories"
    SCREEN = "screen"
    OPEN_ORIGINAL = "open_original"
    TAG = "tag"
    RUN_ROUNDS = "run_rounds"
    GIVE_FEEDBACK = "give_feedback"
    VERIFY = "verify"
    SAFEGUARD = "safeguard"
    REPORT = "report"
    READ_REPORTS = "read_reports"
    IMPORT = "import"
    RECORD_CONSENT = "record_consent"
    CALL_BACK = "call_back"
    READ_AUDIT = "read_audit"
    RUN_HOUSE = "run_house"


class Role(Enum):
    """A part that a person plays in an organisation or in one programme; one person may play several."""

    ADMINISTRATOR = "administrator"
    FACILITATOR = "facilitator"
    EVALUATOR = "evaluator"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    PANELLIST = "panellist"
    COLLECTOR = "collector"
    FUNDER_VIEWER = "funder_viewer"

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Return what this role may do."""
        return CAPABILITIES[self]

    def may(self, capability: Capability) -> bool:
        """Tell whether this role may do it."""
        return capability in CAPABILITIES[self]

    @property
    def reads_stories(self) -> bool:
        """Tell whether this role sees what tellers wrote, and so needs a second factor."""
        return bool(CAPABILITIES[self] & STORY_CAPABILITIES)


_C = Capability
STORY_CAPABILITIES = frozenset(
    {_C.READ_STORIES, _C.SCREEN, _C.OPEN_ORIGINAL, _C.TAG, _C.SAFEGUARD, _C.COLLECT, _C.IMPORT, _C.RUN_ROUNDS}
)
CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.ADMINISTRATOR: frozenset(
        {_C.SEE_PROGRAMME, _C.SET_UP, _C.MANAGE_PEOPLE, _C.INVITE_TELLERS, _C.READ_AUDIT, _C.RUN_HOUSE, _C.READ_REPORTS}
    ),
    Role.FACILITATOR: frozenset(
        {
            _C.SEE_PROGRAMME, _C.SET_UP, _C.INVITE_TELLERS, _C.COLLECT, _C.READ_STORIES, _C.SCREEN, _C.RUN_ROUNDS,
            _C.GIVE_FEEDBACK, _C.RECORD_CONSENT, _C.IMPORT, _C.READ_REPORTS, _C.OPEN_ORIGINAL, _C.CALL_BACK,
            _C.VERIFY,
        }
    ),
    Role.EVALUATOR: frozenset(
        {
            _C.SEE_PROGRAMME, _C.SET_UP, _C.READ_STORIES, _C.TAG, _C.VERIFY, _C.REPORT, _C.READ_REPORTS, _C.IMPORT,
            _C.CALL_BACK,
        }
    ),
    Role.SAFEGUARDING_LEAD: frozenset({_C.SEE_PROGRAMME, _C.READ_STORIES, _C.SAFEGUARD, _C.OPEN_ORIGINAL}),
    Role.PANELLIST: frozenset(),
    Role.COLLECTOR: frozenset({_C.SEE_PROGRAMME, _C.COLLECT}),
    Role.FUNDER_VIEWER: frozenset({_C.SEE_PROGRAMME, _C.READ_REPORTS}),
}  # fmt: skip


class AgeBand(Enum):
    """How old a teller is, as coarsely as the method needs; a birth date is never asked."""

    FROM_10_TO_13 = "10-13"
    FROM_14_TO_15 = "14-15"
    FROM_16_TO_17 = "16-17"
    FROM_18_TO_23 = "18-23"
    ADULT = "adult"

    @property
    def oldest(self) -> int:
        """Return the highest age in the band."""
        return {"10-13": 13, "14-15": 15, "16-17": 17, "18-23": 23}.get(self.value, 120)

    @property
    def youngest(self) -> int:
        """Return the lowest age in the band."""
        return {"10-13": 10, "14-15": 14, "16-17": 16, "18-23": 18}.get(self.value, 24)

    @property
    def consent_band(self) -> "ConsentBand":
        """Return the age group whose words are shown to this teller."""
        return {
            AgeBand.FROM_10_TO_13: ConsentBand.CHILD,
            AgeBand.FROM_14_TO_15: ConsentBand.TEENAGER,
            AgeBand.FROM_16_TO_17: ConsentBand.TEENAGER,
            AgeBand.FROM_18_TO_23: ConsentBand.YOUNG_ADULT,
        }.get(self, ConsentBand.ADULT)


class ConsentBand(Enum):
    """For whom the words about consent are written."""

    CHILD = "10-13"
    TEENAGER = "14-17"
    YOUNG_ADULT = "18-23"
    ADULT = "adult"
    GUARDIAN = "guardian"  # who agrees for a child; never somebody who tells


TELLER_BANDS = tuple(band for band in ConsentBand if band is not ConsentBand.GUARDIAN)


def age_band_of(age: int) -> AgeBand | None:
    """Return the band of an age in years, or None below ten."""
    return next((band for band in AgeBand if band.youngest <= age <= band.oldest), None)


class TellerRole(Enum):
    """As whom somebody tells; children and guardians are always counted apart (MF04)."""

    YOUNG_PERSON = "young_person"
    PARENT = "parent"
    GUARDIAN = "guardian"
    STAFF = "staff"
    PEER = "peer"
    OTHER = "other"

"""The codes that stand in the numbers of official documents: of kinds, and of who issues them."""

from index.vietnamese.fold import fold


def _by_folded(codes: str) -> dict[str, str]:
    return {fold(code): code for code in codes.split()}


KINDS = _by_folded(
    "CT HD KL NQ QĐ QĐi QĐNS QC TB TT TTr CTr CTrHĐ KH BC ĐA ĐC CV CĐ NĐ L PL LCT SL TTLT NQLT "
    "CTLT CTPH KHLT KHPH QCPH HDLT HDLN HDPH BB GM GP GPXD PA TBKL VBHN ĐL"
)
"""How the code of each kind is written, by the code without marks: CT, HD, NĐ."""

JOINT = frozenset({"ttlt", "nqlt", "ctlt", "ctph", "khlt", "khph", "qcph", "hdlt", "hdln", "hdph"})
"""Kinds that several issue together, so that all of these follow."""

ISSUERS = _by_folded(
    # the Party and its committees, from the centre to the districts
    "TW TU ĐU HU ĐUK ĐUQSTW QUTW BCH BBT BTCTW BTCTU BTGTW BTGTU BTGDVTW BDVTW BDVTU BNCTW BNCTU "
    "BKTTW BĐNTW UBKTTW UBKTTU VPTW VPTU HĐLLTW BTG BDV BTV BCĐTW BCĐ BCSĐ UBKT "
    # the state
    "CP TTg CTN QH UBTVQH HĐBT VPCP VPQH VPCTN UBND UB HĐND HĐTP TTCP NHNN TANDTC VKSNDTC KTNN "
    "BHXH TLĐ TWĐTN MTTQ MTTW "
    "BCA BQP BNG BNV BTP BTC BCT BNN BNNPTNT BNN&PTNT BNNMT BGTVT BXD BTNMT BTTTT BTT&TT BLĐTBXH "
    "BVHTTDL BVHTT BKHCN BKH&CN BKHĐT BGDĐT BGD&ĐT BYT BDTTG UBDT BTM BTCCBCP "
    "SGDĐT SGD&ĐT SNV SXD SYT STC STP STNMT SGTVT SVHTTDL SCT SKHĐT SLĐTBXH GDTrH"
)
"""How the codes of those who issue are written, in the same way."""

_PARTY = frozenset(("tw", "tu", "du", "hu", "duk"))
_STATE = frozenset(
    ("cp", "ttg", "ctn", "ubnd", "hdnd", "hdtp", "vpcp", "ttcp", "nhnn", "tandtc", "vksndtc")
)


def is_of_the_party(issuer: str) -> bool:
    """Whether, folded, it surely numbers as the Party does, with a dash first: 10-CT/TW."""
    return issuer in _PARTY or (issuer.endswith(("tw", "tu")) and issuer != "mttw")


def is_of_the_state(issuer: str) -> bool:
    """Whether, folded, it surely numbers as the state does, with a slash first: 123/QĐ-UBND."""
    return issuer in _STATE or (issuer in ISSUERS and len(issuer) > 3 and issuer.startswith("b"))


def parted(code: str) -> tuple[str, str] | None:
    """A folded code in which a kind and its issuer are written as one, "ndcp", taken apart."""
    for length in range(2, 5):
        kind, issuer = code[:length], code[length:]
        if kind in KINDS and issuer in ISSUERS:
            return kind, issuer
    return None

"""All that can be a Vietnamese syllable: an onset and a rhyme, without marks."""

from itertools import product

from index.vietnamese.normalise import canonical

_ONSETS = "b c ch d g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x"
_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay
    e ec ech em en eng enh eo ep et eu
    i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc
    oong op ot
    u ua uan uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu
    uy uya uych uyen uyet uyn uynh uyp uyt uyu
    y yem yen yeng yet yeu
"""
_AFTER_QU = """
    a ac ach ai am an ang anh ao ap at au ay e ec ech en enh eo et i it oc on y ych yen yet ynh yt
"""

POSSIBLE = {
    written: canonical(written)
    for written in (
        *("".join(parts) for parts in product(("", *_ONSETS.split()), _RHYMES.split())),
        *(f"qu{rhyme}" for rhyme in _AFTER_QU.split()),
    )
}
"""Each possible syllable, and its folded form; far more than there are."""

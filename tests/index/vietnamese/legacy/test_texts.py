import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.legacy import Encoding, convert, recognise
from tests.index.vietnamese.every_syllable import SYLLABLES
from tests.index.vietnamese.legacy.encoders import TCVN3, VNI, encode

TABLES = {Encoding.TCVN3: TCVN3, Encoding.VNI: VNI}
SIGNS = frozenset("·©»¼½¾÷")
WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=30)

FOUND = [
    ("TiÕng ViÖt", Encoding.TCVN3, "Tiếng Việt"),
    (
        "Céng hßa x· héi chñ nghÜa ViÖt Nam",
        Encoding.TCVN3,
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
    ),
    ("§æi míi", Encoding.TCVN3, "Đổi mới"),
    ("Kinh tÕ", Encoding.TCVN3, "Kinh tế"),
    ("ñy ban nh©n d©n", Encoding.TCVN3, "ủy ban nhân dân"),
    ("Bè cã mÑ", Encoding.TCVN3, "Bố có mẹ"),
    ("t\u00ad t\u00adëng Hå ChÝ Minh", Encoding.TCVN3, "tư tưởng Hồ Chí Minh"),
    ("§¹i biÓu H§ND, UBND, MTTQ", Encoding.TCVN3, "Đại biểu HĐND, UBND, MTTQ"),
    ("NghÞ ®Þnh 87/2015/N§-CP", Encoding.TCVN3, "Nghị định 87/2015/NĐ-CP"),
    ("gi¸ 5.000 ® ë ch©u ¸", Encoding.TCVN3, "giá 5.000 đ ở châu á"),
    ("· Héi nghÞ: 3 × 4 m², 30°C", Encoding.TCVN3, "· Hội nghị: 3 × 4 m², 30°C"),
    ("× ¹ch x· héi", Encoding.TCVN3, "ì ạch xã hội"),
    ("\x93TiÕng ViÖt\x94 \x96 TiÕng", Encoding.TCVN3, "“Tiếng Việt” – Tiếng"),
    ("“TiÕng ViÖt”", Encoding.TCVN3, "“Tiếng Việt”"),
    ("HéI NGHÞ TRUNG ¦¬NG 5 ë Hµ NéI", Encoding.TCVN3, "HỘI NGHỊ TRUNG ƯƠNG 5 Ở HÀ NỘI"),
    ("Hµ Néi, UBND TP.HCM", Encoding.TCVN3, "Hà Nội, UBND TP.HCM"),
    ("¡n uèng, Èm thùc £-®ª", Encoding.TCVN3, "Ăn uống, ẩm thực Ê-đê"),
    ("Tieáng Vieät", Encoding.VNI, "Tiếng Việt"),
    (
        "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
        Encoding.VNI,
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
    ),
    ("ñöôøng loái ñoåi môùi", Encoding.VNI, "đường lối đổi mới"),
    ("ÑAÏI HOÄI ÑAÛNG BOÄ", Encoding.VNI, "ĐẠI HỘI ĐẢNG BỘ"),
    ("Ñaïi bieåu HÑND «tænh»", Encoding.VNI, "Đại biểu HĐND «tỉnh»"),
    ("Aùo daøi, AÙo luïa daøi", Encoding.VNI, "Áo dài, Áo lụa dài"),
    ("suùng choáng khuûng boá", Encoding.VNI, "súng chống khủng bố"),
    ("Tie\u0302\u0301ng Vie\u0323\u0302t", Encoding.DECOMPOSED, "Tiếng Việt"),
    ("Tiê\u0301ng Viê\u0323t", Encoding.DECOMPOSED, "Tiếng Việt"),
]
LEFT = [
    "",
    "Tiếng Việt",
    "café São Tomé",
    "Müller und Söhne",
    "Ông Hà có cá và bò",
    "Hà",
    "Le thé à la menthe, où né, là-bas",
    "Noël, naïf, l'été, aïeul, Où",
    "Elle préfère l'île où le maïs mûrit; déjà vu, à bientôt",
    "Sí, tú, sé más: él aún está aquí, niño",
    "Não há três avós; já é amanhã, pão e coração",
    "Grüße aus Österreich: Öl, Ähre, Müdigkeit, für, über",
    "Seán Ó Briain, Sinéad, Ciarán",
    "På sjön där räven står, smörgås",
    "hyvää päivää, työ, yö, äiti",
    "Žižek, Łódź, Dvořák, čeština",
    "Microsoft® Windows©, 10 µm, § 5, 1½, 30°C, «la vie», 3 × 4 ÷ 2",
    "may do 10 µm",
    "ViÖt",  # one word alone is not enough
    "Tiáº¿ng Viá»‡t",  # UTF-8 read as Windows-1252 is another matter
    "Привет, 你好, مرحبا",
]


@pytest.mark.parametrize(("text", "encoding", "expected"), FOUND)
def test_old_texts_are_found(text: str, encoding: Encoding, expected: str) -> None:
    """An archive of twenty years would be unreadable, and could not be searched."""
    assert recognise(text) is encoding
    assert convert(text, encoding) == expected


@pytest.mark.parametrize("text", LEFT)
def test_what_is_unsure_is_left(text: str) -> None:
    """A name would be changed into letters that nobody can change back."""
    assert recognise(text) is Encoding.UNICODE
    assert convert(text, recognise(text)) == text


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_paragraphs_in_other_languages_are_left(encoding: Encoding) -> None:
    """What a reader wrote in French, or an editor in Unicode later, would be spoilt."""
    others = ["Le thé à la menthe", "café São Tomé", "Sửa ngày 5: bài của Hà", "1 < 2"]
    old = encode("Đường lối đổi mới của Đảng bộ xã", TABLES[encoding])
    text = "\n".join([others[0], old, *others[1:]])
    assert recognise(text) is encoding
    expected = [others[0], "Đường lối đổi mới của Đảng bộ xã", *others[1:]]
    assert convert(text, encoding).split("\n") == expected


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_short_parts_follow_the_rest(encoding: Encoding) -> None:
    """A byline or category of one word would be left behind in an article that is sure."""
    old = encode("Tin tức\nTrần Lê\nBộ Y tế họp ở Đà Nẵng", TABLES[encoding])
    assert recognise(old) is encoding
    for part, expected in zip(old.split("\n"), ["tin tức", "trần lê"], strict=False):
        assert convert(part, encoding).lower() == expected


@pytest.mark.parametrize("letters", [TCVN3, VNI])
def test_every_letter(letters: dict[str, str]) -> None:
    """One wrong entry of the table, and one letter is wrong in a whole archive."""
    encoding = Encoding.TCVN3 if letters is TCVN3 else Encoding.VNI
    for letter, written in letters.items():
        sentence = f"Hội nghị b{letter} Đảng bộ"
        found = convert(encode(sentence, letters), encoding)
        assert found.lower() == sentence.lower(), (letter, written)


@given(WORDS)
def test_vni_comes_back(words: list[str]) -> None:
    """As it was, capitals too."""
    for written in (" ".join(words), " ".join(words).title(), " ".join(words).upper()):
        old = encode(written, VNI)
        if old != written:
            assert convert(old, Encoding.VNI) == written


@given(WORDS)
def test_tcvn3_comes_back(words: list[str]) -> None:
    """As it was, but for capitals with a tone, which the encoding has not.

    Nor does a letter come back that is no word and is a sign by itself, as ½ for ẵ.
    """
    words = [word for word in words if encode(word, TCVN3) not in SIGNS]
    for written in (" ".join(words), " ".join(words).title()):
        old = encode(written, TCVN3)
        if old != written:
            assert convert(old, Encoding.TCVN3).lower() == written.lower()
    small = " ".join(words)
    if encode(small, TCVN3) != small:
        assert convert(encode(small, TCVN3), Encoding.TCVN3) == small


@given(WORDS, st.sampled_from(["NFC", "NFD"]))
def test_unicode_is_never_taken_for_old(words: list[str], form: str) -> None:
    """What is right would be made wrong."""
    text = " ".join(words)
    encoded = unicodedata.normalize("NFD" if form == "NFD" else "NFC", text)
    assert recognise(encoded) in {Encoding.UNICODE, Encoding.DECOMPOSED}
    assert convert(encoded, recognise(encoded)) == text


@given(WORDS)
def test_an_old_text_is_never_taken_for_another(words: list[str]) -> None:
    """It would be made garbage twice over."""
    text = " ".join(word for word in words if encode(word, TCVN3) not in SIGNS)
    for encoding, table in TABLES.items():
        old = encode(text, table)
        converted = convert(old, recognise(old))
        assert converted in {old, text}, encoding


@given(st.text(st.characters(max_codepoint=0x1FF) | st.characters(), max_size=80))
def test_no_text_fails(text: str) -> None:
    """An import would stop."""
    for encoding in Encoding:
        convert(text, encoding)
    assert recognise(text) in Encoding


@pytest.mark.parametrize("piece", ["Õ", "aÕ", "oä", "HéI ", "ViÖt\n", "é", "ế", "A¸", "öô "])
def test_long_texts_take_no_longer_than_they_must(piece: str) -> None:
    """One line would stop an import for hours."""
    text = piece * (200_000 // len(piece))
    begun = time.process_time()
    convert(text, recognise(text))
    convert(text, Encoding.TCVN3)
    assert time.process_time() - begun < 10

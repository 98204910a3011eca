"""Where numbers and ZIPs may be: the split table of the fact sheet (T5), and our tables against libphonenumber's."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import timezone
from phonenumbers.phonemetadata import PhoneMetadata

from bot import zones

ET, CT, MT, PT = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
BOISE, PHOENIX, ADAK = "America/Boise", "America/Phoenix", "America/Adak"
US = ("US", "PR", "VI", "GU", "MP", "AS")

SPLIT = """
208,986:Boise,Los_Angeles 219:Chicago,New_York 270,364:Chicago,New_York 308:Chicago,Denver 423:New_York,Chicago
448,850:New_York,Chicago 458,541:Los_Angeles,Boise 574:New_York,Chicago 605:Chicago,Denver 606:New_York,Chicago
620,785:Chicago,Denver 701:Chicago,Denver 775:Los_Angeles,Denver 812,930:New_York,Chicago 906:New_York,Chicago
907:Anchorage,Adak 928:Phoenix,Denver
"""
"""The fact sheet's own words."""


def split_codes() -> list[tuple[str, set[str]]]:
    rows = [row.split(":") for row in SPLIT.split()]
    return [
        (code, {f"America/{zone}" for zone in names.split(",")}) for codes, names in rows for code in codes.split(",")
    ]


def of(code: str) -> set[str]:
    return set(zones.candidates(f"+1{code}5550123", None, None))


@pytest.mark.parametrize(("code", "places"), split_codes())
def test_split_area_codes(code: str, places: set[str]) -> None:
    assert of(code) == places


@pytest.mark.parametrize(
    ("code", "place"),
    [("212", ET), ("305", ET), ("312", CT), ("615", CT), ("865", ET), ("303", MT), ("915", MT), ("602", PHOENIX),
     ("702", PT), ("808", "Pacific/Honolulu"), ("787", "America/Puerto_Rico"), ("671", "Pacific/Guam"),
     ("670", "Pacific/Saipan"), ("684", "Pacific/Pago_Pago"), ("340", "America/St_Thomas")],
)  # fmt: skip
def test_plain_area_codes(code: str, place: str) -> None:
    assert of(code) == {place}


@pytest.mark.parametrize("code", ["800", "833", "844", "855", "866", "877", "888", "500", "533", "299", "999"])
def test_codes_without_a_place_may_be_anywhere(code: str) -> None:
    assert set(zones.ALL_US) == {ET, CT, MT, PHOENIX, PT, "America/Anchorage", ADAK, "Pacific/Honolulu"}
    assert of(code) == set(zones.ALL_US)
    assert set(zones.candidates(f"+1{code}5550123", "80203", None)) == {MT}


@pytest.mark.parametrize(
    ("zip", "places", "state"),
    [
        ("10001", {ET}, "NY"), ("90012", {PT}, "CA"), ("80203-1234", {MT}, "CO"), ("02139", {ET}, "MA"),
        ("32501", {CT}, "FL"), ("32401", {CT, ET}, "FL"), ("79901", {MT, CT}, "TX"), ("88510", {MT}, "TX"),
        ("83814", {PT}, "ID"), ("83702", {BOISE}, "ID"), ("83501", {PT, BOISE}, "ID"), ("97914", {PT, BOISE}, "OR"),
        ("86503", {PHOENIX, MT}, "AZ"), ("85001", {PHOENIX}, "AZ"),
        ("99546", {"America/Anchorage", ADAK}, "AK"),
        ("37201", {CT}, "TN"), ("37902", {ET}, "TN"), ("37402", {ET, CT}, "TN"), ("42101", {CT}, "KY"),
        ("40202", {ET}, "KY"),
        ("46320", {CT}, "IN"), ("46204", {ET}, "IN"), ("57701", {MT}, "SD"), ("69336", {MT}, "NE"),
        ("89883", {PT, MT}, "NV"),
        ("00901", {"America/Puerto_Rico"}, "PR"), ("96910", {"Pacific/Guam"}, "GU"),
        ("96950", {"Pacific/Saipan"}, "MP"),
        ("96799", {"Pacific/Pago_Pago"}, "AS"), ("96813", {"Pacific/Honolulu"}, "HI"),
        ("20001", {ET}, "DC"),
        ("96799-1234", {"Pacific/Pago_Pago"}, "AS"), ("05501", {ET}, "MA"), ("06390", {ET}, "NY"),
        ("09012", set(zones.ALL_US), None), ("99999", {"America/Anchorage"}, "AK"),
        ("00000", set(zones.ALL_US), None),
    ],
)  # fmt: skip
def test_zips(zip: str, places: set[str], state: str | None) -> None:
    assert set(zones.candidates("+18005550123", zip, None)) == places
    assert zones.state_of("+12125550123", zip) == state


def test_number_and_zip_are_united_and_a_stated_zone_stands_alone() -> None:
    assert set(zones.candidates("+12125550123", "90012", None)) == {ET, PT}
    assert zones.candidates("+12125550123", "90012", "America/Boise") == (BOISE,)
    assert zones.candidates("+12125550123", "90012", "Mars/Olympus") == ()
    assert zones.candidates("+12125550123", "90012", "") == zones.candidates("+12125550123", "90012", None)


@pytest.mark.parametrize(
    ("number", "state"),
    [
        ("+12125550123", "NY"),
        ("+12025550123", "DC"),
        ("+17875550123", "PR"),
        ("+18005550123", None),
        ("+442071234567", None),
    ],
)
def test_the_state_of_a_number(number: str, state: str | None) -> None:
    assert zones.state_of(number, None) == state


@pytest.mark.parametrize(
    ("zip", "there"),
    [("10001", True), ("10314", True), ("10451", True), ("11201", True), ("11375", True), ("11691", True),
     ("10101", True), ("10282", True), ("11101", True), ("11411", True),
     ("11001", True), ("11004", True), ("11004-1234", True), ("11005", True), ("11040", True),
     ("10583", False), ("11501", False), ("11701", False), ("07030", False), (None, False), ("", False)],
)  # fmt: skip
def test_new_york_city(zip: str | None, there: bool) -> None:
    assert zones.in_nyc(zip) == there


@pytest.mark.parametrize(
    ("number", "here"),
    [("+12125550123", True), ("+17875550123", True), ("+12995550123", True), ("+14165550123", False),
     ("+18765550123", False), ("+16005550123", False), ("+447911123456", False), ("", False)],
)  # fmt: skip
def test_us_numbers(number: str, here: bool) -> None:
    assert zones.is_us(number) == here


def test_the_zones_of_a_zip_alone() -> None:
    assert zones.of_zip("80203") == (MT,)
    assert zones.of_zip("00000") == zones.ALL_US
    assert zones.of_zip(None) == zones.of_zip("") == ()


@pytest.mark.parametrize("name", ["America/New_York", "US/Eastern", "UTC", "Pacific/Guam"])
def test_zones_that_are(name: str) -> None:
    assert zones.is_zone(name)


@pytest.mark.parametrize("name", ["America", "EasternTime", "../etc/passwd", "", "America/New York", "\0"])
def test_zones_that_are_not(name: str) -> None:
    assert not zones.is_zone(name)


def regions(code: int) -> list[str]:
    """The countries that libphonenumber gives an area code to."""
    found = []
    for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1]:
        pattern = PhoneMetadata.metadata_for_region(region).fixed_line.national_number_pattern
        found += [region] if pattern and re.fullmatch(pattern, f"{code}2345678") else []
    return found


@pytest.mark.parametrize("code", range(200, 1000))
def test_our_area_codes_are_libphonenumbers(code: int) -> None:
    """Newer codes may be in ours only; none of theirs may be missing or be in the other country."""
    number = f"+1{code}2345678"
    theirs = regions(code)
    if not theirs:
        return
    assert zones.is_us(number) == (theirs[0] in US)
    if theirs[0] in US and code not in WRONG:
        assert zones.state_of(number, None) is not None
        guessed = set(timezone.time_zones_for_number(phonenumbers.parse(number)))
        assert of(str(code)) & {BOISE if zone == MT and code in (208, 986) else zone for zone in guessed}


WRONG = {689}
"""Orlando, which libphonenumber puts in Chicago's zone."""


@pytest.mark.parametrize(("number", "good"), [("+12125550123", True), ("+442071234567", True), ("12125550123", False),
    ("+1212555012", False), ("+11125550123", False), ("+12121550123", False), ("+1 212 555 0123", False), ("+", False),
    ("+12125550123\n", False), ("+1٢125550123", False)])  # fmt: skip
def test_what_can_be_dialled(number: str, good: bool) -> None:
    assert zones.is_number(number) == good


@given(code=st.integers(200, 999), zip=st.none() | st.integers(0, 99999).map("{:05}".format))
def test_there_is_always_somewhere_to_look(code: int, zip: str | None) -> None:
    places = zones.candidates(f"+1{code}5550123", zip, None)
    assert places and len(set(places)) == len(places)
    assert all(ZoneInfo(place) for place in places)

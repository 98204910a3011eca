"""Where a number or a ZIP may be: candidate time zones and the state. Pure.

Area codes are read at the level of the whole code, by our own table: finer sources are wrong for split codes
(fact sheet T5). People move and keep their numbers, so the zones of number and ZIP are united.
"""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import ZoneInfo

SHORT = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "AZ": "America/Phoenix",
    "ID": "America/Boise", "PT": "America/Los_Angeles", "AK": "America/Anchorage", "AD": "America/Adak",
    "HI": "Pacific/Honolulu", "PR": "America/Puerto_Rico", "VI": "America/St_Thomas", "GU": "Pacific/Guam",
    "MP": "Pacific/Saipan", "AS": "Pacific/Pago_Pago", "PW": "Pacific/Palau", "CK": "Pacific/Chuuk",
    "PN": "Pacific/Pohnpei", "KO": "Pacific/Kosrae", "MH": "Pacific/Majuro",
}  # fmt: skip
ALL_US = tuple(SHORT[zone] for zone in ("ET", "CT", "MT", "AZ", "PT", "AK", "AD", "HI"))
"""Every zone of the 50 states and DC (decision 26): where we know nothing, a text must be welcome in all of them."""

_STATES = """
AL CT 350-352 354-369    | 205 251 256 334 483 659 938
AK AK 995-999            | 907
AZ AZ 850-865            | 480 520 602 623 928
AR CT 716-729            | 327 479 501 870
CA PT 900-961            | 209 213 279 310 323 341 350 357 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661
                         | 669 707 714 738 747 760 805 818 820 831 837 840 858 909 916 925 949 951
CO MT 800-816            | 303 719 720 748 970 983
CT ET 060-069            | 203 475 860 959
DE ET 197-199            | 302
DC ET 200 202-205 569    | 202 771
FL ET 320-339 341-342 344 346-347 349 | 239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850
                         | 863 904 941 954
GA ET 300-319 398-399    | 229 404 470 478 678 706 762 770 912 943
HI HI 967-968            | 808
ID MT 832-838            | 208 986
IL CT 600-620 622-629    | 217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 861 872
IN ET 460-479            | 219 260 317 463 574 765 812 930
IA CT 500-516 520-528    | 319 515 563 641 712
KS CT 660-662 664-679    | 316 620 785 913
KY ET 400-418 420-427    | 270 364 502 606 859
LA CT 700-701 703-708 710-714 | 225 318 337 457 504 985
ME ET 039-049            | 207
MD ET 206-212 214-219    | 227 240 301 410 443 667
MA ET 010-027 055        | 339 351 413 508 617 774 781 857 978
MI ET 480-499            | 231 248 269 313 517 586 616 679 734 810 906 947 989
MN CT 550-551 553-567    | 218 320 507 612 651 763 924 952
MS CT 386-397            | 228 471 601 662 769
MO CT 630-631 633-641 644-658 | 235 314 417 557 573 636 660 816 975
MT MT 590-599            | 406
NE CT 680-681 683-693    | 308 402 531
NV PT 889-891 893-895 897-898 | 702 725 775
NH ET 030-038            | 603
NJ ET 070-089            | 201 551 609 640 732 848 856 862 908 973
NM MT 870-871 873-884    | 505 575
NY ET 005 100-149        | 212 315 329 332 347 363 465 516 518 585 607 624 631 646 680 716 718 838 845 914 917 929 934
NC ET 270-289            | 252 336 472 704 743 828 910 919 980 984
ND CT 580-588            | 701
OH ET 430-459            | 216 220 234 283 326 330 380 419 436 440 513 567 614 740 937
OK CT 730-731 734-741 743-749 | 405 539 572 580 918
OR PT 970-979            | 458 503 541 971
PA ET 150-196            | 215 223 267 272 412 445 484 570 582 610 717 724 814 835 878
RI ET 028-029            | 401
SC ET 290-299            | 803 821 839 843 854 864
SD CT 570-577            | 605
TN CT 370-385            | 423 615 629 729 731 865 901 931
TX CT 733 750-770 772-799 885 | 210 214 254 281 325 346 361 409 430 432 469 512 621 682 713 726 737 806 817 830 832
                         | 903 915 936 940 945 956 972 979
UT MT 840-847            | 385 435 801
VT ET 050-054 056-059    | 802
VA ET 201 220-246        | 276 434 540 571 686 703 757 804 826 948
WA PT 980-986 988-994    | 206 253 360 425 509 564
WV ET 247-268            | 304 681
WI CT 530-532 534-535 537-549 | 262 274 353 414 534 608 715 920
WY MT 820-831            | 307
PR PR 006-007 009        | 787 939
VI VI 008                | 340
GU GU                    | 671
MP MP                    | 670
AS AS                    | 684
"""
"""State, its main zone, the first three digits of its ZIPs | its area codes. A line without a state goes on."""

_NPA_ZONES = """
208,986 ID PT  219 CT ET  270,364 CT ET  308 CT MT  423,729 ET CT  448,850 ET CT  458,541 PT ID  574 ET CT  605 CT MT
606 ET CT  620,785 CT MT  701 CT MT  775 PT MT  812,930 ET CT  865 ET  906 ET CT  907 AK AD  915 MT  928 AZ MT
"""
"""Area codes that span zones, or lie in another one than most of their state (fact sheet T5)."""

_ZIP_ZONES = """
324 ET CT  325 CT  373,374,377 ET CT  376,378,379 ET  401,426,427 ET CT  420,421,422,423,424 CT  463,464 CT
465,469,475,479 ET CT  476,477 CT  498,499 ET CT  575,576 CT MT  577 MT  585,586 CT MT  677,678 CT MT  690,691,692 CT MT
693 MT  798,799 CT MT  885 MT  832,833,834,836,837 ID  835 PT ID  838 PT  860,865 AZ MT  898 PT MT  979 PT ID  995 AK AD
"""
"""The same for the first three digits of ZIPs: reservations that keep summer time, counties on the other side."""

_ZIP_PLACES = """
96799 AS AS  96910-96932 GU GU  96950-96952 MP MP  96939-96940 PW PW  96941 FM PN  96942-96943 FM CK
96944 FM KO  96960,96970 MH MH  06390 NY ET  83414 WY MT
"""
"""Single ZIPs whose place is not that of their first three digits: ZIPs, state or country, zone."""

_NYC = frozenset(("100", "101", "102", "103", "104", "111", "112", "113", "114", "116"))
_NYC_ZIPS = frozenset(("11001", "11004", "11005", "11040"))
"""Nassau's first three digits, but partly or wholly in Queens."""

_ELSEWHERE = """
204 226 236 249 250 257 263 273 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 506 514 519 548
579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942
600 622 633 644 655 677 688
242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876
"""
"""Codes of +1 outside the US: Canada with its non-geographic ones, Bermuda, the Caribbean states."""

_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_NANP = re.compile(r"\+1[2-9]\d{2}[2-9]\d{6}", re.ASCII)


def _spread(ranges: str) -> list[str]:
    """The numbers that "100-102,110" stands for, as strings of the same length."""
    found = []
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        found += [f"{number:0{len(first)}}" for number in range(int(first), int(last or first) + 1)]
    return found


def _places() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """(state, zone) by three digits of ZIP and by area code."""
    by_zip: dict[str, tuple[str, str]] = {}
    by_npa: dict[str, tuple[str, str]] = {}
    place: tuple[str, str]
    for line in _STATES.strip().splitlines():
        left, npas = line.split("|")
        if left.strip():
            state, zone, *ranges = left.split()
            place = (state, SHORT[zone])
            by_zip |= {zip3: place for part in ranges for zip3 in _spread(part)}
        by_npa |= dict.fromkeys(npas.split(), place)
    return by_zip, by_npa


def _zones(table: str) -> dict[str, tuple[str, ...]]:
    """Zones by code."""
    found: dict[str, tuple[str, ...]] = {}
    for codes, *names in _rows(table):
        found |= dict.fromkeys(_spread(codes), tuple(SHORT[name] for name in names))
    return found


def _rows(table: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for word in table.split():
        if not word.isalpha():
            rows.append([])
        rows[-1].append(word)
    return rows


ELSEWHERE = frozenset(_ELSEWHERE.split())
_BY_ZIP3, _BY_NPA = _places()
_NPA_SPLIT, _ZIP3_SPLIT = _zones(_NPA_ZONES), _zones(_ZIP_ZONES)
_BY_ZIP = {zip5: (state, SHORT[zone]) for codes, state, zone in _rows(_ZIP_PLACES) for zip5 in _spread(codes)}


def is_number(number: str) -> bool:
    """Whether this is a number that can be dialled: E.164, and for +1 of the North American form."""
    return bool(_E164.fullmatch(number)) and (not number.startswith("+1") or bool(_NANP.fullmatch(number)))


def is_us(number: str) -> bool:
    """Whether this is a US number; territories count, and an area code that no table knows does too (decision 26)."""
    return number.startswith("+1") and number[2:5] not in ELSEWHERE


@lru_cache(maxsize=65536)
def candidates(number: str, zip: str | None, stated: str | None) -> tuple[str, ...]:
    """The zones that this patient may be in: the one they stated, else those of ZIP and number together.

    A ZIP that no table knows can be anywhere; a number without a place counts only where there is no ZIP.
    Empty when the stated zone is none.
    """
    if stated:
        return (stated,) if is_zone(stated) else ()
    by_zip = _zip_zones(zip) if zip else ()
    by_npa = _npa_zones(number[2:5]) if number.startswith("+1") else ()
    return tuple(dict.fromkeys(by_zip + by_npa)) or ALL_US


def is_zone(name: str) -> bool:
    """Whether the time zone database knows this zone."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def _zip_zones(zip: str) -> tuple[str, ...]:
    if zip[:5] in _BY_ZIP:
        return (_BY_ZIP[zip[:5]][1],)
    zip3 = zip[:3]
    return _ZIP3_SPLIT.get(zip3) or ((_BY_ZIP3[zip3][1],) if zip3 in _BY_ZIP3 else ALL_US)


def _npa_zones(npa: str) -> tuple[str, ...]:
    return _NPA_SPLIT.get(npa) or ((_BY_NPA[npa][1],) if npa in _BY_NPA else ())


@lru_cache(maxsize=65536)
def state_of(number: str, zip: str | None) -> str | None:
    """Two letters: the ZIP's state, else the number's; None where neither is known (fact sheet 5.2)."""
    if zip:
        place = _BY_ZIP.get(zip[:5]) or _BY_ZIP3.get(zip[:3])
    else:
        place = _BY_NPA.get(number[2:5]) if number.startswith("+1") else None
    return place[0] if place else None


def in_nyc(zip: str | None) -> bool:
    """Whether a ZIP is one of New York City's."""
    return zip is not None and (zip[:3] in _NYC or zip[:5] in _NYC_ZIPS)


def of_zip(zip: str | None) -> tuple[str, ...]:
    """The zones that a ZIP may lie in; none for one that we do not know."""
    return _zip_zones(zip) if zip else ()

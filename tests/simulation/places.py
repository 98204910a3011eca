"""Where a number may be: area codes and ZIP codes to states, states to time zones. Written from the fact sheet (T5).

Nothing here is imported from the product. What no table knows may be anywhere in the fifty states and DC.
"""

from __future__ import annotations

import re
from functools import cache

ZONE_OF_STATE = {
    **dict.fromkeys(("CT", "DC", "DE", "FL", "GA", "IN", "KY", "MA", "MD", "ME", "MI", "NC", "NH", "NJ", "NY", "OH",
                     "PA", "RI", "SC", "VA", "VT", "WV"), "America/New_York"),
    **dict.fromkeys(("AL", "AR", "IA", "IL", "KS", "LA", "MN", "MO", "MS", "ND", "NE", "OK", "SD", "TN", "TX", "WI"),
                    "America/Chicago"),
    **dict.fromkeys(("CO", "MT", "NM", "UT", "WY"), "America/Denver"),
    **dict.fromkeys(("CA", "NV", "OR", "WA"), "America/Los_Angeles"),
    "ID": "America/Boise", "AZ": "America/Phoenix", "AK": "America/Anchorage", "HI": "Pacific/Honolulu",
    "PR": "America/Puerto_Rico", "VI": "America/St_Thomas", "GU": "Pacific/Guam", "MP": "Pacific/Saipan",
    "AS": "Pacific/Pago_Pago",
}  # fmt: skip
"""Where a state has one zone, or the one that most of it keeps."""

EVERYWHERE = frozenset({
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Boise",
    "America/Los_Angeles", "America/Anchorage", "America/Adak", "Pacific/Honolulu",
})  # fmt: skip
"""All US zones: the fifty states and DC."""

AREA_CODES = """
AL 205 251 256 334 483 659 938
AK 907
AZ 480 520 602 623 928
AR 327 479 501 870
CA 209 213 279 310 323 341 350 357 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 738 747 760
CA 805 818 820 831 837 840 858 909 916 925 949 951
CO 303 719 720 748 970 983
CT 203 475 860 959
DC 202 771
DE 302
FL 239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954
GA 229 404 470 478 678 706 762 770 912 943
HI 808
IA 319 515 563 641 712
ID 208 986
IL 217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 861 872
IN 219 260 317 463 574 765 812 930
KS 316 620 785 913
KY 270 364 502 606 859
LA 225 318 337 457 504 985
MA 339 351 413 508 617 774 781 857 978
MD 227 240 301 410 443 667
ME 207
MI 231 248 269 313 517 586 616 679 734 810 906 947 989
MN 218 320 507 612 651 763 924 952
MO 235 314 417 557 573 636 660 816 975
MS 228 471 601 662 769
MT 406
NC 252 336 472 704 743 828 910 919 980 984
ND 701
NE 308 402 531
NH 603
NJ 201 551 609 640 732 848 856 862 908 973
NM 505 575
NV 702 725 775
NY 212 315 329 332 347 363 465 516 518 585 607 624 631 646 680 716 718 838 845 914 917 929 934
OH 216 220 234 283 326 330 380 419 436 440 513 567 614 740 937
OK 405 539 572 580 918
OR 458 503 541 971
PA 215 223 267 272 412 445 484 570 582 610 717 724 814 835 878
RI 401
SC 803 821 839 843 854 864
SD 605
TN 423 615 629 729 731 865 901 931
TX 210 214 254 281 325 346 361 409 430 432 469 512 621 682 713 726 737 806 817 830 832 903 915 936 940 945 956 972 979
UT 385 435 801
VA 276 434 540 571 686 703 757 804 826 948
VT 802
WA 206 253 360 425 509 564
WI 262 274 353 414 534 608 715 920
WV 304 681
WY 307
PR 787 939
VI 340
GU 671
MP 670
AS 684
"""
SPLIT_AREA_CODES = """
208 986: Boise Los_Angeles
219 270 364: Chicago New_York
308: Chicago Denver
423 448 574 606 729 812 850 906 930: New_York Chicago
458 541: Los_Angeles Boise
605 620 701 785: Chicago Denver
775: Los_Angeles Denver
907: Anchorage Adak
928: Phoenix Denver
915: Denver
865: New_York
"""
"""The fact sheet's hand table; 729 lies over 423, 915 is El Paso's, 865 Knoxville's."""
ABROAD = frozenset(map(str, (
    204, 226, 236, 242, 246, 249, 250, 257, 263, 264, 268, 273, 284, 289, 306, 343, 345, 354, 365, 367, 368,
    382, 387, 403, 416, 418, 428, 431, 437, 438, 441, 450, 460, 468, 473, 474, 506, 514, 519, 537, 548, 568,
    579, 581, 584, 587, 600, 604, 613, 622, 633, 639, 647, 649, 658, 664, 672, 683, 705, 709, 721, 742, 753,
    758, 767, 778, 780, 782, 784, 807, 809, 819, 825, 829, 849, 867, 868, 869, 873, 876, 879, 902, 905, 942,
)))  # fmt: skip
"""Canada and the Caribbean that is no US territory."""

ZIPS = """
PR 006-007 009
VI 008
NY 005 063:06390 100-149
MA 010-027 055
RI 028-029
NH 030-038
ME 039-049
VT 050-054 056-059
CT 060-069
NJ 070-089
PA 150-196
DE 197-199
DC 200 202-205 569
VA 201 220-246
MD 206-212 214-219
WV 247-268
NC 270-289
SC 290-299
GA 300-319 398-399
FL 320-339 341-342 344 346-347 349
AL 350-352 354-369
TN 370-385
MS 386-397
KY 400-427
OH 430-459
IN 460-479
MI 480-499
IA 500-516 520-528
WI 530-532 534-535 537-549
MN 550-551 553-567
SD 570-577
ND 580-588
MT 590-599
IL 600-620 622-629
MO 630-631 633-641 644-658
KS 660-662 664-679
NE 680-681 683-693
LA 700-701 703-708 710-714
AR 716-729
OK 730-731 734-741 743-749
TX 733 750-770 772-799 885
CO 800-816
WY 820-831
ID 832-838
UT 840-847
AZ 850-853 855-857 859-860 863-865
NM 870-871 873-875 877-884
NV 889-891 893-895 897-898
CA 900-908 910-928 930-961
HI 967-968
GU 969
OR 970-979
WA 980-986 988-994
AK 995-999
"""
SPLIT_ZIPS = """
324: New_York Chicago
325: Chicago
373 377: New_York Chicago
374 376 378 379: New_York
401 426 427: New_York Chicago
420 421 422 423 424: Chicago
463 464 476 477: Chicago
465 469 475 479: Chicago New_York
498 499: New_York Chicago
575 576: Chicago Denver
577: Denver
585 586: Chicago Denver
677 678: Chicago Denver
690 691 692: Chicago Denver
693: Denver
798: Chicago Denver
799 885: Denver
835: Los_Angeles Boise
838: Los_Angeles
860 865: Phoenix Denver
898: Los_Angeles Denver
979: Boise Los_Angeles
995: Anchorage Adak
"""
"""Three digits whose zone is not their state's, or which lie in two."""
WHOLE_ZIPS = {"06390": "NY", "20588": "MD", "96799": "AS", "96950": "MP", "96951": "MP", "96952": "MP", "83414": "WY"}
NYC_ZIPS = frozenset({"100", "101", "102", "103", "104", "111", "112", "113", "114", "116"})
NYC_WHOLE = frozenset({"11004", "11005"})
_NUMBER = re.compile(r"\+1([2-9]\d\d)([2-9]\d\d)\d{4}")


def _pairs(table: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for line in table.split("\n"):
        state, *codes = line.split() or [""]
        made |= {code: state for item in codes for code in _range(item)}
    return made


def _range(item: str) -> list[str]:
    if ":" in item:
        return []
    first, _, last = item.partition("-")
    return [f"{code:03}" for code in range(int(first), int(last or first) + 1)]


def _splits(table: str) -> dict[str, frozenset[str]]:
    made: dict[str, frozenset[str]] = {}
    for line in filter(None, table.split("\n")):
        codes, _, zones = line.partition(":")
        made |= {code: frozenset(f"America/{zone}" for zone in zones.split()) for code in codes.split()}
    return made


_STATE_OF_CODE, _STATE_OF_ZIP = _pairs(AREA_CODES), _pairs(ZIPS)
_SPLIT_CODE, _SPLIT_ZIP = _splits(SPLIT_AREA_CODES), _splits(SPLIT_ZIPS)


def area_code(number: str) -> str | None:
    """The three digits; None where this is no number of ten digits in North America."""
    found = _NUMBER.fullmatch(number)
    return found[1] if found else None


def in_the_us(number: str) -> bool:
    """Whether a text may go there at all; an area code that nobody knows counts as ours (decision 26)."""
    code = area_code(number)
    return code is not None and code not in ABROAD


def clean_zip(zip_code: str | None) -> str | None:
    """Five digits of it, or None."""
    digits = (zip_code or "").strip()[:5]
    return digits if re.fullmatch(r"\d{5}", digits) else None


@cache
def state_of_zip(zip_code: str | None) -> str | None:
    """The state of a ZIP, None where it has none."""
    five = clean_zip(zip_code)
    return (WHOLE_ZIPS.get(five) or _STATE_OF_ZIP.get(five[:3])) if five else None


@cache
def state_of(number: str, zip_code: str | None) -> str | None:
    """By ZIP, else by area code; None is unknown, and then the strictest row holds."""
    return state_of_zip(zip_code) or _STATE_OF_CODE.get(area_code(number) or "")


@cache
def in_nyc(zip_code: str | None) -> bool:
    """Whether the ZIP is one of the five boroughs'."""
    five = clean_zip(zip_code)
    return five is not None and (five[:3] in NYC_ZIPS or five in NYC_WHOLE)


@cache
def zones_of(number: str, zip_code: str | None) -> frozenset[str]:
    """Every zone that the number may be in: those of the area code and those of the ZIP together."""
    by_zip, by_code = _zones_of_zip(zip_code), _zones_of_code(area_code(number) or "")
    return (by_zip | by_code) or EVERYWHERE


def _zones_of_zip(zip_code: str | None) -> frozenset[str]:
    five, state = clean_zip(zip_code), state_of_zip(zip_code)
    if five is None or state is None:
        return frozenset()
    return _SPLIT_ZIP.get(five[:3], frozenset()) or frozenset({ZONE_OF_STATE[state]})


def _zones_of_code(code: str) -> frozenset[str]:
    if code in _SPLIT_CODE:
        return _SPLIT_CODE[code]
    return frozenset({ZONE_OF_STATE[_STATE_OF_CODE[code]]}) if code in _STATE_OF_CODE else frozenset()

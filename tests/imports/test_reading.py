"""A file's bytes become patients: what is read, rejected and skipped, with its reason; dates, amounts and numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.errors import Sorry
from bot.imports import columns, post, records, sheet, states
from bot.imports.funnel import funnel
from bot.imports.records import Record

TODAY = date(2026, 11, 23)
HEAD = "account,first name,last name,birth date,cell,balance"
ROW = "A1,Maria,Lopez,1984-03-02,720-555-0143,240.01"


def read(text: str | bytes, name: str = "list.csv") -> records.Read:
    found = sheet.read(name, text.encode() if isinstance(text, str) else text)
    return records.read(found, columns.meanings(found.header), TODAY)


def one(**cells: str) -> Record:
    """The patient of a one-row list with these columns."""
    known = {"account": "A1", "first name": "Maria", "last name": "Lopez", "balance": "240.01", **cells}
    names = [name.replace("_", " ") for name in known]
    quoted = ",".join('"' + value.replace('"', '""') + '"' for value in known.values())
    (record,) = read(f"{','.join(names)}\n{quoted}\n").records
    return record


# -- cells --


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("240.01", 24001), ("$240.01", 24001), ("1,240.50", 124050), ("$1,240,000.00", 124000000), ("0", 0),
        ("0.00", 0), ("(12.00)", -1200), ("($12.00)", -1200), ("12.00 CR", -1200), ("-12", -1200), ("12-", -1200),
        ("$-", 0), ("-", 0),
        ("15", 1500), ("15.", 1500), (".5", 50), ("15.5", 1550), (" 7 ", 700), ("$ 7.00", 700),
        ("", None), ("n/a", None), ("NaN", None), ("nan", None), ("inf", None), ("Infinity", None), ("1e5", None),
        ("1_000", None), ("12,50", None), ("1.234,50", None), ("12.005", None), ("1.2.3", None), ("--5", -500),
        ("12.00 DR", None), ("twelve", None), ("٣٤", None), ("99999999999999999999", None), ("10000000.01", None),
        ("1,2,3", None), ("0x10", None), ("+5", None), ("5 5", 5500),
    ],
)  # fmt: skip
def test_amounts(text: str, cents: int | None) -> None:
    """What cannot be read is never taken as zero."""
    assert records.amount(text) == cents


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1984-03-02", date(1984, 3, 2)), ("3/2/1984", date(1984, 3, 2)), ("03-02-1984", date(1984, 3, 2)),
        ("3/2/84", date(1984, 3, 2)), ("11/23/26", date(2026, 11, 23)), ("11/24/26", date(1926, 11, 24)),
        ("1/5/26", date(2026, 1, 5)), ("12/31/26", date(1926, 12, 31)), ("2/29/24", date(2024, 2, 29)),
        ("2/30/1984", None), ("13/1/1984", None), ("1984-13-01", None), ("", None), ("unknown", None),
        ("3/2/198", None), ("3/2/19845", None), ("2026-11-23T10:00:00", date(2026, 11, 23)), ("1984", None),
    ],
)  # fmt: skip
def test_dates(text: str, day: date | None) -> None:
    """A two-digit year is 20yy, unless that is after today."""
    assert records.day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("720-555-0143", "+17205550143"), ("(720) 555-0143", "+17205550143"), ("1 720 555 0143", "+17205550143"),
        ("+17205550143", "+17205550143"), ("7205550143", "+17205550143"), ("720.555.0143", "+17205550143"),
        ("720-555-0143 x12", None), ("720-555-0143 ext. 4", None), ("555-0143", None), ("", None), ("none", None),
        ("+44 20 7946 0018", None), ("720-555-01433", None), ("see notes", None),
    ],
)  # fmt: skip
def test_numbers(text: str, number: str | None) -> None:
    assert records.phone(text) == number


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lopez, Maria", ("Maria", "Lopez")), ("Lopez, Maria A.", ("Maria", "Lopez")),
        ("Maria Lopez", ("Maria", "Lopez")),
        ("Maria del Carmen Lopez", ("Maria del Carmen", "Lopez")), ("Lopez Jr., Mario", ("Mario", "Lopez")),
        ("Cher", ("Cher", "")), ("", ("", "")), ("O'Brien, Siobhán", ("Siobhán", "O'Brien")),
        ("Muñoz, José", ("José", "Muñoz")), ("Lopez, Mario Jr.", ("Mario", "Lopez")),
        ("Mario Lopez III", ("Mario", "Lopez")),
    ],
)  # fmt: skip
def test_names(text: str, names: tuple[str, str]) -> None:
    assert records.split_name(text) == names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CO", "CO"), ("co", "CO"), ("Colorado", "CO"), ("MASSACHUSETTS", "MA"), ("Missouri", "MO"), ("Alaska", "AK"),
        ("New  Jersey", "NJ"), ("D.C.", "DC"), ("district of columbia", "DC"), ("Maine", "ME"), ("", None),
        ("XX", None),
        ("Ontario", None), ("Co.", "CO"), ("Puerto Rico", "PR"),
    ],
)  # fmt: skip
def test_states(text: str, code: str | None) -> None:
    """The law that holds depends on it: Missouri is not Michigan."""
    assert states.code(text) == code


def test_the_first_phone_that_takes_texts_counts() -> None:
    assert (one(cell="720-555-0143", home_phone="720-555-0144").phone_kind) == "cell"
    assert (one(cell="none", phone="720-555-0144").phone_kind) == "unlabelled"
    assert (one(home_phone="720-555-0144").phone, one(home_phone="720-555-0144").phone_kind) == ("+17205550144", "home")
    assert one(work_phone="720-555-0144").phone is None, "a phone at work is never used"


def test_flags_are_worked_out() -> None:
    assert one(birth_date="2010-01-01").flags == ("minor", "no_phone")
    assert one(balance="0", cell="720-555-0143", birth_date="1984-03-02").flags == ("zero_balance",)
    assert one(balance="(5.00)", cell="720-555-0143", birth_date="1984-03-02").flags == ("credit_balance",)
    assert one(insurance_pending="Pending").flags == ("insurance_pending", "no_phone", "no_dob")
    assert "minor" not in one(birth_date="2008-11-23").flags and "minor" in one(birth_date="2008-11-24").flags


def test_a_consent_needs_its_date_and_its_source() -> None:
    assert one(consent_source="intake_form", consent_date="2026-05-01").consent == records.Consent(
        "intake_form", date(2026, 5, 1))  # fmt: skip
    assert one(consent_source="intake_form").consent is None
    assert one(consent_date="2026-05-01").consent is None
    assert one(consent_source="intake_form", consent_date="yes").consent is None


def test_how_a_balance_came_about_is_kept_where_it_adds_up() -> None:
    whole = {"charged": "610.00", "insurance_paid": "301.99", "adjusted": "68.00", "patient_paid": "0.00"}
    assert one(**whole).parts["charged"] == 61000
    assert one(**{**whole, "charged": "600.00"}).parts == {}
    assert one(charged="610.00").parts == {}


# -- rows --


def test_rows_are_counted_as_records_from_one() -> None:
    text = f'Balances of today\n\n{HEAD}\n{ROW}\nA2,"Leo\nthe son",Lopez,2015-01-01,,5.00\nA3,Ana,Ruiz,,,1.00\n'
    found = read(text)
    assert [(record.key, record.rows) for record in found.records] == [("A1", (4,)), ("A2", (5,)), ("A3", (6,))]
    assert found.skipped == ((1, "title"), (2, "title"))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A2,,,1984-03-02,720-555-0143,5.00", "no_name"),
        ("A2,Leo,Lopez,1984-03-02,720-555-0143,owed", "bad_balance"),
        ("A2,Leo,Lopez,1984-03-02,720-555-0143,", "bad_balance"),
        ("A2,Leo,Lopez", "wrong_column_count"),
        ("A2,Leo,Lopez,1984-03-02,720-555-0143,5.00,extra", "wrong_column_count"),
        (ROW, "duplicate_row"),
    ],
)
def test_why_a_row_is_rejected(row: str, reason: str) -> None:
    found = read(f"{HEAD}\n{ROW}\n{row}\n")
    assert found.rejected == ((3, reason),) and [record.key for record in found.records] == ["A1"]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("", "blank"), (",,,,,", "blank"), (HEAD, "repeated_header"), ("Subtotal,,,,,240.01", "subtotal"),
        ("Totals,,,,,240.01", "totals"), ("Grand Total,,,,,240.01", "totals"), ("Page 1,,,,,", "footer"),
    ],
)  # fmt: skip
def test_what_is_no_patient_is_skipped_and_no_error(row: str, kind: str) -> None:
    found = read(f"{HEAD}\n{ROW}\n{row}\n")
    assert (found.rejected, found.skipped) == ((), ((3, kind),))


def test_a_number_with_two_amounts_is_nobodys() -> None:
    found = read(f"{HEAD}\n{ROW}\nA1,Maria,Lopez,1984-03-02,720-555-0143,9.00\nA2,Leo,Lopez,,,1.00\n")
    assert found.rejected == ((2, "conflicting_duplicate"), (3, "conflicting_duplicate"))
    assert [record.key for record in found.records] == ["A2"]


def test_a_number_that_comes_twice_with_one_amount_is_one_patient_of_two_rows() -> None:
    found = read(f"{HEAD}\n{ROW}\nA1,Maria,Lopez,1984-03-02,,240.01\n")
    (record,) = found.records
    assert (record.rows, record.phone, found.rejected) == ((2, 3), "+17205550143", ())


def test_every_row_is_a_patient_or_has_a_reason() -> None:
    rows = [ROW, "", "A2,,,,,x", "A3,Leo,Lopez,,,5", "Total,,,,,5", ROW, "x", "A4,a,b,,,1", "A4,a,b,,,2", "A3,L,L,,,5"]
    found = read(HEAD + "\n" + "\n".join(rows) + "\n")
    told = [row for record in found.records for row in record.rows] + [row for row, _ in found.rejected + found.skipped]
    assert sorted(told) == list(range(2, 2 + len(rows)))


def test_without_account_numbers_names_and_birth_dates_tell_apart() -> None:
    found = read("name,dob,balance\nMaria Lopez,1984-03-02,1\nMaria Lopez,1990-01-01,2\n")
    assert len({record.key for record in found.records}) == 2


# -- files --


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (f"{HEAD}\nA1,José,Muñoz,1984-03-02,,1.00\n".encode(), "utf-8"),
        (f"{HEAD}\nA1,José,Muñoz,1984-03-02,,1.00\n".encode("utf-8-sig"), "utf-8"),
        (f"{HEAD}\nA1,José,Muñoz,1984-03-02,,1.00\n".encode("cp1252"), "cp1252"),
        (f"{HEAD}\nA1,José,Muñoz,1984-03-02,,1.00\n".encode("utf-16"), "utf-16"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    found = sheet.read("list.csv", data)
    assert found.encoding == encoding
    assert records.read(found, columns.meanings(found.header), TODAY).records[0].last == "Muñoz"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    text = f"{HEAD}\n{ROW}\n".replace(",", delimiter).replace("\n", end)
    found = sheet.read("list.txt", text.encode())
    assert (found.delimiter, len(found.header), found.header_row) == (delimiter, 6, 1)
    assert [record.balance_cents for record in read(text).records] == [24001]


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "it is empty"),
    "only blanks": (b"  \n\r\n ", "it is empty"),
    "xlsx": (b"PK\x03\x04" + bytes(200), "not plain text"),
    "binary": (bytes(range(256)) * 4, "not plain text"),
    "a NUL far down": (f"{HEAD}\n{ROW}\n".encode() + b"A2,\x00" + ROW.encode(), "not plain text"),
    "no header": (b"1,2,3\n4,5,6\n", "no line of column names"),
    "prose": (b"Dear practice,\nplease find attached\n", "no line of column names"),
    "broken quotes": (f'{HEAD}\nA1,"Mar"ia,Lopez,,,1.00\n'.encode(), "quotes or columns are broken"),
    "an open quote": (f'{HEAD}\nA1,"Maria,Lopez,,,1.00\n'.encode(), "quotes or columns are broken"),
    "unknown letters": (b"account,first name,last name,balance\nA1,\x81\x8d,Lopez,1\n", "encoding"),
    "half of utf-16": ("name,phone,balance\n".encode("utf-16")[:-1], "encoding"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_list_is_said_in_one_plain_sentence(name: str) -> None:
    data, why = BAD[name]
    with pytest.raises(Sorry) as sorry:
        sheet.read("list.csv", data)
    said = str(sorry.value)
    assert why in said and said.startswith("list.csv") and "Nothing was changed." in said and "\n" not in said


@pytest.mark.parametrize(
    ("header", "lacks"),
    [
        ("account,first name,last name,cell", "no column for balance"),
        ("account,balance,cell", "no column for name"),
        ("account,first name,balance,cell", "no column for name"),
        ("foo,bar,baz", "no column for name and balance"),
    ],
)
def test_missing_columns_are_named_with_those_that_are_there(header: str, lacks: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"{header}\nA1,x,y,z\n")
    with pytest.raises(Sorry) as sorry:
        post.load(file, TODAY)
    assert lacks in str(sorry.value) and header.split(",")[0] in str(sorry.value)


@pytest.mark.parametrize("name", ["nothing.csv", "."])
def test_a_file_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(Sorry, match="cannot be read"):
        post.load(tmp_path / name, TODAY)


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Account #", "key"), ("Patient ID", "key"), ("MRN", "key"), ("Pt Name", "name"), ("Patient Name", "name"),
        ("FIRST_NAME", "first name"), ("Last Name", "last name"), ("DOB", "birth date"),
        ("Date of Birth", "birth date"),
        ("Cell", "phone: cell"), ("Mobile Phone", "phone: cell"), ("Home Phone", "phone: home"), ("Phone", "phone"),
        ("Work Phone", "ignored: phone: work"), ("ZIP Code", "zip"), ("Balance Due", "balance"),
        ("Patient Balance", "balance"),
        ("Dx", "ignored: clinical"), ("CPT", "ignored: clinical"), ("Diagnosis Code", "ignored: clinical"),
        ("Address", "address"), ("Mailing Address Line 1", "address"), ("Address 2", "address 2"), ("City", "city"),
        ("Good Faith Estimate", "estimate"), ("GFE", "estimate"), ("Self-Pay", "self pay"),
        ("Email Address", "ignored"),
        ("Insurance", "ignored"), ("", "ignored"), ("Provider", "ignored"),
    ],
)  # fmt: skip
def test_columns(name: str, meaning: str) -> None:
    assert columns.meaning(name) == meaning


def test_a_column_that_comes_twice_counts_once() -> None:
    assert columns.meanings(["Balance", "Balance", "Dx", "Dx"]) == (
        "balance", "ignored", "ignored: clinical", "ignored: clinical")  # fmt: skip


# -- the funnel --


def patient(**more: object) -> Record:
    known = {"key": "A", "first": "M", "last": "L", "born": None, "phone": "+17205550143", "phone_kind": "cell",
             "balance_cents": 100, "consent": records.Consent("form", TODAY)}  # fmt: skip
    return Record(**{**known, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "steps", "says"),
    [
        ([patient()], (1, 1, 1, 1, 1), "1 patients can be texted"),
        ([patient(balance_cents=0)], (0, 0, 0, 0, 0), "Nobody on this list owes"),
        ([patient(phone=None)], (1, 0, 0, 0, 0), "has a mobile number"),
        ([patient(phone_kind="home")], (1, 0, 0, 0, 0), "has a mobile number"),
        ([patient(consent=None)], (1, 1, 0, 0, 0), "no consent on record"),
        ([patient(flags=("insurance_pending",))], (1, 1, 1, 0, 0), "on hold"),
        ([patient(phone="+13035550177")], (1, 1, 1, 1, 0), "opted out"),
    ],
)
def test_the_funnel_says_what_to_do_next(found: list[Record], steps: tuple[int, ...], says: str) -> None:
    told = funnel(found, False, {"+13035550177"})
    assert (told.owing, told.mobile, told.consent, told.free_of_holds, told.textable) == steps and says in told.next


def test_an_attestation_stands_for_the_columns() -> None:
    assert funnel([patient(consent=None)], True).textable == 1

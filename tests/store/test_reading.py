"""Every row of a delivered file is staged: split by the contract, or whole with its number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.store.formats.reading import stage
from lakehouse.store.landed.staged import staged_schema
from tests.store.parks import HEADER, deliver, dog_feed, dogs, lines, read

LONG = "x" * 1000
TWO_BLOCKS = 17_000  # rows of a kilobyte: more than two blocks of Arrow's reader
SECRET = "Napoleon"


def test_a_good_file_is_read_row_by_row(tmp_path: Path) -> None:
    found = read(lines(["1,Rex,2020-01-01", "2,,"]), tmp_path)
    assert found.cells == [("1", "Rex", "2020-01-01"), ("2", "", "")]
    assert found.numbers == [1, 2] and found.unsplit == {}
    assert found.staged.rows == 2 and found.staged.added == ()
    assert found.staged.path.name == f"{found.staged.delivery.hash}.parquet"


def test_blanks_and_words_for_nothing_stay_as_delivered(tmp_path: Path) -> None:
    found = read(lines([" 01 , NA ,null", '2,"",N/A']), tmp_path)
    assert found.cells == [(" 01 ", " NA ", "null"), ("2", "", "N/A")]


def test_columns_are_found_by_their_header_in_any_order(tmp_path: Path) -> None:
    found = read(lines(["2020-01-01,1,Rex"], "Seen,Tag,Name"), tmp_path)
    assert found.cells == [("1", "Rex", "2020-01-01")]


@pytest.mark.parametrize(
    "data",
    [
        "\ufeff" + lines(["1,Rex,2020-01-01", "2,Bo,2020-01-02"]),
        lines(["1,Rex,2020-01-01", "2,Bo,2020-01-02"]).replace("\n", "\r\n"),
        lines(["1,Rex,2020-01-01", "2,Bo,2020-01-02"]).replace("\n", "\r"),
        "\ufeff" + lines(['"1","Rex","2020-01-01"', "2,Bo,2020-01-02"], '"Tag","Name","Seen"'),
    ],
    ids=["byte order mark", "CRLF", "CR", "quoted"],
)
def test_the_dress_of_a_file_does_not_matter(tmp_path: Path, data: str) -> None:
    found = read(data, tmp_path)
    assert found.cells == [("1", "Rex", "2020-01-01"), ("2", "Bo", "2020-01-02")]


def test_quoted_delimiters_and_quoted_quotes_belong_to_the_value(tmp_path: Path) -> None:
    found = read(lines(['1,"Rex, the ""big"" one",2020-01-01', '2,5" Bo,']), tmp_path)
    assert found.cells == [("1", 'Rex, the "big" one', "2020-01-01"), ("2", '5" Bo', "")]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_every_agreed_delimiter_is_read(tmp_path: Path, delimiter: str) -> None:
    data = lines(["1,Rex,2020-01-01"]).replace(",", delimiter)
    found = read(data.replace("Rex", "R,x"), tmp_path, dog_feed(delimiter=delimiter))
    assert found.cells == [("1", "R,x", "2020-01-01")]


def test_another_delimiter_than_agreed_is_refused(tmp_path: Path) -> None:
    data = lines(["1,Rex,2020-01-01"]).replace(",", ";")
    with pytest.raises(DeliveryRefused, match="none of the contract's 3 columns"):
        read(data, tmp_path)


def test_latin1_is_read_where_it_is_agreed(tmp_path: Path) -> None:
    data = lines(["1,Zoë,2020-01-01"]).encode("iso-8859-1")
    assert read(data, tmp_path, dog_feed(encoding="iso-8859-1")).cells[0][1] == "Zoë"


def test_latin1_where_utf8_is_agreed_marks_the_letters_of_its_rows(tmp_path: Path) -> None:
    data = lines(["1,Zoë,2020-01-01", "2,Bo,2020-01-02"]).encode("iso-8859-1")
    assert [r[1] for r in read(data, tmp_path).cells] == ["Zo\ufffd", "Bo"]


def test_a_header_without_a_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefused, match="has a header and no row") as caught:
        read(lines([]), tmp_path)
    assert "dog: parks/dog.csv" in caught.value.what and "Parks" in caught.value.todo


def test_a_new_column_is_kept_as_json(tmp_path: Path) -> None:
    found = read(lines(['1,"a ""ë""",Rex,2020-01-01,7'], "Tag,Chip,Name,Seen,Box"), tmp_path)
    assert found.staged.added == ("Chip", "Box")
    assert json.loads(found.rows[0]["_more"]) == {"Chip": 'a "ë"', "Box": "7"}
    assert "ë" in found.rows[0]["_more"]
    assert read(lines(dogs([1])), tmp_path).rows[0]["_more"] is None


def test_short_and_long_rows_are_kept_whole_with_their_number(tmp_path: Path) -> None:
    rows = ["1,Rex,2020-01-01", "2,Bo", "3,Al,2020-01-01,9,9", "4,Cy,2020-01-01", "5"]
    found = read(lines(rows), tmp_path)
    assert found.unsplit == {2: rows[1], 3: rows[2], 5: rows[4]}
    assert [r["_row"] for r in found.rows if r["tag"]] == [1, 4]
    assert all(r["tag"] is r["name"] is r["seen_on"] is None for r in found.rows if r["_raw"])


def test_a_file_of_nothing_but_unsplit_rows_is_kept_whole(tmp_path: Path) -> None:
    assert read(lines(["1,Rex", "2,Bo"]), tmp_path).unsplit == {1: "1,Rex", 2: "2,Bo"}


def test_blank_lines_count_as_rows(tmp_path: Path) -> None:
    found = read(lines(["", "1,Rex,2020-01-01", "", "2,Bo", "", "3,Al,2020-01-01"]), tmp_path)
    assert found.numbers == [1, 2, 3, 4, 5, 6]
    assert [r["_row"] for r in found.rows if r["tag"]] == [2, 6]
    assert found.unsplit == {4: "2,Bo"}


def test_row_numbers_hold_across_many_blocks(tmp_path: Path) -> None:
    """25 MB are four blocks of Arrow's reader, with odd rows at their ends and blank lines."""
    odd = {1: "1", 2: "", 8_000: "8000,a,b,c", 16_500: "", 16_600: "16600,z", 25_000: "25000"}
    rows = [odd.get(n, f"{n},{LONG},2020-01-01") for n in range(1, 25_001)]
    found = read(lines(rows), tmp_path)
    assert found.numbers == list(range(1, 25_001))
    assert found.unsplit == {n: text for n, text in odd.items() if text}
    split = [r for r in found.rows if r["tag"]]
    assert len(split) == 25_000 - len(odd)
    assert all(int(r["tag"]) == r["_row"] for r in split)


def test_open_quotes_cost_their_own_rows_and_no_other(tmp_path: Path) -> None:
    rows = dogs(range(1, 61))
    rows[9], rows[39] = '10,"Rex,2020-01-01', '40,"Bo,2020-01-01'
    found = read(lines(rows), tmp_path)
    assert found.unsplit == {10: rows[9], 40: rows[39]}
    assert [int(c[0] or 0) for c in found.cells] == [n for n in range(1, 61) if n not in (10, 40)]
    assert found.numbers == list(range(1, 61))


@pytest.mark.parametrize("where", [1, 30, 60])
def test_one_open_quote_costs_its_own_row_wherever_it_is(tmp_path: Path, where: int) -> None:
    rows = dogs(range(1, 61))
    rows[where - 1] = f'{where},"Rex,2020-01-01'
    found = read(lines(rows), tmp_path)
    assert found.unsplit == {where: rows[where - 1]}
    assert found.staged.rows == 60


def test_an_open_quote_that_meets_a_proper_one_swallows_nothing(tmp_path: Path) -> None:
    rows = dogs(range(1, 21))
    rows[4], rows[14] = '5,"Rex,2020-01-01', '15,"Bo, the ""old""",2020-01-01'
    found = read(lines(rows), tmp_path)
    assert found.unsplit == {5: rows[4]}
    assert ("15", 'Bo, the "old"', "2020-01-01") in found.cells


def test_an_open_quote_in_a_large_file_costs_its_own_row(tmp_path: Path) -> None:
    rows = [f"{n},{LONG},2020-01-01" for n in range(1, TWO_BLOCKS + 1)]
    rows[9] = '10,"Rex,2020-01-01'
    assert read(lines(rows), tmp_path).unsplit == {10: rows[9]}


def test_an_open_quote_between_cr_lines_swallows_nothing(tmp_path: Path) -> None:
    rows = dogs(range(1, 11))
    rows[4] = '5,"Rex,2020-01-01'
    found = read(lines(rows).replace("\n", "\r"), tmp_path)
    assert found.unsplit == {5: rows[4]}
    assert found.numbers == list(range(1, 11))


def test_line_breaks_are_read_where_they_are_agreed(tmp_path: Path) -> None:
    data = lines(['1,"Re\nx",2020-01-01', "2,Bo", '3,"A\r\nl",2020-01-01,9', *dogs([4])])
    found = read(data, tmp_path, dog_feed(line_breaks=True))
    assert found.cells == [("1", "Re\nx", "2020-01-01"), ("4", "Rex 4", "2020-01-05")]
    assert found.unsplit == {2: "2,Bo", 3: '3,"A\r\nl",2020-01-01,9'}


def test_line_breaks_that_are_not_agreed_cost_their_own_lines(tmp_path: Path) -> None:
    found = read(lines(['1,"Re\nx",2020-01-01', *dogs([2])]), tmp_path)
    assert found.unsplit == {1: '1,"Re', 2: 'x",2020-01-01'}
    assert found.cells == [("2", "Rex 2", "2020-01-03")]


def test_the_new_column_and_the_letters_survive_reading_line_by_line(tmp_path: Path) -> None:
    data = lines(['1,"Rex,2020-01-01,c', "2,Zoë,2020-01-01,d"], f"{HEADER},Chip")
    found = read(data.encode("iso-8859-1"), tmp_path, dog_feed(encoding="iso-8859-1"))
    assert found.cells == [("2", "Zoë", "2020-01-01")]
    assert json.loads(found.rows[1]["_more"]) == {"Chip": "d"}


def test_bytes_that_are_no_text_do_not_stop_an_end_without_newline(tmp_path: Path) -> None:
    data = lines(dogs([1])).encode() + b"2,Bo,\xc3"
    for line_breaks in (False, True):
        found = read(data, tmp_path, dog_feed(final_newline=False, line_breaks=line_breaks))
        assert found.cells[-1] == ("2", "Bo", "\ufffd"), "a row rule finds the mark again"


def test_staging_again_gives_the_same_file(tmp_path: Path) -> None:
    delivery = deliver(lines(dogs([1, 2])), tmp_path)
    first = stage(delivery, tmp_path / "staging").path.read_bytes()
    assert stage(delivery, tmp_path / "staging").path.read_bytes() == first
    assert staged_schema(delivery).names == ["tag", "name", "seen_on", "_more", "_raw", "_row"]


@pytest.mark.parametrize(
    ("data", "changes"),
    [
        ("", {}),
        (HEADER + "\n", {}),
        (f"{HEADER}\n1,{SECRET},2020", {}),
        (f"1,{SECRET},2020-01-01\n2,{SECRET},2020-01-01\n", {}),
        (f"Tag,Seen\n{SECRET},2020-01-01\n", {}),
        (f"Tag,Nane,Seen\n1,{SECRET},2020-01-01\n", {}),
        (f"Tag,Tag,Seen,Name\n1,1,{SECRET},2020-01-01\n", {}),
        (f"Tag;Name;Seen\n1;{SECRET};2020-01-01\n", {}),
        (f'{HEADER}\n1,"{SECRET},2020-01-01\n', {"line_breaks": True}),
        (f"{HEADER}\n1,{SECRET}ë,2020-01-01\n", {"encoding": "iso-8859-1"}),
        (f"{HEADER}\n1,{SECRET},2020-01-01\n".encode("utf-16"), {}),
    ],
    ids=lambda value: value if isinstance(value, dict) else "",
)
def test_no_refusal_gives_a_cell_away(
    tmp_path: Path, data: str | bytes, changes: dict[str, object]
) -> None:
    with pytest.raises(DeliveryRefused) as caught:
        read(data, tmp_path, dog_feed(**changes))
    said = str(caught.value)
    assert SECRET not in said and "2020" not in said
    assert said.startswith("dog: parks/dog.csv") and caught.value.todo


def test_nor_does_a_value_larger_than_the_reader_can_hold(tmp_path: Path) -> None:
    data = lines([f'1,"{SECRET}{LONG * TWO_BLOCKS}",2020-01-01'])
    with pytest.raises(DeliveryRefused, match="cannot be read as CSV") as caught:
        read(data, tmp_path, dog_feed(line_breaks=True))
    assert SECRET not in str(caught.value) and LONG[:10] not in str(caught.value)

"""`decidendi ownership` from files to answers: tables, lists, statuses, refusals."""

from __future__ import annotations

import csv
import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from decidendi.cli.main import commands
from decidendi.refusal import Refusal
from tests.command import decidendi

GRAPH = """owner,entity,share,share_min,share_max,min_exclusive,class,basis,during,source
X,A,50,,,,,,,
X,B,,25,50,true,,,2010/..,register
A,C,25,,,,,,,
A,C,25,,,,,,,
B,C,25,,,,,,,
Y,D,ownership-of-shares-25-to-50-percent,,,,,,,
X,D,100,,,,,votes,,
X,D,100,,,,,votes,,
D,D,10,,,,,,,
,D,10,,,,,,,
X,E,60,,,,,,2010/2015,
P,E,1/3,,,,,,,
"""
BLOCKED = "# listed\nX\nY\t2017/..\nQ\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("graph.csv").write_text(GRAPH, encoding="utf-8")
    Path("list.txt").write_text(BLOCKED, encoding="utf-8")
    return tmp_path


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["ownership", *arguments], catch_exceptions=False)


def refused(*arguments: str) -> list[str]:
    with pytest.raises(Refusal) as error:
        ask(*arguments)
    return str(error.value).split("\n")


def test_a_table_and_a_list_give_a_status_for_everyone(folder: Path) -> None:
    result = ask("graph.csv", "--blocked", "list.txt", "--on", "2020-01-01", "-o", "out.csv")
    assert result.exit_code == 0
    rows = {row["entity"]: row for row in csv.DictReader(Path("out.csv").read_text(encoding="utf-8").splitlines())}
    assert {name: row["status"] for name, row in rows.items()} == {
        "A": "blocked",
        "B": "undetermined",
        "C": "undetermined",
        "D": "undetermined",
        "E": "not blocked",
        "P": "not blocked",
        "Q": "blocked",
        "X": "blocked",
        "Y": "blocked",
    }
    assert (rows["C"]["share_must"], rows["C"]["share_may"]) == ("25", "50")
    assert "flag: graph.csv:11: the row names no owner" in result.stderr


def test_every_record_is_accounted_for(folder: Path) -> None:
    result = ask("graph.csv", "--blocked", "list.txt", "--on", "2020-01-01")
    assert (
        "Records: 12 read, 7 used, 1 merged, 4 set aside "
        "(basis that does not count 2, not held on the day 1, owner not named 1)" in result.output
    )
    for flagged in ("graph.csv:10: `D` is recorded as holding 10 percent of itself", "graph.csv:11: the row names no"):
        assert flagged in result.output


def test_an_open_status_names_the_fact_that_settles_it_and_each_outcome(folder: Path) -> None:
    result = ask("graph.csv", "--blocked", "list.txt", "--on", "2020-01-01", "--entity", "C", "--format", "json")
    status = json.loads(result.stdout)["statuses"][0]
    assert status["fewest"] == [
        {
            "ask": "What share of B did X hold on 2020-01-01? It is known to be more than 25 and at most 50 percent.",
            "cases": [
                {"case": "more than 25 and less than 50 percent", "status": "not blocked"},
                {"case": "50 percent", "status": "blocked"},
            ],
            "settles": True,
        }
    ]


def test_each_bad_row_is_refused_by_file_and_row(folder: Path) -> None:
    rows = ["X,A,-5,", "X,A,150,", "X,A,ca. half,", "X,A,50,2020/2019", "X,,50,", "X,A,50,2020-13"]
    Path("bad.csv").write_text("owner,entity,share,during\n" + "\n".join(rows) + "\n", encoding="utf-8")
    found = refused("bad.csv", "--blocked", "list.txt")
    assert [line.split("; ")[0].split(". ")[0] for line in found] == [
        "bad.csv:2: `-5` is below 0",
        "bad.csv:3: `150` is above 100 percent",
        "bad.csv:4: `ca",
        "bad.csv:5: `2020/2019` ends before it begins",
        "bad.csv:6: the row names no entity",
        "bad.csv:7: `2020-13` is not in the calendar",
    ]
    assert "`ca. half` is not a share" in found[2]


def test_dated_holdings_need_a_day(folder: Path) -> None:
    assert refused("graph.csv", "--blocked", "list.txt") == [
        "--on: the holdings or blockings are dated, and the day asked about is not stated; expected a full day such as "
        "`2020-07-09`. Give `--on DAY`."
    ]


def test_a_table_without_owner_or_share_is_refused(folder: Path) -> None:
    Path("bad.csv").write_text("holder,entity,percentage\n", encoding="utf-8")
    found = refused("bad.csv", "--blocked", "list.txt")
    assert "there is no column `owner`" in found[0]
    assert "no column says how much is held" in found[1]


def test_a_table_needs_a_list_of_blocked_parties(folder: Path) -> None:
    assert "Give `--blocked LIST`." in refused("graph.csv")[0]


def test_parquet_gives_what_csv_gives(folder: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    rows = arrow_csv.read_csv("graph.csv")
    parquet.write_table(rows, "graph.parquet")
    assert isinstance(rows, arrow.Table)
    for name in ("graph.csv", "graph.parquet"):
        ask(name, "--blocked", "list.txt", "--on", "2020-01-01", "-o", f"{name}.out.csv")
    assert Path("graph.csv.out.csv").read_bytes() == Path("graph.parquet.out.csv").read_bytes()


@pytest.mark.parametrize("day", ["2020-01-01", "2015-06-01", "2009-01-01", "2017-01-01"])
@pytest.mark.parametrize("name", ["graph.csv", "graph.parquet"])
def test_arrays_give_what_the_exact_path_gives(folder: Path, name: str, day: str) -> None:
    pytest.importorskip("numba")
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    parquet.write_table(arrow_csv.read_csv("graph.csv"), "graph.parquet")
    records = []
    for by in ("exact", "arrays"):
        result = ask(name, "--blocked", "list.txt", "--on", day, "--by", by, "-o", f"{by}.csv")
        records.append(next(line for line in result.stderr.split("\n") if line.startswith("Records: ")))
    assert records[0] == records[1]
    exact, arrays = (sorted(Path(f"{by}.csv").read_text(encoding="utf-8").split("\n")) for by in ("exact", "arrays"))
    assert exact == arrays


def test_arrays_refuse_the_rows_that_the_exact_path_refuses(folder: Path) -> None:
    pytest.importorskip("numba")
    rows = ["X,A,-5,", "X,A,150,", "X,A,ca. half,", "X,A,50,2020/2019", "X,,50,", "X,A,50,2020-13"]
    Path("bad.csv").write_text("owner,entity,share,during\n" + "\n".join(rows) + "\n", encoding="utf-8")
    one = refused("bad.csv", "--blocked", "list.txt", "--by", "exact")
    assert refused("bad.csv", "--blocked", "list.txt", "--by", "arrays") == one


def written(text: str, ending: str) -> str:
    """A table as a file of one of the two kinds."""
    Path("odd.csv").write_text(text, encoding="utf-8")
    if ending == "parquet":
        pytest.importorskip("pyarrow")
        from pyarrow import csv as arrow_csv
        from pyarrow import parquet

        parquet.write_table(arrow_csv.read_csv("odd.csv"), "odd.parquet")
    return f"odd.{ending}"


WITH_ARRAYS = pytest.mark.skipif(find_spec("numba") is None, reason="arrays are not installed")
either_path = pytest.mark.parametrize("by", ["exact", pytest.param("arrays", marks=WITH_ARRAYS)])
either_file = pytest.mark.parametrize(("ending", "first"), [("csv", 2), ("parquet", 1)])


@either_path
@either_file
def test_dates_that_end_before_they_start_are_refused_by_row_and_the_records_counted(
    folder: Path, ending: str, first: int, by: str
) -> None:
    name = written("owner,entity,share,during\nX,A,50,2010/..\nX,B,50,2020/2019\nA,C,50,\n", ending)
    ran = decidendi("ownership", name, "--blocked", "list.txt", "--on", "2020-01-01", "--by", by, "-o", "out.csv")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"{name}:{first + 1}: `2020/2019` ends before it begins; expected an end that is not before the "
        "beginning. Correct the date, or write `unknown`.\n"
        "Records: 3 read, 0 used, 0 merged, 3 set aside (the input is refused 3)\n"
    )
    assert not Path("out.csv").exists()


@either_path
@either_file
def test_a_holding_in_oneself_and_an_owner_who_is_not_named_are_flagged_by_row(
    folder: Path, ending: str, first: int, by: str
) -> None:
    name = written("owner,entity,share\nX,A,30\nD,D,10\n,E,40\nunknown,A,1/3\nG,G,5\n", ending)
    ran = decidendi("ownership", name, "--blocked", "list.txt", "--on", "2020-01-01", "--by", by, "-o", "out.csv")
    assert ran.code == 0
    noticed = [line for line in ran.err.split("\n") if line.startswith(f"flag: {name}")]
    own = "is recorded as holding {} percent of itself; counted as stated"
    left = "the row names no owner; its share of {} is left to the undisclosed remainder"
    assert [line for line in noticed if "1/3" not in line] == [
        f"flag: {name}:{first + 1}: `D` {own.format(10)}",
        f"flag: {name}:{first + 2}: {left.format('`E`')}",
        f"flag: {name}:{first + 3}: {left.format('`A`')}",
        f"flag: {name}:{first + 4}: `G` {own.format(5)}",
    ]
    assert "Records: 5 read, 3 used, 0 merged, 2 set aside (owner not named 2)\n" in ran.err


@either_path
@pytest.mark.parametrize(
    ("arguments", "read"),
    [
        (("graph.csv",), 0),
        (("missing.csv", "--blocked", "list.txt"), 0),
        (("graph.csv", "--blocked", "list.txt"), 12),
        (("graph.csv", "--blocked", "list.txt", "--on", "2020-01-01", "--entity", "Nobody"), 12),
        (("graph.csv", "--blocked", "list.txt", "--timeline", "Nobody"), 12),
        (("ragged.csv", "--blocked", "list.txt"), 1),
        (("short.csv", "--blocked", "list.txt"), 2),
    ],
    ids=["no list", "no file", "no day", "unknown party", "history of an unknown party", "too many", "too few"],
)
def test_however_the_input_is_refused_its_records_are_counted(
    folder: Path, arguments: tuple[str, ...], read: int, by: str
) -> None:
    Path("ragged.csv").write_text("owner,entity,share\nX,A,50\nX,B,1,000\n", encoding="utf-8")
    Path("short.csv").write_text("owner,entity,share\nX,A,50\nX,B,\nX,C\n", encoding="utf-8")
    ran = decidendi("ownership", *arguments, "--by", by)
    aside = f" (the input is refused {read})" if read else ""
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.split("\n")[-2:] == [f"Records: {read} read, 0 used, 0 merged, {read} set aside{aside}", ""]


@either_path
def test_of_a_history_it_is_said_what_became_of_the_records(folder: Path, by: str) -> None:
    Path("dated.csv").write_text(
        "owner,entity,share,during,basis\nX,A,50,2018-01-01/2020-01-01,\nX,A,50,2018-01-01/2020-01-01,\nX,B,10,,\n"
        ",A,5,,\nY,A,30,2021-01-01/..,votes\n",
        encoding="utf-8",
    )
    asked = ("dated.csv", "--blocked", "list.txt", "--on", "2024-01-01", "--timeline", "A", "--by", by)
    aside = {"basis that does not count": 1, "bears on others alone": 1, "owner not named": 1}
    counts = {"read": 5, "used": 1, "merged": 1, "set_aside": aside}
    assert json.loads(ask(*asked, "--format", "json").stdout)["records"] == counts
    said = ", ".join(f"{reason} {count}" for reason, count in aside.items())
    assert f"Records: 5 read, 1 used, 1 merged, 3 set aside ({said})\n" in ask(*asked).stdout


def test_arrays_explain_one_party(folder: Path) -> None:
    pytest.importorskip("numba")
    asked = ("graph.csv", "--blocked", "list.txt", "--on", "2020-01-01", "--entity", "C", "--format", "json")
    exact, arrays = (json.loads(ask(*asked, "--by", by).stdout) for by in ("exact", "arrays"))
    assert exact["statuses"] == arrays["statuses"]
    assert exact["counts"] == arrays["counts"]


def test_a_fact_set_seeds_ownership_with_whom_its_rulebook_blocks(folder: Path) -> None:
    Path("facts.yaml").write_text(
        """
title: A listed owner
as of: 2021-01-04
parties:
  lin: {individual: Lin}
  alpha: {entity: Alpha}
  beta: {entity: Beta}
facts:
  - listing: {party: lin, list: SDN List, programme: GLOMAG, measure: block, during: 2020-07-09/..}
  - holding: {owner: lin, entity: alpha, share: 50}
  - holding: {owner: alpha, entity: beta, share: "(25, 50]"}
""",
        encoding="utf-8",
    )
    result = json.loads(ask("facts.yaml", "--format", "json").stdout)
    statuses = {item["entity"]: (item["status"], item["ground"]) for item in result["statuses"]}
    assert statuses == {"lin": ("blocked", "listed"), "alpha": ("blocked", "owned"), "beta": ("undetermined", "")}
    before = json.loads(ask("facts.yaml", "--on", "2020-07-08", "--format", "json").stdout)
    assert before["counts"] == {"blocked": 0, "not blocked": 3, "undetermined": 0}


SALE = """
title: A sale after the block
as of: 2026-01-15
parties:
  lin: {individual: Lin}
  kai: {individual: Kai}
  alpha: {entity: Alpha}
facts:
  - listing: {party: lin, list: SDN List, programme: GLOMAG, measure: block, during: 2020-07-09/..}
  - holding: {owner: lin, entity: alpha, share: 60, during: 2015/2025-05-01}
  - holding: {owner: kai, entity: alpha, share: 60, during: 2025-05-02/..}
  - divestment: {seller: lin, buyer: kai, entity: alpha, share: 60, on: 2025-05-01, SLOTS}
"""


@pytest.mark.parametrize(
    ("genuine", "status"), [("yes", "not blocked"), ("no", "blocked"), ("unknown", "undetermined")]
)
def test_the_history_of_a_party_is_told_with_what_became_of_a_sale(folder: Path, genuine: str, status: str) -> None:
    slots = f"outside united states jurisdiction: yes, genuine: {genuine}"
    Path("facts.yaml").write_text(SALE.replace("SLOTS", slots), encoding="utf-8")
    told = json.loads(ask("facts.yaml", "--timeline", "alpha", "--format", "json").stdout)["stretches"]
    assert (told[0]["status"], told[0]["ends"]) == ("not blocked", "2020-07-08")
    assert (told[1]["status"], told[1]["begins"]) == ("blocked", "2020-07-09")
    assert told[-1]["status"] == status
    assert told[-1]["property_stays_blocked"] is (status != "blocked")


def test_a_chart_is_drawn_of_a_fact_set_and_of_a_table(folder: Path) -> None:
    pytest.importorskip("fast_sugiyama")
    Path("facts.yaml").write_text(SALE.replace("SLOTS", "genuine: yes"), encoding="utf-8")
    assert "Wrote chart.svg, 3 parties" in ask("facts.yaml", "--chart", "chart.svg").stderr
    asked = ("graph.csv", "--blocked", "list.txt", "--on", "2020-01-01", "--entity", "C")
    assert "Wrote c.svg, 4 parties" in ask(*asked, "--chart", "c.svg").stderr
    assert Path("chart.svg").read_text(encoding="utf-8").startswith("<svg")

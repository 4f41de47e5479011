"""What users type to sweep and to ask the store, what they get, and how wrong requests are refused."""

import csv
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from interface import cli
from scenarios import designs
from sim import execution
from sim.outputs import Output
from sim.store.batch import list_batches

sys.path.insert(0, str(Path(__file__).parents[1] / "sim"))
import plans


class Design(plans.SmallPlan):
    outputs = (
        Output("signed", "signed", "all", "sum", 0, 11, "projects signed"),
        Output("firm_spending", "firm_spending", "all", "sum", 0, 11, "investment by firms"),
    )


class FailingDesign(plans.FailingPlan):
    outputs = Design.outputs


@pytest.fixture
def typed(monkeypatch, capsys, tmp_path):
    """Types a command in an empty folder where two designs are known; returns status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    known = {"small": Design(4), "failing": FailingDesign(4)}
    monkeypatch.setattr(designs, "load_design", known.__getitem__)

    def type_it(*words):
        monkeypatch.setattr(sys, "argv", ["zonereform", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, error = capsys.readouterr()
        return ended.value.code or 0, out, error

    return type_it


@pytest.fixture
def batch(typed):
    """The id of a batch that keeps zones by month."""
    code, out, _ = typed("sweep", "small", "--keep", "zone_month", "--json")
    assert code == 0
    return Path(json.loads(out)["store"]).name


def refused(answer, *parts):
    code, out, error = answer
    assert code == 2, error
    assert out == ""
    assert len(error.strip().splitlines()) == 1, error
    for part in parts:
        assert part in error


def test_a_sweep_prints_one_json_document_and_stores_every_run(typed):
    code, out, _ = typed("sweep", "small", "--workers", 2, "--json")
    document = json.loads(out)
    assert code == 0
    assert set(document) == {"store", "planned", "done", "failed", "skipped", "digest", "seconds"}
    assert (document["planned"], document["done"], document["failed"], document["skipped"]) == (8, 8, 0, 0)
    assert pq.read_table(Path(document["store"]) / "runs.parquet").num_rows == 8
    again = json.loads(typed("sweep", "small", "--json")[1])
    assert (again["done"], again["skipped"], again["digest"]) == (0, 8, document["digest"])


def test_a_dry_run_tells_runs_time_and_disk_and_writes_nothing(typed, tmp_path):
    document = json.loads(typed("sweep", "small", "--dry-run", "--json")[1])
    assert document["planned"] == 8
    assert document["seconds_estimated"] > 0.0
    assert document["bytes_estimated"] > 0
    assert list(tmp_path.iterdir()) == []
    assert "8 runs" in typed("sweep", "small", "--dry-run", "--lang", "en")[1]
    assert "未写入" in typed("sweep", "small", "--dry-run", "--lang", "zh")[1]


def test_failed_runs_end_with_status_one_and_a_line_whose_command_shows_them(typed):
    code, out, error = typed("sweep", "failing", "--json")
    assert code == 1
    assert json.loads(out)["failed"] == 1
    assert len(error.strip().splitlines()) == 1
    assert "1 of 8 runs failed" in error
    code, out, _ = typed("results", "query", "SELECT number, error, message FROM failures", "--json")
    assert json.loads(out)["rows"] == [[3, "KeyError", "'coverage'"]]


def test_a_limited_sweep_is_gone_on_with_on_request(typed):
    typed("sweep", "small", "--limit", 3)
    refused(typed("sweep", "small"), "holds 3 of the 8", "--resume")
    assert json.loads(typed("sweep", "small", "--resume", "--json")[1])["done"] == 5


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["sweep", "small", "--keep", "zone_mnth"], ["--keep", "zone_mnth", "zone_month"]),
        (["sweep", "small", "--processes", "--dask", "tcp://127.0.0.1:1"], ["--processes", "--dask"]),
        (["sweep", "small", "--limit", "0"], ["--limit"]),
        (["results", "show", "zzz"], ["zzz", "holds no batch"]),
        (["results", "query", "DROP TABLE runs", "--batch", "zzz"], ["zzz"]),
    ],
)
def test_wrong_requests_are_refused_in_one_line(typed, words, parts):
    refused(typed(*words), *parts)


def test_queries_that_write_and_unknown_batches_are_refused_by_name(typed, batch):
    refused(typed("results", "query", "COPY runs TO 'runs.csv'"), "COPY", "one SELECT")
    refused(typed("results", "query", "SELECT * FROM run"), "runs")
    refused(typed("results", "export", batch, "--out", "runs.doc"), ".doc", ".xlsx")
    refused(typed("results", "export", batch, "--out", "runs.csv", "--table", "firms"), "firms", "runs")
    refused(typed("results", "verify", batch[:-1] + "z"), batch)


def test_batches_are_listed_shown_and_verified_in_both_languages(typed, batch):
    (listed,) = json.loads(typed("results", "list", "--json")[1])["batches"]
    assert (listed["id"], listed["state"], listed["stored"]) == (batch, "complete", 8)
    shown = json.loads(typed("results", "show", batch, "--json")[1])
    assert [output["name"] for output in shown["outputs"]] == ["signed", "firm_spending"]
    assert all(output["low"] <= output["median"] <= output["high"] for output in shown["outputs"])
    document = json.loads(typed("results", "verify", batch, "--rerun", 2, "--json")[1])
    assert document["ok"]
    assert {"runs", "digest", "runs.parquet"} <= {check["name"] for check in document["checks"]}
    assert "完成" in typed("results", "list", "--lang", "zh")[1]
    assert "median" in typed("results", "show", batch, "--lang", "en")[1]


def test_a_damaged_batch_ends_verify_with_status_one(typed, batch):
    path = Path("results") / batch / "runs.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    code, out, _ = typed("results", "verify", batch, "--json")
    assert code == 1
    assert [check["name"] for check in json.loads(out)["checks"] if not check["ok"]] == ["runs.parquet"]


def test_every_format_holds_the_same_numbers_with_meaning_and_unit(typed, batch):
    for ending in ("csv", "parquet", "xlsx", "dta", "tex"):
        assert typed("results", "export", batch, "--out", f"runs.{ending}")[0] == 0
    expected = pq.read_table(Path("results") / batch / "runs.parquet")["firm_spending"].to_pylist()
    with Path("runs.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [float(row["firm_spending"]) for row in csv.DictReader(file)] == expected
    parquet = pq.read_table("runs.parquet")
    assert parquet["firm_spending"].to_pylist() == expected
    assert parquet.schema.field("firm_spending").metadata[b"unit"].decode() == "亿元"
    book = openpyxl.load_workbook("runs.xlsx", read_only=True)
    rows = list(book["runs"].values)
    found = [row[rows[0].index("firm_spending")] for row in rows[1:]]
    assert found == pytest.approx(expected, rel=1e-14)  # sheets hold sixteen digits
    assert ("firm_spending", "investment by firms", "亿元") in list(book["columns"].values)
    assert dict(book["about"].values)["batch"] == batch
    with pd.io.stata.StataReader("runs.dta") as reader:
        assert reader.variable_labels()["firm_spending"] == "investment by firms [亿元]"
        stata = reader.read()
    assert stata["firm_spending"].tolist() == expected
    assert stata["seed"].tolist() == [str(seed) for seed in parquet["seed"].to_pylist()]
    latex = Path("runs.tex").read_text(encoding="utf-8")
    assert r"firm\_spending [亿元]" in latex
    assert all(f"{value:.6g}" in latex for value in expected)


def test_zones_by_month_and_answers_are_exported_too(typed, batch):
    assert typed("results", "export", batch, "--table", "zone_month", "--out", "months.dta")[0] == 0
    months = pd.read_stata("months.dta")
    assert len(months) == 8 * 12 * 2
    assert str(months["month"][2])[:10] == "2017-02-01"
    assert set(months["zone"]) == {"harbour", "hill"}
    sql = "SELECT posts, avg(signed) AS signed FROM runs GROUP BY posts ORDER BY posts"
    assert typed("results", "export", batch, "--sql", sql, "--out", "means.csv")[0] == 0
    assert len(Path("means.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_an_export_that_a_format_cannot_hold_is_refused_and_nothing_is_written(typed, batch, monkeypatch):
    monkeypatch.setattr("interface.exports.MOST_LATEX_ROWS", 7)
    refused(typed("results", "export", batch, "--out", "runs.tex"), "8 rows", "7")
    assert not Path("runs.tex").exists()


def test_nothing_is_exported_over_a_file_that_is_there(typed, batch):
    Path("runs.csv").write_text("mine", encoding="utf-8")
    refused(typed("results", "export", batch, "--out", "runs.csv"), "runs.csv exists")
    assert Path("runs.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.slow
def test_a_bundle_checks_itself_elsewhere_and_notices_a_changed_byte(typed, batch, tmp_path):
    assert typed("results", "bundle", batch, "--out", "sweep.zip")[0] == 0
    elsewhere = tmp_path / "elsewhere"
    with zipfile.ZipFile("sweep.zip") as bundle:
        bundle.extractall(elsewhere)
    (root,) = elsewhere.iterdir()
    assert {"README.md", "check.py", "manifest.json", "runs.parquet", "zone_month.parquet", "sample.json"} == {
        path.name for path in root.iterdir()
    }

    def check():
        command = [sys.executable, str(root / "check.py")]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=elsewhere)

    good = check()
    assert good.returncode == 0, good.stdout + good.stderr
    assert good.stdout.count("again") >= 8
    content = bytearray((root / "runs.parquet").read_bytes())
    content[100] ^= 1
    (root / "runs.parquet").write_bytes(content)
    bad = check()
    assert bad.returncode == 1
    assert "runs.parquet" in bad.stdout


def test_help_gives_an_example_for_every_command(typed):
    for words in (["sweep"], *(["results", name] for name in ("list", "show", "verify", "query", "export", "bundle"))):
        code, out, _ = typed(*words, "--help")
        assert code == 0
        assert "Example: zonereform" in out


def test_ctrl_c_says_how_to_go_on_and_keeps_what_is_stored(typed, monkeypatch):
    real = execution.run_spans

    def interrupted(*given):
        for done, result in enumerate(real(*given)):
            if done == 2:
                raise KeyboardInterrupt
            yield result

    monkeypatch.setattr("sim.sweep.run_spans", interrupted)
    code, _, error = typed("sweep", "small", "--workers", 1)
    assert code == 130
    assert "zonereform sweep small --out results --resume" in error
    (batch,) = list_batches(Path("results"))[0]
    assert batch.manifest.done == 3

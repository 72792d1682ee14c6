"""The command line: what it prints, and what it says when something is wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

REPORT = "قتل 14 شخصا وأصيب عشرات بانفجار سيارة مفخخة في الرمادي أمس الاثنين، بحسب ما أعلن مصدر أمني عراقي."


def khabar(*arguments: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from khabar.cli.main import run; run()", *map(str, arguments)]
    return subprocess.run(command, input=data, capture_output=True, check=False)


def failed(result: subprocess.CompletedProcess[bytes]) -> str:
    message = result.stderr.decode()
    assert result.returncode != 0
    assert "Traceback" not in message
    return message


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    return path


def test_read_for_a_person(report: Path) -> None:
    result = khabar("read", report, "--published", "2016-05-03", "--outlet", "سانا", "--width", "140")
    printed = result.stdout.decode()
    assert result.returncode == 0, result.stderr.decode()
    for words in ("HARM", "ASSAULT", "Ramadi, IRQ", "2016-05-02", "killed 14", "مصدر أمني عراقي", "agency, official"):
        assert words in printed


def test_read_json_keeps_text_and_spans(report: Path) -> None:
    found = json.loads(khabar("read", report, "--published", "2016-05-03", "--format", "json").stdout)
    assert found["text"] == REPORT and found["language"] == "ar" and found["id"] == "report"
    spans = [*found["entities"], *found["times"], *found["events"], *(a["cue"] for a in found["attributions"])]
    assert spans and all(REPORT[s["start"] : s["end"]] == s["text"] for s in spans)


def test_standard_input_and_the_same_bytes_twice() -> None:
    first, second = (khabar("read", "-", "--format", "jsonl", data=REPORT.encode()).stdout for _ in range(2))
    assert first == second and json.loads(first)["published"] is None


def test_json_lines_on_standard_input() -> None:
    lines = "".join(json.dumps({"id": name, "text": REPORT}) + "\n" for name in "ab")
    result = khabar("read", "-", "--format", "jsonl", "--published", "2016-05-03", data=lines.encode())
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "b"]


def test_windows_1256_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(REPORT.encode("windows-1256"))
    assert json.loads(khabar("read", path, "--format", "json").stdout)["text"] == REPORT
    named = khabar("read", path, "--format", "json", "--encoding", "cp1256")
    assert json.loads(named.stdout)["text"] == REPORT


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes("خبر ".encode() + b"\xff\xfe\x00\x80")
    message = failed(khabar("read", path))
    assert "byte 7" in message and "--encoding" in message
    assert "no such encoding" in failed(khabar("read", path, "--encoding", "klingon"))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["read", "missing.txt"], "no such file"),
        (["read", "/"], "folder"),
        (["read", "-", "--published", "8 July"], "no date"),
        (["read"], "SOURCE"),
        (["evaluate", "missing.jsonl"], "no such file"),
    ],
)
def test_mistakes(arguments: list[str], expected: str) -> None:
    assert expected in failed(khabar(*arguments))


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text(" \n")
    assert "empty" in failed(khabar("read", path))


def test_no_arabic_is_said_and_kept() -> None:
    result = khabar("read", "-", "--format", "json", data=b"No Arabic here.")
    found = json.loads(result.stdout)
    assert result.returncode == 0 and "no Arabic" in result.stderr.decode()
    assert found["language"] == "und" and found["events"] == []


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    good = json.dumps({"id": "a", "text": REPORT, "published": "2016-05-03"})
    undated = json.dumps({"id": "b", "text": REPORT, "published": "yesterday"})
    path.write_text(f'{good}\n{{"id": \n{undated}\n[1]\n{{"id": "c"}}\n', "utf-8")
    result = khabar("read", path, "--format", "jsonl")
    message = failed(result)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a"]
    for part in ("line 2: broken JSON", "line 3", "'yesterday' is no date", "line 4", "line 5", "4 articles could not be read"):
        assert part in message


def test_evaluate_needs_labelled_documents(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "text": "خبر"}\n', "utf-8")
    assert "line 1: not a labelled document" in failed(khabar("evaluate", path))


def test_evaluate_scores_its_own_reading_as_perfect(tmp_path: Path, report: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(khabar("read", report, "--published", "2016-05-03", "--format", "jsonl").stdout)
    rows = json.loads(khabar("evaluate", path, "--json").stdout)
    assert rows["event"]["f1"] == rows["entity"]["f1"] == 1.0
    assert khabar("evaluate", path, "--predicted", path).stdout.decode().startswith("entity ")

"""The file of refused rows."""

import csv
import io
from pathlib import Path

from services import import_reports
from services.import_rows import Problem, Rejected


def test_no_cell_of_the_report_is_a_formula(tmp_path: Path) -> None:
    evil = '=HYPERLINK("https://evil.example")'
    refused = Rejected(0, [evil, "@x", "-5", "+55 11"], [Problem(0, "not_a_language")])
    header = [evil, "+cmd|' /C calc'!A0", "-2+3", "phone"]
    import_reports.write(tmp_path, 0, 2, header, [refused])
    text = "".join(import_reports.as_csv(tmp_path, header, str))
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 2
    kept = {"-5", "+55 11"}
    assert not [
        c for row in rows for c in row if c.startswith(("=", "+", "-", "@")) and c not in kept
    ]

"""What people upload: what is refused, and how the rest is read."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from services import import_files, import_uploads, import_workbooks
from services.import_columns import guess
from services.import_files import Dialect, NotATable, blocks, inspect, records
from services.imports import Upload


def write(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return path


TABLE = "nome;telefone\nJosé Araújo;11987654321\nConceição;11987654322\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    found = inspect(write(tmp_path, TABLE.encode(encoding)))
    assert found.dialect.header == ("nome", "telefone")
    assert found.sample[0][0] == "José Araújo"
    read = [
        row
        for block in blocks(tmp_path / "upload", found.dialect)
        for row in records(block.data, ";")
    ]
    assert [row[0] for row in read] == ["José Araújo", "Conceição"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = ["name|phone|note", "A|1|x, y; z", "B|2|"]
    content = "\n".join(delimiter.join(f'"{cell}"' for cell in line.split("|")) for line in lines)
    assert inspect(write(tmp_path, content.encode())).dialect.delimiter == delimiter


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"%PDF-1.7 rest", "not a CSV or XLSX"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a CSV or XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (bytes(range(256)) * 10, "not a CSV or XLSX"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(
    tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(NotATable, match=words):
        inspect(write(tmp_path, content))


def test_a_quotation_mark_that_never_closes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_files, "_LONGEST_ROW", 10_000)
    path = write(tmp_path, b'name,phone\n"open,1\n' + b"row,2\n" * 5_000)
    dialect = Dialect("utf-8", ",", ("name", "phone"), block_bytes=1_000)
    with pytest.raises(NotATable, match="never closed"):
        list(blocks(path, dialect))


@pytest.mark.parametrize("size", [7, 50, 333, 100_000])
def test_blocks_hold_whole_rows_whatever_their_size(tmp_path: Path, size: int) -> None:
    rows = [["name", "phone"]] + [
        [f'N {n} "x"\nsecond; line' if n % 3 else f"Nome {n}", str(n)] for n in range(200)
    ]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(rows)
    path = write(tmp_path, buffer.getvalue().encode())
    dialect = Dialect("utf-8", ";", ("name", "phone"), block_bytes=size)
    cut = list(blocks(path, dialect))
    assert [row for block in cut for row in records(block.data, ";")] == rows[1:]
    assert [block.start for block in cut] == sorted({block.start for block in cut})


def test_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nome", "Celular", "Nascimento", "Valor"])
    sheet.append(["Ana", 5511987654321, __import__("datetime").date(1990, 5, 1), 12.5])
    book.save(tmp_path / "book.xlsx")
    assert import_files.is_workbook(tmp_path / "book.xlsx")
    import_workbooks.convert(tmp_path / "book.xlsx", tmp_path / "table.csv")
    found = inspect(tmp_path / "table.csv")
    assert found.dialect.header == ("Nome", "Celular", "Nascimento", "Valor")
    assert found.sample == (("Ana", "5511987654321", "1990-05-01", "12.5"),)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, b"PK\x03\x04broken")
    with pytest.raises(NotATable, match="damaged"):
        import_files.check_workbook(path, 10)


async def test_a_small_workbook_cannot_ask_for_all_memory(tmp_path: Path) -> None:
    """Two cells, and 6 GB of empty ones between them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["HZ800000"] = "phone", "+5511987654321"
    book.save(tmp_path / "upload")
    upload = Upload("book.xlsx", ".", "", 0, "upload")
    with pytest.raises(NotATable, match="cannot be read"):
        await import_uploads.prepare(tmp_path, upload)


async def test_more_than_the_limit_is_refused_while_it_arrives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_uploads, "MAX_BYTES", 10)
    pieces = [b"12345678", b"12345678"]

    async def read(_: int) -> bytes:
        return pieces.pop(0) if pieces else b""

    with pytest.raises(import_uploads.FileTooLarge, match="1 GB"):
        await import_uploads.take(tmp_path, __import__("uuid").uuid4(), "a.csv", read)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["Nome completo", "Telefone", "E-mail"], ["name", "phone", "email"]),
        (["WhatsApp", "First name", "Idioma"], ["phone", "name", "language"]),
        (["Celular (com DDD)", "Cidade", "Código"], ["phone", "fields.cidade", "external_id"]),
        (["a", "b", "c"], [None, "phone", "email"]),
    ],
)
def test_columns_are_guessed(header: list[str], expected: list[str | None]) -> None:
    sample = [["Ana", "11 98765-4321", "ana@x.com"], ["Bia", "(61) 98765-4322", "bia@x.com"]]
    found = guess(header, sample, "BR", {"cidade": "Cidade"})
    assert [found.get(position) for position in range(3)] == expected

"""Writes the generated half of clients/python from the OpenAPI document: `make client`.

openapi-python-client writes the models and one module an operation; from these come the methods of
`MasterIA` and `AsyncMasterIA`, so that an editor knows every argument and every answer. Nothing here
reaches past this machine.
"""

import ast
import json
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

_ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_ROOT))

from api.app import create_api
from db.session import Database

TARGET = _ROOT / "clients" / "python" / "master_ia" / "generated"
_BIN = Path(sys.executable).parent
# Written by us alone: no tool runs behind the generator's back, whatever folder it writes to.
_CONFIG = "post_hooks: []\n"
_HEADER = '"""Written by `make client`; change the API instead."""\n\n'
_METHODS = {"get", "put", "post", "delete", "patch"}

Json = dict[str, Any]


def document() -> Json:
    """The API's own document; making it asks no database."""
    return create_api(cast("Database", None)).openapi()


def prepared(document: Json) -> Json:
    """A copy the generator understands in full.

    Every schema is named by its place, as titles of two places may be the same; and a file is said
    in the words of OpenAPI 3.0 (`format: binary`), which it knows.
    """
    copy: Json = json.loads(json.dumps(document))
    _drop_titles(copy["paths"])
    _drop_titles(copy.get("webhooks", {}))
    schemas = copy["components"]["schemas"]
    _drop_titles(schemas)
    _say_files(schemas)
    for key, schema in schemas.items():
        schema["title"] = "_".join(key.split("__")[-2:])
    return copy


def _drop_titles(node: object) -> None:
    if isinstance(node, dict):
        if isinstance(node.get("title"), str):
            del node["title"]
        for value in node.values():
            _drop_titles(value)
    elif isinstance(node, list):
        for value in node:
            _drop_titles(value)


def _say_files(node: object) -> None:
    if isinstance(node, dict):
        if node.pop("contentMediaType", None) == "application/octet-stream":
            node["format"] = "binary"
        for value in node.values():
            _say_files(value)
    elif isinstance(node, list):
        for value in node:
            _say_files(value)


def write(target: Path) -> None:
    """Make `target` anew; raises when the generator left anything out."""
    with tempfile.TemporaryDirectory(prefix="master-ia-client-") as name:
        folder = Path(name)
        made = folder / "generated"
        known = prepared(document())
        (folder / "openapi.json").write_text(json.dumps(known))
        (folder / "config.yaml").write_text(_CONFIG)
        _generate(folder, made)
        (made / "resources.py").write_text(_resources(known, made, Flavour("", "")))
        waits = Flavour("async ", "await ")
        (made / "async_resources.py").write_text(_resources(known, made, waits))
        _tidy(made)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(made, target)


def _generate(folder: Path, made: Path) -> None:
    run = subprocess.run(
        [
            *(str(_BIN / "openapi-python-client"), "generate", "--meta", "none"),
            *("--path", str(folder / "openapi.json"), "--config", str(folder / "config.yaml")),
            *("--output-path", str(made), "--fail-on-warning"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise SystemExit(f"The generator could not use the document:\n{run.stdout}{run.stderr}")


def _tidy(made: Path) -> None:
    # Without the project's own settings, which depend on where a file lies.
    ruff = str(_BIN / "ruff")
    quiet = ["--isolated", "--no-cache", "-q", "--target-version", "py311"]
    check = [ruff, "check", *quiet, "--fix", "--select", "I,F401", str(made)]
    subprocess.run(check, check=True)
    subprocess.run([ruff, "format", *quiet, "--line-length", "100", str(made)], check=True)


@dataclass(frozen=True)
class Flavour:
    """What stands before `def`, and before a call."""

    define: str
    wait: str

    @property
    def base(self) -> str:
        return "AsyncResource" if self.define else "Resource"

    @property
    def iterator(self) -> str:
        return "AsyncIterator" if self.define else "Iterator"


@dataclass(frozen=True)
class Operation:
    name: str
    group: str
    # json, bytes or none: what a success brings.
    answer: str
    words: str
    function: ast.FunctionDef
    imports: list[str]

    @property
    def arguments(self) -> list[tuple[ast.arg, ast.expr | None]]:
        given = self.function.args
        named = list(zip(given.kwonlyargs, given.kw_defaults, strict=True))
        return [pair for pair in named if pair[0].arg != "client"]

    @property
    def returns(self) -> str:
        if self.answer != "json":
            return {"bytes": "bytes", "none": "None"}[self.answer]
        told = ast.unparse(cast("ast.Subscript", self.function.returns).slice)
        return " | ".join(part for part in told.split(" | ") if part != "Problem")

    @property
    def is_paged(self) -> bool:
        return "cursor" in {argument.arg for argument, _ in self.arguments}

    def signature(self, *without: str) -> str:
        parts = ["self", *(ast.unparse(argument) for argument in self.function.args.args)]
        named = [pair for pair in self.arguments if pair[0].arg not in without]
        parts += ["*"] * bool(named)
        for argument, default in named:
            parts.append(ast.unparse(argument) + (f" = {ast.unparse(default)}" if default else ""))
        return ", ".join(parts)

    def passed(self, *without: str) -> str:
        parts = [argument.arg for argument in self.function.args.args]
        names = [argument.arg for argument, _ in self.arguments if argument.arg not in without]
        return ", ".join([*parts, *(f"{name}={name}" for name in names)])


def _resources(document: Json, made: Path, flavour: Flavour) -> str:
    groups: dict[str, list[Operation]] = defaultdict(list)
    for operation in _operations(document, made):
        groups[operation.group].append(operation)
    every = [operation for group in groups.values() for operation in group]
    imports = sorted({line for operation in every for line in operation.imports})
    imports += [
        f"from .models.{item[0]} import {item[1]}"
        for operation in every
        if operation.is_paged
        for item in [_item(operation, made)]
    ]
    imports += [f"from .api.{each.group} import {each.name} as _{each.name}" for each in every]
    classes = [_class(name, group, made, flavour) for name, group in groups.items()]
    rows = [f"        self.{name} = {_camel(name)}(calls)" for name in groups]
    whole = ["class Resources:", "    def __init__(self, calls: Any) -> None:", *rows]
    return "\n".join(
        [
            _HEADER,
            f"from collections.abc import {flavour.iterator}",
            "import datetime",
            "from typing import Any",
            f"from ..calls import {flavour.base}",
            *dict.fromkeys(imports),
            *classes,
            *whole,
            "",
        ]
    )


def _operations(document: Json, made: Path) -> Iterator[Operation]:
    modules = {path.stem: path for path in sorted((made / "api").glob("*/*.py"))}
    for methods in document["paths"].values():
        for method, told in methods.items():
            if method not in _METHODS:
                continue
            path = modules[told["operationId"]]
            tree = ast.parse(path.read_text())
            function = next(
                node
                for node in tree.body
                if isinstance(node, ast.FunctionDef) and node.name == "sync_detailed"
            )
            imports = [
                f"from .{node.module} import {alias.name}"
                for node in tree.body
                if isinstance(node, ast.ImportFrom) and node.level and node.module
                for alias in node.names
            ]
            words = told.get("description") or ""
            group = path.parent.name
            yield Operation(path.stem, group, _answer(told), words, function, imports)


def _answer(told: Json) -> str:
    found = [answer for status, answer in told["responses"].items() if status.startswith("2")]
    kinds = {kind for answer in found for kind in answer.get("content", {})}
    if not kinds:
        return "none"
    return "json" if all("json" in kind for kind in kinds) else "bytes"


def _class(name: str, operations: list[Operation], made: Path, flavour: Flavour) -> str:
    lines = [f"\nclass {_camel(name)}({flavour.base}):"]
    for operation in operations:
        lines += _method(operation, flavour)
        if operation.is_paged:
            lines += _iterator(operation, _item(operation, made)[1], flavour)
    return "\n".join(lines)


def _method(operation: Operation, flavour: Flavour) -> list[str]:
    call = {"json": "_call", "bytes": "_bytes", "none": "_done"}[operation.answer]
    head = f"{flavour.define}def {operation.name}({operation.signature()})"
    passed = ", ".join(filter(None, [f"_{operation.name}", operation.passed()]))
    return [
        f"    {head} -> {operation.returns}:",
        *_docstring(operation.words),
        f"        return {flavour.wait}self.{call}({passed})\n",
    ]


def _iterator(operation: Operation, item: str, flavour: Flavour) -> list[str]:
    noun = operation.name.partition("_")[2]
    passed = ", ".join(filter(None, [f"_{operation.name}", operation.passed("cursor")]))
    return [
        f"    def iter_{noun}({operation.signature('cursor')}) -> {flavour.iterator}[{item}]:",
        f'        """Every row of `{operation.name}`, asked for page by page."""',
        f"        return self._rows({passed})\n",
    ]


def _docstring(words: str) -> list[str]:
    if not words:
        return []
    text = words.replace("\\", "\\\\").replace('"""', "'''").strip()
    return [f'        """{text}\n        """' if "\n" in text else f'        """{text}"""']


def _item(operation: Operation, made: Path) -> tuple[str, str]:
    """Module and class of a page's rows."""
    model = next(line for line in operation.imports if line.endswith(f" {operation.returns}"))
    module = model.split()[1].removeprefix(".models.")
    tree = ast.parse((made / "models" / f"{module}.py").read_text())
    body = next(node for node in tree.body if isinstance(node, ast.ClassDef))
    data = next(
        node
        for node in body.body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "data"
    )
    name = ast.unparse(cast("ast.Subscript", data.annotation).slice)
    found = next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and name in {alias.name for alias in node.names}
    )
    return str(found.module).removeprefix("models."), name


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


if __name__ == "__main__":
    write(TARGET)

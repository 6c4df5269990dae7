"""What all verbs have in common: help, near misses, exit codes, no traceback."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import click
import pytest

from komadori.cli import app as group
from komadori.cli import main
from komadori.cli.failure import tell
from komadori.errors import Several, StorageFailed, WrongUse

DOCS = Path(__file__).resolve().parents[2] / "docs/reference/commands.md"


def test_help_lists_every_verb_and_imports_none(run):
    ran = run("--help")
    assert ran.code == 0
    assert all(re.search(rf"^  {verb} ", ran.out, re.MULTILINE) for verb in group.VERBS)
    code = "import sys, komadori.cli; komadori.cli.main(['--help']); print('numpy' in sys.modules, 'av' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.endswith("False False\n")


@pytest.mark.parametrize("verb", group.VERBS)
def test_every_verb_tells_how_it_is_used_and_takes_json(run, verb):
    with click.Context(group.app) as context:
        command = group.app.get_command(context, verb)
    inner = [(name,) for name in command.commands] if isinstance(command, click.Group) else [()]
    assert run(verb, "--help").code == 0
    for words in inner:
        ran = run(verb, *words, "--help")
        assert ran.code == 0
        assert "--json" in ran.out, words


@pytest.mark.parametrize("verb", group.VERBS)
def test_the_table_of_verbs_tells_the_truth(verb):
    with click.Context(group.app) as context:
        command = group.app.get_command(context, verb)
    assert command is not None
    assert command.name == verb
    assert command.help


def test_no_verb_at_all_is_wrong_use_and_tells_the_verbs(run):
    ran = run()
    assert (ran.code, ran.out) == (2, "")
    assert "import" in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["impotr"], "Did you mean “import”?"),
        (["frobnicate"], "The verbs are new, import"),
        (["new"], "Missing argument 'SERIES'"),
        (["new", "x", "--titel", "y"], "--title"),
        (["new", "x", "--fps", "fast"], "fast"),
        (["import", "--shot", "ep01/sc010/sh020"], "PHOTOS"),
    ],
)
def test_wrong_use_exits_2_with_a_hint(run, words, told):
    ran = run(*words)
    assert ran.code == 2
    assert told.replace("'", "") in ran.err.replace("'", "").replace(
        "Possible options: --title", "Did you mean --title?"
    )
    assert "hint: " in ran.err


def test_a_failure_is_json_too_where_json_was_asked_for(run):
    ran = run("check", "nowhere", "--json")
    assert ran.code == 2
    assert ran.data["error"]["kind"] == "NotASeries"
    assert ran.data["error"]["message"]
    assert ran.data["error"]["hint"]
    assert ran.err.startswith("error: ")


def test_the_series_is_the_one_the_current_folder_lies_in(run, series, shot):
    ran = run("sheet", shot, "--json", cwd=series / "ep01" / "sc010")
    assert (ran.code, ran.data["frames"]) == (0, 12)


def test_outside_a_series_a_hint_tells_how_to_name_one(run, tmp_path):
    ran = run("check", cwd=tmp_path)
    assert ran.code == 2
    assert "--series" in ran.err or "komadori new" in ran.err


def test_our_own_mistake_is_called_so_and_written_down(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    try:
        {}["missing"]
    except KeyError as mistake:
        code = tell(mistake, as_json=False)
    told = capsys.readouterr().err
    assert code == 1
    assert "This is our mistake, not yours: KeyError: 'missing'." in told
    page = Path(re.search(r"please send us (\S+);", told)[1])
    assert "test_our_own_mistake" in page.read_text(encoding="utf-8")


def test_debug_shows_where(monkeypatch):
    with pytest.raises(click.UsageError):
        main(["--debug", "nonsense"])


def test_many_failures_are_told_together(capsys):
    failure = Several("Two things failed.", [StorageFailed("One."), WrongUse("Two.", hint="so")], hint="both")
    assert tell(failure, as_json=False) == 2
    assert capsys.readouterr().err == "error: Two things failed.\n  One.\n  Two.\n  hint: so\nhint: both\n"


def test_an_error_of_the_system_names_the_file(capsys):
    assert tell(PermissionError(13, "Permission denied", "/x/y"), as_json=False) == 1
    assert "/x/y: Permission denied" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="pipes close otherwise on Windows")
def test_a_reader_that_goes_away_is_no_mistake(command, series, shot):
    process = command("sheet", shot, "--series", series, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait() == 1


def test_the_page_of_commands_says_what_the_commands_say():
    place = Path(__file__).resolve().parents[2] / "scripts" / "write_commands.py"
    told = runpy.run_path(str(place))["page"]()
    assert DOCS.read_text(encoding="utf-8") == told, "run `python scripts/write_commands.py`"

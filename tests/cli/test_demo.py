import json
import subprocess
import sys

import av
import pytest

from komadori.cli import demo, main


@pytest.fixture
def six_photographs(photographs, monkeypatch):
    folder = photographs(6)[0].parent
    monkeypatch.setattr(demo, "example_photographs", lambda: folder)
    return folder


def test_the_demo_goes_from_photographs_to_a_movie_and_can_be_run_again(tmp_path, six_photographs, capfd):
    folder = tmp_path / "demo"
    for take in ("tk01", "tk02"):
        assert main(["demo", str(folder), "--json"]) == 0
        places = json.loads(capfd.readouterr().out)
        assert places["take"].endswith(take)
    with av.open(places["movie"]) as movie:
        assert sum(1 for _ in movie.decode(video=0)) == 12
    assert all((folder / "exports" / f"first-light{end}").is_file() for end in (".mov", ".png", "-light.png"))


def test_the_example_is_found_from_anywhere(tmp_path):
    asked = "from komadori.cli.demo import example_photographs as e; print(len(list(e().iterdir())))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "66"


def test_an_installation_without_the_example_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(demo, "EXAMPLE", "no-such-film")
    assert main(["demo", str(tmp_path / "demo")]) == 2
    told = capsys.readouterr().err
    assert "error: The example film is not part of this installation." in told
    assert "hint: Run the demo from a clone" in told
    with pytest.raises(demo.NoExample):
        demo.example_photographs()

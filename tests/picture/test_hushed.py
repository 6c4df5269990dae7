"""Decoders' words are heard and do not reach the terminal."""

import os
import subprocess
import sys

import pytest

from komadori.picture import UnreadablePicture, inspect
from komadori.picture.hushed import hushed


def test_words_are_heard_and_not_shown(capfd):
    with hushed() as said:
        os.write(2, b"first\nsecond\n")
    assert said == ["first", "second"]
    os.write(2, b"after\n")
    assert capfd.readouterr() == ("", "after\n")


def test_the_terminal_comes_back_after_an_error(capfd):
    with pytest.raises(UnreadablePicture), hushed():
        inspect(b"\x89PNG\r\n\x1a\n", name=str(os.write(2, b"unheard\n")))
    os.write(2, b"heard\n")
    assert capfd.readouterr() == ("", "heard\n")


def test_a_process_without_standard_error_reads_pictures_too(tmp_path, samples):
    path = samples.png16(tmp_path / "a.png")
    code = f"import os; os.close(2); from komadori.picture import inspect; print(inspect({str(path)!r}).bits)"
    told = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    assert told.stdout == "16\n"

"""`komadori stage setup`: the program that photographs the stage, set up and checked."""

import click

from komadori.cli.app import json_option
from komadori.cli.talk import emit, show_progress, talk
from komadori.cli.words import counted

DEVICES = ("auto", "cpu", "optix", "cuda", "hip", "metal", "oneapi")


@click.command("setup")
@click.option("--python", default="", metavar="PROGRAM", help="A Python 3.11 or 3.13, or a Blender program, to use.")
@click.option("--check", "only_check", is_flag=True, help="Set nothing up; look whether what there is works.")
@click.option("--again", is_flag=True, help="Set up from nothing what is set up already.")
@click.option("--device", default="auto", type=click.Choice(DEVICES), help="What to try it on; by default the best.")
@json_option
def setup(*, python: str, only_check: bool, again: bool, device: str, as_json: bool) -> None:
    """Set up the program that photographs the stage: Blender's module, in an environment of its own.

    It is free software, of 0.4 GB to fetch and 0.9 GB on the disk, and nothing else on this machine is changed. What
    is set up already and works is left as it is. Every picture of quality live does without.
    """
    from komadori.stage.blender_place import find_command
    from komadori.stage.blender_setup import check, set_up

    told = (
        check(find_command()[0], device=device)
        if only_check
        else show_progress(set_up(python=python, device=device, again=again))
    )
    if as_json:
        emit(
            {
                "renderer": told.name,
                "program": told.program,
                "devices": [{"kind": kind, "name": name} for kind, name in told.devices],
                "note": told.why,
                "seconds": round(told.seconds, 2),
            }
        )
        return
    if told.why:
        talk(f"note: {told.why}")
    talk(f"{told.name} photographs the stage; a trial picture took {told.seconds:.1f} s with its start.")
    talk(f"{counted(len(told.devices), 'device')}: {', '.join(f'{name} ({kind})' for kind, name in told.devices)}.")

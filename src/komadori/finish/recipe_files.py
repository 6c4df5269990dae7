"""The recipes of a series: one beside its komadori.toml, and one beside each shot's shot.toml.

A shot's recipe is laid over the series': it changes, adds and takes out. Where the series has none, it stands alone.
"""

from collections.abc import Iterable

from komadori.finish.recipe import DEFAULT, Recipe, Table, layered, read_tables, recipe_of_tables, recipe_text
from komadori.store import TakeFolder


def standing_tables(take: TakeFolder) -> list[Table]:
    """What is written for `take`: the shot's tables laid over the series', or `DEFAULT`. Raises as `read_tables`."""
    layers = [read_tables(path) for path in take.recipe_paths() if path.exists()]
    return list(layered(*layers) if layers else DEFAULT)


def recipe_for(take: TakeFolder) -> Recipe:
    """The recipe that `take` is finished with when nothing else is asked for. Raises as `read_recipe` does."""
    return recipe_of_tables(standing_tables(take))


def write_recipe(take: TakeFolder, tables: Iterable[Table], *, series: bool = False) -> None:
    """Write the shot's recipe, or the series'. Raises BadRecipe or Several, and what the disk says."""
    tables = list(tables)
    recipe_of_tables(tables)
    take.write_recipe(recipe_text(tables).encode(), series=series)

"""A picture of a part: one area or one kind of crime, cut out before anything is counted."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import polars as pl
import shapely

from lagesbild.picture.inputs import Inputs
from lagesbild.picture.options import PictureError, PictureOptions
from lagesbild.tables.areas import Areas
from lagesbild.tables.categories import Taxonomy


def narrowed(inputs: Inputs, options: PictureOptions, taxonomy: Taxonomy) -> Inputs:
    """Return the inputs with only the area and the category that the picture is about.

    How far the material reaches in time stays as it was: an area where nothing happened for a year is
    calm, not unknown.

    Raises
    ------
    PictureError
        If there is no such area or category, or nothing has happened there.
    """
    made = inputs
    if options.category:
        made = _of_category(made, options.category, taxonomy)
    if options.area:
        made = _in_area(made, options)
    return made


def area_of(options: PictureOptions) -> tuple[str, str]:
    """Return the code and the name of the area that the picture is about.

    Raises
    ------
    PictureError
        If the boundaries that were given hold no such area.
    """
    names = options.areas.names() if options.areas is not None else {}
    if not names:
        raise PictureError(["En områdesbild behöver områdesgränser. Ange dem med --areas."])
    wish = options.area.strip().casefold()
    for code, name in names.items():
        if wish in (code.casefold(), name.casefold()):
            return code, name
    shown = ", ".join(sorted(names.values())[:8])
    raise PictureError(
        [f"Området '{options.area}' finns inte bland gränserna. Där finns till exempel {shown}."]
    )


def lies_in(incidents: pl.DataFrame, areas: Areas, code: str) -> pl.Series:
    """Tell for each incident whether it lies in the area.

    One with a point is judged by the boundary, whatever area its row names; one without by that name.
    """
    polygon = areas.polygons[areas.frame["code"].to_list().index(code)]
    has_point = incidents["lon"].is_not_null() & incidents["lat"].is_not_null()
    inside = np.zeros(incidents.height, dtype=bool)
    rows = has_point.to_numpy()
    points = incidents.filter(has_point)
    inside[rows] = shapely.covers(polygon, shapely.points(points["lon"].to_numpy(), points["lat"].to_numpy()))
    named = (incidents["area"] == code).fill_null(value=False).to_numpy()
    return pl.Series(np.where(rows, inside, named))


def _in_area(inputs: Inputs, options: PictureOptions) -> Inputs:
    code, name = area_of(options)
    areas = options.areas
    if areas is None:
        return inputs
    incidents = inputs.incidents.filter(lies_in(inputs.incidents, areas, code))
    if not incidents.height:
        raise PictureError(
            [f"Filerna har inga händelser i {name}. Välj ett annat område eller en längre tid."]
        )
    own = (inputs.figures["area_key"] == code).fill_null(value=False)
    return replace(
        inputs,
        place=replace(inputs.place, part=name, part_code=code),
        incidents=incidents,
        elsewhere=inputs.elsewhere.clear(),
        figures=inputs.figures.filter(own),
        figures_elsewhere=inputs.figures_elsewhere.clear(),
    )


def _of_category(inputs: Inputs, category: str, taxonomy: Taxonomy) -> Inputs:
    if category not in taxonomy:
        raise PictureError([f"Kategorin '{category}' finns inte. Skriv en kod ur kategoriträdet."])
    codes = set(taxonomy.with_descendants(category))
    incidents = inputs.incidents.filter(_is_among(codes))
    figures = inputs.figures.filter(_is_among(codes))
    if not incidents.height and not figures.height:
        name = taxonomy.name(category)
        raise PictureError([f"Filerna har inga uppgifter om {name.lower()}. Välj en annan kategori."])
    return replace(
        inputs,
        incidents=incidents,
        elsewhere=inputs.elsewhere.filter(_is_among(codes)),
        figures=figures,
        figures_elsewhere=inputs.figures_elsewhere.filter(_is_among(codes)),
    )


def _is_among(codes: Collection[str]) -> pl.Expr:
    return pl.col("category").is_in(list(codes)).fill_null(value=False)

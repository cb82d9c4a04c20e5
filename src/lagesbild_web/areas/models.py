"""Areas with their boundaries in time, named places, population, and categories. No personal data."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What sort of area it is."""

    DISTRICT = "district", _("Distrikt")
    """The division that incidents are counted in: DeSO, RegSO or districts. One at a time is in force."""
    POLICE_AREA = "police_area", _("Polisområde")
    OWN = "own", _("Eget område")
    PLACE = "place", _("Namngiven plats")


class Generation(models.Model):
    """Boundaries that came together and hold from one day to another, such as DeSO 2018."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    """The first day when it no longer holds; empty while nobody knows."""
    edition = models.PositiveIntegerField(default=1)
    """Counted up each time a boundary in it changes, so that what was computed from it can be kept."""
    file_sha256 = models.CharField(max_length=64, blank=True)
    """The file that it was read from; empty for what was drawn here."""
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)
    """When it was taken back; it has then never held, but incidents that were given its areas keep them."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "name"],
                condition=models.Q(undone_at__isnull=True),
                name="one_generation_per_name",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="generation_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Area(models.Model):
    """An area, or a named place. It is never deleted: incidents point at it for ever."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    generation = models.ForeignKey(Generation, on_delete=models.PROTECT, related_name="areas")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    geometry = models.JSONField(null=True)
    """GeoJSON Polygon or MultiPolygon in WGS 84; empty for a place that is only a point."""
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    is_place = models.BooleanField(default=False)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    """A place's own point, degrees."""
    retired_on = models.DateField(null=True)
    """The first day when it is no longer offered; empty while it is in use."""
    drawn_by = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    """The organisation that drew it; empty for what came with a file."""
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "generation", "code", condition=models.Q(retired_on__isnull=True), name="one_area_per_code"
            ),
            models.CheckConstraint(
                condition=models.Q(is_place=False) | models.Q(lon__isnull=False, lat__isnull=False),
                name="a_place_has_a_point",
            ),
            models.CheckConstraint(
                condition=models.Q(is_place=True) | models.Q(geometry__isnull=False),
                name="an_area_has_a_boundary",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "kind"], name="areas_by_kind")]

    def __str__(self) -> str:
        """Return the code and the name."""
        return f"{self.code} {self.name}"


class Population(models.Model):
    """How many lived in an area at the end of a year."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField()
    residents = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("area", "year", name="one_population_per_year")]

    def __str__(self) -> str:
        """Return the year and the number."""
        return f"{self.year}: {self.residents}"


class Category(models.Model):
    """What can be reported, in a municipality's own words. It is retired, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=120)
    help = models.CharField(max_length=200, blank=True)
    """One short sentence for the person who chooses."""
    library_code = models.CharField(max_length=60)
    """What it is in the library's taxonomy (``lagesbild.tables.categories``)."""
    seriousness = models.PositiveSmallIntegerField()
    """1-5, what an incident gets when nobody says otherwise."""
    is_sensitive = models.BooleanField(default=False)
    """Incidents of this kind are protected: fewer people read them, and their place is coarser."""
    is_reportable = models.BooleanField(default=True)
    """It is offered to those who report; otherwise it comes only with files."""
    order = models.PositiveIntegerField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "code", name="one_category_per_code"),
            models.CheckConstraint(
                condition=models.Q(seriousness__gte=1, seriousness__lte=5), name="category_seriousness_1_to_5"
            ),
        ]
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class CategoryVersion(models.Model):
    """What a category said before it was changed."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="versions")
    changed_at = models.DateTimeField(auto_now_add=True)
    before = models.JSONField()
    """The fields that changed, with the values they had."""

    class Meta:
        ordering: ClassVar = ["-changed_at", "-id"]

    def __str__(self) -> str:
        """Return when it was changed."""
        return str(self.changed_at)

"""Finding out whether a configuration row is in use before a profile takes it away."""

from django.db.models import Model

from gongzhi.kernel.scope import unscoped
from gongzhi.profiles.registry import sections


def used_by(row: Model) -> list[str]:
    """Names of the tables (as people call them) that still point at `row`.

    Rows that sections of a profile own themselves do not count: they are brought in line by the
    same application of the profile.
    """
    own = {label for section in sections() for label in section.owns}
    names: list[str] = []
    with unscoped("profile: is a configuration row still in use"):
        for relation in row._meta.related_objects:
            model = relation.related_model
            label = model._meta.label
            if label in own:
                continue
            if model._base_manager.filter(**{relation.field.name: row.pk}).exists():
                names.append(str(model._meta.verbose_name))
    return sorted(set(names))

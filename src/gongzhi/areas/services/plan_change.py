"""Work out a change of boundaries and what moves with it, without writing anything."""

from __future__ import annotations

from dataclasses import dataclass

from gongzhi.areas.boundaries import history
from gongzhi.areas.boundaries.drafting import Asked, Plan, draft
from gongzhi.areas.boundaries.movers import Effect, Moved, movers
from gongzhi.areas.boundaries.plan_checks import worked_out
from gongzhi.areas.boundaries.redraw import Node, Redrawing
from gongzhi.areas.policies import check_may_change
from gongzhi.kernel.clock import today
from gongzhi.kernel.scope import Actor


@dataclass(frozen=True)
class Preview:
    """A plan with its effect: the areas before and after, and what each mover will move."""

    plan: Plan
    drawing: Redrawing
    moved: tuple[Moved, ...]

    @property
    def before(self) -> list[Node]:
        """The areas that the plan names, as they are."""
        return sorted(self.drawing.before.values(), key=lambda node: node.code)

    @property
    def after(self) -> list[Node]:
        """What they become."""
        wanted = {target.id for target in self.plan.targets}
        found = [n for i, n in self.drawing.after.items() if i in wanted]
        return sorted(found, key=lambda node: node.code)

    @property
    def children_moved(self) -> int:
        """Areas below them whose place in the tree changes."""
        named = {target.id for target in self.plan.targets}
        below = [i for i in self.drawing.after if i not in named and i in self._moved_ids()]
        return len(below)

    def _moved_ids(self) -> set[int]:
        return {int(path.rstrip(".").rsplit(".", 1)[-1]) for path in self.drawing.paths}


def plan_change(*, actor: Actor, asked: Asked) -> Preview:
    """Raises Denied, Invalid (with its field) and Conflict."""
    check_may_change(actor)
    day = min(asked.effective_on, today())
    tree = history.read_tree(day)
    plan = draft(asked, tree, history.shapes_on(day, asked.areas))
    drawing = worked_out(plan)
    effect = Effect(None, plan.effective_on, drawing)
    moved = [line for mover in movers() for line in mover.preview(effect)]
    return Preview(plan, drawing, tuple(moved))

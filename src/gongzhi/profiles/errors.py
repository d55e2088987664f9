"""Why a profile could not be applied."""

from collections.abc import Iterable

from gongzhi.profiles.problems import Problem


class ProfileInvalidError(Exception):
    """The profile has problems; nothing was written. `problems` lists them all."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

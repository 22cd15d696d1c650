from enum import StrEnum


class Assignee(StrEnum):
    NOBODY = "nobody"
    PERSON = "person"
    ROUND_ROBIN = "round_robin"
    TEAM = "team"

    def __str__(self) -> str:
        return str(self.value)

from enum import StrEnum


class Operator(StrEnum):
    AFTER = "after"
    ALL_OF = "all_of"
    ANY_OF = "any_of"
    BEFORE = "before"
    CONTAINS = "contains"
    GREATER = "greater"
    IN_LAST_DAYS = "in_last_days"
    IS = "is"
    IS_NOT = "is_not"
    IS_SET = "is_set"
    LESS = "less"
    NONE_OF = "none_of"
    NOT_CONTAINS = "not_contains"
    NOT_IN_LAST_DAYS = "not_in_last_days"
    NOT_SET = "not_set"
    STARTS_WITH = "starts_with"

    def __str__(self) -> str:
        return str(self.value)

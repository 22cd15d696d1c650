from enum import StrEnum


class Transform(StrEnum):
    DATE_DAY_FIRST = "date_day_first"
    DATE_MONTH_FIRST = "date_month_first"
    DATE_UNIX = "date_unix"
    DIGITS = "digits"
    FIRST_WORD = "first_word"
    LOWER = "lower"
    OTHER_WORDS = "other_words"
    TRIM = "trim"
    UPPER = "upper"

    def __str__(self) -> str:
        return str(self.value)

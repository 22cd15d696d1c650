from enum import StrEnum


class ConsentSource(StrEnum):
    AGENT = "agent"
    API = "api"
    BUTTON = "button"
    IMPORT = "import"
    KEYWORD = "keyword"
    PROVIDER = "provider"

    def __str__(self) -> str:
        return str(self.value)

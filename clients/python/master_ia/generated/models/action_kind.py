from enum import StrEnum


class ActionKind(StrEnum):
    ASSIGN = "assign"
    CLOSE = "close"
    ENROL = "enrol"
    LABEL = "label"
    NOTIFY = "notify"
    PRIORITY = "priority"
    SEND = "send"
    STAGE = "stage"
    TAG = "tag"
    UNENROL = "unenrol"
    WEBHOOK = "webhook"

    def __str__(self) -> str:
        return str(self.value)

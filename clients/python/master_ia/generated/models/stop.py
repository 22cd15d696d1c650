from enum import StrEnum


class Stop(StrEnum):
    AGENT = "agent"
    BOUNCE = "bounce"
    LOST = "lost"
    MEETING = "meeting"
    REPLY = "reply"
    REPLY_SAME_CHANNEL = "reply_same_channel"
    WON = "won"

    def __str__(self) -> str:
        return str(self.value)

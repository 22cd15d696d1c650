from enum import StrEnum


class TriggerKind(StrEnum):
    CADENCE_STOPPED = "cadence_stopped"
    CAMPAIGN_FINISHED = "campaign_finished"
    CONTACT_CREATED = "contact_created"
    CONTACT_EVENT = "contact_event"
    KEYWORD = "keyword"
    MESSAGE_RECEIVED = "message_received"
    NO_ANSWER = "no_answer"
    STAGE_ENTERED = "stage_entered"
    TAG_ADDED = "tag_added"
    WINDOW_CLOSING = "window_closing"

    def __str__(self) -> str:
        return str(self.value)

from enum import StrEnum


class Scope(StrEnum):
    AUTOMATIONREAD = "automation:read"
    AUTOMATIONWRITE = "automation:write"
    CADENCESREAD = "cadences:read"
    CADENCESRUN = "cadences:run"
    CADENCESWRITE = "cadences:write"
    CAMPAIGNSREAD = "campaigns:read"
    CAMPAIGNSRUN = "campaigns:run"
    CAMPAIGNSWRITE = "campaigns:write"
    COMPANYREAD = "company:read"
    COMPANYWRITE = "company:write"
    CONNECTIONSREAD = "connections:read"
    CONNECTIONSWRITE = "connections:write"
    CONTACTSREAD = "contacts:read"
    CONTACTSWRITE = "contacts:write"
    CONVERSATIONSREAD = "conversations:read"
    CONVERSATIONSWRITE = "conversations:write"
    MESSAGESSEND = "messages:send"
    TEMPLATESREAD = "templates:read"
    TEMPLATESWRITE = "templates:write"
    TRIGGERSFIRE = "triggers:fire"

    def __str__(self) -> str:
        return str(self.value)

"""Each resource's router; whoever adds a resource adds a line."""

from fastapi import APIRouter

from api.routes import (
    api_keys,
    campaign_actions,
    campaign_recipients,
    campaigns,
    canned_replies,
    companies,
    connections,
    contacts,
    conversations,
    fields,
    imports,
    labels,
    media,
    merges,
    messages,
    segments,
    tags,
    templates,
    users,
    webhook_events,
)

ROUTERS: tuple[APIRouter, ...] = (
    companies.router,
    users.router,
    api_keys.router,
    campaigns.router,
    campaign_actions.router,
    campaign_recipients.router,
    contacts.router,
    merges.router,
    tags.router,
    fields.router,
    segments.router,
    imports.router,
    media.router,
    connections.router,
    templates.router,
    conversations.router,
    messages.router,
    labels.router,
    canned_replies.router,
    webhook_events.router,
)

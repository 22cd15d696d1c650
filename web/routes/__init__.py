"""Each screen's router; whoever adds a screen adds a line."""

from fastapi import APIRouter

from web.routes import (
    api_keys,
    auth,
    campaign_actions,
    campaign_drafts,
    campaigns,
    canned_replies,
    connections,
    contact_pages,
    contacts,
    fields,
    home,
    imports,
    members,
    segments,
    settings,
    tags,
    template_editor,
    templates,
)

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    home.router,
    settings.router,
    members.router,
    api_keys.router,
    campaign_drafts.router,
    campaigns.router,
    campaigns.one,
    campaign_actions.router,
    contact_pages.router,
    contacts.router,
    fields.router,
    imports.router,
    segments.router,
    tags.router,
    canned_replies.router,
    connections.router,
    template_editor.router,
    templates.router,
)

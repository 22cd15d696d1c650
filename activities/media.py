"""Fetching files of messages from the provider."""

from temporalio import activity

from schemas.payloads.media import Fetched, MediaRef


class MediaActivities:
    @activity.defn
    async def fetch_media(self, ref: MediaRef) -> Fetched:
        """One attempt; what the provider says is data on the row, never an exception."""
        raise NotImplementedError

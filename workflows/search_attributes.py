"""The search attributes of our workflows; `python -m worker --setup` registers them."""

from temporalio.common import SearchAttributeKey

COMPANY_ID = SearchAttributeKey.for_keyword("CompanyId")
CAMPAIGN_ID = SearchAttributeKey.for_keyword("CampaignId")
IMPORT_ID = SearchAttributeKey.for_keyword("ImportId")

ALL = (COMPANY_ID, CAMPAIGN_ID, IMPORT_ID)

"""Written by `make client`; change the API instead."""

import datetime
from collections.abc import AsyncIterator
from typing import Any

from ..calls import AsyncResource
from .api.api_keys import create_api_key as _create_api_key
from .api.api_keys import list_api_keys as _list_api_keys
from .api.api_keys import revoke_api_key as _revoke_api_key
from .api.automation import create_automation_rule as _create_automation_rule
from .api.automation import delete_automation_rule as _delete_automation_rule
from .api.automation import get_automation_rule as _get_automation_rule
from .api.automation import list_automation_rules as _list_automation_rules
from .api.automation import list_automation_runs as _list_automation_runs
from .api.automation import try_automation_rule as _try_automation_rule
from .api.automation import update_automation_rule as _update_automation_rule
from .api.cadences import archive_cadence as _archive_cadence
from .api.cadences import check_cadence as _check_cadence
from .api.cadences import compare_cadence_versions as _compare_cadence_versions
from .api.cadences import create_cadence as _create_cadence
from .api.cadences import create_cadence_source as _create_cadence_source
from .api.cadences import delete_cadence as _delete_cadence
from .api.cadences import delete_cadence_source as _delete_cadence_source
from .api.cadences import duplicate_cadence as _duplicate_cadence
from .api.cadences import get_cadence as _get_cadence
from .api.cadences import get_cadence_source as _get_cadence_source
from .api.cadences import get_cadence_statistics as _get_cadence_statistics
from .api.cadences import list_cadence_sources as _list_cadence_sources
from .api.cadences import list_cadence_versions as _list_cadence_versions
from .api.cadences import list_cadences as _list_cadences
from .api.cadences import move_cadence_enrolments as _move_cadence_enrolments
from .api.cadences import pause_cadence as _pause_cadence
from .api.cadences import publish_cadence as _publish_cadence
from .api.cadences import resume_cadence as _resume_cadence
from .api.cadences import simulate_cadence as _simulate_cadence
from .api.cadences import start_cadence as _start_cadence
from .api.cadences import update_cadence as _update_cadence
from .api.cadences import update_cadence_source as _update_cadence_source
from .api.campaigns import add_campaign_recipients as _add_campaign_recipients
from .api.campaigns import add_link_domain as _add_link_domain
from .api.campaigns import cancel_campaign as _cancel_campaign
from .api.campaigns import change_campaign_budget as _change_campaign_budget
from .api.campaigns import change_pending_recipients as _change_pending_recipients
from .api.campaigns import check_link_domain as _check_link_domain
from .api.campaigns import choose_campaign_variant as _choose_campaign_variant
from .api.campaigns import clone_campaign as _clone_campaign
from .api.campaigns import compare_campaigns as _compare_campaigns
from .api.campaigns import create_campaign as _create_campaign
from .api.campaigns import delete_campaign as _delete_campaign
from .api.campaigns import download_campaign_results as _download_campaign_results
from .api.campaigns import download_campaign_summary as _download_campaign_summary
from .api.campaigns import drop_campaign_recipients as _drop_campaign_recipients
from .api.campaigns import get_campaign as _get_campaign
from .api.campaigns import get_campaign_experiment as _get_campaign_experiment
from .api.campaigns import get_campaign_fallback as _get_campaign_fallback
from .api.campaigns import get_campaign_preflight as _get_campaign_preflight
from .api.campaigns import get_campaign_results as _get_campaign_results
from .api.campaigns import get_campaign_timeline as _get_campaign_timeline
from .api.campaigns import launch_campaign as _launch_campaign
from .api.campaigns import list_campaign_events as _list_campaign_events
from .api.campaigns import list_campaign_recipients as _list_campaign_recipients
from .api.campaigns import list_campaigns as _list_campaigns
from .api.campaigns import list_link_domains as _list_link_domains
from .api.campaigns import pause_campaign as _pause_campaign
from .api.campaigns import preflight_campaign as _preflight_campaign
from .api.campaigns import remove_link_domain as _remove_link_domain
from .api.campaigns import resend_campaign as _resend_campaign
from .api.campaigns import resume_campaign as _resume_campaign
from .api.campaigns import resume_unknown_recipients as _resume_unknown_recipients
from .api.campaigns import retry_failed_recipients as _retry_failed_recipients
from .api.campaigns import schedule_campaign as _schedule_campaign
from .api.campaigns import start_campaign as _start_campaign
from .api.campaigns import stop_campaign_experiment as _stop_campaign_experiment
from .api.campaigns import test_campaign as _test_campaign
from .api.campaigns import unschedule_campaign as _unschedule_campaign
from .api.campaigns import update_campaign as _update_campaign
from .api.campaigns import withdraw_campaign as _withdraw_campaign
from .api.canned_replies import create_canned_reply as _create_canned_reply
from .api.canned_replies import delete_canned_reply as _delete_canned_reply
from .api.canned_replies import get_canned_reply as _get_canned_reply
from .api.canned_replies import list_canned_replies as _list_canned_replies
from .api.canned_replies import update_canned_reply as _update_canned_reply
from .api.company import add_holiday as _add_holiday
from .api.company import delete_holiday as _delete_holiday
from .api.company import get_company as _get_company
from .api.company import get_company_hours as _get_company_hours
from .api.company import get_policies as _get_policies
from .api.company import list_holidays as _list_holidays
from .api.company import update_company_hours as _update_company_hours
from .api.company import update_policies as _update_policies
from .api.connections import check_connection as _check_connection
from .api.connections import create_connection as _create_connection
from .api.connections import create_number_order as _create_number_order
from .api.connections import delete_connection as _delete_connection
from .api.connections import get_connection as _get_connection
from .api.connections import get_number_order as _get_number_order
from .api.connections import list_connections as _list_connections
from .api.connections import list_number_orders as _list_number_orders
from .api.connections import release_phone_number as _release_phone_number
from .api.connections import search_available_numbers as _search_available_numbers
from .api.connections import update_connection as _update_connection
from .api.connections import update_phone_number as _update_phone_number
from .api.consent import add_suppressions as _add_suppressions
from .api.consent import cancel_suppression_import as _cancel_suppression_import
from .api.consent import choose_suppression_column as _choose_suppression_column
from .api.consent import create_topic as _create_topic
from .api.consent import delete_topic as _delete_topic
from .api.consent import download_suppression_errors as _download_suppression_errors
from .api.consent import get_suppression_import as _get_suppression_import
from .api.consent import get_topic as _get_topic
from .api.consent import list_contact_consents as _list_contact_consents
from .api.consent import list_suppression_imports as _list_suppression_imports
from .api.consent import list_suppressions as _list_suppressions
from .api.consent import list_topics as _list_topics
from .api.consent import record_contact_consent as _record_contact_consent
from .api.consent import start_suppression_import as _start_suppression_import
from .api.consent import update_topic as _update_topic
from .api.consent import upload_suppressions as _upload_suppressions
from .api.contacts import create_contact as _create_contact
from .api.contacts import delete_contact as _delete_contact
from .api.contacts import get_contact as _get_contact
from .api.contacts import list_contacts as _list_contacts
from .api.contacts import merge_contacts as _merge_contacts
from .api.contacts import tag_contacts as _tag_contacts
from .api.contacts import undo_contact_merge as _undo_contact_merge
from .api.contacts import update_contact as _update_contact
from .api.contacts import upsert_contact as _upsert_contact
from .api.contacts import upsert_contacts as _upsert_contacts
from .api.conversations import get_conversation as _get_conversation
from .api.conversations import get_conversation_messages as _get_conversation_messages
from .api.conversations import list_conversations as _list_conversations
from .api.conversations import read_conversation as _read_conversation
from .api.conversations import start_conversation as _start_conversation
from .api.conversations import update_conversation as _update_conversation
from .api.conversations import write_note as _write_note
from .api.enrolments import cancel_cadence_job as _cancel_cadence_job
from .api.enrolments import enrol_contacts as _enrol_contacts
from .api.enrolments import get_cadence_job as _get_cadence_job
from .api.enrolments import get_enrolment as _get_enrolment
from .api.enrolments import list_cadence_enrolments as _list_cadence_enrolments
from .api.enrolments import list_cadence_jobs as _list_cadence_jobs
from .api.enrolments import list_enrolments as _list_enrolments
from .api.enrolments import pause_enrolment as _pause_enrolment
from .api.enrolments import pause_enrolments as _pause_enrolments
from .api.enrolments import remove_enrolment as _remove_enrolment
from .api.enrolments import remove_enrolments as _remove_enrolments
from .api.enrolments import resume_enrolment as _resume_enrolment
from .api.enrolments import resume_enrolments as _resume_enrolments
from .api.enrolments import skip_enrolment as _skip_enrolment
from .api.enrolments import skip_enrolments as _skip_enrolments
from .api.events import get_event as _get_event
from .api.events import list_events as _list_events
from .api.fields import create_field as _create_field
from .api.fields import delete_field as _delete_field
from .api.fields import get_field as _get_field
from .api.fields import list_fields as _list_fields
from .api.fields import update_field as _update_field
from .api.imports import cancel_import as _cancel_import
from .api.imports import check_import as _check_import
from .api.imports import configure_import as _configure_import
from .api.imports import download_import_errors as _download_import_errors
from .api.imports import get_import as _get_import
from .api.imports import list_imports as _list_imports
from .api.imports import start_import as _start_import
from .api.imports import undo_import as _undo_import
from .api.imports import upload_import as _upload_import
from .api.labels import create_label as _create_label
from .api.labels import delete_label as _delete_label
from .api.labels import get_label as _get_label
from .api.labels import list_labels as _list_labels
from .api.labels import update_label as _update_label
from .api.limits import get_limits as _get_limits
from .api.limits import retry_stopped as _retry_stopped
from .api.limits import update_portfolio as _update_portfolio
from .api.media import get_media as _get_media
from .api.media import upload_media as _upload_media
from .api.messages import cancel_message as _cancel_message
from .api.messages import get_message as _get_message
from .api.messages import list_messages as _list_messages
from .api.messages import send_message as _send_message
from .api.rates import create_rate as _create_rate
from .api.rates import delete_rate as _delete_rate
from .api.rates import get_rate as _get_rate
from .api.rates import list_rates as _list_rates
from .api.rates import put_rates as _put_rates
from .api.rates import update_rate as _update_rate
from .api.segments import count_segment as _count_segment
from .api.segments import create_segment as _create_segment
from .api.segments import delete_segment as _delete_segment
from .api.segments import get_segment as _get_segment
from .api.segments import list_segments as _list_segments
from .api.segments import preview_segment as _preview_segment
from .api.segments import update_segment as _update_segment
from .api.series import create_series as _create_series
from .api.series import delete_series as _delete_series
from .api.series import get_series as _get_series
from .api.series import list_series as _list_series
from .api.series import list_series_campaigns as _list_series_campaigns
from .api.series import pause_series as _pause_series
from .api.series import skip_occurrence as _skip_occurrence
from .api.series import unpause_series as _unpause_series
from .api.series import unskip_occurrence as _unskip_occurrence
from .api.series import update_series as _update_series
from .api.stages import create_stage as _create_stage
from .api.stages import delete_stage as _delete_stage
from .api.stages import get_contact_stage as _get_contact_stage
from .api.stages import get_stage as _get_stage
from .api.stages import list_contact_events as _list_contact_events
from .api.stages import list_stages as _list_stages
from .api.stages import order_stages as _order_stages
from .api.stages import record_contact_event as _record_contact_event
from .api.stages import remove_contact_stage as _remove_contact_stage
from .api.stages import set_contact_stage as _set_contact_stage
from .api.stages import update_stage as _update_stage
from .api.tags import create_tag as _create_tag
from .api.tags import delete_tag as _delete_tag
from .api.tags import get_tag as _get_tag
from .api.tags import list_tags as _list_tags
from .api.tags import update_tag as _update_tag
from .api.templates import create_template as _create_template
from .api.templates import delete_template as _delete_template
from .api.templates import get_template as _get_template
from .api.templates import list_template_events as _list_template_events
from .api.templates import list_templates as _list_templates
from .api.templates import preview_template as _preview_template
from .api.templates import submit_template as _submit_template
from .api.templates import sync_templates as _sync_templates
from .api.templates import update_template as _update_template
from .api.templates import (
    upload_template_header_example as _upload_template_header_example,
)
from .api.triggers import create_hook as _create_hook
from .api.triggers import delete_hook as _delete_hook
from .api.triggers import fire_trigger as _fire_trigger
from .api.triggers import get_hook as _get_hook
from .api.triggers import get_hook_request as _get_hook_request
from .api.triggers import list_hook_requests as _list_hook_requests
from .api.triggers import list_hooks as _list_hooks
from .api.triggers import preview_hook as _preview_hook
from .api.triggers import replay_hook as _replay_hook
from .api.triggers import replay_hook_request as _replay_hook_request
from .api.triggers import rotate_hook as _rotate_hook
from .api.triggers import trigger_call as _trigger_call
from .api.triggers import trigger_enrol as _trigger_enrol
from .api.triggers import trigger_event as _trigger_event
from .api.triggers import trigger_launch as _trigger_launch
from .api.triggers import trigger_send as _trigger_send
from .api.triggers import update_hook as _update_hook
from .api.users import get_user as _get_user
from .api.users import list_users as _list_users
from .api.webhook_endpoints import create_webhook_endpoint as _create_webhook_endpoint
from .api.webhook_endpoints import delete_webhook_endpoint as _delete_webhook_endpoint
from .api.webhook_endpoints import disable_webhook_endpoint as _disable_webhook_endpoint
from .api.webhook_endpoints import enable_webhook_endpoint as _enable_webhook_endpoint
from .api.webhook_endpoints import get_webhook_delivery as _get_webhook_delivery
from .api.webhook_endpoints import get_webhook_endpoint as _get_webhook_endpoint
from .api.webhook_endpoints import list_webhook_deliveries as _list_webhook_deliveries
from .api.webhook_endpoints import list_webhook_endpoints as _list_webhook_endpoints
from .api.webhook_endpoints import (
    replay_webhook_deliveries_since as _replay_webhook_deliveries_since,
)
from .api.webhook_endpoints import replay_webhook_delivery as _replay_webhook_delivery
from .api.webhook_endpoints import rotate_webhook_secret as _rotate_webhook_secret
from .api.webhook_endpoints import test_webhook_endpoint as _test_webhook_endpoint
from .api.webhook_endpoints import update_webhook_endpoint as _update_webhook_endpoint
from .api.webhook_events import list_webhook_events as _list_webhook_events
from .api.webhook_events import replay_webhook_event as _replay_webhook_event
from .models.api_key_create import ApiKeyCreate
from .models.api_key_issued import ApiKeyIssued
from .models.api_key_read import ApiKeyRead
from .models.available_numbers import AvailableNumbers
from .models.batch_read import BatchRead
from .models.body_upload_import import BodyUploadImport
from .models.body_upload_media import BodyUploadMedia
from .models.body_upload_suppressions import BodyUploadSuppressions
from .models.body_upload_template_header_example import BodyUploadTemplateHeaderExample
from .models.budget_change import BudgetChange
from .models.cadence_create import CadenceCreate
from .models.cadence_duplicate import CadenceDuplicate
from .models.cadence_job_read import CadenceJobRead
from .models.cadence_publish import CadencePublish
from .models.cadence_read import CadenceRead
from .models.cadence_simulate import CadenceSimulate
from .models.cadence_status import CadenceStatus
from .models.cadence_update import CadenceUpdate
from .models.call_trigger import CallTrigger
from .models.campaign_clone import CampaignClone
from .models.campaign_create import CampaignCreate
from .models.campaign_event_read import CampaignEventRead
from .models.campaign_read import CampaignRead
from .models.campaign_resend import CampaignResend
from .models.campaign_schedule import CampaignSchedule
from .models.campaign_status import CampaignStatus
from .models.campaign_test import CampaignTest
from .models.campaign_update import CampaignUpdate
from .models.canned_reply_read import CannedReplyRead
from .models.canned_reply_write import CannedReplyWrite
from .models.changes_read import ChangesRead
from .models.channel import Channel
from .models.company_hours import CompanyHours
from .models.company_read import CompanyRead
from .models.comparison import Comparison
from .models.connection_create import ConnectionCreate
from .models.connection_detail import ConnectionDetail
from .models.connection_read import ConnectionRead
from .models.connection_update import ConnectionUpdate
from .models.consent_read import ConsentRead
from .models.consent_result import ConsentResult
from .models.consent_write import ConsentWrite
from .models.contact_batch import ContactBatch
from .models.contact_create import ContactCreate
from .models.contact_detail import ContactDetail
from .models.contact_event_read import ContactEventRead
from .models.contact_event_write import ContactEventWrite
from .models.contact_read import ContactRead
from .models.contact_update import ContactUpdate
from .models.contact_upsert import ContactUpsert
from .models.conversation_read import ConversationRead
from .models.conversation_start import ConversationStart
from .models.conversation_status import ConversationStatus
from .models.conversation_update import ConversationUpdate
from .models.day_off import DayOff
from .models.day_off_name import DayOffName
from .models.days_off import DaysOff
from .models.delivery_detail import DeliveryDetail
from .models.delivery_read import DeliveryRead
from .models.delivery_state import DeliveryState
from .models.delivery_status import DeliveryStatus
from .models.direction import Direction
from .models.enrol_trigger import EnrolTrigger
from .models.enrolment_action import EnrolmentAction
from .models.enrolment_detail import EnrolmentDetail
from .models.enrolment_read import EnrolmentRead
from .models.enrolment_status import EnrolmentStatus
from .models.enrolments_action import EnrolmentsAction
from .models.enrolments_changed import EnrolmentsChanged
from .models.enrolments_create import EnrolmentsCreate
from .models.enrolments_created import EnrolmentsCreated
from .models.entry_read import EntryRead
from .models.event_read import EventRead
from .models.event_trigger import EventTrigger
from .models.experiment_read import ExperimentRead
from .models.fallback_report import FallbackReport
from .models.field_create import FieldCreate
from .models.field_read import FieldRead
from .models.field_update import FieldUpdate
from .models.findings_read import FindingsRead
from .models.fired import Fired
from .models.found_message import FoundMessage
from .models.hook_create import HookCreate
from .models.hook_preview_ask import HookPreviewAsk
from .models.hook_preview_read import HookPreviewRead
from .models.hook_read import HookRead
from .models.hook_replay import HookReplay
from .models.hook_replayed import HookReplayed
from .models.hook_request_detail import HookRequestDetail
from .models.hook_request_read import HookRequestRead
from .models.hook_request_status import HookRequestStatus
from .models.hook_update import HookUpdate
from .models.import_configure import ImportConfigure
from .models.import_read import ImportRead
from .models.label_read import LabelRead
from .models.label_write import LabelWrite
from .models.launch_part import LaunchPart
from .models.lead_read import LeadRead
from .models.lead_write import LeadWrite
from .models.limits_read import LimitsRead
from .models.link_domain_create import LinkDomainCreate
from .models.link_domain_list import LinkDomainList
from .models.link_domain_read import LinkDomainRead
from .models.media_read import MediaRead
from .models.merge_create import MergeCreate
from .models.merge_read import MergeRead
from .models.merge_undone import MergeUndone
from .models.message_detail import MessageDetail
from .models.message_read import MessageRead
from .models.message_send import MessageSend
from .models.move_read import MoveRead
from .models.note_read import NoteRead
from .models.note_write import NoteWrite
from .models.number_kind import NumberKind
from .models.number_order_create import NumberOrderCreate
from .models.number_order_read import NumberOrderRead
from .models.occurrence_body import OccurrenceBody
from .models.page_api_key_read import PageApiKeyRead
from .models.page_cadence_job_read import PageCadenceJobRead
from .models.page_cadence_read import PageCadenceRead
from .models.page_campaign_event_read import PageCampaignEventRead
from .models.page_campaign_read import PageCampaignRead
from .models.page_canned_reply_read import PageCannedReplyRead
from .models.page_connection_read import PageConnectionRead
from .models.page_consent_read import PageConsentRead
from .models.page_contact_event_read import PageContactEventRead
from .models.page_contact_read import PageContactRead
from .models.page_conversation_read import PageConversationRead
from .models.page_delivery_read import PageDeliveryRead
from .models.page_enrolment_read import PageEnrolmentRead
from .models.page_event_read import PageEventRead
from .models.page_field_read import PageFieldRead
from .models.page_found_message import PageFoundMessage
from .models.page_hook_read import PageHookRead
from .models.page_hook_request_read import PageHookRequestRead
from .models.page_import_read import PageImportRead
from .models.page_label_read import PageLabelRead
from .models.page_number_order_read import PageNumberOrderRead
from .models.page_rate_read import PageRateRead
from .models.page_recipient_read import PageRecipientRead
from .models.page_rule_read import PageRuleRead
from .models.page_rule_run_read import PageRuleRunRead
from .models.page_segment_read import PageSegmentRead
from .models.page_series_read import PageSeriesRead
from .models.page_source_read import PageSourceRead
from .models.page_stage_read import PageStageRead
from .models.page_suppression_import_read import PageSuppressionImportRead
from .models.page_suppression_read import PageSuppressionRead
from .models.page_tag_read import PageTagRead
from .models.page_template_read import PageTemplateRead
from .models.page_topic_read import PageTopicRead
from .models.page_user_read import PageUserRead
from .models.page_webhook_endpoint_read import PageWebhookEndpointRead
from .models.page_webhook_event_read import PageWebhookEventRead
from .models.pending_change import PendingChange
from .models.pending_changed import PendingChanged
from .models.phone_number_read import PhoneNumberRead
from .models.phone_number_update import PhoneNumberUpdate
from .models.policy_read import PolicyRead
from .models.policy_update import PolicyUpdate
from .models.portfolio_change import PortfolioChange
from .models.portfolio_limit_read import PortfolioLimitRead
from .models.preflight_read import PreflightRead
from .models.preview import Preview
from .models.preview_request import PreviewRequest
from .models.priority import Priority
from .models.publish_read import PublishRead
from .models.rate_read import RateRead
from .models.rate_write import RateWrite
from .models.rates_batch import RatesBatch
from .models.recipient_read import RecipientRead
from .models.recipients_added import RecipientsAdded
from .models.recipients_batch import RecipientsBatch
from .models.recipients_drop import RecipientsDrop
from .models.recipients_dropped import RecipientsDropped
from .models.replay_since import ReplaySince
from .models.replay_since_read import ReplaySinceRead
from .models.results_read import ResultsRead
from .models.resume_unknown import ResumeUnknown
from .models.retry_failed import RetryFailed
from .models.rule_read import RuleRead
from .models.rule_run_read import RuleRunRead
from .models.rule_try import RuleTry
from .models.rule_write import RuleWrite
from .models.run_status import RunStatus
from .models.segment_people import SegmentPeople
from .models.segment_preview import SegmentPreview
from .models.segment_read import SegmentRead
from .models.segment_write import SegmentWrite
from .models.send_trigger import SendTrigger
from .models.series_read import SeriesRead
from .models.series_write import SeriesWrite
from .models.simulation_read import SimulationRead
from .models.source_create import SourceCreate
from .models.source_read import SourceRead
from .models.source_update import SourceUpdate
from .models.stage_order import StageOrder
from .models.stage_read import StageRead
from .models.stage_write import StageWrite
from .models.statistics_read import StatisticsRead
from .models.step import Step
from .models.suppression_batch import SuppressionBatch
from .models.suppression_batch_read import SuppressionBatchRead
from .models.suppression_column import SuppressionColumn
from .models.suppression_import_read import SuppressionImportRead
from .models.suppression_read import SuppressionRead
from .models.sync_request import SyncRequest
from .models.sync_result import SyncResult
from .models.tag_change import TagChange
from .models.tag_changed import TagChanged
from .models.tag_read import TagRead
from .models.tag_write import TagWrite
from .models.template_category import TemplateCategory
from .models.template_create import TemplateCreate
from .models.template_history import TemplateHistory
from .models.template_read import TemplateRead
from .models.template_status import TemplateStatus
from .models.template_update import TemplateUpdate
from .models.timeline import Timeline
from .models.timeline_read import TimelineRead
from .models.topic_read import TopicRead
from .models.topic_write import TopicWrite
from .models.trial_read import TrialRead
from .models.trigger import Trigger
from .models.twilio_connection_create import TwilioConnectionCreate
from .models.user_read import UserRead
from .models.variant_choice import VariantChoice
from .models.versions_read import VersionsRead
from .models.webhook_enable import WebhookEnable
from .models.webhook_endpoint_change import WebhookEndpointChange
from .models.webhook_endpoint_read import WebhookEndpointRead
from .models.webhook_endpoint_secret import WebhookEndpointSecret
from .models.webhook_endpoint_write import WebhookEndpointWrite
from .models.webhook_event_read import WebhookEventRead
from .models.webhook_test import WebhookTest
from .models.webhook_test_read import WebhookTestRead
from .types import UNSET, Unset


class Company(AsyncResource):
    async def get_company(self) -> CompanyRead:
        """The company this key belongs to."""
        return await self._call(_get_company)

    async def get_company_hours(self) -> CompanyHours:
        return await self._call(_get_company_hours)

    async def update_company_hours(self, *, body: CompanyHours) -> CompanyHours:
        """Campaigns that run follow it from their next batch on."""
        return await self._call(_update_company_hours, body=body)

    async def list_holidays(self) -> DaysOff:
        return await self._call(_list_holidays)

    async def add_holiday(self, day: datetime.date, *, body: DayOffName) -> DayOff:
        """A day off of the company's own; of one that is there the name changes."""
        return await self._call(_add_holiday, day, body=body)

    async def delete_holiday(self, day: datetime.date) -> None:
        return await self._done(_delete_holiday, day)

    async def get_policies(self) -> PolicyRead:
        return await self._call(_get_policies)

    async def update_policies(self, *, body: PolicyUpdate) -> PolicyRead:
        """What is absent stays as it is."""
        return await self._call(_update_policies, body=body)


class Users(AsyncResource):
    async def list_users(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageUserRead:
        """The people who work in the company, longest there first."""
        return await self._call(_list_users, limit=limit, cursor=cursor)

    def iter_users(self, *, limit: int | Unset = 50) -> AsyncIterator[UserRead]:
        """Every row of `list_users`, asked for page by page."""
        return self._rows(_list_users, limit=limit)

    async def get_user(self, user_id: str) -> UserRead:
        return await self._call(_get_user, user_id)


class ApiKeys(AsyncResource):
    async def list_api_keys(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageApiKeyRead:
        return await self._call(_list_api_keys, limit=limit, cursor=cursor)

    def iter_api_keys(self, *, limit: int | Unset = 50) -> AsyncIterator[ApiKeyRead]:
        """Every row of `list_api_keys`, asked for page by page."""
        return self._rows(_list_api_keys, limit=limit)

    async def create_api_key(
        self, *, body: ApiKeyCreate, idempotency_key: str | Unset = UNSET
    ) -> ApiKeyIssued:
        """A key can only pass on scopes it has itself. The answer is not kept for Idempotency-Key."""
        return await self._call(_create_api_key, body=body, idempotency_key=idempotency_key)

    async def revoke_api_key(self, key_id: str) -> ApiKeyRead:
        """From the next call on the key opens nothing. It stays in the list, marked revoked."""
        return await self._call(_revoke_api_key, key_id)


class Campaigns(AsyncResource):
    async def compare_campaigns(self, *, campaign_id: list[str]) -> Comparison:
        """The figures of several campaigns, in the order they were named; without their links."""
        return await self._call(_compare_campaigns, campaign_id=campaign_id)

    async def get_campaign_results(self, campaign_id: str) -> ResultsRead:
        """From counters: as quick for a million recipients as for ten."""
        return await self._call(_get_campaign_results, campaign_id)

    async def get_campaign_timeline(
        self, campaign_id: str, *, step: Step | Unset = UNSET
    ) -> TimelineRead:
        """By the hour for two days, or by the day for thirty. Reads every recipient: ask seldom."""
        return await self._call(_get_campaign_timeline, campaign_id, step=step)

    async def download_campaign_summary(self, campaign_id: str) -> bytes:
        return await self._bytes(_download_campaign_summary, campaign_id)

    async def list_campaigns(
        self,
        *,
        status: CampaignStatus | None | Unset = UNSET,
        q: str | Unset = "",
        external_id: None | str | Unset = UNSET,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageCampaignRead:
        """Newest first."""
        return await self._call(
            _list_campaigns, status=status, q=q, external_id=external_id, limit=limit, cursor=cursor
        )

    def iter_campaigns(
        self,
        *,
        status: CampaignStatus | None | Unset = UNSET,
        q: str | Unset = "",
        external_id: None | str | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> AsyncIterator[CampaignRead]:
        """Every row of `list_campaigns`, asked for page by page."""
        return self._rows(_list_campaigns, status=status, q=q, external_id=external_id, limit=limit)

    async def create_campaign(
        self, *, body: CampaignCreate, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """A draft: nothing is sent before it is launched or scheduled."""
        return await self._call(_create_campaign, body=body, idempotency_key=idempotency_key)

    async def get_campaign(self, campaign_id: str) -> CampaignRead:
        return await self._call(_get_campaign, campaign_id)

    async def update_campaign(
        self, campaign_id: str, *, body: CampaignUpdate, if_match: None | str | Unset = UNSET
    ) -> CampaignRead:
        """Only while it is a draft or scheduled. Lists are replaced as a whole."""
        return await self._call(_update_campaign, campaign_id, body=body, if_match=if_match)

    async def delete_campaign(self, campaign_id: str) -> None:
        """Only a draft: what was launched keeps its record."""
        return await self._done(_delete_campaign, campaign_id)

    async def clone_campaign(
        self, campaign_id: str, *, body: CampaignClone, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """A new draft that says the same, to the same people; its moments stay behind."""
        return await self._call(
            _clone_campaign, campaign_id, body=body, idempotency_key=idempotency_key
        )

    async def launch_campaign(
        self, campaign_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """Send it now. Needs an Idempotency-Key; 422 when it is not complete or reaches nobody.

        Above the company's limits it becomes `awaiting_approval`: a person has to agree in the console.
        """
        return await self._call(_launch_campaign, campaign_id, idempotency_key=idempotency_key)

    async def start_campaign(
        self, campaign_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """The same as launch."""
        return await self._call(_start_campaign, campaign_id, idempotency_key=idempotency_key)

    async def schedule_campaign(
        self, campaign_id: str, *, body: CampaignSchedule, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """Send it at a moment to come; once more to choose another moment."""
        return await self._call(
            _schedule_campaign, campaign_id, body=body, idempotency_key=idempotency_key
        )

    async def unschedule_campaign(
        self, campaign_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """Back to a draft."""
        return await self._call(_unschedule_campaign, campaign_id, idempotency_key=idempotency_key)

    async def pause_campaign(
        self, campaign_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """Nobody more is taken up; what is in flight (`counts.sending`) still leaves."""
        return await self._call(_pause_campaign, campaign_id, idempotency_key=idempotency_key)

    async def resume_campaign(
        self, campaign_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """Go on where it stopped, with the audience as it was at launch."""
        return await self._call(_resume_campaign, campaign_id, idempotency_key=idempotency_key)

    async def cancel_campaign(
        self, campaign_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """Final: whoever was not sent to is listed as skipped, with the reason `cancelled`."""
        return await self._call(_cancel_campaign, campaign_id, idempotency_key=idempotency_key)

    async def change_campaign_budget(self, campaign_id: str, *, body: BudgetChange) -> CampaignRead:
        """One that stopped because its budget was used up goes on where there is more now."""
        return await self._call(_change_campaign_budget, campaign_id, body=body)

    async def withdraw_campaign(
        self, campaign_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """From awaiting_approval back to a draft. Approving takes a person, in the console."""
        return await self._call(_withdraw_campaign, campaign_id, idempotency_key=idempotency_key)

    async def add_campaign_recipients(
        self, campaign_id: str, *, body: RecipientsBatch, idempotency_key: str | Unset = UNSET
    ) -> RecipientsAdded:
        """Put contacts into a draft's audience by name, up to 1,000 at a time."""
        return await self._call(
            _add_campaign_recipients, campaign_id, body=body, idempotency_key=idempotency_key
        )

    async def list_campaign_recipients(
        self,
        campaign_id: str,
        *,
        status: list[DeliveryStatus] | Unset = UNSET,
        reason: None | str | Unset = UNSET,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageRecipientRead:
        """In sending order; empty until the audience was frozen at launch."""
        return await self._call(
            _list_campaign_recipients,
            campaign_id,
            status=status,
            reason=reason,
            limit=limit,
            cursor=cursor,
        )

    def iter_campaign_recipients(
        self,
        campaign_id: str,
        *,
        status: list[DeliveryStatus] | Unset = UNSET,
        reason: None | str | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> AsyncIterator[RecipientRead]:
        """Every row of `list_campaign_recipients`, asked for page by page."""
        return self._rows(
            _list_campaign_recipients, campaign_id, status=status, reason=reason, limit=limit
        )

    async def download_campaign_results(self, campaign_id: str) -> bytes:
        return await self._bytes(_download_campaign_results, campaign_id)

    async def list_campaign_events(
        self, campaign_id: str, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageCampaignEventRead:
        """Newest first: launched, paused, stopped by itself, resumed, completed …"""
        return await self._call(_list_campaign_events, campaign_id, limit=limit, cursor=cursor)

    def iter_campaign_events(
        self, campaign_id: str, *, limit: int | Unset = 50
    ) -> AsyncIterator[CampaignEventRead]:
        """Every row of `list_campaign_events`, asked for page by page."""
        return self._rows(_list_campaign_events, campaign_id, limit=limit)

    async def retry_failed_recipients(
        self, campaign_id: str, *, body: RetryFailed, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """Try again with those who failed, in the same campaign; one that was completed runs again."""
        return await self._call(
            _retry_failed_recipients, campaign_id, body=body, idempotency_key=idempotency_key
        )

    async def resume_unknown_recipients(
        self, campaign_id: str, *, body: ResumeUnknown, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """Send again to all whose outcome is unknown. Some of them may get it twice."""
        return await self._call(
            _resume_unknown_recipients, campaign_id, body=body, idempotency_key=idempotency_key
        )

    async def change_pending_recipients(
        self, campaign_id: str, *, body: PendingChange
    ) -> PendingChanged:
        """Change a paused campaign for whoever was not sent to; nobody else is touched."""
        return await self._call(_change_pending_recipients, campaign_id, body=body)

    async def drop_campaign_recipients(
        self, campaign_id: str, *, body: RecipientsDrop, idempotency_key: str | Unset = UNSET
    ) -> RecipientsDropped:
        """Take people out who were not sent to so far; they are listed as skipped."""
        return await self._call(
            _drop_campaign_recipients, campaign_id, body=body, idempotency_key=idempotency_key
        )

    async def resend_campaign(
        self, campaign_id: str, *, body: CampaignResend, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """A new draft of the same for those with one outcome, such as `not_read`."""
        return await self._call(
            _resend_campaign, campaign_id, body=body, idempotency_key=idempotency_key
        )

    async def get_campaign_experiment(self, campaign_id: str) -> ExperimentRead | None:
        """How a campaign's test stands; null for a campaign without one, or one that has not begun."""
        return await self._call(_get_campaign_experiment, campaign_id)

    async def choose_campaign_variant(
        self, campaign_id: str, *, body: VariantChoice, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """Say which variant the rest gets, before or instead of the rule."""
        return await self._call(
            _choose_campaign_variant, campaign_id, body=body, idempotency_key=idempotency_key
        )

    async def stop_campaign_experiment(
        self, campaign_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CampaignRead:
        """The rest gets nothing: it is listed as skipped, with the reason `experiment_stopped`."""
        return await self._call(
            _stop_campaign_experiment, campaign_id, idempotency_key=idempotency_key
        )

    async def get_campaign_fallback(self, campaign_id: str) -> FallbackReport | None:
        """The SMS to whom it did not reach; null while nobody needed one."""
        return await self._call(_get_campaign_fallback, campaign_id)

    async def test_campaign(
        self, campaign_id: str, *, body: CampaignTest, idempotency_key: str | Unset = UNSET
    ) -> MessageRead:
        """One variant, once, to a number of yours; it counts for no campaign.

        Needs an `Idempotency-Key`. 409 with `opted_out` for a number that wants no such message.
        """
        return await self._call(
            _test_campaign, campaign_id, body=body, idempotency_key=idempotency_key
        )

    async def list_link_domains(self) -> LinkDomainList:
        """Oldest first; short links begin with the one that was proven first."""
        return await self._call(_list_link_domains)

    async def add_link_domain(
        self, *, body: LinkDomainCreate, idempotency_key: str | Unset = UNSET
    ) -> LinkDomainRead:
        """Then lead it here at the DNS provider, and have it checked."""
        return await self._call(_add_link_domain, body=body, idempotency_key=idempotency_key)

    async def check_link_domain(
        self, host: str, *, idempotency_key: str | Unset = UNSET
    ) -> LinkDomainRead:
        """Asks the host for its proof; 409 while it does not give it."""
        return await self._call(_check_link_domain, host, idempotency_key=idempotency_key)

    async def remove_link_domain(self, host: str) -> None:
        """Links that were sent with it lead nowhere from now on."""
        return await self._done(_remove_link_domain, host)

    async def preflight_campaign(
        self, campaign_id: str, *, people: int | Unset = 0, idempotency_key: str | Unset = UNSET
    ) -> PreflightRead:
        """Nothing is changed by it. 422 while the campaign is not complete.

        For a large audience it takes seconds, with `people` twice as long.
        """
        return await self._call(
            _preflight_campaign, campaign_id, people=people, idempotency_key=idempotency_key
        )

    async def get_campaign_preflight(
        self, campaign_id: str, *, people: int | Unset = 0
    ) -> PreflightRead:
        """Nothing is changed by it. 422 while the campaign is not complete.

        For a large audience it takes seconds, with `people` twice as long.
        """
        return await self._call(_get_campaign_preflight, campaign_id, people=people)


class Series(AsyncResource):
    async def list_series(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageSeriesRead:
        """Newest first."""
        return await self._call(_list_series, limit=limit, cursor=cursor)

    def iter_series(self, *, limit: int | Unset = 50) -> AsyncIterator[SeriesRead]:
        """Every row of `list_series`, asked for page by page."""
        return self._rows(_list_series, limit=limit)

    async def create_series(
        self, *, body: SeriesWrite, idempotency_key: str | Unset = UNSET
    ) -> SeriesRead:
        return await self._call(_create_series, body=body, idempotency_key=idempotency_key)

    async def get_series(self, series_id: str) -> SeriesRead:
        return await self._call(_get_series, series_id)

    async def update_series(self, series_id: str, *, body: SeriesWrite) -> SeriesRead:
        return await self._call(_update_series, series_id, body=body)

    async def delete_series(self, series_id: str) -> None:
        """The campaigns it made stay."""
        return await self._done(_delete_series, series_id)

    async def pause_series(
        self, series_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> SeriesRead:
        """What would come round meanwhile is left out."""
        return await self._call(_pause_series, series_id, idempotency_key=idempotency_key)

    async def unpause_series(
        self, series_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> SeriesRead:
        return await self._call(_unpause_series, series_id, idempotency_key=idempotency_key)

    async def skip_occurrence(
        self,
        series_id: str,
        *,
        body: None | OccurrenceBody | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
    ) -> SeriesRead:
        """Leave one occurrence out; without a body the next one."""
        return await self._call(
            _skip_occurrence, series_id, body=body, idempotency_key=idempotency_key
        )

    async def unskip_occurrence(
        self, series_id: str, *, body: OccurrenceBody, idempotency_key: str | Unset = UNSET
    ) -> SeriesRead:
        return await self._call(
            _unskip_occurrence, series_id, body=body, idempotency_key=idempotency_key
        )

    async def list_series_campaigns(
        self, series_id: str, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageCampaignRead:
        """What came of it so far, newest first."""
        return await self._call(_list_series_campaigns, series_id, limit=limit, cursor=cursor)

    def iter_series_campaigns(
        self, series_id: str, *, limit: int | Unset = 50
    ) -> AsyncIterator[CampaignRead]:
        """Every row of `list_series_campaigns`, asked for page by page."""
        return self._rows(_list_series_campaigns, series_id, limit=limit)


class Cadences(AsyncResource):
    async def list_cadences(
        self,
        *,
        status: CadenceStatus | None | Unset = UNSET,
        q: str | Unset = "",
        external_id: None | str | Unset = UNSET,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageCadenceRead:
        """Newest first. Archived ones only with their status or external id."""
        return await self._call(
            _list_cadences, status=status, q=q, external_id=external_id, limit=limit, cursor=cursor
        )

    def iter_cadences(
        self,
        *,
        status: CadenceStatus | None | Unset = UNSET,
        q: str | Unset = "",
        external_id: None | str | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> AsyncIterator[CadenceRead]:
        """Every row of `list_cadences`, asked for page by page."""
        return self._rows(_list_cadences, status=status, q=q, external_id=external_id, limit=limit)

    async def create_cadence(
        self, *, body: CadenceCreate, idempotency_key: str | Unset = UNSET
    ) -> CadenceRead:
        """A draft: nobody goes through it before it is published and started."""
        return await self._call(_create_cadence, body=body, idempotency_key=idempotency_key)

    async def get_cadence(self, cadence_id: str) -> CadenceRead:
        return await self._call(_get_cadence, cadence_id)

    async def update_cadence(
        self, cadence_id: str, *, body: CadenceUpdate, if_match: None | str | Unset = UNSET
    ) -> CadenceRead:
        """Steps change in the draft only; settings take effect at once."""
        return await self._call(_update_cadence, cadence_id, body=body, if_match=if_match)

    async def delete_cadence(self, cadence_id: str) -> None:
        """Only one that was never published; others are archived."""
        return await self._done(_delete_cadence, cadence_id)

    async def duplicate_cadence(
        self, cadence_id: str, *, body: CadenceDuplicate, idempotency_key: str | Unset = UNSET
    ) -> CadenceRead:
        """A new draft with the same steps and settings; its people stay behind."""
        return await self._call(
            _duplicate_cadence, cadence_id, body=body, idempotency_key=idempotency_key
        )

    async def check_cadence(self, cadence_id: str) -> FindingsRead:
        """What of the draft forbids publishing, and what its maker might not have meant."""
        return await self._call(_check_cadence, cadence_id)

    async def simulate_cadence(
        self, cadence_id: str, *, body: CadenceSimulate, idempotency_key: str | Unset = UNSET
    ) -> SimulationRead:
        """When a contact would come to each step, and what each message would say. Nothing is sent."""
        return await self._call(
            _simulate_cadence, cadence_id, body=body, idempotency_key=idempotency_key
        )

    async def list_cadence_versions(self, cadence_id: str) -> VersionsRead:
        """What was published, newest first."""
        return await self._call(_list_cadence_versions, cadence_id)

    async def compare_cadence_versions(
        self, cadence_id: str, number: int, *, to: int | None | Unset = UNSET
    ) -> ChangesRead:
        """How another version, or the draft, differs from this one."""
        return await self._call(_compare_cadence_versions, cadence_id, number, to=to)

    async def get_cadence_statistics(
        self, cadence_id: str, *, version: int | None | Unset = UNSET
    ) -> StatisticsRead:
        """What became of whoever came to each step."""
        return await self._call(_get_cadence_statistics, cadence_id, version=version)

    async def publish_cadence(
        self,
        cadence_id: str,
        *,
        body: CadencePublish | None | Unset = UNSET,
        if_match: None | str | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
    ) -> PublishRead:
        """Make a version of the draft, for whoever enters from now on; 422 while something is wrong."""
        return await self._call(
            _publish_cadence,
            cadence_id,
            body=body,
            if_match=if_match,
            idempotency_key=idempotency_key,
        )

    async def move_cadence_enrolments(
        self, cadence_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> MoveRead:
        """Those on their way in older versions go on in the published one; repeating it is harmless."""
        return await self._call(
            _move_cadence_enrolments, cadence_id, idempotency_key=idempotency_key
        )

    async def start_cadence(
        self, cadence_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CadenceRead:
        """From here on people can be enrolled and move on; 409 before it was published."""
        return await self._call(_start_cadence, cadence_id, idempotency_key=idempotency_key)

    async def pause_cadence(
        self, cadence_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CadenceRead:
        """Nobody moves on, nobody is lost."""
        return await self._call(_pause_cadence, cadence_id, idempotency_key=idempotency_key)

    async def resume_cadence(
        self, cadence_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CadenceRead:
        """Everybody goes on where they stood."""
        return await self._call(_resume_cadence, cadence_id, idempotency_key=idempotency_key)

    async def archive_cadence(
        self, cadence_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CadenceRead:
        """Final. Everybody on their way is stopped; the record stays. Nobody moves on from here."""
        return await self._call(_archive_cadence, cadence_id, idempotency_key=idempotency_key)

    async def list_cadence_sources(self, cadence_id: str) -> PageSourceRead:
        """Newest first; what enrolled people once is among them."""
        return await self._call(_list_cadence_sources, cadence_id)

    async def create_cadence_source(
        self, cadence_id: str, *, body: SourceCreate, idempotency_key: str | Unset = UNSET
    ) -> SourceRead:
        return await self._call(
            _create_cadence_source, cadence_id, body=body, idempotency_key=idempotency_key
        )

    async def get_cadence_source(self, source_id: str) -> SourceRead:
        return await self._call(_get_cadence_source, source_id)

    async def update_cadence_source(self, source_id: str, *, body: SourceUpdate) -> SourceRead:
        """Another segment is looked at as if for the first time."""
        return await self._call(_update_cadence_source, source_id, body=body)

    async def delete_cadence_source(self, source_id: str) -> None:
        """Whoever it enrolled stays in the cadence."""
        return await self._done(_delete_cadence_source, source_id)


class Enrolments(AsyncResource):
    async def list_cadence_jobs(
        self, cadence_id: str, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageCadenceJobRead:
        """Newest first."""
        return await self._call(_list_cadence_jobs, cadence_id, limit=limit, cursor=cursor)

    def iter_cadence_jobs(
        self, cadence_id: str, *, limit: int | Unset = 50
    ) -> AsyncIterator[CadenceJobRead]:
        """Every row of `list_cadence_jobs`, asked for page by page."""
        return self._rows(_list_cadence_jobs, cadence_id, limit=limit)

    async def get_cadence_job(self, job_id: str) -> CadenceJobRead:
        return await self._call(_get_cadence_job, job_id)

    async def cancel_cadence_job(
        self, job_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> CadenceJobRead:
        """Nobody more is changed; what was done stays done. Archiving cannot be cancelled: 409."""
        return await self._call(_cancel_cadence_job, job_id, idempotency_key=idempotency_key)

    async def enrol_contacts(
        self, cadence_id: str, *, body: EnrolmentsCreate, idempotency_key: str | Unset = UNSET
    ) -> EnrolmentsCreated:
        """Let up to 1,000 contacts in, or everybody of a segment. Whoever is left out is told with the
        reason; asking twice enrols nobody twice.
        """
        return await self._call(
            _enrol_contacts, cadence_id, body=body, idempotency_key=idempotency_key
        )

    async def list_cadence_enrolments(
        self,
        cadence_id: str,
        *,
        status: list[EnrolmentStatus] | Unset = UNSET,
        step_key: None | str | Unset = UNSET,
        reason: None | str | Unset = UNSET,
        version: int | None | Unset = UNSET,
        q: str | Unset = "",
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageEnrolmentRead:
        """Newest first."""
        return await self._call(
            _list_cadence_enrolments,
            cadence_id,
            status=status,
            step_key=step_key,
            reason=reason,
            version=version,
            q=q,
            limit=limit,
            cursor=cursor,
        )

    def iter_cadence_enrolments(
        self,
        cadence_id: str,
        *,
        status: list[EnrolmentStatus] | Unset = UNSET,
        step_key: None | str | Unset = UNSET,
        reason: None | str | Unset = UNSET,
        version: int | None | Unset = UNSET,
        q: str | Unset = "",
        limit: int | Unset = 50,
    ) -> AsyncIterator[EnrolmentRead]:
        """Every row of `list_cadence_enrolments`, asked for page by page."""
        return self._rows(
            _list_cadence_enrolments,
            cadence_id,
            status=status,
            step_key=step_key,
            reason=reason,
            version=version,
            q=q,
            limit=limit,
        )

    async def list_enrolments(
        self,
        *,
        contact_id: None | str | Unset = UNSET,
        status: list[EnrolmentStatus] | Unset = UNSET,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageEnrolmentRead:
        """Of every cadence, newest first: with `contact_id`, the cadences of one contact."""
        return await self._call(
            _list_enrolments, contact_id=contact_id, status=status, limit=limit, cursor=cursor
        )

    def iter_enrolments(
        self,
        *,
        contact_id: None | str | Unset = UNSET,
        status: list[EnrolmentStatus] | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> AsyncIterator[EnrolmentRead]:
        """Every row of `list_enrolments`, asked for page by page."""
        return self._rows(_list_enrolments, contact_id=contact_id, status=status, limit=limit)

    async def get_enrolment(self, enrolment_id: str) -> EnrolmentDetail:
        """With its whole story, and what comes next."""
        return await self._call(_get_enrolment, enrolment_id)

    async def pause_enrolment(
        self,
        enrolment_id: str,
        *,
        body: EnrolmentAction | None | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
    ) -> EnrolmentDetail:
        """They rest where they stand; a message that is being sent finishes."""
        return await self._call(
            _pause_enrolment, enrolment_id, body=body, idempotency_key=idempotency_key
        )

    async def pause_enrolments(
        self, cadence_id: str, *, body: EnrolmentsAction, idempotency_key: str | Unset = UNSET
    ) -> EnrolmentsChanged:
        """They rest where they stand; a message that is being sent finishes."""
        return await self._call(
            _pause_enrolments, cadence_id, body=body, idempotency_key=idempotency_key
        )

    async def resume_enrolment(
        self,
        enrolment_id: str,
        *,
        body: EnrolmentAction | None | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
    ) -> EnrolmentDetail:
        """They go on where they rested, due no earlier than now."""
        return await self._call(
            _resume_enrolment, enrolment_id, body=body, idempotency_key=idempotency_key
        )

    async def resume_enrolments(
        self, cadence_id: str, *, body: EnrolmentsAction, idempotency_key: str | Unset = UNSET
    ) -> EnrolmentsChanged:
        """They go on where they rested, due no earlier than now."""
        return await self._call(
            _resume_enrolments, cadence_id, body=body, idempotency_key=idempotency_key
        )

    async def skip_enrolment(
        self,
        enrolment_id: str,
        *,
        body: EnrolmentAction | None | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
    ) -> EnrolmentDetail:
        """The step they wait at is passed by, unless its message is being sent."""
        return await self._call(
            _skip_enrolment, enrolment_id, body=body, idempotency_key=idempotency_key
        )

    async def skip_enrolments(
        self, cadence_id: str, *, body: EnrolmentsAction, idempotency_key: str | Unset = UNSET
    ) -> EnrolmentsChanged:
        """The step they wait at is passed by, unless its message is being sent."""
        return await self._call(
            _skip_enrolments, cadence_id, body=body, idempotency_key=idempotency_key
        )

    async def remove_enrolment(
        self,
        enrolment_id: str,
        *,
        body: EnrolmentAction | None | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
    ) -> EnrolmentDetail:
        """They leave the cadence for good."""
        return await self._call(
            _remove_enrolment, enrolment_id, body=body, idempotency_key=idempotency_key
        )

    async def remove_enrolments(
        self, cadence_id: str, *, body: EnrolmentsAction, idempotency_key: str | Unset = UNSET
    ) -> EnrolmentsChanged:
        """They leave the cadence for good."""
        return await self._call(
            _remove_enrolments, cadence_id, body=body, idempotency_key=idempotency_key
        )


class Contacts(AsyncResource):
    async def list_contacts(
        self,
        *,
        q: str | Unset = "",
        external_id: None | str | Unset = UNSET,
        tag_id: None | str | Unset = UNSET,
        segment_id: None | str | Unset = UNSET,
        import_id: None | str | Unset = UNSET,
        stage_id: None | str | Unset = UNSET,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageContactRead:
        """Newest first."""
        return await self._call(
            _list_contacts,
            q=q,
            external_id=external_id,
            tag_id=tag_id,
            segment_id=segment_id,
            import_id=import_id,
            stage_id=stage_id,
            limit=limit,
            cursor=cursor,
        )

    def iter_contacts(
        self,
        *,
        q: str | Unset = "",
        external_id: None | str | Unset = UNSET,
        tag_id: None | str | Unset = UNSET,
        segment_id: None | str | Unset = UNSET,
        import_id: None | str | Unset = UNSET,
        stage_id: None | str | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> AsyncIterator[ContactRead]:
        """Every row of `list_contacts`, asked for page by page."""
        return self._rows(
            _list_contacts,
            q=q,
            external_id=external_id,
            tag_id=tag_id,
            segment_id=segment_id,
            import_id=import_id,
            stage_id=stage_id,
            limit=limit,
        )

    async def create_contact(
        self, *, body: ContactCreate, idempotency_key: str | Unset = UNSET
    ) -> ContactDetail:
        """409 `contact_exists` names whoever has the number or external id already."""
        return await self._call(_create_contact, body=body, idempotency_key=idempotency_key)

    async def upsert_contacts(
        self, *, body: ContactBatch, idempotency_key: str | Unset = UNSET
    ) -> BatchRead:
        """Create or change up to 500 contacts, recognised by external id, then by number.

        Each row is answered for itself: one that is wrong leaves the others alone.
        """
        return await self._call(_upsert_contacts, body=body, idempotency_key=idempotency_key)

    async def tag_contacts(
        self, *, body: TagChange, idempotency_key: str | Unset = UNSET
    ) -> TagChanged:
        """Put tags on and take tags off many contacts in one go."""
        return await self._call(_tag_contacts, body=body, idempotency_key=idempotency_key)

    async def upsert_contact(self, external_id: str, *, body: ContactUpsert) -> ContactDetail:
        """Create the contact with this id of yours (201), or change it (200)."""
        return await self._call(_upsert_contact, external_id, body=body)

    async def get_contact(self, contact_id: str) -> ContactDetail:
        return await self._call(_get_contact, contact_id)

    async def update_contact(self, contact_id: str, *, body: ContactUpdate) -> ContactDetail:
        return await self._call(_update_contact, contact_id, body=body)

    async def delete_contact(self, contact_id: str) -> None:
        """Opt-outs of the contact's addresses stay."""
        return await self._done(_delete_contact, contact_id)

    async def merge_contacts(
        self, contact_id: str, *, body: MergeCreate, idempotency_key: str | Unset = UNSET
    ) -> MergeRead:
        """Make another contact part of this one; repeated it is the same merge.

        Numbers, tags, conversations and messages of both are this contact's afterwards, an opt-out of
        either holds for both, and no campaign reaches them twice.
        """
        return await self._call(
            _merge_contacts, contact_id, body=body, idempotency_key=idempotency_key
        )

    async def undo_contact_merge(
        self, merge_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> MergeUndone:
        """Two contacts again, as they were, within 30 days; `kept` names what was changed since."""
        return await self._call(_undo_contact_merge, merge_id, idempotency_key=idempotency_key)


class Stages(AsyncResource):
    async def list_stages(self) -> PageStageRead:
        """All of them, in the order of the pipeline."""
        return await self._call(_list_stages)

    async def create_stage(
        self, *, body: StageWrite, idempotency_key: str | Unset = UNSET
    ) -> StageRead:
        """Behind the others."""
        return await self._call(_create_stage, body=body, idempotency_key=idempotency_key)

    async def order_stages(self, *, body: StageOrder) -> PageStageRead:
        """Every stage must be named exactly once."""
        return await self._call(_order_stages, body=body)

    async def get_stage(self, stage_id: str) -> StageRead:
        return await self._call(_get_stage, stage_id)

    async def update_stage(self, stage_id: str, *, body: StageWrite) -> StageRead:
        """Another outcome holds for who comes from now on."""
        return await self._call(_update_stage, stage_id, body=body)

    async def delete_stage(self, stage_id: str, *, move_to: None | str | Unset = UNSET) -> None:
        """409 `stage_in_use` while contacts stand in it and no other is named, or a cadence uses it."""
        return await self._done(_delete_stage, stage_id, move_to=move_to)

    async def get_contact_stage(self, contact_id: str) -> LeadRead:
        return await self._call(_get_contact_stage, contact_id)

    async def set_contact_stage(
        self, contact_id: str, *, body: LeadWrite, if_match: None | str | Unset = UNSET
    ) -> LeadRead:
        """Put the contact into a stage. With If-Match only if nobody moved them since: 412."""
        return await self._call(_set_contact_stage, contact_id, body=body, if_match=if_match)

    async def remove_contact_stage(
        self, contact_id: str, *, if_match: None | str | Unset = UNSET
    ) -> None:
        """Take the contact out of the pipeline."""
        return await self._done(_remove_contact_stage, contact_id, if_match=if_match)

    async def list_contact_events(
        self,
        contact_id: str,
        *,
        name: None | str | Unset = UNSET,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageContactEventRead:
        """As they were told, the newest first."""
        return await self._call(
            _list_contact_events, contact_id, name=name, limit=limit, cursor=cursor
        )

    def iter_contact_events(
        self, contact_id: str, *, name: None | str | Unset = UNSET, limit: int | Unset = 50
    ) -> AsyncIterator[ContactEventRead]:
        """Every row of `list_contact_events`, asked for page by page."""
        return self._rows(_list_contact_events, contact_id, name=name, limit=limit)

    async def record_contact_event(
        self, contact_id: str, *, body: ContactEventWrite, idempotency_key: str | Unset = UNSET
    ) -> ContactEventRead:
        """Tell what the contact did. With an `external_id` it may be told again: 200, and no news."""
        return await self._call(
            _record_contact_event, contact_id, body=body, idempotency_key=idempotency_key
        )


class Consent(AsyncResource):
    async def list_contact_consents(
        self, contact_id: str, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageConsentRead:
        """Every word about any of the contact's numbers, the last one written down first."""
        return await self._call(_list_contact_consents, contact_id, limit=limit, cursor=cursor)

    def iter_contact_consents(
        self, contact_id: str, *, limit: int | Unset = 50
    ) -> AsyncIterator[ConsentRead]:
        """Every row of `list_contact_consents`, asked for page by page."""
        return self._rows(_list_contact_consents, contact_id, limit=limit)

    async def record_contact_consent(
        self, contact_id: str, *, body: ConsentWrite, idempotency_key: str | Unset = UNSET
    ) -> ConsentResult:
        """Write down what a person said to you. It holds for all their numbers.

        The newest word counts, by `occurred_at`. A grant needs a proof (422 `proof_missing`).
        """
        return await self._call(
            _record_contact_consent, contact_id, body=body, idempotency_key=idempotency_key
        )

    async def list_suppressions(
        self,
        *,
        channel: Channel | None | Unset = UNSET,
        scope: None | str | Unset = UNSET,
        contact_id: None | str | Unset = UNSET,
        phone: None | str | Unset = UNSET,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageSuppressionRead:
        """What must not be sent to whom, newest first."""
        return await self._call(
            _list_suppressions,
            channel=channel,
            scope=scope,
            contact_id=contact_id,
            phone=phone,
            limit=limit,
            cursor=cursor,
        )

    def iter_suppressions(
        self,
        *,
        channel: Channel | None | Unset = UNSET,
        scope: None | str | Unset = UNSET,
        contact_id: None | str | Unset = UNSET,
        phone: None | str | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> AsyncIterator[SuppressionRead]:
        """Every row of `list_suppressions`, asked for page by page."""
        return self._rows(
            _list_suppressions,
            channel=channel,
            scope=scope,
            contact_id=contact_id,
            phone=phone,
            limit=limit,
        )

    async def add_suppressions(
        self, *, body: SuppressionBatch, idempotency_key: str | Unset = UNSET
    ) -> SuppressionBatchRead:
        """Up to 1,000 people who are not to be written to; they need not be contacts.

        Each row is answered for itself. Nobody can be let back this way: see a contact's consents.
        """
        return await self._call(_add_suppressions, body=body, idempotency_key=idempotency_key)

    async def list_suppression_imports(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageSuppressionImportRead:
        """Newest first."""
        return await self._call(_list_suppression_imports, limit=limit, cursor=cursor)

    def iter_suppression_imports(
        self, *, limit: int | Unset = 50
    ) -> AsyncIterator[SuppressionImportRead]:
        """Every row of `list_suppression_imports`, asked for page by page."""
        return self._rows(_list_suppression_imports, limit=limit)

    async def upload_suppressions(
        self, *, body: BodyUploadSuppressions, idempotency_key: str | Unset = UNSET
    ) -> SuppressionImportRead:
        """Upload a CSV or XLSX of up to 1 GB. It is checked at once, and nothing is imported yet."""
        return await self._call(_upload_suppressions, body=body, idempotency_key=idempotency_key)

    async def get_suppression_import(self, list_id: str) -> SuppressionImportRead:
        return await self._call(_get_suppression_import, list_id)

    async def choose_suppression_column(
        self, list_id: str, *, body: SuppressionColumn
    ) -> SuppressionImportRead:
        """Say in which column the numbers are; the list is then checked."""
        return await self._call(_choose_suppression_column, list_id, body=body)

    async def start_suppression_import(
        self, list_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> SuppressionImportRead:
        return await self._call(_start_suppression_import, list_id, idempotency_key=idempotency_key)

    async def cancel_suppression_import(
        self, list_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> SuppressionImportRead:
        """Stops soon; whoever is suppressed by then stays so."""
        return await self._call(
            _cancel_suppression_import, list_id, idempotency_key=idempotency_key
        )

    async def download_suppression_errors(self, list_id: str) -> bytes:
        """Every row that was refused: its number, the row, the reason in words."""
        return await self._bytes(_download_suppression_errors, list_id)

    async def list_topics(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageTopicRead:
        """Newest first."""
        return await self._call(_list_topics, limit=limit, cursor=cursor)

    def iter_topics(self, *, limit: int | Unset = 50) -> AsyncIterator[TopicRead]:
        """Every row of `list_topics`, asked for page by page."""
        return self._rows(_list_topics, limit=limit)

    async def create_topic(
        self, *, body: TopicWrite, idempotency_key: str | Unset = UNSET
    ) -> TopicRead:
        return await self._call(_create_topic, body=body, idempotency_key=idempotency_key)

    async def get_topic(self, topic_id: str) -> TopicRead:
        return await self._call(_get_topic, topic_id)

    async def update_topic(self, topic_id: str, *, body: TopicWrite) -> TopicRead:
        return await self._call(_update_topic, topic_id, body=body)

    async def delete_topic(self, topic_id: str) -> None:
        """Only one that no campaign is about; the ledger keeps what was said of it."""
        return await self._done(_delete_topic, topic_id)


class Tags(AsyncResource):
    async def list_tags(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageTagRead:
        """Newest first."""
        return await self._call(_list_tags, limit=limit, cursor=cursor)

    def iter_tags(self, *, limit: int | Unset = 50) -> AsyncIterator[TagRead]:
        """Every row of `list_tags`, asked for page by page."""
        return self._rows(_list_tags, limit=limit)

    async def create_tag(self, *, body: TagWrite, idempotency_key: str | Unset = UNSET) -> TagRead:
        return await self._call(_create_tag, body=body, idempotency_key=idempotency_key)

    async def get_tag(self, tag_id: str) -> TagRead:
        return await self._call(_get_tag, tag_id)

    async def update_tag(self, tag_id: str, *, body: TagWrite) -> TagRead:
        return await self._call(_update_tag, tag_id, body=body)

    async def delete_tag(self, tag_id: str) -> None:
        """Takes the tag off every contact."""
        return await self._done(_delete_tag, tag_id)


class Fields(AsyncResource):
    async def list_fields(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageFieldRead:
        """Newest first."""
        return await self._call(_list_fields, limit=limit, cursor=cursor)

    def iter_fields(self, *, limit: int | Unset = 50) -> AsyncIterator[FieldRead]:
        """Every row of `list_fields`, asked for page by page."""
        return self._rows(_list_fields, limit=limit)

    async def create_field(
        self, *, body: FieldCreate, idempotency_key: str | Unset = UNSET
    ) -> FieldRead:
        return await self._call(_create_field, body=body, idempotency_key=idempotency_key)

    async def get_field(self, field_id: str) -> FieldRead:
        return await self._call(_get_field, field_id)

    async def update_field(self, field_id: str, *, body: FieldUpdate) -> FieldRead:
        """Key and type stay as they are."""
        return await self._call(_update_field, field_id, body=body)

    async def delete_field(self, field_id: str) -> None:
        """Removes its value from every contact."""
        return await self._done(_delete_field, field_id)


class Segments(AsyncResource):
    async def list_segments(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageSegmentRead:
        """Newest first."""
        return await self._call(_list_segments, limit=limit, cursor=cursor)

    def iter_segments(self, *, limit: int | Unset = 50) -> AsyncIterator[SegmentRead]:
        """Every row of `list_segments`, asked for page by page."""
        return self._rows(_list_segments, limit=limit)

    async def create_segment(
        self, *, body: SegmentWrite, idempotency_key: str | Unset = UNSET
    ) -> SegmentRead:
        return await self._call(_create_segment, body=body, idempotency_key=idempotency_key)

    async def preview_segment(
        self, *, body: SegmentPreview, idempotency_key: str | Unset = UNSET
    ) -> SegmentPeople:
        """Who would belong to it, without saving it."""
        return await self._call(_preview_segment, body=body, idempotency_key=idempotency_key)

    async def get_segment(self, segment_id: str) -> SegmentRead:
        return await self._call(_get_segment, segment_id)

    async def update_segment(self, segment_id: str, *, body: SegmentWrite) -> SegmentRead:
        return await self._call(_update_segment, segment_id, body=body)

    async def delete_segment(self, segment_id: str) -> None:
        return await self._done(_delete_segment, segment_id)

    async def count_segment(self, segment_id: str) -> SegmentPeople:
        """How many belong to it now, and the newest ten of them."""
        return await self._call(_count_segment, segment_id)


class Automation(AsyncResource):
    async def list_automation_rules(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageRuleRead:
        """Newest first."""
        return await self._call(_list_automation_rules, limit=limit, cursor=cursor)

    def iter_automation_rules(self, *, limit: int | Unset = 50) -> AsyncIterator[RuleRead]:
        """Every row of `list_automation_rules`, asked for page by page."""
        return self._rows(_list_automation_rules, limit=limit)

    async def create_automation_rule(
        self, *, body: RuleWrite, idempotency_key: str | Unset = UNSET
    ) -> RuleRead:
        return await self._call(_create_automation_rule, body=body, idempotency_key=idempotency_key)

    async def list_automation_runs(
        self,
        *,
        rule_id: None | str | Unset = UNSET,
        contact_id: None | str | Unset = UNSET,
        status: list[RunStatus] | None | Unset = UNSET,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageRuleRunRead:
        """What rules did, newest first; kept for 90 days."""
        return await self._call(
            _list_automation_runs,
            rule_id=rule_id,
            contact_id=contact_id,
            status=status,
            limit=limit,
            cursor=cursor,
        )

    def iter_automation_runs(
        self,
        *,
        rule_id: None | str | Unset = UNSET,
        contact_id: None | str | Unset = UNSET,
        status: list[RunStatus] | None | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> AsyncIterator[RuleRunRead]:
        """Every row of `list_automation_runs`, asked for page by page."""
        return self._rows(
            _list_automation_runs,
            rule_id=rule_id,
            contact_id=contact_id,
            status=status,
            limit=limit,
        )

    async def get_automation_rule(self, rule_id: str) -> RuleRead:
        return await self._call(_get_automation_rule, rule_id)

    async def update_automation_rule(
        self, rule_id: str, *, body: RuleWrite, if_match: None | str | Unset = UNSET
    ) -> RuleRead:
        """The whole rule anew; `enabled` switches it on and off."""
        return await self._call(_update_automation_rule, rule_id, body=body, if_match=if_match)

    async def delete_automation_rule(
        self, rule_id: str, *, if_match: None | str | Unset = UNSET
    ) -> None:
        """With the log of its runs. What it did stays."""
        return await self._done(_delete_automation_rule, rule_id, if_match=if_match)

    async def try_automation_rule(
        self, rule_id: str, *, body: RuleTry, idempotency_key: str | Unset = UNSET
    ) -> TrialRead:
        """What it would do for a contact, as things are now. Nothing is sent, written or told."""
        return await self._call(
            _try_automation_rule, rule_id, body=body, idempotency_key=idempotency_key
        )


class Imports(AsyncResource):
    async def list_imports(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageImportRead:
        """Newest first."""
        return await self._call(_list_imports, limit=limit, cursor=cursor)

    def iter_imports(self, *, limit: int | Unset = 50) -> AsyncIterator[ImportRead]:
        """Every row of `list_imports`, asked for page by page."""
        return self._rows(_list_imports, limit=limit)

    async def upload_import(
        self, *, body: BodyUploadImport, idempotency_key: str | Unset = UNSET
    ) -> ImportRead:
        """Upload a CSV or XLSX of up to 1 GB. Its columns are guessed; nothing is imported yet."""
        return await self._call(_upload_import, body=body, idempotency_key=idempotency_key)

    async def get_import(self, import_id: str) -> ImportRead:
        return await self._call(_get_import, import_id)

    async def configure_import(self, import_id: str, *, body: ImportConfigure) -> ImportRead:
        """Say which column is which, and what to do with contacts that exist."""
        return await self._call(_configure_import, import_id, body=body)

    async def check_import(
        self, import_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> ImportRead:
        """A dry run: counts what would happen and changes nothing."""
        return await self._call(_check_import, import_id, idempotency_key=idempotency_key)

    async def start_import(
        self, import_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> ImportRead:
        return await self._call(_start_import, import_id, idempotency_key=idempotency_key)

    async def cancel_import(
        self, import_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> ImportRead:
        """Stops soon; what is imported by then stays and can be undone."""
        return await self._call(_cancel_import, import_id, idempotency_key=idempotency_key)

    async def undo_import(
        self, import_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> ImportRead:
        """Takes back what nobody has touched since, within seven days."""
        return await self._call(_undo_import, import_id, idempotency_key=idempotency_key)

    async def download_import_errors(self, import_id: str) -> bytes:
        """Every row that was refused: its number, the row, the reason in words."""
        return await self._bytes(_download_import_errors, import_id)


class Media(AsyncResource):
    async def upload_media(
        self, *, body: BodyUploadMedia, idempotency_key: str | Unset = UNSET
    ) -> MediaRead:
        """Upload a file to send it in a message within a day; after that it is deleted.

        Pictures (JPEG, PNG) up to 5 MB, videos (MP4, 3GP) and recordings (AAC, AMR, MP3, M4A, OGG) up
        to 16 MB, stickers (WebP) up to 500 KB, documents up to 100 MB.
        """
        return await self._call(_upload_media, body=body, idempotency_key=idempotency_key)

    async def get_media(self, media_id: str) -> MediaRead:
        """What is known of a file, and a fresh address of its bytes."""
        return await self._call(_get_media, media_id)


class Connections(AsyncResource):
    async def list_connections(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageConnectionRead:
        return await self._call(_list_connections, limit=limit, cursor=cursor)

    def iter_connections(self, *, limit: int | Unset = 50) -> AsyncIterator[ConnectionRead]:
        """Every row of `list_connections`, asked for page by page."""
        return self._rows(_list_connections, limit=limit)

    async def create_connection(
        self,
        *,
        body: ConnectionCreate | TwilioConnectionCreate,
        idempotency_key: str | Unset = UNSET,
    ) -> ConnectionDetail:
        """Checks the account at its provider first; nothing is saved when that fails.

        `kind` is `meta_cloud` (WhatsApp) unless it says `twilio` (SMS).
        """
        return await self._call(_create_connection, body=body, idempotency_key=idempotency_key)

    async def get_connection(self, connection_id: str) -> ConnectionDetail:
        return await self._call(_get_connection, connection_id)

    async def update_connection(
        self, connection_id: str, *, body: ConnectionUpdate
    ) -> ConnectionDetail:
        return await self._call(_update_connection, connection_id, body=body)

    async def delete_connection(self, connection_id: str) -> None:
        """Its credentials are erased and its account is free. Refused while a campaign uses it."""
        return await self._done(_delete_connection, connection_id)

    async def check_connection(
        self, connection_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> ConnectionDetail:
        """Ask the provider again: does the token work, which numbers are there, are they healthy."""
        return await self._call(_check_connection, connection_id, idempotency_key=idempotency_key)

    async def update_phone_number(
        self, number_id: str, *, body: PhoneNumberUpdate
    ) -> PhoneNumberRead:
        return await self._call(_update_phone_number, number_id, body=body)

    async def release_phone_number(self, number_id: str) -> NumberOrderRead:
        """Give a number back that was bought here; it may then be sold to somebody else.

        409 while a campaign, a fallback or a recurring campaign uses it.
        """
        return await self._call(_release_phone_number, number_id)

    async def search_available_numbers(
        self,
        connection_id: str,
        *,
        country: str | Unset = "US",
        kind: NumberKind | Unset = UNSET,
        digits: str | Unset = "",
    ) -> AvailableNumbers:
        """Some numbers that can send SMS, as they are for sale right now. The provider charges monthly."""
        return await self._call(
            _search_available_numbers, connection_id, country=country, kind=kind, digits=digits
        )

    async def create_number_order(
        self, *, body: NumberOrderCreate, idempotency_key: str | Unset = UNSET
    ) -> NumberOrderRead:
        """Buy a number and set it up. Costs money; needs an `Idempotency-Key`.

        A number that cannot be set up is given back, and the order is `failed`.
        """
        return await self._call(_create_number_order, body=body, idempotency_key=idempotency_key)

    async def list_number_orders(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageNumberOrderRead:
        """Newest first."""
        return await self._call(_list_number_orders, limit=limit, cursor=cursor)

    def iter_number_orders(self, *, limit: int | Unset = 50) -> AsyncIterator[NumberOrderRead]:
        """Every row of `list_number_orders`, asked for page by page."""
        return self._rows(_list_number_orders, limit=limit)

    async def get_number_order(self, order_id: str) -> NumberOrderRead:
        return await self._call(_get_number_order, order_id)


class Templates(AsyncResource):
    async def list_templates(
        self,
        *,
        search: str | Unset = "",
        status: list[TemplateStatus] | None | Unset = UNSET,
        category: None | TemplateCategory | Unset = UNSET,
        connection_id: None | str | Unset = UNSET,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageTemplateRead:
        return await self._call(
            _list_templates,
            search=search,
            status=status,
            category=category,
            connection_id=connection_id,
            limit=limit,
            cursor=cursor,
        )

    def iter_templates(
        self,
        *,
        search: str | Unset = "",
        status: list[TemplateStatus] | None | Unset = UNSET,
        category: None | TemplateCategory | Unset = UNSET,
        connection_id: None | str | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> AsyncIterator[TemplateRead]:
        """Every row of `list_templates`, asked for page by page."""
        return self._rows(
            _list_templates,
            search=search,
            status=status,
            category=category,
            connection_id=connection_id,
            limit=limit,
        )

    async def create_template(
        self, *, body: TemplateCreate, idempotency_key: str | Unset = UNSET
    ) -> TemplateRead:
        """A draft. Meta hears of it when it is submitted."""
        return await self._call(_create_template, body=body, idempotency_key=idempotency_key)

    async def sync_templates(
        self, *, body: SyncRequest, idempotency_key: str | Unset = UNSET
    ) -> SyncResult:
        """Take over what Meta has for a connection: new, changed and deleted templates."""
        return await self._call(_sync_templates, body=body, idempotency_key=idempotency_key)

    async def get_template(self, template_id: str) -> TemplateRead:
        return await self._call(_get_template, template_id)

    async def update_template(
        self, template_id: str, *, body: TemplateUpdate, if_match: None | str | Unset = UNSET
    ) -> TemplateRead:
        return await self._call(_update_template, template_id, body=body, if_match=if_match)

    async def delete_template(self, template_id: str) -> None:
        """At Meta too. Refused while a campaign sends it."""
        return await self._done(_delete_template, template_id)

    async def submit_template(
        self, template_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> TemplateRead:
        """Hand a draft to Meta's review; the outcome comes as an event and changes its status."""
        return await self._call(_submit_template, template_id, idempotency_key=idempotency_key)

    async def upload_template_header_example(
        self,
        template_id: str,
        *,
        body: BodyUploadTemplateHeaderExample,
        idempotency_key: str | Unset = UNSET,
    ) -> TemplateRead:
        """The example Meta's reviewers see for a header with an image, a video or a document."""
        return await self._call(
            _upload_template_header_example, template_id, body=body, idempotency_key=idempotency_key
        )

    async def list_template_events(self, template_id: str) -> TemplateHistory:
        """Each change of status, category or quality, the latest first."""
        return await self._call(_list_template_events, template_id)

    async def preview_template(
        self, template_id: str, *, body: PreviewRequest, idempotency_key: str | Unset = UNSET
    ) -> Preview:
        return await self._call(
            _preview_template, template_id, body=body, idempotency_key=idempotency_key
        )


class Conversations(AsyncResource):
    async def list_conversations(
        self,
        *,
        status: ConversationStatus | None | Unset = UNSET,
        assignee_id: None | str | Unset = UNSET,
        unassigned: bool | Unset = False,
        team_id: None | str | Unset = UNSET,
        label_id: None | str | Unset = UNSET,
        phone_number_id: None | str | Unset = UNSET,
        contact_id: None | str | Unset = UNSET,
        priority: None | Priority | Unset = UNSET,
        unread: bool | Unset = False,
        updated_after: datetime.datetime | None | Unset = UNSET,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageConversationRead:
        """The newest message first."""
        return await self._call(
            _list_conversations,
            status=status,
            assignee_id=assignee_id,
            unassigned=unassigned,
            team_id=team_id,
            label_id=label_id,
            phone_number_id=phone_number_id,
            contact_id=contact_id,
            priority=priority,
            unread=unread,
            updated_after=updated_after,
            limit=limit,
            cursor=cursor,
        )

    def iter_conversations(
        self,
        *,
        status: ConversationStatus | None | Unset = UNSET,
        assignee_id: None | str | Unset = UNSET,
        unassigned: bool | Unset = False,
        team_id: None | str | Unset = UNSET,
        label_id: None | str | Unset = UNSET,
        phone_number_id: None | str | Unset = UNSET,
        contact_id: None | str | Unset = UNSET,
        priority: None | Priority | Unset = UNSET,
        unread: bool | Unset = False,
        updated_after: datetime.datetime | None | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> AsyncIterator[ConversationRead]:
        """Every row of `list_conversations`, asked for page by page."""
        return self._rows(
            _list_conversations,
            status=status,
            assignee_id=assignee_id,
            unassigned=unassigned,
            team_id=team_id,
            label_id=label_id,
            phone_number_id=phone_number_id,
            contact_id=contact_id,
            priority=priority,
            unread=unread,
            updated_after=updated_after,
            limit=limit,
        )

    async def start_conversation(
        self, *, body: ConversationStart, idempotency_key: str | Unset = UNSET
    ) -> ConversationRead:
        """The one there is, or a new one. It sends nothing."""
        return await self._call(_start_conversation, body=body, idempotency_key=idempotency_key)

    async def get_conversation(self, conversation_id: str) -> ConversationRead:
        return await self._call(_get_conversation, conversation_id)

    async def update_conversation(
        self,
        conversation_id: str,
        *,
        body: ConversationUpdate,
        if_match: None | str | Unset = UNSET,
    ) -> ConversationRead:
        """All of it or, when something is wrong, none."""
        return await self._call(_update_conversation, conversation_id, body=body, if_match=if_match)

    async def read_conversation(
        self, conversation_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> ConversationRead:
        """Somebody looked: nothing is unread. It is not a new version."""
        return await self._call(
            _read_conversation, conversation_id, idempotency_key=idempotency_key
        )

    async def get_conversation_messages(
        self,
        conversation_id: str,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        newer: None | str | Unset = UNSET,
    ) -> Timeline:
        """Messages, campaign sends, notes and events, newest first; both ways from where you are."""
        return await self._call(
            _get_conversation_messages, conversation_id, limit=limit, cursor=cursor, newer=newer
        )

    def iter_conversation_messages(
        self, conversation_id: str, *, limit: int | Unset = 50, newer: None | str | Unset = UNSET
    ) -> AsyncIterator[EntryRead]:
        """Every row of `get_conversation_messages`, asked for page by page."""
        return self._rows(_get_conversation_messages, conversation_id, limit=limit, newer=newer)

    async def write_note(
        self, conversation_id: str, *, body: NoteWrite, idempotency_key: str | Unset = UNSET
    ) -> NoteRead:
        """Only the team sees it."""
        return await self._call(
            _write_note, conversation_id, body=body, idempotency_key=idempotency_key
        )


class Messages(AsyncResource):
    async def list_messages(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        q: str | Unset = "",
        conversation_id: None | str | Unset = UNSET,
        contact_id: None | str | Unset = UNSET,
        phone_number_id: None | str | Unset = UNSET,
        direction: Direction | None | Unset = UNSET,
        status: list[DeliveryStatus] | None | Unset = UNSET,
        external_id: None | str | Unset = UNSET,
        since: datetime.datetime | None | Unset = UNSET,
        until: datetime.datetime | None | Unset = UNSET,
    ) -> PageFoundMessage:
        """Newest first. With `q` notes are found too, and a page may be short while there are more."""
        return await self._call(
            _list_messages,
            limit=limit,
            cursor=cursor,
            q=q,
            conversation_id=conversation_id,
            contact_id=contact_id,
            phone_number_id=phone_number_id,
            direction=direction,
            status=status,
            external_id=external_id,
            since=since,
            until=until,
        )

    def iter_messages(
        self,
        *,
        limit: int | Unset = 50,
        q: str | Unset = "",
        conversation_id: None | str | Unset = UNSET,
        contact_id: None | str | Unset = UNSET,
        phone_number_id: None | str | Unset = UNSET,
        direction: Direction | None | Unset = UNSET,
        status: list[DeliveryStatus] | None | Unset = UNSET,
        external_id: None | str | Unset = UNSET,
        since: datetime.datetime | None | Unset = UNSET,
        until: datetime.datetime | None | Unset = UNSET,
    ) -> AsyncIterator[FoundMessage]:
        """Every row of `list_messages`, asked for page by page."""
        return self._rows(
            _list_messages,
            limit=limit,
            q=q,
            conversation_id=conversation_id,
            contact_id=contact_id,
            phone_number_id=phone_number_id,
            direction=direction,
            status=status,
            external_id=external_id,
            since=since,
            until=until,
        )

    async def send_message(
        self, *, body: MessageSend, idempotency_key: str | Unset = UNSET
    ) -> MessageRead:
        """Written down, to be sent at once or at `send_at`: a slow channel never makes you wait.

        Needs an `Idempotency-Key`: asked for twice, it is one message.
        """
        return await self._call(_send_message, body=body, idempotency_key=idempotency_key)

    async def get_message(self, message_id: str) -> MessageDetail:
        return await self._call(_get_message, message_id)

    async def cancel_message(self, message_id: str) -> MessageRead:
        """Take back a scheduled message; 409 when it is not scheduled, or was sent already."""
        return await self._call(_cancel_message, message_id)


class Labels(AsyncResource):
    async def list_labels(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageLabelRead:
        """Newest first."""
        return await self._call(_list_labels, limit=limit, cursor=cursor)

    def iter_labels(self, *, limit: int | Unset = 50) -> AsyncIterator[LabelRead]:
        """Every row of `list_labels`, asked for page by page."""
        return self._rows(_list_labels, limit=limit)

    async def create_label(
        self, *, body: LabelWrite, idempotency_key: str | Unset = UNSET
    ) -> LabelRead:
        return await self._call(_create_label, body=body, idempotency_key=idempotency_key)

    async def get_label(self, label_id: str) -> LabelRead:
        return await self._call(_get_label, label_id)

    async def update_label(self, label_id: str, *, body: LabelWrite) -> LabelRead:
        return await self._call(_update_label, label_id, body=body)

    async def delete_label(self, label_id: str) -> None:
        """Takes the label off every conversation."""
        return await self._done(_delete_label, label_id)


class Limits(AsyncResource):
    async def get_limits(self) -> LimitsRead:
        return await self._call(_get_limits)

    async def update_portfolio(
        self, portfolio_id: str, *, body: PortfolioChange
    ) -> PortfolioLimitRead:
        """The share of the limit that campaigns leave to other messages."""
        return await self._call(_update_portfolio, portfolio_id, body=body)

    async def retry_stopped(self, breaker_id: str, *, idempotency_key: str | Unset = UNSET) -> None:
        """Try it now: its campaigns go on slowly, and at their pace once that went well."""
        return await self._done(_retry_stopped, breaker_id, idempotency_key=idempotency_key)


class Triggers(AsyncResource):
    async def fire_trigger(self, *, body: Trigger, idempotency_key: str | Unset = UNSET) -> Fired:
        """A contact, found or made, and any of enrol, stop, send, launch and event.

        Everything happens in one transaction, or nothing does. Needs an `Idempotency-Key`. That
        somebody is left out of a cadence is no failure: `enrol` says why. `launch` also needs the scope
        `campaigns:run`: without it 403 `missing_scope`, and nothing is done.
        """
        return await self._call(_fire_trigger, body=body, idempotency_key=idempotency_key)

    async def trigger_enrol(
        self, *, body: EnrolTrigger, idempotency_key: str | Unset = UNSET
    ) -> Fired:
        """Have a contact, found or made, go through a cadence."""
        return await self._call(_trigger_enrol, body=body, idempotency_key=idempotency_key)

    async def trigger_send(
        self, *, body: SendTrigger, idempotency_key: str | Unset = UNSET
    ) -> Fired:
        """Send one message to a contact, found or made."""
        return await self._call(_trigger_send, body=body, idempotency_key=idempotency_key)

    async def trigger_event(
        self, *, body: EventTrigger, idempotency_key: str | Unset = UNSET
    ) -> Fired:
        """Tell what a contact, found or made, did in your system. Goals and stops listen to it."""
        return await self._call(_trigger_event, body=body, idempotency_key=idempotency_key)

    async def trigger_launch(
        self, *, body: LaunchPart, idempotency_key: str | Unset = UNSET
    ) -> Fired:
        """Send a campaign now. The company's limits hold as ever: it may wait for a second person.

        Needs the scope `campaigns:run` beside `triggers:fire`.
        """
        return await self._call(_trigger_launch, body=body, idempotency_key=idempotency_key)

    async def trigger_call(
        self, *, body: CallTrigger, idempotency_key: str | Unset = UNSET
    ) -> Fired:
        """A phone call to a contact. Not there yet: 409 `calls_unavailable`, and nothing is done."""
        return await self._call(_trigger_call, body=body, idempotency_key=idempotency_key)

    async def list_hooks(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageHookRead:
        """Newest first."""
        return await self._call(_list_hooks, limit=limit, cursor=cursor)

    def iter_hooks(self, *, limit: int | Unset = 50) -> AsyncIterator[HookRead]:
        """Every row of `list_hooks`, asked for page by page."""
        return self._rows(_list_hooks, limit=limit)

    async def create_hook(
        self, *, body: HookCreate, idempotency_key: str | Unset = UNSET
    ) -> HookRead:
        """A new one keeps samples until it is told not to: send it something, map it, switch it on."""
        return await self._call(_create_hook, body=body, idempotency_key=idempotency_key)

    async def get_hook(self, hook_id: str) -> HookRead:
        return await self._call(_get_hook, hook_id)

    async def update_hook(
        self, hook_id: str, *, body: HookUpdate, if_match: None | str | Unset = UNSET
    ) -> HookRead:
        """With `If-Match` only to the version you saw. `capturing: false` switches the mapping on."""
        return await self._call(_update_hook, hook_id, body=body, if_match=if_match)

    async def delete_hook(self, hook_id: str) -> None:
        """Its address leads nowhere from now on, and its log goes; what it did stays done."""
        return await self._done(_delete_hook, hook_id)

    async def rotate_hook(self, hook_id: str, *, idempotency_key: str | Unset = UNSET) -> HookRead:
        """A new address; the old one leads nowhere from now on."""
        return await self._call(_rotate_hook, hook_id, idempotency_key=idempotency_key)

    async def list_hook_requests(
        self,
        hook_id: str,
        *,
        status: list[HookRequestStatus] | None | Unset = UNSET,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageHookRequestRead:
        """What came in, newest first."""
        return await self._call(
            _list_hook_requests, hook_id, status=status, limit=limit, cursor=cursor
        )

    def iter_hook_requests(
        self,
        hook_id: str,
        *,
        status: list[HookRequestStatus] | None | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> AsyncIterator[HookRequestRead]:
        """Every row of `list_hook_requests`, asked for page by page."""
        return self._rows(_list_hook_requests, hook_id, status=status, limit=limit)

    async def get_hook_request(self, hook_id: str, request_id: str) -> HookRequestDetail:
        return await self._call(_get_hook_request, hook_id, request_id)

    async def replay_hook_request(
        self, hook_id: str, request_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> HookRequestRead:
        """Apply it once more, by the mapping as it is now; a sample for the first time."""
        return await self._call(
            _replay_hook_request, hook_id, request_id, idempotency_key=idempotency_key
        )

    async def replay_hook(
        self, hook_id: str, *, body: HookReplay, idempotency_key: str | Unset = UNSET
    ) -> HookReplayed:
        """Apply again what failed."""
        return await self._call(_replay_hook, hook_id, body=body, idempotency_key=idempotency_key)

    async def preview_hook(
        self, hook_id: str, *, body: HookPreviewAsk, idempotency_key: str | Unset = UNSET
    ) -> HookPreviewRead:
        """What would come of a sample with a mapping. Nothing is kept of it."""
        return await self._call(_preview_hook, hook_id, body=body, idempotency_key=idempotency_key)


class CannedReplies(AsyncResource):
    async def list_canned_replies(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageCannedReplyRead:
        """Newest first."""
        return await self._call(_list_canned_replies, limit=limit, cursor=cursor)

    def iter_canned_replies(self, *, limit: int | Unset = 50) -> AsyncIterator[CannedReplyRead]:
        """Every row of `list_canned_replies`, asked for page by page."""
        return self._rows(_list_canned_replies, limit=limit)

    async def create_canned_reply(
        self, *, body: CannedReplyWrite, idempotency_key: str | Unset = UNSET
    ) -> CannedReplyRead:
        return await self._call(_create_canned_reply, body=body, idempotency_key=idempotency_key)

    async def get_canned_reply(self, canned_reply_id: str) -> CannedReplyRead:
        return await self._call(_get_canned_reply, canned_reply_id)

    async def update_canned_reply(
        self, canned_reply_id: str, *, body: CannedReplyWrite
    ) -> CannedReplyRead:
        return await self._call(_update_canned_reply, canned_reply_id, body=body)

    async def delete_canned_reply(self, canned_reply_id: str) -> None:
        """Messages made of it stay."""
        return await self._done(_delete_canned_reply, canned_reply_id)


class Rates(AsyncResource):
    async def list_rates(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageRateRead:
        """Newest first."""
        return await self._call(_list_rates, limit=limit, cursor=cursor)

    def iter_rates(self, *, limit: int | Unset = 50) -> AsyncIterator[RateRead]:
        """Every row of `list_rates`, asked for page by page."""
        return self._rows(_list_rates, limit=limit)

    async def create_rate(
        self, *, body: RateWrite, idempotency_key: str | Unset = UNSET
    ) -> RateRead:
        """A new price is a new row with the day from which it holds."""
        return await self._call(_create_rate, body=body, idempotency_key=idempotency_key)

    async def put_rates(self, *, body: RatesBatch) -> None:
        """Many at once: one with the same channel, country, category and day is replaced."""
        return await self._done(_put_rates, body=body)

    async def get_rate(self, rate_id: str) -> RateRead:
        return await self._call(_get_rate, rate_id)

    async def update_rate(self, rate_id: str, *, body: RateWrite) -> RateRead:
        """Corrects a row. What campaigns were launched with stays as it was."""
        return await self._call(_update_rate, rate_id, body=body)

    async def delete_rate(self, rate_id: str) -> None:
        return await self._done(_delete_rate, rate_id)


class WebhookEndpoints(AsyncResource):
    async def list_webhook_endpoints(
        self, *, limit: int | Unset = 50, cursor: None | str | Unset = UNSET
    ) -> PageWebhookEndpointRead:
        """Newest first."""
        return await self._call(_list_webhook_endpoints, limit=limit, cursor=cursor)

    def iter_webhook_endpoints(
        self, *, limit: int | Unset = 50
    ) -> AsyncIterator[WebhookEndpointRead]:
        """Every row of `list_webhook_endpoints`, asked for page by page."""
        return self._rows(_list_webhook_endpoints, limit=limit)

    async def create_webhook_endpoint(
        self, *, body: WebhookEndpointWrite, idempotency_key: str | Unset = UNSET
    ) -> WebhookEndpointSecret:
        """The secret is told only here, and when it is changed."""
        return await self._call(
            _create_webhook_endpoint, body=body, idempotency_key=idempotency_key
        )

    async def get_webhook_endpoint(self, endpoint_id: str) -> WebhookEndpointRead:
        return await self._call(_get_webhook_endpoint, endpoint_id)

    async def update_webhook_endpoint(
        self, endpoint_id: str, *, body: WebhookEndpointChange, if_match: None | str | Unset = UNSET
    ) -> WebhookEndpointRead:
        """Also what waits already goes to the new address, in the new form."""
        return await self._call(_update_webhook_endpoint, endpoint_id, body=body, if_match=if_match)

    async def delete_webhook_endpoint(self, endpoint_id: str) -> None:
        """With its log."""
        return await self._done(_delete_webhook_endpoint, endpoint_id)

    async def rotate_webhook_secret(
        self, endpoint_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> WebhookEndpointSecret:
        """A new secret. For 24 hours each delivery is signed with both."""
        return await self._call(
            _rotate_webhook_secret, endpoint_id, idempotency_key=idempotency_key
        )

    async def test_webhook_endpoint(
        self, endpoint_id: str, *, body: WebhookTest, idempotency_key: str | Unset = UNSET
    ) -> WebhookTestRead:
        """Calls it now with an example, whose body says `"test": true`; what it answered."""
        return await self._call(
            _test_webhook_endpoint, endpoint_id, body=body, idempotency_key=idempotency_key
        )

    async def enable_webhook_endpoint(
        self, endpoint_id: str, *, body: WebhookEnable, idempotency_key: str | Unset = UNSET
    ) -> WebhookEndpointRead:
        return await self._call(
            _enable_webhook_endpoint, endpoint_id, body=body, idempotency_key=idempotency_key
        )

    async def disable_webhook_endpoint(
        self, endpoint_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> WebhookEndpointRead:
        """What waits rests; what happens from now on is not kept for it."""
        return await self._call(
            _disable_webhook_endpoint, endpoint_id, idempotency_key=idempotency_key
        )

    async def list_webhook_deliveries(
        self,
        endpoint_id: str,
        *,
        state: list[DeliveryState] | None | Unset = UNSET,
        type_: None | str | Unset = UNSET,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageDeliveryRead:
        """Newest first."""
        return await self._call(
            _list_webhook_deliveries,
            endpoint_id,
            state=state,
            type_=type_,
            limit=limit,
            cursor=cursor,
        )

    def iter_webhook_deliveries(
        self,
        endpoint_id: str,
        *,
        state: list[DeliveryState] | None | Unset = UNSET,
        type_: None | str | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> AsyncIterator[DeliveryRead]:
        """Every row of `list_webhook_deliveries`, asked for page by page."""
        return self._rows(
            _list_webhook_deliveries, endpoint_id, state=state, type_=type_, limit=limit
        )

    async def get_webhook_delivery(self, endpoint_id: str, delivery_id: str) -> DeliveryDetail:
        """With each try and what was sent."""
        return await self._call(_get_webhook_delivery, endpoint_id, delivery_id)

    async def replay_webhook_delivery(
        self, endpoint_id: str, delivery_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> DeliveryRead:
        """Send it again, under the same `webhook-id`; what waits for its next try is tried now."""
        return await self._call(
            _replay_webhook_delivery, endpoint_id, delivery_id, idempotency_key=idempotency_key
        )

    async def replay_webhook_deliveries_since(
        self, endpoint_id: str, *, body: ReplaySince, idempotency_key: str | Unset = UNSET
    ) -> ReplaySinceRead:
        """Send all events since a moment again, each resource's in order of `sequence`."""
        return await self._call(
            _replay_webhook_deliveries_since,
            endpoint_id,
            body=body,
            idempotency_key=idempotency_key,
        )


class WebhookEvents(AsyncResource):
    async def list_webhook_events(
        self,
        *,
        failed: bool | Unset = False,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PageWebhookEventRead:
        """What providers told us, newest first. The contents stay inside."""
        return await self._call(_list_webhook_events, failed=failed, limit=limit, cursor=cursor)

    def iter_webhook_events(
        self, *, failed: bool | Unset = False, limit: int | Unset = 50
    ) -> AsyncIterator[WebhookEventRead]:
        """Every row of `list_webhook_events`, asked for page by page."""
        return self._rows(_list_webhook_events, failed=failed, limit=limit)

    async def replay_webhook_event(
        self, event_id: str, *, idempotency_key: str | Unset = UNSET
    ) -> WebhookEventRead:
        """Apply a stored event once more; harmless for one that was applied before."""
        return await self._call(_replay_webhook_event, event_id, idempotency_key=idempotency_key)


class Events(AsyncResource):
    async def list_events(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        type_: list[str] | Unset = UNSET,
        resource: None | str | Unset = UNSET,
        contact_id: None | str | Unset = UNSET,
        since: datetime.datetime | None | Unset = UNSET,
    ) -> PageEventRead:
        """What happened, newest first, kept for 30 days: whatever a webhook or a rule listened to."""
        return await self._call(
            _list_events,
            limit=limit,
            cursor=cursor,
            type_=type_,
            resource=resource,
            contact_id=contact_id,
            since=since,
        )

    def iter_events(
        self,
        *,
        limit: int | Unset = 50,
        type_: list[str] | Unset = UNSET,
        resource: None | str | Unset = UNSET,
        contact_id: None | str | Unset = UNSET,
        since: datetime.datetime | None | Unset = UNSET,
    ) -> AsyncIterator[EventRead]:
        """Every row of `list_events`, asked for page by page."""
        return self._rows(
            _list_events,
            limit=limit,
            type_=type_,
            resource=resource,
            contact_id=contact_id,
            since=since,
        )

    async def get_event(self, told_event_id: str) -> EventRead:
        return await self._call(_get_event, told_event_id)


class Resources:
    def __init__(self, calls: Any) -> None:
        self.company = Company(calls)
        self.users = Users(calls)
        self.api_keys = ApiKeys(calls)
        self.campaigns = Campaigns(calls)
        self.series = Series(calls)
        self.cadences = Cadences(calls)
        self.enrolments = Enrolments(calls)
        self.contacts = Contacts(calls)
        self.stages = Stages(calls)
        self.consent = Consent(calls)
        self.tags = Tags(calls)
        self.fields = Fields(calls)
        self.segments = Segments(calls)
        self.automation = Automation(calls)
        self.imports = Imports(calls)
        self.media = Media(calls)
        self.connections = Connections(calls)
        self.templates = Templates(calls)
        self.conversations = Conversations(calls)
        self.messages = Messages(calls)
        self.labels = Labels(calls)
        self.limits = Limits(calls)
        self.triggers = Triggers(calls)
        self.canned_replies = CannedReplies(calls)
        self.rates = Rates(calls)
        self.webhook_endpoints = WebhookEndpoints(calls)
        self.webhook_events = WebhookEvents(calls)
        self.events = Events(calls)

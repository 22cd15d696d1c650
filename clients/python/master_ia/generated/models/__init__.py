"""Contains all the data models used in inputs/outputs"""

from .action_body import ActionBody
from .action_body_bindings import ActionBodyBindings
from .action_kind import ActionKind
from .action_outcome import ActionOutcome
from .action_result_read import ActionResultRead
from .ai_step import AiStep
from .api_key_create import ApiKeyCreate
from .api_key_issued import ApiKeyIssued
from .api_key_read import ApiKeyRead
from .assign_step import AssignStep
from .assignee import Assignee
from .attempt_read import AttemptRead
from .audience_body import AudienceBody
from .available_number_read import AvailableNumberRead
from .available_numbers import AvailableNumbers
from .batch_error import BatchError
from .batch_read import BatchRead
from .batch_result import BatchResult
from .batch_result_status import BatchResultStatus
from .binding import Binding
from .body_upload_import import BodyUploadImport
from .body_upload_media import BodyUploadMedia
from .body_upload_media_kind_type_0 import BodyUploadMediaKindType0
from .body_upload_suppressions import BodyUploadSuppressions
from .body_upload_template_header_example import BodyUploadTemplateHeaderExample
from .breaker_state import BreakerState
from .breaker_target import BreakerTarget
from .budget_change import BudgetChange
from .budget_data import BudgetData
from .budget_read import BudgetRead
from .button_body import ButtonBody
from .buttons_body import ButtonsBody
from .cadence_create import CadenceCreate
from .cadence_data import CadenceData
from .cadence_duplicate import CadenceDuplicate
from .cadence_job_read import CadenceJobRead
from .cadence_publish import CadencePublish
from .cadence_read import CadenceRead
from .cadence_simulate import CadenceSimulate
from .cadence_status import CadenceStatus
from .cadence_update import CadenceUpdate
from .cadence_webhook_data import CadenceWebhookData
from .cadence_webhook_data_data import CadenceWebhookDataData
from .cadences_moment_read import CadencesMomentRead
from .cadences_moment_read_answers import CadencesMomentReadAnswers
from .cadences_moment_read_answers_additional_property import (
    CadencesMomentReadAnswersAdditionalProperty,
)
from .call_part import CallPart
from .call_part_variables import CallPartVariables
from .call_step import CallStep
from .call_trigger import CallTrigger
from .call_trigger_variables import CallTriggerVariables
from .campaign_clone import CampaignClone
from .campaign_create import CampaignCreate
from .campaign_create_bindings import CampaignCreateBindings
from .campaign_data import CampaignData
from .campaign_data_counts import CampaignDataCounts
from .campaign_event_read import CampaignEventRead
from .campaign_part_body import CampaignPartBody
from .campaign_progress import CampaignProgress
from .campaign_progress_counts import CampaignProgressCounts
from .campaign_read import CampaignRead
from .campaign_read_bindings import CampaignReadBindings
from .campaign_resend import CampaignResend
from .campaign_schedule import CampaignSchedule
from .campaign_status import CampaignStatus
from .campaign_test import CampaignTest
from .campaign_update import CampaignUpdate
from .campaign_update_bindings import CampaignUpdateBindings
from .canned_reply_read import CannedReplyRead
from .canned_reply_write import CannedReplyWrite
from .change_read import ChangeRead
from .change_read_kind import ChangeReadKind
from .changes_read import ChangesRead
from .channel import Channel
from .channel_data import ChannelData
from .coming_read import ComingRead
from .company_hours import CompanyHours
from .company_read import CompanyRead
from .comparison import Comparison
from .condition_body import ConditionBody
from .condition_step_input import ConditionStepInput
from .condition_step_output import ConditionStepOutput
from .confirmations import Confirmations
from .connection_create import ConnectionCreate
from .connection_detail import ConnectionDetail
from .connection_health import ConnectionHealth
from .connection_kind import ConnectionKind
from .connection_read import ConnectionRead
from .connection_update import ConnectionUpdate
from .consent_data import ConsentData
from .consent_read import ConsentRead
from .consent_read_proof import ConsentReadProof
from .consent_result import ConsentResult
from .consent_source import ConsentSource
from .consent_write import ConsentWrite
from .consent_write_proof import ConsentWriteProof
from .contact_batch import ContactBatch
from .contact_create import ContactCreate
from .contact_create_fields import ContactCreateFields
from .contact_data import ContactData
from .contact_data_fields import ContactDataFields
from .contact_detail import ContactDetail
from .contact_detail_fields import ContactDetailFields
from .contact_event_data import ContactEventData
from .contact_event_data_data import ContactEventDataData
from .contact_event_read import ContactEventRead
from .contact_event_read_data import ContactEventReadData
from .contact_event_write import ContactEventWrite
from .contact_event_write_data import ContactEventWriteData
from .contact_gone_data import ContactGoneData
from .contact_merged_data import ContactMergedData
from .contact_merged_data_fields import ContactMergedDataFields
from .contact_part import ContactPart
from .contact_part_fields import ContactPartFields
from .contact_read import ContactRead
from .contact_read_fields import ContactReadFields
from .contact_update import ContactUpdate
from .contact_update_fields import ContactUpdateFields
from .contact_updated_data import ContactUpdatedData
from .contact_updated_data_fields import ContactUpdatedDataFields
from .contact_upsert import ContactUpsert
from .contact_upsert_fields import ContactUpsertFields
from .conversation_data import ConversationData
from .conversation_read import ConversationRead
from .conversation_start import ConversationStart
from .conversation_status import ConversationStatus
from .conversation_update import ConversationUpdate
from .cost_line_read import CostLineRead
from .cost_read import CostRead
from .day_off import DayOff
from .day_off_name import DayOffName
from .day_read import DayRead
from .days_off import DaysOff
from .delivery_detail import DeliveryDetail
from .delivery_read import DeliveryRead
from .delivery_state import DeliveryState
from .delivery_status import DeliveryStatus
from .direction import Direction
from .end_step import EndStep
from .endpoint_status import EndpointStatus
from .enrol_part import EnrolPart
from .enrol_step import EnrolStep
from .enrol_trigger import EnrolTrigger
from .enrolment_action import EnrolmentAction
from .enrolment_data import EnrolmentData
from .enrolment_detail import EnrolmentDetail
from .enrolment_read import EnrolmentRead
from .enrolment_result import EnrolmentResult
from .enrolment_status import EnrolmentStatus
from .enrolments_action import EnrolmentsAction
from .enrolments_changed import EnrolmentsChanged
from .enrolments_create import EnrolmentsCreate
from .enrolments_created import EnrolmentsCreated
from .enrolments_created_left_out import EnrolmentsCreatedLeftOut
from .entry_read import EntryRead
from .entry_read_content import EntryReadContent
from .enums_purpose import EnumsPurpose
from .event_part import EventPart
from .event_part_data import EventPartData
from .event_read import EventRead
from .event_read_data import EventReadData
from .event_resource import EventResource
from .event_trigger import EventTrigger
from .event_trigger_data import EventTriggerData
from .excluded_read import ExcludedRead
from .experiment_body import ExperimentBody
from .experiment_read import ExperimentRead
from .fallback_body import FallbackBody
from .fallback_body_bindings import FallbackBodyBindings
from .fallback_read import FallbackRead
from .fallback_read_bindings import FallbackReadBindings
from .fallback_report import FallbackReport
from .field_create import FieldCreate
from .field_read import FieldRead
from .field_step import FieldStep
from .field_type import FieldType
from .field_update import FieldUpdate
from .figures_read import FiguresRead
from .file_read import FileRead
from .finding_read import FindingRead
from .finding_read_severity import FindingReadSeverity
from .findings_read import FindingsRead
from .fired import Fired
from .fired_contact import FiredContact
from .fired_contact_status import FiredContactStatus
from .fired_enrol import FiredEnrol
from .fired_event import FiredEvent
from .fired_launch import FiredLaunch
from .fired_send import FiredSend
from .fired_send_status import FiredSendStatus
from .fired_stop import FiredStop
from .forecast_read import ForecastRead
from .found_message import FoundMessage
from .found_message_content import FoundMessageContent
from .found_message_metadata import FoundMessageMetadata
from .found_message_status_type_0 import FoundMessageStatusType0
from .frequency import Frequency
from .group_body_input import GroupBodyInput
from .group_body_output import GroupBodyOutput
from .hold_out_read import HoldOutRead
from .hook_create import HookCreate
from .hook_preview_ask import HookPreviewAsk
from .hook_preview_ask_actions_type_0 import HookPreviewAskActionsType0
from .hook_preview_ask_body_type_0 import HookPreviewAskBodyType0
from .hook_preview_read import HookPreviewRead
from .hook_preview_read_contact import HookPreviewReadContact
from .hook_preview_row import HookPreviewRow
from .hook_problem import HookProblem
from .hook_read import HookRead
from .hook_read_actions import HookReadActions
from .hook_replay import HookReplay
from .hook_replayed import HookReplayed
from .hook_request_detail import HookRequestDetail
from .hook_request_detail_body import HookRequestDetailBody
from .hook_request_detail_headers import HookRequestDetailHeaders
from .hook_request_read import HookRequestRead
from .hook_request_status import HookRequestStatus
from .hook_update import HookUpdate
from .hook_update_actions_type_0 import HookUpdateActionsType0
from .hours_body import HoursBody
from .identity_kind import IdentityKind
from .identity_read import IdentityRead
from .import_configure import ImportConfigure
from .import_configure_mapping import ImportConfigureMapping
from .import_counts import ImportCounts
from .import_data import ImportData
from .import_data_counts import ImportDataCounts
from .import_kind import ImportKind
from .import_options import ImportOptions
from .import_options_existing import ImportOptionsExisting
from .import_options_values import ImportOptionsValues
from .import_read import ImportRead
from .import_read_mapping import ImportReadMapping
from .import_status import ImportStatus
from .job_kind import JobKind
from .job_status import JobStatus
from .keywords import Keywords
from .label_read import LabelRead
from .label_write import LabelWrite
from .label_write_colour import LabelWriteColour
from .launch_part import LaunchPart
from .lead_data import LeadData
from .lead_read import LeadRead
from .lead_write import LeadWrite
from .limit_note_read import LimitNoteRead
from .limit_note_read_code import LimitNoteReadCode
from .limits_read import LimitsRead
from .link_domain_create import LinkDomainCreate
from .link_domain_list import LinkDomainList
from .link_domain_read import LinkDomainRead
from .link_read import LinkRead
from .list_body import ListBody
from .location_body import LocationBody
from .mapping import Mapping
from .mapping_row import MappingRow
from .mark_read import MarkRead
from .match import Match
from .media_body import MediaBody
from .media_body_kind_type_0 import MediaBodyKindType0
from .media_read import MediaRead
from .media_status import MediaStatus
from .merge_create import MergeCreate
from .merge_create_keep import MergeCreateKeep
from .merge_create_keep_additional_property import MergeCreateKeepAdditionalProperty
from .merge_read import MergeRead
from .merge_undone import MergeUndone
from .message_data import MessageData
from .message_data_metadata import MessageDataMetadata
from .message_detail import MessageDetail
from .message_detail_content import MessageDetailContent
from .message_detail_metadata import MessageDetailMetadata
from .message_detail_status_type_0 import MessageDetailStatusType0
from .message_event import MessageEvent
from .message_event_type import MessageEventType
from .message_read import MessageRead
from .message_read_content import MessageReadContent
from .message_read_metadata import MessageReadMetadata
from .message_read_status_type_0 import MessageReadStatusType0
from .message_send import MessageSend
from .message_send_metadata import MessageSendMetadata
from .message_step import MessageStep
from .message_step_bindings import MessageStepBindings
from .metric import Metric
from .move_read import MoveRead
from .note_read import NoteRead
from .note_write import NoteWrite
from .notice_read import NoticeRead
from .number_kind import NumberKind
from .number_limit_read import NumberLimitRead
from .number_order_create import NumberOrderCreate
from .number_order_read import NumberOrderRead
from .number_order_status import NumberOrderStatus
from .occurrence_body import OccurrenceBody
from .occurrence_read import OccurrenceRead
from .operator import Operator
from .outcome import Outcome
from .outgoing_purpose import OutgoingPurpose
from .page_api_key_read import PageApiKeyRead
from .page_cadence_job_read import PageCadenceJobRead
from .page_cadence_read import PageCadenceRead
from .page_campaign_event_read import PageCampaignEventRead
from .page_campaign_read import PageCampaignRead
from .page_canned_reply_read import PageCannedReplyRead
from .page_connection_read import PageConnectionRead
from .page_consent_read import PageConsentRead
from .page_contact_event_read import PageContactEventRead
from .page_contact_read import PageContactRead
from .page_conversation_read import PageConversationRead
from .page_delivery_read import PageDeliveryRead
from .page_enrolment_read import PageEnrolmentRead
from .page_event_read import PageEventRead
from .page_field_read import PageFieldRead
from .page_found_message import PageFoundMessage
from .page_hook_read import PageHookRead
from .page_hook_request_read import PageHookRequestRead
from .page_import_read import PageImportRead
from .page_label_read import PageLabelRead
from .page_number_order_read import PageNumberOrderRead
from .page_rate_read import PageRateRead
from .page_recipient_read import PageRecipientRead
from .page_rule_read import PageRuleRead
from .page_rule_run_read import PageRuleRunRead
from .page_segment_read import PageSegmentRead
from .page_series_read import PageSeriesRead
from .page_source_read import PageSourceRead
from .page_stage_read import PageStageRead
from .page_suppression_import_read import PageSuppressionImportRead
from .page_suppression_read import PageSuppressionRead
from .page_tag_read import PageTagRead
from .page_template_read import PageTemplateRead
from .page_topic_read import PageTopicRead
from .page_user_read import PageUserRead
from .page_webhook_endpoint_read import PageWebhookEndpointRead
from .page_webhook_event_read import PageWebhookEventRead
from .pending_change import PendingChange
from .pending_change_bindings import PendingChangeBindings
from .pending_changed import PendingChanged
from .person_read import PersonRead
from .phone_number_read import PhoneNumberRead
from .phone_number_update import PhoneNumberUpdate
from .policy_read import PolicyRead
from .policy_update import PolicyUpdate
from .portfolio_change import PortfolioChange
from .portfolio_limit_read import PortfolioLimitRead
from .preflight_read import PreflightRead
from .preview import Preview
from .preview_button import PreviewButton
from .preview_request import PreviewRequest
from .priority import Priority
from .problem import Problem
from .problem_error import ProblemError
from .publish_read import PublishRead
from .purpose_output import PurposeOutput
from .quote_read import QuoteRead
from .rate_read import RateRead
from .rate_write import RateWrite
from .rate_write_category import RateWriteCategory
from .rates_batch import RatesBatch
from .reaction_body import ReactionBody
from .reason_count import ReasonCount
from .recipient_read import RecipientRead
from .recipient_ref import RecipientRef
from .recipient_result import RecipientResult
from .recipient_result_status import RecipientResultStatus
from .recipients_added import RecipientsAdded
from .recipients_batch import RecipientsBatch
from .recipients_drop import RecipientsDrop
from .recipients_dropped import RecipientsDropped
from .refusal_read import RefusalRead
from .replay_since import ReplaySince
from .replay_since_read import ReplaySinceRead
from .results_moment_read import ResultsMomentRead
from .results_read import ResultsRead
from .resume_unknown import ResumeUnknown
from .retry_failed import RetryFailed
from .role import Role
from .row_body import RowBody
from .rule_body import RuleBody
from .rule_read import RuleRead
from .rule_run_read import RuleRunRead
from .rule_try import RuleTry
from .rule_webhook_data import RuleWebhookData
from .rule_write import RuleWrite
from .rules_body_input import RulesBodyInput
from .rules_body_output import RulesBodyOutput
from .run_read import RunRead
from .run_read_left_out import RunReadLeftOut
from .run_status import RunStatus
from .scope import Scope
from .section_body import SectionBody
from .segment_people import SegmentPeople
from .segment_preview import SegmentPreview
from .segment_read import SegmentRead
from .segment_write import SegmentWrite
from .selection import Selection
from .send_part import SendPart
from .send_part_metadata import SendPartMetadata
from .send_trigger import SendTrigger
from .send_trigger_metadata import SendTriggerMetadata
from .series_read import SeriesRead
from .series_write import SeriesWrite
from .signature import Signature
from .signature_kind import SignatureKind
from .simulated_step import SimulatedStep
from .simulated_step_branch_type_0 import SimulatedStepBranchType0
from .simulated_text import SimulatedText
from .simulation_read import SimulationRead
from .sms_body import SmsBody
from .sms_body_footer_when import SmsBodyFooterWhen
from .source_create import SourceCreate
from .source_kind import SourceKind
from .source_read import SourceRead
from .source_update import SourceUpdate
from .stage_order import StageOrder
from .stage_outcome import StageOutcome
from .stage_read import StageRead
from .stage_step import StageStep
from .stage_write import StageWrite
from .stage_write_colour import StageWriteColour
from .statistics_read import StatisticsRead
from .statistics_read_steps import StatisticsReadSteps
from .step import Step
from .step_figures_read import StepFiguresRead
from .step_message_read import StepMessageRead
from .stop import Stop
from .stop_part import StopPart
from .stopped_read import StoppedRead
from .story_entry_read import StoryEntryRead
from .suppression_batch import SuppressionBatch
from .suppression_batch_read import SuppressionBatchRead
from .suppression_column import SuppressionColumn
from .suppression_import_counts import SuppressionImportCounts
from .suppression_import_read import SuppressionImportRead
from .suppression_read import SuppressionRead
from .suppression_result import SuppressionResult
from .suppression_result_status import SuppressionResultStatus
from .suppression_write import SuppressionWrite
from .suppression_write_proof import SuppressionWriteProof
from .sync_request import SyncRequest
from .sync_result import SyncResult
from .tag_change import TagChange
from .tag_changed import TagChanged
from .tag_data import TagData
from .tag_read import TagRead
from .tag_step import TagStep
from .tag_write import TagWrite
from .tag_write_colour import TagWriteColour
from .template_body import TemplateBody
from .template_body_variables import TemplateBodyVariables
from .template_category import TemplateCategory
from .template_create import TemplateCreate
from .template_create_bindings import TemplateCreateBindings
from .template_create_components_item import TemplateCreateComponentsItem
from .template_create_parameter_format import TemplateCreateParameterFormat
from .template_data import TemplateData
from .template_event_read import TemplateEventRead
from .template_history import TemplateHistory
from .template_read import TemplateRead
from .template_read_bindings import TemplateReadBindings
from .template_status import TemplateStatus
from .template_update import TemplateUpdate
from .template_update_bindings_type_0 import TemplateUpdateBindingsType0
from .template_update_components_type_0_item import TemplateUpdateComponentsType0Item
from .template_update_parameter_format_type_0 import TemplateUpdateParameterFormatType0
from .test_data import TestData
from .test_kind import TestKind
from .text_body import TextBody
from .timeline import Timeline
from .timeline_read import TimelineRead
from .topic_read import TopicRead
from .topic_write import TopicWrite
from .transform import Transform
from .trial_read import TrialRead
from .trigger import Trigger
from .trigger_body import TriggerBody
from .trigger_kind import TriggerKind
from .twilio_connection_create import TwilioConnectionCreate
from .unclear import Unclear
from .user_read import UserRead
from .variant_body import VariantBody
from .variant_body_bindings import VariantBodyBindings
from .variant_choice import VariantChoice
from .variant_read import VariantRead
from .variant_read_bindings import VariantReadBindings
from .variant_result import VariantResult
from .variant_result_read import VariantResultRead
from .version_read import VersionRead
from .versions_read import VersionsRead
from .wait_kind import WaitKind
from .wait_step import WaitStep
from .webhook_enable import WebhookEnable
from .webhook_endpoint_change import WebhookEndpointChange
from .webhook_endpoint_read import WebhookEndpointRead
from .webhook_endpoint_secret import WebhookEndpointSecret
from .webhook_endpoint_write import WebhookEndpointWrite
from .webhook_event_read import WebhookEventRead
from .webhook_step import WebhookStep
from .webhook_test import WebhookTest
from .webhook_test_read import WebhookTestRead

__all__ = (
    "ActionBody",
    "ActionBodyBindings",
    "ActionKind",
    "ActionOutcome",
    "ActionResultRead",
    "AiStep",
    "ApiKeyCreate",
    "ApiKeyIssued",
    "ApiKeyRead",
    "Assignee",
    "AssignStep",
    "AttemptRead",
    "AudienceBody",
    "AvailableNumberRead",
    "AvailableNumbers",
    "BatchError",
    "BatchRead",
    "BatchResult",
    "BatchResultStatus",
    "Binding",
    "BodyUploadImport",
    "BodyUploadMedia",
    "BodyUploadMediaKindType0",
    "BodyUploadSuppressions",
    "BodyUploadTemplateHeaderExample",
    "BreakerState",
    "BreakerTarget",
    "BudgetChange",
    "BudgetData",
    "BudgetRead",
    "ButtonBody",
    "ButtonsBody",
    "CadenceCreate",
    "CadenceData",
    "CadenceDuplicate",
    "CadenceJobRead",
    "CadencePublish",
    "CadenceRead",
    "CadenceSimulate",
    "CadencesMomentRead",
    "CadencesMomentReadAnswers",
    "CadencesMomentReadAnswersAdditionalProperty",
    "CadenceStatus",
    "CadenceUpdate",
    "CadenceWebhookData",
    "CadenceWebhookDataData",
    "CallPart",
    "CallPartVariables",
    "CallStep",
    "CallTrigger",
    "CallTriggerVariables",
    "CampaignClone",
    "CampaignCreate",
    "CampaignCreateBindings",
    "CampaignData",
    "CampaignDataCounts",
    "CampaignEventRead",
    "CampaignPartBody",
    "CampaignProgress",
    "CampaignProgressCounts",
    "CampaignRead",
    "CampaignReadBindings",
    "CampaignResend",
    "CampaignSchedule",
    "CampaignStatus",
    "CampaignTest",
    "CampaignUpdate",
    "CampaignUpdateBindings",
    "CannedReplyRead",
    "CannedReplyWrite",
    "ChangeRead",
    "ChangeReadKind",
    "ChangesRead",
    "Channel",
    "ChannelData",
    "ComingRead",
    "CompanyHours",
    "CompanyRead",
    "Comparison",
    "ConditionBody",
    "ConditionStepInput",
    "ConditionStepOutput",
    "Confirmations",
    "ConnectionCreate",
    "ConnectionDetail",
    "ConnectionHealth",
    "ConnectionKind",
    "ConnectionRead",
    "ConnectionUpdate",
    "ConsentData",
    "ConsentRead",
    "ConsentReadProof",
    "ConsentResult",
    "ConsentSource",
    "ConsentWrite",
    "ConsentWriteProof",
    "ContactBatch",
    "ContactCreate",
    "ContactCreateFields",
    "ContactData",
    "ContactDataFields",
    "ContactDetail",
    "ContactDetailFields",
    "ContactEventData",
    "ContactEventDataData",
    "ContactEventRead",
    "ContactEventReadData",
    "ContactEventWrite",
    "ContactEventWriteData",
    "ContactGoneData",
    "ContactMergedData",
    "ContactMergedDataFields",
    "ContactPart",
    "ContactPartFields",
    "ContactRead",
    "ContactReadFields",
    "ContactUpdate",
    "ContactUpdatedData",
    "ContactUpdatedDataFields",
    "ContactUpdateFields",
    "ContactUpsert",
    "ContactUpsertFields",
    "ConversationData",
    "ConversationRead",
    "ConversationStart",
    "ConversationStatus",
    "ConversationUpdate",
    "CostLineRead",
    "CostRead",
    "DayOff",
    "DayOffName",
    "DayRead",
    "DaysOff",
    "DeliveryDetail",
    "DeliveryRead",
    "DeliveryState",
    "DeliveryStatus",
    "Direction",
    "EndpointStatus",
    "EndStep",
    "EnrolmentAction",
    "EnrolmentData",
    "EnrolmentDetail",
    "EnrolmentRead",
    "EnrolmentResult",
    "EnrolmentsAction",
    "EnrolmentsChanged",
    "EnrolmentsCreate",
    "EnrolmentsCreated",
    "EnrolmentsCreatedLeftOut",
    "EnrolmentStatus",
    "EnrolPart",
    "EnrolStep",
    "EnrolTrigger",
    "EntryRead",
    "EntryReadContent",
    "EnumsPurpose",
    "EventPart",
    "EventPartData",
    "EventRead",
    "EventReadData",
    "EventResource",
    "EventTrigger",
    "EventTriggerData",
    "ExcludedRead",
    "ExperimentBody",
    "ExperimentRead",
    "FallbackBody",
    "FallbackBodyBindings",
    "FallbackRead",
    "FallbackReadBindings",
    "FallbackReport",
    "FieldCreate",
    "FieldRead",
    "FieldStep",
    "FieldType",
    "FieldUpdate",
    "FiguresRead",
    "FileRead",
    "FindingRead",
    "FindingReadSeverity",
    "FindingsRead",
    "Fired",
    "FiredContact",
    "FiredContactStatus",
    "FiredEnrol",
    "FiredEvent",
    "FiredLaunch",
    "FiredSend",
    "FiredSendStatus",
    "FiredStop",
    "ForecastRead",
    "FoundMessage",
    "FoundMessageContent",
    "FoundMessageMetadata",
    "FoundMessageStatusType0",
    "Frequency",
    "GroupBodyInput",
    "GroupBodyOutput",
    "HoldOutRead",
    "HookCreate",
    "HookPreviewAsk",
    "HookPreviewAskActionsType0",
    "HookPreviewAskBodyType0",
    "HookPreviewRead",
    "HookPreviewReadContact",
    "HookPreviewRow",
    "HookProblem",
    "HookRead",
    "HookReadActions",
    "HookReplay",
    "HookReplayed",
    "HookRequestDetail",
    "HookRequestDetailBody",
    "HookRequestDetailHeaders",
    "HookRequestRead",
    "HookRequestStatus",
    "HookUpdate",
    "HookUpdateActionsType0",
    "HoursBody",
    "IdentityKind",
    "IdentityRead",
    "ImportConfigure",
    "ImportConfigureMapping",
    "ImportCounts",
    "ImportData",
    "ImportDataCounts",
    "ImportKind",
    "ImportOptions",
    "ImportOptionsExisting",
    "ImportOptionsValues",
    "ImportRead",
    "ImportReadMapping",
    "ImportStatus",
    "JobKind",
    "JobStatus",
    "Keywords",
    "LabelRead",
    "LabelWrite",
    "LabelWriteColour",
    "LaunchPart",
    "LeadData",
    "LeadRead",
    "LeadWrite",
    "LimitNoteRead",
    "LimitNoteReadCode",
    "LimitsRead",
    "LinkDomainCreate",
    "LinkDomainList",
    "LinkDomainRead",
    "LinkRead",
    "ListBody",
    "LocationBody",
    "Mapping",
    "MappingRow",
    "MarkRead",
    "Match",
    "MediaBody",
    "MediaBodyKindType0",
    "MediaRead",
    "MediaStatus",
    "MergeCreate",
    "MergeCreateKeep",
    "MergeCreateKeepAdditionalProperty",
    "MergeRead",
    "MergeUndone",
    "MessageData",
    "MessageDataMetadata",
    "MessageDetail",
    "MessageDetailContent",
    "MessageDetailMetadata",
    "MessageDetailStatusType0",
    "MessageEvent",
    "MessageEventType",
    "MessageRead",
    "MessageReadContent",
    "MessageReadMetadata",
    "MessageReadStatusType0",
    "MessageSend",
    "MessageSendMetadata",
    "MessageStep",
    "MessageStepBindings",
    "Metric",
    "MoveRead",
    "NoteRead",
    "NoteWrite",
    "NoticeRead",
    "NumberKind",
    "NumberLimitRead",
    "NumberOrderCreate",
    "NumberOrderRead",
    "NumberOrderStatus",
    "OccurrenceBody",
    "OccurrenceRead",
    "Operator",
    "Outcome",
    "OutgoingPurpose",
    "PageApiKeyRead",
    "PageCadenceJobRead",
    "PageCadenceRead",
    "PageCampaignEventRead",
    "PageCampaignRead",
    "PageCannedReplyRead",
    "PageConnectionRead",
    "PageConsentRead",
    "PageContactEventRead",
    "PageContactRead",
    "PageConversationRead",
    "PageDeliveryRead",
    "PageEnrolmentRead",
    "PageEventRead",
    "PageFieldRead",
    "PageFoundMessage",
    "PageHookRead",
    "PageHookRequestRead",
    "PageImportRead",
    "PageLabelRead",
    "PageNumberOrderRead",
    "PageRateRead",
    "PageRecipientRead",
    "PageRuleRead",
    "PageRuleRunRead",
    "PageSegmentRead",
    "PageSeriesRead",
    "PageSourceRead",
    "PageStageRead",
    "PageSuppressionImportRead",
    "PageSuppressionRead",
    "PageTagRead",
    "PageTemplateRead",
    "PageTopicRead",
    "PageUserRead",
    "PageWebhookEndpointRead",
    "PageWebhookEventRead",
    "PendingChange",
    "PendingChangeBindings",
    "PendingChanged",
    "PersonRead",
    "PhoneNumberRead",
    "PhoneNumberUpdate",
    "PolicyRead",
    "PolicyUpdate",
    "PortfolioChange",
    "PortfolioLimitRead",
    "PreflightRead",
    "Preview",
    "PreviewButton",
    "PreviewRequest",
    "Priority",
    "Problem",
    "ProblemError",
    "PublishRead",
    "PurposeOutput",
    "QuoteRead",
    "RateRead",
    "RatesBatch",
    "RateWrite",
    "RateWriteCategory",
    "ReactionBody",
    "ReasonCount",
    "RecipientRead",
    "RecipientRef",
    "RecipientResult",
    "RecipientResultStatus",
    "RecipientsAdded",
    "RecipientsBatch",
    "RecipientsDrop",
    "RecipientsDropped",
    "RefusalRead",
    "ReplaySince",
    "ReplaySinceRead",
    "ResultsMomentRead",
    "ResultsRead",
    "ResumeUnknown",
    "RetryFailed",
    "Role",
    "RowBody",
    "RuleBody",
    "RuleRead",
    "RuleRunRead",
    "RulesBodyInput",
    "RulesBodyOutput",
    "RuleTry",
    "RuleWebhookData",
    "RuleWrite",
    "RunRead",
    "RunReadLeftOut",
    "RunStatus",
    "Scope",
    "SectionBody",
    "SegmentPeople",
    "SegmentPreview",
    "SegmentRead",
    "SegmentWrite",
    "Selection",
    "SendPart",
    "SendPartMetadata",
    "SendTrigger",
    "SendTriggerMetadata",
    "SeriesRead",
    "SeriesWrite",
    "Signature",
    "SignatureKind",
    "SimulatedStep",
    "SimulatedStepBranchType0",
    "SimulatedText",
    "SimulationRead",
    "SmsBody",
    "SmsBodyFooterWhen",
    "SourceCreate",
    "SourceKind",
    "SourceRead",
    "SourceUpdate",
    "StageOrder",
    "StageOutcome",
    "StageRead",
    "StageStep",
    "StageWrite",
    "StageWriteColour",
    "StatisticsRead",
    "StatisticsReadSteps",
    "Step",
    "StepFiguresRead",
    "StepMessageRead",
    "Stop",
    "StopPart",
    "StoppedRead",
    "StoryEntryRead",
    "SuppressionBatch",
    "SuppressionBatchRead",
    "SuppressionColumn",
    "SuppressionImportCounts",
    "SuppressionImportRead",
    "SuppressionRead",
    "SuppressionResult",
    "SuppressionResultStatus",
    "SuppressionWrite",
    "SuppressionWriteProof",
    "SyncRequest",
    "SyncResult",
    "TagChange",
    "TagChanged",
    "TagData",
    "TagRead",
    "TagStep",
    "TagWrite",
    "TagWriteColour",
    "TemplateBody",
    "TemplateBodyVariables",
    "TemplateCategory",
    "TemplateCreate",
    "TemplateCreateBindings",
    "TemplateCreateComponentsItem",
    "TemplateCreateParameterFormat",
    "TemplateData",
    "TemplateEventRead",
    "TemplateHistory",
    "TemplateRead",
    "TemplateReadBindings",
    "TemplateStatus",
    "TemplateUpdate",
    "TemplateUpdateBindingsType0",
    "TemplateUpdateComponentsType0Item",
    "TemplateUpdateParameterFormatType0",
    "TestData",
    "TestKind",
    "TextBody",
    "Timeline",
    "TimelineRead",
    "TopicRead",
    "TopicWrite",
    "Transform",
    "TrialRead",
    "Trigger",
    "TriggerBody",
    "TriggerKind",
    "TwilioConnectionCreate",
    "Unclear",
    "UserRead",
    "VariantBody",
    "VariantBodyBindings",
    "VariantChoice",
    "VariantRead",
    "VariantReadBindings",
    "VariantResult",
    "VariantResultRead",
    "VersionRead",
    "VersionsRead",
    "WaitKind",
    "WaitStep",
    "WebhookEnable",
    "WebhookEndpointChange",
    "WebhookEndpointRead",
    "WebhookEndpointSecret",
    "WebhookEndpointWrite",
    "WebhookEventRead",
    "WebhookStep",
    "WebhookTest",
    "WebhookTestRead",
)

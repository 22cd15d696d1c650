"""Once a minute: repeat what a crash left out. Run by a Temporal Schedule."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.automation import AutomationActivities
    from activities.cadence_jobs import CadenceJobActivities
    from activities.cadence_sources import CadenceSourceActivities
    from activities.cadences import CadenceActivities
    from activities.deliveries import DeliveryActivities
    from activities.fallbacks import FallbackActivities
    from activities.hooks import HookActivities
    from activities.inbox import InboxActivities
    from activities.media import MediaActivities
    from activities.notifications import NotificationActivities
    from activities.number_orders import NumberOrderActivities
    from activities.replies import ReplyActivities
    from activities.series import SeriesActivities
    from activities.sms import SmsActivities
    from activities.sweeps import SweepActivities
    from workflows import options

# Those that came later, in the order in which histories know them; each with its patch.
_SINCE = (
    ("sweep-snoozed", InboxActivities.sweep_snoozed),
    ("sweep-series", SeriesActivities.sweep_series),
    ("sweep-fallbacks", FallbackActivities.sweep_fallbacks),
    ("sweep-sms", SmsActivities.sweep_sms),
    ("sweep-number-orders", NumberOrderActivities.sweep_number_orders),
    ("sweep-cadences", CadenceActivities.sweep_cadences),
    ("sweep-deliveries", DeliveryActivities.sweep_deliveries),
    ("sweep-hooks", HookActivities.sweep_hooks),
    ("sweep-rules", AutomationActivities.sweep_rules),
    ("sweep-sources", CadenceSourceActivities.sweep_sources),
    ("sweep-jobs", CadenceJobActivities.sweep_jobs),
)


@workflow.defn
class SweepWorkflow:
    @workflow.run
    async def run(self) -> None:
        await workflow.execute_activity_method(SweepActivities.sweep_campaigns, **options.SWEEP)
        await workflow.execute_activity_method(SweepActivities.sweep_imports, **options.SWEEP)
        await workflow.execute_activity_method(SweepActivities.sweep_events, **options.SWEEP)
        await workflow.execute_activity_method(SweepActivities.sweep_expired, **options.SWEEP)
        if workflow.patched("inbox-sweeps"):
            await workflow.execute_activity_method(
                NotificationActivities.sweep_notifications, **options.SWEEP
            )
            await workflow.execute_activity_method(MediaActivities.sweep_media, **options.SWEEP)
            await workflow.execute_activity_method(ReplyActivities.sweep_replies, **options.SWEEP)
        for name, sweep in _SINCE:
            if workflow.patched(name):
                await workflow.execute_activity_method(sweep, **options.SWEEP)

"""Once a minute: repeat what a crash left out. Run by a Temporal Schedule."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.automation import AutomationActivities
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
        if workflow.patched("sweep-snoozed"):
            await workflow.execute_activity_method(InboxActivities.sweep_snoozed, **options.SWEEP)
        if workflow.patched("sweep-series"):
            await workflow.execute_activity_method(SeriesActivities.sweep_series, **options.SWEEP)
        if workflow.patched("sweep-fallbacks"):
            await workflow.execute_activity_method(
                FallbackActivities.sweep_fallbacks, **options.SWEEP
            )
        if workflow.patched("sweep-sms"):
            await workflow.execute_activity_method(SmsActivities.sweep_sms, **options.SWEEP)
        if workflow.patched("sweep-number-orders"):
            await workflow.execute_activity_method(
                NumberOrderActivities.sweep_number_orders, **options.SWEEP
            )
        if workflow.patched("sweep-cadences"):
            await workflow.execute_activity_method(
                CadenceActivities.sweep_cadences, **options.SWEEP
            )
        if workflow.patched("sweep-rules"):
            await workflow.execute_activity_method(
                AutomationActivities.sweep_rules, **options.SWEEP
            )
        if workflow.patched("sweep-deliveries"):
            await workflow.execute_activity_method(
                DeliveryActivities.sweep_deliveries, **options.SWEEP
            )
        if workflow.patched("sweep-hooks"):
            await workflow.execute_activity_method(HookActivities.sweep_hooks, **options.SWEEP)

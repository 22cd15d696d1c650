"""Has a company's rules do what waits; the rows are the outbox.

Told by a signal that there are new rows, it looks until none waits, and ends.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.automation import AutomationActivities
    from schemas.payloads.notifications import CompanyRef
    from workflows import options


@workflow.defn
class AutomationWorkflow:
    @workflow.init
    def __init__(self, _company: CompanyRef) -> None:
        self._asked = True

    @workflow.run
    async def run(self, company: CompanyRef) -> None:
        while self._asked:
            self._asked = False
            result = await workflow.execute_activity_method(
                AutomationActivities.run_rules, company, **options.RULES
            )
            self._asked = self._asked or result.more
            if self._asked and workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(company)

    @workflow.signal
    def changed(self) -> None:
        self._asked = True

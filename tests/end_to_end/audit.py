"""An auditor of one run: it reads only the streams, the report and what the scenario declares, slowly and with code of
its own. audit() returns the faults that it finds, none when all is well.

The steps stand in the modules audit_counts, audit_lives, audit_limits, audit_people and audit_money; prices come from the rule
tables as dated_prices reads them.
"""
import audit_counts
import audit_limits
import audit_lives
import audit_money
import audit_people
from audit_run import Run

STEPS = (
    audit_counts.totals, audit_counts.replay,
    audit_lives.events, audit_lives.calls, audit_lives.waits, audit_lives.instants,
    audit_limits.recipients, audit_limits.place_parts, audit_limits.windows, audit_limits.days, audit_limits.calls,
    audit_lives.latencies, audit_counts.running_counts,  # these need the places of parts
    audit_money.sums, audit_money.calls, audit_money.texts, audit_money.inbound, audit_money.spending,
    audit_people.opt_outs, audit_people.verified, audit_people.identities, audit_people.pools,
    audit_people.inbound_counts, audit_people.destinations,
)


def audit(declared, done, prices):
    run = Run(declared, done)
    run.prices = prices
    for step in STEPS:
        step(run)
    return run.faults

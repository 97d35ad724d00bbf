"""Conservation: of the report's counts, and at every event of the run. Three streams are counted apart and held against each
other: messages.ndjson (one line a message), events.ndjson (what was published) and timeseries.csv (the program's running counts)."""
import bisect
import collections
import decimal

from audit_run import SECOND, is_reached, reached_at
from sendlab_runs import micros, nanoseconds


def totals(run):
    """requested = accepted + refused, accepted = final + pending, in every block of the report, by the lines."""
    for where, block, lines in run.blocks():
        counts = block["messages"]
        refused = collections.Counter(m["reason"] for m in lines if m["status"] == "REFUSED")
        final = collections.Counter(m["status"] for m in lines if m["status"] != "REFUSED")
        run.check(counts["requested"] == counts["accepted"] + sum(counts["refused"].values()) + counts["unsent"], lambda: f"{where}: requested does not add up: {counts}")
        run.check(counts["accepted"] == counts["pending"] + sum(final.values()), lambda: f"{where}: accepted {counts['accepted']}, the stream has {sum(final.values())} and {counts['pending']} are pending")
        run.check(counts["final"] == dict(final), lambda: f"{where}: final {counts['final']}, the stream has {dict(final)}")
        if not where.startswith(("numbers", "carriers")):
            run.check(counts["refused"] == dict(refused), lambda: f"{where}: refused {counts['refused']}, the stream has {dict(refused)}")
        if counts["pending"] == 0:
            parts = sum(m["parts"] for m in lines if m["status"] != "REFUSED")
            run.check(counts["parts"] == parts, lambda: f"{where}: parts {counts['parts']}, the stream has {parts}")
    keys = ("requested", "accepted", "parts", "pending", "unsent")
    whole = [sum(b["messages"][k] for b in run.report["workloads"].values()) for k in keys]
    run.check(whole == [run.report["messages"][k] for k in keys], "workloads do not add up to the whole")
    run.check(len({m["id"] for m in run.accepted}) == len(run.accepted), "a message id occurs twice")


# ---- at every event ----

def replay(run):
    """At each instant of the run: accepted = final + pending, by the events alone and as the lines have it."""
    steps = []  # (ms, order, what, id): a request comes before the events of its instant
    for line in run.accepted:
        if not run.events_of[line["id"]]:
            continue  # that it may not be so is told by the lives of messages; a dry run has none
        steps.append((run.milliseconds(line["requested_s"]), 0, "line accepted", line["id"]))
        steps.append((run.milliseconds(line["final_s"]), 1, "line final", line["id"]))
    for identifier, events in run.events_of.items():
        if identifier:
            steps.append((events[0]["messageRequestTimestamp"], 0, "opened", identifier))
            steps += [(e["eventTimestamp"], 1, "closed" if e["isFinal"] else "event", identifier) for e in events]
    steps.sort(key=lambda step: step[:2])
    open_, accepted, final, by_lines = set(), 0, 0, [0, 0]
    unfinished = {i for i, events in run.events_of.items() if events and not events[-1]["isFinal"]}
    waiting = 0  # of `unfinished`, those that are open: they have no line
    for place, (at, _, what, identifier) in enumerate(steps):
        if what == "opened":
            run.check(identifier not in open_, lambda: f"{identifier}: requested twice")
            open_.add(identifier)
            accepted += 1
            waiting += identifier in unfinished
        elif what == "line accepted":
            by_lines[0] += 1
        elif what == "line final":
            by_lines[1] += 1
        else:
            run.check(identifier in open_, lambda: f"{identifier}: an event at {at} before its request or after its end")
            if what == "closed":
                open_.discard(identifier)
                final += 1
        if place + 1 < len(steps) and steps[place + 1][0] == at:
            continue
        run.check(accepted == final + len(open_), lambda: f"at {at}: {accepted} accepted, {final} final, {len(open_)} pending")
        run.check(by_lines == [accepted - waiting, final], lambda: f"at {at}: {accepted} accepted and {final} final by the events, {by_lines} by the lines")


class _Running:
    """How many instants of a list lie before an instant, and the sum of what belongs to them."""

    def __init__(self, pairs):
        pairs = sorted(pairs)
        self.instants, self.sums = [at for at, _ in pairs], [0]
        for _, amount in pairs:
            self.sums.append(self.sums[-1] + amount)

    def before(self, at):
        return self.sums[bisect.bisect_left(self.instants, at)]


def _expected(run, lines, inbound):
    """Column of timeseries.csv -> its running sum, by the lines."""
    accepted = [m for m in lines if m["status"] != "REFUSED"]
    ends = [(m["final_s"], 1, m["status"]) for m in accepted]
    of = {"planned": [(m["planned_s"], 1) for m in lines],
          "accepted": [(m["requested_s"], 1) for m in accepted],
          "refused": [(m["final_s"], 1) for m in lines if m["status"] == "REFUSED"],
          "handed_over_parts": [(m["first_hand_over_s"], len(m.get("places", ()))) for m in accepted if m["first_hand_over_s"] is not None],
          "delivered": [(m["final_s"], 1) for m in accepted if is_reached(m)],
          "failed": [(at, n) for at, n, status in ends if status not in ("DELIVERED", "SUCCESSFUL", "COMPLETED", "ACCEPTED")],
          "finished": [(at, n) for at, n, _ in ends],
          "successful": [(m["accepted_s"], 1) for m in accepted if m["accepted_s"] is not None],
          "delivered_of_planned": [(m["planned_s"], 1) for m in accepted if is_reached(m)],
          "cost_usd": [(m["requested_s"], m["price"] + m["fee"]) for m in accepted] + inbound}
    return {column: _Running(pairs) for column, pairs in of.items()}


def running_counts(run):
    """timeseries.csv, bucket after bucket: what the program had counted by then is what the lines say was true then."""
    counted = [m for m in run.lines if not m["warm_up"]]
    if len(counted) != len(run.lines):
        return
    inbound = [(nanoseconds(line["at_s"]), micros(line["price_usd"])) for line in run.inbound]
    unsent = run.report["messages"]["unsent"]
    # Without a two-way number nobody writes down what handsets said: what it cost may lie anywhere.
    untold = sum(micros(u["usd"]) for u in run.report["cost"]["usage"] if "-InboundSMS-" in u["usage_type"]) - sum(usd for _, usd in inbound)
    of = collections.defaultdict(list)
    for line in counted:
        of[line["workload"]].append(line)
    scopes = {("total", ""): _expected(run, counted, inbound)}
    for name in run.report["workloads"]:
        scopes["workload", name] = _expected(run, of[name], [])
    sums = collections.defaultdict(collections.Counter)
    outcomes = {"final": collections.Counter(), "refused": collections.Counter()}
    for row in run.series:
        end, scope = (int(row["t_s"]) + int(row["width_s"])) * SECOND, (row["scope"], row["name"])
        if row["scope"] in outcomes:
            outcomes[row["scope"]][row["name"]] += int(row["finished"] if row["scope"] == "final" else row["refused"])
        if scope not in scopes:
            continue
        mine, got = sums[scope], {}
        for column, running in scopes[scope].items():
            if column == "cost_usd" and scope[0] == "workload" and (inbound or untold):
                continue  # what handsets write costs too, and its lines name no workload
            mine[column] += micros(row[column]) if column == "cost_usd" else int(row[column])
            got[column] = running.before(end)
        run.check(int(row["in_flight"]) == mine["accepted"] - mine["finished"], lambda: f"{scope} at {row['t_s']} s: in_flight {row['in_flight']} of {mine['accepted']} accepted and {mine['finished']} finished")
        for column, value in got.items():
            missing = mine[column] - value
            # A message that is pending has no line, and one that was never sent neither; neither is over.
            if column in ("refused", "finished", "delivered", "failed", "delivered_of_planned"):
                ok = missing == 0
            elif column in ("planned", "accepted"):
                ok = 0 <= missing <= run.pending + (unsent if column == "planned" else 0)
            else:
                ok = missing == 0 or (run.pending > 0 and missing > 0) or (column == "cost_usd" and 0 <= missing <= untold)
            run.check(ok, lambda: f"{scope} by {row['t_s']} s + {row['width_s']} s: {column} {mine[column]}, the lines have {value}")
    for scope, member in (("final", "final"), ("refused", "refused")):
        run.check(dict(outcomes[scope]) == run.report["messages"][member], lambda: f"timeseries.csv ends with {outcomes[scope]}, the report with {run.report['messages'][member]}")
    slowest = max((reached_at(m) - m["planned_s"] for m in counted if is_reached(m)), default=None)
    shown = [nanoseconds(decimal.Decimal(row["delivery_max_s"])) for row in run.series if row["scope"] == "total" and row["delivery_max_s"]]
    run.check(max(shown, default=None) == slowest, lambda: f"the slowest delivery is {max(shown, default=None)} in timeseries.csv, {slowest} by the lines")

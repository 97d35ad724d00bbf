"""Who may be written to and from what: opt-out lists, verified numbers, the identities of a pool; what handsets write; who is told."""
import bisect
import collections
import re

from audit_run import REPLIES, SECOND
from sendlab_runs import micros, nanoseconds

UNDECLARED = {"STOP": True, "START": False, "UNSTOP": False}  # what any number understands
KINDS = ["SHORT_CODE", "TEN_DLC", "TOLL_FREE", "LONG_CODE", "SENDER_ID", "SHARED_ROUTE"]  # a pool's order (R-ORG-19)


def _asked(line):
    return line["final_s"] if line["status"] == "REFUSED" else line["requested_s"]


def opt_outs(run):
    """No message or call to a number while it is on the list of what sends (the pool's, where the pool was named); no such refusal
    while it is not."""
    declared = run.declared
    # Of scenarios that declare nothing: whatever the list is, STOP to a number keeps its messages away until START.
    told = declared.list_of is not None
    changes = collections.defaultdict(list)  # (list, handset) -> [(instant, on the list?)]
    for name, numbers in declared.opted_out.items():
        for number in numbers:
            changes[name, number].append((-1, True))
    for line in run.inbound:
        first = re.match(r"\s*([A-Za-z0-9-]+?)(?![A-Za-z0-9])", line["payload"]["messageBody"])
        effects = declared.effects.get(line["number"], {}) if told else UNDECLARED
        effect = effects.get(first.group(1).upper()) if first else None
        if effect is not None:
            changes[declared.list_of[line["number"]] if told else line["number"], line["payload"]["originationNumber"]].append((nanoseconds(line["at_s"]), effect))
    lists = {name for name, _ in changes}
    for line in run.lines:
        if line["workload"] == REPLIES or line["number"] is None:
            continue
        name = declared.list_of_workload.get(line["workload"]) or (declared.list_of.get(line["number"], "Default") if told else line["number"])
        at, before, same = _asked(line), False, False
        for each in lists if declared.opt_out_of_account else (name,):  # R-OPT-4
            on_list = False
            for instant, on in changes.get((each, line["destination"]), ()):
                on_list = on if instant < at else on_list
                same = same or instant == at
            before = before or on_list
        if same:
            continue
        if line["status"] != "REFUSED":
            run.check(not before, lambda: f"a message to {line['destination']}, which is on the list {name} of {line['number']}: {line}")
        elif line["reason"] == "DESTINATION_PHONE_NUMBER_OPTED_OUT" and told:
            run.check(before, lambda: f"refused as opted out, and {line['destination']} is not on the list {name}: {line}")


def verified(run):
    """A sandbox writes to and calls its verified numbers only (R-SBX-3, R-VSB-9)."""
    numbers = run.declared.verified
    if run.declared.list_of is None:
        return
    for line in run.lines:
        if line["status"] != "REFUSED":
            run.check(numbers is None or line["destination"] in numbers, lambda: f"the sandbox writes to {line['destination']}")
        elif line["reason"] == "DESTINATION_PHONE_NUMBER_NOT_VERIFIED":
            run.check(numbers is not None and line["destination"] not in numbers, lambda: f"refused as not verified: {line}")


# ---- what it was sent from ----

def identities(run):
    """Each message comes from one of the identities that its workload may use in the recipient's country."""
    for m in run.accepted:
        allowed = run.declared.senders.get(m["workload"])
        country = run.country(m)
        if allowed is not None and m["workload"] != REPLIES and country is not None:
            run.check(m["number"] in allowed.get(country, ()), lambda: f"{m['id']}: to {country} from {m['number']}, not from one of {allowed.get(country)}")


class _Busy:
    """When a number's window is surely empty: nothing it handed over touches the second before, and nothing waits."""

    def __init__(self, run):
        self.places, self.spans, self.per = collections.defaultdict(list), collections.defaultdict(list), {}
        for m in run.texts:
            self.places[m["number"]] += m.get("places", ())
            self.spans[m["number"]].append((m["requested_s"], m["last_hand_over_s"] if m["last_hand_over_s"] is not None and len(m.get("places", ())) == m["parts"] else m["final_s"]))
        for places in self.places.values():
            places.sort()
        for number, (_, per) in run.declared.numbers.items():
            self.per[number] = per

    def is_idle(self, number, at):
        places = self.places[number]
        if bisect.bisect_right(places, at) > bisect.bisect_right(places, at - self.per[number]):
            return False
        return not any(begin <= at <= end for begin, end in self.spans[number])


def pools(run):
    """A pool takes the best kind that is free, and a recipient keeps its identity while that one is free (R-ORG-18, R-ORG-19)."""
    declared = run.declared
    if not declared.pool_of or run.pending:
        return
    busy, blocked = _Busy(run), [f for f in run.report["faults"] if f["kind"] == "number_blocked"]
    if blocked:
        return  # whom a network takes nothing from is passed over
    own = {}  # (pool, recipient, candidates of one kind) -> what it had when all were free
    for m in sorted(run.texts, key=_asked):
        pool, country = declared.pool_of.get(m["workload"]), run.country(m)
        if pool is None or country is None or m["number"] not in declared.type_of:
            continue
        candidates = declared.senders[m["workload"]].get(country, ())
        rank = KINDS.index(declared.type_of[m["number"]])
        better = [n for n in candidates if KINDS.index(declared.type_of[n]) < rank]
        at = m["requested_s"]
        run.check(not any(busy.is_idle(n, at) for n in better), lambda: f"{m['id']}: from {m['number']}, though one of {better} is free at {at}")
        same = tuple(sorted(n for n in candidates if KINDS.index(declared.type_of[n]) == rank))
        others_idle = [n for n in same if n != m["number"] and busy.is_idle(n, at)]
        if len(others_idle) + 1 == len(same) and _first_of_its_second(busy, m):
            kept = own.setdefault((pool, m["destination"], same), m["number"])
            run.check(kept == m["number"], lambda: f"{m['id']}: {m['destination']} gets it from {m['number']}, before from {kept}, and all were free")


def _first_of_its_second(busy, m):
    """Nothing else of its number was handed over or waited when it was asked for."""
    at, number = m["requested_s"], m["number"]
    near = [p for p in busy.places[number] if at - busy.per[number] < p <= at]
    return len([1 for begin, end in busy.spans[number] if begin <= at <= end]) == 1 and len(near) == sum(at - busy.per[number] < p <= at for p in m.get("places", ()))


# ---- what handsets write, and who is told ----

def inbound_counts(run):
    counts = run.report.get("inbound")
    if counts is None or not run.inbound or any(m["warm_up"] for m in run.lines):
        return
    published = [line for line in run.inbound if line["published"]]
    run.check((counts["received"], counts["published"]) == (len(run.inbound), len(published)), lambda: f"inbound {counts}, the stream has {len(run.inbound)} and {len(published)}")
    usd = sum(micros(line["price_usd"]) for line in run.inbound)
    billed = sum(micros(u["usd"]) for u in run.report["cost"]["usage"] if "-InboundSMS-" in u["usage_type"])
    run.check(usd == billed, lambda: f"inbound costs {billed} millionths, the stream has {usd}")
    instants = [nanoseconds(line["at_s"]) for line in run.inbound]
    run.check(instants == sorted(instants), "inbound.ndjson is out of order")
    for line in run.inbound:
        late = None if line["received_s"] is None else nanoseconds(line["received_s"])
        run.check(late is None or late >= nanoseconds(line["at_s"]), lambda: f"received before it was written: {line}")
    if run.declared.list_of is None:
        return
    # Nobody writes out of the blue: a number that we wrote to answers to the number that wrote.
    reached = {(m["number"], m["destination"]) for m in run.accepted}
    for line in run.inbound:
        run.check(run.pending or (line["number"], line["payload"]["originationNumber"]) in reached, lambda: f"an answer to {line['number']}, which wrote nothing to {line['payload']['originationNumber']}")


def destinations(run):
    of = collections.defaultdict(list)
    for line in run.deliveries:
        of[line["destination"]].append(line)
    name = lambda e: (e["messageId"], e["eventType"])
    for destination, block in run.report.get("event_destinations", {}).items():
        lines = of[destination]
        got = collections.Counter(line["end"] for line in lines)
        run.check(block["events"] == block["received"] + block["lost"] + block["backed_up"] == len(lines), lambda: f"{destination}: {block} does not add up, the stream has {len(lines)}")
        run.check((block["received"], block["lost"], block["backed_up"]) == (got["RECEIVED"], got["LOST"], got["BACKED_UP"]), lambda: f"{destination}: {block}, the stream has {got}")
        times = [nanoseconds(line["at_s"]) for line in lines]
        run.check(times == sorted(times) and all(line["delay_s"] >= 0 for line in lines), lambda: f"{destination}: deliveries out of order")
        filters = run.declared.filters.get(destination)
        if filters is not None:
            types, workloads = filters
            sent = {m["id"]: m["workload"] for m in run.accepted}
            wanted = collections.Counter(name(e) for e in run.published if sent.get(e["messageId"]) in workloads and (types is None or e["eventType"] in types))
            run.check(collections.Counter(name(line["event"]) for line in lines) == wanted or run.pending > 0, lambda: f"{destination}: other events than it was to get")

"""The life of each message and call: the arrows of its events, its instants and waits, and the latencies that the report makes of
them (R-VSB, R-TTL-6)."""
import collections

from audit_run import DAY, SECOND, is_reached, reached_at
from sendlab_runs import nanoseconds

TEXT_FINAL = {"DELIVERED", "BLOCKED", "TTL_EXPIRED", "CARRIER_UNREACHABLE", "INVALID", "INVALID_MESSAGE", "CARRIER_BLOCKED",
              "UNREACHABLE", "SPAM", "UNKNOWN", "SUCCESSFUL"}
TEXT_ARROWS = {  # events.md section 2
    "ACCEPTED": {"QUEUED", "PENDING", "INVALID", "INVALID_MESSAGE", "BLOCKED"},
    "QUEUED": {"PENDING", "TTL_EXPIRED", "CARRIER_BLOCKED", "CARRIER_UNREACHABLE"},
    "PENDING": {"SENT", "SUCCESSFUL", "INVALID", "CARRIER_UNREACHABLE", "CARRIER_BLOCKED", "SPAM", "TTL_EXPIRED", "UNKNOWN"},
    "SENT": {"SUCCESSFUL", "TTL_EXPIRED"},
    "SUCCESSFUL": {"DELIVERED", "UNREACHABLE", "BLOCKED", "SPAM", "CARRIER_BLOCKED", "INVALID", "CARRIER_UNREACHABLE", "TTL_EXPIRED", "UNKNOWN"},
}
# CARRIER_UNREACHABLE from QUEUED: a campaign over its throughput with over_throughput = "reject" (contract).
CALL_FINAL = {"COMPLETED", "BUSY", "NO_ANSWER", "FAILED", "TTL_EXPIRED"}
CALL_ARROWS = {"ACCEPTED": {"INITIATED"}, "INITIATED": {"RINGING", "BUSY", "FAILED", "TTL_EXPIRED"}, "RINGING": {"ANSWERED", "NO_ANSWER"},
               "ANSWERED": {"COMPLETED", "FAILED"}}


def _reachable(status, arrows, unpublished):
    """The statuses that may be published next after `status`: those between need not be."""
    out, open_ = set(), [status]
    while open_:
        for after in arrows.get(open_.pop(), ()):
            if after not in out:
                out.add(after)
                if after in unpublished:
                    open_.append(after)
    return out


NEXT = {"TEXT": {status: _reachable(status, TEXT_ARROWS, ("PENDING", "SENT")) for status in TEXT_ARROWS}, "VOICE": CALL_ARROWS}


def _one_life(run, identifier, events, line):
    kind = "VOICE" if line is not None and line.get("channel") == "VOICE" else events[0]["eventType"].split("_")[0]
    status = "ACCEPTED"
    for event in events:
        run.check(event["messageStatus"] in NEXT[kind].get(status, ()), lambda: f"{identifier}: {status} -> {event['messageStatus']} is no arrow")
        run.check(event["eventType"] == f"{kind}_{event['messageStatus']}", lambda: f"{identifier}: type and status differ: {event}")
        status = event["messageStatus"]
    finals = [e["isFinal"] for e in events]
    if line is None:
        run.check(not any(finals), lambda: f"{identifier}: final, but no line in messages.ndjson")
        return
    run.check(finals == [False] * (len(finals) - 1) + [True], lambda: f"{identifier}: isFinal {finals}")
    run.check(status == line["status"].removeprefix("VOICE_"), lambda: f"{identifier}: last event {status}, line {line['status']}")
    run.check(status in (TEXT_FINAL if kind == "TEXT" else CALL_FINAL), lambda: f"{identifier}: {status} is no end")
    run.check(events[-1]["eventTimestamp"] == run.milliseconds(line["final_s"]), lambda: f"{identifier}: times of the end differ")
    taken = "SUCCESSFUL" if kind == "TEXT" else "RINGING"
    for event in events:
        run.check(event["destinationPhoneNumber"] == line["destination"] and event.get("totalMessageParts", 0) == line["parts"], lambda: f"{identifier}: {event} and {line} differ")
        run.check(event["messageRequestTimestamp"] == run.milliseconds(line["requested_s"]), lambda: f"{identifier}: request times differ")
        if event["messageStatus"] == taken:
            run.check(event["eventTimestamp"] == run.milliseconds(line["accepted_s"]), lambda: f"{identifier}: times of acceptance differ")


def events(run):
    before = 0
    for event in run.events:
        run.check(event["eventTimestamp"] >= before, lambda: f"events are out of order at {event}")
        before = event["eventTimestamp"]
    counted = collections.Counter(e["eventType"] for e in run.events)
    run.check(run.report["events"] == dict(counted), lambda: f"events {run.report['events']}, the stream has {dict(counted)}")
    lines = {m["id"]: m for m in run.accepted}
    of = {identifier: events for identifier, events in run.events_of.items() if events}
    for identifier, events_of_one in of.items():
        _one_life(run, identifier, events_of_one, lines.get(identifier))
    run.check({i for i, m in lines.items() if m["status"] != "ACCEPTED"} <= set(of), "a finished message has no event")


def calls(run):
    """What the events of a call say of its length, and when it may ring (R-TTL-6)."""
    for m in run.calls:
        events_of_one = run.events_of[m["id"]]
        if not events_of_one:
            continue
        last, at = events_of_one[-1], {e["messageStatus"]: e["eventTimestamp"] for e in events_of_one}
        answered = "ANSWERED" in at
        if run.check(answered == ("callDurationInSeconds" in last) == (m["answered_s"] is not None), lambda: f"{m['id']}: is it answered, and for how long? {last}") and answered:
            seconds = last["callDurationInSeconds"]
            run.check(seconds == m["call_s"] and m["final_s"] - m["answered_s"] == seconds * SECOND, lambda: f"{m['id']}: lasts {seconds} s, the line has {m['call_s']}")
            run.check(last["eventTimestamp"] - at["ANSWERED"] == seconds * 1000, lambda: f"{m['id']}: lasts {seconds} s by its last event")
            run.check(last["totalDurationInMinutes"] == -(-seconds // 60), lambda: f"{m['id']}: {seconds} s are {last['totalDurationInMinutes']} minutes")
            run.check(run.milliseconds(m["answered_s"]) == at["ANSWERED"], lambda: f"{m['id']}: times of the answer differ")
            longest = run.declared.speech.get(m["workload"])
            if longest is not None:
                run.check(seconds <= longest and (not run.declared.ideal or seconds == longest), lambda: f"{m['id']}: lasts {seconds} s, its text {longest} s")
        live = run.declared.ttl.get(m["workload"])
        if live is None:
            continue
        run.check(m["accepted_s"] is None or m["accepted_s"] <= m["requested_s"] + live * SECOND, lambda: f"{m['id']}: rings after its time-to-live")
        run.check(m["status"] != "VOICE_TTL_EXPIRED" or m["final_s"] == m["requested_s"] + live * SECOND, lambda: f"{m['id']}: expires at another instant")


def waits(run):
    """Gapless from the planned instant to the end; of a call that somebody answered, to the answer."""
    for m in run.refused:  # it waited in the sender's queue, or not at all
        spent = [(w["from"], w["to"]) for w in m["waits"]]
        run.check(spent == ([(m["planned_s"], m["final_s"])] if m["final_s"] > m["planned_s"] else []), lambda: f"waits of a refused message: {m}")
    totals = collections.Counter()
    for m in run.accepted:
        at, end = m["planned_s"], m["final_s"] if m["answered_s"] is None else m["answered_s"]
        for wait in m["waits"]:
            run.check(wait["from"] == at, lambda: f"{m['id']}: a gap before {wait}")
            at = wait["to"]
            run.check(at > wait["from"] or wait["cause"] == "carrier", lambda: f"{m['id']}: an empty wait {wait}")
            if is_reached(m):
                totals[wait["cause"]] += at - wait["from"]
        run.check(at == end, lambda: f"{m['id']}: waits end at {at}, the message at {end}: {m}")
    for cause, seconds in run.report["delay_by_cause_s"].items():
        run.check(nanoseconds(seconds) == totals[cause], lambda: f"delay by {cause}: {seconds}, the stream has {totals[cause]} ns")


def instants(run):
    members = ("planned_s", "requested_s", "first_hand_over_s", "last_hand_over_s", "accepted_s", "answered_s", "final_s")
    for m in run.accepted:
        order = [m[k] for k in members if m[k] is not None]
        run.check(order == sorted(order), lambda: f"{m['id']}: instants out of order: {m}")
        run.check(m["final_s"] <= m["requested_s"] + 3 * DAY, lambda: f"{m['id']}: lives for more than 72 hours")
        run.check((m["first_hand_over_s"] is None) == (m["last_hand_over_s"] is None), lambda: f"{m['id']}: half handed over")
        if is_reached(m) or m["status"] == "SUCCESSFUL":
            run.check(m["accepted_s"] is not None and m["last_hand_over_s"] is not None, lambda: f"{m['id']}: {m['status']} without acceptance")


def latencies(run):
    if run.pending:
        return
    whole = [m for m in run.handed if len(m.get("places", ())) == m["parts"]] + [m for m in run.calls if m["first_hand_over_s"] is not None]
    for member, samples in (("queue_s", [m["last_hand_over_s"] - m["planned_s"] for m in whole]),
                            ("accept_s", [m["accepted_s"] - m["planned_s"] for m in run.accepted if m["accepted_s"] is not None]),
                            ("delivery_s", [reached_at(m) - m["planned_s"] for m in run.accepted if is_reached(m)])):
        got, values = run.report[member], sorted(samples)
        if not run.check(got["count"] == len(values), lambda: f"{member}.count {got['count']}, the stream has {len(values)}") or not values:
            continue
        run.check(nanoseconds(got["max"]) == values[-1], lambda: f"{member}.max {got['max']}, the stream has {values[-1]} ns")
        run.check(abs(nanoseconds(got["mean"]) - sum(values) / len(values)) <= 1, lambda: f"{member}.mean {got['mean']}, the stream has {sum(values) / len(values)} ns")
        for name, share in (("p50", 500), ("p90", 900), ("p95", 950), ("p99", 990), ("p999", 999)):
            exact = values[-(-len(values) * share // 1000) - 1]
            run.check(abs(nanoseconds(got[name]) - exact) <= exact // 1000 + 1, lambda: f"{member}.{name} {got[name]}, the stream has {exact} ns")
    requested = run.report["messages"]["requested"]
    if not requested:
        return
    delivered = [reached_at(m) - m["planned_s"] for m in run.accepted if is_reached(m)]
    _share(run, "delivered_share", run.report["delivered_share"], len(delivered), requested)
    _share(run, "reached_share", run.report["reached_share"], len(delivered) + sum(m["status"] == "SUCCESSFUL" for m in run.accepted), requested)
    for within, share in run.report["delivered_within"].items():
        limit = int(within[:-1]) * {"s": 1, "m": 60, "h": 3600}[within[-1]] * SECOND
        _share(run, f"delivered_within.{within}", share, sum(d <= limit for d in delivered), requested)


def _share(run, name, got, part, whole):
    run.check(abs(float(got) - part / whole) <= 0.0000006, lambda: f"{name} {got}, the stream has {part} of {whole}")

"""Every limit in every window: parts of numbers, campaigns and brands' days, a message a second to a recipient, calls (R-VSB).

Where messages.ndjson has a part's hand-over only as first and last, the parts between are put where a number that is never
idle hands them over; that this ends at the recorded last hand-over is one of the checks.
"""
import bisect
import collections
import datetime
import zoneinfo

from audit_run import DAY, SECOND
from sendlab_runs import nanoseconds

MINUTE = 60 * SECOND


def recipients(run):
    """One message a second from the account to a recipient, checked at acceptance; what the service holds, as automatic replies and
    with over_mps = "queue", at the end of that wait."""
    of = collections.defaultdict(list)
    for m in run.texts:
        if m["status"] == "ACCEPTED":
            continue  # a dry run
        held = [w["to"] for w in m["waits"] if w["cause"] == "recipient_limit" and w["to"] > m["requested_s"]]
        if held and m["first_hand_over_s"] is None:
            continue  # may have ended before its turn
        of[m["destination"]].append(max(held) if held else m["requested_s"])
    for recipient, instants in of.items():
        instants.sort()
        close = [(a, b) for a, b in zip(instants, instants[1:]) if b - a < SECOND]
        run.check(not close, lambda: f"{recipient}: two messages within a second: {close[:2]}")


def place_parts(run):
    """Fills m["places"]: the hand-over instants of the parts."""
    taken = collections.defaultdict(list)
    for m in run.handed:
        window = run.declared.numbers.get(m["number"])
        if window is None:
            run.check(False, lambda: f"{m['id']}: the number {m['number']} is not declared")
            continue
        parts, per = window
        line = taken[m["number"]]
        run.check(not line or line[-1] <= m["first_hand_over_s"], lambda: f"{m['id']}: its first part lies between the parts of another message of {m['number']}")
        m["places"] = []
        for i in range(m["parts"]):
            at = m["first_hand_over_s"] if i == 0 else max(line[-1], line[-parts] + per if len(line) >= parts else line[-1])
            if at > m["last_hand_over_s"]:
                # UNKNOWN: at one instant what is 72 hours old is given up before what expires.
                over = m["status"] == "TTL_EXPIRED" or (m["status"] == "UNKNOWN" and m["final_s"] == m["requested_s"] + 3 * DAY)
                run.check(over, lambda: f"{m['id']}: only {i} of its {m['parts']} parts went: {m}")
                break
            line.append(at)
            m["places"].append(at)
        if run.pending and m["places"][-1] < m["last_hand_over_s"]:
            line[-1] = m["places"][-1] = m["last_hand_over_s"]  # parts of messages that are pending went before it: they have no line
        run.check(m["places"][-1] == m["last_hand_over_s"], lambda: f"{m['id']}: never idle, its last part goes at {m['places'][-1]}, recorded {m['last_hand_over_s']}")


def fullest(instants, per):
    """Most of the instants in any half-open window [t, t + per)."""
    instants = sorted(instants)
    # Equal instants: the window that ends with the last of them is the fullest.
    return max((bisect.bisect_right(instants, at) - bisect.bisect_right(instants, at - per) for at in instants), default=0)


def _window(run, name, instants, limit, block):
    most = fullest(instants, limit[1])
    run.check(most <= limit[0], lambda: f"{name}: {most} parts in {limit[1]} ns, the limit is {limit[0]}")
    if block is not None and not run.pending:
        run.check(block["limit"] == limit[0] and nanoseconds(block["window_s"]) == limit[1], lambda: f"{name}: reports another limit {block['limit']}")
        run.check(block["peak_parts_per_window"] == most, lambda: f"{name}: peak {block['peak_parts_per_window']}, the stream has {most}")


def windows(run):
    declared, of, placed = run.declared, collections.defaultdict(list), [m for m in run.handed if "places" in m]
    for m in placed:
        of[m["number"]] += m["places"]
        of[declared.campaign_of.get(m["number"]), m["carrier"]] += m["places"]
    for number, limit in declared.numbers.items():
        # Sender IDs and shared routes that were never declared are in the report when something used them.
        run.check(number in run.report["numbers"] or not of[number], lambda: f"number {number} is used, and not in the report")
        _window(run, f"number {number}", of[number], limit, run.report["numbers"].get(number))
    for (campaign, carrier), limit in declared.campaigns.items():
        _window(run, f"campaign {campaign} at {carrier}", of[campaign, carrier], limit, None)


def days(run):
    declared, zone = run.declared, zoneinfo.ZoneInfo("America/Los_Angeles")
    used = collections.Counter()
    for m in run.handed:
        brand = declared.brand_of.get(declared.campaign_of.get(m["number"]))
        if brand is None:
            continue
        for at in m.get("places", ()):
            used[brand, m["carrier"], run.moment(at).astimezone(zone).date()] += 1
    today = run.start.astimezone(zone).date()
    for brand, parts in declared.used_today.items():
        used[brand, "T-Mobile", today] += parts
    for (brand, carrier), cap in declared.caps.items():
        of_day = {day: n for (b, c, day), n in used.items() if (b, c) == (brand, carrier)}
        most = max(of_day.values(), default=0)
        run.check(most <= cap, lambda: f"{brand} at {carrier}: {of_day}, the cap is {cap}")
        block = run.report["brands"][brand]
        if not run.pending:
            run.check(block["peak_parts_per_window"] == most and block["limit"] == cap, lambda: f"{brand}: peak {block['peak_parts_per_window']} of {block['limit']}, the stream has {of_day}")


def calls(run):
    """A call a second from a number, 20 a minute from the account (sandbox 5, and 20 in 24 hours), five a day to a person."""
    dialled, asked = collections.defaultdict(list), collections.defaultdict(list)
    for m in run.calls:
        asked[m["destination"]].append(m["requested_s"])
        if m["first_hand_over_s"] is not None:
            dialled[m["number"]].append(m["first_hand_over_s"])
        run.check(m["call_s"] <= (30 if run.declared.sandbox else 300), lambda: f"{m['id']}: a call of {m['call_s']} s")
    for number, instants in dialled.items():
        run.check(fullest(instants, SECOND) <= 1, lambda: f"{number} makes several calls in a second")
    most = 5 if run.declared.sandbox else 20
    minute = fullest([at for instants in dialled.values() for at in instants], MINUTE)
    run.check(minute <= most, lambda: f"{minute} calls in a minute, the limit is {most}")
    for person, instants in asked.items():
        run.check(fullest(instants, DAY) <= 5, lambda: f"{person} gets {fullest(instants, DAY)} calls in 24 hours")
    if run.declared.sandbox:
        day = fullest([at for instants in asked.values() for at in instants], DAY)
        run.check(day <= 20, lambda: f"the sandbox makes {day} calls in 24 hours")

"""An auditor of one run: it reads only the streams, the report and what the scenario declares, slowly and with code of
its own. audit() returns the faults that it finds, none when all is well.

Where messages.ndjson has a part's hand-over only as first and last, the parts between are put where a number that is never
idle hands them over; that this ends at the recorded last hand-over is one of the checks.
"""
import bisect
import collections
import datetime
import re
import zoneinfo

from sendlab_runs import micros, nanoseconds

SECOND = 1_000_000_000
FINAL = {"DELIVERED", "BLOCKED", "TTL_EXPIRED", "CARRIER_UNREACHABLE", "INVALID", "INVALID_MESSAGE", "CARRIER_BLOCKED",
         "UNREACHABLE", "SPAM", "UNKNOWN"}
ARROWS = {  # events.md section 2
    "ACCEPTED": {"QUEUED", "PENDING", "INVALID", "INVALID_MESSAGE", "BLOCKED"},
    "QUEUED": {"PENDING", "TTL_EXPIRED", "CARRIER_BLOCKED", "CARRIER_UNREACHABLE"},
    "PENDING": {"SENT", "SUCCESSFUL", "INVALID", "CARRIER_UNREACHABLE", "CARRIER_BLOCKED", "SPAM", "TTL_EXPIRED", "UNKNOWN"},
    "SENT": {"SUCCESSFUL", "TTL_EXPIRED"},
    "SUCCESSFUL": {"DELIVERED", "UNREACHABLE", "BLOCKED", "SPAM", "CARRIER_BLOCKED", "INVALID", "CARRIER_UNREACHABLE", "TTL_EXPIRED", "UNKNOWN"},
}
# CARRIER_UNREACHABLE from QUEUED: a campaign over its throughput with over_throughput = "reject" (contract).


def reachable(status, unpublished=("PENDING", "SENT")):
    """The statuses that may be published next after `status`: those between need not be."""
    out, open_ = set(), [status]
    while open_:
        for after in ARROWS.get(open_.pop(), ()):
            if after not in out:
                out.add(after)
                if after in unpublished:
                    open_.append(after)
    return out


class Audit:
    def __init__(self, declared, done):
        self.declared, self.faults = declared, []
        self.report, self.lines = done.report(), done.messages()
        self.published = done.events()  # as they went out: some twice, some out of order where a fault had it so
        self.events = self.as_they_happened(self.published)
        self.inbound, self.deliveries = (done.records(name) if (done.folder / name).exists() else [] for name in ("inbound.ndjson", "destinations.ndjson"))
        self.start = datetime.datetime.fromisoformat(declared.start.replace("Z", "+00:00"))
        self.start_ns = int(self.start.timestamp()) * SECOND

    def as_they_happened(self, published):
        kinds = {fault["kind"] for fault in self.report["faults"]}
        events, seen = list(published), set()
        if "receipt_duplicate" in kinds:
            events = []
            for event in published:
                name = (event["messageId"], event["eventType"])
                if name not in seen:
                    events.append(event)
                seen.add(name)
        if "receipt_reorder" in kinds:
            events.sort(key=lambda e: e["eventTimestamp"])
            # Of one message and millisecond the final event is the later one.
            events.sort(key=lambda e: (e["eventTimestamp"], e["isFinal"]))
        return events

    def check(self, ok, what):
        if not ok:
            self.faults.append(what)

    def run(self):
        for line in self.lines:
            for member in ("planned_s", "requested_s", "first_hand_over_s", "last_hand_over_s", "accepted_s", "final_s"):
                line[member] = nanoseconds(line[member])
        self.accepted = [m for m in self.lines if m["status"] != "REFUSED"]
        # In the order of a number's parts. Of equals one that expired between its parts comes last: it met a full number.
        self.handed = sorted((m for m in self.accepted if m["first_hand_over_s"] is not None),
                             key=lambda m: (m["first_hand_over_s"], m["last_hand_over_s"], m["status"] == "TTL_EXPIRED"))
        for step in (self.conservation, self.events_of_messages, self.waits, self.lives, self.recipients, self.place_parts,
                     self.windows, self.days, self.money, self.latencies, self.spending, self.opt_outs, self.inbound_counts, self.destinations):
            step()
        return self.faults

    # ---- counts ----

    def conservation(self):
        blocks = {"": (self.report, self.lines)}
        for kind, member in (("workloads", "workload"), ("carriers", "carrier"), ("numbers", "number")):
            for name, block in self.report[kind].items():
                blocks[f"{kind}/{name}"] = (block, [m for m in self.lines if m[member] == name])
        for where, (block, lines) in blocks.items():
            counts = block["messages"]
            refused = collections.Counter(m["reason"] for m in lines if m["status"] == "REFUSED")
            final = collections.Counter(m["status"] for m in lines if m["status"] != "REFUSED")
            accepted = counts["pending"] + sum(final.values())
            self.check(counts["requested"] == counts["accepted"] + sum(counts["refused"].values()) + counts["unsent"], f"{where}: requested does not add up: {counts}")
            self.check(counts["accepted"] == accepted, f"{where}: accepted {counts['accepted']}, the stream has {accepted}")
            self.check(counts["final"] == dict(final), f"{where}: final {counts['final']}, the stream has {dict(final)}")
            if not where.startswith(("numbers", "carriers")):
                self.check(counts["refused"] == dict(refused), f"{where}: refused {counts['refused']}, the stream has {dict(refused)}")
            if counts["pending"] == 0:
                parts = sum(m["parts"] for m in lines if m["status"] != "REFUSED")
                self.check(counts["parts"] == parts, f"{where}: parts {counts['parts']}, the stream has {parts}")
        totals = [sum(b["messages"][k] for b in self.report["workloads"].values()) for k in ("requested", "accepted", "parts", "pending", "unsent")]
        self.check(totals == [self.report["messages"][k] for k in ("requested", "accepted", "parts", "pending", "unsent")], "workloads do not add up to the whole")
        self.check(len({m["id"] for m in self.accepted}) == len(self.accepted), "a message id occurs twice")

    # ---- the event stream ----

    def events_of_messages(self):
        of = collections.defaultdict(list)
        before = 0
        for event in self.events:
            self.check(event["eventTimestamp"] >= before, f"events are out of order at {event}")
            before = event["eventTimestamp"]
            of[event["messageId"]].append(event)
        counted = collections.Counter(e["eventType"] for e in self.events)
        self.check(self.report["events"] == dict(counted), f"events {self.report['events']}, the stream has {dict(counted)}")
        lines = {m["id"]: m for m in self.accepted}
        for identifier, events in of.items():
            status = "ACCEPTED"
            for event in events:
                self.check(event["messageStatus"] in reachable(status), f"{identifier}: {status} -> {event['messageStatus']} is no arrow")
                self.check(event["eventType"] == "TEXT_" + event["messageStatus"], f"{identifier}: type and status differ: {event}")
                status = event["messageStatus"]
            finals = [e["isFinal"] for e in events]
            if identifier not in lines:
                self.check(not any(finals), f"{identifier}: final, but no line in messages.ndjson")
                continue
            line = lines[identifier]
            self.check(finals == [False] * (len(finals) - 1) + [True], f"{identifier}: isFinal {finals}")
            self.check(status == line["status"], f"{identifier}: last event {status}, line {line['status']}")
            self.check(status in FINAL or status == "SUCCESSFUL", f"{identifier}: {status} is no end")
            self.check(events[-1]["eventTimestamp"] == (self.start_ns + line["final_s"]) // 1_000_000, f"{identifier}: times of the end differ")
            for event in events:
                self.check(event["destinationPhoneNumber"] == line["destination"] and event["totalMessageParts"] == line["parts"], f"{identifier}: {event} and {line} differ")
                self.check(event["messageRequestTimestamp"] == (self.start_ns + line["requested_s"]) // 1_000_000, f"{identifier}: request times differ")
                if event["messageStatus"] == "SUCCESSFUL":
                    self.check(event["eventTimestamp"] == (self.start_ns + line["accepted_s"]) // 1_000_000, f"{identifier}: times of acceptance differ")
        self.check(set(lines) <= set(of), "a finished message has no event")

    # ---- waits and lives ----

    def waits(self):
        for m in self.lines:
            if m["status"] == "REFUSED":  # it waited in the sender's queue, or not at all
                waits = [(nanoseconds(w["from_s"]), nanoseconds(w["to_s"])) for w in m["waits"]]
                self.check(waits == ([(m["planned_s"], m["final_s"])] if m["final_s"] > m["planned_s"] else []), f"waits of a refused message: {m}")
        for m in self.accepted:
            at = m["planned_s"]
            for wait in m["waits"]:
                self.check(nanoseconds(wait["from_s"]) == at, f"{m['id']}: a gap before {wait}")
                at = nanoseconds(wait["to_s"])
                self.check(at > nanoseconds(wait["from_s"]) or wait["cause"] == "carrier", f"{m['id']}: an empty wait {wait}")
            self.check(at == m["final_s"], f"{m['id']}: waits end at {at}, the message at {m['final_s']}: {m}")
        totals = collections.Counter()
        for m in self.accepted:
            if m["status"] == "DELIVERED":
                for wait in m["waits"]:
                    totals[wait["cause"]] += nanoseconds(wait["to_s"]) - nanoseconds(wait["from_s"])
        for cause, seconds in self.report["delay_by_cause_s"].items():
            self.check(nanoseconds(seconds) == totals[cause], f"delay by {cause}: {seconds}, the stream has {totals[cause]} ns")

    def lives(self):
        for m in self.accepted:
            order = [m[k] for k in ("planned_s", "requested_s", "first_hand_over_s", "last_hand_over_s", "accepted_s", "final_s") if m[k] is not None]
            self.check(order == sorted(order), f"{m['id']}: instants out of order: {m}")
            self.check(m["final_s"] <= m["requested_s"] + 72 * 3600 * SECOND, f"{m['id']}: lives for more than 72 hours")
            self.check((m["first_hand_over_s"] is None) == (m["last_hand_over_s"] is None), f"{m['id']}: half handed over")
            if m["status"] in ("DELIVERED", "SUCCESSFUL"):
                self.check(m["accepted_s"] is not None and m["last_hand_over_s"] is not None, f"{m['id']}: {m['status']} without acceptance")

    # One message a second from the account to a recipient, checked at acceptance; what the service holds, as automatic replies
    # and with over_mps = "queue", at the end of that wait.
    def recipients(self):
        of = collections.defaultdict(list)
        for m in self.accepted:
            held = [nanoseconds(w["to_s"]) for w in m["waits"] if w["cause"] == "recipient_limit" and nanoseconds(w["to_s"]) > m["requested_s"]]
            if held:
                if m["first_hand_over_s"] is None:
                    continue  # may have ended before its turn
                of[m["destination"]].append(max(held))
            else:
                of[m["destination"]].append(m["requested_s"])
        for recipient, instants in of.items():
            instants.sort()
            close = [(a, b) for a, b in zip(instants, instants[1:]) if b - a < SECOND]
            self.check(not close, f"{recipient}: two messages within a second: {close[:2]}")

    # ---- opt-outs ----

    def opt_outs(self):
        """No message to a number while it is on the list of the number that sends; no such refusal while it is not."""
        if self.declared.list_of is None:
            return
        changes = collections.defaultdict(list)  # (list, handset) -> [(instant, on the list?)]
        for name, numbers in self.declared.opted_out.items():
            for number in numbers:
                changes[name, number].append((-1, True))
        for line in self.inbound:
            first = re.match(r"\s*([A-Za-z0-9-]+?)(?![A-Za-z0-9])", line["payload"]["messageBody"])
            effect = self.declared.effects.get(line["number"], {}).get(first.group(1).upper()) if first else None
            if effect is not None:
                changes[self.declared.list_of[line["number"]], line["payload"]["originationNumber"]].append((nanoseconds(line["at_s"]), effect))
        for line in self.lines:
            if line["workload"] == "automatic replies" or line["number"] is None:
                continue
            at = line["requested_s"] if line["status"] != "REFUSED" else line["final_s"]
            before, same = None, False
            for instant, on in changes[self.declared.list_of[line["number"]], line["destination"]]:
                before = on if instant < at else before
                same = same or instant == at
            if same:
                continue
            if line["status"] != "REFUSED":
                self.check(not before, f"a message to {line['destination']}, which is on the list of {line['number']}: {line}")
            elif line["reason"] == "DESTINATION_PHONE_NUMBER_OPTED_OUT":
                self.check(bool(before), f"refused as opted out, and {line['destination']} is on no list: {line}")

    def inbound_counts(self):
        counts = self.report.get("inbound")
        if counts is None or not self.inbound or any(m["warm_up"] for m in self.lines):
            return
        published = [line for line in self.inbound if line["published"]]
        self.check((counts["received"], counts["published"]) == (len(self.inbound), len(published)), f"inbound {counts}, the stream has {len(self.inbound)} and {len(published)}")
        usd = sum(micros(line["price_usd"]) for line in self.inbound)
        billed = sum(micros(u["usd"]) for u in self.report["cost"]["usage"] if "-InboundSMS-" in u["usage_type"])
        self.check(usd == billed, f"inbound costs {billed} millionths, the stream has {usd}")

    # ---- event destinations ----

    def destinations(self):
        of = collections.defaultdict(list)
        for line in self.deliveries:
            of[line["destination"]].append(line)
        name = lambda e: (e["messageId"], e["eventType"])
        for destination, block in self.report.get("event_destinations", {}).items():
            lines = of[destination]
            got = collections.Counter(line["end"] for line in lines)
            self.check(block["events"] == block["received"] + block["lost"] + block["backed_up"] == len(lines), f"{destination}: {block} does not add up, the stream has {len(lines)}")
            self.check((block["received"], block["lost"], block["backed_up"]) == (got["RECEIVED"], got["LOST"], got["BACKED_UP"]), f"{destination}: {block}, the stream has {got}")
            times = [nanoseconds(line["at_s"]) for line in lines]
            self.check(times == sorted(times) and all(line["delay_s"] >= 0 for line in lines), f"{destination}: deliveries out of order")
            filters = self.declared.filters.get(destination)
            if filters is not None:
                types, workloads = filters
                sent = {m["id"]: m["workload"] for m in self.lines if m["id"]}
                wanted = collections.Counter(name(e) for e in self.published if sent.get(e["messageId"]) in workloads and (types is None or e["eventType"] in types))
                self.check(collections.Counter(name(line["event"]) for line in lines) == wanted or self.report["messages"]["pending"] > 0, f"{destination}: other events than it was to get")

    # ---- limits ----

    def place_parts(self):
        """Fills m["places"]: the hand-over instants of the parts."""
        taken = collections.defaultdict(list)
        for m in self.handed:
            window = self.declared.numbers.get(m["number"])
            if window is None:
                self.check(False, f"{m['id']}: the number {m['number']} is not declared")
                continue
            parts, per = window
            line = taken[m["number"]]
            self.check(not line or line[-1] <= m["first_hand_over_s"], f"{m['id']}: its first part lies between the parts of another message of {m['number']}")
            m["places"] = []
            for i in range(m["parts"]):
                at = m["first_hand_over_s"] if i == 0 else max(line[-1], line[-parts] + per if len(line) >= parts else line[-1])
                if at > m["last_hand_over_s"]:
                    self.check(m["status"] == "TTL_EXPIRED", f"{m['id']}: only {i} of its {m['parts']} parts went: {m}")
                    break
                line.append(at)
                m["places"].append(at)
            self.check(m["places"][-1] == m["last_hand_over_s"], f"{m['id']}: never idle, its last part goes at {m['places'][-1]}, recorded {m['last_hand_over_s']}")

    def window(self, name, instants, limit, block):
        instants = sorted(instants)
        # Equal instants: the window that ends with the last of them is the fullest.
        most = max((bisect.bisect_right(instants, at) - bisect.bisect_right(instants, at - limit[1]) for at in instants), default=0)
        self.check(most <= limit[0], f"{name}: {most} parts in {limit[1]} ns, the limit is {limit[0]}")
        if block is not None and self.report["messages"]["pending"] == 0:
            self.check(block["limit"] == limit[0] and nanoseconds(block["window_s"]) == limit[1], f"{name}: reports another limit {block['limit']}")
            self.check(block["peak_parts_per_window"] == most, f"{name}: peak {block['peak_parts_per_window']}, the stream has {most}")

    def windows(self):
        placed = [m for m in self.handed if "places" in m]
        for number, limit in self.declared.numbers.items():
            self.window(f"number {number}", [at for m in placed if m["number"] == number for at in m["places"]], limit, self.report["numbers"][number])
        for (campaign, carrier), limit in self.declared.campaigns.items():
            instants = [at for m in placed if self.declared.campaign_of.get(m["number"]) == campaign and m["carrier"] == carrier for at in m["places"]]
            self.window(f"campaign {campaign} at {carrier}", instants, limit, None)

    def days(self):
        zone = zoneinfo.ZoneInfo("America/Los_Angeles")
        used = collections.Counter()
        for m in self.handed:
            brand = self.declared.brand_of.get(self.declared.campaign_of.get(m["number"]))
            for at in m.get("places", ()):
                instant = datetime.datetime.fromtimestamp((self.start_ns + at) // SECOND, datetime.timezone.utc).astimezone(zone)
                used[brand, m["carrier"], instant.date()] += 1
        today = self.start.astimezone(zone).date()
        for brand, parts in self.declared.used_today.items():
            used[brand, "T-Mobile", today] += parts
        for (brand, carrier), cap in self.declared.caps.items():
            days = {day: n for (b, c, day), n in used.items() if (b, c) == (brand, carrier)}
            self.check(max(days.values(), default=0) <= cap, f"{brand} at {carrier}: {days}, the cap is {cap}")
            block = self.report["brands"][brand]
            if self.report["messages"]["pending"] == 0:
                self.check(block["peak_parts_per_window"] == max(days.values(), default=0) and block["limit"] == cap, f"{brand}: peak {block['peak_parts_per_window']} of {block['limit']}, the stream has {days}")

    # ---- money and latencies ----

    def money(self):
        blocks = [("", self.report, self.lines)]
        for kind, member in (("workloads", "workload"), ("carriers", "carrier"), ("numbers", "number")):
            blocks += [(f"{kind}/{n}", b, [m for m in self.lines if m[member] == n]) for n, b in self.report[kind].items()]
        if self.report["messages"]["pending"]:
            return
        for where, block, lines in blocks:
            charged = [m for m in lines if m["status"] != "REFUSED"]
            price, fee = (sum(micros(m[k]) for m in charged) for k in ("price_usd", "carrier_fee_usd"))
            self.check(micros(block["cost"]["message_usd"]) == price, f"{where}: message_usd {block['cost']['message_usd']}, the stream has {price} millionths")
            self.check(micros(block["cost"]["carrier_fee_usd"]) == fee, f"{where}: carrier_fee_usd {block['cost']['carrier_fee_usd']}, the stream has {fee} millionths")
        cost = self.report["cost"]
        self.check(micros(cost["total_usd"]) == micros(cost["variable_usd"]) + micros(cost["fixed_usd"]), "total = variable + fixed")
        self.check(sum(micros(u["usd"]) for u in cost["usage"]) == micros(cost["total_usd"]), "usage adds up to the total")
        failed = sum(micros(m["price_usd"]) + micros(m["carrier_fee_usd"]) for m in self.accepted if m["status"] not in ("DELIVERED", "SUCCESSFUL"))
        self.check(micros(cost["failed_but_billed_usd"]) == failed, f"failed_but_billed_usd {cost['failed_but_billed_usd']}, the stream has {failed} millionths")
        delivered = sum(m["status"] == "DELIVERED" for m in self.accepted)
        if delivered:
            self.check(abs(cost["per_delivered_usd"] * delivered - cost["total_usd"]) <= delivered / 1_000_000, "per_delivered_usd")

    def latencies(self):
        for member, end, lines in (("queue_s", "last_hand_over_s", [m for m in self.handed if len(m.get("places", ())) == m["parts"]]),
                                   ("accept_s", "accepted_s", [m for m in self.accepted if m["accepted_s"] is not None]),
                                   ("delivery_s", "final_s", [m for m in self.accepted if m["status"] == "DELIVERED"])):
            got, values = self.report[member], sorted(m[end] - m["planned_s"] for m in lines)
            if self.report["messages"]["pending"]:
                continue
            if not self.check_count(member, got["count"], len(values)) or not values:
                continue
            self.check(nanoseconds(got["max"]) == values[-1], f"{member}.max {got['max']}, the stream has {values[-1]} ns")
            self.check(abs(nanoseconds(got["mean"]) - sum(values) / len(values)) <= 1, f"{member}.mean {got['mean']}, the stream has {sum(values) / len(values)} ns")
            for name, share in (("p50", 500), ("p90", 900), ("p95", 950), ("p99", 990), ("p999", 999)):
                exact = values[-(-len(values) * share // 1000) - 1]
                self.check(abs(nanoseconds(got[name]) - exact) <= exact // 1000 + 1, f"{member}.{name} {got[name]}, the stream has {exact} ns")
        requested = self.report["messages"]["requested"]
        if requested and not self.report["messages"]["pending"]:
            delivered = [m["final_s"] - m["planned_s"] for m in self.accepted if m["status"] == "DELIVERED"]
            reached = len(delivered) + sum(m["status"] == "SUCCESSFUL" for m in self.accepted)
            self.share("delivered_share", self.report["delivered_share"], len(delivered), requested)
            self.share("reached_share", self.report["reached_share"], reached, requested)
            for within, share in self.report["delivered_within"].items():
                limit = int(within[:-1]) * {"s": 1, "m": 60, "h": 3600}[within[-1]] * SECOND
                self.share(f"delivered_within.{within}", share, sum(d <= limit for d in delivered), requested)

    def check_count(self, member, got, wanted):
        self.check(got == wanted, f"{member}.count {got}, the stream has {wanted}")
        return got == wanted

    def share(self, name, got, part, whole):
        self.check(abs(float(got) - part / whole) <= 0.0000006, f"{name} {got}, the stream has {part} of {whole}")

    def spending(self):
        if self.declared.strict_limit_micros is None:
            return
        months = collections.Counter()
        for m in self.accepted:
            instant = datetime.datetime.fromtimestamp((self.start_ns + m["requested_s"]) // SECOND, datetime.timezone.utc)
            months[instant.year, instant.month] += micros(m["price_usd"]) + micros(m["carrier_fee_usd"])
        self.check(max(months.values(), default=0) <= self.declared.strict_limit_micros, f"spent {months}, the limit is {self.declared.strict_limit_micros}")


def audit(declared, done):
    return Audit(declared, done).run()

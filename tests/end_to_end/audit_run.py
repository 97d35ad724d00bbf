"""One run as an auditor sees it: its streams and its report, read without the program's code, every instant in whole nanoseconds
and all money in millionths of a dollar. Steps of the audit are functions of a Run that call its check()."""
import collections
import csv
import datetime
import io

from sendlab_runs import micros, nanoseconds

SECOND = 1_000_000_000
DAY = 24 * 3600 * SECOND
REPLIES = "automatic replies"  # the workload of what keywords answer: it asks nobody's list and no sender
INSTANTS = ("planned_s", "requested_s", "first_hand_over_s", "last_hand_over_s", "accepted_s", "final_s", "answered_s")


class Run:
    def __init__(self, declared, done):
        self.declared, self.faults = declared, []
        self.report, self.lines = done.report(), done.messages()
        self.published = done.events()  # as they went out: some twice, some out of order where a fault had it so
        self.events = self._as_they_happened(self.published)
        self.inbound, self.deliveries = (done.records(name) if (done.folder / name).exists() else [] for name in ("inbound.ndjson", "destinations.ndjson"))
        self.series = list(csv.DictReader(io.StringIO(done.bytes("timeseries.csv").decode("utf-8"), newline="")))
        self.start = datetime.datetime.fromisoformat(declared.start.replace("Z", "+00:00"))
        self.start_ns = int(self.start.timestamp()) * SECOND
        for line in self.lines:
            for member in INSTANTS:
                line[member] = nanoseconds(line.get(member))
            line["price"], line["fee"] = micros(line["price_usd"]), micros(line["carrier_fee_usd"])
            for wait in line["waits"]:
                wait["from"], wait["to"] = nanoseconds(wait["from_s"]), nanoseconds(wait["to_s"])
        self.refused = [m for m in self.lines if m["status"] == "REFUSED"]
        self.accepted = [m for m in self.lines if m["status"] != "REFUSED"]
        self.calls = [m for m in self.accepted if m.get("channel") == "VOICE"]
        self.texts = [m for m in self.accepted if m.get("channel") != "VOICE"]
        self.pending = self.report["messages"]["pending"]
        # In the order of a number's parts. Of equals one that expired between its parts comes last: it met a full number.
        self.handed = sorted((m for m in self.texts if m["first_hand_over_s"] is not None),
                             key=lambda m: (m["first_hand_over_s"], m["last_hand_over_s"], m["status"] == "TTL_EXPIRED"))
        self.events_of = collections.defaultdict(list)
        for event in self.events:
            self.events_of[event["messageId"]].append(event)

    def _as_they_happened(self, published):
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
            # Of one message and millisecond the final event is the later one.
            events.sort(key=lambda e: (e["eventTimestamp"], e["isFinal"]))
        return events

    def check(self, ok, what):
        """`what`: a text, or a function that makes one, for those that are checked often."""
        if not ok:
            self.faults.append(what() if callable(what) else what)
        return ok

    def milliseconds(self, at):
        """The timestamp that an event of this instant carries."""
        return (self.start_ns + at) // 1_000_000

    def moment(self, at):
        return datetime.datetime.fromtimestamp((self.start_ns + at) // SECOND, datetime.timezone.utc)

    def month(self, at):
        """Its UTC calendar month, by whose first instant prices are told."""
        return self.moment(at).replace(day=1, hour=0, minute=0, second=0)

    def country(self, line):
        """ISO code of an accepted message's recipient, as its events name it; None when it has no events."""
        events = self.events_of[line["id"]]
        return events[0].get("isoCountryCode") if events else None

    def blocks(self):
        """(name, block of the report, its lines): the whole, each workload, carrier and number."""
        yield "", self.report, self.lines
        for kind, member in (("workloads", "workload"), ("carriers", "carrier"), ("numbers", "number")):
            of = collections.defaultdict(list)
            for line in self.lines:
                of[line[member]].append(line)
            for name, block in self.report[kind].items():
                yield f"{kind}/{name}", block, of[name]


def is_reached(line):
    """Was with whom it was for: DELIVERED, or COMPLETED (a call that somebody took)."""
    return line["status"] in ("DELIVERED", "COMPLETED")


def reached_at(line):
    return line["answered_s"] if line["status"] == "COMPLETED" else line["final_s"]

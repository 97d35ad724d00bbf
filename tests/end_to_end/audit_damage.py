"""Faults put into the streams of a run on purpose: (name, change, what the auditor must say). A change returns False where the run
has nothing to damage in that way."""
import csv
import io
import json
import shutil

import sendlab_runs


class Copy:
    """The streams of a run, to be changed and written to another folder."""

    def __init__(self, declared, done):
        read = lambda name: [json.loads(line) for line in done.bytes(name).decode("utf-8").splitlines()]
        self.declared, self.source = declared, done.folder
        self.lines, self.events = read("messages.ndjson"), read("events.ndjson")
        self.inbound = read("inbound.ndjson") if (done.folder / "inbound.ndjson").exists() else []
        self.rows = list(csv.DictReader(io.StringIO(done.bytes("timeseries.csv").decode("utf-8"), newline="")))
        self.accepted = [m for m in self.lines if m["id"]]
        self.texts = [m for m in self.accepted if "channel" not in m]
        self.calls = [m for m in self.accepted if "channel" in m]

    def write(self, folder):
        folder.mkdir()
        for name in ("report.json", "destinations.ndjson"):
            if (self.source / name).exists():
                shutil.copy(self.source / name, folder / name)
        for name, records in (("messages.ndjson", self.lines), ("events.ndjson", self.events), ("inbound.ndjson", self.inbound)):
            (folder / name).write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
        with open(folder / "timeseries.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(self.rows[0]))
            writer.writeheader()
            writer.writerows(self.rows)
        return sendlab_runs.Done(0, "", "", folder)

    def events_of(self, line):
        return [e for e in self.events if e["messageId"] == line["id"]]


def send_to(copy, line, number):
    line["destination"] = number
    for event in copy.events_of(line):
        event["destinationPhoneNumber"] = number


def charge_twice(copy):
    priced = [m for m in copy.texts if m["price_usd"] > 0]
    if priced:
        priced[0]["price_usd"] *= 2
    return bool(priced)


def lose_a_line(copy):
    places = [i for i, m in enumerate(copy.lines) if m["id"]]
    if places:
        del copy.lines[places[len(places) // 2]]
    return bool(places)


def lose_an_end(copy):
    ends = [e for e in copy.events if e["isFinal"]]
    if ends:
        copy.events.remove(ends[len(ends) // 2])
    return bool(ends)


def finish_twice(copy):
    ends = [e for e in copy.events if e["isFinal"]]
    if ends:
        copy.events.append(dict(ends[-1]))
    return bool(ends)


def cut_a_wait(copy):
    waiting = [m for m in copy.accepted if m["waits"] and m["waits"][0]["to_s"] > m["waits"][0]["from_s"]]
    if waiting:
        del waiting[0]["waits"][0]
    return bool(waiting)


def end_too_late(copy):
    """In the line and its event alike, so that only the running counts can know."""
    ends = [m for m in copy.texts if copy.events_of(m) and m["final_s"] < 60]
    if not ends:
        return False
    ends[-1]["final_s"] += 100
    copy.events_of(ends[-1])[-1]["eventTimestamp"] += 100_000
    return True


def overfill(copy):
    number = max((m["number"] for m in copy.texts), key=lambda n: sum(m["number"] == n for m in copy.texts), default=None)
    ours = [m for m in copy.texts if m["number"] == number and m["first_hand_over_s"] is not None and m["parts"] == 1]
    if number is None or len(ours) <= copy.declared.numbers[number][0]:
        return False
    for line in ours:
        line["first_hand_over_s"] = line["last_hand_over_s"] = ours[0]["first_hand_over_s"]
    return True


def write_to_opted_out(copy):
    for line in copy.texts:
        name = copy.declared.list_of_workload.get(line["workload"]) or copy.declared.list_of.get(line["number"])
        if copy.declared.opted_out.get(name) and line["workload"] != "automatic replies":
            send_to(copy, line, copy.declared.opted_out[name][0])
            return True
    return False


def write_to_unverified(copy):
    if copy.declared.verified is None or not copy.accepted:
        return False
    send_to(copy, copy.accepted[0], "+12065550100")
    return True


def send_from_elsewhere(copy):
    """From an identity of another country, or a pool's message from a number that is not in it."""
    for line in copy.texts:
        others = [n for n in copy.declared.type_of if n not in sum(copy.declared.senders.get(line["workload"], {}).values(), [])]
        if line["workload"] in copy.declared.senders and others:
            line["number"] = others[0]
            return True
    return False


def call_at_once(copy):
    for line in copy.calls:
        others = [m for m in copy.calls if m is not line and m["number"] == line["number"] and m["first_hand_over_s"] is not None]
        if line["first_hand_over_s"] is not None and others:
            others[0]["first_hand_over_s"] = line["first_hand_over_s"]
            return True
    return False


def call_one_too_often(copy):
    if len(copy.calls) < 6:
        return False
    for line in copy.calls[:6]:
        send_to(copy, line, copy.calls[0]["destination"])
        line["requested_s"] = min(m["requested_s"] for m in copy.calls)
    return True


def call_longer(copy):
    for line in copy.calls:
        if line["answered_s"] is not None:
            copy.events_of(line)[-1]["callDurationInSeconds"] += 60
            return True
    return False


def call_for_more(copy):
    for line in copy.calls:
        if line["answered_s"] is not None:
            line["price_usd"] *= 2
            return True
    return False


def hear_for_more(copy):
    if copy.inbound:
        copy.inbound[0]["price_usd"] *= 2
    return bool(copy.inbound)


def hear_nothing(copy):
    """Who said STOP, and has had nothing since: then it was said to nobody."""
    refused = {m["destination"] for m in copy.lines if m["reason"] == "DESTINATION_PHONE_NUMBER_OPTED_OUT"}
    said = [line for line in copy.inbound if line["payload"]["originationNumber"] in refused]
    for line in said:
        copy.inbound.remove(line)
    return bool(said)


def count_one_more(column):
    def change(copy):
        totals = [row for row in copy.rows if row["scope"] == "total"]
        if len(totals) < 3:
            return False
        row = totals[len(totals) // 2]
        row[column] = str(int(row[column]) + 1)
        return True
    return change


def count_later(copy):
    """An acceptance of one bucket is counted in the next: the end of the run is right, the way there is not."""
    totals = [row for row in copy.rows if row["scope"] == "total"]
    for here, there in zip(totals, totals[1:]):
        if int(here["accepted"]) > 0:
            here["accepted"], there["accepted"] = str(int(here["accepted"]) - 1), str(int(there["accepted"]) + 1)
            here["in_flight"] = str(int(here["in_flight"]) - 1)
            return True
    return False


DAMAGE = (
    ("a price charged twice", charge_twice, "by the table"),
    ("a lost line", lose_a_line, "accepted"),
    ("a lost end", lose_an_end, "by the lines"),
    ("a second end", finish_twice, "after its end"),
    ("a cut wait", cut_a_wait, "a gap before"),
    ("an end that was counted earlier", end_too_late, "finished"),
    ("parts above a limit", overfill, ", the limit is"),
    ("a message to an opted-out number", write_to_opted_out, "which is on the list"),
    ("a message to an unverified number", write_to_unverified, "the sandbox writes to"),
    ("a message from another identity", send_from_elsewhere, "not from one of"),
    ("a second call in one second", call_at_once, "several calls in a second"),
    ("a sixth call to a person", call_one_too_often, "calls in 24 hours"),
    ("a call that lasts longer", call_longer, "lasts"),
    ("a call that costs more", call_for_more, "by the table"),
    ("an inbound message that costs more", hear_for_more, "by the table one of"),
    ("a refusal of somebody who never said STOP", hear_nothing, "is not on the list"),
    ("a running count of accepted that is off", count_one_more("accepted"), "accepted"),
    ("a running count of finished that is off", count_one_more("finished"), "finished"),
    ("a running count of refused that is off", count_one_more("refused"), "refused"),
    ("a running count of what is in flight that is off", count_one_more("in_flight"), "in_flight"),
    ("an acceptance that was counted later", count_later, "accepted"),
)

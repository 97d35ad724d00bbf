"""Configuration sets and their event destinations in simulated runs (R-EVT): who gets which events, when, and what becomes of
them when a destination is slow, full or down. Each check names the rule that it guards."""
import collections

import sendlab_runs
from sendlab_runs import nanoseconds

sendlab, check, _ = sendlab_runs.start()
SECOND = 1_000_000_000
runs = 0


def text_of(destinations, arrivals="constant { rate = \"1/s\", count = 60 }", more="", sets=None, workload="", mps=100):
    sets = sets if sets is not None else f'configuration_set {{ name = "set", destinations = {{ {destinations} }} }}'
    return f"""return scenario {{ start = "2026-06-10T09:00:00Z", network = ideal {{ accept = "100ms", delivery = "1s" }},
  account = account {{ monthly_spend_limit = "$5000", configuration_sets = {{ {sets} }},
    numbers = {{ number {{ name = "code", type = "SHORT_CODE", country = "US", mps = {mps} }} }} }},
  workloads = {{ workload {{ name = "w", from = "code", to = us_recipients {{ count = 100000 }}, arrivals = {arrivals}, body = "x",
    {workload or 'configuration_set = "set",'} }} }},
  {more} }}
"""


def run(text, *options, code=0, name="runs"):
    global runs
    runs += 1
    done = sendlab.run(sendlab.write(f"events_{runs}.lua", text), *options)
    check(done.code == code, f"{name}: exit code {code}", done)
    return done


def refused(text, part, name):
    done = sendlab.call("check", sendlab.write("refused.lua", text))
    check(done.code == 2 and part in done.err + done.out, name, done)


def destination(name="d", kind="SNS", more='latency = "0s"'):
    return f'event_destination {{ name = "{name}", kind = "{kind}", {more} }}'


def totals(done, name="set/d"):
    return done.report()["event_destinations"][name]


# ---- who gets what ----

plain = run(text_of("", workload=" "), name="R-EVT-1")
check("event_destinations" not in plain.report(), "R-EVT-1: without a destination nobody is told of events")
other = run(text_of(destination(), workload=" "), name="R-EVT-1")
check.equal(totals(other)["events"], 0, "R-EVT-1: a workload without a configuration set tells no destination")

done = run(text_of(", ".join([destination("all"), destination("text", more='types = "TEXT_ALL", latency = "0s"'),
                              destination("voice", more='types = "VOICE_ALL", latency = "0s"'),
                              destination("ends", "CLOUDWATCH_LOGS", 'types = { "TEXT_DELIVERED", "TEXT_UNKNOWN" }, latency = "0s"'),
                              destination("off", more="enabled = false")])), "--events", name="R-EVT-3")
report = done.report()["event_destinations"]
check.equal([report[f"set/{n}"]["received"] for n in ("all", "text", "voice", "ends", "off")], [120, 120, 0, 60, 0],
            "R-EVT-3, R-EVT-8: wildcards stand for all of theirs, a disabled destination gets nothing")
check.equal(report["set/ends"]["types"], {"TEXT_DELIVERED": 60}, "R-EVT-2: each destination has a filter of its own")
published = collections.Counter(str(e) for e in done.events())
lines = done.records("destinations.ndjson")
check.equal(collections.Counter(str(l["event"]) for l in lines if l["destination"] == "set/all"), published, "R-EVT-4: a destination gets the published records, each once")
of = collections.defaultdict(list)
for line in lines:
    if line["destination"] == "set/all":
        of[line["event"]["messageId"]].append(line["event"])
check(all([(e["eventType"], e["isFinal"]) for e in events] == [("TEXT_SUCCESSFUL", False), ("TEXT_DELIVERED", True)] for events in of.values()),
      "R-EVT-5, R-EVT-7: SUCCESSFUL from the carrier, then DELIVERED from the device, which alone is final")
check(all(nanoseconds(l["at_s"]) >= 0 and nanoseconds(l["delay_s"]) >= 0 for l in lines), "no event comes before it happened")

refused(text_of(", ".join(destination(f"d{i}") for i in range(6))), "at most 5", "R-EVT-2: a sixth destination of a set is refused")
check(sendlab.call("check", sendlab.write("five.lua", text_of(", ".join(destination(f"d{i}") for i in range(5))))).code == 0, "R-EVT-2: five are taken")
refused(text_of(destination(kind="QUEUE")), "SNS", "R-EVT-2: a destination is SNS, Firehose or CloudWatch Logs")
sets = lambda n: ", ".join(f'configuration_set {{ name = "s{i}" }}' for i in range(n))
refused(text_of("", sets=sets(26), workload=" "), "at most 25", "R-EVT-9: a 26th configuration set is refused")
check(sendlab.call("check", sendlab.write("many.lua", text_of("", sets=sets(25), workload=" "))).code == 0, "R-EVT-9: 25 are taken")
refused(text_of(destination(more='types = "TEXT_SENT"')), "TEXT_SENT", "R-EVT-12: a filter that names TEXT_SENT is refused")
refused(text_of(destination(more='types = { "TEXT_DELIVERED", "TEXT_SENT" }')), "TEXT_SENT", "R-EVT-12: beside others too")
refused(text_of(destination(more='types = "TEXT_DELIVRED"')), "TEXT_DELIVERED", "a misspelt type is told the nearest")
refused(text_of(destination(), workload='configuration_set = "sett",'), "did you mean", "a misspelt configuration set is told the nearest")
refused(text_of(destination() + ", " + destination()), "are named d", "two destinations of one name are refused")

table = run(text_of(destination(more="")), name="default latency")
check(any(a.startswith("event_destinations/latency") for a in table.report()["assumptions"]) and totals(table)["delay_s"]["mean"] > 0,
      "without a latency the rule table's holds, as an assumption")

# R-TYP-5: the type of a set holds where the request names none.
typed = run(text_of("", sets='configuration_set { name = "set", default_message_type = "PROMOTIONAL" }'), name="R-TYP-5")
check.equal(typed.report()["messages"]["refused"], {"MESSAGE_TYPE_MISMATCH": 60}, "R-TYP-5: a configuration set gives requests its message type")

# R-EVT-11: transient or not, the service sends nothing again after a final event.
failing = text_of(destination()).replace('network = ideal { accept = "100ms", delivery = "1s" }',
                                         'network = carriers { ["T-Mobile"] = carrier { failure = { CARRIER_UNREACHABLE = "50%" } } }')
done = run(failing, "--events", name="R-EVT-11")
finals = collections.Counter(e["messageId"] for e in done.events() if e["isFinal"])
check(done.report()["messages"]["final"].get("CARRIER_UNREACHABLE", 0) > 0 and set(finals.values()) == {1}, "R-EVT-11: one final event a message, transient failures too")


# ---- down, slow, full ----

def outage(at, lasts, more=""):
    return f'faults = {{ event_destination_down {{ destination = "d", at = "{at}s", lasts = "{lasts}s"{more} }} }},'


def settled(done):
    return {l["event"]["messageId"] + l["event"]["eventType"]: l for l in done.records("destinations.ndjson")}


ends = 'types = "TEXT_DELIVERED", latency = "0s"'
done = run(text_of(destination(more=ends), more=outage(10, 30)), "--events", name="SNS down for 30 s")
lines = settled(done).values()
# Delivered at 1, 2, … 60 s; tried every 20 s.
by_second = {round((nanoseconds(l["at_s"]) - nanoseconds(l["delay_s"])) / SECOND): l for l in lines}
check(all((l["end"], l["delay_s"], l["failed_attempts"]) == (("RECEIVED", 0, 0) if t < 10 or t >= 40 else ("RECEIVED", 20, 1) if t >= 20 else ("RECEIVED", 40, 2))
          for t, l in by_second.items()), "SNS tries again every 20 s until the destination is back",
      {t: (l["end"], l["delay_s"], l["failed_attempts"]) for t, l in by_second.items()})
check.equal(done.report()["faults"][0]["messages_affected"], 30, "the fault counts the events that it kept back")
done = run(text_of(destination(more=ends), more=outage(10, 200)), "--events", name="SNS down for long")
t = totals(done)
check.equal((t["events"], t["received"], t["lost"]), (60, 9, 51), "after four attempts an event is lost")
check(all(l["end"] == "RECEIVED" or (l["failed_attempts"], l["delay_s"]) == (4, 60) for l in settled(done).values()), "that is 60 s after the first attempt")
both = run(text_of(destination("d", more=ends) + ", " + destination("e", more=ends), more=outage(10, 200)), name="R-EVT-4")
check.equal((totals(both)["lost"], totals(both, "set/e")["received"]), (51, 60), "R-EVT-4: what one destination loses the other gets")
share = run(text_of(destination(more=ends), more=outage(0, 500, ', share = "50%"')), name="a share of attempts")
check(0 < totals(share)["lost"] < 15 and totals(share)["failed_attempts"] > 20, "with a share of 50 % few events fail four times", totals(share))
run(text_of(destination(more=ends), more=outage(1000, 10)), code=5, name="a fault that never took effect")
run(text_of(destination(more=ends + ', enabled = false'), more=outage(1, 10)), code=5, name="a fault of a disabled destination")

done = run(text_of(destination(kind="FIREHOSE", more=ends)), "--events", name="Firehose")
check.equal({nanoseconds(l["at_s"]) for l in settled(done).values()}, {301 * SECOND}, "a delivery stream hands on what came within 300 s of its first record")
done = run(text_of(destination(kind="FIREHOSE", more=ends), more=outage(300, 10)), "--events", name="Firehose down for 10 s")
check.equal({(nanoseconds(l["at_s"]), l["failed_attempts"]) for l in settled(done).values()}, {(316 * SECOND, 4)}, "a sink that is down is tried after 1, 2, 4 and 8 s")
done = run(text_of(destination(kind="FIREHOSE", more=ends), more=outage(300, 1000)), "--events", name="Firehose down for long")
check.equal({(l["end"], l["delay_s"] > 300) for l in settled(done).values()}, {("BACKED_UP", True)}, "after 300 s the buffer is backed up, not lost")
check.equal((totals(done)["backed_up"], totals(done)["lost"]), (60, 0), "and counted so")
full = run(text_of(destination(kind="FIREHOSE", more=ends), arrivals="burst { count = 2500 }", mps=5000), name="Firehose full")
check.equal((totals(full)["received"], totals(full)["lost"]), (2000, 500), "2,000 records a second are taken; who is throttled three times within the second is lost")

logs = run(text_of(destination(kind="CLOUDWATCH_LOGS", more=ends), arrivals='constant { rate = "50/s", count = 200 }'), "--events", name="CloudWatch Logs")
instants = sorted({nanoseconds(l["at_s"]) for l in settled(logs).values()})
check(min(b - a for a, b in zip(instants, instants[1:])) >= SECOND // 5 and totals(logs)["received"] == 200, "a log stream takes five requests a second, and all events")
logs = run(text_of(destination(kind="CLOUDWATCH_LOGS", more=ends), arrivals="burst { count = 25000 }", mps=30000), "--events", name="CloudWatch Logs, a burst")
batches = collections.Counter(nanoseconds(l["at_s"]) for l in settled(logs).values())
check(max(batches.values()) <= 10000 and sum(batches.values()) == 25000, "a request holds at most 10,000 events", batches)
check(max(batches.values()) * (500 + 26) <= 1_048_576, "and at most 1 MiB with 26 bytes beside each", batches)
logs = run(text_of(destination(kind="CLOUDWATCH_LOGS", more=ends), more=outage(10, 1000)), "--events", name="CloudWatch Logs down")
check.equal((totals(logs)["received"], totals(logs)["lost"]), (60, 0), "a log group gets everything once it is back")
batch_order = [(nanoseconds(l["at_s"]), l["event"]["eventTimestamp"]) for l in logs.records("destinations.ndjson")]
check(batch_order == sorted(batch_order), "in the order of the events")

# ---- receipts that come twice or out of order ----

done = run(text_of(destination(), more='faults = { receipt_duplicate { at = "10s", lasts = "20s" } },'), "--events", name="receipt_duplicate")
check.equal((totals(done)["events"], totals(done)["copies"], done.report()["faults"][0]["messages_affected"]), (140, 20, 20), "a doubled receipt's event goes out twice")
check.equal(sorted(collections.Counter(str(e) for e in done.events()).values())[-21:], [1] + [2] * 20, "events.ndjson has its line twice")
check.equal(done.report()["events"], {"TEXT_SUCCESSFUL": 60, "TEXT_DELIVERED": 60}, "the service counts each event once")
half = run(text_of(destination(), more='faults = { receipt_duplicate { at = "0s", share = "50%" } },'), name="receipt_duplicate with a share")
check(15 < totals(half)["copies"] < 45, "a share of them", totals(half))

done = run(text_of(destination(), more='faults = { receipt_reorder { carrier = "T-Mobile", at = "10s", lasts = "20s" } },'), "--events", name="receipt_reorder")
order = collections.defaultdict(list)
for event in done.events():
    order[event["messageId"]].append(event["eventType"])
swapped = sum(types == ["TEXT_DELIVERED", "TEXT_SUCCESSFUL"] for types in order.values())
arrived = collections.defaultdict(list)
for line in done.records("destinations.ndjson"):
    arrived[line["event"]["messageId"]].append(line["event"]["eventType"])
check(swapped == done.report()["faults"][0]["messages_affected"] and 0 < swapped < 20, "SUCCESSFUL comes after DELIVERED for the messages that the fault met", (swapped, done.report()["faults"]))
check.equal(arrived, order, "at the destination too")
run(text_of(destination(), more='faults = { receipt_duplicate { at = "5000s" } },'), code=5, name="receipts that never came twice")
refused(text_of(destination(), more='faults = { event_destination_down { destination = "x", at = "1s" } },'), "declared are set/d", "a fault names a destination that exists")

# ---- the same again ----

text = text_of(", ".join([destination("d", more=""), destination("f", "FIREHOSE", ""), destination("l", "CLOUDWATCH_LOGS", "")]), more=outage(10, 30, ', share = "70%"'))
one, two = (run(text, "--events", name="repeated") for _ in range(2))
check(one.bytes("destinations.ndjson") == two.bytes("destinations.ndjson"), "the same seed leaves the same deliveries")
many = run(text, "--replications", "3", "--jobs", "2", name="replications")
check.equal(totals(many)["events"], 3 * totals(one)["events"], "replications add up")
expected = run(text.replace("workloads = {", 'expect = { [[event_destinations["set/d"].delay_s.p95 < 70]], [[event_destinations["set/l"].lost == 0]] }, workloads = {', 1), name="expectations")
check.equal([e["passed"] for e in expected.report()["expectations"]], [True, True], "expectations may ask for what destinations got")
for d in ("set/d", "set/f", "set/l"):
    t = totals(one, d)
    check.equal(t["events"], t["received"] + t["lost"] + t["backed_up"], f"{d}: every event is received, lost or backed up")
check.finish()

"""Faults between a sender and the service: api_error, latency of an operation, clock_skew, provisioning_delay; a client's time-out
and connections."""
import sendlab_runs
from sendlab_runs import nanoseconds

sendlab, check, _ = sendlab_runs.start()
SECOND = 1_000_000_000
runs = 0


def text_of(faults="", client="", arrivals='constant { rate = "1/s", count = 60 }', number="", more=""):
    return f"""return scenario {{ start = "2026-06-10T09:00:00Z", network = ideal {{ accept = "100ms", delivery = "1s" }},
  account = account {{ monthly_spend_limit = "$5000", numbers = {{ number {{ name = "n", type = "SHORT_CODE", country = "US", {number} }} }} }},
  workloads = {{ workload {{ name = "w", from = "n", to = us_recipients {{ count = 10000 }}, arrivals = {arrivals}, body = "x", client = client {{ {client} }} }} }},
  faults = {{ {faults} }}, {more} }}
"""


def run(text, code=0):
    global runs
    runs += 1
    done = sendlab.run(sendlab.write(f"request_{runs}.lua", text), "--events")
    check(done.code == code, f"run {runs}: exit code {code}", done)
    return done


def refused(text, part, name):
    done = sendlab.call("check", sendlab.write("refused.lua", text))
    check(done.code == 2 and part in done.err + done.out, name, done)


def counts(done):
    messages = done.report()["messages"]
    return messages["accepted"], messages["refused"], messages["unsent"]


def affected(done):
    return done.report()["faults"][0]["messages_affected"]


broken = 'api_error { operation = "SendTextMessage", error = "InternalServerException", at = "10s", lasts = "20s" }'
done = run(text_of(broken))
check.equal((counts(done), affected(done)), ((40, {"InternalServerException": 20}, 0), 20), "api_error: a sender that does not retry has its answer")
patient = 'when_throttled = "retry", retry = { attempts = 20, base = "1s", max = "20s", jitter = "none" }'
done = run(text_of(broken, patient))
check(counts(done) == (60, {}, 0) and affected(done) > 20, "a retrying one asks again until it passes", (counts(done), affected(done)))
waits = {w["cause"] for m in done.messages() for w in m["waits"] if m["id"]}
check("client_retry" in waits, "that wait is its own", waits)
quick = run(text_of(broken, 'when_throttled = "retry"'))
check(counts(quick)[1] == {"InternalServerException": 19} or counts(quick)[1].get("InternalServerException", 0) >= 15, "three attempts within a second are not enough", counts(quick))
final = run(text_of('api_error { operation = "SendTextMessage", error = "ValidationException", reason = "INVALID_PARAMETER", at = "10s", lasts = "20s" }', patient))
check.equal(counts(final), (40, {"INVALID_PARAMETER": 20}, 0), "what another attempt cannot cure is final")
share = run(text_of(broken.replace('lasts = "20s"', 'lasts = "20s", share = "50%"')))
check(0 < counts(share)[1]["InternalServerException"] < 20, "a share of the requests", counts(share))
check.equal(share.report()["cost"]["message_usd"] / counts(share)[0], done.report()["cost"]["message_usd"] / 60, "R-BIL-7: a refused request costs nothing")
run(text_of(broken.replace('"10s"', '"5000s"')), code=5)
refused(text_of(broken.replace("SendTextMessage", "SendTextMesage")), "SendTextMessage", "operations are known words")
refused(text_of(broken.replace("InternalServerException", "Oops")), "exception", "exceptions too")
refused(text_of(broken.replace("InternalServerException", "ConflictException").replace("at =", 'reason = "X", at =')), "reason", "and reasons")

slow = 'latency { operation = "SendTextMessage", add = "4s", at = "10s", lasts = "20s" }'
done = run(text_of(slow))
check.equal((counts(done), affected(done)), ((60, {}, 0), 20), "latency of an operation: requests come later")
late = [m for m in done.messages() if nanoseconds(m["requested_s"]) - nanoseconds(m["planned_s"]) == 4 * SECOND]
check(len(late) == 20 and all(m["waits"][0]["cause"] == "fault" for m in late), "by what the fault adds, charged to the fault")
done = run(text_of('latency { operation = "SendTextMessage", factor = 3, at = "10s", lasts = "20s" }', 'latency = "500ms"'))
check.equal(sorted({nanoseconds(m["requested_s"]) - nanoseconds(m["planned_s"]) for m in done.messages()}), [SECOND // 2, 3 * SECOND // 2], "or times its factor")
done = run(text_of(slow, 'timeout = "2s"'))
check.equal(counts(done), (40, {"NO_ANSWER": 20}, 0), "a client gives up a request that takes longer than its time-out")
done = run(text_of(slow, 'timeout = "2s", ' + patient))
check.equal(counts(done), (60, {}, 0), "and a retrying one asks again")

done = run(text_of("", 'latency = "2s", connections = 3', 'burst { count = 9 }'))
check.equal(sorted(nanoseconds(m["requested_s"]) // SECOND for m in done.messages()), [2, 2, 2, 4, 4, 4, 6, 6, 6], "connections: so many requests are on their way at one time")
check(all(w["cause"] == "client_retry" for m in done.messages() for w in m["waits"] if nanoseconds(w["from_s"]) < nanoseconds(m["requested_s"])), "the wait for one is the client's own")
done = run(text_of("", 'latency = "2s", connections = 1', 'burst { count = 9 }', more='horizon = "5s",'))
check.equal((counts(done), done.report()["messages"]["requested"]), ((2, {}, 7), 9), "requests without a connection are unsent at the horizon")

skewed = 'clock_skew { add = "10m", at = "10s", lasts = "20s" }'
done = run(text_of(skewed))
check.equal((counts(done), affected(done)), ((40, {"AccessDeniedException": 20}, 0), 20), "clock_skew: a signature more than five minutes off is refused")
run(text_of(skewed.replace("10m", "5m")), code=5)

delayed = 'provisioning_delay { add = "20s", at = "0s", lasts = "1m" }'
done = run(text_of(delayed, number='available_after = "10s"'))
check.equal((counts(done), affected(done)), ((30, {"RESOURCE_NOT_ACTIVE": 30}, 0), 1), "provisioning_delay: a number becomes active later")
run(text_of(delayed), code=5)
check.equal(run(text_of(delayed, patient, number='available_after = "90s"'), code=5).report()["messages"]["accepted"], 0, "not one that becomes active after the fault")
# A feed's column `at` plans the sends of its rows.
sendlab.write("rows.csv", "number,at,body\r\n+12902000001,0s,a\r\n+12902000002,2500ms,b\r\n+12902000003,7,c\r\n")
feed = text_of().replace("to = us_recipients { count = 10000 }, arrivals = constant { rate = \"1/s\", count = 60 }, body = \"x\"",
                         'to = feed { file = "rows.csv", columns = { at = "at" } }, body = "{body}"')
done = run(feed)
check.equal({m["destination"]: nanoseconds(m["planned_s"]) / SECOND for m in done.messages()}, {"+12902000001": 0, "+12902000002": 2.5, "+12902000003": 7}, "each row goes when it says, to whom it says")
refused(feed.replace("body = \"{body}\"", 'body = "{body}", arrivals = burst { count = 3 }'), "both say when", "arrivals beside it are refused")
refused(feed.replace('columns = { at = "at" }', 'columns = { at = "at" }, order = "random"'), "cannot be random", "so is a random order")
check.finish()

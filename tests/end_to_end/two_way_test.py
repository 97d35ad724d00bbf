"""Handsets that write, and what becomes of it (R-TWO, R-SMO, R-KEY, R-OPT, R-DEA): payloads, keywords, opt-outs, people who come
back, whose number has moved or was given up. Each check names the rule that it guards."""
import re

import sendlab_runs
from sendlab_runs import nanoseconds

sendlab, check, _ = sendlab_runs.start()
SECOND = 1_000_000_000
runs = 0


def text_of(number="two_way = true", reply='body = "hello"', kind='type = "SHORT_CODE", country = "US", mps = 1000', people='us_recipients { count = 40 }',
            more="", account="", after="5s", handsets=""):
    return f"""return scenario {{ start = "2026-06-10T09:00:00Z", network = ideal {{ accept = "100ms", delivery = "1s" }},
  account = account {{ monthly_spend_limit = "$5000", {account} numbers = {{ number {{ name = "n", {kind}, {number} }} }} }},
  workloads = {{ workload {{ name = "first", from = "n", to = {people}, arrivals = burst {{ count = 40 }}, body = "x" }},
    workload {{ name = "second", from = "n", to = {people}, arrivals = burst {{ count = 40, at = "1m" }}, body = "x" }} }},
  handsets = {{ {f'reply {{ workload = "first", share = "100%", after = "{after}", {reply} }},' if reply else ''} {handsets} }}, {more} }}
"""


def run(text, *options, code=0):
    global runs
    runs += 1
    done = sendlab.run(sendlab.write(f"two_way_{runs}.lua", text), "--events", *options)
    check(done.code == code, f"run {runs}: exit code {code}", done)
    return done


def refused(text, part, name):
    done = sendlab.call("check", sendlab.write("refused.lua", text))
    check(done.code == 2 and part in done.err + done.out, name, done)


def counts(done):
    return {k: v for k, v in done.report()["inbound"].items() if v}


def second(done):
    return done.report()["workloads"]["second"]["messages"]


def answers(done):
    return done.report()["workloads"].get("automatic replies", {"messages": {"accepted": 0}})["messages"]["accepted"]


# ---- payloads ----

done = run(text_of())
lines = done.records("inbound.ndjson")
check.equal(len(lines), 40, "each message that a handset wrote has a line")
payload = lines[0]["payload"]
check.equal(set(payload), {"originationNumber", "destinationNumber", "messageKeyword", "messageBody", "inboundMessageId", "previousPublishedMessageId"},
            "R-TWO-3: the payload has these members")
check(all(isinstance(v, str) for v in payload.values()), "R-TWO-3: all of them texts")
sent = {m["destination"]: m for m in done.messages() if m["workload"] == "first"}
check(all(l["payload"]["previousPublishedMessageId"] == sent[l["payload"]["originationNumber"]]["id"] for l in lines), "R-TWO-4: it names the newest message of that pair of numbers")
check(re.fullmatch(r"KEYWORD_\d{12}_\d+", payload["messageKeyword"]) and payload["messageBody"] == "hello", "R-TWO-5: the registered keyword of the number")
check(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", payload["inboundMessageId"]), "R-TWO-3: an id of its own")
delays = sorted(nanoseconds(l["received_s"]) - nanoseconds(l["at_s"]) for l in run(text_of(people="us_recipients { count = 400 }").replace("count = 40 }", "count = 400 }")).records("inbound.ndjson"))
check(0.5 < delays[len(delays) // 2] / SECOND < 0.72 and delays[0] < delays[-1], "R-TWO-9: some 0.6 s later at the destination", delays[len(delays) // 2])
check(any("two_way/latency" in a for a in done.report()["assumptions"]), "R-TWO-9: that latency is listed as an assumption")
check(lines[0]["channel"].startswith("arn:aws:sns:us-east-1:"), "R-TWO-2: a topic of the account unless another is named")
connect = run(text_of('two_way = "connect.us-east-1.amazonaws.com"'))
topic = run(text_of('two_way = "arn:aws:sns:us-east-1:123456789012:encrypted-replies"'))
check.equal({l["channel"] for l in topic.records("inbound.ndjson")}, {"arn:aws:sns:us-east-1:123456789012:encrypted-replies"}, "R-TWO-7: any standard topic, encrypted ones too")
check.equal({l["channel"] for l in connect.records("inbound.ndjson")}, {"connect.us-east-1.amazonaws.com"}, "R-TWO-2, R-TWO-6: or Amazon Connect")
refused(text_of('two_way = "arn:aws:sns:us-east-1:123456789012:replies.fifo"'), "FIFO", "R-TWO-2: no FIFO topic")
refused(text_of('two_way = "somewhere"'), "standard topic", "R-TWO-6: nor any other place")

unasked = text_of(reply="", more='at = { ["5s"] = function(ctx) ctx.reply { from = "+12902009999", to = "n", body = "hi" } end },')
check.equal("previousPublishedMessageId" in run(unasked).records("inbound.ndjson")[0]["payload"], False, "R-TWO-4: left out where there is none")

# ---- keywords ----

keywords = 'two_way = true, keywords = { keyword { word = "INFO", action = "AUTOMATIC_RESPONSE", reply = "see example.com" }, keyword { word = "LEAVE", action = "OPT_OUT" } }'
done = run(text_of(keywords, 'body = "Info please"'))
check.equal((counts(done), answers(done)), ({"received": 40, "published": 40, "keywords": 40}, 40), "R-TWO-11, R-KEY-5: a keyword is published and answered")
done = run(text_of(keywords, 'body = "leave"'))
check.equal((counts(done), answers(done), second(done)["refused"]),
            ({"received": 40, "published": 40, "keywords": 40, "opt_outs": 40}, 0, {"DESTINATION_PHONE_NUMBER_OPTED_OUT": 40}), "R-TWO-11: without a reply nothing answers; the action holds")
for word, effect in (("HELP", {}), ("stop", {"opt_outs": 40})):
    done = run(text_of(keywords, f'body = "{word}"'))
    check.equal((counts(done), answers(done)), ({"received": 40, "keywords": 40} | effect, 40), f"R-TWO-11: {word} is answered without being published")
    done = run(text_of(keywords, f'body = "{word}"', account="publish_help_and_stop = true,"))
    check.equal((counts(done), answers(done)), ({"received": 40, "published": 40, "keywords": 40} | effect, 40), f"R-TWO-11: published too where the account says so ({word})")
done = run(text_of("two_way = false", 'body = "hello"'))
check.equal(counts(done), {"received": 40, "dropped": 40}, "R-TWO-12: with two-way off any other message is dropped and counted")
check(not (done.folder / "inbound.ndjson").exists(), "and there is no stream of payloads")
done = run(text_of("two_way = false", 'body = "STOP"'))
check.equal((counts(done), second(done)["accepted"]), ({"received": 40, "keywords": 40, "opt_outs": 40}, 0), "R-TWO-12: keywords act all the same")

# R-KEY-9: long codes begin with default keywords and replies; a short code's reply may be reworded.
code = run(text_of('two_way = true, keywords = { keyword { word = "STOP", action = "OPT_OUT", reply = string.rep("You are out. ", 20) } }', 'body = "STOP"'))
check.equal(code.report()["workloads"]["automatic replies"]["messages"]["parts"], 80, "R-KEY-9: the reworded reply is the one that goes out, in two parts")
canadian = run(text_of("two_way = true", 'body = "HELP"', kind='type = "LONG_CODE", country = "CA", mps = 1000', people='recipients { country = "CA", count = 40 }'))
check.equal(answers(canadian), 40, "R-KEY-9: a long code answers HELP from the start")
check.equal(run(text_of("two_way = true", 'body = "Help me understand"')).report()["inbound"]["keywords"], 40, "R-KEY-6, R-KEY-5: the first word counts")

# ---- self-managed opt-outs ----

managed = "two_way = true, self_managed_opt_outs = true"
for word in ("STOP", "HELP"):
    done = run(text_of(managed, f'body = "{word}"'))
    check.equal((counts(done), answers(done), second(done)["accepted"]), ({"received": 40, "published": 40, "keywords": 40}, 0, 40),
                f"R-SMO-2, R-SMO-3, R-SMO-4, R-SMO-5: {word} goes to the destination, with neither reply nor list")
own = managed + ', keywords = { keyword { word = "STOP", action = "OPT_OUT", reply = "bye" }, keyword { word = "INFO", action = "AUTOMATIC_RESPONSE", reply = "see example.com" } }'
check.equal(answers(run(text_of(own, 'body = "STOP"'))), 0, "R-SMO-2, R-SMO-6: a reply set for STOP stays unsent by default")
done = run(text_of(own, 'body = "STOP"', account="self_managed_replies = true,"))
check.equal((answers(done), second(done)["accepted"]), (40, 40), "R-SMO-6: or goes out where the account says so, and still nobody is put on a list")
check.equal(answers(run(text_of(own, 'body = "INFO"'))), 40, "R-SMO-2: other keywords are answered as ever")
refused(text_of("self_managed_opt_outs = true"), "two-way", "R-SMO-1: needs two-way messaging")

# ---- who receives ----

saudi = 'type = "LONG_CODE", country = "SA", mps = 1000'
refused(text_of("two_way = true", kind=saudi.replace("LONG", "SHORT"), people='recipients { country = "SA", count = 40 }'), "two_way", "R-TWO-1: two-way needs a country that has it")
inbound_only = f"""return scenario {{ account = account {{ monthly_spend_limit = "$50", numbers = {{ number {{ name = "in", {saudi}, two_way = true }} }} }},
  network = ideal {{ accept = "100ms", delivery = "1s" }},
  workloads = {{ workload {{ name = "w", from = "in", to = recipients {{ country = "SA", count = 3 }}, arrivals = burst {{ count = 3, at = "10s" }}, body = "x" }} }},
  at = {{ ["5s"] = function(ctx) ctx.reply {{ from = "+966290000001", to = "in", body = "STOP" }} end }} }}
"""
done = run(inbound_only)
check.equal(counts(done), {"received": 1, "keywords": 1, "opt_outs": 1}, "R-TWO-10: an inbound-only long code receives, and an opt-out sent to it counts")

# ---- opt-out scope, price of inbound ----

two_lists = """return scenario { account = account { monthly_spend_limit = "$50", SCOPE opt_out_lists = { opt_out_list { name = "news" } },
    numbers = { number { name = "a", type = "SHORT_CODE", country = "US", two_way = true }, number { name = "b", type = "SHORT_CODE", country = "US", opt_out_list = "news" } } },
  network = ideal { accept = "100ms", delivery = "1s" },
  workloads = { workload { name = "first", from = "a", to = us_recipients { count = 10 }, arrivals = burst { count = 10 }, body = "x" },
    workload { name = "second", from = "b", to = us_recipients { count = 10 }, arrivals = burst { count = 10, at = "1m" }, body = "x" } },
  handsets = { reply { workload = "first", share = "100%", body = "STOP", after = "5s" } } }
"""
check.equal(second(run(two_lists.replace("SCOPE", "")))["accepted"], 10, "R-OPT-4: an opt-out holds for the list of the number")
check.equal(second(run(two_lists.replace("SCOPE", 'opt_out_scope = "account",')))["refused"], {"DESTINATION_PHONE_NUMBER_OPTED_OUT": 10}, "R-OPT-4: or for the account, as it chooses")
one, long = (next(u for u in run(text_of(reply=f"body = {b}")).report()["cost"]["usage"] if "InboundSMS" in u["usage_type"] and "Fee" in u["usage_type"])
             for b in ('"hello"', 'string.rep("hello ", 40)'))
check.equal((long["quantity"], long["usd"]), (2 * one["quantity"], 2 * one["usd"]), "inbound messages are priced by the part")

# ---- people who come back, who moved, who gave up their number ----

done = run(text_of("two_way = true, keywords = { keyword { word = \"START\", action = \"OPT_IN\" } }", 'body = "STOP", returns = "50%", returns_after = "20s"'))
c = counts(done)
check(8 < c["opt_ins"] < 32 and second(done)["accepted"] == c["opt_ins"], "R-OPT-9: who opts in again gets messages again", c)
late = run(text_of("two_way = true, keywords = { keyword { word = \"START\", action = \"OPT_IN\" } }", 'body = "STOP", returns = "100%", returns_after = "2m"'))
check.equal((counts(late)["opt_ins"], second(late)["accepted"]), (40, 0), "who comes back later does not")

home = run(text_of(reply=""))
moved = run(text_of(reply="", handsets='handset { share = "100%", ported_share = "100%" }'))
carriers = lambda d: {m["destination"]: m["carrier"] for m in d.messages()}
check(all(carriers(moved)[n] != k for n, k in carriers(home).items()), "R-DEA-4: a ported number is served by another carrier")
half = run(text_of(reply="", handsets='handset { share = "100%", ported_share = "50%" }'))
check(5 < sum(carriers(half)[n] != k for n, k in carriers(home).items()) < 35, "a share of them")

def invalid(done):
    return done.report()["messages"]["final"].get("INVALID", 0)

gone = run(text_of(reply="", people="us_recipients { count = 400 }", handsets='handset { share = "100%", deactivated_share = "100%" }').replace("count = 40,", "count = 400,").replace("count = 40 }", "count = 400 }"))
check(0.6 < invalid(gone) / gone.report()["messages"]["accepted"] < 0.8, "R-DEA-7: a message to a number that was given up ends as INVALID with probability 0.7", invalid(gone))
check.equal(gone.report()["messages"]["final"].get("DELIVERED", 0), gone.report()["messages"]["accepted"] - invalid(gone), "R-DEA-7: else its new owner gets it")
always = run(text_of(reply="", handsets='handset { share = "100%", deactivated_share = "100%", invalid_share = 1 }'))
never = run(text_of(reply="", handsets='handset { share = "100%", deactivated_share = "100%", invalid_share = 0 }'))
check.equal((invalid(always), invalid(never)), (80, 0), "R-DEA-7: invalid_share is its knob")
check(any("R-DEA-7" in a for a in gone.report()["assumptions"]), "R-DEA-7: an assumption")
check.finish()

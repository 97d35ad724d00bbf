"""What a run costs (R-BIL), its spend metric and alarms (R-CWM), and what counts against the spending limit (R-SPD). Each check
names the rule that it guards."""
import csv
import io
import re

import sendlab_runs
from sendlab_runs import micros

sendlab, check, _ = sendlab_runs.start()
runs = 0


def text_of(kind='type = "TOLL_FREE", country = "US", mps = 100', to="us_recipients { count = 100000 }", body='"x"', arrivals='constant { rate = "1/s", count = 100 }',
            account="", workload="", more="", start="2026-06-10T09:00:00Z", limit="$5000"):
    return f"""return scenario {{ start = "{start}", network = ideal {{ accept = "100ms", delivery = "1s" }},
  account = account {{ monthly_spend_limit = "{limit}", {account} numbers = {{ number {{ name = "n", {kind} }} }} }},
  workloads = {{ workload {{ name = "w", from = "n", to = {to}, arrivals = {arrivals}, body = {body}, {workload} }} }}, {more} }}
"""


def run(text, *options, code=0):
    global runs
    runs += 1
    done = sendlab.run(sendlab.write(f"money_{runs}.lua", text), "--events", *options)
    check(done.code == code, f"run {runs}: exit code {code}", done)
    return done


def lines(done):
    return {u["usage_type"]: (u["quantity"], u["usd"]) for u in done.report()["cost"]["usage"]}


# ---- billing lines ----

us = lines(run(text_of(body='string.rep("x", 200)')))
stem = "USE1-OutboundSMS-US-Standard-TollFree-"
check.equal({k.removeprefix(stem) for k in us if k.startswith(stem)}, {"MessageCount", "MessageFee", "CarrierFeeCount", "CarrierFees"}, "R-BIL-3, R-BIL-4: four usage types where there is a carrier fee")
check.equal([us[stem + m][0] for m in ("MessageCount", "MessageFee", "CarrierFeeCount", "CarrierFees")], [200] * 4, "R-BIL-2: each counts parts")
check(us[stem + "MessageCount"][1] == 0 and us[stem + "MessageFee"][1] > 0 and us[stem + "CarrierFees"][1] > 0, "counts cost nothing, fees do")
spain = lines(run(text_of(kind='type = "LONG_CODE", country = "ES", mps = 100', to='recipients { country = "ES", count = 1000 }')))
check.equal({k.split("Longcode-")[1] for k in spain if "OutboundSMS-ES" in k}, {"MessageCount", "MessageFee"}, "R-BIL-4: two where there is none")
pattern = re.compile(r"^[A-Z0-9]+-(OutboundSMS|InboundSMS)-[A-Z]{2}-Standard-[A-Za-z0-9]+-(MessageCount|MessageFee|CarrierFeeCount|CarrierFees)$")
check(all(pattern.match(k) for k in us | spain if "SMS" in k), "R-BIL-3: in the provider's format")

# ---- what is billed ----

done = run(text_of(more='faults = { outage { at = "30s" } },', workload='ttl = "20s",'))
report = done.report()
failed = [m for m in done.messages() if m["status"] == "TTL_EXPIRED"]
check(len(failed) > 60 and all(m["price_usd"] > 0 for m in failed), "R-BIL-1, R-TTL-4: accepted means charged, whatever becomes of it")
check.equal(micros(report["cost"]["failed_but_billed_usd"]), sum(micros(m["price_usd"]) + micros(m["carrier_fee_usd"]) for m in failed), "what failed and was billed is shown apart")
check.equal(micros(report["cost"]["total_usd"]), sum(micros(u["usd"]) for u in report["cost"]["usage"]), "the billing lines add up to the total")
check.equal(micros(report["cost"]["variable_usd"]), sum(micros(m["price_usd"]) + micros(m["carrier_fee_usd"]) for m in done.messages() if m["id"]), "money is the sum over messages")
refused = run(text_of(to='{ "+12025550100" }', workload='max_price = "$0.00001",'))
check.equal((refused.report()["messages"]["refused"], refused.report()["cost"]["variable_usd"]), ({"PRICE_OVER_THRESHOLD": 100}, 0), "R-BIL-7: what is refused costs nothing")
events = [e for e in run(text_of(body='string.rep("x", 200)')).events()]
price = us[stem + "MessageFee"][1] / 100
check(all(micros(e["totalMessagePrice"]) == micros(price) and e["totalCarrierFee"] > 0 for e in events), "R-BIL-8: totalMessagePrice is in USD, of all parts, without the carrier fee", events[0])
check(all(-e["totalMessagePrice"].as_tuple().exponent <= 5 for e in events), "R-BIL-8: with at most five decimals")

per_part = 'pricing = prices { per_part = "$0.01", carrier_fee = "$0" },'
two_parts = dict(body='string.rep("x", 200)', more=per_part, workload='max_price = "$0.015",')
check.equal(run(text_of(**two_parts)).report()["messages"]["accepted"], 100, "R-BIL-11: MaxPrice is compared with the price of one part")
check.equal(run(text_of(account='maxprice_scope = "message",', **two_parts)).report()["messages"]["refused"], {"PRICE_OVER_THRESHOLD": 100}, "R-BIL-11: or of the message, as the account chooses")

# R-SPD-8: what other services have sent through the channel counts against the same limit.
shared = run(text_of(limit="$2", account='spend_enforcement = "strict", initial = { month_spend = "$1.50" },', more=per_part))
check.equal(shared.report()["messages"]["accepted"], 50, "R-SPD-8: what another service spent this month is gone")

# ---- the spend metric ----

def spend(done):
    return list(csv.DictReader(io.StringIO(done.bytes("spend.csv").decode("utf-8"), newline="")))


steady = dict(arrivals='constant { rate = "1/s", at = "7m", lasts = "20m" }', more=per_part + ' horizon = "40m",')
rows = spend(run(text_of(**steady)))
check(rows and {(r["namespace"], r["metric"], r["statistic"]) for r in rows} == {("AWS/SMSVoice", "TextMessageMonthlySpend", "Maximum")}, "R-CWM-1: namespace, metric and statistic are the provider's")
check.equal((rows[0]["at_s"], len(rows)), ("600", 7), "R-CWM-2: there is no datapoint before the first message")
check.equal([r["value_usd"] for r in rows], ["1.81", "4.81", "7.81", "10.81", "12", "12", "12"], "R-CWM-5: month to date")
turn = spend(run(text_of(start="2026-06-30T23:50:00Z", arrivals='constant { rate = "1/s", lasts = "20m" }', more=per_part + ' horizon = "20m",')))
values = [float(r["value_usd"]) for r in turn]
check(values[0] > 2.9 and values[1] < 0.1 and values[2] > 2.9, "R-CWM-5: it falls to 0 when the month begins", values)
check(sendlab.call("check", sendlab.write("long.lua", text_of(more='horizon = "31d",'))).code == 2, "R-CWM-3: no run is longer than 30 days, so none outlives its datapoints")
longest = dict(account='registrations = registration { name = "n", type = "US_TOLL_FREE_REGISTRATION", submitted = "0d", outcome = "approve", lasts = "1h" },',
               arrivals='burst { count = 1, at = "1d", every = "30d", times = 13 }')
rows = spend(run(text_of(more='horizon = "400d",', **longest)))
first, last = int(rows[0]["at_s"]), int(rows[-1]["at_s"])
check(86400 <= first <= 86400 + 600 and last == 400 * 86400, "R-CWM-3: the longest run with registrations still has its first datapoint at its end", (first, last))
check(last < 15 * 30 * 86400, "R-CWM-3: which is less than 15 months old")
check(sendlab.call("check", sendlab.write("longer.lua", text_of(more='horizon = "401d",', **longest))).code == 2, "R-CWM-3: none is longer")

calls = spend(run(text_of(kind='type = "TOLL_FREE", country = "US", capabilities = { "SMS", "VOICE" }', account='monthly_voice_spend_limit = "$50",', arrivals='constant { rate = "1/min", count = 10 }',
                          workload='channel = "VOICE",', more='horizon = "20m",')))
check.equal({r["metric"] for r in calls}, {"VoiceMessageMonthlySpend"}, "R-CWM-1: calls have a metric of their own")

alarm = 'alarms = { alarm { name = "a", metric = "TextMessageMonthlySpend", threshold = "$7.81"%s } },'
for fields, times, first in ((', comparison = "greater"', 1, 1500), (', comparison = "greater_or_equal"', 1, 1200), (", periods = 3", 1, 2100), (", periods = 9", 0, None),
                             (', period = "1m"', 1, 1260)):
    got = run(text_of(account=alarm % fields, **steady)).report()["alarms"][0]
    check.equal((got["times"], got["first_s"]), (times, first), f"R-CWM-4: an alarm with{fields}")
acts = run(text_of(account=alarm % ", action = function(event, ctx) ctx.record('action', event.value_usd) end",
                   arrivals='constant { rate = "1/s", at = "7m", lasts = "20m" }',
                   more=per_part + 'horizon = "40m", on = { ALARM = function(event, ctx) ctx.record(event.name .. event.type, ctx.now) ctx.set_limit { number = "n", mps = 1 } end },'))
check.equal({k: (v["count"], float(v["max"])) for k, v in acts.report()["metrics"].items()}, {"action": (1, 10.81), "aALARM": (1, 1500.0)}, "R-CWM-4: its action and on = { ALARM } run once")
quiet = run(text_of(account=alarm % "", arrivals='constant { rate = "1/h", count = 1 }', more=per_part + ' horizon = "40m",')).report()["alarms"][0]
check.equal(quiet["times"], 0, "R-CWM-4: below its threshold an alarm stays silent")

# ---- invariants ----

held = 'invariants = { "messages.refused.DESTINATION_PHONE_NUMBER_OPTED_OUT == 0", "cost.variable_usd < 100", "delivery_s.max <= 2" },'
run(text_of(more=held + per_part))
broken = run(text_of(more='invariants = { "cost.variable_usd < 0.5" },' + per_part), code=1)
check("invariant broken" in broken.err and "cost.variable_usd < 0.5" in broken.err and "--seed" in broken.err and "--replication" in broken.err, "a broken invariant says how to repeat it", broken.err)
at = re.search(r"invariant broken (\S+) after", broken.err)
check(at and 49 <= int(re.match(r"\d+", at.group(1)).group()) <= 53, "and when it broke, to the second", broken.err)
bad = sendlab.call("run", sendlab.write("bad.lua", text_of(more='invariants = { "nonsense.count < 1" },')), "--quiet")
check(bad.code == 2 and "nonsense" in bad.err, "an unknown metric is told before the run", bad)
check.finish()

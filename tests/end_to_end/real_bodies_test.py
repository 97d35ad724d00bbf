"""Real message texts: parts and cost of every message against a second count that shares no code with the program."""
import collections
import csv
import datetime

import count_parts
import dated_prices
import sendlab_runs

sendlab, check, _ = sendlab_runs.start()
START = datetime.datetime(2026, 6, 1, 19, tzinfo=datetime.timezone.utc)  # as real_bodies.lua has it


def bodies_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [row["body"] for row in csv.DictReader(file)]


def hold_against_count(name, path):
    bodies = bodies_of(path)
    options = ["--param", f"feed={path}", "--param", f"messages={len(bodies)}"]

    plan = sendlab.call("run", sendlab.library("real_bodies"), "--plan-only", *options)
    planned = [sendlab_runs.exact_json(line) for line in plan.out.splitlines()]
    check.equal([p["body"] for p in planned], bodies, f"{name}: the plan has every body, unchanged")
    wrong = [(p["body"], p["parts"], count_parts.count(p["body"])) for p in planned if p["parts"] != count_parts.count(p["body"])[2]]
    check(not wrong, f"{name}: parts of the plan", wrong)

    done = sendlab.run(sendlab.library("real_bodies"), *options, "--events")
    if not check(done.code == 0, f"{name}: runs", done):
        return
    report, messages = done.report(), done.messages()
    # Sent 20 a second in the order of the file.
    messages.sort(key=lambda m: m["planned_s"])
    check.equal(len(messages), len(bodies), f"{name}: one message a row")

    prices = dated_prices.Prices(sendlab.source)
    price = prices.message_micros("US", "SHORT_CODE", START)
    wrong, message_sum, fee_sum, parts_sum, refused = [], 0, 0, 0, 0
    by_carrier = collections.Counter()
    for body, message in zip(bodies, messages):
        if not count_parts.within_maximum(body) or not body.strip():
            refused += 1
            if message["status"] != "REFUSED":
                wrong.append(("not refused", body, message))
            continue
        parts = count_parts.count(body)[2]
        fee = prices.fee_micros(message["carrier"], "SHORT_CODE", START)
        wanted = (parts, parts * price, parts * fee)
        got = (message["parts"], sendlab_runs.micros(message["price_usd"]), sendlab_runs.micros(message["carrier_fee_usd"]))
        if got != wanted:
            wrong.append((body, got, wanted))
        parts_sum, message_sum, fee_sum = parts_sum + parts, message_sum + parts * price, fee_sum + parts * fee
        by_carrier[message["carrier"]] += parts * (price + fee)
    check(not wrong, f"{name}: parts, price and fee of every message", wrong)

    check.equal(report["messages"]["parts"], parts_sum, f"{name}: parts in all")
    check.equal(report["messages"]["accepted"], len(bodies) - refused, f"{name}: all that may be sent was accepted")
    check.equal(sendlab_runs.micros(report["cost"]["message_usd"]), message_sum, f"{name}: message prices in all")
    check.equal(sendlab_runs.micros(report["cost"]["carrier_fee_usd"]), fee_sum, f"{name}: carrier fees in all")
    check.equal(sendlab_runs.micros(report["cost"]["variable_usd"]), message_sum + fee_sum, f"{name}: variable cost")
    got = {c: sendlab_runs.micros(b["cost"]["total_usd"]) for c, b in report["carriers"].items() if b["messages"]["accepted"]}
    check.equal(got, dict(by_carrier), f"{name}: cost by carrier")

    encodings = {}
    for event in done.events():
        encodings[event["messageId"]] = event["messageEncoding"]
    wrong = [(b, encodings.get(m["id"])) for b, m in zip(bodies, messages)
             if m["id"] is not None and encodings.get(m["id"]) != count_parts.encoding_of(b)]
    check(not wrong, f"{name}: encodings in the events", wrong)


hold_against_count("own texts", sendlab.source / "tests" / "data" / "message_texts.csv")
for real in (sendlab.source.parent / "shared" / "data" / "message_bodies.csv",):
    if real.exists():
        hold_against_count("real texts", real)
check.finish()

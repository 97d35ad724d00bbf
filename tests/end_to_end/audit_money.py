"""Money: the report's sums against the lines, each line against the price tables, spending against its limits (R-BIL-9, R-SPD-9)."""
import collections

from audit_run import SECOND
from sendlab_runs import micros, nanoseconds

SLOWEST_STOP = 600 * SECOND  # R-SPD-3: sending stops 60 to 600 s after the limit was crossed
FASTEST_STOP = 60 * SECOND


def sums(run):
    if run.pending:
        return
    for where, block, lines in run.blocks():
        charged = [m for m in lines if m["status"] != "REFUSED"]
        price, fee = (sum(m[k] for m in charged) for k in ("price", "fee"))
        run.check(micros(block["cost"]["message_usd"]) == price, lambda: f"{where}: message_usd {block['cost']['message_usd']}, the stream has {price} millionths")
        run.check(micros(block["cost"]["carrier_fee_usd"]) == fee, lambda: f"{where}: carrier_fee_usd {block['cost']['carrier_fee_usd']}, the stream has {fee} millionths")
    cost = run.report["cost"]
    inbound = sum(micros(line["price_usd"]) for line in run.inbound)
    if run.inbound or not any("-InboundSMS-" in u["usage_type"] for u in cost["usage"]):
        spent = sum(m["price"] + m["fee"] for m in run.accepted) + inbound
        run.check(micros(cost["variable_usd"]) == spent, lambda: f"variable_usd {cost['variable_usd']}, the streams have {spent} millionths")
    run.check(micros(cost["total_usd"]) == micros(cost["variable_usd"]) + micros(cost["fixed_usd"]), "total = variable + fixed")
    run.check(sum(micros(u["usd"]) for u in cost["usage"]) == micros(cost["total_usd"]), "usage adds up to the total")
    failed = sum(m["price"] + m["fee"] for m in run.accepted if m["status"] not in ("DELIVERED", "SUCCESSFUL", "COMPLETED"))
    run.check(micros(cost["failed_but_billed_usd"]) == failed, lambda: f"failed_but_billed_usd {cost['failed_but_billed_usd']}, the stream has {failed} millionths")
    delivered = sum(m["status"] in ("DELIVERED", "COMPLETED") for m in run.accepted)
    if delivered:
        run.check(abs(cost["per_delivered_usd"] * delivered - cost["total_usd"]) <= delivered / 1_000_000, "per_delivered_usd")


def calls(run):
    """Begun minutes at the country's price, and only of calls that were answered."""
    for m in run.calls:
        events = run.events_of[m["id"]]
        if not events:
            continue
        told = [e["totalMessagePrice"] for e in events if "totalMessagePrice" in e]
        price = 0
        if m["answered_s"] is not None:
            price = -(-m["call_s"] // 60) * run.prices.minute_micros(run.country(m), run.month(m["answered_s"]))
        run.check(m["price"] == price and m["fee"] == 0, lambda: f"{m['id']}: {m['call_s']} s cost {m['price']} and {m['fee']}, by the table {price}")
        run.check([micros(t) for t in told] == ([price] if m["answered_s"] is not None else []), lambda: f"{m['id']}: its events cost {told}, by the table {price}")
    voice = run.report.get("voice")
    if run.pending or not (voice or run.calls):
        return
    minutes = sum(-(-m["call_s"] // 60) for m in run.calls)
    counted = {"calls": len(run.calls), "answered": sum(m["answered_s"] is not None for m in run.calls), "minutes": minutes}
    run.check(voice == counted, lambda: f"voice {voice}, the stream has {counted}")
    billed = sum(u["quantity"] for u in run.report["cost"]["usage"] if u["usage_type"].endswith("-MinuteCount"))
    run.check(billed == minutes, lambda: f"{billed} minutes are billed, the stream has {minutes}")


def texts(run):
    """Each message at the dated price of its country, its kind of identity and its network, all parts."""
    for m in run.texts:
        kind, country = run.declared.type_of.get(m["number"]), run.country(m)
        if kind is None or country is None:
            continue
        when = run.month(m["requested_s"])
        price = run.prices.message_micros(country, kind, when) * m["parts"]
        fee = run.prices.fee_micros(m["carrier"], kind, when, country) * m["parts"]
        run.check(m["price"] == price, lambda: f"{m['id']}: {m['parts']} parts to {country} from a {kind} cost {m['price']}, by the table {price}")
        run.check(m["fee"] == fee, lambda: f"{m['id']}: the fee of {m['parts']} parts at {m['carrier']} is {m['fee']}, by the table {fee}")
        last = run.events_of[m["id"]][-1]
        run.check((micros(last["totalMessagePrice"]), micros(last["totalCarrierFee"])) == (m["price"], m["fee"]), lambda: f"{m['id']}: its event costs {last}")


def inbound(run):
    """What handsets write, at the price of the network through which we wrote to them."""
    networks = collections.defaultdict(set)
    for m in run.accepted:
        networks[m["destination"]].add(m["carrier"])
    for line in run.inbound:
        kind, handset = run.declared.type_of.get(line["number"]), line["payload"]["originationNumber"]
        if kind is None or not networks[handset]:
            continue  # whoever answers a message that is pending has no line
        when = run.month(nanoseconds(line["at_s"]))
        allowed = {run.prices.inbound_micros(carrier, kind, when) * line["parts"] for carrier in networks[handset]}
        run.check(micros(line["price_usd"]) in allowed, lambda: f"what {handset} wrote cost {line['price_usd']}, by the table one of {allowed}")


def _spending(run, lines, charged, strict, delayed, refusal):
    """`charged`: member of the instant at which a line is charged."""
    spent = sorted((m[charged], m["price"] + m["fee"]) for m in lines if m[charged] is not None)
    months, crossed, over = collections.Counter(), {}, {}
    for at, amount in spent:
        month = run.month(at)
        months[month] += amount
        limit = delayed if strict is None else strict
        if limit is not None and months[month] >= limit:
            crossed.setdefault(month, at)
        if limit is not None and months[month] > limit:
            over.setdefault(month, at)
    if strict is not None:
        run.check(max(months.values(), default=0) <= strict, lambda: f"spent {months}, the limit is {strict}")
    elif delayed is not None:
        for m in lines:
            month = run.month(m["requested_s"])
            run.check(m["requested_s"] <= over.get(month, m["requested_s"]) + SLOWEST_STOP, lambda: f"{m['id']}: sent at {m['requested_s']}, the limit was crossed at {over.get(month)}")
        for m in run.refused:
            if m["reason"] == refusal:
                month = run.month(m["final_s"])
                run.check(month in crossed and m["final_s"] >= crossed[month] + FASTEST_STOP, lambda: f"refused for its cost at {m['final_s']}, the limit was crossed at {crossed.get(month)}")


def spending(run):
    declared = run.declared
    if run.pending:
        return
    _spending(run, run.texts, "requested_s", declared.strict_limit_micros, declared.delayed_limit_micros, "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT")
    _spending(run, run.calls, "answered_s", declared.strict_voice_micros, declared.delayed_voice_micros, "MONTHLY_SPEND_LIMIT_REACHED_FOR_VOICE")

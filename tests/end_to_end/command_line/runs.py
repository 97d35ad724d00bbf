"""Replications, horizons and plans."""
import json

from command_line.small_scenarios import noisy


def replications(sendlab, check):
    alone = [sendlab.run(noisy(sendlab), "--replication", str(i)).report() for i in range(3)]
    together = sendlab.run(noisy(sendlab), "--replications", "3").report()
    first = sendlab.run(noisy(sendlab)).report()
    check(first["digest"] == alone[0]["digest"], "one run is replication 0")
    check(len({r["digest"] for r in alone}) == 3, "replications differ")
    for member in ("requested", "accepted", "parts", "pending", "unsent"):
        check.equal(together["messages"][member], sum(r["messages"][member] for r in alone), f"--replications adds up {member}")
    for member in ("total_usd", "variable_usd", "fixed_usd", "message_usd", "carrier_fee_usd"):
        check.equal(together["cost"][member], sum(r["cost"][member] for r in alone), f"--replications adds up {member}")
    check.equal(together["last_final_s"], max(r["last_final_s"] for r in alone), "--replications takes the latest end")
    check.equal(together["delivery_s"]["max"], max(r["delivery_s"]["max"] for r in alone), "--replications takes the longest delay")
    check.equal(together["replications"], 3, "the report says how many")
    check("replication_stats" in together and "replication_stats" not in first, "statistics need more than one replication")
    stats = together["replication_stats"]["w.delivered_share"]
    mean = sum(r["workloads"]["w"]["delivered_share"] for r in alone) / 3
    check(stats["n"] == 3 and abs(stats["mean"] - mean) < 0.00001, "replication_stats has the mean of the replications", (stats, mean))
    check(sendlab.run(noisy(sendlab), "--seed", "2").report()["digest"] != first["digest"], "another seed, another run")
    check(sendlab.run(noisy(sendlab), "--seed", "1").report()["digest"] == first["digest"], "--seed with the scenario's seed changes nothing")


def until(sendlab, check):
    whole, cut = sendlab.run(noisy(sendlab)).report(), sendlab.run(noisy(sendlab), "--until", "2m").report()
    check(cut["messages"]["requested"] < whole["messages"]["requested"], "--until ends the run early", cut["messages"])
    check(cut["virtual_s"] <= 120, "--until: no fact lies behind it", cut["virtual_s"])
    m = cut["messages"]
    check(m["requested"] == m["accepted"] + sum(m["refused"].values()) + m["unsent"] and m["accepted"] == sum(m["final"].values()) + m["pending"], "--until: counts add up", m)


def plan(sendlab, check):
    one, two = sendlab.call("run", noisy(sendlab), "--plan-only"), sendlab.call("run", noisy(sendlab), "--plan-only")
    sends = [json.loads(line) for line in one.out.splitlines()]
    check(one.code == 0 and one.out == two.out and sends, "--plan-only is the same twice", one)
    check.equal(len(sends), sendlab.run(noisy(sendlab)).report()["messages"]["requested"], "--plan-only: as many sends as the run requests")
    check([s["offset_s"] for s in sends] == sorted(s["offset_s"] for s in sends), "--plan-only: in order of time")
    check(not (sendlab.scratch / "sendlab-out" / "random-1").exists(), "--plan-only leaves no reports")
    other = sendlab.call("run", noisy(sendlab), "--plan-only", "--replication", "1")
    check(other.code == 0 and other.out != one.out, "--plan-only: another replication, another plan")

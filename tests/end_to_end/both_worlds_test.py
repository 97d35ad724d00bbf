"""Both worlds: four scenarios of the library, unchanged, once in simulated time and once over HTTP against `sendlab serve`,
sixty times as fast as the wall clock. Accepted, refused (by reason) and final (by status) messages agree, and answered calls.

What may differ, and by how much
  draws    Bodies, people and arrivals are drawn from the same keyed streams in both worlds, so the same messages go to the same
           people. What the network does to a message is drawn per carrier, in the order of hand-over. Over HTTP two messages a few
           milliseconds apart may change places; at pace x60 a millisecond is 60 ms of the scenario. They then swap their fates,
           which leaves counts alone, but it may change who expires or is still under way at the end. If every draw were another
           one, a count with the share p of n messages would have the standard deviation sqrt(n p (1-p)) in each world: two of
           those are allowed, though on a quiet machine hardly any draw differs.
  the end  Both worlds end at the same instant of the scenario, but the endpoint's clock is known to a few milliseconds only, and
           faults begin and end a request late: EDGE_S seconds of traffic may be counted on the other side.
A count that is off by more is a fault of one of the worlds, or a machine so busy that nothing can be said: the two columns show.
"""
import concurrent.futures
import math
import select
import signal
import subprocess
import time

import sendlab_runs

sendlab, check, _ = sendlab_runs.start()

PACE = "x60"
EDGE_S = 3  # 50 ms by the wall clock
# name, end, seconds of the scenario in which messages are asked for
PAIRS = [("quickstart", "70m", 3600), ("carrier_outage", "75m", 3600), ("two_way_stop", "1h", 600), ("voice_alert_storm", "45m", 720)]


class Server:
    """`sendlab serve` on a free port of this machine."""

    def __init__(self, scenario, *options):
        self.process = subprocess.Popen([sendlab.binary, "serve", "--scenario", str(scenario), "--listen", "127.0.0.1:0", *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ready, _, _ = select.select([self.process.stdout], [], [], 30)
        line = self.process.stdout.readline() if ready else ""
        if not line.startswith("listening on http://"):
            self.process.kill()
            raise RuntimeError("sendlab serve did not start: " + line + self.process.communicate()[1])
        self.url = line.split()[-1]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        _, err = self.process.communicate(timeout=30)
        return self.process.returncode, err


def run_pair(name, until, spread_s):
    scenario = sendlab.library(name)
    folder = sendlab.scratch / name
    server = Server(scenario, "--clock", PACE)
    try:
        # Not sendlab.run(): several threads would take the same folder.
        began = time.monotonic()
        remote = sendlab.call("run", scenario, "--until", until, "--target", server.url, "--pace", PACE, "--out", folder / "target", "--quiet")
        wall = time.monotonic() - began
    finally:
        code, _ = server.stop()
    remote.folder = folder / "target"
    return name, spread_s, remote, wall, code


def counts(report):
    """{what: count} of everything that must agree."""
    messages = report["messages"]
    found = {"requested": messages["requested"], "accepted": messages["accepted"], "pending": messages["pending"], "unsent": messages["unsent"]}
    found.update({"refused " + reason: n for reason, n in messages["refused"].items()})
    found.update({"final " + status: n for status, n in messages["final"].items()})
    found.update({"voice " + what: n for what, n in report.get("voice", {}).items() if what != "calls"})
    return found


def compare(name, spread_s, simulated, remote):
    here, there = counts(simulated), counts(remote)
    n = here["requested"]
    edge = EDGE_S * n / spread_s
    lines, worst, agree = [], 0.0, True
    for what in dict.fromkeys([*here, *there]):
        a, b = here.get(what, 0), there.get(what, 0)
        p = min(1.0, (a + b) / 2 / n)
        allowed = 2 * math.sqrt(n * p * (1 - p)) + (edge if a + b else 0)
        good = abs(a - b) <= allowed
        agree = agree and good
        worst = max(worst, abs(a - b) / allowed if allowed else 0)
        lines.append(f"    {'  ' if good else '! '}{what:40} {a:8} {b:8} {b - a:+6} of {allowed:7.1f}")
    print(f"    {name:42} {'simulated':>8} {'target':>8}   difference allowed")
    print("\n".join(lines), flush=True)
    check(agree, f"{name}: accepted, refused and final counts agree")
    print(f"      the largest difference is {worst:.0%} of what is allowed", flush=True)


with concurrent.futures.ThreadPoolExecutor(len(PAIRS)) as pool:
    running = [pool.submit(run_pair, *pair) for pair in PAIRS]
    # Meanwhile, in simulated time.
    simulations = {name: sendlab.run(sendlab.library(name), "--until", until) for name, until, _ in PAIRS}
    for done in running:
        name, spread_s, remote, wall, server_code = done.result()
        simulated = simulations[name]
        # 99: an end before the scenario's own leaves some expectations without samples. 5: this machine was busy.
        if not check(simulated.code in (0, 99) and remote.code in (0, 99, 5), f"{name}: both ran", [simulated, remote]):
            continue
        here, there = simulated.report(), remote.report()
        check.equal(there["complete"], True, f"{name}: the run at the target is complete")
        check.equal(there["run"]["target"].startswith("http://127.0.0.1:"), True, f"{name}: the report names the target")
        for workload, block in here["workloads"].items():
            # Automatic replies follow from what was delivered in time, second calls from who was busy.
            if workload != "automatic replies" and name != "voice_alert_storm":
                check.equal(there["workloads"][workload]["messages"]["requested"], block["messages"]["requested"], f"{name}: the same sends of {workload} were planned")
        compare(name, spread_s, here, there)
        requests = there["run"]["requests"]
        check.equal(requests["answered"], requests["sent"], f"{name}: every request was answered")
        check.equal(requests["malformed_records"], 0, f"{name}: every record was understood")
        print(f"      {wall:.0f} s of wall time, {requests['sent']} requests, {requests['late']} of them late, {requests['event_records']} records, "
              f"delivery p50 {here['delivery_s']['p50']} and {there['delivery_s']['p50']} s, p95 {here['delivery_s']['p95']} and {there['delivery_s']['p95']} s", flush=True)
        for ours, theirs in zip(here["faults"], there["faults"], strict=True):
            check(ours["messages_affected"] > 0 and theirs["messages_affected"] > 0, f"{name}: {ours['kind']} met messages in both worlds", [ours, theirs])
            print(f"      {ours['kind']}: {ours['messages_affected']} and {theirs['messages_affected']} messages", flush=True)
        replies = [report["workloads"].get("automatic replies", {"messages": {"accepted": 0}})["messages"]["accepted"] for report in (here, there)]
        if name == "voice_alert_storm":
            for report in (here, there):
                check.equal(sendlab_runs.decimal.Decimal(report["cost"]["variable_usd"]), report["voice"]["minutes"] * sendlab_runs.decimal.Decimal("0.013"), f"{name}: each minute has its price")
            check.equal(there["messages"]["pending"], 0, f"{name}: every call has come to its end")
        if name == "two_way_stop":
            check(min(replies) > 0, f"{name}: automatic replies in both worlds", replies)
            print(f"      automatic replies: {replies[0]} and {replies[1]}", flush=True)
        check.equal(server_code, 0, f"{name}: the server stops cleanly")

check.finish()

"""`sendlab run --target` of scenarios with registrations and support cases: these are the target's own. `sendlab serve` with the same
scenario has them; elsewhere only what the scenario gives a number to can send."""
import json
import signal

from endpoint import Endpoint
from target_runs import NOBODY, check, file_of, outcome, plan_of, refused, report_of, run, run_parts, sendlab, serving

LEFT = "registrations and support cases are the target's own: left out"


def toll_free(number="", lasts="15m", sender="free", cases=True):
    """A toll-free number whose form is approved a quarter of an hour after it was sent in; a message every 20 s."""
    case = """support_cases = { support_case { kind = "sms_spend_limit", at = "1m", new_limit = 50, website = "https://example.com", use_case = "updates",
      opt_in = "a box on the order form" } },""" if cases else ""
    return f"""
return scenario {{
  start = "2026-02-02T09:00:00-05:00", seed = 5, horizon = "20m",
  account = account {{ tier = "production", monthly_spend_limit = "$100", {case}
    numbers = {{ number {{ name = "free", type = "TOLL_FREE", country = "US" {number} }}, number {{ name = "ready", type = "TOLL_FREE", country = "US" }} }},
    registrations = {{ registration {{ name = "form", type = "US_TOLL_FREE_REGISTRATION", registers = "free", submitted = "0s", outcome = "approve", lasts = "{lasts}" }} }},
  }},
  workloads = {{
    workload {{ name = "news", from = "{sender}", to = us_recipients {{ count = 500 }}, arrivals = constant {{ count = 60, lasts = "20m" }}, body = "Your order is on its way." }},
  }},
}}
"""


def line_of(path, word):
    return next(i for i, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if word in text)


def test_at_sendlab():
    path = file_of(toll_free())
    simulated = sendlab.run(path).report()
    refusals = simulated["messages"]["refused"]
    check(40 <= refusals.get("RESOURCE_NOT_ACTIVE", 0) <= 50, "in the simulation the first quarter of an hour is refused", simulated["messages"])
    process, url = serving(path, "--clock", "x60")
    try:
        folder = sendlab.scratch / "aloud"
        done = sendlab.call("run", path, "--target", url, "--pace", "x60", "--out", folder, env=NOBODY)
        done.folder = folder
        check.equal(outcome(done), 0, "a scenario with registrations runs at sendlab serve")
        report = report_of(done, "at sendlab")
        # The endpoint's clock began when it did, some minutes of the scenario before the run's.
        found = report["messages"]["refused"].get("RESOURCE_NOT_ACTIVE", 0)
        check(0 < found <= refusals["RESOURCE_NOT_ACTIVE"] and report["messages"]["accepted"] == 60 - found, "what comes before the approval is refused there too", report["messages"])
        check.equal(done.err.count(LEFT), 1, "standard error says once what is left out")
        check(any(LEFT in json.dumps(note) for note in report["notes"]), "... so do the notes", report["notes"])
        check(any("target/provisioning" in str(a) for a in report["assumptions"]), "... and the assumptions", report["assumptions"])
        check.equal([name for name in report.get("metrics", {}) if name.startswith(("registration_", "case_"))], [], "nothing is made up about them")
        quiet = run(path, url, "--pace", "x60", "--until", "1m")
        check(LEFT not in quiet.err, "--quiet says nothing", quiet.err)
    finally:
        process.send_signal(signal.SIGTERM)
        check.equal(process.wait(30), 0, "sendlab serve stops cleanly")


def test_elsewhere():
    path = file_of(toll_free())
    with Endpoint() as endpoint:
        check.equal(plan_of(path, "--target", endpoint.url), plan_of(path), "--plan-only prints the same bytes with a target")
        refused(run(path, endpoint.url), 2, "a number that only a registration brings", f"{path.name}:{line_of(path, 'workload {')}", "workload news", "free", "registration form", "fix: ", "sendlab serve")
        check.equal(endpoint.requests, [], "... and nothing was sent")
        ready = file_of(toll_free(sender="ready", cases=False))
        done = run(ready, endpoint.url, "--pace", "x600")
        check.equal((outcome(done), len(endpoint.requests)), (0, 60), "a workload that sends from another number runs")
        check(LEFT.replace(" and support cases", "") in json.dumps(report_of(done, "another number")["notes"]), "... and says what is left out")
    with Endpoint() as endpoint:
        done = run(toll_free(', number = "+18005550199"'), endpoint.url, "--pace", "x600")
        check.equal((outcome(done), {r.body["OriginationIdentity"] for r in endpoint.requests}), (0, {"+18005550199"}), "so does one whose number the scenario gives")
    pool = toll_free(sender="all").replace("registrations =", 'pools = { pool { name = "all", identities = { "ready", "free" } } },\n    registrations =')
    with Endpoint() as endpoint:
        refused(run(pool, endpoint.url), 2, "a pool with such a number", "workload news", "free", "registration form")
    case = file_of(toll_free(cases=False).replace("registrations = { registration {", "support_cases = { support_case {").replace(
        'name = "form", type = "US_TOLL_FREE_REGISTRATION", registers = "free", submitted = "0s", outcome = "approve", lasts = "15m"',
        'kind = "mps", at = "0s", number = "free", new_limit = 5, use_case = "news", gives = { "free" }'))
    with Endpoint() as endpoint:
        refused(run(case, endpoint.url), 2, "a number that only a support case brings", f"{case.name}:", "support case mps")
    other = file_of(toll_free() + "-- another\n")
    process, url = serving(other, "--clock", "x120")
    try:
        refused(run(path, url, "--pace", "x120"), 2, "sendlab serve with another scenario does not know the number", "another scenario", f"{path.name}:", "fix: ")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def test_library():
    done = run(sendlab.library("from_zero_to_10dlc"), "http://127.0.0.1:9", "--replication", "0")
    refused(done, 2, "from_zero_to_10dlc is no longer refused before its target is asked", "127.0.0.1:9")
    path = sendlab.library("from_zero_to_10dlc")
    process, url = serving(path, "--clock", "x20000")
    try:
        done = run(path, url, "--pace", "x20000", "--replication", "0", "--until", "3d")
        report = report_of(done, "from zero")
        check(outcome(done) in (0, 99), "from_zero_to_10dlc runs at sendlab serve", done)
        check(report["messages"]["refused"].get("RESOURCE_NOT_ACTIVE", 0) > 0 and report["messages"]["accepted"] == 0, "... where nothing is registered in the first days", report["messages"])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


run_parts(test_at_sendlab, test_elsewhere, test_library)

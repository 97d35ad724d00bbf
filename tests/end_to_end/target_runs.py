"""What the tests of `sendlab run --target` share: a scenario to send, a run of it at an endpoint, a look at its report."""
import json
import os
import select
import subprocess
import sys

import jsonschema

import sendlab_runs
from endpoint import Endpoint

sendlab, check, _ = sendlab_runs.start()
schema = jsonschema.Draft7Validator(json.loads((sendlab.source / "reports" / "report.schema.json").read_text(encoding="utf-8")))

ACCESS, SECRET, TOKEN = "AKIDTARGETTEST000001", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYSECRETKEY", "FwoGZXIvYXdzSESSIONTOKENOfTheTest=="
home = sendlab.scratch / "empty-home"
home.mkdir()
# Nothing of whoever runs the test: no credentials, no profile.
NOBODY = {name: "" for name in os.environ if name.startswith("AWS_")} | {"HOME": str(home), "AWS_EC2_METADATA_DISABLED": "true"}
SOMEBODY = NOBODY | {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": TOKEN}


def outcome(done):
    """The exit code of a run, but for requests that left late: on a busy machine some do, and that is not what is tested."""
    return 0 if done.code == 5 and " late, so this machine was the bottleneck" in done.err else done.code


def scenario(count=40, lasts="2s", workload="", more="", numbers=2, name="wl"):
    """`count` sends evenly over `lasts`, from the numbers of one campaign in turn."""
    return f"""
return scenario {{
  start = "2026-11-27T09:00:00-08:00", seed = 7,
  account = account {{ region = "us-east-1", tier = "production", monthly_spend_limit = "$5000",
    brands = {{ brand {{ name = "Example Corp", vetting_score = 76,
      campaigns = {{ campaign {{ name = "otp", use_case = "2FA", numbers = {numbers}, mps = 75 }} }} }} }} }},
  workloads = {{ workload {{ name = "{name}", from = "otp", to = us_recipients {{ count = 5000 }},
    arrivals = constant {{ count = {count}, lasts = "{lasts}" }}, body = "Your code is {{digits:6}}. Ünïcode \\"quoted\\" \\\\ too.",
    {workload} }} }},
  {more}
}}
"""


written = 0


def file_of(text):
    global written
    written += 1
    return sendlab.write(f"s{written}.lua", text)


def run(text, target, *options, env=NOBODY):
    path = text if hasattr(text, "exists") else file_of(text)
    return sendlab.run(path, "--target", target, *options, env=env)


def plan_of(text, *options):
    path = text if hasattr(text, "exists") else file_of(text)
    done = sendlab.call("run", path, "--plan-only", *options, env=NOBODY)
    check.equal(done.code, 0, "the plan is printed")
    return done.out


def report_of(done, name):
    """The report, which must hold its schema."""
    if not check((done.folder / "report.json").exists(), f"{name}: there is a report", done):
        return None
    faults = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in schema.iter_errors(json.loads(done.bytes("report.json")))]
    check.equal(faults[:3], [], f"{name}: report.json holds its schema")
    return done.report()


def sane(done, endpoint, name, seen=None):
    """The report, after a look at how its requests went."""
    report = report_of(done, name)
    if report is None:
        return None
    requests = report["run"]["requests"]
    check.equal(requests["sent"], len(endpoint.requests) if seen is None else seen, f"{name}: the endpoint saw the requests that were sent")
    check.equal(requests["answered"], requests["sent"], f"{name}: every request was answered")
    m = report["messages"]
    check.equal(m["requested"], m["accepted"] + sum(m["refused"].values()) + m["unsent"], f"{name}: requested = accepted + refused + unsent")
    return report


def refused(done, code, name, *words):
    ok = done.code == code and all(word in done.err for word in words)
    return check(ok, name, done)


def serving(path, *options):
    process = subprocess.Popen([sendlab.binary, "serve", "--scenario", str(path), "--listen", "127.0.0.1:0", "--quiet", *options], stdout=subprocess.PIPE, text=True)
    ready, _, _ = select.select([process.stdout], [], [], 30)
    return process, (process.stdout.readline() if ready else "").split()[-1]


def behaving(behave, name, text=None, options=(), **how):
    with Endpoint(behave, **how) as endpoint:
        done = run(text or scenario(count=40, lasts="1s"), endpoint.url, *options)
    return done, endpoint


def run_parts(*tests):
    """Runs the tests, or those named on the command line, for whoever looks for a fault."""
    only = set(sys.argv[3:])
    for test in tests:
        name = test.__name__.removeprefix("test_")
        if only and name not in only:
            continue
        print(f"--- {name}", flush=True)
        try:
            test()
        except Exception as failure:  # the other tests go on
            trace = failure.__traceback__.tb_next
            check(False, f"{name} runs to its end", f"{type(failure).__name__}: {failure}, line {trace.tb_lineno if trace else '?'}")
    check.finish()

"""`sendlab check` gives advice: a line with file, rule and remedy for each finding, and exit code 0 all the same."""
import re

import sendlab_runs

sendlab, check, _ = sendlab_runs.start()

FINDING = re.compile(r"^(?P<file>[^:\n]+):(?P<line>\d+): advice: (?P<what>.+) \((?P<rules>R-[A-Z0-9 -]+)\)\n  fix: (?P<fix>.+)$", re.M)

done = sendlab.call("check", sendlab.library("quickstart"))
check(done.code == 0 and "advice:" not in done.err and "0 pieces of advice" in done.out, "a scenario without findings", done)

path = sendlab.scratch / "bad_manners.lua"
path.write_text('''return scenario {
  start = "2026-06-10T03:00:00-04:00",
  account = account { monthly_spend_limit = "$500",
    numbers = {
      number { name = "one", type = "TOLL_FREE", country = "US", message_type = "PROMOTIONAL" },
      number { name = "two", type = "TOLL_FREE", country = "US", message_type = "PROMOTIONAL" },
    } },
  workloads = {
    workload { name = "first", from = "one", to = us_recipients { count = 9 }, arrivals = burst { count = 9 }, body = "Casino night! bit.ly/1" },
    workload { name = "second", from = "two", to = us_recipients { count = 9 }, arrivals = burst { count = 9 }, body = "casino night! bit.ly/22" },
  },
}
''', encoding="utf-8")
done = sendlab.call("check", path)
findings = [match.groupdict() for match in FINDING.finditer(done.err)]
check(done.code == 0, "advice is no fault", done)
check(done.err.count("advice:") == len(findings) > 3, "every finding has its place, its rules and a remedy", done.err)
rules = {rule for finding in findings for rule in finding["rules"].split()}
check({"R-SPM-2", "R-SPM-3", "R-SPM-4", "R-MPS-5", "R-TYP-4"} <= rules, "the findings", rules)
check([int(f["line"]) for f in findings] == sorted(int(f["line"]) for f in findings), "in the order of their lines", findings)
check(f"{len(findings)} pieces of advice" in done.out, "the last line counts them", done.out)
for rule in sorted(rules):
    check(sendlab.call("rules", "show", rule).code == 0, f"{rule} is in the rule book")
run = sendlab.run(path)
check(run.code == 0 and "advice:" not in run.err, "a run gives no advice", run)
check.finish()

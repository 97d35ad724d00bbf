"""The README shows the quickstart scenario and its output as they are, and names what exists."""
import re

import sendlab_runs

sendlab, check, _ = sendlab_runs.start()
readme = (sendlab.source / "README.md").read_text(encoding="utf-8")
blocks = dict(re.findall(r"```(lua|text)\n(.*?)\n```", readme, re.S))
scenario = sendlab.library("quickstart")
check(blocks["lua"] == scenario.read_text(encoding="utf-8").rstrip("\n"), "the README's scenario is scenarios/library/quickstart.lua")
done = sendlab.call("run", scenario, "--out", sendlab.scratch / "readme")
shown, printed = (text.rstrip("\n").rsplit("\n", 1)[0] for text in (blocks["text"], done.out))  # all but the last line: where
check(done.code == 0 and shown == printed, "the README's output is what the quickstart prints",
      [line for line in printed.split("\n") if line not in shown.split("\n")])
for path in re.findall(r"\]\(([^)#]+)\)", readme):
    check((sendlab.source / path).exists(), f"README: {path} exists")
helped = sendlab.call("--help").out
for command in re.findall(r"^\| `sendlab (\w+)", readme, re.M):
    check(re.search(rf"^  {command}\s", helped, re.M), f"README: {command} is a command")
check.finish()

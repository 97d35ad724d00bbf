"""The same report for any number of threads, in any folder, under any locale and time zone."""
import shutil

import determinism_runs

sendlab, check, _ = determinism_runs.start()


def same(name, one, two):
    if check(one.code == two.code and one.code in (0, 99), f"{name}: runs", (one, two)):
        differ = determinism_runs.differing(determinism_runs.facts(one), determinism_runs.facts(two))
        check(not differ, f"{name}: nothing differs", differ)


# quickstart at a lower rate: six replications of some hundred messages each.
for path, options in ((sendlab.library("quickstart"), ["--param", "rate=0.3/s"]), (sendlab.source / "tests" / "golden" / "limits.lua", []),
                      (sendlab.source / "tests" / "golden" / "replies.lua", [])):
    options = options + ["--replications", "6", "--events"]
    one = sendlab.run(path, *options, "--jobs", "1")
    for jobs in ("2", "7"):
        same(f"{path.stem}: --jobs 1 and {jobs}", one, sendlab.run(path, *options, "--jobs", jobs))
    same(f"{path.stem}: --jobs and all cores", one, sendlab.run(path, *options))

for name, path, options in determinism_runs.scenarios(sendlab.source):
    one = sendlab.run(path, *options)
    elsewhere = sendlab.scratch / f"elsewhere of {name}"
    elsewhere.mkdir()
    copy = elsewhere / path.name
    shutil.copy(path, copy)
    for file in path.parent.glob("*.csv"):
        shutil.copy(file, elsewhere)
    same(f"{name}: another folder", one, sendlab.run(copy, *options, cwd=elsewhere))
    odd = {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "TZ": "Pacific/Chatham", "HOME": "/nonexistent", "TERM": "dumb"}
    same(f"{name}: another locale and time zone", one, sendlab.run(path, *options, env=odd))
check.finish()

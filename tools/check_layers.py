#!/usr/bin/python3
"""Reads every source file and fails on an include that points the wrong way, or a name that two headers declare.

scenarios, carriers and reports never include each other; all include only engine, where
http -> api -> service, registration -> message -> kernel <- lua, experiment. Sockets and real clocks live in engine/http and tools,
Lua's headers in engine/lua.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ALLOWED = {  # folder -> folders it may include
    "engine/kernel": set(),
    "engine/message": {"engine/kernel"},
    "engine/service": {"engine/kernel", "engine/message"},
    "engine/registration": {"engine/kernel", "engine/message"},
    "engine/api": {"engine/kernel", "engine/message", "engine/service", "engine/registration"},
    "engine/http": {"engine/kernel", "engine/message", "engine/service", "engine/api"},
    "engine/lua": {"engine/kernel"},
    "engine/experiment": {"engine/kernel"},
    "scenarios": {"engine/kernel", "engine/message", "engine/service", "engine/registration", "engine/lua"},
    "carriers": {"engine/kernel", "engine/message", "engine/service", "engine/registration"},
    "reports": {"engine/kernel", "engine/message", "engine/experiment"},
}
# What only some folders may see, by a pattern of the source text.
FENCED = [
    (re.compile(r"#include <boost/(asio|beast)|#include <sys/socket.h>"), {"engine/http", "tests"}, "sockets"),
    (re.compile(r"system_clock|steady_clock|high_resolution_clock|\bclock_gettime\b|\bgettimeofday\b"), {"engine/http", "tools", "tests"}, "a real clock"),
    (re.compile(r"#include <(lua|lauxlib|lualib)\.h"), {"engine/lua", "tests"}, "Lua's headers"),
    (re.compile(r"std::(uniform|normal|exponential|poisson|lognormal|gamma|weibull)_\w*distribution|random_device|\bmt19937"), {"tests"}, "another library's randomness"),
]


def folder_of(path):
    parts = path.relative_to(ROOT).parts
    return "/".join(parts[:2]) if parts[0] == "engine" and len(parts) > 2 else parts[0]


faults = []
homes_of_types = {}  # a name of two types would let the linker take the one for the other
for path in sorted(ROOT.rglob("*.[ch]pp")):
    folder = folder_of(path)
    if folder.startswith(("build", ".")):
        continue
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.relative_to(ROOT)}:{number}"
        included = re.match(r'\s*#include "([^"]+)"', line)
        if included and folder in ALLOWED:
            target = folder_of(ROOT / included.group(1))
            if target != folder and target not in ALLOWED[folder]:
                faults.append(f"{where}: {folder} must not include {target}")
        code = line.split("//")[0]
        declared = re.match(r"(?:struct|class|enum class) (?:alignas\(\w+\) )?(\w+)(?!::|\w)[^;]*$", code)
        if declared and path.suffix == ".hpp" and folder != "tests":
            first = homes_of_types.setdefault(declared.group(1), where)
            if first != where:
                faults.append(f"{where}: {declared.group(1)} is declared at {first} too")
        for pattern, homes, what in FENCED:
            if pattern.search(code) and folder not in homes:
                faults.append(f"{where}: {what} belong in {', '.join(sorted(homes))}")
for fault in faults:
    print(fault)
print(f"{len(faults)} faults" if faults else "all arrows point the right way, and no name means two things")
sys.exit(1 if faults else 0)

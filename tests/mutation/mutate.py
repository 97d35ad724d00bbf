#!/usr/bin/python3
"""Breaks rules on purpose and looks whether their tests notice.

    tests/mutation/mutate.py [--build DIR] [--own DIR] [RULE …]

For each change of mutations.py (all, or those of the rules named): the changed file is compiled into a folder of its own,
linked before the libraries of an existing build of unit_tests, and `unit_tests "[RULE]"` must fail. Neither the source tree
nor the build is touched. Exit code 1 when a change does not apply, does not compile, or no test notices it.

A change costs one compilation and one link, so this is run on demand and is no part of ctest.
"""
import argparse
import os
import pathlib
import shlex
import subprocess
import sys

from mutations import MUTATIONS

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LONGEST_TEST_S = 300  # a change may make a test wait for ever: that is noticed too


def commands_of(build, target):
    return subprocess.run(["ninja", "-C", str(build), "-t", "commands", "-s", target], capture_output=True, text=True, check=True).stdout.splitlines()


def object_of(build, source):
    """The object file that the build makes of a source file."""
    for line in subprocess.run(["ninja", "-C", str(build), "-t", "targets", "all"], capture_output=True, text=True, check=True).stdout.splitlines():
        name = line.split(":")[0]
        if name.endswith("/" + pathlib.Path(source).name + ".o") and pathlib.Path(source).parent.name in name and "CMakeFiles" in name:
            command = commands_of(build, name)[-1]
            if str(ROOT / source) in command or f"../{source}" in command:
                return name, command
    raise LookupError(source)


def words_with(command, own_source, own_object):
    """The compile command for our copy of the file."""
    words = shlex.split(command.split(" && ")[-1] if command.startswith(":") else command)
    out, skip = [], False
    for word in words:
        if skip:
            skip = False
            continue
        if word in ("-MT", "-MF"):
            skip = True
        elif word == "-o":
            out += ["-o", str(own_object)]
            skip = True
        elif word == "-c":
            out += ["-c", str(own_source)]
            skip = True
        elif word != "-MD":
            out.append(word)
    return out


def link_words(build, own_object, own_program):
    words = shlex.split(commands_of(build, "unit_tests")[-1].split("&&")[1])
    first_library = next(i for i, word in enumerate(words) if word.endswith(".a"))
    words[words.index("-o") + 1] = str(own_program)
    # Before the libraries: what the changed file defines is then not taken from them.
    return words[:first_library] + [str(own_object)] + words[first_library:]


def tests_pass(program, rule):
    try:
        done = subprocess.run([str(program), f"[{rule}]"], capture_output=True, text=True, timeout=LONGEST_TEST_S)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0 and "No tests ran" not in done.stdout


def verdict(build, own, mutation):
    rule, file, old, new = mutation
    text = (ROOT / file).read_text(encoding="utf-8")
    if old not in text:
        return f"does not apply: {file} no longer has {old!r}"
    if not tests_pass(build / "unit_tests", rule):
        return "no test of this rule passes before the change"
    own_source, own_object, program = own / pathlib.Path(file).name, own / "changed.o", own / "unit_tests_changed"
    own_source.write_text(text.replace(old, new, 1), encoding="utf-8")
    _, command = object_of(build, file)
    # A change may leave a name unused; that is no fault here.
    compiled = subprocess.run(words_with(command, own_source, own_object) + ["-Wno-error"], cwd=build, capture_output=True, text=True)
    if compiled.returncode != 0:
        return "does not compile: " + compiled.stderr.strip().splitlines()[0]
    linked = subprocess.run(link_words(build, own_object, program), cwd=build, capture_output=True, text=True)
    if linked.returncode != 0:
        return "does not link: " + linked.stderr.strip().splitlines()[-1]
    noticed = not tests_pass(program, rule)
    own_source.unlink()
    return "noticed" if noticed else "NOT NOTICED: every test of the rule passes"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rules", nargs="*", help="only these rules")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build", help="a finished build with unit_tests (default: build)")
    parser.add_argument("--own", type=pathlib.Path, default=ROOT / "build-mutation", help="folder for what is compiled here")
    given = parser.parse_args()
    unknown = set(given.rules) - {m[0] for m in MUTATIONS}
    if unknown:
        sys.exit("no change breaks " + ", ".join(sorted(unknown)) + "; mutations.py lists them")
    given.own.mkdir(parents=True, exist_ok=True)
    os.nice(10)
    bad = 0
    chosen = [m for m in MUTATIONS if not given.rules or m[0] in given.rules]
    for mutation in chosen:
        told = verdict(given.build.resolve(), given.own.resolve(), mutation)
        bad += told != "noticed"
        print(f"{mutation[0]:10} {mutation[1]}: {told}", flush=True)
    print(f"{len(chosen)} changes, {len(chosen) - bad} noticed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

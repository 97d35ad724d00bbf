"""Reports, streams and digests do not depend on the compiler nor on its optimisation level.

usage: compilers_test.py SENDLAB SOURCE_DIR BUILD_DIR [--jobs N] [--skip REASON]
Builds the program with other compilers below BUILD_DIR/compilers, only what is out of date, and compares every scenario.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys

import determinism_runs
import sendlab_runs

# gcc at another level is the sanitizer build, which is held against the same goldens.
OTHERS = [("clang-O0", "clang++-16", "-O0")]
EVEN_MORE = [("clang-O3", "clang++-16", "-O3")]  # --all: another ten minutes

arguments = argparse.ArgumentParser()
arguments.add_argument("sendlab")
arguments.add_argument("source")
arguments.add_argument("build", type=pathlib.Path)
arguments.add_argument("--jobs", default="2")
arguments.add_argument("--all", action="store_true", help="with every compiler and level")
arguments.add_argument("--skip", help="say why and pass: a sanitizer build compares nothing")
given = arguments.parse_args()
if given.skip:
    print(f"skipped: {given.skip}\n0 passed, 0 failed")
    sys.exit(0)
sys.stdout.reconfigure(encoding="utf-8")
sendlab, check = sendlab_runs.Sendlab(given.sendlab, given.source), sendlab_runs.Checks()


def built(name, compiler, level):
    """The program as this compiler makes it, or None."""
    folder = given.build.resolve() / "compilers" / name
    flags = f"{level} -DNDEBUG"
    if not (folder / "build.ninja").exists():
        configure = ["cmake", "-S", str(sendlab.source), "-B", str(folder), "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=Release",
                     f"-DCMAKE_CXX_FLAGS_RELEASE={flags}", "-DSENDLAB_TESTS=OFF", "-DSENDLAB_BENCH=OFF",
                     "-DCMAKE_UNITY_BUILD=ON"]  # several files as one: half the time
        done = subprocess.run(configure, capture_output=True, text=True, check=False)
        if not check(done.returncode == 0, f"{name}: configures", done.stdout[-500:] + done.stderr[-1500:]):
            return None
    done = subprocess.run(["ninja", "-C", str(folder), "-j", given.jobs, "sendlab"], capture_output=True, text=True, check=False)
    if not check(done.returncode == 0, f"{name}: builds", done.stdout[-2500:]):
        return None
    other = sendlab_runs.Sendlab(folder / "sendlab", sendlab.source)
    other.scratch = sendlab.scratch / name
    other.scratch.mkdir()
    return other


references = {}
for name, compiler, level in OTHERS + (EVEN_MORE if given.all else []):
    if not check(shutil.which(compiler) is not None, f"{name}: {compiler} is installed", "install it: tools/install_packages test"):
        continue
    other = built(name, compiler, level)
    if other is None:
        continue
    for scenario, path, options in determinism_runs.scenarios(sendlab.source):
        if scenario not in references:
            references[scenario] = sendlab.run(path, *options, "--events")
        one, two = references[scenario], other.run(path, *options, "--events")
        if check(one.code == two.code and one.code in (0, 99), f"{name}, {scenario}: runs", (one, two)):
            differ = determinism_runs.differing(determinism_runs.facts(one), determinism_runs.facts(two))
            check(not differ, f"{name}, {scenario}: digest {one.report()['digest']}, nothing differs", differ)
check.finish()

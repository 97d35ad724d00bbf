"""What cmake installs and cpack packs is a program that runs.

usage: packaging_test.py SENDLAB SOURCE_DIR BUILD_DIR
"""
import pathlib
import shutil
import subprocess
import sys

import sendlab_runs

sendlab, check, rest = sendlab_runs.start()
if not rest:
    sys.exit(__doc__)
build = pathlib.Path(rest[0]).resolve()


def command(*words, cwd=None):
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, cwd=cwd or sendlab.scratch, check=False)


def runs(name, binary, scenario):
    """The program answers, and simulates a scenario that was installed beside it."""
    done = command(binary, "--version")
    check(done.returncode == 0 and done.stdout.startswith("sendlab "), f"{name}: answers", done)
    done = command(binary, "run", scenario, "--param", "rate=0.1/s", "--out", sendlab.scratch / (name + "-out"), "--quiet")
    check(done.returncode in (0, 99) and (sendlab.scratch / (name + "-out") / "report.json").exists(), f"{name}: runs the installed quickstart", done)


prefix = sendlab.scratch / "prefix"
done = command("cmake", "--install", build, "--prefix", prefix)
if check(done.returncode == 0 and (prefix / "bin" / "sendlab").exists(), "cmake --install", done.stderr[-1000:]):
    runs("installed", prefix / "bin" / "sendlab", prefix / "share" / "sendlab" / "scenarios" / "quickstart.lua")

if shutil.which("dpkg-deb") is None:
    print("skipped: no dpkg-deb here")
    check.finish()
packed = sendlab.scratch / "packed"
packed.mkdir()
done = command("cpack", "-G", "DEB", "--config", build / "CPackConfig.cmake", "-B", packed)
packages = sorted(packed.glob("*.deb"))
if check(done.returncode == 0 and len(packages) == 1, "cpack -G DEB makes one package", done.stdout[-1000:] + done.stderr[-1000:]):
    listed = command("dpkg-deb", "-c", packages[0]).stdout
    check("./usr/bin/sendlab" in listed, "the package holds /usr/bin/sendlab", listed)
    fields = command("dpkg-deb", "-f", packages[0], "Package", "Version", "Depends", "Maintainer", "Description").stdout
    check("Package: sendlab" in fields and "Version: " in fields and "Description: " in fields, "the package says what it is", fields)
    extracted = sendlab.scratch / "extracted"
    done = command("dpkg-deb", "-x", packages[0], extracted)
    check(done.returncode == 0, "the package unpacks", done.stderr)
    runs("packed", extracted / "usr" / "bin" / "sendlab", extracted / "usr" / "share" / "sendlab" / "scenarios" / "quickstart.lua")
check.finish()

"""The acceptance checks that lie beside the checkout, where they exist: ../shared/acceptance."""
import subprocess
import sys

import sendlab_runs

sendlab, check, _ = sendlab_runs.start()
script = sendlab.source.parent / "shared" / "acceptance" / "check.py"
if not script.exists():
    print(f"skipped: there is no {script}")
    check.finish()
done = subprocess.run([sys.executable, str(script), sendlab.binary], capture_output=True, text=True, check=False)
for line in done.stdout.splitlines():
    if line.startswith(("ok ", "FAIL ")):
        check(line.startswith("ok "), line[6:160], line[6:])
check(done.returncode == 0 and check.passed > 20, "check.py ends well", done.stdout[-300:] + done.stderr[-1000:])
check.finish()

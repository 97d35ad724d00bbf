"""The includes of every source file point the way that the design says, and the checker sees one that does not."""
import shutil
import subprocess
import sys

import sendlab_runs

sendlab, check, _ = sendlab_runs.start()


def checker(root):
    return subprocess.run([sys.executable, str(root / "tools" / "check_layers.py")], capture_output=True, text=True, check=False)


done = checker(sendlab.source)
check(done.returncode == 0, "all arrows point the right way", done.stdout)
tree = sendlab.scratch / "tree"
(tree / "tools").mkdir(parents=True)
shutil.copy(sendlab.source / "tools" / "check_layers.py", tree / "tools")
for folder, text in (("engine/kernel", '#include "engine/message/quantity.hpp"\n'), ("carriers", '#include "reports/summary.hpp"\n'),
                     ("reports", "#include <lua.h>\n"), ("scenarios", "auto t = std::chrono::steady_clock::now();\n"),
                     ("engine/service", "std::random_device device;\n")):
    file = tree / folder / "wrong.cpp"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    done = checker(tree)
    check(done.returncode == 1 and f"{folder}/wrong.cpp:1" in done.stdout, f"an arrow from {folder} that points the wrong way is seen", done.stdout)
    file.unlink()
check.finish()

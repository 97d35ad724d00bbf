"""Serves a world to js_sdk_test.mjs, which drives it with the AWS SDK for JavaScript from npm."""
import os
import shutil
import subprocess
import sys

import serving


def main():
    sendlab, check, _ = serving.start()
    here = sendlab.source / "tests" / "peers"
    if subprocess.run([sendlab.source / "tools" / "install_test_clients"], check=False).returncode != 0:
        sys.exit("the test clients could not be installed: tools/install_test_clients")
    clients = sendlab.source / ".test-clients"
    clients = type(here)(os.environ.get("SENDLAB_TEST_CLIENTS", clients))
    # Node looks for packages beside the script.
    script = shutil.copy(here / "js_sdk_test.mjs", clients / "js_sdk_test.mjs")
    with serving.Server(sendlab, here / "worlds" / "account.lua") as server:
        done = subprocess.run([clients / "bin" / "node", script, server.url], env=serving.client_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=serving.LONGEST_WAIT_S, check=False)
        print(done.stdout, end="")
        check.equal(done.returncode, 0, "the AWS SDK for JavaScript")
        check.equal((server.stop(), server.errors), (0, ""), "serve ends cleanly")
    check.finish()


if __name__ == "__main__":
    main()

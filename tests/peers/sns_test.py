"""Serves a world to sns_test.mjs, which subscribes to an SNS destination over HTTP and checks signatures with sns-validator."""
import socket
import sys

import serving


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    sendlab, check, _ = serving.start()
    here = sendlab.source / "tests" / "peers"
    port = free_port()
    with serving.Server(sendlab, here / "worlds" / "account.lua", "--sns", f"http://127.0.0.1:{port}/receipts") as server:
        serving.run_node(sendlab, check, here / "sns_test.mjs", server.url, str(port))
        check.equal((server.stop(), server.errors), (0, ""), "serve ends cleanly")
    for option, exit_code, words in (("http://192.0.2.1/hook", 3, "--allow-send"), ("arn:aws:sns:us-east-1:1:t", 2, "TOPIC-ARN=URL"), ("ftp://127.0.0.1/", 2, "http")):
        done = sendlab.call("serve", "--sns", option)
        check(done.code == exit_code and words in done.err, f"--sns {option} is refused", done)
    check.finish()


if __name__ == "__main__":
    sys.exit(main())

"""What the tests with real clients share: `sendlab serve` on a free port, and its address /_sendlab/.

Every test is called as `python3 X_test.py SENDLAB SOURCE_DIR …`, prints one line a check and `N passed, N failed` last, and exits
1 if anything failed. The clock of the served world stands still but for POST /_sendlab/clock, so nothing waits and every run
is the same.
"""
import http.client
import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "end_to_end"))
from sendlab_runs import Checks, start  # noqa: E402  (the path above finds it)

__all__ = ["Checks", "Server", "start", "client_environment", "OPERATIONS", "api_shapes"]

# The operations that the tests of the single clients go through; all of them are in js_sdk_all_operations_test.mjs.
OPERATIONS = ("CreateConfigurationSet", "CreateEventDestination", "CreateOptOutList", "DescribeAccountAttributes",
              "DescribeConfigurationSets", "DescribeOptedOutNumbers", "DescribePhoneNumbers", "DescribeSpendLimits", "PutOptedOutNumber",
              "ReleasePhoneNumber", "RequestPhoneNumber", "SendTextMessage", "SendVoiceMessage")

LONGEST_WAIT_S = 120  # sanitizer builds are slow; nothing here depends on how long anything takes


def client_environment():
    """An environment in which AWS clients find made-up keys and neither files nor addresses of this machine's user."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return dict(kept, AWS_ACCESS_KEY_ID="AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY="example", AWS_DEFAULT_REGION="us-east-1",
                AWS_REGION="us-east-1", AWS_CONFIG_FILE="/dev/null", AWS_SHARED_CREDENTIALS_FILE="/dev/null", AWS_EC2_METADATA_DISABLED="true",
                AWS_PAGER="", NO_PROXY="*", no_proxy="*")


def api_shapes(source):
    with open(pathlib.Path(source) / "engine" / "api" / "api_shapes.json", encoding="utf-8") as file:
        return json.load(file)


class Answer:
    """An HTTP answer: status, headers (lower case) and text."""

    def __init__(self, status, headers, text):
        self.status, self.headers, self.text = status, headers, text

    def json(self):
        return json.loads(self.text)

    def lines(self):
        return [json.loads(line) for line in self.text.splitlines()]

    def __repr__(self):
        return f"{self.status} {self.text[:600]}"


class Server:
    """`sendlab serve` with a manual clock; a context manager that ends it by SIGTERM."""

    def __init__(self, sendlab, world, *options, clock="manual"):
        self.process = subprocess.Popen(
            [sendlab.binary, "serve", "--listen", "127.0.0.1:0", "--clock", clock, "--quiet", "--scenario", world, *map(str, options)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ready, _, _ = select.select([self.process.stdout], [], [], LONGEST_WAIT_S)
        line = self.process.stdout.readline().strip() if ready else ""
        if not line.startswith("listening on http://"):
            self.process.kill()
            raise RuntimeError(f"serve did not start: {line!r} {self.process.stderr.read()!r}")
        self.url = line.removeprefix("listening on ")
        self.host, port = self.url.removeprefix("http://").rsplit(":", 1)
        self.port = int(port)
        self.exit_code = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.exit_code is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                _, self.errors = self.process.communicate(timeout=LONGEST_WAIT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                _, self.errors = self.process.communicate()
            self.exit_code = self.process.returncode
        return self.exit_code

    def request(self, method, path, body=b"", headers=None):
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=LONGEST_WAIT_S)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode("utf-8", "replace"))
        finally:
            connection.close()

    def api(self, operation, body, target="PinpointSMSVoiceV2."):
        """A request of the API as no SDK would write it: `body` goes out as it is."""
        return self.request("POST", "/", body, {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": target + operation})

    def get(self, name):
        return self.request("GET", "/_sendlab/" + name)

    def post(self, name, body=None):
        return self.request("POST", "/_sendlab/" + name, b"" if body is None else json.dumps(body).encode())

    def must_post(self, name, body=None):
        answer = self.post(name, body)
        if answer.status != 200:
            raise RuntimeError(f"POST {name} {body}: {answer}")
        return answer.json()

    def advance(self, by):
        return self.must_post("clock", {"advance": by})["now"]

    def fail_with(self, operation, error, reason=None):
        """From now on the operation answers with that error."""
        self.must_post("faults", {"kind": "api_error", "operation": operation, "error": error, **({"reason": reason} if reason else {})})

    def reset(self):
        self.must_post("reset")

    def messages(self, query=""):
        return self.get("messages" + query).json()["messages"]

    def events(self, query=""):
        return self.get("events" + query).lines()

    def metrics(self):
        """{series: value}"""
        lines = (line.rsplit(" ", 1) for line in self.get("metrics").text.splitlines() if not line.startswith("#"))
        return {series: float(value) if "." in value else int(value) for series, value in lines}

    def requests_of(self, operation, exception=""):
        return self.metrics().get(f'sendlab_requests_total{{operation="{operation}",exception="{exception}"}}', 0)


def run_node(sendlab, check, script, *arguments):
    """Runs a script of this folder with the packages of tools/install_test_clients; its lines are shown, its exit code checked."""
    if subprocess.run([sendlab.source / "tools" / "install_test_clients"], check=False).returncode != 0:
        sys.exit("the test clients could not be installed: tools/install_test_clients")
    clients = pathlib.Path(os.environ.get("SENDLAB_TEST_CLIENTS", sendlab.source / ".test-clients"))
    copy = shutil.copy(script, clients / script.name)  # Node looks for packages beside the script
    done = subprocess.run([clients / "bin" / "node", copy, *arguments], env=client_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=LONGEST_WAIT_S, check=False)
    print(done.stdout, end="")
    check.equal(done.returncode, 0, script.name)

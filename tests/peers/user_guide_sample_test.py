"""The SMS example of the service's user guide, run against `sendlab serve`: nothing is changed but the client's endpoint."""
import re
import subprocess
import sys

import serving

CLIENT = "boto3.client('pinpoint-sms-voice-v2')"


def mended(text):
    """The example as it was before its text was extracted: one line of main() has a blank too many."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.startswith("     country_parameters = {"):
            lines[at] = line[1:]
    return "\n".join(lines)


def main():
    sendlab, check, _ = serving.start()
    here = sendlab.source / "tests" / "peers"
    example = mended((here / "samples" / "send_sms_message.txt").read_text(encoding="utf-8"))
    check.equal(example.count(CLIENT), 1, "the example makes one client")
    with serving.Server(sendlab, here / "worlds" / "user_guide.lua") as server:
        script = sendlab.write("send_sms_message.py", example.replace(CLIENT, f"{CLIENT[:-1]}, endpoint_url={server.url!r})"))

        def run():
            return subprocess.run([sys.executable, "-B", script], env=serving.client_environment(), capture_output=True, text=True,
                                  timeout=serving.LONGEST_WAIT_S, check=False)

        before = run()
        check("'Code': 'ResourceNotFoundException'" in before.stdout and "'ResourceId': 'MyConfigurationSet'" in before.stdout,
              "without its configuration set the example prints the error", before.stdout + before.stderr)

        created = server.api("CreateConfigurationSet", b'{"ConfigurationSetName": "MyConfigurationSet"}')
        check.equal(created.status, 200, "the configuration set of the example is made")
        done = run()
        check.equal((done.returncode, done.stderr), (0, ""), "the example ends well")
        said = re.fullmatch(r"Sending text message to \+14255550168\.\nMessage sent!\nMessage ID: ([0-9a-f-]{36})\n", done.stdout)
        check(said, "the example prints a message id", done.stdout)

        server.advance("10s")
        sent = server.messages()
        check.equal([(m["messageId"], m["status"], m["messageBody"]) for m in sent],
                    [(said and said[1], "DELIVERED", "This is a test message sent from Amazon Pinpoint SMS using the AWS SDK for Python (Boto3). ")],
                    "the message is delivered, its text as the example wrote it")
        check.equal([event["context"] for event in server.events()], [{"key1": "value1"}] * 2, "its context is in its events")
    check.finish()


if __name__ == "__main__":
    main()

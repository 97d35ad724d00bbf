"""Debian's AWS CLI v2, unmodified: every operation, and the line that a user reads when one is refused.

A call takes the CLI most of a second, nearly all of it to load. What every operation shares (its documented errors, filters)
is asked of the same program loaded once; boto3_test.py brings the errors about in the world.
"""
import concurrent.futures
import contextlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys

import serving

# Not whatever `aws` is first in PATH.
AWS = "/usr/bin/aws"
CODES, TOLL_FREE, PERSON = "+12065550183", "+18445550142", "+14255550168"


class Cli:
    def __init__(self, server):
        self.server = server

    def __call__(self, command, *arguments):
        """(exit code, parsed standard output or None, standard error)"""
        done = subprocess.run([AWS, "pinpoint-sms-voice-v2", "--endpoint-url", self.server.url, command, *arguments], env=serving.client_environment(),
                              capture_output=True, text=True, timeout=serving.LONGEST_WAIT_S, check=False)
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else None, done.stderr.strip()


class LoadedCli:
    """The same program in this process, without its retries."""

    def __init__(self, server):
        self.server = server
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ.update(serving.client_environment(), AWS_MAX_ATTEMPTS="1")
        from awscli.clidriver import create_clidriver  # it reads the environment
        self.driver = create_clidriver()

    def __call__(self, command, *arguments):
        out, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
            code = self.driver.main(["pinpoint-sms-voice-v2", "--endpoint-url", self.server.url, command, *arguments])
        return code, json.loads(out.getvalue()) if out.getvalue().strip() else None, errors.getvalue().strip()


class Steps:
    """Calls that succeed, one after the other, each with what its answer must hold."""

    def __init__(self, check, cli):
        self.check, self.cli = check, cli

    def __call__(self, name, command, *arguments):
        code, answer, errors = self.cli(command, *arguments)
        self.check((code, errors) == (0, ""), f"{name}: aws {command}", f"exit {code}: {errors}")
        return answer or {}


def successes(check, server):
    step = Steps(check, Cli(server))
    made = step("a configuration set", "create-configuration-set", "--configuration-set-name", "set", "--tags", "Key=team,Value=a")
    check.equal((made["ConfigurationSetName"], made["Tags"], made["CreatedTimestamp"]), ("set", [{"Key": "team", "Value": "a"}], "2026-06-10T09:00:00+00:00"), "its answer")
    step("an event destination", "create-event-destination", "--configuration-set-name", "set", "--event-destination-name", "topic", "--matching-event-types", "TEXT_DELIVERED",
         "TEXT_UNKNOWN", "--sns-destination", "TopicArn=arn:aws:sns:us-east-1:123456789012:events")
    sets = step("configuration sets", "describe-configuration-sets", "--filters", "Name=event-destination-name,Values=topic,other")
    check.equal([s["EventDestinations"][0]["MatchingEventTypes"] for s in sets["ConfigurationSets"]], [["TEXT_DELIVERED", "TEXT_UNKNOWN"]], "the set and its destination")
    sent = step("a message", "send-text-message", "--destination-phone-number", PERSON, "--origination-identity", CODES, "--message-body", "Your code is 123456.",
                "--configuration-set-name", "set", "--context", "order=4711", "--time-to-live", "60", "--max-price", "0.05", "--message-type", "TRANSACTIONAL",
                "--destination-country-parameters", "IN_ENTITY_ID=ENTITY98765")
    called = step("a call", "send-voice-message", "--destination-phone-number", PERSON, "--origination-identity", TOLL_FREE, "--message-body", "Hello.", "--voice-id", "AMY",
                  "--message-body-text-type", "TEXT")
    server.advance("1m")
    check.equal([(m["messageId"], m["status"]) for m in server.messages()], [(sent["MessageId"], "DELIVERED"), (called["MessageId"], "COMPLETED")], "both arrive")
    check.equal([e["context"] for e in server.events("?configuration_set=set&destination=topic")], [{"order": "4711"}], "the destination got its event")
    asked = step("a number", "request-phone-number", "--iso-country-code", "US", "--message-type", "TRANSACTIONAL", "--number-capabilities", "SMS", "--number-type", "SIMULATOR")
    check.equal((asked["Status"], asked["MonthlyLeasingPrice"]), ("PENDING", "0.00"), "its answer")
    gone = step("its release", "release-phone-number", "--phone-number-id", asked["PhoneNumberArn"])
    check.equal((gone["Status"], gone["PhoneNumberId"]), ("DELETED", asked["PhoneNumberId"]), "its answer")
    step("an opt-out list", "create-opt-out-list", "--opt-out-list-name", "Weekly")
    step("a number on it", "put-opted-out-number", "--opt-out-list-name", "Weekly", "--opted-out-number", PERSON)
    listed = step("the list", "describe-opted-out-numbers", "--opt-out-list-name", "Weekly", "--filters", "Name=end-user-opted-out,Values=false")
    check.equal([n["OptedOutNumber"] for n in listed["OptedOutNumbers"]], [PERSON], "the number is on it")
    tier = step("the account", "describe-account-attributes", "--query", "AccountAttributes[0].Value")
    check.equal(tier, "PRODUCTION", "its tier")
    limits = step("spending limits", "describe-spend-limits")
    check.equal([limit["EnforcedLimit"] for limit in limits["SpendLimits"]], [1000, 1], "two of them")
    everything = step("numbers, in pages that the CLI turns", "describe-phone-numbers", "--page-size", "2")["PhoneNumbers"]
    check.equal(len(everything), 9, "all nine")
    first = step("some numbers", "describe-phone-numbers", "--max-items", "4")
    rest = step("the others", "describe-phone-numbers", "--starting-token", first["NextToken"])
    check.equal(first["PhoneNumbers"] + rest["PhoneNumbers"], everything, "the CLI's own token goes on where it stopped")
    found = step("filtered numbers", "describe-phone-numbers", "--filters", "Name=number-type,Values=TOLL_FREE", "Name=two-way-enabled,Values=true",
                 "--query", "PhoneNumbers[].PhoneNumber")
    check.equal(found, ["+18880000000", "+18880000001"], "by two filters")


SENDING = ["send-text-message", "--destination-phone-number", PERSON, "--message-body", "hello", "--origination-identity"]
TO_CN = ["send-text-message", "--destination-phone-number", "+8613912345678", "--message-body", "hello"]
TOPIC = ["--sns-destination", "TopicArn=arn:aws:sns:us-east-1:123456789012:events"]
FIREHOSE = ["--kinesis-firehose-destination",
            "IamRoleArn=arn:aws:iam::123456789012:role/e,DeliveryStreamArn=arn:aws:firehose:us-east-1:123456789012:deliverystream/e"]
# (command line, exception, what the line must say)
REFUSED = [
    (["describe-phone-numbers", "--phone-number-ids", "phone-0"], "ResourceNotFoundException", "There is no phone-number 'phone-0': DescribePhoneNumbers lists what there is."),
    (["describe-phone-numbers", "--filters", "Name=status,Values=active"], "ValidationException", "must be one of PENDING, ACTIVE"),
    (["describe-phone-numbers", "--next-token", "made-up", "--max-results", "2"], "ValidationException", "NextToken was not given by DescribePhoneNumbers"),
    (["describe-configuration-sets", "--configuration-set-names", "none"], "ResourceNotFoundException", "create it with CreateConfigurationSet"),
    (["describe-opted-out-numbers", "--opt-out-list-name", "none"], "ResourceNotFoundException", "create it with CreateOptOutList"),
    (["describe-spend-limits", "--max-results", "101"], "ValidationException", "MaxResults must be 1 to 100, got 101."),
    (["describe-account-attributes", "--next-token", "made-up", "--max-results", "1"], "ValidationException", "begin without one."),
    (["create-configuration-set", "--configuration-set-name", "two words"], "ValidationException", "must have letters, digits, _ and - only, got 'two words'."),
    (["create-event-destination", "--configuration-set-name", "set", "--event-destination-name", "two", "--matching-event-types", "ALL", *TOPIC, *FIREHOSE],
     "ValidationException", "Give only one of SnsDestination"),
    (["create-opt-out-list", "--opt-out-list-name", "Default"], "ConflictException", "There is an opt-out list 'Default' already"),
    (["put-opted-out-number", "--opt-out-list-name", "Default", "--opted-out-number", "0123"], "ValidationException", "must be a phone number such as +14255550100, got '0123'."),
    (["release-phone-number", "--phone-number-id", "phone-0"], "ResourceNotFoundException", "DescribePhoneNumbers lists what there is."),
    (["request-phone-number", "--iso-country-code", "GB", "--message-type", "TRANSACTIONAL", "--number-capabilities", "SMS", "--number-type", "TOLL_FREE"],
     "ValidationException", "Toll-free numbers exist in the US only: IsoCountryCode must be US."),
    (["send-text-message", "--destination-phone-number", "+447700900123", "--message-body", "hello", "--origination-identity", "A_B"], "ValidationException", "The sender ID 'A_B'"),
    ([*SENDING, CODES, "--max-price", "0.001"], "ValidationException", "more than MaxPrice $0.001 allows: nothing was sent"),
    ([*SENDING, "+18880000002"], "ConflictException", "is PENDING: wait until DescribePhoneNumbers shows it as ACTIVE."),
    (TO_CN, "ConflictException", "No ACTIVE number of the account can send to +8613912345678 in CN"),
    (["send-voice-message", "--destination-phone-number", PERSON, "--origination-identity", CODES, "--message-body", "hello"], "ValidationException", "has no VOICE capability"),
    (["describe-pools", "--pool-ids", "pool-0"], "ResourceNotFoundException", "There is no pool 'pool-0': create it with CreatePool; DescribePools lists what there is."),
]


def refusals(check, server):
    cli = Cli(server)
    server.must_post("inbound", {"from": "+14255550177", "to": CODES, "body": "STOP"})
    cases = [*REFUSED, (["send-text-message", "--destination-phone-number", "+14255550177", "--message-body", "hello", "--origination-identity", CODES], "ConflictException",
                        f"+14255550177 has opted out: it is on the list Default of {CODES}. Leave it out.")]
    # Nothing of these changes anything, so they may run side by side.
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (line, exception, text), (code, answer, errors) in zip(cases, pool.map(lambda case: cli(*case[0]), cases)):
            said = re.fullmatch(r"An error occurred \((\w+)\) when calling the \w+ operation: (.*)", errors, re.DOTALL)
            check(code != 0 and answer is None and said and said[1] == exception and text in said[2], f"aws {' '.join(line)[:90]} → {exception}", errors)


# A right command line of each operation.
RIGHT = {
    "CreateConfigurationSet": ["--configuration-set-name", "new"],
    "CreateEventDestination": ["--configuration-set-name", "set", "--event-destination-name", "new", "--matching-event-types", "ALL", *TOPIC],
    "CreateOptOutList": ["--opt-out-list-name", "new"],
    "DescribeAccountAttributes": [],
    "DescribeConfigurationSets": [],
    "DescribeOptedOutNumbers": ["--opt-out-list-name", "Default"],
    "DescribePhoneNumbers": [],
    "DescribeSpendLimits": [],
    "PutOptedOutNumber": ["--opt-out-list-name", "Default", "--opted-out-number", PERSON],
    "ReleasePhoneNumber": ["--phone-number-id", "phone-0"],
    "RequestPhoneNumber": ["--iso-country-code", "US", "--message-type", "TRANSACTIONAL", "--number-capabilities", "SMS", "--number-type", "SIMULATOR"],
    "SendTextMessage": SENDING[1:] + [CODES],
    "SendVoiceMessage": ["--destination-phone-number", PERSON, "--message-body", "hello", "--origination-identity", TOLL_FREE],
}


def every_documented_error(check, cli):
    server = cli.server
    shapes = serving.api_shapes(pathlib.Path(__file__).resolve().parents[2])["operations"]
    for operation, arguments in RIGHT.items():
        command = re.sub("(?<!^)(?=[A-Z])", "-", operation).lower()
        for error in shapes[operation]["errors"]:
            server.reset()
            server.fail_with(operation, error)
            code, answer, errors = cli(command, *arguments)
            check(code != 0 and answer is None and f"({error}) when calling the {operation} operation" in errors, f"{operation} → {error}", errors)


def every_filter(check, cli):
    cli.server.reset()
    everything = cli("describe-phone-numbers")[1]["PhoneNumbers"]

    def shown(value):
        return [str(v).lower() if isinstance(v, bool) else v for v in (value if isinstance(value, list) else [value])]

    members = {"status": "Status", "iso-country-code": "IsoCountryCode", "message-type": "MessageType", "number-capability": "NumberCapabilities", "number-type": "NumberType",
               "two-way-enabled": "TwoWayEnabled", "self-managed-opt-outs-enabled": "SelfManagedOptOutsEnabled", "opt-out-list-name": "OptOutListName",
               "deletion-protection-enabled": "DeletionProtectionEnabled"}
    for name, member in members.items():
        for value in sorted({v for n in everything for v in shown(n[member])}):
            found = cli("describe-phone-numbers", "--filters", f"Name={name},Values={value}")[1]["PhoneNumbers"]
            check.equal(found, [n for n in everything if value in shown(n[member])], f"filter {name} = {value}")


def limits(check, server):
    """What the CLI's own retries meet: three attempts, then the error."""
    cli = Cli(server)
    server.reset()
    for i in range(10):
        answer = server.api("SendTextMessage", json.dumps({"DestinationPhoneNumber": f"+1425555{1000 + i}", "OriginationIdentity": CODES, "MessageBody": "hello"}))
        check.equal(answer.status, 200, f"message {i + 1} of a second")
    code, _, errors = cli(*SENDING, CODES)
    check(code != 0 and "ThrottlingException" in errors and f"Rate exceeded: {CODES} sends 10 message parts a second" in errors, "over the throughput", errors)
    check.equal(server.requests_of("SendTextMessage", "ThrottlingException"), 3, "the CLI tried three times")
    server.fail_with("DescribePhoneNumbers", "AccessDeniedException", "ACCOUNT_DISABLED")
    code, _, errors = cli("describe-phone-numbers")
    check(code != 0 and "(AccessDeniedException)" in errors, "a planned fault", errors)


def sandbox(check, server):
    cli = Cli(server)
    code, _, errors = cli(*SENDING[:2], "+14255550169", *SENDING[3:], TOLL_FREE)
    check(code != 0 and "(ConflictException)" in errors and "is not verified, and the account is in the sandbox" in errors, "an unverified number", errors)
    check.equal(cli(*SENDING, TOLL_FREE)[0], 0, "a verified number")
    server.advance("1s")
    code, _, errors = cli(*SENDING, TOLL_FREE)
    check(code != 0 and "(ServiceQuotaExceededException)" in errors and "monthly spending limit for text messages, $0.02, is reached" in errors, "the spending limit", errors)


def main():
    sendlab, check, _ = serving.start()
    if not pathlib.Path(AWS).exists():
        sys.exit(f"{AWS} is missing: tools/install_packages test")
    worlds = sendlab.source / "tests" / "peers" / "worlds"
    with serving.Server(sendlab, worlds / "account.lua") as server:
        successes(check, server)
        refusals(check, server)
        limits(check, server)
        loaded = LoadedCli(server)
        every_documented_error(check, loaded)
        every_filter(check, loaded)
    with serving.Server(sendlab, worlds / "sandbox.lua") as server:
        sandbox(check, server)
    check.finish()


if __name__ == "__main__":
    main()

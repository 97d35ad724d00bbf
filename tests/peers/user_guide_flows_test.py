"""The command lines of the service's user guide, with Debian's AWS CLI, in the guide's order: numbers, keywords, opt-out lists, phone
pools, tags, configuration sets, event destinations of three kinds, text and voice. Deactivation reports with its object store
commands. What the guide prints with a slip (`--phone-number-id` for a list, `tags={…}`) is written as the program takes it.

Operations that this edition of the CLI lacks (verified destination numbers, sender IDs' own, registrations) are in
js_sdk_all_operations_test.mjs.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import serving
from aws_cli_test import AWS, PERSON, Cli, Steps

CODES = "+12065550183"
TOPIC = "arn:aws:sns:us-east-1:111122223333:MyTopic"
ROLE = "arn:aws:iam::111122223333:role/"
# By reason: the exception, and what its message says. The CLI prints those two and not the reason.
REFUSALS = {
    "DELETION_PROTECTION_ENABLED": ("ConflictException", "Deletion protection of"),
    "RESOURCE_DELETION_NOT_ALLOWED": ("ConflictException", "is a keyword that every number must have"),
    "ResourceNotFoundException": ("ResourceNotFoundException", "There is no opt-out-list"),
    "PHONE_NUMBER_ASSOCIATED_TO_POOL": ("ConflictException", "is in the pool"),
    "EVENT_DESTINATION_MISMATCH": ("ConflictException", "is of another kind"),
    "REQUESTED_SPEND_LIMIT_HIGHER_THAN_SERVICE_LIMIT": ("ValidationException", "the account may spend $1000 a month at most"),
}
WORLD = """
return scenario {
  start = "2026-06-10T09:00:00Z", seed = 7,
  network = ideal { accept = "100ms", delivery = "1s" },
  account = account {
    monthly_spend_limit = "$1000",
    brands = { brand { name = "Example Corp", vetting_score = 76, campaigns = { campaign { name = "otp", use_case = "2FA",
      numbers = { number { name = "codes", type = "TEN_DLC", country = "US", number = "+12065550183" } } } } } },
    numbers = { number { name = "voice", type = "TOLL_FREE", country = "US", number = "+18445550142", capabilities = { "SMS", "VOICE" } } } },
  workloads = { workload { name = "codes", from = "codes", to = us_recipients { count = 3000, deactivated_share = 0.2 },
    arrivals = constant { rate = "1/s", lasts = "1m" }, body = "hello" } },
}
"""


def numbers(check, step, refused):
    asked = step("request a number", "request-phone-number", "--iso-country-code", "CA", "--message-type", "TRANSACTIONAL", "--number-capabilities", "VOICE",
                 "--number-type", "LONG_CODE", "--deletion-protection-enabled", "--opt-out-list-name", "Default")
    check.equal((asked["Status"], asked["TwoWayEnabled"], asked["SelfManagedOptOutsEnabled"], asked["OptOutListName"], asked["DeletionProtectionEnabled"]),
                ("PENDING", False, False, "Default", True), "as the guide's answer")
    check.equal(len(step("all numbers", "describe-phone-numbers")["PhoneNumbers"]), 3, "three numbers")
    one = step("one number", "describe-phone-numbers", "--phone-number-ids", asked["PhoneNumberId"])["PhoneNumbers"][0]
    check.equal(one["Status"], "ACTIVE", "it is ACTIVE")
    found = step("filtered numbers", "describe-phone-numbers", "--filters", "Name=number-capability,Values=VOICE", "Name=iso-country-code,Values=CA")
    check.equal([n["PhoneNumberId"] for n in found["PhoneNumbers"]], [asked["PhoneNumberId"]], "by capability and country")
    refused("it is protected", "DELETION_PROTECTION_ENABLED", "release-phone-number", "--phone-number-id", asked["PhoneNumberId"])
    step("an opt-out list", "create-opt-out-list", "--opt-out-list-name", "MyList")
    updated = step("update the number", "update-phone-number", "--phone-number-id", asked["PhoneNumberId"], "--no-deletion-protection-enabled", "--opt-out-list-name", "MyList",
                   "--self-managed-opt-outs-enabled", "--two-way-enabled", "--two-way-channel-arn", TOPIC.replace("111122223333", "123456789012"))
    check.equal((updated["OptOutListName"], updated["SelfManagedOptOutsEnabled"], updated["TwoWayEnabled"], updated["DeletionProtectionEnabled"]), ("MyList", True, True, False),
                "its new settings")
    gone = step("release it", "release-phone-number", "--phone-number-id", asked["PhoneNumberArn"])
    check.equal(gone["Status"], "DELETED", "it is gone")


def keywords(check, step, refused, number):
    put = step("a keyword", "put-keyword", "--origination-identity", number, "--keyword", "Hours", "--keyword-message", "We are here from 9 to 5.", "--keyword-action", "AUTOMATIC_RESPONSE")
    check.equal((put["OriginationIdentity"], put["KeywordAction"]), (number, "AUTOMATIC_RESPONSE"), "its answer")
    listed = step("all keywords", "describe-keywords", "--origination-identity", number)["Keywords"]
    check.equal(len(listed), 12, "ten opt-out words, HELP and ours")
    step("delete it", "delete-keyword", "--origination-identity", number, "--keyword", "Hours")
    refused("STOP stays", "RESOURCE_DELETION_NOT_ALLOWED", "delete-keyword", "--origination-identity", number, "--keyword", "STOP")


def opt_out_lists(check, step, refused):
    step("create a list", "create-opt-out-list", "--opt-out-list-name", "optOutListName")
    check.equal([li["OptOutListName"] for li in step("all lists", "describe-opt-out-lists")["OptOutLists"]], ["Default", "MyList", "optOutListName"], "three lists")
    step("one list", "describe-opt-out-lists", "--opt-out-list-names", "optOutListName")
    step("put a number", "put-opted-out-number", "--opt-out-list-name", "optOutListName", "--opted-out-number", "+12065550123")
    gone = step("delete a number", "delete-opted-out-number", "--opt-out-list-name", "optOutListName", "--opted-out-number", "+12065550123")
    check.equal(gone["OptedOutNumber"], "+12065550123", "its answer")
    step("delete the list", "delete-opt-out-list", "--opt-out-list-name", "optOutListName")
    refused("it is gone", "ResourceNotFoundException", "delete-opt-out-list", "--opt-out-list-name", "optOutListName")


def pools(check, step, refused, first, second):
    made = step("create a pool", "create-pool", "--origination-identity", first, "--iso-country-code", "US", "--message-type", "TRANSACTIONAL", "--deletion-protection-enabled",
                "--tags", "Key=Name,Value=codes")
    pool = made["PoolId"]
    check.equal(len(step("all pools", "describe-pools")["Pools"]), 1, "one pool")
    step("one pool", "describe-pools", "--pool-ids", pool)
    check.equal(len(step("filtered pools", "describe-pools", "--filters", "Name=status,Values=ACTIVE")["Pools"]), 1, "it is ACTIVE")
    step("add a number", "associate-origination-identity", "--pool-id", pool, "--origination-identity", second, "--iso-country-code", "US")
    listed = step("its identities", "list-pool-origination-identities", "--pool-id", made["PoolArn"])["OriginationIdentities"]
    check.equal([i["OriginationIdentity"] for i in listed], [first, second], "both")
    # This edition of the CLI has no --two-way-channel-role, which Amazon Connect needs: js_sdk_all_operations_test.mjs.
    inbound = step("two-way messaging", "update-pool", "--pool-id", pool, "--two-way-channel-arn", TOPIC)
    check.equal((inbound["TwoWayEnabled"], inbound["TwoWayChannelArn"]), (True, TOPIC), "its channel")
    step("an opt-out list", "update-pool", "--pool-id", pool, "--opt-out-list-name", "MyList")
    step("self-managed opt-outs", "update-pool", "--pool-id", pool, "--self-managed-opt-outs-enabled")
    step("shared routes", "update-pool", "--pool-id", pool, "--shared-routes-enabled")
    refused("a number of a pool", "PHONE_NUMBER_ASSOCIATED_TO_POOL", "update-phone-number", "--phone-number-id", first, "--no-two-way-enabled")
    step("a keyword of the pool", "put-keyword", "--origination-identity", pool, "--keyword", "Hours", "--keyword-message", "9 to 5.", "--keyword-action", "AUTOMATIC_RESPONSE")
    step("tag it", "tag-resource", "--resource-arn", made["PoolArn"], "--tags", "Key=key1,Value=value1", "Key=key2,Value=value2")
    step("untag it", "untag-resource", "--resource-arn", made["PoolArn"], "--tag-keys", "key1", "key2")
    check.equal(step("its tags", "list-tags-for-resource", "--resource-arn", made["PoolArn"])["Tags"], [{"Key": "Name", "Value": "codes"}], "its name is left")
    refused("it is protected", "DELETION_PROTECTION_ENABLED", "delete-pool", "--pool-id", pool)
    step("unprotect it", "update-pool", "--pool-id", pool, "--no-deletion-protection-enabled")
    step("take a number out", "disassociate-origination-identity", "--pool-id", pool, "--origination-identity", second, "--iso-country-code", "US")
    check.equal(step("delete it", "delete-pool", "--pool-id", pool)["Status"], "DELETING", "its answer")
    step("settings as they were", "update-phone-number", "--phone-number-id", first, "--no-two-way-enabled", "--no-self-managed-opt-outs-enabled", "--opt-out-list-name", "Default")


def events(check, step, refused):
    step("a configuration set", "create-configuration-set", "--configuration-set-name", "MySet")
    destinations = {"cloud-watch-logs": f"IamRoleArn={ROLE}CWLSMSRole,LogGroupArn=arn:aws:logs:us-east-1:111122223333:log-group:MyCWLLogGroup",
                    "kinesis-firehose": f"IamRoleArn={ROLE}AKFSMSRole,DeliveryStreamArn=arn:aws:firehose:us-east-1:111122223333:deliverystream/MyDeliveryStream",
                    "sns": f"TopicArn={TOPIC}"}
    for kind, where in destinations.items():
        step(f"{kind}", "create-event-destination", "--event-destination-name", kind, "--configuration-set-name", "MySet", "--matching-event-types", "ALL", f"--{kind}-destination", where)
    step("update one", "update-event-destination", "--event-destination-name", "cloud-watch-logs", "--configuration-set-name", "MySet", "--matching-event-types", "TEXT_DELIVERED",
         "VOICE_COMPLETED", "--cloud-watch-logs-destination", destinations["cloud-watch-logs"])
    refused("another kind", "EVENT_DESTINATION_MISMATCH", "update-event-destination", "--event-destination-name", "sns", "--configuration-set-name", "MySet",
            "--kinesis-firehose-destination", destinations["kinesis-firehose"])
    step("default message type", "set-default-message-type", "--configuration-set-name", "MySet", "--message-type", "TRANSACTIONAL")
    step("default sender ID", "set-default-sender-id", "--configuration-set-name", "MySet", "--sender-id", "Example")
    described = step("one set", "describe-configuration-sets", "--configuration-set-names", "MySet")["ConfigurationSets"][0]
    check.equal((described["DefaultMessageType"], described["DefaultSenderId"], len(described["EventDestinations"])), ("TRANSACTIONAL", "Example", 3), "what it has")
    step("no default sender ID", "delete-default-sender-id", "--configuration-set-name", "MySet")
    step("no default message type", "delete-default-message-type", "--configuration-set-name", "MySet")


def messages(check, step, server):
    text = step("a text message", "send-text-message", "--destination-phone-number", PERSON, "--origination-identity", CODES, "--message-body", "This is a test.",
                "--message-type", "TRANSACTIONAL", "--configuration-set-name", "MySet")
    call = step("a voice message", "send-voice-message", "--destination-phone-number", PERSON, "--origination-identity", "+18445550142", "--message-body", "This is a test.",
                "--voice-id", "MATTHEW", "--configuration-set-name", "MySet")
    server.advance("1m")
    told = {name: [e["eventType"] for e in server.events(f"?configuration_set=MySet&destination={name}")] for name in ("sns", "kinesis-firehose", "cloud-watch-logs")}
    check.equal(sorted(told["cloud-watch-logs"]), ["TEXT_DELIVERED", "VOICE_COMPLETED"], "the log group got what it asked for")
    check(set(told["sns"]) == set(told["kinesis-firehose"]) >= {"TEXT_SUCCESSFUL", "TEXT_DELIVERED", "VOICE_INITIATED", "VOICE_COMPLETED"}, "topic and stream got everything", repr(told))
    check.equal([m["status"] for m in server.messages() if m["messageId"] in (text["MessageId"], call["MessageId"])], ["DELIVERED", "COMPLETED"], "both arrive")
    for kind in told:
        step(f"delete {kind}", "delete-event-destination", "--event-destination-name", kind, "--configuration-set-name", "MySet")
    step("delete the set", "delete-configuration-set", "--configuration-set-name", "MySet")


def account(check, step, refused):
    limits = {li["Name"]: (li["Used"], li["Max"]) for li in step("limits", "describe-account-limits")["AccountLimits"]}
    check.equal(limits["PHONE_NUMBERS"], (2, 25), "two of 25 numbers")
    step("a lower limit", "set-text-message-spend-limit-override", "--monthly-limit", "100")
    step("for voice too", "set-voice-message-spend-limit-override", "--monthly-limit", "1")
    refused("not a higher one", "REQUESTED_SPEND_LIMIT_HIGHER_THAN_SERVICE_LIMIT", "set-text-message-spend-limit-override", "--monthly-limit", "1001")
    check.equal([li["EnforcedLimit"] for li in step("spending limits", "describe-spend-limits")["SpendLimits"]], [100, 1], "both")
    step("back to the service's", "delete-text-message-spend-limit-override")
    step("and for voice", "delete-voice-message-spend-limit-override")


# The same people, of whom nobody on the report is written to.
SPARED = """
return scenario {
  start = "2026-06-10T09:00:00Z", seed = 7,
  network = ideal { accept = "100ms", delivery = "1s" },
  account = account {
    monthly_spend_limit = "$1000",
    initial = { opted_out = { Default = feed { file = "OUTFILE.csv", column = "phone_number" } } },
    numbers = { number { name = "short", type = "SHORT_CODE", country = "US" } } },
  workloads = {
    workload { name = "all", from = "short", to = us_recipients { count = 3000, deactivated_share = 0.2 }, arrivals = constant { rate = "50/s", count = 3000 }, body = "hello" },
    workload { name = "listed", from = "short", to = feed { file = "OUTFILE.csv", columns = { number = "phone_number" } }, arrivals = burst { count = 5, at = "2m" }, body = "hello" },
  },
}
"""


def deactivation_reports(sendlab, check, server, folder):
    def s3api(*arguments):
        done = subprocess.run([AWS, "s3api", "--endpoint-url", server.url + "/_sendlab/s3", *arguments, "--request-payer", "requester"], env=serving.client_environment(),
                              capture_output=True, text=True, timeout=serving.LONGEST_WAIT_S, check=False)
        return done.returncode, done.stdout, done.stderr

    out = folder / "OUTFILE.csv"
    bucket = ["--bucket", "us-east-1-pinpoint-sms-voice"]
    code, _, errors = s3api("get-object", *bucket, "--key", "sms-deact-reports/us/latest-deact-report.csv", str(out))
    check(code == 0 and out.read_text().startswith("phone_number\n+1"), "the latest report (R-DEA-2)", errors)
    (folder / "spared.lua").write_text(SPARED, encoding="utf-8")
    done = sendlab.run(folder / "spared.lua")
    listed = len(out.read_text().splitlines()) - 1
    if check(done.code == 0 and listed >= 5, "a scenario reads the report as a feed", repr(done)):
        refused = [w["messages"]["refused"].get("DESTINATION_PHONE_NUMBER_OPTED_OUT", 0) for w in done.report()["workloads"].values()]
        check.equal(refused, [listed, 5], "who is on the report gets nothing")
    code, _, errors = s3api("get-object", *bucket, "--key", "sms-deact-reports/US/2026-06-01-deact-report.csv", str(out))
    check(code == 0 and out.read_text().startswith("phone_number\n"), "a day's report, the country in capitals (R-DEA-5)", errors)
    code, listed, errors = s3api("list-objects-v2", *bucket, "--prefix", "sms-deact-reports/us/")
    check(code == 0 and len(json.loads(listed)["Contents"]) == 91, "ninety days and the latest are listed (R-DEA-3, R-DEA-6)", errors)


def audit(check, server):
    records = server.get("audit").json()["Records"]
    names = [record["eventName"] for record in records]
    check("CreatePool" in names and "UpdatePhoneNumber" in names and "DescribePools" in names, "the calls are in the audit log (R-CWM-6)", repr(names))
    check("SendTextMessage" not in names and "SendVoiceMessage" not in names, "but not those that send")
    check(all(record["userIdentity"]["accessKeyId"] == "AKIDEXAMPLE" and "aws-cli" in record["userAgent"] for record in records), "with who asked", repr(records[0]))


def main():
    sendlab, check, _ = serving.start()
    if not pathlib.Path(AWS).exists():
        sys.exit(f"{AWS} is missing: tools/install_packages test")
    with tempfile.TemporaryDirectory() as folder:
        guide(sendlab, check, pathlib.Path(folder))
    check.finish()


def guide(sendlab, check, folder):
    world, log = folder / "guide.lua", folder / "audit.ndjson"
    world.write_text(WORLD, encoding="utf-8")
    with serving.Server(sendlab, world, "--audit", log) as server:
        cli = Cli(server)
        step = Steps(check, cli)

        def refused(name, reason, command, *arguments):
            exception, said = REFUSALS[reason]
            code, _, errors = cli(command, *arguments)
            check(code != 0 and f"({exception})" in errors and said in errors, f"{name}: aws {command} → {reason}", errors)

        found = step("numbers", "describe-phone-numbers")["PhoneNumbers"]
        ids = {n["PhoneNumber"]: n["PhoneNumberId"] for n in found}
        numbers(check, step, refused)
        keywords(check, step, refused, ids[CODES])
        opt_out_lists(check, step, refused)
        pools(check, step, refused, ids[CODES], ids["+18445550142"])
        events(check, step, refused)
        messages(check, step, server)
        account(check, step, refused)
        deactivation_reports(sendlab, check, server, folder)
        audit(check, server)
        kept = len(server.get("audit").json()["Records"])
    check.equal(len(log.read_text(encoding="utf-8").splitlines()), kept, "--audit wrote every record")


if __name__ == "__main__":
    main()

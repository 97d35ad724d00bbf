"""boto3, unmodified: paging and every filter of the Describe operations, and tokens that do not fit."""
import serving
from boto3_world import PERSON, Refusal, all_pages, client_of

# Filter of DescribePhoneNumbers → what a number has under it.
NUMBER_FILTERS = {
    "status": lambda n: [n["Status"]],
    "iso-country-code": lambda n: [n["IsoCountryCode"]],
    "message-type": lambda n: [n["MessageType"]],
    "number-capability": lambda n: n["NumberCapabilities"],
    "number-type": lambda n: [n["NumberType"]],
    "two-way-enabled": lambda n: [str(n["TwoWayEnabled"]).lower()],
    "self-managed-opt-outs-enabled": lambda n: [str(n["SelfManagedOptOutsEnabled"]).lower()],
    "opt-out-list-name": lambda n: [n["OptOutListName"]],
    "deletion-protection-enabled": lambda n: [str(n["DeletionProtectionEnabled"]).lower()],
    "two-way-channel-arn": lambda n: [n["TwoWayChannelArn"]] if "TwoWayChannelArn" in n else [],
}
# A right value that no number of the world has.
ABSENT = {"status": "DELETED", "iso-country-code": "NZ", "number-capability": "MMS", "opt-out-list-name": "Other",
          "two-way-channel-arn": "arn:aws:sns:us-east-1:123456789012:replies"}


def ids(numbers):
    return [number["PhoneNumberId"] for number in numbers]


def phone_number_filters(check, client):
    everything = client.describe_phone_numbers()["PhoneNumbers"]
    check.equal(len(everything), 9, "DescribePhoneNumbers lists all numbers of the world")

    def found(*filters):
        return ids(client.describe_phone_numbers(Filters=[{"Name": name, "Values": list(values)} for name, values in filters])["PhoneNumbers"])

    for name, held in NUMBER_FILTERS.items():
        present = sorted({value for number in everything for value in held(number)})
        check(len(present) > 1 or name == "two-way-channel-arn", f"filter {name}: the world has several values", present)
        for value in present:
            check.equal(found((name, [value])), ids(n for n in everything if value in held(n)), f"filter {name} = {value}")
        if name in ABSENT:
            check.equal(found((name, [ABSENT[name]])), [], f"filter {name} = {ABSENT[name]} finds nothing")
        check.equal(found((name, present[:2] or [ABSENT[name]])), ids(n for n in everything if set(present[:2]) & set(held(n))),
                    f"filter {name}: values are alternatives")
    check.equal(found(("number-type", ["TOLL_FREE"]), ("two-way-enabled", ["true"]), ("status", ["ACTIVE"])),
                ids(n for n in everything if n["NumberType"] == "TOLL_FREE" and n["TwoWayEnabled"] and n["Status"] == "ACTIVE"), "filters must all hold")
    check.equal(found(("status", ["ACTIVE"]), ("status", ["PENDING"])), [], "two filters of one name must both hold")

    third, first = everything[2], everything[0]
    check.equal(ids(client.describe_phone_numbers(PhoneNumberIds=[third["PhoneNumberId"], first["PhoneNumberArn"]])["PhoneNumbers"]), ids([first, third]),
                "ids and ARNs name numbers")
    check.equal(ids(client.describe_phone_numbers(PhoneNumberIds=[])["PhoneNumbers"]), ids(everything), "an empty list of ids is none")


def phone_number_pages(check, client):
    everything = ids(client.describe_phone_numbers()["PhoneNumbers"])
    for size in (1, 2, 4, 9, 100):
        pages = [ids(page["PhoneNumbers"]) for page in all_pages(client, "describe_phone_numbers", PaginationConfig={"PageSize": size})]
        check.equal([len(page) for page in pages], [len(everything[i:i + size]) for i in range(0, len(everything), size)], f"pages of {size}")
        check.equal(sum(pages, []), everything, f"pages of {size} hold every number once, in order")
    toll_free = [{"Name": "number-type", "Values": ["TOLL_FREE"]}]
    paged = all_pages(client, "describe_phone_numbers", Filters=toll_free, PaginationConfig={"PageSize": 1})
    check.equal(sum((ids(page["PhoneNumbers"]) for page in paged), []), ids(client.describe_phone_numbers(Filters=toll_free)["PhoneNumbers"]), "pages of what a filter finds")

    first = client.describe_phone_numbers(MaxResults=3)
    token = first["NextToken"]
    rest = client.describe_phone_numbers(MaxResults=100, NextToken=token)
    check.equal(ids(first["PhoneNumbers"] + rest["PhoneNumbers"]), everything, "MaxResults may change from page to page")
    check("NextToken" not in rest, "the last page has no token")

    def refused(name, call):
        refusal = Refusal(client, call)
        check((refusal.type, refusal.reason) == ("ValidationException", "INVALID_NEXT_TOKEN"), name, repr(refusal))

    refused("a token with another filter is refused", lambda: client.describe_phone_numbers(NextToken=token, Filters=toll_free))
    refused("a token of another operation is refused", lambda: client.describe_spend_limits(NextToken=token))
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    refused("a changed token is refused", lambda: client.describe_phone_numbers(NextToken=changed))

    client.release_phone_number(PhoneNumberId=everything[1])
    after = client.describe_phone_numbers(NextToken=token)
    check.equal(ids(after["PhoneNumbers"]), everything[3:], "a number released between two pages moves no other one")
    client.release_phone_number(PhoneNumberId=everything[2])
    check.equal(ids(client.describe_phone_numbers(NextToken=token)["PhoneNumbers"]), everything[3:], "also the one that the token stands at")


def configuration_sets(check, client):
    for name, types in (("b", ["TEXT_DELIVERED"]), ("a", ["VOICE_ALL", "TEXT_UNKNOWN"]), ("c", None), ("d", ["ALL"])):
        client.create_configuration_set(ConfigurationSetName=name, Tags=[{"Key": "team", "Value": ""}])
        if types:
            client.create_event_destination(ConfigurationSetName=name, EventDestinationName="to-" + name, MatchingEventTypes=types,
                                            CloudWatchLogsDestination={"IamRoleArn": "arn:aws:iam::123456789012:role/events",
                                                                       "LogGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:events"})

    def names(pages):
        return [s["ConfigurationSetName"] for page in pages for s in page["ConfigurationSets"]]

    def found(name, *values):
        return names([client.describe_configuration_sets(Filters=[{"Name": name, "Values": list(values)}])])

    check.equal(names(all_pages(client, "describe_configuration_sets", PaginationConfig={"PageSize": 3})), ["a", "b", "c", "d"], "DescribeConfigurationSets: pages")
    check.equal(found("event-destination-name", "to-a", "to-d", "to-z"), ["a", "d"], "filter event-destination-name")
    check.equal(found("matching-event-types", "TEXT_DELIVERED", "TEXT_UNKNOWN"), ["a", "b"], "filter matching-event-types")
    check.equal(found("default-message-type", "TRANSACTIONAL"), [], "filter default-message-type")
    check.equal(found("default-sender-id", "EXAMPLE"), [], "filter default-sender-id")
    check.equal(names([client.describe_configuration_sets(ConfigurationSetNames=["d", "arn:aws:sms-voice:us-east-1:123456789012:configuration-set/b"])]), ["b", "d"],
                "DescribeConfigurationSets: names and ARNs")
    logs = client.describe_configuration_sets(ConfigurationSetNames=["b"])["ConfigurationSets"][0]["EventDestinations"][0]
    check.equal(logs["CloudWatchLogsDestination"]["LogGroupArn"], "arn:aws:logs:us-east-1:123456789012:log-group:events", "a log group as destination")


def opted_out_numbers(check, server, client):
    client.create_opt_out_list(OptOutListName="Weekly")
    wanted = [f"+1425555{n}" for n in range(1000, 1101)]
    for number in reversed(wanted):
        client.put_opted_out_number(OptOutListName="Weekly", OptedOutNumber=number)
    first = client.describe_opted_out_numbers(OptOutListName="Weekly")
    check.equal((len(first["OptedOutNumbers"]), "NextToken" in first), (100, True), "a page holds 100 when nobody asks")
    pages = all_pages(client, "describe_opted_out_numbers", OptOutListName="Weekly", PaginationConfig={"PageSize": 40})
    check.equal([n["OptedOutNumber"] for page in pages for n in page["OptedOutNumbers"]], wanted, "DescribeOptedOutNumbers: pages, by number")

    server.must_post("inbound", {"from": PERSON, "to": "codes", "body": "Stop please"})

    def found(value):
        page = client.describe_opted_out_numbers(OptOutListName="Default", Filters=[{"Name": "end-user-opted-out", "Values": [value]}])
        return [(n["OptedOutNumber"], n["EndUserOptedOut"]) for n in page["OptedOutNumbers"]]

    client.put_opted_out_number(OptOutListName="Default", OptedOutNumber="+14255550199")
    check.equal(found("true"), [(PERSON, True)], "filter end-user-opted-out = true: who wrote STOP")
    check.equal(found("false"), [("+14255550199", False)], "filter end-user-opted-out = false: who was put on the list")
    named = client.describe_opted_out_numbers(OptOutListName="arn:aws:sms-voice:us-east-1:123456789012:opt-out-list/Weekly", OptedOutNumbers=[wanted[5], wanted[3]])
    check.equal([n["OptedOutNumber"] for n in named["OptedOutNumbers"]], [wanted[3], wanted[5]], "DescribeOptedOutNumbers: a list by its ARN, numbers by name")


def short_lists(check, client):
    check.equal([len(page["SpendLimits"]) for page in all_pages(client, "describe_spend_limits", PaginationConfig={"PageSize": 1})], [1, 1], "DescribeSpendLimits: pages")
    check.equal([len(page["AccountAttributes"]) for page in all_pages(client, "describe_account_attributes", PaginationConfig={"PageSize": 1})], [1],
                "DescribeAccountAttributes: pages")


def main():
    sendlab, check, _ = serving.start()
    with serving.Server(sendlab, sendlab.source / "tests" / "peers" / "worlds" / "account.lua") as server:
        client = client_of(server)
        phone_number_filters(check, client)
        phone_number_pages(check, client)
        configuration_sets(check, client)
        opted_out_numbers(check, server, client)
        short_lists(check, client)
    check.finish()


if __name__ == "__main__":
    main()

"""boto3, unmodified: each operation, and each error that its documentation lists, as the typed exception that users catch.

What can be brought about in the world is brought about there; what the model never does by itself (a disabled account, an
internal fault) is a planned fault of the endpoint. Each case begins in a world made anew.
"""
import datetime

import serving
from boto3_world import CODES, PERSON, SHORT_CODE, TOLL_FREE, Refusal, client_of, method_of

START = datetime.datetime(2026, 6, 10, 9, 0, tzinfo=datetime.timezone.utc)
TEXT = {"DestinationPhoneNumber": PERSON, "OriginationIdentity": CODES, "MessageBody": "Your code is 123456."}
CALL = {"DestinationPhoneNumber": PERSON, "OriginationIdentity": TOLL_FREE, "MessageBody": "Your code is 1 2 3 4 5 6."}
NUMBER = {"IsoCountryCode": "US", "MessageType": "TRANSACTIONAL", "NumberCapabilities": ["SMS"], "NumberType": "SIMULATOR"}
TOPIC = {"TopicArn": "arn:aws:sns:us-east-1:123456789012:events"}
STREAM = {"IamRoleArn": "arn:aws:iam::123456789012:role/events", "DeliveryStreamArn": "arn:aws:firehose:us-east-1:123456789012:deliverystream/e"}
DESTINATION = {"ConfigurationSetName": "set", "EventDestinationName": "topic", "MatchingEventTypes": ["ALL"], "SnsDestination": TOPIC}

# A right request of each operation; a set and a list of those names exist.
RIGHT = {
    "CreateConfigurationSet": {"ConfigurationSetName": "new"},
    "CreateEventDestination": DESTINATION,
    "CreateOptOutList": {"OptOutListName": "new"},
    "DescribeAccountAttributes": {},
    "DescribeConfigurationSets": {},
    "DescribeOptedOutNumbers": {"OptOutListName": "Marketing"},
    "DescribePhoneNumbers": {},
    "DescribeSpendLimits": {},
    "PutOptedOutNumber": {"OptOutListName": "Marketing", "OptedOutNumber": PERSON},
    "RequestPhoneNumber": NUMBER,
    "SendTextMessage": TEXT,
    "SendVoiceMessage": CALL,
    "ReleasePhoneNumber": {"PhoneNumberId": None},  # filled in; last, because nothing is sent from it any more
}
NEEDS_SET = {"CreateEventDestination"}

VALIDATION, CONFLICT, NOT_FOUND = "ValidationException", "ConflictException", "ResourceNotFoundException"
QUOTA, THROTTLING = "ServiceQuotaExceededException", "ThrottlingException"
OTHERS_ARN = "arn:aws:sms-voice:us-east-1:999999999999:phone-number/phone-00000000000000000000000000000000"
NO_ID = "phone-00000000000000000000000000000000"


def changed(operation, **members):
    """The right request with members changed; None leaves one out."""
    return {name: value for name, value in dict(RIGHT[operation], **members).items() if value is not None}


# (operation, exception, reason, members changed, members that Fields name). Each is refused in the world as it starts.
REFUSED = [
    ("SendTextMessage", NOT_FOUND, None, {"OriginationIdentity": "+12065559999"}, []),
    ("SendTextMessage", NOT_FOUND, None, {"OriginationIdentity": NO_ID}, []),
    ("SendTextMessage", NOT_FOUND, None, {"OriginationIdentity": "pool-00000000000000000000000000000000"}, []),
    ("SendTextMessage", NOT_FOUND, None, {"ConfigurationSetName": "nobody-made-it"}, []),
    ("SendTextMessage", VALIDATION, "MISSING_PARAMETER", {"DestinationPhoneNumber": None}, ["DestinationPhoneNumber"]),
    ("SendTextMessage", VALIDATION, "FIELD_VALIDATION_FAILED", {"DestinationPhoneNumber": "425-555-0168"}, ["DestinationPhoneNumber"]),
    ("SendTextMessage", VALIDATION, "FIELD_VALIDATION_FAILED", {"MessageType": "URGENT"}, ["MessageType"]),
    ("SendTextMessage", VALIDATION, "FIELD_VALIDATION_FAILED", {"TimeToLive": 4}, ["TimeToLive"]),
    ("SendTextMessage", VALIDATION, "FIELD_VALIDATION_FAILED", {"TimeToLive": 259201, "MaxPrice": "1"}, ["MaxPrice", "TimeToLive"]),
    ("SendTextMessage", VALIDATION, "FIELD_VALIDATION_FAILED", {"MessageBody": " \n "}, ["MessageBody"]),
    ("SendTextMessage", VALIDATION, "FIELD_VALIDATION_FAILED", {"MessageBody": "x" * 1601}, ["MessageBody"]),
    ("SendTextMessage", VALIDATION, "FIELD_VALIDATION_FAILED", {"Context": {str(i): "v" for i in range(6)}}, ["Context"]),
    ("SendTextMessage", VALIDATION, "FIELD_VALIDATION_FAILED", {"DestinationCountryParameters": {"US_ID": "1"}}, ["DestinationCountryParameters.US_ID"]),
    ("SendTextMessage", VALIDATION, "INVALID_PARAMETER", {"MessageBody": None}, ["MessageBody"]),
    ("SendTextMessage", VALIDATION, "MAXIMUM_SIZE_EXCEEDED", {"MessageBody": "x" * 1531}, ["MessageBody"]),
    ("SendTextMessage", VALIDATION, "MAXIMUM_SIZE_EXCEEDED", {"MessageBody": "é" * 1530 + "^"}, ["MessageBody"]),
    ("SendTextMessage", VALIDATION, "DESTINATION_COUNTRY_BLOCKED", {"DestinationPhoneNumber": "+5352345678"}, ["DestinationPhoneNumber"]),
    ("SendTextMessage", VALIDATION, "INVALID_IDENTITY_FOR_DESTINATION_COUNTRY", {"DestinationPhoneNumber": "+447700900123"}, ["OriginationIdentity"]),
    ("SendTextMessage", VALIDATION, "INVALID_IDENTITY_FOR_DESTINATION_COUNTRY", {"OriginationIdentity": "+12920000000"}, ["OriginationIdentity"]),
    ("SendTextMessage", VALIDATION, "PRICE_OVER_THRESHOLD", {"MaxPrice": "0.001"}, ["MaxPrice"]),
    ("SendTextMessage", VALIDATION, "INVALID_ARN", {"OriginationIdentity": "arn:aws:sns:us-east-1:123456789012:topic"}, ["OriginationIdentity"]),
    ("SendTextMessage", VALIDATION, "RESOURCE_NOT_ACCESSIBLE", {"OriginationIdentity": OTHERS_ARN}, ["OriginationIdentity"]),
    ("SendTextMessage", VALIDATION, "INVALID_PARAMETER", {"DestinationPhoneNumber": "+447700900123", "OriginationIdentity": "AB"}, ["OriginationIdentity"]),
    ("SendTextMessage", CONFLICT, "NO_ORIGINATION_IDENTITIES_FOUND", {"DestinationPhoneNumber": "+8613912345678", "OriginationIdentity": None}, []),
    ("SendTextMessage", CONFLICT, "RESOURCE_NOT_ACTIVE", {"OriginationIdentity": "+18880000002"}, []),
    ("SendTextMessage", CONFLICT, "MESSAGE_TYPE_MISMATCH", {"MessageType": "PROMOTIONAL"}, []),
    ("SendTextMessage", CONFLICT, "NUMBER_CAPABILITIES_MISMATCH", {"OriginationIdentity": "+12910000000"}, []),
    ("SendTextMessage", CONFLICT, "DESTINATION_PHONE_NUMBER_OPTED_OUT",
     {"OriginationIdentity": "+18880000000", "DestinationPhoneNumber": "+12065550100"}, []),
    ("SendVoiceMessage", NOT_FOUND, None, {"OriginationIdentity": "+12065559999"}, []),
    ("SendVoiceMessage", NOT_FOUND, None, {"ConfigurationSetName": "nobody-made-it"}, []),
    ("SendVoiceMessage", VALIDATION, "MISSING_PARAMETER", {"OriginationIdentity": None}, ["OriginationIdentity"]),
    ("SendVoiceMessage", VALIDATION, "FIELD_VALIDATION_FAILED", {"VoiceId": "HAL"}, ["VoiceId"]),
    ("SendVoiceMessage", VALIDATION, "INVALID_PARAMETER", {"MessageBody": None}, ["MessageBody"]),
    ("SendVoiceMessage", VALIDATION, "INVALID_PARAMETER", {"MessageBodyTextType": "SSML", "MessageBody": "<speak>Hello <brake/></speak>"}, ["MessageBody"]),
    ("SendVoiceMessage", VALIDATION, "VOICE_CAPABILITY_NOT_AVAILABLE", {"OriginationIdentity": CODES}, ["OriginationIdentity"]),
    ("SendVoiceMessage", VALIDATION, "MAXIMUM_SIZE_EXCEEDED", {"MessageBody": "x" * 3001}, ["MessageBody"]),
    ("SendVoiceMessage", VALIDATION, "PRICE_OVER_THRESHOLD", {"MaxPricePerMinute": "0.001"}, ["MaxPricePerMinute"]),
    ("SendVoiceMessage", VALIDATION, "DESTINATION_COUNTRY_BLOCKED", {"DestinationPhoneNumber": "+5352345678"}, ["DestinationPhoneNumber"]),
    ("SendVoiceMessage", CONFLICT, "RESOURCE_NOT_ACTIVE", {"OriginationIdentity": "+18880000002"}, []),
    ("RequestPhoneNumber", NOT_FOUND, None, {"OptOutListName": "nobody-made-it"}, []),
    ("RequestPhoneNumber", NOT_FOUND, None, {"PoolId": "pool-1"}, []),
    ("RequestPhoneNumber", NOT_FOUND, None, {"RegistrationId": "registration-1"}, []),
    ("RequestPhoneNumber", VALIDATION, "MISSING_PARAMETER", {"NumberType": None}, ["NumberType"]),
    ("RequestPhoneNumber", VALIDATION, "FIELD_VALIDATION_FAILED", {"IsoCountryCode": "us"}, ["IsoCountryCode"]),
    ("RequestPhoneNumber", VALIDATION, "FIELD_VALIDATION_FAILED", {"NumberCapabilities": ["FAX"]}, ["NumberCapabilities[0]"]),
    ("RequestPhoneNumber", VALIDATION, "INVALID_PARAMETER", {"NumberType": "TOLL_FREE", "IsoCountryCode": "GB"}, ["IsoCountryCode"]),
    ("RequestPhoneNumber", VALIDATION, "INVALID_PARAMETER", {"NumberType": "LONG_CODE"}, ["NumberType"]),
    ("RequestPhoneNumber", VALIDATION, "INVALID_PARAMETER", {"IsoCountryCode": "CA"}, ["IsoCountryCode"]),
    ("RequestPhoneNumber", VALIDATION, "OTHER", {"NumberCapabilities": ["SMS", "MMS"]}, ["NumberCapabilities"]),
    ("ReleasePhoneNumber", NOT_FOUND, None, {"PhoneNumberId": NO_ID}, []),
    ("ReleasePhoneNumber", VALIDATION, "INVALID_ARN", {"PhoneNumberId": "arn:aws:sms-voice:eu-west-1:123456789012:phone-number/" + NO_ID}, ["PhoneNumberId"]),
    ("ReleasePhoneNumber", VALIDATION, "RESOURCE_NOT_ACCESSIBLE", {"PhoneNumberId": OTHERS_ARN}, ["PhoneNumberId"]),
    ("CreateConfigurationSet", VALIDATION, "FIELD_VALIDATION_FAILED", {"ConfigurationSetName": "two words"}, ["ConfigurationSetName"]),
    ("CreateConfigurationSet", CONFLICT, "RESOURCE_ALREADY_EXISTS", {"ConfigurationSetName": "set"}, []),
    ("CreateEventDestination", NOT_FOUND, None, {"ConfigurationSetName": "nobody-made-it"}, []),
    ("CreateEventDestination", VALIDATION, "PARAMETERS_CANNOT_BE_USED_TOGETHER", {"KinesisFirehoseDestination": STREAM},
     ["SnsDestination", "KinesisFirehoseDestination"]),
    ("CreateEventDestination", VALIDATION, "MISSING_PARAMETER", {"SnsDestination": None}, ["SnsDestination"]),
    ("CreateEventDestination", VALIDATION, "FIELD_VALIDATION_FAILED", {"MatchingEventTypes": ["TEXT_LOST"]}, ["MatchingEventTypes[0]"]),
    ("CreateEventDestination", VALIDATION, "FIELD_VALIDATION_FAILED", {"SnsDestination": {"TopicArn": "events"}}, ["SnsDestination.TopicArn"]),
    ("CreateEventDestination", VALIDATION, "INVALID_PARAMETER", {"MatchingEventTypes": ["TEXT_ALL", "TEXT_SENT"]}, ["MatchingEventTypes"]),
    ("DescribeConfigurationSets", NOT_FOUND, None, {"ConfigurationSetNames": ["set", "nobody-made-it"]}, []),
    ("DescribeConfigurationSets", VALIDATION, "PARAMETERS_CANNOT_BE_USED_TOGETHER",
     {"ConfigurationSetNames": ["set"], "Filters": [{"Name": "default-message-type", "Values": ["PROMOTIONAL"]}]},
     ["ConfigurationSetNames", "Filters"]),
    ("DescribeConfigurationSets", VALIDATION, "INVALID_FILTER_VALUES",
     {"Filters": [{"Name": "matching-event-types", "Values": ["TEXT_LOST"]}]}, ["Filters[0].Values[0]"]),
    ("DescribeConfigurationSets", VALIDATION, "INVALID_NEXT_TOKEN", {"NextToken": "made-up"}, ["NextToken"]),
    ("CreateOptOutList", VALIDATION, "FIELD_VALIDATION_FAILED", {"OptOutListName": "x" * 65}, ["OptOutListName"]),
    ("CreateOptOutList", CONFLICT, "RESOURCE_ALREADY_EXISTS", {"OptOutListName": "Default"}, []),
    ("PutOptedOutNumber", NOT_FOUND, None, {"OptOutListName": "nobody-made-it"}, []),
    ("PutOptedOutNumber", VALIDATION, "FIELD_VALIDATION_FAILED", {"OptedOutNumber": "0"}, ["OptedOutNumber"]),
    ("DescribeOptedOutNumbers", NOT_FOUND, None, {"OptOutListName": "nobody-made-it"}, []),
    ("DescribeOptedOutNumbers", NOT_FOUND, None, {"OptedOutNumbers": [PERSON]}, []),
    ("DescribeOptedOutNumbers", VALIDATION, "INVALID_FILTER_VALUES",
     {"Filters": [{"Name": "end-user-opted-out", "Values": ["yes"]}]}, ["Filters[0].Values[0]"]),
    ("DescribeOptedOutNumbers", VALIDATION, "INVALID_NEXT_TOKEN", {"NextToken": "made-up"}, ["NextToken"]),
    ("DescribePhoneNumbers", NOT_FOUND, None, {"PhoneNumberIds": [NO_ID]}, []),
    ("DescribePhoneNumbers", VALIDATION, "FIELD_VALIDATION_FAILED", {"MaxResults": 101}, ["MaxResults"]),
    ("DescribePhoneNumbers", VALIDATION, "FIELD_VALIDATION_FAILED", {"Filters": [{"Name": "colour", "Values": ["red"]}]}, ["Filters[0].Name"]),
    ("DescribePhoneNumbers", VALIDATION, "FIELD_VALIDATION_FAILED", {"PhoneNumberIds": [NO_ID] * 6}, ["PhoneNumberIds"]),
    ("DescribePhoneNumbers", VALIDATION, "INVALID_FILTER_VALUES",
     {"Filters": [{"Name": "status", "Values": ["ACTIVE"]}, {"Name": "number-type", "Values": ["TOLL_FREE", "PAGER"]}]}, ["Filters[1].Values[1]"]),
    ("DescribePhoneNumbers", VALIDATION, "INVALID_NEXT_TOKEN", {"NextToken": "made-up"}, ["NextToken"]),
    ("DescribePhoneNumbers", VALIDATION, "PARAMETERS_CANNOT_BE_USED_TOGETHER",
     {"PhoneNumberIds": [NO_ID], "Filters": [{"Name": "status", "Values": ["ACTIVE"]}]}, ["PhoneNumberIds", "Filters"]),
    ("DescribeAccountAttributes", VALIDATION, "INVALID_NEXT_TOKEN", {"NextToken": "made-up"}, ["NextToken"]),
    ("DescribeSpendLimits", VALIDATION, "FIELD_VALIDATION_FAILED", {"MaxResults": 0}, ["MaxResults"]),
]

# Errors that the model never gives by itself, with a Reason each: planned faults.
PLANNED_REASONS = {"AccessDeniedException": "ACCOUNT_DISABLED", "ConflictException": "RESOURCE_NOT_ACTIVE", "InternalServerException": None,
                   "ThrottlingException": None}


class Cases:
    def __init__(self, check, server):
        self.check, self.server, self.client = check, server, client_of(server)
        self.seen = set()  # (operation, exception)

    def begin(self):
        """The world anew, with a configuration set `set`."""
        self.server.reset()
        self.client.create_configuration_set(ConfigurationSetName="set")

    def call(self, operation, **members):
        return method_of(self.client, operation)(**members)

    def refused(self, operation, exception, reason, members, fields=()):
        refusal = Refusal(self.client, lambda: self.call(operation, **members))
        name = f"{operation} → {exception} {reason or ''}".strip()
        self.check((refusal.type, refusal.reason) == (exception, reason) and sorted(refusal.fields) == sorted(fields), name, repr(refusal))
        self.check(bool(refusal.message) and refusal.message[-1] == ".", name + ": says what to do", repr(refusal.message))
        if exception in (CONFLICT, NOT_FOUND):
            named = refusal.response.get("ResourceType"), refusal.response.get("ResourceId")
            self.check(all(named) or exception == CONFLICT and reason == "NO_ORIGINATION_IDENTITIES_FOUND", name + ": names what is meant", named)
        self.check.equal(refusal.response.get("ResponseMetadata", {}).get("HTTPStatusCode"), 500 if exception == "InternalServerException" else 400,
                         name + ": HTTP status")
        self.seen.add((operation, refusal.type))
        return refusal


def right_requests(cases):
    """Each operation succeeds, with all members that its output promises."""
    check, call = cases.check, cases.call
    shapes = cases.client.meta.service_model
    answers = {}
    cases.begin()
    ids = {n["PhoneNumber"]: n["PhoneNumberId"] for n in call("DescribePhoneNumbers")["PhoneNumbers"]}
    for operation, members in RIGHT.items():
        members = dict(members, PhoneNumberId=ids[TOLL_FREE]) if operation == "ReleasePhoneNumber" else members
        refusal = Refusal(cases.client, lambda: call(operation, **members))  # noqa: B023  (called at once)
        if not check(refusal.type is None, operation + " succeeds", repr(refusal)):
            continue
        answer = answers[operation] = refusal.answer
        missing = [name for name in shapes.operation_model(operation).output_shape.required_members if name not in answer]
        check.equal(missing, [], operation + ": every required member of its output")
        check.equal(answer["ResponseMetadata"]["HTTPStatusCode"], 200, operation + ": HTTP status")
        check(len(answer["ResponseMetadata"]["RequestId"]) == 36, operation + ": a request id")
        answer.pop("ResponseMetadata")
        if operation == "ReleasePhoneNumber":
            continue
    arn = "arn:aws:sms-voice:us-east-1:123456789012:"
    check.equal(answers["CreateConfigurationSet"],
                {"ConfigurationSetArn": arn + "configuration-set/new", "ConfigurationSetName": "new", "CreatedTimestamp": START}, "CreateConfigurationSet: its answer")
    check.equal(answers["CreateOptOutList"], {"OptOutListArn": arn + "opt-out-list/new", "OptOutListName": "new", "CreatedTimestamp": START},
                "CreateOptOutList: its answer")
    destination = {"EventDestinationName": "topic", "Enabled": True, "MatchingEventTypes": ["ALL"], "SnsDestination": TOPIC}
    check.equal(answers["CreateEventDestination"],
                {"ConfigurationSetArn": arn + "configuration-set/set", "ConfigurationSetName": "set", "EventDestination": destination},
                "CreateEventDestination: its answer")
    sets = answers["DescribeConfigurationSets"]["ConfigurationSets"]
    check.equal([s["ConfigurationSetName"] for s in sets], ["new", "set"], "DescribeConfigurationSets: by name")
    check.equal([s["EventDestinations"] for s in sets], [[], [destination]], "DescribeConfigurationSets: event destinations")
    check.equal(answers["DescribeAccountAttributes"], {"AccountAttributes": [{"Name": "ACCOUNT_TIER", "Value": "PRODUCTION"}]}, "DescribeAccountAttributes: its answer")
    check.equal(answers["DescribeSpendLimits"]["SpendLimits"],
                [{"Name": f"{kind}_MESSAGE_MONTHLY_SPEND_LIMIT", "EnforcedLimit": usd, "MaxLimit": usd, "Overridden": False}
                 for kind, usd in (("TEXT", 1000), ("VOICE", 1))], "DescribeSpendLimits: its answer")
    check.equal([n["OptedOutNumber"] for n in answers["DescribeOptedOutNumbers"]["OptedOutNumbers"]], ["+12065550100"], "DescribeOptedOutNumbers: its answer")
    check.equal(answers["PutOptedOutNumber"],
                {"OptOutListArn": arn + "opt-out-list/Marketing", "OptOutListName": "Marketing", "OptedOutNumber": PERSON, "OptedOutTimestamp": START,
                 "EndUserOptedOut": False}, "PutOptedOutNumber: its answer")
    released = answers["ReleasePhoneNumber"]
    check.equal((released["Status"], released["PhoneNumberId"], released["NumberCapabilities"]), ("DELETED", ids[TOLL_FREE], ["SMS", "VOICE"]),
                "ReleasePhoneNumber: its answer")
    requested = answers["RequestPhoneNumber"]
    check.equal((requested["Status"], requested["NumberType"], requested["OptOutListName"], requested["TwoWayEnabled"], requested["MonthlyLeasingPrice"]),
                ("PENDING", "SIMULATOR", "Default", False, "0.00"), "RequestPhoneNumber: its answer")
    cases.refused("SendTextMessage", NOT_FOUND, None, changed("SendTextMessage", OriginationIdentity=TOLL_FREE))
    listed = {n["PhoneNumberId"]: n["Status"] for n in call("DescribePhoneNumbers")["PhoneNumbers"]}
    check(ids[TOLL_FREE] not in listed, "a released number is gone")
    check.equal(listed.get(requested["PhoneNumberId"]), "ACTIVE", "a requested simulator number is there and ACTIVE")


def limits(cases):
    """What a limit refuses: quotas, throughput, spending."""
    check, call = cases.check, cases.call
    cases.begin()
    for i in range(10):
        call("SendTextMessage", **changed("SendTextMessage", DestinationPhoneNumber=f"+1425555{1000 + i}"))
    cases.refused("SendTextMessage", THROTTLING, None, TEXT)
    cases.begin()
    call("SendTextMessage", **TEXT)
    cases.refused("SendTextMessage", THROTTLING, None, changed("SendTextMessage", OriginationIdentity=SHORT_CODE))
    cases.server.advance("1s")
    check("MessageId" in call("SendTextMessage", **TEXT), "a second later the recipient may be sent to again")

    cases.begin()
    call("SendVoiceMessage", **CALL)
    cases.refused("SendVoiceMessage", THROTTLING, None, changed("SendVoiceMessage", DestinationPhoneNumber="+14255550169"))
    for _ in range(4):
        cases.server.advance("1m")
        call("SendVoiceMessage", **CALL)
    cases.server.advance("1m")
    cases.refused("SendVoiceMessage", QUOTA, "DAILY_DESTINATION_CALL_LIMIT", CALL)
    cases.server.advance("24h")
    check("MessageId" in call("SendVoiceMessage", **CALL), "a day later the recipient may be called again")
    cases.begin()
    for i in range(2):  # a minute to Jamaica costs more than half of the limit of one dollar
        call("SendVoiceMessage", **changed("SendVoiceMessage", DestinationPhoneNumber=f"+1876555010{i}"))
        cases.server.advance("1m")
    cases.server.advance("10m")  # enforcement takes so long at most
    cases.refused("SendVoiceMessage", QUOTA, "MONTHLY_SPEND_LIMIT_REACHED_FOR_VOICE", CALL)

    cases.begin()
    for _ in range(25 - len(call("DescribePhoneNumbers")["PhoneNumbers"])):
        call("RequestPhoneNumber", **NUMBER)
    cases.refused("RequestPhoneNumber", QUOTA, "PHONE_NUMBERS_PER_ACCOUNT", NUMBER)
    for i in range(24):  # `set` is one of 25, Default and Marketing are two of 25
        call("CreateConfigurationSet", ConfigurationSetName=f"set-{i}")
    cases.refused("CreateConfigurationSet", QUOTA, "CONFIGURATION_SETS_PER_ACCOUNT", {"ConfigurationSetName": "one-more"})
    for i in range(23):
        call("CreateOptOutList", OptOutListName=f"list-{i}")
    cases.refused("CreateOptOutList", QUOTA, "OPT_OUT_LISTS_PER_ACCOUNT", {"OptOutListName": "one-more"})
    for i in range(5):
        call("CreateEventDestination", **dict(DESTINATION, EventDestinationName=f"topic-{i}"))
    cases.refused("CreateEventDestination", CONFLICT, "RESOURCE_ALREADY_EXISTS", dict(DESTINATION, EventDestinationName="topic-4"))
    cases.refused("CreateEventDestination", QUOTA, "EVENT_DESTINATIONS_PER_CONFIGURATION_SET", dict(DESTINATION, EventDestinationName="topic-5"))


def numbers_that_stay(cases):
    cases.begin()
    numbers = {n["PhoneNumber"]: n for n in cases.call("DescribePhoneNumbers")["PhoneNumbers"]}
    cases.refused("ReleasePhoneNumber", CONFLICT, "DELETION_PROTECTION_ENABLED", {"PhoneNumberId": numbers["+18880000001"]["PhoneNumberId"]})
    asked = cases.call("RequestPhoneNumber", **dict(NUMBER, NumberType="TEN_DLC"))
    cases.refused("ReleasePhoneNumber", CONFLICT, "RESOURCE_NOT_ACTIVE", {"PhoneNumberId": asked["PhoneNumberId"]})
    cases.refused("PutOptedOutNumber", VALIDATION, "INVALID_PARAMETER", {"OptOutListName": "Default", "OptedOutNumber": "9" * 19}, ["OptedOutNumber"])


def sandbox(cases):
    """A world of its own: the tier and the spending limit belong to the account."""
    cases.check.equal(cases.call("DescribeAccountAttributes")["AccountAttributes"][0]["Value"], "SANDBOX", "DescribeAccountAttributes tells the sandbox")
    cases.refused("SendTextMessage", CONFLICT, "DESTINATION_PHONE_NUMBER_NOT_VERIFIED",
                  changed("SendTextMessage", OriginationIdentity=TOLL_FREE, DestinationPhoneNumber="+14255550169"))
    cases.refused("SendVoiceMessage", CONFLICT, "DESTINATION_PHONE_NUMBER_NOT_VERIFIED", changed("SendVoiceMessage", DestinationPhoneNumber="+14255550169"))
    text = changed("SendTextMessage", OriginationIdentity=TOLL_FREE)
    cases.call("SendTextMessage", **text)
    cases.server.advance("1s")
    cases.refused("SendTextMessage", QUOTA, "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT", text)
    cases.server.must_post("clock", {"to": "2026-07-01T00:00:00Z"})
    cases.check("MessageId" in cases.call("SendTextMessage", **text), "a new month has its own spending limit")
    cases.refused("SendVoiceMessage", VALIDATION, "MAXIMUM_SIZE_EXCEEDED", changed("SendVoiceMessage", MessageBody="x" * (30 * 15 + 1)), ["MessageBody"])


def planned_errors(cases, documented):
    """Every documented error that nothing above has shown, as a planned fault."""
    reasons = {"ServiceQuotaExceededException": "PHONE_NUMBERS_PER_ACCOUNT", "ResourceNotFoundException": None, "ValidationException": "OTHER", **PLANNED_REASONS}
    for operation, exception in sorted(documented):
        if (operation, exception) in cases.seen:
            continue
        cases.check(exception in PLANNED_REASONS, f"{operation} → {exception} comes about by itself", "only a planned fault shows it")
        cases.begin()
        if operation == "CreateConfigurationSet":
            cases.server.reset()
        cases.server.fail_with(operation, exception, reasons[exception])
        refusal = Refusal(cases.client, lambda: cases.call(operation, **changed(operation, PhoneNumberId=NO_ID) if operation == "ReleasePhoneNumber" else RIGHT[operation]))  # noqa: B023
        cases.check((refusal.type, refusal.reason) == (exception, reasons[exception]), f"{operation} → {exception}, planned", repr(refusal))
        if exception == "InternalServerException":
            cases.check.equal(refusal.response["ResponseMetadata"]["HTTPStatusCode"], 500, f"{operation} → {exception}: HTTP status")
            cases.check(len(refusal.response.get("RequestId", "")) == 36, f"{operation} → {exception}: names the request")
        cases.seen.add((operation, refusal.type))


def main():
    sendlab, check, _ = serving.start()
    worlds = sendlab.source / "tests" / "peers" / "worlds"
    shapes = serving.api_shapes(sendlab.source)
    with serving.Server(sendlab, worlds / "account.lua") as server:
        cases = Cases(check, server)
        right_requests(cases)
        for operation, exception, reason, members, fields in REFUSED:
            cases.begin()
            cases.refused(operation, exception, reason, changed(operation, **members), fields)
        limits(cases)
        numbers_that_stay(cases)
        with serving.Server(sendlab, worlds / "sandbox.lua") as other:
            in_sandbox = Cases(check, other)
            sandbox(in_sandbox)
            cases.seen |= in_sandbox.seen
        documented = {(operation, error) for operation in serving.OPERATIONS for error in shapes["operations"][operation]["errors"]}
        planned_errors(cases, documented)
        check.equal(sorted(documented - cases.seen), [], "every documented error of every operation was seen as a typed exception")
        check.equal(server.stop(), 0, "serve ends cleanly on SIGTERM")
        check.equal(server.errors, "", "serve wrote nothing to standard error")
    check.finish()


if __name__ == "__main__":
    main()

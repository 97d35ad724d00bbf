"""boto3, unmodified: what becomes of messages and calls, what their events say and to whom, retries, tokens, timestamps."""
import datetime

import boto3
import serving
from boto3_world import CODES, PERSON, TOLL_FREE, Refusal, client_of

START = datetime.datetime(2026, 6, 10, 9, 0, tzinfo=datetime.timezone.utc)
SIMULATOR, SUCCEEDS, FAILS = "+12920000000", "+14254147755", "+14254147167"


def ms(offset_s):
    return round((START.timestamp() + offset_s) * 1000)


class World:
    """The world made anew, with a configuration set `set` whose destinations take different events."""

    FILTERS = {"all": ["ALL"], "texts": ["TEXT_ALL"], "calls": ["VOICE_ALL"], "ends": ["TEXT_DELIVERED", "TEXT_UNKNOWN", "VOICE_COMPLETED"]}

    def __init__(self, server):
        server.reset()
        self.server, self.client = server, client_of(server)
        self.client.create_configuration_set(ConfigurationSetName="set")
        for name, types in self.FILTERS.items():
            self.client.create_event_destination(ConfigurationSetName="set", EventDestinationName=name, MatchingEventTypes=types,
                                                 SnsDestination={"TopicArn": "arn:aws:sns:us-east-1:123456789012:" + name})

    def text(self, to=PERSON, **more):
        request = {"DestinationPhoneNumber": to, "OriginationIdentity": CODES, "MessageBody": "Your code is 123456.", "ConfigurationSetName": "set", **more}
        return self.client.send_text_message(**{name: value for name, value in request.items() if value is not None})["MessageId"]

    def call(self, to=PERSON, **more):
        return self.client.send_voice_message(**{"DestinationPhoneNumber": to, "OriginationIdentity": TOLL_FREE, "MessageBody": "Hello.",
                                                 "ConfigurationSetName": "set", **more})["MessageId"]

    def events(self, message, destination="all"):
        return [e for e in self.server.events(f"?configuration_set=set&destination={destination}") if e["messageId"] == message]

    def types(self, message, destination="all"):
        return [event["eventType"] for event in self.events(message, destination)]


def a_text(check, server):
    world = World(server)
    server.advance("2500ms")
    message = world.text(Context={"order": "4711", "quoted": 'a "b"\nc'}, TimeToLive=60)
    check.equal([(m["status"], m["isFinal"]) for m in server.messages()], [("ACCEPTED", False)], "a message is accepted first")
    server.advance("999ms")
    accepted = world.events(message)
    check.equal([e["eventType"] for e in accepted], ["TEXT_SUCCESSFUL"], "100 ms later its carrier has it")
    server.advance("1ms")
    check.equal(world.types(message), ["TEXT_SUCCESSFUL", "TEXT_DELIVERED"], "after a second its handset has it")
    last = world.events(message)[-1]
    price, fee = last.pop("totalMessagePrice"), last.pop("totalCarrierFee")
    check.equal(last, {"eventType": "TEXT_DELIVERED", "eventVersion": "1.0", "eventTimestamp": ms(3.5), "isFinal": True, "originationPhoneNumber": CODES,
                       "destinationPhoneNumber": PERSON, "isoCountryCode": "US", "messageId": message, "messageRequestTimestamp": ms(2.5), "messageEncoding": "GSM",
                       "messageType": "TRANSACTIONAL", "messageStatus": "DELIVERED", "messageStatusDescription": "Message has been accepted by phone",
                       "context": {"order": "4711", "quoted": 'a "b"\nc'}, "totalMessageParts": 1}, "the record of the last event")
    check(0.001 < price < 0.05 and 0 < fee < 0.05, "price and carrier fee are those of one part", (price, fee))
    shown = server.messages("?status=DELIVERED")
    check.equal([(m["messageId"], m["isFinal"], m["messageBody"], m["configurationSetName"]) for m in shown], [(message, True, "Your code is 123456.", "set")], "GET messages shows it")

    unicode = world.text(to="+14255550170", MessageBody="日本語" * 30)
    server.advance("10s")
    check.equal([(e["messageEncoding"], e["totalMessageParts"]) for e in world.events(unicode)][-1:], [("UNICODE", 2)], "90 characters of Unicode are 2 parts")


def event_filters(check, server):
    world = World(server)
    texts = [world.text(to=f"+1425555020{i}") for i in range(2)]
    call = world.call()
    unheard = world.text(to="+14255550300", ConfigurationSetName=None)
    server.advance("2m")
    everything = ["TEXT_SUCCESSFUL", "TEXT_DELIVERED"]
    for message in texts:
        check.equal([world.types(message, d) for d in World.FILTERS], [everything, everything, [], ["TEXT_DELIVERED"]], "each destination gets the events of its filter")
    spoken = ["VOICE_INITIATED", "VOICE_RINGING", "VOICE_ANSWERED", "VOICE_COMPLETED"]
    check.equal([world.types(call, d) for d in World.FILTERS], [spoken, [], spoken, ["VOICE_COMPLETED"]], "a call's events too")
    check.equal(world.types(unheard), [], "without a configuration set no destination gets anything")
    check.equal(sum(e["messageId"] == unheard for e in server.events()), 2, "GET events without a filter shows it all the same")
    nobody = server.get("events?configuration_set=set&destination=nobody")
    check.equal((nobody.status, "one of" in nobody.text), (400, True), "a destination that does not exist is refused with the names of those that do")
    lines = server.get("events?limit=3")
    more = server.get("events?limit=1000&after=" + lines.headers["x-sendlab-last"])
    check.equal(len(lines.lines() + more.lines()), len(server.events()), "events are read on from x-sendlab-last")


def failures(check, server):
    world = World(server)
    ok = world.text(to=SUCCEEDS, OriginationIdentity=SIMULATOR)
    server.advance("1s")
    broken = world.text(to=FAILS, OriginationIdentity=SIMULATOR)
    server.advance("1m")
    check.equal([world.types(m)[-1] for m in (ok, broken)], ["TEXT_DELIVERED", "TEXT_CARRIER_UNREACHABLE"], "the simulator's destination numbers succeed and fail")

    server.must_post("faults", {"kind": "receipt_loss", "lasts": "1h"})
    lost = world.text()
    server.advance("71h")
    check.equal(world.types(lost), ["TEXT_SUCCESSFUL"], "a message whose receipt is lost is not final for 72 hours")
    server.advance("1h")
    check.equal(world.types(lost), ["TEXT_SUCCESSFUL", "TEXT_UNKNOWN"], "then it is UNKNOWN")
    check.equal(world.types(lost, "ends"), ["TEXT_UNKNOWN"], "and a filter that names TEXT_UNKNOWN takes it")

    server.must_post("faults", {"kind": "outage", "lasts": "10m"})
    stuck = world.text(TimeToLive=30)
    server.advance("29s")
    check.equal([t for t in world.types(stuck) if t != "TEXT_QUEUED"], [], "during an outage a message waits")
    server.advance("1s")
    check.equal(world.types(stuck)[-1:], ["TEXT_TTL_EXPIRED"], "and expires at its time-to-live")

    server.must_post("inbound", {"from": PERSON, "to": CODES, "body": "stop"})
    refusal = Refusal(world.client, world.text)
    check((refusal.type, refusal.reason) == ("ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT"), "after STOP nothing more is sent", repr(refusal))
    server.must_post("inbound", {"from": PERSON, "to": CODES, "body": "START"})


def india(check, server):
    world = World(server)
    parameters = {"IN_ENTITY_ID": "ENTITY98765", "IN_TEMPLATE_ID": "TEMPLATE01234"}
    message = world.text(DestinationCountryParameters=parameters)
    server.advance("10s")
    check.equal(world.types(message), ["TEXT_SUCCESSFUL", "TEXT_DELIVERED"], "India's parameters are ignored for a number of the US (R-ORG-29)")
    refusal = Refusal(world.client, lambda: world.text(to="+919876543210", DestinationCountryParameters=parameters))
    check((refusal.type, refusal.reason, refusal.fields) == ("ValidationException", "INVALID_IDENTITY_FOR_DESTINATION_COUNTRY", ["OriginationIdentity"]), "a number of the US does not send to India, whatever comes with it", repr(refusal))


def calls(check, server):
    world = World(server)
    long = world.call(MessageBody="x" * (61 * 15), Context={"order": "4711"})
    seen = []
    for after in ("0s", "100ms", "900ms", "60s", "1s"):  # an ideal network
        server.advance(after)
        seen.append(world.types(long)[-1])
    check.equal(seen, ["VOICE_INITIATED", "VOICE_RINGING", "VOICE_ANSWERED", "VOICE_ANSWERED", "VOICE_COMPLETED"], "the life of a call")
    last = world.events(long)[-1]
    price = last.pop("totalMessagePrice")
    check.equal(last, {"eventType": "VOICE_COMPLETED", "eventVersion": "1.0", "eventTimestamp": ms(62), "isFinal": True, "originationPhoneNumber": TOLL_FREE,
                       "destinationPhoneNumber": PERSON, "isoCountryCode": "US", "messageId": long, "messageRequestTimestamp": ms(0), "messageStatus": "COMPLETED",
                       "callDurationInSeconds": 61, "totalDurationInMinutes": 2, "context": {"order": "4711"}}, "the record of its last event")
    check.equal(price, 2 * 0.013, "61 seconds cost two minutes")
    check.equal("totalMessagePrice" in world.events(long)[0], False, "the first event has no price yet")
    unanswered = world.call(to=FAILS)
    server.advance("31s")
    check.equal(world.types(unanswered), ["VOICE_INITIATED", "VOICE_RINGING", "VOICE_NO_ANSWER"], "the failing simulator number does not answer")
    check.equal([m["channel"] for m in server.messages()], ["VOICE", "VOICE"], "GET messages shows calls")


def dry_runs(check, server):
    world = World(server)
    dry = world.text(DryRun=True), world.call(DryRun=True)
    server.advance("1m")
    check.equal((len(set(dry)), server.messages(), server.events()), (2, [], []), "a dry run answers with an id and sends nothing")
    refusal = Refusal(world.client, lambda: world.text(DryRun=True, MaxPrice="0.001"))
    check((refusal.type, refusal.reason) == ("ValidationException", "PRICE_OVER_THRESHOLD"), "a dry run is refused what a message would be", repr(refusal))
    check.equal([world.text(to=f"+1425555{1000 + i}") is not None for i in range(10)], [True] * 10, "and takes nothing from the throughput")


def retries(check, server):
    """The SDK's own policy, as it comes: three attempts, with pauses that it draws itself."""
    world = World(server)
    for i in range(10):
        world.text(to=f"+1425555{1000 + i}")
    client = client_of(server, attempts=3, checks_parameters=True)
    # The throughput is used up for one simulated second, which goes by while the SDK pauses.
    client.meta.events.register_first("needs-retry.pinpoint-sms-voice-v2.SendTextMessage", lambda attempts, **_: server.advance("1s") and None)
    answer = client.send_text_message(DestinationPhoneNumber=PERSON, OriginationIdentity=CODES, MessageBody="again")
    check.equal(answer["ResponseMetadata"]["RetryAttempts"], 1, "a throttled request is sent again by the SDK, and then goes through")
    check.equal((server.requests_of("SendTextMessage"), server.requests_of("SendTextMessage", "ThrottlingException")), (11, 1), "GET metrics counts both attempts")

    server.fail_with("DescribeSpendLimits", "InternalServerException")
    client = client_of(server, attempts=2)
    refusal = Refusal(client, client.describe_spend_limits)
    check((refusal.type, refusal.response["ResponseMetadata"]["RetryAttempts"]) == ("InternalServerException", 1), "an internal fault is tried again", repr(refusal))
    check.equal(server.requests_of("DescribeSpendLimits", "InternalServerException"), 2, "GET metrics counts its attempts")
    server.fail_with("DescribeAccountAttributes", "AccessDeniedException")
    refusal = Refusal(client, client.describe_account_attributes)
    check((refusal.type, refusal.response["ResponseMetadata"]["RetryAttempts"]) == ("AccessDeniedException", 0), "a denial is not", repr(refusal))


def client_tokens(check, server):
    world = World(server)
    wanted = {"IsoCountryCode": "US", "MessageType": "TRANSACTIONAL", "NumberCapabilities": ["SMS"], "NumberType": "SIMULATOR"}

    def body(answer):
        return {name: value for name, value in answer.items() if name != "ResponseMetadata"}

    for name, method, request in (
            ("RequestPhoneNumber", world.client.request_phone_number, wanted),
            ("CreateConfigurationSet", world.client.create_configuration_set, {"ConfigurationSetName": "again"}),
            ("CreateOptOutList", world.client.create_opt_out_list, {"OptOutListName": "again"}),
            ("CreateEventDestination", world.client.create_event_destination,
             {"ConfigurationSetName": "again", "EventDestinationName": "e", "MatchingEventTypes": ["ALL"], "SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:123456789012:t"}})):
        first = body(method(ClientToken="token-1", **request))
        server.advance("1s")
        check.equal(body(method(ClientToken="token-1", **request)), first, f"{name}: the same ClientToken gets the first answer again")
    simulators = [n for n in world.client.describe_phone_numbers()["PhoneNumbers"] if n["NumberType"] == "SIMULATOR"]
    check.equal(len(simulators), 2, "a repeated request made one number, not two")
    world.client.request_phone_number(**wanted)  # boto3 makes up a token of its own
    simulators = [n for n in world.client.describe_phone_numbers()["PhoneNumbers"] if n["NumberType"] == "SIMULATOR"]
    check.equal(len(simulators), 3, "another token makes another number")


def timestamps(check, server):
    world = World(server)
    server.advance("1h30m500ms")
    at = START + datetime.timedelta(minutes=90, milliseconds=500)
    made = world.client.create_opt_out_list(OptOutListName="late")["CreatedTimestamp"]
    check.equal(made, at, "an instant with milliseconds comes through")
    check.equal(world.client.put_opted_out_number(OptOutListName="late", OptedOutNumber=PERSON)["OptedOutTimestamp"], at, "OptedOutTimestamp")
    server.advance("1s")
    again = world.client.put_opted_out_number(OptOutListName="late", OptedOutNumber=PERSON)["OptedOutTimestamp"]
    check.equal(again, at, "putting a number again keeps its timestamp")
    numbers = {n["PhoneNumber"]: n for n in world.client.describe_phone_numbers()["PhoneNumbers"]}
    check.equal(numbers["+18880000002"]["Status"], "ACTIVE", "a number that was to be ACTIVE after an hour is")
    check.equal(numbers[CODES]["CreatedTimestamp"], START, "a number of the scenario is as old as the world")


def as_it_comes(check, server):
    """No configuration at all but keys and address: what most scripts do."""
    server.reset()
    client = boto3.client("pinpoint-sms-voice-v2", endpoint_url=server.url)
    message = client.send_text_message(DestinationPhoneNumber=PERSON, MessageBody="hello")["MessageId"]
    sent = server.messages()
    check.equal([(m["messageId"], m["originationPhoneNumber"]) for m in sent], [(message, "24680")], "without an identity the service chooses the short code")


def main():
    sendlab, check, _ = serving.start()
    with serving.Server(sendlab, sendlab.source / "tests" / "peers" / "worlds" / "account.lua") as server:
        for part in (a_text, event_filters, failures, india, calls, dry_runs, client_tokens, timestamps, as_it_comes, retries):
            part(check, server)
    check.finish()


if __name__ == "__main__":
    main()

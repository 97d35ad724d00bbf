// The current @aws-sdk/client-pinpoint-sms-voice-v2, unmodified: each operation succeeds and is refused with its typed error,
// pages, and a message without a receipt that is UNKNOWN 72 hours later.
//
//   node js_sdk_test.mjs URL SHAPES     the address of `sendlab serve --clock manual --scenario worlds/account.lua`; api_shapes.json
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as sdk from "@aws-sdk/client-pinpoint-sms-voice-v2";

const [, , url, shapes] = process.argv;
const client = new sdk.PinpointSMSVoiceV2Client({
  endpoint: url,
  region: "us-east-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
  maxAttempts: 1,
});
const codes = "+12065550183", tollFree = "+18445550142", person = "+14255550168";

let passed = 0, failed = 0;
async function check(name, body) {
  try {
    await body();
    ++passed;
    console.log(`ok    ${name}`);
  } catch (error) {
    ++failed;
    console.log(`FAIL  ${name}: ${String(error?.message ?? error).slice(0, 600)}`);
  }
}

async function control(method, name, body) {
  const answer = await fetch(`${url}/_sendlab/${name}`, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  assert.equal(answer.status, 200, `${method} ${name}: ${answer.status}`);
  return answer.text();
}
const advance = (by) => control("POST", "clock", { advance: by });
const events = async (query = "") => (await control("GET", `events${query}`)).split("\n").filter(Boolean).map((line) => JSON.parse(line));
const messages = async () => JSON.parse(await control("GET", "messages")).messages;

// The error that a command is refused with.
async function refusal(command) {
  try {
    await client.send(command);
  } catch (error) {
    return error;
  }
  assert.fail("nothing was refused");
}

async function refused(name, command, Type, wanted = {}) {
  await check(name, async () => {
    const error = await refusal(command);
    assert.ok(error instanceof Type, `${error.name}: ${error.message}`);
    assert.ok(error instanceof sdk.PinpointSMSVoiceV2ServiceException);
    assert.equal(error.name, Type.name);
    assert.ok(error.message.endsWith("."), error.message);
    for (const [member, value] of Object.entries(wanted)) assert.deepEqual(member === "Fields" ? error.Fields.map((f) => f.Name) : error[member], value);
    assert.equal(error.$metadata.httpStatusCode, 400);
    assert.match(error.$metadata.requestId, /^[0-9a-f-]{36}$/);
  });
}

const topic = { TopicArn: "arn:aws:sns:us-east-1:123456789012:events" };
const stream = { IamRoleArn: "arn:aws:iam::123456789012:role/e", DeliveryStreamArn: "arn:aws:firehose:us-east-1:123456789012:deliverystream/e" };
const text = { DestinationPhoneNumber: person, OriginationIdentity: codes, MessageBody: "Your code is 123456." };
const call = { DestinationPhoneNumber: person, OriginationIdentity: tollFree, MessageBody: "Hello." };
const number = { IsoCountryCode: "US", MessageType: "TRANSACTIONAL", NumberCapabilities: ["SMS"], NumberType: "SIMULATOR" };

async function configurationSets() {
  await check("CreateConfigurationSet", async () => {
    const made = await client.send(new sdk.CreateConfigurationSetCommand({ ConfigurationSetName: "set" }));
    assert.equal(made.ConfigurationSetName, "set");
    assert.deepEqual(made.CreatedTimestamp, new Date("2026-06-10T09:00:00Z"));
  });
  await refused("CreateConfigurationSet: a second of the name", new sdk.CreateConfigurationSetCommand({ ConfigurationSetName: "set" }), sdk.ConflictException,
    { Reason: "RESOURCE_ALREADY_EXISTS", ResourceType: "configuration-set", ResourceId: "set" });
  const destination = { ConfigurationSetName: "set", EventDestinationName: "topic", MatchingEventTypes: ["TEXT_ALL"] };
  await check("CreateEventDestination", async () => {
    const made = await client.send(new sdk.CreateEventDestinationCommand({ ...destination, SnsDestination: topic }));
    assert.deepEqual(made.EventDestination, { EventDestinationName: "topic", Enabled: true, MatchingEventTypes: ["TEXT_ALL"], SnsDestination: topic });
  });
  await refused("CreateEventDestination: two destinations", new sdk.CreateEventDestinationCommand({ ...destination, SnsDestination: topic, KinesisFirehoseDestination: stream }),
    sdk.ValidationException, { Reason: "PARAMETERS_CANNOT_BE_USED_TOGETHER", Fields: ["SnsDestination", "KinesisFirehoseDestination"] });
  await check("DescribeConfigurationSets", async () => {
    const { ConfigurationSets: sets } = await client.send(new sdk.DescribeConfigurationSetsCommand({ Filters: [{ Name: "matching-event-types", Values: ["TEXT_ALL"] }] }));
    assert.deepEqual(sets.map((set) => [set.ConfigurationSetName, set.EventDestinations.length]), [["set", 1]]);
  });
  await refused("DescribeConfigurationSets: one that nobody made", new sdk.DescribeConfigurationSetsCommand({ ConfigurationSetNames: ["none"] }), sdk.ResourceNotFoundException,
    { ResourceType: "configuration-set", ResourceId: "none" });
}

async function numbers() {
  await check("DescribePhoneNumbers", async () => {
    const { PhoneNumbers: found } = await client.send(new sdk.DescribePhoneNumbersCommand({ Filters: [{ Name: "number-type", Values: ["TEN_DLC", "SHORT_CODE"] }] }));
    assert.deepEqual(found.map((n) => n.PhoneNumber), [codes, "24680"]);
    assert.deepEqual(found[0].CreatedTimestamp, new Date("2026-06-10T09:00:00Z"));
  });
  await refused("DescribePhoneNumbers: a value that a filter cannot have", new sdk.DescribePhoneNumbersCommand({ Filters: [{ Name: "two-way-enabled", Values: ["yes"] }] }),
    sdk.ValidationException, { Reason: "INVALID_FILTER_VALUES", Fields: ["Filters[0].Values[0]"] });
  await check("paginateDescribePhoneNumbers", async () => {
    const sizes = [], seen = new Set();
    for await (const page of sdk.paginateDescribePhoneNumbers({ client, pageSize: 4 }, {})) {
      sizes.push(page.PhoneNumbers.length);
      for (const n of page.PhoneNumbers) seen.add(n.PhoneNumberId);
    }
    assert.deepEqual([sizes, seen.size], [[4, 4, 1], 9]);
  });
  await check("DescribePhoneNumbers: nobody shares numbers", async () => {
    assert.deepEqual((await client.send(new sdk.DescribePhoneNumbersCommand({ Owner: "SHARED" }))).PhoneNumbers, []);
  });
  let id;
  await check("RequestPhoneNumber", async () => {
    const made = await client.send(new sdk.RequestPhoneNumberCommand(number));
    id = made.PhoneNumberId;
    assert.equal(made.Status, "PENDING");
  });
  await refused("RequestPhoneNumber: what the simulator does not model", new sdk.RequestPhoneNumberCommand({ ...number, NumberCapabilities: ["SMS", "MMS"] }), sdk.ValidationException,
    { Reason: "OTHER", Fields: ["NumberCapabilities"] });
  await check("ReleasePhoneNumber", async () => {
    assert.equal((await client.send(new sdk.ReleasePhoneNumberCommand({ PhoneNumberId: id }))).Status, "DELETED");
  });
  await check("ReleasePhoneNumber: it is gone", async () => {
    const error = await refusal(new sdk.ReleasePhoneNumberCommand({ PhoneNumberId: id }));
    assert.ok(error instanceof sdk.ResourceNotFoundException, error.message);
    assert.equal(error.ResourceId, id);
  });
}

async function optOuts() {
  await check("CreateOptOutList", async () => {
    assert.equal((await client.send(new sdk.CreateOptOutListCommand({ OptOutListName: "Weekly" }))).OptOutListName, "Weekly");
  });
  await refused("CreateOptOutList: Default", new sdk.CreateOptOutListCommand({ OptOutListName: "Default" }), sdk.ConflictException, { Reason: "RESOURCE_ALREADY_EXISTS" });
  await check("PutOptedOutNumber", async () => {
    const put = await client.send(new sdk.PutOptedOutNumberCommand({ OptOutListName: "Weekly", OptedOutNumber: person }));
    assert.deepEqual([put.EndUserOptedOut, put.OptedOutTimestamp], [false, new Date("2026-06-10T09:00:00Z")]);
  });
  await refused("PutOptedOutNumber: no number", new sdk.PutOptedOutNumberCommand({ OptOutListName: "Weekly", OptedOutNumber: "0" }), sdk.ValidationException,
    { Reason: "FIELD_VALIDATION_FAILED", Fields: ["OptedOutNumber"] });
  await check("DescribeOptedOutNumbers", async () => {
    const { OptedOutNumbers: found } = await client.send(new sdk.DescribeOptedOutNumbersCommand({ OptOutListName: "Weekly" }));
    assert.deepEqual(found.map((n) => n.OptedOutNumber), [person]);
  });
  await refused("DescribeOptedOutNumbers: a list that nobody made", new sdk.DescribeOptedOutNumbersCommand({ OptOutListName: "none" }), sdk.ResourceNotFoundException,
    { ResourceType: "opt-out-list" });
}

async function account() {
  await check("DescribeAccountAttributes", async () => {
    assert.deepEqual((await client.send(new sdk.DescribeAccountAttributesCommand({}))).AccountAttributes, [{ Name: "ACCOUNT_TIER", Value: "PRODUCTION" }]);
  });
  await refused("DescribeAccountAttributes: a made-up token", new sdk.DescribeAccountAttributesCommand({ NextToken: "made-up" }), sdk.ValidationException, { Reason: "INVALID_NEXT_TOKEN" });
  await check("DescribeSpendLimits", async () => {
    assert.deepEqual((await client.send(new sdk.DescribeSpendLimitsCommand({}))).SpendLimits.map((l) => l.EnforcedLimit), [1000, 1]);
  });
  await control("POST", "faults", { kind: "api_error", operation: "DescribeSpendLimits", error: "InternalServerException", lasts: "1s" });
  await check("DescribeSpendLimits: a planned internal fault", async () => {
    const error = await refusal(new sdk.DescribeSpendLimitsCommand({}));
    assert.ok(error instanceof sdk.InternalServerException, error.message);
    assert.deepEqual([error.$fault, error.$metadata.httpStatusCode, error.$retryable !== undefined], ["server", 500, true]);
    assert.match(error.RequestId, /^[0-9a-f-]{36}$/);
  });
  await advance("1s");
}

async function sending() {
  await check("SendTextMessage", async () => {
    const { MessageId: id } = await client.send(new sdk.SendTextMessageCommand({ ...text, ConfigurationSetName: "set", Context: { order: "4711" } }));
    await advance("1s");
    const told = (await events("?configuration_set=set&destination=topic")).filter((e) => e.messageId === id);
    assert.deepEqual(told.map((e) => [e.eventType, e.isFinal, e.context.order]), [["TEXT_SUCCESSFUL", false, "4711"], ["TEXT_DELIVERED", true, "4711"]]);
  });
  await refused("SendTextMessage: over MaxPrice", new sdk.SendTextMessageCommand({ ...text, MaxPrice: "0.001" }), sdk.ValidationException,
    { Reason: "PRICE_OVER_THRESHOLD", Fields: ["MaxPrice"] });
  await refused("SendTextMessage: a number that is not ACTIVE", new sdk.SendTextMessageCommand({ ...text, OriginationIdentity: "+18880000002" }), sdk.ConflictException,
    { Reason: "RESOURCE_NOT_ACTIVE", ResourceType: "phone-number" });
  await refused("SendTextMessage: what the simulator does not model", new sdk.SendTextMessageCommand({ ...text, ProtectConfigurationId: "protect-1" }), sdk.ValidationException,
    { Reason: "OTHER", Fields: ["ProtectConfigurationId"] });
  await check("SendTextMessage: over one message a second to a recipient, ThrottlingException", async () => {
    await client.send(new sdk.SendTextMessageCommand(text));
    const error = await refusal(new sdk.SendTextMessageCommand(text));
    assert.ok(error instanceof sdk.ThrottlingException, error.message);
    assert.ok(error.$retryable.throttling);
  });
  await check("SendVoiceMessage", async () => {
    const { MessageId: id } = await client.send(new sdk.SendVoiceMessageCommand({ ...call, VoiceId: "AMY" }));
    await advance("1m");
    assert.equal((await messages()).find((m) => m.messageId === id).status, "COMPLETED");
  });
  await refused("SendVoiceMessage: SSML", new sdk.SendVoiceMessageCommand({ ...call, MessageBodyTextType: "SSML", MessageBody: "<speak>Hello." }), sdk.ValidationException,
    { Reason: "INVALID_PARAMETER", Fields: ["MessageBody"] });
  await check("SendVoiceMessage: the sixth call in a day, ServiceQuotaExceededException", async () => {
    for (let i = 0; i < 4; ++i) {
      await client.send(new sdk.SendVoiceMessageCommand(call));
      await advance("1m");
    }
    const error = await refusal(new sdk.SendVoiceMessageCommand(call));
    assert.ok(error instanceof sdk.ServiceQuotaExceededException, error.message);
    assert.equal(error.Reason, "DAILY_DESTINATION_CALL_LIMIT");
  });
  await control("POST", "faults", { kind: "api_error", operation: "SendVoiceMessage", error: "AccessDeniedException", reason: "INSUFFICIENT_ACCOUNT_REPUTATION", lasts: "1s" });
  await refused("SendVoiceMessage: a planned denial", new sdk.SendVoiceMessageCommand(call), sdk.AccessDeniedException, { Reason: "INSUFFICIENT_ACCOUNT_REPUTATION" });
  await check("an operation that is not modelled says so", async () => {
    const error = await refusal(new sdk.DescribeProtectConfigurationsCommand({}));
    assert.deepEqual([error instanceof sdk.ValidationException, error.Reason], [true, "UNKNOWN_OPERATION"]);
  });
}

// Every error that the documentation of an operation lists, as a planned fault: each is an instance of its class.
async function everyDocumentedError() {
  const right = {
    CreateConfigurationSet: { ConfigurationSetName: "new" },
    CreateEventDestination: { ConfigurationSetName: "set", EventDestinationName: "new", MatchingEventTypes: ["ALL"], SnsDestination: topic },
    CreateOptOutList: { OptOutListName: "new" },
    DescribeAccountAttributes: {},
    DescribeConfigurationSets: {},
    DescribeOptedOutNumbers: { OptOutListName: "Default" },
    DescribePhoneNumbers: {},
    DescribeSpendLimits: {},
    PutOptedOutNumber: { OptOutListName: "Default", OptedOutNumber: person },
    ReleasePhoneNumber: { PhoneNumberId: "phone-0" },
    RequestPhoneNumber: number,
    SendTextMessage: text,
    SendVoiceMessage: call,
  };
  const { operations } = JSON.parse(readFileSync(shapes, "utf8"));
  for (const [operation, input] of Object.entries(right))
    for (const name of operations[operation].errors) {
      await control("POST", "reset");
      await control("POST", "faults", { kind: "api_error", operation, error: name });
      await check(`${operation} → ${name}`, async () => {
        const error = await refusal(new sdk[`${operation}Command`](input));
        assert.ok(error instanceof sdk[name], `${error.name}: ${error.message}`);
      });
    }
}

async function everyFilter() {
  await control("POST", "reset");
  const found = async (filters) => (await client.send(new sdk.DescribePhoneNumbersCommand({ Filters: filters }))).PhoneNumbers;
  const everything = await found([]);
  const members = {
    "status": "Status", "iso-country-code": "IsoCountryCode", "message-type": "MessageType", "number-capability": "NumberCapabilities", "number-type": "NumberType",
    "two-way-enabled": "TwoWayEnabled", "self-managed-opt-outs-enabled": "SelfManagedOptOutsEnabled", "opt-out-list-name": "OptOutListName",
    "deletion-protection-enabled": "DeletionProtectionEnabled",
  };
  for (const [name, member] of Object.entries(members)) {
    const held = (n) => [n[member]].flat().map(String);
    for (const value of new Set(everything.flatMap(held)))
      await check(`filter ${name} = ${value}`, async () =>
        assert.deepEqual(await found([{ Name: name, Values: [value] }]), everything.filter((n) => held(n).includes(value))));
  }
}

// The three days that an answer of the network may take, in a moment of the wall clock.
async function unknown() {
  await control("POST", "reset");
  await client.send(new sdk.CreateConfigurationSetCommand({ ConfigurationSetName: "set" }));
  await client.send(new sdk.CreateEventDestinationCommand({ ConfigurationSetName: "set", EventDestinationName: "topic", MatchingEventTypes: ["ALL"], SnsDestination: topic }));
  await control("POST", "faults", { kind: "receipt_loss" });
  const began = process.hrtime.bigint();
  let shown;
  await check("a message without a receipt is UNKNOWN after 72 hours, not before", async () => {
    const { MessageId: id } = await client.send(new sdk.SendTextMessageCommand({ ...text, ConfigurationSetName: "set" }));
    await advance("259199s");
    assert.deepEqual((await events()).map((e) => e.eventType), ["TEXT_SUCCESSFUL"]);
    await advance("1s");
    const [, last, ...more] = await events("?configuration_set=set&destination=topic");
    assert.deepEqual([last.eventType, last.messageStatus, last.isFinal, last.messageId, more], ["TEXT_UNKNOWN", "UNKNOWN", true, id, []]);
    assert.equal(last.eventTimestamp - last.messageRequestTimestamp, 72 * 3600 * 1000);
    shown = (await messages()).find((m) => m.messageId === id).status;
    assert.equal(shown, "UNKNOWN");
  });
  console.log(`72 hours took ${Number((process.hrtime.bigint() - began) / 1000n) / 1000} ms of the wall clock`);
}

for (const part of [configurationSets, numbers, optOuts, account, sending, everyDocumentedError, everyFilter, unknown]) await part();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

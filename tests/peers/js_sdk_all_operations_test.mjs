// Every operation of the API with the current @aws-sdk/client-pinpoint-sms-voice-v2, and every constraint of its input broken at
// its border: one below the least, the least, the most, one above; a pattern; an enumeration; a member that is required. The
// requests are generated from engine/api/api_shapes.json, so a new constraint there is tested here.
//
//   node js_sdk_all_operations_test.mjs URL SHAPES   `sendlab serve --clock manual --scenario worlds/account.lua`; api_shapes.json
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as sdk from "@aws-sdk/client-pinpoint-sms-voice-v2";

const [, , url, shapesFile] = process.argv;
const client = new sdk.PinpointSMSVoiceV2Client({
  endpoint: url, region: "us-east-1", credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" }, maxAttempts: 1,
});
const { operations, exceptions } = JSON.parse(readFileSync(shapesFile, "utf8"));
const codes = "+12065550183", person = "+14255550168";

let passed = 0, failed = 0;
async function check(name, body, quiet = false) {
  try {
    await body();
    ++passed;
    if (!quiet) console.log(`ok    ${name}`);
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
const call = (operation, input) => client.send(new sdk[`${operation}Command`](input));
async function outcome(operation, input) {
  try {
    await call(operation, input);
    return null;
  } catch (error) {
    return error;
  }
}

// ---- one right call of each operation, in an order in which each finds what it needs ----

const called = new Set();
async function right(operation, input, look = () => {}) {
  let answer = {};
  await check(operation, async () => {
    answer = await call(operation, input);
    called.add(operation);
    look(answer);
  });
  return answer;
}
const refusedWith = (operation, input, name, reason) =>
  check(`${operation} → ${name}${reason ? ` ${reason}` : ""}`, async () => {
    const error = await outcome(operation, input);
    assert.ok(error instanceof sdk[name], `${error?.name}: ${error?.message}`);
    if (reason) assert.equal(error.Reason, reason);
  });

async function settings() {
  await right("DescribeAccountAttributes", {}, (a) => assert.equal(a.AccountAttributes[0].Value, "PRODUCTION"));
  await right("DescribeAccountLimits", {}, (a) => assert.ok(a.AccountLimits.some((l) => l.Name === "POOLS" && l.Used === 0 && l.Max === 25)));
  await right("DescribeSpendLimits", {}, (a) => assert.deepEqual(a.SpendLimits.map((l) => [l.EnforcedLimit, l.Overridden]), [[1000, false], [1, false]]));
  await right("SetTextMessageSpendLimitOverride", { MonthlyLimit: 500 }, (a) => assert.equal(a.MonthlyLimit, 500));
  await right("SetVoiceMessageSpendLimitOverride", { MonthlyLimit: 0 });
  await refusedWith("SetTextMessageSpendLimitOverride", { MonthlyLimit: 1001 }, "ValidationException", "REQUESTED_SPEND_LIMIT_HIGHER_THAN_SERVICE_LIMIT");
  await right("DeleteTextMessageSpendLimitOverride", {}, (a) => assert.equal(a.MonthlyLimit, 1000));
  await right("DeleteVoiceMessageSpendLimitOverride", {}, (a) => assert.equal(a.MonthlyLimit, 1));
}

async function sets() {
  const set = { ConfigurationSetName: "set" };
  const made = await right("CreateConfigurationSet", { ...set, Tags: [{ Key: "team", Value: "a" }] });
  await right("ListTagsForResource", { ResourceArn: made.ConfigurationSetArn }, (a) => assert.deepEqual(a.Tags, [{ Key: "team", Value: "a" }]));
  await right("TagResource", { ResourceArn: made.ConfigurationSetArn, Tags: [{ Key: "team", Value: "b" }] });
  await right("UntagResource", { ResourceArn: made.ConfigurationSetArn, TagKeys: ["team"] });
  await right("SetDefaultMessageType", { ...set, MessageType: "PROMOTIONAL" });
  await right("DeleteDefaultMessageType", set, (a) => assert.equal(a.MessageType, "PROMOTIONAL"));
  await right("SetDefaultSenderId", { ...set, SenderId: "Example" });
  await right("DescribeConfigurationSets", set && { ConfigurationSetNames: ["set"] }, (a) => assert.equal(a.ConfigurationSets[0].DefaultSenderId, "Example"));
  await right("DeleteDefaultSenderId", set, (a) => assert.equal(a.SenderId, "Example"));
  const destination = { ...set, EventDestinationName: "topic" };
  await right("CreateEventDestination", { ...destination, MatchingEventTypes: ["TEXT_ALL"], SnsDestination: { TopicArn: "arn:aws:sns:us-east-1:123456789012:events" } });
  await right("UpdateEventDestination", { ...destination, Enabled: false }, (a) => assert.equal(a.EventDestination.Enabled, false));
  await right("DeleteEventDestination", destination);
  await right("DeleteConfigurationSet", set);
  await refusedWith("DeleteConfigurationSet", set, "ResourceNotFoundException");
}

async function optOuts() {
  const list = { OptOutListName: "Weekly" };
  await right("CreateOptOutList", list);
  await right("DescribeOptOutLists", {}, (a) => assert.deepEqual(a.OptOutLists.map((l) => l.OptOutListName), ["Default", "Marketing", "Weekly"]));
  await right("PutOptedOutNumber", { ...list, OptedOutNumber: person });
  await right("DescribeOptedOutNumbers", list, (a) => assert.equal(a.OptedOutNumbers[0].OptedOutNumber, person));
  await right("DeleteOptedOutNumber", { ...list, OptedOutNumber: person });
  await call("PutOptedOutNumber", { ...list, OptedOutNumber: person });
  await refusedWith("DeleteOptedOutNumber", { ...list, OptedOutNumber: person }, "ValidationException", "PHONE_NUMBER_CANNOT_BE_OPTED_IN");
  await right("DeleteOptOutList", list);
  await refusedWith("DeleteOptOutList", { OptOutListName: "Default" }, "ConflictException", "RESOURCE_DELETION_NOT_ALLOWED");
}

async function numbers() {
  const { PhoneNumbers: found } = await right("DescribePhoneNumbers", {});
  const id = found.find((n) => n.PhoneNumber === codes).PhoneNumberId;
  const keyword = { OriginationIdentity: id, Keyword: "HOURS" };
  await right("PutKeyword", { ...keyword, KeywordMessage: "9 to 5." });
  await right("DescribeKeywords", { OriginationIdentity: id, Keywords: ["hours"] }, (a) => assert.equal(a.Keywords[0].KeywordMessage, "9 to 5."));
  await right("DeleteKeyword", keyword);
  await refusedWith("DeleteKeyword", { ...keyword, Keyword: "STOP" }, "ConflictException", "RESOURCE_DELETION_NOT_ALLOWED");
  await right("UpdatePhoneNumber", { PhoneNumberId: id, TwoWayEnabled: true, TwoWayChannelArn: "arn:aws:sns:us-east-1:123456789012:inbound" }, (a) => assert.equal(a.TwoWayEnabled, true));
  const made = await right("RequestPhoneNumber", { IsoCountryCode: "US", MessageType: "TRANSACTIONAL", NumberCapabilities: ["SMS"], NumberType: "SIMULATOR" });
  await right("ReleasePhoneNumber", { PhoneNumberId: made.PhoneNumberId });
  const sender = { SenderId: "Example", IsoCountryCode: "GB" };
  await right("RequestSenderId", sender, (a) => assert.equal(a.Registered, false));
  await right("DescribeSenderIds", { SenderIds: [sender] }, (a) => assert.equal(a.SenderIds.length, 1));
  await right("UpdateSenderId", { ...sender, DeletionProtectionEnabled: true });
  await refusedWith("ReleaseSenderId", sender, "ConflictException", "DELETION_PROTECTION_ENABLED");
  await call("UpdateSenderId", { ...sender, DeletionProtectionEnabled: false });
  const pool = await right("CreatePool", { OriginationIdentity: id, IsoCountryCode: "US", MessageType: "TRANSACTIONAL" }, (a) => assert.equal(a.TwoWayEnabled, true));
  const { PoolId } = pool;
  await right("AssociateOriginationIdentity", { PoolId, OriginationIdentity: "Example", IsoCountryCode: "GB" });
  await right("ListPoolOriginationIdentities", { PoolId }, (a) => assert.equal(a.OriginationIdentities.length, 2));
  await refusedWith("ReleaseSenderId", sender, "ConflictException", "SENDER_ID_ASSOCIATED_TO_POOL");
  await refusedWith("UpdatePhoneNumber", { PhoneNumberId: id, DeletionProtectionEnabled: true }, "ConflictException", "PHONE_NUMBER_ASSOCIATED_TO_POOL");
  await right("DisassociateOriginationIdentity", { PoolId, OriginationIdentity: "Example", IsoCountryCode: "GB" });
  await right("UpdatePool", { PoolId, SharedRoutesEnabled: true }, (a) => assert.equal(a.SharedRoutesEnabled, true));
  const connect = { TwoWayChannelArn: "connect.us-east-1.amazonaws.com", TwoWayChannelRole: "arn:aws:iam::123456789012:role/connect" };
  await right("UpdatePool", { PoolId, TwoWayEnabled: true, ...connect }, (a) => assert.equal(a.TwoWayChannelArn, connect.TwoWayChannelArn));
  await right("DescribePools", { PoolIds: [PoolId] }, (a) => assert.equal(a.Pools[0].Status, "ACTIVE"));
  await right("DeletePool", { PoolId }, (a) => assert.equal(a.Status, "DELETING"));
  await right("ReleaseSenderId", sender);
}

async function verified() {
  const made = await right("CreateVerifiedDestinationNumber", { DestinationPhoneNumber: person });
  const id = { VerifiedDestinationNumberId: made.VerifiedDestinationNumberId };
  await right("SendDestinationNumberVerificationCode", { ...id, VerificationChannel: "TEXT" });
  const { messages } = JSON.parse(await control("GET", `messages?to=${encodeURIComponent(person)}`));
  const code = /([0-9A-Z]{6})\.$/.exec(messages.at(-1).messageBody)[1];
  await refusedWith("VerifyDestinationNumber", { ...id, VerificationCode: "wrong" }, "ValidationException", "VERIFICATION_CODE_MISMATCH");
  await right("VerifyDestinationNumber", { ...id, VerificationCode: code }, (a) => assert.equal(a.Status, "VERIFIED"));
  await right("DescribeVerifiedDestinationNumbers", { DestinationPhoneNumbers: [person] }, (a) => assert.equal(a.VerifiedDestinationNumbers.length, 1));
  await refusedWith("DeleteVerifiedDestinationNumber", id, "ConflictException", "RESOURCE_DELETION_NOT_ALLOWED");
  await advance("24h");
  await right("DeleteVerifiedDestinationNumber", id);
}

async function sending() {
  await right("SendTextMessage", { DestinationPhoneNumber: person, OriginationIdentity: codes, MessageBody: "Your code is 123456." });
  await right("SendVoiceMessage", { DestinationPhoneNumber: person, OriginationIdentity: "+18445550142", MessageBody: "Hello." });
}

async function registrations() {
  const type = { RegistrationType: "US_TOLL_FREE_REGISTRATION" };
  await right("DescribeRegistrationTypeDefinitions", {}, (a) => assert.ok(a.RegistrationTypeDefinitions.length > 0));
  await right("DescribeRegistrationSectionDefinitions", type);
  const { RegistrationFieldDefinitions: fields } = await right("DescribeRegistrationFieldDefinitions", type);
  const textField = fields?.find((f) => f.FieldType === "TEXT" && !f.TextValidation?.Pattern) ?? fields?.find((f) => f.FieldType === "TEXT");
  const made = await right("CreateRegistration", type);
  const id = { RegistrationId: made.RegistrationId };
  await right("DescribeRegistrations", { RegistrationIds: [made.RegistrationId] });
  await right("DescribeRegistrationVersions", id);
  await right("PutRegistrationFieldValue", { ...id, FieldPath: textField?.FieldPath, TextValue: "a".repeat(Math.max(textField?.TextValidation?.MinLength ?? 1, 1)) });
  await right("DescribeRegistrationFieldValues", id);
  await right("DeleteRegistrationFieldValue", { ...id, FieldPath: textField?.FieldPath });
  const number = await call("RequestPhoneNumber", { IsoCountryCode: "US", MessageType: "TRANSACTIONAL", NumberCapabilities: ["SMS"], NumberType: "TOLL_FREE" });
  await right("CreateRegistrationAssociation", { ...id, ResourceId: number.PhoneNumberId });
  await right("ListRegistrationAssociations", id);
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
  const attachment = await right("CreateRegistrationAttachment", { AttachmentBody: png });
  await right("DescribeRegistrationAttachments", {});
  await right("DeleteRegistrationAttachment", { RegistrationAttachmentId: attachment.RegistrationAttachmentId });
  for (const [operation, name] of [["CreateRegistrationVersion", "ConflictException"], ["SubmitRegistrationVersion", "ValidationException"], ["DiscardRegistrationVersion", "ConflictException"]])
    await check(`${operation} of a draft → ${name}`, async () => {
      const error = await outcome(operation, id);
      assert.ok(["ConflictException", "ValidationException"].includes(error?.name) && error.Reason !== "UNKNOWN_OPERATION", `${error?.name}: ${error?.message}`);
      called.add(operation);
    });
  await right("DeleteRegistration", id);
}

// ---- borders, generated ----

// Texts of a length that a pattern allows; null: none of that length.
const fillers = {
  "[A-Z]{2}": (n) => "U".repeat(n),
  "\\+?[1-9][0-9]{1,18}": (n) => (n < 2 ? null : n <= 19 ? "1" + "2".repeat(n - 1) : "+1" + "2".repeat(n - 2)),
  "[0-9]{0,2}\\.[0-9]{1,5}": (n) => (n < 2 ? null : n <= 6 ? "." + "1".repeat(n - 1) : "99".slice(0, n - 6) + "." + "9".repeat(5)),
  "arn:\\S+": (n) => "arn:" + "a".repeat(n - 4),
  "arn:[A-Za-z0-9_:/-]+": (n) => "arn:" + "a".repeat(n - 4),
};
const fill = (shape, n) => (fillers[shape.pattern] ?? ((count) => "a".repeat(count)))(n);
// A text that breaks a pattern, of a length that is allowed.
const breakers = {
  ".*": "a\nb", ".+": "a\nb", "\\S+": "a b", "[ \\S]+": "a\tb", "(?!\\s*$)[\\s\\S]+": "   ", "(?!\\s)^[\\s\\S]+(?<!\\s)": " a", "[!-~]+": "a b",
  "[A-Z]{2}": "u1", "\\+?[1-9][0-9]{1,18}": "+0123", "[0-9]{0,2}\\.[0-9]{1,5}": "1,5", "arn:\\S+": "urn:" + "a".repeat(20), "arn:[A-Za-z0-9_:/-]+": "arn:" + "!".repeat(20),
};

// A value that a shape allows.
function valid(shape) {
  switch (shape.type ?? "structure") {
    case "string": return shape.enum ? shape.enum[0] : fill(shape, Math.max(shape.min ?? 0, Math.min(shape.max ?? 8, 24), 2));
    case "integer": case "long": return shape.min ?? 1;
    case "boolean": return true;
    case "blob": return new Uint8Array(Math.max(shape.min ?? 1, 8));
    case "list": return Array.from({ length: Math.max(shape.min ?? 0, 1) }, () => valid(shape.member));
    case "map": return Object.fromEntries(keys(shape, Math.max(shape.min ?? 0, 1)).map((key) => [key, valid(shape.value)]));
    case "structure": return Object.fromEntries((shape.required ?? []).map((name) => [name, valid(shape.members[name])]));
  }
  throw new Error(`unknown type ${shape.type}`);
}
const keys = (shape, count) => (shape.key.enum ? shape.key.enum.slice(0, count) : Array.from({ length: count }, (_, i) => `k${i}`));

// [what, value, is it allowed] for a shape and everything in it; `wrap` puts the value in its place.
function* borders(shape, path) {
  const type = shape.type ?? "structure";
  if (type === "string" && shape.enum) {
    for (const value of shape.enum) yield [`${path} = ${value}`, value, true];
    yield [`${path} outside of its enumeration`, "NO_SUCH_VALUE", false];
  } else if (type === "string") {
    for (const n of new Set([shape.min, shape.min !== undefined ? shape.min - 1 : undefined, shape.max, shape.max !== undefined ? shape.max + 1 : undefined])) {
      if (n === undefined || n < 0) continue;
      const text = n === 0 ? "" : n < 4 && shape.pattern?.startsWith("arn") ? null : fill(shape, n);
      const allowed = n >= (shape.min ?? 0) && n <= (shape.max ?? Infinity);
      if (text === null || text.length !== n || (n === 0 && allowed && shape.pattern && !new RegExp(`^(?:${shape.pattern})$`).test(""))) continue;
      yield [`${path} of ${n} characters`, text, allowed];
    }
    if (shape.pattern) yield [`${path} against its pattern`, breakers[shape.pattern] ?? "a!b".slice(0, Math.max(shape.max ?? 3, 1)), false];
  } else if (type === "integer" || type === "long") {
    for (const [value, allowed] of [[shape.min, true], [shape.min - 1, false], [shape.max, true], [shape.max + 1, false]])
      if (Number.isFinite(value)) yield [`${path} = ${value}`, value, allowed];
  } else if (type === "boolean") {
    for (const value of [true, false]) yield [`${path} = ${value}`, value, true];
  } else if (type === "blob") {
    for (const n of [shape.max, shape.max + 1, 0]) yield [`${path} of ${n} bytes`, new Uint8Array(n), n >= (shape.min ?? 0) && n <= shape.max];
  } else if (type === "list") {
    for (const n of new Set([shape.min - 1, shape.min, shape.max, shape.max + 1])) {
      if (!(n >= 0)) continue;
      yield [`${path} of ${n} items`, Array.from({ length: n }, () => valid(shape.member)), n >= (shape.min ?? 0) && n <= (shape.max ?? Infinity)];
    }
    for (const [what, value, allowed, reason] of borders(shape.member, `${path}[0]`)) yield [what, [value, ...Array.from({ length: Math.max((shape.min ?? 1) - 1, 0) }, () => valid(shape.member))], allowed, reason];
  } else if (type === "map") {
    for (const n of new Set([shape.max, shape.max + 1])) {
      const named = keys(shape, n);
      if (named.length === n) yield [`${path} of ${n} entries`, Object.fromEntries(named.map((key) => [key, valid(shape.value)])), n <= shape.max];
    }
    for (const [what, key, allowed] of borders(shape.key, `${path}.key`)) yield [what, { [key]: valid(shape.value) }, allowed];
    for (const [what, value, allowed] of borders(shape.value, `${path}.value`)) yield [what, { [keys(shape, 1)[0]]: value }, allowed];
  } else {
    for (const name of shape.required ?? []) {
      const { [name]: _, ...rest } = valid(shape);
      yield [`${path || "the request"} without ${name}`, rest, false, "MISSING_PARAMETER"];
    }
    for (const [name, member] of Object.entries(shape.members))
      for (const [what, value, allowed, reason] of borders(member, path ? `${path}.${name}` : name)) yield [what, { ...valid(shape), [name]: value }, allowed, reason];
  }
}

const shape_reasons = ["FIELD_VALIDATION_FAILED", "MISSING_PARAMETER", "CANNOT_PARSE", "MAXIMUM_SIZE_EXCEEDED"];
async function atBorders(operation) {
  const { input, errors } = operations[operation];
  let count = 0;
  for (const [what, value, allowed, reason] of borders({ type: "structure", ...input }, "")) {
    ++count;
    await check(`${operation}: ${what}`, async () => {
      const error = await outcome(operation, value);
      if (!allowed) {
        assert.ok(error instanceof sdk.ValidationException, `was let through: ${error?.name} ${error?.message ?? ""}`);
        assert.equal(error.Reason, reason ?? "FIELD_VALIDATION_FAILED", error.message);
        const member = what.split(/[ .[]/)[0];
        if (member !== "the") assert.ok(error.Fields.some((field) => field.Name.startsWith(member)), JSON.stringify(error.Fields));
        return;
      }
      if (error === null) return;
      assert.ok(errors.includes(error.name), `${error.name} is no error of the operation: ${error.message}`);
      assert.ok(!shape_reasons.includes(error.Reason) || (error.Reason !== "FIELD_VALIDATION_FAILED" && !error.Fields?.some((f) => f.Name === what.split(" ")[0])), `${error.Reason}: ${error.message}`);
      const { reasons } = exceptions[error.name];
      if (reasons) assert.ok(reasons.includes(error.Reason), `${error.Reason} is no reason of ${error.name}`);
    }, true);
  }
  return count;
}

const names = Object.keys(operations).sort();
const modelled = async (operation) => (await outcome(operation, valid({ type: "structure", ...operations[operation].input })))?.Reason !== "UNKNOWN_OPERATION";
const with_registrations = await modelled("DescribeRegistrationTypeDefinitions");
for (const part of [settings, sets, optOuts, numbers, verified, sending, ...(with_registrations ? [registrations] : [])]) {
  await control("POST", "reset");
  await part();
}
await check("every operation was called", async () => assert.deepEqual(names.filter((name) => !called.has(name) && (with_registrations || !name.includes("Registration"))), []));

let borderCases = 0;
for (const operation of names) {
  if (!with_registrations && operation.includes("Registration")) continue;
  await control("POST", "reset");
  const before = failed;
  const count = await atBorders(operation);
  borderCases += count;
  console.log(`${failed === before ? "ok   " : "FAIL "} ${operation}: ${count} requests at its borders`);
}
console.log(`${borderCases} requests at borders; ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

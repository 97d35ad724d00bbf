// Notifications of an SNS destination as a subscriber gets them: confirmation first, then one envelope for each event, all
// with signatures that the npm package sns-validator accepts.
//
//   node sns_test.mjs URL PORT     URL: sendlab serve --clock manual --sns http://127.0.0.1:PORT/receipts
import assert from "node:assert/strict";
import http from "node:http";
import https from "node:https";
import { EventEmitter } from "node:events";
import * as sdk from "@aws-sdk/client-pinpoint-sms-voice-v2";
import MessageValidator from "sns-validator";

const [url, port] = process.argv.slice(2);
const topic = "arn:aws:sns:us-east-1:123456789012:receipts";
const client = new sdk.PinpointSMSVoiceV2Client({
  endpoint: url, region: "us-east-1", credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
});

// The validator takes certificates from https://sns.REGION.amazonaws.com only; here its fetch leads to the simulated service.
const certificate = await (await fetch(`${url}/_sendlab/sns-certificate.pem`)).text();
https.get = (_, answer) => {
  const response = new EventEmitter();
  response.statusCode = 200;
  setImmediate(() => {
    answer(response);
    response.emit("data", Buffer.from(certificate));
    response.emit("end");
  });
  return new EventEmitter();
};
function validated(envelope) {
  const message = { ...envelope, SigningCertURL: "https://sns.us-east-1.amazonaws.com/SimpleNotificationService.pem" };
  return new Promise((resolve, reject) => new MessageValidator().validate(message, (error) => (error ? reject(error) : resolve(message))));
}

const got = [], waiting = [];
const server = http.createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const envelope = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    response.statusCode = 200;
    response.end();
    got.push({ envelope, headers: request.headers, path: request.url });
    for (const wake of waiting.splice(0)) wake();
  });
});
await new Promise((done) => server.listen(Number(port), "127.0.0.1", done));
async function received(n) {
  while (got.length < n) await new Promise((done) => waiting.push(done));
  return got.slice(0, n);
}

await client.send(new sdk.CreateConfigurationSetCommand({ ConfigurationSetName: "set" }));
await client.send(new sdk.CreateEventDestinationCommand({
  ConfigurationSetName: "set", EventDestinationName: "receipts", MatchingEventTypes: ["TEXT_ALL"], SnsDestination: { TopicArn: topic },
}));
const sent = await client.send(new sdk.SendTextMessageCommand({
  DestinationPhoneNumber: "+14255550168", OriginationIdentity: "+12065550183", MessageBody: "Hello.", ConfigurationSetName: "set", Context: { order: "7" },
}));
await client.send(new sdk.SendTextMessageCommand({ DestinationPhoneNumber: "+14255550169", OriginationIdentity: "+12065550183", MessageBody: "In no set." }));
await fetch(`${url}/_sendlab/clock`, { method: "POST", body: JSON.stringify({ advance: "73h" }) });
const records = (await (await fetch(`${url}/_sendlab/events?configuration_set=set`)).text()).split("\n").filter(Boolean);
assert.ok(records.length > 0);

const [confirmation] = await received(1);
assert.equal(confirmation.path, "/receipts");
assert.equal(confirmation.headers["x-amz-sns-message-type"], "SubscriptionConfirmation");
assert.equal(confirmation.headers["x-amz-sns-topic-arn"], topic);
assert.equal(confirmation.headers["x-amz-sns-subscription-arn"], undefined);
assert.equal(confirmation.envelope.TopicArn, topic);
await validated(confirmation.envelope);
console.log("ok    a confirmation comes first, and its signature holds");

// A round trip to the service: had it sent anything before the confirmation, it would be here.
await fetch(`${url}/_sendlab/health`);
assert.equal(got.length, 1, "nothing is sent before the subscription is confirmed");
console.log("ok    nothing is sent before the subscription is confirmed");
assert.equal((await fetch(confirmation.envelope.SubscribeURL.replace(/Token=\w+/, "Token=wrong"))).status, 400);
assert.equal((await fetch(confirmation.envelope.SubscribeURL)).status, 200);

const notifications = (await received(1 + records.length)).slice(1);
for (const { envelope, headers } of notifications) {
  assert.equal(headers["x-amz-sns-message-type"], "Notification");
  assert.equal(headers["x-amz-sns-message-id"], envelope.MessageId);
  assert.match(headers["content-type"], /^text\/plain/);
  await validated(envelope);
  await assert.rejects(validated({ ...envelope, Message: envelope.Message.replace("TEXT_", "TEXT-") }));
}
console.log("ok    every notification's signature holds, and an altered one's does not");
assert.deepEqual(notifications.map((n) => n.envelope.Message).sort(), [...records].sort());
const record = JSON.parse(notifications[0].envelope.Message);
assert.equal(record.messageId, sent.MessageId);
assert.deepEqual(record.context, { order: "7" });
assert.equal(new Set(notifications.map((n) => n.envelope.MessageId)).size, notifications.length);
console.log("ok    the notifications are the records of the set's events, each once");
server.close();
server.closeAllConnections();

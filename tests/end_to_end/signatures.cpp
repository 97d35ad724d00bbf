// What engine/http signs, for other implementations to check: reads a JSON object a line from standard input and
// answers each with one.
//
//   {"do": "sign", REQUEST, "instant", "access_key_id", "secret", "token", "region", "service"}   -> {"headers": {…}}
//   {"do": "check", REQUEST, "instant", "access_key_id", "secret", "token", "region", "service"}  -> {"ok", "message"}
//   {"do": "sns", "instant", "version", "message", "subject", "token"}  -> {"certificate", "notification",
//   "confirmation"}
//
// REQUEST is "method", "target", "host", "headers": [[NAME, VALUE]], "body".
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <string>

#include "engine/http/sigv4.hpp"
#include "engine/http/sns_envelope.hpp"
#include "engine/kernel/calendar.hpp"

namespace {

using namespace sendlab;
using boost::json::object;

std::string text(const object& of, const char* name) {
  const auto* found = of.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string{};
}

HttpRequest request_of(const object& line) {
  HttpRequest request;
  request.method = text(line, "method");
  request.target = text(line, "target");
  request.body = text(line, "body");
  for (const auto& header : line.at("headers").as_array())
    request.headers.add(text({{"x", header.as_array()[0]}}, "x"), text({{"x", header.as_array()[1]}}, "x"));
  return request;
}

object sign(const object& line, Instant now) {
  HttpRequest request = request_of(line);
  SigV4Signer signer({text(line, "access_key_id"), Secret(text(line, "secret")), Secret(text(line, "token"))},
                     {text(line, "region"), text(line, "service")});
  signer.sign(request, text(line, "host"), now);
  object headers;
  for (const auto& [name, value] : request.headers.fields()) headers[name] = value;
  return {{"headers", headers}};
}

object check(const object& line, Instant now) {
  const std::string id = text(line, "access_key_id"), secret = text(line, "secret"), token = text(line, "token");
  SignatureRules rules;
  rules.region = text(line, "region");
  rules.service = text(line, "service");
  const SignatureCheck result = check_signature(
      request_of(line),
      [&](std::string_view asked) {
        return asked == id ? std::optional(KnownKey{secret, token}) : std::nullopt;
      },
      now, rules);
  return {{"ok", result.ok()}, {"message", result.message}};
}

object sns(const object& line, Instant now) {
  static const SnsSigner signer = SnsSigner::create(now).value();
  SnsSubscription subscription;
  subscription.topic_arn = "arn:aws:sns:us-east-1:123456789012:receipts";
  subscription.subscription_arn = subscription.topic_arn + ":2bcfbf39-05c3-41de-beaa-fcfcc21c8f55";
  subscription.signing_cert_url = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem";
  subscription.service_url = "https://sns.us-east-1.amazonaws.com";
  subscription.signature_version = line.at("version") == 1 ? SnsSignatureVersion::sha1 : SnsSignatureVersion::sha256;
  const std::string id = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324";
  return {{"certificate", signer.certificate_pem()},
          {"notification",
           sns_notification(subscription, signer, id, text(line, "message"), now, text(line, "subject")).body},
          {"confirmation", sns_confirmation(subscription, signer, id, text(line, "token"), now).body}};
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const object parsed = boost::json::parse(line).as_object();
    const Instant now = parse_rfc3339(text(parsed, "instant")).value();
    const std::string what = text(parsed, "do");
    const object answer = what == "sign" ? sign(parsed, now) : what == "check" ? check(parsed, now) : sns(parsed, now);
    std::cout << boost::json::serialize(answer) << '\n';
  }
}

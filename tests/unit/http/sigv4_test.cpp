#include "engine/http/sigv4.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "engine/kernel/calendar.hpp"
#include "engine/kernel/sha256.hpp"

using namespace sendlab;

namespace {

using namespace std::chrono_literals;
using boost::json::object;

const object& suite() {
  static const boost::json::value parsed = [] {
    std::ifstream file(std::string(SENDLAB_SOURCE_DIR) + "/tests/data/sigv4_vectors.json", std::ios::binary);
    REQUIRE(file);
    return boost::json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  }();
  return parsed.as_object();
}

std::string text(const object& of, const char* name) { return std::string(of.at(name).as_string()); }

Credentials example_credentials(const std::string& token = {}) {
  return {text(suite(), "access_key_id"), Secret(text(suite(), "secret_access_key")), Secret(token)};
}

HttpRequest request_of(const object& vector) {
  HttpRequest request;
  request.method = text(vector, "method");
  request.target = text(vector, "target");
  request.body = text(vector, "body");
  for (const auto& header : vector.at("headers").as_array())
    request.headers.add(std::string(header.as_array()[0].as_string()), std::string(header.as_array()[1].as_string()));
  return request;
}

constexpr std::string_view example_host = "example.amazonaws.com";
Instant example_instant() { return parse_rfc3339(text(suite(), "instant")).value(); }

// The value of a part of an Authorization header, up to the comma or the end.
std::string part(std::string_view authorization, std::string_view name) {
  const std::size_t at = authorization.find(name);
  REQUIRE(at != authorization.npos);
  authorization.remove_prefix(at + name.size());
  return std::string(authorization.substr(0, authorization.find(',')));
}

std::vector<std::string> names_of(const std::string& list) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t end = std::min(list.find(';', at), list.size());
    names.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return names;
}

// A signed SendTextMessage as a server receives it.
HttpRequest received(const std::string& token = {}, Instant at = example_instant()) {
  HttpRequest request;
  request.method = "POST";
  request.headers = {{"Host", "127.0.0.1:4580"},
                     {"Content-Type", "application/x-amz-json-1.0"},
                     {"X-Amz-Target", "PinpointSMSVoiceV2.SendTextMessage"},
                     {"User-Agent", "a client"}};
  request.body = R"({"DestinationPhoneNumber":"+12905550101","MessageBody":"hello"})";
  SigV4Signer(example_credentials(token), {"us-east-1", "sms-voice"}).sign(request, "127.0.0.1:4580", at);
  return request;
}

SignatureCheck checked(const HttpRequest& request, Instant now = example_instant(), const std::string& token = {},
                       const SignatureRules& rules = {}) {
  const Credentials known = example_credentials();
  return check_signature(
      request,
      [&](std::string_view id) {
        return id == known.access_key_id ? std::optional(KnownKey{known.secret_access_key.reveal(), token})
                                         : std::nullopt;
      },
      now, rules);
}

HttpRequest with_authorization(const std::string& value) {
  HttpRequest request = received();
  request.headers.set("Authorization", value);
  return request;
}

}  // namespace

TEST_CASE("every vector of AWS's published suite has its canonical request, hash and signature", "[http][sigv4]") {
  const auto& vectors = suite().at("vectors").as_array();
  CHECK(vectors.size() == 38);
  for (const auto& value : vectors) {
    const object& vector = value.as_object();
    INFO(text(vector, "name"));
    const PathForm form = vector.at("normalize").as_bool() ? PathForm::normalized : PathForm::as_sent;
    HttpRequest request = request_of(vector);
    SigV4Signer signer(example_credentials(text(vector, "token")), {"us-east-1", "service"}, form);
    signer.sign(request, example_host, example_instant());
    const std::string authorization(request.headers.get("Authorization"));
    CHECK(part(authorization, "Signature=") == text(vector, "signature"));
    CHECK(part(authorization, "Credential=") == "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request");
    CHECK(request.headers.get("X-Amz-Date") == "20150830T123600Z");
    if (!vector.at("canonical_request").is_null()) {
      const std::string canonical =
          canonical_request(request, example_host, names_of(part(authorization, "SignedHeaders=")), form);
      CHECK(canonical == text(vector, "canonical_request"));
      CHECK(sha256_hex(canonical) == text(vector, "canonical_request_sha256"));
    }
    // The server's side of the same request.
    request.headers.set("Host", example_host);
    CHECK(checked(request, example_instant(), text(vector, "token"), {"us-east-1", "service", 5min, form}).ok());
  }
}

TEST_CASE("the signing key is that of AWS's documented example", "[http][sigv4]") {
  const auto key = signing_key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830", "us-east-1", "iam");
  CHECK(key[0] == 0xc4);
  CHECK(key[1] == 0xaf);
  CHECK(key[31] == 0xb9);
  CHECK(signature_of(key, "") == signature_of(key, std::string_view{}));
}

TEST_CASE("signing again replaces the old signature, also over midnight", "[http][sigv4]") {
  HttpRequest request = received("token");
  SigV4Signer signer(example_credentials(), {"us-east-1", "sms-voice"});
  signer.sign(request, "ignored: the request has a Host", example_instant());
  CHECK(request.headers.fields().size() == 6);
  CHECK_FALSE(request.headers.contains("X-Amz-Security-Token"));
  CHECK(checked(request).ok());
  const Instant next_day = example_instant() + 12h;
  signer.sign(request, "", next_day);
  CHECK(request.headers.get("X-Amz-Date") == "20150831T003600Z");
  CHECK(checked(request, next_day).ok());
}

TEST_CASE("headers that proxies change are not signed, all others are", "[http][sigv4]") {
  HttpRequest request = received();
  CHECK(part(request.headers.get("Authorization"), "SignedHeaders=") == "content-type;host;x-amz-date;x-amz-target");
  request.headers.set("User-Agent", "another");
  request.headers.set("Connection", "close");
  CHECK(checked(request).ok());
  request.headers.set("X-Amz-Target", "PinpointSMSVoiceV2.DeletePool");
  CHECK(checked(request).fault == SignatureFault::mismatch);
}

TEST_CASE("a changed body, target, method, host or signature is a mismatch", "[http][sigv4]") {
  const auto fault = [](auto change) {
    HttpRequest request = received();
    change(request);
    return checked(request).fault;
  };
  CHECK(fault([](HttpRequest& r) { r.body += " "; }) == SignatureFault::mismatch);
  CHECK(fault([](HttpRequest& r) { r.target = "/other"; }) == SignatureFault::mismatch);
  CHECK(fault([](HttpRequest& r) { r.target = "/?a=b"; }) == SignatureFault::mismatch);
  CHECK(fault([](HttpRequest& r) { r.method = "GET"; }) == SignatureFault::mismatch);
  CHECK(fault([](HttpRequest& r) { r.headers.set("Host", "127.0.0.1:4581"); }) == SignatureFault::mismatch);
  CHECK(fault([](HttpRequest& r) { r.headers.remove("Host"); }) == SignatureFault::mismatch);
  CHECK(fault([](HttpRequest& r) {
          std::string value(r.headers.get("Authorization"));
          value.back() = value.back() == '0' ? '1' : '0';
          r.headers.set("Authorization", value);
        }) == SignatureFault::mismatch);
}

TEST_CASE("a missing or malformed signature is told apart from a wrong one", "[http][sigv4]") {
  HttpRequest request = received();
  const std::string good(request.headers.get("Authorization"));
  const std::string hash(64, 'a');
  request.headers.remove("Authorization");
  CHECK(checked(request).fault == SignatureFault::missing);
  CHECK(checked(request).message == "Missing Authentication Token");
  CHECK(checked(request).exception() == CredentialFault::missing_authentication_token);
  const auto form = [&](const std::string& credential, const std::string& names, const std::string& signature) {
    return "AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=" + names + ", Signature=" + signature;
  };
  const std::string scope = "/20150830/us-east-1/sms-voice/aws4_request";
  const std::vector<std::string> malformed{"Basic dXNlcjpwYXNz",
                                           "AWS4-HMAC-SHA256",
                                           "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=" + hash,
                                           "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE" + scope + ", Signature=" + hash,
                                           "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE" + scope + ", SignedHeaders=host",
                                           form("AKIDEXAMPLE" + scope, "x-amz-date", hash),
                                           form("AKIDEXAMPLE/20150830/us-east-1/aws4_request", "host", hash),
                                           form("AKIDEXAMPLE" + scope + "/more", "host", hash),
                                           form(scope, "host", hash),
                                           form("AKIDEXAMPLE" + scope, "host;;x-amz-date", hash),
                                           form("AKIDEXAMPLE" + scope, "host", "ABC"),
                                           form("AKIDEXAMPLE" + scope, "host", std::string(64, 'A'))};
  for (const std::string& value : malformed) {
    INFO(value);
    const SignatureCheck check = checked(with_authorization(value));
    CHECK(check.fault == SignatureFault::incomplete);
    CHECK(check.exception() == CredentialFault::invalid_signature);
    CHECK(check.message.find(hash) == std::string::npos);
  }
  for (const char* date : {"", "20150830", "20150830T126000Z", "2015-08-30T12:36:00Z", "20151330T123600Z"}) {
    HttpRequest undated = received();
    undated.headers.set("X-Amz-Date", date);
    CHECK(checked(undated).fault == SignatureFault::incomplete);
  }
  CHECK(checked(with_authorization(good)).ok());
}

TEST_CASE("an unknown key and a wrong session token are UnrecognizedClient", "[http][sigv4]") {
  std::string other(received().headers.get("Authorization"));
  other.replace(other.find("AKIDEXAMPLE"), 11, "AKIDUNKNOWN");
  const SignatureCheck unknown = checked(with_authorization(other));
  CHECK(unknown.fault == SignatureFault::unknown_key);
  CHECK(unknown.access_key_id == "AKIDUNKNOWN");
  CHECK(unknown.message == "The security token included in the request is invalid.");
  CHECK(unknown.exception() == CredentialFault::unrecognized_client);
  CHECK(checked(received("right"), example_instant(), "right").ok());
  for (const SignatureCheck& check : {checked(received("wrong"), example_instant(), "right"),
                                      checked(received(), example_instant(), "right"), checked(received("any"))}) {
    CHECK(check.fault == SignatureFault::wrong_token);
    CHECK(check.exception() == CredentialFault::unrecognized_client);
  }
}

TEST_CASE("a signature is good for five minutes on both sides", "[http][sigv4]") {
  const Instant at = example_instant();
  CHECK(checked(received(), at + 5min).ok());
  CHECK(checked(received(), at - 5min).ok());
  const SignatureCheck late = checked(received(), at + 5min + 1s);
  CHECK(late.fault == SignatureFault::expired);
  CHECK(late.message ==
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)");
  const SignatureCheck early = checked(received(), at - 5min - 1s);
  CHECK(early.fault == SignatureFault::not_yet_valid);
  CHECK(early.message ==
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T123059Z + 5 min.)");
  CHECK(late.exception() == CredentialFault::invalid_signature);
  CHECK(checked(received(), at + 1h, {}, {"", "sms-voice", 90min, PathForm::normalized}).ok());
}

TEST_CASE("the scope must be of the day, and of the region and service that are asked for", "[http][sigv4]") {
  CHECK(checked(received(), example_instant(), {}, {"us-east-1"}).ok());
  CHECK(checked(received(), example_instant(), {}, {"eu-west-1"}).message ==
        "Credential should be scoped to a valid region, not 'us-east-1'.");
  CHECK(checked(received(), example_instant(), {}, {"", "sns"}).message ==
        "Credential should be scoped to correct service: 'sns'.");
  std::string other(received().headers.get("Authorization"));
  other.replace(other.find("20150830"), 8, "20150829");
  CHECK(checked(with_authorization(other)).fault == SignatureFault::wrong_scope);
}

TEST_CASE("dates of signatures are cut to the second and read back", "[http][sigv4]") {
  CHECK(to_amz_date(example_instant() + 999ms) == "20150830T123600Z");
  CHECK(parse_amz_date("20150830T123600Z") == example_instant());
  CHECK(to_amz_date(Instant{}) == "19700101T000000Z");
  for (const char* bad : {"20150830T123600", "20150830 123600Z", "2015083aT123600Z", "20150830T123660Z", ""})
    CHECK_FALSE(parse_amz_date(bad));
}

#include "engine/api/decode.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "engine/api/members.hpp"
#include "tests/unit/api/api_shapes_fixture.hpp"

namespace sendlab {
namespace {

Result<boost::json::object, ApiError> send(const std::string& body) {
  return decode(operation("SendTextMessage"), body);
}

std::string with(const std::string& members) {
  return R"({"DestinationPhoneNumber":"+12065550100")" + (members.empty() ? "" : "," + members) + "}";
}

// Of a refused request; fails when it was taken.
ApiError refusal(const Result<boost::json::object, ApiError>& decoded) {
  REQUIRE_FALSE(decoded.ok());
  CHECK(decoded.error().exception == "ValidationException");
  CHECK(decoded.error().http_status == 400);
  return decoded.error();
}

std::string reason(const std::string& body) { return refusal(send(body)).reason; }

}  // namespace

TEST_CASE("a valid request is read with all its members", "[api]") {
  const auto decoded = send(with(R"("MessageBody":"caf\u00e9 \ud83d\ude00","TimeToLive":600,"DryRun":true,
      "Context":{"order":"17","shop":"north"},"MaxPrice":".05","MessageFeedbackEnabled":false)"));
  REQUIRE(decoded.ok());
  CHECK(required_text(decoded.value(), "DestinationPhoneNumber") == "+12065550100");
  const boost::json::object& input = decoded.value();
  CHECK(text(input, "MessageBody") == "café 😀");
  CHECK(integer(input, "TimeToLive") == 600);
  CHECK(boolean(input, "DryRun") == true);
  CHECK(boolean(input, "MessageFeedbackEnabled") == false);
  CHECK(text_map(input, "Context") ==
        std::vector<std::pair<std::string_view, std::string_view>>{{"order", "17"}, {"shop", "north"}});
  CHECK_FALSE(text(input, "Keyword").has_value());
  CHECK_FALSE(has(input, "Keyword"));
}

TEST_CASE("lists of texts and of objects are read in the order given", "[api]") {
  const auto decoded = decode(operation("DescribePhoneNumbers"),
                              R"({"PhoneNumberIds":["b","a"],"Filters":[{"Name":"status","Values":["ACTIVE"]}]})");
  REQUIRE(decoded.ok());
  CHECK(texts(decoded.value(), "PhoneNumberIds") == std::vector<std::string_view>{"b", "a"});
  REQUIRE(objects(decoded.value(), "Filters").size() == 1);
  CHECK(required_text(*objects(decoded.value(), "Filters")[0], "Name") == "status");
}

TEST_CASE("an empty body is a request without members", "[api]") {
  CHECK(decode(operation("DescribeSpendLimits"), "").ok());
  CHECK(decode(operation("DescribeSpendLimits"), "{}").ok());
  CHECK(reason("") == "MISSING_PARAMETER");
}

TEST_CASE("a body that is not one JSON object cannot be parsed", "[api]") {
  const std::string good = with("");
  for (const std::string& body : {std::string("["),
                                  std::string("[]"),
                                  std::string("null"),
                                  std::string("17"),
                                  std::string("\"text\""),
                                  std::string("{"),
                                  std::string("{\"a\":}"),
                                  std::string(" "),
                                  good + "x",
                                  good + good,
                                  good + ",",
                                  "\xEF\xBB\xBF" + good,
                                  with("\"MessageBody\":\"\xFF\""),
                                  with("\"MessageBody\":\"\xC0\xAF\""),
                                  with("\"MessageBody\":\"\xED\xA0\x80\""),
                                  with(R"("MessageBody":"\ud800")"),
                                  with("\"MessageBody\":\"a\nb\""),
                                  with("'Keyword':'JOIN'"),
                                  with(R"("TimeToLive":0600)"),
                                  with(R"("TimeToLive":NaN)"),
                                  with(R"("DryRun":True)"),
                                  with("// note\n")}) {
    INFO(body);
    CHECK(reason(body) == "CANNOT_PARSE");
  }
}

TEST_CASE("a member given twice cannot be parsed", "[api]") {
  CHECK(reason(with(R"("DestinationPhoneNumber":"+12065550101")")) == "CANNOT_PARSE");
  CHECK(reason(with(R"("Context":{"a":"1","a":"2"})")) == "CANNOT_PARSE");
  CHECK(reason(with(R"("Context":{"a":"1","\u0061":"2"})")) == "CANNOT_PARSE");
  CHECK(reason(with(R"("Unknown":[{"a":1,"a":2}])")) == "CANNOT_PARSE");
  CHECK(send(with(R"("Context":{"a:b\"c:":"1:\\","b":"::"})")).ok());
}

TEST_CASE("a body nests at most 32 deep", "[api]") {
  const auto nested = [](std::size_t depth) {
    return with("\"Unknown\":" + std::string(depth, '[') + std::string(depth, ']'));
  };
  CHECK(send(nested(31)).ok());
  CHECK(reason(nested(32)) == "CANNOT_PARSE");
  CHECK(reason(nested(100'000)) == "CANNOT_PARSE");
  DecodeLimits limits;
  limits.depth = 2;
  CHECK(decode(operation("SendTextMessage"), nested(1), limits).ok());
  CHECK_FALSE(decode(operation("SendTextMessage"), nested(2), limits).ok());
}

TEST_CASE("a body larger than the limit is refused unread", "[api]") {
  DecodeLimits limits;
  limits.bytes = with("").size();
  CHECK(decode(operation("SendTextMessage"), with(""), limits).ok());
  CHECK(refusal(decode(operation("SendTextMessage"), with("") + " ", limits)).reason == "MAXIMUM_SIZE_EXCEEDED");
}

TEST_CASE("all missing members are named at once", "[api]") {
  const ApiError error = refusal(decode(operation("RequestPhoneNumber"), R"({"MessageType":"TRANSACTIONAL"})"));
  CHECK(error.reason == "MISSING_PARAMETER");
  CHECK(field_names(error) == std::vector<std::string>{"IsoCountryCode", "NumberCapabilities", "NumberType"});
  CHECK(error.fields[0].message == "is required");
}

TEST_CASE("null counts as absent, in maps too, but not in a list", "[api]") {
  CHECK(reason(R"({"DestinationPhoneNumber":null})") == "MISSING_PARAMETER");
  const auto decoded = send(with(R"("Keyword":null,"Context":{"a":null,"b":"1"})"));
  REQUIRE(decoded.ok());
  CHECK_FALSE(has(decoded.value(), "Keyword"));
  CHECK(text_map(decoded.value(), "Context").size() == 1);
  const ApiError error = refusal(decode(operation("DescribePhoneNumbers"), R"({"PhoneNumberIds":["a",null]})"));
  CHECK(error.reason == "CANNOT_PARSE");
  CHECK(field_names(error) == std::vector<std::string>{"PhoneNumberIds[1]"});
}

TEST_CASE("unknown members are ignored and not handed on", "[api]") {
  const auto decoded =
      send(R"({"Later":{"x":[1]},"DestinationPhoneNumber":"+12065550100","destinationphonenumber":1})");
  REQUIRE(decoded.ok());
  CHECK(decoded.value().size() == 1);
}

TEST_CASE("every fault of a request is reported, with its path, in the order of the table", "[api]") {
  const ApiError error = refusal(send(with(R"("MaxPrice":"1","TimeToLive":4,"MessageBody":" ",
      "Context":{"a b":"1","k":" x"},"DestinationCountryParameters":{"IN_OTHER":"1"},"MessageType":"OTP")")));
  CHECK(error.reason == "FIELD_VALIDATION_FAILED");
  CHECK(field_names(error) == std::vector<std::string>{"MessageBody", "MessageType", "MaxPrice", "TimeToLive",
                                                       "Context.a b", "Context.k",
                                                       "DestinationCountryParameters.IN_OTHER"});
  CHECK(error.fields[1].message == "must be TRANSACTIONAL or PROMOTIONAL, got 'OTP'");
  CHECK(error.fields[3].message == "must be 5 to 259200, got 4");
  const ApiError filters = refusal(decode(operation("DescribePhoneNumbers"),
                                          R"({"Filters":[{"Name":"status","Values":["ACTIVE","a b"]},{"Name":"x"}]})"));
  CHECK(filters.reason == "MISSING_PARAMETER");
  CHECK(field_names(filters) ==
        std::vector<std::string>{"Filters[0].Values[1]", "Filters[1].Name", "Filters[1].Values"});
}

TEST_CASE("the reason is that of the most basic fault", "[api]") {
  CHECK(reason(R"({"TimeToLive":4})") == "MISSING_PARAMETER");
  CHECK(reason(R"({"TimeToLive":"5"})") == "CANNOT_PARSE");
  CHECK(reason(with(R"("TimeToLive":4,"DryRun":"true")")) == "CANNOT_PARSE");
}

TEST_CASE("a value of another JSON type is not converted", "[api]") {
  for (const char* member : {R"("TimeToLive":"600")", R"("TimeToLive":600.0)", R"("TimeToLive":6e2)",
                             R"("TimeToLive":600.5)", R"("TimeToLive":true)", R"("TimeToLive":18446744073709551615)",
                             R"("TimeToLive":1e400)", R"("DryRun":"true")", R"("DryRun":1)", R"("MessageBody":5)",
                             R"("MessageBody":["a"])", R"("Context":[])", R"("Context":{"a":1})", R"("Context":"a")"}) {
    INFO(member);
    CHECK(reason(with(member)) == "CANNOT_PARSE");
  }
}

TEST_CASE("lengths count code points, not bytes", "[api][R-ENC-11]") {
  std::string body;
  for (int count = 0; count < 1600; ++count) body += "€";
  CHECK(send(with("\"MessageBody\":\"" + body + "\"")).ok());
  const ApiError error = refusal(send(with("\"MessageBody\":\"" + body + "€\"")));
  CHECK(error.fields[0].message == "must have 1 to 1600 characters, has 1601");
  std::string pairs;
  for (int count = 0; count < 1600; ++count) pairs += R"(\ud83d\ude00)";
  CHECK(send(with("\"MessageBody\":\"" + pairs + "\"")).ok());
}

TEST_CASE("a request carries at most 200 tags, keys of 1 to 128 characters, values of 0 to 256", "[api][R-TAG-1]") {
  const auto tag = [](const std::string& key, const std::string& value, int count = 1) {
    std::string tags;
    for (int at = 0; at < count; ++at)
      tags += (at == 0 ? "" : ",") + (R"({"Key":")" + key) + R"(","Value":")" + value + "\"}";
    return decode(operation("TagResource"),
                  R"({"ResourceArn":"arn:aws:sms-voice:us-east-1:111122223333:pool/p","Tags":[)" + tags + "]}");
  };
  CHECK(tag("k", "").ok());
  CHECK(tag(std::string(128, 'k'), std::string(256, 'v'), 200).ok());
  CHECK(field_names(refusal(tag("k", "v", 201))) == std::vector<std::string>{"Tags"});
  CHECK(field_names(refusal(tag("", "v"))) == std::vector<std::string>{"Tags[0].Key"});
  CHECK(field_names(refusal(tag(std::string(129, 'k'), "v"))) == std::vector<std::string>{"Tags[0].Key"});
  CHECK(field_names(refusal(tag("k", std::string(257, 'v')))) == std::vector<std::string>{"Tags[0].Value"});
}

TEST_CASE("a blob is base64 and counts bytes", "[api]") {
  const auto attach = [](const std::string& base64) {
    return decode(operation("CreateRegistrationAttachment"), R"({"AttachmentBody":")" + base64 + "\"}");
  };
  CHECK(attach("aGk=").ok());
  CHECK(refusal(attach("aGk")).reason == "CANNOT_PARSE");
  CHECK(refusal(attach("a*k=")).reason == "CANNOT_PARSE");
  CHECK(refusal(attach("")).reason == "FIELD_VALIDATION_FAILED");
  CHECK(attach(std::string(1572864 / 3 * 4, 'A')).ok());
  CHECK(refusal(attach(std::string(1572864 / 3 * 4 + 4, 'A'))).reason == "FIELD_VALIDATION_FAILED");
}

TEST_CASE("a refusal repeats short plain values only, and never more than a hundred faults", "[api]") {
  const ApiError error = refusal(
      send(with("\"Keyword\":\"" + std::string(31, 'x') + "\",\"MessageType\":\"" + std::string(5000, 'y') + "\"")));
  CHECK(error.message.size() < 300);
  std::string ids = "\"\"";
  for (int count = 0; count < 5000; ++count) ids += ",\"\"";
  const ApiError many = refusal(decode(operation("DescribePhoneNumbers"), "{\"PhoneNumberIds\":[" + ids + "]}"));
  CHECK(many.fields.size() == 100);
  CHECK(many.fields[0].name == "PhoneNumberIds");
  CHECK(many.message.size() < 500);
  const ApiError key = refusal(send(with("\"Context\":{\"" + std::string(100'000, 'k') + "\":\"1\"}")));
  CHECK(key.fields[0].name.size() < 150);
}

}  // namespace sendlab

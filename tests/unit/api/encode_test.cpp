#include "engine/api/encode.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <catch2/catch.hpp>
#include <limits>

#include "engine/kernel/ensure.hpp"
#include "tests/unit/api/api_shapes_fixture.hpp"

namespace sendlab {
namespace {

std::string encoded(std::string_view name, std::string_view json) {
  return encode(operation(name), boost::json::parse(json).as_object());
}

}  // namespace

TEST_CASE("an answer is compact JSON in the order it was built", "[api]") {
  CHECK(encoded("SendTextMessage", R"({"MessageId": "a\"\\\u0001\n\u00e9"})") ==
        "{\"MessageId\":\"a\\\"\\\\\\u0001\\né\"}");
  CHECK(encoded("TagResource", "{}") == "{}");
  CHECK(
      encoded("DescribeSpendLimits", R"({"SpendLimits": [{"Name": "TEXT_MESSAGE_MONTHLY_SPEND_LIMIT",
            "EnforcedLimit": 1, "MaxLimit": 5000000000, "Overridden": false}]})") ==
      R"({"SpendLimits":[{"Name":"TEXT_MESSAGE_MONTHLY_SPEND_LIMIT","EnforcedLimit":1,"MaxLimit":5000000000,"Overridden":false}]})");
}

TEST_CASE("absent members are left out, never null", "[api]") {
  CHECK(encoded("DescribeSpendLimits", R"({"SpendLimits": [], "NextToken": null})") == R"({"SpendLimits":[]})");
}

TEST_CASE("timestamps are exact decimal seconds", "[api]") {
  CHECK(encoded("CreateOptOutList", R"({"CreatedTimestamp": 1645568542123})") ==
        R"({"CreatedTimestamp":1645568542.123})");
  CHECK(epoch_seconds(0) == "0");
  CHECK(epoch_seconds(1) == "0.001");
  CHECK(epoch_seconds(1645568542000) == "1645568542");
  CHECK(epoch_seconds(1645568542100) == "1645568542.1");
  CHECK(epoch_seconds(1645568542120) == "1645568542.12");
  CHECK(epoch_seconds(1645568542007) == "1645568542.007");
  CHECK(epoch_seconds(-1500) == "-1.5");
  CHECK(epoch_seconds(std::numeric_limits<std::int64_t>::max()) == "9223372036854775.807");
}

TEST_CASE("an answer that does not fit its shape is a bug", "[api]") {
  CHECK_THROWS_AS(encoded("SendTextMessage", R"({"MessageID": "a"})"), InvariantViolation);
  CHECK_THROWS_AS(encoded("SendTextMessage", R"({"MessageId": 5})"), InvariantViolation);
  CHECK_THROWS_AS(encoded("CreateOptOutList", R"({"CreatedTimestamp": 1.5})"), InvariantViolation);
  CHECK_THROWS_AS(encoded("DescribeSpendLimits", R"({"SpendLimits": {}})"), InvariantViolation);
  CHECK_THROWS_AS(encoded("DescribeSpendLimits", R"({"SpendLimits": [{"Name": "TEXT_MESSAGE_MONTHLY_SPEND_LIMIT"}]})"),
                  InvariantViolation);
  CHECK_THROWS_AS(encoded("RequestPhoneNumber", R"({"Status": "READY"})"), InvariantViolation);
  CHECK_THROWS_AS(encoded("RequestPhoneNumber", R"({"NumberCapabilities": ["FAX"]})"), InvariantViolation);
  CHECK_THROWS_AS(encoded("DescribeRegistrations", "{}"), InvariantViolation);
  CHECK_THROWS_AS(encoded("DescribeRegistrations", R"({"Registrations": null})"), InvariantViolation);
  CHECK_NOTHROW(encoded("DescribeRegistrations", R"({"Registrations": []})"));
}

TEST_CASE("a required member that is a later addition may be missing", "[api]") {
  CHECK_NOTHROW(encoded("SubmitRegistrationVersion",
                        R"({"RegistrationArn": "arn:x", "RegistrationId": "r", "VersionNumber": 1,
                            "RegistrationVersionStatus": "SUBMITTED",
                            "RegistrationVersionStatusHistory": {"DraftTimestamp": 1000}})"));
}

}  // namespace sendlab

#include "engine/api/filters.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <catch2/catch.hpp>
#include <map>

#include "engine/api/decode.hpp"
#include "tests/unit/api/api_shapes_fixture.hpp"

namespace sendlab {
namespace {

Result<Filters, ApiError> read(std::string_view name, std::string_view filters) {
  const auto input = decode(operation(name), "{\"Filters\":" + std::string(filters) + "}");
  REQUIRE(input.ok());
  return Filters::read(operation(name), input.value());
}

using Item = std::map<std::string, std::vector<std::string>, std::less<>>;

bool match(const Filters& filters, const Item& item) {
  return filters.match([&](std::string_view name) {
    const auto found = item.find(name);
    return found == item.end() ? std::vector<std::string>{} : found->second;
  });
}

std::vector<std::string> bad_values(std::string_view name, std::string_view filters) {
  const auto read_filters = read(name, filters);
  REQUIRE_FALSE(read_filters.ok());
  CHECK(read_filters.error().reason == "INVALID_FILTER_VALUES");
  return field_names(read_filters.error());
}

}  // namespace

TEST_CASE("values of one filter are alternatives, filters must all hold", "[api]") {
  const auto filters =
      read("DescribePhoneNumbers",
           R"([{"Name":"status","Values":["ACTIVE","PENDING"]},{"Name":"number-capability","Values":["VOICE"]}])");
  REQUIRE(filters.ok());
  CHECK(match(filters.value(), {{"status", {"ACTIVE"}}, {"number-capability", {"SMS", "VOICE"}}}));
  CHECK(match(filters.value(), {{"status", {"PENDING"}}, {"number-capability", {"VOICE"}}}));
  CHECK_FALSE(match(filters.value(), {{"status", {"DELETED"}}, {"number-capability", {"VOICE"}}}));
  CHECK_FALSE(match(filters.value(), {{"status", {"ACTIVE"}}, {"number-capability", {"SMS"}}}));
  CHECK_FALSE(match(filters.value(), {{"status", {"ACTIVE"}}}));
}

TEST_CASE("no filter lets every item through", "[api]") {
  const auto filters = Filters::read(operation("DescribePhoneNumbers"), {});
  REQUIRE(filters.ok());
  CHECK(filters->empty());
  CHECK(match(filters.value(), {}));
  CHECK(match(read("DescribePhoneNumbers", "[]").value(), {}));
}

TEST_CASE("a value that no item can have is refused, each with its place", "[api]") {
  CHECK(bad_values(
            "DescribePhoneNumbers",
            R"([{"Name":"status","Values":["ACTIVE","NONSENSE"]},{"Name":"two-way-enabled","Values":["maybe"]}])") ==
        std::vector<std::string>{"Filters[0].Values[1]", "Filters[1].Values[0]"});
  CHECK(bad_values("DescribePhoneNumbers", R"([{"Name":"iso-country-code","Values":["usa"]}])").size() == 1);
  CHECK(bad_values("DescribePhoneNumbers", R"([{"Name":"status","Values":["active"]}])").size() == 1);
  CHECK(bad_values("DescribeSenderIds", R"([{"Name":"message-type","Values":["OTP"]}])").size() == 1);
  CHECK(
      bad_values("DescribeConfigurationSets", R"([{"Name":"matching-event-types","Values":["TEXT_EATEN"]}])").size() ==
      1);
  CHECK(bad_values("DescribeVerifiedDestinationNumbers", R"([{"Name":"status","Values":["Active"]}])").size() == 1);
}

TEST_CASE("names and ARNs may be any", "[api]") {
  CHECK(read("DescribePhoneNumbers", R"([{"Name":"opt-out-list-name","Values":["nobody"]}])").ok());
  CHECK(read("DescribePhoneNumbers",
             R"([{"Name":"two-way-channel-arn","Values":["arn:aws:sns:us-east-1:111122223333:replies"]}])")
            .ok());
  CHECK(read("DescribePhoneNumbers", R"([{"Name":"iso-country-code","Values":["US"]}])").ok());
  CHECK(read("DescribePools", R"([{"Name":"shared-routes-enabled","Values":["true","false"]}])").ok());
}

TEST_CASE("every filter name of every operation looks at a member of the answer", "[api]") {
  int names = 0;
  for (const OperationShape& each : shapes().operations()) {
    const ShapeMember* const filters = shapes().member(shapes().shape(each.input), "Filters");
    if (filters == nullptr) continue;
    const Shape& filter = shapes().shape(shapes().shape(filters->shape).element);
    for (const std::string& name : shapes().shape(shapes().member(filter, "Name")->shape).values) {
      const std::string text = R"({"Filters":[{"Name":")" + name + R"(","Values":["x"]}]})";
      INFO(each.name << " " << name);
      CHECK_NOTHROW(Filters::read(each, boost::json::parse(text).as_object()).ok());
      ++names;
    }
  }
  CHECK(names == 43);
}

}  // namespace sendlab

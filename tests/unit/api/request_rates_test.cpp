#include "engine/api/request_rates.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/api/api_shapes_fixture.hpp"
#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;

ServedWorld limited() {
  return ServedWorld(two_numbers, "", [](AccountQuotas& quotas) { quotas.request_rates = request_rates(); });
}

}  // namespace

TEST_CASE("every operation has a rate in the table", "[api][quotas]") {
  const RequestRates rates(request_rates());
  for (const OperationShape& operation : shapes().operations()) {
    INFO(operation.name);
    CHECK(rates.rate(operation.name) >= 1);
  }
  CHECK(rates.rate("PutOptedOutNumber") == 10);
  CHECK(rates.rate("DescribePools") == 1);
}

TEST_CASE("an operation is asked once a second, exactly", "[api][quotas]") {
  ServedWorld world = limited();
  CHECK(world.call("DescribePhoneNumbers").ok());
  const Reply refused = world.call("DescribePhoneNumbers");
  CHECK(refused.verdict() == "ThrottlingException");
  CHECK(refused.message == "Rate exceeded: DescribePhoneNumbers can be asked once a second; try again later.");
  CHECK(world.call("DescribeAccountLimits").ok());  // each has its own
  world.advance(1s - 1ns);
  CHECK(world.call("DescribePhoneNumbers").verdict() == "ThrottlingException");
  world.advance(1ns);
  CHECK(world.call("DescribePhoneNumbers").ok());
}

TEST_CASE("opted-out numbers are put and deleted ten times a second", "[api][R-OPT-10]") {
  ServedWorld world = limited();
  for (int i = 0; i < 10; ++i)
    CHECK(world
              .call("PutOptedOutNumber",
                    "{'OptOutListName': 'Default', 'OptedOutNumber': '+1425555010" + std::to_string(i) + "'}")
              .ok());
  CHECK(world.call("PutOptedOutNumber", "{'OptOutListName': 'Default', 'OptedOutNumber': '+14255550199'}").verdict() ==
        "ThrottlingException");
  for (int i = 0; i < 10; ++i)
    CHECK(world
              .call("DeleteOptedOutNumber",
                    "{'OptOutListName': 'Default', 'OptedOutNumber': '+1425555010" + std::to_string(i) + "'}")
              .ok());
  CHECK(
      world.call("DeleteOptedOutNumber", "{'OptOutListName': 'Default', 'OptedOutNumber': '+14255550199'}").verdict() ==
      "ThrottlingException");
}

TEST_CASE("a request that its shape refuses does not count", "[api][quotas]") {
  ServedWorld world = limited();
  CHECK(world.call("CreateOptOutList", "{}").verdict() == "ValidationException MISSING_PARAMETER");
  CHECK(world.call("CreateOptOutList", "{'OptOutListName': 'a'}").ok());
  CHECK(world.call("CreateOptOutList", "{'OptOutListName': 'b'}").verdict() == "ThrottlingException");
}

TEST_CASE("a dry run has a rate of its own, 5 parts a second or the number's", "[api][R-MPS-11]") {
  ServedWorld world(two_numbers);
  auto dry = [&](const std::string& from, const std::string& body = "hello") {
    return world
        .call("SendTextMessage", "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': '" + body +
                                     "', 'OriginationIdentity': '" + from + "', 'DryRun': true}")
        .verdict();
  };
  for (int i = 0; i < 5; ++i) CHECK(dry("+12065550183") == "ok");  // 10 MPS
  CHECK(dry("+12065550183") == "ThrottlingException");
  for (int i = 0; i < 3; ++i) CHECK(dry("+18445550142") == "ok");  // 3 MPS
  CHECK(dry("+18445550142") == "ThrottlingException");
  world.send(
      "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '+12065550183'}");  // apart from real ones
  world.advance(1s);
  CHECK(dry("+12065550183", std::string(400, 'x')) == "ok");  // three parts
  CHECK(dry("+12065550183") == "ok");
  CHECK(dry("+12065550183") == "ok");
  CHECK(dry("+12065550183") == "ThrottlingException");
}

}  // namespace sendlab::test

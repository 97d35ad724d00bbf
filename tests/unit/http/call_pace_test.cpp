#include "engine/http/call_pace.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/service/test_service.hpp"

using namespace sendlab;
using namespace std::chrono_literals;

namespace {

const NumberId first{0}, second{1};

ServiceModel two_numbers() {
  ServiceModel model = TestService().model;
  model.numbers.push_back(model.numbers[0]);
  return model;
}

}  // namespace

TEST_CASE("a call on its way holds its number's place, and from its answer on it is counted as of then",
          "[http][remote][R-VSB-5]") {
  const ServiceModel model = two_numbers();
  CallPace pace(model);
  const Instant start = model.start;
  CHECK(pace.opens(first, start).at == start);
  pace.begin(first);
  CHECK(pace.opens(first, start).at == start + 1s);  // no sooner, whenever the answer comes
  CHECK(pace.opens(second, start).at == start);
  pace.end(first, true, start + 300ms);
  CHECK(pace.opens(first, start + 300ms).at == start + 1300ms);
  CHECK(pace.opens(first, start + 300ms).cause == DelayCause::number_mps);
  CHECK(pace.opens(first, start + 1299ms).at == start + 1300ms);
  CHECK(pace.opens(first, start + 1300ms).at == start + 1300ms);
}

TEST_CASE("a call that the endpoint did not take leaves no trace", "[http][remote][R-VSB-5]") {
  const ServiceModel model = two_numbers();
  CallPace pace(model);
  pace.begin(first);
  pace.end(first, false, model.start + 300ms);
  CHECK(pace.opens(first, model.start + 300ms).at == model.start + 300ms);
}

TEST_CASE("an account makes twenty calls in any minute, whatever their numbers", "[http][remote][R-VSB-3]") {
  const ServiceModel model = two_numbers();
  CallPace pace(model);
  Instant now = model.start;
  for (int i = 0; i < 20; ++i, now += 1s) {
    const NumberId number = i % 2 == 0 ? first : second;
    REQUIRE(pace.opens(number, now).at == now);
    pace.begin(number);
    pace.end(number, true, now + 100ms);
  }
  const CallPace::Opening opening = pace.opens(first, now);
  CHECK(opening.at == model.start + 60s + 100ms);
  CHECK(opening.cause == DelayCause::api_quota);
  CHECK(pace.opens(second, opening.at).at == opening.at);
  pace.begin(second);  // one more: the next has to wait for the second call to leave the minute
  CHECK(pace.opens(first, opening.at).at == model.start + 61s + 100ms);
}

TEST_CASE("where the service keeps calls over its rates, only the sandbox's day holds them back at their sender",
          "[http][remote][R-VSB-1]") {
  ServiceModel model = two_numbers();
  model.accounts[0].queue_over_mps = true;
  model.accounts[0].voice_sandbox = true;
  CallPace pace(model);
  for (int i = 0; i < 20; ++i) {
    REQUIRE(pace.opens(first, model.start).at == model.start);
    pace.begin(first);
    pace.end(first, true, model.start);
  }
  CHECK(pace.opens(first, model.start).at == model.start + 24h);
}

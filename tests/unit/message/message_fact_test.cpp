#include "engine/message/message_fact.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "engine/kernel/ensure.hpp"

namespace sendlab {

TEST_CASE("every status has a name of its own and its event type is that name", "[message]") {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < status_count; ++i) {
    const auto status = static_cast<Status>(i);
    names.insert(name_of(status));
    CHECK_FALSE(description_of(status).empty());
    if (status == Status::call_ttl_expired)
      CHECK(event_type_of(status) == name_of(status));
    else if (status != Status::accepted)
      CHECK(event_type_of(status) == std::string(is_of_call(status) ? "VOICE_" : "TEXT_").append(name_of(status)));
  }
  CHECK(names.size() == status_count);
  CHECK(event_type_of(Status::accepted).empty());
  CHECK(name_of(Status::ttl_expired) == "TTL_EXPIRED");
  CHECK(description_of(Status::successful) == "Message has been accepted by phone carrier");
  CHECK_THROWS_AS(name_of(static_cast<Status>(status_count)), InvariantViolation);
}

TEST_CASE("a refusal is reported by its reason, else by its exception", "[message][R-MPS-9]") {
  CHECK(report_key_of(Refusal::throttled) == "ThrottlingException");
  CHECK(reason_of(Refusal::throttled).empty());
  CHECK(exception_of(Refusal::opted_out) == "ConflictException");
  CHECK(report_key_of(Refusal::opted_out) == "DESTINATION_PHONE_NUMBER_OPTED_OUT");
  CHECK(report_key_of(Refusal::spend_limit_reached) == "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT");
}

TEST_CASE("delay causes keep the order in which ties are broken", "[message]") {
  CHECK(name_of(DelayCause::client_retry) == "client_retry");
  CHECK(name_of(DelayCause::brand_daily_cap) == "brand_daily_cap");
  CHECK(name_of(DelayCause::handset) == "handset");
  CHECK(static_cast<std::size_t>(DelayCause::handset) == delay_cause_count - 1);
}

}  // namespace sendlab

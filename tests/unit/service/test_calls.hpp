#pragma once
// What tests of calls share.
#include "tests/unit/service/test_service.hpp"

namespace sendlab {

using Times = std::vector<double>;
using Statuses = std::vector<Status>;

// A TestService whose number has voice; everybody answers 5 s after it rings, which it does after 1 s. A minute costs
// 13 mills.
struct TestCalls : TestService {
  TestCalls() {
    model.numbers[0].voice = true;
    model.accounts[0].monthly_voice_spend_limit = UsdMicros{1'000'000'000};
    model.prices.voice_minute = {{{Instant{}, UsdMicros{13'000}}}, {{Instant{}, UsdMicros{564'000}}}};
  }
  VoiceProfile& phones() { return model.carriers[att.index].voice; }
  SendRequest call_request(std::uint64_t person, Duration speech = std::chrono::seconds{10}) const {
    SendRequest r = request(person);
    r.channel = Channel::voice;
    r.speech = speech;
    return r;
  }
  Answer call(std::uint64_t person, Duration speech = std::chrono::seconds{10}) {
    return service->submit(call_request(person, speech));
  }
  std::vector<Status> statuses() const {
    std::vector<Status> all;
    for (const MessageFact& f : facts)
      if (f.kind == FactKind::status) all.push_back(f.status);
    return all;
  }
  const MessageFact& last() const { return facts.back(); }
};

}  // namespace sendlab

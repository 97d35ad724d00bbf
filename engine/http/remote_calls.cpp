// Calls over HTTP (R-VSB). What can be known of one from outside are its answer and its events:
//
//   accepted --> INITIATED --> RINGING --> ANSWERED --> COMPLETED, FAILED
//                      \-> BUSY, FAILED, TTL_EXPIRED  \-> NO_ANSWER
//
// When it was dialled nobody tells. It is charged when it is answered, begun minutes by the scenario's prices, for as
// long as its last event says; until then for all of its text (R-BIL-9).
#include <algorithm>

#include "engine/http/remote_backend.hpp"
#include "engine/service/call_identity.hpp"

namespace sendlab {
namespace {

constexpr std::int64_t minutes_of(std::int64_t seconds) { return (seconds + 59) / 60; }
constexpr std::int64_t longest_call_s = UINT16_MAX;  // that a fact can hold

std::int64_t whole_seconds_of(Duration lasts) {
  return std::clamp<std::int64_t>(std::chrono::round<std::chrono::seconds>(lasts).count(), 1, longest_call_s);
}

}  // namespace

// The number that makes the call: calls have no shared routes and no sender IDs.
NumberId RemoteBackend::caller_of(const SendRequest& request) const {
  return request.pool == no_pool ? request.number : choose_for_call(model_, request, simulation_.now());
}

// What a minute of a call costs by the scenario's prices; nullopt: nothing tells.
std::optional<UsdMicros> RemoteBackend::minute_of(const SendRequest& request) const {
  const auto& rows = model_.prices.voice_minute;
  if (request.to.carrier == no_carrier || request.to.country.index >= rows.size() ||
      rows[request.to.country.index].empty())
    return std::nullopt;
  return prices_.voice_minute(request.to.country);
}

// How long the voice speaks is the endpoint's to say, and which quota its account has: nothing shorter than the longest
// call that the service lets anybody make bounds what a call costs.
UsdMicros RemoteBackend::most_of_call(const SendRequest& request, UsdMicros minute) const {
  const VoiceQuotas& voice = model_.accounts[request.account.index].voice;
  const Duration longest = std::max({voice.sandbox.longest, voice.production.longest, VoiceQuotas{}.production.longest,
                                     request.speech});
  return minute * minutes_of(std::chrono::ceil<std::chrono::seconds>(longest).count());
}

std::optional<Answer> RemoteBackend::hold_call_back(NumberId number) {
  const CallPace::Opening opening = call_pace_.opens(number, simulation_.now());
  if (opening.at <= simulation_.now()) return std::nullopt;
  return Answer{.kind = Answer::Kind::throttled,
                .refusal = Refusal::throttled,
                .number = number,
                .ask_again = opening.at,
                .cause = opening.cause};
}

bool RemoteBackend::apply_to_call(MessageRow row, const Record& record) {
  Message& m = messages_[row];
  Known& known = known_[row];
  const std::uint32_t bit = 1u << static_cast<unsigned>(record.status);
  if ((known.seen & bit) != 0) return false;  // twice
  known.seen |= bit;
  const Instant at = std::max(record.at, m.requested);
  if (record.status > Status::call_answered) {
    end_call(row, record, at);
    return true;
  }
  if (record.status == Status::call_ringing) {
    m.carrier_accepted = std::min(m.carrier_accepted, at);
    known.told.successful = true;
  }
  if (record.status == Status::call_answered) {
    known.answered = at;
    m.carrier_accepted = std::min(m.carrier_accepted, at);  // its VOICE_RINGING is lost, or late
    m.price = known.minute * minutes_of(m.call_s);
  }
  const Status furthest = std::max(m.status, record.status);  // one event may overtake another
  m.status = record.status;
  facts_.status(m, at, false, known.told);
  tell_listener(m, false);
  m.status = furthest;
  return false;
}

void RemoteBackend::end_call(MessageRow row, const Record& record, Instant at) {
  Message& m = messages_[row];
  const Known known = known_[row];
  const bool spoken = record.status == Status::call_completed ||
                      (record.status == Status::call_failed && (known.answered != never || record.call_s > 0));
  m.status = record.status;
  m.price = {};
  if (spoken) {
    // Without a duration: from ANSWERED to the end; without that too, as long as its text takes.
    if (record.call_s > 0) m.call_s = static_cast<std::uint16_t>(std::min(record.call_s, longest_call_s));
    else if (known.answered != never) m.call_s = static_cast<std::uint16_t>(whole_seconds_of(at - known.answered));
    const Duration lasted = std::chrono::seconds{m.call_s};
    // A duration has whole seconds: the instant of the answer is better known than that of the end.
    if (known.answered != never && at < known.answered + lasted + std::chrono::seconds{1} &&
        at + std::chrono::seconds{1} > known.answered + lasted)
      at = known.answered + lasted;
    at = std::max(at, (m.carrier_accepted != never ? m.carrier_accepted : m.requested) + lasted);
    if (m.carrier_accepted == never) m.carrier_accepted = at - lasted;
    m.price = known.minute * minutes_of(m.call_s);
  } else {
    m.call_s = 0;
    if (m.carrier_accepted != never) at = std::max(at, m.carrier_accepted);
  }
  ledger_.settle(known.most, m.price);
  facts_.status(m, at, true, known.told);
  tell_listener(m, true);
}

}  // namespace sendlab

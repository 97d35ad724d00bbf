#include "engine/api/voice_calls.hpp"

#include <algorithm>

#include "engine/kernel/calendar.hpp"
#include "engine/message/encoding.hpp"

namespace sendlab {
namespace {

constexpr Duration ringing_after = std::chrono::seconds{1};
constexpr Duration answered_after = std::chrono::seconds{5};
constexpr Duration given_up_after = std::chrono::seconds{30};
constexpr std::size_t characters_per_second = 15;

std::size_t characters_of(std::string_view body) {
  std::size_t n = 0;
  for (std::size_t at = 0; at < body.size(); ++n) at += static_cast<std::size_t>(character_at(body, at).length);
  return n;
}

}  // namespace

VoiceCalls::VoiceCalls(Simulation& simulation, MessageLog& log, const VoiceQuotas& quotas, bool sandbox, UsdMicros monthly_limit)
    : simulation_(simulation), log_(log), quotas_(quotas), sandbox_(sandbox), monthly_limit_(monthly_limit) {}

UsdMicros VoiceCalls::spent_this_month() {
  if (simulation_.now() >= month_ends_) {
    spent_ = {};
    month_ends_ = start_of_next_utc_month(simulation_.now());
  }
  return spent_;
}

std::size_t VoiceCalls::within(const std::deque<Instant>& times, Duration window) const {
  return static_cast<std::size_t>(times.end() - std::upper_bound(times.begin(), times.end(), simulation_.now() - window));
}

VoiceCalls::Answer VoiceCalls::submit(const CallRequest& request, bool dry_run) {
  const Instant now = simulation_.now();
  constexpr Duration day = std::chrono::hours{24};
  const std::size_t characters = characters_of(request.body);
  const Duration spoken = std::chrono::seconds{std::max<std::size_t>(1, (characters + characters_per_second - 1) / characters_per_second)};
  if (characters > quotas_.characters || spoken > (sandbox_ ? quotas_.longest_sandbox : quotas_.longest)) return {Verdict::too_long, {}};
  if (spent_this_month() >= monthly_limit_) return {Verdict::spend_limit, {}};
  while (!accepted_.empty() && accepted_.front() <= now - day) accepted_.pop_front();
  for (auto r = by_recipient_.begin(); r != by_recipient_.end();) r = r->second.back() <= now - day ? by_recipient_.erase(r) : std::next(r);
  const auto recipient = by_recipient_.find(request.to.number.digits);
  if (recipient != by_recipient_.end() && within(recipient->second, day) >= quotas_.per_recipient_day) return {Verdict::recipient_limit, {}};
  if (sandbox_ && accepted_.size() >= quotas_.per_day_sandbox) return {Verdict::account_limit, {}};
  const auto last = last_of_number_.find(request.number.index);
  if ((last != last_of_number_.end() && now < last->second + std::chrono::seconds{1}) ||
      within(accepted_, std::chrono::minutes{1}) >= (sandbox_ ? quotas_.per_minute_sandbox : quotas_.per_minute))
    return {Verdict::throttled, {}};
  if (dry_run) return {Verdict::accepted, MessageId{next_id_++}};

  accepted_.push_back(now);
  by_recipient_[request.to.number.digits].push_back(now);
  last_of_number_[request.number.index] = now;
  std::uint32_t place;
  if (free_.empty()) {
    place = static_cast<std::uint32_t>(calls_.size());
    calls_.emplace_back();
  } else {
    place = free_.back();
    free_.pop_back();
  }
  Call& call = calls_[place];
  call = {request, MessageId{next_id_++}, now, spoken, Step::ringing, true};
  SentMessage message{.id = call.id, .voice = true, .requested = now, .destination = request.to.number, .origination = request.origination,
                      .body = request.body, .configuration_set = request.configuration_set, .context = request.context};
  log_.add(std::move(message));
  publish(call, "VOICE_INITIATED", false);
  schedule(place, ringing_after);
  return {Verdict::accepted, call.id};
}

void VoiceCalls::schedule(std::uint32_t call, Duration after) {
  simulation_.schedule(simulation_.now() + after, Priority::receipt, event_kind, call);
}

void VoiceCalls::handle(const ScheduledEvent& event) {
  Call& call = calls_[event.subject];
  switch (call.next) {
    case Step::ringing:
      publish(call, "VOICE_RINGING", false);
      call.next = call.request.to.traits.invalid ? Step::no_answer : Step::answered;
      return schedule(event.subject, call.request.to.traits.invalid ? given_up_after : answered_after);
    case Step::answered:
      publish(call, "VOICE_ANSWERED", false);
      call.next = Step::completed;
      return schedule(event.subject, call.spoken);
    case Step::completed:
      static_cast<void>(spent_this_month());
      spent_ += call.request.price_per_minute * ((call.spoken + std::chrono::minutes{1} - Duration{1}) / std::chrono::minutes{1});
      publish(call, "VOICE_COMPLETED", true);
      break;
    case Step::no_answer: publish(call, "VOICE_NO_ANSWER", true); break;
    case Step::initiated:
    case Step::over: break;
  }
  call.next = Step::over;
  call.live = false;
  free_.push_back(event.subject);
}

void VoiceCalls::publish(Call& call, std::string_view type, bool is_final) {
  const std::string_view status = type.substr(6);
  auto ms = [](Instant at) { return static_cast<std::uint64_t>(at.time_since_epoch().count() / 1'000'000); };
  std::string out = "{\"eventType\":\"" + std::string(type) + "\",\"eventVersion\":\"1.0\",\"eventTimestamp\":";
  append_integer(out, ms(simulation_.now()));
  out += is_final ? ",\"isFinal\":true,\"originationPhoneNumber\":" : ",\"isFinal\":false,\"originationPhoneNumber\":";
  append_phone(out, call.request.origination);
  out += ",\"destinationPhoneNumber\":";
  append_phone(out, call.request.to.number);
  out += ",\"isoCountryCode\":\"" + call.request.iso_country + "\",\"messageId\":\"" + log_.uuid(call.id) + "\",\"messageRequestTimestamp\":";
  append_integer(out, ms(call.requested));
  out += ",\"messageStatus\":\"" + std::string(status) + '"';
  if (type == "VOICE_COMPLETED") {
    const std::int64_t seconds = call.spoken / std::chrono::seconds{1}, minutes = (seconds + 59) / 60;
    out += ",\"callDurationInSeconds\":";
    append_integer(out, static_cast<std::uint64_t>(seconds));
    out += ",\"totalDurationInMinutes\":";
    append_integer(out, static_cast<std::uint64_t>(minutes));
    out += ",\"totalMessagePrice\":";
    append_record_usd(out, call.request.price_per_minute * minutes);
  }
  out += call.request.context + '}';
  log_.publish(call.id, type, status, is_final, std::move(out));
}

}  // namespace sendlab

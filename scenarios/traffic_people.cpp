// The people of a scenario: users that wait for the end of a message before they send the next, handsets that answer.
#include "scenarios/traffic.hpp"

#include <algorithm>

namespace sendlab {

// ---- closed workloads: users that think, send and wait for the end ----

// Whoever was refused waits a second at least: without a think time, a refusal would otherwise repeat for ever in one
// instant.
void Traffic::user_thinks(std::size_t workload, Duration at_least) {
  const auto& closed = std::get<ClosedArrivals>(scenario_.workloads[workload].arrivals);
  const Instant at = simulation_.now() + std::max(at_least, closed.think.sample(think_[workload]));
  if (at >= std::min(end_, scenario_.start + closed.lasts)) return;
  ++thinking_;
  simulation_.schedule(at, Priority::submit, kind(TrafficEvent::user_thought), static_cast<std::uint32_t>(workload));
}

void Traffic::on_user_thought(std::size_t workload) {
  --thinking_;
  PlannedSend send;
  if (sources_[workload].draw(send)) return make_request(send, workload, simulation_.now());
  if (const Error* error = sources_[workload].error(); error != nullptr && !error_) {
    error_ = *error;
    simulation_.stop();
  }
}

// ---- what becomes known of a message ----

void Traffic::on_status(const Message& message, bool is_final, Instant now) {
  const std::size_t workload = message.workload.index;
  if (workload >= scenario_.workloads.size()) return;  // an automatic reply
  if (is_final && senders_[workload].is_closed) user_thinks(workload);
  // Nobody can answer a sender ID, and an answer to a shared route reaches nobody's account.
  if (message.number != no_number && !is_phone_number(model_.numbers[message.number.index].type)) return;
  for (std::size_t i = 0; i < scenario_.replies.size(); ++i) {
    const ReplySpec& rule = scenario_.replies[i];
    if (rule.to_status != message.status || (rule.workload && *rule.workload != workload)) continue;
    if (!reply_chance_[i].chance(rule.share)) continue;
    const Reply reply{{message.destination, message.country, message.carrier, message.traits},
                      message.number,
                      message.workload,
                      static_cast<std::uint16_t>(i)};
    schedule_reply(reply, now + rule.after.sample(reply_after_[i]));
  }
}

void Traffic::schedule_reply(const Reply& reply, Instant at) {
  std::uint32_t place;
  if (replies_free_.empty()) {
    place = static_cast<std::uint32_t>(replies_.size());
    replies_.push_back(reply);
  } else {
    place = replies_free_.back();
    replies_free_.pop_back();
    replies_[place] = reply;
  }
  ++replies_due_;
  simulation_.schedule(at, Priority::submit, kind(TrafficEvent::handset_replies), place);
}

void Traffic::on_handset_replies(std::size_t place) {
  const Reply reply = replies_[place];
  replies_free_.push_back(static_cast<std::uint32_t>(place));
  --replies_due_;
  const ReplySpec& rule = scenario_.replies[reply.rule];
  if (reply.again) return backend_.inbound(reply.number, reply.handset, rule.returns_with, reply.workload);
  if (rule.returns_share > 0 && reply_again_[reply.rule].chance(rule.returns_share)) {
    Reply again = reply;
    again.again = true;
    schedule_reply(again, simulation_.now() + rule.returns_after.sample(reply_again_[reply.rule]));
  }
  if (std::holds_alternative<ScriptFunction>(rule.body)) {
    ScriptBody& body = *reply_scripts_[reply.rule];
    const Person person{.number = reply.handset.number};
    const auto said = body.next(replies_made_++, person, simulation_.now() - scenario_.start);
    if (!said.ok()) {
      if (!error_) error_ = said.error();
      return simulation_.stop();
    }
    return backend_.inbound(reply.number, reply.handset, body.text(), reply.workload);
  }
  reply_bodies_[reply.rule].next(reply_body_[reply.rule], replies_made_++, nullptr, true);
  backend_.inbound(reply.number, reply.handset, reply_bodies_[reply.rule].text(), reply.workload);
}

}  // namespace sendlab

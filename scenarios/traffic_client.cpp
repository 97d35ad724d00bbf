// What a sender's client does with a request: it takes time on its way, needs a connection, is given up after a while,
// and is made again by the client's policy.
#include <algorithm>

#include "engine/service/service.hpp"
#include "scenarios/traffic.hpp"

namespace sendlab {

void Traffic::depart(const WaitingRequest& request) {
  Sender& sender = senders_[request.workload.index];
  const auto& connections = scenario_.workloads[request.workload.index].client.connections;
  if (service_ != nullptr && connections && sender.on_their_way >= *connections) {
    ++waiting_;
    sender.before_departure.push_back(request);
    return;
  }
  send_off(request);
}

void Traffic::send_off(WaitingRequest request) {
  request.leaves_again = false;
  const std::size_t workload = request.workload.index;
  Sender& sender = senders_[workload];
  const ClientPolicy& client = scenario_.workloads[workload].client;
  const Duration usual = sender.is_late ? client.latency.sample(latency_[workload]) : Duration{0};
  Duration way = usual;
  if (service_ != nullptr && service_->faults().any()) way = service_->request_way(sender.operation, way);
  if (way > usual) request.waited_for = DelayCause::fault;
  if (service_ != nullptr && client.timeout && way > *client.timeout) {
    request.times_out = true;
    way = *client.timeout;
  }
  if (way == Duration{0} && !sender.is_late && !request.times_out) return ask_or_queue(request);
  request.on_its_way = true;
  ++sender.on_their_way;
  put_aside(request, simulation_.now() + way);
}

void Traffic::arrive(WaitingRequest request) {
  Sender& sender = senders_[request.workload.index];
  --sender.on_their_way;
  request.on_its_way = false;
  const bool in_vain = request.times_out;
  request.times_out = false;
  in_vain ? fail_request(request, Refusal::no_answer) : ask_or_queue(request);
  if (sender.before_departure.empty()) return;
  const WaitingRequest next = sender.before_departure.front();
  sender.before_departure.pop_front();
  --waiting_;
  send_off(next);
}

void Traffic::fail_request(WaitingRequest request, Refusal refusal) {
  ++request.attempts;
  const bool may_pass =
      refusal == Refusal::throttled || refusal == Refusal::internal_error || refusal == Refusal::no_answer;
  const bool retries = senders_[request.workload.index].when_throttled == ClientPolicy::WhenThrottled::retry;
  const auto again = may_pass && retries ? back_off(request) : std::nullopt;
  if (!again) return give_up(request, request.number, refusal);
  request.waited_for = DelayCause::client_retry;
  request.leaves_again = senders_[request.workload.index].departs;
  put_aside(request, *again);
}

// The standard policy of the AWS SDKs: exponential back-off, the whole of it drawn (full jitter).
std::optional<Instant> Traffic::back_off(const WaitingRequest& request) {
  const std::size_t workload = request.workload.index;
  const ClientPolicy& client = scenario_.workloads[workload].client;
  if (client.when_throttled == ClientPolicy::WhenThrottled::fail) return std::nullopt;
  if (client.when_throttled == ClientPolicy::WhenThrottled::retry && request.attempts >= client.attempts)
    return std::nullopt;
  Duration most = client.retry_base;
  for (int i = 1; i < request.attempts && most < client.retry_max; ++i) most *= 2;
  most = std::min(most, client.retry_max);
  const auto span = static_cast<std::uint64_t>(most.count());
  return simulation_.now() +
         (client.full_jitter ? Duration{static_cast<std::int64_t>(backoff_[workload].below(span + 1))} : most);
}

void Traffic::put_aside(const WaitingRequest& request, Instant until) {
  std::uint32_t place;
  if (aside_free_.empty()) {
    place = static_cast<std::uint32_t>(aside_.size());
    aside_.push_back(request);
    aside_used_.push_back(true);
  } else {
    place = aside_free_.back();
    aside_free_.pop_back();
    aside_[place] = request;
    aside_used_[place] = true;
  }
  ++waiting_;
  simulation_.schedule(until, Priority::submit, kind(TrafficEvent::request_again), place);
}

}  // namespace sendlab

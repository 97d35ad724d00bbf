// What an endpoint answers to the requests of a RemoteBackend.
#include <algorithm>
#include <boost/json/parse.hpp>

#include "engine/http/remote_backend.hpp"
#include "engine/http/remote_words.hpp"

namespace sendlab {
namespace {

constexpr int give_up_after_failures = 20;

}  // namespace

void RemoteBackend::on_response(std::uint32_t ticket, HttpClient::Result result) {
  parts_.catch_up();
  const Instant now = simulation_.now();
  const Request request = requests_[ticket];
  requests_[ticket].open = false;
  free_tickets_.push_back(ticket);
  Answer answer{.number = request.number};
  const bool may_be_taken = result.ok() ? result.value().status == 200 : result.error().maybe_processed;
  if (request.paced) call_pace_.end(request.number, may_be_taken, now);
  if (!result.ok()) {
    const HttpFailure& failure = result.error();
    if (failure.kind != HttpFailure::Kind::stopped && ++failures_in_a_row_ >= give_up_after_failures &&
        stopped_ == Stop::none)
      stop(Stop::unreachable, failure);
    if (failure.maybe_processed) {
      // Sending again might send twice. It stays refused, for whoever reads the report to judge.
      ++without_answer_;
      answer.kind = Answer::Kind::refused;
      answer.refusal = Refusal::no_answer;
      refuse(request.request, request.number, Refusal::no_answer);
    } else {
      ledger_.give_back(request.most);
      answer.kind = Answer::Kind::throttled;
      answer.refusal = Refusal::no_answer;
    }
  } else {
    failures_in_a_row_ = 0;
    const HttpTimings& timings = result.value().timings;
    if (parts_.on_request)
      parts_.on_request({request.request.workload, request.request.planned, request.due_ns, timings.write_started_ns,
                         timings.finished_ns});
    answer = refusal_of(request, result.value());
    if (answer.kind == Answer::Kind::accepted) {
      boost::system::error_code failed;
      const boost::json::value body = boost::json::parse(result.value().body, failed);
      accept(request, std::string(text_of(body.get_object(), "MessageId")), now);
    } else {
      ledger_.give_back(request.most);
      if (answer.kind == Answer::Kind::refused) refuse(request.request, request.number, answer.refusal);
    }
  }
  if (answers_ != nullptr) answers_->on_answer(ticket, answer);
  facts_.flush();
  parts_.wake();
}

// What the endpoint said: accepted, or which refusal it is.
Answer RemoteBackend::refusal_of(const Request& request, const HttpResponse& response) {
  Answer answer{.number = request.number};
  boost::system::error_code failed;
  const boost::json::value value = boost::json::parse(response.body, failed);
  const boost::json::object* body = failed ? nullptr : value.if_object();
  if (response.status == 200 && body != nullptr && !text_of(*body, "MessageId").empty()) return answer;
  const std::string_view exception = body != nullptr ? exception_of(*body) : std::string_view{};
  if (exception == "ThrottlingException" || response.status == 429) {
    answer.kind = Answer::Kind::throttled;
    answer.refusal = Refusal::throttled;
  } else if (exception == "InternalServerException" || response.status >= 500) {
    answer.kind = Answer::Kind::throttled;  // asked again, as every AWS client does
    answer.refusal = Refusal::internal_error;
  } else {
    answer.kind = Answer::Kind::refused;
    if (of_credentials(exception) || (exception.empty() && response.status == 403)) {
      answer.refusal = Refusal::access_denied;
      if (stopped_ == Stop::none)
        stop(Stop::credentials, {parts_.host, "refuses the credentials: " + std::string(exception),
                                 "look at AWS_ACCESS_KEY_ID, AWS_PROFILE and the clock of this machine"});
    } else if (body == nullptr || exception.empty()) {
      answer.refusal = Refusal::other_validation;
      if (stopped_ == Stop::none)
        stop(
            Stop::unreachable,
            {parts_.host, "does not answer as a messaging service does: HTTP status " + std::to_string(response.status),
             "give --target the address of the service, for example http://127.0.0.1:4580"});
    } else {
      answer.refusal = refusal_named(exception, text_of(*body, "Reason"));
    }
  }
  return answer;
}

void RemoteBackend::accept(const Request& from, const std::string& uuid, Instant now) {
  const SendRequest& request = from.request;
  const MessageRow row = messages_.add();
  Message& m = messages_[row];
  m.planned = m.waiting_since = request.planned;
  m.requested = from.asked;
  m.expires = from.asked + request.ttl;
  m.id = MessageId{next_message_++};
  m.destination = request.to.number;
  m.price = from.price;
  m.fee = from.fee;
  m.number = from.number;
  m.workload = request.workload;
  m.carrier = request.to.carrier;
  m.country = request.to.country;
  m.parts = request.parts;
  m.encoding = request.encoding;
  m.type = request.type.value_or(from.number != no_number ? model_.numbers[from.number.index].message_type
                                                          : MessageType::transactional);
  messages_.charge(m, from.asked, request.waited_for);
  m.last_hand_over = from.asked;  // what follows counts as the carrier's
  if (request.channel == Channel::voice) {
    m.channel = Channel::voice;
    m.parts = 0;
    m.call_s = static_cast<std::uint16_t>(
        std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(request.speech).count()));
  } else {
    m.first_hand_over = from.asked;
  }
  if (row >= known_.size()) known_.resize(row + 1);
  known_[row] = {.told = {now, false}, .minute = from.minute, .most = from.most};
  facts_.accepted(m, now);
  if (request.dry_run) {  // over at once, and nothing tells of it
    facts_.status(m, now, true, known_[row].told);
    return messages_.remove(row);
  }
  rows_.emplace(uuid, row);
  if (const auto early = early_.extract(uuid))
    for (const Record& record : early.mapped()) apply(uuid, record);
}

void RemoteBackend::refuse(const SendRequest& request, NumberId number, Refusal refusal) {
  facts_.refused(refusal_fact(request, number, refusal, simulation_.now()), request.waited_for);
}

}  // namespace sendlab

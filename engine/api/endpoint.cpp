#include "engine/api/endpoint.hpp"

#include <algorithm>

#include "engine/api/decode.hpp"
#include "engine/api/encode.hpp"
#include "engine/api/members.hpp"

namespace sendlab {
namespace {

ApiError not_modelled_here(std::string_view operation) {
  ApiError error = not_modelled(operation);
  error.message += " It models";
  const auto names = modelled_operations();
  for (std::size_t i = 0; i < names.size(); ++i)
    error.message += (i == 0 ? " " : i + 1 < names.size() ? ", " : " and ") + std::string(names[i]);
  error.message += '.';
  return error;
}

}  // namespace

Endpoint::Endpoint(const ApiShapes& shapes, SimulatedAccount& account, std::function<void(const std::string&)> on_audit)
    : shapes_(shapes),
      account_(account),
      rates_(account.parts().quotas.request_rates),
      audit_({.scope = account.scope(),
              // Apart from the ids of messages, calls and requests.
              .next_event_id =
                  [this] { return account_.log().uuid(MessageId{(std::uint64_t{7} << 61) + audit_.count()}); },
              .on_record = std::move(on_audit)}) {}

ApiAnswer Endpoint::answer(std::string_view target, std::string_view body, const ApiCaller& caller) {
  const std::string_view name = operation_of_target(shapes_, target);
  const OperationShape* operation = shapes_.operation(name);
  std::string token;  // of an operation whose first answer is repeated
  const boost::json::object* known_input = nullptr;
  auto refuse = [&](const ApiError& error) {
    if (operation != nullptr) audit_.add(operation->name, known_input, &error, caller, account_.now());
    count(operation != nullptr ? operation->name : "unknown", error.exception);
    return ApiAnswer{error.http_status, body_of(error), std::string(error_type_of(error))};
  };
  if (operation == nullptr)
    return refuse(shapes_.is_later_operation(name) ? not_modelled_here(name) : unknown_operation(name));
  const Operation act = find_operation(operation->name);
  if (act == nullptr) return refuse(not_modelled_here(operation->name));
  const auto input = decode(*operation, body);
  if (!input.ok()) return refuse(input.error());
  known_input = &input.value();
  if (const auto fault = fault_of(operation->name)) return refuse(*fault);
  if (const auto error = over_rate(operation->name)) return refuse(*error);
  auto audit_success = [&] { audit_.add(operation->name, known_input, nullptr, caller, account_.now()); };
  if (!operation->idempotency_token.empty())
    if (const auto given = text(input.value(), operation->idempotency_token)) {
      token = operation->name + "/" + std::string(*given);
      const auto known = account_.answers_by_token().find(token);
      if (known != account_.answers_by_token().end()) {
        count(operation->name, "");
        audit_success();
        return {200, known->second, {}};
      }
    }
  const OperationResult result = act({account_, *operation, input.value()});
  if (!result.ok()) return refuse(result.error());
  count(operation->name, "");
  audit_success();
  ApiAnswer answer{200, encode(*operation, result.value()), {}};
  // Bounded: quotas bound what can be created, but a released number frees its place.
  if (!token.empty() && account_.answers_by_token().size() < 100'000) account_.answers_by_token()[token] = answer.body;
  return answer;
}

Duration Endpoint::held_up(std::string_view target) {
  Service& service = account_.parts().service;
  return service.faults().any() ? service.request_way(operation_of_target(shapes_, target), Duration{0}) : Duration{0};
}

std::optional<Error> Endpoint::add_fault(ApiFault fault, RandomStream share) {
  const ExceptionShape* exception = shapes_.exception(fault.exception);
  if (exception == nullptr) {
    std::string names;
    for (const ExceptionShape& known : shapes_.exceptions()) names += (names.empty() ? "" : ", ") + known.name;
    return Error{"error", "\"" + fault.exception + "\" is no exception of the service", "one of " + names};
  }
  if (!fault.reason.empty() &&
      std::find(exception->reasons.begin(), exception->reasons.end(), fault.reason) == exception->reasons.end())
    return Error{"reason", "\"" + fault.reason + "\" is no Reason of " + fault.exception,
                 "leave it out, or give one that the API has"};
  if (!fault.operation.empty()) {
    const OperationShape* operation = shapes_.operation(fault.operation);
    if (operation == nullptr)
      return Error{"operation", "\"" + fault.operation + "\" is no operation of the service",
                   "for example SendTextMessage; leave it out for all"};
    if (std::find(operation->errors.begin(), operation->errors.end(), fault.exception) == operation->errors.end())
      return Error{"error", fault.operation + " never answers with " + fault.exception,
                   "see the operation's errors in the API reference"};
  }
  faults_.push_back({std::move(fault), std::move(share)});
  return std::nullopt;
}

const std::vector<Endpoint::ActiveFault>& Endpoint::faults() {
  std::erase_if(faults_, [now = account_.now()](const ActiveFault& a) { return a.fault.to <= now; });
  return faults_;
}

std::optional<ApiError> Endpoint::fault_of(std::string_view operation) {
  const Instant now = account_.now();
  // Of the scenario: its faults are begun by whoever runs it.
  if (Service& service = account_.parts().service; service.faults().any())
    if (const Refusal refusal = service.request_error(operation); refusal != Refusal::none) {
      if (refusal == Refusal::internal_error) return internal(account_.log().uuid(account_.unused_id()));
      ApiError error;
      error.exception = exception_of(refusal);
      error.reason = reason_of(refusal);
      error.message = refusal == Refusal::throttled ? "Rate exceeded" : "A fault of the scenario answers this request.";
      return error;
    }
  for (ActiveFault& active : faults_) {
    if (active.fault.to <= now) continue;
    const ApiFault& fault = active.fault;
    if (now < fault.from || (!fault.operation.empty() && fault.operation != operation) ||
        !active.share.chance(fault.share))
      continue;
    ++active.answered;
    if (fault.exception == "InternalServerException") return internal(account_.log().uuid(account_.unused_id()));
    ApiError error;
    error.exception = fault.exception;
    error.reason = fault.reason;
    error.message =
        fault.exception == "ThrottlingException"
            ? "Rate exceeded"
            : "A fault begun with POST /_sendlab/faults answers this request; POST /_sendlab/reset ends it.";
    return error;
  }
  return std::nullopt;
}

std::optional<ApiError> Endpoint::over_rate(std::string_view operation) {
  if (rates_.take(operation, account_.now())) return std::nullopt;
  const std::int64_t rate = rates_.rate(operation);
  return throttling("Rate exceeded: " + std::string(operation) + " can be asked " +
                    (rate == 1 ? "once" : std::to_string(rate) + " times") + " a second; try again later.");
}

void Endpoint::count(std::string_view operation, std::string_view exception) {
  for (Count& c : counts_)
    if (c.operation == operation && c.exception == exception) return void(++c.requests);
  counts_.push_back({std::string(operation), std::string(exception), 1});
}

}  // namespace sendlab

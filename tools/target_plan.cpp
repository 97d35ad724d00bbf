#include "tools/target_plan.hpp"

#include <fstream>

#include "engine/message/phone_number.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

std::optional<Error> read_allowed_numbers(const std::string& path, std::unordered_set<std::uint64_t>& numbers) {
  std::ifstream file(path);
  if (!file) return Error{path, "cannot be read", "give --allow-numbers a file with one number in E.164 on each line"};
  std::string line;
  for (int n = 1; std::getline(file, line); ++n) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (line.empty() || line[0] == '#') continue;
    const auto number = parse_e164(line);
    if (!number.ok()) return Error{path + ":" + std::to_string(n), number.error().what, number.error().fix};
    numbers.insert(number.value().digits);
  }
  return std::nullopt;
}

}  // namespace

Result<TargetPlan, Errors> read_target_plan(const RunCommand& command, Exit& exit) {
  TargetPlan plan;
  Errors errors;
  exit = Exit::usage;
  auto url = parse_url(command.target, "--target");
  auto pace = parse_clock_speed(command.pace, "--pace");
  if (!url.ok()) errors.push_back(url.error());
  if (!pace.ok())
    errors.push_back(pace.error());
  else if (pace->kind == ClockSpeed::manual)
    errors.push_back({"--pace", "manual is no pace", "give for example x1 or x60"});
  if (command.receipts.starts_with("listen:")) {
    auto listen = parse_host_port(std::string_view(command.receipts).substr(7), "--receipts");
    if (listen.ok())
      plan.listen = listen.value(), plan.poll = false;
    else
      errors.push_back(listen.error());
  } else if (command.receipts == "none") {
    plan.poll = false;
  } else if (!command.receipts.empty()) {
    errors.push_back({"--receipts", "must be listen:HOST:PORT or none, got " + command.receipts,
                      "for example --receipts listen:127.0.0.1:9000"});
  }
  plan.allowance.messages = command.max_messages;
  if (!command.max_spend.empty()) {
    const auto usd = read_money(command.max_spend);
    if (usd.ok())
      plan.allowance.spend = usd.value();
    else
      errors.push_back({"--max-spend", usd.error().what, usd.error().fix});
  }
  if (!command.allow_numbers.empty())
    if (const auto error = read_allowed_numbers(command.allow_numbers, plan.allowance.numbers.emplace()))
      errors.push_back(*error);
  if (!errors.empty()) return errors;
  plan.url = url.value();
  plan.pace = pace.value();
  if (is_loopback(plan.url)) return plan;
  // Contract section 5: beyond this machine nothing is sent without all four allowances.
  std::string missing;
  auto need = [&](bool given, const char* flag) {
    if (!given) missing += (missing.empty() ? "" : ", ") + std::string(flag);
  };
  need(command.allow_send, "--allow-send");
  need(command.max_messages.has_value(), "--max-messages N");
  need(!command.max_spend.empty(), "--max-spend \"$X\"");
  need(!command.allow_numbers.empty(), "--allow-numbers FILE");
  if (missing.empty()) return plan;
  exit = Exit::refused;
  return Errors{{"--target", plan.url.host + " is not on this machine: real messages may cost money and reach people",
                 "to send there, add " + missing}};
}

}  // namespace sendlab

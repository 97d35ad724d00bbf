#include "scenarios/script_body.hpp"

#include <array>

#include "engine/message/phone_number.hpp"
#include "scenarios/row_parser.hpp"
#include "scenarios/send_overrides.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

// A body of more work than this is a loop that never ends.
constexpr std::uint64_t work_of_one_body = 1'000'000;
constexpr std::int64_t longest_draw = 1600;

LuaFunction drawn_text(RandomStream& random, std::uint64_t base, char first) {
  return [&random, base, first](LuaCall& call) {
    const auto count = call.argument(0).integer();
    if (!count || *count < 1 || *count > longest_draw)
      call.fail("needs how many, from 1 to 1600", "for example ctx.digits(6)");
    std::string text;
    for (std::int64_t i = 0; i < *count; ++i)
      text.push_back(static_cast<char>(first + static_cast<char>(random.below(base))));
    call.return_value(LuaValue(std::move(text)));
  };
}

std::vector<std::pair<std::string, LuaFunction>> functions_of_ctx(RandomStream& random) {
  return {{"digits", drawn_text(random, 10, '0')},
          {"letters", drawn_text(random, 26, 'A')},
          {"uniform", [&random](LuaCall& call) { call.return_value(LuaValue(random.uniform())); }},
          {"below", [&random](LuaCall& call) {
             const auto n = call.argument(0).integer();
             if (!n || *n < 1) call.fail("below needs a whole number of at least 1", "ctx.below(6) draws 0 to 5");
             call.return_value(LuaValue(static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(*n)))));
           }}};
}

}  // namespace

ScriptBody::ScriptBody(LuaSandbox& sandbox, ScriptFunction function, RandomStream random, Where where)
    : sandbox_(&sandbox),
      function_(function),
      random_(std::make_unique<RandomStream>(random)),
      ctx_(sandbox.make_table(functions_of_ctx(*random_))),
      where_(std::move(where)) {}

Result<ScriptBody::Request> ScriptBody::next(std::uint64_t index, const Person& person, Duration offset) {
  sandbox_->set_field(ctx_, "index", LuaValue(static_cast<std::int64_t>(index)));
  sandbox_->set_field(ctx_, "to", LuaValue(to_e164(person.number)));
  sandbox_->set_field(ctx_, "at_s", LuaValue(static_cast<double>(offset.count()) / 1e9));
  const std::array<LuaValue, 1> arguments = {LuaValue(ctx_)};
  auto answer = sandbox_->call(ScriptRef{function_.reference}, arguments, work_of_one_body);
  if (!answer.ok()) return answer.error();

  Request request;
  const auto checked = [&](const std::string& text) { return text_ = text, is_utf8(text); };
  const Error not_utf8{where_, "the body function returned text that is not valid UTF-8",
                       "cut texts with utf8.offset, not in the middle of a character"};
  if (const std::string* text = answer->text()) {
    if (!checked(*text)) return not_utf8;
    return request;
  }
  const LuaTable* table = answer->table();
  const LuaValue* body = table == nullptr ? nullptr : table->find("body");
  if (body == nullptr || body->text() == nullptr) {
    return Error{where_, "the body function must return text or a table with body, got " + answer->describe(),
                 R"(return "text" or { body = "text", ttl = "5m" })"};
  }
  if (!checked(*body->text())) return not_utf8;
  for (const LuaField& field : table->fields) {
    const std::string name = field.key.text() == nullptr ? field.key.describe() : *field.key.text();
    const std::string* text = field.value.text();
    if (name == "body") continue;
    if (text != nullptr && name == "ttl") {
      auto ttl = read_duration(*text);
      if (!ttl.ok()) return Error{where_, "ttl of the body function " + ttl.error().what, ttl.error().fix};
      if (auto fault = ttl_fault(ttl.value(), where_)) return *fault;
      request.ttl = ttl.value();
    } else if (text != nullptr && name == "from") {
      request.from = *text;
    } else if (text != nullptr && name == "message_type" && (*text == "TRANSACTIONAL" || *text == "PROMOTIONAL")) {
      request.message_type = *text == "TRANSACTIONAL" ? MessageType::transactional : MessageType::promotional;
    } else {
      return Error{
          where_, "the body function returned " + name + " = " + field.value.describe(),
          "known are body, ttl = \"5m\", message_type = \"TRANSACTIONAL\" or \"PROMOTIONAL\", and from = a name"};
    }
  }
  return request;
}

}  // namespace sendlab

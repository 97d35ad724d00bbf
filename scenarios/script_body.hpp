#pragma once
// Bodies that a function of the script writes: function(ctx) return "Order " .. ctx.index end
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/kernel/random.hpp"
#include "engine/kernel/result.hpp"
#include "engine/lua/lua_sandbox.hpp"
#include "scenarios/recipients.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

// Calls the function once a send. Its ctx has the fields index, to (the number) and at_s (planned offset in seconds),
// and the functions digits(n), letters(n), below(n) and uniform(), which draw from the workload's body stream.
class ScriptBody {
 public:
  struct Request {
    std::optional<Duration> ttl;
    std::optional<MessageType> message_type;
    std::optional<std::string> from;
  };

  // `sandbox` must outlive the body.
  ScriptBody(LuaSandbox& sandbox, ScriptFunction function, RandomStream random, Where where);

  // Text, or a table with body and, if wanted, ttl, message_type and from. Errors: of the script; another kind of
  // result.
  Result<Request> next(std::uint64_t index, const Person& person, Duration offset);

  [[nodiscard]] const std::string& text() const { return text_; }  // of the last next()

 private:
  LuaSandbox* sandbox_;
  ScriptFunction function_;
  std::unique_ptr<RandomStream> random_;  // the functions of ctx_ keep its address
  ScriptRef ctx_;
  Where where_;
  std::string text_;
};

}  // namespace sendlab

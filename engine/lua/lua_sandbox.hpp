#pragma once
// The sandbox in which scenario files run: Lua 5.4 without files, clock, network, chance or addresses, with budgets.
//
// Fixed where stock Lua is open:
//   pairs, next    visit numbers ascending, strings in byte order, booleans, then objects in order of creation
//   #, rawlen      of a table with holes give a border that depends on its contents alone
//   table.sort     is a stable merge sort
//   math           has our own exp, log, pow, sin, …; the operator ^ is refused (math.pow is there)
//   tostring, %p   show creation numbers: "table: #7"
//   __gc, __mode   are refused
//   patterns       are matched by our own code, each step counted
// Absent: io os package require load loadfile dofile debug collectgarbage warn string.dump string.pack string.unpack
// string.packsize math.random math.randomseed.
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/kernel/result.hpp"
#include "engine/lua/lua_value.hpp"

namespace sendlab {

struct SandboxState;

// One call of a host function: its arguments in, its results out. Lives only during the call.
class LuaCall {
 public:
  [[nodiscard]] std::size_t argument_count() const;
  // Counted from 0; nil beyond the last. Tables are copied each time: keep the value.
  // A table that contains itself or is nested more than 100 deep fails the call.
  [[nodiscard]] LuaValue argument(std::size_t index) const;
  // A text argument without a copy, valid during the call; empty when the argument is not text.
  [[nodiscard]] std::string_view text(std::size_t index) const;

  // Adds a result; without any the call returns nothing.
  void return_value(const LuaValue& value);
  void return_object(std::string_view type, std::int64_t id);

  // The source line of the call: where its function name stands. 0 when no script function is calling.
  [[nodiscard]] int line() const;
  // The line of a field of the table constructor in this call, as in `number { name = "a",\n mps = 3 }`.
  //   path   "mps", "retry.base", "expect[2]", "numbers[1].name"
  //   falls back to the deepest part of the path that is written out in the call's braces, then to line()
  [[nodiscard]] int line_of_field(std::string_view path) const;
  // "file.lua:12", as Error::where wants it.
  [[nodiscard]] std::string where() const;
  [[nodiscard]] std::string where_of_field(std::string_view path) const;

  // Ends the call with an error at the caller's line. The script can catch it with pcall, as any error.
  [[noreturn]] void fail(std::string what, std::string fix = "") const;
  [[noreturn]] void fail_field(std::string_view path, std::string what, std::string fix = "") const;

 private:
  friend struct SandboxState;
  LuaCall(SandboxState& state, void* lua, std::string_view name, int first_argument);
  [[noreturn]] void fail_at(int line, std::string what, std::string fix) const;

  SandboxState& state_;
  void* lua_;
  std::string_view name_;
  int first_argument_, last_argument_;  // stack indices
  int results_ = 0;
};

using LuaFunction = std::function<void(LuaCall&)>;

// Counts, never time.
struct SandboxBudget {
  std::uint64_t memory_bytes = std::uint64_t{256} << 20;
  std::uint64_t work = 200'000'000;  // VM instructions, plus what library functions do in their place
};

// One Lua state. Movable, not thread safe: one thread at a time.
class LuaSandbox {
 public:
  using Budget = SandboxBudget;
  using Print = std::function<void(std::string_view line)>;  // gets what print() writes, without the newline

  explicit LuaSandbox(Budget budget = {}, Print print = {});
  LuaSandbox(LuaSandbox&&) noexcept;
  LuaSandbox& operator=(LuaSandbox&&) noexcept;
  ~LuaSandbox();

  // Globals of the script. What a host function throws other than fail() leaves run() or call() as it was thrown;
  // the script cannot catch it.
  void define(std::string name, LuaFunction function);
  void set_global(std::string_view name, const LuaValue& value);

  // Runs a chunk and gives its first result.
  //   file     the path the user gave; errors are "file:line". The script itself sees only the base name.
  //   budget   Budget::work of the constructor
  //   errors   syntax, ^, a runtime error, memory or work used up (these two cannot be caught by the script)
  Result<LuaValue> run(std::string_view text, std::string_view file);

  // Calls a function that the script handed over, and gives its first result. May be used inside a host function.
  //   work     budget of this call alone; the cost of one call does not depend on earlier ones
  Result<LuaValue> call(ScriptRef function, std::span<const LuaValue> arguments, std::uint64_t work);

  // A table of host functions, kept alive, to hand to call() as an argument (LuaValue(ref)): the ctx of a hook.
  // Its functions can be called as ctx.send{…} and as ctx:send{…}; both see the same arguments.
  ScriptRef make_table(std::vector<std::pair<std::string, LuaFunction>> functions);
  // Sets a field of such a table, for example ctx.now before each call.
  void set_field(ScriptRef table, std::string_view field, const LuaValue& value);

  [[nodiscard]] std::uint64_t memory_in_use() const;

 private:
  std::unique_ptr<SandboxState> state_;
};

}  // namespace sendlab

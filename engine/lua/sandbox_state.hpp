#pragma once
// What the files of this folder share: the Lua state, its budgets, and how an error that cannot be caught is raised.
// Internal to engine/lua.
#include <deque>
#include <exception>
#include <lua.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/lua/lua_sandbox.hpp"
#include "engine/lua/source_scan.hpp"
#include "engine/lua/work_meter.hpp"

namespace sendlab {

struct HostFunction {
  std::string name;
  LuaFunction function;
};

// A chunk that was run. The script sees only the base name: what it does must not depend on the folder it lies in.
struct Chunk {
  std::string shown;  // "otp.lua", in messages inside Lua
  std::string path;   // as the user gave it, in messages to the user
  SourceScan scan;
};

// Where a script stands.
struct ScriptPlace {
  const Chunk* chunk = nullptr;  // null: no script function is running
  int line = 0;
  [[nodiscard]] std::string where() const;  // "dir/otp.lua:12"
};

struct SandboxState {
  SandboxState(SandboxBudget limits, LuaSandbox::Print sink);
  ~SandboxState();
  SandboxState(const SandboxState&) = delete;
  SandboxState& operator=(const SandboxState&) = delete;

  static SandboxState& of(lua_State* lua) { return **static_cast<SandboxState**>(lua_getextraspace(lua)); }

  // ---- work and memory ----
  SandboxBudget budget;
  WorkMeter work;
  std::uint64_t memory = 0;         // bytes in use, headers included
  std::uint64_t collect_above = 0;  // when to run the next garbage collection
  bool limit_lifted = false;        // the host itself is building values
  bool refused = false;             // this growth was refused, and not granted after the collection that follows
  const void* refused_block = nullptr;
  std::size_t refused_size = 0;
  ScriptPlace refused_at;

  // Set once memory or work ran out, or a host function threw: from then on every way to go on raises again.
  bool ended = false;
  Error end_reason;
  std::exception_ptr host_exception;

  [[noreturn]] void end_script(lua_State* lua, std::string what, std::string fix);
  [[noreturn]] void end_for_work(lua_State* lua);
  // After anything that catches errors: goes on unwinding when the script has ended. status is that of lua_pcall.
  void rethrow_end(lua_State* lua, int status);
  void note_memory_end();
  void collect_when_due(lua_State* lua);
  [[nodiscard]] bool weak_tables_exist(lua_State* lua) const;

  // ---- where the script stands ----
  std::deque<Chunk> chunks;
  std::vector<lua_State*> running;  // the main thread, then each resumed coroutine; the last one runs
  [[nodiscard]] ScriptPlace place() const;
  [[nodiscard]] const Chunk* chunk_of_source(const char* source) const;

  // ---- objects ----
  std::uint64_t objects_made = 0;                         // tables, functions, coroutines and userdata ever created
  std::uint64_t library_objects = 0;                      // those made before the first chunk ran
  void* newest_object = nullptr;                          // its block
  std::ptrdiff_t thread_offset = 0, userdata_offset = 0;  // from the block to what lua_topointer shows
  // The creation number of a table, function, coroutine or userdata; those of the library come out negative.
  [[nodiscard]] std::int64_t serial(lua_State* lua, int index) const;
  std::set<std::string, std::less<>> object_types;

  // ---- the host ----
  LuaSandbox::Print print;
  std::deque<HostFunction> host_functions;
  Error failure;  // of the last LuaCall::fail, under the message that Lua carries
  std::string failure_message;
  ScriptPlace error_place;  // where the last error was raised that reached the host

  struct NextSlot {  // one traversal by next(); its keys are in the registry
    std::int64_t position = 0;
  };
  static constexpr int next_slots = 4;
  NextSlot next[next_slots];
  int next_victim = 0;

  lua_State* lua = nullptr;  // the main thread
  int entries = 0;           // calls from the host into the script that are under way

  static LuaCall make_call(SandboxState& state, lua_State* caller, std::string_view name, int first_argument) {
    return LuaCall(state, caller, name, first_argument);
  }
  static int results_of(const LuaCall& call) { return call.results_; }
};

// While it lives the host may use memory beyond the budget: an error must not be raised outside a script.
class MemoryLimitLifted {
 public:
  explicit MemoryLimitLifted(SandboxState& state) : state_(state), before_(state.limit_lifted) {
    state.limit_lifted = true;
  }
  ~MemoryLimitLifted() { state_.limit_lifted = before_; }
  MemoryLimitLifted(const MemoryLimitLifted&) = delete;
  MemoryLimitLifted& operator=(const MemoryLimitLifted&) = delete;

 private:
  SandboxState& state_;
  bool before_;
};

// The C++ exception behind LuaCall::fail; the message is in SandboxState::failure_message.
struct HostCallFailed {};

// Lua's status for a C++ exception that is not its own is -1: a bug of ours, such as a failed ENSURE.
inline constexpr const char* unknown_exception = "internal error of the sandbox: a library function threw";

// VM instructions between two looks at the budgets.
inline constexpr int hook_interval = 1000;
void install_hook(lua_State* lua);

// Every library function pays for its work: 1 for the call, then about a unit for what an instruction would do.
inline void charge(lua_State* lua, std::uint64_t units) {
  SandboxState& state = SandboxState::of(lua);
  if (!state.work.spend(units)) state.end_for_work(lua);
}
inline constexpr std::uint64_t cost_of_error = 150;  // a C++ exception, thrown and caught
inline void charge_bytes(lua_State* lua, std::uint64_t bytes) { charge(lua, bytes / 16); }

// The slots of the registry that hold our own tables, by address.
struct RegistryKey {
  static inline const char metatables = 0;     // weak set of every table passed to setmetatable
  static inline const char function_refs = 0;  // function -> reference
  static inline const char object_metatable = 0;
  static inline const char next_cache = 0;  // slot -> {table, keys}
};

// Pushes a function that is an object of its own: a plain C function has no creation number, only an address.
void push_function(lua_State* lua, lua_CFunction function);
struct NamedFunction {
  const char* name;
  lua_CFunction function;
};
// Puts functions into a library table; library ("string", "" for globals) names them in messages.
void set_functions(lua_State* lua, int table, std::string_view library, const NamedFunction* begin,
                   const NamedFunction* end);
template <std::size_t N>
void set_functions(lua_State* lua, int table, std::string_view library, const NamedFunction (&functions)[N]) {
  set_functions(lua, table, library, functions, functions + N);
}
// Names the function on top of the stack in messages ("bad argument #1 to 'string.rep'").
void name_function(lua_State* lua, std::string_view name);

// The text that an argument must be; an error of the script otherwise. Valid while the value is on the stack.
std::string_view check_text(lua_State* lua, int argument);

// Pushes what tostring() gives: numbers as Lua writes them, objects by creation number.
std::string_view push_text(lua_State* lua, int index);

// ---- the libraries, each leaving the stack as it found it ----
void open_base_library(lua_State* lua);
void open_iteration(lua_State* lua);  // pairs, next, ipairs
void open_coroutine_library(lua_State* lua);
void open_math_library(lua_State* lua);
void open_string_library(lua_State* lua);
void open_table_library(lua_State* lua);
void open_utf8_library(lua_State* lua);
void add_pattern_functions(lua_State* lua, int table);  // find, match, gmatch, gsub
void add_format_function(lua_State* lua, int table);
int table_sort(lua_State* lua);

// The length of a value as # gives it, with its __len; of a table without one the border that a search from 1, 2, 4, …
// finds: the length of a sequence, and for a table with holes something that depends on nothing but its contents.
lua_Integer length_of(lua_State* lua, int index);
lua_Integer border_of(lua_State* lua, int table);
int length_operator(lua_State* lua);  // what the text of a chunk calls in place of #

// ---- values ----
void push_value(SandboxState& state, lua_State* lua, const LuaValue& value);
void push_object(SandboxState& state, lua_State* lua, std::string_view type, std::int64_t id);
// Throws HostConversionFailed for a table that contains itself or is nested too deep.
struct HostConversionFailed {
  std::string what, fix;
};
LuaValue to_value(SandboxState& state, lua_State* lua, int index);
void push_host_function(SandboxState& state, lua_State* lua, std::string name, LuaFunction function, int own_table);

// The order in which pairs and next visit keys.
struct OrderedKey {
  enum class Rank : std::uint8_t { number, text, boolean, object } rank = Rank::number;
  bool is_integer = false;
  std::int64_t integer = 0;  // also false/true and the creation number
  double real = 0;
  std::string_view text;      // owned by Lua
  std::int64_t position = 0;  // of the key among those collected
};
OrderedKey ordered_key(lua_State* lua, int index);
bool visited_before(const OrderedKey& a, const OrderedKey& b);

}  // namespace sendlab

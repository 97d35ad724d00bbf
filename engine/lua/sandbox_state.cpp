#include "engine/lua/sandbox_state.hpp"

#include <algorithm>
#include <clocale>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

// In front of every block that Lua gets. Creation numbers make the order and the names of objects the same in every
// run, where addresses are not.
struct alignas(std::max_align_t) BlockHeader {
  std::uint64_t serial;  // 0 for blocks that are not objects
};

constexpr std::uint64_t first_collection = std::uint64_t{8} << 20;

BlockHeader* header_of(void* block) {
  return reinterpret_cast<BlockHeader*>(static_cast<std::byte*>(block) - sizeof(BlockHeader));
}

// The next instruction of the script looks at the budgets.
void look_soon(SandboxState& state);

void* allocate(void* user, void* block, std::size_t old_size, std::size_t new_size) {
  auto& state = *static_cast<SandboxState*>(user);
  if (new_size == 0) {
    if (block != nullptr) {
      state.memory -= old_size + sizeof(BlockHeader);
      std::free(header_of(block));
    }
    return nullptr;
  }
  const std::uint64_t before = block != nullptr ? old_size + sizeof(BlockHeader) : 0;
  const std::uint64_t after = new_size + sizeof(BlockHeader);
  if (after > before) {
    // Refused, Lua collects garbage and asks for the same once more; anything else means that it gave up.
    const bool same_again = state.refused && block == state.refused_block && new_size == state.refused_size;
    const bool too_much = !state.limit_lifted && state.memory - before + after > state.budget.memory_bytes;
    if (state.refused && (too_much || !same_again)) state.note_memory_end();
    state.refused = too_much;
    if (too_much) {
      state.refused_block = block;
      state.refused_size = new_size;
      if (!state.ended) state.refused_at = state.place();
      return nullptr;
    }
  }
  void* moved = std::realloc(block != nullptr ? header_of(block) : nullptr, after);
  if (moved == nullptr) return after <= before ? block : nullptr;
  state.memory += after - before;
  void* result = static_cast<std::byte*>(moved) + sizeof(BlockHeader);
  if (block == nullptr) {  // old_size is then the kind of object
    const bool object =
        old_size == LUA_TTABLE || old_size == LUA_TFUNCTION || old_size == LUA_TUSERDATA || old_size == LUA_TTHREAD;
    static_cast<BlockHeader*>(moved)->serial = object ? ++state.objects_made : 0;
    if (object) state.newest_object = result;
    // One instruction can make an object, or a string of any length (a .. b): it costs what the VM does for it.
    const std::uint64_t units = old_size == LUA_TSTRING ? 10 + new_size / 16 : object ? 20 : 0;
    if (!state.work.spend(units)) look_soon(state);
  }
  if (state.memory > state.collect_above) look_soon(state);
  return result;
}

void count_hook(lua_State* lua, lua_Debug*) {
  SandboxState& state = SandboxState::of(lua);
  const bool within_budget = state.work.spend(lua_gethookcount(lua) == hook_interval ? hook_interval : 1);
  if (!within_budget || state.ended) {
    // From now on each instruction of this thread ends it: handlers of __close get no further.
    lua_sethook(lua, count_hook, LUA_MASKCOUNT, 1);
    state.end_for_work(lua);
  }
  state.collect_when_due(lua);
  if (lua_gethookcount(lua) != hook_interval) install_hook(lua);
}

void look_soon(SandboxState& state) {
  if (!state.running.empty() && lua_gethook(state.running.back()) != nullptr) {
    lua_sethook(state.running.back(), count_hook, LUA_MASKCOUNT, 1);
  }
}

int panic(lua_State* lua) {
  const char* text = lua_tostring(lua, -1);
  throw InvariantViolation(std::string("an error of Lua outside a script: ") + (text != nullptr ? text : "?"));
}

}  // namespace

void install_hook(lua_State* lua) { lua_sethook(lua, count_hook, LUA_MASKCOUNT, hook_interval); }

std::string ScriptPlace::where() const {
  if (chunk == nullptr) return "";
  return line > 0 ? chunk->path + ":" + std::to_string(line) : chunk->path;
}

SandboxState::SandboxState(SandboxBudget limits, LuaSandbox::Print sink) : budget(limits), print(std::move(sink)) {
  ENSURE(std::strcmp(std::localeconv()->decimal_point, ".") == 0, "numbers are read and written in the C locale");
  const MemoryLimitLifted lifted(*this);
  collect_above = std::min(first_collection, budget.memory_bytes / 2);
  lua = lua_newstate(allocate, this);
  ENSURE(lua != nullptr, "there is memory for an empty Lua state");
  lua_atpanic(lua, panic);
  *static_cast<SandboxState**>(lua_getextraspace(lua)) = this;
  lua_gc(lua, LUA_GCSTOP);  // collections run where we say: collect_when_due
  work.limit = UINT64_MAX;

  // What Lua shows of an object against its block. Tables and functions show the block itself.
  const auto offset = [this] {
    return static_cast<const std::byte*>(lua_topointer(lua, -1)) - static_cast<std::byte*>(newest_object);
  };
  lua_newtable(lua);
  ENSURE(offset() == 0, "a table is at the start of its block");
  lua_pushlightuserdata(lua, this);
  lua_pushcclosure(
      lua, [](lua_State*) { return 0; }, 1);
  ENSURE(offset() == 0, "a function is at the start of its block");
  lua_newthread(lua);
  thread_offset = offset();
  lua_newuserdatauv(lua, 16, 0);
  userdata_offset = offset();
  lua_settop(lua, 0);

  lua_newtable(lua);  // the weak set of metatables
  lua_createtable(lua, 0, 1);
  lua_pushliteral(lua, "k");
  lua_setfield(lua, -2, "__mode");
  lua_setmetatable(lua, -2);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &RegistryKey::metatables);
  lua_newtable(lua);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &RegistryKey::function_refs);
  lua_newtable(lua);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &RegistryKey::next_cache);

  open_base_library(lua);
  open_iteration(lua);
  open_coroutine_library(lua);
  open_math_library(lua);
  open_string_library(lua);
  open_table_library(lua);
  open_utf8_library(lua);
  library_objects = objects_made;
  running.push_back(lua);
}

SandboxState::~SandboxState() { lua_close(lua); }

const Chunk* SandboxState::chunk_of_source(const char* source) const {
  if (source == nullptr || source[0] != '@') return nullptr;
  for (auto chunk = chunks.rbegin(); chunk != chunks.rend(); ++chunk) {
    if (chunk->shown == source + 1) return &*chunk;
  }
  return nullptr;
}

// The innermost script function that is running, coroutines included. Allocates nothing: the allocator itself asks.
ScriptPlace SandboxState::place() const {
  for (auto thread = running.rbegin(); thread != running.rend(); ++thread) {
    lua_Debug info;
    for (int level = 0; lua_getstack(*thread, level, &info) == 1; ++level) {
      lua_getinfo(*thread, "Sl", &info);
      if (info.currentline > 0) return {chunk_of_source(info.source), info.currentline};
    }
  }
  return {chunks.empty() ? nullptr : &chunks.back(), 0};
}

std::int64_t SandboxState::serial(lua_State* thread, int index) const {
  const auto* shown = static_cast<const std::byte*>(lua_topointer(thread, index));
  switch (lua_type(thread, index)) {
    case LUA_TTHREAD:
      shown -= thread_offset;
      break;
    case LUA_TUSERDATA:
      shown -= userdata_offset;
      break;
    default:
      break;
  }
  const auto* header = reinterpret_cast<const BlockHeader*>(shown - sizeof(BlockHeader));
  ENSURE(header->serial > 0 && header->serial <= objects_made, "every object a script can reach has a creation number");
  return static_cast<std::int64_t>(header->serial) - static_cast<std::int64_t>(library_objects);
}

void SandboxState::end_script(lua_State* thread, std::string what, std::string fix) {
  if (!ended) {
    ended = true;
    end_reason = {place().where(), std::move(what), std::move(fix)};
    work.limit = 0;  // every charge fails from here on
    work.used = 1;
  }
  lua_pushnil(thread);
  lua_error(thread);
  std::abort();  // lua_error does not return
}

void SandboxState::end_for_work(lua_State* thread) {
  end_script(thread, "the script did more work than its budget of " + std::to_string(work.limit) + " units",
             "a unit is about one VM instruction; look for a loop that does not end or a pattern that backtracks");
}

void SandboxState::note_memory_end() {
  if (ended) return;
  ended = true;
  const std::uint64_t mebibyte = std::uint64_t{1} << 20;
  const std::string limit = budget.memory_bytes % mebibyte == 0
                                ? std::to_string(budget.memory_bytes / mebibyte) + " MiB"
                                : std::to_string(budget.memory_bytes) + " bytes";
  end_reason = {refused_at.where(), "not enough memory: the script needs more than its limit of " + limit,
                "keep less at a time; put long lists into a file and read them with feed { … }"};
  work.limit = 0;
  work.used = 1;
}

void SandboxState::rethrow_end(lua_State* thread, int status) {
  if (status == LUA_ERRMEM || refused) note_memory_end();
  if (ended || status < 0) end_script(thread, unknown_exception, "");
}

bool SandboxState::weak_tables_exist(lua_State* thread) const {
  lua_rawgetp(thread, LUA_REGISTRYINDEX, &RegistryKey::metatables);
  bool found = false;
  lua_pushnil(thread);
  while (!found && lua_next(thread, -2) != 0) {
    lua_pop(thread, 1);
    lua_pushliteral(thread, "__mode");
    found = lua_rawget(thread, -2) != LUA_TNIL;
    lua_pop(thread, 1);
    if (found) lua_pop(thread, 1);
  }
  lua_pop(thread, 1);
  return found;
}

// Collections are ours to time because what they remove could be seen through a weak table. setmetatable refuses those,
// but a metatable can get its __mode later; nothing has been removed yet when that is found here.
void SandboxState::collect_when_due(lua_State* thread) {
  if (memory <= collect_above) return;
  if (weak_tables_exist(thread)) {
    end_script(thread, "weak tables (__mode) are refused: they show when garbage is collected",
               "remove __mode and drop entries where they end");
  }
  lua_gc(thread, LUA_GCCOLLECT);
  // When twice as much is in use; nearer to the limit earlier, but never so near that it would run all the time.
  const std::uint64_t limit = std::max(budget.memory_bytes, memory);
  const std::uint64_t sooner = memory + std::max((limit - memory) / 2, limit / 64);
  collect_above = std::max(std::min(first_collection, limit / 2), std::min(2 * memory, sooner));
}

void push_function(lua_State* lua, lua_CFunction function) {
  lua_pushboolean(lua, 1);  // an upvalue makes it an object
  lua_pushcclosure(lua, function, 1);
}

// Where the auxiliary library looks for a name. Flat, so that each function has one name whatever the script copies.
void name_function(lua_State* lua, std::string_view name) {
  luaL_getsubtable(lua, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_pushlstring(lua, name.data(), name.size());
  lua_pushvalue(lua, -3);
  lua_rawset(lua, -3);
  lua_pop(lua, 1);
}

void set_functions(lua_State* lua, int table, std::string_view library, const NamedFunction* begin,
                   const NamedFunction* end) {
  table = lua_absindex(lua, table);
  for (const NamedFunction* entry = begin; entry != end; ++entry) {
    push_function(lua, entry->function);
    name_function(lua, (library.empty() ? "" : std::string(library) + ".") + entry->name);
    lua_setfield(lua, table, entry->name);
  }
}

std::string_view check_text(lua_State* lua, int argument) {
  std::size_t length = 0;
  const char* text = luaL_checklstring(lua, argument, &length);
  return {text, length};
}

}  // namespace sendlab

#pragma once
// An error is the outside world being wrong (script, flag, file): a value, not an exception.
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sendlab {

// What a user can act on, printed by to_text as
//   scenarios/library/otp.lua:9: error: arrivals.rate must be above 0, got "-12/s"
//     fix: give the mean number of messages in a unit of time, for example rate = "12/s"
struct Error {
  std::string where;  // "file:line", "file" or a flag; may be empty
  std::string what;   // the fault and the value
  std::string fix;    // the remedy; may be empty
};

inline std::string to_text(const Error& error) {
  return (error.where.empty() ? "" : error.where + ": ") + "error: " + error.what +
         (error.fix.empty() ? "" : "\n  fix: " + error.fix) + "\n";
}

using Errors = std::vector<Error>;

// A value or what went wrong. value() only after ok().
template <class T, class E = Error>
class Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : held_(std::in_place_index<1>, std::move(error)) {}
  [[nodiscard]] bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return std::get<0>(held_); }
  const T& value() const& { return std::get<0>(held_); }
  T&& value() && { return std::get<0>(std::move(held_)); }
  T* operator->() { return &std::get<0>(held_); }
  const T* operator->() const { return &std::get<0>(held_); }
  const E& error() const { return std::get<1>(held_); }

 private:
  std::variant<T, E> held_;
};

}  // namespace sendlab

#pragma once
// Typed access to a decoded request. The decoder has checked every member's type, so a wrong one here is a bug
// (ENSURE). Views live as long as the object.
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace sendlab {

[[nodiscard]] std::optional<std::string_view> text(const boost::json::object& from, std::string_view name);
[[nodiscard]] std::optional<std::int64_t> integer(const boost::json::object& from, std::string_view name);
[[nodiscard]] std::optional<bool> boolean(const boost::json::object& from, std::string_view name);

// Of a required member.
[[nodiscard]] std::string_view required_text(const boost::json::object& from, std::string_view name);
[[nodiscard]] std::int64_t required_integer(const boost::json::object& from, std::string_view name);

[[nodiscard]] bool has(const boost::json::object& from, std::string_view name);

// Lists and maps in the order given; empty if absent.
[[nodiscard]] std::vector<std::string_view> texts(const boost::json::object& from, std::string_view name);
[[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> text_map(const boost::json::object& from,
                                                                                  std::string_view name);
[[nodiscard]] std::vector<const boost::json::object*> objects(const boost::json::object& from, std::string_view name);
[[nodiscard]] const boost::json::object* object(const boost::json::object& from,
                                                std::string_view name);  // null: absent

}  // namespace sendlab

#include "engine/api/resource_tags.hpp"

#include <set>

#include "engine/api/members.hpp"

namespace sendlab {

std::optional<ApiError> ResourceTags::check(const boost::json::object& input, std::string_view arn) const {
  std::set<std::string_view> keys;
  std::size_t at = 0;
  for (const boost::json::object* tag : objects(input, "Tags")) {
    const std::string_view key = required_text(*tag, "Key");
    if (!keys.insert(key).second) {
      const std::string field = "Tags[" + std::to_string(at) + "].Key";
      return validation(ValidationReason::invalid_parameter,
                        "Tags has the key '" + std::string(key) + "' twice: keys are unique on a resource.",
                        {{field, "must be given once"}});
    }
    ++at;
  }
  const auto held = tags_.find(arn);
  if (held != tags_.end())
    for (const auto& [key, value] : held->second) keys.insert(key);
  if (keys.size() <= most_) return std::nullopt;
  return quota(QuotaReason::tags_per_resource, "The resource would have " + std::to_string(keys.size()) +
                                                   " tags, and its quota is " + std::to_string(most_) +
                                                   ": remove some with UntagResource.");
}

void ResourceTags::set(const boost::json::object& input, const std::string& arn) {
  for (const boost::json::object* tag : objects(input, "Tags"))
    tags_[arn].insert_or_assign(std::string(required_text(*tag, "Key")), std::string(required_text(*tag, "Value")));
}

void ResourceTags::remove(const std::string& arn, std::string_view key) {
  const auto held = tags_.find(arn);
  if (held == tags_.end()) return;
  if (const auto tag = held->second.find(key); tag != held->second.end()) held->second.erase(tag);
}

boost::json::array ResourceTags::list(const std::string& arn) const {
  boost::json::array list;
  if (const auto held = tags_.find(arn); held != tags_.end())
    for (const auto& [key, value] : held->second) list.push_back(boost::json::object{{"Key", key}, {"Value", value}});
  return list;
}

}  // namespace sendlab

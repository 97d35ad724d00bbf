#pragma once
// The tags of resources, by ARN (R-TAG-1). Keys are unique on a resource; tagging it again overwrites.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/api/api_error.hpp"

namespace sendlab {

class ResourceTags {
 public:
  // At most `most` tags on a resource.
  explicit ResourceTags(std::size_t most) : most_(most) {}

  // The member Tags of a request, checked: a key given twice is INVALID_PARAMETER, more than the quota
  // TAGS_PER_RESOURCE. Of a request that makes the resource, before it is made; `arn` empty then.
  [[nodiscard]] std::optional<ApiError> check(const boost::json::object& input, std::string_view arn = {}) const;
  // Sets the member Tags of a checked request.
  void set(const boost::json::object& input, const std::string& arn);
  void remove(const std::string& arn, std::string_view key);
  // The resource is gone.
  void forget(const std::string& arn) { tags_.erase(arn); }
  // [{"Key": …, "Value": …}], by key.
  [[nodiscard]] boost::json::array list(const std::string& arn) const;

 private:
  std::size_t most_;
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> tags_;
};

}  // namespace sendlab

#pragma once
// Filters of a Describe or List operation: values of one filter are alternatives, filters must all hold.
#include <algorithm>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/api_error.hpp"
#include "engine/api/shapes.hpp"
#include "engine/kernel/result.hpp"

namespace sendlab {

class Filters {
 public:
  // The member Filters of a decoded request; none is no filter. A value that no item can ever have (a status that does
  // not exist, a boolean other than "true" and "false", a country that is not two capital letters) is
  // ValidationException INVALID_FILTER_VALUES, with every such value in Fields.
  [[nodiscard]] static Result<Filters, ApiError> read(const OperationShape& operation,
                                                      const boost::json::object& input);

  [[nodiscard]] bool empty() const { return filters_.empty(); }

  // values_of(name) gives a range of strings: what the item has under that filter name. Booleans are "true" and
  // "false".
  template <class ValuesOf>
  [[nodiscard]] bool match(ValuesOf values_of) const {
    return std::ranges::all_of(filters_, [&](const Filter& filter) {
      const auto& held = values_of(std::string_view(filter.name));
      return std::ranges::any_of(
          held, [&](std::string_view value) { return std::ranges::find(filter.values, value) != filter.values.end(); });
    });
  }

 private:
  struct Filter {
    std::string name;
    std::vector<std::string> values;
  };
  std::vector<Filter> filters_;
};

}  // namespace sendlab

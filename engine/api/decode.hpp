#pragma once
// A request's body, read and checked against its operation's shape.
#include <boost/json/object.hpp>
#include <cstddef>
#include <string_view>

#include "engine/api/api_error.hpp"
#include "engine/api/shapes.hpp"
#include "engine/kernel/result.hpp"

namespace sendlab {

struct DecodeLimits {
  std::size_t bytes = std::size_t{3} << 20;  // of the body; the largest request carries a 1.5 MiB blob in base64
  std::size_t depth = 32;                    // of nested lists and objects
  std::size_t faults = 100;                  // reported in Fields; more are not looked for
};

// Returns the members that the operation knows, each valid by the table, or the error to answer with. An empty body is
// an empty object.
//
//   unknown members  ignored, as the service does, and not in the result
//   null members     count as absent, also entries of a map; a null in a list is a wrong type
//   numbers          integers are written without fraction and exponent
//
// One error names all faults of a request, in the order of the table; its Reason is that of the most basic one:
//   MAXIMUM_SIZE_EXCEEDED    the body is larger than the limit
//   CANNOT_PARSE             not one UTF-8 JSON object (byte order mark, key given twice, too deep, text after the
//                            object …), or a value of the wrong JSON type: what the real service's deserializer refuses
//                            as SerializationException, for which this service's model has CANNOT_PARSE
//   MISSING_PARAMETER        a required member is absent
//   FIELD_VALIDATION_FAILED  outside of bounds, pattern or enumeration
[[nodiscard]] Result<boost::json::object, ApiError> decode(const OperationShape& operation, std::string_view body,
                                                           const DecodeLimits& limits = {});

}  // namespace sendlab

#pragma once
// The shapes of the service's operations: what each takes, answers and may refuse with. Read once from api_shapes.json,
// bundled when the program was built; decode.hpp and encode.hpp are driven by it, so that an operation needs no parsing
// code of its own.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/patterns.hpp"

namespace sendlab {

class ApiShapes;

// What a value must be. Indices point into the ApiShapes that holds the shape.
struct Shape {
  enum class Kind : std::uint8_t {
    string,
    integer,       // 32 bits
    long_integer,  // 64 bits
    boolean,
    timestamp,  // in answers given as integer milliseconds since the epoch, written as seconds
    blob,       // base64 in JSON
    list,
    map,
    structure
  };
  Kind kind = Kind::string;
  // Bounds, both inclusive: of the value for integers; of the number of Unicode code points of a string, of bytes of a
  // blob, of items of a list or map.
  std::optional<std::int64_t> min, max;
  const Pattern* pattern = nullptr;  // of a string; null: any
  std::vector<std::string> values;   // enumeration of a string; empty: any
  std::uint32_t key = 0;             // shape of a map's keys
  std::uint32_t element = 0;         // shape of a list's items or a map's values
  std::uint32_t first_member = 0;    // of a structure
  std::uint32_t member_count = 0;
};

struct ShapeMember {
  std::string name;
  std::uint32_t shape = 0;
  bool required = false;
  bool later_addition = false;  // not in the guide of November 2023, see api_shapes.json
};

struct OperationShape {
  std::string name;
  const ApiShapes* table = nullptr;
  std::uint32_t input = 0, output = 0;  // shapes of kind structure
  std::vector<std::string> errors;      // exceptions it may answer with
  std::string idempotency_token;        // name of that input member; empty: none
};

// What an exception may carry.
struct ExceptionShape {
  std::string name;
  std::vector<std::string> members;
  std::vector<std::string> reasons;  // empty: it has no Reason
};

class ApiShapes {
 public:
  // Reads the bundled table. A table that does not read, or has a pattern without a matcher, is a bug (ENSURE).
  ApiShapes();
  ApiShapes(const ApiShapes&) = delete;  // operations point back at their table
  ApiShapes& operator=(const ApiShapes&) = delete;

  [[nodiscard]] const OperationShape* operation(std::string_view name) const;               // null: unknown, or later
  [[nodiscard]] std::span<const OperationShape> operations() const { return operations_; }  // sorted by name

  // Operations that newer editions of the service have and this table does not: known by name, sorted, so that the
  // answer can be "not modelled" rather than "unknown".
  [[nodiscard]] std::span<const std::string> later_operations() const { return later_operations_; }
  [[nodiscard]] bool is_later_operation(std::string_view name) const;

  [[nodiscard]] const Shape& shape(std::uint32_t index) const { return shapes_[index]; }
  [[nodiscard]] std::span<const ShapeMember> members(const Shape& structure) const {
    return {members_.data() + structure.first_member, structure.member_count};
  }
  [[nodiscard]] const ShapeMember* member(const Shape& structure, std::string_view name) const;  // null: no such member

  [[nodiscard]] const ExceptionShape* exception(std::string_view name) const;  // null: unknown
  [[nodiscard]] std::span<const ExceptionShape> exceptions() const { return exceptions_; }
  [[nodiscard]] std::span<const std::string> resource_types() const { return resource_types_; }

  // "PinpointSMSVoiceV2": X-Amz-Target is this, a dot and the operation.
  [[nodiscard]] std::string_view target_prefix() const { return target_prefix_; }
  [[nodiscard]] std::string_view content_type() const { return content_type_; }  // "application/x-amz-json-1.0"

 private:
  friend struct ShapeReader;
  std::vector<Shape> shapes_;
  std::vector<ShapeMember> members_;
  std::vector<OperationShape> operations_;
  std::vector<std::string> later_operations_;
  std::vector<ExceptionShape> exceptions_;
  std::vector<std::string> resource_types_;
  std::string target_prefix_, content_type_;
};

// Which operation a request's X-Amz-Target asks for: "PinpointSMSVoiceV2.SendTextMessage" gives "SendTextMessage";
// empty for another service's target or none.
[[nodiscard]] std::string_view operation_of_target(const ApiShapes& shapes, std::string_view target);

}  // namespace sendlab

#pragma once
// Pages of a Describe or List operation. A token names the last item given, not a count of items, so items that come or
// go between two pages neither repeat nor hide others.
#include <boost/json/object.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/api/api_error.hpp"
#include "engine/api/shapes.hpp"
#include "engine/kernel/random.hpp"
#include "engine/kernel/result.hpp"

namespace sendlab {

// Makes and reads tokens. They are opaque and carry a keyed hash: an altered one, or one of another operation or of
// other parameters (MaxResults may change), is refused. A pure function of the seed: no clock, no randomness. This
// keeps honest clients honest; whoever knows the seed can forge one.
class PageTokens {
 public:
  explicit PageTokens(Seed seed);

  // What a request asks for.
  struct Request {
    std::string after;              // key of the last item given before; empty: from the start
    std::size_t max_results = 100;  // at most this many; 100 when the request does not say (assumption)
    std::string scope;              // binds a token to the operation and its parameters
  };

  // ValidationException INVALID_NEXT_TOKEN for a token that this operation with these parameters did not give.
  [[nodiscard]] Result<Request, ApiError> read(const OperationShape& operation, const boost::json::object& input) const;

  // The token after the item `last_key` (1 to 600 bytes).
  [[nodiscard]] std::string next(const Request& request, std::string_view last_key) const;

 private:
  std::string key_;
};

// The items of one page, in the order of their keys, and the token of the next ("" after the last page).
//   items    ascending by key_of(item), which gives a string that no other item has
template <class Item>
struct PageOf {
  std::vector<const Item*> items;
  std::string next_token;
};

template <class Items, class KeyOf, class Wanted>
auto page_of(const PageTokens& tokens, const PageTokens::Request& request, const Items& items, KeyOf key_of,
             Wanted wanted) {
  using Item = std::remove_cvref_t<decltype(*items.begin())>;
  PageOf<Item> page;
  for (const Item& item : items) {
    if (!request.after.empty() && !(key_of(item) > request.after)) continue;
    if (!wanted(item)) continue;
    if (page.items.size() == request.max_results) {
      page.next_token = tokens.next(request, key_of(*page.items.back()));
      break;
    }
    page.items.push_back(&item);
  }
  return page;
}

}  // namespace sendlab

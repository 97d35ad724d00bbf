// What a request about keywords is about: the number or pool that its OriginationIdentity names.
#include "engine/api/members.hpp"
#include "engine/api/pool_identity.hpp"

namespace sendlab {

Result<KeywordOwner, ApiError> keyword_owner(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  KeywordOwner owner;
  const auto name = origination_name(account.scope(), required_text(call.input, "OriginationIdentity"));
  if (!name.ok()) return name.error();
  if (name.value().kind == OriginationName::Kind::pool_id) {
    const auto pool = find_pool(call, name.value().text);
    if (!pool.ok()) return pool.error();
    owner.id = pool.value()->id;
    owner.arn = make_arn(account.scope(), ResourceType::pool, owner.id);
    owner.pool = true;
    for (const NumberId member : account.model_of(*pool.value()).identities)
      if (account.parts().model.numbers[member.index].type == NumberType::toll_free) owner.toll_free = true;
    owner.keywords = &pool.value()->keywords;
    owner.original = [] { return KeywordList{}; };
    owner.apply = [&account, found = pool.value()] { account.apply_pool(*found); };
    return owner;
  }
  if (name.value().kind == OriginationName::Kind::sender_id)  // R-TWO-1
    return validation(ValidationReason::invalid_parameter,
                      "OriginationIdentity is a sender ID, which receives nothing and has no keywords: give a phone "
                      "number or a pool.",
                      {{"OriginationIdentity", "must be the id or ARN of a phone number or a pool"}});
  const auto found = find_origination(call);
  if (!found.ok()) return found.error();
  PhoneNumberResource* number = account.find_number(std::string_view(found.value()->id));
  const NumberModel& model = account.model_of(*number);
  owner.id = number->id;
  owner.arn = make_arn(account.scope(), ResourceType::phone_number, number->id);
  owner.toll_free = model.type == NumberType::toll_free;
  if (const PoolResource* pool = model.pool == no_pool ? nullptr : account.find_pool(model.pool))
    owner.in_pool = pool->id;
  owner.keywords = &number->keywords;
  owner.original = [&account, &model] { return account.parts().catalogue.keywords(model); };
  owner.apply = [&account, number] { account.apply_keywords(*number); };
  return owner;
}

std::optional<ApiError> changed_through_pool(const KeywordOwner& owner) {
  if (owner.in_pool.empty()) return std::nullopt;
  return conflict(
      ConflictReason::phone_number_associated_to_pool,
      owner.id + " is in the pool " + owner.in_pool + ": change the pool, and all its numbers change with it.",
      ResourceType::phone_number, owner.id);
}

}  // namespace sendlab

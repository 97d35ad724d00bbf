#pragma once
// What the constructors of accounts and of their identities have in common. Only the loader includes this.
#include <string_view>
#include <vector>

#include "scenarios/load_context.hpp"

namespace sendlab {

class FieldReader;

// account.sender_ids, pools, default_sender_id and quotas.
void read_identities(FieldReader& f, AccountDraft& draft);

// The keywords of a number or a pool, checked against what the country fixes (R-KEY).
std::vector<KeywordSpec> read_keyword_list(FieldReader& f, std::string_view country, std::string_view owner);

void define_keyword_constructor(LuaSandbox& sandbox, const ContextPtr& context);

// A list is as long as this, which the quota of its account will be asked about once the whole file is known.
void note_quota(FieldReader& f, std::string_view path, std::string_view quota, std::size_t count,
                std::string_view owner);

// The account's own figure, else that of quotas.csv.
[[nodiscard]] std::int64_t quota_of(const LoadContext& context, const AccountSpec& account, std::string_view name,
                                    std::int64_t otherwise);

// Pools: names become places, settings come from the first identity (R-POL-1, R-POL-2, R-POL-9).
void resolve_pools(LoadContext& context, const AccountDraft& draft, AccountSpec& account);

// Lists longer than the quotas of their accounts.
void check_quotas(LoadContext& context, const std::vector<AccountSpec>& accounts);

// Findings that stop nothing: what a country does to a workload's messages.
void look_at_origination(LoadContext& context, const Workload& workload, const AccountSpec& account);

}  // namespace sendlab

"""One-line changes of the source that break a rule: (rule, file, text, text in its place). The first place counts."""

MUTATIONS = [
    # encoding and parts
    ("R-ENC-2", "engine/message/encoding.cpp", "gsm_single = 160", "gsm_single = 161"),
    ("R-ENC-3", "engine/message/encoding.cpp", "gsm_multipart = 153", "gsm_multipart = 154"),
    ("R-ENC-8", "engine/message/encoding.cpp", "code_point > 0xFFFF ? 2 : 1", "code_point > 0xFFFF ? 1 : 1"),
    ("R-ENC-9", "engine/message/encoding.cpp", "gsm_maximum = 1530", "gsm_maximum = 1531"),
    ("R-ENC-10", "engine/message/encoding.cpp", "unicode_multipart = 67", "unicode_multipart = 62"),
    # throughput
    ("R-MPS-2", "carriers/rule_tables.cpp", 'quota("mps_short_code_us")', 'quota("mps_toll_free_us")'),
    ("R-MPS-3", "carriers/rule_tables.cpp", 'return quota("mps_10dlc_us_default")', 'return 2 * quota("mps_10dlc_us_default")'),
    ("R-MPS-4", "carriers/rule_tables.cpp", 'return quota("mps_long_code_ca")', 'return quota("mps_long_code_other")'),
    ("R-MPS-5", "carriers/rule_tables.cpp", 'return quota("mps_toll_free_us")', 'return 1 + quota("mps_toll_free_us")'),
    ("R-MPS-8", "engine/service/service.cpp", "if (!recipient_free)", "if (false && !recipient_free)"),
    ("R-MPS-9", "engine/service/service.cpp", "if (number_opens > now) {", "if (false && number_opens > now) {"),
    ("R-MPS-15", "scenarios/advice_times.cpp", "volume->total * parts / capacity", "volume->total / capacity * 2"),
    # sandbox and spending
    ("R-SBX-2", "tools/world_identities.cpp", "if (spec.sandbox) account.monthly_spend_limit", "if (false) account.monthly_spend_limit"),
    ("R-SBX-11", "engine/service/service.cpp", "if (account.sandbox && !carrier.simulator", "if (false && account.sandbox && !carrier.simulator"),
    ("R-SBX-12", "engine/service/service.cpp", "if (account.sandbox && !carrier.simulator &&", "if (account.sandbox &&"),
    ("R-SPD-3", "engine/service/spending.cpp", "delay_low_ + random_.below(delay_span_ + 1)", "random_.below(delay_low_)"),
    ("R-SPD-5", "engine/service/spending.cpp", "state.spent = {};", ""),
    # identities
    ("R-TYP-6", "engine/service/service.cpp", "*request.type != origin.message_type", "false && *request.type != origin.message_type"),
    ("R-ORG-3", "carriers/country_tables.cpp", 'iso == "PR" || ', ""),
    ("R-ORG-24", "engine/service/number_choice.cpp", "case NumberType::short_code: return 0;", "case NumberType::short_code: return 5;"),
    ("R-ORG-27", "engine/message/destination_country.cpp", "known->first == number) return", "false) return"),
    ("R-ORG-28", "carriers/country_tables.cpp", '{"1684"}', '{"1685"}'),
    ("R-NUM-2", "engine/service/service.cpp", "simulation_.now() < origin.active_from", "false && simulation_.now() < origin.active_from"),
    ("R-NUM-8", "engine/api/operations_numbers.cpp", "if (number->deletion_protection)", "if (false)"),
    ("R-NUM-9", "engine/api/operations_numbers.cpp", '!= "ACTIVE")', '== "NEVER")'),
    ("R-NUM-10", "scenarios/number_rules.cpp", "digits.size() > 12", "digits.size() > 13"),
    ("R-NUM-14", "engine/api/operations_numbers.cpp", ">= account.parts().quotas.phone_numbers", "> account.parts().quotas.phone_numbers"),
    ("R-NUM-16", "scenarios/number_rules.cpp", '"1844"', '"1845"'),
    ("R-SIM-5", "engine/service/service.cpp", "origin.type == NumberType::simulator && !carrier.simulator", "false && !carrier.simulator"),
    # opt-out and keywords
    ("R-OPT-1", "carriers/default_keywords.cpp", '? "US_CA" : "OTHER"', '? "OTHER" : "OTHER"'),
    ("R-OPT-2", "engine/service/conversation.cpp", "return !letter_or_digit;", "return letter_or_digit || !letter_or_digit;"),
    ("R-OPT-6", "engine/service/service.cpp", "return Refusal::opted_out", "return Refusal::none"),
    ("R-OPT-7", "carriers/default_keywords.cpp", "type == NumberType::toll_free ?", "false && type == NumberType::toll_free ?"),
    ("R-KEY-3", "scenarios/number_rules.cpp", "if (opts_out && keyword.action", "if (false && opts_out && keyword.action"),
    ("R-KEY-7", "scenarios/advice_senders.cpp", "characters >= 20", "characters >= 19"),
    ("R-SMO-3", "tools/world_identities.cpp", "if (number.self_managed_opt_outs && !k.by_network)", "if (false && number.self_managed_opt_outs && !k.by_network)"),
    ("R-TWO-1", "carriers/country_tables.cpp", 'is_yes(row, "two_way")', 'csv.at(row, "two_way") != "no"'),
    # time-to-live and events
    ("R-TTL-3", "engine/service/outbound_queue.cpp", "if (fate.handset_off.count() > 0 &&", "if (false && fate.handset_off.count() > 0 &&"),
    ("R-TTL-5", "engine/service/outbound_queue.cpp", "m.outcome_at = timeout;", "m.outcome_at = m.last_hand_over + fate.outcome_after;"),
    ("R-EVT-2", "engine/api/operations_configuration.cpp", "if (destinations.size() >=", "if (destinations.size() >"),
    ("R-EVT-8", "engine/api/simulated_account.cpp", "if (!enabled) return false;", ""),
    ("R-EVT-12", "engine/api/operations_configuration.cpp", 'if (type == "TEXT_SENT")', 'if (type == "TEXT_NONE")'),
    # money
    ("R-BIL-3", "carriers/rule_tables.cpp", '"-OutboundSMS-"', '"-OutboundSms-"'),
    ("R-BIL-4", "carriers/rule_tables.cpp", "carrier_fee.count > 0 ? 4 : 2", "carrier_fee.count > 0 ? 4 : 4"),
    ("R-BIL-11", "engine/service/service.cpp", "per_part > *request.max_price", "per_part * 2 > *request.max_price"),
    ("R-REG-8", "carriers/ten_dlc_tables.cpp", "return {parts, std::chrono::minutes{1}};", "return {parts, std::chrono::minutes{2}};"),
    # filters, hours, people
    ("R-SPM-1", "carriers/filter_model.cpp", "now - oldest < rules_->long_code_window", "now - oldest <= rules_->long_code_window"),
    ("R-SPM-2", "scenarios/body_senders.cpp", "use.senders.senders.size() < 2", "use.senders.senders.size() < 3"),
    ("R-SPM-6", "carriers/filter_tables.cpp", "rules.long_code = 0;", "rules.long_code *= 1;"),
    ("R-QUI-3", "carriers/profile_carrier.cpp", "fate.answer_after += wait;", ""),
    ("R-DEA-7", "carriers/profile_carrier.cpp", "chance(profile_.deactivated_invalid)", "chance(1 - profile_.deactivated_invalid)"),
]

#include "reports/metric_path.hpp"

#include <algorithm>

#include "engine/kernel/ascii.hpp"

#include "engine/message/message_fact.hpp"

namespace sendlab {
namespace {

constexpr std::string_view top_level[] = {
    "virtual_s",     "messages",         "queue_s",   "accept_s", "delivery_s",        "delivered_share",
    "reached_share", "delivered_within", "workloads", "carriers", "numbers",           "campaigns",
    "brands",        "countries",        "events",    "cost",     "first_hand_over_s", "last_hand_over_s",
    "last_final_s",  "delay_by_cause_s", "voice",
};

bool is_plain(std::string_view name) {
  const auto plain = [](char c) {
    return is_letter_or_digit(c) ||
           std::string_view("_&#/-").find(c) != std::string_view::npos;
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), plain);
}

bool is_count_name(std::string_view group, std::string_view name) {
  for (std::size_t i = 0; i < status_count; ++i) {
    const auto status = static_cast<Status>(i);
    if (group == "final" && name == name_of(status)) return true;
    if (group == "events" && name == event_type_of(status) && !name.empty()) return true;
  }
  for (std::size_t i = 1; i < refusal_count; ++i) {
    if (group == "refused" && name == report_key_of(static_cast<Refusal>(i))) return true;
  }
  return false;
}

bool is_metric(const Doc& doc) { return doc.as_number() != nullptr || doc.is_null(); }

class Finder {
 public:
  bool find(const Doc& doc, std::string_view rest) {
    if (rest.empty()) {
      found.value = &doc;
      return is_metric(doc);
    }
    if (rest.front() == '[') return find_quoted(doc, rest);
    std::vector<const Doc::Member*> fitting;
    for (const Doc::Member& member : doc.members()) {
      if (!member.name.empty() && rest.starts_with(member.name)) fitting.push_back(&member);
    }
    std::stable_sort(fitting.begin(), fitting.end(),
                     [](const auto* a, const auto* b) { return a->name.size() > b->name.size(); });
    for (const Doc::Member* member : fitting) {
      if (step(member->name, member->value, rest.substr(member->name.size()))) return true;
    }
    return find_sparse(doc, rest);
  }

  FoundMetric found;

 private:
  // After a member's name: the end, a dot and more, or a quoted name.
  bool step(const std::string& name, const Doc& value, std::string_view rest) {
    if (rest.starts_with('.')) {
      rest.remove_prefix(1);
      if (rest.empty()) return false;
    } else if (!rest.empty() && rest.front() != '[') {
      return false;
    }
    found.path.push_back(name);
    if (find(value, rest)) return true;
    found.path.pop_back();
    return false;
  }

  bool find_quoted(const Doc& doc, std::string_view rest) {
    if (rest.size() < 4 || (rest[1] != '"' && rest[1] != '\'')) return false;
    const char quote = rest[1];
    const std::size_t end = rest.find(std::string{quote, ']'}, 2);
    if (end == std::string_view::npos) return false;
    const std::string name(rest.substr(2, end - 2));
    const Doc* value = doc.find(name);
    if (value == nullptr) return rest.size() == end + 2 && find_sparse(doc, name);
    return step(name, *value, rest.substr(end + 2));
  }

  bool find_sparse(const Doc& doc, std::string_view name) {
    static const Doc zero = Doc::integer(0);
    if (!doc.is_object() || found.path.empty() || !is_count_name(found.path.back(), name)) return false;
    found.path.emplace_back(name);
    found.value = &zero;
    return true;
  }
};

void visit_all(const Doc& doc, MetricPath& path, const std::function<void(const MetricPath&, const Doc&)>& visit) {
  for (const Doc::Member& member : doc.members()) {
    path.push_back(member.name);
    if (is_metric(member.value)) {
      visit(path, member.value);
    } else {
      visit_all(member.value, path, visit);
    }
    path.pop_back();
  }
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<FoundMetric> find_metric(const Doc& report, std::string_view spelling) {
  Finder in_report;
  if (in_report.find(report, spelling)) return std::move(in_report.found);
  Finder in_workloads;
  in_workloads.found.path.emplace_back("workloads");
  if (in_workloads.find(report["workloads"], spelling)) return std::move(in_workloads.found);
  return std::nullopt;
}

std::string metric_spelling(const MetricPath& path) {
  std::size_t from = 0;
  if (path.size() > 2 && path[0] == "workloads" && is_plain(path[1]) &&
      std::find(std::begin(top_level), std::end(top_level), path[1]) == std::end(top_level)) {
    from = 1;
  }
  std::string spelling;
  for (std::size_t i = from; i < path.size(); ++i) {
    if (!is_plain(path[i])) {
      spelling += "[\"" + path[i] + "\"]";
    } else {
      if (i > from) spelling += '.';
      spelling += path[i];
    }
  }
  return spelling;
}

void for_each_metric(const Doc& report, const std::function<void(const MetricPath&, const Doc&)>& visit) {
  MetricPath path;
  visit_all(report, path, visit);
}

bool is_sparse_count(const MetricPath& path) {
  return path.size() >= 2 && is_count_name(path[path.size() - 2], path.back());
}

std::string nearest_metric(const Doc& report, std::string_view spelling) {
  std::string nearest;
  std::size_t least = std::max<std::size_t>(spelling.size() / 3, 2) + 1;
  for_each_metric(report, [&](const MetricPath& path, const Doc&) {
    std::string candidate = metric_spelling(path);
    const std::size_t longer = std::max(candidate.size(), spelling.size());
    const std::size_t shorter = std::min(candidate.size(), spelling.size());
    if (longer - shorter >= least) return;
    const std::size_t distance = edit_distance(candidate, spelling);
    if (distance < least) {
      least = distance;
      nearest = std::move(candidate);
    }
  });
  return nearest;
}

}  // namespace sendlab

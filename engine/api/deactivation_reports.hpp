#pragma once
// Deactivation reports: the phone numbers of the United States that have left their owners, as objects of a bucket
// (R-DEA).
//
//   bucket   {region}-pinpoint-sms-voice; the requester pays
//   keys     sms-deact-reports/us/latest-deact-report.csv           us or US
//            sms-deact-reports/us/YYYY-MM-DD-deact-report.csv       the last 90 days
//
// A report lists the numbers that were deactivated on its day, one a line under the heading phone_number (assumption
// deactivation/format). Each deactivated number of the world has a day of its own in the 90 days up to the start, by a
// fixed hash (assumption deactivation/day); the days after the start have empty reports. A day's report exists from
// that day's 00:00 UTC on (assumption deactivation/published).
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/calendar.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

// A number on a report. A ported one has only changed its network, and its owner still reads it (R-DEA-4).
struct DeactivatedNumber {
  PhoneNumber number;
  bool ported = false;
};

struct StoredObject {
  int status = 200;             // 200, 403 AccessDenied, 404 NoSuchBucket or NoSuchKey
  std::string body;             // of an error, the XML that object stores answer with
  std::string content_type;
};

class DeactivationReports {
 public:
  static constexpr int days_kept = 90;  // R-DEA-3

  // `numbers` is asked once, when it is needed; it may be empty.
  DeactivationReports(std::string region, std::function<std::vector<DeactivatedNumber>()> numbers)
      : bucket_(region + "-pinpoint-sms-voice"), numbers_(std::move(numbers)) {}

  [[nodiscard]] const std::string& bucket() const { return bucket_; }
  // `start`: the world's first day. `pays`: the request says that the requester pays.
  [[nodiscard]] StoredObject get(std::string_view bucket, std::string_view key, bool pays, Instant now, Instant start);
  // The keys that begin with `prefix`, which must lie below sms-deact-reports/us/ (R-DEA-6), as XML.
  [[nodiscard]] StoredObject list(std::string_view bucket, std::string_view prefix, bool pays, Instant now,
                                  Instant start);

 private:
  [[nodiscard]] std::string report_of(CivilDate day, Instant start);

  std::string bucket_;
  std::function<std::vector<DeactivatedNumber>()> numbers_;
  bool asked_ = false;
  std::vector<std::vector<PhoneNumber>> by_age_;  // [days before the start]
};

}  // namespace sendlab

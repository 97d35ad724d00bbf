#pragma once
// A served account whose registrations are filled in over its own API.
#include <string>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {

inline const std::string wire_brand = "US_TEN_DLC_BRAND_REGISTRATION", wire_vetting = "US_TEN_DLC_BRAND_VETTING",
                         wire_campaign = "US_TEN_DLC_CAMPAIGN_REGISTRATION",
                         wire_toll_free = "US_TOLL_FREE_REGISTRATION", wire_singapore = "SG_SENDER_ID_REGISTRATION";
inline const std::string wire_png = "iVBORw0KGgoAAAANSUhEUg==";  // the head of a PNG file

class RegistrationWorld : public ServedWorld {
 public:
  using ServedWorld::ServedWorld;

  std::string create(const std::string& type);
  // Gives every required field a value that it takes.
  void fill(const std::string& id, const std::string& type);
  Reply put(const std::string& id, const std::string& path, const std::string& value);  // value: 'TextValue': '…'
  Reply of(const std::string& operation, const std::string& id, const std::string& more = "");
  std::string status(const std::string& id);
  // Says how its review ends; nothing drawn.
  void plan(const std::string& id, ReviewPlan::Outcome outcome, Duration lasts = std::chrono::hours{48},
            const std::string& reason = "");
  void associate(const std::string& id, const std::string& resource);
  // Filled, submitted and approved.
  std::string approved(const std::string& type, const std::string& resource = "");
  std::string request_number(const std::string& type, const std::string& registration = "");
  std::string number_status(const std::string& id);
};

}  // namespace sendlab::test

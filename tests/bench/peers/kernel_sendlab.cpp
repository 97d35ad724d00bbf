// The works of kernel_works.hpp by sendlab's own simulation, through its public interface.
#include "engine/kernel/simulation.hpp"
#include "tests/bench/peers/kernel_works.hpp"

namespace {

class Engine {
 public:
  void schedule(std::int64_t delay_ns, std::uint32_t kind, std::uint32_t subject) {
    simulation_.schedule(simulation_.now() + sendlab::Duration{delay_ns}, sendlab::Priority::submit,
                         static_cast<std::uint8_t>(kind), subject);
  }
  void schedule_and_cancel(std::int64_t delay_ns) {
    sendlab::EventHandle handle =
        simulation_.schedule(simulation_.now() + sendlab::Duration{delay_ns}, sendlab::Priority::expiry, 0, 0);
    simulation_.cancel(handle);
  }
  template <class Handle>
  void run(std::uint64_t count, const Handle& handle) {
    std::uint64_t left = count;
    simulation_.run_until(sendlab::never, [&](const sendlab::ScheduledEvent& event) {
      handle(event.kind, event.subject);
      if (--left == 0) simulation_.stop();
    });
  }

 private:
  sendlab::Simulation simulation_{sendlab::Instant{}};
};

}  // namespace

int main(int argc, char** argv) { return peers::run_works(argc, argv, Engine{}); }

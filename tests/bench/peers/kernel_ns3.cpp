// The works of kernel_works.hpp on ns-3's simulator. Which of its schedulers: SENDLAB_NS3_SCHEDULER, by default
// ns3::PriorityQueueScheduler.
#include <ns3/object-factory.h>
#include <ns3/simulator.h>

#include "tests/bench/peers/kernel_works.hpp"

namespace {

class Engine {
 public:
  Engine() {
    const char* name = std::getenv("SENDLAB_NS3_SCHEDULER");
    ns3::ObjectFactory scheduler;
    scheduler.SetTypeId(name != nullptr ? name : "ns3::PriorityQueueScheduler");
    ns3::Simulator::SetScheduler(scheduler);
  }

  void schedule(std::int64_t delay_ns, std::uint32_t kind, std::uint32_t subject) {
    ns3::Simulator::Schedule(ns3::NanoSeconds(delay_ns), &Engine::fire, this, kind, subject);
  }
  void schedule_and_cancel(std::int64_t delay_ns) {
    ns3::Simulator::Cancel(
        ns3::Simulator::Schedule(ns3::NanoSeconds(delay_ns), &Engine::fire, this, std::uint32_t{0}, std::uint32_t{0}));
  }
  template <class Handle>
  void run(std::uint64_t count, const Handle& handle) {
    left_ = count;
    handle_ = &handle;
    call_ = [](const void* with, std::uint32_t kind, std::uint32_t subject) {
      (*static_cast<const Handle*>(with))(kind, subject);
    };
    ns3::Simulator::Run();
  }

 private:
  void fire(std::uint32_t kind, std::uint32_t subject) {
    call_(handle_, kind, subject);
    if (--left_ == 0) ns3::Simulator::Stop();
  }

  std::uint64_t left_ = 0;
  const void* handle_ = nullptr;
  void (*call_)(const void*, std::uint32_t, std::uint32_t) = nullptr;
};

}  // namespace

int main(int argc, char** argv) { return peers::run_works(argc, argv, Engine{}); }

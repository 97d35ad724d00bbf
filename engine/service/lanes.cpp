// Messages that wait for a limit: in lanes, and lanes in lines before a closed gate (waiting_line.hpp).
#include "engine/service/service.hpp"

namespace sendlab {
namespace {

DelayCause cause_of(const LimitGate& gate) {
  return gate.kind == LimitGate::Kind::number     ? DelayCause::number_mps
         : gate.kind == LimitGate::Kind::campaign ? DelayCause::campaign_throughput
                                                  : DelayCause::fault;
}

// Long messages that wait for a window do so with others that space their parts alike.
bool plans_with_others(const Lane& lane, const WaitingLine& line) {
  return lane.parts > 1 && line.gate().kind != LimitGate::Kind::number;
}

}  // namespace

std::uint32_t Service::lane_of(const Message& message) {
  std::uint32_t lane = limits_.lane(message.number, message.carrier);
  while (lane != no_lane && lanes_[lane].parts != message.parts) lane = lanes_[lane].next;
  return lane;
}

std::uint32_t Service::add_lane(const Message& message) {
  const auto index = static_cast<std::uint32_t>(lanes_.size());
  std::uint32_t& first = limits_.lane(message.number, message.carrier);
  lanes_.push_back({.number = message.number, .carrier = message.carrier, .parts = message.parts, .next = first});
  first = index;
  if (message.parts > 1) long_lanes_[message.number.index].push_back(index);
  return index;
}

// `index`: its lane, no_lane when it has none yet. `answer`: of the gates to this message; null when others wait
// before it.
void Service::join_lane(MessageRow row, std::uint32_t index, const GateAnswer* answer) {
  Message& m = messages_[row];
  m.lane = index != no_lane ? index : add_lane(m);
  Lane& lane = lanes_[m.lane];
  m.previous = lane.tail;
  m.next = no_row;
  (lane.tail == no_row ? lane.head : messages_[lane.tail].next) = row;
  lane.tail = row;
  wait_until_deadline(row);
  if (m.status == Status::accepted) publish_status(m, Status::queued, false);
  if (answer != nullptr) wait_for(m.lane, *answer);
  faults_.note_throttles(m, simulation_.now(), simulation_.now() + Duration{1});
}

void Service::leave_lane(MessageRow row) {
  Message& m = messages_[row];
  ENSURE(m.lane != no_lane, "only who waits in a lane leaves it");
  Lane& lane = lanes_[m.lane];
  (m.previous == no_row ? lane.head : messages_[m.previous].next) = m.next;
  (m.next == no_row ? lane.tail : messages_[m.next].previous) = m.previous;
  m.next = m.previous = no_row;
  m.lane = no_lane;

  // The whole wait is charged to the limit that released last (contract). Piece by piece would cost every message in a
  // long lane one piece for each change of cause.
  messages_.charge(m, simulation_.now(), lane.cause);
}

// The first message of a lane has expired there.
void Service::expire_in_lane(MessageRow row) {
  const std::uint32_t index = messages_[row].lane;
  const bool was_first = lanes_[index].head == row;
  leave_lane(row);
  finish(row, messages_[row].outcome);
  if (!was_first) return;
  Lane& lane = lanes_[index];
  if (lane.line == no_line) return look_at_head(index);
  if (lane.head == no_row) return leave_line(index);
  lane.place = messages_[lane.head].place;
  lines_[lane.line].moved_back(lanes_, index);
}

// ---- a lane that waits ----

void Service::wait_for(std::uint32_t index, const GateAnswer& answer) {
  lanes_[index].cause = answer.cause;
  if (answer.gate.kind == LimitGate::Kind::none) return wake_at(index, answer.opens);
  const std::uint32_t line = line_of(answer.gate);
  enter_line(index, line);
  wake_line_by(line, answer.opens);
}

// The lane's first message is looked at again at `opens`, in the order in which messages were accepted.
void Service::wake_at(std::uint32_t index, Instant opens) {
  Lane& lane = lanes_[index];
  simulation_.cancel(lane.wake);
  if (opens == never) return;  // until a limit changes
  lane.wake = simulation_.schedule_at_place(opens, Priority::release, messages_[lane.head].place,
                                            static_cast<std::uint8_t>(ServiceEvent::lane_wake), index);
}

void Service::look_at_head(std::uint32_t index) {
  Lane& lane = lanes_[index];
  simulation_.cancel(lane.wake);
  if (lane.line != no_line) leave_line(index);
  if (lane.head == no_row) return;
  const GateAnswer answer = ask_gates(messages_[lane.head]);
  if (answer.kind == GateAnswer::Kind::wait) return wait_for(index, answer);
  wake_at(index, simulation_.now());  // its turn comes in this very instant, in the order of acceptance
}

// The lane's turn has come: its first message goes if its gates let it. False: it waits on.
bool Service::serve_lane(std::uint32_t index) {
  const MessageRow row = lanes_[index].head;
  ENSURE(row != no_row, "a lane that wakes has somebody waiting");
  const GateAnswer answer = ask_gates(messages_[row]);
  if (answer.kind == GateAnswer::Kind::wait) return wait_for(index, answer), false;
  leave_lane(row);
  go_or_end(row, answer);
  return true;
}

void Service::on_lane_wake(std::uint32_t index) {
  lanes_[index].wake = {};
  if (serve_lane(index)) look_at_head(index);
}

// Limits have changed: everybody asks again.
void Service::reconsider_lanes() {
  for (WaitingLine& line : lines_) {
    simulation_.cancel(line.wake);
    line.clear();
  }
  for (Lane& lane : lanes_) lane.line = no_line;
  long_lanes_in_line_ = 0;
  for (std::uint32_t i = 0; i < lanes_.size(); ++i)
    if (lanes_[i].head != no_row) look_at_head(i);
}

// ---- a line of lanes ----

std::uint32_t Service::line_of(const LimitGate& gate) {
  std::vector<std::uint32_t>& firsts = lines_of_gate_[static_cast<std::size_t>(gate.kind)];
  if (gate.index >= firsts.size()) firsts.resize(gate.index + 1, no_line);
  std::uint32_t& first = firsts[gate.index];
  for (std::uint32_t line = first; line != no_line; line = lines_[line].next)
    if (lines_[line].gate() == gate) return line;
  lines_.emplace_back(gate);
  lines_.back().next = first;
  return first = static_cast<std::uint32_t>(lines_.size() - 1);
}

void Service::enter_line(std::uint32_t index, std::uint32_t line) {
  Lane& lane = lanes_[index];
  ENSURE(lane.line == no_line && !lane.wake, "a lane waits by itself or in one line");
  lane.line = line;
  lane.cause = cause_of(lines_[line].gate());
  lane.place = messages_[lane.head].place;
  lines_[line].insert(lanes_, index);
  if (plans_with_others(lane, lines_[line])) ++long_lanes_in_line_;
}

void Service::leave_line(std::uint32_t index) {
  WaitingLine& line = lines_[lanes_[index].line];
  if (plans_with_others(lanes_[index], line)) --long_lanes_in_line_;
  line.remove(lanes_, index);
  lanes_[index].line = no_line;
  if (line.empty()) simulation_.cancel(line.wake);
}

void Service::wake_line(std::uint32_t index, Instant at) {
  WaitingLine& line = lines_[index];
  simulation_.cancel(line.wake);
  line.wake_at = at;
  line.wake_place = lanes_[line.first()].place;
  line.wake = simulation_.schedule_at_place(at, Priority::release, line.wake_place,
                                            static_cast<std::uint8_t>(ServiceEvent::line_wake), index);
}

// At `at` or before, and not after the place of its first lane.
void Service::wake_line_by(std::uint32_t index, Instant at) {
  WaitingLine& line = lines_[index];
  const std::uint64_t place = lanes_[line.first()].place;
  if (!line.wake || at < line.wake_at || (at == line.wake_at && place < line.wake_place)) wake_line(index, at);
}

void Service::on_line_wake(std::uint32_t index) {
  lines_[index].wake = {};
  const std::uint32_t first = lines_[index].first();
  if (lanes_[first].place > lines_[index].wake_place)  // an earlier one has expired meanwhile
    return wake_line(index, simulation_.now());
  // Of a number and another gate that open at one instant the number is what it waited for (ties in listed order).
  if (limits_.number_opened_at(lanes_[first].number, simulation_.now())) lanes_[first].cause = DelayCause::number_mps;
  leave_line(first);
  if (serve_lane(first)) {
    // Who is next in a lane of single parts must pass the same gate. The parts of long messages are spaced by what the
    // number has just sent, and one that was accepted before the one that went (both were set aside for a while) may go
    // at once, behind those who wait at this instant: their gates are asked.
    Lane& lane = lanes_[first];
    const bool same_gate = lines_[index].gate().kind == LimitGate::Kind::number || lane.parts == 1;
    if (lane.head == no_row || lane.line != no_line) {
      // Nobody left, or looked at already.
    } else if (same_gate && !lane.wake && messages_[lane.head].place > lane.place) {
      enter_line(first, index);
    } else {
      look_at_head(first);
    }
  }
  look_at_line(index);
}

// When does the gate open? What else holds its first lane is asked then, unless long messages make it a question of the
// lane.
void Service::look_at_line(std::uint32_t index) {
  if (lines_[index].empty()) return;
  const LimitGate& gate = lines_[index].gate();
  if (gate.kind == LimitGate::Kind::number || gate.parts == 1)
    wake_line(index, limits_.opens(gate, simulation_.now()));
  else
    look_at_first(index);
}

// Those that something else holds longer leave the line.
void Service::look_at_first(std::uint32_t index) {
  while (!lines_[index].empty()) {
    const std::uint32_t first = lines_[index].first();
    const GateAnswer answer = ask_gates(messages_[lanes_[first].head]);
    if (answer.kind != GateAnswer::Kind::wait) {
      wake_line(index, simulation_.now());  // in this instant, by its place
      break;
    }
    if (answer.gate == lines_[index].gate()) {
      wake_line(index, answer.opens);
      break;
    }
    leave_line(first);
    wait_for(first, answer);
  }
}

// The number has sent: its long messages no longer plan their parts as the others in their lines do.
void Service::look_at_long_lanes(NumberId number) {
  for (const std::uint32_t lane : long_lanes_[number.index])
    if (const std::uint32_t line = lanes_[lane].line; line != no_line && plans_with_others(lanes_[lane], lines_[line]))
      look_at_head(lane);
}

}  // namespace sendlab

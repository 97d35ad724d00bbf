"""Hand-over instants worked out from the contract's sentences alone, for cases simple enough to be sure of.

All instants are nanoseconds after the start; a limit (N, W) allows N parts in any half-open window [t, t + W): part j goes
no earlier than part j - N plus W.
"""
import collections
import datetime
import zoneinfo

SECOND = 1_000_000_000


class Window:
    def __init__(self, parts, per=SECOND):
        self.parts, self.per = parts, per
        self.last = collections.deque(maxlen=parts)

    def free_at(self, now):
        """The first instant from `now` on at which one more part may go."""
        return max(now, self.last[0] + self.per) if len(self.last) == self.parts else now

    def take(self, at):
        self.last.append(at)


def one_number(sends, parts, per=SECOND):
    """First and last hand-over of each (planned, parts of the message), first come, first served: a message goes when its
    first part may; the others follow at the number's rate with nothing between them."""
    window, out, free = Window(parts, per), [], 0
    for planned, count in sends:
        first = None
        at = max(planned, free)
        for _ in range(count):
            at = window.free_at(at)
            window.take(at)
            first = at if first is None else first
        free = at
        out.append((first, at))
    return out


def numbers_and_campaign(sends, number_limit, campaign_limit, throttle):
    """Hand-over of each one-part message (planned, number). Those that wait go in the order of acceptance, each at the first
    instant at which its number and the campaign let it, later ones before it if only its number is not free. A request is
    accepted when it is made, or, if the service throttles, when its number would let a part go; at one instant those
    already accepted go before new requests."""
    numbers = collections.defaultdict(lambda: Window(*number_limit))
    campaign = Window(*campaign_limit)
    asking, accepted, out, now = list(range(len(sends))), [], {}, 0

    def goes(i):
        if numbers[sends[i][1]].free_at(now) > now or campaign.free_at(now) > now:
            return False
        out[i] = now
        numbers[sends[i][1]].take(now)
        campaign.take(now)
        return True

    while asking or accepted:
        accepted = [i for i in accepted if not goes(i)]
        still = []
        for i in asking:
            planned, number = sends[i]
            if planned > now or throttle and numbers[number].free_at(now) > now:
                still.append(i)
            elif not goes(i):
                accepted.append(i)
        asking = still
        # Nothing changes before one of these instants.
        next_ = [max(sends[i][0], numbers[sends[i][1]].free_at(now)) if throttle else sends[i][0] for i in asking]
        next_ += [max(numbers[sends[i][1]].free_at(now), campaign.free_at(now)) for i in accepted]
        now = min(next_, default=now)
    return [out[i] for i in range(len(sends))]


def one_number_and_campaign(sends, number_parts, campaign_parts, campaign_per):
    """First and last hand-over of messages of several parts through one number of a campaign: each goes at the first instant
    at which all its parts, going at the number's rate, keep the campaign's window; of those that can, the first come."""
    gone, out = [], {}  # all parts that went or are on their way, in order; the campaign has no others

    def parts_from(start, count):
        planned = list(gone)
        for _ in range(count):
            at = max(start, planned[-1] if planned else 0)
            if len(planned) >= number_parts:
                at = max(at, planned[-number_parts] + SECOND)
            planned.append(at)
        return planned

    def earliest(now, count):
        start = now
        while True:
            parts = parts_from(start, count)
            late = [parts[i - campaign_parts] + campaign_per - parts[i] for i in range(len(gone), len(parts)) if i >= campaign_parts]
            worst = next((wait for wait in late if wait > 0), 0)
            if not worst:
                return parts
            # No part gains more than the start loses, so nothing before this instant can do.
            start = parts[len(gone)] + worst

    now = 0
    while len(out) < len(sends):
        waiting = [i for i, (planned, _) in enumerate(sends) if i not in out and planned <= now]
        starts = [planned for planned, _ in sends if planned > now][:1]
        for i in waiting:
            parts = earliest(now, sends[i][1])
            if parts[len(gone)] == now:
                out[i] = (now, parts[-1])
                gone = parts
            else:
                starts.append(parts[len(gone)])
        now = min(starts, default=now)
    return [out[i] for i in range(len(sends))]


class PacificDays:
    """Parts of a brand by the calendar day in Los Angeles."""

    def __init__(self, start, used=0):
        self.start, self.zone = start.astimezone(datetime.timezone.utc), zoneinfo.ZoneInfo("America/Los_Angeles")
        self.used = collections.Counter({self.day(0): used})

    def day(self, at):
        return (self.start + datetime.timedelta(microseconds=at // 1000)).astimezone(self.zone).date()

    def next_midnight(self, at):
        midnight = datetime.datetime.combine(self.day(at) + datetime.timedelta(days=1), datetime.time(), tzinfo=self.zone)
        return int((midnight.astimezone(datetime.timezone.utc) - self.start).total_seconds()) * SECOND


def one_number_with_cap(sends, number_parts, days, cap, hold):
    """Hand-over (or None: refused whole, CARRIER_BLOCKED) of messages through one number under a brand's daily cap. A message
    that is refused takes no place; one that is held takes its place when it goes. Held ones are of one part here."""
    window, out = Window(number_parts), []
    free = 0
    for planned, count in sends:
        at = window.free_at(max(planned, free))
        if hold:
            while days.used[days.day(at)] + count > cap:
                at = days.next_midnight(at)
            at = window.free_at(at)
        elif days.used[days.day(at)] + count > cap:
            out.append(None)
            continue
        first = at
        for _ in range(count):
            at = window.free_at(at)
            window.take(at)
            days.used[days.day(at)] += 1
        free = at
        out.append((first, at))
    return out

#!/usr/bin/python3
"""The study of scenarios/sms_study.lua in SimPy, as one writes it there for speed: a process for each number, which
serves its queue, one for the arrivals, and a timeout for each delivery. (A process for each message, which is how SimPy's own
examples go, takes more than three times as long.)

usage: sms_simpy.py [MESSAGES] [SEED]     prints what became of the messages, and their latencies
"""
import collections
import math
import random
import sys

import simpy

ARRIVALS_PER_SECOND = 360
BRANDS, CAMPAIGNS_OF_BRAND, NUMBERS_OF_CAMPAIGN = 10, 3, 10
NUMBERS = BRANDS * CAMPAIGNS_OF_BRAND * NUMBERS_OF_CAMPAIGN
TIME_TO_LIVE, ATT_PER_MINUTE, TMOBILE_PER_DAY = 30, 160, 2000
CARRIERS, SHARES = ("AT&T", "T-Mobile", "Verizon"), (38, 70, 100)
DELIVERY = {"AT&T": (0.5, 0.6), "T-Mobile": (0.3, 0.7), "Verizon": (0.2, 0.5)}


class Study:
    def __init__(self, messages, seed):
        self.messages = messages
        self.random = random.Random(seed)
        self.env = simpy.Environment()
        self.queues = [simpy.Store(self.env) for _ in range(NUMBERS)]
        campaigns = range(BRANDS * CAMPAIGNS_OF_BRAND)
        self.windows = [collections.deque(maxlen=ATT_PER_MINUTE) for _ in campaigns]
        self.sent_to_tmobile = collections.Counter()  # by (brand, day)
        self.outcomes = collections.Counter()
        self.latencies = []

    def run(self):
        for number, queue in enumerate(self.queues):
            self.env.process(self.serve(number, queue))
        self.env.process(self.arrive())
        self.env.run()

    def arrive(self):
        for i in range(self.messages):
            yield self.env.timeout(self.random.expovariate(ARRIVALS_PER_SECOND))
            carrier = self.random.choices(CARRIERS, cum_weights=SHARES)[0]
            self.queues[i % NUMBERS].put((self.env.now, carrier))

    def serve(self, number, queue):
        """One message a second, in order; those that waited too long are dropped when their turn comes."""
        campaign = number // NUMBERS_OF_CAMPAIGN
        while True:
            born, carrier = yield queue.get()
            if self.env.now > born + TIME_TO_LIVE:
                self.outcomes["expired_in_queue"] += 1
                continue
            self.hand_over(campaign, born, carrier)
            yield self.env.timeout(1)

    def hand_over(self, campaign, born, carrier):
        now = goes = self.env.now
        if carrier == "AT&T":
            window = self.windows[campaign]
            if len(window) == ATT_PER_MINUTE:
                goes = max(now, window[0] + 60)
            if goes > born + TIME_TO_LIVE:
                self.outcomes["expired_at_att"] += 1
                return
            window.append(goes)  # its place is taken now, first come first served
        elif carrier == "T-Mobile":
            brand_and_day = campaign // CAMPAIGNS_OF_BRAND, now // 86400
            if self.sent_to_tmobile[brand_and_day] == TMOBILE_PER_DAY:
                self.outcomes["over_tmobile_cap"] += 1
                return
            self.sent_to_tmobile[brand_and_day] += 1
        mu, sigma = DELIVERY[carrier]
        delivery = self.env.timeout(goes - now + self.random.lognormvariate(mu, sigma))
        delivery.callbacks.append(lambda _: self.latencies.append(self.env.now - born))

    def print(self):
        self.latencies.sort()
        line = ["delivered", len(self.latencies)]
        for name in ("expired_in_queue", "expired_at_att", "over_tmobile_cap"):
            line += [name, self.outcomes[name]]
        for percent in (50, 95, 99):
            rank = math.ceil(len(self.latencies) * percent / 100)
            line += [f"p{percent}", f"{self.latencies[rank - 1]:.3f}"]
        print(*line, "end", f"{self.env.now:.1f}")


arguments = [int(argument) for argument in sys.argv[1:]] + [100_000, 42][len(sys.argv) - 1:]
study = Study(*arguments)
study.run()
study.print()

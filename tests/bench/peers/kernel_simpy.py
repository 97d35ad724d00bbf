#!/usr/bin/python3
"""The works of kernel_works.hpp on SimPy, by callbacks, its quickest way (processes cost more).

usage: kernel_simpy.py hold|mm1 N OPERATIONS      prints WORK N OPERATIONS CPU_SECONDS
"""
import random
import sys
import time

from simpy import Environment
from simpy.events import Timeout


def run(env, operations):
    step = env.step
    begin = time.process_time()
    for _ in range(operations):
        step()
    return time.process_time() - begin


def hold(n, operations):
    env = Environment()
    gap = random.Random(2).expovariate

    def fire(_):
        Timeout(env, gap(1.0)).callbacks.append(fire)

    for _ in range(n):
        fire(None)
    run(env, 3 * n)
    return run(env, operations)


def mm1(_, operations):
    env = Environment()
    gap = random.Random(2).expovariate
    in_system = 0

    def arrive(_):
        nonlocal in_system
        if in_system == 0:
            Timeout(env, gap(1 / 0.9)).callbacks.append(depart)
        in_system += 1
        Timeout(env, gap(1.0)).callbacks.append(arrive)

    def depart(_):
        nonlocal in_system
        in_system -= 1
        if in_system:
            Timeout(env, gap(1 / 0.9)).callbacks.append(depart)

    Timeout(env, gap(1.0)).callbacks.append(arrive)
    return run(env, operations)


work, n, operations = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
print(work, n, operations, "%.6f" % {"hold": hold, "mm1": mm1}[work](n, operations))

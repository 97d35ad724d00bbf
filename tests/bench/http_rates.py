#!/usr/bin/python3
"""How many requests a second do `sendlab serve` and the driver of `sendlab run --target` handle on one core each, beside nginx
and wrk in one run?

Usage: http_rates.py SENDLAB [SECONDS]    needs nginx and wrk

Core 0 serves, core 1 asks:
    serve <- wrk        SendTextMessage by the simulated service: decoding, admission, limits, carrier, events
    nginx <- wrk        the same requests, answered by nginx with a fixed text
    nginx <- sendlab    the driver: planned, signed, sent and counted by sendlab
"""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

WORLD = """
return scenario {
  account = account { tier = "production", monthly_spend_limit = "$100000000",
    numbers = { number { name = "alerts", type = "SHORT_CODE", country = "US", number = "72975", mps = 1000000 } } },
  workloads = { workload { name = "load", from = "alerts", to = us_recipients { count = 1000000 },
    arrivals = constant { rate = param("rate", "30000/s"), lasts = param("lasts", "5s") },
    body = "Your Example Corp code is {digits:6}. It expires in 5 minutes." } },
}
"""

WRK = """
local n = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-amz-json-1.0"
wrk.headers["X-Amz-Target"] = "PinpointSMSVoiceV2.SendTextMessage"
wrk.headers["X-Amz-Date"] = "20260105T000000Z"
wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260105/us-east-1/sms-voice/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
request = function()
  n = n + 1
  return wrk.format(nil, "/", nil, string.format('{"DestinationPhoneNumber":"+1290200%04d","OriginationIdentity":"72975","MessageBody":"Your Example Corp code is %06d. It expires in 5 minutes."}', n %% 10000, n))
end
"""
WRK = WRK.replace("%%", "%")

NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 100000000; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; location / {{ default_type application/x-amz-json-1.0; return 200 '{{"MessageId":"5d672d79-c15b-4316-9d92-79b0855cfba6"}}'; }} }} }}
"""


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(url):
    for _ in range(200):
        try:
            return urllib.request.urlopen(url, timeout=1).status
        except OSError:
            time.sleep(0.05)
    sys.exit(f"{url} does not answer")


def main():
    sendlab = pathlib.Path(sys.argv[1]).resolve()
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "world.lua").write_text(WORLD)
    (folder / "wrk.lua").write_text(WRK)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=4591))
    nginx = subprocess.Popen(["taskset", "-c", "0", "/usr/sbin/nginx", "-c", folder / "nginx.conf", "-p", folder], stderr=subprocess.DEVNULL)
    # The clock of the served world goes fast, so that messages end and the table of those in flight stays small.
    serve = subprocess.Popen(["taskset", "-c", "0", sendlab, "serve", "--quiet", "--listen", "127.0.0.1:4590", "--scenario", folder / "world.lua", "--clock", "x100"],
                             stdout=subprocess.DEVNULL)
    try:
        wait_for("http://127.0.0.1:4591/")
        wait_for("http://127.0.0.1:4590/_sendlab/health")
        worker = int(subprocess.run(["pgrep", "-P", str(nginx.pid)], capture_output=True, text=True, check=True).stdout.split()[0])
        for connections in (16, 64):
            for name, port, pid in (("serve <- wrk", 4590, serve.pid), ("nginx <- wrk", 4591, worker)):
                before = cpu_seconds(pid)
                out = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", folder / "wrk.lua", f"http://127.0.0.1:{port}/"],
                                     capture_output=True, text=True, check=True).stdout
                rate, total = float(re.search(r"Requests/sec:\s*([\d.]+)", out)[1]), int(re.search(r"(\d+) requests in", out)[1])
                wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
                print(f"{name:16} {connections:3} connections  {rate:9,.0f}/s  {(cpu_seconds(pid) - before) / total * 1e6:6.1f} us of CPU a request"
                      f"  {wrong[1] + ' refused' if wrong else ''}", flush=True)
        out = folder / "out"
        subprocess.run(["taskset", "-c", "1", sendlab, "run", folder / "world.lua", "--target", "http://127.0.0.1:4591", "--receipts", "none", "--quiet", "--out", out,
                        "--param", f"lasts={seconds}s"], stderr=subprocess.DEVNULL, check=False)
        run = json.loads((out / "report.json").read_text())["run"]
        print(f"{'nginx <- sendlab':16}  64 connections  {run['requests']['answered'] / run['wall_s']:9,.0f}/s  over {run['wall_s']} s, {run['requests']['late']} of {run['requests']['answered']} late")
    finally:
        for process in (serve, nginx):
            process.send_signal(signal.SIGTERM)
            process.wait()


if __name__ == "__main__":
    main()

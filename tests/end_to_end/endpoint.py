"""An endpoint that tests make up: HTTP/1.1 on a free port of this machine, in a thread beside the test.

    with Endpoint(behave) as endpoint:
        … endpoint.url …
        endpoint.requests      every POST, in the order in which they were read to their ends

`behave(endpoint, request)` is a coroutine function that returns what to answer: answer(…), a bytes object that goes out as it is, or
None to close the connection without a word. GET requests get `gets[path]` (status, body), else 404 in HTML, and are kept in `fetched`.
"""
import asyncio
import dataclasses
import itertools
import json
import threading
import time


@dataclasses.dataclass
class Request:
    path: str
    headers: dict  # names in lower case
    raw: bytes
    at: float  # by the monotonic clock
    number: int  # of the requests, from 0

    @property
    def body(self):
        return json.loads(self.raw)

    @property
    def to(self):
        return self.body["DestinationPhoneNumber"]


def answer(body, status=200, content_type="application/x-amz-json-1.0", more=""):
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status} Some Reason\r\nContent-Type: {content_type}\r\nContent-Length: {len(text)}\r\n{more}\r\n"
    return head.encode() + text


_ids = itertools.count(1)


def accepted():
    return answer({"MessageId": f"00000000-0000-4000-8000-{next(_ids):012d}"})


def error(name, status=400, **members):
    return answer({"__type": name, "Message": "as the test wants it", **members}, status)


async def accept(_endpoint, _request):
    return accepted()


class Endpoint:
    def __init__(self, behave=accept, close_after_answer=False):
        self.behave, self.close_after_answer = behave, close_after_answer
        self.requests, self.fetched, self.gets = [], [], {}
        self.answers = 0
        self._ready = threading.Event()

    def __enter__(self):
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()), daemon=True)
        self._thread.start()
        self._ready.wait(30)
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self._over.set)
        self._thread.join(30)

    async def _main(self):
        self.loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=2048)
        self.port = server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._ready.set()
        await self._over.wait()
        server.close()

    async def _serve(self, reader, writer):
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in head[1:] if line)}
        raw = await reader.readexactly(int(headers.get("content-length", 0)))
        if method == "GET":
            self.fetched.append(path)
            status, text = self.gets.get(path, (404, "<html><body>nothing here</body></html>"))
            writer.write(answer(text.encode(), status, "text/html"))
            return True
        request = Request(path, headers, raw, time.monotonic(), len(self.requests))
        self.requests.append(request)
        said = await self.behave(self, request)
        if said is None:
            return False
        writer.write(said)
        await writer.drain()
        self.answers += 1
        return not self.close_after_answer

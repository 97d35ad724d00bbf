"""Serves a world to js_sdk_all_operations_test.mjs, which calls every operation and breaks every constraint of its input."""
import serving


def main():
    sendlab, check, _ = serving.start()
    here = sendlab.source / "tests" / "peers"
    with serving.Server(sendlab, here / "worlds" / "account.lua") as server:
        serving.run_node(sendlab, check, here / "js_sdk_all_operations_test.mjs", server.url, sendlab.source / "engine" / "api" / "api_shapes.json")
        check.equal((server.stop(), server.errors), (0, ""), "serve ends cleanly")
    check.finish()


if __name__ == "__main__":
    main()

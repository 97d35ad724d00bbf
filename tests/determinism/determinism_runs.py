"""The scenarios whose reports are compared, and how: without the member `run`, byte for byte."""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "end_to_end"))

import sendlab_runs  # noqa: E402


def start():
    return sendlab_runs.start()


def scenarios(source):
    """(name, path, options): the library and the golden scenarios, sized for tests."""
    feed = source / "tests" / "data" / "message_texts.csv"
    for name, options in sendlab_runs.library_runs(people=8000):
        own = ["--param", f"feed={feed}", "--param", "messages=105"] if name == "real_bodies" else []
        yield name, source / "scenarios" / "library" / (name + ".lua"), options + own
    for path in sorted((source / "tests" / "golden").glob("*.lua")):
        yield path.stem, path, []


def streams(folder):
    """Every stream of a run by its path below the folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.ndjson"))}


def facts(done):
    """What must be the same: all of the report but `run`, the tables, and the streams."""
    return {"exit": done.code, "report": sendlab_runs.without_members(done.bytes("report.json"), {"run"}),
            "timeseries": done.bytes("timeseries.csv"), "junit": done.bytes("junit.xml"), "streams": streams(done.folder)}


def differing(one, two):
    return [name for name in one if one[name] != two[name]]

"""The command line: exit codes, what goes where, faults with their places and remedies, files whole or not at all."""
import sendlab_runs
from command_line import exit_codes, faults, files, output, runs

sendlab, check, _ = sendlab_runs.start()
STEPS = [exit_codes.exit_codes, exit_codes.unwritable, exit_codes.interrupt, output.streams, output.terminal, output.helps, output.parts,
         faults.faults, faults.feeds, faults.surprises, runs.replications, runs.until, runs.plan, files.files, files.report_command, files.hostile_names]
for step in STEPS:
    try:
        step(sendlab, check)
    except Exception as error:  # one broken answer must not hide the rest
        inner = error.__traceback__.tb_next or error.__traceback__
        check(False, step.__name__, f"{type(error).__name__}: {error} ({inner.tb_frame.f_code.co_filename}:{inner.tb_lineno})")
check.finish()

"""A Dask cluster for tests: a scheduler and workers as processes on loopback."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil

PATIENCE = 240.0


@contextmanager
def dask_cluster(folder, size=2):
    """Start a scheduler and ``size`` workers; yield the scheduler's address and the workers, and end them all."""
    program = Path(sys.executable).with_name("dask")
    address = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    loopback = ["--interface", "lo"] if "lo" in psutil.net_if_addrs() else ["--host", "127.0.0.1"]
    scheduler = [str(program), "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(address)]
    worker = [
        str(program),
        "worker",
        "--scheduler-file",
        str(address),
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
    ]
    processes = [subprocess.Popen([*scheduler, *loopback], **quiet)]
    try:
        patience = time.monotonic() + PATIENCE
        while not address.exists() or not address.read_text(encoding="utf-8"):
            assert time.monotonic() < patience
            time.sleep(0.05)
        workers = [subprocess.Popen([*worker, *loopback], **quiet) for _ in range(size)]
        processes += workers
        yield json.loads(address.read_text(encoding="utf-8"))["address"], workers
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()

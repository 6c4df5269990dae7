"""Stands in for stage/blender/worker.py: the same protocol, no Blender, and it fails in the ways it is told to.

`worker_double.py FOLDER [FAULT]`: FOLDER/requests holds a line a request, FOLDER/starts one a start. FAULT is "crash",
"killed", "hang", "refuse", "memory" (each at the first picture; "always-…" at every), "import:TEXT", "silent",
"dark", "card" (a graphics card that cannot), "driver" (one that ends who asks for it).
"""

import json
import os
import signal
import socket
import struct
import sys
import time
from pathlib import Path


def write(file, width, height, value):
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({height}, {width}, 3), }}".encode()
    header += b" " * (64 - (10 + len(header) + 1) % 64) + b"\n"
    content = struct.pack("<f", value) * (width * height * 3)
    Path(file).write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + content)


def render(request, held):
    width, height = request["size"]
    held.update({thing["name"]: thing for thing in request["things"]})
    for name in request["gone"]:
        del held[name]
    value = float("nan") if fault == "dark" else 0.25 * len(held) + request["samples"] / 1024
    write(f"{request['folder']}/light.npy", width, height, value)
    for number in range(len(request["mattes"])):
        write(f"{request['folder']}/matte{number}.npy", width, height, 0.5 + number / 4)
    return {"done": {"seconds": 0.0}}


def fail(how):
    if how == "crash":
        print("Segmentation fault in the double", flush=True)
        os._exit(11)
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "hang":
        time.sleep(60)
    return {"failed": {"refuse": "render", "memory": "memory"}[how], "why": "RuntimeError: not in this light"}


folder, fault = Path(sys.argv[1]), (sys.argv[2] if len(sys.argv) > 2 else "")
with (folder / "starts").open("a") as starts:
    starts.write(f"{os.getpid()}\n")
first = len((folder / "starts").read_text().splitlines()) == 1
print("the double says what it likes on its standard output", flush=True)
if fault == "silent":
    time.sleep(60)
port, token = os.environ["KOMADORI_CHANNEL"].split(":")
link = socket.create_connection(("127.0.0.1", int(port)))


def tell(message):
    link.sendall(json.dumps(message).encode() + b"\n")


tell({"token": token, "protocol": 1})
if fault.startswith("import:"):
    tell({"failed": "import", "why": fault[7:]})
    sys.exit()
tell({"ready": {"blender": "0.0.0", "python": "3"}})
held = {}
for line in link.makefile("rb"):
    request = json.loads(line)
    with (folder / "requests").open("a") as requests:
        requests.write(json.dumps(request) + "\n")
    if request["do"] == "device":
        card = fault == "card" and request["device"] != "CPU"
        device = {"kind": "CUDA", "name": "Card 9"} if card else {"kind": "CPU", "name": "processor"}
        if fault == "driver" and request["device"] != "CPU":
            os._exit(11)
        tell({"done": {"device": device, "devices": [device]}})
    elif request["do"] != "render":
        tell({"done": {}})
    elif fault.removeprefix("always-") in ("crash", "killed", "hang", "refuse", "memory") and (
        first or fault.startswith("always-")
    ):
        tell(fail(fault.removeprefix("always-")))
    elif fault == "card" and card:
        tell({"failed": "memory", "why": "Out of memory in cuMemAlloc"})
    else:
        tell(render(request, held))

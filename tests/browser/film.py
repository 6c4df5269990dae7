"""A film made on the spot and served from memory: numbered pictures as JPEG, and ten seconds of sound."""

import functools
import http.server
import io
import re
import threading
import wave

import cv2
import numpy as np
import simplejpeg

BLUES = {("picture", "proxy"): 40, ("picture", "full"): 200, ("preroll", "proxy"): 120}
"""The blue of the patch in the middle tells what kind of picture is shown, red and green its number."""
SECONDS = 10


def patch_of(number, kind="picture", size="proxy"):
    """The colour in the middle of a picture, red, green and blue."""
    return number % 16 * 16 + 8, number // 16 * 16 + 8, BLUES[kind, size]


@functools.cache
def ground(width, height):
    """A set under a lamp, with as much grain as a photograph of about 100 kB has."""
    rng = np.random.default_rng(11)
    down, across = np.mgrid[0:height, 0:width] / height
    lamp = np.exp(-((across - 0.4) ** 2 + (down - 0.45) ** 2) / 0.35)
    wall = 26 + 120 * lamp + 14 * np.sin(9 * across) * (down < 0.72) - 18 * (down > 0.72)
    grain = rng.normal(0, 3.2, (height, width))
    warm = (wall + grain)[..., None] * np.array([1.0, 0.8, 0.58])
    return np.clip(warm, 0, 255).astype(np.uint8)


@functools.cache
def picture(number, kind, size, width=1280, height=720):
    """One picture as JPEG."""
    drawn = ground(width, height).copy()
    x = (number * width // 60) % width
    cv2.circle(drawn, (x, height // 3), height // 10, (225, 150, 70), -1, cv2.LINE_AA)
    middle = (slice(height // 2 - height // 16, height // 2 + height // 16), slice(width * 7 // 16, width * 9 // 16))
    drawn[middle] = patch_of(number, kind, size)
    return simplejpeg.encode_jpeg(drawn, quality=85, colorspace="RGB")


@functools.cache
def sound(seconds=SECONDS, rate=48_000):
    """A quiet tone with a tick at every second, as WAV."""
    time = np.arange(seconds * rate) / rate
    heard = 0.2 * np.sin(2 * np.pi * 330 * time) + 0.5 * (time % 1 < 0.01) * np.sin(2 * np.pi * 1_500 * time)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((heard * 32_767).astype("<i2").tobytes())
    return file.getvalue()


class Film(http.server.BaseHTTPRequestHandler):
    """/picture/7/proxy.jpg, /preroll/7/proxy.jpg, /picture/7/full.jpg, /sound.wav; picture 200 does not exist."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        match = re.fullmatch(r"/(picture|preroll)/(\d+)/(proxy|full)\.jpg", self.path)
        if self.path == "/sound.wav":
            self.answer(200, "audio/wav", sound())
        elif match and match[2] != "200":
            wide = (2560, 1440) if match[3] == "full" else (1280, 720)
            self.answer(200, "image/jpeg", picture(int(match[2]), match[1], match[3], *wide))
        else:
            self.answer(404, "text/plain", b"")

    def answer(self, status, kind, data):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *words):
        pass


class Server(http.server.ThreadingHTTPServer):
    """Its threads end with the test run; a page that goes away in mid-transfer is no failure."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


def serve():
    """A running server of the film; its address is `.address`."""
    server = Server(("127.0.0.1", 0), Film)
    server.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server

"""Coverage of simultaneous bands in 17 digits. Run: python3 test/oracles/kaplan-meier/make-bands.py (mpmath).

Hall-Wellner by images: a double integral over both ends of the Brownian bridge of the density of a path between two
walls. Equal precision by confluent hypergeometric functions, which solve the equation of the Ornstein-Uhlenbeck
process between walls. Neither is how the library computes them. Writes bands.json.
"""
import json
import pathlib
import mpmath as mp

mp.mp.dps = 20


def density(x, variance):
    return mp.exp(-x * x / (2 * variance)) / mp.sqrt(2 * mp.pi * variance)


def bridge(height, start, end):
    span = end - start

    def between(u, v):
        return mp.fsum(density(v - u + 4 * k * height, span) - density(v + u + (4 * k + 2) * height, span) for k in range(-4, 5))

    if start == 0 and end == 1:
        return 1 - 2 * mp.fsum((-1) ** (k + 1) * mp.exp(-2 * k * k * height**2) for k in range(1, 40))
    if start == 0:
        return mp.quad(lambda v: between(mp.mpf(0), v) * density(v, 1 - end), [-height, 0, height]) / density(0, 1)
    inner = lambda u: mp.quad(lambda v: between(u, v) * density(v, 1 - end), [-height, 0, height])
    return 2 * mp.quad(lambda u: density(u, start) * inner(u), [0, height]) / density(0, 1)


def ornstein_uhlenbeck(limit, start, end):
    duration = mp.log(end * (1 - start) / (start * (1 - end))) / 2
    wave = lambda rate, x: mp.hyp1f1(-rate / 2, mp.mpf(1) / 2, x * x / 2)
    total, rate, step, found = mp.mpf(0), mp.mpf(0), mp.mpf("0.02"), 0
    before = wave(rate, limit)
    while True:
        after = wave(rate + step, limit)
        if before * after < 0:
            root = mp.findroot(lambda r: wave(r, limit), (rate, rate + step), solver="anderson")
            found += 1
            points = mp.linspace(0, limit, 2 + found)
            part = 2 * mp.quad(lambda x: density(x, 1) * wave(root, x), points)
            square = 2 * mp.quad(lambda x: density(x, 1) * wave(root, x) ** 2, points)
            decay = mp.exp(-root * duration)
            total += part**2 / square * decay
            if decay < mp.mpf(10) ** -16:
                return total
            step = mp.mpf(found) / 4
        rate, before = rate + step, after


settings = {
    "hall-wellner": [("1.3", "0", "1"), ("1.08", "0", "0.3"), ("1.3", "0.1", "0.9"), ("1.2", "0.05", "0.4")],
    "equal-precision": [("3", "0.02", "0.9"), ("2.7", "0.1", "0.9"), ("3.3", "0.2", "0.5"), ("2.5", "0.3", "0.32")],
}
cases = []
for kind, rows in settings.items():
    coverage = bridge if kind == "hall-wellner" else ornstein_uhlenbeck
    for height, start, end in rows:
        value = coverage(mp.mpf(height), mp.mpf(start), mp.mpf(end))
        cases.append({"name": f"{kind}, {height} over {start} to {end}",
                      "input": {"kind": kind, "height": float(height), "from": float(start), "to": float(end)}, "expected": float(mp.nstr(value, 17))})
pathlib.Path(__file__).with_name("bands.json").write_text(json.dumps({
    "provenance": {"software": f"mpmath {mp.__version__}, 20 digits", "packages": "", "command": "python3 test/oracles/kaplan-meier/make-bands.py"},
    "tolerance": 1e-11, "toleranceReason": "256 nodes and 30 polynomials stand for the integrals and waves", "cases": cases}) + "\n")

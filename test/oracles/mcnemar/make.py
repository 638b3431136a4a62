"""Tango's score interval for src/outcomes/binary/mcnemar to 100 digits: the trinomial likelihood is maximised under each
difference by the root of its score, and the limits are bisected. Run: /usr/bin/python3 test/oracles/mcnemar/make.py"""
import json
import mpmath as mp
mp.mp.dps = 100
def bisect(f, lo, hi, rounds=330):
    lo, hi = mp.mpf(lo), mp.mpf(hi)
    s = f(lo) > 0
    for _ in range(rounds):
        m = (lo + hi) / 2
        if (f(m) > 0) == s: lo = m
        else: hi = m
    return (lo + hi) / 2
def score_z(b, c, n, d):
    rest = n - b - c
    lo, hi = max(mp.mpf(0), -d), (1 - d) / 2  # of q = P(only second); P(only first) = q + d
    eps = mp.mpf(10)**-70 * (hi - lo)
    def score(q):
        s = mp.mpf(0)
        if b: s += b / (q + d)
        if c: s += c / q
        if rest: s -= 2 * rest / (1 - d - 2 * q)
        return s
    q = lo if score(lo + eps) <= 0 else hi if score(hi - eps) >= 0 else bisect(score, lo + eps, hi - eps)
    return (mp.mpf(b - c) - n * d) / mp.sqrt(n * (2 * q + d - d * d))
def case(a, b, c, e, level):
    n, z = a + b + c + e, mp.sqrt(2) * mp.erfinv(mp.mpf(level))
    d, edge = mp.mpf(b - c) / n, mp.mpf(10)**-22
    out = dict(difference=float(d), lower=-1.0 if d == -1 else float(bisect(lambda v: score_z(b, c, n, v) - z, -1 + edge, d - edge, 100)),
               upper=1.0 if d == 1 else float(bisect(lambda v: score_z(b, c, n, v) + z, d + edge, 1 - edge, 100)))
    return dict(name=f'{a} {b} {c} {e} at {level}', input=dict(both=a, onlyFirst=b, onlySecond=c, neither=e), options=dict(level=float(level)), expected=out)
cases = [case(794, 86, 150, 570, '0.95'), case(30, 12, 2, 21, '0.95'), case(30, 12, 2, 21, '0.9'), case(5, 0, 6, 9, '0.95'), case(3, 4, 4, 2, '0.95'),
         case(10, 0, 0, 15, '0.95'), case(0, 7, 0, 0, '0.95'), case(100, 1100, 100, 40, '0.99')]
json.dump(dict(provenance=dict(software=f'mpmath {mp.__version__}', command='/usr/bin/python3 test/oracles/mcnemar/make.py'), tolerance=1e-11,
               toleranceReason='one bracketed root; 100-digit reference', cases=cases), open('test/oracles/mcnemar/tango.json', 'w'), separators=(',', ':'))

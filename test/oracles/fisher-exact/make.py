"""Exact p-values by integer arithmetic, and the conditional odds ratio with its limits to 50 digits, for
src/outcomes/binary/fisher-exact. Run: /usr/bin/python3 test/oracles/fisher-exact/make.py"""
import json
from fractions import Fraction
from math import comb
import mpmath as mp
mp.mp.dps = 50
mp.mp.prec = 400

def case(x1, n1, x2, n2, level='0.95'):
    m = x1 + x2
    lo, hi = max(0, m - n2), min(n1, m)
    w = {k: comb(n1, k) * comb(n2, m - k) for k in range(lo, hi + 1)}
    total = sum(w.values())
    limit = Fraction(w[x1]) * (1 + Fraction(1, 10**7))
    p = Fraction(sum(v for v in w.values() if v <= limit), total)
    less = Fraction(sum(v for k, v in w.items() if k <= x1), total)
    greater = Fraction(sum(v for k, v in w.items() if k >= x1), total)
    value = lambda f: mp.mpf(f.numerator) / f.denominator
    def tail(t, keep):  # probability of the kept values at log odds ratio t
        num = den = mp.mpf(0)
        for k, v in w.items():
            e = v * mp.exp(t * (k - x1)); den += e
            if keep(k): num += e
        return num / den
    def mean(t):
        den = num = mp.mpf(0)
        for k, v in w.items():
            e = v * mp.exp(t * (k - x1)); den += e; num += k * e
        return num / den
    def bisect(f):
        a, b = mp.mpf(-60), mp.mpf(60)
        s = f(a) > 0
        for _ in range(110 if hi - lo > 100 else 180):
            c = (a + b) / 2
            if (f(c) > 0) == s: a = c
            else: b = c
        return (a + b) / 2
    alpha = (1 - mp.mpf(level)) / 2
    out = dict(p=float(value(p)), pLess=float(value(less)), pGreater=float(value(greater)),
               logP=float(mp.log(value(p))))
    if lo < x1 < hi:
        out['oddsRatio'] = float(mp.exp(bisect(lambda t: mean(t) - x1)))
    if x1 > lo: out['lower'] = float(mp.exp(bisect(lambda t: tail(t, lambda k: k >= x1) - alpha)))
    if x1 < hi: out['upper'] = float(mp.exp(bisect(lambda t: tail(t, lambda k: k <= x1) - alpha)))
    return dict(name=f'{x1}/{n1} v {x2}/{n2} at {level}', input=dict(of=dict(events=x1, n=n1), versus=dict(events=x2, n=n2)),
                options=dict(level=float(level)), expected=out)

cases = [case(3, 4, 1, 4), case(1, 12, 5, 11), case(0, 6, 4, 7), case(6, 6, 1, 7), case(10, 15, 2, 14), case(7, 12, 5, 10),
         case(2, 10, 8, 10), case(2, 10, 8, 10, '0.9'), case(81, 263, 30, 131), case(480, 500, 20, 510)]
json.dump(dict(provenance=dict(software=f'Python integers and mpmath {mp.__version__}', command='/usr/bin/python3 test/oracles/fisher-exact/make.py'),
               tolerance=1e-11, toleranceReason='finite sums and one-dimensional roots', cases=cases),
          open('test/oracles/fisher-exact/high-precision.json', 'w'), separators=(',', ':'))

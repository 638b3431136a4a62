"""Reference values for the Newcombe, Agresti-Caffo and Miettinen-Nurminen intervals of src/outcomes/binary/risk-difference:
120-digit values by definition; the first two are checked here against statsmodels. Run: /usr/bin/python3 test/oracles/risk-difference/make.py"""
import json
import mpmath as mp
import statsmodels
from statsmodels.stats.proportion import confint_proportions_2indep
mp.mp.dps = 120

def bisect(f, lo, hi, rounds=180):
    lo, hi = mp.mpf(lo), mp.mpf(hi)
    s = f(lo) > 0
    for _ in range(rounds):
        m = (lo + hi) / 2
        if (f(m) > 0) == s: lo = m
        else: hi = m
    return (lo + hi) / 2
def z_of(level): return mp.sqrt(2) * mp.erfinv(mp.mpf(level))
def wilson(x, n, z):
    e = mp.mpf(x) / n
    c, h = (e + z * z / (2 * n)) / (1 + z * z / n), z / (1 + z * z / n) * mp.sqrt(e * (1 - e) / n + z * z / (4 * mp.mpf(n)**2))
    return (mp.mpf(0) if x == 0 else c - h), (mp.mpf(1) if x == n else c + h)
def restricted(x1, n1, x2, n2, d):
    """The risks that maximise the likelihood when their difference is d: the root of the score, which falls in p2."""
    lo, hi = max(mp.mpf(0), -d), min(mp.mpf(1), 1 - d)
    eps = mp.mpf(10) ** -60 * (hi - lo)
    def score(p2):
        p1, s = p2 + d, mp.mpf(0)
        if x1: s += x1 / p1
        if n1 - x1: s -= (n1 - x1) / (1 - p1)
        if x2: s += x2 / p2
        if n2 - x2: s -= (n2 - x2) / (1 - p2)
        return s
    if score(lo + eps) <= 0: p2 = lo
    elif score(hi - eps) >= 0: p2 = hi
    else: p2 = bisect(score, lo + eps, hi - eps)
    return p2 + d, p2
def score_z(x1, n1, x2, n2, d, factor):
    if mp.mpf(x1) / n1 - mp.mpf(x2) / n2 == d: return mp.mpf(0)
    p1, p2 = restricted(x1, n1, x2, n2, d)
    v = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * factor
    return (mp.mpf(x1) / n1 - mp.mpf(x2) / n2 - d) / mp.sqrt(v)
def limits(method, x1, n1, x2, n2, level):
    z, e1, e2 = z_of(level), mp.mpf(x1) / n1, mp.mpf(x2) / n2
    d = e1 - e2
    if method == 'newcombe':
        (l1, u1), (l2, u2) = wilson(x1, n1, z), wilson(x2, n2, z)
        return d - mp.sqrt((e1 - l1)**2 + (u2 - e2)**2), d + mp.sqrt((u1 - e1)**2 + (e2 - l2)**2)
    if method == 'agresti-caffo':
        a, b = mp.mpf(x1 + 1) / (n1 + 2), mp.mpf(x2 + 1) / (n2 + 2)
        h = z * mp.sqrt(a * (1 - a) / (n1 + 2) + b * (1 - b) / (n2 + 2))
        return max(a - b - h, mp.mpf(-1)), min(a - b + h, mp.mpf(1))
    n = mp.mpf(n1 + n2)
    edge = mp.mpf(10) ** -30
    lo = mp.mpf(-1) if d == -1 else bisect(lambda t: score_z(x1, n1, x2, n2, t, n / (n - 1)) - z, -1 + edge, d, 110)
    up = mp.mpf(1) if d == 1 else bisect(lambda t: score_z(x1, n1, x2, n2, t, n / (n - 1)) + z, d, 1 - edge, 110)
    return lo, up
names = {'newcombe': 'newcomb', 'agresti-caffo': 'agresti-caffo', 'miettinen-nurminen': None}
tables = [(619, 1754, 754, 1800), (1, 12, 5, 11), (3, 10, 3, 10), (10, 10, 4, 9), (0, 10, 0, 20), (0, 10, 10, 10), (10, 10, 20, 20), (7, 34, 1, 34), (56, 70, 48, 80), (9, 10, 3, 10)]
cases = []
for method in names:
    for t in tables:
        for level in (['0.95', '0.9'] if t[1] < 100 else ['0.95']):
            l, u = limits(method, *t, level)
            # statsmodels 0.13 does not maximise the restricted likelihood of a difference, so its score interval is no check
            if method != 'miettinen-nurminen' and not (method == 'newcombe' and t[0] in (0, t[1])):
                sl, su = confint_proportions_2indep(*t, compare='diff', method=names[method], alpha=1 - float(level))
                assert abs(max(sl, -1.0) - l) < 1e-9 and abs(min(su, 1.0) - u) < 1e-9, (method, t, sl, l, su, u)
            expected = dict(riskDifference=t[0] / t[1] - t[2] / t[3], lower=float(l), upper=float(u))
            if method == 'miettinen-nurminen' and 0 < t[0] + t[2] < t[1] + t[3]:
                n = mp.mpf(t[1] + t[3])
                expected['z'] = float(score_z(*t, mp.mpf(0), n / (n - 1)))
            cases.append(dict(name=f'{method} {t[0]}/{t[1]} v {t[2]}/{t[3]} at {level}',
                              input=dict(of=dict(events=t[0], n=t[1]), versus=dict(events=t[2], n=t[3])),
                              options=dict(interval=method, level=float(level)), expected=expected))
json.dump(dict(provenance=dict(software=f'mpmath {mp.__version__}, checked against statsmodels {statsmodels.__version__}',
                               command='/usr/bin/python3 test/oracles/risk-difference/make.py'),
               tolerance=1e-11, toleranceReason='closed form or one bracketed root; 120-digit reference', cases=cases),
          open('test/oracles/risk-difference/score-intervals.json', 'w'), separators=(',', ':'))

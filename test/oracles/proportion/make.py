"""High-precision reference values for src/outcomes/binary/proportion, each interval by its definition and not by a
closed form where the definition can be solved. Run: /usr/bin/python3 test/oracles/proportion/make.py"""
import json, math
import mpmath as mp
mp.mp.dps = 60

def z_of(level): return mp.sqrt(2) * mp.erfinv(mp.mpf(level))
def bisect(f, lo, hi):
    lo, hi = mp.mpf(lo), mp.mpf(hi)
    s = f(lo) > 0
    for _ in range(260):
        m = (lo + hi) / 2
        if (f(m) > 0) == s: lo = m
        else: hi = m
    return (lo + hi) / 2
def term(k, n, p): return mp.binomial(n, k) * p**k * (1 - p)**(n - k)
def upper(k, n, p):  # P(X >= k)
    return mp.fsum(term(j, n, p) for j in range(k, n + 1)) if n <= 200 else mp.betainc(k, n - k + 1, 0, p, regularized=True) if k > 0 else mp.mpf(1)
def cut(l, u): return max(l, mp.mpf(0)), min(u, mp.mpf(1))
def score(x, n, level, shift):
    # |x/n - p| - shift = z sqrt(p(1-p)/n), solved for p
    z, e = z_of(level), mp.mpf(x) / n
    lo = mp.mpf(0) if x == 0 else bisect(lambda p: (e - p - shift) - z * mp.sqrt(p * (1 - p) / n), 0, e)
    up = mp.mpf(1) if x == n else bisect(lambda p: (p - e - shift) - z * mp.sqrt(p * (1 - p) / n), e, 1)
    return lo, up
def limits(method, x, n, level):
    a = (1 - mp.mpf(level)) / 2
    z, e = z_of(level), mp.mpf(x) / n
    if method == 'wilson': return score(x, n, level, mp.mpf(0))
    if method == 'wilson-corrected': return score(x, n, level, mp.mpf(1) / (2 * n))
    if method == 'clopper-pearson':
        return (mp.mpf(0) if x == 0 else bisect(lambda p: upper(x, n, p) - a, 0, 1),
                mp.mpf(1) if x == n else bisect(lambda p: 1 - upper(x + 1, n, p) - a, 0, 1))
    if method == 'mid-p':
        g = lambda p: (upper(x, n, p) + (upper(x + 1, n, p) if x < n else mp.mpf(0))) / 2
        return (mp.mpf(0) if x == 0 else bisect(lambda p: g(p) - a, 0, 1),
                mp.mpf(1) if x == n else bisect(lambda p: 1 - g(p) - a, 0, 1))
    if method == 'jeffreys':
        q = lambda t: bisect(lambda p: mp.betainc(x + mp.mpf(1) / 2, n - x + mp.mpf(1) / 2, 0, p, regularized=True) - t, 0, 1)
        return (mp.mpf(0) if x == 0 else q(a), mp.mpf(1) if x == n else q(1 - a))
    if method == 'wald':
        h = z * mp.sqrt(e * (1 - e) / n)
        return cut(e - h, e + h)
    if method == 'agresti-coull':
        m = n + z * z
        c = (x + z * z / 2) / m
        h = z * mp.sqrt(c * (1 - c) / m)
        return cut(c - h, c + h)
def number(v): return float(mp.nstr(v, 20))
cases = []
counts = [(0, 1), (1, 1), (0, 10), (10, 10), (1, 10), (5, 10), (9, 10), (81, 263), (3, 200)]
for method in ['wilson', 'wilson-corrected', 'clopper-pearson', 'mid-p', 'jeffreys', 'wald', 'agresti-coull']:
    for x, n in counts:
        for level in ['0.95', '0.99']:
            if method == 'wald' and x in (0, n): continue
            l, u = limits(method, x, n, level)
            cases.append(dict(name=f'{method} {x}/{n} at {level}', input=dict(events=x, n=n),
                              options=dict(interval=method, level=float(level)),
                              expected=dict(proportion=x / n, lower=number(l), upper=number(u))))
json.dump(dict(provenance=dict(software=f'mpmath {mp.__version__}, 60 digits', command='/usr/bin/python3 test/oracles/proportion/make.py'),
               tolerance=1e-11, toleranceReason='closed form or one beta quantile; 60-digit reference', cases=cases),
          open('test/oracles/proportion/high-precision.json', 'w'), separators=(',', ':'))

"""High-precision reference values of the corrected Wald, logit and likelihood-ratio intervals of
src/outcomes/binary/proportion, each by its definition. Run: python3 test/oracles/proportion/make-likelihood.py"""
import json
import mpmath as mp
mp.mp.dps = 50

def z_of(level): return mp.sqrt(2) * mp.erfinv(mp.mpf(level))
def bisect(f, lo, hi):
    lo, hi = mp.mpf(lo), mp.mpf(hi)
    s = f(lo) > 0
    for _ in range(220):
        m = (lo + hi) / 2
        if (f(m) > 0) == s: lo = m
        else: hi = m
    return (lo + hi) / 2
def log_likelihood(x, n, p):
    return (x * mp.log(p) if x else mp.mpf(0)) + ((n - x) * mp.log(1 - p) if x < n else mp.mpf(0))
def limits(method, x, n, level):
    z, e = z_of(level), mp.mpf(x) / n
    if method == 'wald-corrected':
        half = z * mp.sqrt(e * (1 - e) / n) + mp.mpf(1) / (2 * n)
        return max(mp.mpf(0), e - half), min(mp.mpf(1), e + half)
    if method == 'logit':
        # the variance of log(x / (n - x)) is 1/x + 1/(n - x)
        l, half = mp.log(e / (1 - e)), z * mp.sqrt(mp.mpf(1) / x + mp.mpf(1) / (n - x))
        return tuple(mp.exp(v) / (1 + mp.exp(v)) for v in (l - half, l + half))
    tiny = mp.mpf(10) ** -40
    fallen = lambda p: 2 * (log_likelihood(x, n, e) - log_likelihood(x, n, p)) - z * z
    return (mp.mpf(0) if x == 0 else bisect(fallen, tiny, e), mp.mpf(1) if x == n else bisect(fallen, e, 1 - tiny))

counts = [(621, 2022), (3, 10), (5, 10), (1, 7), (0, 12), (12, 12), (1, 1), (0, 1), (2, 100000), (99999, 100000), (1, 400)]
cases = []
for method in ('wald-corrected', 'logit', 'likelihood-ratio'):
    for x, n in counts:
        if method != 'likelihood-ratio' and x in (0, n): continue
        for level in (0.95, 0.9):
            lower, upper = limits(method, x, n, level)
            cases.append({'name': f'{method} {x}/{n} at {level}', 'input': {'events': x, 'n': n},
                          'options': {'interval': method, 'level': level},
                          'expected': {'proportion': x / n, 'lower': float(lower), 'upper': float(upper)}})
out = {'provenance': {'software': f'mpmath {mp.__version__}, 50 digits', 'command': 'python3 test/oracles/proportion/make-likelihood.py'},
       'tolerance': 1e-10, 'toleranceReason': 'the likelihood is flat to half the digits near its top', 'cases': cases}
with open('test/oracles/proportion/likelihood.json', 'w') as file: json.dump(out, file, separators=(',', ':'))

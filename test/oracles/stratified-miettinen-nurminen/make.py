"""Stratified Miettinen-Nurminen limits under Mantel-Haenszel weights to 120 digits, for
src/outcomes/binary/stratified-miettinen-nurminen: each stratum's likelihood is maximised under the common difference by the
root of its score, and the limits are bisected. Run: /usr/bin/python3 test/oracles/stratified-miettinen-nurminen/make.py"""
import json
import mpmath as mp
mp.mp.dps = 120
def bisect(f, lo, hi, rounds=300):
    lo, hi = mp.mpf(lo), mp.mpf(hi)
    s = f(lo) > 0
    for _ in range(rounds):
        m = (lo + hi) / 2
        if (f(m) > 0) == s: lo = m
        else: hi = m
    return (lo + hi) / 2
def variance(x1, n1, x2, n2, d):
    lo, hi = max(mp.mpf(0), -d), min(mp.mpf(1), 1 - d)
    eps = mp.mpf(10)**-60 * (hi - lo)
    def score(p2):
        p1, s = p2 + d, mp.mpf(0)
        if x1: s += x1 / p1
        if n1 - x1: s -= (n1 - x1) / (1 - p1)
        if x2: s += x2 / p2
        if n2 - x2: s -= (n2 - x2) / (1 - p2)
        return s
    p2 = lo if score(lo + eps) <= 0 else hi if score(hi - eps) >= 0 else bisect(score, lo + eps, hi - eps)
    p1, n = p2 + d, mp.mpf(n1 + n2)
    return (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * n / (n - 1)
def case(name, strata, level):
    z = mp.sqrt(2) * mp.erfinv(mp.mpf(level))
    w = [mp.mpf(n1 * n2) / (n1 + n2) for _, n1, _, n2 in strata]
    d = sum(wi * (mp.mpf(x1) / n1 - mp.mpf(x2) / n2) for wi, (x1, n1, x2, n2) in zip(w, strata)) / sum(w)
    score = lambda v: (d - v) * sum(w) / mp.sqrt(sum(wi**2 * variance(*t, v) for wi, t in zip(w, strata)))
    edge = mp.mpf(10)**-25
    out = dict(riskDifference=float(d), lower=float(bisect(lambda v: score(v) - z, -1 + edge, d - edge, 90)),
               upper=float(bisect(lambda v: score(v) + z, d + edge, 1 - edge, 90)))
    if any(0 < x1 + x2 < n1 + n2 for x1, n1, x2, n2 in strata): out['z'] = float(score(mp.mpf(0)))
    return dict(name=f'{name} at {level}', input=[dict(name=f'stratum {i + 1}', of=dict(events=t[0], n=t[1]), versus=dict(events=t[2], n=t[3]))
                for i, t in enumerate(strata)], options=dict(level=float(level)), expected=out)
sets = {'three oxygen strata': [(180, 935, 241, 933), (290, 819, 335, 867), (125, 268, 142, 294)],
        'small strata': [(2, 9, 5, 8), (0, 7, 3, 9), (4, 6, 4, 7), (1, 11, 2, 10)],
        'no events': [(0, 5, 0, 8), (0, 9, 0, 4)], 'all or none': [(5, 5, 1, 8), (0, 9, 4, 4)]}
cases = [case(name, sets[name], level) for name, level in (('three oxygen strata', '0.95'), ('small strata', '0.95'), ('small strata', '0.9'), ('no events', '0.95'), ('all or none', '0.95'))]
json.dump(dict(provenance=dict(software=f'mpmath {mp.__version__}', command='/usr/bin/python3 test/oracles/stratified-miettinen-nurminen/make.py'),
               tolerance=1e-11, toleranceReason='one bracketed root; 120-digit reference', cases=cases),
          open('test/oracles/stratified-miettinen-nurminen/limits.json', 'w'), separators=(',', ':'))

"""Reference values for src/outcomes/binary/miettinen-nurminen to 130 digits: the likelihood is maximised under each null value
by the root of its score, and the limits are bisected. Ratios and odds ratios are checked here against statsmodels, whose
search for a difference is no check (it does not maximise the restricted likelihood).
Run: /usr/bin/python3 test/oracles/miettinen-nurminen/make.py"""
import json, warnings
import mpmath as mp
import statsmodels
from statsmodels.stats.proportion import score_test_proportions_2indep
mp.mp.dps = 130
warnings.simplefilter('ignore')

def bisect(f, lo, hi, rounds=270):
    lo, hi = mp.mpf(lo), mp.mpf(hi)
    s = f(lo) > 0
    for _ in range(rounds):
        m = (lo + hi) / 2
        if (f(m) > 0) == s: lo = m
        else: hi = m
    return (lo + hi) / 2
def z_of(level): return mp.sqrt(2) * mp.erfinv(mp.mpf(level))
def ridge(measure, value):
    """p1 as a function of p2 on the null, its derivative, and the range of p2."""
    if measure == 'risk-difference': return (lambda p: p + value), (lambda p: mp.mpf(1)), max(mp.mpf(0), -value), min(mp.mpf(1), 1 - value)
    if measure == 'risk-ratio': return (lambda p: p * value), (lambda p: value), mp.mpf(0), min(mp.mpf(1), 1 / value)
    return (lambda p: value * p / (1 - p + value * p)), (lambda p: value / (1 - p + value * p)**2), mp.mpf(0), mp.mpf(1)
def restricted(measure, x1, n1, x2, n2, value):
    f, g, lo, hi = ridge(measure, value)
    eps = mp.mpf(10)**-60 * (hi - lo)
    def score(p2):
        p1, s = f(p2), mp.mpf(0)
        if x1: s += x1 / p1 * g(p2)
        if n1 - x1: s -= (n1 - x1) / (1 - p1) * g(p2)
        if x2: s += x2 / p2
        if n2 - x2: s -= (n2 - x2) / (1 - p2)
        return s
    if score(lo + eps) <= 0: p2 = lo
    elif score(hi - eps) >= 0: p2 = hi
    else: p2 = bisect(score, lo + eps, hi - eps)
    return f(p2), p2
def score_z(measure, x1, n1, x2, n2, value, factor):
    p1, p2 = restricted(measure, x1, n1, x2, n2, value)
    e1, e2, v1, v2 = mp.mpf(x1) / n1, mp.mpf(x2) / n2, p1 * (1 - p1), p2 * (1 - p2)
    if measure == 'risk-difference': return (e1 - e2 - value) / mp.sqrt(factor * (v1 / n1 + v2 / n2))
    if measure == 'risk-ratio': return (e1 - value * e2) / mp.sqrt(factor * (v1 / n1 + value**2 * v2 / n2))
    return ((e1 - p1) / v1 - (e2 - p2) / v2) / mp.sqrt(factor * (1 / (n1 * v1) + 1 / (n2 * v2)))
def case(measure, t, variance, level, null):
    x1, n1, x2, n2 = t
    n = mp.mpf(n1 + n2)
    factor = n / (n - 1) if variance == 'miettinen-nurminen' else mp.mpf(1)
    z, value = z_of(level), mp.mpf(null)
    out = dict(z=float(score_z(measure, *t, value, factor)))
    e1, e2 = mp.mpf(x1) / n1, mp.mpf(x2) / n2
    if measure == 'risk-difference':
        d, edge = e1 - e2, mp.mpf(10)**-25
        out.update(estimate=float(d), lower=float(bisect(lambda v: score_z(measure, *t, v, factor) - z, -1 + edge, d - edge, 110)),
                   upper=float(bisect(lambda v: score_z(measure, *t, v, factor) + z, d + edge, 1 - edge, 110)))
    else:
        at = lambda target: mp.exp(bisect(lambda v: score_z(measure, *t, mp.exp(v), factor) - target, -14, 14, 110))
        infinite = x2 == 0 or (measure == 'odds-ratio' and x1 == n1)
        zero = x1 == 0 or (measure == 'odds-ratio' and x2 == n2)
        if not (infinite or zero): out['estimate'] = float(e1 / e2 if measure == 'risk-ratio' else e1 * (1 - e2) / ((1 - e1) * e2))
        if zero: out['lower'] = 0.0
        else: out['lower'] = float(at(z))
        if not infinite: out['upper'] = float(at(-z))
        if 0 < x1 < n1 and 0 < x2 < n2:
            for target, limit in ((z, out['lower']), (-z, out['upper'])):
                s = score_test_proportions_2indep(*t, value=limit, compare={'risk-ratio': 'ratio', 'odds-ratio': 'odds-ratio'}[measure],
                                                  correction=variance == 'miettinen-nurminen').statistic
                assert abs(s - target) < 1e-7, (measure, t, s, target)
    return dict(name=f'{measure} {x1}/{n1} v {x2}/{n2}, {variance}, {level}, null {null}',
                input=dict(of=dict(events=x1, n=n1), versus=dict(events=x2, n=n2)),
                options=dict(measure=measure, variance=variance, level=float(level), nullValue=float(null)), expected=out)
cases = []
for measure, null in (('risk-difference', '0'), ('risk-ratio', '1'), ('odds-ratio', '1')):
    for t in [(619, 1754, 754, 1800), (36, 40, 16, 80), (7, 34, 1, 34), (0, 12, 5, 11), (9, 9, 4, 10), (5, 12, 0, 13), (3, 10, 3, 10)]:
        cases.append(case(measure, t, 'miettinen-nurminen', '0.95', null))
    cases.append(case(measure, (36, 40, 16, 80), 'farrington-manning', '0.9', null))
cases.append(case('risk-difference', (81, 100, 85, 104), 'farrington-manning', '0.95', '-0.1'))
cases.append(case('risk-ratio', (81, 100, 85, 104), 'farrington-manning', '0.95', '0.9'))
cases.append(case('odds-ratio', (81, 100, 85, 104), 'miettinen-nurminen', '0.95', '0.5'))
json.dump(dict(provenance=dict(software=f'mpmath {mp.__version__}, checked against statsmodels {statsmodels.__version__}',
                               command='/usr/bin/python3 test/oracles/miettinen-nurminen/make.py'),
               tolerance=1e-11, toleranceReason='one bracketed root; 130-digit reference', cases=cases),
          open('test/oracles/miettinen-nurminen/score.json', 'w'), separators=(',', ':'))

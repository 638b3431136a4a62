"""Writes the reference values of src/math that come from arbitrary-precision arithmetic.

Command: python3 make.py   (mpmath 1.2.1, 60 digits). Arguments are doubles and taken as exact.
"""
import json
import os
import platform

import mpmath
from mpmath import mp, mpf, exp, log, sqrt, erf, erfc, erfinv, gamma, loggamma, psi, nstr

import reference as ref

here = os.path.dirname(os.path.abspath(__file__))
reason = 'Closed form in double arithmetic; deep tails lose the digits that the size of their logarithm takes'


def number(value):
    """17 significant digits as a JSON number."""
    text = nstr(mpf(value), 17, min_fixed=-5, max_fixed=17)
    return text[:-2] if text.endswith('.0') else text


def as_json(value):
    if isinstance(value, (list, tuple)):
        return '[' + ', '.join(as_json(item) for item in value) + ']'
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, mpf):
        return number(value)
    return repr(value)


def write(name, tolerance, cases, reason=reason):
    head = {
        'provenance': {
            'software': 'mpmath',
            'version': mpmath.__version__,
            'command': 'python3 make.py',
        },
        'tolerance': tolerance,
        'toleranceReason': reason,
    }
    lines = [
        '    { "name": %s, "input": %s, "expected": %s }' % (json.dumps(case), as_json(list(args)), as_json(expected))
        for case, args, expected in cases
    ]
    text = json.dumps(head, indent=2)[:-2] + ',\n  "cases": [\n' + ',\n'.join(lines) + '\n  ]\n}\n'
    with open(os.path.join(here, name + '.json'), 'w') as file:
        file.write(text)


def solve(tails, side, target, low, high):
    """The point between low and high where tails(point)[side] is target: bisection on the log scale, then secant."""
    target = mpf(target)
    rising = side == 0

    def gap(point):
        value = tails(point)[side]
        return log(value / target) if value > 0 else mpf(-10) ** 6

    low, high = mpf(low), mpf(high)
    positive = low > 0
    for _ in range(60):
        middle = sqrt(low * high) if positive else (low + high) / 2
        if (gap(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return mp.findroot(gap, (low, high), solver='secant', tol=mpf(10) ** -70, verify=False)


def error_function():
    cases = []
    for x in (1e-300, 1e-10, 0.1, 0.4999, 0.5, 0.8, 1.5, 3.0, 5.5, -0.3, -2.0):
        cases.append(('erf', [x], erf(mpf(x))))
    for x in (0.0, 1e-10, 0.3, 0.5, 0.51, 1.0, 2.0, 4.5, 9.0, 15.3, 26.0, -0.2, -1.0, -4.0):
        cases.append(('erfc', [x], erfc(mpf(x))))
    for x in (-20.0, -3.0, -0.4, 0.0, 0.25, 0.5, 0.7, 1.0, 2.5, 4.5, 10.0, 60.0, 1e4):
        big = mpf(x)
        value = exp(big * big) * erfc(big) if x < 100 else None
        if value is None:
            term = value = mpf(1)
            for n in range(1, 8):
                term *= -(2 * n - 1) / (2 * big * big)
                value += term
            value /= big * sqrt(mp.pi)
        cases.append(('erfcx', [x], value))
    write('error-function', 1e-14, cases)


def log_gamma():
    cases = []
    arguments = (1e-6, 0.1, 0.5, 0.9999999, 1.00001, 1.25, 1.9999, 2.0000001, 2.4999, 2.5001, 3.7, 9.99, 11.999, 12.0,
                 55.5, 1e4, 1e8)
    for x in arguments:
        big = mpf(x)
        cases.append(('logGamma', [x], loggamma(big)))
        cases.append(('digamma', [x], psi(0, big)))
        cases.append(('trigamma', [x], psi(1, big)))
        cases.append(('stirlingError', [x], loggamma(big + 1) - (big + mpf(1) / 2) * log(big) + big - log(2 * mp.pi) / 2))
        if x < 170:
            cases.append(('gammaFunction', [x], gamma(big)))
    for x in (1.4616, 1.4616321449683622, 1.47, 1.3, 1.7):
        cases.append(('digamma', [x], psi(0, mpf(x))))
    for x, a in ((0.4, 1e-9), (3.0, 0.001), (12.5, 0.5), (1e6, 0.25)):
        cases.append(('logGammaIncrement', [x, a], loggamma(mpf(x) + mpf(a)) - loggamma(mpf(x))))
    for a, b in ((0.001, 0.001), (0.5, 0.5), (2.5, 7.25), (3.0, 1e6), (1e5, 1e6), (1e-3, 1e6), (40.5, 0.3)):
        big = loggamma(mpf(a)) + loggamma(mpf(b)) - loggamma(mpf(a) + mpf(b))
        cases.append(('logBeta', [a, b], big))
    write('log-gamma', 1e-14, cases)


def normal():
    cases = []
    for z in (-8.0, -3.5, -1.96, -0.7, -0.1, 0.0, 1e-9, 0.69, 0.71, 1.0, 1.645, 2.5758, 5.0, 8.0, 15.7, 25.3, 37.0):
        cases.append(('normalUpperTail', [z], ref.normal_tails(z)[1]))
        cases.append(('normalCdf', [z], ref.normal_tails(z)[0]))
    for z in (0.0, 0.3, -1.96, 4.4, 30.0):
        cases.append(('normalTwoSidedP', [z], 2 * ref.normal_tails(abs(z))[1]))
        cases.append(('normalDensity', [z], exp(-mpf(z) ** 2 / 2) / sqrt(2 * mp.pi)))
    for p in (1e-300, 1e-100, 1e-20, 1e-5, 0.001, 0.025, 0.2, 0.26, 0.4, 0.49999999, 0.5000001, 0.6, 0.9, 0.975, 0.999999):
        tail = mpf(p) if p < 0.5 else 1 - mpf(p)
        centre = mpf(1) / 2 - tail
        if centre < mpf('0.4'):
            z = sqrt(mpf(2)) * erfinv(2 * centre)
        else:
            z = solve(ref.normal_tails, 1, tail, 0.1, 40)
        cases.append(('normalUpperQuantile', [p], z if p < 0.5 else -z))
        cases.append(('normalQuantile', [p], -z if p < 0.5 else z))
    for level in (0.5, 0.8, 0.9, 0.95, 0.99, 0.999999):
        cases.append(('criticalZ', [level], sqrt(mpf(2)) * erfinv(mpf(level))))
    write('normal', 2e-15, cases)


def gamma_and_chi_square():
    cases = []
    points = ((0.001, 1e-5), (0.001, 0.4), (0.001, 3.0), (0.3, 1e-8), (0.3, 1.49), (0.3, 1.51), (0.3, 40.0), (0.5, 0.5),
              (1.0, 0.7), (1.0, 600.0), (2.5, 1.0), (2.5, 2.51), (2.5, 90.0), (29.9, 10.0), (30.5, 28.0), (30.5, 31.0),
              (30.5, 400.0), (400.0, 380.0), (400.0, 900.0), (1e4, 8000.0), (1e4, 1.02e4), (1e6, 1e6), (1e6, 1.01e6))
    for a, x in points:
        lower, upper = ref.gamma_tails(x, a)
        if lower > mpf(10) ** -300:
            cases.append(('gammaCdf', [x, a], lower))
        if upper > mpf(10) ** -300:
            cases.append(('gammaUpperTail', [x, a], upper))
    cases.append(('gammaCdf', [3.7, 1e5, 3e4], ref.gamma_tails(mpf(3.7) * 30000, 1e5)[0]))
    for a, p in ((0.01, 0.5), (0.5, 1e-10), (0.5, 0.3), (3.0, 0.975), (3.0, 1e-200), (250.5, 0.025), (1e5, 0.4)):
        cases.append(('gammaQuantile', [p, a], solve(lambda x: ref.gamma_tails(x, a), 0, p, 1e-290, 1e7)))
    for a, p in ((0.01, 1e-12), (0.5, 0.05), (3.0, 1e-200), (1e5, 1e-8)):
        cases.append(('gammaUpperQuantile', [p, a], solve(lambda x: ref.gamma_tails(x, a), 1, p, 1e-10, 1e7)))
    write('gamma', 1e-13, cases)

    cases = []
    for x, df in ((161.1336015828745, 4), (3.841458820694124, 1), (0.0158, 1), (10.0, 3), (60.26955674, 2), (1300.0, 2),
                  (1e-10, 1), (250.0, 27), (80.0, 100), (5.5, 0.7), (1200.5, 1000)):
        lower, upper = ref.gamma_tails(mpf(x) / 2, mpf(df) / 2)
        cases.append(('chiSquareUpperTail', [x, df], upper))
        cases.append(('chiSquareCdf', [x, df], lower))
    for p, df in ((0.05, 1), (0.05, 7), (1e-300, 4), (0.9, 2.5)):
        cases.append(('chiSquareUpperQuantile', [p, df], 2 * solve(lambda x: ref.gamma_tails(x, mpf(df) / 2), 1, p, 1e-9, 1e4)))
        cases.append(('chiSquareQuantile', [p, df], 2 * solve(lambda x: ref.gamma_tails(x, mpf(df) / 2), 0, p, mpf(10) ** -700, 1e4)
                      if p > 1e-200 else mpf(8 * mpf(p)) ** (mpf(1) / 2)))
    write('chi-square', 1e-13, cases)


def beta():
    cases = []
    points = ((0.3, 2.0, 5.0), (0.9, 2.0, 5.0), (1e-10, 0.5, 0.5), (0.5, 0.001, 0.001), (0.2, 0.001, 1e6), (1e-5, 0.001, 1e6),
              (1e-4, 0.3, 1e4), (0.999, 1e4, 0.3), (0.72, 0.9, 2.4), (0.5, 1.0, 1.0), (0.37, 30.0, 60.0), (0.05, 30.0, 60.0),
              (0.01, 8.0, 3000.0), (0.5, 1e5, 1.001e5), (0.5005, 1e6, 1e6), (0.49, 1e6, 1e6), (3e-6, 4.0, 1e6),
              (0.999999, 1e6, 4.0), (0.9, 1e-3, 40.0), (1e-250, 1.1, 7.0))
    for x, a, b in points:
        lower, upper = ref.beta_tails(mpf(x), 1 - mpf(x), a, b)
        if lower > mpf(10) ** -300:
            cases.append(('betaCdf', [x, a, b], lower))
        if upper > mpf(10) ** -300:
            cases.append(('betaUpperTail', [x, a, b], upper))

    def odds(o, a, b):
        o = mpf(o)
        return ref.beta_tails(o / (1 + o), 1 / (1 + o), a, b)

    for p, a, b in ((0.025, 3.0, 8.0), (0.975, 4.0, 7.0), (1e-12, 0.5, 0.5), (0.4, 0.02, 3.0), (1e-250, 20.0, 30.0),
                    (0.025, 1.0, 1e6), (0.3, 1e5, 2e5)):
        o = solve(lambda o: odds(o, a, b), 0, p, mpf(10) ** -290, mpf(10) ** 20)
        cases.append(('betaQuantile', [p, a, b], o / (1 + o)))
    for p, a, b in ((0.025, 4.0, 7.0), (1e-200, 3.0, 8.0), (0.05, 1e-3, 2.0)):
        o = solve(lambda o: odds(o, a, b), 1, p, mpf(10) ** -290, mpf(10) ** 80)
        cases.append(('betaUpperQuantile', [p, a, b], o / (1 + o)))
    write('beta', 1e-13, cases)


def student_t():
    cases = []
    for t, df in ((2.0, 4.3), (0.1, 1e6), (1e-8, 3.0), (12.7, 1.0), (1e9, 1.5), (8.0, 1e10), (37.0, 1e7), (25.0, 300.0),
                  (-1.3, 12.0), (-40.0, 80.0), (5.5, 28.7), (1e180, 1.2), (2.0, 0.05), (3.0, 1e15), (30.0, 1e21)):
        lower, upper = ref.t_tails(t, df)
        cases.append(('studentTUpperTail', [t, df], upper))
        cases.append(('studentTCdf', [t, df], lower))
        cases.append(('studentTTwoSidedP', [t, df], 2 * (upper if t > 0 else lower)))
    for p, df in ((0.025, 4.3), (0.001, 1.0), (1e-300, 17.5), (1e-9, 1e8), (0.3, 2.0), (0.45, 0.5), (0.4999, 30.0)):
        cases.append(('studentTUpperQuantile', [p, df], solve(lambda t: ref.t_tails(t, df), 1, p, 1e-9, mpf(10) ** 40)))
    for p, df in ((0.975, 4.3), (0.6, 9.0), (0.999999, 3.5)):
        tail = 1 - mpf(p)
        cases.append(('studentTQuantile', [p, df], solve(lambda t: ref.t_tails(t, df), 1, tail, 1e-9, mpf(10) ** 40)))
    for level, df in ((0.95, 10), (0.9, 2.5), (0.2, 6), (0.999, 1000)):
        tail = (1 - mpf(level)) / 2
        cases.append(('criticalT', [level, df], solve(lambda t: ref.t_tails(t, df), 1, tail, 1e-9, mpf(10) ** 20)))
    write('student-t', 1e-13, cases)


def f():
    cases = []
    for x, df1, df2 in ((4.0, 1, 10), (1.0, 5, 5), (0.02, 3, 40), (350.0, 2, 12), (3.9, 1, 1e6), (1.4, 800, 1200), (2.2, 7.3, 28.9),
                        (1e8, 3, 4), (9.0, 40, 2e5), (1e-6, 0.5, 9)):
        lower, upper = ref.f_tails(x, df1, df2)
        cases.append(('fUpperTail', [x, df1, df2], upper))
        cases.append(('fCdf', [x, df1, df2], lower))
    for p, df1, df2 in ((0.05, 1, 10), (0.05, 4.5, 33.3), (1e-100, 3, 200), (0.4, 900, 1100)):
        cases.append(('fUpperQuantile', [p, df1, df2], solve(lambda x: ref.f_tails(x, df1, df2), 1, p, 1e-9, 1e9)))
        cases.append(('fQuantile', [p, df1, df2], solve(lambda x: ref.f_tails(x, df1, df2), 0, p, mpf(10) ** -250, 1e9)))
    write('f', 1e-13, cases)


def discrete():
    cases = []
    for k, n, p in ((0, 10, 0.1), (10, 10, 0.9), (3, 17, 0.25), (1, 1000, 0.001), (250, 1000, 0.1), (5000, 10000, 0.5),
                    (497000, 1000000, 0.5), (3, 1000000, 1e-6), (0, 500, 1e-12), (90, 100, 0.2)):
        q = 1 - mpf(p)
        cases.append(('binomialDensity', [k, n, p], ref.binomial_density(k, n, p)))
        if k < n:
            cases.append(('binomialCdf', [k, n, p], ref.beta_tails(mpf(p), q, k + 1, n - k)[1]))
        if k > 0:
            cases.append(('binomialUpperTail', [k, n, p], ref.beta_tails(mpf(p), q, k, n - k + 1)[0]))
    write('binomial', 1e-13, cases)

    cases = []
    for k, mean in ((0, 2.5), (3, 2.5), (40, 2.5), (1, 1e-9), (100, 80.5), (10, 200.0), (31, 31.0), (1000000, 999000.5),
                    (9000, 10000.0)):
        cases.append(('poissonDensity', [k, mean], ref.poisson_density(k, mean)))
        cases.append(('poissonCdf', [k, mean], ref.gamma_tails(mean, k + 1)[1]))
        if k > 0:
            cases.append(('poissonUpperTail', [k, mean], ref.gamma_tails(mean, k)[0]))
    write('poisson', 1e-13, cases)

    cases = []
    for k, drawn, successes, total in ((3, 4, 4, 8), (0, 5, 3, 20), (5, 20, 10, 40), (2, 2, 2, 3), (621, 2022, 1350, 4116),
                                       (729, 2094, 1350, 4116), (50, 100, 100, 100000), (24500, 50000, 50000, 100000),
                                       (10, 50000, 3000, 100000), (1, 1, 7, 9)):
        lower, upper = ref.hypergeometric_tails(k, drawn, successes, total)
        cases.append(('hypergeometricDensity', [k, drawn, successes, total],
                      ref.hypergeometric_density(k, drawn, successes, total)))
        for name, value in (('hypergeometricCdf', lower), ('hypergeometricUpperTail', upper)):
            if value > mpf(10) ** -300:
                cases.append((name, [k, drawn, successes, total], value))
    write('hypergeometric', 1e-13, cases)


def exponential():
    args = [0.0, 5e-324, 1e-300, 1e-17, 2.0 ** -53, 1e-8, 0.001, 0.0013538, 0.0013539, 0.1, 0.5, 0.69314718055994529, 1.0, 2.5, 10.0,
            30.25, 100.1, 354.89, 699.9, 700.0, 700.1, 709.78, 20.000001, 88.72]
    # Halfway between two steps of an octave, where the rest is largest, and a fixed irregular spread.
    args += [float((2 * k + 1) * log(2) / 512) for k in (0, 1, 7, 128, 255, 256, 1023, 40000)]
    args += [(k * 7919 % 100003) / 100003 * 2 ** (k % 9) for k in range(1, 120)]
    # The nearest double, not 17 digits of the number, which may be nearer to another.
    cases = [('exponential', [sign * x], mpf(float(exp(mpf(sign * x))))) for x in args for sign in (1, -1) if not (sign * x < -708)]
    write('exponential', 2.3e-16, cases, 'One unit in the last place: nearest doubles, and one beside them')


def random_numbers():
    word = (1 << 64) - 1

    def turn(x, by):
        return ((x << by) | (x >> (64 - by))) & word

    def step(state):
        s0, s1, s2, s3 = state
        result = (turn((s0 + s3) & word, 23) + s0) & word
        shifted = (s1 << 17) & word
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = turn(s3, 45)
        return (s0, s1, s2, s3), result

    def split_mix(seed):
        words = []
        for _ in range(4):
            seed = (seed + 0x9E3779B97F4A7C15) & word
            z = seed
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & word
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & word
            words.append(z ^ (z >> 31))
        return tuple(words)

    def jump(state):
        """2^128 steps, by squaring the 256 x 256 bit matrix of one step 128 times; shares nothing with a jump polynomial."""
        def flat(s):
            return s[0] | s[1] << 64 | s[2] << 128 | s[3] << 192
        columns = []
        for bit in range(256):
            unit = 1 << bit
            words = tuple((unit >> (64 * i)) & word for i in range(4))
            columns.append(flat(step(words)[0]))

        def apply(matrix, vector):
            result = 0
            while vector:
                low = vector & -vector
                result ^= matrix[low.bit_length() - 1]
                vector ^= low
            return result
        for _ in range(128):
            columns = [apply(columns, column) for column in columns]
        moved = apply(columns, flat(state))
        return tuple((moved >> (64 * i)) & word for i in range(4))

    cases = []
    for name, state in (('state 1 2 3 4', (1, 2, 3, 4)), ('seed 42', split_mix(42)), ('seed 0', split_mix(0)),
                        ('jump from seed 42', jump(split_mix(42)))):
        outputs = []
        for _ in range(6):
            state, value = step(state)
            outputs.append(str(value))
        cases.append((name, [], outputs))
    write('xoshiro256', 0, cases, 'Whole numbers: equal to the last bit')


if __name__ == '__main__':
    for make in (error_function, exponential, log_gamma, normal, gamma_and_chi_square, beta, student_t, f, discrete, random_numbers):
        make()

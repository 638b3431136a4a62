"""Writes the series constants that src/math/special holds, from their definitions, at 60 digits.

Command: python3 coefficients.py   (mpmath 1.2.1). Prints; nothing is read.
"""
from mpmath import mp, mpf, cos, pi, sqrt, erfc, exp, zeta, digamma, polygamma, findroot, factorial, bernoulli

mp.dps = 60


def chebyshev(function, count, nodes=160):
    """Coefficients c_j of sum c_j T_j(t) on [-1, 1]; c_0 already halved."""
    points = [cos(pi * (k + mpf(1) / 2) / nodes) for k in range(nodes)]
    values = [function(point) for point in points]
    result = [
        2 * sum(values[k] * cos(pi * j * (k + mpf(1) / 2) / nodes) for k in range(nodes)) / nodes
        for j in range(count)
    ]
    result[0] /= 2
    return result


def scaled_erfc(x):
    if x > 1000:
        term = total = mpf(1)
        for n in range(1, 12):
            term *= -(2 * n - 1) / (2 * x * x)
            total += term
        return total / (x * sqrt(pi))
    return exp(x * x) * erfc(x)


def print_list(title, values):
    print(title)
    for value in values:
        print('  %r,' % float(value))


# x = 0.5 .. infinity becomes t = (x - 4.5) / (x + 3.5) = -1 .. 1
def in_t(t):
    x = (mpf('4.5') + t * mpf('3.5')) / (1 - t)
    return x * sqrt(pi) * scaled_erfc(x)


print_list('x sqrt(pi) erfcx(x) in Chebyshev polynomials of t:', chebyshev(in_t, 24))
print_list('zeta(k) - 1, k = 2 ..:', [zeta(k) - 1 for k in range(2, 32)])
print_list('Stirling series B_2k / (2k (2k - 1)):', [bernoulli(2 * k) / (2 * k * (2 * k - 1)) for k in range(1, 11)])
print_list('Stirling error at 0 .. 15:', [
    mp.loggamma(n + 1) - ((n + mpf(1) / 2) * mp.log(n) if n else 0) + n - mp.log(2 * pi) / 2 for n in range(0, 16)
])
root = findroot(digamma, mpf('1.4616321449683623'))
print('root of digamma', mp.nstr(root, 40), 'high', mp.nstr(mpf(float(root)), 25), 'low', mp.nstr(root - mpf(float(root)), 17))
print_list('Taylor series of digamma at its root:', [polygamma(k, root) / factorial(k) for k in range(1, 26)])
print('Euler gamma', mp.nstr(mp.euler, 25), '1 - gamma', mp.nstr(1 - mp.euler, 25), 'log sqrt 2 pi', mp.nstr(mp.log(2 * pi) / 2, 25))

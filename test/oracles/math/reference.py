"""Distributions at 50 digits, for arguments that are doubles taken as exact. Used by make.py."""
from mpmath import mp, mpf, sqrt, exp, log, loggamma, erfc, erfinv, gamma, binomial, power

mp.dps = 60


def lentz(first, pairs, tiny=mpf(10) ** -2000):
    """first + n1/(d1 + n2/(d2 + ...)), by the modified Lentz method."""
    value = first if first != 0 else tiny
    c, d = value, mpf(0)
    stop = mpf(10) ** (-mp.dps + 5)
    for numerator, denominator in pairs:
        d = denominator + numerator * d
        d = tiny if d == 0 else d
        c = denominator + numerator / c
        c = tiny if c == 0 else c
        d = 1 / d
        value *= c * d
        if abs(c * d - 1) < stop:
            return value
    raise ArithmeticError('continued fraction')


def beta_tails(x, y, a, b):
    """I_x(a, b) and its complement; DLMF 8.17.22. x + y = 1, both given."""
    x, y, a, b = mpf(x), mpf(y), mpf(a), mpf(b)
    if x * (a + b + 2) > a + 1:
        upper, lower = beta_tails_below(y, x, b, a)
        return lower, upper
    return beta_tails_below(x, y, a, b)


def beta_tails_below(x, y, a, b):
    def pairs():
        yield mpf(1), mpf(1)
        m = 0
        while m < 400000:
            if m > 0:
                yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), mpf(1)
            yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), mpf(1)
            m += 1
    fraction = lentz(mpf(0), pairs())
    lead = exp(a * log(x) + b * log(y) + loggamma(a + b) - loggamma(a) - loggamma(b)) / a
    lower = lead * fraction
    return lower, 1 - lower


def gamma_tails(x, a):
    """P(a, x) and Q(a, x); DLMF 8.11.4 and 8.9.2."""
    x, a = mpf(x), mpf(a)
    if x <= a or x < 2:
        term = total = mpf(1)
        k = 1
        while term > total * mpf(10) ** -mp.dps:
            term *= x / (a + k)
            total += term
            k += 1
        lower = total * exp(a * log(x) - x - loggamma(a + 1))
        return lower, 1 - lower

    def pairs():
        yield mpf(1), x + 1 - a
        for n in range(1, 1000000):
            yield n * (a - n), x + 2 * n + 1 - a
    upper = lentz(mpf(0), pairs()) * exp(a * log(x) - x - loggamma(a))
    return 1 - upper, upper


def normal_tails(z):
    z = mpf(z)
    return erfc(-z / sqrt(mpf(2))) / 2, erfc(z / sqrt(mpf(2))) / 2


def t_tails(t, df):
    t, df = mpf(t), mpf(df)
    square = t * t
    within, beyond = beta_tails(square / (df + square), df / (df + square), mpf(1) / 2, df / 2)
    tails = (mpf(1) / 2 + within / 2, beyond / 2)
    return tails if t > 0 else (tails[1], tails[0])


def f_tails(x, df1, df2):
    x, df1, df2 = mpf(x), mpf(df1), mpf(df2)
    total = df2 + df1 * x
    return beta_tails(df1 * x / total, df2 / total, df1 / 2, df2 / 2)


def beta_density(x, a, b):
    x, a, b = mpf(x), mpf(a), mpf(b)
    return exp((a - 1) * log(x) + (b - 1) * log(1 - x) + loggamma(a + b) - loggamma(a) - loggamma(b))


def gamma_density(x, a):
    x, a = mpf(x), mpf(a)
    return exp((a - 1) * log(x) - x - loggamma(a))


def t_density(t, df):
    t, df = mpf(t), mpf(df)
    lead = exp(loggamma((df + 1) / 2) - loggamma(df / 2)) / sqrt(df * mp.pi)
    return lead * (1 + t * t / df) ** (-(df + 1) / 2)


def binomial_density(k, n, p):
    p = mpf(p)
    return exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p))


def poisson_density(k, mean):
    mean = mpf(mean)
    return exp(k * log(mean) - mean - loggamma(k + 1))


def hypergeometric_density(k, drawn, successes, total):
    if k < max(0, drawn + successes - total) or k > min(drawn, successes):
        return mpf(0)
    fact = lambda n: loggamma(n + 1)
    choose = lambda n, m: fact(n) - fact(m) - fact(n - m)
    return exp(choose(successes, k) + choose(total - successes, drawn - k) - choose(total, drawn))


def hypergeometric_tails(k, drawn, successes, total):
    """P(X <= k) and P(X >= k), each summed from its far end towards k's side."""
    low, high = max(0, drawn + successes - total), min(drawn, successes)

    def outward(start, step, end):
        if start < low or start > high:
            return mpf(0)
        term = hypergeometric_density(start, drawn, successes, total)
        sum_ = term
        at = start
        while at != end and term > sum_ * mpf(10) ** -mp.dps:
            lower_k = at if step > 0 else at - 1
            up = mpf((drawn - lower_k) * (successes - lower_k)) / ((lower_k + 1) * (total - drawn - successes + lower_k + 1))
            term *= up if step > 0 else 1 / up
            sum_ += term
            at += step
        return sum_
    if k * total <= drawn * successes:
        lower = outward(k, -1, low)
        return lower, 1 - outward(k - 1, -1, low)
    upper = outward(k, 1, high)
    return 1 - outward(k + 1, 1, high), upper

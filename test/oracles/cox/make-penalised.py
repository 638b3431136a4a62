"""Reference values in 40 digits for penalised and profile likelihoods of the Cox model.

Run: python3 test/oracles/cox/make-penalised.py (needs mpmath). The likelihoods are written out by definition: every
risk set anew, determinants and derivatives by differences in 60 digits. Writes penalised.json.
"""
import json
import pathlib
from itertools import combinations
import mpmath as mp

mp.mp.dps = 60


def log_likelihood(data, beta, ties):
    total = mp.mpf(0)
    linear = [mp.fsum(b * v for b, v in zip(beta, x)) for x in data["x"]]
    for now in sorted({t for t, e in zip(data["time"], data["event"]) if e == 1}):
        at_risk = [i for i, t in enumerate(data["time"]) if t >= now and data["entry"][i] < now]
        dead = [i for i in at_risk if data["time"][i] == now and data["event"][i] == 1]
        total += mp.fsum(linear[i] for i in dead)
        risk = mp.fsum(mp.exp(linear[i]) for i in at_risk)
        if ties == "exact":
            total -= mp.log(mp.fsum(mp.exp(mp.fsum(linear[i] for i in s)) for s in combinations(at_risk, len(dead))))
            continue
        tied = mp.fsum(mp.exp(linear[i]) for i in dead)
        for l in range(len(dead)):
            total -= mp.log(risk - (mp.mpf(l) / len(dead) * tied if ties == "efron" else 0))
    return total


def hessian(f, beta):
    """Second derivatives by central differences; with 60 digits and this step 25 of them are right."""
    h = mp.mpf(10) ** -14
    p = len(beta)

    def moved(*steps):
        return f([b + h * mp.fsum(s for column, s in steps if column == j) for j, b in enumerate(beta)])

    matrix = mp.matrix(p, p)
    middle = f(beta)
    for a in range(p):
        matrix[a, a] = (moved((a, 1)) - 2 * middle + moved((a, -1))) / h**2
        for b in range(a):
            cross = moved((a, 1), (b, 1)) - moved((a, 1), (b, -1)) - moved((a, -1), (b, 1)) + moved((a, -1), (b, -1))
            matrix[a, b] = matrix[b, a] = cross / (4 * h**2)
    return matrix


def gradient(f, beta):
    h = mp.mpf(10) ** -14
    return mp.matrix([
        (f([b + (h if j == a else 0) for j, b in enumerate(beta)]) - f([b - (h if j == a else 0) for j, b in enumerate(beta)])) / (2 * h)
        for a in range(len(beta))
    ])


def objective(case):
    data, ties, penalty = case["input"], case["options"]["ties"], case["options"]["penalty"]
    likelihood = lambda beta: log_likelihood(data, beta, ties)
    if penalty == "none":
        return likelihood
    return lambda beta: likelihood(beta) + mp.log(mp.det(-hessian(likelihood, beta))) / 2


def climb(f, beta, free):
    """Newton's method in the free coefficients, to 20 digits."""
    beta = list(beta)
    inner = lambda values: f([values[free.index(j)] if j in free else b for j, b in enumerate(beta)])
    values = [beta[j] for j in free]
    if not values:
        return beta
    for _ in range(60):
        step = mp.lu_solve(-hessian(inner, values), gradient(inner, values))
        size = max(abs(s) for s in step)
        if size > 1:
            step = step / size
        while inner([v + s for v, s in zip(values, step)]) < inner(values) - mp.mpf(10) ** -30:
            step = step / 2
        values = [v + s for v, s in zip(values, step)]
        if max(abs(s) for s in step) < mp.mpf(10) ** -12:
            break
    for j, value in zip(free, values):
        beta[j] = value
    return beta


def profile(f, best, column, fall):
    """Limits where the profile lies `fall` below the maximum."""
    others = [j for j in range(len(best)) if j != column]
    top = f(best)
    state = {"beta": list(best)}

    def height(value):
        start = list(state["beta"])
        start[column] = value
        state["beta"] = climb(f, start, others)
        return top - f(state["beta"]) - fall

    limits = []
    for side in (-1, 1):
        state["beta"] = list(best)
        inner, outer = best[column], best[column] + side * mp.mpf("0.5")
        while height(outer) < 0:
            inner, outer = outer, outer + side * mp.mpf("0.5")
        limits.append(mp.findroot(height, (inner, outer), solver="anderson", tol=mp.mpf(10) ** -15, verify=False))
    state["beta"] = list(best)
    return limits[0], limits[1], mp.sign(best[column]) * mp.sqrt(2 * (height(mp.mpf(0)) + fall))


tiny = {"time": [9, 1, 1, 6, 6, 8], "event": [1, 1, 0, 1, 1, 0], "entry": [0] * 6, "x": [[0], [1], [1], [1], [0], [0]]}
separated = {
    "time": [1, 2, 3, 4, 5, 6, 7, 8], "event": [1, 1, 1, 1, 1, 1, 0, 1], "entry": [0] * 8,
    "x": [[1, 1], [1, 0], [1, 1], [0, 0], [0, 1], [0, 0], [0, 1], [0, 1]],
}
late = {
    "entry": [0, 0, 1, 2, 0, 3, 3, 4, 1, 0, 5, 2], "time": [2, 3, 4, 4, 6, 6, 7, 8, 8, 9, 9, 10],
    "event": [1, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0],
    "x": [[0, 1.5], [1, 0.2], [0, -0.4], [1, 1.1], [1, -1.3], [0, 0.7], [1, 0.1], [0, -0.9], [1, 2.2], [0, 0.4], [1, -0.6], [0, 0.3]],
}
settings = [
    ("tiny, ties", tiny, "efron", "none"), ("tiny, ties", tiny, "breslow", "firth"), ("tiny, ties", tiny, "efron", "firth"),
    ("separated", separated, "efron", "firth"), ("late entry, ties", late, "efron", "none"), ("late entry, ties", late, "breslow", "none"),
    ("late entry, ties", late, "exact", "none"), ("late entry, ties", late, "efron", "firth"), ("late entry, ties", late, "breslow", "firth"),
]
text = lambda value: float(mp.nstr(value, 20))
cases = []
for name, data, ties, penalty in settings:
    case = {"name": f"{name}, {ties}, {penalty}", "input": data, "options": {"ties": ties, "penalty": penalty}}
    f = objective(case)
    plain = lambda beta: log_likelihood(data, beta, ties)
    zero = [mp.mpf(0)] * len(data["x"][0])
    best = climb(f, zero, list(range(len(zero))))
    covariance = (-hessian(plain, best)) ** -1
    fall = mp.findroot(lambda z: mp.erfc(z / mp.sqrt(2)) - mp.mpf("0.05"), 1.96) ** 2 / 2
    sides = [profile(f, best, column, fall) for column in range(len(best))]
    case["expected"] = {
        "coefficients": [text(b) for b in best], "standardErrors": [text(mp.sqrt(covariance[j, j])) for j in range(len(best))],
        "lower": [text(s[0]) for s in sides], "upper": [text(s[1]) for s in sides], "z": [text(s[2]) for s in sides],
        "logLikelihood": text(plain(best)), "penalisedLogLikelihood": text(f(best)),
        "likelihoodRatio": text(2 * (f(best) - f(zero))),
    }
    cases.append(case)
pathlib.Path(__file__).with_name("penalised.json").write_text(json.dumps({
    "provenance": {"software": f"mpmath {mp.__version__}, 60 digits", "version": mp.__version__, "command": "python3 test/oracles/cox/make-penalised.py"},
    "tolerance": 1e-10, "toleranceReason": "limits are roots, found to 1e-11 standard errors", "cases": cases}) + "\n")

# Reference values for src/outcomes/descriptive/adverse-event-summary: counts by unique() and table(), poisson.test, fisher.test,
# and Miettinen-Nurminen limits found by searching the published score equation.
# Run: Rscript test/oracles/adverse-event-summary/make.R
library(jsonlite)
set.seed(7)
n <- c(40, 38, 21)
arm <- rep(0:2, n)
exposure <- round(runif(sum(n), .1, 1.4), 2)
E <- 160
subject <- sample(seq_len(sum(n)), E, TRUE, prob = c(3, 1, 2)[arm + 1])
term <- sample(1:6, E, TRUE, prob = c(6, 5, 3, 2, 1, 1))
soc <- c(1, 1, 2, 2, 3, 3)[term]; soc[term == 4 & seq_len(E) %% 3 == 0] <- 3
severity <- sample(c(-1, 0, 1, 2), E, TRUE, prob = c(1, 5, 4, 2))
restricted <- function(a, n1, b, n2, d) {
  loglik <- function(p2) { p1 <- p2 + d; f <- function(x, m, p) ifelse(x == 0, 0, x * log(p)) + ifelse(m - x == 0, 0, (m - x) * log(1 - p)); f(a, n1, p1) + f(b, n2, p2) }
  lo <- max(0, -d); hi <- min(1, 1 - d)
  score <- function(p2) { p1 <- p2 + d; (if (a > 0) a / p1 else 0) - (if (n1 > a) (n1 - a) / (1 - p1) else 0) + (if (b > 0) b / p2 else 0) - (if (n2 > b) (n2 - b) / (1 - p2) else 0) }
  e <- 1e-13
  p2 <- if (score(lo + e) <= 0) lo else if (score(hi - e) >= 0) hi else uniroot(score, c(lo + e, hi - e), tol = 1e-16, maxiter = 5000)$root
  p1 <- p2 + d
  (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * (n1 + n2) / (n1 + n2 - 1)
}
mn <- function(a, n1, b, n2) {
  est <- a / n1 - b / n2; z <- qnorm(.975)
  f <- function(d, sign) sign * (est - d) - z * sqrt(restricted(a, n1, b, n2, d))
  c(est, uniroot(f, c(-1 + 1e-9, est), sign = 1, tol = 1e-15, maxiter = 5000)$root, uniroot(f, c(est, 1 - 1e-9), sign = -1, tol = 1e-15, maxiter = 5000)$root,
    if (a + b > 0) 2 * pnorm(-abs(est) / sqrt(restricted(a, n1, b, n2, 0))) else NA)
}
figures <- function(keep) {
  lapply(0:3, function(k) {
    of <- if (k == 3) seq_along(arm) else which(arm == k - 0)
    ev <- keep & subject %in% of
    who <- unique(subject[ev]); time <- sum(exposure[of]) / 100
    worst <- vapply(who, function(s) max(severity[ev & subject == s]), 0)
    rate <- function(x) { r <- poisson.test(x, time); c(x / time, r$conf.int) }
    list(subjects = length(who), events = sum(ev), proportion = length(who) / length(of), incidence = rate(length(who)), eventRate = rate(sum(ev)),
      worst = c(sum(worst == 0), sum(worst == 1), sum(worst == 2), sum(worst == -1)))
  })
}
contrast <- function(keep) lapply(0:1, function(k) {
  count <- function(g) length(unique(subject[keep & arm[subject] == g]))
  a <- count(k); b <- count(2)
  list(mn = mn(a, n[k + 1], b, n[3]), fisher = fisher.test(matrix(c(a, n[k + 1] - a, b, n[3] - b), 2))$p.value)
})
row <- function(name, keep) list(name = name, arms = figures(keep), differences = contrast(keep))
rows <- c(list(row("any", rep(TRUE, E))), lapply(1:3, function(s) row(paste0("soc", s), soc == s)),
  do.call(c, lapply(1:3, function(s) lapply(sort(unique(term[soc == s])), function(t) row(paste0("soc", s, "/pt", t), soc == s & term == t)))))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/adverse-event-summary/make.R"),
  tolerance = 1e-8, toleranceReason = "limits are found by a search whose steps end at 1e-12",
  input = list(arm = arm, exposure = exposure, subject = subject - 1, term = term - 1, bodySystem = soc - 1, severity = severity), expected = rows),
  auto_unbox = TRUE, digits = I(17), na = "null"), "test/oracles/adverse-event-summary/three-arms.json")

# Time at risk until the first event: every subject and row by itself, from the definition. Limits of the difference and
# the ratio of two rates by searching the score equations, whose restricted rates are found by maximising the likelihood.
start <- round(runif(E, -.05, 1.1) * exposure[subject], 3)
start[sample(E, 14)] <- NA
atRisk <- function(s, keep, missing) {
  own <- start[keep & subject == s]
  if (length(own) == 0) return(exposure[s])
  own[is.na(own)] <- if (missing == "start-of-exposure") 0 else exposure[s]
  min(pmin(pmax(own, 0), exposure[s]))
}
variance <- function(x, t, y, u, d) {
  # most likely r >= max(0, -d) with rates r + d and r
  low <- max(0, -d); score <- function(r) (if (x > 0) x / (r + d) else 0) - t + (if (y > 0) y / r else 0) - u
  high <- (x + y + 1) / min(t, u) + abs(d) + 1; e <- 1e-13
  r <- if (score(low + e) <= 0) low else uniroot(score, c(low + e, high), tol = 1e-16, maxiter = 5000)$root
  (r + d) / t + r / u
}
rateContrast <- function(x, t, y, u) {
  z <- qnorm(.975); est <- x / t - y / u
  f <- function(d, sign) sign * (est - d) - z * sqrt(variance(x, t, y, u, d))
  reach <- 10 * z * sqrt((x + 4) / t^2 + (y + 4) / u^2)
  g <- function(lr) { s <- exp(lr) * t / u; (x - s * y)^2 - z^2 * s * (x + y) }
  limit <- function(from, to) exp(uniroot(g, c(from, to), tol = 1e-15, maxiter = 5000)$root)
  ratio <- x / t / (y / u)
  list(difference = c(est, uniroot(f, c(est - reach, est), sign = 1, tol = 1e-15, maxiter = 5000)$root, uniroot(f, c(est, est + reach), sign = -1, tol = 1e-15, maxiter = 5000)$root),
    ratio = if (x > 0 && y > 0) c(ratio, limit(log(ratio) - 12, log(ratio)), limit(log(ratio), log(ratio) + 12)) else NULL,
    p = 2 * pnorm(-abs(est) / sqrt((x + y) / t / u)))
}
timeRow <- function(name, keep, missing) {
  times <- vapply(seq_along(arm), atRisk, 0, keep = keep, missing = missing)
  time <- c(vapply(0:2, function(k) sum(times[arm == k]), 0), sum(times))
  who <- unique(subject[keep])
  count <- c(vapply(0:2, function(k) sum(arm[who] == k), 0), length(who))
  list(name = name, time = time,
    incidence = lapply(1:4, function(k) { p <- poisson.test(count[k], time[k] / 100); c(count[k] / time[k] * 100, p$conf.int) }),
    contrasts = lapply(1:2, function(k) rateContrast(count[k], time[k] / 100, count[3], time[3] / 100)))
}
timeRows <- function(missing) c(list(timeRow("any", rep(TRUE, E), missing)), lapply(1:3, function(s) timeRow(paste0("soc", s), soc == s, missing)),
  do.call(c, lapply(1:3, function(s) lapply(sort(unique(term[soc == s])), function(t) timeRow(paste0("soc", s, "/pt", t), soc == s & term == t, missing)))))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/adverse-event-summary/make.R"),
  tolerance = 1e-8, toleranceReason = "limits are found by a search whose steps end at 1e-12",
  start = start, starts = list(missing = sum(is.na(start)), before = sum(start < 0, na.rm = TRUE), after = sum(start > exposure[subject], na.rm = TRUE)),
  expected = list(`start-of-exposure` = timeRows("start-of-exposure"), `end-of-exposure` = timeRows("end-of-exposure"))),
  auto_unbox = TRUE, digits = I(17), na = "null"), "test/oracles/adverse-event-summary/first-event.json")

# Reference values for src/survival/survival-design. Run: Rscript test/oracles/survival-design/make.R
# Event probabilities by numerical integration over entry and time; conditional power by integrating over the future.
library(jsonlite)
event_probability <- function(hazard, dropout, accrual, duration) {
  by_follow_up <- function(f) sapply(f, function(u) integrate(function(t) hazard * exp(-(hazard + dropout) * t), 0, u, rel.tol = 1e-13)$value)
  if (accrual == 0) return(by_follow_up(duration))
  integrate(by_follow_up, duration - accrual, duration, rel.tol = 1e-12)$value / accrual
}
timings <- list(c(0.3, 0, 3, 5), c(0.2, 0.05, 3, 5), c(0.05, 0.01, 12, 12), c(0.4, 0.1, 0, 2))
probabilities <- lapply(timings, function(v) list(arguments = v, expected = event_probability(v[1], v[2], v[3], v[4])))
size <- function(l1, l2, dropout, accrual, duration, alpha, sides, power, ratio) {
  q1 <- ratio / (1 + ratio); q2 <- 1 - q1
  phi <- function(l) l^2 / event_probability(l, dropout, accrual, duration)
  ((qnorm(1 - alpha / sides) * sqrt(phi(q1 * l1 + q2 * l2) * (1 / q1 + 1 / q2)) + qnorm(power) * sqrt(phi(l1) / q1 + phi(l2) / q2)) / (l1 - l2))^2
}
designs <- list(c(0.2, 0.3, 0, 3, 5, 0.05, 1, 0.9, 1), c(0.2, 0.3, 0.05, 3, 5, 0.05, 2, 0.8, 2), c(0.03, 0.05, 0.01, 12, 30, 0.05, 2, 0.9, 1))
sizes <- lapply(designs, function(v) list(arguments = v, expected = do.call(size, as.list(v))))
events <- lapply(list(c(0.7, 0.9, 0.05, 2, 1), c(0.5, 0.8, 0.05, 1, 2), c(1.5, 0.9, 0.01, 2, 0.5)), function(v) {
  z <- qnorm(1 - v[3] / v[4]) + qnorm(v[2]); r <- v[5]
  list(arguments = v, schoenfeld = z^2 * (1 + r)^2 / (r * log(v[1])^2), freedman = z^2 * (1 + r * v[1])^2 / (r * (1 - v[1])^2))
})
conditional <- lapply(list(c(80, 200, -0.25, 1, NA), c(80, 200, -0.25, 1, 0.7), c(150, 200, 0.05, 2, 1), c(30, 90, -0.4, 0.5, NA)), function(v) {
  p <- v[4] / (1 + v[4]); theta <- if (is.na(v[5])) v[3] else log(v[5])
  # score of the events to come: normal with mean -theta p (1 - p) m and variance p (1 - p) m
  m <- v[2] - v[1]; w <- p * (1 - p); so_far <- -v[3] * w * v[1]
  needed <- qnorm(0.975) * sqrt(w * v[2]) - so_far
  list(arguments = v, expected = integrate(dnorm, needed, Inf, mean = -theta * w * m, sd = sqrt(w * m), rel.tol = 1e-12)$value)
})
write(toJSON(list(
  provenance = list(software = R.version.string, packages = "stats", command = "Rscript test/oracles/survival-design/make.R"),
  tolerance = 1e-9, toleranceReason = "numerical integration against closed forms",
  cases = list(list(probabilities = probabilities, sizes = sizes, events = events, conditional = conditional))),
  auto_unbox = TRUE, digits = I(17), na = "null"), "test/oracles/survival-design/designs.json")

# Reference values for src/survival/landmark-survival: Kaplan-Meier curves of the subjects still followed and free of
# the event at a landmark, contrasts at fixed times and conditional survival.
# Run: Rscript test/oracles/landmark-survival/make.R
library(survival)
library(jsonlite)
freireich <- list(
  time = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35, 1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23),
  event = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0, rep(1, 21)),
  group = rep(c("6-MP", "placebo"), each = 21))
weighted <- c(freireich, list(weight = rep(c(1, 2, 3, 1, 2, 4), 7)))
entry <- list(
  entry = c(0, 2, 0, 5, 1, 0, 4, 6, 0, 3, 7, 0, 0, 8, 2, 5, 0, 1, 9, 0),
  time = c(4, 9, 7, 12, 3, 10, 8, 15, 6, 12, 11, 14, 9, 16, 12, 9, 5, 13, 18, 17),
  event = c(1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0), group = rep(c("a", "b"), 10))
fit <- function(d, type = "log", level = 0.95) {
  if (is.null(d$weight)) d$weight <- 1
  y <- if (is.null(d$entry)) Surv(d$time, d$event) else Surv(d$entry, d$time, d$event)
  survfit(y ~ group, data = d, weights = d$weight, conf.type = type, conf.int = level, robust = FALSE)
}
provenance <- list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
                   command = "Rscript test/oracles/landmark-survival/make.R")
put <- function(file, reason, cases)
  write(toJSON(list(provenance = provenance, tolerance = 1e-12, toleranceReason = reason, cases = cases),
               auto_unbox = TRUE, digits = I(17), na = "null", null = "null"),
        file.path("test/oracles/landmark-survival", paste0(file, ".json")))

landmark_case <- function(name, input, landmark, times, type = "log", level = 0.95) {
  d <- as.data.frame(input)
  gone <- function(code) sum(d$time <= landmark & d$event == code)
  k <- d[d$time > landmark, ]
  k$time <- k$time - landmark
  if (!is.null(k$entry)) k$entry <- pmax(k$entry - landmark, 0)
  f <- fit(k, type, level)
  s <- summary(f, times = times, extend = TRUE)
  q <- quantile(f, 0.5)
  arms <- sort(unique(d$group))
  list(name = name, input = input, options = list(landmark = landmark, times = times, transform = type, level = level),
       expected = list(hadEvent = gone(1), censored = gone(0), median = list(time = unname(q$quantile[, 1]),
         lower = unname(q$lower[, 1]), upper = unname(q$upper[, 1])),
         curves = lapply(seq_along(arms), function(i) { g <- f[i]; list(group = arms[i], n = sum(k$group == arms[i]),
           time = g$time, survival = g$surv, atRisk = g$n.risk, lower = g$lower, upper = g$upper) }),
         at = data.frame(group = rep(arms, each = length(times)), time = s$time, survival = s$surv,
           standardError = s$std.err, lower = s$lower, upper = s$upper)))
}
put("landmark", "closed form", list(
  landmark_case("freireich from 5 weeks", freireich, 5, c(5, 10, 15)),
  landmark_case("freireich from 0", freireich, 0, c(0, 6, 12), "log-log", 0.9),
  landmark_case("freireich from a censoring time", freireich, 9, c(3, 8), "plain"),
  landmark_case("weights", weighted, 4.5, c(2.5, 10), "logit"),
  landmark_case("late entry", entry, 4, c(3, 6), "log")))

# Fixed-time contrasts by the formulas of Klein et al. 2007 on survfit's estimates and Greenwood variances.
milestone_case <- function(name, input, times, level = 0.95) {
  d <- as.data.frame(input)
  s <- summary(fit(d), times = times, extend = TRUE)
  S <- matrix(s$surv, ncol = 2); E <- matrix(s$std.err, ncol = 2)
  z <- qnorm(1 - (1 - level) / 2)
  one <- function(measure, f, slope) {
    est <- f(S[, 2]) - f(S[, 1])
    se <- sqrt((slope(S[, 2]) * E[, 2])^2 + (slope(S[, 1]) * E[, 1])^2)
    data.frame(measure = measure, time = times, estimate = est, standardError = se, lower = est - z * se,
               upper = est + z * se, p = 2 * pnorm(-abs(est / se)))
  }
  list(name = name, input = input, options = list(times = times, level = level), expected = rbind(
    one("difference", identity, function(s) 1),
    one("ratio", log, function(s) 1 / s),
    one("cumulative-hazard-ratio", function(s) log(-log(s)), function(s) 1 / (s * log(s))),
    one("odds-ratio", function(s) log((1 - s) / s), function(s) -1 / (s * (1 - s))),
    one("arcsine-difference", function(s) asin(sqrt(s)), function(s) 1 / (2 * sqrt(s * (1 - s))))))
}
put("milestone", "closed form", list(
  milestone_case("freireich", freireich, c(7, 10, 17.5)),
  milestone_case("weights", weighted, c(8, 16), 0.9),
  milestone_case("late entry", entry, c(8, 10))))

# S(t) / S(s) with the Greenwood sum over (s, t].
conditional_case <- function(name, input, given, times, level = 0.95) {
  d <- as.data.frame(input)
  f <- fit(d)
  at <- function(t) { s <- summary(f, times = t, extend = TRUE); list(S = s$surv, r2 = (s$std.err / s$surv)^2) }
  rows <- do.call(rbind, lapply(given, function(g) do.call(rbind, lapply(times[times >= g], function(t) {
    a <- at(g); b <- at(t); S <- b$S / a$S; r <- sqrt(pmax(0, b$r2 - a$r2)); z <- qnorm(1 - (1 - level) / 2)
    w <- z * r / log(S)
    data.frame(group = sort(unique(d$group)), given = g, time = t, survival = S, standardError = S * r,
               lower = exp(log(S) * exp(-w)), upper = exp(log(S) * exp(w)))
  }))))
  list(name = name, input = input, options = list(given = given, times = times, level = level, transform = "log-log"),
       expected = rows)
}
put("conditional", "closed form; differences of Greenwood sums", list(
  conditional_case("freireich", freireich, c(2, 8), c(11, 17)),
  conditional_case("weights", weighted, c(6, 10), c(12, 20), 0.8)))

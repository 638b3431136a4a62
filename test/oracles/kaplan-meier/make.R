# Reference values for src/survival/kaplan-meier. Run: Rscript test/oracles/kaplan-meier/make.R
library(survival)
library(jsonlite)
here <- "test/oracles/kaplan-meier"
write_cases <- function(name, tolerance, reason, cases) {
  provenance <- list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
                     command = "Rscript test/oracles/kaplan-meier/make.R")
  write(toJSON(list(provenance = provenance, tolerance = tolerance, toleranceReason = reason, cases = cases),
               auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), file.path(here, paste0(name, ".json")))
}
curve_of <- function(f, g) {
  s <- if (is.null(f$strata)) f else f[g]
  se <- if (isTRUE(s$logse)) s$std.err * s$surv else s$std.err
  se[s$surv == 0] <- 0
  list(time = s$time, atRisk = s$n.risk, events = s$n.event, censored = s$n.censor, survival = s$surv,
       standardError = se, lower = s$lower, upper = s$upper)
}
fit_case <- function(name, input, probs = c(0.25, 0.5, 0.75), at = NULL, transform = "log", level = 0.95, robust = FALSE) {
  d <- as.data.frame(input)
  if (is.null(d$group)) d$group <- "all"
  if (is.null(d$weight)) d$weight <- rep(1, nrow(d))
  y <- if (is.null(d$entry)) Surv(d$time, d$event) else Surv(d$entry, d$time, d$event)
  type <- if (transform == "arcsine") "arcsin" else transform
  groups <- sort(unique(d$group))
  form <- if (length(groups) > 1) y ~ group else y ~ 1
  f <- survfit(form, data = d, weights = d$weight, conf.type = type, conf.int = level, robust = robust,
               id = if (robust) seq_len(nrow(d)) else NULL)
  q <- quantile(f, probs)
  pick <- function(m, i) if (is.matrix(m)) unname(m[i, ]) else unname(m)
  curves <- lapply(seq_along(groups), function(i) {
    out <- c(list(group = groups[i]), curve_of(f, i))
    out$quantiles <- data.frame(probability = probs, time = pick(q$quantile, i), lower = pick(q$lower, i), upper = pick(q$upper, i))
    if (!is.null(at)) {
      s <- summary(if (is.null(f$strata)) f else f[i], times = at, extend = TRUE)
      out$at <- data.frame(time = s$time, survival = s$surv, standardError = s$std.err, lower = s$lower, upper = s$upper, atRisk = s$n.risk)
    }
    out
  })
  list(name = name, input = input, options = list(transform = transform, level = level, variance = if (robust) "robust" else "greenwood",
       quantiles = probs, times = at), expected = list(curves = curves))
}
# Freireich EJ et al. Blood 1963;21:699-716: weeks in remission, 6-mercaptopurine against placebo.
freireich <- list(
  time = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35, 1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23),
  event = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0, rep(1, 21)),
  group = rep(c("6-MP", "placebo"), each = 21))
half <- list(time = c(54, 75, 77, 84, 87, 92, 103, 105, 112, 118), event = c(1, 1, 1, 1, 1, 0, 0, 0, 0, 0))
half_event <- half; half_event$event[10] <- 1
transforms <- c("plain", "log", "log-log", "logit", "arcsine")
write_cases("freireich", 1e-12, "closed form", c(
  lapply(transforms, function(t) fit_case(paste("freireich", t), freireich, at = c(0, 1, 6, 10, 22, 23, 30, 40), transform = t)),
  list(fit_case("freireich 90%", freireich, transform = "log-log", level = 0.9, at = 10))))
write_cases("exact-half", 1e-12, "closed form", c(
  lapply(transforms, function(t) fit_case(paste("half, last censored", t), half, at = c(87, 90, 118, 120), transform = t)),
  lapply(transforms, function(t) fit_case(paste("half, last event", t), half_event, at = c(87, 118, 120), transform = t)),
  list(fit_case("ten of twenty", list(time = 1:20, event = rep(1, 20)), probs = seq(0.05, 0.95, 0.05)))))
entry <- list(
  entry = c(0, 2, 0, 5, 1, 0, 4, 6, 0, 3, 7, 0, 0, 8, 2, 5, 0, 1, 9, 0),
  time = c(4, 9, 7, 12, 3, 10, 8, 15, 6, 12, 11, 14, 9, 16, 12, 9, 5, 13, 18, 17),
  event = c(1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0))
weighted <- c(freireich, list(weight = rep(c(1, 2, 3, 1, 2, 4), 7)))
fractional <- c(freireich, list(weight = rep(c(0.5, 1.25, 0.8, 2, 1.1, 0.3, 0.9), 6)))
write_cases("entry-and-weights", 1e-12, "closed form", list(
  fit_case("late entry", entry, at = c(3, 7.5, 12, 18)),
  fit_case("late entry by group", c(entry, list(group = rep(c("a", "b"), 10))), transform = "log-log"),
  fit_case("whole weights", weighted, at = c(10, 20)),
  fit_case("fractional weights", fractional, at = c(10, 20)),
  fit_case("fractional weights, robust", fractional, at = c(10, 20), robust = TRUE),
  fit_case("robust, unweighted", freireich, transform = "log-log", robust = TRUE),
  fit_case("robust, late entry", entry, robust = TRUE)))
near <- list(time = c(0.1 + 0.2, 0.3, 0.7, 0.1 * 7, 1.1, 1.1 + 1e-12, 2, 2 + 1e-9, 2 + 1e-7, 3), event = c(1, 1, 1, 0, 1, 1, 0, 1, 1, 0))
zero <- list(time = c(0, 0, 1, 2, 3), event = c(1, 0, 1, 0, 1))
write_cases("edges", 1e-12, "closed form", list(
  fit_case("near ties", near), fit_case("event at time zero", zero, at = c(0, 1)),
  fit_case("no events", list(time = 1:4, event = rep(0, 4)), at = c(1, 5)),
  fit_case("all events at once", list(time = rep(3, 4), event = rep(1, 4)), at = c(2, 3, 5)),
  fit_case("one subject", list(time = 2, event = 1)),
  fit_case("one subject censored", list(time = 2, event = 0)),
  fit_case("group without events", list(time = c(1, 2, 3, 4, 5, 6), event = c(1, 1, 0, 0, 0, 0), group = rep(c("a", "b"), each = 3)))))

# Estimates from the cumulative hazard, differences at times, and bands of km.ci, whose critical values are tables.
library(km.ci)
six <- list(time = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35, 1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23),
            event = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0, rep(1, 21)), group = rep(c("6-MP", "placebo"), each = 21),
            entry = rep(c(0, 0, 0.5), 14), weight = rep(c(1, 2, 1.5), 14))
hazards <- list()
for (which in c(1, 2, 4)) for (ctype in 1:2) {
  d <- as.data.frame(six)
  w <- if (which %in% c(2, 4)) d$weight else rep(1, nrow(d))
  y <- if (which >= 3) Surv(d$entry, d$time, d$event) else Surv(d$time, d$event)
  f <- survfit(y ~ group, d, weights = w, stype = 2, ctype = ctype, robust = FALSE, conf.type = "log-log")
  hazards <- c(hazards, list(list(name = paste("fleming-harrington", c("plain", "weights", "late entry", "late entry, weights")[which], ctype),
    input = six[c("time", "event", "group", if (which >= 3) "entry", if (which %in% c(2, 4)) "weight")], ctype = ctype,
    expected = lapply(1:2, function(g) { s <- f[g]; list(survival = s$surv, standardError = s$std.err * s$surv,
      cumulativeHazard = s$cumhaz, cumulativeHazardStandardError = s$std.chaz) }))))
}
f <- survfit(Surv(time, event) ~ group, as.data.frame(six), conf.type = "log-log")
at <- c(5, 10, 20); s <- lapply(1:2, function(g) summary(f[g], times = at))
difference <- list(times = at, estimate = s[[1]]$surv - s[[2]]$surv, standardError = sqrt(s[[1]]$std.err^2 + s[[2]]$std.err^2))
one <- survfit(Surv(time, event) ~ 1, as.data.frame(six)[1:21, ])
printed <- lapply(c("hall-wellner", "loghall", "epband", "logep"), function(method) {
  b <- km.ci(one, method = method, tl = 6, tu = 23); keep <- one$time >= 6 & one$time <= 23
  list(name = method, time = b$time, lower = b$lower, upper = b$upper) })
write_cases("options", 1e-12, "closed forms", list(hazards = hazards, difference = difference, printed = printed, input = six))
# Robust variance: of survival and of the cumulative hazard, by row and by cluster, ties in one step and one by one.
# Of exp(-hazard) survfit gives the standard error on one scale or the other (logse) by ctype: survival times that of
# the hazard is taken for both.
robust_case <- function(name, input, estimator = "kaplan-meier", cluster = NULL) {
  d <- as.data.frame(input)
  if (is.null(d$weight)) d$weight <- rep(1, nrow(d))
  y <- if (is.null(d$entry)) Surv(d$time, d$event) else Surv(d$entry, d$time, d$event)
  d$unit <- if (is.null(cluster)) seq_len(nrow(d)) else cluster
  one_by_one <- estimator == "fleming-harrington-ties"
  f <- survfit(y ~ 1, data = d, weights = d$weight, robust = TRUE, cluster = d$unit, id = seq_len(nrow(d)),
               stype = if (estimator == "kaplan-meier") 1 else 2, ctype = if (one_by_one) 2 else 1)
  list(name = name, input = c(as.list(input), if (!is.null(cluster)) list(cluster = cluster)), estimator = estimator,
       expected = list(survival = f$surv, cumulativeHazard = f$cumhaz, cumulativeHazardStandardError = f$std.chaz,
                       standardError = if (estimator == "kaplan-meier") f$std.err else f$std.chaz * f$surv))
}
units <- paste0("c", rep(1:6, length.out = 20))
some <- lapply(fractional[c("time", "event", "weight")], head, 20)
robust_sets <- list(fractional = some, `late entry` = entry, both = c(entry, some["weight"]))
write_cases("robust", 1e-12, "closed form", unlist(recursive = FALSE, lapply(names(robust_sets), function(set)
  unlist(recursive = FALSE, lapply(c("kaplan-meier", "fleming-harrington", "fleming-harrington-ties"), function(e) list(
    robust_case(paste(set, e), robust_sets[[set]], e),
    robust_case(paste(set, e, "clusters"), robust_sets[[set]], e, units)))))))
# Limits that rise again after a fall: R's quantiles take the largest height not above the wanted one.
set.seed(3)
uneven <- list(entry = c(0, 1, 1, 1, 2, 2, 0, 3, 3, 3), time = c(1.5, 4, 5, 6, 7, 8, 2.5, 9, 10, 11),
               event = c(1, 1, 0, 1, 1, 1, 0, 1, 1, 0), weight = c(0.1, 2, 1, 1, 1.5, 2, 1, 1, 1, 1))
write_cases("uneven-limits", 1e-12, "closed form", list(
  fit_case("limits that rise again", uneven, transform = "log-log"),
  fit_case("limits that rise again, logit", uneven, transform = "logit")))

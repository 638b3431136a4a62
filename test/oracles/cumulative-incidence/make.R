# Reference values for src/survival/cumulative-incidence and fine-gray. Run: Rscript test/oracles/cumulative-incidence/make.R
suppressMessages({library(cmprsk); library(survival)})
library(jsonlite)
park_miller <- function(seed) { state <- seed; function() { state <<- (16807 * state) %% 2147483647; state / 2147483647 } }
# Whole days, so events, competing events and censorings are tied in every combination.
generated <- function(n, seed) {
  u <- park_miller(seed)
  d <- data.frame(time = numeric(n), event = 0, group = 0, strata = 0, age = 0, marker = 0)
  for (i in seq_len(n)) {
    d$group[i] <- floor(3 * u()); d$strata[i] <- floor(2 * u()); d$age[i] <- 20 + floor(60 * u()); d$marker[i] <- 4 * u() - 2
    r1 <- exp(-0.4 * (d$group[i] == 1) + 0.01 * (d$age[i] - 50) + 0.3 * d$marker[i]); r2 <- exp(0.2 * (d$group[i] == 2)) / 2
    t1 <- -log(u()) / r1 * 12; t2 <- -log(u()) / r2 * 12; cens <- u() * 25
    d$time[i] <- 1 + floor(min(t1, t2, cens))
    d$event[i] <- if (cens < min(t1, t2)) 0 else if (t1 < t2) 1 else 2
  }
  d
}
out <- function(method, file, tolerance, reason, cases) write(toJSON(list(
  provenance = list(software = R.version.string, packages = paste("cmprsk", packageVersion("cmprsk"), "survival", packageVersion("survival")),
                    command = "Rscript test/oracles/cumulative-incidence/make.R"), tolerance = tolerance, toleranceReason = reason, cases = cases),
  auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), file.path("test/oracles", method, paste0(file, ".json")))
d <- generated(150, 4711)
at <- c(2, 5, 10, 15)
by_group <- cuminc(d$time, d$event, d$group)
points <- timepoints(by_group[names(by_group) != "Tests"], at)
# Aalen's variance from survival, the one of the delta method for a multi-state curve.
sf <- survfit(Surv(time, factor(event)) ~ group, d)
ss <- summary(sf, times = at, extend = TRUE)
curves <- lapply(0:2, function(g) lapply(1:2, function(cause) {
  key <- paste(g, cause)
  rows <- ss$strata == paste0("group=", g)
  list(group = as.character(g), cause = cause, time = at, estimate = unname(points$est[key, ]), variance = unname(points$var[key, ]),
       aalenStandardError = ss$std.err[rows, cause + 1])
}))
gray <- function(name, group, strata = NULL, rho = 0) {
  f <- if (is.null(strata)) cuminc(d$time, d$event, group, rho = rho) else cuminc(d$time, d$event, group, strata, rho = rho)
  list(name = name, rho = rho, tests = data.frame(cause = 1:2, chiSquare = f$Tests[, "stat"], df = f$Tests[, "df"],
       logP = pchisq(f$Tests[, "stat"], f$Tests[, "df"], lower.tail = FALSE, log.p = TRUE)))
}
out("cumulative-incidence", "cmprsk", 1e-9, "closed form; both sum in different orders", list(
  generate = list(n = 150, seed = 4711), curves = unlist(curves, recursive = FALSE),
  gray = list(gray("three groups", d$group), gray("two groups", as.numeric(d$group > 0)), gray("stratified", d$group, d$strata),
              gray("rho 1", d$group, rho = 1), gray("stratified two groups", as.numeric(d$group > 0), d$strata))))
fit <- function(name, columns, cause, group = NULL) {
  x <- as.matrix(d[, columns, drop = FALSE])
  f <- if (is.null(group)) crr(d$time, d$event, x, failcode = cause, cencode = 0, gtol = 1e-12, maxiter = 50)
       else crr(d$time, d$event, x, failcode = cause, cencode = 0, cengroup = group, gtol = 1e-12, maxiter = 50)
  list(name = name, columns = columns, cause = cause, byGroup = !is.null(group), coefficients = unname(f$coef), covariance = unname(f$var),
       modelCovariance = unname(solve(f$inf)), logLikelihood = f$loglik, nullLogLikelihood = f$loglik.null, converged = f$converged)
}
d$one <- as.numeric(d$group == 1); d$two <- as.numeric(d$group == 2)
out("fine-gray", "cmprsk", 1e-8, "iterative; crr run to a gradient of 1e-12", list(
  generate = list(n = 150, seed = 4711), fits = list(fit("one column", "marker", 1), fit("four columns", c("one", "two", "age", "marker"), 1),
  fit("competing cause", c("one", "marker"), 2), fit("censoring by group", c("one", "marker"), 1, d$group))))
# Weights of finegray, by stratum where asked, and a Cox fit with robust errors, by cluster. Without ties, where both count
# alike. R takes the censoring weights as known; clusters are runs of three rows; case weights 1 to 3
# are copies of rows.
d$untied <- d$time + seq_len(nrow(d)) / 1000
d$row <- seq_len(nrow(d)); d$cluster <- (d$row - 1) %/% 3; d$case <- 1 + (d$row * 7) %% 3
finegray_fit <- function(columns, cause, by_stratum, by_cluster = FALSE, weighted = FALSE) {
  d$kind <- factor(ifelse(d$event == 0, 0, ifelse(d$event == cause, 1, 2)), 0:2, c("censored", "cause", "other"))
  left <- if (by_stratum) "Surv(untied, kind) ~ strata(strata) + ." else "Surv(untied, kind) ~ ."
  # finegray(weights =) leaves the censoring distribution unweighted; copies of rows are weights that count in it too.
  if (weighted) d <- d[rep(d$row, d$case), ]
  long <- finegray(as.formula(left), data = d, etype = "cause")
  right <- paste(c(columns, if (by_stratum) "strata(strata)"), collapse = "+")
  long$unit <- if (by_cluster) long$cluster else long$row
  f <- coxph(as.formula(paste("Surv(fgstart, fgstop, fgstatus) ~", right)), long, weights = fgwt, cluster = unit, robust = TRUE,
             ties = "breslow", control = coxph.control(eps = 1e-13, iter.max = 50, toler.inf = 1e-14, timefix = FALSE))
  list(columns = columns, cause = cause, stratified = by_stratum, clustered = by_cluster, weighted = weighted, coefficients = unname(coef(f)),
       robustStandardErrors = unname(sqrt(diag(vcov(f)))), logLikelihood = f$loglik[2], nullLogLikelihood = f$loglik[1])
}
out("fine-gray", "stratified", 1e-8, "iterative; both run to the end", list(generate = list(n = 150, seed = 4711),
  fits = list(finegray_fit(c("one", "marker"), 1, TRUE), finegray_fit(c("two", "age", "marker"), 2, TRUE),
              finegray_fit(c("one", "marker"), 1, FALSE), finegray_fit(c("one", "marker"), 1, FALSE, TRUE),
              finegray_fit(c("one", "marker"), 1, TRUE, TRUE), finegray_fit(c("one", "age", "marker"), 1, FALSE, FALSE, TRUE),
              finegray_fit(c("one", "marker"), 2, FALSE, TRUE, TRUE))))

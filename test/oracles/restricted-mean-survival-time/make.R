# Reference values for src/survival/restricted-mean-survival-time: means and standard errors of single arms.
# Run: Rscript test/oracles/restricted-mean-survival-time/make.R
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
case <- function(name, input, tau) {
  d <- as.data.frame(input)
  w <- if (is.null(d$weight)) rep(1, nrow(d)) else d$weight
  d$w <- w
  y <- if (is.null(d$entry)) Surv(d$time, d$event) else Surv(d$entry, d$time, d$event)
  f <- survfit(y ~ group, data = d, weights = w)
  t <- summary(f, rmean = tau)$table
  list(name = name, input = input, options = list(tau = tau),
       expected = data.frame(group = sort(unique(d$group)), mean = unname(t[, "rmean"]), standardError = unname(t[, "se(rmean)"])))
}
cases <- c(lapply(c(5, 10, 12.5, 22.9), function(tau) case(paste("freireich to", tau), freireich, tau)),
           list(case("weights", weighted, 20), case("late entry", entry, 12)))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
  command = "Rscript test/oracles/restricted-mean-survival-time/make.R"), tolerance = 1e-12, toleranceReason = "closed form", cases = cases),
  auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), "test/oracles/restricted-mean-survival-time/survfit.json")

# Adjusted and stratified contrasts. No package of this R works these out: adjusted estimates are weighted lm() and glm() fits
# with weights from survfit() of the censoring times (or, where events come before censorings at a time, a product written
# out), and variances are the definition of Tian, Zhao and Wei (2014, section 2) by loops over subjects and explicit matrices.
park_miller <- function(seed) { state <- seed; function() { state <<- (16807 * state) %% 2147483647; state / 2147483647 } }
u <- park_miller(1947); n <- 72
d <- data.frame(time = numeric(n), event = 0, arm = 0, age = 0, marker = 0, stratum = "", weight = 0)
for (i in seq_len(n)) {
  d$arm[i] <- floor(3 * u()); d$age[i] <- 30 + floor(50 * u()); d$marker[i] <- round(4 * u() - 2, 2); s <- floor(2 * u())
  d$stratum[i] <- c("low", "high")[s + 1]; d$weight[i] <- 1 + floor(3 * u())
  t <- -log(u()) * 12 * exp(0.3 * (d$arm[i] == 1) - 0.01 * (d$age[i] - 55) - 0.2 * d$marker[i] + 0.4 * s); c <- 28 * u()
  d$time[i] <- 1 + floor(min(t, c)); d$event[i] <- as.numeric(t <= c)
}
d$arm <- c("a", "b", "c")[d$arm + 1]
solve_adjusted <- function(d, tau, ties, counts) {
  Y <- pmin(d$time, tau); known <- as.numeric(d$event == 1 | d$time >= tau); m <- nrow(d); w <- numeric(m)
  at_risk <- function(v, arm) { r <- d$time > v | (d$time == v & (ties == "before-events" | d$event == 0)); sum(counts[r & d$arm == arm]) }
  lost <- function(v, arm) sum(counts[d$time == v & d$event == 0 & d$time < tau & d$arm == arm])
  for (i in seq_len(m)) if (known[i] == 1) {
    v <- sort(unique(d$time[d$arm == d$arm[i] & d$event == 0 & d$time < tau]))
    v <- v[if (ties == "before-events") v <= Y[i] else v < Y[i]]
    w[i] <- 1 / prod(vapply(v, function(x) 1 - lost(x, d$arm[i]) / at_risk(x, d$arm[i]), 0))
  }
  if (ties == "before-events") for (arm in unique(d$arm)) { # the same as survfit of the censoring times
    rows <- d$arm == arm; f <- survfit(Surv(Y[rows], 1 - known[rows]) ~ 1, weights = counts[rows])
    g <- f$surv[match(Y[rows], f$time)]; stopifnot(max(abs(w[rows] * g - known[rows])) < 1e-12)
  }
  model <- if (length(unique(d$arm)) > 1) ~ arm + age + marker else ~ age + marker
  Z <- model.matrix(model, d)
  one <- function(measure) {
    y <- if (measure == "time-lost-ratio") tau - Y else Y; d$y <- y; d$total <- w * counts
    f <- if (measure == "difference") lm(update(model, y ~ .), d, weights = total) else
      glm(update(model, y ~ .), family = quasipoisson(), data = d, weights = total, control = glm.control(epsilon = 1e-15, maxit = 100))
    b <- coef(f); eta <- drop(Z %*% b)
    if (measure != "difference") for (k in 1:5) { mu <- exp(drop(Z %*% b)); b <- b + solve(t(Z) %*% (Z * (d$total * mu)), t(Z) %*% (d$total * (y - mu))) }
    mu <- if (measure == "difference") eta else exp(drop(Z %*% b)); slope <- if (measure == "difference") rep(1, m) else mu
    A <- t(Z) %*% (Z * (d$total * slope)); score <- Z * (w * (y - mu)); B <- 0
    later <- function(v, arm) colSums(score * counts * (d$arm == arm & (if (ties == "before-events") d$time >= v else d$time > v)))
    for (i in seq_len(m)) {
      s <- score[i, ]; arm <- d$arm[i]
      if (d$event[i] == 0 && d$time[i] < tau) s <- s + later(d$time[i], arm) / at_risk(d$time[i], arm)
      v <- sort(unique(d$time[d$arm == arm & d$event == 0 & d$time < tau]))
      v <- v[v < d$time[i] | (v == d$time[i] & (ties == "before-events" | d$event[i] == 0))]
      for (x in v) s <- s - later(x, arm) * lost(x, arm) / at_risk(x, arm)^2
      B <- B + counts[i] * s %*% t(s)
    }
    V <- solve(A) %*% B %*% solve(A)
    list(measure = measure, estimate = unname(drop(b))[-1], standardError = unname(sqrt(diag(V)))[-1])
  }
  lapply(c("difference", "ratio", "time-lost-ratio"), one)
}
adjusted <- function(name, rows, tau, ties, weighted) {
  e <- d[rows, ]; counts <- if (weighted) e$weight else rep(1, nrow(e))
  list(name = name, arms = sort(unique(e$arm)), tau = tau, ties = ties, weighted = weighted, expected = solve_adjusted(e, tau, ties, counts))
}
stratified <- function(weights, tau) {
  e <- d[d$arm != "c", ]
  cell <- function(s, arm) { f <- survfit(Surv(time, event) ~ 1, e[e$stratum == s & e$arm == arm, ]); t <- summary(f, rmean = tau)$table
    c(t[["records"]], t[["rmean"]], t[["se(rmean)"]]^2) }
  C <- lapply(c("high", "low"), function(s) rbind(cell(s, "b"), cell(s, "a")))
  value <- function(measure, l, r) { if (measure == "time-lost-ratio") { l[1] <- tau - l[1]; r[1] <- tau - r[1] }
    if (measure == "difference") c(l[1] - r[1], l[2] + r[2]) else c(log(l[1] / r[1]), l[2] / l[1]^2 + r[2] / r[1]^2) }
  one <- function(measure) {
    own <- sapply(C, function(m) value(measure, m[1, 2:3], m[2, 2:3]))
    w <- switch(weights, size = sapply(C, function(m) sum(m[, 1])), "mantel-haenszel" = sapply(C, function(m) prod(m[, 1]) / sum(m[, 1])),
                "inverse-variance" = 1 / own[2, ])
    w <- w / sum(w)
    v <- if (weights == "inverse-variance") c(sum(w * own[1, ]), sum(w^2 * own[2, ])) else {
      side <- function(k) c(sum(w * sapply(C, function(m) m[k, 2])), sum(w^2 * sapply(C, function(m) m[k, 3])))
      value(measure, side(1), side(2)) }
    list(measure = measure, estimate = v[1], standardError = sqrt(v[2]), shares = w)
  }
  list(weights = weights, tau = tau, expected = lapply(c("difference", "ratio", "time-lost-ratio"), one))
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
  command = "Rscript test/oracles/restricted-mean-survival-time/make.R",
  note = "Adjusted: weighted lm and glm with censoring weights; the sandwich is the definition by loops over subjects, no package was at hand. Stratified: means and variances of survfit by stratum and arm, combined by hand."),
  tolerance = 1e-9, toleranceReason = "glm iterated to the last digit; sums in another order", data = as.list(d),
  cases = list(adjusted = list(adjusted("two arms", d$arm != "c", 15, "after-events", FALSE), adjusted("two arms, censoring first", d$arm != "c", 15, "before-events", FALSE),
    adjusted("three arms, case weights", rep(TRUE, n), 12, "after-events", TRUE), adjusted("three arms, case weights, censoring first", rep(TRUE, n), 12, "before-events", TRUE),
    adjusted("covariates alone", d$arm == "a", 10, "after-events", FALSE)),
    stratified = lapply(c("size", "mantel-haenszel", "inverse-variance"), stratified, tau = 12))),
  auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), "test/oracles/restricted-mean-survival-time/adjusted.json")

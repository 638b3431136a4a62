# Reference values for src/survival/parametric-survival. Run: Rscript test/oracles/parametric-survival/make.R
# survreg for the four forms it has; for the others, late entry and shapes the written-out likelihood is maximised with
# nlm and Newton steps on Richardson derivatives (numDeriv), from densities and tails of R's own distributions.
library(survival)
library(jsonlite)
library(numDeriv)
set.seed(20261121)
n <- 80
arm <- rep(c("control", "treated"), n / 2)
age <- round(20 + 60 * runif(n))
marker <- round(rnorm(n), 3)
true <- round(exp(3 + 0.5 * (arm == "treated") - 0.01 * (age - 50) + 0.2 * marker + 0.7 * log(rexp(n))), 3)
limit <- round(5 + 50 * runif(n), 3)
time <- pmin(true, limit); event <- as.numeric(true <= limit)
entry <- round(pmin(time * 0.6, 4 * runif(n)), 3)
weight <- sample(1:3, n, TRUE)
visit <- round(2 + 6 * runif(n), 2)
lower <- pmin(floor(true / visit), floor(limit / visit)) * visit
upper <- ifelse(true > floor(limit / visit) * visit, Inf, lower + visit)
lower[c(3, 9)] <- true[c(3, 9)]; upper[c(3, 9)] <- true[c(3, 9)]
d <- data.frame(time, event, entry, weight, lower, upper, age, marker, treated = as.numeric(arm == "treated"))
x <- cbind(1, d$treated, d$age, d$marker)
tight <- survreg.control(maxiter = 500, rel.tolerance = 1e-15, toler.chol = 1e-16)
plain <- function(fit) list(parameters = unname(c(coef(fit), if (fit$dist != "exponential") log(fit$scale))),
  covariance = unname(vcov(fit)), logLikelihood = fit$loglik[2], nullLogLikelihood = fit$loglik[1])

cases <- list()
add <- function(name, distribution, use, expected) cases <<- c(cases, list(list(name = name, distribution = distribution, use = use, expected = expected)))
names4 <- c(exponential = "exponential", weibull = "weibull", `log-normal` = "lognormal", `log-logistic` = "loglogistic")
for (own in names(names4)) {
  f <- survreg(Surv(time, event) ~ treated + age + marker, d, dist = names4[own], control = tight)
  e <- plain(f)
  at <- data.frame(treated = 0:1, age = mean(d$age), marker = mean(d$marker))
  for (p in c(0.25, 0.5)) {
    q <- predict(f, at, type = "uquantile", p = p, se.fit = TRUE)
    e$quantiles <- c(e$quantiles, list(list(probability = p, logTime = unname(q$fit), logStandardError = unname(q$se.fit))))
  }
  add(paste(own, "right-censored"), own, list(kind = "events"), e)
  add(paste(own, "weights"), own, list(kind = "events", weight = TRUE),
    plain(survreg(Surv(time, event) ~ treated + age + marker, d, weights = weight, dist = names4[own], control = tight)))
  s <- Surv(ifelse(d$lower == 0, NA, d$lower), ifelse(is.infinite(d$upper), NA, d$upper), type = "interval2")
  add(paste(own, "intervals"), own, list(kind = "intervals"),
    plain(survreg(s ~ treated + age + marker, d, dist = names4[own], control = tight)))
}

# logf, logS, logF of time given location and ancillary parameters
gengamma <- function(side) function(t, m, a) {
  w <- (log(t) - m) / exp(a[1]); q <- a[2]
  if (abs(q) < 1e-9) return(switch(side, f = dnorm(w, log = TRUE) - a[1] - log(t), S = pnorm(w, lower.tail = FALSE, log.p = TRUE), F = pnorm(w, log.p = TRUE)))
  k <- 1 / q^2
  switch(side, f = log(abs(q)) + dgamma(exp(q * w) * k, k, log = TRUE) + log(k) + q * w - a[1] - log(t),
    S = pgamma(exp(q * w) * k, k, lower.tail = q < 0, log.p = TRUE), F = pgamma(exp(q * w) * k, k, lower.tail = q > 0, log.p = TRUE))
}
gomp <- function(side) function(t, m, a) {
  H <- exp(m) * (if (abs(a[1]) < 1e-12) t else expm1(a[1] * t) / a[1])
  switch(side, f = m + a[1] * t - H, S = -H, F = log(-expm1(-H)))
}
gam <- function(side) function(t, m, a) {
  k <- exp(-2 * a[1]); r <- k * exp(-m)
  switch(side, f = dgamma(t, k, r, log = TRUE), S = pgamma(t, k, r, lower.tail = FALSE, log.p = TRUE), F = pgamma(t, k, r, log.p = TRUE))
}
weib <- function(side) function(t, m, a) {
  k <- exp(-a[1]); b <- exp(m)
  switch(side, f = dweibull(t, k, b, log = TRUE), S = pweibull(t, k, b, lower.tail = FALSE, log.p = TRUE), F = pweibull(t, k, b, log.p = TRUE))
}
forms <- list(gamma = list(make = gam, start = c(3, 0, 0, 0, 0)), `generalised-gamma` = list(make = gengamma, start = c(3, 0, 0, 0, -0.2, 0.6)),
  gompertz = list(make = gomp, start = c(-3, 0, 0, 0, 0)), weibull = list(make = weib, start = c(3, 0, 0, 0, -0.2)))
maximise <- function(form, use, design) {
  f <- form$make("f"); S <- form$make("S"); F <- form$make("F"); k <- ncol(design)
  w <- if (isTRUE(use$weight)) d$weight else rep(1, n)
  loglik <- function(par) {
    m <- drop(design %*% par[1:k]); a <- par[-(1:k)]
    v <- numeric(n)
    for (i in 1:n) v[i] <- if (use$kind == "events") { if (d$event[i] == 1) f(d$time[i], m[i], a) else S(d$time[i], m[i], a) }
      else if (d$lower[i] == d$upper[i]) f(d$lower[i], m[i], a)
      else if (is.infinite(d$upper[i])) { if (d$lower[i] > 0) S(d$lower[i], m[i], a) else 0 }
      else if (d$lower[i] == 0) F(d$upper[i], m[i], a)
      else { s <- S(d$lower[i], m[i], a); s + log(-expm1(S(d$upper[i], m[i], a) - s)) }
    if (isTRUE(use$entry)) for (i in 1:n) if (d$entry[i] > 0) v[i] <- v[i] - S(d$entry[i], m[i], a)
    sum(w * v)
  }
  starts <- list(form$start)
  if (k == 1) starts <- lapply(starts, function(s) s[-(2:4)])
  scale <- rep(1, length(starts[[1]])); if (k > 1) scale[3] <- 0.02
  negative <- function(u) -loglik(u * scale)
  fits <- lapply(starts, function(s) suppressWarnings(nlm(negative, s / scale, gradtol = 1e-10, iterlim = 500, steptol = 1e-12)))
  u <- fits[[which.min(sapply(fits, function(f) f$minimum))]]$estimate
  if (k == 1) {
    again <- function(v) suppressWarnings(nlm(negative, v, gradtol = 1e-10, iterlim = 500, steptol = 1e-14))
    for (round in 1:3) u <- again(u)$estimate
    return(list(logLikelihood = -negative(u)))
  }
  for (round in 1:4) u <- u - solve(hessian(negative, u, method.args = list(r = 6)), grad(negative, u, method.args = list(r = 6)))
  h <- hessian(negative, u, method.args = list(r = 6))
  list(parameters = u * scale, covariance = solve(h) * outer(scale, scale), logLikelihood = -negative(u))
}
for (own in names(forms)) for (use in list(list(kind = "events"), list(kind = "events", entry = TRUE, weight = TRUE), list(kind = "intervals"))) {
  if (own == "weibull" && !isTRUE(use$entry)) next
  e <- maximise(forms[[own]], use, x)
  # without columns the generalised gamma has no inner maximum near the start in this case
  if (own != "generalised-gamma" || !isTRUE(use$entry)) e$nullLogLikelihood <- maximise(forms[[own]], use, x[, 1, drop = FALSE])$logLikelihood
  add(paste(own, "likelihood", use$kind, if (isTRUE(use$entry)) "late entry, weights"), own, use, e)
}
write(toJSON(list(
  provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival"), "numDeriv", packageVersion("numDeriv")),
    command = "Rscript test/oracles/parametric-survival/make.R"),
  tolerance = 1e-8, differenceTolerance = 5e-8, toleranceReason = "both fits iterated to convergence; covariances of written-out likelihoods come from Richardson differences, good to some 1e-8 (differenceTolerance)",
  data = c(as.list(d[c("time", "event", "entry", "weight", "age", "marker")]), list(lower = d$lower, upper = ifelse(is.infinite(d$upper), NA, d$upper), arm = arm)),
  cases = cases), auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), "test/oracles/parametric-survival/fits.json")

# Robust errors by row and by cluster (runs of four rows). Without case weights those of survreg(robust = TRUE). With weights
# survreg 3.5 leaves the scores unweighted, so that they do not add up to 0; its own weighted dfbeta residuals do, and are used.
# For intervals its residuals do not add up to 0 either: there scores are Richardson differences of the written-out likelihood.
d$cluster <- (seq_len(n) - 1) %/% 4
robust <- function(own, weighted, clustered, intervals) {
  unit <- if (clustered) d$cluster else 1:n; d$case <- if (weighted) d$weight else rep(1, n)
  s <- if (intervals) Surv(ifelse(d$lower == 0, NA, d$lower), ifelse(is.infinite(d$upper), NA, d$upper), type = "interval2") else Surv(d$time, d$event)
  f <- survreg(s ~ treated + age + marker, d, weights = case, dist = names4[[own]], control = tight)
  par <- c(coef(f), if (own != "exponential") log(f$scale))
  if (intervals) {
    tail <- switch(own, "log-normal" = pnorm, "log-logistic" = plogis); density <- switch(own, "log-normal" = dnorm, "log-logistic" = dlogis)
    row <- function(p, i) { z <- function(t) (log(t) - sum(x[i, ] * p[1:4])) / exp(p[5])
      if (d$lower[i] == d$upper[i]) density(z(d$lower[i]), log = TRUE) - p[5] - log(d$lower[i])
      else log((if (is.infinite(d$upper[i])) 1 else tail(z(d$upper[i]))) - (if (d$lower[i] > 0) tail(z(d$lower[i])) else 0)) }
    scores <- t(sapply(1:n, function(i) grad(row, par, i = i, method.args = list(r = 6)))) * d$case
    stopifnot(max(abs(colSums(scores))) < 1e-5)
    V <- vcov(f) %*% crossprod(rowsum(scores, unit)) %*% vcov(f)
  } else {
    V <- crossprod(rowsum(residuals(f, "dfbeta", weighted = TRUE), unit))
    if (!weighted) stopifnot(max(abs(V - survreg(s ~ treated + age + marker, d, dist = names4[[own]], control = tight, robust = TRUE, cluster = unit)$var)) < 1e-12)
  }
  list(distribution = own, weighted = weighted, clustered = clustered, intervals = intervals, parameters = unname(par), covariance = unname(V))
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival"), "numDeriv", packageVersion("numDeriv")),
  command = "Rscript test/oracles/parametric-survival/make.R",
  note = "survreg(robust = TRUE) where rows have no weights and no intervals; weighted dfbeta residuals of survreg with weights; numerical scores for intervals, as residuals of survreg 3.5 for them do not add up to 0"),
  tolerance = 1e-8, toleranceReason = "both fits iterated to convergence",
  cases = list(robust("weibull", FALSE, FALSE, FALSE), robust("weibull", TRUE, TRUE, FALSE), robust("exponential", FALSE, TRUE, FALSE),
               robust("log-normal", TRUE, FALSE, TRUE), robust("log-logistic", FALSE, TRUE, TRUE))),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/parametric-survival/robust.json")

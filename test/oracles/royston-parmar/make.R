# Reference values for src/survival/royston-parmar. Run: Rscript test/oracles/royston-parmar/make.R
# The written-out likelihood of the spline model on each scale, maximised with BFGS and Newton steps (its derivatives in
# matrix form, checked by Richardson differences), as no package was at hand; without inner knots also the Weibull,
# log-logistic and log-normal fits of survreg.
library(survival)
library(numDeriv)
library(jsonlite)
set.seed(31)
n <- 90
d <- data.frame(treated = rep(0:1, n / 2), age = round(20 + 60 * runif(n)))
true <- 12 * rexp(n)^0.6 * exp(0.4 * d$treated - 0.01 * (d$age - 50)) + 1; limit <- 5 + 30 * runif(n)
d$time <- round(pmin(true, limit), 2); d$event <- as.numeric(true <= limit)
d$entry <- round(pmin(0.5 * d$time, 3 * runif(n)), 2); d$weight <- sample(1:3, n, TRUE)
x <- cbind(d$treated, d$age)
# Log survival and log density by the predictor, each with two derivatives.
scales <- list(
  hazard = list(S = function(e) list(-exp(e), -exp(e), -exp(e)), f = function(e) list(e - exp(e), 1 - exp(e), -exp(e))),
  odds = list(S = function(e) list(plogis(-e, log.p = TRUE), -plogis(e), -dlogis(e)), f = function(e) list(dlogis(e, log = TRUE), 1 - 2 * plogis(e), -2 * dlogis(e))),
  normal = list(S = function(e) { m <- exp(dnorm(e, log = TRUE) - pnorm(-e, log.p = TRUE)); list(pnorm(-e, log.p = TRUE), -m, -m * (m - e)) },
                f = function(e) list(dnorm(e, log = TRUE), -e, rep(-1, length(e)))))
fit <- function(inner, late, weighted, scale = "hazard") {
  own <- scales[[scale]]
  k <- quantile(log(d$time[d$event == 1]), (0:(inner + 1)) / (inner + 1))
  top <- k[length(k)]; low <- k[1]
  column <- function(u, kj, f) { l <- (top - kj) / (top - low); f(u - kj) - l * f(u - low) - (1 - l) * f(u - top) }
  basis <- function(u) cbind(1, u, if (inner > 0) sapply(k[2:(inner + 1)], function(kj) column(u, kj, function(z) pmax(z, 0)^3)))
  slope <- function(u) cbind(0 * u, 1, if (inner > 0) sapply(k[2:(inner + 1)], function(kj) column(u, kj, function(z) 3 * pmax(z, 0)^2)))
  z <- cbind(basis(log(d$time)), x); s <- slope(log(d$time)); w <- if (weighted) d$weight else rep(1, n)
  has <- late & d$entry > 0; ze <- cbind(basis(log(pmax(d$entry, 0.01))), x)
  p <- ncol(z); unit <- c(rep(1, p - 1), 0.02)
  negative <- function(u) {
    b <- u * unit; e <- drop(z %*% b); r <- drop(s %*% b[1:ncol(s)])
    if (anyNA(r) || any(r[d$event == 1] <= 0)) return(1e10)
    v <- -sum(w * (ifelse(d$event == 1, log(pmax(r, 1e-300)) + own$f(e)[[1]] - log(d$time), own$S(e)[[1]]) - ifelse(has, own$S(drop(ze %*% b))[[1]], 0)))
    if (is.finite(v)) v else 1e10
  }
  u <- c(log(sum(d$event) / sum(d$time)), 1, rep(0, p - 2))
  for (round in 1:3) u <- optim(u, negative, method = "BFGS", control = list(reltol = 1e-15, maxit = 2000))$par
  b <- u * unit; s <- cbind(s, 0 * x); ev <- d$event == 1
  derivatives <- function(b) {
    r <- drop(s %*% b); e <- drop(z %*% b); q <- ifelse(ev, w / r, 0)
    at <- function(k) w * ifelse(ev, own$f(e)[[k]], own$S(e)[[k]]); before <- function(k) ifelse(has, w * own$S(drop(ze %*% b))[[k]], 0)
    list(score = colSums(z * at(2)) + colSums(s * q) - colSums(ze * before(2)),
         information = -crossprod(z, z * at(3)) + crossprod(s, s * (q / r)) + crossprod(ze, ze * before(3)))
  }
  for (round in 1:8) { v <- derivatives(b); b <- b + solve(v$information, v$score) }
  v <- derivatives(b); u <- b / unit
  s <- s[, 1:(p - 2), drop = FALSE]
  stopifnot(max(abs(hessian(negative, u, method.args = list(r = 6)) / (v$information * outer(unit, unit)) - 1)) < 1e-3)
  list(knots = unname(exp(k)), parameters = unname(b), covariance = unname(solve(v$information)), logLikelihood = -negative(u))
}
cases <- list(list(name = "two inner knots", use = list(innerKnots = 2, entry = FALSE, weight = FALSE), expected = fit(2, FALSE, FALSE)),
  list(name = "three inner knots, late entry, weights", use = list(innerKnots = 3, entry = TRUE, weight = TRUE), expected = fit(3, TRUE, TRUE)),
  list(name = "no inner knot", use = list(innerKnots = 0, entry = FALSE, weight = FALSE), expected = fit(0, FALSE, FALSE)))
for (scale in c("odds", "normal")) cases <- c(cases, list(
  list(name = paste(scale, "two inner knots"), use = list(scale = scale, innerKnots = 2, entry = FALSE, weight = FALSE), expected = fit(2, FALSE, FALSE, scale)),
  list(name = paste(scale, "one inner knot, late entry, weights"), use = list(scale = scale, innerKnots = 1, entry = TRUE, weight = TRUE), expected = fit(1, TRUE, TRUE, scale))))
for (pair in list(c("odds", "loglogistic"), c("normal", "lognormal"))) {
  g <- survreg(Surv(time, event) ~ treated + age, d, dist = pair[2], control = survreg.control(rel.tolerance = 1e-15, maxiter = 200))
  e <- fit(0, FALSE, FALSE, pair[1])
  stopifnot(abs(g$loglik[2] - e$logLikelihood) < 1e-9, max(abs(-coef(g)[2:3] / g$scale - e$parameters[3:4])) < 1e-8)
}
w <- survreg(Surv(time, event) ~ treated + age, d, control = survreg.control(rel.tolerance = 1e-15, maxiter = 200))
stopifnot(abs(w$loglik[2] - cases[[3]]$expected$logLikelihood) < 1e-9, max(abs(-coef(w)[2:3] / w$scale - cases[[3]]$expected$parameters[3:4])) < 1e-8)
write(toJSON(list(
  provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival"), "numDeriv", packageVersion("numDeriv")),
    command = "Rscript test/oracles/royston-parmar/make.R"),
  tolerance = 1e-8, toleranceReason = "both fits iterated to convergence", data = as.list(d), cases = cases),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/royston-parmar/splines.json")

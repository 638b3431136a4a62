# Reference values for src/outcomes/binary/marginal-standardisation: mean predictions of glm with tight control; Ye's variance by its
# sample moments, and again from influence values; Ge's by numerical derivatives of the mean predictions by the coefficients.
# Run: Rscript test/oracles/marginal-standardisation/make.R
library(jsonlite)
n <- 120; i <- seq_len(n)
made <- data.frame(arm = i %% 2, age = round(60 + 9 * sin(i * 1.3)), region = floor(i / 2) %% 3)
made$y <- as.integer((sin(i^2) + 0.03 * (made$age - 60) - 0.4 * made$arm * (made$region + 1) / 2 + 0.3 * made$region) > 0.2)
three <- transform(made, arm = floor(i / 5) %% 3)
uneven <- made[!(i %% 4 == 0), ]
plain <- data.frame(arm = rep(0:1, c(42, 40)), y = c(rep(1:0, c(20, 22)), rep(1:0, c(12, 28))))
sets <- list("covariate and strata" = made, "three arms" = three, "two subjects to one" = uneven, "no covariate" = plain)
case <- function(name, variance, randomisation, level) {
  d <- sets[[name]]; n <- nrow(d); levels <- sort(unique(d$arm)); names <- paste("arm", levels)
  g <- d; g$arm <- factor(d$arm); if (!is.null(d$region)) g$region <- factor(d$region)
  f <- glm(y ~ ., binomial, g, epsilon = 1e-15, maxit = 100); b <- coef(f)
  x <- lapply(levels, function(a) model.matrix(delete.response(terms(f)), transform(g, arm = factor(a, levels)), xlev = f$xlevels))
  risks <- function(b) sapply(x, function(m) plogis(drop(m %*% b))); m <- risks(b); mu <- colMeans(m); k <- length(levels)
  idx <- lapply(levels, function(a) which(d$arm == a)); p <- lengths(idx) / n; r <- d$y - m
  if (variance == "ge") {
    w <- model.matrix(f); q <- fitted(f); v0 <- solve(crossprod(w, q * (1 - q) * w))
    gr <- sapply(x, function(u) colMeans(plogis(drop(u %*% b)) * plogis(-drop(u %*% b)) * u))
    num <- sapply(seq_along(b), function(j) { e <- replace(0 * b, j, 1e-5); (colMeans(risks(b + e)) - colMeans(risks(b - e))) / 2e-5 })
    stopifnot(max(abs(t(num) - gr)) < 1e-5 * max(abs(gr))); v <- t(gr) %*% v0 %*% gr
  } else {
    v <- matrix(0, k, k)
    for (s in 1:k) for (t in 1:k) v[s, t] <- if (s == t) var(r[idx[[s]], s]) / p[s] + 2 * cov(d$y[idx[[s]]], m[idx[[s]], s]) - var(m[, s])
      else cov(d$y[idx[[s]]], m[idx[[s]], t]) + cov(d$y[idx[[t]]], m[idx[[t]], s]) - cov(m[, s], m[, t])
    # The influence values differ only by sample covariances that vanish for large n.
    infl <- sapply(1:k, function(s) ifelse(d$arm == levels[s], r[, s] / p[s], 0) + m[, s]); stopifnot(max(abs(var(infl) / v - 1)[row(v) == col(v)]) < 0.1)
    if (randomisation == "stratified") for (z in unique(d$region)) {
      R <- diag(sapply(1:k, function(s) mean(r[intersect(idx[[s]], which(d$region == z)), s]) / p[s])); v <- v - mean(d$region == z) * R %*% (diag(p) - p %o% p) %*% R }
    v <- v / n
  }
  z <- qnorm((1 - level) / 2, lower.tail = FALSE); delta <- function(j, s) s[1]^2 * v[j, j] + s[2]^2 * v[1, 1] - 2 * s[1] * s[2] * v[j, 1]
  tail <- function(t) log(2) + pnorm(-abs(t), log.p = TRUE)
  ratio <- function(l, s2) list(ratio = exp(l), logRatio = l, standardError = sqrt(s2), lower = exp(l - z * sqrt(s2)), upper = exp(l + z * sqrt(s2)), z = l / sqrt(s2), logP = tail(l / sqrt(s2)))
  list(name = paste(name, variance, randomisation, level),
    input = c(list(outcome = d$y, arm = match(d$arm, levels) - 1, arms = names, reference = names[1], covariates = lapply(intersect(names(d), "age"), function(c) list(name = c, values = d[[c]]))),
      if (!is.null(d$region)) list(region = d$region)),
    options = list(variance = variance, randomisation = randomisation, level = level),
    expected = list(n = n, events = sum(d$y)), risks = lapply(1:k, function(s) list(risk = mu[s], standardError = sqrt(v[s, s]))),
    contrasts = lapply(2:k, function(j) { e <- mu[j] - mu[1]; s <- sqrt(delta(j, c(1, 1))); list(
      riskDifference = list(difference = e, standardError = s, lower = e - z * s, upper = e + z * s, z = e / s, logP = tail(e / s)),
      riskRatio = ratio(log(mu[j] / mu[1]), delta(j, c(1 / mu[j], 1 / mu[1]))),
      oddsRatio = ratio(qlogis(mu[j]) - qlogis(mu[1]), delta(j, 1 / (mu[c(j, 1)] * (1 - mu[c(j, 1)]))))) }))
}
cases <- list(case("covariate and strata", "ye", "simple", 0.95), case("covariate and strata", "ye", "stratified", 0.95), case("covariate and strata", "ge", "simple", 0.9),
  case("three arms", "ye", "simple", 0.95), case("three arms", "ye", "stratified", 0.9), case("two subjects to one", "ye", "stratified", 0.95), case("no covariate", "ye", "simple", 0.95), case("no covariate", "ge", "simple", 0.95))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/marginal-standardisation/make.R"), tolerance = 1e-8,
  toleranceReason = "iterative fit with tight control", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/marginal-standardisation/fits.json")

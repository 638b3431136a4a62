# Reference values for Dunnett's comparisons. Brute force: the two integrals of the one-factor multivariate t distribution by
# stats::integrate (rel.tol 1e-12), piecewise; multcomp::glht with mvtnorm beside it, which is within its own error of 1e-6.
# Run: Rscript test/oracles/dunnett/make.R
suppressMessages({ library(jsonlite); library(multcomp) })
brute <- function(t, l, df) {
  inner <- function(u) sapply(u, function(u) { f <- function(z) { q <- sapply(l, function(a) pnorm((t * u - a * z) / sqrt(1 - a^2), lower.tail = FALSE) + pnorm((t * u + a * z) / sqrt(1 - a^2), lower.tail = FALSE))
      if (is.null(dim(q))) q <- matrix(q, nrow = length(z)); -expm1(rowSums(log1p(-pmin(q, 1 - 1e-16)))) * dnorm(z) }
    2 * sum(sapply(list(c(0, 1.5), c(1.5, 3), c(3, 5), c(5, 8), c(8, 12), c(12, 40)), function(r) integrate(f, r[1], r[2], rel.tol = 1e-12, abs.tol = 0, subdivisions = 2000, stop.on.error = FALSE)$value)) })
  g <- function(y) { u <- exp(y); exp(log(2) + df / 2 * log(df / 2) - lgamma(df / 2) + df * y - df / 2 * u^2) * inner(u) }
  s <- 1 / sqrt(2 * df); b <- c(-40, -16, -10, -6, -4, -3, -2, -1, -.5, 0, .5, 1, 2, 3, 5, 9) * s
  sum(sapply(seq_len(length(b) - 1), function(i) integrate(g, b[i], b[i + 1], rel.tol = 1e-11, abs.tol = 0, subdivisions = 500, stop.on.error = FALSE)$value)) }
tails <- list(list(2.5, c(.7, .4, .8), 7), list(4.2, rep(sqrt(.5), 3), 20), list(9, c(.3, .9), 12), list(1.1, rep(sqrt(.5), 5), 100), list(3, c(.6, .97), 3))
tails <- lapply(tails, function(x) list(t = x[[1]], loadings = I(x[[2]]), df = x[[3]], p = brute(x[[1]], x[[2]], x[[3]])))
# One-sided: the probability that some comparison is above, by the same integrals
upper <- function(t, l, df) {
  inner <- function(u) sapply(u, function(u) { f <- function(z) { q <- sapply(l, function(a) pnorm((t * u - a * z) / sqrt(1 - a^2), lower.tail = FALSE)); if (is.null(dim(q))) q <- matrix(q, nrow = length(z))
      -expm1(rowSums(log1p(-pmin(q, 1 - 1e-16)))) * dnorm(z) }
    sum(sapply(list(c(-9, -5), c(-5, -2), c(-2, 0), c(0, 1.5), c(1.5, 3), c(3, 5), c(5, 8), c(8, 12), c(12, 40)), function(r) integrate(f, r[1], r[2], rel.tol = 1e-12, abs.tol = 0, subdivisions = 200, stop.on.error = FALSE)$value)) })
  g <- function(y) { u <- exp(y); exp(log(2) + df / 2 * log(df / 2) - lgamma(df / 2) + df * y - df / 2 * u^2) * inner(u) }
  s <- 1 / sqrt(2 * df); b <- c(-40, -16, -10, -6, -4, -3, -2, -1, -.5, 0, .5, 1, 2, 3, 5, 9) * s
  sum(sapply(seq_len(length(b) - 1), function(i) integrate(g, b[i], b[i + 1], rel.tol = 1e-11, abs.tol = 0, subdivisions = 100, stop.on.error = FALSE)$value)) }
upperTails <- list(list(2.2, c(.7, .4, .8), 7), list(4.2, rep(sqrt(.5), 3), 20), list(9, c(.3, .9), 12), list(-1.1, rep(sqrt(.5), 5), 100), list(0, c(.6, .97), 3))
upperTails <- lapply(upperTails, function(x) list(t = x[[1]], loadings = I(x[[2]]), df = x[[3]], p = upper(x[[1]], x[[2]], x[[3]])))
d <- data.frame(g = factor(rep(c("control", "low", "mid", "high"), c(9, 7, 8, 6)), c("control", "low", "mid", "high")))
d$y <- round(50 + 2 * (d$g == "low") + 5 * (d$g == "mid") + 7 * (d$g == "high") + 4 * sin(seq_len(nrow(d))^2), 2)
f <- aov(y ~ g, d); set.seed(7); h <- glht(f, mcp(g = "Dunnett")); s <- summary(h, test = adjusted("single-step", abseps = 1e-8, maxpts = 1e7)); ci <- confint(h)
n <- tapply(d$y, d$g, length); t <- s$test$tstat; l <- sqrt(n[-1] / (n[-1] + n[1]))
example <- list(arms = lapply(split(d$y, d$g), I), t = I(as.numeric(t)), standardError = I(as.numeric(s$test$sigma)), meanDifference = I(as.numeric(s$test$coefficients)),
  adjustedPMultcomp = I(as.numeric(s$test$pvalues)), adjustedP = I(sapply(abs(t), brute, l = l, df = f$df.residual)), criticalMultcomp = attr(ci$confint, "calpha"), loadings = I(as.numeric(l)), df = f$df.residual)
hg <- glht(f, mcp(g = "Dunnett"), alternative = "greater"); sg <- summary(hg); cg <- confint(hg)
one <- list(adjustedP = I(sapply(t, upper, l = l, df = f$df.residual)), adjustedPLess = I(sapply(-t, upper, l = l, df = f$df.residual)),
  adjustedPMultcomp = I(as.numeric(sg$test$pvalues)), criticalMultcomp = abs(as.numeric(attr(cg$confint, "calpha"))))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("multcomp", packageVersion("multcomp"), "mvtnorm", packageVersion("mvtnorm")), command = "Rscript test/oracles/dunnett/make.R"),
  tolerance = 1e-9, toleranceReason = "nested adaptive quadrature, relative 1e-11 asked", multcompTolerance = 1e-5, multcompToleranceReason = "quasi Monte Carlo integration", tails = tails, upperTails = upperTails, example = example, oneSided = one), auto_unbox = TRUE, digits = I(17)), "test/oracles/dunnett/brute-force.json")

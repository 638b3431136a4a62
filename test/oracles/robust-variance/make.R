# Reference values for src/outcomes/sandwich-covariance.ts and term tests: sandwich on glm and glm.nb with tight control.
# Run: Rscript test/oracles/robust-variance/make.R
library(jsonlite); library(sandwich); suppressMessages(library(MASS))
n <- 90; i <- seq_len(n)
d <- data.frame(arm = rep(0:1, length.out = n), age = round(60 + 9 * sin(i * 1.3)), b = as.integer(i %% 3 == 1), c = as.integer(i %% 3 == 2))
site <- (i * 7) %% 11
d$y <- as.integer((sin(i^2) + 0.02 * (d$age - 60) - 0.35 * d$arm + 0.3 * d$b + 0.5 * cos(site)) > 0.45)
d$k <- pmax(0, round(2 + 2.5 * sin(i^2 * 1.7) + 1.5 * cos(site) - 0.8 * d$arm)); d$t <- round(0.5 + (i %% 7) / 5, 2)
x <- c("arm", "age", "b", "c")
fit <- function(kind, terms = x) { f <- reformulate(terms, if (kind %in% c("poisson-regression", "negative-binomial-regression")) "k" else "y")
  tight <- glm.control(epsilon = 1e-15, maxit = 500); start <- c(log(mean(d$y)), rep(0, length(terms)))
  switch(kind, "logistic-regression" = glm(f, binomial(), d, control = tight), "modified-poisson" = glm(f, poisson(), d, control = tight),
    "log-binomial" = glm(f, binomial("log"), d, start = start, control = tight),
    "poisson-regression" = glm(f, poisson(), d, offset = log(d$t), control = tight),
    "negative-binomial-regression" = glm.nb(update(f, . ~ . + offset(log(t))), d, control = tight)) }
one <- function(kind, variance) {
  f <- fit(kind); v <- switch(variance, model = vcov(f), HC0 = , HC1 = , HC2 = , HC3 = vcovHC(f, type = variance),
    CR0 = vcovCL(f, site, type = "HC0", cadjust = FALSE), CR1 = vcovCL(f, site, type = "HC0"), CR1S = vcovCL(f, site, type = "HC1"))
  b <- coef(f); bc <- c("b", "c"); w <- drop(b[bc] %*% solve(v[bc, bc]) %*% b[bc])
  test <- list(chiSquare = w, df = 2, logP = pchisq(w, 2, lower.tail = FALSE, log.p = TRUE))
  lr <- if (variance == "model" && kind != "modified-poisson") { g <- fit(kind, c("arm", "age")); s <- 2 * as.numeric(logLik(f) - logLik(g))
    list(chiSquare = s, df = 2, logP = pchisq(s, 2, lower.tail = FALSE, log.p = TRUE)) }
  list(name = paste(kind, variance), kind = kind, variance = variance, standardErrors = unname(sqrt(diag(v))), estimates = unname(b), wald = test, likelihoodRatio = lr)
}
kinds <- c("logistic-regression", "modified-poisson", "log-binomial", "poisson-regression", "negative-binomial-regression")
cases <- unlist(lapply(kinds, function(k) lapply(c("model", "HC0", "HC1", "HC2", "HC3", "CR0", "CR1", "CR1S"), function(v) one(k, v))), recursive = FALSE)
write(toJSON(list(provenance = list(software = R.version.string, packages = paste(c("sandwich", "MASS"), c(packageVersion("sandwich"), packageVersion("MASS"))),
  command = "Rscript test/oracles/robust-variance/make.R"), tolerance = 1e-6, toleranceReason = "glm stops when its deviance is at rest, its estimates are then right to about 1e-8; the dispersion of glm.nb to about 1e-6",
  input = list(arm = d$arm, age = d$age, b = d$b, c = d$c, y = d$y, k = d$k, t = d$t, site = site), cases = cases), auto_unbox = TRUE, digits = I(17), null = "null"), "test/oracles/robust-variance/fits.json")

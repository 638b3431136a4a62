# Reference values for the partial proportional odds model: ordinal::clm with `nominal`, agreed with VGAM::vglm
# where that converges (its second case passes through negative probabilities). Run: Rscript test/oracles/partial-proportional-odds/make.R
suppressMessages({ library(ordinal); library(VGAM); library(jsonlite) })
set.seed(12); n <- 150
d <- data.frame(group = rep(c("control", "drug"), length.out = n), age = round(rnorm(n, 60, 12)), severity = round(rexp(n), 2))
d$y <- as.integer(cut(ifelse(d$group == "drug", 1.6, 1) * rlogis(n) + 0.5 * (d$group == "drug") - 0.03 * (d$age - 60) - 0.3 * d$severity, c(-Inf, -2, -.5, .5, 2, Inf)))
d$yf <- factor(d$y, ordered = TRUE); d$drug <- as.numeric(d$group == "drug"); ctl <- clm.control(gradTol = 1e-11, maxIter = 200, method = "Newton")
case <- function(name, common, free, freeGroups, freeCovariates) {
  rhs <- function(v) if (length(v)) reformulate(v) else ~1
  m <- clm(update(rhs(common), yf ~ .), nominal = rhs(free), data = d, control = ctl); m0 <- clm(yf ~ drug + age + severity, data = d, control = ctl)
  k <- nlevels(d$yf) - 1; V <- vcov(m); se <- sqrt(diag(V)); A <- matrix(m$alpha, nrow = k); S <- matrix(se[seq_along(m$alpha)], nrow = k)
  v <- vglm(yf ~ drug + age + severity, cumulative(parallel = as.formula(paste("FALSE ~", paste(free, collapse = "+"))), reverse = FALSE), data = d, epsilon = 1e-12, maxit = 100)
  away <- logLik(v) - as.numeric(logLik(m)); stopifnot(is.nan(away) || abs(away) < 1e-7)
  list(name = name, options = list(freeGroups = freeGroups, freeCovariates = I(freeCovariates)), expected = list(free = lapply(seq_along(free), function(i) list(name = free[i], estimate = I(-A[, i + 1]), standardError = I(S[, i + 1]))),
    common = lapply(seq_along(common), function(i) list(name = common[i], estimate = unname(m$beta[i]), standardError = unname(se[names(m$beta)[i]]))), logLikelihood = as.numeric(logLik(m)), likelihoodRatio = 2 * as.numeric(logLik(m) - logLik(m0)), df = (k - 1) * length(free))) }
cases <- list(case("arm free", c("age", "severity"), "drug", TRUE, character()), case("arm and severity free", "age", c("drug", "severity"), TRUE, "severity"), case("age free", c("drug", "severity"), "age", FALSE, "age"))
d$yf <- NULL
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("ordinal", packageVersion("ordinal"), "VGAM", packageVersion("VGAM")), command = "Rscript test/oracles/partial-proportional-odds/make.R"),
  tolerance = 1e-8, toleranceReason = "iterative fit, gradient tolerance 1e-11", input = as.list(d), cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/partial-proportional-odds/clm.json")

# Reference values for cumulative link models: ordinal::clm (Newton, tight gradient); thresholds by stratum as `nominal = ~ stratum`.
# Run: Rscript test/oracles/cumulative-link/make.R
suppressMessages({ library(ordinal); library(jsonlite) })
set.seed(11); n <- 120
d <- data.frame(group = rep(c("control", "drug"), length.out = n), age = round(rnorm(n, 60, 12)), stratum = rep(c("a", "b", "c"), c(50, 40, 30)))
d$y <- as.integer(cut(0.7 * (d$group == "drug") - 0.04 * (d$age - 60) + 0.5 * (d$stratum == "b") + rlogis(n), c(-Inf, -1.2, 0, 1, 2.2, Inf)))
stopifnot(all(table(d$stratum, d$y) > 0))
ctl <- clm.control(gradTol = 1e-11, maxIter = 200, method = "Newton")
case <- function(name, link, strata) {
  d$yf <- factor(d$y)
  f <- switch(strata, none = list(yf ~ group + age, ~1), covariates = list(yf ~ group + age + stratum, ~1), thresholds = list(yf ~ group + age, ~stratum))
  null <- update(f[[1]], . ~ . - group)
  m <- clm(f[[1]], nominal = f[[2]], link = link, data = d, control = ctl); m0 <- clm(null, nominal = f[[2]], link = link, data = d, control = ctl)
  V <- vcov(m); b <- m$beta; se <- sqrt(diag(V))[names(b)]
  out <- list(beta = I(unname(b)), standardErrors = I(unname(se)), logLikelihood = as.numeric(logLik(m)), likelihoodRatio = 2 * as.numeric(logLik(m) - logLik(m0)))
  if (strata != "thresholds") { out$thresholds <- I(unname(m$alpha)); out$thresholdStandardErrors <- I(unname(sqrt(diag(V))[seq_along(m$alpha)])) } else {
    A <- matrix(m$alpha, ncol = 3); out$thresholds <- I(as.numeric(cbind(A[, 1], A[, 1] + A[, 2], A[, 1] + A[, 3]))) }
  if (strata == "covariates") { k <- grep("stratum", names(b)); out$stratumChiSquare <- as.numeric(b[k] %*% solve(V[names(b)[k], names(b)[k]]) %*% b[k]) }
  list(name = name, options = list(link = link, strata = strata), expected = out) }
grid <- expand.grid(link = c("logit", "probit", "cloglog", "loglog"), strata = c("none", "covariates", "thresholds"), stringsAsFactors = FALSE)
cases <- lapply(seq_len(nrow(grid)), function(i) case(paste(grid$link[i], "link, strata as", grid$strata[i]), grid$link[i], grid$strata[i]))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("ordinal", packageVersion("ordinal")), command = "Rscript test/oracles/cumulative-link/make.R"),
  tolerance = 1e-8, toleranceReason = "iterative fit, gradient tolerance 1e-11", input = as.list(d), cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/cumulative-link/clm.json")

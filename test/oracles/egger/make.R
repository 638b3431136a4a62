# Reference values for Egger's regression: lm of effect over standard error on one over standard error, agreed with
# metafor::regtest(model = "lm"). Run: Rscript make.R (R 4.2, metafor 3.8-1, jsonlite)
suppressMessages({ library(metafor); library(jsonlite) })
sets <- list("asymmetric" = data.frame(yi = c(-0.10, -0.25, -0.42, -0.60, -0.85, -1.20, -0.15), sei = c(0.06, 0.11, 0.19, 0.27, 0.35, 0.50, 0.09)),
  "three studies" = data.frame(yi = c(0.1, 0.4, 0.2), sei = c(0.1, 0.3, 0.2)))
cases <- lapply(names(sets), function(name) {
  d <- sets[[name]]
  fit <- summary(lm(I(yi / sei) ~ I(1 / sei), data = d))$coefficients
  check <- regtest(d$yi, sei = d$sei, model = "lm")
  stopifnot(abs(check$zval - fit[1, 3]) < 1e-10, abs(check$pval - fit[1, 4]) < 1e-10)
  list(name = name, input = list(estimate = d$yi, standardError = d$sei), expected = list(
    intercept = fit[1, 1], interceptError = fit[1, 2], t = fit[1, 3], p = fit[1, 4], df = nrow(d) - 2,
    slope = fit[2, 1], slopeError = fit[2, 2]))
})
write(toJSON(list(provenance = list(software = "R stats::lm, metafor::regtest", version = paste(R.version.string, "metafor", packageVersion("metafor")), command = "Rscript make.R"),
  tolerance = 1e-10, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "tests.json")

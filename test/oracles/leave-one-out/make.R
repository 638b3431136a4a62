# Reference values for leaving out one study at a time: metafor::leave1out. Run: Rscript make.R (metafor 3.8-1, jsonlite)
suppressMessages({ library(metafor); library(jsonlite) })
data <- data.frame(yi = c(-0.81, 0.35, -0.42, -0.05, 0.62, -1.10), sei = c(0.21, 0.27, 0.19, 0.12, 0.31, 0.44))
case <- function(name, options, method, test) {
  fit <- rma(yi, sei = sei, data = data, method = method, test = test, control = list(threshold = 1e-15, maxiter = 20000))
  out <- leave1out(fit)
  list(name = name, options = options, expected = list(estimate = out$estimate, standardError = out$se, lower = out$ci.lb, upper = out$ci.ub, p = out$pval, q = out$Q))
}
cases <- list(case("common effect", list(model = "common-effect"), "FE", "z"),
  case("random effects", list(model = "random-effects", betweenStudyVariance = "reml", interval = "hartung-knapp"), "REML", "knha"))
write(toJSON(list(provenance = list(software = "R metafor::leave1out", version = paste(R.version.string, "metafor", packageVersion("metafor")), command = "Rscript make.R"),
  tolerance = 1e-8, toleranceReason = "iterative between-study variance, reference made with tight control",
  input = list(estimate = data$yi, standardError = data$sei), cases = cases), auto_unbox = TRUE, digits = I(17)), "pools.json")

# Reference values for cumulative meta-analysis: metafor::cumul. Run: Rscript make.R (metafor 3.8-1, jsonlite)
suppressMessages({ library(metafor); library(jsonlite) })
data <- data.frame(yi = c(-0.81, 0.35, -0.42, -0.05, 0.62, -1.10), sei = c(0.21, 0.27, 0.19, 0.12, 0.31, 0.44))
case <- function(name, options, method) {
  fit <- rma(yi, sei = sei, data = data, method = method, control = list(threshold = 1e-15, maxiter = 20000))
  out <- cumul(fit)
  list(name = name, options = options, expected = list(estimate = out$estimate, standardError = out$se, lower = out$ci.lb, upper = out$ci.ub, p = out$pval))
}
cases <- list(case("common effect", list(model = "common-effect"), "FE"),
  case("random effects", list(model = "random-effects", betweenStudyVariance = "dersimonian-laird", interval = "wald"), "DL"))
write(toJSON(list(provenance = list(software = "R metafor::cumul", version = paste(R.version.string, "metafor", packageVersion("metafor")), command = "Rscript make.R"),
  tolerance = 1e-10, toleranceReason = "closed form",
  input = list(estimate = data$yi, standardError = data$sei), cases = cases), auto_unbox = TRUE, digits = I(17)), "pools.json")

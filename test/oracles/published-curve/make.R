# Reference values for src/endpoints/published-curve. Run: Rscript test/oracles/published-curve/make.R
# Patient times are known; their curve is printed to three digits with numbers at risk. What the reconstruction should
# recover (events, hazard ratio, median, mean time) comes from the patients themselves.
library(survival)
library(jsonlite)
set.seed(17)
n <- 240
arm <- rep(c("control", "treated"), each = n / 2)
true <- rexp(n, ifelse(arm == "treated", 0.03, 0.055)); limit <- 6 + 30 * runif(n)
time <- pmin(true, limit); event <- as.numeric(true <= limit)
curves <- lapply(c("control", "treated"), function(a) {
  s <- survfit(Surv(time[arm == a], event[arm == a]) ~ 1)
  at <- seq(0, 30, 6)
  keep <- s$n.event > 0
  list(time = round(c(s$time[keep], max(s$time)), 3), survival = round(c(s$surv[keep], min(s$surv)), 3),
       numbersAtRisk = data.frame(time = at, n = sapply(at, function(t) sum(time[arm == a] >= t))), totalEvents = sum(event[arm == a]),
       median = unname(quantile(s, 0.5)$quantile), rmean = unname(summary(s, rmean = 24)$table["rmean"]))
})
names(curves) <- c("control", "treated")
f <- coxph(Surv(time, event) ~ arm)
write(toJSON(list(
  provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
    command = "Rscript test/oracles/published-curve/make.R"),
  tolerance = 0.02, toleranceReason = "a curve printed to three digits does not determine the patients; the reference is the patients",
  cases = list(list(arms = curves, logHazardRatio = unname(coef(f)), standardError = sqrt(f$var[1])))),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/published-curve/patients.json")

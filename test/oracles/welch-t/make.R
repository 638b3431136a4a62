# Reference values for src/outcomes/continuous/welch-t from t.test. Run: Rscript test/oracles/welch-t/make.R
library(jsonlite)
samples <- list(
  list(c(12.1, 14.3, 9.8, 11.0, 15.2, 13.7), c(10.2, 9.9, 12.5, 8.4, 11.1)),
  list(c(1, 2, 3, 4, 5, 6, 7, 8), c(10, 30, -20, 55, 12.5)),
  list(c(101, 102), c(99, 100.5)),
  list(1e6 + c(0.25, 0.5, 0.75, 0.125), 1e6 + c(0.5, 1.25, 1, 0.375)),
  list(seq(0, 1, length.out = 40), 50 + seq(0, 1, length.out = 35)),
  list(c(3, 1, 2), c(3, 1, 2)))
case <- function(s, variances, level) {
  f <- t.test(s[[1]], s[[2]], var.equal = variances == "equal", conf.level = level); df <- unname(f$parameter)
  list(name = sprintf("n %d v %d, %s variances at %g", length(s[[1]]), length(s[[2]]), variances, level),
    input = list(of = s[[1]], versus = s[[2]]), options = list(variances = variances, level = level),
    expected = list(meanDifference = unname(f$estimate[1] - f$estimate[2]), standardError = f$stderr, df = df, t = unname(f$statistic),
      lower = f$conf.int[1], upper = f$conf.int[2], logP = log(2) + pt(-abs(unname(f$statistic)), df, log.p = TRUE),
      means = unname(f$estimate), standardDeviations = sapply(s, sd)))
}
cases <- list()
for (v in c("unequal", "equal")) { for (s in samples) cases <- c(cases, list(case(s, v, 0.95))); cases <- c(cases, list(case(samples[[1]], v, 0.9))) }
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/welch-t/make.R"),
  tolerance = 1e-10, toleranceReason = "one t quantile; the case near 1e6 loses six digits of its SD in R's mean", cases = cases),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/welch-t/t-test.json")

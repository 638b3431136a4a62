# Reference values for src/outcomes/continuous/paired-t from t.test(paired = TRUE). Run: Rscript test/oracles/paired-t/make.R
library(jsonlite)
pairs <- list(list(c(12.1, 14.3, 9.8, 11, 15.2, 13.7), c(10.2, 15.1, 9.1, 10.4, 11.6, 12.5)), list(c(1, 2), c(3, 3.5)),
  list(1e5 + c(0.5, 1.25, 2, 0.75), 1e5 + c(0.25, 1.5, 1, 0.5)), list(50 + sin(1:25), cos(1:25) / 10))
case <- function(s, level) {
  f <- t.test(s[[1]], s[[2]], paired = TRUE, conf.level = level); d <- s[[1]] - s[[2]]
  list(name = sprintf("n %d at %g", length(d), level), input = list(first = s[[1]], second = s[[2]]), options = list(level = level),
    expected = list(meanDifference = unname(f$estimate), standardDeviation = sd(d), standardError = f$stderr, df = unname(f$parameter), t = unname(f$statistic),
      lower = f$conf.int[1], upper = f$conf.int[2], logP = log(2) + pt(-abs(unname(f$statistic)), f$parameter, log.p = TRUE)[[1]]))
}
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/paired-t/make.R"), tolerance = 1e-11,
  toleranceReason = "one t quantile", cases = c(lapply(pairs, case, 0.95), list(case(pairs[[1]], 0.9)))), auto_unbox = TRUE, digits = I(17)), "test/oracles/paired-t/t-test.json")

# Reference values for src/outcomes/continuous/anova from oneway.test. Run: Rscript test/oracles/anova/make.R
library(jsonlite)
sets <- list("three arms" = list(c(12.1, 14.3, 9.8, 11, 15.2), c(10.2, 9.9, 12.5, 8.4), c(14, 16.5, 15.2, 13.9, 17, 15.5)),
  "two arms" = list(c(1, 2, 3, 4, 7), c(2, 5, 9)), "four arms far apart" = list(sin(1:20), 30 + cos(1:15), 60 + sin(1:12) / 2, 5 + cos(2:9)),
  "large offset" = list(1e6 + c(0.25, 0.5, 1), 1e6 + c(0.5, 1.25), 1e6 + c(2, 1.5, 0.125)))
case <- function(name, variances) {
  s <- sets[[name]]; d <- data.frame(y = unlist(s), g = factor(rep(seq_along(s), lengths(s))))
  f <- oneway.test(y ~ g, d, var.equal = variances == "equal")
  list(name = paste(name, variances), input = s, options = list(variances = variances),
    expected = list(f = unname(f$statistic), numeratorDf = unname(f$parameter[1]), denominatorDf = unname(f$parameter[2]),
      logP = pf(f$statistic, f$parameter[1], f$parameter[2], lower.tail = FALSE, log.p = TRUE)[[1]]))
}
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/anova/make.R"), tolerance = 1e-9,
  toleranceReason = "closed form; the case near 1e6 loses digits in R", cases = c(lapply(names(sets), case, "equal"), lapply(names(sets), case, "unequal"))),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/anova/oneway-test.json")

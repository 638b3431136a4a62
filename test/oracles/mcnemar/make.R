# Reference values for src/outcomes/binary/mcnemar from mcnemar.test and binom.test. Run: Rscript test/oracles/mcnemar/make.R
library(jsonlite)
tables <- list(c(794, 86, 150, 570), c(30, 12, 2, 21), c(5, 0, 6, 9), c(3, 4, 4, 2), c(10, 1, 0, 0), c(100, 1100, 100, 40))
case <- function(t) {
  m <- matrix(t, 2, byrow = TRUE); plain <- mcnemar.test(m, correct = FALSE); yates <- mcnemar.test(m, correct = TRUE)
  b <- t[2]; c <- t[3]; k <- min(b, c)
  tail <- function(x) pchisq(x, 1, lower.tail = FALSE, log.p = TRUE)
  limits <- binom.test(b, b + c, conf.level = 0.95)$conf.int
  odds <- list(oddsRatio = b / c, oddsRatioLower = limits[1] / (1 - limits[1]), oddsRatioUpper = limits[2] / (1 - limits[2]))
  list(name = paste(t, collapse = " "), input = list(both = t[1], onlyFirst = b, onlySecond = c, neither = t[4]), options = list(level = 0.95),
    expected = c(odds[sapply(odds, is.finite)], list(chiSquare = unname(plain$statistic), logP = tail(plain$statistic[[1]]),
      correctedChiSquare = unname(yates$statistic), correctedLogP = tail(yates$statistic[[1]]),
      logExactP = log(binom.test(b, b + c)$p.value), logMidP = log(min(1, pbinom(k - 1, b + c, 0.5) + pbinom(k, b + c, 0.5))))))
}
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/mcnemar/make.R"),
  tolerance = 1e-11, toleranceReason = "closed form and finite sums",
  cases = lapply(tables, case)), auto_unbox = TRUE, digits = I(17)), "test/oracles/mcnemar/mcnemar-test.json")

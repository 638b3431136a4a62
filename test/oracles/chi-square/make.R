# Reference values for src/outcomes/binary/chi-square from chisq.test. Run: Rscript test/oracles/chi-square/make.R
library(jsonlite)
tables <- list(
  list(c(619, 754), c(1754, 1800)), list(c(621, 729), c(2022, 2094)), list(c(1, 5), c(12, 11)), list(c(5, 5), c(10, 10)),
  list(c(4, 5), c(10, 11)), list(c(0, 6), c(9, 10)), list(c(3, 9, 14), c(20, 22, 25)), list(c(0, 4, 8, 1), c(30, 31, 29, 33)),
  list(c(440, 100), c(500, 510)))
case <- function(t) {
  m <- cbind(t[[1]], t[[2]] - t[[1]])
  plain <- suppressWarnings(chisq.test(m, correct = FALSE)); yates <- suppressWarnings(chisq.test(m, correct = TRUE))
  df <- unname(plain$parameter)
  list(name = paste(sprintf("%g/%g", t[[1]], t[[2]]), collapse = " v "),
    input = lapply(seq_along(t[[1]]), function(i) list(events = t[[1]][i], n = t[[2]][i])), options = list(a = NULL)[0],
    expected = list(chiSquare = unname(plain$statistic), df = df, logP = pchisq(plain$statistic, df, lower.tail = FALSE, log.p = TRUE)[[1]],
      correctedChiSquare = if (df == 1) unname(yates$statistic) else NULL,
      correctedLogP = if (df == 1) pchisq(yates$statistic, 1, lower.tail = FALSE, log.p = TRUE)[[1]] else NULL,
      smallestExpected = min(plain$expected)))
}
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/chi-square/make.R"),
  tolerance = 1e-12, toleranceReason = "closed form; p compared on the log scale", cases = lapply(tables, case)),
  auto_unbox = TRUE, digits = I(17), null = "null"), "test/oracles/chi-square/chisq-test.json")

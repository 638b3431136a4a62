# Reference values for src/outcomes/binary/fisher-exact from fisher.test. Run: Rscript test/oracles/fisher-exact/make.R
# R finds the odds ratio and its limits with uniroot at a tolerance of 1.2e-4 of its own scale; high-precision.json holds those.
library(jsonlite)
tables <- list(c(3, 4, 1, 4), c(1, 12, 5, 11), c(619, 1754, 754, 1800), c(0, 6, 4, 7), c(6, 6, 1, 7), c(0, 5, 0, 9), c(10, 15, 2, 14), c(7, 12, 5, 10), c(2, 10, 8, 10))
case <- function(t) {
  m <- matrix(c(t[1], t[2] - t[1], t[3], t[4] - t[3]), 2, byrow = TRUE)
  list(name = sprintf("%g/%g v %g/%g", t[1], t[2], t[3], t[4]), input = list(of = list(events = t[1], n = t[2]), versus = list(events = t[3], n = t[4])),
    options = list(level = 0.95), expected = list(p = fisher.test(m)$p.value, pLess = fisher.test(m, alternative = "less")$p.value,
      pGreater = fisher.test(m, alternative = "greater")$p.value))
}
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/fisher-exact/make.R"),
  tolerance = 1e-11, toleranceReason = "finite sum; R normalises exponentials of log densities", cases = lapply(tables, case)),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/fisher-exact/fisher-test.json")

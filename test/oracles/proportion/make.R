# Reference values for src/outcomes/binary/proportion from base R. Run: Rscript test/oracles/proportion/make.R
library(jsonlite)
# prop.test corrects by min(0.5, |x - n/2|), so x = n/2 is left out for wilson-corrected: see high-precision.json.
counts <- list(c(621, 2022), c(729, 2094), c(619, 1754), c(3, 10), c(1, 7), c(0, 12), c(12, 12), c(1, 1), c(0, 1), c(2, 100000))
interval <- function(method, x, n, level) {
  a <- (1 - level) / 2
  switch(method,
    "wilson" = suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE)$conf.int),
    "wilson-corrected" = suppressWarnings(prop.test(x, n, conf.level = level, correct = TRUE)$conf.int),
    "clopper-pearson" = binom.test(x, n, conf.level = level)$conf.int,
    "jeffreys" = c(if (x == 0) 0 else qbeta(a, x + 0.5, n - x + 0.5),
                   if (x == n) 1 else qbeta(a, x + 0.5, n - x + 0.5, lower.tail = FALSE)))[1:2]
}
cases <- list()
for (method in c("wilson", "wilson-corrected", "clopper-pearson", "jeffreys")) for (c in counts) for (level in c(0.95, 0.9)) {
  limits <- interval(method, c[1], c[2], level)
  cases[[length(cases) + 1]] <- list(name = sprintf("%s %d/%d at %g", method, c[1], c[2], level), input = list(events = c[1], n = c[2]),
    options = list(interval = method, level = level), expected = list(proportion = c[1] / c[2], lower = limits[1], upper = limits[2]))
}
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/proportion/make.R"),
  tolerance = 1e-10, toleranceReason = "R's qbeta is iterative; closed forms agree far closer", cases = cases),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/proportion/base-r.json")

# Reference values for the Wilcoxon rank-sum test: stats::wilcox.test, exact p-values with ties from
# coin::wilcox_test(distribution = "exact"), Hodges-Lehmann from all pairwise differences written out.
# Run: Rscript make.R   (R 4.2, coin 1.4-2, jsonlite)
suppressMessages({ library(coin); library(jsonlite) })

samples <- list(
  "no ties" = list(of = c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30), versus = c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.063, 3.14)),
  "ties" = list(of = c(1, 1, 2, 3, 3, 3, 5, 6, 6, 7), versus = c(1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 1, 1)),
  "organ support-free days, unequal groups" = list(of = rep(c(-1, 0, 5, 12, 17, 20, 21), c(3, 2, 1, 4, 5, 3, 2)), versus = rep(c(-1, 0, 5, 9, 12, 17, 20, 21), c(9, 5, 2, 2, 3, 4, 1, 1))),
  "three against two" = list(of = c(4, 5, 6), versus = c(1, 2))
)

cases <- lapply(names(samples), function(name) {
  of <- samples[[name]]$of; versus <- samples[[name]]$versus
  m <- length(of); n <- length(versus)
  ties <- any(duplicated(c(of, versus)))
  corrected <- suppressWarnings(wilcox.test(of, versus, exact = FALSE, correct = TRUE))
  plain <- suppressWarnings(wilcox.test(of, versus, exact = FALSE, correct = FALSE))
  data <- data.frame(y = c(of, versus), g = factor(rep(c("of", "versus"), c(m, n))))
  exact_coin <- as.numeric(pvalue(wilcox_test(y ~ g, data = data, distribution = "exact")))
  greater_coin <- as.numeric(pvalue(wilcox_test(y ~ g, data = data, distribution = "exact", alternative = "greater")))
  less_coin <- as.numeric(pvalue(wilcox_test(y ~ g, data = data, distribution = "exact", alternative = "less")))
  z <- as.numeric(statistic(wilcox_test(y ~ g, data = data), "standardized"))
  differences <- sort(outer(of, versus, "-"))
  expected <- list(u = as.numeric(plain$statistic), zUncorrected = z, pCorrected = corrected$p.value, pUncorrected = plain$p.value,
    pExact = exact_coin, pExactGreater = greater_coin, pExactLess = less_coin, shift = median(differences))
  if (!ties) {
    exact <- wilcox.test(of, versus, exact = TRUE, conf.int = TRUE)
    stopifnot(abs(exact$p.value - exact_coin) < 1e-12)
    expected <- c(expected, list(shiftLowerExact = exact$conf.int[1], shiftUpperExact = exact$conf.int[2]))
  }
  # Moses: order statistics of the differences, normal approximation, tie-corrected variance, next lower integer.
  counts <- table(c(of, versus)); total <- m + n
  variance <- m * n / 12 * (total + 1 - sum(counts^3 - counts) / (total * (total - 1)))
  place <- max(1, floor(m * n / 2 - qnorm(0.975) * sqrt(variance)))
  expected <- c(expected, list(shiftLowerMoses = differences[place], shiftUpperMoses = differences[m * n + 1 - place]))
  list(name = name, input = list(of = of, versus = versus), expected = expected)
})
large <- wilcox.test(c(seq(0.5, 40, length.out = 40)), seq(0.37, 30.11, length.out = 45), exact = TRUE)
write(toJSON(list(
  provenance = list(software = "R stats::wilcox.test, coin::wilcox_test",
    version = paste(R.version.string, "coin", packageVersion("coin")), command = "Rscript make.R"),
  tolerance = 1e-11, toleranceReason = "closed form and exact counting",
  cases = cases,
  larger = list(of = seq(0.5, 40, length.out = 40), versus = seq(0.37, 30.11, length.out = 45), u = as.numeric(large$statistic), pExact = large$p.value)),
  auto_unbox = TRUE, digits = I(17)), "tests.json")

# Exact limits of the shift in larger groups without ties: values that the test makes again.
exact_limits <- lapply(list(c(60, 70, 0.95), c(110, 90, 0.9)), function(s) {
  of <- 0.3 + sqrt(2) * seq_len(s[1]) %% 7.3; versus <- sqrt(3) * seq_len(s[2]) %% 6.1; w <- wilcox.test(of, versus, exact = TRUE, conf.int = TRUE, conf.level = s[3])
  list(ofTotal = s[1], versusTotal = s[2], level = s[3], lower = w$conf.int[1], upper = w$conf.int[2], shift = unname(w$estimate), p = w$p.value) })
write(toJSON(list(provenance = list(software = "R stats::wilcox.test", version = R.version.string, command = "Rscript make.R"), tolerance = 1e-11, toleranceReason = "exact counting", cases = exact_limits), auto_unbox = TRUE, digits = I(17)), "exact-limits.json")

# Reference values for src/outcomes/agreement/correlation from cor.test. Run: Rscript test/oracles/correlation/make.R
library(jsonlite)
set.seed(3)
case <- function(name, x, y, level = 0.95) {
  p <- cor.test(x, y, conf.level = level); s <- suppressWarnings(cor.test(x, y, method = "spearman")); k <- suppressWarnings(cor.test(x, y, method = "kendall"))
  rho <- unname(s$estimate); n <- length(x); z <- qnorm(1 - (1 - level) / 2)
  # Bonett and Wright 2000
  sb <- tanh(atanh(rho) + c(-1, 1) * z * sqrt((1 + rho^2 / 2) / (n - 3))); tau <- unname(k$estimate); kb <- tanh(atanh(tau) + c(-1, 1) * z * sqrt(0.437 / (n - 4)))
  ties <- anyDuplicated(x) > 0 || anyDuplicated(y) > 0
  ts <- rho * sqrt((n - 2) / (1 - rho^2))
  list(name = name, input = list(x = x, y = y, ties = ties), options = list(level = level),
    expected = list(pearson = unname(p$estimate), pearsonLower = p$conf.int[1], pearsonUpper = p$conf.int[2], pearsonP = p$p.value,
      spearman = rho, spearmanLower = sb[1], spearmanUpper = sb[2], spearmanP = if (!ties && n <= 9) s$p.value else 2 * pt(-abs(ts), n - 2),
      kendall = tau, kendallLower = kb[1], kendallUpper = kb[2], kendallP = k$p.value))
}
x <- round(rnorm(30), 3); y <- round(0.6 * x + rnorm(30), 3)
cases <- list(case("30 pairs", x, y), case("8 pairs", x[1:8], y[1:8], 0.9), case("ties", round(x), round(y)), case("60 pairs with ties", round(rep(x, 2) + 1:60 / 40, 1), round(rep(y, 2), 1)))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/correlation/make.R"),
  tolerance = 1e-10, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/correlation/cor-test.json")

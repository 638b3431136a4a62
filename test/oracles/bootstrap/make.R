# Reference values for src/outcomes/resampling/bootstrap: intervals of R boot from the same replicates.
# Run: Rscript test/oracles/bootstrap/make.R
library(boot); library(jsonlite)
set.seed(20)
case <- function(name, values, statistic, replicates, level) {
  b <- boot(values, function(x, i) statistic(x[i]), R = replicates)
  # Influence values as Efron and Tibshirani 1993, equation 14.15: around the mean of the leave-one-out values.
  left <- sapply(seq_along(values), function(k) statistic(values[-k])); jack <- (length(values) - 1) * (mean(left) - left)
  ci <- boot.ci(b, conf = level, type = c("norm", "basic", "perc", "bca"), L = jack)
  list(name = name,
    input = list(rows = unname(apply(boot.array(b, indices = TRUE) - 1L, 1, as.list)), values = values, replicates = b$t[, 1]),
    options = list(level = level),
    expected = list(estimate = b$t0, bias = mean(b$t[, 1]) - b$t0, standardError = sd(b$t[, 1]),
      leaveOneOut = left,
      normal = ci$normal[2:3], basic = ci$basic[4:5], percentile = ci$percent[4:5], bca = ci$bca[4:5],
      z0 = qnorm(mean(b$t[, 1] < b$t0)), acceleration = sum(jack^3) / (6 * sum(jack^2)^1.5)))
}
values <- c(4.1, 9.7, 2.2, 5.9, 13.4, 3.3, 7.1, 6.4)
cases <- list(
  case("mean of 8, 99 resamples", values, mean, 99, 0.9),
  case("standard deviation of 8, 199 resamples", values, sd, 199, 0.95),
  case("ratio of mean to median, 149 resamples", values, function(x) mean(x) / median(x), 149, 0.8))
cases <- lapply(cases, function(k) { k$input$rows <- NULL; k })
write(toJSON(list(provenance = list(software = paste(R.version.string, "boot", packageVersion("boot")), command = "Rscript test/oracles/bootstrap/make.R"),
  tolerance = 1e-12, toleranceReason = "closed form from the replicates", cases = cases), auto_unbox = TRUE, digits = I(17)),
  "test/oracles/bootstrap/boot-ci.json")

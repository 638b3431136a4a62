# Reference values for src/outcomes/continuous/ancova from lm and emmeans. Run: Rscript test/oracles/ancova/make.R
library(jsonlite); suppressMessages(library(emmeans))
n <- 36
d <- data.frame(group = rep(c("placebo", "4 mg/kg", "8 mg/kg"), length.out = n), baseline = round(55 + 9 * sin(seq_len(n) * 1.7), 2), age = round(60 + 8 * cos(seq_len(n) * 0.9)))
d$y <- round(0.6 * d$baseline - 0.1 * d$age - 6 * (d$group == "8 mg/kg") - 2.5 * (d$group == "4 mg/kg") + 3 * sin(seq_len(n)^2), 2)
case <- function(name, rows, covariates, level) {
  x <- d[rows, ]; levels <- c("placebo", setdiff(c("4 mg/kg", "8 mg/kg"), setdiff(c("4 mg/kg", "8 mg/kg"), x$group))); x$group <- factor(x$group, levels)
  f <- lm(reformulate(c("group", covariates), "y"), x); m <- suppressMessages(emmeans(f, "group", level = level))
  e <- summary(m, infer = TRUE); c <- summary(contrast(m, "trt.vs.ctrl", ref = 1, adjust = "none"), infer = TRUE, level = level)
  k <- coef(summary(f))[covariates, , drop = FALSE]
  list(name = name, input = list(outcome = x$y, levels = levels, codes = as.integer(x$group) - 1, reference = "placebo",
      covariates = lapply(covariates, function(v) list(name = v, values = x[[v]]))), options = list(level = level),
    means = lapply(seq_along(levels), function(i) list(estimate = e$emmean[i], standardError = e$SE[i], lower = e$lower.CL[i], upper = e$upper.CL[i])),
    differences = lapply(seq_along(levels[-1]), function(i) list(estimate = c$estimate[i], standardError = c$SE[i], lower = c$lower.CL[i], upper = c$upper.CL[i],
      t = c$t.ratio[i], logP = log(2) + pt(-abs(c$t.ratio[i]), f$df.residual, log.p = TRUE))),
    slopes = lapply(seq_along(covariates), function(i) list(estimate = k[i, 1], standardError = k[i, 2], t = k[i, 3])),
    expected = list(df = f$df.residual, residualStandardDeviation = summary(f)$sigma))
}
cases <- list(case("three arms, two covariates", seq_len(n), c("baseline", "age"), 0.95), case("three arms, one covariate", seq_len(n), "baseline", 0.9),
  case("two arms, unbalanced", which(d$group != "4 mg/kg")[-(1:5)], "baseline", 0.95))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("emmeans", packageVersion("emmeans")), command = "Rscript test/oracles/ancova/make.R"),
  tolerance = 1e-10, toleranceReason = "least squares by QR on both sides", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/ancova/emmeans.json")

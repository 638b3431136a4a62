# Reference values for src/outcomes/diagnosis/diagnostic-accuracy from counts: prop.test, binom.test and the formulas of
# Simel 1991 (likelihood ratios) and Mercaldo 2007 (predictive values at a stated prevalence).
# Run: Rscript test/oracles/diagnostic-accuracy/make.R
library(jsonlite)
case <- function(tp, fn, fp, tn, prevalence, level = 0.95) {
  z <- qnorm(1 - (1 - level) / 2)
  wilson <- function(x, n) { w <- prop.test(x, n, conf.level = level, correct = FALSE)$conf.int; c(x / n, w) }
  exact <- function(x, n) c(x / n, binom.test(x, n, conf.level = level)$conf.int)
  n1 <- tp + fn; n0 <- fp + tn; se <- tp / n1; sp <- tn / n0
  ratio <- function(r, v) c(r, exp(log(r) - z * sqrt(v)), exp(log(r) + z * sqrt(v)))
  lrp <- ratio(se / (1 - sp), 1 / tp - 1 / n1 + 1 / fp - 1 / n0); lrn <- ratio((1 - se) / sp, 1 / fn - 1 / n1 + 1 / tn - 1 / n0)
  logit <- function(p) log(p / (1 - p)); back <- function(x) 1 / (1 + exp(-x))
  ppv <- se * prevalence / (se * prevalence + (1 - sp) * (1 - prevalence)); npv <- sp * (1 - prevalence) / (sp * (1 - prevalence) + (1 - se) * prevalence)
  vp <- (1 - se) / se / n1 + sp / (1 - sp) / n0; vn <- se / (1 - se) / n1 + (1 - sp) / sp / n0
  list(name = sprintf("%d %d %d %d", tp, fn, fp, tn), input = list(truePositive = tp, falseNegative = fn, falsePositive = fp, trueNegative = tn),
    options = list(level = level, prevalence = prevalence),
    expected = list(sensitivity = wilson(tp, n1), specificity = wilson(tn, n0), positivePredictiveValue = wilson(tp, tp + fp), negativePredictiveValue = wilson(tn, tn + fn),
      accuracy = wilson(tp + tn, n1 + n0), exactSensitivity = exact(tp, n1), exactSpecificity = exact(tn, n0),
      positiveLikelihoodRatio = lrp, negativeLikelihoodRatio = lrn, youden = se + sp - 1,
      diagnosticOddsRatio = ratio(tp * tn / (fp * fn), 1 / tp + 1 / fn + 1 / fp + 1 / tn),
      adjustedPositive = c(ppv, back(logit(ppv) - z * sqrt(vp)), back(logit(ppv) + z * sqrt(vp))),
      adjustedNegative = c(npv, back(logit(npv) - z * sqrt(vn)), back(logit(npv) + z * sqrt(vn)))))
}
cases <- list(case(45, 5, 12, 88, 0.1), case(20, 11, 30, 45, 0.35, 0.9), case(231, 32, 27, 54, 0.05))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/diagnostic-accuracy/make.R"),
  tolerance = 1e-10, toleranceReason = "closed form; binom.test solves a beta quantile", cases = cases), auto_unbox = TRUE, digits = I(17)),
  "test/oracles/diagnostic-accuracy/two-by-two.json")

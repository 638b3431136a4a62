# Reference values for src/outcomes/diagnosis/roc-curve from pROC. Run: Rscript test/oracles/roc-curve/make.R
suppressMessages(library(pROC)); library(jsonlite)
set.seed(4)
case <- function(name, condition, markers, level = 0.95) {
  rocs <- lapply(markers, function(m) roc(condition, m, direction = "<", levels = c(0, 1), quiet = TRUE))
  single <- lapply(rocs, function(r) { v <- var(r, method = "delong"); ci <- ci.auc(r, conf.level = level, method = "delong")
    list(auc = as.numeric(auc(r)), standardError = sqrt(v), lower = ci[1], upper = ci[3]) })
  out <- list(curves = unname(single))
  if (length(markers) > 1) {
    t <- roc.test(rocs[[1]], rocs[[2]], method = "delong", paired = TRUE)
    out$difference <- list(z = unname(t$statistic), p = t$p.value, estimate = as.numeric(auc(rocs[[1]]) - auc(rocs[[2]])),
      covariance = cov(rocs[[1]], rocs[[2]], method = "delong"))
  }
  r <- coords(rocs[[1]], "all", ret = c("threshold", "sensitivity", "specificity"), transpose = FALSE)
  r <- r[order(r$threshold), ]; r <- r[is.finite(r$threshold), ]
  out$threshold <- r$threshold; out$sensitivity <- r$sensitivity; out$specificity <- r$specificity
  list(name = name, input = list(condition = condition, markers = unname(markers)), options = list(level = level), expected = out)
}
n <- 40; condition <- rep(0:1, c(24, 16))
a <- round(rnorm(n) + condition, 2); b <- round(rnorm(n) + 0.5 * condition, 2)
cases <- list(case("two markers of 40 subjects", condition, list(a, b)),
  case("coarse markers with ties", condition, list(round(a), round(b)), 0.9),
  case("one marker of 9", c(0, 0, 1, 1, 0, 1, 0, 1, 1), list(c(1, 3, 2, 5, 4, 6, 2.5, 4, 8))))
write(toJSON(list(provenance = list(software = paste(R.version.string, "pROC", packageVersion("pROC")), command = "Rscript test/oracles/roc-curve/make.R"),
  tolerance = 1e-12, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/roc-curve/proc.json")

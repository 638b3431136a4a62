# Reference values for src/outcomes/diagnosis/optimal-cut-point: the criteria at every cut, from pROC.
# Run: Rscript test/oracles/optimal-cut-point/make.R
suppressMessages(library(pROC)); library(jsonlite)
set.seed(8)
case <- function(name, condition, marker) {
  r <- roc(condition, marker, direction = "<", levels = c(0, 1), quiet = TRUE)
  best <- function(m) { b <- coords(r, "best", best.method = m, ret = c("threshold", "sensitivity", "specificity"), transpose = FALSE); as.numeric(b[1, ]) }
  list(name = name, input = list(condition = condition, marker = marker), expected = list(youden = best("youden"), closest = best("closest.topleft")))
}
condition <- rep(0:1, c(30, 20)); m <- round(rexp(50) * (1 + 2 * condition), 2)
cases <- list(case("50 subjects", condition, m), case("normal", condition, round(rnorm(50) + condition, 3)))
write(toJSON(list(provenance = list(software = paste(R.version.string, "pROC", packageVersion("pROC")), command = "Rscript test/oracles/optimal-cut-point/make.R"),
  tolerance = 1e-12, toleranceReason = "a choice among midpoints", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/optimal-cut-point/proc.json")

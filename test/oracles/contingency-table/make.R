# Reference values for contingency tables: chisq.test without correction, the likelihood-ratio statistic from its definition,
# and the exact p by listing every table with the observed margins (checked against fisher.test; tables too many to list
# have fisher.test's own p, right to 1e-7). Run: Rscript test/oracles/contingency-table/make.R
library(jsonlite)
listed <- function(x) {
  r <- rowSums(x); lf <- function(v) sum(lgamma(v + 1)); own <- -lf(x); inside <- 0; all <- 0
  column <- function(size, left) { # all ways to put `size` subjects into rows with `left` places
    if (length(left) == 1) return(if (size <= left) list(size) else list())
    out <- list(); for (k in max(0, size - sum(left[-1])):min(size, left[1])) out <- c(out, lapply(column(size - k, left[-1]), function(rest) c(k, rest))); out }
  walk <- function(j, left, weight) {
    if (j == ncol(x)) { w <- weight - lf(left); all <<- all + exp(w - own); if (w <= own + 1e-7) inside <<- inside + exp(w - own); return(invisible()) }
    for (a in column(sum(x[, j]), left)) walk(j + 1, left - a, weight - lf(a)) }
  walk(1, r, 0); inside / all }
sets <- list("3 x 2" = rbind(c(3, 7), c(6, 4), c(9, 2)), "2 x 2" = rbind(c(3, 9), c(8, 2)), "2 x 4" = rbind(c(5, 2, 1, 0), c(1, 3, 4, 2)),
  "3 x 3" = rbind(c(4, 1, 0), c(2, 3, 2), c(0, 2, 5)), "race, rare" = rbind(c(16, 2, 0, 0), c(14, 3, 1, 0), c(15, 0, 0, 2)),
  "4 x 3" = rbind(c(2, 0, 1), c(1, 3, 0), c(0, 1, 4), c(2, 2, 1)), "ties of tables" = rbind(c(2, 2, 2), c(2, 2, 2)), "far apart" = rbind(c(9, 0, 0), c(0, 8, 0), c(0, 0, 7)))
large <- list("job satisfaction" = matrix(c(1, 2, 1, 0, 3, 3, 6, 1, 10, 10, 14, 9, 6, 7, 12, 11), 4, 4), "3 x 4, three arms" = rbind(c(78, 8, 0, 0), c(78, 6, 0, 2), c(74, 9, 1, 3)))
case <- function(n, x, exact) { t <- suppressWarnings(chisq.test(x, correct = FALSE)); e <- t$expected; g <- 2 * sum(ifelse(x > 0, x * log(x / e), 0)); df <- unname(t$parameter)
  list(name = n, input = x, expected = list(chiSquare = unname(t$statistic), df = df, logP = pchisq(t$statistic[[1]], df, lower.tail = FALSE, log.p = TRUE), likelihoodRatio = g,
    logLikelihoodRatioP = pchisq(g, df, lower.tail = FALSE, log.p = TRUE), smallestExpected = min(e), cramersV = sqrt(t$statistic[[1]] / sum(x) / (min(dim(x)) - 1))), exactP = exact) }
cases <- c(lapply(names(sets), function(n) { x <- sets[[n]]; p <- listed(x); stopifnot(abs(p / fisher.test(x, workspace = 2e7)$p.value - 1) < 1e-6); c(case(n, x, p), list(exactTolerance = 1e-11)) }),
  lapply(names(large), function(n) { x <- large[[n]]; c(case(n, x, fisher.test(x, workspace = 2e8)$p.value), list(exactTolerance = 1e-6)) }))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/contingency-table/make.R"), tolerance = 1e-12, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/contingency-table/tables.json")

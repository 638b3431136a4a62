# Reference values for src/outcomes/descriptive/shift-table by table() and prop.table(). Run: Rscript test/oracles/shift-table/make.R
library(jsonlite)
set.seed(5)
n <- 90
group <- sample(0:1, n, TRUE); parameter <- sample(0:1, n, TRUE)
before <- sample(c(-1:3), n, TRUE, c(1, 6, 4, 2, 1)); after <- sample(c(-1:3), n, TRUE, c(2, 5, 4, 3, 2))
k <- 0:3
block <- function(keep) {
  b <- factor(before[keep], k); a <- factor(after[keep], k); both <- table(b, a)
  list(n = sum(both), missing = sum(is.na(a) | is.na(b)), counts = as.vector(t(both)), paired = as.vector(t(prop.table(both))),
    before = as.vector(t(prop.table(both, 1))), all = as.vector(t(both / sum(keep))),
    missingAfter = as.vector(table(b[is.na(a)])), missingBefore = as.vector(table(a[is.na(b)])), missingBoth = sum(is.na(a) & is.na(b)),
    direction = c(sum(both[upper.tri(both)]), sum(diag(both)), sum(both[lower.tri(both)])))
}
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/shift-table/make.R"), tolerance = 1e-14, toleranceReason = "counts and their quotients",
  input = list(group = group, parameter = parameter, before = before, after = after),
  expected = lapply(0:1, function(p) lapply(0:2, function(g) block(parameter == p & (g == 2 | group == g))))), auto_unbox = TRUE, digits = I(17), na = "null"),
  "test/oracles/shift-table/two-parameters.json")

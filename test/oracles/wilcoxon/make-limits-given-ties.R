# Limits of the shift given ties for src/outcomes/ordinal/wilcoxon, by brute force: between all neighbouring pairwise differences the shift is
# taken off the first group, every deal of the midranks into two groups is written out, and the limits are the outermost differences next to
# an interval whose one-sided p is above (1 - level) / 2. coin's exact interval, which keeps the ties of the data as they are, stands beside.
# Run: Rscript test/oracles/wilcoxon/make-limits-given-ties.R
library(jsonlite); suppressMessages(library(coin))
sets <- list("heavy ties" = list(x = c(1, 2, 2, 3, 3, 3, 4), y = c(0, 1, 1, 1, 2, 2)), "tenths" = list(x = c(0.3, 0.4, 0.4, 0.7, 0.9, 1.1), y = c(0.1, 0.2, 0.2, 0.4, 0.5, 0.5, 0.8)),
  "no ties" = list(x = c(1.5, 7.25, 3.1, 9.75, 6.2), y = c(2.3, 0.6, 4.9, 1.1, 5.45, 0.05)), "one group all alike" = list(x = c(2, 2, 2, 2, 2), y = c(0, 1, 1, 3, 3, 4)), "too few" = list(x = c(1, 2), y = c(0, 5, 5)))
limits <- function(x, y, level) {
  m <- length(x); d <- outer(x, y, "-"); d <- sort(d); d <- d[c(TRUE, diff(d) > 1e-10)]; mid <- c(d[1] - 1, (head(d, -1) + tail(d, -1)) / 2, tail(d, 1) + 1)
  p <- sapply(mid, function(s) { z <- rank(round(c(x - s, y), 9)); w <- colSums(combn(z, m)); o <- sum(z[seq_len(m)]); c(mean(w >= o - 1e-9), mean(w <= o + 1e-9)) })
  a <- (1 - level) / 2; lo <- which(p[1, ] > a)[1]; hi <- tail(which(p[2, ] > a), 1)
  c(d[max(1, lo - 1)], d[min(length(d), hi)])
}
case <- function(name, level) { s <- sets[[name]]; l <- limits(s$x, s$y, level); g <- factor(rep(c("a", "b"), c(length(s$x), length(s$y))))
  ci <- tryCatch(confint(wilcox_test(c(s$x, s$y) ~ g, distribution = "exact", conf.int = TRUE, conf.level = level))$conf.int, error = function(e) c(NA, NA))
  list(name = paste(name, level), of = s$x, versus = s$y, level = level, lower = l[1], upper = l[2], coin = I(as.numeric(ci))) }
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("coin", packageVersion("coin")), command = "Rscript test/oracles/wilcoxon/make-limits-given-ties.R"),
  tolerance = 1e-12, toleranceReason = "limits are differences of two values", cases = c(lapply(names(sets), case, 0.95), lapply(names(sets)[1:3], case, 0.8))), auto_unbox = TRUE, na = "null", digits = I(17)), "test/oracles/wilcoxon/limits-given-ties.json")

# Reference values for win statistics of one ordered outcome, from every pair of subjects written out:
# the U-statistic variances of Bebu and Lachin (Biostatistics 2016;17:178-187) with n - 1 in the denominators; the
# standard error of the probability index is that of DeLong and agrees with pROC::var when pROC is installed.
# Run: Rscript make.R   (R 4.2, jsonlite)
suppressMessages(library(jsonlite))
sets <- list(
  "seven categories" = list(of = c(2, 5, 3, 9, 4, 6, 8), versus = c(6, 8, 4, 5, 3, 2, 4)),
  "an empty category" = list(of = c(1, 0, 4, 3), versus = c(4, 0, 3, 1)),
  "unequal groups" = list(of = c(12, 3, 20), versus = c(9, 4, 5))
)
cases <- lapply(names(sets), function(name) {
  x <- rep(seq_along(sets[[name]]$of), sets[[name]]$of); y <- rep(seq_along(sets[[name]]$versus), sets[[name]]$versus)
  m <- length(x); n <- length(y)
  win <- outer(x, y, ">") * 1; loss <- outer(x, y, "<") * 1
  covariance <- function(f, g) cov(rowMeans(f), rowMeans(g)) / m + cov(colMeans(f), colMeans(g)) / n
  pw <- mean(win); pl <- mean(loss); index <- pw + (1 - pw - pl) / 2
  index_matrix <- win + (1 - win - loss) / 2
  se_index <- sqrt(covariance(index_matrix, index_matrix))
  if (requireNamespace("pROC", quietly = TRUE)) {
    roc <- suppressMessages(pROC::roc(c(rep(1, m), rep(0, n)), c(x, y), direction = "<"))
    stopifnot(abs(sqrt(pROC::var(roc)) - se_index) < 1e-12, abs(as.numeric(pROC::auc(roc)) - index) < 1e-12)
  }
  list(name = name, input = sets[[name]], expected = list(
    wins = sum(win), losses = sum(loss), ties = m * n - sum(win) - sum(loss),
    probabilityIndex = index, probabilityIndexError = se_index,
    netBenefit = pw - pl, netBenefitError = sqrt(covariance(win - loss, win - loss)),
    logWinRatio = log(pw / pl),
    logWinRatioError = sqrt(covariance(win, win) / pw^2 + covariance(loss, loss) / pl^2 - 2 * covariance(win, loss) / (pw * pl)),
    logWinOdds = log(index / (1 - index)), logWinOddsError = se_index / (index * (1 - index))))
})
write(toJSON(list(
  provenance = list(software = "R, every pair of subjects; pROC for the probability index",
    version = R.version.string, command = "Rscript make.R"),
  tolerance = 1e-12, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "wins.json")

# Stratified: pairs within strata only, each with weight 1 / subjects of its stratum.
strata <- list(list(of = c(2, 5, 3, 9), versus = c(6, 8, 4, 5)), list(of = c(1, 0, 4, 3), versus = c(4, 0, 3, 1)), list(of = c(12, 3, 20, 1), versus = c(9, 4, 5, 2)), list(of = c(1, 2, 0, 0), versus = c(0, 0, 0, 0)))
add <- list(win = 0, loss = 0, ww = 0, ll = 0, wl = 0, total = 0)
for (s in strata) { x <- rep(seq_along(s$of), s$of); y <- rep(seq_along(s$versus), s$versus); m <- length(x); n <- length(y); if (m * n == 0) next
  win <- outer(x, y, ">") / (m + n); loss <- outer(x, y, "<") / (m + n)
  cv <- function(f, g) m * cov(rowSums(f), rowSums(g)) + n * cov(colSums(f), colSums(g))
  add <- list(win = add$win + sum(win), loss = add$loss + sum(loss), ww = add$ww + cv(win, win), ll = add$ll + cv(loss, loss), wl = add$wl + cv(win, loss), total = add$total + m * n / (m + n)) }
pw <- add$win / add$total; pl <- add$loss / add$total; index <- pw + (1 - pw - pl) / 2; v <- lapply(add[c("ww", "ll", "wl")], function(q) q / add$total^2); e <- sqrt(v$ww + v$ll - 2 * v$wl)
write(toJSON(list(provenance = list(software = "R, every pair of subjects within strata", version = R.version.string, command = "Rscript make.R"), tolerance = 1e-12, toleranceReason = "closed form", strata = strata,
  expected = list(logWinRatio = log(pw / pl), logWinRatioError = sqrt(v$ww / pw^2 + v$ll / pl^2 - 2 * v$wl / (pw * pl)), netBenefit = pw - pl, netBenefitError = e, probabilityIndex = index, probabilityIndexError = e / 2,
  logWinOdds = log(index / (1 - index)), logWinOddsError = e / (2 * index * (1 - index)))), auto_unbox = TRUE, digits = I(17)), "stratified.json")

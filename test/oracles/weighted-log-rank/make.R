# Reference values for src/survival/weighted-log-rank, max-combo and permutation. Every weighted log-rank statistic
# is written out from its definition, table by table; where R survival or a permutation by hand gives the same test,
# the script stops if they differ. Run: Rscript test/oracles/weighted-log-rank/make.R
library(survival)
library(jsonlite)
freireich <- data.frame(
  time = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35, 1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23),
  event = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0, rep(1, 21)), group = rep(c("6-MP", "placebo"), each = 21))
four <- data.frame(time = c(3, 5, 5, 8, 9, 9, 9, 12, 14, 14, 15, 17, 18, 20, 21, 22, 22, 24, 25, 30),
  event = c(1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1), group = rep(c("a", "b", "c", "d"), 5), strata = rep(c("s", "t"), each = 10))
tables <- function(d) {
  g <- sort(unique(d$group)); strata <- if (is.null(d$strata)) rep("", nrow(d)) else d$strata; out <- list()
  for (s in sort(unique(strata))) {
    ds <- d[strata == s, ]; S <- 1; Sp <- 1
    for (t in sort(unique(ds$time[ds$event == 1]))) {
      Y <- sapply(g, function(k) sum(ds$time >= t & ds$group == k)); D <- sapply(g, function(k) sum(ds$time == t & ds$event == 1 & ds$group == k))
      n <- sum(Y); m <- sum(D); Sp <- Sp * (n + 1 - m) / (n + 1)
      V <- if (n > 1) m * (n - m) / (n - 1) * (diag(Y / n, length(g)) - outer(Y, Y) / n^2) else matrix(0, length(g), length(g))
      out <- c(out, list(list(s = s, t = t, S = S, Sp = Sp, n = n, U = D - m * Y / n, V = V))); S <- S * (n - m) / n
    }
  }
  out
}
weights <- list(`log-rank` = function(x) 1, gehan = function(x) x$n, `tarone-ware` = function(x) sqrt(x$n),
  `fleming-harrington 1 0` = function(x) x$S, `fleming-harrington 0 1` = function(x) 1 - x$S, `fleming-harrington 1 1` = function(x) x$S * (1 - x$S),
  `fleming-harrington 0.5 2` = function(x) x$S^0.5 * (1 - x$S)^2, `peto-peto` = function(x) x$Sp)
weights$`modified-peto-peto` <- function(x) x$Sp * x$n / (x$n + 1)
# Modest weights need survival at the milestone, from survfit, in the stratum.
modest_at <- function(d, milestone) function(x) {
  ds <- if (is.null(d$strata)) d else d[d$strata == x$s, ]
  1 / max(x$S, summary(survfit(Surv(time, event) ~ 1, ds), times = milestone, extend = TRUE)$surv)
}
score <- function(d, w) { U <- 0; V <- 0; for (x in tables(d)) { U <- U + w(x) * x$U; V <- V + w(x)^2 * x$V }; list(U = U, V = V) }
pairwise <- function(d, w1, w2) { V <- 0; for (x in tables(d)) V <- V + w1(x) * w2(x) * x$V; V }
test_of <- function(d, name) { s <- score(d, weights[[name]]); k <- length(s$U) - 1
  chi <- drop(s$U[1:k] %*% solve(s$V[1:k, 1:k, drop = FALSE], s$U[1:k])); list(weights = name, chiSquare = chi, df = k, logP = pchisq(chi, k, lower.tail = FALSE, log.p = TRUE), scores = unname(s$U)) }
check <- function(a, b) stopifnot(abs(a - b) < 1e-9)
check(test_of(freireich, "log-rank")$chiSquare, survdiff(Surv(time, event) ~ group, freireich)$chisq)
check(test_of(freireich, "fleming-harrington 1 0")$chiSquare, survdiff(Surv(time, event) ~ group, freireich, rho = 1)$chisq)
check(test_of(four, "fleming-harrington 1 0")$chiSquare, survdiff(Surv(time, event) ~ group + strata(strata), four, rho = 1)$chisq)
modest <- function(d, w, milestone = NULL, least = NULL) { s <- score(d, w); k <- length(s$U) - 1
  c(list(chiSquare = drop(s$U[1:k] %*% solve(s$V[1:k, 1:k, drop = FALSE], s$U[1:k])), scores = unname(s$U)),
    if (is.null(least)) list(milestone = milestone) else list(leastSurvival = least)) }
trend <- function(d, scores, name) { s <- score(d, weights[[name]]); z <- sum(scores * s$U) / sqrt(drop(scores %*% s$V %*% scores)); list(weights = name, scores = scores, z = z) }
plain <- function(d) as.list(d)
combo <- function(d, names) { z <- sapply(names, function(n) { s <- score(d, weights[[n]]); s$U[1] / sqrt(s$V[1, 1]) })
  R <- outer(names, names, Vectorize(function(a, b) pairwise(d, weights[[a]], weights[[b]])[1, 1])); R <- R / sqrt(outer(diag(R), diag(R)))
  list(weights = names, z = unname(z), correlation = unname(R)) }
out <- list(provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
  command = "Rscript test/oracles/weighted-log-rank/make.R"), tolerance = 1e-12, toleranceReason = "closed form", cases = list(
  two = list(input = plain(freireich), tests = lapply(names(weights), function(n) test_of(freireich, n))),
  four = list(input = plain(four), tests = lapply(names(weights), function(n) test_of(four, n)), trends = list(
    trend(four, c(0, 1, 2, 3), "log-rank"), trend(four, c(0, 1, 4, 9), "gehan"))),
  modest = list(two = c(lapply(c(0, 5, 6, 12.5, 40), function(t) modest(freireich, modest_at(freireich, t), milestone = t)),
      list(modest(freireich, function(x) 1 / max(x$S, 0.5), least = 0.5))),
    four = lapply(c(5, 15), function(t) modest(four, modest_at(four, t), milestone = t))),
  combo = combo(freireich, c("log-rank", "fleming-harrington 1 0", "fleming-harrington 0 1", "fleming-harrington 1 1"))))
write(toJSON(out, auto_unbox = TRUE, digits = I(17)), "test/oracles/weighted-log-rank/tables.json")

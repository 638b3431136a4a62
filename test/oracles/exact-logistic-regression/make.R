# Reference values for src/outcomes/binary/exact-logistic-regression and for mid-p of fisher-exact. "enumerated": all outcomes with
# the observed sums of the other columns, one by one; figures of their distribution by bisection. "strata": mantelhaen.test(exact).
# Run: Rscript test/oracles/exact-logistic-regression/make.R
library(jsonlite)
root <- function(f, lo, hi) { s <- f(lo) > 0; for (i in 1:200) { m <- (lo + hi) / 2; if ((f(m) > 0) == s) lo <- m else hi <- m }; (lo + hi) / 2 }
figures <- function(t, w, obs, level, own = 1) { a <- (1 - level) / 2; d <- function(b) { l <- log(w) + b * t; p <- exp(l - max(l)); p / sum(p) }
  up <- function(b, k = own) sum(d(b)[t > obs + 1e-9]) + k * sum(d(b)[abs(t - obs) < 1e-9]); lo <- function(b, k = own) sum(d(b)[t < obs - 1e-9]) + k * sum(d(b)[abs(t - obs) < 1e-9]); B <- 60 / max(abs(t - obs))
  top <- obs >= max(t) - 1e-9; bottom <- obs <= min(t) + 1e-9; p0 <- d(0); o <- p0[abs(t - obs) < 1e-9]; p <- sum(p0[p0 <= o * (1 + 1e-7)])
  l5 <- if (!bottom) root(function(b) up(b, 1) - 0.5, -B, B); h5 <- if (!top) root(function(b) lo(b, 1) - 0.5, -B, B)
  list(logOddsRatio = if (!top && !bottom) root(function(b) sum(d(b) * t) - obs, -B, B), medianUnbiased = mean(c(l5, h5)), logLower = if (!bottom) root(function(b) up(b) - a, -B, B), logUpper = if (!top) root(function(b) lo(b) - a, -B, B),
    p = p, midP = p - o / 2, pLess = lo(0, 1), pGreater = up(0, 1)) }
enumerate <- function(x, z, y) { n <- length(y); s <- colSums(cbind(1, z) * y); g <- as.matrix(expand.grid(rep(list(0:1), n))); ok <- rowSums(abs(g %*% cbind(1, z) - rep(s, each = nrow(g)))) < 1e-9; t <- drop(g[ok, ] %*% x); tab <- table(round(t, 6)); list(t = as.numeric(names(tab)), w = as.numeric(tab), obs = round(sum(x * y), 6)) }
one <- function(name, x, z, y, level, kind = "exact") { e <- enumerate(x, z, y); list(name = paste(name, kind, level), input = list(outcome = y, x = x, z = lapply(seq_len(ncol(z)), function(j) z[, j])), options = list(level = level, interval = kind),
  expected = Filter(Negate(is.null), figures(e$t, e$w, e$obs, level, if (kind == "exact") 1 else 0.5))) }
i <- 1:16; y <- c(1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0); arm <- rep(c(1, 0), each = 8); sex <- i %% 2; dose <- c(0, 1, 2, 3)[1 + i %% 4] / 2
sep <- c(1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0)
cases <- list(one("one covariate", arm, cbind(sex), y, 0.95), one("one covariate", arm, cbind(sex), y, 0.9, "mid-p"), one("two covariates", arm, cbind(sex, dose), y, 0.95), one("a dose of halves", dose, cbind(arm), y, 0.95), one("separated", arm, cbind(sex), sep, 0.95))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/exact-logistic-regression/make.R", note = "all outcomes enumerated"), tolerance = 1e-9, toleranceReason = "bisection on an enumerated distribution", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/exact-logistic-regression/enumerated.json")
strata <- list(c(3, 10, 6, 11), c(2, 8, 5, 9), c(7, 15, 9, 14)); a <- array(unlist(lapply(strata, function(s) c(s[1], s[3], s[2] - s[1], s[4] - s[3]))), c(2, 2, 3)); m <- mantelhaen.test(a, exact = TRUE)
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/exact-logistic-regression/make.R"), tolerance = 1e-3, toleranceReason = "mantelhaen.test finds its limits with uniroot at its default tolerance", strata = strata,
  estimate = unname(m$estimate), lower = m$conf.int[1], upper = m$conf.int[2], p = m$p.value), auto_unbox = TRUE, digits = I(17)), "test/oracles/exact-logistic-regression/mantelhaen.json")
fisher <- lapply(list(c(3, 9, 1, 8), c(7, 12, 5, 10), c(10, 15, 2, 14)), function(t) { k <- max(0, t[1] + t[3] - t[4]):min(t[2], t[1] + t[3]); f <- figures(k, dhyper(k, t[2], t[4], t[1] + t[3]), t[1], 0.95, 0.5)
  list(name = paste(t, collapse = " "), input = list(of = list(events = t[1], n = t[2]), versus = list(events = t[3], n = t[4])), options = list(interval = "mid-p"), expected = list(midP = f$midP, lower = exp(f$logLower), upper = exp(f$logUpper))) })
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/exact-logistic-regression/make.R", note = "worked from the definition"), tolerance = 1e-10, toleranceReason = "bisection on a hypergeometric distribution", cases = fisher), auto_unbox = TRUE, digits = I(17)), "test/oracles/fisher-exact/mid-p.json")

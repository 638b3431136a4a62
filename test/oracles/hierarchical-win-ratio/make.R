# Reference values for src/survival/hierarchical-win-ratio: every pair compared by plain loops, and the variances as
# the papers print them (Dong et al. 2016, with the moments written out; U-statistic projections; Finkelstein and
# Schoenfeld 1999), stratified as Dong et al. 2018.
# Run: Rscript test/oracles/hierarchical-win-ratio/make.R
library(jsonlite)
set.seed(20260101)
draw <- function(n) {
  cens <- round(runif(n, 5, 30)); death <- round(rexp(n, 0.05) + 0.5); hosp <- round(rexp(n, 0.08) + 0.5)
  list(group = rep(c("active", "control"), length.out = n),
       death = list(time = pmin(cens, death), event = as.integer(death <= cens)),
       hosp = list(time = pmin(cens, hosp), event = as.integer(hosp <= cens)),
       score = round(rnorm(n, 50, 10), 1), grade = sample(1:5, n, TRUE))
}
compare <- function(l, i, j, equal) {
  better <- if (is.null(l$better)) "" else l$better
  margin <- if (is.null(l$margin)) 0 else l$margin
  if (l$kind == "time-to-event") {
    t <- l$time; e <- l$event
    win <- e[j] == 1 && (t[i] > t[j] + margin || (equal == "event-first" && margin == 0 && t[i] == t[j] && e[i] == 0))
    loss <- e[i] == 1 && (t[j] > t[i] + margin || (equal == "event-first" && margin == 0 && t[i] == t[j] && e[j] == 0))
    s <- win - loss
    return(if (better == "earlier") -s else s)
  }
  v <- unlist(lapply(l$values, function(x) if (is.null(x)) NA else x))
  if (is.na(v[i]) || is.na(v[j])) return(0)
  s <- (v[i] - v[j] > margin) - (v[j] - v[i] > margin)
  if (better == "lower") -s else s
}
pair <- function(levels, i, j, equal) {
  for (k in seq_along(levels)) { s <- compare(levels[[k]], i, j, equal); if (s != 0) return(c(s, k)) }
  c(0, 0)
}
case <- function(name, group, levels, strata = NULL, equal = "tie", level = 0.95) {
  n <- length(group); h <- if (is.null(strata)) rep("all", n) else strata
  z <- qnorm(1 - (1 - level) / 2)
  D <- matrix(0, n, n); Lv <- matrix(0, n, n)
  for (i in 1:n) for (j in 1:n) if (i != j && h[i] == h[j]) { p <- pair(levels, i, j, equal); D[i, j] <- p[1]; Lv[i, j] <- p[2] }
  A <- B <- P <- VA <- VB <- CAB <- V0 <- FS <- FV <- 0
  counts <- c(0, 0, 0); byLevel <- matrix(0, length(levels), 2)
  for (s in sort(unique(h))) {
    a <- which(group == "active" & h == s); b <- which(group == "control" & h == s)
    nt <- length(a); nc <- length(b); if (nt == 0 || nc == 0) next
    K <- (D[a, b, drop = FALSE] == 1) + 0; L <- (D[a, b, drop = FALSE] == -1) + 0; pairs <- nt * nc; w <- 1 / (nt + nc)
    for (k in seq_along(levels)) byLevel[k, ] <- byLevel[k, ] + c(sum(K[Lv[a, b] == k]), sum(L[Lv[a, b] == k]))
    counts <- counts + c(sum(K), sum(L), pairs - sum(K) - sum(L))
    # U-statistic projections
    pk <- rowMeans(K); pl <- rowMeans(L); qk <- colMeans(K); ql <- colMeans(L)
    va <- var(pk) / nt + var(qk) / nc; vb <- var(pl) / nt + var(ql) / nc; cab <- cov(pk, pl) / nt + cov(qk, ql) / nc
    A <- A + w * sum(K); B <- B + w * sum(L); P <- P + w * pairs
    VA <- VA + (w * pairs)^2 * va; VB <- VB + (w * pairs)^2 * vb; CAB <- CAB + (w * pairs)^2 * cab
    # Dong et al. 2016: theta under no difference, second moments over distinct partners
    th <- (sum(K) + sum(L)) / (2 * pairs)
    two <- function(X, Y) { t <- 0; for (i in 1:nt) for (j in 1:nc) for (m in 1:nc) if (j != m) t <- t + X[i, j] * Y[i, m]; t / (nt * nc * max(1, nc - 1)) }
    alt <- function(X, Y) { t <- 0; for (j in 1:nc) for (i in 1:nt) for (m in 1:nt) if (i != m) t <- t + X[i, j] * Y[m, j]; t / (nt * nc * max(1, nt - 1)) }
    st <- nt * nc * (th - th^2) + nt * nc * (nc - 1) * (two(K, K) - th^2) + nt * nc * (nt - 1) * (alt(K, K) - th^2)
    sc <- nt * nc * (th - th^2) + nt * nc * (nc - 1) * (two(L, L) - th^2) + nt * nc * (nt - 1) * (alt(L, L) - th^2)
    stc <- -nt * nc * th^2 + nt * nc * (nc - 1) * (two(K, L) - th^2) + nt * nc * (nt - 1) * (alt(K, L) - th^2)
    V0 <- V0 + w^2 * (st + sc - 2 * stc)
    all <- c(a, b); U <- rowSums(D[all, all]); N <- length(all)
    FS <- FS + sum(U[seq_along(a)]); FV <- FV + nt * nc / (N * (N - 1)) * sum(U^2)
  }
  nb <- (A - B) / P; x <- (1 + nb) / 2
  out <- function(est, se) list(estimate = est, standardError = se, lower = est - z * se, upper = est + z * se, z = est / se, p = 2 * pnorm(-abs(est / se)))
  seD <- sqrt(VA + VB - 2 * CAB) / P; seN <- sqrt(V0) / P
  list(name = name, input = list(group = group, reference = "control", levels = levels, strata = strata),
    options = list(equalTimes = equal, level = level),
    expected = list(wins = counts[1], losses = counts[2], ties = counts[3], byLevel = byLevel,
      alternative = list(winRatio = out(log(A / B), sqrt(VA / A^2 + VB / B^2 - 2 * CAB / (A * B))), winOdds = out(log(x / (1 - x)), seD / (2 * x * (1 - x))), netBenefit = out(nb, seD)),
      null = list(winRatio = out(log(A / B), sqrt(V0) / ((A + B) / 2)), winOdds = out(log(x / (1 - x)), 2 * seN), netBenefit = out(nb, seN)),
      test = list(statistic = FS, variance = FV, z = FS / sqrt(FV), p = 2 * pnorm(-abs(FS / sqrt(FV))))))
}
a <- draw(20); b <- draw(31); d <- draw(24)
tte <- function(x, name, ...) c(list(kind = "time-to-event", name = name, time = x$time, event = x$event), list(...))
missing <- as.list(b$score); missing[c(3, 8, 17)] <- list(NULL)
cases <- list(
  case("time to death alone", a$group, list(tte(a$death, "death"))),
  case("time to death alone, equal times decided", a$group, list(tte(a$death, "death")), equal = "event-first"),
  case("time to discharge, earlier is better", d$group, list(tte(d$hosp, "discharge", better = "earlier")), level = 0.9),
  case("grade alone", d$group, list(list(kind = "ordinal", name = "grade", values = d$grade, better = "lower"))),
  case("death, hospital, score with a margin", a$group, list(tte(a$death, "death"), tte(a$hosp, "hospital"),
    list(kind = "continuous", name = "score", values = a$score, margin = 5))),
  case("death, grade, score with missing values", b$group, list(tte(b$death, "death", margin = 2), list(kind = "ordinal", name = "grade", values = b$grade, better = "lower"),
    list(kind = "continuous", name = "score", values = missing)), equal = "event-first"),
  case("three strata", d$group, list(tte(d$death, "death"), tte(d$hosp, "hospital")), strata = rep(c("x", "x", "y", "y", "y", "z"), 4)),
  case("strata, one level", b$group, list(tte(b$death, "death")), strata = rep(c("x", "y", "x"), length.out = 31), level = 0.8))
write(toJSON(list(provenance = list(software = R.version.string, packages = "none", command = "Rscript test/oracles/hierarchical-win-ratio/make.R"),
  tolerance = 1e-12, toleranceReason = "counts of pairs and closed forms", cases = cases), auto_unbox = TRUE, digits = I(17), na = "null", null = "null"),
  "test/oracles/hierarchical-win-ratio/pairs.json")

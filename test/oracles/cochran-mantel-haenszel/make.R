# Reference values for src/outcomes/binary/cochran-mantel-haenszel: tests from mantelhaen.test, pooled contrasts and homogeneity
# from metafor rma.mh. Run: Rscript test/oracles/cochran-mantel-haenszel/make.R
library(jsonlite); suppressMessages(library(metafor))
sets <- list(
  "three oxygen strata" = rbind(c(180, 935, 241, 933), c(290, 819, 335, 867), c(125, 268, 142, 294)),
  "small strata" = rbind(c(2, 9, 5, 8), c(0, 7, 3, 9), c(4, 6, 4, 7), c(1, 11, 2, 10)),
  "one stratum" = rbind(c(12, 40, 20, 42)),
  "an arm without events in one stratum, no events in another" = rbind(c(0, 15, 4, 14), c(0, 8, 0, 9), c(5, 12, 7, 13)),
  "unequal ratios" = rbind(c(30, 50, 10, 50), c(8, 40, 20, 42)),
  "tail" = rbind(c(180, 200, 40, 210), c(170, 220, 30, 190)))
case <- function(name, level) {
  m <- sets[[name]]
  tables <- array(apply(m, 1, function(t) c(t[1], t[3], t[2] - t[1], t[4] - t[3])), c(2, 2, nrow(m)))
  cmh <- function(correct) { # sums over strata, as mantelhaen.test needs two strata at least
    if (nrow(m) > 1) return(unname(mantelhaen.test(tables, correct = correct)$statistic))
    n <- sum(tables); r <- rowSums(tables[, , 1]); c <- colSums(tables[, , 1]); d <- abs(tables[1, 1, 1] - r[1] * c[1] / n)
    (d - if (correct) min(0.5, d) else 0)^2 / (prod(r, c) / (n^2 * (n - 1)))
  }
  fit <- function(measure) rma.mh(ai = m[, 1], n1i = m[, 2], ci = m[, 3], n2i = m[, 4], measure = measure, level = level, correct = FALSE)
  part <- function(f, ratio) { b <- as.numeric(f$beta); t <- if (ratio) exp else identity
    list(estimate = t(b), standardError = f$se, lower = t(f$ci.lb), upper = t(f$ci.ub), z = f$zval, logP = log(2) + pnorm(-abs(f$zval), log.p = TRUE)) }
  or <- fit("OR")
  # Greenland and Robins's variance of the Mantel-Haenszel risk difference, by its definition as a weighted sum of the strata's own
  w <- m[, 2] * m[, 4] / (m[, 2] + m[, 4]); w <- w / sum(w); p <- m[, 1] / m[, 2]; q <- m[, 3] / m[, 4]
  gr <- list(beta = sum(w * (p - q)), se = sqrt(sum(w^2 * (p * (1 - p) / m[, 2] + q * (1 - q) / m[, 4])))); z <- qnorm((1 - level) / 2, lower.tail = FALSE)
  gr <- c(gr, list(ci.lb = gr$beta - z * gr$se, ci.ub = gr$beta + z * gr$se, zval = gr$beta / gr$se))
  tail <- function(x, df = 1) pchisq(x, df, lower.tail = FALSE, log.p = TRUE)
  list(name = paste(name, level), input = lapply(seq_len(nrow(m)), function(i) list(name = paste("stratum", i), of = list(events = m[i, 1], n = m[i, 2]),
         versus = list(events = m[i, 3], n = m[i, 4]))), options = list(level = level),
    expected = list(chiSquare = cmh(FALSE), logP = tail(cmh(FALSE)), correctedChiSquare = cmh(TRUE), correctedLogP = tail(cmh(TRUE))),
    oddsRatio = part(or, TRUE), riskRatio = part(fit("RR"), TRUE), riskDifference = part(fit("RD"), FALSE), greenlandRobins = part(gr, FALSE),
    homogeneity = if (nrow(m) > 1) list(breslowDay = or$BD, tarone = or$TA, df = or$k.pos - 1, logBreslowDayP = tail(or$BD, or$k.pos - 1), logTaroneP = tail(or$TA, or$k.pos - 1)) else list(a = 1)[0])
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("metafor", packageVersion("metafor")),
  command = "Rscript test/oracles/cochran-mantel-haenszel/make.R"), tolerance = 1e-11, toleranceReason = "closed form",
  cases = c(lapply(names(sets), case, 0.95), list(case("small strata", 0.9)))), auto_unbox = TRUE, digits = I(17)),
  "test/oracles/cochran-mantel-haenszel/strata.json")

# Exact and likelihood figures. Odds ratio and exact p: mantelhaen.test(exact = TRUE) (several strata). Mid-p limits and Zelen's test: the
# conditional distribution written out set by set. Gart's chi-square and the likelihood ratio: Pearson's chi-square and the deviance of
# glm(events ~ stratum + arm), whose arm coefficient is the maximum-likelihood log odds ratio.
exactSets <- sets[c("small strata", "an arm without events in one stratum, no events in another", "unequal ratios")]
exactSets[["sparse pairs"]] <- rbind(c(1, 2, 0, 3), c(2, 3, 1, 2), c(0, 2, 1, 3), c(1, 1, 0, 2), c(3, 4, 1, 3))
exactSets[["as few as can be"]] <- rbind(c(0, 6, 3, 7), c(0, 5, 2, 6))
exactCase <- function(name, level) {
  m <- exactSets[[name]]
  tables <- array(apply(m, 1, function(t) c(t[1], t[3], t[2] - t[1], t[4] - t[3])), c(2, 2, nrow(m)))
  r <- mantelhaen.test(tables, exact = TRUE, conf.level = level)
  support <- lapply(seq_len(nrow(m)), function(i) { e <- m[i, 1] + m[i, 3]; max(0, e - m[i, 4]):min(m[i, 2], e) })
  logs <- lapply(seq_len(nrow(m)), function(i) lchoose(m[i, 2], support[[i]]) + lchoose(m[i, 4], m[i, 1] + m[i, 3] - support[[i]]))
  grid <- as.matrix(expand.grid(support)); weight <- exp(rowSums(as.matrix(expand.grid(logs)))); s <- rowSums(grid); observed <- sum(m[, 1])
  d <- tapply(weight, s, sum); values <- as.numeric(names(d)); d <- d / sum(d)
  tail <- function(psi, side, half) { w <- d * psi^(values - observed); w <- w / sum(w)
    sum(w[if (side > 0) values > observed else values < observed]) + w[values == observed] * half }
  root <- function(f) exp(uniroot(f, c(-15, 15), tol = 1e-15)$root)
  limit <- function(side, half) root(function(l) tail(exp(l), side, half) - (1 - level) / 2)
  limits <- function(half) list(lower = if (min(values) < observed) limit(1, half) else NA, upper = if (observed < max(values)) limit(-1, half) else NA)
  centre <- function() root(function(l) { w <- d * exp(l * (values - observed)); sum(w * values) / sum(w) - observed })
  same <- s == observed; own <- weight[same & apply(grid, 1, function(x) all(x == m[, 1]))]
  zelen <- sum(weight[same & weight <= own * (1 + 1e-7)]) / sum(weight[same])
  both <- (m[, 1] + m[, 3] > 0) & (m[, 1] + m[, 3] < m[, 2] + m[, 4]); f <- m[both, , drop = FALSE]
  gart <- if (min(values) < observed & observed < max(values)) { # 2 x k cells of the informative strata
    g <- glm(cbind(c(f[, 1], f[, 3]), c(f[, 2] - f[, 1], f[, 4] - f[, 3])) ~ factor(rep(seq_len(nrow(f)), 2)) + rep(1:0, each = nrow(f)),
      family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100))
    x <- sum(residuals(g, "pearson")^2); df <- nrow(f) - 1
    list(gart = x, logGartP = pchisq(x, df, lower.tail = FALSE, log.p = TRUE), likelihoodRatio = deviance(g),
      logLikelihoodRatioP = pchisq(deviance(g), df, lower.tail = FALSE, log.p = TRUE), likeliestOddsRatio = exp(unname(coef(g)[nrow(f) + 1])))
  } else list(a = 1)[0]
  finite <- function(x) if (is.finite(x)) x else NA
  inner <- min(values) < observed & observed < max(values)
  list(name = paste(name, level), input = lapply(seq_len(nrow(m)), function(i) list(name = paste("stratum", i), of = list(events = m[i, 1], n = m[i, 2]),
         versus = list(events = m[i, 3], n = m[i, 4]))), options = list(level = level),
    expected = list(p = r$p.value, homogeneityP = zelen,
      pLess = sum(d[values <= observed]), pGreater = sum(d[values >= observed])),
    roots = list(oddsRatio = if (inner) unname(r$estimate) else NA, lower = if (min(values) < observed) r$conf.int[1] else NA,
      upper = if (observed < max(values)) r$conf.int[2] else NA),
    exact = c(list(oddsRatio = if (inner) centre() else NA), limits(1)), midP = limits(0.5),
    gart = gart)
}
write(toJSON(list(provenance = list(software = R.version.string, packages = "stats",
  command = "Rscript test/oracles/cochran-mantel-haenszel/make.R"), tolerance = 1e-11,
  toleranceReason = "closed form; roots of mantelhaen.test are found to its own tolerance of about 1e-4, those of the written-out distribution to 1e-12",
  cases = c(lapply(names(exactSets), exactCase, 0.95), list(exactCase("sparse pairs", 0.8)))), auto_unbox = TRUE, digits = I(17), na = "null"),
  "test/oracles/cochran-mantel-haenszel/exact.json")

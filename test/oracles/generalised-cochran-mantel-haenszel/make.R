# Reference values for src/outcomes/binary/generalised-cochran-mantel-haenszel: general association from mantelhaen.test; row
# mean scores and correlation from coin (cmh_test and lbl_test with scores; midranks by hand within strata for kruskal_test's kin).
# Run: Rscript test/oracles/generalised-cochran-mantel-haenszel/make.R
library(jsonlite); suppressMessages(library(coin))
sets <- list("three by four by two" = list(rbind(c(5, 8, 3, 4), c(2, 6, 7, 5), c(1, 4, 9, 6)), rbind(c(7, 4, 2, 3), c(4, 4, 5, 2), c(3, 5, 6, 8))),
  "two by three, one stratum" = list(rbind(c(6, 9, 4), c(3, 5, 11))), "two by two by three" = list(rbind(c(3, 7), c(6, 5)), rbind(c(2, 6), c(5, 4)), rbind(c(7, 8), c(9, 5))))
case <- function(name, scores) { s <- sets[[name]]; r <- nrow(s[[1]]); k <- ncol(s[[1]])
  long <- do.call(rbind, lapply(seq_along(s), function(h) { d <- expand.grid(g = 1:r, y = 1:k); d <- d[rep(seq_len(nrow(d)), c(s[[h]])), ]; d$h <- h; d$s <- if (scores == "table") d$y else rank(d$y) / (if (scores == "rank") 1 else nrow(d) + 1); d }))
  long$h <- factor(long$h); many <- length(s) > 1
  f1 <- if (many) s ~ factor(g) | h else s ~ factor(g); f2 <- if (many) s ~ g | h else s ~ g
  rm <- independence_test(f1, data = long, teststat = "quadratic"); co <- independence_test(f2, data = long, teststat = "quadratic")
  ga <- if (many && r * k > 4) { a <- array(unlist(s), c(r, k, length(s))); mantelhaen.test(a)$statistic } else statistic(independence_test(if (many) factor(y) ~ factor(g) | h else factor(y) ~ factor(g), data = long, teststat = "quadratic"))
  one <- function(q, df) list(chiSquare = unname(q), df = df, logP = pchisq(unname(q), df, lower.tail = FALSE, log.p = TRUE))
  list(name = paste(name, scores), input = lapply(s, function(m) lapply(seq_len(r), function(i) m[i, ])), options = list(scores = scores), expected = list(), correlation = one(statistic(co), 1), rowMeanScores = one(statistic(rm), r - 1), generalAssociation = one(ga, (r - 1) * (k - 1))) }
cases <- unlist(lapply(names(sets), function(n) lapply(c("table", "rank", "modified-ridit"), function(k) case(n, k))), recursive = FALSE)
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("coin", packageVersion("coin")), command = "Rscript test/oracles/generalised-cochran-mantel-haenszel/make.R"), tolerance = 1e-10,
  toleranceReason = "quadratic form; coin inverts by singular values", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/generalised-cochran-mantel-haenszel/coin.json")

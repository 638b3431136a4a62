# Reference values for src/outcomes/missing-data/tipping-point: every cell worked by itself with lm and mice::pool.scalar, or
# prop.test and the Wald formula; tipping points by uniroot. Run: Rscript test/oracles/tipping-point/make.R
library(jsonlite); suppressMessages(library(mice))
n <- 40; i <- seq_len(n); arm <- i %% 2; base <- round(6 + sin(i * 1.3), 2); miss <- i %in% c(3, 5, 8, 13, 18, 21, 27, 30, 35)
y0 <- round(2 + 0.6 * base - 1.1 * arm + sin(i * 2.7) + 0.5 * cos(i^2), 2)
imps <- lapply(1:5, function(k) ifelse(miss, round(y0 + 0.4 * sin(i * k) + 0.1 * k, 3), y0))
twice <- ifelse(miss, 1 + (i %% 3 == 0), 0)  # some had missed the visit before as well
at <- function(da, dr, count) { r <- sapply(imps, function(v) { y <- v + count * (da * arm + dr * (1 - arm)); f <- summary(lm(y ~ arm + base)); c(coef(f)["arm", 1], coef(f)["arm", 2]^2) })
  p <- pool.scalar(r[1, ], r[2, ], n = n, k = 3); se <- sqrt(p$t); t <- p$qbar / se
  list(x = da, y = dr, expected = list(estimate = p$qbar, standardError = se, df = p$df, lower = p$qbar - qt(0.975, p$df) * se, upper = p$qbar + qt(0.975, p$df) * se, p = 2 * pt(-abs(t), p$df))) }
grid <- function(count) unlist(lapply(c(-1, 0, 0.5), function(dr) lapply(c(-2, 0, 0.7, 3), function(da) at(da, dr, count))), recursive = FALSE)
tip <- function(count) { f <- function(d) at(d, 0, count)$expected$p - 0.05; s <- seq(0, 12, 0.06); e <- s[which(sapply(s, f) > 0)[1]]; uniroot(f, c(e - 0.06, e), tol = 1e-13)$root }
num <- list(codes = 1 - arm, baseline = base, missing = as.integer(miss), times = twice, imputations = imps, once = grid(as.numeric(miss)), eachVisit = grid(twice), tippingOnce = tip(as.numeric(miss)), tippingEachVisit = tip(twice))
of <- list(events = 31, observed = 44, missing = 6); vs <- list(events = 17, observed = 43, missing = 5)
cell <- function(x, y) { e <- c(of$events + x, vs$events + y); m <- c(50, 48); p <- e / m; d <- p[1] - p[2]; se <- sqrt(sum(p * (1 - p) / m)); w <- lapply(1:2, function(g) prop.test(e[g], m[g], correct = FALSE)$conf.int)
  list(x = x, y = y, wald = list(estimate = d, standardError = se, lower = d - qnorm(0.975) * se, upper = d + qnorm(0.975) * se, p = 2 * pnorm(-abs(d / se))),
    newcombe = list(estimate = d, lower = d - sqrt((p[1] - w[[1]][1])^2 + (w[[2]][2] - p[2])^2), upper = d + sqrt((w[[1]][2] - p[1])^2 + (p[2] - w[[2]][1])^2), p = prop.test(e, m, correct = FALSE)$p.value)) }
yes <- list(of = of, versus = vs, cells = unlist(lapply(0:5, function(y) lapply(0:6, function(x) cell(x, y))), recursive = FALSE))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("mice", packageVersion("mice")), command = "Rscript test/oracles/tipping-point/make.R"),
  tolerance = 1e-9, toleranceReason = "least squares by QR on both sides; residual sums of squares here come from their quadratic form", number = num, yesNo = yes), auto_unbox = TRUE, digits = I(17)), "test/oracles/tipping-point/grids.json")

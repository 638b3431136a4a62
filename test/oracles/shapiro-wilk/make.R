# Reference values for the Shapiro-Wilk test: shapiro.test. Large samples are quantiles, so that the test can make them again.
# Run: Rscript test/oracles/shapiro-wilk/make.R
library(jsonlite)
weights <- c(148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236)
sets <- list("weights of men (Shapiro and Wilk 1965)" = weights, "three" = c(1, 2, 4), "three, extreme" = c(1, 1, 9), "four" = c(2, 3, 5, 11), "five" = c(1, 4, 2, 8, 3), "six" = c(1, 4, 2, 8, 3, 3.5), "eleven far off" = c(1:10, 1e4), "twelve" = c(weights, 140), "thirty, skew" = round(exp(qnorm(ppoints(30))), 3), "large offset" = 1e6 + weights)
cases <- lapply(names(sets), function(n) { s <- shapiro.test(sets[[n]]); list(name = n, input = sets[[n]], expected = list(w = unname(s$statistic), p = s$p.value)) })
shapes <- list(list(n = 200, power = 1.3), list(n = 2000, power = 1.15), list(n = 5000, power = 1.1))
shapes <- lapply(shapes, function(s) { q <- qlogis((seq_len(s$n) - 0.5) / s$n); x <- sign(q) * abs(q)^s$power; t <- shapiro.test(x); c(s, list(expected = list(w = unname(t$statistic), p = t$p.value))) })
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/shapiro-wilk/make.R"), tolerance = 1e-8, toleranceReason = "the same published algorithm; R keeps some of it in single constants", cases = cases, shapes = shapes), auto_unbox = TRUE, digits = I(17)), "test/oracles/shapiro-wilk/shapiro-test.json")

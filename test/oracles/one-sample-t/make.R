# Reference values for the one-sample t test: t.test. Run: Rscript test/oracles/one-sample-t/make.R
library(jsonlite)
sets <- list(list("change", c(-1.2, -0.4, 0.3, -2.2, -1.9, 0.1), 0, .95), list("against 120", c(118, 131, 122, 109, 140, 127, 125), 120, .9), list("far off", c(1001, 1003, 1002.5, 1000.2), 0, .99))
cases <- lapply(sets, function(s) { t <- t.test(s[[2]], mu = s[[3]], conf.level = s[[4]]); list(name = s[[1]], input = s[[2]], options = list(nullValue = s[[3]], level = s[[4]]),
  expected = list(mean = unname(t$estimate), standardDeviation = sd(s[[2]]), standardError = t$stderr, df = unname(t$parameter), t = unname(t$statistic), lower = t$conf.int[1], upper = t$conf.int[2], logP = log(2) + pt(-abs(t$statistic[[1]]), t$parameter[[1]], log.p = TRUE))) })
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/one-sample-t/make.R"), tolerance = 1e-12, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/one-sample-t/t-test.json")

# Reference values for the Kruskal-Wallis test: kruskal.test. Run: Rscript test/oracles/kruskal-wallis/make.R
library(jsonlite)
sets <- list("no ties" = list(c(2.9, 3, 2.5, 2.6, 3.2), c(3.8, 2.7, 4, 2.4), c(2.8, 3.4, 3.7, 2.2, 2)), "ties" = list(c(1, 2, 2, 3, 1), c(2, 3, 3, 4), c(3, 4, 4, 4, 2, 1), c(1, 1, 2)), "two groups" = list(c(1, 5, 2, 2), c(3, 3, 6, 7, 5)), "far apart" = list(1:40, 101:150, 301:340))
cases <- lapply(names(sets), function(n) { k <- kruskal.test(sets[[n]]); list(name = n, input = lapply(sets[[n]], I), expected = list(chiSquare = unname(k$statistic), df = unname(k$parameter), logP = pchisq(k$statistic[[1]], k$parameter[[1]], lower.tail = FALSE, log.p = TRUE))) })
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/kruskal-wallis/make.R"), tolerance = 1e-12, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/kruskal-wallis/kruskal-test.json")

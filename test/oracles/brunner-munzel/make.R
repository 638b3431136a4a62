# Reference values for the Brunner-Munzel test by the rank formulas of the article (Brunner and Munzel 2000, section 3). Run: Rscript test/oracles/brunner-munzel/make.R
library(jsonlite)
bm <- function(x, y, level) { n <- length(x); m <- length(y); r <- rank(c(x, y)); rx <- r[1:n]; ry <- r[n + 1:m]
  sx <- sum((rx - rank(x) - mean(rx) + (n + 1) / 2)^2) / (n - 1); sy <- sum((ry - rank(y) - mean(ry) + (m + 1) / 2)^2) / (m - 1)
  w <- n * m * (mean(rx) - mean(ry)) / ((n + m) * sqrt(n * sx + m * sy)); df <- (n * sx + m * sy)^2 / ((n * sx)^2 / (n - 1) + (m * sy)^2 / (m - 1))
  p <- (mean(rx) - (n + 1) / 2) / m; se <- sqrt(sx / (n * m^2) + sy / (m * n^2))
  list(probabilityIndex = p, standardError = se, t = w, df = df, logP = log(2) + pt(-abs(w), df, log.p = TRUE), lower = p - qt((1 + level) / 2, df) * se, upper = p + qt((1 + level) / 2, df) * se) }
sets <- list("pain scores of the article" = list(c(1,2,1,1,1,1,1,1,1,1,2,4,1,1), c(3,3,4,3,1,2,3,1,1,5,4)), "no ties" = list(c(1.2, 3.4, 2.2, 8.1, 5), c(0.3, 2.1, 2.9, 4.4)), "unequal spread" = list(c(-10, -4, 0, 5, 11, 3), c(0.1, 0.2, 0.4, -0.3)))
cases <- lapply(names(sets), function(n) list(name = n, input = list(of = sets[[n]][[1]], versus = sets[[n]][[2]]), options = list(level = 0.9), expected = bm(sets[[n]][[1]], sets[[n]][[2]], 0.9)))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/brunner-munzel/make.R"), tolerance = 1e-12, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/brunner-munzel/ranks.json")

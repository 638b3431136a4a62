# Reference values for van Elteren's test: coin::independence_test on midranks over (stratum size + 1), by stratum.
# Run: Rscript make.R   (R 4.2, coin 1.4-2, jsonlite)
suppressMessages({ library(coin); library(jsonlite) })
sets <- list(
  "three strata" = list(
    outcome = c(0,1,2,3,1,1,2,4,0,0,3,2,  1,2,2,4,3,0,1,4,4,2,  3,1,0,2,2,4),
    group   = c(0,0,0,0,0,0,1,1,1,1,1,1,  0,0,0,0,1,1,1,1,1,0,  0,0,0,1,1,1),
    stratum = rep(1:3, c(12, 10, 6))),
  "a stratum with one group only" = list(
    outcome = c(0,1,2,3,1,4, 1,2,2,4,3,0,1, 2,2),
    group   = c(0,0,0,1,1,1, 0,0,1,1,1,0,0, 1,1),
    stratum = rep(1:3, c(6, 7, 2)))
)
cases <- lapply(names(sets), function(name) {
  data <- as.data.frame(sets[[name]])
  data$score <- ave(data$outcome, data$stratum, FUN = function(v) rank(v) / (length(v) + 1))
  data$g <- factor(ifelse(data$group == 1, "of", "versus"), levels = c("of", "versus")); data$block <- factor(data$stratum)
  test <- independence_test(score ~ g | block, data = data, teststat = "scalar")
  list(name = name, input = sets[[name]], expected = list(z = as.numeric(statistic(test)), p = as.numeric(pvalue(test))))
})
write(toJSON(list(
  provenance = list(software = "R coin::independence_test", version = paste(R.version.string, "coin", packageVersion("coin")), command = "Rscript make.R"),
  tolerance = 1e-10, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "tests.json")

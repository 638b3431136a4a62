# Reference values for transition tables: table() and coin::mh_test (Stuart and Maxwell).
# Run: Rscript make.R   (R 4.2, coin 1.4-2, jsonlite)
suppressMessages({ library(coin); library(jsonlite) })
sets <- list(
  "four categories" = list(before = c(1,1,1,2,2,2,2,3,3,3,3,3,4,4,4,1,2,3,2,2,3,4,4,1), after = c(1,2,3,2,3,4,1,3,4,4,2,1,4,3,4,2,4,4,3,2,4,4,2,3)),
  "a category that nobody entered or left" = list(before = c(1,1,2,2,2,4,4,2,1,1), after = c(2,2,2,1,2,4,4,4,1,4)))
cases <- lapply(names(sets), function(name) {
  s <- sets[[name]]; table <- table(factor(s$before, 1:4), factor(s$after, 1:4))
  moved <- rowSums(table) + colSums(table) - 2 * diag(table) > 0
  test <- mh_test(as.table(unclass(table)[moved, moved]))
  list(name = name, input = s, expected = list(counts = matrix(as.integer(table), 4), chiSquare = as.numeric(statistic(test)), df = sum(moved) - 1, p = as.numeric(pvalue(test))))
})
write(toJSON(list(provenance = list(software = "R base::table, coin::mh_test", version = paste(R.version.string, "coin", packageVersion("coin")), command = "Rscript make.R"),
  tolerance = 1e-11, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "tables.json")

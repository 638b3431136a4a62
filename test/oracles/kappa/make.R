# Reference values for src/outcomes/agreement/kappa: vcd for two raters; the definition of Fleiss 1971 for several.
# Run: Rscript test/oracles/kappa/make.R
suppressMessages(library(vcd)); library(jsonlite)
two <- function(name, table, level = 0.95) {
  none <- Kappa(table); lin <- Kappa(table, weights = "Equal-Spacing"); quad <- Kappa(table, weights = "Fleiss-Cohen")
  p <- table / sum(table); n <- sum(table); e <- sum(rowSums(p) * colSums(p)); r <- rowSums(p); k <- colSums(p)
  # Variance when there is no agreement beyond chance (Fleiss, Cohen and Everitt 1969), unweighted.
  se0 <- sqrt((e + e^2 - sum(r * k * (r + k))) / (n * (1 - e)^2))
  get <- function(x, which) c(unname(x[[which]]["value"]), unname(x[[which]]["ASE"]))
  list(name = name, input = list(table = lapply(seq_len(nrow(table)), function(i) table[i, ])), options = list(level = level),
    expected = list(none = get(none, "Unweighted"), linear = get(lin, "Weighted"), quadratic = get(quad, "Weighted"), nullStandardError = se0,
      observed = sum(diag(p)), expectedAgreement = e))
}
# The psychiatric diagnoses of Fleiss 1971, table 1: 30 patients, 6 raters, 5 categories (kappa printed as 0.430).
fleiss <- matrix(c(0,0,0,6,0, 0,3,0,0,3, 0,1,4,0,1, 0,0,0,0,6, 0,3,0,3,0, 2,0,4,0,0, 0,0,4,0,2, 2,0,3,1,0, 2,0,0,4,0, 0,0,0,0,6,
  1,0,0,5,0, 1,1,0,4,0, 0,3,3,0,0, 1,0,0,5,0, 0,2,0,3,1, 0,0,5,0,1, 3,0,0,1,2, 5,1,0,0,0, 0,2,0,4,0, 1,0,2,0,3,
  0,0,0,0,6, 0,1,0,5,0, 0,2,0,1,3, 2,0,0,4,0, 1,0,0,4,1, 0,5,0,1,0, 4,0,0,0,2, 0,2,0,4,0, 1,0,5,0,0, 0,0,0,0,6), ncol = 5, byrow = TRUE)
n <- nrow(fleiss); m <- 6; pj <- colSums(fleiss) / (n * m); pi <- (rowSums(fleiss^2) - m) / (m * (m - 1)); pe <- sum(pj^2)
k <- (mean(pi) - pe) / (1 - pe); q <- 1 - pj
se <- sqrt(2) / (sum(pj * q) * sqrt(n * m * (m - 1))) * sqrt(sum(pj * q)^2 - sum(pj * q * (q - pj)))
cases <- list(two("three grades", matrix(c(44, 5, 1, 7, 20, 3, 9, 5, 6), 3, byrow = TRUE)),
  two("four grades, one empty", matrix(c(10, 2, 0, 0, 3, 8, 1, 0, 0, 2, 9, 0, 0, 0, 0, 0), 4, byrow = TRUE)[1:3, 1:3], 0.9),
  two("yes and no", matrix(c(61, 2, 6, 25), 2, byrow = TRUE)))
write(toJSON(list(provenance = list(software = paste(R.version.string, "vcd", packageVersion("vcd")), command = "Rscript test/oracles/kappa/make.R"),
  tolerance = 1e-10, toleranceReason = "closed form", cases = cases,
  fleiss = list(counts = lapply(seq_len(n), function(i) fleiss[i, ]), kappa = k, nullStandardError = se)), auto_unbox = TRUE, digits = I(17)), "test/oracles/kappa/kappa.json")

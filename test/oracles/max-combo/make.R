# Reference values for the multivariate normal probability of src/survival/max-combo: P(max |Z| >= z) and
# P(max Z >= z). Run: Rscript test/oracles/max-combo/make.R
library(mvtnorm)
library(jsonlite)
set.seed(1)
corr <- list(
  two = matrix(c(1, .7, .7, 1), 2),
  negative = matrix(c(1, -.4, -.4, 1), 2),
  three = matrix(c(1, .9, .8, .9, 1, .6, .8, .6, 1), 3),
  four = matrix(c(1, .956645037607342, .825720459776756, .905896769819455, .956645037607342, 1, .625629623423032, .762309777469772,
                  .825720459776756, .625629623423032, 1, .950039491311144, .905896769819455, .762309777469772, .950039491311144, 1), 4))
cases <- list()
for (name in names(corr)) for (z in c(1.5, 2.2, 3)) {
  k <- nrow(corr[[name]]); a <- GenzBretz(maxpts = 1.5e7, abseps = 1e-9)
  p2 <- if (k <= 3) 1 - pmvnorm(rep(-z, k), rep(z, k), corr = corr[[name]], algorithm = Miwa(steps = 512))
        else 1 - pmvnorm(rep(-z, k), rep(z, k), corr = corr[[name]], algorithm = a)
  # Quasi-random integration says how far it may be off; the stepped rule does not, and is trusted to 2e-6.
  error <- if (k <= 3) 2e-6 else 3 * attr(p2, "error")
  p1 <- 1 - pmvnorm(rep(-Inf, k), rep(z, k), corr = corr[[name]], algorithm = if (k <= 3) TVPACK(abseps = 1e-14) else a)
  cases <- c(cases, list(list(name = paste(name, z), correlation = corr[[name]], z = z, twoSided = as.numeric(p2), oneSided = as.numeric(p1), error = if (k <= 3) error else max(error, 3 * attr(p1, "error")))))
}
# One common factor: the probability is a one-dimensional integral, exact to 1e-13 far into the tail.
for (k in 2:4) for (z in c(2, 5, 8)) {
  r <- 0.5; f <- function(u, s) sapply(u, function(x) {
    hi <- pnorm((z - sqrt(r) * x) / sqrt(1 - r), lower.tail = FALSE); lo <- if (s == 2) pnorm((-z - sqrt(r) * x) / sqrt(1 - r)) else 0
    dnorm(x) * -expm1(k * log1p(-(hi + lo))) })
  whole <- function(s) sum(sapply(seq(-12, 15.5, 0.5), function(a) integrate(f, a, a + 0.5, s = s, rel.tol = 1e-12, abs.tol = 0)$value))
  cases <- c(cases, list(list(name = paste("common factor", k, z), correlation = matrix(r, k, k) + diag(1 - r, k), z = z, twoSided = whole(2), oneSided = whole(1), error = 0)))
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("mvtnorm", packageVersion("mvtnorm")),
  command = "Rscript test/oracles/max-combo/make.R"), tolerance = 1e-6, toleranceReason = "relative for exact integrals; otherwise absolute, with the error the reference states added",
  cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/max-combo/normal-maximum.json")

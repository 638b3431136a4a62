# Reference values for src/math/splines. Run: Rscript test/oracles/math/make-splines.R
library(splines)
library(jsonlite)
age <- c(23, 31, 38, 40, 44, 45, 47, 52, 52, 55, 58, 60, 61, 63, 67, 70, 74, 81, 90)
tall <- c(0.003, 0.01, 0.2, 0.5, 1.7, 3.14, 8, 22, 90, 260)
more <- c(-5, 0.001, 23, 30.5, 52, 77, 90, 120)
case <- function(name, x, at, ...) {
  b <- ns(x, ...)
  list(name = name, input = list(values = x, at = at), options = list(...), knots = unname(attr(b, "knots")),
       columns = unname(apply(b, 2, identity, simplify = FALSE)), atColumns = unname(apply(predict(b, at), 2, identity, simplify = FALSE)))
}
cases <- list(
  case("one column", age, more, df = 1), case("two columns", age, more, df = 2), case("three columns", age, more, df = 3),
  case("four with the constant", age, more, df = 4, intercept = TRUE), case("six columns", age, more, df = 6),
  case("skewed", tall, more, df = 3), case("knots", age, more, knots = c(45, 60, 62)), case("one knot", age, more, knots = 50),
  case("knots and boundary within the values", age, more, knots = c(45, 60), Boundary.knots = c(30, 80)),
  case("knots and boundary beyond the values", age, more, knots = c(45, 60), Boundary.knots = c(0, 100)),
  case("columns and boundary", age, more, df = 3, Boundary.knots = c(40, 70)))
write(toJSON(list(provenance = list(software = R.version.string, packages = "splines", command = "Rscript test/oracles/math/make-splines.R"),
  tolerance = 1e-12, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/math/splines.json")

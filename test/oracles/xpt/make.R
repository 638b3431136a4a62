# Writes SAS transport files with haven (ReadStat) and what foreign, an independent reader, finds in them.
# Run in this folder: Rscript make.R
suppressMessages({library(haven); library(foreign); library(jsonlite)})
options(digits = 17)

exact <- function(x) ifelse(is.na(x), "missing", sprintf("%.17g", x))
to_base64 <- function(path) gsub("\n", "", base64_enc(readBin(path, "raw", file.size(path))))

case <- function(name, data, member, label = NULL) {
  path <- tempfile(fileext = ".xpt")
  write_xpt(data, path, version = 5, name = member, label = label)
  seen <- read.xport(path, as.is = TRUE)
  stopifnot(identical(names(seen), names(data)), nrow(seen) == nrow(data))
  list(
    name = name, member = member, label = label, bytes = to_base64(path), rows = nrow(seen),
    columns = lapply(names(seen), function(column) {
      values <- seen[[column]]
      list(
        name = column,
        label = attr(data[[column]], "label"),
        format = attr(data[[column]], "format.sas"),
        type = if (is.numeric(values)) "number" else "text",
        values = as.list(if (is.numeric(values)) exact(values) else values)
      )
    })
  )
}

numbers <- data.frame(ROW = 1:14)
numbers$VALUE <- c(0, 1, -1, 0.1, pi, -118.625, 1/3, 1e-70, -1e70, 2^52 + 1, .Machine$double.eps, 5.5e-79, 1e74, NA)
attr(numbers$VALUE, "label") <- "Numbers that need every bit"
special <- data.frame(ID = c("a", "b", "c", "d"), stringsAsFactors = FALSE)
special$X <- c(1.5, tagged_na("A"), tagged_na("Z"), NA)
dates <- data.frame(USUBJID = c("01-001", "01-002", ""), stringsAsFactors = FALSE)
dates$ADT <- c(0, 19183, -1)
attr(dates$ADT, "format.sas") <- "DATE9"
attr(dates$ADT, "label") <- "Analysis Date"
narrow <- data.frame(ID = c("A", "B", "C"), AVAL = c(1, 2, 3), BASE = c(4, 5, 6), stringsAsFactors = FALSE)
utf8 <- data.frame(TERM = c("Grippe légère", "発熱", "plain"), N = c(1, 2, 3), stringsAsFactors = FALSE)

write_json(
  list(
    provenance = list(
      software = paste("R", getRversion(), "haven", packageVersion("haven"), "foreign", packageVersion("foreign")),
      command = "Rscript make.R"
    ),
    tolerance = 0,
    toleranceReason = "A transport file holds each double exactly.",
    cases = list(
      case("numbers", numbers, "NUMS", "Numbers"),
      case("special missing values", special, "SPECIAL"),
      case("dates", dates, "DATES"),
      case("three rows of 17 bytes", narrow, "NARROW"),
      case("text in UTF-8", utf8, "TERMS")
    )
  ),
  "haven.json", auto_unbox = TRUE, null = "null", digits = NA, pretty = FALSE
)
